/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole bills: parts, prorating, taxes, rounding, the trace of each line, and refusals. */
#include "tests/engine/sample-tariffs.h"

#define FLAT(rate, tax)                                                                            \
    "'components':[{'name':'E','bands':[{'from_wh':0,'to_wh':null,'blocks':[{'from_wh':0,"         \
    "'to_wh':null,'rate_micro_per_kwh':" rate ",'tax_bp':" tax "}]}]}]"
#define FIXED(basis, amount)                                                                       \
    "'charges':[{'name':'F','kind':'fixed','basis':'" basis "','steps':[{'above':0,"               \
    "'up_to':null,'amount_minor':" amount "}]}]"

#define MAX_TERMS 4
#define MAX_SEGMENTS 6

/* An agreement over some days from 2025-06-01, in SAR. */
typedef struct {
    BillInput input;
    BillTerm terms[MAX_TERMS];
    Segment segments[MAX_SEGMENTS];
    Bill bill;
} Scene;

static Date
day (int n)
{
    return date_new (2025, 6, 1) + n;
}

static void
scene_init (Scene *scene, int days)
{
    scene->input = (BillInput) {
        .currency = currency_find ("SAR"),
        .cash_unit_minor = 1,
        .period = { day (0), day (days) },
        .cycle_days = 30,
        .terms = scene->terms,
        .segments = scene->segments,
    };
}

static void
add_term (Scene *scene, const TariffVersion *version, int from, int to)
{
    scene->terms[scene->input.n_terms++] =
        (BillTerm) { .period = { day (from), day (to) },
                     .version = version,
                     .terms = { .tax_override_bp = TAX_OF_TARIFF } };
}

static void
add_segment (Scene *scene, int register_class, gint64 quantity, int from, int to)
{
    scene->segments[scene->input.n_segments++] = (Segment) { .meter_id = 1,
                                                             .register_class = register_class,
                                                             .period = { day (from), day (to) },
                                                             .multiplier_milli = 1000,
                                                             .quantity = quantity };
}

static void
compute (Scene *scene)
{
    g_autoptr (GError) error = NULL;
    gint64 sum_minor = 0;

    if (!bill_compute (&scene->input, &scene->bill, &error))
        g_error ("%s", error->message);
    for (guint i = 0; i < scene->bill.n_lines; i++)
        sum_minor += scene->bill.lines[i].amount_minor;
    g_assert_cmpint (sum_minor, ==, scene->bill.total_minor);
    g_assert_cmpint (scene->bill.net_minor + scene->bill.tax_minor + scene->bill.rounding_minor, ==,
                     scene->bill.total_minor);
}

static void
assert_refused (Scene *scene, SirajError code)
{
    g_autoptr (GError) error = NULL;

    g_assert_false (bill_compute (&scene->input, &scene->bill, &error));
    g_assert_error (error, SIRAJ_ERROR, (gint)code);
}

/* 484 kWh over 142 days, a new price at day 73: 249 + 235. */
static void
test_split_by_days (void)
{
    g_autoptr (TariffVersion) before = sample_tariff (FLAT ("1000000", "0"));
    g_autoptr (TariffVersion) after = sample_tariff (FLAT ("2000000", "0"));
    Scene scene;

    scene_init (&scene, 142);
    add_term (&scene, before, 0, 73);
    add_term (&scene, after, 73, 142);
    add_segment (&scene, REGISTER_TOTAL, KWH (484), 0, 142);
    compute (&scene);
    g_assert_cmpuint (scene.bill.n_lines, ==, 2);
    g_assert_cmpint (scene.bill.lines[0].quantity, ==, KWH (249));
    g_assert_cmpint (scene.bill.lines[0].days, ==, 73);
    g_assert_cmpint (scene.bill.lines[1].quantity, ==, KWH (235));
    g_assert_cmpint (scene.bill.lines[1].part, ==, 1);
    g_assert_cmpint (scene.bill.total_minor, ==, 24900 + 2 * 23500);
}

