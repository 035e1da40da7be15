/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the rows of a chunk to its bills: which reading closes each register, what the engine
 * makes of it, and what is odd about the result. */
#include "server/modules/billing/run.h"

#include "common/base/language.h"

/* What is unusual but billed; a person looks at it.  The daily average already counts the reading
 * itself as a quarter, so twice the average is three times what it was before. */
#define HIGH_TIMES 2
#define HIGH_LEAST_WH (100 * WH_PER_KWH)
#define LOW_PART 4
#define LOW_LEAST_WH (50 * WH_PER_KWH) /* of the consumption that was to be expected */
#define ZERO_BILLS 3

/* One agreement on its way through the steps. */
typedef struct {
    const Run *run;
    RunWorkspace *work;
    const AgreementRow *agreement;
    const RegisterRow *registers;
    guint n_registers;
    const TermRow *terms;
    guint n_terms;
    const CreditRow *credits; /* estimated bills that this one replaces */
    guint n_credits;
    guint first_estimate; /* of the output, the account's own follow it */
    Period period;        /* of the bill */
    guint n_open;         /* registers that still count */
    gboolean is_due;      /* some register has days to bill */
} Account;

/* Exceptions */

static void
add_exception (const Account *self, int code, const char *detail)
{
    RunException one = {
        self->agreement->account_id,
        self->agreement->agreement_id,
        code,
        g_strdup (detail),
    };

    g_array_append_val (self->work->output.exceptions, one);
}

static void
add_refusal (const Account *self, const GError *error)
{
    add_exception (self, error->domain == SIRAJ_ERROR ? error->code : SIRAJ_ERROR_INTERNAL,
                   error->message);
}

/* Readings */

static gboolean
is_done (const RegisterRow *row)
{
    return row->closed_on != DATE_NONE && row->billed_date >= row->closed_on;
}

static void
add_reading (GArray *readings, const MeterRegister *meter, const ReadingRow *row)
{
    RegisterReading reading = {
        .meter_id = meter->meter_id,
        .register_class = meter->register_class,
        .date = row->date,
        .value = row->value,
        .estimated = row->estimated,
        .rollover = row->rollover,
    };

    g_array_append_val (readings, reading);
}

/* The supply draws what was agreed, read or not. */
static ReadingRow
unmetered_reading (const Run *run, const RegisterRow *row)
{
    Date date = row->closed_on != DATE_NONE ? MIN (row->closed_on, run->period.to) : run->period.to;
    gint64 days = MAX (date - row->billed_date, 0);

    return (ReadingRow) {
        .date = row->billed_date + (Date)days,
        .value = row->billed_value + row->daily_average_wh * days,
    };
}

/* The newest reading that this run may use; its date is the last billed day when there is none. */
static ReadingRow
last_reading (const Account *self, const RegisterRow *row)
{
    if (row->unmetered) {
        return unmetered_reading (self->run, row);
    }
    if (row->n_readings > 0) {
        guint last = row->first_reading + row->n_readings - 1;
        return g_array_index (self->work->rows.readings, ReadingRow, last);
    }
    if (row->latest_date > row->billed_date && row->latest_date < self->run->window.to) {
        return (ReadingRow) { row->id, row->latest_date, row->latest_value, row->latest_estimated,
                              FALSE };
    }
    return (ReadingRow) { row->id, row->billed_date, row->billed_value, FALSE, FALSE };
}

/* Whether the register was read when it had to be: on its last day, or in the reading window. */
static gboolean
is_read (const Account *self, const RegisterRow *row, Date date)
{
    if (row->closed_on != DATE_NONE && row->closed_on < self->run->window.to) {
        return date == row->closed_on;
    }
    return row->unmetered || date >= self->run->window.from;
}

/* What the register counts in this bill: the days from its last bill to its last reading.  Another
 * one of the point may have been billed or read on another day. */
