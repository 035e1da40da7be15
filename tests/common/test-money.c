/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Currencies, checked arithmetic, and money and quantities as text and back. */
#include "common/base/money.h"
#include "common/base/quantity.h"

#include <string.h>

#define SEED 20250831
#define N_ROUND_TRIPS 20000

static void
test_currencies (void)
{
    guint n = 0;
    const Currency *currencies = currency_list (&n);

    g_assert_cmpuint (n, >=, 21);
    for (guint i = 0; i < n; i++) {
        g_assert_cmpuint (strlen (currencies[i].code), ==, 3);
        g_assert_true (currency_find (currencies[i].code) == &currencies[i]);
        g_assert_true (currencies[i].scale == 0 || currencies[i].scale == 2 ||
                       currencies[i].scale == 3);
        g_assert_cmpint (currencies[i].cash_unit_minor, >, 0);
        g_assert_cmpstr (currencies[i].name, !=, "");
    }
    g_assert_null (currency_find ("XXX"));
    g_assert_null (currency_find (NULL));
    g_assert_cmpint (currency_factor (currency_find ("KWD")), ==, 1000);
    g_assert_cmpint (currency_factor (currency_find ("DJF")), ==, 1);
}

static void
test_sums (void)
{
    gint64 result = 42;

    g_assert_false (money_add (G_MAXINT64, 1, &result));
    g_assert_false (money_subtract (G_MININT64, 1, &result));
    g_assert_cmpint (result, ==, 42);
    g_assert_true (money_add (-5, 7, &result));
    g_assert_cmpint (result, ==, 2);
    g_assert_true (money_subtract (-5, 7, &result));
    g_assert_cmpint (result, ==, -12);
}

static void
test_products (void)
{
    const Currency *riyal = currency_find ("SAR");
    gint64 result = 42;

    /* 1,234.567 kWh at 0.18 = 222.22206 */
    g_assert_true (money_from_energy (1234567, 180000, riyal, ROUNDING_HALF_UP, &result));
    g_assert_cmpint (result, ==, 22222);
    g_assert_true (money_from_energy (1234567, 180000, riyal, ROUNDING_UP, &result));
    g_assert_cmpint (result, ==, 22223);
    g_assert_true (
        money_from_energy (-1000, 250000, currency_find ("KWD"), ROUNDING_DOWN, &result));
    g_assert_cmpint (result, ==, -250);
    g_assert_true (money_percentage (1050, 1500, ROUNDING_HALF_UP, &result));
    g_assert_cmpint (result, ==, 158);
    g_assert_true (money_percentage (1050, 1500, ROUNDING_DOWN, &result));
    g_assert_cmpint (result, ==, 157);
    g_assert_false (money_from_energy (G_MAXINT64, G_MAXINT64, riyal, ROUNDING_DOWN, &result));
    g_assert_false (money_from_energy (G_MAXINT64, 1000000000, riyal, ROUNDING_DOWN, &result));
    g_assert_false (money_percentage (G_MAXINT64, 10001, ROUNDING_DOWN, &result));
    g_assert_cmpint (result, ==, 157);
}

