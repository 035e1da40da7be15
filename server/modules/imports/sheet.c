/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns by their names and synonyms, and cells as values. */
#include "server/modules/imports/sheet.h"

#include "common/base/quantity.h"
#include "common/base/text.h"
#include "siraj-imports.h"

#include <string.h>

#define WORDS_PATH "/org/sirajbilling/Siraj/imports/words.ini"

/* group → (folded synonym → canonical word); made once, read by all. */
typedef struct {
    GHashTable *groups;
} Words;

static GHashTable *
read_group (GKeyFile *file, const char *name)
{
    GHashTable *group = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    g_auto (GStrv) keys = g_key_file_get_keys (file, name, NULL, NULL);

    for (char **key = keys; key != NULL && *key != NULL; key++) {
        g_auto (GStrv) synonyms = g_key_file_get_string_list (file, name, *key, NULL, NULL);

        g_hash_table_insert (group, text_fold (*key), g_strdup (*key));
        for (char **synonym = synonyms; synonym != NULL && *synonym != NULL; synonym++) {
            g_hash_table_insert (group, text_fold (*synonym), g_strdup (*key));
        }
    }
    return group;
}

static gpointer
read_words (gpointer unused)
{
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_auto (GStrv) names = NULL;
    Words *words = g_new0 (Words, 1);
    gboolean loaded;

    bytes = g_resource_lookup_data (siraj_imports_get_resource (), WORDS_PATH, 0, NULL);
    loaded = g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL);
    g_assert (loaded);
    words->groups =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);
    names = g_key_file_get_groups (file, NULL);
    for (char **name = names; *name != NULL; name++) {
        g_hash_table_insert (words->groups, g_strdup (*name), read_group (file, *name));
    }
    return words;
}

/* The canonical word for what was written, or NULL. */
static const char *
canonical (const char *group_name, const char *written)
{
    static GOnce once = G_ONCE_INIT;
    const Words *words = g_once (&once, read_words, NULL);
    g_autofree char *folded = text_fold (written);
    GHashTable *group = g_hash_table_lookup (words->groups, group_name);

    return group != NULL ? g_hash_table_lookup (group, folded) : NULL;
}

/* Columns */

static int
find_column (const Sheet *self, const char *name)
{
    for (guint i = 0; i < self->n_columns; i++) {
        if (g_strcmp0 (self->columns[i].name, name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static gboolean
match_cell (Sheet *self, const char *kind, guint position, const char *title, GError **error)
{
    int column;

    if (*title == '\0') {
        return TRUE; /* a separator at the end of each line; sheet_check_row() sees to its cells */
    }
    column = find_column (self, canonical (kind, title));
    if (column < 0) {
        return refuse (error, SIRAJ_ERROR_COLUMN_UNKNOWN, NULL,
                       "The column “%s” is not known here; correct its name or take it out.",
                       title);
    }
    if (self->positions[column] >= 0) {
        return refuse (error, SIRAJ_ERROR_COLUMN_TWICE, self->columns[column].name,
                       "The column “%s” stands twice; take one of them out.", title);
    }
    self->positions[column] = (int)position;
    return TRUE;
}

gboolean
sheet_match (Sheet *self, const char *kind, GError **error)
{
    const CsvRow *header = &g_array_index (self->table->rows, CsvRow, 0);

    g_assert (self->n_columns <= SHEET_MAX_COLUMNS);
    for (guint i = 0; i < self->n_columns; i++) {
        self->positions[i] = -1;
    }
    for (guint i = 0; i < header->n_cells; i++) {
        if (!match_cell (self, kind, i, csv_table_cell (self->table, header, i), error)) {
            return FALSE;
        }
    }
    for (guint i = 0; i < self->n_columns; i++) {
        if (self->columns[i].required && self->positions[i] < 0) {
            return refuse (error, SIRAJ_ERROR_COLUMN_MISSING, self->columns[i].name,
                           "The file has no column “%s”; add it.", self->columns[i].name);
        }
    }
    return TRUE;
}

/* Cells */

static gboolean
is_named (const Sheet *sheet, guint position)
{
    const CsvRow *header = &g_array_index (sheet->table->rows, CsvRow, 0);

    return *csv_table_cell (sheet->table, header, position) != '\0';
}

gboolean
sheet_check_row (const SheetRow *row, GError **error)
{
    const Sheet *sheet = row->sheet;

    for (guint i = 0; i < row->row->n_cells; i++) {
        if (!is_named (sheet, i) && *csv_table_cell (sheet->table, row->row, i) != '\0') {
            return refuse (error, SIRAJ_ERROR_ROW_TOO_LONG, NULL,
                           "“%s” stands under no column name; a text that holds a separator needs "
                           "quotation marks.",
                           csv_table_cell (sheet->table, row->row, i));
        }
    }
    for (guint i = 0; i < sheet->n_columns; i++) {
        if (sheet->columns[i].required && sheet_text (row, i) == NULL) {
            return refuse (error, SIRAJ_ERROR_MISSING_VALUE, sheet->columns[i].name,
                           "The column “%s” is empty; fill it in.", sheet->columns[i].name);
        }
    }
    return TRUE;
}

const char *
sheet_text (const SheetRow *row, guint column)
{
    int position = row->sheet->positions[column];
    const char *text;

    if (position < 0) {
        return NULL;
    }
    text = csv_table_cell (row->sheet->table, row->row, (guint)position);
    return *text != '\0' ? text : NULL;
}

gboolean
sheet_decimal (const SheetRow *row, guint column, guint scale, gint64 *value, GError **error)
{
    const char *text = sheet_text (row, column);

    if (text == NULL || decimal_parse (text, scale, value, error)) {
        return TRUE;
    }
    if (error != NULL) {
        refusal_set_field (*error, row->sheet->columns[column].name);
    }
    return FALSE;
}

gboolean
sheet_date (const SheetRow *row, guint column, Date *date, GError **error)
{
    const char *text = sheet_text (row, column);

    if (text == NULL || date_parse (text, date, error)) {
        return TRUE;
    }
    if (error != NULL) {
        refusal_set_field (*error, row->sheet->columns[column].name);
    }
    return FALSE;
}

gboolean
sheet_word (const SheetRow *row, guint column, const Enumeration *enumeration, int *value,
            GError **error)
{
    const char *text = sheet_text (row, column);
    const char *word = text != NULL ? canonical (enumeration->name, text) : NULL;

    if (text == NULL || enumeration_parse (enumeration, word != NULL ? word : text, value, error)) {
        return TRUE;
    }
    if (error != NULL) {
        refusal_set_field (*error, row->sheet->columns[column].name);
    }
    return FALSE;
}

gboolean
sheet_yes (const SheetRow *row, guint column, gboolean *value, GError **error)
{
    const char *text = sheet_text (row, column);
    const char *word = text != NULL ? canonical ("yes_no", text) : "no";

    if (word == NULL) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, row->sheet->columns[column].name,
                       "“%s” is neither yes nor no.", text);
    }
    *value = g_str_equal (word, "yes");
    return TRUE;
}
