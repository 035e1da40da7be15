/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The normal form of Arabic names, digits, and direction marks. */
#include "common/base/text.h"

#include <string.h>

#define DROP 0xFFFF /* no character of the tables below folds to it */
#define SPACE 0x20

#define ALEF 0x0627
#define HEH 0x0647
#define KAF 0x0643
#define WAW 0x0648
#define YEH 0x064A

#define LETTERS_BYTES 6                /* three Arabic letters in UTF-8 */
#define ABD "\330\271\330\250\330\257" /* ain beh dal */
#define ABU "\330\247\330\250\331\210" /* alef beh waw */

/* What a character of a block folds to: 0 itself, DROP nothing, SPACE the gap between words.
 * server/sql/migrations/0002_text_fold.sql says the same in SQL. */
static const guint16 arabic_folds[256] = {
    [0x00 ... 0x0F] = SPACE,
    [0x10 ... 0x1A] = DROP,
    [0x1B] = SPACE,
    [0x1C] = DROP,
    [0x1D ... 0x1F] = SPACE,
    [0x21] = DROP, /* a lone hamza is written or left out at will */
    [0x22 ... 0x23] = ALEF,
    [0x24] = WAW,
    [0x25] = ALEF,
    [0x26] = YEH,
    [0x29] = HEH,
    [0x40] = DROP,
    [0x49] = YEH,
    [0x4B ... 0x5F] = DROP,
    [0x60] = '0',
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    '8',
    '9',
    [0x6A ... 0x6D] = SPACE,
    [0x70] = DROP,
    [0x71] = ALEF,
    [0xA9] = KAF,
    [0xBE] = HEH,
    [0xC1] = HEH,
    [0xCC] = YEH,
    [0xD4] = SPACE,
    [0xD5] = HEH,
    [0xD6 ... 0xDC] = DROP,
    [0xDD ... 0xDE] = SPACE,
    [0xDF ... 0xE8] = DROP,
    [0xE9] = SPACE,
    [0xEA ... 0xED] = DROP,
    [0xF0] = '0',
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    '8',
    '9',
    [0xFD ... 0xFE] = SPACE,
};

/* U+00C0 to U+00FF: without accents, because a decomposed letter loses them too. */
static const guint16 latin_folds[64] = {
    'a',  'a', 'a', 'a', 'a', 'a', 0xE6, 'c',   'e',  'e', 'e', 'e', 'i', 'i', 'i',  'i',
    0xF0, 'n', 'o', 'o', 'o', 'o', 'o',  SPACE, 0xF8, 'u', 'u', 'u', 'u', 'y', 0xFE, 0,
    'a',  'a', 'a', 'a', 'a', 'a', 0,    'c',   'e',  'e', 'e', 'e', 'i', 'i', 'i',  'i',
    0,    'n', 'o', 'o', 'o', 'o', 'o',  SPACE, 0,    'u', 'u', 'u', 'u', 'y', 0,    'y',
};

typedef struct {
    gunichar first;
    gunichar last;
    guint16 fold;
} FoldRange;

/* Everything beyond the two blocks, in order. */
static const FoldRange fold_ranges[] = {
    { 0x0080, 0x00BF, SPACE }, { 0x0300, 0x036F, DROP },  { 0x2000, 0x200A, SPACE },
    { 0x200B, 0x200F, DROP },  { 0x2010, 0x2029, SPACE }, { 0x202A, 0x202E, DROP },
    { 0x202F, 0x205F, SPACE }, { 0x2060, 0x206F, DROP },  { 0x20A0, 0x20CF, SPACE },
    { 0x2100, 0x2BFF, SPACE }, { 0x3000, 0x3003, SPACE }, { 0xFD3E, 0xFD3F, SPACE },
    { 0xFDFC, 0xFDFC, SPACE }, { 0xFEFF, 0xFEFF, DROP },  { 0xFFF0, 0xFFFF, SPACE },
};

/* The folded text while it is written. */
typedef struct {
    char *bytes;
    gsize length;
    gsize word;   /* where the last word begins */
    gboolean gap; /* a separator was met since the last character */
} Folded;

