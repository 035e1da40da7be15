/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tariff puts on top of the block prices: discount, minimum and maximum, demand, power
 * factor and charges. */
#include "server/engine/price-internal.h"

#define MAX_TAX_RATES 8

const BillLine bill_line_blank = { .kind = 0 };

/* The energy part by tax rate, so that what is taken off or put on keeps the taxes right. */
typedef struct {
    gint32 tax_bp[MAX_TAX_RATES];
    gint64 net_minor[MAX_TAX_RATES];
    guint n;
} TaxRates;

static gboolean
is_energy_part (const BillLine *line)
{
    return line->kind == LINE_ENERGY || line->kind == LINE_RERATE || line->kind == LINE_DISCOUNT;
}

gint64
pricing_energy_part (const Pricing *self)
{
    gint64 sum_minor = 0;

    for (guint i = self->first; i < self->lines->n; i++)
        if (is_energy_part (&self->lines->items[i]))
            sum_minor += self->lines->items[i].amount_minor;
    return sum_minor;
}

/* Beyond eight rates the last takes the rest: the net stays right to the coin. */
static void
collect_rates (const Pricing *self, TaxRates *rates)
{
    rates->n = 0;
    for (guint i = self->first; i < self->lines->n; i++) {
        const BillLine *line = &self->lines->items[i];
        guint at = 0;

        if (!is_energy_part (line))
            continue;
        while (at < rates->n && rates->tax_bp[at] != line->tax_bp)
            at++;
        at = MIN (at, MAX_TAX_RATES - 1);
        if (at >= rates->n) {
            rates->tax_bp[at] = line->tax_bp;
            rates->net_minor[at] = 0;
            rates->n = at + 1;
        }
        rates->net_minor[at] += line->amount_minor;
    }
}

/* Adds @amount_minor as one line per tax rate of the energy part, in proportion to it.  @pattern
 * gives kind, reason and trace. */
static gboolean
add_by_rate (Pricing *self, const BillLine *pattern, gint64 amount_minor, GError **error)
{
    TaxRates rates;
    gint64 parts_minor[MAX_TAX_RATES] = { 0 };

    if (amount_minor == 0)
        return TRUE;
    collect_rates (self, &rates);
    if (rates.n < 2 || !rounding_split (amount_minor, rates.net_minor, rates.n, parts_minor))
        parts_minor[0] = amount_minor;
    for (guint i = 0; i < MAX (rates.n, 1); i++) {
        BillLine *line;

        if (parts_minor[i] == 0)
            continue;
        line = pricing_add_line (self, pattern->kind, pattern->reason, error);
        if (line == NULL)
            return FALSE;
        line->item = pattern->item;
        line->days = pattern->days;
        line->percent_bp = pattern->percent_bp;
        line->base_minor = rates.n > 1 ? rates.net_minor[i] : pattern->base_minor;
        line->limit_minor = pattern->limit_minor;
        line->share_numerator = pattern->share_numerator;
        line->share_denominator = pattern->share_denominator;
        line->tax_bp = rates.n > 0 ? rates.tax_bp[i] : 0;
        line->amount_minor = parts_minor[i];
    }
    return TRUE;
}

/* 29 February of another year is its 28th. */
static Date
day_of_year (int year, gint64 month_day)
{
    int month = month_day / 100;

    return date_new (year, month, MIN (month_day % 100, date_days_in_month (year, month)));
}

static int
discount_days (const Pricing *self, const TariffDiscount *discount)
{
    int first, last, month, day;
    int days = 0;
    int wraps = discount->yearly_to < discount->yearly_from ? 1 : 0;

    if (discount->yearly_from == 0) {
        Date from = discount->from != DATE_NONE ? discount->from : G_MININT32 + 1;
        Date to = discount->to != DATE_NONE ? discount->to : G_MAXINT32;
        return pricing_days_within (self, (Period) { from, to });
    }
    date_split (self->input->whole.from, &first, &month, &day);
    date_split (self->input->whole.to, &last, &month, &day);
    for (int year = first - 1; year <= last; year++) {
        Period window = { day_of_year (year, discount->yearly_from),
                          day_of_year (year + wraps, discount->yearly_to) };
        days += pricing_days_within (self, window);
    }
    return days;
}

