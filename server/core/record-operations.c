/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Get, create and update of a record by its field table and three statements. */
#include "server/core/record-operations.h"

static gboolean
fetch (Operation *op, const RecordSpec *spec, gint64 id, Rows **rows, GError **error)
{
    return db_one (op->db, spec->get, (const Param[]) { P_INT64 (id) }, 1, spec->what, rows, error);
}

gpointer
record_load (Operation *op, const RecordSpec *spec, gint64 id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!fetch (op, spec, id, &rows, error)) {
        return NULL;
    }
    return rows_record (rows, 0, spec->record);
}

gboolean
record_check_version (Operation *op, const RecordSpec *spec, gconstpointer stored, GError **error)
{
    const Field *by = record_find_field (spec->record, "updated_by_name");
    const Field *at = record_find_field (spec->record, "updated_at");
    const Field *version = record_find_field (spec->record, "version");

    return operation_check_version (
        op, field_get_int64 (version, stored), by != NULL ? field_get_text (by, stored) : NULL,
        at != NULL ? field_get_int64 (at, stored) : INSTANT_NONE, error);
}

void
record_merge (Operation *op, const RecordSpec *spec, gpointer stored)
{
    for (guint i = 0; i < spec->record->n_fields; i++) {
        const Field *field = &spec->record->fields[i];

        if (operation_sent (op, field->name)) {
            field_copy (field, stored, op->input);
        }
    }
}

gboolean
record_insert (Operation *op, const RecordSpec *spec, gconstpointer data, gint64 *id,
               GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run_record (op->db, spec->insert, spec->record, data, &rows, error)) {
        return FALSE;
    }
    *id = rows_int64 (rows, 0, 0);
    return TRUE;
}

gboolean
record_store (Operation *op, const RecordSpec *spec, gconstpointer data, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run_record (op->db, spec->update, spec->record, data, &rows, error)) {
        return FALSE;
    }
    /* Somebody was faster between our reading and our writing. */
    return rows_count (rows) == 1 || operation_check_version (op, -1, NULL, INSTANT_NONE, error);
}

gboolean
record_answer (Operation *op, const RecordSpec *spec, gint64 id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!fetch (op, spec, id, &rows, error)) {
        return FALSE;
    }
    operation_answer_row (op, spec->record, rows);
    return TRUE;
}

gboolean
record_answer_created (Operation *op, const RecordSpec *spec, gint64 id, GError **error)
{
    op->status = 201;
    op->location = g_strdup_printf ("%s/%" G_GINT64_FORMAT, spec->path, id);
    return record_answer (op, spec, id, error);
}

gboolean
record_get (Operation *op, const RecordSpec *spec, GError **error)
{
    gint64 id;

    return operation_path_id (op, "id", &id, error) && record_answer (op, spec, id, error);
}

gboolean
record_create (Operation *op, const RecordSpec *spec, GError **error)
{
    gint64 id;

    return record_insert (op, spec, op->input, &id, error) &&
           record_answer_created (op, spec, id, error);
}

static gboolean
update_stored (Operation *op, const RecordSpec *spec, gint64 id, gpointer stored, GError **error)
{
    if (!record_check_version (op, spec, stored, error)) {
        return FALSE;
    }
    record_merge (op, spec, stored);
    return record_store (op, spec, stored, error) && record_answer (op, spec, id, error);
}

gboolean
record_update (Operation *op, const RecordSpec *spec, GError **error)
{
    gint64 id;
    gpointer stored;
    gboolean done;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    stored = record_load (op, spec, id, error);
    if (stored == NULL) {
        return FALSE;
    }
    done = update_stored (op, spec, id, stored, error);
    record_free (spec->record, stored);
    return done;
}
