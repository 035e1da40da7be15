/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A validator of RFC 8259 that keeps no tree and never recurses. */
#include "common/schema/json-guard.h"

#include "common/base/language.h"

#include <string.h>

/* What may stand next. */
typedef enum {
    EXPECT_VALUE,
    EXPECT_VALUE_OR_END,  /* behind "[" */
    EXPECT_MEMBER,        /* behind "," in an object */
    EXPECT_MEMBER_OR_END, /* behind "{" */
    EXPECT_COMMA_OR_END,
    EXPECT_NOTHING, /* behind the document */
} Expect;

/* A decoded member name in the arena. */
typedef struct {
    gsize start;
    gsize length;
} Name;

/* An open object or array, with the place where its names begin. */
typedef struct {
    gboolean object;
    guint first_name;
    gsize first_byte;
} Level;

typedef struct {
    const char *text;
    gsize length;
    gsize at;
    Level levels[JSON_GUARD_MAX_DEPTH];
    guint depth;
    GByteArray *bytes; /* the names of the open objects, one behind the other */
    GArray *names;     /* of Name */
    GError **error;
} Guard;

static gboolean
wrong (Guard *guard, const char *what)
{
    return refuse (guard->error, SIRAJ_ERROR_MALFORMED, NULL,
                   "The JSON text is not valid at byte %zu: %s", guard->at, tr (what));
}

/* The character at hand, 0 behind the end (the text itself has no NUL). */
static char
peek (const Guard *guard)
{
    return guard->at < guard->length ? guard->text[guard->at] : '\0';
}

static gboolean
take (Guard *guard, char expected)
{
    if (peek (guard) != expected)
        return FALSE;
    guard->at++;
    return TRUE;
}

static void
skip_space (Guard *guard)
{
    while (guard->at < guard->length && strchr (" \t\r\n", guard->text[guard->at]) != NULL)
        guard->at++;
}

/* Reads the four digits of \uXXXX; -1 when they are not there. */
static int
read_hex (Guard *guard)
{
    int value = 0;

    for (int i = 0; i < 4; i++) {
        int digit = g_ascii_xdigit_value (peek (guard));
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
        guard->at++;
    }
    return value;
}

/* Behind "\u": one character, as one unit or as a pair of surrogates. */
static gboolean
read_unicode_escape (Guard *guard, gunichar *character)
{
    int unit = read_hex (guard);

    if (unit < 0)
        return wrong (guard, N_ ("four hexadecimal digits must follow \\u"));
    if (unit == 0)
        return wrong (guard, N_ ("the character NUL is not allowed"));
    *character = (gunichar)unit;
    if (unit < 0xD800 || unit > 0xDFFF)
        return TRUE;

    int low = -1;
    if (unit < 0xDC00 && take (guard, '\\') && take (guard, 'u'))
        low = read_hex (guard);
    if (low < 0xDC00 || low > 0xDFFF)
        return wrong (guard, N_ ("half of a surrogate pair is missing"));
    *character = 0x10000 + (((gunichar)unit - 0xD800) << 10) + ((gunichar)low - 0xDC00);
    return TRUE;
}

/* Behind a backslash. */
static gboolean
read_escape (Guard *guard, gunichar *character)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";

    if (take (guard, 'u'))
        return read_unicode_escape (guard, character);
    char letter = peek (guard);
    const char *found = letter != '\0' ? strchr (letters, letter) : NULL;
    if (found == NULL)
        return wrong (guard, N_ ("there is no such escape"));
    *character = (guchar)meanings[found - letters];
    guard->at++;
    return TRUE;
}

static void
keep (GByteArray *bytes, const char *text, gsize length)
{
    if (bytes != NULL && length > 0)
        g_byte_array_append (bytes, (const guint8 *)text, (guint)length);
}

/* Behind the opening quote, up to and over the closing one; the decoded text goes to @bytes unless
 * that is NULL. */
static gboolean
read_string (Guard *guard, GByteArray *bytes)
{
    while (TRUE) {
        gsize start = guard->at;
        while (guard->at < guard->length && (guchar)guard->text[guard->at] >= 0x20 &&
               guard->text[guard->at] != '"' && guard->text[guard->at] != '\\')
            guard->at++;
        keep (bytes, guard->text + start, guard->at - start);

        if (take (guard, '"'))
            return TRUE;
        if (!take (guard, '\\'))
            return wrong (guard, guard->at < guard->length
                                     ? N_ ("a control character must be escaped")
                                     : N_ ("a text is not closed"));
        gunichar character = 0;
        if (!read_escape (guard, &character))
            return FALSE;
        char encoded[6];
        keep (bytes, encoded, (gsize)g_unichar_to_utf8 (character, encoded));
    }
}

/* A whole number of 64 bits; the lowest one stands for "no value" in records and is refused. */
static gboolean
read_number (Guard *guard)
{
    int sign = take (guard, '-') ? -1 : 1;
    gint64 value = 0;

    if (!g_ascii_isdigit (peek (guard)))
        return wrong (guard, N_ ("a value is expected"));
    gboolean zero = peek (guard) == '0';
    while (g_ascii_isdigit (peek (guard))) {
        if (__builtin_mul_overflow (value, 10, &value) ||
            __builtin_add_overflow (value, sign * (peek (guard) - '0'), &value) ||
            value == G_MININT64)
            return wrong (guard, N_ ("a number does not fit 64 bits"));
        guard->at++;
        if (zero && g_ascii_isdigit (peek (guard)))
            return wrong (guard, N_ ("a number may not begin with zero"));
    }
    char next = peek (guard);
    if (next == '.' || next == 'e' || next == 'E')
        return wrong (guard, N_ ("only whole numbers are allowed, without fraction or exponent"));
    return TRUE;
}

