/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every shape of tariff, each as a document with its own golden cases, reckoned by hand. */
#include "sample-tariffs.h"

#include <string.h>

#define ENERGY(blocks)                                                                             \
    "'components':[{'name':'Energy','bands':[{'from_wh':0,'to_wh':null,'blocks':[" blocks "]}]}]"
#define BLOCK(from, to, rate) "{'from_wh':" from ",'to_wh':" to ",'rate_micro_per_kwh':" rate "}"
#define FLAT ENERGY (BLOCK ("0", "null", "1000000"))
#define THREE                                                                                      \
    ENERGY (BLOCK ("0", "100000", "1000000") "," BLOCK ("100000", "300000", "2000000") "," BLOCK ( \
        "300000", "null", "3000000"))

typedef struct {
    const char *name;
    const char *members;
} Shape;

static const Shape shapes[] = {
    { "progressive", THREE ",'cases':["
                           "{'energy_wh':0,'expected_total_minor':0},"
                           "{'energy_wh':100000,'expected_total_minor':10000},"
                           "{'energy_wh':100001,'expected_total_minor':10000},"
                           "{'energy_wh':101000,'expected_total_minor':10200},"
                           "{'energy_wh':350000,'expected_total_minor':65000}]" },
    { "whole",
      "'components':[{'name':'E','bands':["
      "{'from_wh':0,'to_wh':150000,'blocks':[" BLOCK (
          "0", "null",
          "1000000") "]},"
                     "{'from_wh':150000,'to_wh':null,'blocks':[" BLOCK (
                         "0", "null",
                         "1500000") "]}]}],"
                                    "'cases':[{'energy_wh':150000,'expected_total_minor':15000},"
                                    "{'energy_wh':151000,'expected_total_minor':22650}]" },
    { "restart",
      "'components':[{'name':'E','bands':["
      "{'from_wh':0,'to_wh':100000,'blocks':[" BLOCK (
          "0", "null",
          "1000000") "]},"
                     "{'from_wh':100000,'to_wh':null,'blocks':[" BLOCK ("0", "50000", "2000000") "," BLOCK (
                         "50000", "null",
                         "3000000") "]}]}],"
                                    "'cases':[{'energy_wh':100000,'expected_total_minor':10000},"
                                    "{'energy_wh':101000,'expected_total_minor':25300}]" },
    /* 45 days of 30: steps 100 and 300 become 150 and 450 */
    { "limits-by-days", THREE ",'cases':["
                              "{'days':45,'energy_wh':450000,'expected_total_minor':75000},"
                              "{'days':45,'energy_wh':451000,'expected_total_minor':75300},"
                              "{'days':10,'energy_wh':100000,'expected_total_minor':16666},"
                              "{'note':'a whole month of 31 days','energy_wh':300000,"
                              "'expected_total_minor':50000}]" },
    { "limits-per-bill", "'limit_basis':'bill'," THREE ",'cases':["
                         "{'days':45,'energy_wh':300000,'expected_total_minor':50000}]" },
    { "limits-per-day",
      "'limit_basis':'day'," ENERGY (BLOCK ("0", "10000", "1000000") "," BLOCK (
          "10000", "null",
          "2000000")) ",'cases':[{'days':7,'energy_wh':71000,'expected_total_minor':7200}]" },
    { "limits-per-cycle", "'limit_basis':'cycle','basis_days':15," THREE ",'cases':["
                          "{'days':15,'energy_wh':300000,'expected_total_minor':50000},"
                          "{'days':5,'energy_wh':100000,'expected_total_minor':16666}]" },
    { "calendar-months", "'basis_days':0," THREE ",'cases':["
                         "{'from':'2025-02-01','days':14,'energy_wh':150000,"
                         "'expected_total_minor':25000},"
                         "{'from':'2025-08-21','days':11,'energy_wh':100000,"
                         "'expected_total_minor':16451}]" },
    { "fee-by-step", FLAT ",'charges':[{'name':'Service','kind':'fee','selector':'energy',"
                          "'basis':'month','steps':[{'above':0,'up_to':50000,'amount_minor':100},"
                          "{'above':50000,'up_to':null,'amount_minor':600}]}],"
                          "'cases':[{'energy_wh':50000,'expected_total_minor':5100},"
                          "{'energy_wh':51000,'expected_total_minor':5700},"
                          "{'days':45,'energy_wh':75000,'expected_total_minor':7650}]" },
    { "support-credit", FLAT ",'charges':[{'name':'Support','kind':'fee','selector':'energy',"
                             "'basis':'month','steps':[{'above':0,'up_to':200000,"
                             "'amount_minor':-250},{'above':200000,'up_to':null}]}],"
                             "'cases':[{'energy_wh':100000,'expected_total_minor':9750},"
                             "{'energy_wh':201000,'expected_total_minor':20100}]" },
    { "fee-by-value", FLAT ",'charges':[{'name':'Municipality','kind':'fee','selector':'value',"
                           "'basis':'month','steps':[{'above':0,'up_to':5000},"
                           "{'above':5000,'up_to':null,'percent_bp':300}]}],"
                           "'cases':[{'energy_wh':50000,'expected_total_minor':5000},"
                           "{'energy_wh':51000,'expected_total_minor':5253}]" },
    { "fee-by-amperes", FLAT ",'charges':[{'name':'Breaker','kind':'fixed','selector':'amperes',"
                             "'basis':'month','steps':[{'above':0,'up_to':5,'amount_minor':385},"
                             "{'above':5,'up_to':10,'amount_minor':685},{'above':10,'up_to':null,"
                             "'amount_minor':685,'unit':5,'per_unit_minor':300}]}],"
                             "'cases':[{'amperes':5,'expected_total_minor':385},"
                             "{'amperes':10,'expected_total_minor':685},"
                             "{'amperes':11,'expected_total_minor':985},"
                             "{'amperes':20,'expected_total_minor':1285},"
                             "{'days':15,'amperes':20,'expected_total_minor':643}]" },
    { "fee-by-kva", FLAT ",'charges':[{'name':'Capacity','kind':'fixed','selector':'va',"
                         "'basis':'month','steps':[{'above':0,'up_to':null,'unit':1000,"
                         "'per_unit_minor':200}]}],"
                         "'cases':[{'contracted_va':12500,'expected_total_minor':2600}]" },
    { "charge-bases", FLAT ",'charges':["
                           "{'name':'Once','kind':'fixed','basis':'bill',"
                           "'steps':[{'above':0,'up_to':null,'amount_minor':700}]},"
                           "{'name':'Rent','kind':'rent','basis':'month',"
                           "'steps':[{'above':0,'up_to':null,'amount_minor':300}]},"
                           "{'name':'Daily','kind':'fixed','basis':'day',"
                           "'steps':[{'above':0,'up_to':null,'amount_minor':5}]}],"
                           "'cases':[{'days':20,'expected_total_minor':1000}]" },
    { "period-price", "'components':[{'name':'E','bands':[{'from_wh':0,'to_wh':null,'blocks':["
                      "{'from_wh':0,'to_wh':null,'rate_micro_per_kwh':230000,'tax_bp':500}]}]},"
                      "{'name':'Fuel','price_name':'fuel','tax_bp':500}],"
                      "'cases':[{'energy_wh':1000000,'period_price_micro':65000,"
                      "'expected_net_minor':29500,'expected_total_minor':30975},"
                      "{'energy_wh':1000000,'period_price_micro':-30000,"
                      "'expected_net_minor':20000,'expected_total_minor':21000}]" },
    /* 9 % on the first 125 kWh, 19 % above: 125.00 × 9 % = 11.25, 75.00 × 19 % = 14.25 */
    { "tax-by-block",
      ENERGY (
          "{'from_wh':0,'to_wh':125000,'rate_micro_per_kwh':1000000,"
          "'tax_bp':900},{'from_wh':125000,'to_wh':null,"
          "'rate_micro_per_kwh':1000000,'tax_bp':1900}") ",'cases':[{'energy_wh':200000,'expected_net_minor':20000,"
                                                         "'expected_total_minor':22550}]" },
    /* 5 % of 0.30 in one sum is 0.02; line by line 3 × 0.01 */
    { "tax-per-group",
      ENERGY (
          "{'from_wh':0,'to_wh':1000,'rate_micro_per_kwh':100000,"
          "'tax_bp':500},{'from_wh':1000,'to_wh':2000,"
          "'rate_micro_per_kwh':100000,'tax_bp':500},{'from_wh':2000,"
          "'to_wh':null,'rate_micro_per_kwh':100000,'tax_bp':500}") ",'cases':[{'energy_wh':3000,'expected_net_minor':30,"
                                                                    "'expected_total_minor':32}]" },
    { "tax-per-line",
      "'tax_policy':'line'," ENERGY (
          "{'from_wh':0,'to_wh':1000,'rate_micro_per_kwh':100000,"
          "'tax_bp':500},{'from_wh':1000,'to_wh':2000,"
          "'rate_micro_per_kwh':100000,'tax_bp':500},{'from_wh':2000,"
          "'to_wh':null,'rate_micro_per_kwh':100000,'tax_bp':500}") ",'cases':[{'energy_wh':3000,'expected_net_minor':30,"
                                                                    "'expected_total_minor':33}]" },
    /* 16 April to 16 May: 15 of 30 days are in the window, half of 10 % */
    { "discount-window", FLAT ",'discounts':[{'name':'Summer','percent_bp':1000,"
                              "'yearly_from':501,'yearly_to':901}],"
                              "'cases':[{'from':'2025-04-16','days':30,'energy_wh':100000,"
                              "'expected_total_minor':9500},"
                              "{'from':'2025-06-01','days':30,'energy_wh':100000,"
                              "'expected_total_minor':9000},"
                              "{'from':'2025-09-01','days':30,'energy_wh':100000,"
                              "'expected_total_minor':10000}]" },
    { "discount-over-new-year", FLAT ",'discounts':[{'name':'Winter','percent_bp':1000,"
                                     "'yearly_from':1201,'yearly_to':201}],"
                                     "'cases':[{'from':'2025-12-17','days':30,"
                                     "'energy_wh':100000,'expected_total_minor':9000},"
                                     "{'from':'2025-01-17','days':30,'energy_wh':100000,"
                                     "'expected_total_minor':9500}]" },
    { "discount-of-dates", FLAT ",'discounts':[{'name':'Relief','percent_bp':5000,"
                                "'from':'2025-03-11','to':'2025-03-14'}],"
                                "'cases':[{'from':'2025-03-01','days':30,'energy_wh':100000,"
                                "'expected_total_minor':9500}]" },
    { "minimum", FLAT ",'minimum_minor':2000,'cases':[{'energy_wh':5000,"
                      "'expected_total_minor':2000},{'energy_wh':20000,"
                      "'expected_total_minor':2000},{'energy_wh':21000,"
                      "'expected_total_minor':2100},{'days':15,'energy_wh':5000,"
                      "'expected_total_minor':1000}]" },
    { "maximum", FLAT ",'maximum_minor':10000,'cases':[{'energy_wh':99000,"
                      "'expected_total_minor':9900},{'energy_wh':500000,"
                      "'expected_total_minor':10000}]" },
    { "demand", FLAT ",'demand':{'name':'Demand','rate_micro_per_kw':30000000,"
                     "'contracted_share_bp':8000,'basis':'month'},"
                     "'cases':[{'demand_w':70000,'contracted_w':100000,"
                     "'expected_total_minor':240000},{'demand_w':90500,'contracted_w':100000,"
                     "'expected_total_minor':271500},{'days':15,'demand_w':90500,"
                     "'contracted_w':100000,'expected_total_minor':135750}]" },
    /* 100 kWh and 75 kvarh: 0.80, twelve hundredths below 0.92 */
    { "power-factor", FLAT ",'power_factor':{'name':'PF','reference_bp':9200,'penalty_bp':50,"
                           "'severe_below_bp':7200,'severe_bp':100,'bonus_up_to_bp':9500,"
                           "'bonus_bp':50},'cases':["
                           "{'energy_wh':100000,'reactive_varh':75000,"
                           "'expected_total_minor':10600},"
                           "{'note':'0.60: 20 × 0.5 and 12 × 1','energy_wh':75000,"
                           "'reactive_varh':100000,'expected_total_minor':9150},"
                           "{'note':'0.995: bonus of three hundredths','energy_wh':100000,"
                           "'reactive_varh':10000,'expected_total_minor':9850}]" },
    { "time-of-use",
      "'components':["
      "{'name':'Peak','register_class':'peak','bands':[{'from_wh':0,'to_wh':null,"
      "'blocks':[" BLOCK ("0", "50000", "2000000") "," BLOCK (
          "50000", "null",
          "3000000") "]}]},"
                     "{'name':'Night','register_class':'off_peak','bands':[{'from_wh':0,"
                     "'to_wh':null,'blocks':[" BLOCK (
                         "0", "null",
                         "500000") "]}]},"
                                   "{'name':'Fuel','price_name':'fuel'}],"
                                   "'cases':[{'peak_wh':60000,'off_peak_wh':200000,'period_price_micro':10000,"
                                   "'expected_total_minor':23260}]" },
    /* 0.333 × 3: each line 0.33, the total 1.00 */
    { "round-lines",
      ENERGY (BLOCK ("0", "1000", "333333") "," BLOCK ("1000", "2000", "333333") "," BLOCK (
          "2000", "null", "333334")) ",'cases':[{'energy_wh':3000,'expected_total_minor':99}]" },
    { "round-total",
      "'rounding_policy':'total'," ENERGY (
          BLOCK ("0", "1000", "333333") "," BLOCK ("1000", "2000", "333333") "," BLOCK (
              "2000", "null",
              "333334")) ",'cases':[{'energy_wh':3000,'expected_total_minor':100}]" },
    { "round-half-even",
      "'rounding':'half_even'," ENERGY (
          BLOCK ("0", "null", "5000")) ",'cases':[{'energy_wh':1000,'expected_total_minor':0},"
                                       "{'energy_wh':3000,'expected_total_minor':2}]" },
    { "round-lines-to-unit",
      "'rounding_unit_minor':100," ENERGY (BLOCK (
          "0", "null", "333333")) ",'cases':[{'energy_wh':10000,'expected_total_minor':300}]" },
    { "round-total-to-unit",
      "'rounding_policy':'total','rounding_unit_minor':25," ENERGY (
          "{'from_wh':0,'to_wh':null,'rate_micro_per_kwh':100000,"
          "'tax_bp':1500}") ",'cases':[{'energy_wh':10000,'expected_net_minor':100,"
                            "'expected_total_minor':125}]" },
    { "five-decimals",
      ENERGY (
          BLOCK ("0", "null",
                 "17790")) ",'cases':[{'energy_wh':1234567000,'expected_total_minor':2196295}]" },
};

