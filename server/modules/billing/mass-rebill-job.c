/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The job of a rebill: lays out the bills of its scope once, then takes some of them at a time.
 * What is refused for one account is kept with the account, and the others go on. */
#define G_LOG_DOMAIN "siraj-billing"

#include "server/modules/billing/mass-rebill.h"

#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/rebill.h"
#include "server/modules/invoices/invoices.h"

#define TRIED_AT_ONCE 200
#define WRITTEN_AT_ONCE 50

/* A chunk of one step. */
typedef struct {
    JobChunk *job;
    gint64 id;
    int step; /* MassRebillStep */
    gboolean laid_out;
    char *reason;
    Date today;
    gint64 waiting;
    Period window; /* what the prices were loaded for */
} Mass;

/* A bill of the scope. */
typedef struct {
    gint64 id;
    gint64 invoice_id;
    gint64 mirror_id;
    gint64 replacement_id;
} Item;

static void
mass_clear (Mass *self)
{
    g_free (self->reason);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Mass, mass_clear)

static gboolean
load (JobChunk *job, Mass *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    self->job = job;
    self->id = json_object_get_int_member (job->parameters, "mass_rebill_id");
    if (!db_one (job->db, &mass_rebill_context, (const Param[]) { P_INT64 (self->id) }, 1,
                 N_ ("Rebill"), &rows, error)) {
        return FALSE;
    }
    self->step = rows_enum (rows, 0, 0, &mass_rebill_step_enum);
    self->laid_out = rows_boolean (rows, 0, 1);
    self->reason = g_strdup (rows_text (rows, 0, 2));
    self->today = rows_date (rows, 0, 3);
    self->waiting = rows_int64 (rows, 0, 4);
    return TRUE;
}

/* Trying */

static gboolean
compute (Mass *self, const Item *item, Rebill *rebill, GError **error)
{
    rebill->work = run_workspace ();
    if (!rebill_load (self->job->db, item->invoice_id, rebill, error)) {
        return FALSE;
    }
    rebill->keep_prices =
        rebill->run.window.from == self->window.from && rebill->run.window.to == self->window.to;
    if (!rebill_read (self->job->db, rebill, NULL, error)) {
        return FALSE;
    }
    self->window = rebill->run.window;
    return rebill_compute (rebill, error);
}

/* A breakdown ends the chunk; a refusal is of this account alone. */
static gboolean
is_breakdown (const GError *error)
{
    return error->domain != SIRAJ_ERROR || error->code == SIRAJ_ERROR_INTERNAL ||
           error->code == SIRAJ_ERROR_UNAVAILABLE;
}

static gboolean
keep_refusal (Mass *self, const Item *item, const GError *refusal, GError **error)
{
    gboolean same = refusal->code == SIRAJ_ERROR_REBILL_SAME;
    MassRebillItemState state = same ? MASS_REBILL_ITEM_SAME : MASS_REBILL_ITEM_REFUSED;

    return db_run (self->job->db, &mass_item_tried, NULL, error, P_INT64 (item->id),
                   P_ENUM (mass_rebill_item_state_enum, state),
                   P_TEXT (same ? NULL : siraj_error_name (refusal->code)),
                   P_TEXT (same ? NULL : refusal->message), P_TEXT (NULL), P_TEXT (NULL));
}

static gboolean
try_item (Mass *self, const Item *item, GError **error)
{
    g_auto (Rebill) rebill = { 0 };
    g_autoptr (GError) refusal = NULL;
    const RunInvoice *bill;

    if (!compute (self, item, &rebill, &refusal)) {
        if (!is_breakdown (refusal)) {
            return keep_refusal (self, item, refusal, error);
        }
        g_propagate_error (error, g_steal_pointer (&refusal));
        return FALSE;
    }
    bill = &g_array_index (rebill.work->output.invoices, RunInvoice, 0);
    return db_run (self->job->db, &mass_item_tried, NULL, error, P_INT64 (item->id),
                   P_ENUM (mass_rebill_item_state_enum, MASS_REBILL_ITEM_DIFFERS), P_TEXT (NULL),
                   P_TEXT (NULL), P_INT64 (bill->total_minor), P_INT64 (bill->energy_wh));
}

/* Carrying out and undoing: each account in a savepoint, so that a refusal leaves nothing behind */

static gboolean
apply_bill (Mass *self, const Item *item, GError **error)
{
    g_auto (Rebill) rebill = { 0 };
    RebillWriting writing = {
        .reason = self->reason,
        .date = self->today,
        .now = g_get_real_time (),
        .created_by = self->job->job->created_by,
    };
    Db *db = self->job->db;

    return db_one (db, &rebill_lock, (const Param[]) { P_INT64 (item->invoice_id) }, 1,
                   N_ ("Invoice"), NULL, error) &&
           compute (self, item, &rebill, error) && rebill_write (db, &rebill, &writing, error) &&
           db_run (db, &mass_item_applied, NULL, error, P_INT64 (item->id),
                   P_INT64 (writing.mirror_id), P_INT64 (writing.invoice_id));
}

