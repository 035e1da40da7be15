/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what bills are computed again from: terms, readings and registers as they are known now,
 * the registers where the bills began. */
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/rebill.h"

#include "common/types/billing-types.h"

#include <string.h>

/* Columns of rebill_facts. */
enum {
    AT_ID,
    AT_ACCOUNT,
    AT_AGREEMENT,
    AT_NUMBER,
    AT_KIND,
    AT_FROM,
    AT_TO,
    AT_ENERGY,
    AT_NET,
    AT_TAX,
    AT_ROUNDING,
    AT_TOTAL,
    AT_SETTLED,
    AT_LATER,
    AT_REVERSED_BY,
    AT_CREDITED_BY,
    AT_CYCLE,
    AT_PERIOD_KEY,
    AT_PERIOD_FROM,
    AT_PERIOD_TO,
    AT_DAYS_BEFORE,
    AT_DAYS_AFTER,
    AT_CURRENCY,
    AT_CASH_UNIT,
    AT_APPLY_ADVANCES,
    AT_TODAY,
};

void
old_bill_free (OldBill *self)
{
    g_free (self->number);
    g_free (self->later);
    g_free (self->period_key);
    g_clear_error (&self->refusal);
    g_free (self);
}

void
rebill_clear (Rebill *self)
{
    g_clear_pointer (&self->bills, g_ptr_array_unref);
    g_clear_pointer (&self->spans, g_array_unref);
}

/* The old bills and their run */

static gboolean
check_bill (const Rows *rows, int row, GError **error)
{
    int kind = rows_enum (rows, row, AT_KIND, &invoice_kind_enum);

    if ((kind != INVOICE_KIND_ENERGY && kind != INVOICE_KIND_FINAL) ||
        rows_is_null (rows, row, AT_CYCLE)) {
        return refuse (error, SIRAJ_ERROR_NOT_REBILLABLE, NULL,
                       "%s was not made by a billing run, so there is nothing to compute again; "
                       "cancel it or give a credit note",
                       rows_text (rows, row, AT_NUMBER));
    }
    if (!rows_is_null (rows, row, AT_REVERSED_BY)) {
        return refuse (error, SIRAJ_ERROR_ALREADY_REVERSED, NULL,
                       "%s has been taken back already by %s", rows_text (rows, row, AT_NUMBER),
                       rows_text (rows, row, AT_REVERSED_BY));
    }
    return rows_is_null (rows, row, AT_CREDITED_BY) ||
           refuse (error, SIRAJ_ERROR_CREDITED_IN_PART, NULL,
                   "Credit note %s has lowered invoice %s; cancel that credit note first",
                   rows_text (rows, row, AT_CREDITED_BY), rows_text (rows, row, AT_NUMBER));
}

static OldBill *
take_old (const Rows *rows, int row)
{
    OldBill *old = g_new0 (OldBill, 1);
    gint64 before = rows_int64 (rows, row, AT_DAYS_BEFORE);
    gint64 after = rows_int64 (rows, row, AT_DAYS_AFTER);

    old->id = rows_int64 (rows, row, AT_ID);
    old->account_id = rows_int64 (rows, row, AT_ACCOUNT);
    old->agreement_id = rows_int64 (rows, row, AT_AGREEMENT);
    old->number = g_strdup (rows_text (rows, row, AT_NUMBER));
    old->period = (Period) { rows_date (rows, row, AT_FROM), rows_date (rows, row, AT_TO) };
    old->energy_wh = rows_int64 (rows, row, AT_ENERGY);
    old->net_minor = rows_int64 (rows, row, AT_NET);
    old->tax_minor = rows_int64 (rows, row, AT_TAX);
    old->rounding_minor = rows_int64 (rows, row, AT_ROUNDING);
    old->total_minor = rows_int64 (rows, row, AT_TOTAL);
    old->settled_minor = rows_int64 (rows, row, AT_SETTLED);
    old->later = g_strdup (rows_text (rows, row, AT_LATER));
    old->cycle_id = rows_int64 (rows, row, AT_CYCLE);
    old->period_key = g_strdup (rows_text (rows, row, AT_PERIOD_KEY));
    old->cycle_period =
        (Period) { rows_date (rows, row, AT_PERIOD_FROM), rows_date (rows, row, AT_PERIOD_TO) };
    old->window =
        (Period) { old->cycle_period.to - (Date)before, old->cycle_period.to + (Date)after + 1 };
    old->done = !check_bill (rows, row, &old->refusal);
    return old;
}

