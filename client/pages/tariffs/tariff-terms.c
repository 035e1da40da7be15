/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terms of a tariff document; the words are those of the document's own field tables. */
#include "client/pages/tariffs/tariff-terms.h"

#include "common/schema/json.h"

ENUMERATION_DEFINE (tariff_basis_words_enum, "tariff_basis", { 0, "bill", N_ ("Per bill") },
                    { 1, "day", N_ ("Per day") }, { 2, "month", N_ ("Per month") },
                    { 3, "cycle", N_ ("Per billing cycle") });

ENUMERATION_DEFINE (policy_enum, "rounding_policy", { 0, "lines", N_ ("Each line") },
                    { 1, "total", N_ ("The total") });

ENUMERATION_DEFINE (way_enum, "rounding", { 0, "half_up", N_ ("Half up") },
                    { 1, "half_even", N_ ("Half to even") }, { 2, "down", N_ ("Down") },
                    { 3, "up", N_ ("Up") });

ENUMERATION_DEFINE (tax_enum, "tax_policy", { 0, "group", N_ ("On the sum of each rate") },
                    { 1, "line", N_ ("On each line") });

ENUMERATION_DEFINE (tariff_charge_enum, "charge_kind", { 0, "fixed", N_ ("Fixed charge") },
                    { 1, "rent", N_ ("Meter rent") }, { 2, "fee", N_ ("Fee") });

ENUMERATION_DEFINE (tariff_selector_enum, "charge_selector", { 0, "nothing", N_ ("One amount") },
                    { 1, "energy", N_ ("By consumption") },
                    { 2, "value", N_ ("By the value of the bill") },
                    { 3, "amperes", N_ ("By the breaker") },
                    { 4, "va", N_ ("By the contracted load") });

ENUMERATION_DEFINE (tariff_charge_base_enum, "charge_base",
                    { 0, "value", N_ ("All lines before it") },
                    { 1, "energy", N_ ("The energy part") });

ENUMERATION_DEFINE (tariff_register_enum, "register_class", { 0, "total", N_ ("All energy") },
                    { 1, "peak", N_ ("Peak hours") }, { 2, "shoulder", N_ ("Day hours") },
                    { 3, "off_peak", N_ ("Night hours") });

ENUMERATION_DEFINE (tariff_rule_enum, "eligibility_test", { 0, "equal", N_ ("is") },
                    { 1, "not_equal", N_ ("is not") }, { 2, "at_most", N_ ("is at most") },
                    { 3, "at_least", N_ ("is at least") });

RECORD_DEFINE (
    tariff_terms, TariffTerms, FIELD_TEXT (TariffTerms, name, N_ ("Name"), FIELD_REQUIRED),
    FIELD_TEXT (TariffTerms, decision, N_ ("Decision"), FIELD_PLAIN),
    FIELD_DATE (TariffTerms, valid_from, N_ ("Valid from"), FIELD_REQUIRED),
    FIELD_DATE (TariffTerms, valid_to, N_ ("Valid to"), FIELD_OPTIONAL),
    FIELD_ENUM (TariffTerms, limit_basis, N_ ("Limits are"), tariff_basis_words_enum,
                FIELD_REQUIRED),
    FIELD_INTEGER (TariffTerms, basis_days, N_ ("Days of the basis"), FIELD_PLAIN),
    FIELD_ENUM (TariffTerms, rounding_policy, N_ ("What is rounded"), policy_enum, FIELD_PLAIN),
    FIELD_ENUM (TariffTerms, rounding, N_ ("Rounding"), way_enum, FIELD_PLAIN),
    FIELD_MONEY (TariffTerms, rounding_unit_minor, N_ ("Rounded to"), FIELD_REQUIRED),
    FIELD_ENUM (TariffTerms, tax_policy, N_ ("Tax is reckoned"), tax_enum, FIELD_PLAIN),
    FIELD_MONEY (TariffTerms, minimum_minor, N_ ("Minimum of the energy part"), FIELD_PLAIN),
    FIELD_MONEY (TariffTerms, maximum_minor, N_ ("Maximum of the energy part"), FIELD_PLAIN));

static JsonNode *
value_of (const Field *field, const TariffTerms *terms)
{
    g_autoptr (GString) text = g_string_new (NULL);

    json_append_field (text, field, terms);
    return json_from_string (text->str, NULL);
}

void
tariff_terms_store (const TariffTerms *terms, JsonObject *document)
{
    for (guint i = 0; i < tariff_terms_record.n_fields; i++) {
        const Field *field = &tariff_terms_record.fields[i];

        if (field_is_none (field, terms))
            json_object_remove_member (document, field->name);
        else
            json_object_set_member (document, field->name, value_of (field, terms));
    }
}