static gboolean
undo_bill (Mass *self, const Item *item, GError **error)
{
    Db *db = self->job->db;
    g_autoptr (Rows) touched = NULL;
    InvoiceRestoring restoring = {
        .invoice_id = item->invoice_id,
        .mirror_id = item->mirror_id,
        .replacement_id = item->replacement_id,
        .date = self->today,
        .reason = self->reason,
        .created_by = self->job->job->created_by,
    };

    if (!db_run (db, &mass_item_touched, &touched, error, P_INT64 (item->id))) {
        return FALSE;
    }
    if (rows_boolean (touched, 0, 0)) {
        return refuse (error, SIRAJ_ERROR_TOUCHED_SINCE, NULL,
                       "The account was paid, billed or corrected after it was billed again; "
                       "correct this bill by itself");
    }
    return invoices_restore_bill (db, &restoring, error) &&
           db_run (db, &mass_item_undone, NULL, error, P_INT64 (item->id),
                   P_INT64 (restoring.restored_id));
}

static gboolean
keep_applied (Mass *self, const Item *item, const GError *refusal, GError **error)
{
    return db_run (self->job->db, &mass_item_kept, NULL, error, P_INT64 (item->id),
                   P_TEXT (siraj_error_name (refusal->code)), P_TEXT (refusal->message));
}

static gboolean
write_item (Mass *self, const Item *item, GError **error)
{
    gboolean applies = self->step == MASS_REBILL_STEP_APPLY;
    g_autoptr (GError) refusal = NULL;
    Db *db = self->job->db;

    if (!db_execute (db, "SAVEPOINT account", error)) {
        return FALSE;
    }
    if (applies ? apply_bill (self, item, &refusal) : undo_bill (self, item, &refusal)) {
        return db_execute (db, "RELEASE SAVEPOINT account", error);
    }
    if (is_breakdown (refusal)) {
        g_propagate_error (error, g_steal_pointer (&refusal));
        return FALSE;
    }
    return db_execute (db, "ROLLBACK TO SAVEPOINT account", error) &&
           (applies ? keep_refusal (self, item, refusal, error)
                    : keep_applied (self, item, refusal, error));
}

/* Chunks */

static gboolean
lay_out (Mass *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    return db_run (self->job->db, &mass_rebill_lay, &rows, error, P_INT64 (self->id)) &&
           job_progress (
               self->job,
               &(JobProgress) { .total = rows_int64 (rows, 0, 0), .stage = N_ ("Billing again") },
               error);
}

static gboolean
take (Mass *self, Rows **rows, GError **error)
{
    static const MassRebillItemState from[] = {
        [MASS_REBILL_STEP_PREVIEW] = MASS_REBILL_ITEM_WAITING,
        [MASS_REBILL_STEP_APPLY] = MASS_REBILL_ITEM_DIFFERS,
        [MASS_REBILL_STEP_UNDO] = MASS_REBILL_ITEM_APPLIED,
    };
    JsonObject *cursor = self->job->cursor;
    gint64 after = cursor != NULL ? json_object_get_int_member (cursor, "item") : 0;
    gboolean tries = self->step == MASS_REBILL_STEP_PREVIEW;

    return db_run (self->job->db, &mass_rebill_take, rows, error, P_INT64 (self->id),
                   P_ENUM (mass_rebill_item_state_enum, from[self->step]), P_INT64 (after),
                   P_INT64 (tries ? TRIED_AT_ONCE : WRITTEN_AT_ONCE));
}

static gboolean
carry_out (Mass *self, const Rows *rows, GError **error)
{
    g_autofree char *cursor = NULL;
    Item item = { 0 };

    for (int row = 0; row < rows_count (rows); row++) {
        item = (Item) { rows_int64 (rows, row, 0), rows_int64 (rows, row, 1),
                        rows_int64 (rows, row, 2), rows_int64 (rows, row, 3) };
        if (!(self->step == MASS_REBILL_STEP_PREVIEW ? try_item (self, &item, error)
                                                     : write_item (self, &item, error))) {
            return FALSE;
        }
    }
    cursor = g_strdup_printf ("{\"item\":%" G_GINT64_FORMAT "}", item.id);
    return job_progress (
        self->job,
        &(JobProgress) { .done = rows_count (rows),
                         .total = self->job->cursor == NULL ? self->waiting : INT64_NONE,
                         .cursor = cursor },
        error);
}

static gboolean
mass_rebill_chunk (JobChunk *job, GError **error)
{
    g_auto (Mass) self = { 0 };
    g_autoptr (Rows) rows = NULL;
    g_autofree char *result = NULL;

    if (!load (job, &self, error)) {
        return FALSE;
    }
    if (!self.laid_out) {
        return lay_out (&self, error);
    }
    if (!take (&self, &rows, error)) {
        return FALSE;
    }
    if (rows_count (rows) > 0) {
        return carry_out (&self, rows, error);
    }
    result = g_strdup_printf ("{\"mass_rebill_id\":%" G_GINT64_FORMAT "}", self.id);
    return db_run (job->db, &mass_rebill_done, NULL, error, P_INT64 (self.id)) &&
           job_finish (job, result, error);
}

const JobKind mass_rebill_job_kind = { "mass_rebill", FALSE, mass_rebill_chunk };
