/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables as JSON schemas. */
#include "server/core/openapi-schema.h"

#include "common/schema/json.h"

typedef struct {
    const Record *record;
    OpenapiUse use;
} Shape;

struct OpenapiSchemas {
    GArray *shapes; /* grows while it is printed */
    GHashTable *names;
};

static const char *const suffixes[] = { "", "_create", "_update" };

#define PROBLEM_SCHEMA                                                                             \
    "\"problem\":{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"code\","       \
    "\"detail\",\"field\",\"request_id\"],\"properties\":{\"type\":{\"type\":\"string\"},"         \
    "\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"                           \
    "\"code\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"},"                             \
    "\"field\":{\"type\":[\"string\",\"null\"]},"                                                  \
    "\"request_id\":{\"type\":[\"string\",\"null\"]}}}"

OpenapiSchemas *
openapi_schemas_new (void)
{
    OpenapiSchemas *schemas = g_new0 (OpenapiSchemas, 1);

    schemas->shapes = g_array_new (FALSE, FALSE, sizeof (Shape));
    schemas->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    return schemas;
}

void
openapi_schemas_free (OpenapiSchemas *schemas)
{
    g_array_unref (schemas->shapes);
    g_hash_table_unref (schemas->names);
    g_free (schemas);
}

void
openapi_schemas_refer (OpenapiSchemas *schemas, GString *out, const Record *record, OpenapiUse use)
{
    char *name = g_strconcat (record->name, suffixes[use], NULL);
    const Shape shape = { record, use };

    g_string_append_printf (out, "{\"$ref\":\"#/components/schemas/%s\"}", name);
    if (g_hash_table_add (schemas->names, name))
        g_array_append_val (schemas->shapes, shape);
}

/* "no value" is null on the wire, and may be sent to take a value away. */
static gboolean
may_be_null (const Field *field, OpenapiUse use)
{
    if (use != OPENAPI_ANSWER)
        return !(field->flags & FIELD_REQUIRED);
    return field->kind != FIELD_KIND_BOOLEAN;
}

static void
append_type (GString *out, const char *type, const char *format, gboolean nullable)
{
    g_string_append_printf (out, nullable ? "\"type\":[\"%s\",\"null\"]" : "\"type\":\"%s\"", type);
    if (format != NULL)
        g_string_append_printf (out, ",\"format\":\"%s\"", format);
}

static void
append_enumeration (GString *out, const Enumeration *enumeration, gboolean nullable)
{
    append_type (out, "string", NULL, nullable);
    g_string_append (out, ",\"enum\":[");
    for (guint i = 0; i < enumeration->n_values; i++) {
        if (i > 0)
            g_string_append_c (out, ',');
        json_append_string (out, enumeration->values[i].word);
    }
    g_string_append (out, nullable ? ",null]" : "]");
}

static void
append_kind (OpenapiSchemas *schemas, GString *out, const Field *field, OpenapiUse use)
{
    gboolean nullable = may_be_null (field, use);

    switch (field->kind) {
    case FIELD_KIND_BOOLEAN:
        append_type (out, "boolean", NULL, nullable);
        return;
    case FIELD_KIND_TEXT:
        append_type (out, "string", NULL, nullable);
        return;
    case FIELD_KIND_DATE:
        append_type (out, "string", "date", nullable);
        return;
    case FIELD_KIND_INSTANT:
        append_type (out, "string", "date-time", nullable);
        return;
    case FIELD_KIND_ENUM:
        append_enumeration (out, field->enumeration, nullable);
        return;
    case FIELD_KIND_LIST:
        append_type (out, "array", NULL, nullable);
        g_string_append (out, ",\"items\":");
        openapi_schemas_refer (schemas, out, field->record, use);
        return;
    case FIELD_KIND_TEXTS:
        append_type (out, "array", NULL, nullable);
        g_string_append (out, ",\"items\":{\"type\":\"string\"}");
        return;
    case FIELD_KIND_RECORD:
        g_string_append (out, "\"anyOf\":[");
        openapi_schemas_refer (schemas, out, field->record, use);
        g_string_append (out, nullable ? ",{\"type\":\"null\"}]" : "]");
        return;
    default:
        append_type (out, "integer", "int64", nullable);
    }
}

static const char *
unit_of (const Field *field)
{
    switch (field->kind) {
    case FIELD_KIND_MONEY:
        return "minor units of the company's currency";
    case FIELD_KIND_ENERGY:
        return "Wh";
    case FIELD_KIND_RATE:
        return "millionths of the main currency unit per kWh";
    case FIELD_KIND_PERCENT:
        return "basis points";
    default:
        return NULL;
    }
}

static void
append_description (GString *out, const Field *field)
{
    const char *unit = unit_of (field);
    g_autofree char *text = NULL;

    if (field->label == NULL)
        return;
    text = unit != NULL ? g_strdup_printf ("%s (%s)", field->label, unit) : g_strdup (field->label);
    g_string_append (out, ",\"description\":");
    json_append_string (out, text);
}

static gboolean
is_part (const Field *field, OpenapiUse use)
{
    switch (use) {
    case OPENAPI_ANSWER:
        return !(field->flags & FIELD_SECRET);
    case OPENAPI_CREATE:
        return !(field->flags & FIELD_READ_ONLY);
    default:
        return !(field->flags & (FIELD_READ_ONLY | FIELD_FIXED));
    }
}

/* Nothing in an answer is: a list leaves out what only the single record carries. */
static gboolean
is_required (const Field *field, OpenapiUse use)
{
    return use == OPENAPI_CREATE && (field->flags & FIELD_REQUIRED);
}

static void
append_required (GString *out, const Record *record, OpenapiUse use)
{
    const char *comma = ",\"required\":[";
    gboolean any = FALSE;

    for (guint i = 0; i < record->n_fields; i++) {
        const Field *field = &record->fields[i];

        if (!is_part (field, use) || !is_required (field, use))
            continue;
        g_string_append_printf (out, "%s\"%s\"", comma, field->name);
        comma = ",";
        any = TRUE;
    }
    if (any)
        g_string_append_c (out, ']');
}

static void
append_shape (OpenapiSchemas *schemas, GString *out, const Shape *shape)
{
    const char *comma = "";

    g_string_append_printf (out, "\"%s%s\":{\"type\":\"object\"", shape->record->name,
                            suffixes[shape->use]);
    append_required (out, shape->record, shape->use);
    if (shape->use != OPENAPI_ANSWER)
        g_string_append (out, ",\"additionalProperties\":false");
    g_string_append (out, ",\"properties\":{");
    for (guint i = 0; i < shape->record->n_fields; i++) {
        const Field *field = &shape->record->fields[i];

        if (!is_part (field, shape->use))
            continue;
        g_string_append_printf (out, "%s\"%s\":{", comma, field->name);
        append_kind (schemas, out, field, shape->use);
        append_description (out, field);
        g_string_append_c (out, '}');
        comma = ",";
    }
    g_string_append (out, "}}");
}

void
openapi_schemas_append (OpenapiSchemas *schemas, GString *out)
{
    g_string_append (out, PROBLEM_SCHEMA);
    for (guint i = 0; i < schemas->shapes->len; i++) {
        const Shape shape = g_array_index (schemas->shapes, Shape, i);

        g_string_append_c (out, ',');
        append_shape (schemas, out, &shape);
    }
}
