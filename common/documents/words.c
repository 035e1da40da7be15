/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts in words: a number is a chain of counted nouns, the scales being nouns themselves. */
#include "common/documents/words.h"

#include "common/documents/words-data.h"

static guint64
magnitude (gint64 value)
{
    return value < 0 ? 0 - (guint64)value : (guint64)value;
}

static guint64
scale_value (guint index)
{
    guint64 value = 1000;
    for (guint i = 0; i < index; i++)
        value *= 1000;
    return value;
}

/* Members of an Arabic number are joined by «و», which is written onto the next word. */
static void
arabic_join (GString *out)
{
    if (out->len > 0)
        g_string_append_printf (out, " %s", words_arabic_and);
}

static void
arabic_append (GString *out, const char *words)
{
    arabic_join (out);
    g_string_append (out, words);
}

/* 1 to 99 in the gender of what is counted. */
static void
arabic_append_low (GString *out, guint low, gboolean feminine)
{
    const char *const *units = words_arabic_units[feminine ? WORDS_FEMININE : WORDS_MASCULINE];
    if (low < 20) {
        arabic_append (out, units[low]);
        return;
    }
    guint unit = low % 10;
    if (unit == 8 && feminine)
        arabic_append (out, words_arabic_eight_before_tens);
    else if (unit > 0)
        arabic_append (out, units[unit]);
    arabic_append (out, words_arabic_tens[low / 10]);
}

static void arabic_append_high (GString *out, guint64 high, gboolean construct);

/* @number of @noun.  @construct: another noun follows at once and is governed by this one, so that
 * the dual drops its nun («ألفا ريال») and the accusative its alif («أحد عشر ألف ريال»).
 * Hundreds and thousands govern the noun in the singular, so one and two more of it repeat it:
 * «مائة ريال وريالان». */
static void
arabic_append_counted (GString *out, guint64 number, const WordsNoun *noun, gboolean construct)
{
    guint low = number % 100;
    gboolean repeats = low <= 2;
    if (number >= 100) {
        arabic_append_high (out, number - low, repeats);
        if (repeats)
            g_string_append_printf (out, " %s", noun->singular);
    }
    if (low == 1)
        arabic_append (out, noun->one);
    else if (low == 2)
        arabic_append (out, construct ? noun->dual_construct : noun->dual);
    if (repeats)
        return;
    arabic_append_low (out, low, noun->feminine);
    const char *tamyiz = construct ? noun->singular : noun->accusative;
    g_string_append_printf (out, " %s", low <= 10 ? noun->plural : tamyiz);
}

/* A multiple of a hundred. */
static void
arabic_append_high (GString *out, guint64 high, gboolean construct)
{
    for (guint i = WORDS_N_SCALES; i-- > 0;) {
        guint64 scale = scale_value (i);
        guint64 count = high / scale;
        high %= scale;
        if (count > 0)
            arabic_append_counted (out, count, &words_scales[i], construct && high == 0);
    }
    if (high == 200 && construct)
        arabic_append (out, words_arabic_two_hundred_construct);
    else if (high > 0)
        arabic_append (out, words_arabic_hundreds[high / 100]);
}

static void
arabic_append_number (GString *out, guint64 number)
{
    guint low = number % 100;
    arabic_append_high (out, number - low, FALSE);
    if (low > 0)
        arabic_append_low (out, low, FALSE);
    else if (number == 0)
        arabic_append (out, words_arabic_units[WORDS_MASCULINE][0]);
}

static char *
arabic_amount (guint64 units, guint64 fraction, const WordsCurrency *words)
{
    g_autoptr (GString) out = g_string_new (NULL);
    if (units > 0)
        arabic_append_counted (out, units, &words->unit, FALSE);
    if (fraction > 0)
        arabic_append_counted (out, fraction, &words->fraction, FALSE);
    if (out->len == 0)
        g_string_printf (out, "%s %s", words_arabic_units[WORDS_MASCULINE][0],
                         words->unit.singular);
    return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
english_append (GString *out, const char *words)
{
    if (out->len > 0)
        g_string_append_c (out, ' ');
    g_string_append (out, words);
}

/* 1 to 999. */
static void
english_append_group (GString *out, guint group)
{
    if (group >= 100) {
        english_append (out, words_english_units[group / 100]);
        english_append (out, "hundred");
    }
    guint low = group % 100;
    if (low >= 20) {
        english_append (out, words_english_tens[low / 10]);
        if (low % 10 > 0)
            g_string_append_printf (out, "-%s", words_english_units[low % 10]);
    } else if (low > 0) {
        english_append (out, words_english_units[low]);
    }
}

static void
english_append_number (GString *out, guint64 number)
{
    if (number == 0)
        english_append (out, words_english_units[0]);
    for (guint i = WORDS_N_SCALES; i-- > 0;) {
        guint64 scale = scale_value (i);
        if (number < scale)
            continue;
        english_append_group (out, number / scale);
        english_append (out, words_scales[i].english);
        number %= scale;
    }
    if (number > 0)
        english_append_group (out, number);
}

static void
english_append_counted (GString *out, guint64 number, const WordsNoun *noun)
{
    english_append_number (out, number);
    english_append (out, number == 1 ? noun->english : noun->english_plural);
}

static char *
english_amount (guint64 units, guint64 fraction, const WordsCurrency *words)
{
    g_autoptr (GString) out = g_string_new (NULL);
    if (units > 0 || fraction == 0)
        english_append_counted (out, units, &words->unit);
    if (units > 0 && fraction > 0)
        english_append (out, "and");
    if (fraction > 0)
        english_append_counted (out, fraction, &words->fraction);
    return g_string_free (g_steal_pointer (&out), FALSE);
}

gboolean
words_know_currency (const char *code)
{
    return words_find_currency (code) != NULL;
}

char *
words_amount (gint64 amount_minor, const Currency *currency, Language language)
{
    const WordsCurrency *words = words_find_currency (currency->code);
    g_return_val_if_fail (words != NULL, g_strdup (""));
    guint64 factor = currency_factor (currency);
    guint64 amount = magnitude (amount_minor);

    if (language == LANGUAGE_ARABIC) {
        g_autofree char *text = arabic_amount (amount / factor, amount % factor, words);
        return g_strdup_printf ("%s%s%s %s", amount_minor < 0 ? words_arabic_minus : "",
                                amount_minor < 0 ? " " : "", text, words_arabic_only);
    }
    g_autofree char *text = english_amount (amount / factor, amount % factor, words);
    char *sentence = g_strdup_printf ("%s%s only", amount_minor < 0 ? "minus " : "", text);
    sentence[0] = g_ascii_toupper (sentence[0]);
    return sentence;
}

char *
words_number (gint64 number, Language language)
{
    g_autoptr (GString) out = g_string_new (NULL);
    if (language == LANGUAGE_ARABIC)
        arabic_append_number (out, magnitude (number));
    else
        english_append_number (out, magnitude (number));
    if (number < 0) {
        g_string_prepend_c (out, ' ');
        g_string_prepend (out, language == LANGUAGE_ARABIC ? words_arabic_minus : "minus");
    }
    return g_string_free (g_steal_pointer (&out), FALSE);
}
