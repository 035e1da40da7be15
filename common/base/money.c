/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of currencies and the arithmetic of money. */
#include "common/base/money.h"

#include "common/base/language.h"
#include "common/base/quantity.h"

/* Scales are those of ISO 4217.  The cash unit is 1 where the coins of the minor unit are really
 * handed over or sums are paid by card, and otherwise the smallest coin or note in daily use: a
 * whole unit in YER, SYP, DZD, SDG and SOS, 1 khoums (a fifth) in MRU, 250 dinars in IQD, 1,000
 * pounds in LBP.  A company may set another. */
static const Currency currencies[] = {
    { "AED", 2, 1, N_ ("AED"), N_ ("UAE dirham") },
    { "BHD", 3, 1, N_ ("BHD"), N_ ("Bahraini dinar") },
    { "DJF", 0, 1, N_ ("DJF"), N_ ("Djiboutian franc") },
    { "DZD", 2, 100, N_ ("DZD"), N_ ("Algerian dinar") },
    { "EGP", 2, 1, N_ ("EGP"), N_ ("Egyptian pound") },
    { "IQD", 3, 250000, N_ ("IQD"), N_ ("Iraqi dinar") },
    { "JOD", 3, 1, N_ ("JOD"), N_ ("Jordanian dinar") },
    { "KMF", 0, 1, N_ ("KMF"), N_ ("Comorian franc") },
    { "KWD", 3, 1, N_ ("KWD"), N_ ("Kuwaiti dinar") },
    { "LBP", 2, 100000, N_ ("LBP"), N_ ("Lebanese pound") },
    { "LYD", 3, 1, N_ ("LYD"), N_ ("Libyan dinar") },
    { "MAD", 2, 1, N_ ("MAD"), N_ ("Moroccan dirham") },
    { "MRU", 2, 20, N_ ("MRU"), N_ ("Mauritanian ouguiya") },
    { "OMR", 3, 1, N_ ("OMR"), N_ ("Omani rial") },
    { "QAR", 2, 1, N_ ("QAR"), N_ ("Qatari riyal") },
    { "SAR", 2, 1, N_ ("SAR"), N_ ("Saudi riyal") },
    { "SDG", 2, 100, N_ ("SDG"), N_ ("Sudanese pound") },
    { "SOS", 2, 100, N_ ("SOS"), N_ ("Somali shilling") },
    { "SYP", 2, 100, N_ ("SYP"), N_ ("Syrian pound") },
    { "TND", 3, 1, N_ ("TND"), N_ ("Tunisian dinar") },
    { "USD", 2, 1, N_ ("USD"), N_ ("US dollar") },
    { "YER", 2, 100, N_ ("YER"), N_ ("Yemeni rial") },
};

const Currency *
currency_find (const char *code)
{
    for (guint i = 0; i < G_N_ELEMENTS (currencies); i++) {
        if (g_strcmp0 (currencies[i].code, code) == 0)
            return &currencies[i];
    }
    return NULL;
}

const Currency *
currency_list (guint *n)
{
    *n = G_N_ELEMENTS (currencies);
    return currencies;
}

gint64
currency_factor (const Currency *currency)
{
    gint64 factor = 1;

    for (guint i = 0; i < currency->scale; i++)
        factor *= 10;
    return factor;
}

gboolean
money_add (gint64 a_minor, gint64 b_minor, gint64 *result)
{
    gint64 sum;

    if (__builtin_add_overflow (a_minor, b_minor, &sum))
        return FALSE;
    *result = sum;
    return TRUE;
}

gboolean
money_subtract (gint64 a_minor, gint64 b_minor, gint64 *result)
{
    gint64 difference;

    if (__builtin_sub_overflow (a_minor, b_minor, &difference))
        return FALSE;
    *result = difference;
    return TRUE;
}

gboolean
money_from_energy (gint64 energy_wh, gint64 rate_micro_per_kwh, const Currency *currency,
                   Rounding rounding, gint64 *amount_minor)
{
    /* Two 64-bit factors always fit; the third may not. */
    Wide product = (Wide)energy_wh * rate_micro_per_kwh;
    Wide numerator;

    if (__builtin_mul_overflow (product, (Wide)currency_factor (currency), &numerator))
        return FALSE;
    return rounding_divide (numerator, (Wide)WH_PER_KWH * MICRO, rounding, amount_minor);
}

gboolean
money_percentage (gint64 amount_minor, gint64 basis_points, Rounding rounding, gint64 *result)
{
    return rounding_divide ((Wide)amount_minor * basis_points, BASIS_POINTS, rounding, result);
}

char *
money_format (gint64 amount_minor, const Currency *currency)
{
    return decimal_format (amount_minor, currency->scale, currency->scale, TRUE);
}

char *
money_format_plain (gint64 amount_minor, const Currency *currency)
{
    return decimal_format (amount_minor, currency->scale, currency->scale, FALSE);
}

gboolean
money_parse (const char *text, const Currency *currency, gint64 *amount_minor, GError **error)
{
    return decimal_parse (text, currency->scale, amount_minor, error);
}