static void
add_register (const Account *self, const RegisterRow *row, const ReadingRow *last)
{
    RunWorkspace *work = self->work;
    const MeterRegister meter = {
        .meter_id = row->installation_id != 0 ? row->installation_id : -row->id,
        .register_class = row->register_class,
        .digits = row->digits,
        .multiplier_milli = row->multiplier_milli,
        .installed = { row->billed_date, last->date },
    };
    const ReadingRow first = { row->id, row->billed_date, row->billed_value, FALSE, FALSE };

    if (last->date == row->billed_date) {
        return;
    }
    g_array_append_val (work->meters, meter);
    add_reading (work->readings, &meter, &first);
    for (guint i = 0; i < row->n_readings; i++) {
        const ReadingRow *reading =
            &g_array_index (work->rows.readings, ReadingRow, row->first_reading + i);

        if (reading->date < last->date) {
            add_reading (work->readings, &meter, reading);
        }
    }
    if (row->n_readings == 0 && last->estimated && row->latest_date > row->billed_date &&
        row->latest_date < last->date) {
        const ReadingRow latest = { row->id, row->latest_date, row->latest_value,
                                    row->latest_estimated, FALSE };
        add_reading (work->readings, &meter, &latest);
    }
    add_reading (work->readings, &meter, last);
}

static void
keep_estimate (const Account *self, const RegisterRow *row, const ReadingRow *before,
               const ReadingRow *estimate)
{
    gint64 full_scale = estimate->rollover ? register_full_scale (row->digits) : 0;
    const RunEstimate kept = {
        .register_id = row->id,
        .date = estimate->date,
        .value = estimate->value,
        .quantity = (estimate->value + full_scale - before->value) * row->multiplier_milli / 1000,
        .rollover = estimate->rollover,
    };

    g_array_append_val (self->work->output.estimates, kept);
}

/* The reading that closes the register's days, estimated where the rule says so. */
static gboolean
closing_reading (const Account *self, const RegisterRow *row, ReadingRow *last)
{
    g_autoptr (GError) error = NULL;
    ReadingRow before;

    *last = last_reading (self, row);
    if (is_read (self, row, last->date)) {
        return TRUE;
    }
    before = *last;
    if (!run_estimate (self->run, &self->work->rows, self->agreement->class_id, row, last,
                       &error)) {
        add_refusal (self, error);
        return FALSE;
    }
    keep_estimate (self, row, &before, last);
    return TRUE;
}

/* The bill's days: from the first day a register is not billed to the last reading of all. */
static gboolean
gather_registers (Account *self)
{
    self->period = (Period) { G_MAXINT32, G_MININT32 };
    g_array_set_size (self->work->meters, 0);
    g_array_set_size (self->work->readings, 0);
    for (guint i = 0; i < self->n_registers; i++) {
        const RegisterRow *row = &self->registers[i];
        ReadingRow last;

        if (is_done (row)) {
            continue;
        }
        self->n_open++;
        if (!closing_reading (self, row, &last)) {
            return FALSE;
        }
        self->is_due = self->is_due || last.date > row->billed_date;
        self->period.from = MIN (self->period.from, row->billed_date);
        self->period.to = MAX (self->period.to, last.date);
        add_register (self, row, &last);
    }
    return TRUE;
}

/* Terms: each stretch of days under one agreed term and one version of its tariff */

/* The days from *@day on that some meter counts; TRUE with a gap of days that none does. */
static gboolean
next_gap (const Account *self, Date *day, Period *gap)
{
    const MeterRegister *meter = (const MeterRegister *)self->work->meters->data;
    guint n = self->work->meters->len;
    gboolean moved = TRUE;

    while (moved) {
        moved = FALSE;
        for (guint i = 0; i < n; i++) {
            if (meter[i].installed.from <= *day && meter[i].installed.to > *day) {
                *day = meter[i].installed.to;
                moved = TRUE;
            }
        }
    }
    *gap = (Period) { *day, self->period.to };
    for (guint i = 0; i < n; i++) {
        if (meter[i].installed.from > *day) {
            gap->to = MIN (gap->to, meter[i].installed.from);
        }
    }
    return gap->from < gap->to;
}

