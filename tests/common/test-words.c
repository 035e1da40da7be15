/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts in words: a table an accountant can read, and a parser that reads every number back. */
#include "common/documents/words.h"

#include <string.h>

static const char *const table_path = TEST_DATA_DIR "/words.tsv";

static char **
table_lines (void)
{
    g_autofree char *text = NULL;
    g_autoptr (GError) error = NULL;
    g_file_get_contents (table_path, &text, NULL, &error);
    g_assert_no_error (error);
    return g_strsplit (text, "\n", -1);
}

static void
test_table (void)
{
    g_auto (GStrv) lines = table_lines ();
    guint n_rows = 0;
    for (guint i = 0; lines[i] != NULL; i++) {
        g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);
        if (lines[i][0] == '#' || g_strv_length (cells) != 4)
            continue;
        const Currency *currency = currency_find (cells[0]);
        g_assert_nonnull (currency);
        gint64 amount_minor = 0;
        g_autoptr (GError) error = NULL;
        money_parse (cells[1], currency, &amount_minor, &error);
        g_assert_no_error (error);
        g_autofree char *arabic = words_amount (amount_minor, currency, LANGUAGE_ARABIC);
        g_assert_cmpstr (arabic, ==, cells[2]);
        g_autofree char *english = words_amount (amount_minor, currency, LANGUAGE_ENGLISH);
        g_assert_cmpstr (english, ==, cells[3]);
        n_rows++;
    }
    g_assert_cmpuint (n_rows, >=, 150);
}

/* Every currency is known, and the table above has a row for it. */
static void
test_every_currency (void)
{
    g_autofree char *text = NULL;
    g_file_get_contents (table_path, &text, NULL, NULL);
    guint n = 0;
    const Currency *currencies = currency_list (&n);
    for (guint i = 0; i < n; i++) {
        if (!words_know_currency (currencies[i].code))
            g_error ("no words for %s", currencies[i].code);
        g_autofree char *start = g_strdup_printf ("\n%s\t", currencies[i].code);
        if (strstr (text, start) == NULL)
            g_error ("words.tsv has no row for %s", currencies[i].code);
    }
}

typedef struct {
    const char *word;
    gint64 value;
} Numeral;

/* Written apart from the tables of the program: what a reader knows. */
static const Numeral numerals[] = {
    { "صفر", 0 },      { "واحد", 1 },       { "واحدة", 1 },      { "إحدى", 1 },
    { "أحد", 1 },      { "اثنان", 2 },      { "اثنتان", 2 },     { "اثنا", 2 },
    { "اثنتا", 2 },    { "ثلاثة", 3 },      { "ثلاث", 3 },       { "أربعة", 4 },
    { "أربع", 4 },     { "خمسة", 5 },       { "خمس", 5 },        { "ستة", 6 },
    { "ست", 6 },       { "سبعة", 7 },       { "سبع", 7 },        { "ثمانية", 8 },
    { "ثماني", 8 },    { "ثمانٍ", 8 },       { "تسعة", 9 },       { "تسع", 9 },
    { "عشرة", 10 },    { "عشر", 10 },       { "عشرون", 20 },     { "ثلاثون", 30 },
    { "أربعون", 40 },  { "خمسون", 50 },     { "ستون", 60 },      { "سبعون", 70 },
    { "ثمانون", 80 },  { "تسعون", 90 },     { "مائة", 100 },     { "مائتان", 200 },
    { "مائتا", 200 },  { "ثلاثمائة", 300 }, { "أربعمائة", 400 }, { "خمسمائة", 500 },
    { "ستمائة", 600 }, { "سبعمائة", 700 },  { "ثمانمائة", 800 }, { "تسعمائة", 900 },
};

/* A noun that multiplies what stands before it; alone it is one of its kind, in the dual two. */
static const Numeral multipliers[] = {
    { "ألف", 1000 },         { "ألفًا", 1000 },       { "آلاف", 1000 },      { "ألفان", -1000 },
    { "ألفا", -1000 },       { "مليون", 1000000 },   { "مليونًا", 1000000 }, { "ملايين", 1000000 },
    { "مليونان", -1000000 }, { "مليونا", -1000000 },
};

static GHashTable *
dictionary_new (const Numeral *items, guint n)
{
    GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);
    for (guint i = 0; i < n; i++)
        g_hash_table_insert (table, (gpointer)items[i].word, (gpointer)&items[i]);
    return table;
}