gboolean
pricing_add_discounts (Pricing *self, GError **error)
{
    const GPtrArray *discounts = self->version->discounts;
    gint64 base_minor = list_length (discounts) > 0 ? pricing_energy_part (self) : 0;

    for (guint i = 0; i < list_length (discounts); i++) {
        const TariffDiscount *discount = g_ptr_array_index (discounts, i);
        BillLine pattern = {
            .kind = LINE_DISCOUNT,
            .reason = REASON_DISCOUNT,
            .item = i,
            .days = discount_days (self, discount),
            .percent_bp = discount->percent_bp,
            .base_minor = base_minor,
        };
        gint64 amount_minor;

        if (pattern.days == 0)
            continue;
        pricing_set_share (&pattern, (Share) { pattern.days, self->input->days });
        if (!pricing_round (self, -(Wide)base_minor * discount->percent_bp * pattern.days,
                            (Wide)BASIS_POINTS * self->input->days, &amount_minor, error) ||
            !add_by_rate (self, &pattern, amount_minor, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
scaled_limit (const Pricing *self, gint64 limit_minor, gint64 *scaled_minor, GError **error)
{
    return pricing_round (self, (Wide)limit_minor * self->limits.numerator,
                          self->limits.denominator, scaled_minor, error);
}

static gboolean
add_bound (Pricing *self, GError **error)
{
    const TariffVersion *version = self->version;
    BillLine pattern = self->blank;

    pattern.base_minor = pricing_energy_part (self);
    if (!scaled_limit (self, version->minimum_minor, &pattern.limit_minor, error))
        return FALSE;
    if (pattern.base_minor < pattern.limit_minor) {
        pattern.kind = LINE_MINIMUM;
        pattern.reason = REASON_MINIMUM;
        return add_by_rate (self, &pattern, pattern.limit_minor - pattern.base_minor, error);
    }
    if (version->maximum_minor == 0)
        return TRUE;
    if (!scaled_limit (self, version->maximum_minor, &pattern.limit_minor, error))
        return FALSE;
    if (pattern.base_minor <= pattern.limit_minor)
        return TRUE;
    pattern.kind = LINE_MAXIMUM;
    pattern.reason = REASON_MAXIMUM;
    return add_by_rate (self, &pattern, pattern.limit_minor - pattern.base_minor, error);
}

gboolean
pricing_add_bounds (Pricing *self, GError **error)
{
    if (self->version->minimum_minor == 0 && self->version->maximum_minor == 0)
        return TRUE;
    return add_bound (self, error);
}

/* The share of a charge on this part; FALSE when another part of the bill takes it. */
static gboolean
charge_share (const Pricing *self, int basis, Share *share)
{
    const PriceInput *input = self->input;

    if (basis == BASIS_BILL) {
        *share = (Share) { 1, 1 };
        return (input->flags & PRICE_NOT_LAST) == 0;
    }
    *share = tariff_share (self->version, basis, input->whole, input->whole_days, input->days,
                           input->cycle_days);
    return TRUE;
}

/* What is billed of the contracted load, or less than zero after a refusal. */
static gint64
contracted_part_w (const Pricing *self, GError **error)
{
    const PriceTerms *terms = self->input->terms;
    gint64 part_w = 0;

    if (self->version->demand->contracted_share_bp == 0)
        return 0;
    if (terms->contracted_w <= 0 ||
        !rounding_divide ((Wide)terms->contracted_w * self->version->demand->contracted_share_bp,
                          BASIS_POINTS, ROUNDING_HALF_UP, &part_w)) {
        refuse (error, SIRAJ_ERROR_CONTRACT_MISSING, "contracted_w",
                "The demand price of “%s” needs the contracted load: enter it in the agreement.",
                self->version->name);
        return -1;
    }
    return part_w;
}

gboolean
pricing_add_demand (Pricing *self, GError **error)
{
    const TariffDemand *demand = self->version->demand;
    const PriceUsage *usage = self->input->usage;
    BillLine *line;
    gint64 contracted_w;
    Share share;

    if (demand == NULL || !charge_share (self, demand->basis, &share))
        return TRUE;
    contracted_w = contracted_part_w (self, error);
    if (contracted_w < 0)
        return FALSE;
    if (!usage->has_demand && contracted_w == 0)
        return refuse (error, SIRAJ_ERROR_DEMAND_MISSING, "demand_w",
                       "“%s” prices the maximum demand, but no demand register was read.",
                       self->version->name);
    line = pricing_add_line (
        self, LINE_DEMAND,
        usage->demand_w >= contracted_w ? REASON_DEMAND_MEASURED : REASON_DEMAND_CONTRACTED, error);
    if (line == NULL)
        return FALSE;
    line->register_class = REGISTER_DEMAND;
    line->quantity = MAX (usage->demand_w, contracted_w);
    line->rate_micro = demand->rate_micro_per_kw;
    pricing_set_share (line, share);
    line->tax_bp = pricing_tax (self, demand->tax_bp);
    return pricing_round (self, (Wide)line->quantity * line->rate_micro * share.numerator,
                          (Wide)self->divisor * share.denominator, &line->amount_minor, error);
}

static gint64
square_root (gint64 value)
{
    gint64 root = 0;

    for (gint64 bit = G_GINT64_CONSTANT (1) << 30; bit > 0; bit >>= 1)
        if ((root + bit) * (root + bit) <= value)
            root += bit;
    return root;
}

gint64
power_factor_bp (gint64 active_wh, gint64 reactive_varh)
{
    Wide active = ABS (active_wh);
    Wide reactive = ABS (reactive_varh);
    const Wide most = G_GINT64_CONSTANT (100000000000000);

    if (active == 0)
        return BASIS_POINTS;
    while (active > most || reactive > most) {
        active /= 2;
        reactive /= 2;
    }
    Wide square =
        active * active * BASIS_POINTS * BASIS_POINTS / (active * active + reactive * reactive);
    return (square_root ((gint64)square) + 50) / 100 * 100;
}

/* Per cent of the energy part that this power factor costs, negative for a bonus. */
static gint64
power_factor_percent_bp (const TariffPowerFactor *rule, gint64 factor_bp)
{
    gint64 severe_bp = MIN (rule->severe_below_bp, rule->reference_bp);

    if (factor_bp > rule->reference_bp) {
        gint64 reached_bp = MIN (factor_bp, rule->bonus_up_to_bp);
        return reached_bp > rule->reference_bp
                   ? -rule->bonus_bp * (reached_bp - rule->reference_bp) / 100
                   : 0;
    }
    if (factor_bp >= severe_bp)
        return rule->penalty_bp * (rule->reference_bp - factor_bp) / 100;
    return (rule->penalty_bp * (rule->reference_bp - severe_bp) +
            rule->severe_bp * (severe_bp - factor_bp)) /
           100;
}

gboolean
pricing_add_power_factor (Pricing *self, GError **error)
{
    const TariffPowerFactor *rule = self->version->power_factor;
    const PriceUsage *usage = self->input->usage;
    BillLine *line;
    gint64 factor_bp;
    gint64 percent_bp;

    if (rule == NULL)
        return TRUE;
    if (!usage->has_reactive && usage->power_factor_bp == 0)
        return refuse (error, SIRAJ_ERROR_REGISTER_MISSING, "reactive_varh",
                       "“%s” prices the power factor, but no reactive register was read.",
                       self->version->name);
    factor_bp = usage->power_factor_bp;
    if (factor_bp == 0)
        factor_bp = power_factor_bp (usage->energy_wh[REGISTER_TOTAL], usage->reactive_varh);
    percent_bp = power_factor_percent_bp (rule, factor_bp);
    if (percent_bp == 0)
        return TRUE;
    line = pricing_add_line (self, LINE_POWER_FACTOR,
                             percent_bp > 0 ? REASON_PENALTY : REASON_BONUS, error);
    if (line == NULL)
        return FALSE;
    line->register_class = REGISTER_REACTIVE;
    line->quantity = factor_bp;
    line->percent_bp = percent_bp;
    line->tax_bp = pricing_tax (self, rule->tax_bp);
    line->base_minor = pricing_energy_part (self);
    return pricing_round (self, (Wide)line->base_minor * percent_bp, BASIS_POINTS,
                          &line->amount_minor, error);
}

/* Net of the lines before a charge, or of the energy part alone: of the whole bill for a charge
 * taken once per bill. */
static gint64
value_so_far (const Pricing *self, const TariffCharge *charge)
{
    gint64 sum_minor = 0;

    for (guint i = charge->basis == BASIS_BILL ? 0 : self->first; i < self->lines->n; i++) {
        const BillLine *line = &self->lines->items[i];

        if (charge->percent_of == CHARGE_OF_VALUE || is_energy_part (line) ||
            line->kind == LINE_MINIMUM || line->kind == LINE_MAXIMUM)
            sum_minor += line->amount_minor;
    }
    return sum_minor;
}

static gint64
selector_value (const Pricing *self, const TariffCharge *charge, gint64 value_minor)
{
    const PriceInput *input = self->input;

    switch ((ChargeSelector)charge->selector) {
    case SELECT_NOTHING:
        return 0;
    case SELECT_ENERGY:
        return input->usage->previous_wh[REGISTER_TOTAL] +
               (charge->basis == BASIS_BILL ? input->whole_wh
                                            : input->usage->energy_wh[REGISTER_TOTAL]);
    case SELECT_VALUE:
        return value_minor;
    case SELECT_AMPERES:
        return input->terms->amperes;
    case SELECT_VA:
        return input->terms->contracted_va;
    }
    g_assert_not_reached ();
}

static gboolean
scales_with_days (const TariffCharge *charge)
{
    return charge->selector == SELECT_ENERGY || charge->selector == SELECT_VALUE;
}

static guint
choose_step (const TariffCharge *charge, Share limits, gint64 value)
{
    guint i = 0;

    while (i + 1 < charge->steps->len) {
        const TariffStep *step = g_ptr_array_index (charge->steps, i);

        if (value <= share_of (limits, step->up_to))
            break;
        i++;
    }
    return i;
}

/* The step's amount for its days, plus its percentage of the value so far. */
static gboolean
step_amount (const Pricing *self, const TariffStep *step, Share share, BillLine *line,
             GError **error)
{
    Wide amount = step->amount_minor;
    gint64 percentage_minor;
    gint64 above = line->quantity - line->from;

    if (step->unit > 0 && above > 0)
        amount += ((Wide)above + step->unit - 1) / step->unit * step->per_unit_minor;
    if (!pricing_round (self, amount * share.numerator, share.denominator, &line->amount_minor,
                        error) ||
        !pricing_round (self, (Wide)line->base_minor * step->percent_bp, BASIS_POINTS,
                        &percentage_minor, error))
        return FALSE;
    line->limit_minor = amount <= G_MAXINT64 && amount >= G_MININT64 ? (gint64)amount : 0;
    line->amount_minor += percentage_minor;
    return TRUE;
}

static gboolean
check_contract (const TariffCharge *charge, gint64 value, GError **error)
{
    if (value > 0 || charge->selector == SELECT_NOTHING || scales_with_days (charge))
        return TRUE;
    return refuse (error, SIRAJ_ERROR_CONTRACT_MISSING,
                   charge->selector == SELECT_AMPERES ? "amperes" : "contracted_va",
                   "“%s” goes by the contracted load: enter it in the agreement.", charge->name);
}

static const LineKind charge_kinds[] = {
    [CHARGE_FIXED] = LINE_FIXED,
    [CHARGE_RENT] = LINE_RENT,
    [CHARGE_FEE] = LINE_FEE,
};

static const LineReason selector_reasons[] = {
    [SELECT_NOTHING] = REASON_FIXED,    [SELECT_ENERGY] = REASON_STEP_ENERGY,
    [SELECT_VALUE] = REASON_STEP_VALUE, [SELECT_AMPERES] = REASON_STEP_AMPERES,
    [SELECT_VA] = REASON_STEP_VA,
};

/* A step that costs nothing leaves no line. */
static gboolean
add_charge (Pricing *self, guint item, Share share, GError **error)
{
    const TariffCharge *charge = g_ptr_array_index (self->version->charges, item);
    Share limits = scales_with_days (charge) ? share : (Share) { 1, 1 };
    gint64 base_minor = value_so_far (self, charge);
    gint64 value = selector_value (self, charge, base_minor);
    guint index = choose_step (charge, limits, value);
    const TariffStep *step = g_ptr_array_index (charge->steps, index);
    BillLine *line;

    if (!check_contract (charge, value, error))
        return FALSE;
    line = pricing_add_line (self, charge_kinds[charge->kind], selector_reasons[charge->selector],
                             error);
    if (line == NULL)
        return FALSE;
    line->item = item;
    line->block = index;
    line->quantity = value;
    line->from = share_of (limits, step->above);
    line->to = share_of (limits, step->up_to);
    line->base_minor = base_minor;
    line->percent_bp = step->percent_bp;
    line->tax_bp = pricing_tax (self, charge->tax_bp);
    pricing_set_share (line, share);
    if (!step_amount (self, step, share, line, error))
        return FALSE;
    if (line->amount_minor == 0)
        self->lines->n--;
    return TRUE;
}

gboolean
pricing_add_charges (Pricing *self, GError **error)
{
    for (guint i = 0; i < list_length (self->version->charges); i++) {
        const TariffCharge *charge = g_ptr_array_index (self->version->charges, i);
        Share share;

        if (charge_share (self, charge->basis, &share) && !add_charge (self, i, share, error))
            return FALSE;
    }
    return TRUE;
}
