/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a list as CSV (RFC 4180), walking its pages. */
#include "server/core/list-csv.h"

#include "common/base/money.h"
#include "common/base/quantity.h"

#include <string.h>

#define ROWS_PER_READ 1000 /* LIST_READ_LIMIT */
#define BYTE_ORDER_MARK "\357\273\277"
#define CSV_TYPE "text/csv; charset=utf-8"

static gboolean
is_shown (const Field *field)
{
    return !(field->flags & FIELD_SECRET) && field->kind != FIELD_KIND_LIST &&
           field->kind != FIELD_KIND_RECORD && field->kind != FIELD_KIND_TEXTS;
}

/* A spreadsheet would run a text that begins with one of these as a formula. */
static gboolean
looks_like_formula (const char *text)
{
    return *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;
}

static void
append_text (GString *out, const char *text)
{
    gboolean guarded = looks_like_formula (text);

    if (!guarded && strpbrk (text, ",\"\r\n") == NULL) {
        g_string_append (out, text);
        return;
    }
    g_string_append (out, guarded ? "\"'" : "\"");
    for (; *text != '\0'; text++) {
        if (*text == '"')
            g_string_append_c (out, '"');
        g_string_append_c (out, *text);
    }
    g_string_append_c (out, '"');
}

static char *
format_money (gint64 amount_minor, const Currency *currency)
{
    if (currency != NULL)
        return money_format_plain (amount_minor, currency);
    return g_strdup_printf ("%" G_GINT64_FORMAT, amount_minor);
}

/* Numbers as a spreadsheet reads them: ungrouped, in main units. */
static char *
format_number (const Field *field, gint64 value, const Currency *currency)
{
    switch (field->kind) {
    case FIELD_KIND_MONEY:
        return format_money (value, currency);
    case FIELD_KIND_ENERGY:
        return decimal_format (value, 3, 0, FALSE);
    case FIELD_KIND_RATE:
        return decimal_format (value, 6, 0, FALSE);
    case FIELD_KIND_PERCENT:
        return decimal_format (value, 2, 0, FALSE);
    case FIELD_KIND_DATE:
        return date_format ((Date)value);
    case FIELD_KIND_INSTANT:
        return instant_format (value);
    default:
        return g_strdup_printf ("%" G_GINT64_FORMAT, value);
    }
}

static void
append_value (GString *out, const Field *field, gconstpointer data, const Currency *currency)
{
    g_autofree char *text = NULL;

    if (field_is_none (field, data))
        return;
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        append_text (out, field_get_text (field, data));
        return;
    case FIELD_KIND_ENUM:
        append_text (out,
                     enumeration_label (field->enumeration, (int)field_get_int64 (field, data)));
        return;
    case FIELD_KIND_BOOLEAN:
        append_text (out, field_get_int64 (field, data) ? tr ("yes") : tr ("no"));
        return;
    default:
        text = format_number (field, field_get_int64 (field, data), currency);
        g_string_append (out, text);
    }
}

static void
append_head (GString *out, const Record *record)
{
    const char *comma = "";

    g_string_append (out, BYTE_ORDER_MARK);
    for (guint i = 0; i < record->n_fields; i++) {
        const Field *field = &record->fields[i];

        if (!is_shown (field))
            continue;
        g_string_append (out, comma);
        append_text (out, field->label != NULL ? tr (field->label) : field->name);
        comma = ",";
    }
    g_string_append (out, "\r\n");
}

static void
append_row (GString *out, const Record *record, gconstpointer data, const Currency *currency)
{
    const char *comma = "";

    for (guint i = 0; i < record->n_fields; i++) {
        const Field *field = &record->fields[i];

        if (!is_shown (field))
            continue;
        g_string_append (out, comma);
        append_value (out, field, data, currency);
        comma = ",";
    }
    g_string_append (out, "\r\n");
}

static void
append_rows (Operation *op, const Record *record, const Rows *rows)
{
    for (int row = 0; row < rows_count (rows); row++) {
        gpointer data = rows_record (rows, row, record);

        append_row (op->answer, record, data, op->currency);
        record_free (record, data);
    }
}

/* Moves the cursor to the last row read. */
static void
advance (ListPage *page, const Rows *rows)
{
    int last = rows_count (rows) - 1;

    cursor_clear (&page->cursor);
    page->has_cursor = TRUE;
    page->cursor.id = rows_int64 (rows, last, PQfnumber (rows, "id"));
    page->cursor.key = g_strdup (rows_text (rows, last, PQfnumber (rows, "sort_key")));
}

static void
name_file (Operation *op, const Record *record)
{
    op->answer_type = g_strdup (CSV_TYPE);
    op->file_name = g_strconcat (record->name, ".csv", NULL);
}

void
list_answer_rows_csv (Operation *op, const Record *record, const Rows *rows)
{
    append_head (op->answer, record);
    append_rows (op, record, rows);
    name_file (op, record);
}

gboolean
list_answer_csv (Operation *op, const Record *record, ListPage *page, GError **error)
{
    int n_rows = 0;
    int n_read;

    page->backwards = FALSE;
    page->has_cursor = FALSE;
    append_head (op->answer, record);
    do {
        g_autoptr (Rows) rows = NULL;

        if (!list_read_rows (op, page, ROWS_PER_READ, &rows, error))
            return FALSE;
        n_read = rows_count (rows);
        n_rows += n_read;
        if (n_rows > LIST_CSV_MAX_ROWS)
            return refuse (error, SIRAJ_ERROR_TOO_LARGE, "format",
                           "A table has at most %d rows; narrow the filter", LIST_CSV_MAX_ROWS);
        append_rows (op, record, rows);
        if (n_read > 0)
            advance (page, rows);
    } while (n_read == ROWS_PER_READ);
    name_file (op, record);
    return TRUE;
}
