/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loads a file within a savepoint, which is undone unless all is well. */
#include "server/modules/imports/import.h"

#include "common/base/text.h"
#include "server/modules/customers/customers.h"
#include "server/modules/imports/imports-sql.h"
#include "server/modules/imports/imports.h"

static const ImportKind *const kinds[] = {
    &import_customers_kind,
    &import_meters_kind,
    &import_readings_kind,
};

guint
import_n_rows (const Import *self)
{
    return self->sheet.table->rows->len - 1;
}

SheetRow
import_row_at (const Import *self, guint index)
{
    return (SheetRow) { &self->sheet, &g_array_index (self->sheet.table->rows, CsvRow, index + 1) };
}

ImportRow *
import_result (const Import *self, guint index)
{
    return self->report->rows->pdata[index];
}

void
import_refuse_row (Import *self, guint index, const GError *refusal)
{
    ImportRow *result = import_result (self, index);

    result->state = IMPORT_ROW_REFUSED;
    result->code = g_strdup (siraj_error_name ((SirajError)refusal->code));
    result->field = g_strdup (refusal_field (refusal));
    result->message = g_strdup (refusal->message);
    self->report->refused_count++;
}

/* Names */

static void
add_name (GHashTable *names, const char *name, gint64 id)
{
    g_autofree char *folded = text_fold (name);
    gint64 *known = g_hash_table_lookup (names, folded);

    if (*folded == '\0') {
        return;
    }
    if (known == NULL) {
        g_hash_table_insert (names, g_steal_pointer (&folded), g_memdup2 (&id, sizeof id));
    } else if (*known != id) {
        *known = 0;
    }
}

static GHashTable *
read_names (Db *db, const Statement *statement, GError **error)
{
    g_autoptr (GHashTable) names = NULL;
    g_autoptr (Rows) rows = NULL;

    if (!db_run_params (db, statement, NULL, 0, &rows, error)) {
        return NULL;
    }
    names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    for (int row = 0; row < rows_count (rows); row++) {
        for (int column = 1; column < PQnfields (rows); column++) {
            add_name (names, rows_text (rows, row, column), rows_int64 (rows, row, 0));
        }
    }
    return g_steal_pointer (&names);
}

gboolean
import_find_name (Import *self, NameKind kind, const SheetRow *row, guint column, gint64 *id,
                  GError **error)
{
    static const Statement *const statements[N_NAMES] = {
        &imports_stations,
        &imports_classes,
        &imports_tariffs,
        &imports_cycles,
    };
    const char *written = sheet_text (row, column);
    const char *field = self->sheet.columns[column].name;
    g_autofree char *folded = text_fold (written);
    const gint64 *found;

    *id = 0;
    if (written == NULL) {
        return TRUE;
    }
    if (self->names[kind] == NULL) {
        self->names[kind] = read_names (self->db, statements[kind], error);
    }
    if (self->names[kind] == NULL) {
        return FALSE;
    }
    found = g_hash_table_lookup (self->names[kind], folded);
    if (found == NULL) {
        return refuse (error, SIRAJ_ERROR_NAME_UNKNOWN, field,
                       "Nothing has the code or name “%s”; correct it or add it first.", written);
    }
    if (*found == 0) {
        return refuse (error, SIRAJ_ERROR_NAME_AMBIGUOUS, field,
                       "Several have the name “%s”; write the code of the one you mean.", written);
    }
    *id = *found;
    return TRUE;
}

/* Numbers */

gboolean
import_reserve_numbers (Import *self, const char *series, guint column, NumberBlock *block,
                        GError **error)
{
    gint64 n = 0;

    for (guint i = 0; i < import_n_rows (self); i++) {
        SheetRow row = import_row_at (self, i);

        n += sheet_text (&row, column) == NULL;
    }
    return n == 0 || customers_reserve_numbers (self->db, series, n, &block->next, error);
}

char *
import_number (const SheetRow *row, guint column, NumberBlock *block)
{
    const char *written = sheet_text (row, column);

    return written != NULL ? text_clean_number (written) : customers_format_number (block->next++);
}

/* Rows */

static gboolean
run_alone (Db *db, const Statement *statement, GError **error)
{
    return db_run_params (db, statement, NULL, 0, NULL, error);
}

/* Of the server, not of the row. */
static gboolean
is_breakdown (const GError *error)
{
    return g_error_matches (error, SIRAJ_ERROR, SIRAJ_ERROR_UNAVAILABLE) ||
           g_error_matches (error, SIRAJ_ERROR, SIRAJ_ERROR_INTERNAL);
}

static gboolean
load_row (Import *self, const ImportKind *kind, guint index, GError **error)
{
    SheetRow row = import_row_at (self, index);

    return sheet_check_row (&row, error) && kind->load_row (self, &row, error);
}

