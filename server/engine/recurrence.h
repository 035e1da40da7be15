/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days on which something repeats: every so many months on one day of the month. */
#pragma once

#include "common/base/date.h"

G_BEGIN_DECLS

typedef struct {
    int months;       /* between two: 1, 3, 12 */
    int day_of_month; /* 1 to 31; beyond the end of a month its last day is meant */
} RecurrenceRule;

/* The first of the rule's days on or after @start; months are counted from the month of @start. */
Date recurrence_first (const RecurrenceRule *rule, Date start);

/* The day after @due, which is one of the rule's days: 31 January gives 28 or 29 February, and that
 * 31 March again. */
Date recurrence_next (const RecurrenceRule *rule, Date due);

G_END_DECLS
