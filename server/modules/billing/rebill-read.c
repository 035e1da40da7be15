/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what one bill is computed again from: terms, readings and registers as they are known now,
 * the registers where the bill began. */
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/rebill.h"
#include "server/modules/tariffs/tariffs.h"

#include "common/types/billing-types.h"

typedef struct {
    const Rows *rows;
    int row;
    int column;
} Reader;

static gint64
next_int64 (Reader *at)
{
    return rows_int64 (at->rows, at->row, at->column++);
}

static Date
next_date (Reader *at)
{
    return rows_date (at->rows, at->row, at->column++);
}

static gboolean
next_boolean (Reader *at)
{
    return rows_boolean (at->rows, at->row, at->column++);
}

static const char *
next_text (Reader *at)
{
    return rows_text (at->rows, at->row, at->column++);
}

void
rebill_clear (Rebill *self)
{
    g_clear_pointer (&self->run.period_key, g_free);
    g_clear_pointer (&self->old.number, g_free);
    g_clear_pointer (&self->old.later, g_free);
    g_clear_pointer (&self->ends, g_array_unref);
}

/* The old bill and its run */

static void
take_old (Reader *at, OldBill *old)
{
    old->account_id = next_int64 (at);
    old->agreement_id = next_int64 (at);
    old->number = g_strdup (next_text (at));
    at->column++; /* its kind */
    old->period.from = next_date (at);
    old->period.to = next_date (at);
    old->energy_wh = next_int64 (at);
    old->net_minor = next_int64 (at);
    old->tax_minor = next_int64 (at);
    old->rounding_minor = next_int64 (at);
    old->total_minor = next_int64 (at);
    old->settled_minor = next_int64 (at);
    old->later = g_strdup (next_text (at));
    old->has_later = old->later != NULL;
}

static void
take_run (Reader *at, Run *run)
{
    gint64 before, after;
    int month, day, year;

    run->cycle_id = next_int64 (at);
    run->period_key = g_strdup (next_text (at));
    run->period.from = next_date (at);
    run->period.to = next_date (at);
    before = next_int64 (at);
    after = next_int64 (at);
    run->window = (Period) { run->period.to - (Date)before, run->period.to + (Date)after + 1 };
    run->currency = currency_find (next_text (at));
    run->cash_unit_minor = next_int64 (at);
    run->apply_advances = next_boolean (at);
    run->issue_date = next_date (at);
    date_split (run->issue_date, &year, &month, &day);
    run->year = year;
    run->month = year * 100 + month;
    run->trial = TRUE; /* what it writes, it writes itself */
}

static gboolean
check_bill (const Rows *rows, GError **error)
{
    enum { NUMBER = 2, KIND = 3, REVERSED_BY = 13, CREDITED_BY = 14, CYCLE = 15 };
    int kind = rows_enum (rows, 0, KIND, &invoice_kind_enum);

    if ((kind != INVOICE_KIND_ENERGY && kind != INVOICE_KIND_FINAL) ||
        rows_is_null (rows, 0, CYCLE)) {
        return refuse (error, SIRAJ_ERROR_NOT_REBILLABLE, NULL,
                       "%s was not made by a billing run, so there is nothing to compute again; "
                       "cancel it or give a credit note",
                       rows_text (rows, 0, NUMBER));
    }
    if (!rows_is_null (rows, 0, REVERSED_BY)) {
        return refuse (error, SIRAJ_ERROR_ALREADY_REVERSED, NULL,
                       "%s has been taken back already by %s", rows_text (rows, 0, NUMBER),
                       rows_text (rows, 0, REVERSED_BY));
    }
    return rows_is_null (rows, 0, CREDITED_BY) ||
           refuse (error, SIRAJ_ERROR_CREDITED_IN_PART, NULL,
                   "Credit note %s has lowered invoice %s; cancel that credit note first",
                   rows_text (rows, 0, CREDITED_BY), rows_text (rows, 0, NUMBER));
}

gboolean
rebill_load (Db *db, gint64 invoice_id, Rebill *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    Reader at;

    if (!db_one (db, &rebill_facts,
                 (const Param[]) { P_INT64 (invoice_id), P_INSTANT (g_get_real_time ()) }, 2,
                 N_ ("Invoice"), &rows, error) ||
        !check_bill (rows, error)) {
        return FALSE;
    }
    at = (Reader) { rows, 0, 0 };
    self->old.id = invoice_id;
    take_old (&at, &self->old);
    at.column += 2; /* what check_bill() has looked at */
    take_run (&at, &self->run);
    return TRUE;
}

/* What the engine needs */

static gboolean
read_agreement (Db *db, const Rebill *self, RunRows *out, GError **error)
{
    AgreementRow *row;
    Reader at;

    g_clear_pointer (&out->agreement_rows, PQclear);
    if (!db_one (db, &rebill_agreement, (const Param[]) { P_INT64 (self->old.agreement_id) }, 1,
                 N_ ("Agreement"), &out->agreement_rows, error)) {
        return FALSE;
    }
    g_array_set_size (out->agreements, 1);
    row = &g_array_index (out->agreements, AgreementRow, 0);
    at = (Reader) { out->agreement_rows, 0, 0 };
    row->account_id = next_int64 (&at);
    row->agreement_id = next_int64 (&at);
    row->branch_id = next_int64 (&at);
    row->station_id = next_int64 (&at);
    row->class_id = next_int64 (&at);
    row->balance_minor = next_int64 (&at);
    row->advance_minor = next_int64 (&at);
    row->end_date = next_date (&at);
    row->held = next_boolean (&at);
    row->hold_reason = next_text (&at);
    return TRUE;
}