/* 6 % on fifteen days, 6.5 % on the other fifteen: 6.25 % of the month. */
static void
test_tax_in_mid_month (void)
{
    g_autoptr (TariffVersion) before = sample_tariff (FLAT ("1000000", "600"));
    g_autoptr (TariffVersion) after = sample_tariff (FLAT ("1000000", "650"));
    Scene scene;

    scene_init (&scene, 30);
    add_term (&scene, before, 0, 15);
    add_term (&scene, after, 15, 30);
    add_segment (&scene, REGISTER_TOTAL, KWH (1000), 0, 30);
    compute (&scene);
    g_assert_cmpint (scene.bill.net_minor, ==, 100000);
    g_assert_cmpint (scene.bill.tax_minor, ==, 3000 + 3250);
    g_assert_cmpint (scene.bill.lines[2].kind, ==, LINE_TAX);
    g_assert_cmpint (scene.bill.lines[2].percent_bp, ==, 600);
    g_assert_cmpint (scene.bill.lines[2].base_minor, ==, 50000);
}

/* Limits and monthly charges follow the days of each part; a charge of the bill is taken once. */
static void
test_prorated_parts (void)
{
    const char *blocks =
        "'components':[{'name':'E','bands':[{'from_wh':0,'to_wh':null,'blocks':["
        "{'from_wh':0,'to_wh':90000,'rate_micro_per_kwh':1000000},"
        "{'from_wh':90000,'to_wh':null,'rate_micro_per_kwh':2000000}]}]}],"
        "'charges':[{'name':'M','kind':'fixed','basis':'month','steps':[{'above':0,"
        "'up_to':null,'amount_minor':%s}]},{'name':'B','kind':'fixed','basis':'bill',"
        "'steps':[{'above':0,'up_to':null,'amount_minor':500}]}]";
    g_autofree char *first = g_strdup_printf (blocks, "3000");
    g_autofree char *second = g_strdup_printf (blocks, "6000");
    g_autoptr (TariffVersion) before = sample_tariff (first);
    g_autoptr (TariffVersion) after = sample_tariff (second);
    Scene scene;

    scene_init (&scene, 30);
    add_term (&scene, before, 0, 10);
    add_term (&scene, after, 10, 30);
    add_segment (&scene, REGISTER_TOTAL, KWH (120), 0, 30);
    compute (&scene);
    /* 40 kWh: 30 @ 1 + 10 @ 2; 80 kWh: 60 @ 1 + 20 @ 2; 10.00 + 40.00; 5.00 once */
    g_assert_cmpint (scene.bill.total_minor, ==, 5000 + 10000 + 1000 + 4000 + 500);
    g_assert_cmpint (scene.bill.lines[0].to, ==, KWH (30));
    g_assert_cmpint (scene.bill.lines[1].from, ==, KWH (30));
    g_assert_cmpint (scene.bill.lines[1].to, ==, G_MAXINT64);
}

/* Connected for the last twenty days of a 30 day cycle: two thirds of limits and charges. */
static void
test_connected_late (void)
{
    g_autoptr (TariffVersion) version =
        sample_tariff (FLAT ("1000000", "0") "," FIXED ("month", "3000"));
    Scene scene;

    scene_init (&scene, 30);
    scene.input.period.from = day (10);
    add_term (&scene, version, 0, 30);
    add_segment (&scene, REGISTER_TOTAL, KWH (7), 10, 30);
    compute (&scene);
    g_assert_cmpint (scene.bill.total_minor, ==, 700 + 2000);
}

