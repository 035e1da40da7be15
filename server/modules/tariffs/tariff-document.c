/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of the tariff document, and the running of its golden cases. */
#include "server/modules/tariffs/tariff-document.h"

G_STATIC_ASSERT (TARIFF_OPEN == INT64_NONE);

ENUMERATION_DEFINE (register_class_enum, "register_class",
                    { REGISTER_TOTAL, "total", N_ ("All energy") },
                    { REGISTER_PEAK, "peak", N_ ("Peak hours") },
                    { REGISTER_SHOULDER, "shoulder", N_ ("Day hours") },
                    { REGISTER_OFF_PEAK, "off_peak", N_ ("Night hours") },
                    { REGISTER_REACTIVE, "reactive", N_ ("Reactive energy") },
                    { REGISTER_DEMAND, "demand", N_ ("Maximum demand") });

ENUMERATION_DEFINE (tariff_basis_enum, "tariff_basis", { BASIS_BILL, "bill", N_ ("Per bill") },
                    { BASIS_DAY, "day", N_ ("Per day") },
                    { BASIS_MONTH, "month", N_ ("Per month") },
                    { BASIS_CYCLE, "cycle", N_ ("Per billing cycle") });

ENUMERATION_DEFINE (charge_kind_enum, "charge_kind", { CHARGE_FIXED, "fixed", N_ ("Fixed charge") },
                    { CHARGE_RENT, "rent", N_ ("Meter rent") }, { CHARGE_FEE, "fee", N_ ("Fee") });

ENUMERATION_DEFINE (charge_selector_enum, "charge_selector",
                    { SELECT_NOTHING, "nothing", N_ ("One amount") },
                    { SELECT_ENERGY, "energy", N_ ("By consumption") },
                    { SELECT_VALUE, "value", N_ ("By the value of the bill") },
                    { SELECT_AMPERES, "amperes", N_ ("By the breaker") },
                    { SELECT_VA, "va", N_ ("By the contracted load") });

ENUMERATION_DEFINE (charge_base_enum, "charge_base",
                    { CHARGE_OF_VALUE, "value", N_ ("All lines before it") },
                    { CHARGE_OF_ENERGY, "energy", N_ ("The energy part") });

ENUMERATION_DEFINE (eligibility_test_enum, "eligibility_test", { RULE_EQUAL, "equal", N_ ("is") },
                    { RULE_NOT_EQUAL, "not_equal", N_ ("is not") },
                    { RULE_AT_MOST, "at_most", N_ ("is at most") },
                    { RULE_AT_LEAST, "at_least", N_ ("is at least") });

ENUMERATION_DEFINE (rounding_policy_enum, "rounding_policy",
                    { ROUND_LINES, "lines", N_ ("Each line") },
                    { ROUND_TOTAL, "total", N_ ("The total") });

ENUMERATION_DEFINE (rounding_enum, "rounding", { ROUNDING_HALF_UP, "half_up", N_ ("Half up") },
                    { ROUNDING_HALF_EVEN, "half_even", N_ ("Half to even") },
                    { ROUNDING_DOWN, "down", N_ ("Down") }, { ROUNDING_UP, "up", N_ ("Up") });

ENUMERATION_DEFINE (tax_policy_enum, "tax_policy",
                    { TAX_PER_GROUP, "group", N_ ("On the sum of each rate") },
                    { TAX_PER_LINE, "line", N_ ("On each line") });

ENUMERATION_DEFINE (case_scope_enum, "case_scope", { CASE_BILL, "bill", N_ ("The whole bill") },
                    { CASE_BLOCKS, "blocks", N_ ("Block prices only") });

RECORD_DEFINE (tariff_block, TariffBlock,
               FIELD_ENERGY (TariffBlock, from_wh, N_ ("From"), FIELD_REQUIRED),
               FIELD_ENERGY (TariffBlock, to_wh, N_ ("To"), FIELD_OPTIONAL),
               FIELD_RATE (TariffBlock, rate_micro_per_kwh, N_ ("Price per kWh"), FIELD_REQUIRED),
               FIELD_PERCENT (TariffBlock, tax_bp, N_ ("Tax"), FIELD_PLAIN))