static gunichar
fold_beyond (gunichar character)
{
    for (guint i = 0; i < G_N_ELEMENTS (fold_ranges); i++) {
        if (character <= fold_ranges[i].last)
            return character >= fold_ranges[i].first ? fold_ranges[i].fold : character;
    }
    return character;
}

static gunichar
fold_character (gunichar character)
{
    guint16 fold;

    if (character < 0x80) {
        if (g_ascii_isalnum ((char)character))
            return (gunichar)g_ascii_tolower ((char)character);
        return SPACE;
    }
    if (character >= 0x0600 && character <= 0x06FF)
        fold = arabic_folds[character - 0x0600];
    else if (character >= 0x00C0 && character <= 0x00FF)
        fold = latin_folds[character - 0x00C0];
    else
        return fold_beyond (character);
    return fold != 0 ? fold : character;
}

/* Whether the last word is one that is written together with the next or apart from it. */
static gboolean
joins_next (const Folded *folded)
{
    const char *word = folded->bytes + folded->word;

    return folded->length - folded->word == LETTERS_BYTES &&
           (memcmp (word, ABD, LETTERS_BYTES) == 0 || memcmp (word, ABU, LETTERS_BYTES) == 0);
}

static void
append_character (Folded *folded, gunichar character)
{
    if (folded->gap && folded->length > 0) {
        gboolean join = joins_next (folded);
        /* The word after «abd» is a word of its own right for the rule, so "abd abu x" is one. */
        if (!join)
            folded->bytes[folded->length++] = ' ';
        folded->word = folded->length;
    }
    folded->gap = FALSE;
    if (character < 0x80)
        folded->bytes[folded->length++] = (char)character;
    else
        folded->length += g_unichar_to_utf8 (character, folded->bytes + folded->length);
}

/* A word that folds to exactly «abd» or «abu» is joined to the word after it, whatever that is. */
char *
text_fold (const char *text)
{
    gsize length = text != NULL ? strlen (text) : 0;
    g_autofree char *repaired = NULL;

    if (!g_utf8_validate (text != NULL ? text : "", (gssize)length, NULL)) {
        repaired = g_utf8_make_valid (text, (gssize)length);
        text = repaired;
        length = strlen (repaired);
    }
    /* No character folds to more bytes than it had. */
    Folded folded = { .bytes = g_malloc (length + 1) };

    for (const char *at = text; at != NULL && *at != '\0'; at = g_utf8_next_char (at)) {
        gunichar character = fold_character (g_utf8_get_char (at));
        if (character == SPACE)
            folded.gap = TRUE;
        else if (character != DROP)
            append_character (&folded, character);
    }
    folded.bytes[folded.length] = '\0';
    return folded.bytes;
}

char **
text_tokens (const char *text)
{
    g_autofree char *folded = text_fold (text);
    return g_strsplit (folded, " ", -1);
}

static gboolean
is_direction_mark (gunichar character)
{
    return (character >= 0x2066 && character <= 0x2069) || character == 0x200E ||
           character == 0x200F || character == 0x061C;
}

/* The text without direction marks and without white space at its ends. */
static char *
clean (const char *text, gboolean fold_digits)
{
    GString *out = g_string_new (NULL);
    gsize end = 0; /* behind the last character that is not white space */

    for (const char *at = text; at != NULL && *at != '\0'; at = g_utf8_next_char (at)) {
        gunichar character = g_utf8_get_char (at);
        gboolean space = g_unichar_isspace (character);
        if (is_direction_mark (character) || (space && out->len == 0))
            continue;
        if (fold_digits && g_unichar_isdigit (character))
            character = '0' + (gunichar)g_unichar_digit_value (character);
        g_string_append_unichar (out, character);
        if (!space)
            end = out->len;
    }
    g_string_truncate (out, end);
    return g_string_free (out, FALSE);
}

char *
text_clean_number (const char *text)
{
    return clean (text, TRUE);
}

static gboolean
has_arabic_letter (const char *text)
{
    for (const char *at = text; at != NULL && *at != '\0'; at = g_utf8_next_char (at)) {
        gunichar character = g_utf8_get_char (at);

        if (g_unichar_isalpha (character) &&
            g_unichar_get_script (character) == G_UNICODE_SCRIPT_ARABIC)
            return TRUE;
    }
    return FALSE;
}

