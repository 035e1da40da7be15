/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cancel and bill again, one invoice: what it would change, and doing it. */
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/rebill.h"

#include "common/base/language.h"
#include "common/types/billing-types.h"
#include "server/modules/accounting/accounting.h"
#include "server/modules/invoices/invoices.h"

const RegisterRow *
rebill_register_of (const RunWorkspace *work, const Segment *segment)
{
    for (guint i = 0; i < work->rows.registers->len; i++) {
        const RegisterRow *row = &g_array_index (work->rows.registers, RegisterRow, i);
        gint64 meter_id = row->installation_id != 0 ? row->installation_id : -row->id;

        if (meter_id == segment->meter_id && row->register_class == segment->register_class) {
            return row;
        }
    }
    g_assert_not_reached ();
}

/* Computing */

/* Why the engine made no bill. */
static gboolean
refuse_unbilled (const Rebill *self, GError **error)
{
    const GArray *exceptions = self->work->output.exceptions;
    const RunException *last;

    if (exceptions->len == 0) {
        return refuse (error, SIRAJ_ERROR_READING_MISSING, NULL,
                       "No reading is left that bill %s could end with; read the meter first",
                       self->old.number);
    }
    last = &g_array_index (exceptions, RunException, exceptions->len - 1);
    return refuse (error, (SirajError)last->code, NULL, "%s",
                   last->detail != NULL ? last->detail : siraj_error_title (last->code));
}

/* Where the new bill ends the register; DATE_NONE: it does not bill it. */
static RebillEnd
new_end (const Rebill *self, gint64 register_id)
{
    const RunWorkspace *work = self->work;
    RebillEnd end = { register_id, DATE_NONE, 0 };

    for (guint i = 0; i < work->segments->len; i++) {
        const Segment *segment = &g_array_index (work->segments, Segment, i);

        if (rebill_register_of (work, segment)->id == register_id &&
            (end.date == DATE_NONE || segment->period.to > end.date)) {
            end.date = segment->period.to;
            end.value = segment->to_value;
        }
    }
    return end;
}

