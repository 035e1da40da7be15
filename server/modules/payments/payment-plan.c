/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a payment would do: its rules, and which invoices it settles. */
#include <inttypes.h>
#include <string.h>

#include "common/base/money.h"
#include "common/base/text.h"
#include "common/schema/json.h"
#include "server/engine/allocation.h"
#include "server/modules/payments/payments-private.h"
#include "server/modules/payments/payments-sql.h"

/* Columns of payments_look */
enum {
    COLUMN_STATION,
    COLUMN_CLASS,
    COLUMN_RECEIVABLE_KEY,
    COLUMN_RECEIVABLE,
    COLUMN_ADVANCE,
    COLUMN_CURRENCY,
    COLUMN_CASH_UNIT,
    COLUMN_TODAY,
    COLUMN_METHOD,
    COLUMN_METHOD_NAME,
    COLUMN_POSTING_KEY,
    COLUMN_NEEDS_REFERENCE,
    COLUMN_ACTIVE,
};

void
payment_plan_clear (PaymentPlan *self)
{
    g_free (self->receivable_key);
    for (guint i = 0; i < self->n_tenders; i++) {
        g_free (self->tender_keys[i]);
    }
    g_clear_pointer (&self->allocations, g_ptr_array_unref);
}

static guint
length (const GPtrArray *list)
{
    return list != NULL ? list->len : 0;
}

static char *
member (const char *list, guint index, const char *name)
{
    return g_strdup_printf ("%s[%u].%s", list, index, name);
}

/* The account */

static gboolean
read_account (Operation *op, gboolean lock, PaymentPlan *self, Rows **rows, GError **error)
{
    g_autoptr (GString) tenders = g_string_new (NULL);

    json_append_list (tenders, &payment_tender_record, self->request->tenders);
    const Param params[] = { P_INT64 (self->request->account_id),
                             P_TEXT (tenders->len > 0 ? tenders->str : "[]"), P_INSTANT (op->now),
                             P_TEXT (language_code (language_get ())) };
    if ((lock && !db_run (op->db, &payments_lock_account, NULL, error,
                          P_INT64 (self->request->account_id))) ||
        !db_run_params (op->db, &payments_look, params, G_N_ELEMENTS (params), rows, error)) {
        return FALSE;
    }
    if (rows_count (*rows) == 0) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, "account_id",
                       "There is no account %" PRId64 " among your stations",
                       self->request->account_id);
    }
    self->station_id = rows_int64 (*rows, 0, COLUMN_STATION);
    self->class_id = rows_int64 (*rows, 0, COLUMN_CLASS);
    self->receivable_key = g_strdup (rows_text (*rows, 0, COLUMN_RECEIVABLE_KEY));
    self->receivable_minor = rows_int64 (*rows, 0, COLUMN_RECEIVABLE);
    self->advance_minor = rows_int64 (*rows, 0, COLUMN_ADVANCE);
    self->currency = currency_find (rows_text (*rows, 0, COLUMN_CURRENCY));
    self->cash_unit_minor = rows_int64 (*rows, 0, COLUMN_CASH_UNIT);
    self->today = rows_date (*rows, 0, COLUMN_TODAY);
    return self->currency != NULL ||
           refuse (error, SIRAJ_ERROR_INTERNAL, NULL, "The company's currency is not known");
}

/* The date */

static gboolean
check_date (Operation *op, PaymentPlan *self, GError **error)
{
    Date wanted = self->request->received_on;

    self->received_on = wanted != DATE_NONE ? wanted : self->today;
    if (self->received_on > self->today) {
        g_autofree char *text = date_format (self->received_on);
        return refuse (error, SIRAJ_ERROR_DATE_IN_FUTURE, "received_on",
                       "%s has not come yet; a payment is received today or earlier", text);
    }
    if (self->received_on == self->today) {
        return TRUE;
    }
    if (!principal_may (op->principal, "payments.backdate")) {
        return refuse (error, SIRAJ_ERROR_PERMISSION_DENIED, "received_on",
                       "You may not date a payment back; leave the date out or ask a supervisor");
    }
    return accounting_check_open (op->db, self->received_on, "received_on", error);
}

/* The tenders */

static gboolean
check_cash_unit (const PaymentPlan *self, guint index, gint64 amount_minor, GError **error)
{
    if (amount_minor % self->cash_unit_minor == 0) {
        return TRUE;
    }
    g_autofree char *field = member ("tenders", index, "amount_minor");
    g_autofree char *amount = money_format (amount_minor, self->currency);
    g_autofree char *unit = money_format (self->cash_unit_minor, self->currency);
    return refuse (error, SIRAJ_ERROR_CASH_UNIT, field,
                   "%s cannot be paid in cash: the smallest coin is %s", amount, unit);
}

