/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calendar day by day, months, periods, and ISO 8601 both ways. */
#include "common/base/date.h"

static Date
date_of (const char *text)
{
    Date date = DATE_NONE;
    g_autoptr (GError) error = NULL;

    date_parse (text, &date, &error);
    g_assert_no_error (error);
    return date;
}

/* Every day from 1900 to 2100 follows the one before, in a count of our own. */
static void
test_every_day (void)
{
    Date expected = date_new (1900, 1, 1);

    g_assert_cmpint (date_new (1970, 1, 1), ==, 0);
    g_assert_cmpint (expected, ==, -25567);
    for (int year = 1900; year <= 2100; year++) {
        gboolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        g_assert_cmpint (date_days_in_month (year, 2), ==, leap ? 29 : 28);
        for (int month = 1; month <= 12; month++) {
            int n_days = date_days_in_month (year, month);
            g_assert_cmpint (date_new (year, month, n_days + 1), ==, DATE_NONE);
            for (int day = 1; day <= n_days; day++, expected++) {
                int y, m, d;
                g_assert_cmpint (date_new (year, month, day), ==, expected);
                date_split (expected, &y, &m, &d);
                g_assert_true (y == year && m == month && d == day);
                g_assert_cmpint (date_month_start (expected), ==, expected - day + 1);
            }
        }
    }
}

static void
test_limits (void)
{
    int year, month, day;

    g_assert_cmpint (date_new (1899, 12, 31), ==, DATE_NONE);
    g_assert_cmpint (date_new (10000, 1, 1), ==, DATE_NONE);
    g_assert_cmpint (date_new (2025, 0, 1), ==, DATE_NONE);
    g_assert_cmpint (date_new (2025, 13, 1), ==, DATE_NONE);
    g_assert_cmpint (date_new (2025, 1, 0), ==, DATE_NONE);
    g_assert_cmpint (date_new (9999, 12, 31), ==, 2932896);
    date_split (DATE_NONE, &year, &month, &day);
    g_assert_true (year == 0 && month == 0 && day == 0);
    g_assert_cmpint (date_add_months (DATE_NONE, 1), ==, DATE_NONE);
    g_assert_cmpint (date_add_months (date_new (9999, 12, 1), 1), ==, DATE_NONE);
    g_assert_cmpint (date_add_months (date_new (1900, 1, 1), -1), ==, DATE_NONE);
    g_assert_cmpint (date_add_months (0, G_MAXINT), ==, DATE_NONE);
    g_assert_cmpint (date_weekday (date_of ("2025-08-31")), ==, 0);
    g_assert_cmpint (date_weekday (date_of ("1900-01-01")), ==, 1);
}

