/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendar arithmetic on day numbers, and ISO 8601. */
#include "common/base/date.h"

#include "common/base/text.h"

#define FIRST_YEAR 1900
#define LAST_YEAR 9999
/* The day numbers of 1 January 1900 and 31 December 9999. */
#define FIRST_DATE (-25567)
#define LAST_DATE 2932896
/* 1970-01-01 as GDate counts, whose day 1 is 1 January of the year 1. */
#define JULIAN_EPOCH 719163
/* 1970-01-01 as days since 1 March of the year 0. */
#define MARCH_EPOCH 719468
#define DAYS_PER_ERA 146097
#define EPOCH_WEEKDAY 4 /* a Thursday */

#define US_PER_SECOND G_GINT64_CONSTANT (1000000)
#define US_PER_MINUTE (60 * US_PER_SECOND)
#define US_PER_DAY (24 * 60 * US_PER_MINUTE)
#define MAX_OFFSET_MINUTES (14 * 60)

static gboolean
is_date (gint64 date)
{
    return date >= FIRST_DATE && date <= LAST_DATE;
}

static gint64
divide_floor (gint64 value, gint64 divisor)
{
    return value / divisor - (value % divisor < 0);
}

Date
date_new (int year, int month, int day)
{
    GDate date;

    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > 31)
        return DATE_NONE;
    if (!g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
        return DATE_NONE;
    g_date_clear (&date, 1);
    g_date_set_dmy (&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
    return (Date)g_date_get_julian (&date) - JULIAN_EPOCH;
}

/* Counted in eras of 400 years that begin on 1 March, so that the leap day is the last of its
 * year and month lengths follow one line.  A bill asks for it several times, which GDate is too
 * slow for. */
void
date_split (Date date, int *year, int *month, int *day)
{
    if (!is_date (date)) {
        *year = *month = *day = 0;
        return;
    }
    guint days = (guint)(date + MARCH_EPOCH);
    guint day_of_era = days % DAYS_PER_ERA;
    guint year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    guint day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    guint months_since_march = (5 * day_of_year + 2) / 153;

    *day = (int)(day_of_year - (153 * months_since_march + 2) / 5) + 1;
    *month = (int)(months_since_march < 10 ? months_since_march + 3 : months_since_march - 9);
    *year = (int)(year_of_era + days / DAYS_PER_ERA * 400) + (*month <= 2);
}

char *
date_format (Date date)
{
    int year, month, day;

    if (!is_date (date))
        return g_strdup ("");
    date_split (date, &year, &month, &day);
    return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
}

/* Reads @min to @max digits and moves on; -1 when there are fewer. */
static int
read_digits (const char **at, int min, int max)
{
    int value = 0;
    int n = 0;

    while (n < max && g_ascii_isdigit ((*at)[n]))
        value = value * 10 + ((*at)[n++] - '0');
    *at += n;
    return n >= min ? value : -1;
}

static gboolean
skip (const char **at, char expected)
{
    if (**at != expected)
        return FALSE;
    *at += 1;
    return TRUE;
}

static gboolean
read_iso_date (const char **at, Date *date)
{
    int year = read_digits (at, 4, 4);
    if (year < 0 || !skip (at, '-'))
        return FALSE;
    int month = read_digits (at, 2, 2);
    if (month < 0 || !skip (at, '-'))
        return FALSE;
    *date = date_new (year, month, read_digits (at, 2, 2));
    return *date != DATE_NONE;
}

/* Day, month, year with strokes, as people write it. */
static gboolean
read_common_date (const char **at, Date *date)
{
    int day = read_digits (at, 1, 2);
    if (day < 0 || !skip (at, '/'))
        return FALSE;
    int month = read_digits (at, 1, 2);
    if (month < 0 || !skip (at, '/'))
        return FALSE;
    *date = date_new (read_digits (at, 4, 4), month, day);
    return *date != DATE_NONE;
}

gboolean
date_parse (const char *text, Date *date, GError **error)
{
    g_autofree char *clean = text_clean_number (text);
    gboolean (*readers[]) (const char **, Date *) = { read_iso_date, read_common_date };

    for (guint i = 0; i < G_N_ELEMENTS (readers); i++) {
        const char *at = clean;
        Date found;
        if (readers[i](&at, &found) && *at == '\0') {
            *date = found;
            return TRUE;
        }
    }
    return refuse (error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                   "“%s” is not a date: write it like 2025-08-31 or 31/8/2025", clean);
}

char *
instant_format (Instant instant)
{
    int year, month, day;
    gint64 days = divide_floor (instant, US_PER_DAY);

    if (!is_date (days))
        return g_strdup ("");
    gint64 within_us = instant - days * US_PER_DAY;
    int seconds = (int)(within_us / US_PER_SECOND);
    int fraction_us = (int)(within_us % US_PER_SECOND);

    date_split ((Date)days, &year, &month, &day);
    GString *out = g_string_sized_new (32);
    g_string_printf (out, "%04d-%02d-%02dT%02d:%02d:%02d", year, month, day, seconds / 3600,
                     seconds / 60 % 60, seconds % 60);
    if (fraction_us != 0)
        g_string_append_printf (out, ".%06d", fraction_us);
    g_string_append_c (out, 'Z');
    return g_string_free (out, FALSE);
}

/* "10:11:12.123456" as microseconds of the day. */
static gboolean
read_time (const char **at, gint64 *time_us)
{
    int hour = read_digits (at, 2, 2);
    if (hour < 0 || hour > 23 || !skip (at, ':'))
        return FALSE;
    int minute = read_digits (at, 2, 2);
    if (minute < 0 || minute > 59 || !skip (at, ':'))
        return FALSE;
    int second = read_digits (at, 2, 2);
    if (second < 0 || second > 59)
        return FALSE;

    *time_us = (hour * 60 + minute) * US_PER_MINUTE + second * US_PER_SECOND;
    if (!skip (at, '.'))
        return TRUE;
    const char *start = *at;
    int fraction = read_digits (at, 1, 6);
    if (fraction < 0)
        return FALSE;
    for (gssize n = *at - start; n < 6; n++)
        fraction *= 10;
    *time_us += fraction;
    return TRUE;
}

/* "Z" or "+03:00". */
static gboolean
read_zone (const char **at, int *offset_minutes)
{
    *offset_minutes = 0;
    if (skip (at, 'Z'))
        return TRUE;
    int sign = **at == '-' ? -1 : 1;
    if (!skip (at, '+') && !skip (at, '-'))
        return FALSE;
    int hours = read_digits (at, 2, 2);
    if (hours < 0 || !skip (at, ':'))
        return FALSE;
    int minutes = read_digits (at, 2, 2);
    if (minutes < 0 || minutes > 59)
        return FALSE;
    *offset_minutes = sign * (hours * 60 + minutes);
    return ABS (*offset_minutes) <= MAX_OFFSET_MINUTES;
}

gboolean
instant_parse (const char *text, Instant *instant, GError **error)
{
    const char *at = text != NULL ? text : "";
    Date date;
    gint64 time_us;
    int offset_minutes;

    if (!read_iso_date (&at, &date) || !skip (&at, 'T') || !read_time (&at, &time_us) ||
        !read_zone (&at, &offset_minutes) || *at != '\0')
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                       "“%s” is not a time: write it like 2025-08-31T10:11:12Z",
                       text != NULL ? text : "");
    *instant = date * US_PER_DAY + time_us - offset_minutes * US_PER_MINUTE;
    return TRUE;
}