static gboolean
check_method (const PaymentTender *tender, const Rows *rows, guint index, GError **error)
{
    g_autofree char *method_field = member ("tenders", index, "method_id");
    g_autofree char *reference_field = member ("tenders", index, "reference");
    g_autofree char *reference = text_strip_marks (tender->reference);

    if (rows_is_null (rows, index, COLUMN_METHOD)) {
        return refuse (error, SIRAJ_ERROR_METHOD_UNKNOWN, method_field,
                       "There is no payment method %" PRId64 "; choose one of the list",
                       tender->method_id);
    }
    if (!rows_boolean (rows, index, COLUMN_ACTIVE)) {
        return refuse (error, SIRAJ_ERROR_METHOD_INACTIVE, method_field,
                       "%s is not in use any more; choose another payment method",
                       rows_text (rows, index, COLUMN_METHOD_NAME));
    }
    if (rows_boolean (rows, index, COLUMN_NEEDS_REFERENCE) && *reference == '\0') {
        return refuse (error, SIRAJ_ERROR_REFERENCE_MISSING, reference_field,
                       "%s needs the number of its paper or transaction; enter it",
                       rows_text (rows, index, COLUMN_METHOD_NAME));
    }
    return TRUE;
}

static gboolean
check_tender (PaymentPlan *self, const Rows *rows, guint index, gint64 *sum_minor, GError **error)
{
    const PaymentTender *tender = g_ptr_array_index (self->request->tenders, index);
    g_autofree char *amount_field = member ("tenders", index, "amount_minor");

    if (tender->amount_minor <= 0) {
        return refuse (error, SIRAJ_ERROR_AMOUNT_NOT_POSITIVE, amount_field,
                       "A tender is more than zero; enter what was given or remove it");
    }
    if (!check_method (tender, rows, index, error)) {
        return FALSE;
    }
    if (strcmp (rows_text (rows, index, COLUMN_POSTING_KEY), POSTING_CASH) == 0 &&
        !check_cash_unit (self, index, tender->amount_minor, error)) {
        return FALSE;
    }
    if (!money_add (*sum_minor, tender->amount_minor, sum_minor)) {
        return refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, amount_field,
                       "The tenders sum to more than can be stored; lower them");
    }
    self->tender_keys[index] = g_strdup (rows_text (rows, index, COLUMN_POSTING_KEY));
    self->n_tenders = index + 1;
    self->tenders[index] = journal_debit (self->tender_keys[index], tender->amount_minor);
    return TRUE;
}

static gboolean
check_tenders (PaymentPlan *self, const Rows *rows, GError **error)
{
    gint64 sum_minor = 0;

    for (guint i = 0; i < length (self->request->tenders); i++) {
        if (!check_tender (self, rows, i, &sum_minor, error)) {
            return FALSE;
        }
    }
    if (sum_minor != self->request->amount_minor) {
        g_autofree char *sum = money_format (sum_minor, self->currency);
        g_autofree char *amount = money_format (self->request->amount_minor, self->currency);
        return refuse (error, SIRAJ_ERROR_TENDERS_DIFFER, "tenders",
                       "The tenders sum to %s, the payment is %s; make them equal", sum, amount);
    }
    return TRUE;
}

/* The allocations */

/* Rows of payments_open_items: id, number, due date, open. */
static int
find_item (const Rows *rows, gint64 invoice_id)
{
    for (int row = 0; row < rows_count (rows); row++) {
        if (rows_int64 (rows, row, 0) == invoice_id) {
            return row;
        }
    }
    return -1;
}

/* Why an invoice that was chosen is not open. */
static gboolean
refuse_chosen (Operation *op, const PaymentPlan *self, guint index, GError **error)
{
    const AllocationRow *chosen = g_ptr_array_index (self->request->allocations, index);
    g_autofree char *field = member ("allocations", index, "invoice_id");
    g_autoptr (Rows) rows = NULL;

    if (!db_run (op->db, &payments_invoice_state, &rows, error, P_INT64 (chosen->invoice_id))) {
        return FALSE;
    }
    if (rows_count (rows) == 0) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, field,
                       "There is no invoice %" PRId64 " among your stations", chosen->invoice_id);
    }
    const char *number = rows_text (rows, 0, 0);
    if (rows_int64 (rows, 0, 1) != self->request->account_id) {
        return refuse (error, SIRAJ_ERROR_INVOICE_OF_ANOTHER_ACCOUNT, field,
                       "Invoice %s belongs to another account; choose invoices of this one",
                       number);
    }
    if (strcmp (rows_text (rows, 0, 2), "credit_note") == 0 || rows_boolean (rows, 0, 3)) {
        return refuse (error, SIRAJ_ERROR_INVOICE_NOT_PAYABLE, field,
                       "%s is a credit note or was cancelled; there is nothing to pay", number);
    }
    return refuse (error, SIRAJ_ERROR_INVOICE_SETTLED, field,
                   "Invoice %s has been settled meanwhile; look at the account again", number);
}