/* Where no meter hangs there is no service: no energy, and no charges by days. */
static void
add_term (const Account *self, BillTerm term)
{
    Period days = term.period;
    Date day = self->period.from;
    Period gap;

    while (next_gap (self, &day, &gap)) {
        Period dark;

        if (period_overlap (gap, days, &dark)) {
            const BillTerm none = { .period = dark };

            term.period = (Period) { days.from, dark.from };
            if (period_days (term.period) > 0) {
                g_array_append_val (self->work->terms, term);
            }
            g_array_append_val (self->work->terms, none);
            days.from = dark.to;
        }
        day = gap.to;
    }
    term.period = days;
    if (period_days (days) > 0) {
        g_array_append_val (self->work->terms, term);
    }
}

static void
gather_terms (const Account *self)
{
    g_array_set_size (self->work->terms, 0);
    for (guint i = 0; i < self->n_terms; i++) {
        const TermRow *row = &self->terms[i];
        guint n;
        PricedVersion *versions = run_find_versions (&self->work->prices, row->tariff_id, &n);

        for (guint j = 0; j < n; j++) {
            BillTerm term = {
                .version = versions[j].version,
                .terms = { .amperes = row->breaker_amperes,
                           .contracted_va = row->contracted_load_w,
                           .contracted_w = row->contracted_load_w,
                           .tax_override_bp = TAX_OF_TARIFF },
            };

            if (versions[j].version != NULL &&
                period_overlap (row->period, versions[j].period, &term.period) &&
                period_overlap (term.period, self->period, &term.period)) {
                add_term (self, term);
            }
        }
    }
}

/* The bill */

static gboolean
build_segments (const Account *self, GError **error)
{
    RunWorkspace *work = self->work;
    const ConsumptionInput input = {
        .period = self->period,
        .registers = (const MeterRegister *)work->meters->data,
        .n_registers = work->meters->len,
        .readings = (const RegisterReading *)work->readings->data,
        .n_readings = work->readings->len,
        .replace_estimates = TRUE,
    };
    Segments segments;

    g_array_set_size (work->segments, work->readings->len);
    segments = (Segments) { (Segment *)work->segments->data, 0, work->segments->len };
    if (!consumption_build (&input, &segments, error)) {
        return FALSE;
    }
    g_array_set_size (work->segments, segments.n);
    return TRUE;
}

/* A bill that does not come to its lines, or has no consumption (if it is none), is never kept. */
static gboolean
check_lines (const Bill *bill, guint n_segments, GError **error)
{
    gint64 total_minor = 0;

    for (guint i = 0; i < bill->n_lines; i++) {
        total_minor += bill->lines[i].amount_minor;
    }
    return (total_minor == bill->total_minor && n_segments > 0) ||
           refuse (error, SIRAJ_ERROR_RUN_NOT_PROVEN, NULL,
                   "The lines of the bill do not make its total; tell those who look after the "
                   "program.");
}

static gboolean
compute (const Account *self, GError **error)
{
    RunWorkspace *work = self->work;
    const Run *run = self->run;
    BillInput input = {
        .currency = run->currency,
        .cash_unit_minor = run->cash_unit_minor,
        .period = self->period,
        .cycle_days = period_days (run->period),
        .prices = (const PeriodPrice *)work->prices.prices->data,
        .n_prices = work->prices.prices->len,
    };

    if (!build_segments (self, error)) {
        return FALSE;
    }
    gather_terms (self);
    input.terms = (const BillTerm *)work->terms->data;
    input.n_terms = work->terms->len;
    input.segments = (const Segment *)work->segments->data;
    input.n_segments = work->segments->len;
    if (!bill_compute (&input, &work->bill, error)) {
        return FALSE;
    }
    if (work->bill.total_minor < 0) {
        return refuse (error, SIRAJ_ERROR_NEGATIVE_BILL, NULL,
                       "Credits of the tariff are larger than what was consumed: correct the "
                       "tariff or give a credit note.");
    }
    return check_lines (&work->bill, work->segments->len, error);
}

