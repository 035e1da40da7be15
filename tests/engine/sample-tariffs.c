/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tariffs for the tests. */
#include "tests/engine/sample-tariffs.h"

#include <string.h>

/* What a document has unless its members say otherwise. */
static const char *const defaults[][2] = {
    { "'currency'", "'SAR'" }, { "'valid_from'", "'2025-01-01'" }, { "'limit_basis'", "'month'" },
    { "'basis_days'", "30" },  { "'rounding_unit_minor'", "1" },
};

char *
sample_document (const char *members)
{
    GString *text = g_string_new ("{'code':'T','name':'Test',");

    for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
        if (strstr (members, defaults[i][0]) == NULL)
            g_string_append_printf (text, "%s:%s,", defaults[i][0], defaults[i][1]);
    g_string_append_printf (text, "%s}", members);
    return g_strdelimit (g_string_free (text, FALSE), "'", '"');
}

TariffVersion *
sample_tariff (const char *members)
{
    g_autofree char *text = sample_document (members);
    g_autoptr (GError) error = NULL;
    TariffVersion *version = tariff_document_parse (text, strlen (text), &error);

    if (version == NULL)
        g_error ("%s: %s\n%s", refusal_field (error), error->message, text);
    return version;
}

static GPtrArray *
new_list (const Record *record)
{
    return g_ptr_array_new_with_free_func (record->destroy);
}

static gint64
random_tax (GRand *random, guint shape)
{
    static const gint64 rates_bp[] = { 0, 0, 500, 1500, 1900 };

    return (shape & SAMPLE_POLICIES) != 0
               ? rates_bp[g_rand_int_range (random, 0, G_N_ELEMENTS (rates_bp))]
               : 500;
}

/* Prices rise from block to block when the shape must be monotone; any order else. */
static GPtrArray *
random_blocks (GRand *random, guint shape)
{
    GPtrArray *blocks = new_list (&tariff_block_record);
    guint n = g_rand_int_range (random, 1, 6);
    gint64 from_wh = 0;
    gint64 rate = 0;

    for (guint i = 0; i < n; i++) {
        TariffBlock *block = tariff_block_new ();

        rate = (shape & SAMPLE_BANDS) != 0 ? g_rand_int_range (random, 0, 400000)
                                           : rate + g_rand_int_range (random, 0, 100000);
        block->from_wh = from_wh;
        block->to_wh = from_wh + KWH (g_rand_int_range (random, 1, 400));
        block->rate_micro_per_kwh = rate;
        block->tax_bp = random_tax (random, shape);
        from_wh = block->to_wh;
        if (i + 1 == n)
            block->to_wh = TARIFF_OPEN;
        g_ptr_array_add (blocks, block);
    }
    return blocks;
}

static TariffComponent *
random_component (GRand *random, guint shape)
{
    TariffComponent *component = tariff_component_new ();
    guint n = (shape & SAMPLE_BANDS) != 0 ? g_rand_int_range (random, 1, 5) : 1;
    gint64 from_wh = 0;

    component->name = g_strdup ("Energy");
    component->bands = new_list (&tariff_band_record);
    for (guint i = 0; i < n; i++) {
        TariffBand *band = tariff_band_new ();

        band->from_wh = from_wh;
        band->to_wh = i + 1 == n ? TARIFF_OPEN : from_wh + KWH (g_rand_int_range (random, 1, 500));
        band->blocks = random_blocks (random, shape);
        from_wh = band->to_wh;
        g_ptr_array_add (component->bands, band);
    }
    return component;
}

/* What comes on top of each kWh: a price, one that begins somewhere, one that changes by month. */
static void
add_additions (GRand *random, TariffVersion *version, guint shape)
{
    for (gint n = g_rand_int_range (random, 0, 3); n > 0; n--) {
        TariffComponent *component = random_component (random, shape);

        component->addition = TRUE;
        if (g_rand_boolean (random))
            component->price_name = g_strdup ("fuel");
        g_ptr_array_add (version->components, component);
    }
}

static TariffStep *
random_step (GRand *random, gint64 above, gint64 up_to)
{
    TariffStep *step = tariff_step_new ();

    step->above = above;
    step->up_to = up_to;
    step->amount_minor = g_rand_int_range (random, -500, 4000);
    step->percent_bp = g_rand_boolean (random) ? 0 : g_rand_int_range (random, -200, 500);
    if (g_rand_boolean (random)) {
        step->unit = g_rand_int_range (random, 1, 100000);
        step->per_unit_minor = g_rand_int_range (random, 0, 50);
    }
    return step;
}