static void
test_months (void)
{
    static const struct {
        const char *from;
        int months;
        const char *to;
    } rows[] = {
        { "2025-01-31", 1, "2025-02-28" },   { "2024-01-31", 1, "2024-02-29" },
        { "2025-03-31", -1, "2025-02-28" },  { "2025-12-15", 1, "2026-01-15" },
        { "2025-01-15", -1, "2024-12-15" },  { "2024-02-29", 12, "2025-02-28" },
        { "2025-08-31", -18, "2024-02-29" }, { "2025-05-05", 0, "2025-05-05" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        g_assert_cmpint (date_add_months (date_of (rows[i].from), rows[i].months), ==,
                         date_of (rows[i].to));
}

static void
test_full_months (void)
{
    static const struct {
        const char *from;
        const char *to;
        int months;
    } rows[] = {
        { "2025-01-01", "2025-01-01", 0 }, { "2025-01-01", "2025-01-31", 0 },
        { "2025-01-01", "2025-02-01", 1 }, { "2025-01-15", "2025-02-14", 0 },
        { "2025-01-31", "2025-02-27", 0 }, { "2025-01-31", "2025-02-28", 1 },
        { "2025-01-31", "2025-03-30", 1 }, { "2024-02-29", "2025-02-28", 12 },
        { "2024-12-31", "2025-01-01", 0 }, { "2025-02-01", "2025-01-01", -1 },
        { "2025-02-14", "2025-01-15", 0 }, { "2025-03-15", "2024-03-15", -12 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        g_assert_cmpint (date_full_months (date_of (rows[i].from), date_of (rows[i].to)), ==,
                         rows[i].months);
    g_assert_cmpint (date_full_months (DATE_NONE, 0), ==, 0);
}

static void
test_text (void)
{
    static const char *const good[] = { "2025-08-31", "31/8/2025",  "31/08/2025",
                                        "٣١/٨/٢٠٢٥",  "٢٠٢٥-٠٨-٣١", " 2025-08-31 " };
    static const char *const bad[] = { "",          "2025-8-31",  "2025-02-29",  "29/2/2025",
                                       "31-8-2025", "2025/08/31", "2025-08-31x", "12025-08-31",
                                       "1/1/25",    "-025-01-01", "0000-01-01",  "/8/2025" };

    for (guint i = 0; i < G_N_ELEMENTS (good); i++)
        g_assert_cmpint (date_of (good[i]), ==, date_new (2025, 8, 31));
    for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
        g_autoptr (GError) error = NULL;
        Date date = 42;
        g_assert_false (date_parse (bad[i], &date, &error));
        g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_INVALID_VALUE);
        g_assert_cmpint (date, ==, 42);
    }
    g_autofree char *text = date_format (date_new (2025, 8, 31));
    g_assert_cmpstr (text, ==, "2025-08-31");
    g_autofree char *none = date_format (DATE_NONE);
    g_assert_cmpstr (none, ==, "");
}

static void
test_instants (void)
{
    static const struct {
        const char *text;
        Instant instant;
        const char *formatted;
    } rows[] = {
        { "1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z" },
        { "1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z" },
        { "2025-08-31T10:11:12.5Z", G_GINT64_CONSTANT (1756635072500000),
          "2025-08-31T10:11:12.500000Z" },
        { "2025-08-31T13:11:12+03:00", G_GINT64_CONSTANT (1756635072000000),
          "2025-08-31T10:11:12Z" },
        { "2025-08-31T05:41:12-04:30", G_GINT64_CONSTANT (1756635072000000),
          "2025-08-31T10:11:12Z" },
    };
    static const char *const bad[] = {
        "",
        "2025-08-31",
        "2025-08-31T10:11Z",
        "2025-08-31T10:11:12",
        "2025-08-31 10:11:12Z",
        "2025-08-31T24:00:00Z",
        "2025-08-31T10:60:00Z",
        "2025-08-31T10:11:60Z",
        "2025-08-31T10:11:12.Z",
        "2025-08-31T10:11:12.1234567Z",
        "2025-08-31T10:11:12+0300",
        "2025-08-31T10:11:12+15:00",
        "2025-08-31T10:11:12Zx",
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        Instant instant = 42;
        g_assert_true (instant_parse (rows[i].text, &instant, NULL));
        g_assert_cmpint (instant, ==, rows[i].instant);
        g_autofree char *text = instant_format (instant);
        g_assert_cmpstr (text, ==, rows[i].formatted);
    }
    for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
        g_autoptr (GError) error = NULL;
        Instant instant = 42;
        g_assert_false (instant_parse (bad[i], &instant, &error));
        g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_INVALID_VALUE);
    }
    g_autofree char *none = instant_format (INSTANT_NONE);
    g_assert_cmpstr (none, ==, "");
}

/* An evening in UTC is the next day in Aden. */
static void
test_instant_date (void)
{
    Instant evening = 0;

    g_assert_true (instant_parse ("2025-08-31T21:00:00Z", &evening, NULL));
    g_assert_cmpint (instant_date (evening, 0), ==, date_new (2025, 8, 31));
    g_assert_cmpint (instant_date (evening, 180), ==, date_new (2025, 9, 1));
    g_assert_cmpint (instant_date (evening - 1, 180), ==, date_new (2025, 8, 31));
    g_assert_cmpint (instant_date (-1, 0), ==, date_new (1969, 12, 31));
    g_assert_cmpint (instant_date (INSTANT_NONE, 180), ==, DATE_NONE);
    g_assert_cmpint (instant_date (G_MAXINT64, 180), ==, DATE_NONE);
}

static void
test_periods (void)
{
    Period august = { date_new (2025, 8, 1), date_new (2025, 9, 1) };
    Period late = { date_new (2025, 8, 20), date_new (2025, 9, 20) };
    Period september = { date_new (2025, 9, 1), date_new (2025, 10, 1) };
    Period common = { 0, 0 };

    g_assert_cmpint (period_days (august), ==, 31);
    g_assert_cmpint (period_days ((Period) { 5, 5 }), ==, 0);
    g_assert_true (period_overlap (august, late, &common));
    g_assert_cmpint (common.from, ==, late.from);
    g_assert_cmpint (common.to, ==, august.to);
    g_assert_false (period_overlap (august, september, &common));
    g_assert_true (period_overlap (late, september, NULL));
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/date/every-day", test_every_day);
    g_test_add_func ("/date/limits", test_limits);
    g_test_add_func ("/date/months", test_months);
    g_test_add_func ("/date/full-months", test_full_months);
    g_test_add_func ("/date/text", test_text);
    g_test_add_func ("/date/instants", test_instants);
    g_test_add_func ("/date/instant-date", test_instant_date);
    g_test_add_func ("/date/periods", test_periods);
    return g_test_run ();
}