const RegisterRow *
run_register_of (const RegisterRow *registers, guint n, const Segment *segment)
{
    for (guint i = 0; i < n; i++) {
        const RegisterRow *row = &registers[i];
        gint64 meter_id = row->installation_id != 0 ? row->installation_id : -row->id;

        if (meter_id == segment->meter_id && row->register_class == segment->register_class) {
            return row;
        }
    }
    g_assert_not_reached ();
}

static const RegisterRow *
register_of (const Account *self, const Segment *segment)
{
    return run_register_of (self->registers, self->n_registers, segment);
}

static void
add_oddity (const Account *self, int code, gint64 found_wh, gint64 expected_wh)
{
    g_autofree char *found = energy_format_kwh (found_wh);
    g_autofree char *expected = energy_format_kwh (expected_wh);
    g_autofree char *detail = g_strdup_printf (
        tr ("%s kWh were billed; by the daily average it would be %s kWh."), found, expected);

    add_exception (self, code, detail);
}

static void
look_at_segment (const Account *self, const Segment *segment)
{
    const RegisterRow *row = register_of (self, segment);
    gint64 expected_wh = row->daily_average_wh * period_days (segment->period);

    if (row->unmetered || segment->estimated || segment->register_class >= REGISTER_N_ENERGY) {
        return;
    }
    if (segment->quantity == 0 && row->zero_bills + 1 >= ZERO_BILLS) {
        add_oddity (self, SIRAJ_ERROR_CONSUMPTION_ZERO, 0, expected_wh);
    }
    if (expected_wh == 0 || segment->period.to != row->latest_date) {
        return;
    }
    if (segment->quantity >= HIGH_LEAST_WH && segment->quantity / HIGH_TIMES > expected_wh) {
        add_oddity (self, SIRAJ_ERROR_CONSUMPTION_HIGH, segment->quantity, expected_wh);
    } else if (segment->quantity > 0 && expected_wh >= LOW_LEAST_WH &&
               segment->quantity < expected_wh / LOW_PART) {
        add_oddity (self, SIRAJ_ERROR_CONSUMPTION_LOW, segment->quantity, expected_wh);
    }
}

/* What was made of it */

static RunGroup *
find_group (RunOutput *output, const AgreementRow *agreement)
{
    RunGroup made = {
        .branch_id = agreement->branch_id,
        .station_id = agreement->station_id,
        .class_id = agreement->class_id,
    };

    for (guint i = 0; i < output->groups->len; i++) {
        RunGroup *one = &g_array_index (output->groups, RunGroup, i);

        if (one->class_id == made.class_id && one->station_id == made.station_id &&
            one->branch_id == made.branch_id) {
            return one;
        }
    }
    g_array_append_val (output->groups, made);
    return &g_array_index (output->groups, RunGroup, output->groups->len - 1);
}

static void
add_to_group (RunGroup *group, const Bill *bill)
{
    group->bills++;
    group->energy_wh += bill->energy_wh;
    group->total_minor += bill->total_minor;
    for (guint i = 0; i < bill->n_lines; i++) {
        group->kinds_minor[bill->lines[i].kind] += bill->lines[i].amount_minor;
    }
}

static void
add_to_totals (RunTotals *totals, const AgreementRow *agreement, const Bill *bill)
{
    totals->bills++;
    totals->energy_wh += bill->energy_wh;
    totals->net_minor += bill->net_minor;
    totals->tax_minor += bill->tax_minor;
    totals->total_minor += bill->total_minor;
    totals->has_advances = totals->has_advances || agreement->advance_minor > 0;
}

/* An account with two agreements owes the first bill already when it gets the second; what is
 * replaced is owed no more. */