/* What is the same for all of them. */
static void
take_company (const Rows *rows, Run *run)
{
    int month, day, year;

    run->currency = currency_find (rows_text (rows, 0, AT_CURRENCY));
    run->cash_unit_minor = rows_int64 (rows, 0, AT_CASH_UNIT);
    run->apply_advances = rows_boolean (rows, 0, AT_APPLY_ADVANCES);
    run->issue_date = rows_date (rows, 0, AT_TODAY);
    date_split (run->issue_date, &year, &month, &day);
    run->year = year;
    run->month = year * 100 + month;
    run->due_days = -1;
    run->rebills = TRUE;
}

GPtrArray *
rebill_load (Db *db, const char *ids, Run *run, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    GPtrArray *bills;

    if (!db_run (db, &rebill_facts, &rows, error, P_TEXT (ids), P_INSTANT (g_get_real_time ()))) {
        return NULL;
    }
    bills = g_ptr_array_new_with_free_func ((GDestroyNotify)old_bill_free);
    for (int row = 0; row < rows_count (rows); row++) {
        g_ptr_array_add (bills, take_old (rows, row));
    }
    if (bills->len > 0) {
        take_company (rows, run);
    }
    return bills;
}

/* Sets */

static gboolean
is_alike (const OldBill *a, const OldBill *b)
{
    return a->cycle_id == b->cycle_id && strcmp (a->period_key, b->period_key) == 0 &&
           a->cycle_period.from == b->cycle_period.from && a->window.from == b->window.from &&
           a->window.to == b->window.to;
}

/* A second bill of an account is computed when the first one stands. */
gboolean
rebill_take (Rebill *self, GPtrArray *bills)
{
    const OldBill *first = NULL;
    const OldBill *last = NULL;

    g_clear_pointer (&self->bills, g_ptr_array_unref);
    self->bills = g_ptr_array_new ();
    for (guint i = 0; i < bills->len; i++) {
        OldBill *old = g_ptr_array_index (bills, i);

        if (old->done ||
            (last != NULL && (last->account_id == old->account_id || !is_alike (first, old)))) {
            continue;
        }
        first = first != NULL ? first : old;
        last = old;
        g_ptr_array_add (self->bills, old);
    }
    if (first == NULL) {
        return FALSE;
    }
    self->run.cycle_id = first->cycle_id;
    self->run.period_key = first->period_key;
    self->run.period = first->cycle_period;
    self->run.window = first->window;
    return TRUE;
}

/* What the engine needs */

/* One number of each bill, as a bigint[]. */
static char *
list_of (const Rebill *self, gsize offset)
{
    g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

    for (guint i = 0; i < self->bills->len; i++) {
        gint64 id = G_STRUCT_MEMBER (gint64, g_ptr_array_index (self->bills, i), offset);

        g_array_append_val (ids, id);
    }
    return bulk_id_array (ids, 0);
}

static gboolean
read_lists (Db *db, Rebill *self, GError **error)
{
    g_autofree char *bills = list_of (self, G_STRUCT_OFFSET (OldBill, id));
    g_autofree char *accounts = list_of (self, G_STRUCT_OFFSET (OldBill, account_id));
    g_autofree char *agreements = list_of (self, G_STRUCT_OFFSET (OldBill, agreement_id));
    const Param one[] = { P_TEXT (agreements) };
    const Param two[] = { P_TEXT (accounts), P_TEXT (agreements) };
    const Param three[] = { P_TEXT (accounts), P_TEXT (agreements), P_DATE (self->run.window.to) };
    RunRows *rows = &self->work->rows;

    return run_read_agreements (db, &(RunQuery) { &rebill_agreements, one, 1 }, rows, error) &&
           run_read_registers (db, &(RunQuery) { &rebill_registers, two, 2 }, rows, error) &&
           run_read_terms (db, &(RunQuery) { &rebill_terms, three, 3 }, rows, error) &&
           run_read_spans (db, bills, self->spans, error);
}

static void
list_credits (const Rebill *self, GArray *credits)
{
    g_array_set_size (credits, 0);
    for (guint i = 0; i < self->bills->len; i++) {
        const OldBill *old = g_ptr_array_index (self->bills, i);
        const CreditRow row = { old->account_id, old->agreement_id, old->id, old->total_minor };

        g_array_append_val (credits, row);
    }
}