RECORD_DEFINE (tariff_band, TariffBand,
               FIELD_ENERGY (TariffBand, from_wh, N_ ("From"), FIELD_REQUIRED),
               FIELD_ENERGY (TariffBand, to_wh, N_ ("To"), FIELD_OPTIONAL),
               FIELD_LIST (TariffBand, blocks, N_ ("Blocks"), tariff_block_record, FIELD_REQUIRED))

RECORD_DEFINE (tariff_component, TariffComponent,
               FIELD_TEXT (TariffComponent, name, N_ ("Name"), FIELD_REQUIRED),
               FIELD_ENUM (TariffComponent, register_class, N_ ("Register"), register_class_enum,
                           FIELD_PLAIN),
               FIELD_BOOLEAN (TariffComponent, addition, N_ ("Addition"), FIELD_PLAIN),
               FIELD_TEXT (TariffComponent, price_name, N_ ("Period price"), FIELD_PLAIN),
               FIELD_PERCENT (TariffComponent, tax_bp, N_ ("Tax"), FIELD_PLAIN),
               FIELD_LIST (TariffComponent, bands, N_ ("Bands"), tariff_band_record, FIELD_PLAIN))

RECORD_DEFINE (tariff_step, TariffStep,
               FIELD_INTEGER (TariffStep, above, N_ ("Above"), FIELD_REQUIRED),
               FIELD_INTEGER (TariffStep, up_to, N_ ("Up to"), FIELD_OPTIONAL),
               FIELD_MONEY (TariffStep, amount_minor, N_ ("Amount"), FIELD_PLAIN),
               FIELD_INTEGER (TariffStep, unit, N_ ("Unit"), FIELD_PLAIN),
               FIELD_MONEY (TariffStep, per_unit_minor, N_ ("Amount per unit"), FIELD_PLAIN),
               FIELD_PERCENT (TariffStep, percent_bp, N_ ("Percentage"), FIELD_PLAIN))

RECORD_DEFINE (
    tariff_charge, TariffCharge, FIELD_TEXT (TariffCharge, name, N_ ("Name"), FIELD_REQUIRED),
    FIELD_ENUM (TariffCharge, kind, N_ ("Kind"), charge_kind_enum, FIELD_REQUIRED),
    FIELD_ENUM (TariffCharge, selector, N_ ("Chosen by"), charge_selector_enum, FIELD_PLAIN),
    FIELD_ENUM (TariffCharge, basis, N_ ("Basis"), tariff_basis_enum, FIELD_REQUIRED),
    FIELD_ENUM (TariffCharge, percent_of, N_ ("Percentage of"), charge_base_enum, FIELD_PLAIN),
    FIELD_PERCENT (TariffCharge, tax_bp, N_ ("Tax"), FIELD_PLAIN),
    FIELD_LIST (TariffCharge, steps, N_ ("Steps"), tariff_step_record, FIELD_REQUIRED))

RECORD_DEFINE (tariff_discount, TariffDiscount,
               FIELD_TEXT (TariffDiscount, name, N_ ("Name"), FIELD_REQUIRED),
               FIELD_PERCENT (TariffDiscount, percent_bp, N_ ("Percentage"), FIELD_REQUIRED),
               FIELD_DATE (TariffDiscount, from, N_ ("From"), FIELD_OPTIONAL),
               FIELD_DATE (TariffDiscount, to, N_ ("To"), FIELD_OPTIONAL),
               FIELD_INTEGER (TariffDiscount, yearly_from, N_ ("Every year from"), FIELD_PLAIN),
               FIELD_INTEGER (TariffDiscount, yearly_to, N_ ("Every year to"), FIELD_PLAIN))

RECORD_DEFINE (tariff_demand, TariffDemand,
               FIELD_TEXT (TariffDemand, name, N_ ("Name"), FIELD_REQUIRED),
               FIELD_RATE (TariffDemand, rate_micro_per_kw, N_ ("Price per kW"), FIELD_REQUIRED),
               FIELD_PERCENT (TariffDemand, contracted_share_bp,
                              N_ ("Share of the contracted load"), FIELD_PLAIN),
               FIELD_ENUM (TariffDemand, basis, N_ ("Basis"), tariff_basis_enum, FIELD_REQUIRED),
               FIELD_PERCENT (TariffDemand, tax_bp, N_ ("Tax"), FIELD_PLAIN))