/* Days without service bear no charge, and energy counted on them is refused. */
static void
test_disconnected_days (void)
{
    g_autoptr (TariffVersion) version =
        sample_tariff (FLAT ("1000000", "0") "," FIXED ("month", "3000"));
    Scene scene;

    scene_init (&scene, 30);
    add_term (&scene, version, 0, 10);
    add_term (&scene, NULL, 10, 20);
    add_term (&scene, version, 20, 30);
    add_segment (&scene, REGISTER_TOTAL, KWH (10), 0, 10);
    add_segment (&scene, REGISTER_TOTAL, 0, 10, 20);
    add_segment (&scene, REGISTER_TOTAL, KWH (5), 20, 30);
    compute (&scene);
    g_assert_cmpint (scene.bill.days, ==, 20);
    g_assert_cmpuint (scene.bill.n_parts, ==, 1);
    g_assert_cmpint (scene.bill.total_minor, ==, 1500 + 2000);
    scene.segments[1].quantity = 1;
    assert_refused (&scene, SIRAJ_ERROR_ENERGY_WITHOUT_SERVICE);
}

static void
test_change_of_nothing (void)
{
    g_autoptr (TariffVersion) version =
        sample_tariff (FLAT ("333333", "500") "," FIXED ("month", "1001"));
    g_autoptr (TariffVersion) twin = sample_twin (version, "T2");
    Scene whole;
    Scene split;

    scene_init (&whole, 30);
    add_term (&whole, version, 0, 30);
    add_segment (&whole, REGISTER_TOTAL, KWH (77), 0, 30);
    compute (&whole);
    scene_init (&split, 30);
    add_term (&split, version, 0, 7);
    add_term (&split, twin, 7, 30);
    add_segment (&split, REGISTER_TOTAL, KWH (77), 0, 30);
    compute (&split);
    g_assert_cmpuint (split.bill.n_lines, ==, whole.bill.n_lines);
    g_assert_cmpint (split.bill.total_minor, ==, whole.bill.total_minor);
}

/* Away from a tariff and back: two parts, and the bill's own charge by the last day's tariff. */
static void
test_there_and_back (void)
{
    g_autoptr (TariffVersion) one = sample_tariff (FLAT ("1000000", "0") "," FIXED ("bill", "700"));
    g_autoptr (TariffVersion) other =
        sample_tariff (FLAT ("2000000", "0") "," FIXED ("bill", "900"));
    Scene scene;

    scene_init (&scene, 30);
    add_term (&scene, one, 0, 10);
    add_term (&scene, other, 10, 20);
    add_term (&scene, one, 20, 30);
    add_segment (&scene, REGISTER_TOTAL, KWH (30), 0, 30);
    compute (&scene);
    g_assert_cmpuint (scene.bill.n_parts, ==, 2);
    g_assert_cmpint (scene.bill.total_minor, ==, 2000 + 2000 + 700);
}

static void
test_cash_rounding (void)
{
    g_autoptr (TariffVersion) version = sample_tariff (FLAT ("1000000", "500"));
    Scene scene;

    scene_init (&scene, 30);
    scene.input.cash_unit_minor = 100;
    add_term (&scene, version, 0, 30);
    add_segment (&scene, REGISTER_TOTAL, KWH (11), 0, 30);
    compute (&scene);
    /* 11.00 + 0.55 = 11.55, paid 12.00 */
    g_assert_cmpint (scene.bill.total_minor, ==, 1200);
    g_assert_cmpint (scene.bill.rounding_minor, ==, 45);
    g_assert_cmpint (scene.bill.lines[scene.bill.n_lines - 1].kind, ==, LINE_ROUNDING);
    scene.input.cash_unit_minor = 1;
    compute (&scene);
    g_assert_cmpint (scene.bill.total_minor, ==, 1155);
    g_assert_cmpint (scene.bill.rounding_minor, ==, 0);
}

static void
test_tax_override (void)
{
    g_autoptr (TariffVersion) version = sample_tariff (FLAT ("1000000", "1500"));
    Scene scene;

    scene_init (&scene, 30);
    add_term (&scene, version, 0, 30);
    add_segment (&scene, REGISTER_TOTAL, KWH (100), 0, 30);
    scene.terms[0].terms.tax_override_bp = 0;
    compute (&scene);
    g_assert_cmpint (scene.bill.tax_minor, ==, 0);
    scene.terms[0].terms.tax_override_bp = 500;
    compute (&scene);
    g_assert_cmpint (scene.bill.tax_minor, ==, 500);
}

