/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes a tariff version fit to be priced: one refusal for each fault. */
#include "common/base/language.h"
#include "server/engine/tariff.h"

typedef char *(*FormatFunc) (gint64 value);

/* Limits that must lead from zero to open without a gap. */
typedef struct {
    const char *path; /* of the list: "components[0].bands" */
    const char *from_name;
    const char *to_name;
    FormatFunc format;
    guint n;
    guint i; /* the rung being looked at */
    gint64 reached;
} Ladder;

static char *
format_plain (gint64 value)
{
    return decimal_format (value, 0, 0, TRUE);
}

static gboolean
refuse_rung (GError **error, SirajError code, const Ladder *ladder, const char *name,
             const char *format, gint64 value)
{
    g_autofree char *field = g_strdup_printf ("%s[%u].%s", ladder->path, ladder->i, name);
    g_autofree char *found = ladder->format (value);
    g_autofree char *wanted = ladder->format (ladder->reached);

    return refuse (error, code, field, format, found, wanted);
}

static gboolean
check_from (const Ladder *ladder, gint64 from, GError **error)
{
    const char *name = ladder->from_name;

    if (ladder->i == 0 && from != 0)
        return refuse_rung (error, SIRAJ_ERROR_BLOCK_NOT_FROM_ZERO, ladder, name,
                            N_ ("The first begins at %s; it must begin at %s."), from);
    if (from > ladder->reached)
        return refuse_rung (error, SIRAJ_ERROR_BLOCK_GAP, ladder, name,
                            N_ ("It begins at %s, but the one before ends at %s: write the same "
                                "number in both."),
                            from);
    if (from < ladder->reached)
        return refuse_rung (error, SIRAJ_ERROR_BLOCK_OVERLAP, ladder, name,
                            N_ ("It begins at %s, but the one before reaches to %s: write the same "
                                "number in both."),
                            from);
    return TRUE;
}

static gboolean
check_to (const Ladder *ladder, gint64 from, gint64 to, GError **error)
{
    const char *name = ladder->to_name;
    gboolean last = ladder->i + 1 == ladder->n;

    if (to == TARIFF_OPEN && !last)
        return refuse_rung (error, SIRAJ_ERROR_BLOCK_OPEN, ladder, name,
                            N_ ("It begins at %s and has no end, but more follow it: give it an "
                                "end."),
                            from);
    if (to == TARIFF_OPEN)
        return TRUE;
    if (last)
        return refuse_rung (error, SIRAJ_ERROR_BLOCK_CLOSED, ladder, name,
                            N_ ("The last ends at %s; what lies above would be free: leave its end "
                                "empty."),
                            to);
    if (to <= from)
        return refuse_rung (error, SIRAJ_ERROR_BLOCK_EMPTY, ladder, name,
                            N_ ("It ends at %s, where it begins or before: its end must be above "
                                "%s."),
                            to);
    if (to > TARIFF_MAX_LIMIT_WH)
        return refuse_rung (error, SIRAJ_ERROR_OUT_OF_RANGE, ladder, name,
                            N_ ("The limit %s is too large."), to);
    return TRUE;
}

static gboolean
check_rung (Ladder *ladder, gint64 from, gint64 to, GError **error)
{
    if (!check_from (ladder, from, error) || !check_to (ladder, from, to, error))
        return FALSE;
    ladder->reached = to;
    ladder->i++;
    return TRUE;
}

static gboolean
check_count (const GPtrArray *list, guint minimum, const char *path, GError **error)
{
    if (list_length (list) < minimum)
        return refuse (error, SIRAJ_ERROR_TARIFF_INCOMPLETE, path,
                       N_ ("The list is empty; it needs at least one row."));
    if (list_length (list) > TARIFF_MAX_LIST)
        return refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, path, "The list has more than %d rows.",
                       TARIFF_MAX_LIST);
    return TRUE;
}

