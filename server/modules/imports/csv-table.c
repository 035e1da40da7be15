/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes to rows of cells: encoding, separator, libcsv. */
#include "server/modules/imports/csv-table.h"

#include "common/base/text.h"

#include <csv.h>
#include <inttypes.h>
#include <string.h>

#define BYTE_ORDER_MARK "\357\273\277"
#define OLD_ARABIC "WINDOWS-1256"

typedef struct {
    CsvTable *table;
    gint64 line;
    gint64 row_line;
    guint first;
} Reading;

/* Encoding */

static char *
decode (const char *bytes, gsize length, gsize *decoded_length, GError **error)
{
    g_autoptr (GError) fault = NULL;
    char *text;

    if (length >= 2 && (memcmp (bytes, "\377\376", 2) == 0 || memcmp (bytes, "\376\377", 2) == 0)) {
        text = g_convert (bytes, (gssize)length, "UTF-8", "UTF-16", NULL, decoded_length, &fault);
    } else if (g_utf8_validate (bytes, (gssize)length, NULL)) {
        gsize mark = g_str_has_prefix (bytes, BYTE_ORDER_MARK) ? strlen (BYTE_ORDER_MARK) : 0;

        *decoded_length = length - mark;
        text = g_strndup (bytes + mark, *decoded_length);
    } else {
        text = g_convert (bytes, (gssize)length, "UTF-8", OLD_ARABIC, NULL, decoded_length, &fault);
    }
    if (text == NULL || memchr (text, '\0', *decoded_length) != NULL) {
        g_free (text);
        refuse (error, SIRAJ_ERROR_FILE_UNREADABLE, NULL,
                "The file is neither UTF-8 nor Windows-1256 text; save it as CSV (UTF-8).");
        return NULL;
    }
    return text;
}

/* Whichever stands most often in the header, outside of quotes. */
static unsigned char
find_separator (const char *text)
{
    static const char separators[] = ",;\t";
    guint counts[G_N_ELEMENTS (separators) - 1] = { 0 };
    guint best = 0;
    gboolean quoted = FALSE;

    for (const char *p = text; *p != '\0' && (quoted || (*p != '\n' && *p != '\r')); p++) {
        const char *found = strchr (separators, *p);

        quoted ^= *p == '"';
        if (found != NULL && !quoted) {
            counts[found - separators]++;
        }
    }
    for (guint i = 1; i < G_N_ELEMENTS (counts); i++) {
        best = counts[i] > counts[best] ? i : best;
    }
    return (unsigned char)separators[best];
}

/* Cells */

static const char *
without_guard (const char *text)
{
    return text[0] == '\'' && text[1] != '\0' && strchr ("=+-@", text[1]) != NULL ? text + 1 : text;
}

static void
on_cell (void *data, size_t length, void *user_data)
{
    Reading *self = user_data;
    g_autofree char *raw = g_strndup (data, length);
    g_autofree char *clean = text_strip_marks (raw);

    g_ptr_array_add (self->table->cells,
                     g_string_chunk_insert (self->table->texts, without_guard (clean)));
}

static gboolean
is_blank (const CsvTable *table, guint first)
{
    for (guint i = first; i < table->cells->len; i++) {
        if (*(const char *)table->cells->pdata[i] != '\0') {
            return FALSE;
        }
    }
    return TRUE;
}

static void
on_row (int end, void *user_data)
{
    Reading *self = user_data;
    CsvTable *table = self->table;
    CsvRow row = { self->row_line, self->first, table->cells->len - self->first };

    if (is_blank (table, self->first)) {
        g_ptr_array_set_size (table->cells, (int)self->first);
    } else {
        g_array_append_val (table->rows, row);
    }
    self->first = table->cells->len;
    self->row_line = self->line + 1;
}

/* Line by line, so that a row knows where it stands in the file. */
static gboolean
parse (struct csv_parser *parser, const char *text, gsize length, Reading *reading)
{
    const char *end = text + length;

    while (text < end) {
        const char *newline = memchr (text, '\n', end - text);
        gsize n = newline != NULL ? (gsize)(newline + 1 - text) : (gsize)(end - text);

        if (csv_parse (parser, text, n, on_cell, on_row, reading) != n) {
            return FALSE;
        }
        text += n;
        reading->line++;
    }
    return csv_fini (parser, on_cell, on_row, reading) == 0;
}

CsvTable *
csv_table_read (const char *bytes, gsize length, GError **error)
{
    g_autoptr (CsvTable) self = g_new0 (CsvTable, 1);
    gsize text_length = 0;
    g_autofree char *text = decode (bytes, length, &text_length, error);
    Reading reading = { .table = self, .line = 1, .row_line = 1 };
    struct csv_parser parser;
    gboolean parsed;

    if (text == NULL) {
        return NULL;
    }
    self->rows = g_array_new (FALSE, FALSE, sizeof (CsvRow));
    self->cells = g_ptr_array_new ();
    self->texts = g_string_chunk_new (1 << 16);
    csv_init (&parser, CSV_APPEND_NULL | CSV_STRICT_FINI | CSV_REPALL_NL);
    csv_set_delim (&parser, find_separator (text));
    parsed = parse (&parser, text, text_length, &reading);
    csv_free (&parser);
    if (!parsed) {
        refuse (error, SIRAJ_ERROR_FILE_UNREADABLE, NULL,
                "A quotation mark is opened on line %" PRId64 " and never closed.",
                reading.row_line);
        return NULL;
    }
    if (self->rows->len < 2) {
        refuse (error, SIRAJ_ERROR_FILE_EMPTY, NULL,
                "The file needs a line of column names and at least one row below it.");
        return NULL;
    }
    return g_steal_pointer (&self);
}

void
csv_table_free (CsvTable *self)
{
    if (self != NULL) {
        g_clear_pointer (&self->rows, g_array_unref);
        g_clear_pointer (&self->cells, g_ptr_array_unref);
        g_clear_pointer (&self->texts, g_string_chunk_free);
        g_free (self);
    }
}

const char *
csv_table_cell (const CsvTable *self, const CsvRow *row, guint column)
{
    return column < row->n_cells ? self->cells->pdata[row->first + column] : "";
}
