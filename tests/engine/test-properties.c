/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold for any tariff and any readings, tried on a hundred thousand of each. */
#include "tests/engine/sample-tariffs.h"

#define SEED 20250831
#define N_CASES 100000
#define N_TARIFFS 400
#define MAX_DAYS 70
#define MAX_TERMS 4
#define FIRST_DAY 20200

typedef struct {
    GRand *random;
    GPtrArray *tariffs;
    BillTerm terms[MAX_TERMS];
    Segment segments[64];
    PeriodPrice prices[2];
    BillInput input;
    Bill *bill;
    Bill *other;
} World;

static void
world_init (World *world, guint shape)
{
    g_test_message ("seed %d", SEED);
    *world = (World) { .random = g_rand_new_with_seed (SEED),
                       .tariffs = g_ptr_array_new_with_free_func (tariff_version_record.destroy),
                       .bill = g_new (Bill, 1),
                       .other = g_new (Bill, 1) };
    for (guint i = 0; i < N_TARIFFS; i++)
        g_ptr_array_add (world->tariffs, sample_random_tariff (world->random, shape));
}

static void
world_clear (World *world)
{
    g_rand_free (world->random);
    g_ptr_array_unref (world->tariffs);
    g_free (world->bill);
    g_free (world->other);
}

static const TariffVersion *
any_tariff (World *world)
{
    return g_ptr_array_index (world->tariffs, g_rand_int_range (world->random, 0, N_TARIFFS));
}

static gint64
any_energy (World *world)
{
    switch (g_rand_int_range (world->random, 0, 4)) {
    case 0:
        return 0;
    case 1:
        return KWH (g_rand_int_range (world->random, 0, 2000));
    default:
        return g_rand_int_range (world->random, 0, 2000000);
    }
}

/* Up to four terms over the days, each with a tariff of @versions or any. */
static void
draw_terms (World *world, const TariffVersion *const *versions)
{
    Date from = world->input.period.from;

    world->input.n_terms = 0;
    while (from < world->input.period.to) {
        guint i = world->input.n_terms++;
        int left = world->input.period.to - from;
        int days = i + 1 == MAX_TERMS ? left : g_rand_int_range (world->random, 1, left + 1);

        world->terms[i] = (BillTerm) {
            .period = { from, from + days },
            .version = versions != NULL ? versions[i] : any_tariff (world),
            .terms = { .amperes = 20, .contracted_va = 5000, .tax_override_bp = TAX_OF_TARIFF },
        };
        from += days;
    }
}

static void
draw_input (World *world)
{
    Date from = FIRST_DAY + g_rand_int_range (world->random, 0, 800);

    world->input = (BillInput) {
        .currency = currency_find ("SAR"),
        .cash_unit_minor = g_rand_boolean (world->random) ? 1 : 25,
        .period = { from, from + g_rand_int_range (world->random, 1, MAX_DAYS) },
        .cycle_days = g_rand_int_range (world->random, 10, 32),
        .terms = world->terms,
        .segments = world->segments,
        .n_segments = 1,
    };
    world->prices[0] = (PeriodPrice) { "fuel", { 0, from + 7 }, 65000 };
    world->prices[1] = (PeriodPrice) { "fuel", { from + 7, G_MAXINT32 }, 2500000 };
    world->input.prices = world->prices;
    world->input.n_prices = G_N_ELEMENTS (world->prices);
    world->segments[0] = (Segment) { .meter_id = 1,
                                     .period = world->input.period,
                                     .multiplier_milli = 1000,
                                     .quantity = any_energy (world) };
}

static void
compute (World *world, Bill *bill)
{
    g_autoptr (GError) error = NULL;

    if (!bill_compute (&world->input, bill, &error))
        g_error ("%s", error->message);
}

static gint64
energy_billed (const Bill *bill)
{
    gint64 sum_wh = 0;

    for (guint i = 0; i < bill->n_lines; i++)
        if (bill->lines[i].kind == LINE_ENERGY)
            sum_wh += bill->lines[i].quantity;
    return sum_wh;
}

