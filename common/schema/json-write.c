/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records to JSON by their field tables, streamed into one buffer. */
#include "common/schema/json.h"

void
json_append_string (GString *out, const char *text)
{
    static const char hex[] = "0123456789abcdef";

    if (text == NULL) {
        g_string_append (out, "null");
        return;
    }
    g_string_append_c (out, '"');
    const char *start = text;
    for (const char *at = text;; at++) {
        guchar byte = (guchar)*at;
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        g_string_append_len (out, start, at - start);
        start = at + 1;
        if (byte == '\0')
            break;
        if (byte == '"' || byte == '\\') {
            char escape[] = { '\\', (char)byte };
            g_string_append_len (out, escape, sizeof escape);
        } else {
            char escape[] = { '\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15] };
            g_string_append_len (out, escape, sizeof escape);
        }
    }
    g_string_append_c (out, '"');
}

void
json_append_int64 (GString *out, gint64 value)
{
    char buffer[20];
    char *at = buffer + sizeof buffer;
    guint64 rest = value < 0 ? -(guint64)value : (guint64)value;

    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0)
        *--at = '-';
    g_string_append_len (out, at, buffer + sizeof buffer - at);
}

static void
append_owned (GString *out, char *text)
{
    json_append_string (out, text);
    g_free (text);
}

static void
append_texts (GString *out, char *const *texts)
{
    g_string_append_c (out, '[');
    for (guint i = 0; texts != NULL && texts[i] != NULL; i++) {
        if (i > 0)
            g_string_append_c (out, ',');
        json_append_string (out, texts[i]);
    }
    g_string_append_c (out, ']');
}

/* The value of a field that is not none. */
static void
append_value (GString *out, const Field *field, gconstpointer data)
{
    switch (field->kind) {
    case FIELD_KIND_BOOLEAN:
        g_string_append (out, field_get_int64 (field, data) != 0 ? "true" : "false");
        break;
    case FIELD_KIND_TEXT:
        json_append_string (out, field_get_text (field, data));
        break;
    case FIELD_KIND_DATE:
        append_owned (out, date_format (FIELD_MEMBER (data, field, Date)));
        break;
    case FIELD_KIND_INSTANT:
        append_owned (out, instant_format (FIELD_MEMBER (data, field, Instant)));
        break;
    case FIELD_KIND_ENUM:
        json_append_string (out,
                            enumeration_word (field->enumeration, FIELD_MEMBER (data, field, int)));
        break;
    case FIELD_KIND_RECORD:
        json_append_record (out, field->record, FIELD_MEMBER (data, field, gpointer));
        break;
    default:
        json_append_int64 (out, field_get_int64 (field, data));
    }
}

void
json_append_field (GString *out, const Field *field, gconstpointer data)
{
    if (field->kind == FIELD_KIND_LIST)
        json_append_list (out, field->record, FIELD_MEMBER (data, field, GPtrArray *));
    else if (field->kind == FIELD_KIND_TEXTS)
        append_texts (out, FIELD_MEMBER (data, field, char **));
    else if (field_is_none (field, data))
        g_string_append (out, "null");
    else
        append_value (out, field, data);
}

void
json_append_record (GString *out, const Record *record, gconstpointer data)
{
    gboolean first = TRUE;

    g_string_append_c (out, '{');
    for (guint i = 0; i < record->n_fields; i++) {
        const Field *field = &record->fields[i];
        if ((field->flags & FIELD_SECRET) != 0)
            continue;
        if (!first)
            g_string_append_c (out, ',');
        first = FALSE;
        g_string_append_c (out, '"');
        g_string_append (out, field->name);
        g_string_append (out, "\":");
        json_append_field (out, field, data);
    }
    g_string_append_c (out, '}');
}

void
json_append_list (GString *out, const Record *record, const GPtrArray *items)
{
    g_string_append_c (out, '[');
    for (guint i = 0; items != NULL && i < items->len; i++) {
        if (i > 0)
            g_string_append_c (out, ',');
        json_append_record (out, record, g_ptr_array_index (items, i));
    }
    g_string_append_c (out, ']');
}

static void
append_input_list (GString *out, const Record *record, const GPtrArray *items)
{
    g_string_append_c (out, '[');
    for (guint i = 0; i < items->len; i++) {
        if (i > 0)
            g_string_append_c (out, ',');
        json_append_input (out, record, g_ptr_array_index (items, i));
    }
    g_string_append_c (out, ']');
}

void
json_append_input (GString *out, const Record *record, gconstpointer data)
{
    gboolean first = TRUE;

    g_string_append_c (out, '{');
    for (guint i = 0; i < record->n_fields; i++) {
        const Field *field = &record->fields[i];

        if ((field->flags & FIELD_READ_ONLY) != 0 || field_is_none (field, data))
            continue;
        g_string_append_printf (out, "%s\"%s\":", first ? "" : ",", field->name);
        first = FALSE;
        if (field->kind == FIELD_KIND_LIST)
            append_input_list (out, field->record, FIELD_MEMBER (data, field, GPtrArray *));
        else if (field->kind == FIELD_KIND_RECORD)
            json_append_input (out, field->record, FIELD_MEMBER (data, field, gpointer));
        else
            json_append_field (out, field, data);
    }
    g_string_append_c (out, '}');
}
