/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records from JSON, strictly, by their field tables. */
#include "common/schema/json.h"

#include <inttypes.h>
#include <string.h>

#include "common/base/text.h"
#include "common/schema/json-guard.h"

#define MAX_TEXT 4000
#define MAX_LONG_TEXT 20000

/* Where in the document a record stands, for the "lines[2].rate" of a refusal. */
typedef struct Place Place;

struct Place {
    const Place *parent;
    const char *member; /* NULL: the document itself or a bare list */
    int index;          /* -1: no element of a list */
};

/* Everything a value is read with. */
typedef struct {
    const Field *field;
    JsonIn mode;
    const Place *place; /* of the record the field is in */
    GError **error;
} Reader;

static gboolean read_record (JsonObject *object, const Record *record, JsonIn mode, gpointer data,
                             const Place *place, GError **error);

/* Refusals */

static void
append_place (GString *path, const Place *place)
{
    if (place == NULL)
        return;
    append_place (path, place->parent);
    if (place->member != NULL && path->len > 0)
        g_string_append_c (path, '.');
    if (place->member != NULL)
        g_string_append (path, place->member);
    if (place->index >= 0)
        g_string_append_printf (path, "[%d]", place->index);
}

static char *
place_path (const Place *place)
{
    GString *path = g_string_new (NULL);
    append_place (path, place);
    return g_string_free (path, FALSE);
}

/* Names the member of the error that is set; returns FALSE. */
static gboolean
at_place (GError **error, const Place *parent, const char *member, int index)
{
    const Place place = { .parent = parent, .member = member, .index = index };

    if (error != NULL && *error != NULL) {
        g_autofree char *path = place_path (&place);
        refusal_set_field (*error, path);
    }
    return FALSE;
}

static gboolean
at_member (const Reader *reader)
{
    return at_place (reader->error, reader->place, reader->field->name, -1);
}

static const char *
shown_name (const Field *field)
{
    return field->label != NULL && *field->label != '\0' ? tr (field->label) : field->name;
}

static gboolean
wrong_type (const Reader *reader, const char *expected)
{
    refuse (reader->error, SIRAJ_ERROR_INVALID_VALUE, NULL,
            "“%s” has a value of the wrong type: send %s", shown_name (reader->field),
            tr (expected));
    return at_member (reader);
}

static gboolean
missing (const Reader *reader)
{
    refuse (reader->error, SIRAJ_ERROR_MISSING_VALUE, NULL, "“%s” is required: enter a value",
            shown_name (reader->field));
    return at_member (reader);
}

/* One value */

