/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bills for "what if", and the curve of amount over energy. */
#include "server/modules/tariffs/quote.h"

#include "server/engine/bill.h"
#include "server/modules/tariffs/line-name.h"

#include <stdlib.h>

#define MAX_PRICES 64
#define MAX_DAYS 400

typedef struct {
    BillTerm term;
    Segment segments[REGISTER_N_CLASSES];
    PeriodPrice prices[MAX_PRICES];
    BillInput bill;
} Prepared;

static void
add_segment (Prepared *prepared, int register_class, gint64 quantity)
{
    prepared->segments[prepared->bill.n_segments++] = (Segment) {
        .register_class = register_class,
        .period = prepared->bill.period,
        .multiplier_milli = 1000,
        .quantity = quantity,
    };
}

static void
add_segments (Prepared *prepared, const QuoteRequest *request, gint64 energy_wh)
{
    gint64 peak = request->peak_wh == INT64_NONE ? 0 : request->peak_wh;
    gint64 off_peak = request->off_peak_wh == INT64_NONE ? 0 : request->off_peak_wh;

    if (peak > 0 || off_peak > 0) {
        add_segment (prepared, REGISTER_PEAK, peak);
        add_segment (prepared, REGISTER_SHOULDER, MAX (energy_wh - peak - off_peak, 0));
        add_segment (prepared, REGISTER_OFF_PEAK, off_peak);
    } else {
        add_segment (prepared, REGISTER_TOTAL, energy_wh);
    }
    if (request->demand_w != INT64_NONE) {
        add_segment (prepared, REGISTER_DEMAND, request->demand_w);
    }
}

static void
add_prices (Prepared *prepared, const QuoteInput *input)
{
    for (guint i = 0; i < input->n_prices && i < MAX_PRICES; i++) {
        const QuotePrice *price = &input->prices[i];

        prepared->prices[prepared->bill.n_prices++] = (PeriodPrice) {
            price->name,
            { price->month, date_add_months (price->month, 1) },
            price->rate_micro_per_kwh,
        };
    }
}

static gint64
known_or_zero (gint64 value)
{
    return value == INT64_NONE ? 0 : value;
}

static void
prepare (Prepared *prepared, const QuoteInput *input, gint64 energy_wh)
{
    const QuoteRequest *request = input->request;
    const Period period = { request->from_date, request->to_date };

    *prepared = (Prepared){
        .term = {
            .period = period,
            .version = input->version,
            .terms = {
                .amperes = known_or_zero (request->breaker_amperes),
                .contracted_w = known_or_zero (request->contracted_load_w),
                .contracted_va = known_or_zero (request->contracted_load_w),
                .tax_override_bp = TAX_OF_TARIFF,
            },
        },
        .bill = {
            .currency = currency_find (input->version->currency),
            .cash_unit_minor = input->cash_unit_minor,
            .period = period,
            .cycle_days = period_days (period),
            .n_terms = 1,
            .power_factor_bp = known_or_zero (request->power_factor_bp),
        },
    };
    prepared->bill.terms = &prepared->term;
    prepared->bill.segments = prepared->segments;
    prepared->bill.prices = prepared->prices;
    add_segments (prepared, request, energy_wh);
    add_prices (prepared, input);
}

static gboolean
check_request (const QuoteRequest *request, GError **error)
{
    int days = request->to_date - request->from_date;

    if (days <= 0 || days > MAX_DAYS) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "to_date",
                       "The period has %d days; choose between 1 and %d.", days, MAX_DAYS);
    }
    if (request->energy_wh < 0) {
        return refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, "energy_wh", "Energy is never negative.");
    }
    return TRUE;
}

static QuoteLine *
make_line (const Bill *bill, const BillLine *line, guint number, const Currency *currency)
{
    QuoteLine *out = quote_line_new ();
    const LineWords words = tariff_line_words (bill, line);

    out->line_no = number;
    out->kind = g_strdup (words.kind);
    out->description = line_description (&words);
    out->explanation = line_explanation (&words, currency);
    out->quantity_wh =
        line->kind == LINE_ENERGY || line->kind == LINE_PERIOD_PRICE || line->kind == LINE_ADDITION
            ? line->quantity
            : INT64_NONE;
    out->rate_micro = line->rate_micro != 0 ? line->rate_micro : INT64_NONE;
    out->days = line->days;
    out->amount_minor = line->amount_minor;
    out->tax_bp = words.tax_bp;
    return out;
}

static GPtrArray *
make_taxes (const Bill *bill)
{
    GPtrArray *taxes = g_ptr_array_new_with_free_func ((GDestroyNotify)quote_tax_free);

    for (guint i = 0; i < bill->n_lines; i++) {
        const BillLine *line = &bill->lines[i];

        if (line->kind == LINE_TAX) {
            QuoteTax *tax = quote_tax_new ();

            tax->tax_bp = line->percent_bp;
            tax->net_minor = line->base_minor;
            tax->tax_minor = line->amount_minor;
            g_ptr_array_add (taxes, tax);
        }
    }
    return taxes;
}

