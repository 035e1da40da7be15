/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Energy by blocks and period prices: the part of a bill that is a price per kWh. */
#include "server/engine/price-internal.h"

#include <string.h>

/* A place on the ladder of a component: which band k falls in, and its scaled limits. */
typedef struct {
    const TariffBand *band;
    guint index;
    gint64 from;
    gint64 to;
} BandChoice;

/* What of the energy falls into one block, with the block's scaled limits. */
typedef struct {
    guint index;
    int days;
    gint64 from_wh;
    gint64 to_wh;
    gint64 quantity_wh;
    gint64 price_micro; /* 0: the rate of the block is its price */
} BlockSlice;

/* Counted in the month before this bill, and with it. */
typedef struct {
    gint64 before_wh;
    gint64 after_wh;
} Energies;

/* The period prices of a name on the days of this part; none where the rates are the prices. */
typedef struct {
    guint n;
    gint64 days[TARIFF_MAX_LIST];
    gint64 price_micro[TARIFF_MAX_LIST];
} PeriodRates;

BillLine *
pricing_add_line (Pricing *self, LineKind kind, LineReason reason, GError **error)
{
    BillLine *line;

    if (self->lines->n == self->lines->max) {
        refuse (error, SIRAJ_ERROR_TOO_MANY_LINES, NULL,
                "The bill needs more than %u lines: split its period.", self->lines->max);
        return NULL;
    }
    line = &self->lines->items[self->lines->n++];
    *line = self->blank;
    line->kind = kind;
    line->reason = reason;
    return line;
}

void
pricing_set_share (BillLine *line, Share share)
{
    gboolean fits = share.numerator <= G_MAXINT32 && share.denominator <= G_MAXINT32;

    line->share_numerator = fits ? (gint32)share.numerator : 0;
    line->share_denominator = fits ? (gint32)share.denominator : 0;
}

static gboolean
refuse_amount (GError **error)
{
    return refuse (error, SIRAJ_ERROR_AMOUNT_TOO_LARGE, NULL,
                   "An amount does not fit: check the readings and the prices.");
}

gboolean
pricing_round (const Pricing *self, Wide numerator, Wide denominator, gint64 *amount_minor,
               GError **error)
{
    gint64 units;

    if (!rounding_divide (numerator, denominator * self->unit, self->rounding, &units) ||
        __builtin_mul_overflow (units, self->unit, amount_minor) ||
        *amount_minor > PRICE_MAX_AMOUNT_MINOR || *amount_minor < -PRICE_MAX_AMOUNT_MINOR)
        return refuse_amount (error);
    return TRUE;
}

gint32
pricing_tax (const Pricing *self, gint64 tax_bp)
{
    gint64 override_bp = self->input->terms->tax_override_bp;

    return tax_bp > 0 && override_bp != TAX_OF_TARIFF ? override_bp : tax_bp;
}

/* What pricing_round() gives for a product that fits 64 bits, in a third of its time: nearly every
 * line of a bill is one. */
static gboolean
round_product (const Pricing *self, Wide product, gint64 *amount_minor, GError **error)
{
    const gint64 divisor = self->divisor * self->unit;
    gint64 whole;
    gint64 rest;

    if (self->rounding != ROUNDING_HALF_UP || product < 0 || product > (Wide)PRICE_MAX_AMOUNT_MINOR)
        return pricing_round (self, product, self->divisor, amount_minor, error);
    whole = (gint64)product / divisor;
    rest = (gint64)product - whole * divisor;
    *amount_minor = (whole + (rest >= divisor - rest ? 1 : 0)) * self->unit;
    return TRUE;
}

/* @product is Wh × micro per kWh.  Under ROUND_TOTAL the sum so far is rounded, not the line, so
 * that the lines add up to the exact amount rounded once. */