static gboolean
read_literal (Guard *guard)
{
    static const char *const literals[] = { "true", "false", "null" };

    for (guint i = 0; i < G_N_ELEMENTS (literals); i++) {
        gsize n = strlen (literals[i]);
        if (guard->length - guard->at >= n &&
            memcmp (guard->text + guard->at, literals[i], n) == 0) {
            guard->at += n;
            return TRUE;
        }
    }
    return wrong (guard, N_ ("a value is expected"));
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer bytes)
{
    const Name *first = a;
    const Name *second = b;
    const guint8 *base = ((const GByteArray *)bytes)->data;

    if (first->length != second->length)
        return first->length < second->length ? -1 : 1;
    return first->length == 0 ? 0
                              : memcmp (base + first->start, base + second->start, first->length);
}

/* The names are sorted when the object closes: no hash that a hostile sender could collide. */
static gboolean
names_differ (Guard *guard, const Level *level)
{
    guint n = guard->names->len - level->first_name;

    if (n < 2)
        return TRUE;
    Name *names = &g_array_index (guard->names, Name, level->first_name);
    g_qsort_with_data (names, (int)n, sizeof *names, compare_names, guard->bytes);
    for (guint i = 1; i < n; i++) {
        if (compare_names (&names[i - 1], &names[i], guard->bytes) == 0)
            return FALSE;
    }
    return TRUE;
}

static gboolean
open_level (Guard *guard, gboolean object)
{
    if (guard->depth == JSON_GUARD_MAX_DEPTH)
        return wrong (guard, N_ ("it is nested too deeply"));
    guard->levels[guard->depth++] = (Level) {
        .object = object,
        .first_name = guard->names->len,
        .first_byte = guard->bytes->len,
    };
    guard->at++;
    return TRUE;
}

static gboolean
close_level (Guard *guard)
{
    const Level *level = &guard->levels[guard->depth - 1];

    if (!take (guard, level->object ? '}' : ']'))
        return wrong (guard, N_ ("a comma or the closing bracket is expected"));
    if (level->object && !names_differ (guard, level))
        return wrong (guard, N_ ("the object that ends here has the same member twice"));
    g_array_set_size (guard->names, level->first_name);
    g_byte_array_set_size (guard->bytes, (guint)level->first_byte);
    guard->depth--;
    return TRUE;
}

static Expect
after_value (const Guard *guard)
{
    return guard->depth > 0 ? EXPECT_COMMA_OR_END : EXPECT_NOTHING;
}

/* A scalar, or the opening of an object or array. */
static gboolean
read_value (Guard *guard, Expect *expect)
{
    char first = peek (guard);

    if (first == '{' || first == '[') {
        *expect = first == '{' ? EXPECT_MEMBER_OR_END : EXPECT_VALUE_OR_END;
        return open_level (guard, first == '{');
    }
    *expect = after_value (guard);
    if (take (guard, '"'))
        return read_string (guard, NULL);
    if (first == '-' || g_ascii_isdigit (first))
        return read_number (guard);
    return read_literal (guard);
}

/* A member's name and colon. */
static gboolean
read_member (Guard *guard, Expect *expect)
{
    Name name = { .start = guard->bytes->len };

    if (!take (guard, '"'))
        return wrong (guard, N_ ("a member name in double quotes is expected"));
    if (!read_string (guard, guard->bytes))
        return FALSE;
    name.length = guard->bytes->len - name.start;
    g_array_append_val (guard->names, name);
    skip_space (guard);
    if (!take (guard, ':'))
        return wrong (guard, N_ ("a colon is expected"));
    *expect = EXPECT_VALUE;
    return TRUE;
}

/* Reads one piece and says what may follow. */
static gboolean
step (Guard *guard, Expect *expect)
{
    char next = peek (guard);
    gboolean may_end = (*expect == EXPECT_VALUE_OR_END && next == ']') ||
                       (*expect == EXPECT_MEMBER_OR_END && next == '}') ||
                       (*expect == EXPECT_COMMA_OR_END && next != ',');

    if (may_end) {
        if (!close_level (guard))
            return FALSE;
        *expect = after_value (guard);
        return TRUE;
    }
    if (*expect == EXPECT_COMMA_OR_END) {
        guard->at++;
        *expect = guard->levels[guard->depth - 1].object ? EXPECT_MEMBER : EXPECT_VALUE;
        return TRUE;
    }
    if (*expect == EXPECT_MEMBER || *expect == EXPECT_MEMBER_OR_END)
        return read_member (guard, expect);
    return read_value (guard, expect);
}

static gboolean
check_document (Guard *guard)
{
    Expect expect = EXPECT_VALUE;

    skip_space (guard);
    while (expect != EXPECT_NOTHING) {
        if (!step (guard, &expect))
            return FALSE;
        skip_space (guard);
    }
    if (guard->at < guard->length)
        return wrong (guard, N_ ("something follows the document"));
    return TRUE;
}

gboolean
json_guard (const char *text, gsize length, GError **error)
{
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (Name));
    const char *end = text;
    Guard guard = {
        .text = text, .length = length, .bytes = bytes, .names = names, .error = error
    };

    if (length > G_MAXINT)
        return wrong (&guard, N_ ("it is too long"));
    /* Stops at a NUL, too. */
    if (length > 0 && !g_utf8_validate_len (text, length, &end)) {
        guard.at = (gsize)(end - text);
        return wrong (&guard, N_ ("it is not UTF-8 text"));
    }
    return check_document (&guard);
}
