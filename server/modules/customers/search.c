/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes the text of the search box apart. */
#include "server/modules/customers/search.h"

#include "common/base/text.h"

#include <string.h>

#define MAX_WORDS 3

static int
compare_length (gconstpointer a, gconstpointer b)
{
    return (int)strlen (*(char *const *)b) - (int)strlen (*(char *const *)a);
}

/* The longest first: they are the rarest, so their lists are the shortest. */
static GPtrArray *
longest_words (char **typed)
{
    GPtrArray *words = g_ptr_array_new ();

    qsort (typed, g_strv_length (typed), sizeof *typed, compare_length);
    for (char **word = typed; *word != NULL && words->len < MAX_WORDS; word++) {
        if (**word != '\0' && !g_ptr_array_find_with_equal_func (words, *word, g_str_equal, NULL)) {
            g_ptr_array_add (words, *word);
        }
    }
    return words;
}

/* Two words as search_tokens() of the database puts them together. */
static char *
pair_of (const char *a, const char *b)
{
    return strcmp (a, b) < 0 ? g_strjoin (" ", a, b, NULL) : g_strjoin (" ", b, a, NULL);
}

static char **
tokens_of (const char *typed)
{
    g_auto (GStrv) folded = text_tokens (typed);
    g_autoptr (GPtrArray) words = longest_words (folded);
    char **tokens = g_new0 (char *, SEARCH_MAX_TOKENS + 1);

    if (words->len == 1) {
        tokens[0] = g_strdup (words->pdata[0]);
    }
    for (guint i = 1; i < words->len; i++) {
        tokens[i - 1] = pair_of (words->pdata[0], words->pdata[i]);
    }
    return tokens;
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
search_text_new (const char *typed)
{
    SearchText *self = g_new0 (SearchText, 1);
    g_autofree char *cleaned = text_clean_number (typed);

    if (looks_like_number (cleaned)) {
        self->kind = SEARCH_NUMBER;
        self->number = without_spaces (cleaned);
        return self;
    }
    self->tokens = tokens_of (typed);
    self->kind = self->tokens[0] != NULL ? SEARCH_WORDS : SEARCH_NOTHING;
    return self;
}

void
search_text_free (SearchText *self)
{
    if (self == NULL) {
        return;
    }
    g_strfreev (self->tokens);
    g_free (self->number);
    g_free (self);
}