static gboolean
energy_amount (Pricing *self, Wide product, gint64 *amount_minor, GError **error)
{
    gint64 sum_minor = 0;

    if (!self->carries)
        return round_product (self, product, amount_minor, error);
    self->carried += product;
    if (!pricing_round (self, self->carried, self->divisor, &sum_minor, error))
        return FALSE;
    *amount_minor = sum_minor - self->carried_minor;
    self->carried_minor = sum_minor;
    return TRUE;
}

static BandChoice
choose_band (const Pricing *self, const TariffComponent *component, gint64 energy_wh)
{
    BandChoice choice = { NULL, 0, 0, 0 };

    for (guint i = 0; i < component->bands->len; i++) {
        choice.band = g_ptr_array_index (component->bands, i);
        choice.index = i;
        choice.from = choice.to;
        choice.to = share_of (self->limits, choice.band->to_wh);
        if (energy_wh <= choice.to)
            break;
    }
    return choice;
}

static LineReason
band_reason (const TariffComponent *component, const BandChoice *choice)
{
    if (component->bands->len == 1 || (choice->index == 0 && choice->band->blocks->len > 1))
        return REASON_BLOCK;
    return choice->band->blocks->len == 1 ? REASON_WHOLE : REASON_RESTART;
}

/* Fills what every line of a component's blocks has in common. */
static BillLine *
add_energy_line (Pricing *self, LineKind kind, LineReason reason, guint item,
                 const BandChoice *choice, GError **error)
{
    const TariffComponent *component = g_ptr_array_index (self->version->components, item);
    BillLine *line = pricing_add_line (self, kind, reason, error);

    if (line == NULL)
        return NULL;
    line->register_class = component->register_class;
    line->item = item;
    line->band = choice->index;
    line->band_from = choice->from;
    line->band_to = choice->to;
    return line;
}

/* The price of a block: its rate, or its rate × the period price. */
static gboolean
block_rate (const TariffBlock *block, gint64 price_micro, gint64 *rate_micro, GError **error)
{
    *rate_micro = block->rate_micro_per_kwh;
    if (price_micro == 0)
        return TRUE;
    return rounding_divide ((Wide)block->rate_micro_per_kwh * price_micro, MICRO, ROUNDING_HALF_UP,
                            rate_micro) ||
           refuse_amount (error);
}

static gboolean
add_block_line (Pricing *self, guint item, const BandChoice *choice, const BlockSlice *slice,
                GError **error)
{
    const TariffComponent *component = g_ptr_array_index (self->version->components, item);
    const TariffBlock *block = g_ptr_array_index (choice->band->blocks, slice->index);
    gint64 rate_micro;
    BillLine *line;

    if (!block_rate (block, slice->price_micro, &rate_micro, error))
        return FALSE;
    if (component->addition && rate_micro == 0)
        return TRUE;
    line = add_energy_line (self, component->addition ? LINE_ADDITION : LINE_ENERGY,
                            band_reason (component, choice), item, choice, error);
    if (line == NULL)
        return FALSE;
    line->block = slice->index;
    line->days = slice->days;
    line->quantity = slice->quantity_wh;
    line->rate_micro = rate_micro;
    line->tax_bp = pricing_tax (self, block->tax_bp);
    line->from = slice->from_wh;
    line->to = slice->to_wh;
    return energy_amount (self, (Wide)slice->quantity_wh * rate_micro, &line->amount_minor, error);
}

/* A slice whose price changed within its days is a line for each price. */
static gboolean
add_slice (Pricing *self, guint item, const BandChoice *choice, const BlockSlice *slice,
           const PeriodRates *rates, GError **error)
{
    gint64 parts_wh[TARIFF_MAX_LIST];

    if (rates == NULL)
        return add_block_line (self, item, choice, slice, error);
    energy_split (slice->quantity_wh, rates->days, rates->n, parts_wh);
    for (guint i = 0; i < rates->n; i++) {
        BlockSlice piece = *slice;

        piece.quantity_wh = parts_wh[i];
        piece.days = (int)rates->days[i];
        piece.price_micro = rates->price_micro[i];
        if ((parts_wh[i] != 0 || (i == 0 && slice->quantity_wh == 0)) &&
            !add_block_line (self, item, choice, &piece, error))
            return FALSE;
    }
    return TRUE;
}