static gboolean
ends_alike (const Rebill *self)
{
    for (guint i = 0; i < self->ends->len; i++) {
        const RebillEnd *old = &g_array_index (self->ends, RebillEnd, i);
        RebillEnd end = new_end (self, old->register_id);

        if (end.date != old->date || (end.date != DATE_NONE && end.value != old->value)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
is_same (const Rebill *self, const RunInvoice *bill)
{
    const OldBill *old = &self->old;

    return bill->total_minor == old->total_minor && bill->net_minor == old->net_minor &&
           bill->tax_minor == old->tax_minor && bill->energy_wh == old->energy_wh &&
           bill->period.from == old->period.from && bill->period.to == old->period.to &&
           ends_alike (self);
}

gboolean
rebill_compute (Rebill *self, GError **error)
{
    const Chunk chunk = { .first_account_id = self->old.account_id,
                          .last_account_id = self->old.account_id };
    const GArray *invoices = self->work->output.invoices;

    run_bill (&self->run, &chunk, self->work);
    if (invoices->len == 0) {
        return refuse_unbilled (self, error);
    }
    if (self->old.has_later && !ends_alike (self)) {
        return refuse (error, SIRAJ_ERROR_LATER_BILL, NULL,
                       "Invoice %s goes on where %s ends, and the new bill would end elsewhere; "
                       "cancel the latest first, then bill again in the order of their days",
                       self->old.later, self->old.number);
    }
    return !is_same (self, &g_array_index (invoices, RunInvoice, 0)) ||
           refuse (error, SIRAJ_ERROR_REBILL_SAME, NULL,
                   "By what is known now bill %s comes out the same; correct the reading, the "
                   "tariff or the agreement first",
                   self->old.number);
}

/* Operations */

/* Correcting a reading is more than billing. */
static gboolean
check_readings (Operation *op, const GPtrArray *readings, GError **error)
{
    return readings == NULL || readings->len == 0 ||
           principal_may (op->principal, "readings.review") ||
           refuse (error, SIRAJ_ERROR_PERMISSION_DENIED, "readings",
                   "Correcting a reading needs the permission readings.review; ask somebody who "
                   "has it");
}

static gboolean
compute (Operation *op, Rebill *self, GError **error)
{
    const RebillRequest *request = op->input;
    gint64 id;

    self->work = run_workspace ();
    return operation_path_id (op, "id", &id, error) &&
           check_readings (op, request->readings, error) && rebill_load (op->db, id, self, error) &&
           rebill_read (op->db, self, request->readings, error) && rebill_compute (self, error);
}

static RebillRow *
row_of (GPtrArray *rows, const char *label)
{
    RebillRow *row;

    for (guint i = 0; i < rows->len; i++) {
        row = g_ptr_array_index (rows, i);
        if (g_str_equal (row->label, label)) {
            return row;
        }
    }
    row = rebill_row_new ();
    row->label = g_strdup (label);
    g_ptr_array_add (rows, row);
    return row;
}

/* By kind of line, old beside new. */
static gboolean
compare_lines (Operation *op, const Rebill *self, RebillPreview *preview, GError **error)
{
    const Bill *bill = &self->work->bill;
    g_autoptr (Rows) old = NULL;

    if (!db_run (op->db, &rebill_old_lines, &old, error, P_INT64 (self->old.id))) {
        return FALSE;
    }
    preview->rows = g_ptr_array_new_with_free_func (rebill_row_record.destroy);
    for (int i = 0; i < rows_count (old); i++) {
        int kind = rows_enum (old, i, 0, &line_kind_enum);

        row_of (preview->rows, enumeration_label (&line_kind_enum, kind))->old_minor =
            rows_int64 (old, i, 1);
    }
    for (guint i = 0; i < bill->n_lines; i++) {
        row_of (preview->rows, enumeration_label (&line_kind_enum, (int)bill->lines[i].kind))
            ->new_minor += bill->lines[i].amount_minor;
    }
    for (guint i = 0; i < preview->rows->len; i++) {
        RebillRow *row = g_ptr_array_index (preview->rows, i);
        row->difference_minor = row->new_minor - row->old_minor;
    }
    return TRUE;
}

static void
fill_preview (const Rebill *self, RebillPreview *preview)
{
    const OldBill *old = &self->old;
    const RunInvoice *bill = &g_array_index (self->work->output.invoices, RunInvoice, 0);

    preview->invoice_id = old->id;
    preview->number = g_strdup (old->number);
    preview->period_from = old->period.from;
    preview->period_to = old->period.to;
    preview->new_period_from = bill->period.from;
    preview->new_period_to = bill->period.to;
    preview->old_energy_wh = old->energy_wh;
    preview->new_energy_wh = bill->energy_wh;
    preview->old_total_minor = old->total_minor;
    preview->new_total_minor = bill->total_minor;
    preview->difference_minor = bill->total_minor - old->total_minor;
    preview->settled_minor = old->settled_minor;
    preview->moved_minor = MIN (old->settled_minor, bill->total_minor);
    preview->advance_minor = old->settled_minor - preview->moved_minor;
    preview->open_minor = bill->total_minor - preview->moved_minor;
}

gboolean
rebills_preview (Operation *op, GError **error)
{
    g_auto (Rebill) self = { 0 };
    g_autoptr (RebillPreview) preview = rebill_preview_new ();

    if (!compute (op, &self, error) || !compare_lines (op, &self, preview, error)) {
        return FALSE;
    }
    fill_preview (&self, preview);
    operation_answer_record (op, &rebill_preview_record, preview);
    return TRUE;
}

/* The account's lock comes first, so that what is computed is what is written. */
static gboolean
lock_account (Operation *op, GError **error)
{
    gint64 id;

    return operation_path_id (op, "id", &id, error) &&
           db_one (op->db, &rebill_lock, (const Param[]) { P_INT64 (id) }, 1, N_ ("Invoice"), NULL,
                   error);
}

gboolean
rebills_make (Operation *op, GError **error)
{
    const RebillRequest *request = op->input;
    g_autofree char *reason = NULL;
    g_auto (Rebill) self = { 0 };
    RebillWriting writing = {
        .now = op->now,
        .created_by = op->principal->user_id,
        .readings = request->readings,
    };

    if (!invoices_read_reason (request->reason, &reason, error) ||
        !accounting_today (op, &writing.date, error) ||
        !accounting_check_open (op->db, writing.date, NULL, error) || !lock_account (op, error)) {
        return FALSE;
    }
    writing.reason = reason;
    return compute (op, &self, error) && rebill_write (op->db, &self, &writing, error) &&
           invoices_answer_created (op, writing.invoice_id, error);
}