static OpenItem
open_item (const Rows *rows, int row)
{
    return (OpenItem) {
        .id = rows_int64 (rows, row, 0),
        .due_date = rows_date (rows, row, 2),
        .number = rows_int64 (rows, row, 0), /* ids are given in the order of numbers */
        .open_minor = rows_int64 (rows, row, 3),
    };
}

/* One item for each allocation that was asked for, in its order. */
static gboolean
choose_items (Operation *op, const PaymentPlan *self, const Rows *rows, GArray *items,
              GError **error)
{
    for (guint i = 0; i < length (self->request->allocations); i++) {
        const AllocationRow *chosen = g_ptr_array_index (self->request->allocations, i);
        int row = find_item (rows, chosen->invoice_id);

        if (row < 0) {
            return refuse_chosen (op, self, i, error);
        }
        for (guint j = 0; j < items->len; j++) {
            if (g_array_index (items, OpenItem, j).id == chosen->invoice_id) {
                g_autofree char *field = member ("allocations", i, "invoice_id");
                return refuse (error, SIRAJ_ERROR_INVOICE_TWICE, field,
                               "Invoice %s is named twice; name it once with the whole amount",
                               rows_text (rows, row, 1));
            }
        }
        OpenItem item = open_item (rows, row);
        item.chosen = TRUE;
        item.allocated_minor = chosen->amount_minor;
        g_array_append_val (items, item);
    }
    return TRUE;
}

static void
take_items (PaymentPlan *self, const Rows *rows, const GArray *items)
{
    self->allocations = g_ptr_array_new_with_free_func (allocation_record.destroy);
    for (guint i = 0; i < items->len; i++) {
        const OpenItem *item = &g_array_index (items, OpenItem, i);
        AllocationRow *row;

        if (item->allocated_minor == 0) {
            continue;
        }
        row = allocation_new ();
        row->invoice_id = item->id;
        row->invoice_number = g_strdup (rows_text (rows, find_item (rows, item->id), 1));
        row->due_date = item->due_date;
        row->open_minor = item->open_minor;
        row->amount_minor = item->allocated_minor;
        row->remaining_minor = item->open_minor - item->allocated_minor;
        g_ptr_array_add (self->allocations, row);
    }
    self->allocated_minor = self->request->amount_minor - self->to_advance_minor;
}

static gboolean
allocate (Operation *op, gboolean lock, PaymentPlan *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    g_autoptr (GArray) items = g_array_new (FALSE, TRUE, sizeof (OpenItem));
    gint64 amount_minor = self->request->amount_minor;
    gboolean done;

    if (!db_run (op->db, lock ? &payments_lock_items : &payments_open_items, &rows, error,
                 P_INT64 (self->request->account_id))) {
        return FALSE;
    }
    if (length (self->request->allocations) > 0) {
        done = choose_items (op, self, rows, items, error) &&
               allocation_check (amount_minor, (OpenItem *)items->data, items->len,
                                 &self->to_advance_minor, error);
    } else {
        for (int row = 0; row < rows_count (rows); row++) {
            OpenItem item = open_item (rows, row);
            g_array_append_val (items, item);
        }
        done = allocation_propose (amount_minor, (OpenItem *)items->data, items->len,
                                   &self->to_advance_minor, error);
    }
    if (done) {
        take_items (self, rows, items);
    }
    return done;
}

static gboolean
check_request (const PaymentRequest *request, GError **error)
{
    if (request->account_id <= 0) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "account_id",
                       "Name the account that is paid for");
    }
    if (request->amount_minor <= 0) {
        return refuse (error, SIRAJ_ERROR_AMOUNT_NOT_POSITIVE, "amount_minor",
                       "A payment is more than zero; enter the amount received");
    }
    if (length (request->tenders) > MAX_TENDERS) {
        return refuse (error, SIRAJ_ERROR_TOO_MANY_TENDERS, "tenders",
                       "A payment has at most %d tenders; take it in two payments", MAX_TENDERS);
    }
    return TRUE;
}

gboolean
payment_plan_make (Operation *op, gboolean lock, PaymentPlan *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    self->request = op->input;
    return check_request (self->request, error) && read_account (op, lock, self, &rows, error) &&
           check_date (op, self, error) && (!lock || check_tenders (self, rows, error)) &&
           allocate (op, lock, self, error);
}