static void
assert_adds_up (const World *world, const Bill *bill)
{
    gint64 sums_minor[LINE_N_KINDS] = { 0 };
    gint64 total_minor = 0;

    for (guint i = 0; i < bill->n_lines; i++) {
        sums_minor[bill->lines[i].kind] += bill->lines[i].amount_minor;
        total_minor += bill->lines[i].amount_minor;
    }
    g_assert_cmpint (total_minor, ==, bill->total_minor);
    g_assert_cmpint (sums_minor[LINE_TAX], ==, bill->tax_minor);
    g_assert_cmpint (sums_minor[LINE_ROUNDING], ==, bill->rounding_minor);
    g_assert_cmpint (bill->net_minor + bill->tax_minor + bill->rounding_minor, ==, total_minor);
    g_assert_cmpint (total_minor % world->input.cash_unit_minor, ==, 0);
}

/* The tax of a rate is the rounded product of its net, and every net is in one group. */
static void
assert_taxes (const Bill *bill)
{
    const TariffVersion *last = bill->parts[bill->last_part].version;

    for (guint i = 0; i < bill->n_lines; i++) {
        const BillLine *tax = &bill->lines[i];
        gint64 net_minor = 0;
        gint64 tax_minor;

        if (tax->kind != LINE_TAX)
            continue;
        for (guint j = 0; j < i; j++)
            if (bill->lines[j].tax_bp == tax->percent_bp)
                net_minor += bill->lines[j].amount_minor;
        g_assert_cmpint (net_minor, ==, tax->base_minor);
        g_assert_true (money_percentage (net_minor, tax->percent_bp, last->rounding, &tax_minor));
        if (last->tax_policy == TAX_PER_GROUP)
            g_assert_cmpint (tax->amount_minor, ==, tax_minor);
    }
}

static void
test_any_bill (void)
{
    World world;

    world_init (&world, SAMPLE_EVERYTHING);
    for (guint i = 0; i < N_CASES; i++) {
        draw_input (&world);
        draw_terms (&world, NULL);
        compute (&world, world.bill);
        assert_adds_up (&world, world.bill);
        assert_taxes (world.bill);
        g_assert_cmpint (energy_billed (world.bill), ==, world.segments[0].quantity);
        g_assert_cmpint (world.bill->energy_wh, ==, world.segments[0].quantity);
    }
    world_clear (&world);
}

static void
assert_same_bill (const Bill *a, const Bill *b)
{
    g_assert_cmpuint (a->n_lines, ==, b->n_lines);
    g_assert_cmpint (a->total_minor, ==, b->total_minor);
    for (guint i = 0; i < a->n_lines; i++) {
        g_assert_cmpint (a->lines[i].kind, ==, b->lines[i].kind);
        g_assert_cmpint (a->lines[i].quantity, ==, b->lines[i].quantity);
        g_assert_cmpint (a->lines[i].amount_minor, ==, b->lines[i].amount_minor);
        g_assert_cmpint (a->lines[i].tax_bp, ==, b->lines[i].tax_bp);
        g_assert_cmpint (a->lines[i].days, ==, b->lines[i].days);
    }
}

static void
test_change_of_nothing (void)
{
    World world;

    world_init (&world, SAMPLE_EVERYTHING);
    for (guint i = 0; i < N_CASES; i++) {
        const TariffVersion *version = any_tariff (&world);
        g_autoptr (TariffVersion) twin = sample_twin (version, "TWIN");
        const TariffVersion *one[] = { version, version, version, version };
        const TariffVersion *two[] = { version, twin, version, twin };

        draw_input (&world);
        draw_terms (&world, two);
        compute (&world, world.bill);
        draw_terms (&world, one);
        compute (&world, world.other);
        assert_same_bill (world.bill, world.other);
        g_assert_cmpuint (world.bill->n_parts, ==, 1);
    }
    world_clear (&world);
}

static void
test_monotone (void)
{
    World world;

    world_init (&world, SAMPLE_PROGRESSIVE);
    for (guint i = 0; i < N_CASES; i++) {
        draw_input (&world);
        draw_terms (&world, NULL);
        world.input.n_terms = 1;
        world.terms[0].period = world.input.period;
        compute (&world, world.bill);
        world.segments[0].quantity += g_rand_int_range (world.random, 0, 5000);
        compute (&world, world.other);
        g_assert_cmpint (world.other->total_minor, >=, world.bill->total_minor);
    }
    world_clear (&world);
}

