/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists behind the demonstration, and the choice among them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    WORDS_MALE,
    WORDS_FEMALE,
    WORDS_FAMILY,
    WORDS_DISTRICTS,
    WORDS_VILLAGES,
    WORDS_STREETS,
    WORDS_LANDMARKS,
    WORDS_SHOPS,
    WORDS_BRANDS,
    WORDS_FACTORIES,
    WORDS_OFFICES,
    N_WORDS,
} WordList;

/* A generator of numbers that gives the same ones for a seed on every machine. */
typedef struct {
    guint64 state;
} Dice;

Dice dice_new (guint64 seed);
/* From @low to @high, both included. */
gint64 dice_range (Dice *dice, gint64 low, gint64 high);
/* TRUE @per_mille times in a thousand. */
gboolean dice_chance (Dice *dice, int per_mille);

/* One of a list. Borrowed. */
const char *words_choose (WordList list, Dice *dice);

/* data/demo/utility.ini. */
GKeyFile *words_utility (void);
/* A word of its group [words]. Borrowed for the life of the program. */
const char *words_of_utility (const char *key);

/* The text of a resource below the program's prefix ("tariffs/…"). */
GBytes *words_resource (const char *path);

G_END_DECLS