static void
test_shape (gconstpointer data)
{
    const Shape *shape = data;
    g_autofree char *text = sample_document (shape->members);
    g_autoptr (GString) report = g_string_new (NULL);
    g_autoptr (GError) error = NULL;

    if (!tariff_document_check (text, strlen (text), report, &error))
        g_error ("%s: %s\n%s", refusal_field (error), error->message, report->str);
    g_assert_nonnull (strstr (report->str, "passed"));
}

static void
test_failed_case (void)
{
    g_autofree char *text =
        sample_document (FLAT ",'cases':[{'energy_wh':1000,'expected_total_minor':100},"
                              "{'energy_wh':1000,'expected_total_minor':101}]");
    g_autoptr (GError) error = NULL;

    g_assert_false (tariff_document_check (text, strlen (text), NULL, &error));
    g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_TARIFF_CASE_FAILED);
    g_assert_cmpstr (refusal_field (error), ==, "cases[1]");
}

static void
test_without_cases (void)
{
    g_autofree char *text = sample_document (FLAT);
    g_autoptr (GError) error = NULL;

    g_assert_false (tariff_document_check (text, strlen (text), NULL, &error));
    g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_TARIFF_INCOMPLETE);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    language_set (LANGUAGE_ENGLISH);
    for (guint i = 0; i < G_N_ELEMENTS (shapes); i++) {
        g_autofree char *path = g_strconcat ("/engine/shapes/", shapes[i].name, NULL);
        g_test_add_data_func (path, &shapes[i], test_shape);
    }
    g_test_add_func ("/engine/shapes/failed-case", test_failed_case);
    g_test_add_func ("/engine/shapes/without-cases", test_without_cases);
    return g_test_run ();
}
