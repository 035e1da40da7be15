/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue of reading validations, one row a finding. */
#include "server/engine/validation.h"

#define UNIT WH_PER_KWH
#define TODAY 1000

static const MeterRegister meter = {
    .meter_id = 1, .digits = 5, .multiplier_milli = 1000, .installed = { 0, DATE_NONE }
};
static const MeterRegister six_digits = {
    .meter_id = 1, .digits = 6, .multiplier_milli = 1000, .installed = { 0, DATE_NONE }
};
static const ValidationRule rule = { .high_percent = 300,
                                     .low_percent = 20,
                                     .high_least_wh = 50 * UNIT,
                                     .most_zeros = 2,
                                     .most_estimates = 2,
                                     .pattern_readings = 4 };

typedef struct {
    const char *name;
    gint64 previous_units; /* thirty days before; -1: none */
    gint64 units;
    gint64 average_wh; /* a day */
    gint64 contracted_w;
    guint findings;
    ReadingVerdict verdict;
} Row;

static const Row rows[] = {
    { "good", 1000, 1303, 10 * UNIT, 0, 0, VERDICT_ACCEPTED },
    { "first", -1, 17, 0, 0, 0, VERDICT_ACCEPTED },
    { "no-history", 1000, 1303, 0, 0, FINDING_NO_HISTORY, VERDICT_ACCEPTED },
    { "zero", 1000, 1000, 10 * UNIT, 0, FINDING_ZERO, VERDICT_ACCEPTED },
    { "high", 1000, 1901, 10 * UNIT, 0, FINDING_HIGH, VERDICT_HELD },
    { "just-not-high", 1000, 1900, 10 * UNIT, 0, 0, VERDICT_ACCEPTED },
    { "high-but-little", 1000, 1040, UNIT / 3, 0, 0, VERDICT_ACCEPTED },
    { "low", 1000, 1059, 10 * UNIT, 0, FINDING_LOW, VERDICT_HELD },
    { "just-not-low", 1000, 1060, 10 * UNIT, 0, 0, VERDICT_ACCEPTED },
    { "impossible", 1000, 1721, 20 * UNIT, 1000, FINDING_IMPOSSIBLE, VERDICT_HELD },
    { "just-possible", 1000, 1720, 20 * UNIT, 1000, 0, VERDICT_ACCEPTED },
    { "lower", 5000, 4900, 10 * UNIT, 0, FINDING_LOWER, VERDICT_HELD },
    { "rollover", 99900, 203, 10 * UNIT, 0, FINDING_ROLLOVER, VERDICT_HELD },
    { "rollover-by-load", 99900, 203, 0, 1000, FINDING_ROLLOVER | FINDING_NO_HISTORY,
      VERDICT_HELD },
    { "nines", -1, 99999, 0, 0, FINDING_SENTINEL, VERDICT_HELD },
    { "run-up", 12100, 12345, 10 * UNIT, 0, FINDING_SENTINEL, VERDICT_HELD },
    { "ones", -1, 11111, 0, 0, FINDING_SENTINEL, VERDICT_HELD },
    { "run-down", -1, 54321, 0, 0, FINDING_SENTINEL, VERDICT_HELD },
    { "no-sentinel", -1, 12346, 0, 0, 0, VERDICT_ACCEPTED },
    { "short-number", -1, 123, 0, 0, 0, VERDICT_ACCEPTED },
    { "too-many-digits", 1000, 100000, 10 * UNIT, 0, FINDING_TOO_MANY_DIGITS, VERDICT_REFUSED },
    { "negative", 1000, -2, 10 * UNIT, 0, FINDING_NEGATIVE, VERDICT_REFUSED },
};

static RegisterReading previous;

static ReadingCheck
make_check (gint64 previous_units, gint64 units)
{
    previous =
        (RegisterReading) { .meter_id = 1, .date = TODAY - 30, .value = previous_units * UNIT };
    return (ReadingCheck) {
        .meter = &meter,
        .reading = { .meter_id = 1, .date = TODAY, .value = units * UNIT },
        .previous = previous_units >= 0 ? &previous : NULL,
        .billed_to = TODAY - 30,
        .today = TODAY,
        .daily_average_wh = 10 * UNIT,
    };
}

