/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values out of a result: scalars by position, records by column name. */
#define G_LOG_DOMAIN "siraj-db"

#include "server/core/db.h"

#include "common/schema/json.h"

#include <string.h>

int
rows_count (const Rows *rows)
{
    return PQntuples (rows);
}

gboolean
rows_is_null (const Rows *rows, int row, int column)
{
    return PQgetisnull (rows, row, column);
}

static gint64
parse_int64 (const char *text)
{
    return g_ascii_strtoll (text, NULL, 10);
}

/* @n decimal digits, or -1. */
static int
digits (const char *text, int n)
{
    int value = 0;

    for (int i = 0; i < n; i++) {
        if (!g_ascii_isdigit (text[i])) {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* "2025-08-31"; "infinity" and years before Christ are no day. */
static Date
parse_date (const char *text)
{
    if (strlen (text) < 10) {
        return DATE_NONE;
    }
    int year = digits (text, 4);
    int month = digits (text + 5, 2);
    int day = digits (text + 8, 2);
    return year < 0 || month < 0 || day < 0 ? DATE_NONE : date_new (year, month, day);
}

/* "2025-08-31 10:11:12.5+00", the zone is always UTC (session setting). */
static Instant
parse_instant (const char *text)
{
    Date date = parse_date (text);

    if (date == DATE_NONE || strlen (text) < 19) {
        return INSTANT_NONE;
    }
    int hours = digits (text + 11, 2);
    int minutes = digits (text + 14, 2);
    int seconds = digits (text + 17, 2);
    int fraction = 0;
    const char *at = text + 19;
    if (*at == '.') {
        int scale = 100000;
        for (at++; g_ascii_isdigit (*at); at++, scale /= 10) {
            fraction += (*at - '0') * scale;
        }
    }
    if (hours < 0 || minutes < 0 || seconds < 0) {
        return INSTANT_NONE;
    }
    gint64 time = ((hours * 60 + minutes) * 60 + seconds) * G_GINT64_CONSTANT (1000000) + fraction;
    return date * G_GINT64_CONSTANT (86400000000) + time;
}

static int
parse_enum (const char *text, const Enumeration *enumeration)
{
    int value;

    if (!enumeration_find (enumeration, text, &value)) {
        g_warning ("the database holds \"%s\", which %s has not", text, enumeration->name);
        return ENUM_NONE;
    }
    return value;
}

gint64
rows_int64 (const Rows *rows, int row, int column)
{
    return parse_int64 (PQgetvalue (rows, row, column));
}

const char *
rows_text (const Rows *rows, int row, int column)
{
    return PQgetisnull (rows, row, column) ? NULL : PQgetvalue (rows, row, column);
}

gboolean
rows_boolean (const Rows *rows, int row, int column)
{
    return *PQgetvalue (rows, row, column) == 't';
}

Date
rows_date (const Rows *rows, int row, int column)
{
    return parse_date (PQgetvalue (rows, row, column));
}

Instant
rows_instant (const Rows *rows, int row, int column)
{
    return parse_instant (PQgetvalue (rows, row, column));
}

int
rows_enum (const Rows *rows, int row, int column, const Enumeration *enumeration)
{
    if (PQgetisnull (rows, row, column)) {
        return ENUM_NONE;
    }
    return parse_enum (PQgetvalue (rows, row, column), enumeration);
}

/* Records */

static char **
read_texts (JsonNode *node)
{
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++) {
        g_strv_builder_add (builder, json_array_get_string_element (array, i));
    }
    return g_strv_builder_end (builder);
}

/* Lists, records and text vectors come as jsonb whose members are named like the record's. */
static gboolean
set_from_json (const Field *field, gpointer data, const char *text, GError **error)
{
    gpointer *member = (gpointer *)((char *)data + field->offset);
    g_autoptr (JsonNode) node = json_parse (text, strlen (text), error);

    if (node == NULL) {
        return FALSE;
    }
    field_set_none (field, data);
    if (JSON_NODE_HOLDS_NULL (node)) {
        return TRUE;
    }
    if (field->kind == FIELD_KIND_RECORD && JSON_NODE_HOLDS_OBJECT (node)) {
        gpointer inner = record_new (field->record);
        *member = inner;
        return json_read_record (json_node_get_object (node), field->record, JSON_IN_ANSWER, inner,
                                 error);
    }
    if (field->kind == FIELD_KIND_LIST && JSON_NODE_HOLDS_ARRAY (node)) {
        *member = json_read_list (json_node_get_array (node), field->record, JSON_IN_ANSWER, error);
        return *member != NULL;
    }
    if (field->kind == FIELD_KIND_TEXTS && JSON_NODE_HOLDS_ARRAY (node)) {
        *member = read_texts (node);
        return TRUE;
    }
    return refuse (error, SIRAJ_ERROR_INTERNAL, field->name, "The server met an internal error");
}

static void
set_field (const Field *field, gpointer data, const char *text)
{
    g_autoptr (GError) error = NULL;

    switch (field->kind) {
    case FIELD_KIND_TEXT:
        field_set_text (field, data, text);
        break;
    case FIELD_KIND_BOOLEAN:
        field_set_int64 (field, data, *text == 't');
        break;
    case FIELD_KIND_DATE:
        field_set_int64 (field, data, parse_date (text));
        break;
    case FIELD_KIND_INSTANT:
        field_set_int64 (field, data, parse_instant (text));
        break;
    case FIELD_KIND_ENUM:
        field_set_int64 (field, data, parse_enum (text, field->enumeration));
        break;
    case FIELD_KIND_LIST:
    case FIELD_KIND_RECORD:
    case FIELD_KIND_TEXTS:
        if (!set_from_json (field, data, text, &error)) {
            g_warning ("column %s: %s", field->name, error->message);
        }
        break;
    default:
        field_set_int64 (field, data, parse_int64 (text));
        break;
    }
}

/* The field behind each column, NULL where there is none. */
static const Field **
match_columns (const Rows *rows, const Record *record)
{
    int n_columns = PQnfields (rows);
    const Field **fields = g_new0 (const Field *, n_columns + 1);

    for (int column = 0; column < n_columns; column++) {
        fields[column] = record_find_field (record, PQfname (rows, column));
    }
    return fields;
}

static gpointer
make_record (const Rows *rows, int row, const Record *record, const Field **fields)
{
    gpointer data = record_new (record);

    for (int column = 0; column < PQnfields (rows); column++) {
        if (fields[column] == NULL) {
            continue;
        }
        if (PQgetisnull (rows, row, column)) {
            field_set_none (fields[column], data);
        } else {
            set_field (fields[column], data, PQgetvalue (rows, row, column));
        }
    }
    return data;
}

gpointer
rows_record (const Rows *rows, int row, const Record *record)
{
    g_autofree const Field **fields = match_columns (rows, record);

    return make_record (rows, row, record, fields);
}

GPtrArray *
rows_list (const Rows *rows, const Record *record)
{
    g_autofree const Field **fields = match_columns (rows, record);
    GPtrArray *list = g_ptr_array_new_full (PQntuples (rows), record->destroy);

    for (int row = 0; row < PQntuples (rows); row++) {
        g_ptr_array_add (list, make_record (rows, row, record, fields));
    }
    return list;
}