static gint64
previous_balance (const Account *self)
{
    const RunOutput *output = &self->work->output;
    const AgreementRow *agreement = self->agreement;
    gint64 balance_minor = agreement->balance_minor;

    if (output->invoices->len > 0) {
        const RunInvoice *last =
            &g_array_index (output->invoices, RunInvoice, output->invoices->len - 1);

        if (last->account_id == agreement->account_id) {
            balance_minor = last->previous_balance_minor + last->total_minor;
        }
    }
    for (guint i = 0; i < self->n_credits; i++) {
        balance_minor -= self->credits[i].total_minor;
    }
    return balance_minor;
}

static void
keep_credits (const Account *self)
{
    RunOutput *output = &self->work->output;

    for (guint i = 0; i < self->n_credits; i++) {
        const RunCredit credit = { self->credits[i].invoice_id, output->invoices->len };

        g_array_append_val (output->credits, credit);
    }
}

static gboolean
is_final (const Account *self)
{
    if (self->agreement->end_date == DATE_NONE) {
        return FALSE;
    }
    for (guint i = 0; i < self->n_registers; i++) {
        Date closed_on = self->registers[i].closed_on;

        if (closed_on == DATE_NONE || closed_on > self->period.to) {
            return FALSE;
        }
    }
    return TRUE;
}

static void
put_segments (const Account *self, gint64 invoice_id)
{
    RunOutput *output = &self->work->output;
    const gint64 ids[2] = { invoice_id, self->agreement->account_id };

    for (guint i = 0; i < self->work->segments->len; i++) {
        const Segment *segment = &g_array_index (self->work->segments, Segment, i);

        run_put_segment (output, segment, i + 1, register_of (self, segment)->id, ids);
        look_at_segment (self, segment);
    }
    output->totals.segments += self->work->segments->len;
}

static void
keep_bill (const Account *self, gint64 invoice_id)
{
    RunOutput *output = &self->work->output;
    const Bill *bill = &self->work->bill;
    const AgreementRow *agreement = self->agreement;
    RunInvoice invoice = {
        .account_id = agreement->account_id,
        .agreement_id = agreement->agreement_id,
        .branch_id = agreement->branch_id,
        .station_id = agreement->station_id,
        .class_id = agreement->class_id,
        .is_final = is_final (self),
        .period = self->period,
        .energy_wh = bill->energy_wh,
        .net_minor = bill->net_minor,
        .tax_minor = bill->tax_minor,
        .rounding_minor = bill->rounding_minor,
        .total_minor = bill->total_minor,
        .previous_balance_minor = previous_balance (self),
        .replaces_id = self->run->rebills ? self->credits[0].invoice_id : 0,
    };

    if (output->invoices->len == 0 ||
        g_array_index (output->invoices, RunInvoice, output->invoices->len - 1).account_id !=
            agreement->account_id) {
        output->totals.accounts_billed++;
    }
    keep_credits (self);
    put_segments (self, invoice_id);
    run_put_bill (output, &self->work->prices, bill, &invoice, invoice_id);
    g_array_append_val (output->invoices, invoice);
    add_to_group (find_group (output, agreement), bill);
    add_to_totals (&output->totals, agreement, bill);
}

static gboolean
is_wanted (const Account *self, GError **error)
{
    const RunWorkspace *work = self->work;
    const RunComputed computed = {
        .agreement = self->agreement,
        .registers = self->registers,
        .n_registers = self->n_registers,
        .period = self->period,
        .bill = &work->bill,
        .segments = (const Segment *)work->segments->data,
        .n_segments = work->segments->len,
    };

    return self->run->judge == NULL || self->run->judge (self->run->judge_data, &computed, error);
}

/* TRUE when there is a bill to keep; else the reason stands among the exceptions, where there is
 * one: an account that is billed already needs none. */
