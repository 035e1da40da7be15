/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a clerk types into the one search box, understood: words of a name, or a number. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SEARCH_MAX_TOKENS 2

typedef enum { SEARCH_NOTHING, SEARCH_WORDS, SEARCH_NUMBER } SearchKind;

typedef struct {
    SearchKind kind;
    char **tokens; /* what names are found by (customer_tokens), one or two: a word, two words, or
                      of the three longest words the longest with each of the others */
    char *number;  /* digits, letters and hyphens as typed, without spaces */
} SearchText;

/* Understands @typed; direction marks and Eastern digits are no matter. */
SearchText *search_text_new (const char *typed);
void search_text_free (SearchText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SearchText, search_text_free)

G_END_DECLS
