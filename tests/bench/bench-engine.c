/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long one bill of five progressive blocks takes, with its whole trace: prices alone, and the
 * whole bill with tax, parts and checks. */
#include "server/modules/tariffs/tariff-document.h"

#include <time.h>

#define N_BILLS 50000
#define N_ROUNDS 200

static const char document[] =
    "{\"code\":\"B\",\"name\":\"Bench\",\"currency\":\"SAR\",\"valid_from\":\"2025-01-01\","
    "\"limit_basis\":\"month\",\"basis_days\":30,\"rounding_unit_minor\":1,\"components\":["
    "{\"name\":\"Energy\",\"bands\":[{\"from_wh\":0,\"to_wh\":null,\"blocks\":["
    "{\"from_wh\":0,\"to_wh\":100000,\"rate_micro_per_kwh\":60000,\"tax_bp\":500},"
    "{\"from_wh\":100000,\"to_wh\":200000,\"rate_micro_per_kwh\":90000,\"tax_bp\":500},"
    "{\"from_wh\":200000,\"to_wh\":400000,\"rate_micro_per_kwh\":120000,\"tax_bp\":500},"
    "{\"from_wh\":400000,\"to_wh\":700000,\"rate_micro_per_kwh\":190000,\"tax_bp\":500},"
    "{\"from_wh\":700000,\"to_wh\":null,\"rate_micro_per_kwh\":250000,\"tax_bp\":500}]}]}]}";

typedef gint64 (*BenchFunc) (const TariffVersion *version, Bill *bill, guint n);

/* All five blocks are used by every bill. */
static gint64
energy_of (guint i)
{
    return 700001 + (gint64)(i * 2654435761u % 900000);
}

static gint64
bench_prices (const TariffVersion *version, Bill *bill, guint n)
{
    Period period = { version->valid_from, version->valid_from + 31 };
    PriceUsage usage = { 0 };
    PriceTerms terms = { .tax_override_bp = TAX_OF_TARIFF };
    PriceInput input = {
        .version = version,
        .currency = currency_find (version->currency),
        .whole = period,
        .whole_days = 31,
        .days = 31,
        .cycle_days = 31,
        .spans = &period,
        .n_spans = 1,
        .usage = &usage,
        .terms = &terms,
    };
    gint64 sum_minor = 0;

    for (guint i = 0; i < n; i++) {
        BillLines lines = { bill->lines, 0, BILL_MAX_LINES };

        usage.energy_wh[REGISTER_TOTAL] = energy_of (i);
        g_assert (tariff_price (&input, &lines, NULL));
        sum_minor += lines.items[lines.n - 1].amount_minor;
    }
    return sum_minor;
}

static gint64
bench_bills (const TariffVersion *version, Bill *bill, guint n)
{
    Period period = { version->valid_from, version->valid_from + 31 };
    BillTerm term = { period, version, { .tax_override_bp = TAX_OF_TARIFF } };
    Segment segment = { .period = period, .multiplier_milli = 1000 };
    BillInput input = {
        .currency = currency_find (version->currency),
        .cash_unit_minor = 1,
        .period = period,
        .cycle_days = 31,
        .terms = &term,
        .n_terms = 1,
        .segments = &segment,
        .n_segments = 1,
    };
    gint64 sum_minor = 0;

    for (guint i = 0; i < n; i++) {
        segment.quantity = energy_of (i);
        g_assert (bill_compute (&input, bill, NULL));
        sum_minor += bill->total_minor;
    }
    return sum_minor;
}

/* Time of the processor, not of the clock on the wall: other work may share the machine. */
static gint64
cpu_time_us (void)
{
    struct timespec now;

    clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* The best of many short rounds: the least disturbed one. */
static void
run (const char *name, BenchFunc bench, const TariffVersion *version)
{
    g_autofree Bill *bill = g_new (Bill, 1);
    gint64 best_us = G_MAXINT64;
    gint64 sum_minor = 0;
    gint64 ns;

    for (guint i = 0; i < N_ROUNDS; i++) {
        gint64 start_us = cpu_time_us ();

        sum_minor = bench (version, bill, N_BILLS);
        best_us = MIN (best_us, cpu_time_us () - start_us);
    }
    ns = best_us * 1000 / N_BILLS;
    g_print ("%-8s %4" G_GINT64_FORMAT " ns per bill, %10" G_GINT64_FORMAT
             " bills per second and core (sum %" G_GINT64_FORMAT ")\n",
             name, ns, (gint64)N_BILLS * 1000000 / best_us, sum_minor);
}

int
main (void)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (TariffVersion) version =
        tariff_document_parse (document, sizeof document - 1, &error);

    if (version == NULL)
        g_error ("%s", error->message);
    run ("prices", bench_prices, version);
    run ("bills", bench_bills, version);
    return 0;
}
