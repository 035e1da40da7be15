/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows straight to JSON: the hot path of every list, so the text values of the wire are copied
 * into one buffer and nothing is parsed that need not be. */
#define G_LOG_DOMAIN "siraj-db"

#include "server/core/db.h"

#include "common/schema/json.h"

#include <string.h>

/* A column that is answered, with what stands before its value: {"id": or ,"name": */
typedef struct {
    int column;
    FieldKind kind;
    char *prefix;
    gsize prefix_length;
} Cell;

static void
cell_clear (gpointer data)
{
    g_free (((Cell *)data)->prefix);
}

/* The columns in the order of the table; secret fields are never answered. */
static GArray *
make_cells (const Rows *rows, const Record *record)
{
    GArray *cells = g_array_new (FALSE, FALSE, sizeof (Cell));

    g_array_set_clear_func (cells, cell_clear);
    for (guint i = 0; i < record->n_fields; i++) {
        const Field *field = &record->fields[i];
        int column = (field->flags & FIELD_SECRET) != 0 ? -1 : PQfnumber (rows, field->name);
        if (column >= 0) {
            Cell cell = { .column = column, .kind = field->kind };
            cell.prefix = g_strdup_printf ("%c\"%s\":", cells->len == 0 ? '{' : ',', field->name);
            cell.prefix_length = strlen (cell.prefix);
            g_array_append_val (cells, cell);
        }
    }
    return cells;
}

/* Makes room for @size bytes more and returns where they go; the caller moves the end. */
static inline char *
reserve (GString *out, gsize size)
{
    if (G_UNLIKELY (out->len + size + 1 > out->allocated_len)) {
        gsize length = out->len;
        g_string_set_size (out, MAX (out->allocated_len * 2, length + size + 1));
        out->len = length;
    }
    return out->str + out->len;
}

static inline void
append (GString *out, const char *bytes, gsize length)
{
    memcpy (reserve (out, length), bytes, length);
    out->len += length;
}

/* TRUE when a string needs no escape: eight bytes a step, looking for controls, quote and
 * backslash. */
static gboolean
is_plain (const char *text, gsize length)
{
    const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
    const guint64 highs = G_GUINT64_CONSTANT (0x8080808080808080);
    gsize i = 0;

    for (; i + 8 <= length; i += 8) {
        guint64 word;
        memcpy (&word, text + i, 8);
        guint64 quote = word ^ (ones * '"');
        guint64 backslash = word ^ (ones * '\\');
        guint64 found = ((word - ones * 0x20) & ~word) | ((quote - ones) & ~quote) |
                        ((backslash - ones) & ~backslash);
        if ((found & highs) != 0) {
            return FALSE;
        }
    }
    for (; i < length; i++) {
        guchar c = (guchar)text[i];
        if (c < 0x20 || c == '"' || c == '\\') {
            return FALSE;
        }
    }
    return TRUE;
}

static void
append_quoted (GString *out, const char *text, gsize length)
{
    char *at = reserve (out, length + 2);

    *at = '"';
    memcpy (at + 1, text, length);
    at[length + 1] = '"';
    out->len += length + 2;
}

/* "2025-08-31 10:11:12.5+00" gives "2025-08-31T10:11:12.5Z". */
static void
append_instant (GString *out, const char *text, gsize length)
{
    if (length < 22 || text[10] != ' ' || memcmp (text + length - 3, "+00", 3) != 0) {
        append (out, "null", 4); /* infinity */
        return;
    }
    char *at = reserve (out, length);
    at[0] = '"';
    memcpy (at + 1, text, length - 3);
    at[11] = 'T';
    at[length - 2] = 'Z';
    at[length - 1] = '"';
    out->len += length;
}

static void
append_null (GString *out, FieldKind kind)
{
    switch (kind) {
    case FIELD_KIND_BOOLEAN:
        append (out, "false", 5);
        break;
    case FIELD_KIND_LIST:
    case FIELD_KIND_TEXTS:
        append (out, "[]", 2);
        break;
    default:
        append (out, "null", 4);
        break;
    }
}

static void
append_value (GString *out, FieldKind kind, const char *text, gsize length)
{
    switch (kind) {
    case FIELD_KIND_TEXT:
        if (G_UNLIKELY (!is_plain (text, length))) {
            json_append_string (out, text);
            break;
        }
        append_quoted (out, text, length);
        break;
    case FIELD_KIND_DATE:
    case FIELD_KIND_ENUM:
        append_quoted (out, text, length);
        break;
    case FIELD_KIND_INSTANT:
        append_instant (out, text, length);
        break;
    case FIELD_KIND_BOOLEAN:
        append (out, *text == 't' ? "true" : "false", *text == 't' ? 4 : 5);
        break;
    default: /* numbers, and jsonb as it stands */
        append (out, text, length);
        break;
    }
}

static void
append_row (GString *out, const Rows *rows, int row, const GArray *cells)
{
    if (cells->len == 0) {
        append (out, "{}", 2);
        return;
    }
    for (guint i = 0; i < cells->len; i++) {
        const Cell *cell = &g_array_index (cells, Cell, i);
        append (out, cell->prefix, cell->prefix_length);
        if (PQgetisnull (rows, row, cell->column)) {
            append_null (out, cell->kind);
        } else {
            append_value (out, cell->kind, PQgetvalue (rows, row, cell->column),
                          PQgetlength (rows, row, cell->column));
        }
    }
    append (out, "}", 1);
}

static void
terminate (GString *out)
{
    *reserve (out, 0) = '\0';
}

void
rows_append_json_range (GString *out, const Rows *rows, const Record *record, int first, int last)
{
    g_autoptr (GArray) cells = make_cells (rows, record);
    int step = first <= last ? 1 : -1;

    append (out, "[", 1);
    for (int row = first; row != last + step; row += step) {
        if (row != first) {
            append (out, ",", 1);
        }
        append_row (out, rows, row, cells);
    }
    append (out, "]", 1);
    terminate (out);
}

void
rows_append_json (GString *out, const Rows *rows, const Record *record)
{
    if (PQntuples (rows) == 0) {
        g_string_append (out, "[]");
        return;
    }
    rows_append_json_range (out, rows, record, 0, PQntuples (rows) - 1);
}

void
rows_append_json_object (GString *out, const Rows *rows, int row, const Record *record)
{
    g_autoptr (GArray) cells = make_cells (rows, record);

    append_row (out, rows, row, cells);
    terminate (out);
}
