/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Billing cycles: whole months, halves, decades (1–10, 11–20, 21–end), quarters, weeks and days of
 * the calendar, so that a run is keyed by its period and never by a clock. */
#pragma once

#include "common/base/date.h"

G_BEGIN_DECLS

/* The numbers of CycleFrequency on the wire. */
typedef enum {
    CYCLE_MONTH,
    CYCLE_HALF_MONTH,
    CYCLE_TEN_DAYS,
    CYCLE_QUARTER,
    CYCLE_WEEK, /* from Sunday to Saturday */
    CYCLE_DAY,
} CycleKind;

typedef struct {
    CycleKind kind;
    int reading_days_before; /* the reading day: the window opens so many days before it … */
    int reading_days_after;  /* … and closes so many days after it */
    int billing_day_offset;  /* days from the reading day to the billing date */
    int due_days;            /* days from the billing date to the due date */
    int reminder_days;       /* before the due date whoever has not paid is reminded */
} CycleRule;

typedef struct {
    Period period;
    Period reading_window; /* half open as all periods */
    Date billing_date;
    Date due_date;
    Date reminder_date; /* never before the billing date */
} CycleDates;

/* The period of the cycle that holds @date. */
Period cycle_period_at (CycleKind kind, Date date);
Period cycle_next (CycleKind kind, Period period);
Period cycle_previous (CycleKind kind, Period period);

/* "2025-08", "2025-08-H1", "2025-08-D3", "2025-Q3", "2025-08-W31" (the week that begins on 31
 * August), "2025-08-05": sorts by time, unique in its kind. */
char *cycle_key (CycleKind kind, Period period);
/* The period of a key, exactly as cycle_key() writes it.  Error: INVALID_VALUE. */
gboolean cycle_parse_key (CycleKind kind, const char *key, Period *period, GError **error);

/* When a period is read, billed and due.  Its reading day is the first day after it, because a
 * reading counts from the beginning of its day. */
CycleDates cycle_dates (const CycleRule *rule, Period period);

/* The next @n periods whose billing date is @today or later, the earliest first. */
void cycle_next_dates (const CycleRule *rule, Date today, CycleDates *dates, guint n);

G_END_DECLS
