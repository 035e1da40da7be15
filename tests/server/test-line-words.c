/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of bills in words, and the posting key of every kind. */
#include "common/base/language.h"
#include "common/base/text.h"
#include "common/schema/field.h"
#include "server/modules/invoices/line-words.h"
#include "server/modules/invoices/posting.h"
#include "server/modules/tariffs/line-name.h"

typedef struct {
    const char *title;
    LineWords line;
    const char *description;
    const char *explanation; /* NULL: none */
    const char *trace;
} Case;

static const Case cases[] = {
    { "block",
      { "energy", "energy", 100000, 350000, 150000, 300000, 30, 4500, 0 },
      "Energy, from 100 to 350 kWh",
      "150 kWh × 0.30 = 45.00" },
    { "first block",
      { "energy", NULL, 0, 100000, 100000, 180000, 30, 1800, 0 },
      "Energy, up to 100 kWh",
      "100 kWh × 0.18 = 18.00" },
    { "last block",
      { "energy", "Peak", 350000, INT64_NONE, 1500, 1000000, 30, 150, 0 },
      "Peak, above 350 kWh",
      "1.5 kWh × 1.00 = 1.50" },
    { "flat",
      { "energy", NULL, INT64_NONE, INT64_NONE, 2000, 500000, 30, 100, 0 },
      "Energy",
      "2 kWh × 0.50 = 1.00" },
    { "credited",
      { "energy", NULL, INT64_NONE, INT64_NONE, -2000, 500000, 30, -100, 0 },
      "Energy",
      "-2 kWh × 0.50 = -1.00" },
    { "demand",
      { "demand", NULL, INT64_NONE, INT64_NONE, 12500, 10000000, 30, 12500, 0 },
      "Demand",
      "12.5 kW × 10.00 = 125.00" },
    { "fixed charge",
      { "fixed", NULL, INT64_NONE, INT64_NONE, 0, 0, 10, 500, 0 },
      "Fixed charge",
      "for 10 days: 5.00" },
    { "tax", { "tax", NULL, INT64_NONE, INT64_NONE, 0, 0, 30, 15, 1500 }, "Tax 15%", NULL },
    { "unknown kind", { "gift", NULL, INT64_NONE, INT64_NONE, 0, 0, 0, 1, 0 }, "gift", NULL },
};

#define LINE(kind, quantity, rate, days, amount)                                                   \
    {                                                                                              \
        kind, NULL, INT64_NONE, INT64_NONE, quantity, rate, days, amount, 0                        \
    }
#define BLOCK(from, to, quantity, rate, amount)                                                    \
    {                                                                                              \
        "energy", NULL, from, to, quantity, rate, 30, amount, 0                                    \
    }

