/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One refusal for each fault of a document, eligibility, and what counts as the same prices. */
#include "tests/engine/sample-tariffs.h"

#include <string.h>

#define BAND(from, to, blocks) "{'from_wh':" from ",'to_wh':" to ",'blocks':[" blocks "]}"
#define BLOCK(from, to) "{'from_wh':" from ",'to_wh':" to ",'rate_micro_per_kwh':1}"
#define COMPONENT(bands) "{'name':'E','bands':[" bands "]}"
#define GOOD_BAND BAND ("0", "null", BLOCK ("0", "null"))
#define GOOD "'components':[" COMPONENT (GOOD_BAND) "]"
#define BLOCKS(blocks) "'components':[" COMPONENT (BAND ("0", "null", blocks)) "]"

typedef struct {
    const char *name;
    const char *members;
    SirajError code;
    const char *field;
} Invalid;

static const Invalid invalid[] = {
    { "not-from-zero", BLOCKS (BLOCK ("1000", "null")), SIRAJ_ERROR_BLOCK_NOT_FROM_ZERO,
      "components[0].bands[0].blocks[0].from_wh" },
    { "gap", BLOCKS (BLOCK ("0", "50000") "," BLOCK ("51000", "null")), SIRAJ_ERROR_BLOCK_GAP,
      "components[0].bands[0].blocks[1].from_wh" },
    { "overlap", BLOCKS (BLOCK ("0", "50000") "," BLOCK ("49000", "null")),
      SIRAJ_ERROR_BLOCK_OVERLAP, "components[0].bands[0].blocks[1].from_wh" },
    { "empty-block", BLOCKS (BLOCK ("0", "0") "," BLOCK ("0", "null")), SIRAJ_ERROR_BLOCK_EMPTY,
      "components[0].bands[0].blocks[0].to_wh" },
    { "closed-last", BLOCKS (BLOCK ("0", "50000")), SIRAJ_ERROR_BLOCK_CLOSED,
      "components[0].bands[0].blocks[0].to_wh" },
    { "open-first", BLOCKS (BLOCK ("0", "null") "," BLOCK ("0", "null")), SIRAJ_ERROR_BLOCK_OPEN,
      "components[0].bands[0].blocks[0].to_wh" },
    { "closed-band", "'components':[" COMPONENT (BAND ("0", "9000", BLOCK ("0", "null"))) "]",
      SIRAJ_ERROR_BLOCK_CLOSED, "components[0].bands[0].to_wh" },
    { "gap-of-bands",
      "'components':[" COMPONENT (BAND ("0", "9000", BLOCK ("0", "null")) "," BAND (
          "9001", "null", BLOCK ("0", "null"))) "]",
      SIRAJ_ERROR_BLOCK_GAP, "components[0].bands[1].from_wh" },
    { "limit-too-large", BLOCKS (BLOCK ("0", "99999999999999999") "," BLOCK ("0", "null")),
      SIRAJ_ERROR_OUT_OF_RANGE, "components[0].bands[0].blocks[0].to_wh" },
    { "negative-rate", BLOCKS ("{'from_wh':0,'to_wh':null,'rate_micro_per_kwh':-1}"),
      SIRAJ_ERROR_NEGATIVE_RATE, "components[0].bands[0].blocks[0].rate_micro_per_kwh" },
    { "missing-rate", BLOCKS ("{'from_wh':0,'to_wh':null}"), SIRAJ_ERROR_MISSING_VALUE,
      "components[0].bands[0].blocks[0].rate_micro_per_kwh" },
    { "tax-above-all", BLOCKS ("{'from_wh':0,'rate_micro_per_kwh':1,'tax_bp':10001}"),
      SIRAJ_ERROR_OUT_OF_RANGE, "components[0].bands[0].blocks[0].tax_bp" },
    { "no-components", "'components':[]", SIRAJ_ERROR_MISSING_VALUE, "components" },
    { "no-blocks", BLOCKS (""), SIRAJ_ERROR_MISSING_VALUE, "components[0].bands[0].blocks" },
    { "priced-twice", "'components':[" COMPONENT (GOOD_BAND) "," COMPONENT (GOOD_BAND) "]",
      SIRAJ_ERROR_TARIFF_INCOMPLETE, "components" },
    { "total-and-hours",
      "'components':[" COMPONENT (
          GOOD_BAND) ",{'name':'P','register_class':'peak','bands':[" GOOD_BAND "]}]",
      SIRAJ_ERROR_TARIFF_INCOMPLETE, "components" },
    { "period-price-alone", "'components':[{'name':'F','price_name':'fuel'}]",
      SIRAJ_ERROR_TARIFF_INCOMPLETE, "components" },
    { "addition-alone", "'components':[{'name':'F','addition':true,'bands':[" GOOD_BAND "]}]",
      SIRAJ_ERROR_TARIFF_INCOMPLETE, "components" },
    { "percentage-of-nothing",
      GOOD ",'charges':[{'name':'M','kind':'fee','basis':'bill','percent_of':'tax','steps':["
           "{'above':0,'up_to':null,'percent_bp':100}]}]",
      SIRAJ_ERROR_INVALID_VALUE, "charges[0].percent_of" },
    { "reactive-by-blocks",
      "'components':[{'name':'R','register_class':'reactive','bands':[" GOOD_BAND "]}]",
      SIRAJ_ERROR_INVALID_VALUE, "components[0].register_class" },
    { "end-before-start", "'valid_to':'2024-12-31'," GOOD, SIRAJ_ERROR_TARIFF_PERIOD, "valid_to" },
    { "unknown-currency", "'currency':'XXX'," GOOD, SIRAJ_ERROR_INVALID_VALUE, "currency" },
    { "unknown-member", "'vat':15," GOOD, SIRAJ_ERROR_UNKNOWN_MEMBER, "vat" },
    { "unknown-word", "'limit_basis':'week'," GOOD, SIRAJ_ERROR_INVALID_VALUE, "limit_basis" },
    { "rounding-unit", "'rounding_unit_minor':0," GOOD, SIRAJ_ERROR_OUT_OF_RANGE,
      "rounding_unit_minor" },
    { "maximum-below-minimum", "'minimum_minor':9,'maximum_minor':8," GOOD,
      SIRAJ_ERROR_INVALID_VALUE, "maximum_minor" },
    { "steps-with-gap",
      GOOD ",'charges':[{'name':'C','kind':'fee','selector':'energy','basis':'month','steps':["
           "{'above':0,'up_to':5},{'above':6,'up_to':null}]}]",
      SIRAJ_ERROR_BLOCK_GAP, "charges[0].steps[1].above" },
    { "steps-of-nothing",
      GOOD ",'charges':[{'name':'C','kind':'fee','basis':'month','steps':["
           "{'above':0,'up_to':5},{'above':5,'up_to':null}]}]",
      SIRAJ_ERROR_INVALID_VALUE, "charges[0].steps" },
    { "unit-missing",
      GOOD ",'charges':[{'name':'C','kind':'fee','selector':'va','basis':'month','steps':["
           "{'above':0,'up_to':null,'per_unit_minor':5}]}]",
      SIRAJ_ERROR_MISSING_VALUE, "charges[0].steps[0].unit" },
    { "discount-day",
      GOOD ",'discounts':[{'name':'D','percent_bp':1,'yearly_from':1301,"
           "'yearly_to':101}]",
      SIRAJ_ERROR_INVALID_VALUE, "discounts[0].from" },
    { "discount-ends-first",
      GOOD ",'discounts':[{'name':'D','percent_bp':1,"
           "'from':'2025-02-01','to':'2025-01-01'}]",
      SIRAJ_ERROR_TARIFF_PERIOD, "discounts[0].from" },
    { "rule-number", GOOD ",'rules':[{'attribute':'accounts','test':'at_most','value':'two'}]",
      SIRAJ_ERROR_INVALID_VALUE, "rules[0].value" },
    { "power-factor",
      GOOD ",'power_factor':{'name':'P','reference_bp':9000,"
           "'severe_below_bp':9500}",
      SIRAJ_ERROR_OUT_OF_RANGE, "power_factor.severe_below_bp" },
    { "case-days", GOOD ",'cases':[{'days':9999999999}]", SIRAJ_ERROR_OUT_OF_RANGE,
      "cases[0].days" },
    { "case-energy", GOOD ",'cases':[{},{'energy_wh':-1}]", SIRAJ_ERROR_NEGATIVE_RATE,
      "cases[1].energy_wh" },
    { "malformed", GOOD ",", SIRAJ_ERROR_MALFORMED, NULL },
};

