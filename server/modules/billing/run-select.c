/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of a selection: its chunks are laid out over the selected agreements, and the others of
 * the same accounts are left out of what was read. */
#include "server/modules/billing/cycles-sql.h"
#include "server/modules/billing/run.h"

gboolean
run_load_extras (Db *db, Run *run, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &run_extras, &rows, error, P_INT64 (run->id))) {
        return FALSE;
    }
    run->due_days = (int)rows_int64 (rows, 0, 0);
    run->selected = rows_boolean (rows, 0, 1);
    return TRUE;
}

static gint64
column (const Rows *rows, int row, int number)
{
    return row < rows_count (rows) ? bulk_int64 (rows, row, number) : G_MAXINT64;
}

/* Both lists are in the same order: they are walked side by side once. */
static void
keep_selected (GArray *agreements, const Rows *selected)
{
    guint kept = 0;
    int at = 0;

    for (guint i = 0; i < agreements->len; i++) {
        const AgreementRow *row = &g_array_index (agreements, AgreementRow, i);

        while (column (selected, at, 0) < row->account_id ||
               (column (selected, at, 0) == row->account_id &&
                column (selected, at, 1) < row->agreement_id)) {
            at++;
        }
        if (column (selected, at, 0) == row->account_id &&
            column (selected, at, 1) == row->agreement_id) {
            g_array_index (agreements, AgreementRow, kept++) = *row;
        }
    }
    g_array_set_size (agreements, kept);
}

gboolean
run_select (Db *db, const Run *run, const Chunk *chunk, RunRows *rows, GError **error)
{
    const Param params[] = {
        P_INT64 (run->id),
        P_INT64 (chunk->first_account_id),
        P_INT64 (chunk->last_account_id),
    };
    g_autoptr (Rows) selected = NULL;

    if (!run->selected) {
        return TRUE;
    }
    if (!bulk_read (db, &run_selected_agreements, params, G_N_ELEMENTS (params), &selected,
                    error)) {
        return FALSE;
    }
    keep_selected (rows->agreements, selected);
    return TRUE;
}
