/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place where anything is rounded. */
#include "common/base/rounding.h"

/* What a part is owed beyond its whole units, for the largest-remainder method. */
typedef struct {
    Wide remainder;
    guint index;
} Claim;

static gboolean
fits_int64 (Wide value)
{
    return value >= G_MININT64 && value <= G_MAXINT64;
}

/* Whether a positive quotient with this remainder goes one up. */
static gboolean
rounds_up (Wide quotient, Wide remainder, Wide denominator, Rounding rounding)
{
    if (remainder == 0)
        return FALSE;
    /* Compared as remainder against the rest, because twice the remainder may not fit. */
    Wide rest = denominator - remainder;
    switch (rounding) {
    case ROUNDING_HALF_UP:
        return remainder >= rest;
    case ROUNDING_HALF_EVEN:
        return remainder > rest || (remainder == rest && quotient % 2 != 0);
    case ROUNDING_DOWN:
        return FALSE;
    case ROUNDING_UP:
        return TRUE;
    }
    g_return_val_if_reached (FALSE);
}

/* Most quotients of a bill fit 64 bits, where the processor divides ten times as fast. */
static void
divide (Wide numerator, Wide denominator, Wide *quotient, Wide *remainder)
{
    if (fits_int64 (numerator) && fits_int64 (denominator)) {
        *quotient = (gint64)numerator / (gint64)denominator;
        *remainder = (gint64)numerator % (gint64)denominator;
        return;
    }
    *quotient = numerator / denominator;
    *remainder = numerator % denominator;
}

gboolean
rounding_divide (Wide numerator, Wide denominator, Rounding rounding, gint64 *result)
{
    g_return_val_if_fail (denominator > 0, FALSE);

    /* C divides towards zero, so quotient and remainder carry the sign of the numerator. */
    Wide quotient;
    Wide remainder;
    divide (numerator, denominator, &quotient, &remainder);
    gboolean negative = numerator < 0;

    if (!fits_int64 (quotient))
        return FALSE;
    if (rounds_up (quotient, negative ? -remainder : remainder, denominator, rounding))
        quotient += negative ? -1 : 1;
    if (!fits_int64 (quotient))
        return FALSE;
    *result = (gint64)quotient;
    return TRUE;
}

gboolean
rounding_to_unit (gint64 value, gint64 unit, Rounding rounding, gint64 *result)
{
    gint64 units;
    gint64 rounded;

    if (!rounding_divide (value, unit, rounding, &units))
        return FALSE;
    if (__builtin_mul_overflow (units, unit, &rounded))
        return FALSE;
    *result = rounded;
    return TRUE;
}

/* The sum of the weights, 0 when there is no usable one. */
static Wide
sum_weights (const gint64 *weights, guint n)
{
    Wide sum = 0;

    for (guint i = 0; i < n; i++) {
        if (weights[i] < 0)
            return 0;
        sum += weights[i];
    }
    return sum;
}

static int
compare_claims (gconstpointer a, gconstpointer b, gpointer unused)
{
    const Claim *first = a;
    const Claim *second = b;

    if (first->remainder != second->remainder)
        return first->remainder > second->remainder ? -1 : 1;
    return first->index < second->index ? -1 : 1;
}

gboolean
rounding_split (gint64 total, const gint64 *weights, guint n, gint64 *parts)
{
    Wide sum = sum_weights (weights, n);
    if (sum <= 0)
        return FALSE;

    g_autofree Claim *claims = g_new (Claim, n);
    int sign = total < 0 ? -1 : 1;
    Wide magnitude = (Wide)total * sign;
    Wide left = magnitude;

    for (guint i = 0; i < n; i++) {
        Wide share = magnitude * weights[i];
        claims[i] = (Claim) { .remainder = share % sum, .index = i };
        parts[i] = (gint64)(share / sum * sign);
        left -= share / sum;
    }
    g_qsort_with_data (claims, (int)n, sizeof *claims, compare_claims, NULL);
    for (guint i = 0; i < left; i++)
        parts[claims[i].index] += sign;
    return TRUE;
}
