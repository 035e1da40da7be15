/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money: a signed 64-bit count of the currency's minor unit.  No floating point ever touches it. */
#pragma once

#include "common/base/error.h"
#include "common/base/rounding.h"

G_BEGIN_DECLS

/* What is true about a currency; the table holds the currencies of the Arab world (ISO 4217). */
typedef struct {
    const char *code;       /* "YER" */
    guint scale;            /* decimals of the minor unit: YER 2, KWD 3 */
    gint64 cash_unit_minor; /* smallest sum that is paid: YER 100, SAR 1 */
    const char *symbol;     /* message id of the short name on screens and bills */
    const char *name;       /* message id of the full name */
} Currency;

/* The currency with this ISO code, or NULL. */
const Currency *currency_find (const char *code);
const Currency *currency_list (guint *n);

/* 10 ^ scale. */
gint64 currency_factor (const Currency *currency);

/* Checked sums: FALSE, with *result untouched, when 64 bits do not hold the answer. */
gboolean money_add (gint64 a_minor, gint64 b_minor, gint64 *result);
gboolean money_subtract (gint64 a_minor, gint64 b_minor, gint64 *result);

/* amount = energy × rate, rounded to the minor unit: the rate is millionths of the currency's main
 * unit per kWh (0.18 SAR = 180 000).  FALSE when it does not fit 64 bits. */
gboolean money_from_energy (gint64 energy_wh, gint64 rate_micro_per_kwh, const Currency *currency,
                            Rounding rounding, gint64 *amount_minor);

/* @amount × @basis_points ÷ 10 000. */
gboolean money_percentage (gint64 amount_minor, gint64 basis_points, Rounding rounding,
                           gint64 *result);

/* "1,234.50" with the currency's decimals, grouped, minus sign first, Western digits, no name and
 * no isolates (text_isolate() is for the caller who puts it into Arabic text). */
char *money_format (gint64 amount_minor, const Currency *currency);

/* The same without grouping, for CSV and wire text: "1234.50". */
char *money_format_plain (gint64 amount_minor, const Currency *currency);

/* Reads what a person types: Arabic-Indic or Western digits, «٫» or «.», «٬» or «,» as grouping,
 * directional marks ignored, at most the currency's decimals.
 * Errors: INVALID_VALUE, OUT_OF_RANGE. */
gboolean money_parse (const char *text, const Currency *currency, gint64 *amount_minor,
                      GError **error);

G_END_DECLS