Date
instant_date (Instant instant, int utc_offset_minutes)
{
    Instant local;

    if (instant == INSTANT_NONE ||
        __builtin_add_overflow (instant, utc_offset_minutes * US_PER_MINUTE, &local))
        return DATE_NONE;
    gint64 days = divide_floor (local, US_PER_DAY);
    return is_date (days) ? (Date)days : DATE_NONE;
}

int
date_days_in_month (int year, int month)
{
    g_return_val_if_fail (year >= FIRST_YEAR && year <= LAST_YEAR, 0);
    g_return_val_if_fail (month >= 1 && month <= 12, 0);

    return g_date_get_days_in_month ((GDateMonth)month, (GDateYear)year);
}

Date
date_add_months (Date date, int months)
{
    int year, month, day;

    if (!is_date (date))
        return DATE_NONE;
    date_split (date, &year, &month, &day);
    gint64 total = (gint64)year * 12 + (month - 1) + months;
    if (total < FIRST_YEAR * 12 || total > LAST_YEAR * 12 + 11)
        return DATE_NONE;
    year = (int)(total / 12);
    month = (int)(total % 12) + 1;
    return date_new (year, month, MIN (day, date_days_in_month (year, month)));
}

Date
date_month_start (Date date)
{
    int year, month, day;

    if (!is_date (date))
        return DATE_NONE;
    date_split (date, &year, &month, &day);
    return date - day + 1;
}

int
date_full_months (Date from, Date to)
{
    int from_year, from_month, to_year, to_month, day;

    if (!is_date (from) || !is_date (to))
        return 0;
    if (to < from)
        return -date_full_months (to, from);
    date_split (from, &from_year, &from_month, &day);
    date_split (to, &to_year, &to_month, &day);
    int months = (to_year - from_year) * 12 + to_month - from_month;
    return date_add_months (from, months) > to ? months - 1 : months;
}

int
date_weekday (Date date)
{
    gint64 day = (gint64)date + EPOCH_WEEKDAY;
    return (int)(day - divide_floor (day, 7) * 7);
}

int
period_days (Period period)
{
    return period.to > period.from ? (int)MIN ((gint64)period.to - period.from, G_MAXINT) : 0;
}

gboolean
period_overlap (Period a, Period b, Period *common)
{
    Period both = { .from = MAX (a.from, b.from), .to = MIN (a.to, b.to) };

    if (both.from >= both.to)
        return FALSE;
    if (common != NULL)
        *common = both;
    return TRUE;
}
