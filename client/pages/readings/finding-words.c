/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings in words. */
#include "client/pages/readings/finding-words.h"

#include "common/base/language.h"

static const struct {
    const char *finding;
    const char *label; /* message id */
} words[] = {
    { "lower", N_ ("lower than before") },
    { "rollover", N_ ("passed its last number?") },
    { "high", N_ ("far more than usual") },
    { "low", N_ ("far less than usual") },
    { "zero", N_ ("nothing drawn") },
    { "prolonged_zero", N_ ("nothing drawn for long") },
    { "impossible", N_ ("more than the load allows") },
    { "sentinel", N_ ("a number typed only to get on?") },
    { "prolonged_estimate", N_ ("estimated too often") },
    { "reader_pattern", N_ ("always the same last digit") },
    { "no_history", N_ ("nothing to compare with") },
    { "duplicate_day", N_ ("read twice on one day") },
};

static const char *
word_of (const char *finding)
{
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        if (g_str_equal (words[i].finding, finding))
            return tr (words[i].label);
    return finding;
}

char *
finding_words (char *const *findings)
{
    GString *text = g_string_new (NULL);

    for (guint i = 0; findings != NULL && findings[i] != NULL; i++) {
        if (i > 0)
            g_string_append (text, " · ");
        g_string_append (text, word_of (findings[i]));
    }
    return g_string_free (text, FALSE);
}