/* As if all were well: the first refusal ends it, and *@good tells so. */
static gboolean
load_rows_at_once (Import *self, const ImportKind *kind, gboolean *good, GError **error)
{
    *good = TRUE;
    for (guint i = 0; i < import_n_rows (self) && *good; i++) {
        g_autoptr (GError) refusal = NULL;

        *good = load_row (self, kind, i, &refusal);
        if (!*good && is_breakdown (refusal)) {
            g_propagate_error (error, g_steal_pointer (&refusal));
            return FALSE;
        }
    }
    return TRUE;
}

/* In a savepoint of its own, so that the rows behind a refused one can be judged. */
static gboolean
judge_row (Import *self, const ImportKind *kind, guint index, GError **error)
{
    g_autoptr (GError) refusal = NULL;

    if (!run_alone (self->db, &imports_begin_row, error)) {
        return FALSE;
    }
    if (load_row (self, kind, index, &refusal)) {
        return run_alone (self->db, &imports_end_row, error);
    }
    if (is_breakdown (refusal)) {
        g_propagate_error (error, g_steal_pointer (&refusal));
        return FALSE;
    }
    import_refuse_row (self, index, refusal);
    g_hash_table_remove_all (self->places);
    return run_alone (self->db, &imports_undo_row, error) &&
           run_alone (self->db, &imports_end_row, error);
}

static gboolean
judge_rows (Import *self, const ImportKind *kind, GError **error)
{
    g_hash_table_remove_all (self->places);
    if (!run_alone (self->db, &imports_undo_file, error) ||
        (kind->prepare != NULL && !kind->prepare (self, error))) {
        return FALSE;
    }
    for (guint i = 0; i < import_n_rows (self); i++) {
        if (!judge_row (self, kind, i, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* A good file costs no savepoints; one with a refused row is gone through again, row by row. */
static gboolean
load_rows (Import *self, const ImportKind *kind, GError **error)
{
    gboolean good;

    if (kind->prepare != NULL && !kind->prepare (self, error)) {
        return FALSE;
    }
    if (kind->load_all != NULL) {
        return kind->load_all (self, error);
    }
    return load_rows_at_once (self, kind, &good, error) && (good || judge_rows (self, kind, error));
}

static void
begin_report (Import *self, const char *kind)
{
    self->report = import_report_new ();
    self->report->kind = g_strdup (kind);
    self->report->rows_count = import_n_rows (self);
    self->report->rows = g_ptr_array_new_full (import_n_rows (self), import_row_record.destroy);
    for (guint i = 0; i < import_n_rows (self); i++) {
        ImportRow *result = import_row_new ();

        result->line = import_row_at (self, i).row->line;
        g_ptr_array_add (self->report->rows, result);
    }
}

static gboolean
load_file (Import *self, const ImportKind *kind, gboolean check_only, GError **error)
{
    gboolean keep;

    if (!run_alone (self->db, &imports_begin_file, error) || !load_rows (self, kind, error)) {
        return FALSE;
    }
    keep = !check_only && self->report->refused_count == 0;
    self->report->loaded = keep;
    return keep || run_alone (self->db, &imports_undo_file, error);
}

static void
import_clear (Import *self)
{
    for (guint i = 0; i < N_NAMES; i++) {
        g_clear_pointer (&self->names[i], g_hash_table_unref);
    }
    g_clear_pointer (&self->places, g_hash_table_unref);
    g_clear_pointer (&self->report, import_report_free);
}

static const ImportKind *
find_kind (const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
        if (g_strcmp0 (kinds[i]->name, name) == 0) {
            return kinds[i];
        }
    }
    return NULL;
}

ImportReport *
imports_run (Db *db, const ImportRequest *request, GError **error)
{
    const ImportKind *kind = find_kind (request->kind);
    g_autoptr (CsvTable) table = NULL;
    ImportReport *report = NULL;
    Import self = { .db = db, .now = request->now };

    if (kind == NULL) {
        refuse (error, SIRAJ_ERROR_NOT_FOUND, "kind",
                "Files of customers, meters and readings can be imported, not of “%s”.",
                request->kind);
        return NULL;
    }
    table = csv_table_read (request->bytes, request->length, error);
    if (table == NULL) {
        return NULL;
    }
    self.sheet = (Sheet) { .table = table, .columns = kind->columns, .n_columns = kind->n_columns };
    if (!sheet_match (&self.sheet, kind->name, error)) {
        return NULL;
    }
    self.places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    begin_report (&self, kind->name);
    if (load_file (&self, kind, request->check_only, error)) {
        report = g_steal_pointer (&self.report);
    }
    import_clear (&self);
    return report;
}
