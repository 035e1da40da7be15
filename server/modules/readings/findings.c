/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sentence for each finding: what is odd, against what, and what to do. */
#include "server/modules/readings/findings.h"

#include "common/base/language.h"
#include "common/base/quantity.h"
#include "common/base/text.h"

/* The sentences with no numbers of their own. */
static const struct {
    guint finding;
    const char *sentence; /* message id */
} sentences[] = {
    { FINDING_ROLLOVER,
      N_ ("Lower than the last reading: it looks as if the meter passed its last number; confirm "
          "the rollover.") },
    { FINDING_PROLONGED_ZERO,
      N_ ("Nothing was drawn for several readings; check whether the place is empty or the meter "
          "stands still.") },
    { FINDING_SENTINEL,
      N_ ("This looks like a number typed only to get on; read the meter again.") },
    { FINDING_PROLONGED_ESTIMATE,
      N_ ("Too many estimates in a row; the meter must be read this time.") },
    { FINDING_READER_PATTERN,
      N_ ("The reader's last readings all end in the same digit; check some of them.") },
    { FINDING_ZERO, N_ ("Nothing was drawn since the last reading.") },
    { FINDING_NO_HISTORY, N_ ("There is no earlier consumption to compare with.") },
};

char **
findings_words (guint findings)
{
    g_autoptr (GPtrArray) words = g_ptr_array_new ();

    for (guint i = 0; i < FINDING_N; i++) {
        if ((findings & (1u << i)) != 0) {
            g_ptr_array_add (words, g_strdup (finding_word (1u << i)));
        }
    }
    g_ptr_array_add (words, NULL);
    return (char **)g_ptr_array_free (g_steal_pointer (&words), FALSE);
}

static char *
kwh (gint64 energy_wh)
{
    g_autofree char *number = energy_format_kwh (energy_wh);

    return text_isolate (number);
}

static char *
compared (const char *sentence, gint64 first_wh, gint64 second_wh)
{
    g_autofree char *first = kwh (first_wh);
    g_autofree char *second = kwh (second_wh);

    return g_strdup_printf (tr (sentence), first, second);
}

static void
add_compared (GPtrArray *messages, const ReadingCheck *check, const ReadingFindings *result)
{
    guint findings = result->findings;

    if ((findings & FINDING_LOWER) != 0) {
        g_ptr_array_add (messages,
                         compared (N_ ("%s is lower than the last reading, %s; read it again."),
                                   check->reading.value, check->previous->value));
    }
    if ((findings & FINDING_HIGH) != 0) {
        g_ptr_array_add (messages, compared (N_ ("%s kWh is far more than the %s kWh expected."),
                                             result->quantity, result->expected_wh));
    }
    if ((findings & FINDING_LOW) != 0) {
        g_ptr_array_add (messages, compared (N_ ("%s kWh is far less than the %s kWh expected."),
                                             result->quantity, result->expected_wh));
    }
    if ((findings & FINDING_IMPOSSIBLE) != 0) {
        g_ptr_array_add (
            messages,
            compared (N_ ("%s kWh cannot be drawn with a contracted load of %s kW in this time."),
                      result->quantity, check->contracted_w));
    }
}

char **
findings_messages (const ReadingCheck *check, const ReadingFindings *result)
{
    g_autoptr (GPtrArray) messages = g_ptr_array_new ();

    add_compared (messages, check, result);
    for (guint i = 0; i < G_N_ELEMENTS (sentences); i++) {
        if ((result->findings & sentences[i].finding) != 0) {
            g_ptr_array_add (messages, g_strdup (tr (sentences[i].sentence)));
        }
    }
    g_ptr_array_add (messages, NULL);
    return (char **)g_ptr_array_free (g_steal_pointer (&messages), FALSE);
}

gboolean
findings_refuse (const ReadingCheck *check, const ReadingFindings *result, GError **error)
{
    g_autofree char *day = date_format (check->reading.date);
    g_autofree char *billed = date_format (check->billed_to);

    if ((result->findings & FINDING_FUTURE) != 0) {
        return refuse (error, SIRAJ_ERROR_DATE_IN_FUTURE, "read_on",
                       "%s lies in the future; give the day on which the meter was read.", day);
    }
    if ((result->findings & FINDING_BEFORE_BILLED) != 0) {
        return refuse (error, SIRAJ_ERROR_ALREADY_BILLED, "read_on",
                       "The meter is billed up to %s; a reading of %s can only correct the bill.",
                       billed, day);
    }
    if ((result->findings & FINDING_DUPLICATE_DAY) != 0) {
        return refuse (error, SIRAJ_ERROR_ALREADY_READ, "read_on",
                       "There is a reading of %s already; reject it in the review first.", day);
    }
    if ((result->findings & FINDING_TOO_MANY_DIGITS) != 0) {
        return refuse (error, SIRAJ_ERROR_READING_TOO_LONG, "value",
                       "The meter has only %u digits; read it again.", check->meter->digits);
    }
    return refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, "value", "A reading is never negative.");
}