static TariffCharge *
random_charge (GRand *random, guint shape)
{
    TariffCharge *charge = tariff_charge_new ();
    gint64 limit = KWH (g_rand_int_range (random, 1, 800));

    charge->name = g_strdup ("Charge");
    charge->kind = g_rand_int_range (random, CHARGE_FIXED, CHARGE_FEE + 1);
    charge->selector = g_rand_int_range (random, SELECT_NOTHING, SELECT_VA + 1);
    charge->basis = g_rand_int_range (random, BASIS_BILL, BASIS_CYCLE + 1);
    charge->percent_of = g_rand_int_range (random, CHARGE_OF_VALUE, CHARGE_OF_ENERGY + 1);
    charge->tax_bp = random_tax (random, shape);
    charge->steps = new_list (&tariff_step_record);
    if (charge->selector == SELECT_NOTHING) {
        g_ptr_array_add (charge->steps, random_step (random, 0, TARIFF_OPEN));
    } else {
        g_ptr_array_add (charge->steps, random_step (random, 0, limit));
        g_ptr_array_add (charge->steps, random_step (random, limit, TARIFF_OPEN));
    }
    return charge;
}

static void
add_extras (GRand *random, TariffVersion *version)
{
    TariffDiscount *discount = tariff_discount_new ();

    discount->name = g_strdup ("Summer");
    discount->percent_bp = g_rand_int_range (random, 0, 5000);
    discount->yearly_from = g_rand_int_range (random, 1, 13) * 100 + 1;
    discount->yearly_to = g_rand_int_range (random, 1, 13) * 100 + 15;
    version->discounts = new_list (&tariff_discount_record);
    g_ptr_array_add (version->discounts, discount);
    version->minimum_minor = g_rand_int_range (random, 0, 3000);
    version->maximum_minor =
        g_rand_boolean (random) ? 0 : version->minimum_minor + g_rand_int_range (random, 0, 20000);
}

static void
set_policies (GRand *random, TariffVersion *version)
{
    static const gint64 units_minor[] = { 1, 1, 5, 25, 100 };
    static const gint64 days[] = { 0, 10, 15, 30 };

    version->limit_basis = g_rand_int_range (random, BASIS_BILL, BASIS_CYCLE + 1);
    version->basis_days = days[g_rand_int_range (random, 0, G_N_ELEMENTS (days))];
    version->rounding_policy = g_rand_int_range (random, ROUND_LINES, ROUND_TOTAL + 1);
    version->rounding = g_rand_int_range (random, ROUNDING_HALF_UP, ROUNDING_UP + 1);
    version->rounding_unit_minor =
        units_minor[g_rand_int_range (random, 0, G_N_ELEMENTS (units_minor))];
    version->tax_policy = g_rand_int_range (random, TAX_PER_GROUP, TAX_PER_LINE + 1);
}

TariffVersion *
sample_random_tariff (GRand *random, guint shape)
{
    TariffVersion *version = tariff_version_new ();
    g_autoptr (GError) error = NULL;

    version->code = g_strdup ("T");
    version->name = g_strdup ("Test");
    version->currency = g_strdup ("SAR");
    version->valid_from = date_new (2025, 1, 1);
    version->limit_basis = BASIS_MONTH;
    version->basis_days = 30;
    version->rounding_unit_minor = 1;
    version->components = new_list (&tariff_component_record);
    g_ptr_array_add (version->components, random_component (random, shape));
    if ((shape & SAMPLE_CHARGES) != 0) {
        version->charges = new_list (&tariff_charge_record);
        for (gint n = g_rand_int_range (random, 0, 4); n > 0; n--)
            g_ptr_array_add (version->charges, random_charge (random, shape));
    }
    if ((shape & SAMPLE_EXTRAS) != 0) {
        add_extras (random, version);
        add_additions (random, version, shape);
    }
    if ((shape & SAMPLE_POLICIES) != 0)
        set_policies (random, version);
    if (!tariff_validate (version, &error))
        g_error ("%s: %s", refusal_field (error), error->message);
    return version;
}

TariffVersion *
sample_twin (const TariffVersion *version, const char *code)
{
    TariffVersion *twin = record_copy (&tariff_version_record, version);

    g_free (twin->code);
    twin->code = g_strdup (code);
    return twin;
}
