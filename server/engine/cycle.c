/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods of the calendar, their keys and their dates. */
#include "server/engine/cycle.h"

#include <string.h>

#define DAY_OF_SECOND_HALF 16
#define DAYS_OF_DECADE 10
#define MONTHS_OF_QUARTER 3
#define DAYS_OF_WEEK 7
#define A_SUNDAY 3 /* 4 January 1970 */

static Period
month_of (int year, int month)
{
    Date from = date_new (year, month, 1);

    return (Period) { from, date_add_months (from, 1) };
}

static Period
half_of (int year, int month, int half)
{
    Period period = month_of (year, month);
    Date middle = date_new (year, month, DAY_OF_SECOND_HALF);

    return half == 1 ? (Period) { period.from, middle } : (Period) { middle, period.to };
}

/* The third decade takes the rest of the month, so that no cycle is left for the 31st. */
static Period
decade_of (int year, int month, int decade)
{
    Period period = month_of (year, month);

    period.from += (decade - 1) * DAYS_OF_DECADE;
    if (decade < 3)
        period.to = period.from + DAYS_OF_DECADE;
    return period;
}

static Period
quarter_of (int year, int quarter)
{
    Date from = date_new (year, (quarter - 1) * MONTHS_OF_QUARTER + 1, 1);

    return (Period) { from, date_add_months (from, MONTHS_OF_QUARTER) };
}

static Period
week_of (Date date)
{
    Date since = (date - A_SUNDAY) % DAYS_OF_WEEK;
    Date from = date - (since < 0 ? since + DAYS_OF_WEEK : since);

    return (Period) { from, from + DAYS_OF_WEEK };
}

Period
cycle_period_at (CycleKind kind, Date date)
{
    int year, month, day;

    date_split (date, &year, &month, &day);
    switch (kind) {
    case CYCLE_MONTH:
        return month_of (year, month);
    case CYCLE_HALF_MONTH:
        return half_of (year, month, day < DAY_OF_SECOND_HALF ? 1 : 2);
    case CYCLE_TEN_DAYS:
        return decade_of (year, month, MIN ((day - 1) / DAYS_OF_DECADE + 1, 3));
    case CYCLE_QUARTER:
        return quarter_of (year, (month - 1) / MONTHS_OF_QUARTER + 1);
    case CYCLE_WEEK:
        return week_of (date);
    case CYCLE_DAY:
        return (Period) { date, date + 1 };
    }
    g_assert_not_reached ();
}

Period
cycle_next (CycleKind kind, Period period)
{
    return cycle_period_at (kind, period.to);
}

Period
cycle_previous (CycleKind kind, Period period)
{
    return cycle_period_at (kind, period.from - 1);
}

char *
cycle_key (CycleKind kind, Period period)
{
    int year, month, day;

    date_split (period.from, &year, &month, &day);
    switch (kind) {
    case CYCLE_MONTH:
        return g_strdup_printf ("%04d-%02d", year, month);
    case CYCLE_HALF_MONTH:
        return g_strdup_printf ("%04d-%02d-H%d", year, month, day < DAY_OF_SECOND_HALF ? 1 : 2);
    case CYCLE_TEN_DAYS:
        return g_strdup_printf ("%04d-%02d-D%d", year, month, (day - 1) / DAYS_OF_DECADE + 1);
    case CYCLE_QUARTER:
        return g_strdup_printf ("%04d-Q%d", year, (month - 1) / MONTHS_OF_QUARTER + 1);
    case CYCLE_WEEK:
        return g_strdup_printf ("%04d-%02d-W%02d", year, month, day);
    case CYCLE_DAY:
        return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
    }
    g_assert_not_reached ();
}

/* Digits at a fixed place of a key; 0 when one is missing. */
static int
digits_at (const char *key, gsize at, gsize n)
{
    int value = 0;

    if (strlen (key) < at + n)
        return 0;
    for (gsize i = at; i < at + n; i++) {
        if (!g_ascii_isdigit (key[i]))
            return 0;
        value = value * 10 + g_ascii_digit_value (key[i]);
    }
    return value;
}

/* A day inside the period that the key would name; writing its key again tells whether it was
 * one. */
static Date
day_of_key (CycleKind kind, const char *key)
{
    int year = digits_at (key, 0, 4);
    int month = digits_at (key, 5, 2);
    int part = digits_at (key, 9, 1);

    switch (kind) {
    case CYCLE_MONTH:
        return date_new (year, month, 1);
    case CYCLE_HALF_MONTH:
        return date_new (year, month, part == 1 ? 1 : DAY_OF_SECOND_HALF);
    case CYCLE_TEN_DAYS:
        return date_new (year, month, part >= 1 && part <= 3 ? part * DAYS_OF_DECADE - 9 : 0);
    case CYCLE_QUARTER:
        return date_new (year, digits_at (key, 6, 1) * MONTHS_OF_QUARTER, 1);
    case CYCLE_WEEK:
        return date_new (year, month, digits_at (key, 9, 2));
    case CYCLE_DAY:
        return date_new (year, month, digits_at (key, 8, 2));
    }
    g_assert_not_reached ();
}

gboolean
cycle_parse_key (CycleKind kind, const char *key, Period *period, GError **error)
{
    Date day = day_of_key (kind, key);

    if (day != DATE_NONE) {
        Period found = cycle_period_at (kind, day);
        g_autofree char *again = cycle_key (kind, found);

        if (strcmp (again, key) == 0) {
            *period = found;
            return TRUE;
        }
    }
    return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "period_key",
                   "“%s” is no period of this cycle: write 2025-08, 2025-08-H1, 2025-08-D3, "
                   "2025-Q3, 2025-08-W31 (the week that begins on the 31st) or 2025-08-05.",
                   key);
}

CycleDates
cycle_dates (const CycleRule *rule, Period period)
{
    Date reading_day = period.to;
    Date billing_date = reading_day + rule->billing_day_offset;
    Date due_date = billing_date + rule->due_days;

    return (CycleDates) {
        .period = period,
        .reading_window = { reading_day - rule->reading_days_before,
                            reading_day + rule->reading_days_after + 1 },
        .billing_date = billing_date,
        .due_date = due_date,
        .reminder_date = MAX (due_date - rule->reminder_days, billing_date),
    };
}

void
cycle_next_dates (const CycleRule *rule, Date today, CycleDates *dates, guint n)
{
    Period period = cycle_period_at (rule->kind, today);
    Period before = cycle_previous (rule->kind, period);

    /* A long offset bills a period when later ones have already begun. */
    while (cycle_dates (rule, before).billing_date >= today) {
        period = before;
        before = cycle_previous (rule->kind, period);
    }
    for (guint i = 0; i < n; i++) {
        dates[i] = cycle_dates (rule, period);
        period = cycle_next (rule->kind, period);
    }
}
