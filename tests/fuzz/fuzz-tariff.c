/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a tariff document: it is refused with a word, or it prices any consumption and the
 * lines add up to the bill.  Bytes that begin like JSON are a document; others are the numbers of
 * one, so that the rules behind the parser are reached as well. */
#include "common/base/language.h"
#include "server/modules/tariffs/tariff-document.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define N_BILLS 6
#define MAX_BYTES 65536

/* Numbers drawn from the input; zeros when it has ended. */
typedef struct {
    const guint8 *bytes;
    gsize left;
} Numbers;

static gint64
next_number (Numbers *self, guint n_bytes)
{
    guint64 value = 0;
    guint n = MIN (n_bytes, self->left);

    memcpy (&value, self->bytes, n);
    self->bytes += n;
    self->left -= n;
    return (gint64)value;
}

/* Mostly numbers as people write them, now and then any 64 bits at all. */
static gint64
next_value (Numbers *self)
{
    switch (next_number (self, 1) % 8) {
    case 0:
        return next_number (self, 8);
    case 1:
        return TARIFF_OPEN;
    case 2:
        return 0;
    case 3:
        return next_number (self, 4) * 1000;
    default:
        return next_number (self, 2);
    }
}

static GPtrArray *
new_list (const Record *record)
{
    return g_ptr_array_new_with_free_func (record->destroy);
}

/* Limits lead on from each other, or a version would seldom be valid. */
static GPtrArray *
draw_blocks (Numbers *numbers)
{
    GPtrArray *blocks = new_list (&tariff_block_record);
    guint n = 1 + next_number (numbers, 1) % 6;
    gint64 from_wh = 0;

    for (guint i = 0; i < n; i++) {
        TariffBlock *block = tariff_block_new ();

        block->from_wh = from_wh;
        block->to_wh = i + 1 == n ? TARIFF_OPEN : from_wh + 1 + next_number (numbers, 3);
        block->rate_micro_per_kwh = next_value (numbers);
        block->tax_bp = next_number (numbers, 1) * 50;
        from_wh = block->to_wh;
        g_ptr_array_add (blocks, block);
    }
    return blocks;
}

static GPtrArray *
draw_bands (Numbers *numbers)
{
    GPtrArray *bands = new_list (&tariff_band_record);
    guint n = 1 + next_number (numbers, 1) % 4;
    gint64 from_wh = 0;

    for (guint i = 0; i < n; i++) {
        TariffBand *band = tariff_band_new ();

        band->from_wh = from_wh;
        band->to_wh = i + 1 == n ? TARIFF_OPEN : from_wh + 1 + next_number (numbers, 3);
        band->blocks = draw_blocks (numbers);
        from_wh = band->to_wh;
        g_ptr_array_add (bands, band);
    }
    return bands;
}

static TariffComponent *
draw_component (Numbers *numbers, gboolean first)
{
    TariffComponent *component = tariff_component_new ();
    guint choice = next_number (numbers, 1) % 4;

    component->name = g_strdup ("E");
    component->register_class = next_number (numbers, 1) % 8 == 0 ? REGISTER_PEAK : REGISTER_TOTAL;
    component->addition = !first && choice != 0;
    component->price_name = choice > 1 ? g_strdup ("p") : NULL;
    component->tax_bp = next_number (numbers, 2);
    component->bands = !first && choice == 3 ? NULL : draw_bands (numbers);
    return component;
}

static TariffCharge *
draw_charge (Numbers *numbers)
{
    TariffCharge *charge = tariff_charge_new ();
    guint n = 1 + next_number (numbers, 1) % 3;
    gint64 above = 0;

    charge->name = g_strdup ("C");
    charge->kind = next_number (numbers, 1) % 3;
    charge->selector = n == 1 ? SELECT_NOTHING : next_number (numbers, 1) % 5;
    charge->basis = next_number (numbers, 1) % 4;
    charge->percent_of = next_number (numbers, 1) % 2;
    charge->tax_bp = next_number (numbers, 1) * 40;
    charge->steps = new_list (&tariff_step_record);
    for (guint i = 0; i < n; i++) {
        TariffStep *step = tariff_step_new ();

        step->above = above;
        step->up_to = i + 1 == n ? TARIFF_OPEN : above + 1 + next_number (numbers, 3);
        step->amount_minor = next_value (numbers);
        step->unit = next_value (numbers);
        step->per_unit_minor = next_value (numbers);
        step->percent_bp = (gint16)next_number (numbers, 2);
        above = step->up_to;
        g_ptr_array_add (charge->steps, step);
    }
    return charge;
}

