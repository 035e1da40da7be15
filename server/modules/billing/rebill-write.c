/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes bills that were computed again, as a chunk of a run is written; and of one bill the
 * readings that were wrong. */
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/rebill.h"

#include "common/types/billing-types.h"

/* The new bills */

/* A block of ids for many, and one of the single documents for one. */
static gboolean
take_ids (Db *db, Rebill *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (self->run.single ? !db_run (db, &rebill_single_id, &rows, error, P_INT64 (self->run.month))
                         : !db_run (db, &rebill_block, &rows, error, P_INT64 (self->run.month),
                                    P_INT64 (RUN_BLOCKS), P_INT64 (RUN_BLOCK_IDS))) {
        return FALSE;
    }
    self->first_id = rows_int64 (rows, 0, 0);
    self->batch_no = self->run.single ? INT64_NONE : rows_int64 (rows, 0, 1);
    return TRUE;
}

gboolean
rebill_write (Db *db, Rebill *self, GError **error)
{
    const OldBill *first = g_ptr_array_index (self->bills, 0);
    const OldBill *last = g_ptr_array_index (self->bills, self->bills->len - 1);
    Chunk chunk = {
        .first_account_id = first->account_id,
        .last_account_id = last->account_id,
    };

    if (!take_ids (db, self, error)) {
        return FALSE;
    }
    chunk.first_invoice_id = self->first_id;
    chunk.chunk_no = self->batch_no;
    if (self->run.single) {
        self->run.id = self->first_id;
    }
    rebill_judge (self);
    if (!run_write (db, &self->run, &chunk, self->work, error)) {
        return FALSE;
    }
    rebill_collect (self);
    return TRUE;
}

/* Readings */

/* What the register counted up to the corrected reading. */
static gint64
quantity_of (const RunWorkspace *work, gint64 register_id, Date end)
{
    const GArray *registers = work->rows.registers;

    for (guint i = 0; i < work->segments->len; i++) {
        const Segment *segment = &g_array_index (work->segments, Segment, i);
        const RegisterRow *row =
            run_register_of ((const RegisterRow *)registers->data, registers->len, segment);

        if (segment->period.to == end && row->id == register_id) {
            return segment->quantity;
        }
    }
    return 0;
}

static gboolean
replace_reading (Db *db, const Rebill *self, const RebillReading *right, Instant now,
                 GError **error)
{
    Date end = run_find_span (self->spans, right->register_id)->to_date;
    g_autoptr (Rows) wrong = NULL;
    g_autoptr (Rows) added = NULL;

    return db_one (db, &rebill_reading_replace,
                   (const Param[]) { P_INT64 (right->register_id), P_DATE (end),
                                     P_TEXT (self->run.reason) },
                   3, N_ ("Reading"), &wrong, error) &&
           db_run (db, &rebill_reading_add, &added, error, P_INT64 (rows_int64 (wrong, 0, 0)),
                   P_INT64 (right->value), P_BOOLEAN (right->rollover),
                   P_INT64 (quantity_of (self->work, right->register_id, end)), P_INSTANT (now),
                   P_TEXT (self->run.reason)) &&
           db_run (db, &rebill_reading_latest, NULL, error, P_INT64 (right->register_id),
                   P_INT64 (rows_int64 (added, 0, 0)));
}

gboolean
rebill_replace_readings (Db *db, const Rebill *self, const GPtrArray *readings, Instant now,
                         GError **error)
{
    for (guint i = 0; readings != NULL && i < readings->len; i++) {
        if (!replace_reading (db, self, g_ptr_array_index (readings, i), now, error)) {
            return FALSE;
        }
    }
    return TRUE;
}