/* The energy part lies between minimum and maximum, whatever was drawn, and grows with it. */
static gint64
energy_part (const Bill *bill)
{
    gint64 sum_minor = 0;

    for (guint i = 0; i < bill->n_lines; i++) {
        int kind = bill->lines[i].kind;

        if (kind == LINE_ENERGY || kind == LINE_DISCOUNT || kind == LINE_MINIMUM ||
            kind == LINE_MAXIMUM)
            sum_minor += bill->lines[i].amount_minor;
    }
    return sum_minor;
}

static gint64
bound (const World *world, gint64 limit_minor)
{
    const TariffVersion *version = world->terms[0].version;
    int days = period_days (world->input.period);
    Share share = tariff_share (version, version->limit_basis, world->input.period, days, days,
                                world->input.cycle_days);

    return share_of (share, limit_minor);
}

static void
test_bounds (void)
{
    World world;

    world_init (&world, SAMPLE_BOUNDED);
    for (guint i = 0; i < N_CASES; i++) {
        const TariffVersion *version;
        gint64 least_minor;

        draw_input (&world);
        draw_terms (&world, NULL);
        world.input.n_terms = 1;
        world.terms[0].period = world.input.period;
        version = world.terms[0].version;
        compute (&world, world.bill);
        least_minor = energy_part (world.bill);
        g_assert_cmpint (least_minor, >=, bound (&world, version->minimum_minor));
        if (version->maximum_minor > 0)
            g_assert_cmpint (least_minor, <=, bound (&world, version->maximum_minor));
        world.segments[0].quantity += g_rand_int_range (world.random, 0, 50000);
        compute (&world, world.other);
        g_assert_cmpint (energy_part (world.other), >=, least_minor);
    }
    world_clear (&world);
}

/* Counts kWh by kWh: slow, and nothing in common with the engine but the tariff. */
static gint64
oracle_net (const TariffVersion *version, gint64 energy_kwh)
{
    const TariffComponent *component = g_ptr_array_index (version->components, 0);
    const TariffBand *band = g_ptr_array_index (component->bands, 0);
    gint64 sums[8] = { 0 };
    gint64 net_minor = 0;

    for (gint64 kwh = 1; kwh <= energy_kwh; kwh++) {
        guint i = 0;

        for (; i + 1 < band->blocks->len; i++) {
            const TariffBlock *block = g_ptr_array_index (band->blocks, i);
            if (KWH (kwh) <= block->to_wh)
                break;
        }
        sums[i] += ((const TariffBlock *)g_ptr_array_index (band->blocks, i))->rate_micro_per_kwh;
    }
    for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
        net_minor += (sums[i] + 5000) / 10000; /* micro to halala, half up */
    return net_minor;
}

static void
test_oracle (void)
{
    World world;

    world_init (&world, SAMPLE_PROGRESSIVE);
    for (guint i = 0; i < N_CASES; i++) {
        const TariffVersion *version = any_tariff (&world);
        gint64 energy_kwh = g_rand_int_range (world.random, 0, 1500);

        draw_input (&world);
        world.input.period.to = world.input.period.from + 30;
        world.segments[0].period = world.input.period;
        world.segments[0].quantity = KWH (energy_kwh);
        world.input.n_terms = 1;
        world.terms[0] = (BillTerm) { .period = world.input.period,
                                      .version = version,
                                      .terms = { .tax_override_bp = TAX_OF_TARIFF } };
        compute (&world, world.bill);
        g_assert_cmpint (world.bill->net_minor, ==, oracle_net (version, energy_kwh));
    }
    world_clear (&world);
}

/* A meter that is read, now and then estimated, and may pass zero. */
typedef struct {
    GRand *random;
    const MeterRegister *meter;
    RegisterReading *readings;
    guint n;
    gint64 counted;      /* thousandths since ever, without rollover */
    gint64 read_counted; /* the same at the last reading, real or estimated */
    gboolean wild;       /* estimates may be far too high */
} Dial;

static void
dial_show (Dial *dial, Date date, gint64 counted, gboolean estimated)
{
    gint64 full_scale = register_full_scale (dial->meter->digits);

    dial->readings[dial->n++] = (RegisterReading) {
        .meter_id = dial->meter->meter_id,
        .date = date,
        .value = counted % full_scale,
        .estimated = estimated,
        .rollover = counted / full_scale > dial->read_counted / full_scale,
    };
    dial->read_counted = counted;
}