RECORD_DEFINE (tariff_power_factor, TariffPowerFactor,
               FIELD_TEXT (TariffPowerFactor, name, N_ ("Name"), FIELD_REQUIRED),
               FIELD_PERCENT (TariffPowerFactor, reference_bp, N_ ("Reference"), FIELD_REQUIRED),
               FIELD_PERCENT (TariffPowerFactor, penalty_bp, N_ ("Penalty per hundredth"),
                              FIELD_PLAIN),
               FIELD_PERCENT (TariffPowerFactor, severe_below_bp, N_ ("Severe below"), FIELD_PLAIN),
               FIELD_PERCENT (TariffPowerFactor, severe_bp, N_ ("Severe penalty per hundredth"),
                              FIELD_PLAIN),
               FIELD_PERCENT (TariffPowerFactor, bonus_up_to_bp, N_ ("Bonus up to"), FIELD_PLAIN),
               FIELD_PERCENT (TariffPowerFactor, bonus_bp, N_ ("Bonus per hundredth"), FIELD_PLAIN),
               FIELD_PERCENT (TariffPowerFactor, tax_bp, N_ ("Tax"), FIELD_PLAIN))

RECORD_DEFINE (tariff_rule, TariffRule,
               FIELD_TEXT (TariffRule, attribute, N_ ("Attribute"), FIELD_REQUIRED),
               FIELD_ENUM (TariffRule, test, N_ ("Test"), eligibility_test_enum, FIELD_PLAIN),
               FIELD_TEXT (TariffRule, value, N_ ("Value"), FIELD_REQUIRED))

RECORD_DEFINE (tariff_case, TariffCase, FIELD_TEXT (TariffCase, note, N_ ("Note"), FIELD_PLAIN),
               FIELD_ENUM (TariffCase, scope, N_ ("Scope"), case_scope_enum, FIELD_PLAIN),
               FIELD_DATE (TariffCase, from, N_ ("From"), FIELD_OPTIONAL),
               FIELD_INTEGER (TariffCase, days, N_ ("Days"), FIELD_PLAIN),
               FIELD_ENERGY (TariffCase, energy_wh, N_ ("Energy"), FIELD_PLAIN),
               FIELD_ENERGY (TariffCase, peak_wh, N_ ("Peak hours"), FIELD_PLAIN),
               FIELD_ENERGY (TariffCase, shoulder_wh, N_ ("Day hours"), FIELD_PLAIN),
               FIELD_ENERGY (TariffCase, off_peak_wh, N_ ("Night hours"), FIELD_PLAIN),
               FIELD_INTEGER (TariffCase, reactive_varh, N_ ("Reactive energy"), FIELD_PLAIN),
               FIELD_INTEGER (TariffCase, demand_w, N_ ("Maximum demand"), FIELD_PLAIN),
               FIELD_INTEGER (TariffCase, contracted_w, N_ ("Contracted power"), FIELD_PLAIN),
               FIELD_INTEGER (TariffCase, contracted_va, N_ ("Contracted load"), FIELD_PLAIN),
               FIELD_INTEGER (TariffCase, amperes, N_ ("Amperes"), FIELD_PLAIN),
               FIELD_RATE (TariffCase, period_price_micro, N_ ("Period price"), FIELD_PLAIN),
               FIELD_MONEY (TariffCase, expected_net_minor, N_ ("Expected before tax"),
                            FIELD_OPTIONAL),
               FIELD_MONEY (TariffCase, expected_total_minor, N_ ("Expected total"),
                            FIELD_OPTIONAL))