static gboolean
check_range (const char *path, const char *name, gint64 value, gint64 low, gint64 high,
             GError **error)
{
    g_autofree char *field = NULL;
    g_autofree char *found = NULL;
    g_autofree char *allowed = NULL;

    if (value >= low && value <= high)
        return TRUE;
    field = g_strdup_printf ("%s%s%s", path, *path != '\0' ? "." : "", name);
    found = format_plain (value);
    allowed = format_plain (value < low ? low : high);
    if (value < low)
        return refuse (error, low == 0 ? SIRAJ_ERROR_NEGATIVE_RATE : SIRAJ_ERROR_OUT_OF_RANGE,
                       field, N_ ("The value is %s; the least is %s."), found, allowed);
    return refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, field, N_ ("The value is %s; the most is %s."),
                   found, allowed);
}

static gboolean
check_tax (const char *path, gint64 tax_bp, GError **error)
{
    return check_range (path, "tax_bp", tax_bp, 0, BASIS_POINTS, error);
}

static gboolean
check_percent (const char *path, const char *name, gint64 percent_bp, GError **error)
{
    return check_range (path, name, percent_bp, 0, BASIS_POINTS, error);
}

static gboolean
check_choice (const char *path, const char *name, int value, int last, GError **error)
{
    g_autofree char *field = g_strdup_printf ("%s%s%s", path, *path != '\0' ? "." : "", name);

    if (value < 0 || value > last)
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, field, "It is none of the choices.");
    return TRUE;
}

static gboolean
check_text (const char *path, const char *name, const char *text, GError **error)
{
    g_autofree char *field = g_strdup_printf ("%s%s%s", path, *path != '\0' ? "." : "", name);

    if (text == NULL || *text == '\0')
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, field, "It may not be empty.");
    return TRUE;
}