static gboolean
node_holds (JsonNode *node, GType type)
{
    return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
has_control_character (const char *text)
{
    for (; *text != '\0'; text++) {
        if (g_ascii_iscntrl (*text) && !g_ascii_isspace (*text))
            return TRUE;
    }
    return FALSE;
}

/* A text as it is kept, "" when nothing is left of it; NULL after a refusal. */
static char *
take_text (const Reader *reader, const char *sent)
{
    const Field *field = reader->field;
    glong max = (field->flags & FIELD_LONG) != 0 ? MAX_LONG_TEXT : MAX_TEXT;

    if (reader->mode == JSON_IN_ANSWER)
        return g_strdup (sent);
    if (g_utf8_strlen (sent, -1) > max) {
        refuse (reader->error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                "“%s” is too long: at most %ld characters are allowed", shown_name (field), max);
        at_member (reader);
        return NULL;
    }
    if (has_control_character (sent)) {
        refuse (reader->error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                "“%s” contains a control character: remove it", shown_name (field));
        at_member (reader);
        return NULL;
    }
    /* A password is taken as it was typed. */
    return (field->flags & FIELD_SECRET) != 0 ? g_strdup (sent) : text_strip_marks (sent);
}

static gboolean
read_text (const Reader *reader, JsonNode *node, gpointer data)
{
    if (!node_holds (node, G_TYPE_STRING))
        return wrong_type (reader, N_ ("a text"));
    g_autofree char *text = take_text (reader, json_node_get_string (node));
    if (text == NULL)
        return FALSE;
    field_set_text (reader->field, data, text);
    return TRUE;
}

static gboolean
read_texts (const Reader *reader, JsonNode *node, gpointer data)
{
    if (!JSON_NODE_HOLDS_ARRAY (node))
        return wrong_type (reader, N_ ("a list of texts"));

    JsonArray *array = json_node_get_array (node);
    guint n = json_array_get_length (array);
    g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
    for (guint i = 0; i < n; i++) {
        JsonNode *element = json_array_get_element (array, i);
        if (!node_holds (element, G_TYPE_STRING))
            return wrong_type (reader, N_ ("a list of texts"));
        g_autofree char *text = take_text (reader, json_node_get_string (element));
        if (text == NULL)
            return FALSE;
        if (*text != '\0')
            g_ptr_array_add (texts, g_steal_pointer (&text));
    }
    field_set_none (reader->field, data);
    if (texts->len == 0)
        return TRUE;
    g_ptr_array_add (texts, NULL);
    FIELD_MEMBER (data, reader->field, char **) = (char **)g_ptr_array_steal (texts, NULL);
    return TRUE;
}

static gboolean
read_integer (const Reader *reader, JsonNode *node, gpointer data)
{
    const Field *field = reader->field;

    if (!node_holds (node, G_TYPE_INT64))
        return wrong_type (reader, N_ ("a whole number"));
    gint64 value = json_node_get_int (node);
    if (field->kind == FIELD_KIND_ID && value <= 0) {
        refuse (reader->error, SIRAJ_ERROR_OUT_OF_RANGE, NULL,
                "“%s” cannot be %" PRId64 ": send an identifier above zero", shown_name (field),
                value);
        return at_member (reader);
    }
    field_set_int64 (field, data, value);
    return TRUE;
}

static gboolean
read_boolean (const Reader *reader, JsonNode *node, gpointer data)
{
    if (!node_holds (node, G_TYPE_BOOLEAN))
        return wrong_type (reader, N_ ("true or false"));
    field_set_int64 (reader->field, data, json_node_get_boolean (node));
    return TRUE;
}

static gboolean
is_iso_date (const char *text)
{
    return g_ascii_isdigit (text[0]) && strlen (text) == strlen ("2025-08-31") && text[4] == '-';
}

static gboolean
read_date (const Reader *reader, JsonNode *node, gpointer data)
{
    Date date;

    /* What people type is for forms; the wire has one spelling. */
    if (!node_holds (node, G_TYPE_STRING) || !is_iso_date (json_node_get_string (node)))
        return wrong_type (reader, N_ ("a date like 2025-08-31"));
    if (!date_parse (json_node_get_string (node), &date, reader->error))
        return at_member (reader);
    field_set_int64 (reader->field, data, date);
    return TRUE;
}

static gboolean
read_instant (const Reader *reader, JsonNode *node, gpointer data)
{
    Instant instant;

    if (!node_holds (node, G_TYPE_STRING))
        return wrong_type (reader, N_ ("a time like 2025-08-31T10:11:12Z"));
    if (!instant_parse (json_node_get_string (node), &instant, reader->error))
        return at_member (reader);
    field_set_int64 (reader->field, data, instant);
    return TRUE;
}

static gboolean
read_enum (const Reader *reader, JsonNode *node, gpointer data)
{
    int value;

    if (!node_holds (node, G_TYPE_STRING))
        return wrong_type (reader, N_ ("one of the choices as a text"));
    if (!enumeration_parse (reader->field->enumeration, json_node_get_string (node), &value,
                            reader->error))
        return at_member (reader);
    field_set_int64 (reader->field, data, value);
    return TRUE;
}

/* Records within records */

/* A record within an update replaces the old one as a whole, so it is checked like a new one. */
static JsonIn
inner_mode (JsonIn mode)
{
    return mode == JSON_IN_UPDATE ? JSON_IN_CREATE : mode;
}

static gpointer
read_element (JsonNode *node, const Record *record, JsonIn mode, const Place *place, GError **error)
{
    if (!JSON_NODE_HOLDS_OBJECT (node)) {
        refuse (error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                "A value has the wrong type: send an object");
        at_place (error, place->parent, place->member, place->index);
        return NULL;
    }
    gpointer data = record_new (record);
    if (read_record (json_node_get_object (node), record, mode, data, place, error))
        return data;
    record_free (record, data);
    return NULL;
}

static GPtrArray *
read_list (JsonArray *array, const Record *record, JsonIn mode, const Place *list, GError **error)
{
    guint n = json_array_get_length (array);
    g_autoptr (GPtrArray) items = g_ptr_array_new_full (n, record->destroy);

    for (guint i = 0; i < n; i++) {
        const Place place = { .parent = list->parent, .member = list->member, .index = (int)i };
        gpointer item =
            read_element (json_array_get_element (array, i), record, mode, &place, error);
        if (item == NULL)
            return NULL;
        g_ptr_array_add (items, item);
    }
    return g_steal_pointer (&items);
}

static gboolean
read_inner_list (const Reader *reader, JsonNode *node, gpointer data)
{
    const Field *field = reader->field;
    const Place place = { .parent = reader->place, .member = field->name, .index = -1 };

    if (!JSON_NODE_HOLDS_ARRAY (node))
        return wrong_type (reader, N_ ("a list"));
    GPtrArray *items = read_list (json_node_get_array (node), field->record,
                                  inner_mode (reader->mode), &place, reader->error);
    if (items == NULL)
        return FALSE;
    field_set_none (field, data);
    FIELD_MEMBER (data, field, GPtrArray *) = items;
    return TRUE;
}

static gboolean
read_inner_record (const Reader *reader, JsonNode *node, gpointer data)
{
    const Field *field = reader->field;
    const Place place = { .parent = reader->place, .member = field->name, .index = -1 };
    gpointer inner =
        read_element (node, field->record, inner_mode (reader->mode), &place, reader->error);

    if (inner == NULL)
        return FALSE;
    field_set_none (field, data);
    FIELD_MEMBER (data, field, gpointer) = inner;
    return TRUE;
}

/* Fields and records */

/* null: the field becomes none, where it may. */
static gboolean
read_null (const Reader *reader, gpointer data)
{
    const Field *field = reader->field;

    field_set_none (field, data);
    if (reader->mode == JSON_IN_ANSWER || field_is_none (field, data))
        return TRUE;
    return missing (reader);
}

static gboolean
read_value (const Reader *reader, JsonNode *node, gpointer data)
{
    if (JSON_NODE_HOLDS_NULL (node))
        return read_null (reader, data);
    switch (reader->field->kind) {
    case FIELD_KIND_BOOLEAN:
        return read_boolean (reader, node, data);
    case FIELD_KIND_TEXT:
        return read_text (reader, node, data);
    case FIELD_KIND_DATE:
        return read_date (reader, node, data);
    case FIELD_KIND_INSTANT:
        return read_instant (reader, node, data);
    case FIELD_KIND_ENUM:
        return read_enum (reader, node, data);
    case FIELD_KIND_LIST:
        return read_inner_list (reader, node, data);
    case FIELD_KIND_RECORD:
        return read_inner_record (reader, node, data);
    case FIELD_KIND_TEXTS:
        return read_texts (reader, node, data);
    default:
        return read_integer (reader, node, data);
    }
}

/* Whether the mode lets this member be sent at all. */
static gboolean
may_be_sent (const Reader *reader)
{
    const Field *field = reader->field;

    if (reader->mode != JSON_IN_ANSWER && (field->flags & FIELD_READ_ONLY) != 0) {
        refuse (reader->error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                "“%s” is set by the system: leave it out", shown_name (field));
        return at_member (reader);
    }
    if (reader->mode == JSON_IN_UPDATE && (field->flags & FIELD_FIXED) != 0) {
        refuse (reader->error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                "“%s” cannot be changed any more: leave it out", shown_name (field));
        return at_member (reader);
    }
    return TRUE;
}

/* A required member must be sent in a new record and may never be emptied. */
static gboolean
is_filled (const Reader *reader, gboolean sent, gconstpointer data)
{
    const FieldFlags flags = reader->field->flags;

    if (reader->mode == JSON_IN_ANSWER || (flags & FIELD_REQUIRED) == 0 ||
        (flags & FIELD_READ_ONLY) != 0)
        return TRUE;
    if (!sent)
        return reader->mode == JSON_IN_UPDATE || missing (reader);
    return !field_is_none (reader->field, data) || missing (reader);
}

static gboolean
check_members (JsonObject *object, const Record *record, const Place *place, GError **error)
{
    JsonObjectIter iter;
    const char *name;
    JsonNode *node;

    json_object_iter_init_ordered (&iter, object);
    while (json_object_iter_next_ordered (&iter, &name, &node)) {
        if (record_find_field (record, name) != NULL)
            continue;
        refuse (error, SIRAJ_ERROR_UNKNOWN_MEMBER, NULL,
                "“%s” is not a member of this record: leave it out", name);
        return at_place (error, place, name, -1);
    }
    return TRUE;
}

static gboolean
read_record (JsonObject *object, const Record *record, JsonIn mode, gpointer data,
             const Place *place, GError **error)
{
    if (mode != JSON_IN_ANSWER && !check_members (object, record, place, error))
        return FALSE;
    for (guint i = 0; i < record->n_fields; i++) {
        const Reader reader = {
            .field = &record->fields[i], .mode = mode, .place = place, .error = error
        };
        JsonNode *node = json_object_get_member (object, reader.field->name);
        if (node != NULL && (!may_be_sent (&reader) || !read_value (&reader, node, data)))
            return FALSE;
        if (!is_filled (&reader, node != NULL, data))
            return FALSE;
    }
    return TRUE;
}

gboolean
json_read_record (JsonObject *object, const Record *record, JsonIn mode, gpointer data,
                  GError **error)
{
    return read_record (object, record, mode, data, NULL, error);
}

GPtrArray *
json_read_list (JsonArray *array, const Record *record, JsonIn mode, GError **error)
{
    const Place place = { .index = -1 };
    return read_list (array, record, mode, &place, error);
}

JsonNode *
json_parse (const char *text, gsize length, GError **error)
{
    if (!json_guard (text, length, error))
        return NULL;

    g_autoptr (JsonParser) parser = json_parser_new ();
    g_autoptr (GError) parse_error = NULL;
    if (!json_parser_load_from_data (parser, text, (gssize)length, &parse_error)) {
        refuse (error, SIRAJ_ERROR_MALFORMED, NULL, "The JSON text is not valid: %s",
                parse_error->message);
        return NULL;
    }
    return json_parser_steal_root (parser);
}

gpointer
json_load_record (const char *text, gsize length, const Record *record, JsonIn mode, GError **error)
{
    g_autoptr (JsonNode) root = json_parse (text, length, error);
    if (root == NULL)
        return NULL;
    if (!JSON_NODE_HOLDS_OBJECT (root)) {
        refuse (error, SIRAJ_ERROR_MALFORMED, NULL, "The JSON text must be an object");
        return NULL;
    }
    const Place document = { .index = -1 };
    return read_element (root, record, mode, &document, error);
}