/* The blocks that (from_wh, to_wh] passes through; no energy gives one line of zero, so that the
 * bill still says that nothing was drawn. */
static gboolean
add_block_lines (Pricing *self, guint item, const BandChoice *choice, Energies energy,
                 const PeriodRates *rates, GError **error)
{
    BlockSlice slice = { .days = self->input->days };

    for (guint i = 0; i < choice->band->blocks->len; i++) {
        const TariffBlock *block = g_ptr_array_index (choice->band->blocks, i);
        gint64 low_wh = MAX (energy.before_wh, slice.from_wh);
        gboolean last;

        slice.index = i;
        slice.to_wh = share_of (self->limits, block->to_wh);
        slice.quantity_wh = MAX (MIN (energy.after_wh, slice.to_wh) - low_wh, 0);
        last = energy.after_wh <= slice.to_wh;
        if ((slice.quantity_wh > 0 || (last && energy.before_wh == energy.after_wh)) &&
            !add_slice (self, item, choice, &slice, rates, error))
            return FALSE;
        if (last)
            break;
        slice.from_wh = slice.to_wh;
    }
    return TRUE;
}

/* Wh × rate of the first @energy_wh by the blocks of a band. */
static gboolean
band_product (const Pricing *self, const TariffBand *band, gint64 energy_wh, gint64 price_micro,
              Wide *product, GError **error)
{
    gint64 floor_wh = 0;

    *product = 0;
    for (guint i = 0; i < band->blocks->len && floor_wh < energy_wh; i++) {
        const TariffBlock *block = g_ptr_array_index (band->blocks, i);
        gint64 ceiling_wh = MIN (energy_wh, share_of (self->limits, block->to_wh));
        gint64 rate_micro;

        if (!block_rate (block, price_micro, &rate_micro, error))
            return FALSE;
        *product += (Wide)(ceiling_wh - floor_wh) * rate_micro;
        floor_wh = ceiling_wh;
    }
    return TRUE;
}

/* Energy bought earlier in the month was priced by a lower band; the difference falls due now, so
 * that the purchases of a month come to the bill of the month. */
static gboolean
add_rerate_line (Pricing *self, guint item, const BandChoice *choice, gint64 previous_wh,
                 const PeriodRates *rates, GError **error)
{
    const TariffComponent *component = g_ptr_array_index (self->version->components, item);
    BandChoice before = choose_band (self, component, previous_wh);
    const TariffBlock *block = g_ptr_array_index (choice->band->blocks, 0);
    gint64 price_micro = rates != NULL ? rates->price_micro[rates->n - 1] : 0;
    Wide due;
    Wide paid;
    BillLine *line;

    if (previous_wh == 0 || before.index == choice->index)
        return TRUE;
    if (!band_product (self, choice->band, previous_wh, price_micro, &due, error) ||
        !band_product (self, before.band, previous_wh, price_micro, &paid, error))
        return FALSE;
    line = add_energy_line (self, component->addition ? LINE_ADDITION : LINE_RERATE, REASON_RERATE,
                            item, choice, error);
    if (line == NULL)
        return FALSE;
    line->quantity = previous_wh;
    line->tax_bp = pricing_tax (self, block->tax_bp);
    return energy_amount (self, due - paid, &line->amount_minor, error);
}

static gboolean
add_blocks (Pricing *self, guint item, const PeriodRates *rates, GError **error)
{
    const TariffComponent *component = g_ptr_array_index (self->version->components, item);
    const PriceUsage *usage = self->input->usage;
    Energies energy = { .before_wh = usage->previous_wh[component->register_class] };

    energy.after_wh = energy.before_wh + usage->energy_wh[component->register_class];
    const BandChoice choice = choose_band (self, component, energy.after_wh);
    return add_rerate_line (self, item, &choice, energy.before_wh, rates, error) &&
           add_block_lines (self, item, &choice, energy, rates, error);
}