RECORD_DEFINE (
    tariff_version, TariffVersion, FIELD_TEXT (TariffVersion, code, N_ ("Code"), FIELD_REQUIRED),
    FIELD_TEXT (TariffVersion, name, N_ ("Name"), FIELD_REQUIRED),
    FIELD_TEXT (TariffVersion, currency, N_ ("Currency"), FIELD_REQUIRED),
    FIELD_TEXT (TariffVersion, decision, N_ ("Decision"), FIELD_PLAIN),
    FIELD_DATE (TariffVersion, valid_from, N_ ("Valid from"), FIELD_REQUIRED),
    FIELD_DATE (TariffVersion, valid_to, N_ ("Valid to"), FIELD_OPTIONAL),
    FIELD_ENUM (TariffVersion, limit_basis, N_ ("Limits are"), tariff_basis_enum, FIELD_REQUIRED),
    FIELD_INTEGER (TariffVersion, basis_days, N_ ("Days of the basis"), FIELD_PLAIN),
    FIELD_ENUM (TariffVersion, rounding_policy, N_ ("What is rounded"), rounding_policy_enum,
                FIELD_PLAIN),
    FIELD_ENUM (TariffVersion, rounding, N_ ("Rounding"), rounding_enum, FIELD_PLAIN),
    FIELD_MONEY (TariffVersion, rounding_unit_minor, N_ ("Rounded to"), FIELD_REQUIRED),
    FIELD_ENUM (TariffVersion, tax_policy, N_ ("Tax is reckoned"), tax_policy_enum, FIELD_PLAIN),
    FIELD_LIST (TariffVersion, components, N_ ("Components"), tariff_component_record,
                FIELD_REQUIRED),
    FIELD_LIST (TariffVersion, charges, N_ ("Charges"), tariff_charge_record, FIELD_PLAIN),
    FIELD_LIST (TariffVersion, discounts, N_ ("Discounts"), tariff_discount_record, FIELD_PLAIN),
    FIELD_MONEY (TariffVersion, minimum_minor, N_ ("Minimum of the energy part"), FIELD_PLAIN),
    FIELD_MONEY (TariffVersion, maximum_minor, N_ ("Maximum of the energy part"), FIELD_PLAIN),
    FIELD_RECORD (TariffVersion, demand, N_ ("Demand"), tariff_demand_record, FIELD_PLAIN),
    FIELD_RECORD (TariffVersion, power_factor, N_ ("Power factor"), tariff_power_factor_record,
                  FIELD_PLAIN),
    FIELD_LIST (TariffVersion, rules, N_ ("Who may have it"), tariff_rule_record, FIELD_PLAIN),
    FIELD_LIST (TariffVersion, cases, N_ ("Golden cases"), tariff_case_record, FIELD_PLAIN))

TariffVersion *
tariff_document_parse (const char *text, gsize length, GError **error)
{
    g_autoptr (TariffVersion) version =
        json_load_record (text, length, &tariff_version_record, JSON_IN_CREATE, error);

    if (version == NULL || !tariff_validate (version, error))
        return NULL;
    return g_steal_pointer (&version);
}

char *
tariff_document_write (const TariffVersion *version)
{
    GString *out = g_string_new (NULL);

    json_append_record (out, &tariff_version_record, version);
    return g_string_free (out, FALSE);
}

/* Golden cases */

static Period
case_period (const TariffVersion *version, const TariffCase *golden)
{
    Date from = golden->from != DATE_NONE ? golden->from : version->valid_from;

    return (Period) { from,
                      golden->days > 0 ? from + (Date)golden->days : date_add_months (from, 1) };
}

static int
case_cycle_days (const TariffVersion *version, Period period)
{
    if (version->limit_basis == BASIS_CYCLE && version->basis_days > 0)
        return (int)version->basis_days;
    return period_days (period);
}

/* A case with energy by hours has a meter with hour registers, any other has one register. */
static guint
case_segments (const TariffCase *golden, Period period, Segment *segments)
{
    const gint64 quantities[REGISTER_N_CLASSES] = {
        [REGISTER_TOTAL] = golden->energy_wh,        [REGISTER_PEAK] = golden->peak_wh,
        [REGISTER_SHOULDER] = golden->shoulder_wh,   [REGISTER_OFF_PEAK] = golden->off_peak_wh,
        [REGISTER_REACTIVE] = golden->reactive_varh, [REGISTER_DEMAND] = golden->demand_w,
    };
    gboolean by_hours = golden->peak_wh > 0 || golden->shoulder_wh > 0 || golden->off_peak_wh > 0;
    guint n = 0;

    for (guint i = 0; i < REGISTER_N_CLASSES; i++) {
        gboolean energy = i < REGISTER_N_ENERGY && (i > REGISTER_TOTAL) == by_hours;

        if (energy || quantities[i] > 0)
            segments[n++] = (Segment) { .register_class = i,
                                        .period = period,
                                        .multiplier_milli = 1000,
                                        .quantity = quantities[i] };
    }
    return n;
}