/* The fuel price of each month goes with the days of that month. */
static void
test_period_prices (void)
{
    g_autoptr (TariffVersion) version = sample_tariff (
        "'components':[{'name':'E','bands':[{'from_wh':0,'to_wh':null,'blocks':[{'from_wh':0,"
        "'to_wh':null,'rate_micro_per_kwh':1000000}]}]},{'name':'Fuel','price_name':'fuel'}]");
    const PeriodPrice prices[] = { { "fuel", { day (-30), day (10) }, 100000 },
                                   { "fuel", { day (10), day (40) }, 400000 },
                                   { "other", { day (0), day (30) }, 900000 } };
    Scene scene;

    scene_init (&scene, 30);
    add_term (&scene, version, 0, 30);
    add_segment (&scene, REGISTER_TOTAL, KWH (90), 0, 30);
    scene.input.prices = prices;
    scene.input.n_prices = 3;
    compute (&scene);
    g_assert_cmpint (scene.bill.total_minor, ==, 9000 + 300 + 2400);
    g_assert_cmpint (scene.bill.lines[1].kind, ==, LINE_PERIOD_PRICE);
    g_assert_cmpint (scene.bill.lines[1].days, ==, 10);
    scene.input.n_prices = 1;
    assert_refused (&scene, SIRAJ_ERROR_PERIOD_PRICE_MISSING);
}

/* Prices in another currency: the rates of the blocks go with the rate of exchange of each month,
 * and a clause may begin above some kWh. */
static void
test_rates_by_period_price (void)
{
    g_autoptr (TariffVersion) version = sample_tariff (
        "'components':[{'name':'E','price_name':'usd','bands':[{'from_wh':0,'to_wh':null,'blocks':["
        "{'from_wh':0,'to_wh':100000,'rate_micro_per_kwh':100000},"
        "{'from_wh':100000,'to_wh':null,'rate_micro_per_kwh':200000}]}]},"
        "{'name':'Fuel','addition':true,'price_name':'usd','bands':[{'from_wh':0,'to_wh':null,"
        "'blocks':[{'from_wh':0,'to_wh':90000,'rate_micro_per_kwh':0},"
        "{'from_wh':90000,'to_wh':null,'rate_micro_per_kwh':1000000}]}]}]");
    const PeriodPrice prices[] = { { "usd", { day (-30), day (10) }, 1000000 },
                                   { "usd", { day (10), day (40) }, 2000000 } };
    Scene scene;

    scene_init (&scene, 30);
    add_term (&scene, version, 0, 30);
    add_segment (&scene, REGISTER_TOTAL, KWH (120), 0, 30);
    scene.input.prices = prices;
    scene.input.n_prices = 2;
    compute (&scene);
    /* 100 kWh: 33 at 0.10, 67 at 0.20; 20 kWh: 7 at 0.20, 13 at 0.40; 30 kWh: 10 at 1, 20 at 2. */
    g_assert_cmpint (scene.bill.lines[0].amount_minor, ==, 330);
    g_assert_cmpint (scene.bill.lines[1].amount_minor, ==, 1340);
    g_assert_cmpint (scene.bill.lines[1].rate_micro, ==, 200000);
    g_assert_cmpint (scene.bill.lines[1].days, ==, 20);
    g_assert_cmpint (scene.bill.lines[4].kind, ==, LINE_ADDITION);
    g_assert_cmpint (scene.bill.total_minor, ==, 330 + 1340 + 140 + 520 + 1000 + 4000);
    g_assert_cmpint (scene.bill.energy_wh, ==, KWH (120));
    scene.input.n_prices = 1;
    assert_refused (&scene, SIRAJ_ERROR_PERIOD_PRICE_MISSING);
}

