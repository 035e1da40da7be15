/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints routes as paths and records as schemas. */
#include "server/core/openapi.h"

#include "server/core/openapi-schema.h"

#include <string.h>

#define DOCUMENT_HEAD                                                                              \
    "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Siraj\","                                        \
    "\"version\":\"" SIRAJ_VERSION "\","                                                           \
    "\"description\":\"Customer and billing system for electricity utilities.\","                  \
    "\"license\":{\"name\":\"GPL-3.0-or-later\","                                                  \
    "\"identifier\":\"GPL-3.0-or-later\"}},"                                                       \
    "\"servers\":[{\"url\":\"/\"}],\"security\":[{\"session\":[]}],"

#define SECURITY_SCHEMES                                                                           \
    "\"securitySchemes\":{\"session\":{\"type\":\"http\",\"scheme\":\"bearer\","                   \
    "\"description\":\"The token that signing in answered.\"}},"

#define PROBLEM_RESPONSE                                                                           \
    "\"responses\":{\"Problem\":{\"description\":\"Refused; nothing was changed.\",\"content\":{"  \
    "\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/problem\"}}}}},"

typedef struct {
    GString *out;
    OpenapiSchemas *schemas;
} Document;

char *
openapi_operation_id (const Route *route)
{
    g_autoptr (GString) id = g_string_new (NULL);
    const char *path = route->path;

    for (const char *c = route->method; *c != '\0'; c++)
        g_string_append_c (id, g_ascii_tolower (*c));
    if (g_str_has_prefix (path, "/api/v1"))
        path += strlen ("/api/v1");
    for (; *path != '\0'; path++) {
        if (*path == '{')
            g_string_append (id, "by_");
        else if (*path != '}')
            g_string_append_c (id, g_ascii_isalnum (*path) ? *path : '_');
    }
    return g_string_free (g_steal_pointer (&id), FALSE);
}

static void
append_parameter (GString *out, const char *in, const char *name, gboolean required,
                  const char *schema)
{
    g_string_append_printf (out, "{\"name\":\"%s\",\"in\":\"%s\",\"required\":%s,\"schema\":%s}",
                            name, in, required ? "true" : "false", schema);
}

static void
append_path_parameters (GString *out, const char *path, const char **comma)
{
    for (const char *open = strchr (path, '{'); open != NULL; open = strchr (open + 1, '{')) {
        const char *close = open + strcspn (open, "}");
        g_autofree char *name = g_strndup (open + 1, close - open - 1);
        gboolean is_id = g_str_equal (name, "id") || g_str_has_suffix (name, "_id");

        g_string_append (out, *comma);
        append_parameter (out, "path", name, TRUE,
                          is_id ? "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":1}"
                                : "{\"type\":\"string\"}");
        *comma = ",";
    }
}

static const char *
query_schema (const char *name)
{
    if (g_str_equal (name, "limit"))
        return "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}";
    if (g_str_equal (name, "format"))
        return "{\"type\":\"string\",\"enum\":[\"json\",\"csv\"],\"default\":\"json\"}";
    if (g_str_equal (name, "count"))
        return "{\"type\":\"string\",\"enum\":[\"0\",\"1\"],\"default\":\"1\"}";
    return "{\"type\":\"string\"}";
}

static void
append_parameters (GString *out, const Route *route)
{
    const char *comma = "";

    g_string_append (out, ",\"parameters\":[");
    append_path_parameters (out, route->path, &comma);
    for (guint i = 0; route->query != NULL && route->query[i] != NULL; i++) {
        g_string_append (out, comma);
        append_parameter (out, "query", route->query[i], FALSE, query_schema (route->query[i]));
        comma = ",";
    }
    if (route->flags & IDEMPOTENT) {
        g_string_append (out, comma);
        append_parameter (out, "header", "Idempotency-Key", TRUE,
                          "{\"type\":\"string\",\"format\":\"uuid\"}");
        comma = ",";
    }
    if (route->flags & VERSIONED) {
        g_string_append (out, comma);
        append_parameter (out, "header", "If-Match", TRUE, "{\"type\":\"string\"}");
    }
    g_string_append_c (out, ']');
}

static void
append_body (Document *document, const Route *route)
{
    OpenapiUse use = route->flags & CREATES ? OPENAPI_CREATE : OPENAPI_UPDATE;

    if (route->flags & RAW)
        g_string_append (document->out, ",\"requestBody\":{\"required\":true,\"content\":{"
                                        "\"application/octet-stream\":{\"schema\":{}}}}");
    if (route->input == NULL)
        return;
    g_string_append (document->out,
                     ",\"requestBody\":{\"required\":true,\"content\":{\"application/json\":{"
                     "\"schema\":");
    openapi_schemas_refer (document->schemas, document->out, route->input, use);
    g_string_append (document->out, "}}}");
}