/* Every reason of a line, in the words that a customer is told. */
static const Case traced[] = {
    { "traced-block", BLOCK (100000, 350000, 150000, 300000, 4500), "Energy, from 100 to 350 kWh",
      "Second block: 150 kWh × 0.30 = 45.00", "block step=2" },
    { "traced-flat", BLOCK (0, INT64_NONE, 150000, 300000, 4500), "Energy",
      "150 kWh × 0.30 = 45.00", "block step=1" },
    { "traced-days", BLOCK (150000, 525000, 150000, 300000, 4500), "Energy, from 150 to 525 kWh",
      "Second block: 150 kWh × 0.30 = 45.00 (limits × 45 ÷ 30 by the days)",
      "block step=2 part=45 of=30" },
    { "traced-far-block", BLOCK (100000, INT64_NONE, 1000, 300000, 30), "Energy, above 100 kWh",
      "Block 11: 1 kWh × 0.30 = 0.30", "block step=11" },
    { "traced-restart", BLOCK (0, 200000, 200000, 960000, 19200), "Energy, up to 200 kWh",
      "First block of those for more than 100 kWh: 200 kWh × 0.96 = 192.00",
      "restart step=1 from=100000 to=650000" },
    { "traced-whole", BLOCK (650000, 1000000, 651000, 2100000, 136710),
      "Energy, from 650 to 1,000 kWh",
      "Consumption from 650 to 1,000 kWh has one price for all of it: 651 kWh × 2.10 = 1,367.10",
      "whole step=1 from=650000 to=1000000" },
    { "traced-rerate", LINE ("rerate", 200000, 0, 30, 5000),
      "Energy billed before, at the higher price",
      "200 kWh billed before, at the prices of consumption above 200 kWh: 50.00",
      "rerate step=1 from=200000" },
    { "traced-period-price", LINE ("period_price", 90000, 100000, 10, 900),
      "Variable price addition", "price of the month for 10 days: 90 kWh × 0.10 = 9.00",
      "period_price" },
    { "traced-discount", LINE ("discount", 0, 0, 14, -700), "Discount",
      "15% of 100.00 for 14 of 30 days = -7.00", "discount base=10000 percent=1500 part=14 of=30" },
    { "traced-discount-of-all", LINE ("discount", 0, 0, 30, -1500), "Discount",
      "15% of 100.00 = -15.00", "discount base=10000 percent=1500" },
    { "traced-minimum", LINE ("minimum", 0, 0, 30, 500), "Up to the minimum charge",
      "energy comes to 15.00 and the minimum is 20.00: 5.00", "minimum base=1500 limit=2000" },
    { "traced-maximum", LINE ("maximum", 0, 0, 30, -500), "Down to the maximum charge",
      "energy comes to 25.00 and the maximum is 20.00: -5.00", "maximum base=2500 limit=2000" },
    { "traced-demand", LINE ("demand", 12500, 10000000, 15, 6250), "Demand",
      "measured maximum 12.5 kW × 10.00 = 62.50 (× 15 ÷ 30 by the days)",
      "demand_measured part=15 of=30" },
    { "traced-contract", LINE ("demand", 40000, 10000000, 30, 40000), "Demand",
      "of the contracted load 40 kW × 10.00 = 400.00", "demand_contracted" },
    { "traced-penalty", LINE ("power_factor", 0, 0, 30, 700), "Power factor",
      "power factor 0.85: 7% of 100.00 = 7.00", "penalty by=8500 base=10000 percent=700" },
    { "traced-bonus", LINE ("power_factor", 0, 0, 30, -100), "Power factor",
      "power factor 0.95: -1% of 100.00 = -1.00", "bonus by=9500 base=10000 percent=-100" },
    { "traced-fixed", LINE ("fixed", 0, 0, 10, 500), "Fixed charge",
      "for 10 days: 15.00 × 10 ÷ 30 by the days = 5.00", "fixed limit=1500 part=10 of=30" },
    { "traced-fixed-whole", LINE ("fixed", 0, 0, 31, 1500), "Fixed charge", "for 31 days: 15.00",
      "fixed limit=1500" },
    { "traced-percentage", LINE ("fee", 0, 0, 30, 200), "Service fee", "2% of 100.00 = 2.00",
      "fixed base=10000 percent=200" },
    { "traced-step", LINE ("fee", 0, 0, 30, 1100), "Service fee",
      "consumption of 180 kWh, in the step from 100 to 200 kWh: 11.00",
      "step_energy step=3 by=180000 from=100000 to=200000 limit=1100" },
    { "traced-step-of-value", LINE ("fee", 0, 0, 30, 350), "Service fee",
      "value of 120.00, in the step above 100.00: 1.50 and 1.67% of 120.00 = 3.50",
      "step_value step=2 by=12000 from=10000 base=12000 limit=150 percent=167" },
    { "traced-amperes", LINE ("rent", 0, 0, 30, 1500), "Meter rent",
      "breaker of 100 A, in the step from 60 to 100 A: 15.00",
      "step_amperes step=2 by=100 from=60 to=100 limit=1500" },
    { "traced-kva", LINE ("fixed", 0, 0, 30, 2100), "Fixed charge",
      "contracted load of 3 kVA, in the step above 0 kVA: 21.00",
      "step_va step=1 by=3000 limit=2100" },
    { "traced-tax",
      { "tax", NULL, INT64_NONE, INT64_NONE, 0, 0, 30, 1500, 1500 },
      "Tax 15%",
      "15% of 100.00 = 15.00",
      "tax base=10000 percent=1500" },
    { "traced-rounding", LINE ("rounding", 0, 0, 30, 25), "Rounding",
      "the total is a multiple of 1.00", "rounding limit=100" },
    { "traced-by-a-later-program", LINE ("fixed", 0, 0, 10, 500), "Fixed charge",
      "for 10 days: 5.00", "astrology step=7" },
};