static void
test_format (void)
{
    static const struct {
        gint64 amount_minor;
        const char *code;
        const char *text;
    } rows[] = {
        { 0, "YER", "0.00" },
        { 5, "YER", "0.05" },
        { -5, "YER", "-0.05" },
        { 123450, "SAR", "1,234.50" },
        { 99999, "SAR", "999.99" },
        { -123456789, "SAR", "-1,234,567.89" },
        { 1234567, "KWD", "1,234.567" },
        { 1234567, "DJF", "1,234,567" },
        { G_MAXINT64, "YER", "92,233,720,368,547,758.07" },
        { G_MININT64, "YER", "-92,233,720,368,547,758.08" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autofree char *text = money_format (rows[i].amount_minor, currency_find (rows[i].code));
        g_assert_cmpstr (text, ==, rows[i].text);
    }
    g_autofree char *plain = money_format_plain (-123456789, currency_find ("SAR"));
    g_assert_cmpstr (plain, ==, "-1234567.89");
}

static void
test_parse (void)
{
    static const struct {
        const char *text;
        gint64 amount_minor;
    } rows[] = {
        { "0", 0 },
        { "007", 700 },
        { "1234.5", 123450 },
        { "1,234.50", 123450 },
        { "+12", 1200 },
        { " -12.34 ", -1234 },
        { ".5", 50 },
        { "١٬٢٣٤٫٥٠", 123450 },
        { "۱۲۳", 12300 },
        { "\342\201\2461,234,567\342\201\251", 123456700 },
        { "\342\210\2223.10", -310 },
        { "92233720368547758.07", G_MAXINT64 },
        { "-92233720368547758.07", -G_MAXINT64 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GError) error = NULL;
        gint64 amount_minor = 42;
        money_parse (rows[i].text, currency_find ("SAR"), &amount_minor, &error);
        g_assert_no_error (error);
        g_assert_cmpint (amount_minor, ==, rows[i].amount_minor);
    }
}

static void
test_parse_refuses (void)
{
    static const struct {
        const char *text;
        SirajError code;
    } rows[] = {
        { NULL, SIRAJ_ERROR_INVALID_VALUE },
        { "", SIRAJ_ERROR_INVALID_VALUE },
        { " ", SIRAJ_ERROR_INVALID_VALUE },
        { "-", SIRAJ_ERROR_INVALID_VALUE },
        { ".", SIRAJ_ERROR_INVALID_VALUE },
        { "5.", SIRAJ_ERROR_INVALID_VALUE },
        { "1.234", SIRAJ_ERROR_INVALID_VALUE },
        { "1,5", SIRAJ_ERROR_INVALID_VALUE },
        { "1234,567", SIRAJ_ERROR_INVALID_VALUE },
        { "1,23,456", SIRAJ_ERROR_INVALID_VALUE },
        { ",123", SIRAJ_ERROR_INVALID_VALUE },
        { "1,234567.00", SIRAJ_ERROR_INVALID_VALUE },
        { "1,.5", SIRAJ_ERROR_INVALID_VALUE },
        { "1.5,0", SIRAJ_ERROR_INVALID_VALUE },
        { "1.2.3", SIRAJ_ERROR_INVALID_VALUE },
        { "--1", SIRAJ_ERROR_INVALID_VALUE },
        { "1-", SIRAJ_ERROR_INVALID_VALUE },
        { "1e3", SIRAJ_ERROR_INVALID_VALUE },
        { "0x10", SIRAJ_ERROR_INVALID_VALUE },
        { "12 SAR", SIRAJ_ERROR_INVALID_VALUE },
        { "92233720368547758.08", SIRAJ_ERROR_OUT_OF_RANGE },
        { "-92233720368547758.08", SIRAJ_ERROR_OUT_OF_RANGE },
        { "99999999999999999999999999", SIRAJ_ERROR_OUT_OF_RANGE },
        { "1000000000000000000", SIRAJ_ERROR_OUT_OF_RANGE },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GError) error = NULL;
        gint64 amount_minor = 42;
        g_assert_false (money_parse (rows[i].text, currency_find ("SAR"), &amount_minor, &error));
        g_assert_error (error, SIRAJ_ERROR, (int)rows[i].code);
        g_assert_cmpint (amount_minor, ==, 42);
    }
}

static void
check_round_trip (gint64 amount_minor, const Currency *currency)
{
    g_autofree char *grouped = money_format (amount_minor, currency);
    g_autofree char *plain = money_format_plain (amount_minor, currency);
    gint64 back = 0;

    g_assert_true (money_parse (grouped, currency, &back, NULL));
    g_assert_cmpint (back, ==, amount_minor);
    g_assert_true (money_parse (plain, currency, &back, NULL));
    g_assert_cmpint (back, ==, amount_minor);
}

static void
test_round_trip (void)
{
    g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
    guint n_currencies = 0;
    const Currency *currencies = currency_list (&n_currencies);

    g_test_message ("seed %d", SEED);
    for (guint i = 0; i < N_ROUND_TRIPS; i++) {
        gint64 wide = (gint64)(((guint64)g_rand_int (random) << 32) | g_rand_int (random));
        gint64 amount_minor = wide >> g_rand_int_range (random, 1, 63);
        check_round_trip (amount_minor, &currencies[i % n_currencies]);
    }
}

static void
assert_text (char *text, const char *expected)
{
    g_assert_cmpstr (text, ==, expected);
    g_free (text);
}

static void
test_quantities (void)
{
    gint64 value = 0;

    assert_text (energy_format_kwh (1234000), "1,234");
    assert_text (energy_format_kwh (1234500), "1,234.5");
    assert_text (energy_format_kwh (-1), "-0.001");
    assert_text (rate_format (180000), "0.18");
    assert_text (rate_format (300000000), "300");
    assert_text (percent_format (1500), "15");
    assert_text (percent_format (650), "6.5");
    assert_text (decimal_format (1050, 3, 1, FALSE), "1.05");
    assert_text (decimal_format (1000, 3, 1, FALSE), "1.0");
    assert_text (decimal_format (G_MININT64, 18, 0, TRUE), "-9.223372036854775808");
    g_assert_true (decimal_parse ("0.180001", 6, &value, NULL));
    g_assert_cmpint (value, ==, 180001);
    g_assert_false (decimal_parse ("0.1800001", 6, &value, NULL));
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/money/currencies", test_currencies);
    g_test_add_func ("/money/sums", test_sums);
    g_test_add_func ("/money/products", test_products);
    g_test_add_func ("/money/format", test_format);
    g_test_add_func ("/money/parse", test_parse);
    g_test_add_func ("/money/parse-refuses", test_parse_refuses);
    g_test_add_func ("/money/round-trip", test_round_trip);
    g_test_add_func ("/money/quantities", test_quantities);
    return g_test_run ();
}
