/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was paid ahead settles new invoices. */
#include "server/modules/accounting/accounting.h"
#include "server/modules/invoices/invoices-sql.h"
#include "server/modules/invoices/invoices.h"

/* A row of invoices_advances: branch, station, class, receivable key, amount. */
static gboolean
post_group (Db *db, const AdvanceRequest *request, const Rows *rows, int row, GError **error)
{
    gint64 amount_minor = rows_int64 (rows, row, 4);
    const JournalHeader header = {
        .entry_date = request->entry_date,
        .kind = "advance",
        .branch_id = rows_int64 (rows, row, 0),
        .station_id = rows_int64 (rows, row, 1),
        .class_id = rows_int64 (rows, row, 2),
        .source = request->source,
        .source_id = request->source_id,
        .batch_no = request->batch_no,
        .created_by = request->created_by,
    };
    const JournalPosting postings[] = {
        journal_debit (POSTING_ADVANCES, amount_minor),
        journal_credit (rows_text (rows, row, 3), amount_minor),
    };

    return journal_post (db, &header, postings, G_N_ELEMENTS (postings), NULL, error);
}

gboolean
invoices_apply_advances (Db *db, const AdvanceRequest *request, gint64 *applied_minor,
                         GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gint64 total_minor = 0;

    if (!db_run (db, &invoices_advances, &rows, error, P_INT64 (request->first_id),
                 P_INT64 (request->last_id), P_INT64 (request->created_by))) {
        return FALSE;
    }
    for (int row = 0; row < rows_count (rows); row++) {
        if (!post_group (db, request, rows, row, error)) {
            return FALSE;
        }
        total_minor += rows_int64 (rows, row, 4);
    }
    if (applied_minor != NULL) {
        *applied_minor = total_minor;
    }
    return TRUE;
}