int
pricing_days_within (const Pricing *self, Period window)
{
    int days = 0;

    for (guint i = 0; i < self->input->n_spans; i++) {
        Period common;

        if (period_overlap (self->input->spans[i], window, &common))
            days += period_days (common);
    }
    return days;
}

static gboolean
add_period_price_line (Pricing *self, guint item, const PeriodRates *rates, guint i,
                       gint64 quantity_wh, GError **error)
{
    const TariffComponent *component = g_ptr_array_index (self->version->components, item);
    BillLine *line = pricing_add_line (self, LINE_PERIOD_PRICE, REASON_PERIOD_PRICE, error);

    if (line == NULL)
        return FALSE;
    line->register_class = component->register_class;
    line->item = item;
    line->days = (int)rates->days[i];
    line->quantity = quantity_wh;
    line->rate_micro = rates->price_micro[i];
    line->tax_bp = pricing_tax (self, component->tax_bp);
    return pricing_round (self, (Wide)quantity_wh * line->rate_micro, self->divisor,
                          &line->amount_minor, error);
}

/* The period prices of this name that were valid on days of this part; FALSE unless they cover
 * every day once. */
static gboolean
find_period_prices (const Pricing *self, const char *name, PeriodRates *rates)
{
    int covered = 0;

    rates->n = 0;
    for (guint i = 0; i < self->input->n_prices; i++) {
        const PeriodPrice *price = &self->input->prices[i];
        int common =
            strcmp (price->name, name) == 0 ? pricing_days_within (self, price->period) : 0;

        if (common == 0)
            continue;
        if (rates->n == TARIFF_MAX_LIST)
            return FALSE;
        rates->days[rates->n] = common;
        rates->price_micro[rates->n++] = price->rate_micro_per_kwh;
        covered += common;
    }
    return covered == self->input->days && rates->n > 0;
}

static gboolean
add_period_price (Pricing *self, guint item, GError **error)
{
    const TariffComponent *component = g_ptr_array_index (self->version->components, item);
    gint64 parts_wh[TARIFF_MAX_LIST];
    PeriodRates rates;

    if (!find_period_prices (self, component->price_name, &rates))
        return refuse (error, SIRAJ_ERROR_PERIOD_PRICE_MISSING, component->price_name,
                       "The price “%s” does not cover every day of the period once: enter its "
                       "value for each month.",
                       component->price_name);
    if (list_length (component->bands) > 0)
        return add_blocks (self, item, &rates, error);
    energy_split (self->input->usage->energy_wh[component->register_class], rates.days, rates.n,
                  parts_wh);
    for (guint i = 0; i < rates.n; i++)
        if (!add_period_price_line (self, item, &rates, i, parts_wh[i], error))
            return FALSE;
    return TRUE;
}

/* The registers and the tariff must speak of the same energy: no kWh without a price. */
static gboolean
check_registers (const Pricing *self, GError **error)
{
    const PriceUsage *usage = self->input->usage;
    gboolean priced[REGISTER_N_ENERGY] = { FALSE };
    const GPtrArray *components = self->version->components;

    for (guint i = 0; i < components->len; i++) {
        const TariffComponent *component = g_ptr_array_index (components, i);

        priced[component->register_class] |= !tariff_component_is_addition (component);
        if (component->register_class != REGISTER_TOTAL && !usage->by_hours)
            return refuse (error, SIRAJ_ERROR_REGISTER_MISSING, "register_class",
                           "“%s” is priced by the hour, but the meter has one register: change "
                           "the tariff or the meter.",
                           component->name);
    }
    if (priced[REGISTER_TOTAL])
        return TRUE;
    gint64 by_hours_wh = 0;
    for (guint i = REGISTER_PEAK; i < REGISTER_N_ENERGY; i++) {
        by_hours_wh += usage->energy_wh[i];
        if (!priced[i] && usage->energy_wh[i] > 0)
            return refuse (error, SIRAJ_ERROR_REGISTER_MISSING, "register_class",
                           "The meter counted energy in an hour class that the tariff “%s” does "
                           "not price.",
                           self->version->name);
    }
    if (by_hours_wh != usage->energy_wh[REGISTER_TOTAL])
        return refuse (error, SIRAJ_ERROR_REGISTER_MISSING, "register_class",
                       "One of the meters counts no hour classes, but “%s” prices by the hour.",
                       self->version->name);
    return TRUE;
}