/* A municipality's percentage of the energy alone, whatever stands before it. */
static void
test_percentage_of_energy (void)
{
    g_autoptr (TariffVersion) version = sample_tariff (
        "'components':[{'name':'E','bands':[{'from_wh':0,'to_wh':null,'blocks':[{'from_wh':0,"
        "'to_wh':null,'rate_micro_per_kwh':1000000}]}]},{'name':'D','addition':true,'bands':[{"
        "'from_wh':0,'to_wh':null,'blocks':[{'from_wh':0,'to_wh':null,"
        "'rate_micro_per_kwh':500000}]}]}],'minimum_minor':12000,'charges':["
        "{'name':'M','kind':'fee','basis':'bill','percent_of':'energy','steps':[{'above':0,"
        "'up_to':null,'percent_bp':1000}]},{'name':'N','kind':'fee','basis':'bill','steps':[{"
        "'above':0,'up_to':null,'percent_bp':1000}]}]");
    Scene scene;

    scene_init (&scene, 30);
    add_term (&scene, version, 0, 30);
    add_segment (&scene, REGISTER_TOTAL, KWH (100), 0, 30);
    compute (&scene);
    /* Energy 100.00 + 20.00 to the minimum, 50.00 on top; 10 % of 120.00, 10 % of 182.00. */
    g_assert_cmpint (scene.bill.total_minor, ==, 12000 + 5000 + 1200 + 1820);
}

static void
test_time_of_use (void)
{
    g_autoptr (TariffVersion) hours = sample_tariff (
        "'components':[{'name':'P','register_class':'peak','bands':[{'from_wh':0,'to_wh':null,"
        "'blocks':[{'from_wh':0,'to_wh':null,'rate_micro_per_kwh':3000000}]}]},"
        "{'name':'N','register_class':'off_peak','bands':[{'from_wh':0,'to_wh':null,"
        "'blocks':[{'from_wh':0,'to_wh':null,'rate_micro_per_kwh':1000000}]}]}]");
    g_autoptr (TariffVersion) flat = sample_tariff (FLAT ("2000000", "0"));
    Scene scene;

    scene_init (&scene, 30);
    add_term (&scene, hours, 0, 30);
    add_segment (&scene, REGISTER_PEAK, KWH (10), 0, 30);
    add_segment (&scene, REGISTER_OFF_PEAK, KWH (20), 0, 30);
    add_segment (&scene, REGISTER_TOTAL, KWH (30), 0, 30); /* the meter's own sum: a check */
    compute (&scene);
    g_assert_cmpint (scene.bill.energy_wh, ==, KWH (30));
    g_assert_cmpint (scene.bill.total_minor, ==, 3000 + 2000);
    scene.terms[0].version = flat;
    compute (&scene);
    g_assert_cmpint (scene.bill.total_minor, ==, 6000);
    scene.terms[0].version = hours;
    scene.segments[1].register_class = REGISTER_SHOULDER;
    assert_refused (&scene, SIRAJ_ERROR_REGISTER_MISSING);
    scene.segments[0] = scene.segments[2];
    scene.input.n_segments = 1;
    assert_refused (&scene, SIRAJ_ERROR_REGISTER_MISSING);
}