Quote *
quote_make (const QuoteInput *input, GError **error)
{
    g_autofree Bill *bill = g_new (Bill, 1);
    g_autofree Prepared *prepared = g_new (Prepared, 1);
    Quote *quote;

    if (!check_request (input->request, error)) {
        return NULL;
    }
    prepare (prepared, input, input->request->energy_wh);
    if (!bill_compute (&prepared->bill, bill, error)) {
        return NULL;
    }
    quote = quote_new ();
    quote->energy_wh = bill->energy_wh;
    quote->days = bill->days;
    quote->net_minor = bill->net_minor;
    quote->tax_minor = bill->tax_minor;
    quote->rounding_minor = bill->rounding_minor;
    quote->total_minor = bill->total_minor;
    quote->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)quote_line_free);
    for (guint i = 0; i < bill->n_lines; i++) {
        g_ptr_array_add (quote->lines,
                         make_line (bill, &bill->lines[i], i + 1, prepared->bill.currency));
    }
    quote->taxes = make_taxes (bill);
    return quote;
}

gboolean
quote_totals (const QuoteInput *input, const gint64 *energies_wh, guint n, gint64 *totals_minor,
              GError **error)
{
    g_autofree Bill *bill = g_new (Bill, 1);
    g_autofree Prepared *prepared = g_new (Prepared, 1);

    if (!check_request (input->request, error)) {
        return FALSE;
    }
    for (guint i = 0; i < n; i++) {
        prepare (prepared, input, energies_wh[i]);
        if (!bill_compute (&prepared->bill, bill, error)) {
            return FALSE;
        }
        totals_minor[i] = bill->total_minor;
    }
    return TRUE;
}

/* Curve */

static int
compare_energy (const void *a, const void *b)
{
    gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

    return (x > y) - (x < y);
}

/* A limit and the kWh behind it. */
static void
add_limit (GArray *energies, gint64 limit_wh, gint64 up_to_wh)
{
    const gint64 behind = limit_wh + 1000;

    if (limit_wh > 0 && behind <= up_to_wh) {
        g_array_append_val (energies, limit_wh);
        g_array_append_val (energies, behind);
    }
}

static void
add_limits (GArray *energies, const TariffVersion *version, gint64 up_to_wh)
{
    for (guint c = 0; c < version->components->len; c++) {
        const TariffComponent *component = g_ptr_array_index (version->components, c);

        for (guint b = 0; component->bands != NULL && b < component->bands->len; b++) {
            const TariffBand *band = g_ptr_array_index (component->bands, b);

            add_limit (energies, band->from_wh, up_to_wh);
        }
    }
    for (guint c = 0; version->charges != NULL && c < version->charges->len; c++) {
        const TariffCharge *charge = g_ptr_array_index (version->charges, c);

        for (guint s = 0; charge->selector == SELECT_ENERGY && s < charge->steps->len; s++) {
            const TariffStep *step = g_ptr_array_index (charge->steps, s);

            add_limit (energies, step->above, up_to_wh);
        }
    }
}

static GArray *
choose_energies (const QuoteInput *input, gint64 up_to_wh, guint n_points)
{
    GArray *energies = g_array_new (FALSE, FALSE, sizeof (gint64));

    for (guint i = 0; i <= n_points; i++) {
        gint64 energy = up_to_wh / n_points * i;

        g_array_append_val (energies, energy);
    }
    add_limits (energies, input->version, up_to_wh);
    qsort (energies->data, energies->len, sizeof (gint64), compare_energy);
    return energies;
}

/* A cliff: the next kWh costs more than ten times the average of those before. */
static gboolean
is_cliff (const CurvePoint *before, gint64 energy_wh, gint64 total_minor)
{
    gint64 step_wh = energy_wh - before->energy_wh;
    gint64 step_minor = total_minor - before->total_minor;

    return step_wh == 1000 && before->energy_wh > 0 &&
           (Wide)step_minor * before->energy_wh > (Wide)before->total_minor * step_wh * 10;
}

Curve *
quote_curve (const QuoteInput *input, gint64 up_to_wh, guint n_points, GError **error)
{
    g_autoptr (Curve) curve = curve_new ();
    g_autoptr (GArray) energies = NULL;
    g_autofree Bill *bill = g_new (Bill, 1);
    g_autofree Prepared *prepared = g_new (Prepared, 1);
    const CurvePoint *before = NULL;

    if (!check_request (input->request, error)) {
        return NULL;
    }
    energies = choose_energies (input, up_to_wh, n_points);
    curve->points = g_ptr_array_new_with_free_func ((GDestroyNotify)curve_point_free);
    for (guint i = 0; i < energies->len; i++) {
        gint64 energy_wh = g_array_index (energies, gint64, i);
        CurvePoint *point;

        if (before != NULL && before->energy_wh == energy_wh) {
            continue;
        }
        prepare (prepared, input, energy_wh);
        if (!bill_compute (&prepared->bill, bill, error)) {
            return NULL;
        }
        point = curve_point_new ();
        point->energy_wh = energy_wh;
        point->total_minor = bill->total_minor;
        point->cliff = before != NULL && is_cliff (before, energy_wh, bill->total_minor);
        g_ptr_array_add (curve->points, point);
        before = point;
    }
    return g_steal_pointer (&curve);
}
