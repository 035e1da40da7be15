/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place where anything is rounded. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef __int128 Wide;

typedef enum {
    ROUNDING_HALF_UP,   /* half away from zero, what a bill shows */
    ROUNDING_HALF_EVEN, /* bankers' */
    ROUNDING_DOWN,      /* towards zero */
    ROUNDING_UP,        /* away from zero */
} Rounding;

/* @numerator ÷ @denominator (> 0) rounded to a whole number; FALSE when it does not fit 64 bits. */
gboolean rounding_divide (Wide numerator, Wide denominator, Rounding rounding, gint64 *result);

/* @value rounded to a multiple of @unit (> 0). */
gboolean rounding_to_unit (gint64 value, gint64 unit, Rounding rounding, gint64 *result);

/* Splits @total into @n parts proportional to @weights (≥ 0, Σ > 0) by largest remainder, the
 * earliest part winning a tie, so that Σ parts = @total exactly. */
gboolean rounding_split (gint64 total, const gint64 *weights, guint n, gint64 *parts);

G_END_DECLS
