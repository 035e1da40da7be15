/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as people read them: every number isolated, marks in order, dates as clerks type them. */
#include "client/core/format.h"
#include "client/widgets/editors/kinds.h"
#include "common/base/text.h"
#include "tests/client/ui-support.h"

#define L TEXT_LRI
#define P TEXT_PDI

static void
test_numbers (void)
{
    static const struct {
        char *(*format) (gint64 value);
        gint64 value;
        const char *text;
    } cases[] = {
        { format_money, -123450, L "-1,234.50" P }, { format_money, 0, L "0.00" P },
        { format_energy, 1234500, L "1,234.5" P },  { format_percent, 650, L "6.5%" P },
        { format_rate, 180000, L "0.18" P },        { format_integer, 12400, L "12,400" P },
    };

    format_set_company (currency_find ("YER"), 180);
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *text = cases[i].format (cases[i].value);

        g_assert_cmpstr (text, ==, cases[i].text);
        g_assert_false (format_has_bare_digit (text));
    }
}

static void
test_times (void)
{
    g_autofree char *date = format_date (date_new (2025, 8, 31));
    g_autofree char *none = format_date (DATE_NONE);
    g_autofree char *instant =
        format_instant ((Instant)date_new (2025, 8, 31) * 86400 * G_USEC_PER_SEC +
                        (Instant)22 * 3600 * G_USEC_PER_SEC);

    g_assert_cmpstr (date, ==, L "2025-08-31" P);
    g_assert_cmpstr (none, ==, "");
    g_assert_cmpstr (instant, ==, L "2025-09-01 01:00" P);
}

static void
test_texts (void)
{
    static const struct {
        const char *text;
        const char *shown;
    } cases[] = {
        { "أحمد الحداد", "أحمد الحداد" },
        { "شارع 24", "شارع " L "24" P },
        { "من 2025-08-01 إلى 2025-08-31", "من " L "2025-08-01" P " إلى " L "2025-08-31" P },
        { "+967 777 123", L "+967 777 123" P },
        { "01-0000001", L "01-0000001" P },
        { "Smith Co.", TEXT_FSI "Smith Co." P },
        { "", "" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *shown = format_text (cases[i].text);
        g_autofree char *again = format_text (shown);

        g_assert_cmpstr (shown, ==, cases[i].shown);
        g_assert_cmpstr (again, ==, shown);
        g_assert_false (format_has_bare_digit (shown));
    }
    g_assert_true (format_has_bare_digit ("شارع 24"));
}

static void
test_counts (void)
{
    g_autofree char *about = format_count (50, 12400, FALSE);
    g_autofree char *three = format_count (3, 3, TRUE);
    g_autofree char *one = format_count (1, 1, TRUE);

    g_assert_cmpstr (about, ==, L "50" P " من نحو " L "12,400" P);
    g_assert_cmpstr (three, ==, L "3" P " صفوف");
    g_assert_cmpstr (one, ==, "صف واحد");
}

static void
test_dates_typed (void)
{
    static const struct {
        const char *typed;
        int year, month, day; /* 0: refused */
    } cases[] = {
        { "31/8", 2025, 8, 31 },  { "٣١/٨", 2025, 8, 31 },      { "5", 2025, 6, 5 },
        { "1/2/26", 2026, 2, 1 }, { "31/8/2024", 2024, 8, 31 }, { "2024-08-31", 2024, 8, 31 },
        { "31/6", 0, 0, 0 },      { "غدًا", 0, 0, 0 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        Date date = DATE_NONE;
        g_autoptr (GError) error = NULL;
        gboolean read = date_editor_parse (cases[i].typed, date_new (2025, 6, 15), &date, &error);

        g_assert_cmpint (read, ==, cases[i].year != 0);
        if (read)
            g_assert_cmpint (date, ==, date_new (cases[i].year, cases[i].month, cases[i].day));
        else
            g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_INVALID_VALUE);
    }
}

int
main (int argc, char **argv)
{
    ui_init (&argc, &argv, LANGUAGE_ARABIC);
    g_test_add_func ("/format/numbers", test_numbers);
    g_test_add_func ("/format/times", test_times);
    g_test_add_func ("/format/texts", test_texts);
    g_test_add_func ("/format/counts", test_counts);
    g_test_add_func ("/format/dates-typed", test_dates_typed);
    return g_test_run ();
}