static void
append_page_schema (Document *document, const Record *record)
{
    g_string_append (document->out, "{\"type\":\"object\",\"required\":[\"items\"],"
                                    "\"properties\":{\"items\":{\"type\":\"array\",\"items\":");
    openapi_schemas_refer (document->schemas, document->out, record, OPENAPI_ANSWER);
    g_string_append (document->out, "},\"next\":{\"type\":[\"string\",\"null\"]},"
                                    "\"previous\":{\"type\":[\"string\",\"null\"]},"
                                    "\"count\":{\"type\":[\"integer\",\"null\"],\"minimum\":0},"
                                    "\"count_exact\":{\"type\":\"boolean\"},"
                                    "\"sum_minor\":{\"type\":[\"integer\",\"null\"],"
                                    "\"format\":\"int64\"}}}");
}

static void
append_content (Document *document, const Route *route)
{
    GString *out = document->out;

    g_string_append (out, ",\"content\":{");
    if (route->flags & ANSWERS_FILE) {
        g_string_append (out, "\"*/*\":{\"schema\":{}}}");
        return;
    }
    g_string_append (out, "\"application/json\":{\"schema\":");
    if (route->flags & ANSWERS_LIST)
        append_page_schema (document, route->output);
    else
        openapi_schemas_refer (document->schemas, out, route->output, OPENAPI_ANSWER);
    g_string_append (out, route->flags & ANSWERS_LIST
                              ? "},\"text/csv\":{\"schema\":{\"type\":\"string\"}}}"
                              : "}}");
}

/* A POST may have created something, begun a job or only answered; the other methods answer. */
static void
append_success (Document *document, const Route *route)
{
    static const char *const statuses[] = { "200", "201", "202" };
    guint n = g_str_equal (route->method, "POST") ? G_N_ELEMENTS (statuses) : 1;

    if (route->output == NULL && !(route->flags & ANSWERS_FILE)) {
        g_string_append (document->out, "\"204\":{\"description\":\"Done\"}");
        return;
    }
    for (guint i = 0; i < n; i++) {
        g_string_append_printf (document->out, "%s\"%s\":{\"description\":\"Done\"",
                                i > 0 ? "," : "", statuses[i]);
        append_content (document, route);
        g_string_append_c (document->out, '}');
    }
}

static void
append_route (Document *document, const Route *route, const char *room)
{
    g_autofree char *id = openapi_operation_id (route);
    g_autofree char *method = g_ascii_strdown (route->method, -1);

    g_string_append_printf (document->out, "\"%s\":{\"operationId\":\"%s\",\"tags\":[\"%s\"],",
                            method, id, room);
    g_string_append (document->out, "\"summary\":");
    json_append_string (document->out, route->summary != NULL ? route->summary : id);
    if (route->permission != NULL) {
        g_string_append (document->out, ",\"x-permission\":");
        json_append_string (document->out, route->permission);
    }
    if (route->flags & OPEN)
        g_string_append (document->out, ",\"security\":[]");
    append_parameters (document->out, route);
    append_body (document, route);
    g_string_append (document->out, ",\"responses\":{");
    append_success (document, route);
    g_string_append (document->out, ",\"4XX\":{\"$ref\":\"#/components/responses/Problem\"},"
                                    "\"default\":{\"$ref\":\"#/components/responses/Problem\"}}}");
}

/* The methods of one path stand together, wherever the rooms declare them. */
static void
append_path (Document *document, const Module *const *modules, const char *path)
{
    const char *comma = "";

    json_append_string (document->out, path);
    g_string_append (document->out, ":{");
    for (; *modules != NULL; modules++) {
        for (guint i = 0; i < (*modules)->n_routes; i++) {
            const Route *route = &(*modules)->routes[i];

            if (!g_str_equal (route->path, path))
                continue;
            g_string_append (document->out, comma);
            append_route (document, route, (*modules)->name);
            comma = ",";
        }
    }
    g_string_append_c (document->out, '}');
}

static void
append_paths (Document *document, const Module *const *modules)
{
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
    const char *comma = "";

    g_string_append (document->out, "\"paths\":{");
    for (guint m = 0; modules[m] != NULL; m++) {
        for (guint i = 0; i < modules[m]->n_routes; i++) {
            const char *path = modules[m]->routes[i].path;

            if (!g_hash_table_add (seen, (gpointer)path))
                continue;
            g_string_append (document->out, comma);
            append_path (document, modules, path);
            comma = ",";
        }
    }
    g_string_append (document->out, "},");
}

static void
append_tags (GString *out, const Module *const *modules)
{
    g_string_append (out, "\"tags\":[");
    for (guint m = 0; modules[m] != NULL; m++)
        g_string_append_printf (out, "%s{\"name\":\"%s\",\"description\":\"The room of %s.\"}",
                                m > 0 ? "," : "", modules[m]->name, modules[m]->name);
    g_string_append (out, "],");
}

char *
openapi_print (const Module *const *modules)
{
    g_autoptr (GString) out = g_string_new (DOCUMENT_HEAD);
    g_autoptr (OpenapiSchemas) schemas = openapi_schemas_new ();
    Document document = { out, schemas };

    append_tags (out, modules);
    append_paths (&document, modules);
    g_string_append (out, "\"components\":{" SECURITY_SCHEMES PROBLEM_RESPONSE "\"schemas\":{");
    openapi_schemas_append (schemas, out);
    g_string_append (out, "}}}");
    return g_string_free (g_steal_pointer (&out), FALSE);
}
