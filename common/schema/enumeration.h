/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An enumeration: numbers in memory, stable words on the wire and in the database, labels on
 * screen. */
#pragma once

#include "common/base/error.h"
#include "common/base/language.h"

G_BEGIN_DECLS

typedef struct {
    int value;
    const char *word;  /* on the wire and in the database */
    const char *label; /* message id */
} EnumerationValue;

typedef struct {
    const char *name;
    const EnumerationValue *values;
    guint n_values;
} Enumeration;

#define ENUMERATION_DEFINE(symbol, wire_name, ...)                                                 \
    static const EnumerationValue symbol##_values[] = { __VA_ARGS__ };                             \
    const Enumeration symbol = { wire_name, symbol##_values, G_N_ELEMENTS (symbol##_values) }

/* The word of @value; asserts that it is one of the enumeration. */
const char *enumeration_word (const Enumeration *enumeration, int value);
/* The label in the language of the thread. */
const char *enumeration_label (const Enumeration *enumeration, int value);
/* FALSE without an error when the word is unknown. */
gboolean enumeration_find (const Enumeration *enumeration, const char *word, int *value);
/* Error INVALID_VALUE that lists the words allowed. */
gboolean enumeration_parse (const Enumeration *enumeration, const char *word, int *value,
                            GError **error);

G_END_DECLS
