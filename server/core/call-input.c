/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what was sent: query, headers, body. */
#include "server/core/call.h"

#include <string.h>

static gboolean
is_clean (const char *text)
{
    if (!g_utf8_validate (text, -1, NULL))
        return FALSE;
    for (; *text != '\0'; text++)
        if (((guchar)*text < 0x20 && *text != '\t' && *text != '\n') || *text == 0x7f)
            return FALSE;
    return TRUE;
}

static int
hex_digit (char digit)
{
    return g_ascii_xdigit_value (digit);
}

/* Decodes a form's text: "+" is a space, %XX a byte; NULL when it is not clean. */
static char *
decode_form (const char *text, gsize length)
{
    g_autofree char *decoded = g_malloc (length + 1);
    gsize n = 0;

    for (gsize i = 0; i < length; i++) {
        char c = text[i];

        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            if (i + 2 >= length || hex_digit (text[i + 1]) < 0 || hex_digit (text[i + 2]) < 0)
                return NULL;
            c = (char)(hex_digit (text[i + 1]) * 16 + hex_digit (text[i + 2]));
            i += 2;
        }
        if (c == '\0')
            return NULL;
        decoded[n++] = c;
    }
    decoded[n] = '\0';
    return is_clean (decoded) ? g_steal_pointer (&decoded) : NULL;
}

static gboolean
query_add (GHashTable *table, const char *pair, gsize length, const char *const *allowed,
           GError **error)
{
    const char *equals = memchr (pair, '=', length);
    gsize name_length = equals != NULL ? (gsize)(equals - pair) : length;
    g_autofree char *name = decode_form (pair, name_length);
    g_autofree char *value = NULL;

    if (name == NULL)
        return refuse (error, SIRAJ_ERROR_MALFORMED, NULL,
                       "A query parameter is not clean UTF-8 without control characters");
    if (allowed == NULL || !g_strv_contains (allowed, name))
        return refuse (error, SIRAJ_ERROR_UNKNOWN_MEMBER, name,
                       "This address has no query parameter “%s”", name);
    value = equals != NULL ? decode_form (equals + 1, length - name_length - 1) : g_strdup ("");
    if (value == NULL)
        return refuse (error, SIRAJ_ERROR_MALFORMED, name,
                       "The query parameter “%s” is not clean UTF-8 without control characters",
                       name);
    if (g_hash_table_contains (table, name))
        return refuse (error, SIRAJ_ERROR_MALFORMED, name, "The query parameter “%s” stands twice",
                       name);
    g_hash_table_insert (table, g_steal_pointer (&name), g_steal_pointer (&value));
    return TRUE;
}

GHashTable *
query_parse (const char *query, const char *const *allowed, GError **error)
{
    g_autoptr (GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

    while (query != NULL && *query != '\0') {
        const char *end = query + strcspn (query, "&");

        if (end > query && !query_add (table, query, end - query, allowed, error))
            return NULL;
        query = *end == '&' ? end + 1 : end;
    }
    return g_steal_pointer (&table);
}

gboolean
call_read_query (Call *call, GError **error)
{
    if (call->request->query == NULL)
        return TRUE;
    call->query = query_parse (call->request->query, call->route->query, error);
    return call->query != NULL;
}

/* If-Match names one version: "12", as the ETag was given. */
static gboolean
read_if_match (Call *call, GError **error)
{
    const char *text = call->request->if_match;
    gsize length = text != NULL ? strlen (text) : 0;
    g_autofree char *digits = NULL;

    call->if_match = -1;
    if (text == NULL && (call->route->flags & VERSIONED))
        return refuse (error, SIRAJ_ERROR_VERSION_REQUIRED, NULL,
                       "Send If-Match with the ETag of the record that is being edited");
    if (text == NULL)
        return TRUE;
    if (length > 2 && text[0] == '"' && text[length - 1] == '"')
        digits = g_strndup (text + 1, length - 2);
    if (digits == NULL ||
        !g_ascii_string_to_signed (digits, 10, 0, G_MAXINT64, &call->if_match, NULL))
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "If-Match",
                       "If-Match is one version in quotes, as the ETag gave it, not %s", text);
    return TRUE;
}

static gboolean
read_key (Call *call, GError **error)
{
    const char *key = call->request->idempotency_key;

    if (key == NULL && (call->route->flags & IDEMPOTENT))
        return refuse (error, SIRAJ_ERROR_KEY_REQUIRED, NULL,
                       "Send Idempotency-Key with a UUID that belongs to this request alone");
    if (key != NULL && !g_uuid_string_is_valid (key))
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "Idempotency-Key",
                       "Idempotency-Key is a UUID, not %s", key);
    return TRUE;
}

gboolean
call_read_headers (Call *call, GError **error)
{
    return read_if_match (call, error) && read_key (call, error);
}

static gboolean
is_json (const char *content_type)
{
    static const char json[] = "application/json";
    gsize length = strlen (json);

    return content_type != NULL && g_ascii_strncasecmp (content_type, json, length) == 0 &&
           (content_type[length] == '\0' || content_type[length] == ';' ||
            content_type[length] == ' ');
}

gboolean
call_read_body (Call *call, GError **error)
{
    GBytes *body = call->request->body;
    gsize length = 0;
    const char *text = body != NULL ? g_bytes_get_data (body, &length) : NULL;

    if (call->route->flags & RAW)
        return TRUE;
    if (call->route->input == NULL && length > 0)
        return refuse (error, SIRAJ_ERROR_MALFORMED, NULL, "This address takes no body");
    if (call->route->input == NULL)
        return TRUE;
    if (length == 0)
        return refuse (error, SIRAJ_ERROR_MALFORMED, NULL,
                       "A JSON object is wanted as the body; none was sent");
    if (!is_json (call->request->content_type))
        return refuse (error, SIRAJ_ERROR_UNSUPPORTED_TYPE, "Content-Type",
                       "The body is application/json");
    call->document = json_parse (text, length, error);
    if (call->document == NULL)
        return FALSE;
    if (!JSON_NODE_HOLDS_OBJECT (call->document))
        return refuse (error, SIRAJ_ERROR_MALFORMED, NULL, "A JSON object is wanted as the body");
    return TRUE;
}

gboolean
call_read_input (Call *call, gpointer *input, GError **error)
{
    const Record *record = call->route->input;
    JsonIn mode = call->route->flags & CREATES ? JSON_IN_CREATE : JSON_IN_UPDATE;
    gpointer data;

    *input = NULL;
    if (record == NULL)
        return TRUE;
    data = record_new (record);
    if (!json_read_record (json_node_get_object (call->document), record, mode, data, error)) {
        record_free (record, data);
        return FALSE;
    }
    *input = data;
    return TRUE;
}
