/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records to JSON and back by their field tables. Out: streamed into one buffer, no tree. In:
 * guard, json-glib, field table; strict. */
#pragma once

#include <json-glib/json-glib.h>

#include "common/schema/field.h"

G_BEGIN_DECLS

typedef enum {
    JSON_IN_CREATE, /* REQUIRED must be there, READ_ONLY is refused */
    JSON_IN_UPDATE, /* only what is sent is changed; READ_ONLY and FIXED are refused */
    JSON_IN_ANSWER, /* what a server sent: everything is taken, unknown members are skipped */
} JsonIn;

/* Appends the value with quotes and escapes; NULL gives null. */
void json_append_string (GString *out, const char *text);
void json_append_int64 (GString *out, gint64 value);

/* Appends one field's value, "none" as null. SECRET fields are never appended by the
 * next two. */
void json_append_field (GString *out, const Field *field, gconstpointer data);
/* {"member":value,…} in table order. */
void json_append_record (GString *out, const Record *record, gconstpointer data);
/* [record,…] */
void json_append_list (GString *out, const Record *record, const GPtrArray *items);

/* What a caller may send: the members that are set and not READ_ONLY, lists and records
 * likewise. */
void json_append_input (GString *out, const Record *record, gconstpointer data);

/* A whole document, guarded, as a tree. Errors: MALFORMED. */
JsonNode *json_parse (const char *text, gsize length, GError **error);

/* Fills @data from an object. Errors name the member ("lines[2].rate"): UNKNOWN_MEMBER,
 * MISSING_VALUE, INVALID_VALUE, OUT_OF_RANGE. On failure @data may be half filled: throw it
 * away. */
gboolean json_read_record (JsonObject *object, const Record *record, JsonIn mode, gpointer data,
                           GError **error);

/* json_parse() and json_read_record() into a new record. */
gpointer json_load_record (const char *text, gsize length, const Record *record, JsonIn mode,
                           GError **error);

/* A list of records out of an array; every element is checked. */
GPtrArray *json_read_list (JsonArray *array, const Record *record, JsonIn mode, GError **error);

G_END_DECLS