/* «و» is the first letter of a word or stands before it: what the dictionary knows decides. */
static const Numeral *
look_up (GHashTable *table, const char *word)
{
    const Numeral *found = g_hash_table_lookup (table, word);
    if (found == NULL && g_str_has_prefix (word, "و"))
        found = g_hash_table_lookup (table, word + strlen ("و"));
    return found;
}

typedef struct {
    GHashTable *numerals;
    GHashTable *multipliers;
} Reader;

/* @stem: the first letters of the counted noun in all its forms, or NULL for a bare number.  After
 * the noun its adjective and «واحد» add nothing. */
static gint64
read_number (const Reader *reader, const char *text, const char *stem)
{
    g_auto (GStrv) words = g_strsplit (text, " ", -1);
    gint64 total = 0;
    gint64 group = 0;
    gboolean after_noun = FALSE;
    for (guint i = 0; words[i] != NULL; i++) {
        const char *word = words[i];
        const char *bare = g_str_has_prefix (word, "و") ? word + strlen ("و") : word;
        const Numeral *numeral = after_noun ? NULL : look_up (reader->numerals, word);
        const Numeral *multiplier = look_up (reader->multipliers, word);
        if (numeral != NULL) {
            group += numeral->value;
        } else if (multiplier != NULL) {
            gint64 count = multiplier->value < 0 ? 2 : MAX (group, 1);
            total += count * ABS (multiplier->value);
            group = 0;
        } else if (stem != NULL && g_str_has_prefix (bare, stem)) {
            gboolean dual = g_str_has_suffix (word, "ان");
            gboolean alone = total + group == 0 || after_noun;
            total += group + (alone ? (dual ? 2 : 1) : 0);
            group = 0;
            after_noun = TRUE;
        }
    }
    return total + group;
}

static void
test_reads_back (void)
{
    const Currency *yer = currency_find ("YER");
    Reader reader = { dictionary_new (numerals, G_N_ELEMENTS (numerals)),
                      dictionary_new (multipliers, G_N_ELEMENTS (multipliers)) };
    for (gint64 number = 0; number <= 1000000; number++) {
        g_autofree char *bare = words_number (number, LANGUAGE_ARABIC);
        if (read_number (&reader, bare, NULL) != number)
            g_error ("%" G_GINT64_FORMAT " was written as %s", number, bare);
    }
    for (gint64 number = 1; number <= 1000000; number += number < 30000 ? 1 : 37) {
        g_autofree char *amount = words_amount (number * 100, yer, LANGUAGE_ARABIC);
        if (read_number (&reader, amount, "ريال") != number)
            g_error ("%" G_GINT64_FORMAT " was written as %s", number, amount);
    }
    g_hash_table_unref (reader.numerals);
    g_hash_table_unref (reader.multipliers);
}

/* No two numbers share their words, in the gender of the other kind of noun either. */
static void
test_feminine_is_unique (void)
{
    const Currency *lira = currency_find ("SYP");
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    for (gint64 number = 0; number < 20000; number++)
        g_assert_true (g_hash_table_add (seen, words_amount (number * 100, lira, LANGUAGE_ARABIC)));
}

static void
test_extremes (void)
{
    const Currency *yer = currency_find ("YER");
    g_autofree char *lowest = words_amount (G_MININT64, yer, LANGUAGE_ARABIC);
    g_assert_true (g_str_has_suffix (lowest, "وثمانية فلوس لا غير"));
    g_assert_true (g_str_has_prefix (lowest, "بالسالب: اثنان وتسعون كوادريليونًا"));
    g_autofree char *number = words_number (G_MAXINT64, LANGUAGE_ENGLISH);
    g_assert_true (g_str_has_prefix (number, "nine quintillion two hundred twenty-three"));
    g_autofree char *negative = words_number (-21, LANGUAGE_ENGLISH);
    g_assert_cmpstr (negative, ==, "minus twenty-one");
}

int
main (int argc, char *argv[])
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/words/table", test_table);
    g_test_add_func ("/words/every-currency", test_every_currency);
    g_test_add_func ("/words/reads-back", test_reads_back);
    g_test_add_func ("/words/feminine-is-unique", test_feminine_is_unique);
    g_test_add_func ("/words/extremes", test_extremes);
    return g_test_run ();
}
