/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods, keys and dates of the billing cycles. */
#include "server/engine/cycle.h"

#include <string.h>

typedef struct {
    CycleKind kind;
    const char *day;
    const char *key;
    const char *from;
    const char *to;
} Row;

static const Row rows[] = {
    { CYCLE_MONTH, "2025-08-31", "2025-08", "2025-08-01", "2025-09-01" },
    { CYCLE_MONTH, "2025-12-01", "2025-12", "2025-12-01", "2026-01-01" },
    { CYCLE_HALF_MONTH, "2025-08-15", "2025-08-H1", "2025-08-01", "2025-08-16" },
    { CYCLE_HALF_MONTH, "2025-02-16", "2025-02-H2", "2025-02-16", "2025-03-01" },
    { CYCLE_TEN_DAYS, "2025-08-01", "2025-08-D1", "2025-08-01", "2025-08-11" },
    { CYCLE_TEN_DAYS, "2025-08-20", "2025-08-D2", "2025-08-11", "2025-08-21" },
    { CYCLE_TEN_DAYS, "2025-08-31", "2025-08-D3", "2025-08-21", "2025-09-01" },
    { CYCLE_TEN_DAYS, "2024-02-29", "2024-02-D3", "2024-02-21", "2024-03-01" },
    { CYCLE_QUARTER, "2025-09-30", "2025-Q3", "2025-07-01", "2025-10-01" },
    { CYCLE_QUARTER, "2025-01-01", "2025-Q1", "2025-01-01", "2025-04-01" },
    { CYCLE_WEEK, "2025-08-31", "2025-08-W31", "2025-08-31", "2025-09-07" },
    { CYCLE_WEEK, "2025-09-06", "2025-08-W31", "2025-08-31", "2025-09-07" },
    { CYCLE_WEEK, "2026-01-01", "2025-12-W28", "2025-12-28", "2026-01-04" },
    { CYCLE_WEEK, "1969-12-31", "1969-12-W28", "1969-12-28", "1970-01-04" },
    { CYCLE_DAY, "2024-02-29", "2024-02-29", "2024-02-29", "2024-03-01" },
    { CYCLE_DAY, "2025-12-31", "2025-12-31", "2025-12-31", "2026-01-01" },
};

static Date
day (const char *text)
{
    Date date;

    g_assert_true (date_parse (text, &date, NULL));
    return date;
}

static void
test_keys (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        Period period = cycle_period_at (rows[i].kind, day (rows[i].day));
        g_autofree char *key = cycle_key (rows[i].kind, period);
        Period again;

        g_assert_cmpint (period.from, ==, day (rows[i].from));
        g_assert_cmpint (period.to, ==, day (rows[i].to));
        g_assert_cmpstr (key, ==, rows[i].key);
        g_assert_true (cycle_parse_key (rows[i].kind, key, &again, NULL));
        g_assert_cmpint (again.from, ==, period.from);
        g_assert_cmpint (again.to, ==, period.to);
    }
}

static void
test_bad_keys (void)
{
    static const char *const keys[] = { "",           "2025",        "2025-13",    "2025-00",
                                        "2025-8",     "2025-08-H3",  "2025-08-D0", "2025-08-D4",
                                        "2025-Q5",    "2025-Q0",     "2025-08-d1", "2025-08-D1 ",
                                        "2025-08-W4", "2025-08-W05", "2025-08-32", "2025-02-29",
                                        "2025-08-1",  "08-2025",     "2025/08" };

    for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
        for (int kind = CYCLE_MONTH; kind <= CYCLE_DAY; kind++) {
            g_autoptr (GError) error = NULL;
            Period period;

            g_assert_false (cycle_parse_key (kind, keys[i], &period, &error));
            g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_INVALID_VALUE);
        }
}

/* Every day of forty years is in exactly one period, and keys sort by time. */
static void
test_no_day_twice (void)
{
    for (int kind = CYCLE_MONTH; kind <= CYCLE_DAY; kind++) {
        Period period = cycle_period_at (kind, day ("2000-01-01"));
        g_autofree char *key = cycle_key (kind, period);

        while (period.to < day ("2040-01-01")) {
            Period next = cycle_next (kind, period);
            Period back = cycle_previous (kind, next);
            g_autofree char *next_key = cycle_key (kind, next);

            g_assert_cmpint (next.from, ==, period.to);
            g_assert_cmpint (back.from, ==, period.from);
            g_assert_cmpint (back.to, ==, period.to);
            g_assert_cmpint (strcmp (key, next_key), <, 0);
            g_free (key);
            key = g_steal_pointer (&next_key);
            period = next;
        }
    }
}

static void
test_dates (void)
{
    CycleRule rule = { CYCLE_TEN_DAYS, 1, 2, 3, 10, 4 };
    CycleDates dates = cycle_dates (&rule, cycle_period_at (CYCLE_TEN_DAYS, day ("2025-08-25")));

    g_assert_cmpint (dates.reading_window.from, ==, day ("2025-08-31"));
    g_assert_cmpint (dates.reading_window.to, ==, day ("2025-09-04"));
    g_assert_cmpint (dates.billing_date, ==, day ("2025-09-04"));
    g_assert_cmpint (dates.due_date, ==, day ("2025-09-14"));
    g_assert_cmpint (dates.reminder_date, ==, day ("2025-09-10"));
    rule.reminder_days = 30;
    dates = cycle_dates (&rule, dates.period);
    g_assert_cmpint (dates.reminder_date, ==, dates.billing_date);
}

static void
test_next_five (void)
{
    const CycleRule rule = { CYCLE_TEN_DAYS, 1, 1, 1, 10 };
    static const char *const billing[] = { "2025-01-22", "2025-02-02", "2025-02-12", "2025-02-22",
                                           "2025-03-02" };
    CycleDates dates[5];

    cycle_next_dates (&rule, day ("2025-01-13"), dates, 5);
    for (guint i = 0; i < 5; i++)
        g_assert_cmpint (dates[i].billing_date, ==, day (billing[i]));
    cycle_next_dates (&rule, day ("2025-01-12"), dates, 1);
    g_assert_cmpint (dates[0].billing_date, ==, day ("2025-01-12"));
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/engine/cycle/keys", test_keys);
    g_test_add_func ("/engine/cycle/bad-keys", test_bad_keys);
    g_test_add_func ("/engine/cycle/no-day-twice", test_no_day_twice);
    g_test_add_func ("/engine/cycle/dates", test_dates);
    g_test_add_func ("/engine/cycle/next-five", test_next_five);
    return g_test_run ();
}