/* Without the isolates, which the eye does not see. */
static char *
visible (char *owned)
{
    g_autofree char *text = owned;
    g_autoptr (GString) out = g_string_new (text);

    g_string_replace (out, TEXT_LRI, "", 0);
    g_string_replace (out, TEXT_FSI, "", 0);
    g_string_replace (out, TEXT_PDI, "", 0);
    return text != NULL ? g_strdup (out->str) : NULL;
}

static void
test_words (gconstpointer data)
{
    const Case *self = data;
    LineWords line = self->line;
    g_autofree char *description = NULL;
    g_autofree char *explanation = NULL;

    line.trace = line_trace_read (self->trace);
    description = visible (line_description (&line));
    explanation = visible (line_explanation (&line, currency_find ("SAR")));
    g_assert_cmpstr (description, ==, self->description);
    g_assert_cmpstr (explanation, ==, self->explanation);
}

/* What is written is what is read, and what is read is the same text again. */
static void
test_traces (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (traced); i++) {
        LineTrace trace = line_trace_read (traced[i].trace);
        char text[LINE_TRACE_SIZE];

        line_trace_write (&trace, text);
        if (trace.reason != LINE_TRACE_NO_REASON)
            g_assert_cmpstr (text, ==, traced[i].trace);
        else
            g_assert_cmpstr (text, ==, "");
    }
}

/* The longest trace there can be fits. */
static void
test_longest_trace (void)
{
    const gint64 most = G_MININT64;
    const LineTrace trace = {
        REASON_DEMAND_CONTRACTED, most, most, most, most, most, most, most, most, most
    };
    char text[LINE_TRACE_SIZE];
    LineTrace again;

    line_trace_write (&trace, text);
    again = line_trace_read (text);
    g_assert_cmpmem (&again, sizeof again, &trace, sizeof trace);
}

/* A version without charges or discounts, and a line that speaks of one: no name, no crash. */
static void
test_name_of_nothing (void)
{
    TariffVersion version = { .code = (char *)"T" };
    g_autofree Bill *bill = g_new0 (Bill, 1);
    const LineKind kinds[] = { LINE_ENERGY,   LINE_ADDITION, LINE_FIXED, LINE_FEE,
                               LINE_DISCOUNT, LINE_DEMAND,   LINE_RENT,  LINE_POWER_FACTOR };

    bill->n_parts = 1;
    bill->parts[0].version = &version;
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
        const BillLine line = { .kind = kinds[i], .item = 3 };

        g_assert_null (tariff_line_name (bill, &line));
    }
}

static void
test_every_kind_is_posted (void)
{
    for (int kind = 0; kind < LINE_N_KINDS; kind++) {
        g_assert_nonnull (line_posting_key (kind));
        g_assert_nonnull (enumeration_word (&line_kind_enum, kind));
    }
    g_assert_cmpstr (line_posting_key (LINE_TAX), ==, "tax");
    g_assert_cmpstr (line_posting_key (LINE_ENERGY), ==, "revenue_energy");
    g_assert_cmpstr (line_posting_key (LINE_RENT), ==, "revenue_rent");
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    language_init (NULL);
    language_set (LANGUAGE_ENGLISH);
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *path = g_strdup_printf ("/line-words/%s", cases[i].title);
        g_test_add_data_func (path, &cases[i], test_words);
    }
    for (guint i = 0; i < G_N_ELEMENTS (traced); i++) {
        g_autofree char *path = g_strdup_printf ("/line-words/%s", traced[i].title);
        g_test_add_data_func (path, &traced[i], test_words);
    }
    g_test_add_func ("/line-trace/round-trip", test_traces);
    g_test_add_func ("/line-trace/longest", test_longest_trace);
    g_test_add_func ("/line-name/nothing", test_name_of_nothing);
    g_test_add_func ("/posting/every-kind", test_every_kind_is_posted);
    return g_test_run ();
}