static void
assert_findings (const ReadingCheck *check, guint findings, ReadingVerdict verdict)
{
    ReadingFindings result;

    reading_validate (check, &rule, &result);
    g_assert_cmphex (result.findings, ==, findings);
    g_assert_cmpint (result.verdict, ==, verdict);
}

static void
test_row (gconstpointer data)
{
    const Row *row = data;
    ReadingCheck check = make_check (row->previous_units, row->units);

    check.daily_average_wh = row->average_wh;
    check.contracted_w = row->contracted_w;
    assert_findings (&check, row->findings, row->verdict);
}

static void
test_days (void)
{
    ReadingCheck check = make_check (1000, 1303);

    check.reading.date = TODAY + 1;
    assert_findings (&check, FINDING_FUTURE, VERDICT_REFUSED);
    check.reading.date = TODAY - 30;
    assert_findings (&check, FINDING_BEFORE_BILLED | FINDING_DUPLICATE_DAY, VERDICT_REFUSED);
    check = make_check (1000, 1303);
    check.same_day = TRUE;
    assert_findings (&check, FINDING_DUPLICATE_DAY, VERDICT_REFUSED);
}

static void
test_prolonged (void)
{
    ReadingCheck check = make_check (1000, 1000);

    check.zeros_before = 2;
    assert_findings (&check, FINDING_PROLONGED_ZERO, VERDICT_HELD);
    check = make_check (1000, 1303);
    check.reading.estimated = TRUE;
    check.estimates_before = 1;
    assert_findings (&check, 0, VERDICT_ACCEPTED);
    check.estimates_before = 2;
    assert_findings (&check, FINDING_PROLONGED_ESTIMATE, VERDICT_HELD);
}

static void
test_reader_pattern (void)
{
    const gint64 alike[] = { 41 * UNIT, 503 * UNIT, 13 * UNIT, 93 * UNIT };
    const gint64 unlike[] = { 503 * UNIT, 12 * UNIT, 93 * UNIT };
    ReadingCheck check = make_check (1000, 1303);

    check.reader_values = alike;
    check.n_reader_values = 4;
    assert_findings (&check, FINDING_READER_PATTERN, VERDICT_HELD);
    check.reader_values = unlike;
    check.n_reader_values = 3;
    assert_findings (&check, 0, VERDICT_ACCEPTED);
    check.n_reader_values = 2;
    assert_findings (&check, 0, VERDICT_ACCEPTED);
}

static void
test_confirmed_rollover (void)
{
    ReadingCheck check = make_check (999900, 203);
    ReadingFindings result;

    check.meter = &six_digits;
    check.reading.rollover = TRUE;
    reading_validate (&check, &rule, &result);
    g_assert_cmphex (result.findings, ==, 0);
    g_assert_cmpint (result.quantity, ==, 303 * UNIT);
    g_assert_cmpint (result.expected_wh, ==, 300 * UNIT);
}

static void
test_words (void)
{
    for (guint i = 0; i < FINDING_N; i++)
        g_assert_nonnull (finding_word (1u << i));
    g_assert_cmpstr (finding_word (FINDING_HIGH), ==, "high");
    g_assert_cmpstr (finding_word (FINDING_NO_HISTORY), ==, "no_history");
    g_assert_null (finding_word (1u << FINDING_N));
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autofree char *path = g_strconcat ("/engine/validation/", rows[i].name, NULL);
        g_test_add_data_func (path, &rows[i], test_row);
    }
    g_test_add_func ("/engine/validation/days", test_days);
    g_test_add_func ("/engine/validation/prolonged", test_prolonged);
    g_test_add_func ("/engine/validation/reader-pattern", test_reader_pattern);
    g_test_add_func ("/engine/validation/confirmed-rollover", test_confirmed_rollover);
    g_test_add_func ("/engine/validation/words", test_words);
    return g_test_run ();
}
