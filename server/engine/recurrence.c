/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Repeating days; the last day of a month never shifts those after it. */
#include "server/engine/recurrence.h"

static Date
day_in_month (const RecurrenceRule *rule, Date month_start)
{
    int year, month, day;

    date_split (month_start, &year, &month, &day);
    return date_new (year, month, MIN (rule->day_of_month, date_days_in_month (year, month)));
}

Date
recurrence_first (const RecurrenceRule *rule, Date start)
{
    g_return_val_if_fail (rule->months > 0, DATE_NONE);
    g_return_val_if_fail (rule->day_of_month >= 1 && rule->day_of_month <= 31, DATE_NONE);

    Date month = date_month_start (start);
    Date due = day_in_month (rule, month);

    return due >= start ? due : day_in_month (rule, date_add_months (month, rule->months));
}

Date
recurrence_next (const RecurrenceRule *rule, Date due)
{
    g_return_val_if_fail (rule->months > 0, DATE_NONE);

    return day_in_month (rule, date_add_months (date_month_start (due), rule->months));
}