char *
text_clean_code (const char *text)
{
    return clean (text, !has_arabic_letter (text));
}

char *
text_strip_marks (const char *text)
{
    return clean (text, FALSE);
}

char *
text_isolate (const char *text)
{
    return g_strconcat (TEXT_LRI, text != NULL ? text : "", TEXT_PDI, NULL);
}

char *
text_isolate_name (const char *text)
{
    return g_strconcat (TEXT_FSI, text != NULL ? text : "", TEXT_PDI, NULL);
}

/* The mobile numbers of a country behind its prefix: how many digits, and how they may begin. */
typedef struct {
    const char *prefix;
    guint min_digits;
    guint max_digits;
    const char *first_digits;
} MobilePlan;

static const MobilePlan mobile_plans[] = {
    { "967", 9, 9, "7" },    { "966", 9, 9, "5" },    { "971", 9, 9, "5" },
    { "968", 8, 8, "79" },   { "965", 8, 8, "4569" }, { "973", 8, 8, "36" },
    { "974", 8, 8, "3567" }, { "20", 10, 10, "1" },   { "962", 9, 9, "7" },
    { "964", 10, 10, "7" },  { "963", 9, 9, "9" },    { "961", 7, 8, "378" },
    { "218", 9, 9, "9" },    { "216", 8, 8, "2459" }, { "213", 9, 9, "567" },
    { "212", 9, 9, "67" },   { "249", 9, 9, "19" },   { "252", 8, 9, "679" },
    { "253", 8, 8, "7" },    { "222", 8, 8, "234" },  { "269", 7, 7, "34" },
    { "970", 9, 9, "5" },
};

/* E.164 for every other country. */
static const MobilePlan any_plan = { "", 6, 12, "123456789" };

static const MobilePlan *
mobile_plan_of (const char *country_prefix)
{
    for (guint i = 0; i < G_N_ELEMENTS (mobile_plans); i++) {
        if (g_str_equal (mobile_plans[i].prefix, country_prefix))
            return &mobile_plans[i];
    }
    return &any_plan;
}

static gboolean
fits_plan (const char *national, const MobilePlan *plan)
{
    gsize n = strlen (national);

    return n >= plan->min_digits && n <= plan->max_digits &&
           strchr (plan->first_digits, national[0]) != NULL;
}

/* The digits of a number with "+" in front when there was one, NULL when anything but the usual
 * separators stands between. */
static char *
mobile_digits (const char *clean_text)
{
    GString *digits = g_string_new (NULL);

    for (const char *at = clean_text; *at != '\0'; at++) {
        if (g_ascii_isdigit (*at) || (*at == '+' && digits->len == 0))
            g_string_append_c (digits, *at);
        else if (strchr (" -().", *at) == NULL)
            return g_string_free (digits, TRUE);
    }
    return g_string_free (digits, FALSE);
}

/* The part behind the country's prefix and the trunk zero, NULL when it is another country's. */
static const char *
mobile_national (const char *digits, const char *country_prefix, const MobilePlan *plan)
{
    gsize prefix_length = strlen (country_prefix);
    gboolean international = *digits == '+' || g_str_has_prefix (digits, "00");

    if (international)
        digits += *digits == '+' ? 1 : 2;
    if (g_str_has_prefix (digits, country_prefix) &&
        (international || fits_plan (digits + prefix_length, plan)))
        return digits + prefix_length;
    if (international)
        return NULL;
    return *digits == '0' ? digits + 1 : digits;
}

gboolean
text_parse_mobile (const char *text, const char *country_prefix, char **mobile, GError **error)
{
    const MobilePlan *plan = mobile_plan_of (country_prefix);
    g_autofree char *shown = text_clean_number (text);
    g_autofree char *digits = mobile_digits (shown);
    const char *national = NULL;

    if (digits != NULL)
        national = mobile_national (digits, country_prefix, plan);
    if (national == NULL || !fits_plan (national, plan))
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                       "“%s” is not a mobile number of the country +%s: check its digits", shown,
                       country_prefix);
    *mobile = g_strconcat ("+", country_prefix, national, NULL);
    return TRUE;
}
