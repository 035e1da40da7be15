/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparing tariff versions, who may have one, and how its limits scale with days. */
#include "server/engine/tariff.h"

#include <string.h>

#define DAYS_OF_DEFAULT_MONTH 30
#define SHORTEST_MONTH 28

typedef gboolean (*SameFunc) (gconstpointer a, gconstpointer b);

static gboolean
same_list (const GPtrArray *a, const GPtrArray *b, SameFunc same)
{
    if (list_length (a) != list_length (b))
        return FALSE;
    for (guint i = 0; i < list_length (a); i++)
        if (!same (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
            return FALSE;
    return TRUE;
}

static gboolean
same_block (gconstpointer first, gconstpointer second)
{
    const TariffBlock *a = first;
    const TariffBlock *b = second;

    return a->from_wh == b->from_wh && a->to_wh == b->to_wh && a->tax_bp == b->tax_bp &&
           a->rate_micro_per_kwh == b->rate_micro_per_kwh;
}

static gboolean
same_band (gconstpointer first, gconstpointer second)
{
    const TariffBand *a = first;
    const TariffBand *b = second;

    return a->from_wh == b->from_wh && a->to_wh == b->to_wh &&
           same_list (a->blocks, b->blocks, same_block);
}

static gboolean
same_component (gconstpointer first, gconstpointer second)
{
    const TariffComponent *a = first;
    const TariffComponent *b = second;

    return a->register_class == b->register_class && a->tax_bp == b->tax_bp &&
           a->addition == b->addition && g_strcmp0 (a->name, b->name) == 0 &&
           g_strcmp0 (a->price_name, b->price_name) == 0 &&
           same_list (a->bands, b->bands, same_band);
}

static gboolean
same_step (gconstpointer first, gconstpointer second)
{
    const TariffStep *a = first;
    const TariffStep *b = second;

    return a->above == b->above && a->up_to == b->up_to && a->amount_minor == b->amount_minor &&
           a->unit == b->unit && a->per_unit_minor == b->per_unit_minor &&
           a->percent_bp == b->percent_bp;
}

static gboolean
same_charge (gconstpointer first, gconstpointer second)
{
    const TariffCharge *a = first;
    const TariffCharge *b = second;

    return a->kind == b->kind && a->selector == b->selector && a->basis == b->basis &&
           a->percent_of == b->percent_of && a->tax_bp == b->tax_bp &&
           g_strcmp0 (a->name, b->name) == 0 && same_list (a->steps, b->steps, same_step);
}

static gboolean
same_discount (gconstpointer first, gconstpointer second)
{
    const TariffDiscount *a = first;
    const TariffDiscount *b = second;

    return a->percent_bp == b->percent_bp && a->from == b->from && a->to == b->to &&
           a->yearly_from == b->yearly_from && a->yearly_to == b->yearly_to &&
           g_strcmp0 (a->name, b->name) == 0;
}

static gboolean
same_demand (const TariffDemand *a, const TariffDemand *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return a->rate_micro_per_kw == b->rate_micro_per_kw && a->basis == b->basis &&
           a->contracted_share_bp == b->contracted_share_bp && a->tax_bp == b->tax_bp &&
           g_strcmp0 (a->name, b->name) == 0;
}

static gboolean
same_power_factor (const TariffPowerFactor *a, const TariffPowerFactor *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return a->reference_bp == b->reference_bp && a->penalty_bp == b->penalty_bp &&
           a->severe_below_bp == b->severe_below_bp && a->severe_bp == b->severe_bp &&
           a->bonus_up_to_bp == b->bonus_up_to_bp && a->bonus_bp == b->bonus_bp &&
           a->tax_bp == b->tax_bp && g_strcmp0 (a->name, b->name) == 0;
}

static gboolean
same_policy (const TariffVersion *a, const TariffVersion *b)
{
    return a->limit_basis == b->limit_basis && a->basis_days == b->basis_days &&
           a->rounding_policy == b->rounding_policy && a->rounding == b->rounding &&
           a->rounding_unit_minor == b->rounding_unit_minor && a->tax_policy == b->tax_policy &&
           a->minimum_minor == b->minimum_minor && a->maximum_minor == b->maximum_minor &&
           g_strcmp0 (a->currency, b->currency) == 0;
}

gboolean
tariff_same_prices (const TariffVersion *a, const TariffVersion *b)
{
    if (a == b)
        return TRUE;
    if (a == NULL || b == NULL)
        return FALSE;
    return same_policy (a, b) && same_list (a->components, b->components, same_component) &&
           same_list (a->charges, b->charges, same_charge) &&
           same_list (a->discounts, b->discounts, same_discount) &&
           same_demand (a->demand, b->demand) &&
           same_power_factor (a->power_factor, b->power_factor);
}

gboolean
tariff_component_is_addition (const TariffComponent *component)
{
    return component->addition || list_length (component->bands) == 0;
}

static const char *
attribute_value (const TariffAttribute *attributes, guint n_attributes, const char *name)
{
    for (guint i = 0; i < n_attributes; i++)
        if (strcmp (attributes[i].attribute, name) == 0)
            return attributes[i].value;
    return NULL;
}

static gboolean
rule_holds (const TariffRule *rule, const char *value)
{
    gint64 found;
    gint64 limit;

    if (value == NULL)
        return FALSE;
    if (rule->test == RULE_EQUAL)
        return strcmp (rule->value, value) == 0;
    if (rule->test == RULE_NOT_EQUAL)
        return strcmp (rule->value, value) != 0;
    if (!g_ascii_string_to_signed (value, 10, G_MININT64, G_MAXINT64, &found, NULL) ||
        !g_ascii_string_to_signed (rule->value, 10, G_MININT64, G_MAXINT64, &limit, NULL))
        return FALSE;
    return rule->test == RULE_AT_MOST ? found <= limit : found >= limit;
}

/* Whether this rule, or an alternative to it, lets the value pass. */
static gboolean
rule_passes (const GPtrArray *rules, const TariffRule *rule, const char *value)
{
    if (rule->test != RULE_EQUAL)
        return rule_holds (rule, value);
    for (guint i = 0; i < rules->len; i++) {
        const TariffRule *other = g_ptr_array_index (rules, i);

        if (other->test == RULE_EQUAL && strcmp (other->attribute, rule->attribute) == 0 &&
            rule_holds (other, value))
            return TRUE;
    }
    return FALSE;
}

gboolean
tariff_is_eligible (const TariffVersion *version, const TariffAttribute *attributes,
                    guint n_attributes, GError **error)
{
    for (guint i = 0; i < list_length (version->rules); i++) {
        const TariffRule *rule = g_ptr_array_index (version->rules, i);
        const char *value = attribute_value (attributes, n_attributes, rule->attribute);

        if (!rule_passes (version->rules, rule, value))
            return refuse (error, SIRAJ_ERROR_NOT_ELIGIBLE, rule->attribute,
                           "The tariff “%s” asks for another “%s” than “%s”: choose a tariff the "
                           "customer may have.",
                           version->name, rule->attribute, value != NULL ? value : "");
    }
    return TRUE;
}

/* From one day of the month to the same day is whole months.  Else days ÷ basis_days, or, without
 * such, months as the calendar counts them: each day weighs one over the days of its month. */
static Share
months_of (Period period, gint64 basis_days)
{
    int from_year, from_month, from_day;
    int to_year, to_month, to_day;
    gint64 months, from_days, to_days;

    if (period_days (period) < SHORTEST_MONTH && basis_days > 0)
        return (Share) { period_days (period), basis_days };
    date_split (period.from, &from_year, &from_month, &from_day);
    if (from_day <= SHORTEST_MONTH &&
        period_days (period) == date_days_in_month (from_year, from_month))
        return (Share) { 1, 1 };
    date_split (period.to, &to_year, &to_month, &to_day);
    months = (to_year - from_year) * 12 + to_month - from_month;
    if (from_day == to_day)
        return (Share) { months, 1 };
    if (basis_days > 0)
        return (Share) { period_days (period), basis_days };
    from_days = date_days_in_month (from_year, from_month);
    to_days = date_days_in_month (to_year, to_month);
    return (Share) { months * from_days * to_days + (to_day - 1) * from_days -
                         (from_day - 1) * to_days,
                     from_days * to_days };
}

static Share
whole_share (const TariffVersion *version, int basis, Period whole, int cycle_days)
{
    gint64 days = period_days (whole);

    switch ((TariffBasis)basis) {
    case BASIS_BILL:
        return (Share) { 1, 1 };
    case BASIS_DAY:
        return (Share) { days, 1 };
    case BASIS_MONTH:
        return months_of (whole, version->basis_days);
    case BASIS_CYCLE:
        if (days == cycle_days)
            return (Share) { 1, 1 };
        if (version->basis_days > 0)
            return (Share) { days, version->basis_days };
        return (Share) { days, cycle_days > 0 ? cycle_days : DAYS_OF_DEFAULT_MONTH };
    }
    g_assert_not_reached ();
}

Share
tariff_share (const TariffVersion *version, int basis, Period whole, int whole_days, int part_days,
              int cycle_days)
{
    Share share = whole_share (version, basis, whole, cycle_days);
    gint64 days = period_days (whole);

    /* A bill's own limits are shared out among its parts; all others also lose the days without
     * service. */
    if (basis == BASIS_BILL)
        days = whole_days;
    if (part_days == days || days == 0)
        return share;
    return (Share) { share.numerator * part_days, share.denominator * days };
}

gint64
share_of_limit (Share share, gint64 value)
{
    gint64 result;

    if (!rounding_divide ((Wide)value * share.numerator, share.denominator, ROUNDING_HALF_UP,
                          &result))
        return G_MAXINT64;
    return result;
}