static gboolean
check_blocks (const TariffBand *band, const char *band_path, GError **error)
{
    g_autofree char *path = g_strdup_printf ("%s.blocks", band_path);
    Ladder ladder = {
        path, "from_wh", "to_wh", energy_format_kwh, list_length (band->blocks), 0, 0
    };

    if (!check_count (band->blocks, 1, path, error))
        return FALSE;
    for (guint i = 0; i < ladder.n; i++) {
        const TariffBlock *block = g_ptr_array_index (band->blocks, i);
        g_autofree char *at = g_strdup_printf ("%s[%u]", path, i);

        if (!check_rung (&ladder, block->from_wh, block->to_wh, error))
            return FALSE;
        if (!check_range (at, "rate_micro_per_kwh", block->rate_micro_per_kwh, 0,
                          TARIFF_MAX_RATE_MICRO, error))
            return FALSE;
        if (!check_tax (at, block->tax_bp, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
check_bands (const TariffComponent *component, const char *component_path, GError **error)
{
    g_autofree char *path = g_strdup_printf ("%s.bands", component_path);
    Ladder ladder = {
        path, "from_wh", "to_wh", energy_format_kwh, list_length (component->bands), 0
    };

    if (!check_count (component->bands, 1, path, error))
        return FALSE;
    for (guint i = 0; i < ladder.n; i++) {
        const TariffBand *band = g_ptr_array_index (component->bands, i);
        g_autofree char *at = g_strdup_printf ("%s[%u]", path, i);

        if (!check_rung (&ladder, band->from_wh, band->to_wh, error) ||
            !check_blocks (band, at, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
check_component (const TariffComponent *component, guint i, GError **error)
{
    g_autofree char *path = g_strdup_printf ("components[%u]", i);

    if (!check_text (path, "name", component->name, error) ||
        !check_choice (path, "register_class", component->register_class, REGISTER_N_ENERGY - 1,
                       error) ||
        !check_tax (path, component->tax_bp, error))
        return FALSE;
    if (component->price_name != NULL &&
        !check_text (path, "price_name", component->price_name, error))
        return FALSE;
    if (component->price_name != NULL && list_length (component->bands) == 0)
        return TRUE;
    return check_bands (component, path, error);
}

/* Every kWh has one block price and no two: by the total, or by its hour. */
static gboolean
check_coverage (const guint *n_by_class, GError **error)
{
    guint hours = 0;

    for (guint i = REGISTER_PEAK; i < REGISTER_N_ENERGY; i++)
        hours += n_by_class[i];
    for (guint i = 0; i < REGISTER_N_ENERGY; i++)
        if (n_by_class[i] > 1 || (n_by_class[REGISTER_TOTAL] > 0 && hours > 0))
            return refuse (error, SIRAJ_ERROR_TARIFF_INCOMPLETE, "components",
                           "Two components price the same energy by blocks: keep one for the "
                           "total, or one for each hour class.");
    if (n_by_class[REGISTER_TOTAL] + hours == 0)
        return refuse (error, SIRAJ_ERROR_TARIFF_INCOMPLETE, "components",
                       "No component has blocks, so energy would be free of a price.");
    return TRUE;
}

static gboolean
check_components (const TariffVersion *version, GError **error)
{
    guint n_by_class[REGISTER_N_ENERGY] = { 0 };

    if (!check_count (version->components, 1, "components", error))
        return FALSE;
    for (guint i = 0; i < version->components->len; i++) {
        const TariffComponent *component = g_ptr_array_index (version->components, i);

        if (!check_component (component, i, error))
            return FALSE;
        if (!tariff_component_is_addition (component))
            n_by_class[component->register_class]++;
    }
    return check_coverage (n_by_class, error);
}

static gboolean
check_step (const TariffStep *step, const char *path, GError **error)
{
    const gint64 most = TARIFF_MAX_AMOUNT_MINOR;

    if (step->unit == 0 && step->per_unit_minor != 0) {
        g_autofree char *field = g_strdup_printf ("%s.unit", path);
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, field,
                       "A price per unit needs the size of the unit.");
    }
    return check_range (path, "amount_minor", step->amount_minor, -most, most, error) &&
           check_range (path, "unit", step->unit, 0, TARIFF_MAX_LIMIT_WH, error) &&
           check_range (path, "per_unit_minor", step->per_unit_minor, -most, most, error) &&
           check_range (path, "percent_bp", step->percent_bp, -BASIS_POINTS, BASIS_POINTS, error);
}

static gboolean
check_steps (const TariffCharge *charge, const char *charge_path, GError **error)
{
    g_autofree char *path = g_strdup_printf ("%s.steps", charge_path);
    FormatFunc format = charge->selector == SELECT_ENERGY ? energy_format_kwh : format_plain;
    Ladder ladder = { path, "above", "up_to", format, list_length (charge->steps), 0, 0 };

    if (!check_count (charge->steps, 1, path, error))
        return FALSE;
    if (charge->selector == SELECT_NOTHING && ladder.n > 1)
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, path,
                       "A charge that is chosen by nothing has one step.");
    for (guint i = 0; i < ladder.n; i++) {
        const TariffStep *step = g_ptr_array_index (charge->steps, i);
        g_autofree char *at = g_strdup_printf ("%s[%u]", path, i);

        if (!check_rung (&ladder, step->above, step->up_to, error) || !check_step (step, at, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
check_charge (const TariffCharge *charge, guint i, GError **error)
{
    g_autofree char *path = g_strdup_printf ("charges[%u]", i);

    return check_text (path, "name", charge->name, error) &&
           check_choice (path, "kind", charge->kind, CHARGE_FEE, error) &&
           check_choice (path, "selector", charge->selector, SELECT_VA, error) &&
           check_choice (path, "basis", charge->basis, BASIS_CYCLE, error) &&
           check_choice (path, "percent_of", charge->percent_of, CHARGE_OF_ENERGY, error) &&
           check_tax (path, charge->tax_bp, error) && check_steps (charge, path, error);
}

static gboolean
is_month_day (gint64 value)
{
    return value % 100 >= 1 && value % 100 <= 31 && value / 100 >= 1 && value / 100 <= 12;
}

static gboolean
check_discount (const TariffDiscount *discount, guint i, GError **error)
{
    g_autofree char *path = g_strdup_printf ("discounts[%u]", i);
    g_autofree char *field = g_strdup_printf ("%s.from", path);
    gboolean yearly = discount->yearly_from != 0 || discount->yearly_to != 0;

    if (!check_text (path, "name", discount->name, error) ||
        !check_percent (path, "percent_bp", discount->percent_bp, error))
        return FALSE;
    if (yearly && (!is_month_day (discount->yearly_from) || !is_month_day (discount->yearly_to) ||
                   discount->yearly_from == discount->yearly_to))
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, field,
                       "The days of the year are month × 100 + day, and differ.");
    if (!yearly && discount->from != DATE_NONE && discount->to != DATE_NONE &&
        discount->to <= discount->from)
        return refuse (error, SIRAJ_ERROR_TARIFF_PERIOD, field,
                       "The discount ends before it begins.");
    return TRUE;
}

static gboolean
check_demand (const TariffDemand *demand, GError **error)
{
    if (demand == NULL)
        return TRUE;
    return check_text ("demand", "name", demand->name, error) &&
           check_range ("demand", "rate_micro_per_kw", demand->rate_micro_per_kw, 0,
                        TARIFF_MAX_RATE_MICRO, error) &&
           check_percent ("demand", "contracted_share_bp", demand->contracted_share_bp, error) &&
           check_choice ("demand", "basis", demand->basis, BASIS_CYCLE, error) &&
           check_tax ("demand", demand->tax_bp, error);
}

static gboolean
check_power_factor (const TariffPowerFactor *rule, GError **error)
{
    if (rule == NULL)
        return TRUE;
    if (!check_text ("power_factor", "name", rule->name, error) ||
        !check_range ("power_factor", "reference_bp", rule->reference_bp, 1, BASIS_POINTS, error) ||
        !check_percent ("power_factor", "penalty_bp", rule->penalty_bp, error) ||
        !check_range ("power_factor", "severe_below_bp", rule->severe_below_bp, 0,
                      rule->reference_bp, error) ||
        !check_percent ("power_factor", "severe_bp", rule->severe_bp, error) ||
        !check_percent ("power_factor", "bonus_bp", rule->bonus_bp, error) ||
        !check_tax ("power_factor", rule->tax_bp, error))
        return FALSE;
    if (rule->bonus_up_to_bp == 0)
        return TRUE;
    return check_range ("power_factor", "bonus_up_to_bp", rule->bonus_up_to_bp, rule->reference_bp,
                        BASIS_POINTS, error);
}

static gboolean
check_rule (const TariffRule *rule, guint i, GError **error)
{
    g_autofree char *path = g_strdup_printf ("rules[%u]", i);
    g_autofree char *field = g_strdup_printf ("%s.value", path);

    if (!check_text (path, "attribute", rule->attribute, error) ||
        !check_text (path, "value", rule->value, error) ||
        !check_choice (path, "test", rule->test, RULE_AT_LEAST, error))
        return FALSE;
    if ((rule->test == RULE_AT_MOST || rule->test == RULE_AT_LEAST) &&
        !g_ascii_string_to_signed (rule->value, 10, G_MININT64, G_MAXINT64, NULL, NULL))
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, field, "“%s” is not a whole number.",
                       rule->value);
    return TRUE;
}

static gboolean
check_case (const TariffCase *golden, guint i, GError **error)
{
    g_autofree char *path = g_strdup_printf ("cases[%u]", i);
    const struct {
        const char *name;
        gint64 value;
    } quantities[] = {
        { "energy_wh", golden->energy_wh },
        { "peak_wh", golden->peak_wh },
        { "shoulder_wh", golden->shoulder_wh },
        { "off_peak_wh", golden->off_peak_wh },
        { "reactive_varh", golden->reactive_varh },
        { "demand_w", golden->demand_w },
        { "contracted_w", golden->contracted_w },
        { "contracted_va", golden->contracted_va },
        { "amperes", golden->amperes },
    };

    for (guint j = 0; j < G_N_ELEMENTS (quantities); j++)
        if (!check_range (path, quantities[j].name, quantities[j].value, 0, TARIFF_MAX_LIMIT_WH,
                          error))
            return FALSE;
    return check_choice (path, "scope", golden->scope, CASE_BLOCKS, error) &&
           check_range (path, "days", golden->days, 0, TARIFF_MAX_CASE_DAYS, error) &&
           check_range (path, "period_price_micro", golden->period_price_micro,
                        -TARIFF_MAX_RATE_MICRO, TARIFF_MAX_RATE_MICRO, error);
}

static gboolean
check_cases (const GPtrArray *cases, GError **error)
{
    if (list_length (cases) > TARIFF_MAX_CASES)
        return refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, "cases", "The list has more than %d rows.",
                       TARIFF_MAX_CASES);
    for (guint i = 0; i < list_length (cases); i++)
        if (!check_case (g_ptr_array_index (cases, i), i, error))
            return FALSE;
    return TRUE;
}

static gboolean
check_head (const TariffVersion *version, GError **error)
{
    if (!check_text ("", "code", version->code, error) ||
        !check_text ("", "name", version->name, error) ||
        !check_text ("", "currency", version->currency, error))
        return FALSE;
    if (currency_find (version->currency) == NULL)
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "currency",
                       "“%s” is not a currency known here.", version->currency);
    if (version->valid_from == DATE_NONE)
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "valid_from",
                       "The first day of the version is missing.");
    if (version->valid_to != DATE_NONE && version->valid_to <= version->valid_from)
        return refuse (error, SIRAJ_ERROR_TARIFF_PERIOD, "valid_to",
                       "The version ends before it begins.");
    return TRUE;
}

static gboolean
check_policy (const TariffVersion *version, GError **error)
{
    const gint64 most = TARIFF_MAX_AMOUNT_MINOR;

    if (!check_choice ("", "limit_basis", version->limit_basis, BASIS_CYCLE, error) ||
        !check_range ("", "basis_days", version->basis_days, 0, 366, error) ||
        !check_choice ("", "rounding_policy", version->rounding_policy, ROUND_TOTAL, error) ||
        !check_choice ("", "rounding", version->rounding, ROUNDING_UP, error) ||
        !check_range ("", "rounding_unit_minor", version->rounding_unit_minor, 1, MICRO, error) ||
        !check_choice ("", "tax_policy", version->tax_policy, TAX_PER_LINE, error) ||
        !check_range ("", "minimum_minor", version->minimum_minor, 0, most, error) ||
        !check_range ("", "maximum_minor", version->maximum_minor, 0, most, error))
        return FALSE;
    if (version->maximum_minor > 0 && version->maximum_minor < version->minimum_minor)
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "maximum_minor",
                       "The maximum of the energy part is below its minimum.");
    return TRUE;
}

static gboolean
check_lists (const TariffVersion *version, GError **error)
{
    if (!check_count (version->charges, 0, "charges", error) ||
        !check_count (version->discounts, 0, "discounts", error) ||
        !check_count (version->rules, 0, "rules", error))
        return FALSE;
    for (guint i = 0; i < list_length (version->charges); i++)
        if (!check_charge (g_ptr_array_index (version->charges, i), i, error))
            return FALSE;
    for (guint i = 0; i < list_length (version->discounts); i++)
        if (!check_discount (g_ptr_array_index (version->discounts, i), i, error))
            return FALSE;
    for (guint i = 0; i < list_length (version->rules); i++)
        if (!check_rule (g_ptr_array_index (version->rules, i), i, error))
            return FALSE;
    return TRUE;
}

gboolean
tariff_validate (const TariffVersion *version, GError **error)
{
    g_return_val_if_fail (version != NULL, FALSE);

    return check_head (version, error) && check_policy (version, error) &&
           check_components (version, error) && check_lists (version, error) &&
           check_demand (version->demand, error) &&
           check_power_factor (version->power_factor, error) && check_cases (version->cases, error);
}
