/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the lists of the demonstration out of the program. */
#include "server/demo/words.h"

#include "siraj-demo.h"

#define PREFIX "/org/sirajbilling/Siraj/"

static const char *const paths[N_WORDS] = {
    [WORDS_MALE] = "demo/male.txt",           [WORDS_FEMALE] = "demo/female.txt",
    [WORDS_FAMILY] = "demo/family.txt",       [WORDS_DISTRICTS] = "demo/districts.txt",
    [WORDS_VILLAGES] = "demo/villages.txt",   [WORDS_STREETS] = "demo/streets.txt",
    [WORDS_LANDMARKS] = "demo/landmarks.txt", [WORDS_SHOPS] = "demo/shops.txt",
    [WORDS_BRANDS] = "demo/brands.txt",       [WORDS_FACTORIES] = "demo/factories.txt",
    [WORDS_OFFICES] = "demo/offices.txt",
};

/* SplitMix64 (Steele, Lea and Flood, 2014): a counter, mixed. */
static guint64
next (Dice *dice)
{
    guint64 mixed = (dice->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

    mixed = (mixed ^ (mixed >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

Dice
dice_new (guint64 seed)
{
    Dice dice = { seed };

    next (&dice);
    return dice;
}

gint64
dice_range (Dice *dice, gint64 low, gint64 high)
{
    return low + (gint64)(next (dice) % (guint64)(high - low + 1));
}

gboolean
dice_chance (Dice *dice, int per_mille)
{
    return dice_range (dice, 0, 999) < per_mille;
}

GBytes *
words_resource (const char *path)
{
    g_autofree char *whole = g_strconcat (PREFIX, path, NULL);
    GBytes *bytes = g_resource_lookup_data (siraj_demo_get_resource (), whole, 0, NULL);

    g_assert (bytes != NULL);
    return bytes;
}

static char **
read_list (const char *path)
{
    g_autoptr (GBytes) bytes = words_resource (path);
    gsize length;
    const char *text = g_bytes_get_data (bytes, &length);
    g_autofree char *copy = g_strndup (text, length);

    return g_strsplit (g_strchomp (copy), "\n", -1);
}

const char *
words_choose (WordList list, Dice *dice)
{
    static char **lists[N_WORDS];
    static gsize lengths[N_WORDS];

    if (lists[list] == NULL) {
        lists[list] = read_list (paths[list]);
        lengths[list] = g_strv_length (lists[list]);
    }
    return lists[list][dice_range (dice, 0, (gint64)lengths[list] - 1)];
}

GKeyFile *
words_utility (void)
{
    static GKeyFile *file;

    if (file == NULL) {
        g_autoptr (GBytes) bytes = words_resource ("demo/utility.ini");
        gboolean loaded;

        file = g_key_file_new ();
        loaded = g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL);
        g_assert (loaded);
    }
    return file;
}

const char *
words_of_utility (const char *key)
{
    char *word = g_key_file_get_string (words_utility (), "words", key, NULL);
    const char *kept = g_intern_string (word);

    g_free (word);
    return kept;
}