/* The components that price the energy, or those that come on top of it. */
static gboolean
add_components (Pricing *self, gboolean additions, GError **error)
{
    for (guint i = 0; i < self->version->components->len; i++) {
        const TariffComponent *component = g_ptr_array_index (self->version->components, i);

        if (tariff_component_is_addition (component) != additions)
            continue;
        if (!(component->price_name != NULL ? add_period_price (self, i, error)
                                            : add_blocks (self, i, NULL, error)))
            return FALSE;
    }
    return TRUE;
}

/* Member by member: clearing the whole struct first costs a tenth of a bill. */
static void
pricing_init (Pricing *self, const PriceInput *input, BillLines *lines)
{
    const TariffVersion *version = input->version;

    self->input = input;
    self->version = version;
    self->lines = lines;
    self->first = lines->n;
    self->limits = tariff_share (version, version->limit_basis, input->whole, input->whole_days,
                                 input->days, input->cycle_days);
    self->divisor = (gint64)WH_PER_KWH * MICRO / currency_factor (input->currency);
    self->unit = version->rounding_policy == ROUND_LINES ? version->rounding_unit_minor : 1;
    self->rounding = version->rounding;
    self->carries = version->rounding_policy == ROUND_TOTAL;
    self->carried = 0;
    self->carried_minor = 0;
    self->blank = bill_line_blank;
    self->blank.part = input->part;
    self->blank.days = input->days;
    self->blank.all_days = input->days;
    pricing_set_share (&self->blank, self->limits);
}

gboolean
tariff_price (const PriceInput *input, BillLines *lines, GError **error)
{
    Pricing pricing;

    g_return_val_if_fail (input != NULL && lines != NULL, FALSE);
    if (strcmp (input->version->currency, input->currency->code) != 0)
        return refuse (error, SIRAJ_ERROR_CURRENCY_MISMATCH, "currency",
                       "The tariff “%s” is in %s, but the company bills in %s.",
                       input->version->name, input->version->currency, input->currency->code);
    pricing_init (&pricing, input, lines);
    if (!check_registers (&pricing, error) || !add_components (&pricing, FALSE, error))
        return FALSE;
    if ((input->flags & PRICE_BLOCKS_ONLY) != 0)
        return TRUE;
    return pricing_add_discounts (&pricing, error) && pricing_add_bounds (&pricing, error) &&
           add_components (&pricing, TRUE, error) && pricing_add_demand (&pricing, error) &&
           pricing_add_power_factor (&pricing, error) && pricing_add_charges (&pricing, error);
}

void
energy_split (gint64 total_wh, const gint64 *days, guint n, gint64 *parts_wh)
{
    gint64 unit_wh = total_wh % WH_PER_KWH == 0 ? WH_PER_KWH : 1;

    if (n == 1) {
        parts_wh[0] = total_wh;
        return;
    }
    if (!rounding_split (total_wh / unit_wh, days, n, parts_wh)) {
        memset (parts_wh, 0, n * sizeof *parts_wh);
        parts_wh[0] = total_wh;
        return;
    }
    for (guint i = 0; i < n; i++)
        parts_wh[i] *= unit_wh;
}