static void
take_register (Reader *at, RegisterRow *row, RebillEnd *end)
{
    *row = (RegisterRow) { .id = next_int64 (at) };
    row->account_id = next_int64 (at);
    row->agreement_id = next_int64 (at);
    row->installation_id = next_int64 (at);
    row->register_class = REGISTER_TOTAL; /* an unmetered supply counts as all energy */
    enumeration_find (&register_class_enum, next_text (at), &row->register_class);
    row->unmetered = row->installation_id == 0;
    row->digits = (guint)next_int64 (at);
    row->multiplier_milli = next_int64 (at);
    row->opened_on = next_date (at);
    row->closed_on = next_date (at);
    row->billed_date = next_date (at);
    row->billed_value = next_int64 (at);
    row->latest_date = next_date (at);
    row->latest_value = next_int64 (at);
    row->latest_estimated = next_boolean (at);
    row->daily_average_wh = next_int64 (at);
    row->zero_bills = next_int64 (at);
    *end = (RebillEnd) { row->id, next_date (at), 0 };
    end->value = next_int64 (at);
}

static gboolean
read_registers (Db *db, Rebill *self, RunRows *out, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &rebill_registers, &rows, error, P_INT64 (self->old.id))) {
        return FALSE;
    }
    g_clear_pointer (&self->ends, g_array_unref);
    self->ends = g_array_new (FALSE, FALSE, sizeof (RebillEnd));
    g_array_set_size (self->ends, rows_count (rows));
    g_array_set_size (out->registers, rows_count (rows));
    for (guint i = 0; i < out->registers->len; i++) {
        Reader at = { rows, (int)i, 0 };

        take_register (&at, &g_array_index (out->registers, RegisterRow, i),
                       &g_array_index (self->ends, RebillEnd, i));
    }
    return TRUE;
}

static gboolean
read_terms (Db *db, const Rebill *self, RunRows *out, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &rebill_terms, &rows, error, P_INT64 (self->old.account_id),
                 P_INT64 (self->old.agreement_id), P_DATE (self->run.window.to))) {
        return FALSE;
    }
    g_array_set_size (out->terms, rows_count (rows));
    for (guint i = 0; i < out->terms->len; i++) {
        Reader at = { rows, (int)i, 0 };
        TermRow *row = &g_array_index (out->terms, TermRow, i);

        *row = (TermRow) { .account_id = next_int64 (&at) };
        row->agreement_id = next_int64 (&at);
        row->period.from = next_date (&at);
        row->period.to = next_date (&at);
        if (row->period.to == DATE_NONE) {
            row->period.to = G_MAXINT32;
        }
        row->tariff_id = next_int64 (&at);
        row->contracted_load_w = next_int64 (&at);
        row->breaker_amperes = next_int64 (&at);
    }
    return TRUE;
}

/* Both are in the order of the registers. */
static void
link_readings (RunRows *out)
{
    guint at = 0;

    for (guint i = 0; i < out->registers->len; i++) {
        RegisterRow *row = &g_array_index (out->registers, RegisterRow, i);

        row->first_reading = at;
        while (at < out->readings->len &&
               g_array_index (out->readings, ReadingRow, at).register_id == row->id) {
            at++;
        }
        row->n_readings = at - row->first_reading;
    }
}

static gboolean
read_readings (Db *db, const Rebill *self, RunRows *out, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &rebill_readings, &rows, error, P_INT64 (self->old.id),
                 P_DATE (self->run.window.to), P_BOOLEAN (self->old.has_later))) {
        return FALSE;
    }
    g_array_set_size (out->readings, rows_count (rows));
    for (guint i = 0; i < out->readings->len; i++) {
        Reader at = { rows, (int)i, 0 };
        ReadingRow *row = &g_array_index (out->readings, ReadingRow, i);

        row->register_id = next_int64 (&at);
        row->date = next_date (&at);
        row->value = next_int64 (&at);
        row->estimated = next_boolean (&at);
        row->rollover = next_boolean (&at);
    }
    link_readings (out);
    return TRUE;
}

/* Corrected readings */

static const RebillEnd *
find_end (const Rebill *self, gint64 register_id)
{
    for (guint i = 0; i < self->ends->len; i++) {
        const RebillEnd *end = &g_array_index (self->ends, RebillEnd, i);

        if (end->register_id == register_id && end->date != DATE_NONE) {
            return end;
        }
    }
    return NULL;
}

static ReadingRow *
find_reading (const RunRows *rows, const RebillEnd *end)
{
    for (guint i = rows->readings->len; end != NULL && i > 0; i--) {
        ReadingRow *row = &g_array_index (rows->readings, ReadingRow, i - 1);

        if (row->register_id == end->register_id && row->date == end->date) {
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
    const RebillEnd *end = find_end (self, right->register_id);
    ReadingRow *row = find_reading (rows, end);

    if (row == NULL) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "readings",
                       "No reading of this register ends bill %s; take one of its registers",
                       self->old.number);
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

static gboolean
correct_readings (const Rebill *self, const GPtrArray *readings, GError **error)
{
    for (guint i = 0; readings != NULL && i < readings->len; i++) {
        if (!correct_reading (self, g_ptr_array_index (readings, i), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean
rebill_read (Db *db, Rebill *self, const GPtrArray *readings, GError **error)
{
    RunRows *rows = &self->work->rows;

    g_array_set_size (rows->rules, 0);
    g_array_set_size (rows->credits, 0);
    return (self->keep_prices || run_load_prices (db, &self->run, &self->work->prices, error)) &&
           read_agreement (db, self, rows, error) && read_registers (db, self, rows, error) &&
           read_terms (db, self, rows, error) && read_readings (db, self, rows, error) &&
           correct_readings (self, readings, error);
}
