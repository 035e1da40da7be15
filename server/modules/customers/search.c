/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes the text of the search box apart. */
#include "server/modules/customers/search.h"

#include "common/base/text.h"

#include <string.h>

static int
compare_length (gconstpointer a, gconstpointer b)
{
    return (int)strlen (*(char *const *)b) - (int)strlen (*(char *const *)a);
}

static char **
longest_words (const char *typed)
{
    g_auto (GStrv) tokens = text_tokens (typed);
    guint n = g_strv_length (tokens);
    GPtrArray *words = g_ptr_array_new ();

    qsort (tokens, n, sizeof *tokens, compare_length);
    for (guint i = 0; i < n && words->len < SEARCH_MAX_WORDS; i++) {
        g_ptr_array_add (words, g_strdup (tokens[i]));
    }
    g_ptr_array_add (words, NULL);
    return (char **)g_ptr_array_free (words, FALSE);
}

static char *
without_spaces (const char *cleaned)
{
    GString *out = g_string_new (NULL);

    for (const char *p = cleaned; *p != '\0'; p++) {
        if (!g_ascii_isspace (*p)) {
            g_string_append_c (out, g_ascii_toupper (*p));
        }
    }
    return g_string_free (out, FALSE);
}

/* A number has a digit and nothing that is not ASCII: 771234567, INV-2025-01-0000123, +967… */
static gboolean
looks_like_number (const char *cleaned)
{
    gboolean digit = FALSE;

    for (const char *p = cleaned; *p != '\0'; p++) {
        if ((guchar)*p >= 0x80) {
            return FALSE;
        }
        digit |= g_ascii_isdigit (*p);
    }
    return digit;
}

SearchText *
search_text_new (const char *typed, const char *country_prefix)
{
    SearchText *self = g_new0 (SearchText, 1);
    g_autofree char *cleaned = text_clean_number (typed);

    if (looks_like_number (cleaned)) {
        self->kind = SEARCH_NUMBER;
        self->number = without_spaces (cleaned);
        text_parse_mobile (cleaned, country_prefix, &self->mobile, NULL);
        return self;
    }
    self->words = longest_words (typed);
    self->kind = self->words[0] != NULL ? SEARCH_WORDS : SEARCH_NOTHING;
    return self;
}

void
search_text_free (SearchText *self)
{
    if (self == NULL) {
        return;
    }
    g_strfreev (self->words);
    g_free (self->number);
    g_free (self->mobile);
    g_free (self);
}
