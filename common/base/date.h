/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates are days since 1970-01-01, instants microseconds since then in UTC.  Periods are half open:
 * `from` is the first day inside, `to` the first day after. */
#pragma once

#include "common/base/error.h"

G_BEGIN_DECLS

typedef gint32 Date;
typedef gint64 Instant;

#define DATE_NONE G_MININT32
#define INSTANT_NONE G_MININT64

typedef struct {
    Date from;
    Date to;
} Period;

/* Builds a date; DATE_NONE when there is no such day in the years 1900 to 9999. */
Date date_new (int year, int month, int day);
/* All three are 0 for a date outside those years, DATE_NONE among them. */
void date_split (Date date, int *year, int *month, int *day);

/* ISO 8601 "2025-08-31"; "" for DATE_NONE.  date_parse() also reads 31/8/2025 and Eastern digits.
 * Error: INVALID_VALUE. */
char *date_format (Date date);
gboolean date_parse (const char *text, Date *date, GError **error);

/* ISO 8601 in UTC, "2025-08-31T10:11:12.123456Z" (fraction only when there is one); "" for none.
 * instant_parse() also takes an offset ("+03:00").  Error: INVALID_VALUE. */
char *instant_format (Instant instant);
gboolean instant_parse (const char *text, Instant *instant, GError **error);
/* The calendar day at @utc_offset_minutes (Aden: 180). */
Date instant_date (Instant instant, int utc_offset_minutes);

int date_days_in_month (int year, int month);
/* The same day @months later, cut to the end of a shorter month: 31 January + 1 = 28 February.
 * DATE_NONE for none and beyond the years. */
Date date_add_months (Date date, int months);
Date date_month_start (Date date);
/* Completed calendar months from @from to @to (requirements A8), negative when @to is earlier. */
int date_full_months (Date from, Date to);
/* 0 = Sunday. */
int date_weekday (Date date);

int period_days (Period period);
gboolean period_overlap (Period a, Period b, Period *common);

G_END_DECLS
