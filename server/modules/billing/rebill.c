/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cancel and bill again: what becomes of each bill; and of one invoice, what it would change, and
 * doing it. */
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/rebill.h"

#include "common/base/language.h"
#include "common/types/billing-types.h"
#include "server/modules/accounting/accounting.h"
#include "server/modules/invoices/invoices.h"

/* Judging */

/* Where the new bill ends the register; DATE_NONE: it does not bill it. */
static RunSpan
new_end (const RunComputed *bill, gint64 register_id)
{
    RunSpan end = { .register_id = register_id, .to_date = DATE_NONE };

    for (guint i = 0; i < bill->n_segments; i++) {
        const Segment *segment = &bill->segments[i];

        if (run_register_of (bill->registers, bill->n_registers, segment)->id == register_id &&
            (end.to_date == DATE_NONE || segment->period.to > end.to_date)) {
            end.to_date = segment->period.to;
            end.to_value = segment->to_value;
        }
    }
    return end;
}

static gboolean
ends_alike (const Rebill *self, const RunComputed *bill)
{
    for (guint i = 0; i < bill->n_registers; i++) {
        const RunSpan *old = run_find_span (self->spans, bill->registers[i].id);
        RunSpan end = new_end (bill, bill->registers[i].id);

        if (end.to_date != (old != NULL ? old->to_date : DATE_NONE) ||
            (old != NULL && end.to_value != old->to_value)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
is_same (const OldBill *old, const RunComputed *computed)
{
    const Bill *bill = computed->bill;

    return bill->total_minor == old->total_minor && bill->net_minor == old->net_minor &&
           bill->tax_minor == old->tax_minor && bill->energy_wh == old->energy_wh &&
           computed->period.from == old->period.from && computed->period.to == old->period.to;
}

/* The old bill of an agreement; they come in one order. */
static OldBill *
find_old (Rebill *self, gint64 account_id)
{
    OldBill *old = g_ptr_array_index (self->bills, self->at);

    while (old->account_id != account_id) {
        old = g_ptr_array_index (self->bills, ++self->at);
    }
    return old;
}

static gboolean
judge (gpointer data, const RunComputed *bill, GError **error)
{
    Rebill *self = data;
    const OldBill *old = find_old (self, bill->agreement->account_id);
    gboolean alike = ends_alike (self, bill);

    if (old->later != NULL && !alike) {
        return refuse (error, SIRAJ_ERROR_LATER_BILL, NULL,
                       "Invoice %s goes on where %s ends, and the new bill would end elsewhere; "
                       "cancel the latest first, then bill again in the order of their days",
                       old->later, old->number);
    }
    return !alike || !is_same (old, bill) ||
           refuse (error, SIRAJ_ERROR_REBILL_SAME, NULL,
                   "By what is known now bill %s comes out the same; correct the reading, the "
                   "tariff or the agreement first",
                   old->number);
}

/* What came of it */

/* Why the engine made no bill: the last that was said of the agreement. */
static void
refuse_unbilled (OldBill *old, const RunException *last)
{
    if (last == NULL) {
        refuse (&old->refusal, SIRAJ_ERROR_READING_MISSING, NULL,
                "No reading is left that bill %s could end with; read the meter first",
                old->number);
        return;
    }
    refuse (&old->refusal, (SirajError)last->code, NULL, "%s",
            last->detail != NULL ? last->detail : siraj_error_title (last->code));
}

/* The last exception of the account from *@at on, which moves behind it. */
static const RunException *
last_exception (const GArray *exceptions, gint64 account_id, guint *at)
{
    const RunException *last = NULL;

    for (; *at < exceptions->len; (*at)++) {
        const RunException *one = &g_array_index (exceptions, RunException, *at);

        if (one->account_id != account_id) {
            break;
        }
        last = one;
    }
    return last;
}

/* Invoices and exceptions come in the order of the bills. */
void
rebill_collect (Rebill *self)
{
    const RunOutput *output = &self->work->output;
    guint at_exception = 0;
    guint at_invoice = 0;

    for (guint i = 0; i < self->bills->len; i++) {
        OldBill *old = g_ptr_array_index (self->bills, i);
        const RunException *last =
            last_exception (output->exceptions, old->account_id, &at_exception);
        const RunInvoice *bill = at_invoice < output->invoices->len
                                     ? &g_array_index (output->invoices, RunInvoice, at_invoice)
                                     : NULL;

        old->done = TRUE;
        if (bill == NULL || bill->account_id != old->account_id) {
            refuse_unbilled (old, last);
            continue;
        }
        old->new_total_minor = bill->total_minor;
        old->new_energy_wh = bill->energy_wh;
        old->new_id = self->first_id + at_invoice++;
    }
}

void
rebill_judge (Rebill *self)
{
    self->at = 0;
    self->run.judge = judge;
    self->run.judge_data = self;
}

void
rebill_compute (Rebill *self)
{
    const Chunk chunk = { 0 };

    rebill_judge (self);
    run_bill (&self->run, &chunk, self->work);
    rebill_collect (self);
}

/* Operations */

static OldBill *
first_of (const Rebill *self)
{
    return g_ptr_array_index (self->bills, 0);
}

static gboolean
take_refusal (OldBill *old, GError **error)
{
    if (old->refusal == NULL) {
        return TRUE;
    }
    g_propagate_error (error, g_steal_pointer (&old->refusal));
    return FALSE;
}

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

/* The bill of the path, ready to be computed. */
static gboolean
prepare (Operation *op, Rebill *self, GPtrArray **bills, GError **error)
{
    const RebillRequest *request = op->input;
    g_autofree char *ids = NULL;
    OldBill *old;
    gint64 id;

    self->work = run_workspace ();
    if (!operation_path_id (op, "id", &id, error) ||
        !check_readings (op, request->readings, error)) {
        return FALSE;
    }
    ids = g_strdup_printf ("{%" G_GINT64_FORMAT "}", id);
    *bills = rebill_load (op->db, ids, &self->run, error);
    if (*bills == NULL) {
        return FALSE;
    }
    if ((*bills)->len == 0) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, NULL,
                       "%s was not found; it may have been removed or lie outside your stations",
                       tr (N_ ("Invoice")));
    }
    old = g_ptr_array_index (*bills, 0);
    return take_refusal (old, error) && rebill_take (self, *bills) &&
           rebill_read (op->db, self, error) && rebill_correct (self, request->readings, error);
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

    if (!db_run (op->db, &rebill_old_lines, &old, error, P_INT64 (first_of (self)->id))) {
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
    const OldBill *old = first_of (self);
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
    g_autoptr (GPtrArray) bills = NULL;
    g_autoptr (RebillPreview) preview = rebill_preview_new ();

    if (!prepare (op, &self, &bills, error)) {
        return FALSE;
    }
    rebill_compute (&self);
    if (!take_refusal (first_of (&self), error) || !compare_lines (op, &self, preview, error)) {
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
    g_autofree char *ids = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    ids = g_strdup_printf ("{%" G_GINT64_FORMAT "}", id);
    return db_one (op->db, &rebill_lock, (const Param[]) { P_TEXT (ids) }, 1, N_ ("Invoice"), NULL,
                   error);
}

gboolean
rebills_make (Operation *op, GError **error)
{
    const RebillRequest *request = op->input;
    g_autofree char *reason = NULL;
    g_auto (Rebill) self = { .run = { .source = "invoices", .single = TRUE } };
    g_autoptr (GPtrArray) bills = NULL;
    Date today;

    if (!invoices_read_reason (request->reason, &reason, error) ||
        !accounting_today (op, &today, error) ||
        !accounting_check_open (op->db, today, NULL, error) || !lock_account (op, error) ||
        !prepare (op, &self, &bills, error)) {
        return FALSE;
    }
    self.run.issue_date = today;
    self.run.reason = reason;
    self.run.created_by = op->principal->user_id;
    return rebill_write (op->db, &self, error) && take_refusal (first_of (&self), error) &&
           rebill_replace_readings (op->db, &self, request->readings, op->now, error) &&
           invoices_answer_created (op, first_of (&self)->new_id, error);
}
