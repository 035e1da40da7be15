/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fixed-point decimals as text, and the quantities that are written with them. */
#include "common/base/quantity.h"

#include "common/base/text.h"

#include <string.h>

#define MAX_SCALE 18
#define ARABIC_DECIMAL "\331\253"   /* U+066B */
#define ARABIC_THOUSANDS "\331\254" /* U+066C */
#define MINUS_SIGN "\342\210\222"   /* U+2212 */

#define KWH_SCALE 3
#define RATE_SCALE 6
#define PERCENT_SCALE 2

/* The digits of a decimal while they are read. */
typedef struct {
    gint64 value; /* with the sign, because the lowest number has no positive twin */
    int sign;
    guint whole;    /* digits before the point */
    guint group;    /* digits since the last grouping mark */
    guint decimals; /* digits after the point */
    gboolean grouped;
    gboolean fraction; /* the point was seen */
    gboolean overflow;
} Reading;

char *
decimal_format (gint64 value, guint scale, guint min_decimals, gboolean grouped)
{
    g_return_val_if_fail (scale <= MAX_SCALE && min_decimals <= scale, NULL);

    /* 19 digits, 6 grouping marks, point, sign and end fit with room to spare. */
    char buffer[64];
    char *at = buffer + sizeof buffer - 1;
    guint64 rest = value < 0 ? -(guint64)value : (guint64)value;

    *at = '\0';
    for (guint i = scale; i > 0; i--) {
        guint digit = rest % 10;
        rest /= 10;
        if (digit != 0 || *at != '\0' || i <= min_decimals)
            *--at = (char)('0' + digit);
    }
    if (*at != '\0')
        *--at = '.';
    guint n = 0;
    do {
        if (grouped && n > 0 && n % 3 == 0)
            *--at = ',';
        *--at = (char)('0' + rest % 10);
        rest /= 10;
        n++;
    } while (rest != 0);
    if (value < 0)
        *--at = '-';
    return g_strdup (at);
}

/* The length of the mark at @text when it is one of the two spellings, otherwise 0. */
static gsize
mark_length (const char *text, char western, const char *eastern)
{
    if (*text == western)
        return 1;
    return g_str_has_prefix (text, eastern) ? strlen (eastern) : 0;
}

static gsize
read_sign (const char *text, int *sign)
{
    gsize minus = mark_length (text, '-', MINUS_SIGN);
    *sign = minus > 0 ? -1 : 1;
    return minus > 0 ? minus : *text == '+';
}

static void
read_digit (Reading *reading, int digit)
{
    if (reading->fraction)
        reading->decimals++;
    else
        reading->whole++;
    reading->group++;
    if (__builtin_mul_overflow (reading->value, 10, &reading->value) ||
        __builtin_add_overflow (reading->value, reading->sign * digit, &reading->value))
        reading->overflow = TRUE;
}

/* A group is one to three digits at the front and three everywhere else: "1,5" is a mistake, not
 * fifteen. */
static gboolean
end_group (const Reading *reading)
{
    if (reading->grouped)
        return reading->group == 3;
    return reading->group >= 1 && reading->group <= 3;
}

/* Reads one mark or digit and moves on; FALSE when it cannot stand there. */
static gboolean
read_one (const char **at, Reading *reading)
{
    if (g_ascii_isdigit (**at)) {
        read_digit (reading, **at - '0');
        *at += 1;
        return TRUE;
    }
    gsize thousands = mark_length (*at, ',', ARABIC_THOUSANDS);
    gsize point = mark_length (*at, '.', ARABIC_DECIMAL);
    if (reading->fraction || (thousands == 0 && point == 0))
        return FALSE;
    if ((thousands > 0 || reading->grouped) && !end_group (reading))
        return FALSE;
    reading->group = 0;
    reading->grouped = thousands > 0;
    reading->fraction = point > 0;
    *at += thousands + point;
    return TRUE;
}

static gboolean
read_number (const char *text, Reading *reading)
{
    const char *at = text + read_sign (text, &reading->sign);

    while (*at != '\0') {
        if (!read_one (&at, reading))
            return FALSE;
    }
    if (reading->fraction)
        return reading->decimals > 0;
    return reading->whole > 0 && (!reading->grouped || reading->group == 3);
}

/* Brings the digits read to the scale asked for. */
static gboolean
scale_up (Reading *reading, guint scale)
{
    while (!reading->overflow && reading->decimals < scale) {
        reading->overflow = __builtin_mul_overflow (reading->value, 10, &reading->value);
        reading->decimals++;
    }
    return !reading->overflow;
}

gboolean
decimal_parse (const char *text, guint scale, gint64 *value, GError **error)
{
    g_return_val_if_fail (scale <= MAX_SCALE, FALSE);

    g_autofree char *clean = text_clean_number (text);
    Reading reading = { .sign = 1 };

    if (*clean == '\0')
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, NULL, "A number is missing: enter one");
    if (!read_number (clean, &reading))
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                       "“%s” is not a number: write it like 1,234.50", clean);
    if (reading.decimals > scale)
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                       "“%s” has too many decimals: at most %u are allowed", clean, scale);
    /* The lowest 64-bit number stands for "no value" in records. */
    if (!scale_up (&reading, scale) || reading.value == G_MININT64)
        return refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, NULL,
                       "“%s” is too large: enter a smaller number", clean);
    *value = reading.value;
    return TRUE;
}

char *
energy_format_kwh (gint64 energy_wh)
{
    return decimal_format (energy_wh, KWH_SCALE, 0, TRUE);
}

char *
rate_format (gint64 rate_micro)
{
    return decimal_format (rate_micro, RATE_SCALE, 0, TRUE);
}

char *
percent_format (gint64 basis_points)
{
    return decimal_format (basis_points, PERCENT_SCALE, 0, TRUE);
}