/* Three purchases of a month come to the bill of the month, also when the last crosses a band. */
static void
test_prepaid_month (void)
{
    g_autoptr (TariffVersion) version = sample_tariff (
        "'components':[{'name':'E','bands':[{'from_wh':0,'to_wh':100000,'blocks':[{'from_wh':0,"
        "'to_wh':50000,'rate_micro_per_kwh':1000000},{'from_wh':50000,'to_wh':null,"
        "'rate_micro_per_kwh':2000000}]},{'from_wh':100000,'to_wh':null,'blocks':[{'from_wh':0,"
        "'to_wh':null,'rate_micro_per_kwh':3000000}]}]}]");
    static const gint64 bought_kwh[] = { 30, 40, 50 };
    gint64 previous_wh = 0;
    gint64 sum_minor = 0;
    Scene scene;

    scene_init (&scene, 30);
    add_term (&scene, version, 0, 30);
    add_segment (&scene, REGISTER_TOTAL, 0, 0, 30);
    for (guint i = 0; i < G_N_ELEMENTS (bought_kwh); i++) {
        scene.segments[0].quantity = KWH (bought_kwh[i]);
        scene.input.previous_wh[REGISTER_TOTAL] = previous_wh;
        compute (&scene);
        sum_minor += scene.bill.total_minor;
        previous_wh += scene.segments[0].quantity;
    }
    g_assert_cmpint (scene.bill.lines[0].kind, ==, LINE_RERATE);
    g_assert_cmpint (sum_minor, ==, 120 * 300);
}

static void
test_whole_and_restart_trace (void)
{
    g_autoptr (TariffVersion) version =
        sample_tariff ("'components':[{'name':'E','bands':["
                       "{'from_wh':0,'to_wh':100000,'blocks':[{'from_wh':0,'to_wh':null,"
                       "'rate_micro_per_kwh':1000000}]},"
                       "{'from_wh':100000,'to_wh':null,'blocks':[{'from_wh':0,'to_wh':60000,"
                       "'rate_micro_per_kwh':2000000},{'from_wh':60000,'to_wh':null,"
                       "'rate_micro_per_kwh':3000000}]}]}]");
    Scene scene;

    scene_init (&scene, 30);
    add_term (&scene, version, 0, 30);
    add_segment (&scene, REGISTER_TOTAL, KWH (100), 0, 30);
    compute (&scene);
    g_assert_cmpint (scene.bill.lines[0].reason, ==, REASON_WHOLE);
    g_assert_cmpint (scene.bill.lines[0].band_to, ==, KWH (100));
    scene.segments[0].quantity = KWH (101);
    compute (&scene);
    g_assert_cmpint (scene.bill.lines[1].reason, ==, REASON_RESTART);
    g_assert_cmpint (scene.bill.lines[1].band, ==, 1);
    g_assert_cmpint (scene.bill.lines[1].block, ==, 1);
    g_assert_cmpint (scene.bill.lines[1].from, ==, KWH (60));
    g_assert_cmpint (scene.bill.lines[1].band_from, ==, KWH (100));
    g_assert_cmpint (scene.bill.lines[1].rate_micro, ==, 3000000);
}

static void
test_refusals (void)
{
    g_autoptr (TariffVersion) version = sample_tariff (FLAT ("1000000", "0"));
    g_autoptr (TariffVersion) other = sample_tariff ("'currency':'YER'," FLAT ("1000000", "0"));
    Scene scene;

    scene_init (&scene, 30);
    add_term (&scene, version, 0, 20);
    add_segment (&scene, REGISTER_TOTAL, KWH (10), 0, 30);
    assert_refused (&scene, SIRAJ_ERROR_TARIFF_MISSING);
    add_term (&scene, version, 19, 30);
    assert_refused (&scene, SIRAJ_ERROR_TARIFF_OVERLAP);
    scene.terms[1].period.from = day (20);
    compute (&scene);
    scene.segments[0].period.to = day (29);
    assert_refused (&scene, SIRAJ_ERROR_SEGMENT_MISSING);
    scene.segments[0].period.to = day (31);
    assert_refused (&scene, SIRAJ_ERROR_SEGMENT_OVERLAP);
    scene.segments[0].period.to = day (30);
    add_segment (&scene, REGISTER_TOTAL, KWH (1), 29, 30);
    assert_refused (&scene, SIRAJ_ERROR_SEGMENT_OVERLAP);
    scene.input.n_segments = 0;
    assert_refused (&scene, SIRAJ_ERROR_SEGMENT_MISSING);
    scene.input.n_segments = 1;
    scene.terms[0].version = scene.terms[1].version = other;
    assert_refused (&scene, SIRAJ_ERROR_CURRENCY_MISMATCH);
}