/* Registers of the bill begin where it began them; others that would have been in it, had they
 * been known, where they are.  FALSE: it is none of either. */
static gboolean
rewind_register (const Rebill *self, const OldBill *old, RegisterRow *row, RunReadings *wanted)
{
    const RunSpan *span = run_find_span (self->spans, row->id);

    if (span == NULL && (row->opened_on >= old->period.to || row->billed_date >= old->period.to)) {
        return FALSE;
    }
    *wanted = (RunReadings) { row->id, row->billed_date, self->run.window.to };
    if (span != NULL) {
        row->billed_date = wanted->after = span->from_date;
        row->billed_value = span->from_value;
    }
    if (old->later != NULL) { /* what comes after is of that bill */
        Date end = span != NULL ? span->to_date + 1 : row->billed_date;

        wanted->before = MIN (wanted->before, end);
    }
    return TRUE;
}

/* Both lists are by account. */
static void
rewind_registers (const Rebill *self, GArray *registers, GArray *wanted)
{
    guint kept = 0;
    guint at = 0;

    for (guint i = 0; i < registers->len; i++) {
        RegisterRow row = g_array_index (registers, RegisterRow, i);
        const OldBill *old = g_ptr_array_index (self->bills, at);
        RunReadings readings;

        while (old->account_id < row.account_id) {
            old = g_ptr_array_index (self->bills, ++at);
        }
        if (rewind_register (self, old, &row, &readings)) {
            g_array_index (registers, RegisterRow, kept++) = row;
            g_array_append_val (wanted, readings);
        }
    }
    g_array_set_size (registers, kept);
}

gboolean
rebill_read (Db *db, Rebill *self, GError **error)
{
    RunRows *rows = &self->work->rows;
    g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (RunReadings));

    if (self->spans == NULL) {
        self->spans = g_array_new (FALSE, FALSE, sizeof (RunSpan));
    }
    g_array_set_size (rows->rules, 0); /* a rebill estimates nothing */
    g_array_set_size (rows->readings, 0);
    list_credits (self, rows->credits);
    if (!run_load_prices (db, &self->run, &self->work->prices, error) ||
        !read_lists (db, self, error)) {
        return FALSE;
    }
    rewind_registers (self, rows->registers, wanted);
    return run_read_readings (db, wanted, rows, error);
}

/* Corrected readings */

static ReadingRow *
find_reading (const RunRows *rows, const RunSpan *span)
{
    for (guint i = rows->readings->len; span != NULL && i > 0; i--) {
        ReadingRow *row = &g_array_index (rows->readings, ReadingRow, i - 1);

        if (row->register_id == span->register_id && row->date == span->to_date) {
            return row;
        }
    }
    return NULL;
}

static guint
digits_of (const RunRows *rows, gint64 register_id)
{
    for (guint i = 0; i < rows->registers->len; i++) {
        const RegisterRow *row = &g_array_index (rows->registers, RegisterRow, i);

        if (row->id == register_id) {
            return row->digits;
        }
    }
    g_assert_not_reached ();
}

static gboolean
correct_reading (const Rebill *self, const RebillReading *right, GError **error)
{
    const RunRows *rows = &self->work->rows;
    const OldBill *old = g_ptr_array_index (self->bills, 0);
    ReadingRow *row = find_reading (rows, run_find_span (self->spans, right->register_id));

    if (row == NULL) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "readings",
                       "No reading of this register ends bill %s; take one of its registers",
                       old->number);
    }
    if (right->value < 0 ||
        right->value >= register_full_scale (digits_of (rows, right->register_id))) {
        return refuse (error, SIRAJ_ERROR_READING_TOO_LONG, "readings",
                       "The meter has only %u digits; read it again.",
                       digits_of (rows, right->register_id));
    }
    row->value = right->value;
    row->rollover = right->rollover;
    row->estimated = FALSE;
    return TRUE;
}

gboolean
rebill_correct (const Rebill *self, const GPtrArray *readings, GError **error)
{
    for (guint i = 0; readings != NULL && i < readings->len; i++) {
        if (!correct_reading (self, g_ptr_array_index (readings, i), error)) {
            return FALSE;
        }
    }
    return TRUE;
}