static guint
case_prices (const TariffVersion *version, const TariffCase *golden, Period period,
             PeriodPrice *prices)
{
    guint n = 0;

    for (guint i = 0; i < version->components->len; i++) {
        const TariffComponent *component = g_ptr_array_index (version->components, i);
        guint known = 0;

        if (component->price_name == NULL)
            continue;
        while (known < n && g_strcmp0 (prices[known].name, component->price_name) != 0)
            known++;
        if (known == n)
            prices[n++] =
                (PeriodPrice) { component->price_name, period, golden->period_price_micro };
    }
    return n;
}

gboolean
tariff_case_bill (const TariffVersion *version, const TariffCase *golden, Bill *bill,
                  GError **error)
{
    Period period = case_period (version, golden);
    Segment segments[REGISTER_N_CLASSES];
    PeriodPrice prices[TARIFF_MAX_LIST];
    BillTerm term = {
        .period = period,
        .version = version,
        .terms = { .amperes = golden->amperes,
                   .contracted_va = golden->contracted_va,
                   .contracted_w = golden->contracted_w,
                   .tax_override_bp = TAX_OF_TARIFF },
    };
    BillInput input = {
        .currency = currency_find (version->currency),
        .cash_unit_minor = 1,
        .period = period,
        .cycle_days = case_cycle_days (version, period),
        .terms = &term,
        .n_terms = 1,
        .segments = segments,
        .n_segments = case_segments (golden, period, segments),
        .prices = prices,
        .n_prices = case_prices (version, golden, period, prices),
        .flags = golden->scope == CASE_BLOCKS ? PRICE_BLOCKS_ONLY : PRICE_WHOLE,
    };

    return bill_compute (&input, bill, error);
}

static gboolean
amount_agrees (gint64 expected_minor, gint64 found_minor)
{
    return expected_minor == TARIFF_OPEN || expected_minor == found_minor;
}

static gboolean
check_case (const TariffVersion *version, guint i, Bill *bill, GString *report, GError **error)
{
    const TariffCase *golden = g_ptr_array_index (version->cases, i);
    const Currency *currency = currency_find (version->currency);
    g_autofree char *field = g_strdup_printf ("cases[%u]", i);
    g_autofree char *energy = NULL;
    g_autofree char *net = NULL;
    g_autofree char *total = NULL;
    gboolean agrees;

    if (golden->expected_net_minor == TARIFF_OPEN && golden->expected_total_minor == TARIFF_OPEN)
        return refuse (error, SIRAJ_ERROR_TARIFF_INCOMPLETE, field,
                       "The case expects nothing: enter what the bill must come to.");
    if (!tariff_case_bill (version, golden, bill, error))
        return FALSE;
    agrees = amount_agrees (golden->expected_net_minor, bill->net_minor) &&
             amount_agrees (golden->expected_total_minor, bill->total_minor);
    energy = energy_format_kwh (bill->energy_wh);
    net = money_format (bill->net_minor, currency);
    total = money_format (bill->total_minor, currency);
    if (report != NULL)
        g_string_append_printf (report, tr ("%s %s: %s kWh, before tax %s, total %s %s\n"),
                                agrees ? tr ("passed") : tr ("FAILED"), field, energy, net, total,
                                version->currency);
    if (agrees)
        return TRUE;
    return refuse (error, SIRAJ_ERROR_TARIFF_CASE_FAILED, field,
                   "The case of %s kWh comes to %s before tax and %s in total: correct the prices "
                   "or the expected amount.",
                   energy, net, total);
}

gboolean
tariff_check_cases (const TariffVersion *version, GString *report, GError **error)
{
    g_autofree Bill *bill = g_new (Bill, 1);
    gboolean all = TRUE;

    if (list_length (version->cases) == 0)
        return refuse (error, SIRAJ_ERROR_TARIFF_INCOMPLETE, "cases",
                       "The tariff has no golden case: add at least one checked bill.");
    for (guint i = 0; i < version->cases->len; i++) {
        g_autoptr (GError) fault = NULL;

        if (check_case (version, i, bill, report, &fault))
            continue;
        if (all)
            g_propagate_error (error, g_steal_pointer (&fault));
        all = FALSE;
    }
    return all;
}

gboolean
tariff_document_check (const char *text, gsize length, GString *report, GError **error)
{
    g_autoptr (TariffVersion) version = tariff_document_parse (text, length, error);

    return version != NULL && tariff_check_cases (version, report, error);
}