/* Turns from day to day and is read at both ends and sometimes between. */
static gint64
dial_run (Dial *dial, Period days)
{
    gint64 start = dial->counted;

    dial->read_counted = dial->counted;
    dial_show (dial, days.from, dial->counted, FALSE);
    dial->readings[dial->n - 1].rollover = FALSE;
    for (Date day = days.from + 1; day <= days.to; day++) {
        gint64 moved = g_rand_int_range (dial->random, 0, 200000);
        gint64 before = dial->counted;

        dial->counted += moved;
        if (day == days.to)
            dial_show (dial, day, dial->counted, FALSE);
        else if (g_rand_int_range (dial->random, 0, 12) == 0)
            dial_show (dial, day, before, TRUE);
        else if (dial->wild && g_rand_int_range (dial->random, 0, 12) == 0)
            dial_show (dial, day, dial->counted + 5 * moved, TRUE);
    }
    return dial->counted - start;
}

/* Two meters, the second in the place of the first from some day on. */
static void
draw_meters (World *world, MeterRegister *meters, Date exchanged)
{
    static const gint64 multipliers_milli[] = { 1000, 40000, 1333, 100 };

    for (guint i = 0; i < 2; i++)
        meters[i] = (MeterRegister) {
            .meter_id = i + 1,
            .digits = 5,
            .multiplier_milli = multipliers_milli[g_rand_int_range (world->random, 0, 4)],
            .installed = { i == 0 ? 0 : exchanged, i == 0 ? exchanged : DATE_NONE },
        };
}

static gint64
true_energy (const MeterRegister *meter, gint64 start, gint64 moved)
{
    return (start + moved) * meter->multiplier_milli / 1000 -
           start * meter->multiplier_milli / 1000;
}

static void
bill_dials (World *world, gboolean wild)
{
    MeterRegister meters[2];
    RegisterReading readings[160];
    Segments segments = { world->segments, 0, G_N_ELEMENTS (world->segments) };
    Dial dial = { world->random, meters, readings, 0, 0, 0, wild };
    ConsumptionInput input = { .period = world->input.period,
                               .registers = meters,
                               .n_registers = 2,
                               .readings = readings,
                               .replace_estimates = wild };
    Period days = world->input.period;
    Date exchanged = g_rand_int_range (world->random, days.from + 1, days.to + 1);
    gint64 energy_wh = 0;
    g_autoptr (GError) error = NULL;

    draw_meters (world, meters, exchanged);
    for (guint i = 0; i < 2; i++) {
        Period part = i == 0 ? (Period) { days.from, exchanged } : (Period) { exchanged, days.to };
        gint64 start = KWH (g_rand_int_range (world->random, 90000, 100000));

        if (part.from == part.to)
            continue;
        dial.meter = &meters[i];
        dial.counted = start;
        energy_wh += true_energy (&meters[i], start, dial_run (&dial, part));
    }
    input.n_readings = dial.n;
    if (!consumption_build (&input, &segments, &error))
        g_error ("%s", error->message);
    world->input.n_segments = segments.n;
    compute (world, world->bill);
    g_assert_cmpint (world->bill->energy_wh, ==, energy_wh);
    g_assert_cmpint (energy_billed (world->bill), ==, energy_wh);
    assert_adds_up (world, world->bill);
}

/* Exchanges, rollovers, multipliers, estimates, tariff changes: what was drawn is billed, once. */
static void
test_energy_is_kept (void)
{
    World world;

    world_init (&world, SAMPLE_EVERYTHING);
    for (guint i = 0; i < N_CASES; i++) {
        draw_input (&world);
        draw_terms (&world, NULL);
        bill_dials (&world, i % 2 == 1);
    }
    world_clear (&world);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/engine/properties/any-bill", test_any_bill);
    g_test_add_func ("/engine/properties/change-of-nothing", test_change_of_nothing);
    g_test_add_func ("/engine/properties/monotone", test_monotone);
    g_test_add_func ("/engine/properties/bounds", test_bounds);
    g_test_add_func ("/engine/properties/oracle", test_oracle);
    g_test_add_func ("/engine/properties/energy-is-kept", test_energy_is_kept);
    return g_test_run ();
}
