/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each check of the catalogue answers with its finding or nothing. */
#include "server/engine/validation.h"

#define HOURS_PER_DAY 24
#define PERCENT 100
#define SENTINEL_LEAST_DIGITS 4
/* Without an average or a contracted load, a rollover is likely when it needs less than this part
 * of the register. */
#define LIKELY_PART 10

static const char *const words[FINDING_N] = {
    "negative",
    "too_many_digits",
    "future",
    "before_billed",
    "duplicate_day",
    "lower",
    "rollover",
    "impossible",
    "high",
    "low",
    "prolonged_zero",
    "sentinel",
    "prolonged_estimate",
    "reader_pattern",
    "zero",
    "no_history",
};

const char *
finding_word (guint finding)
{
    for (guint i = 0; i < FINDING_N; i++)
        if (finding == 1u << i)
            return words[i];
    return NULL;
}

static guint
check_form (const ReadingCheck *check)
{
    const RegisterReading *reading = &check->reading;
    guint findings = 0;

    if (reading->value < 0)
        findings |= FINDING_NEGATIVE;
    if (reading->value >= register_full_scale (check->meter->digits))
        findings |= FINDING_TOO_MANY_DIGITS;
    if (reading->date > check->today)
        findings |= FINDING_FUTURE;
    if (check->billed_to != DATE_NONE && reading->date <= check->billed_to)
        findings |= FINDING_BEFORE_BILLED;
    if (check->same_day || (check->previous != NULL && check->previous->date == reading->date))
        findings |= FINDING_DUPLICATE_DAY;
    return findings;
}

static int
days_since (const ReadingCheck *check)
{
    return MAX (check->reading.date - check->previous->date, 1);
}

/* What the register moved, multiplied; -1 when that is no number. */
static gint64
moved (const ReadingCheck *check, gboolean rollover)
{
    gint64 end = check->reading.value;
    gint64 quantity;

    if (rollover)
        end += register_full_scale (check->meter->digits);
    if (end < check->previous->value ||
        !rounding_divide ((Wide)(end - check->previous->value) * check->meter->multiplier_milli,
                          1000, ROUNDING_DOWN, &quantity))
        return -1;
    return quantity;
}

/* The most the contracted load could have drawn; 0 when it is not known. */
static gint64
possible_wh (const ReadingCheck *check)
{
    gint64 possible;

    if (check->contracted_w <= 0 ||
        __builtin_mul_overflow (check->contracted_w, (gint64)days_since (check) * HOURS_PER_DAY,
                                &possible))
        return 0;
    return possible;
}

static gboolean
is_high (const ReadingFindings *result, const ValidationRule *rule)
{
    return result->expected_wh > 0 && result->quantity >= rule->high_least_wh &&
           (Wide)result->quantity * PERCENT > (Wide)result->expected_wh * rule->high_percent;
}

static gboolean
is_likely_rollover (const ReadingCheck *check, const ValidationRule *rule,
                    const ReadingFindings *result)
{
    gint64 possible = possible_wh (check);

    if (result->quantity < 0)
        return FALSE;
    if (possible > 0)
        return result->quantity <= possible;
    if (result->expected_wh > 0)
        return !is_high (result, rule);
    return check->reading.value + register_full_scale (check->meter->digits) -
               check->previous->value <
           register_full_scale (check->meter->digits) / LIKELY_PART;
}

/* Fills in the quantity; a confirmed rollover is taken at its word. */
static guint
check_direction (const ReadingCheck *check, const ValidationRule *rule, ReadingFindings *result)
{
    if (check->reading.rollover || check->reading.value >= check->previous->value) {
        result->quantity = moved (check, check->reading.rollover);
        return 0;
    }
    result->quantity = moved (check, TRUE);
    if (is_likely_rollover (check, rule, result))
        return FINDING_ROLLOVER;
    result->quantity = 0;
    return FINDING_LOWER;
}

static guint
check_quantity (const ReadingCheck *check, const ValidationRule *rule,
                const ReadingFindings *result)
{
    gint64 possible = possible_wh (check);
    guint findings = 0;

    if (possible > 0 && result->quantity > possible)
        findings |= FINDING_IMPOSSIBLE;
    if (result->quantity == 0)
        return findings |
               (check->zeros_before >= rule->most_zeros ? FINDING_PROLONGED_ZERO : FINDING_ZERO);
    if (result->expected_wh == 0)
        return findings | FINDING_NO_HISTORY;
    if (is_high (result, rule))
        findings |= FINDING_HIGH;
    if ((Wide)result->quantity * PERCENT < (Wide)result->expected_wh * rule->low_percent)
        findings |= FINDING_LOW;
    return findings;
}

/* All nines, one digit over and over, or a run like 12345. */
static gboolean
is_sentinel (gint64 value, guint digits)
{
    gint64 units = value / WH_PER_KWH;
    int step = 0;
    guint n = 1;

    if (value % WH_PER_KWH != 0 || units <= 0)
        return FALSE;
    for (gint64 rest = units; rest >= 10; rest /= 10) {
        int found = (int)(rest / 10 % 10 - rest % 10);

        if (n > 1 && found != step)
            return FALSE;
        step = found;
        n++;
    }
    return n >= MIN (SENTINEL_LEAST_DIGITS, digits) && (step == 0 || step == -1 || step == 1);
}

/* A reader who makes numbers up likes one last digit. */
static gboolean
is_reader_pattern (const ReadingCheck *check, const ValidationRule *rule)
{
    guint wanted = rule->pattern_readings;
    gint64 digit = check->reading.value / WH_PER_KWH % 10;

    if (wanted < 2 || check->n_reader_values + 1 < wanted)
        return FALSE;
    for (guint i = check->n_reader_values + 1 - wanted; i < check->n_reader_values; i++)
        if (check->reader_values[i] / WH_PER_KWH % 10 != digit)
            return FALSE;
    return TRUE;
}

static guint
check_manner (const ReadingCheck *check, const ValidationRule *rule)
{
    guint findings = 0;

    if (check->reading.estimated)
        return check->estimates_before >= rule->most_estimates ? FINDING_PROLONGED_ESTIMATE : 0;
    if (is_sentinel (check->reading.value, check->meter->digits))
        findings |= FINDING_SENTINEL;
    if (is_reader_pattern (check, rule))
        findings |= FINDING_READER_PATTERN;
    return findings;
}

static ReadingVerdict
verdict_of (guint findings)
{
    if ((findings & FINDINGS_REFUSED) != 0)
        return VERDICT_REFUSED;
    return (findings & ~(guint)FINDINGS_HARMLESS) != 0 ? VERDICT_HELD : VERDICT_ACCEPTED;
}

void
reading_validate (const ReadingCheck *check, const ValidationRule *rule, ReadingFindings *result)
{
    *result = (ReadingFindings) { .findings = check_form (check) };
    if ((result->findings & FINDINGS_REFUSED) == 0) {
        result->findings |= check_manner (check, rule);
        if (check->previous != NULL && check->meter->register_class != REGISTER_DEMAND) {
            result->expected_wh = check->daily_average_wh * days_since (check);
            result->findings |= check_direction (check, rule, result);
            if ((result->findings & FINDING_LOWER) == 0)
                result->findings |= check_quantity (check, rule, result);
        }
    }
    result->verdict = verdict_of (result->findings);
}