static void
test_contract_refusals (void)
{
    g_autoptr (TariffVersion) amperes = sample_tariff (
        FLAT ("1", "0") ",'charges':[{'name':'F','kind':'fixed','selector':'amperes',"
                        "'basis':'month','steps':[{'above':0,'up_to':null,'amount_minor':1}]}]");
    g_autoptr (TariffVersion) demand = sample_tariff (
        FLAT ("1", "0") ",'demand':{'name':'D','rate_micro_per_kw':1000000,'basis':'month'}");
    g_autoptr (TariffVersion) contracted = sample_tariff (
        FLAT ("1", "0") ",'demand':{'name':'D','rate_micro_per_kw':1000000,'basis':'month',"
                        "'contracted_share_bp':8000}");
    Scene scene;

    scene_init (&scene, 30);
    add_term (&scene, amperes, 0, 30);
    add_segment (&scene, REGISTER_TOTAL, KWH (10), 0, 30);
    assert_refused (&scene, SIRAJ_ERROR_CONTRACT_MISSING);
    scene.input.flags = PRICE_BLOCKS_ONLY;
    compute (&scene);
    scene.input.flags = 0;
    scene.terms[0].version = demand;
    assert_refused (&scene, SIRAJ_ERROR_DEMAND_MISSING);
    scene.terms[0].version = contracted;
    assert_refused (&scene, SIRAJ_ERROR_CONTRACT_MISSING);
    add_segment (&scene, REGISTER_DEMAND, 12000, 0, 30);
    scene.terms[0].version = demand;
    compute (&scene);
    g_assert_cmpint (scene.bill.lines[1].reason, ==, REASON_DEMAND_MEASURED);
    g_assert_cmpint (scene.bill.lines[1].amount_minor, ==, 1200);
}

static void
test_amount_too_large (void)
{
    g_autoptr (TariffVersion) version = sample_tariff (FLAT ("1000000000000000", "0"));
    Scene scene;

    scene_init (&scene, 30);
    add_term (&scene, version, 0, 30);
    add_segment (&scene, REGISTER_TOTAL, KWH (1000000000), 0, 30);
    assert_refused (&scene, SIRAJ_ERROR_AMOUNT_TOO_LARGE);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/engine/bill/split-by-days", test_split_by_days);
    g_test_add_func ("/engine/bill/tax-in-mid-month", test_tax_in_mid_month);
    g_test_add_func ("/engine/bill/prorated-parts", test_prorated_parts);
    g_test_add_func ("/engine/bill/connected-late", test_connected_late);
    g_test_add_func ("/engine/bill/disconnected-days", test_disconnected_days);
    g_test_add_func ("/engine/bill/change-of-nothing", test_change_of_nothing);
    g_test_add_func ("/engine/bill/there-and-back", test_there_and_back);
    g_test_add_func ("/engine/bill/cash-rounding", test_cash_rounding);
    g_test_add_func ("/engine/bill/tax-override", test_tax_override);
    g_test_add_func ("/engine/bill/period-prices", test_period_prices);
    g_test_add_func ("/engine/bill/rates-by-period-price", test_rates_by_period_price);
    g_test_add_func ("/engine/bill/percentage-of-energy", test_percentage_of_energy);
    g_test_add_func ("/engine/bill/time-of-use", test_time_of_use);
    g_test_add_func ("/engine/bill/prepaid-month", test_prepaid_month);
    g_test_add_func ("/engine/bill/trace", test_whole_and_restart_trace);
    g_test_add_func ("/engine/bill/refusals", test_refusals);
    g_test_add_func ("/engine/bill/contract-refusals", test_contract_refusals);
    g_test_add_func ("/engine/bill/amount-too-large", test_amount_too_large);
    return g_test_run ();
}
