/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue of reading validations: what is odd about a reading, and whether it may be
 * billed. */
#pragma once

#include "server/engine/consumption.h"

G_BEGIN_DECLS

typedef enum {
    /* refused: not a reading at all */
    FINDING_NEGATIVE = 1 << 0,
    FINDING_TOO_MANY_DIGITS = 1 << 1,
    FINDING_FUTURE = 1 << 2,
    FINDING_BEFORE_BILLED = 1 << 3, /* on or before the last billed day */
    FINDING_DUPLICATE_DAY = 1 << 4, /* the register has a reading of this day */
    /* held: a person decides */
    FINDING_LOWER = 1 << 5,           /* than the one before, and no rollover would be likely */
    FINDING_ROLLOVER = 1 << 6,        /* lower, and a likely rollover that nobody confirmed */
    FINDING_IMPOSSIBLE = 1 << 7,      /* more than the contracted load can draw in the time */
    FINDING_HIGH = 1 << 8,            /* against the daily average */
    FINDING_LOW = 1 << 9,             /* against the daily average */
    FINDING_PROLONGED_ZERO = 1 << 10, /* nothing drawn for many readings */
    FINDING_SENTINEL = 1 << 11,       /* 99999, 12345, 11111: typed to get on */
    FINDING_PROLONGED_ESTIMATE = 1 << 12,
    FINDING_READER_PATTERN = 1 << 13, /* the reader's last readings end alike */
    /* accepted: only said */
    FINDING_ZERO = 1 << 14,
    FINDING_NO_HISTORY = 1 << 15, /* high and low could not be told */
} ReadingFinding;

#define FINDING_N 16
#define FINDINGS_REFUSED                                                                           \
    (FINDING_NEGATIVE | FINDING_TOO_MANY_DIGITS | FINDING_FUTURE | FINDING_BEFORE_BILLED |         \
     FINDING_DUPLICATE_DAY)
#define FINDINGS_HARMLESS (FINDING_ZERO | FINDING_NO_HISTORY)

typedef enum { VERDICT_ACCEPTED, VERDICT_HELD, VERDICT_REFUSED } ReadingVerdict;

/* A company's settings. */
typedef struct {
    int high_percent;       /* of the expected consumption: 300 */
    int low_percent;        /* 20 */
    gint64 high_least_wh;   /* consumption below this is never high */
    guint most_zeros;       /* readings without consumption in a row */
    guint most_estimates;   /* in a row */
    guint pattern_readings; /* so many of a reader in a row that end in the same digit; 0: off */
} ValidationRule;

typedef struct {
    const MeterRegister *meter;
    RegisterReading reading;
    const RegisterReading *previous; /* NULL: the first of the register */
    Date billed_to;                  /* last billed reading day; DATE_NONE: none */
    Date today;
    gboolean same_day;       /* the register already has a reading of this day */
    gint64 contracted_w;     /* 0: not known */
    gint64 daily_average_wh; /* 0: no history */
    guint zeros_before;      /* readings without consumption just before this one */
    guint estimates_before;  /* estimates just before this one */
    const gint64
        *reader_values; /* what the reader entered just before, other meters, latest last */
    guint n_reader_values;
} ReadingCheck;

typedef struct {
    guint findings; /* ReadingFinding bits */
    ReadingVerdict verdict;
    gint64 quantity;    /* since the previous reading, with rollover where likely; 0 without one */
    gint64 expected_wh; /* by the daily average */
} ReadingFindings;

/* Looks at one reading; never fails. */
void reading_validate (const ReadingCheck *check, const ValidationRule *rule,
                       ReadingFindings *result);

/* The stable word of one finding ("high"), for storage and the wire; NULL for no single finding. */
const char *finding_word (guint finding);

G_END_DECLS