static gboolean
bill_account (Account *self)
{
    g_autoptr (GError) error = NULL;

    if (self->agreement->held) {
        add_exception (self, SIRAJ_ERROR_BILLING_HOLD, self->agreement->hold_reason);
        return FALSE;
    }
    if (!gather_registers (self)) {
        return FALSE;
    }
    if (self->n_open == 0 && self->agreement->end_date == DATE_NONE) {
        add_exception (self, SIRAJ_ERROR_METER_MISSING, NULL);
    }
    if (!self->is_due) {
        return FALSE;
    }
    if (!compute (self, &error) || !is_wanted (self, &error)) {
        add_refusal (self, error);
        return FALSE;
    }
    return TRUE;
}

/* Walking the lists side by side */

static int
compare (gint64 account_id, gint64 agreement_id, const AgreementRow *agreement)
{
    if (account_id != agreement->account_id) {
        return account_id < agreement->account_id ? -1 : 1;
    }
    return agreement_id == agreement->agreement_id
               ? 0
               : (agreement_id < agreement->agreement_id ? -1 : 1);
}

/* The registers of an agreement, from *@at on, which moves behind them. */
static void
find_registers (Account *self, guint *at)
{
    const GArray *rows = self->work->rows.registers;
    const RegisterRow *row = (const RegisterRow *)rows->data;

    while (*at < rows->len &&
           compare (row[*at].account_id, row[*at].agreement_id, self->agreement) < 0) {
        (*at)++;
    }
    self->registers = &row[*at];
    while (*at < rows->len &&
           compare (row[*at].account_id, row[*at].agreement_id, self->agreement) == 0) {
        (*at)++;
        self->n_registers++;
    }
}

static void
find_terms (Account *self, guint *at)
{
    const GArray *rows = self->work->rows.terms;
    const TermRow *row = (const TermRow *)rows->data;

    while (*at < rows->len &&
           compare (row[*at].account_id, row[*at].agreement_id, self->agreement) < 0) {
        (*at)++;
    }
    self->terms = &row[*at];
    while (*at < rows->len &&
           compare (row[*at].account_id, row[*at].agreement_id, self->agreement) == 0) {
        (*at)++;
        self->n_terms++;
    }
}

static void
find_credits (Account *self, guint *at)
{
    const GArray *rows = self->work->rows.credits;
    const CreditRow *row = (const CreditRow *)rows->data;

    while (*at < rows->len &&
           compare (row[*at].account_id, row[*at].agreement_id, self->agreement) < 0) {
        (*at)++;
    }
    self->credits = &row[*at];
    while (*at < rows->len &&
           compare (row[*at].account_id, row[*at].agreement_id, self->agreement) == 0) {
        (*at)++;
        self->n_credits++;
    }
}

static void
begin_output (RunOutput *output)
{
    g_array_set_size (output->invoices, 0);
    g_array_set_size (output->groups, 0);
    g_array_set_size (output->exceptions, 0);
    g_array_set_size (output->estimates, 0);
    g_array_set_size (output->credits, 0);
    if (output->lines.link == NULL) {
        copy_begin (&output->lines); /* of a trial: they go nowhere */
    }
    copy_begin (&output->segments);
    output->totals = (RunTotals) { 0 };
}

void
run_bill (const Run *run, const Chunk *chunk, RunWorkspace *work)
{
    const GArray *agreements = work->rows.agreements;
    guint at_register = 0;
    guint at_term = 0;
    guint at_credit = 0;

    begin_output (&work->output);
    for (guint i = 0; i < agreements->len; i++) {
        Account account = {
            .run = run,
            .work = work,
            .agreement = &g_array_index (agreements, AgreementRow, i),
            .first_estimate = work->output.estimates->len,
        };

        find_registers (&account, &at_register);
        find_terms (&account, &at_term);
        find_credits (&account, &at_credit);
        if (bill_account (&account)) {
            keep_bill (&account, chunk->first_invoice_id + work->output.invoices->len);
        } else {
            g_array_set_size (work->output.estimates, account.first_estimate);
            work->output.totals.skipped++;
        }
    }
}