static void
test_invalid (gconstpointer data)
{
    const Invalid *fault = data;
    g_autofree char *text = sample_document (fault->members);
    g_autoptr (GError) error = NULL;

    g_assert_null (tariff_document_parse (text, strlen (text), &error));
    g_assert_error (error, SIRAJ_ERROR, (gint)fault->code);
    g_assert_cmpstr (refusal_field (error), ==, fault->field);
}

static void
test_eligibility (void)
{
    g_autoptr (TariffVersion) version =
        sample_tariff (GOOD ",'rules':[{'attribute':'usage','value':'residential'},"
                            "{'attribute':'usage','value':'mosque'},"
                            "{'attribute':'account_rank','test':'at_most','value':'2'},"
                            "{'attribute':'class','test':'not_equal','value':'industrial'}]");
    const TariffAttribute good[] = { { "usage", "mosque" },
                                     { "account_rank", "2" },
                                     { "class", "other" } };
    const TariffAttribute third[] = { { "usage", "mosque" },
                                      { "account_rank", "3" },
                                      { "class", "other" } };
    g_autoptr (GError) error = NULL;

    g_assert_true (tariff_is_eligible (version, good, 3, NULL));
    g_assert_false (tariff_is_eligible (version, third, 3, &error));
    g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_NOT_ELIGIBLE);
    g_assert_cmpstr (refusal_field (error), ==, "account_rank");
    g_assert_false (tariff_is_eligible (version, good + 1, 2, NULL));
    g_assert_false (tariff_is_eligible (version, good, 2, NULL));
}

static void
test_same_prices (void)
{
    g_autoptr (TariffVersion) version = sample_tariff (GOOD);
    g_autoptr (TariffVersion) twin = sample_twin (version, "OTHER");
    TariffComponent *component = g_ptr_array_index (twin->components, 0);
    TariffBand *band = g_ptr_array_index (component->bands, 0);
    TariffBlock *block = g_ptr_array_index (band->blocks, 0);

    g_assert_true (tariff_same_prices (version, twin));
    block->rate_micro_per_kwh++;
    g_assert_false (tariff_same_prices (version, twin));
    block->rate_micro_per_kwh--;
    twin->tax_policy = TAX_PER_LINE;
    g_assert_false (tariff_same_prices (version, twin));
    g_assert_false (tariff_same_prices (version, NULL));
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    language_set (LANGUAGE_ENGLISH);
    for (guint i = 0; i < G_N_ELEMENTS (invalid); i++) {
        g_autofree char *path = g_strconcat ("/engine/tariff/invalid/", invalid[i].name, NULL);
        g_test_add_data_func (path, &invalid[i], test_invalid);
    }
    g_test_add_func ("/engine/tariff/eligibility", test_eligibility);
    g_test_add_func ("/engine/tariff/same-prices", test_same_prices);
    return g_test_run ();
}