static void
draw_extras (Numbers *numbers, TariffVersion *version)
{
    guint extras = next_number (numbers, 1);

    if ((extras & 1) != 0) {
        TariffDiscount *discount = tariff_discount_new ();

        discount->name = g_strdup ("D");
        discount->percent_bp = next_number (numbers, 2);
        discount->yearly_from = next_number (numbers, 2);
        discount->yearly_to = next_number (numbers, 2);
        version->discounts = new_list (&tariff_discount_record);
        g_ptr_array_add (version->discounts, discount);
    }
    if ((extras & 2) != 0) {
        version->minimum_minor = next_value (numbers);
        version->maximum_minor = next_value (numbers);
    }
    if ((extras & 4) != 0) {
        version->demand = tariff_demand_new ();
        version->demand->name = g_strdup ("kW");
        version->demand->rate_micro_per_kw = next_value (numbers);
        version->demand->contracted_share_bp = next_number (numbers, 2);
        version->demand->basis = next_number (numbers, 1) % 4;
    }
    if ((extras & 8) != 0) {
        version->power_factor = tariff_power_factor_new ();
        version->power_factor->name = g_strdup ("PF");
        version->power_factor->reference_bp = next_number (numbers, 2);
        version->power_factor->penalty_bp = next_number (numbers, 2);
        version->power_factor->severe_below_bp = next_number (numbers, 2);
        version->power_factor->bonus_up_to_bp = next_number (numbers, 2);
        version->power_factor->bonus_bp = next_number (numbers, 2);
    }
}

static TariffVersion *
draw_version (Numbers *numbers)
{
    static const char *const currencies[] = { "SAR", "KWD", "DJF", "YER" };
    TariffVersion *version = tariff_version_new ();

    version->code = g_strdup ("T");
    version->name = g_strdup ("T");
    version->currency = g_strdup (currencies[next_number (numbers, 1) % 4]);
    version->valid_from = (Date)next_number (numbers, 2);
    version->limit_basis = next_number (numbers, 1) % 4;
    version->basis_days = next_number (numbers, 1);
    version->rounding_policy = next_number (numbers, 1) % 2;
    version->rounding = next_number (numbers, 1) % 4;
    version->rounding_unit_minor = 1 + next_number (numbers, 1);
    version->tax_policy = next_number (numbers, 1) % 2;
    version->components = new_list (&tariff_component_record);
    for (gint64 n = next_number (numbers, 1) % 3; n >= 0; n--)
        g_ptr_array_add (version->components,
                         draw_component (numbers, version->components->len == 0));
    version->charges = new_list (&tariff_charge_record);
    for (gint64 n = next_number (numbers, 1) % 3; n > 0; n--)
        g_ptr_array_add (version->charges, draw_charge (numbers));
    draw_extras (numbers, version);
    return version;
}

/* A consumption of this input, always the same one. */
static TariffCase *
draw_case (Numbers *numbers)
{
    TariffCase *golden = tariff_case_new ();

    golden->from = (Date)next_number (numbers, 2);
    golden->days = next_number (numbers, 1);
    golden->energy_wh = next_value (numbers) & (TARIFF_MAX_LIMIT_WH - 1);
    golden->peak_wh = next_number (numbers, 1) % 4 == 0 ? next_number (numbers, 3) : 0;
    golden->reactive_varh = next_number (numbers, 3);
    golden->demand_w = next_number (numbers, 3);
    golden->contracted_w = next_number (numbers, 3);
    golden->contracted_va = next_number (numbers, 3);
    golden->amperes = next_number (numbers, 1);
    golden->period_price_micro = next_value (numbers) % TARIFF_MAX_RATE_MICRO;
    golden->expected_net_minor = TARIFF_OPEN;
    golden->expected_total_minor = TARIFF_OPEN;
    return golden;
}

static void
check_bill (const Bill *bill)
{
    gint64 sum_minor = 0;
    gint64 energy_wh = 0;

    for (guint i = 0; i < bill->n_lines; i++) {
        sum_minor += bill->lines[i].amount_minor;
        if (bill->lines[i].kind == LINE_ENERGY)
            energy_wh += bill->lines[i].quantity;
    }
    g_assert_cmpint (sum_minor, ==, bill->total_minor);
    g_assert_cmpint (bill->net_minor + bill->tax_minor + bill->rounding_minor, ==, sum_minor);
    g_assert_cmpint (energy_wh, ==, bill->energy_wh);
}

static void
price (const TariffVersion *version, Numbers *numbers)
{
    g_autofree Bill *bill = g_new (Bill, 1);

    for (guint i = 0; i < N_BILLS; i++) {
        g_autoptr (TariffCase) golden = draw_case (numbers);
        g_autoptr (GError) error = NULL;

        if (tariff_case_bill (version, golden, bill, &error))
            check_bill (bill);
        else
            g_assert_nonnull (error);
    }
}

/* Its own text gives an equal version, and its cases end one way or the other. */
static void
check_document (const TariffVersion *version)
{
    g_autofree char *text = tariff_document_write (version);
    g_autoptr (GError) error = NULL;
    g_autoptr (TariffVersion) again = tariff_document_parse (text, strlen (text), &error);

    g_assert_no_error (error);
    g_assert_true (record_equal (&tariff_version_record, version, again));
    g_assert_true (tariff_same_prices (version, again));
    if (!tariff_check_cases (version, NULL, &error))
        g_assert_nonnull (error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    Numbers numbers = { data, size };
    g_autoptr (TariffVersion) version = NULL;
    g_autoptr (GError) error = NULL;

    if (size == 0 || size > MAX_BYTES)
        return 0;
    if (data[0] == '{') {
        version = tariff_document_parse ((const char *)data, size, &error);
        g_assert_true ((version == NULL) == (error != NULL));
        if (version != NULL)
            check_document (version);
    } else {
        version = draw_version (&numbers);
        if (!tariff_validate (version, &error)) {
            g_assert_nonnull (error);
            return 0;
        }
    }
    if (version != NULL)
        price (version, &numbers);
    return 0;
}
