/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile JSON: what the guard lets through and what it stops, and that it stays fast. */
#include "common/schema/json-guard.h"

#include <string.h>

#define SEED 20250831
#define N_MUTATIONS 100000
#define N_MEMBERS 200000

static const char *const good[] = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-12",
    "9223372036854775807",
    "-9223372036854775807",
    "\"\"",
    " \t\r\n[ ] ",
    "{}",
    "[1,2,[3,{}]]",
    "{\"a\":1,\"b\":{\"a\":2},\"c\":[{\"a\":3},{\"a\":4}]}",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\uD83D\\uDE42\"",
    "\"\330\263\330\261\330\247\330\254\"",
    "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
};

static const char *const bad[] = {
    "",
    " ",
    "\357\273\277{}",
    "nul",
    "True",
    "NaN",
    "Infinity",
    "+1",
    "-",
    "--1",
    "010",
    "-01",
    "00",
    "1.0",
    "1.",
    ".5",
    "1e3",
    "1E3",
    "0x10",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551616",
    "99999999999999999999999999999999999",
    "{} {}",
    "1 2",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1",
    "]",
    "[}",
    "{]",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{,}",
    "{a:1}",
    "{'a':1}",
    "{1:1}",
    "{\"a\" 1}",
    "{\"a\":1 \"b\":2}",
    "// comment\n{}",
    "{/* comment */}",
    "{\"a\":1,\"a\":2}",
    "{\"a\":1,\"b\":2,\"\\u0061\":3}",
    "{\"\":1,\"\":2}",
    "[{\"x\":{\"k\":1,\"j\":2,\"k\":3}}]",
    "'a'",
    "\"a",
    "\"a\\",
    "\"a\nb\"",
    "\"a\tb\"",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\\u12G4\"",
    "\"x\\u0000y\"",
    "\"\\uD800\"",
    "\"\\uD800x\"",
    "\"\\uD800\\n\"",
    "\"\\uD800\\u0041\"",
    "\"\\uDC00\"",
    "\"\377\"",
    "\"\300\200\"",
    "\"\355\240\200\"",
    "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]",
    "{\"a\\u0000b\":0}",
};

static void
test_good (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
        g_autoptr (GError) error = NULL;
        json_guard (good[i], strlen (good[i]), &error);
        g_assert_no_error (error);
    }
}

static void
test_bad (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
        g_autoptr (GError) error = NULL;
        if (json_guard (bad[i], strlen (bad[i]), &error))
            g_error ("let through: %s", bad[i]);
        g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_MALFORMED);
    }
    g_assert_false (json_guard ("[\0]", 3, NULL));
    g_assert_false (json_guard ("{}\0", 3, NULL));
    g_assert_false (json_guard (NULL, 0, NULL));
    /* The text need not end in NUL: nothing behind the length is read. */
    g_assert_true (json_guard ("12x", 2, NULL));
    g_assert_false (json_guard ("true", 3, NULL));
}

static void
test_offset (void)
{
    g_autoptr (GError) error = NULL;

    g_assert_false (json_guard ("{\"a\": 1.5}", 10, &error));
    g_assert_nonnull (strstr (error->message, "byte 7"));
}

/* 100 KB of brackets crash json-glib. */
static void
test_deep (void)
{
    g_autofree char *brackets = g_strnfill (100 * 1024, '[');
    g_assert_false (json_guard (brackets, 100 * 1024, NULL));
}

/* Many members with a long common beginning, the worst case of the search for duplicates. */
static void
test_many_members (void)
{
    g_autoptr (GString) text = g_string_new ("{");

    for (guint i = 0; i < N_MEMBERS; i++)
        g_string_append_printf (text, "\"a rather long member name %u\":0,", i);
    gsize open = text->len;
    g_string_append (text, "\"last\":0}");
    gint64 start_us = g_get_monotonic_time ();
    g_assert_true (json_guard (text->str, text->len, NULL));
    g_assert_cmpint (g_get_monotonic_time () - start_us, <, 5 * G_USEC_PER_SEC);
    g_string_truncate (text, open);
    g_string_append (text, "\"a rather long member name 7\":0}");
    g_assert_false (json_guard (text->str, text->len, NULL));
}

/* Whatever bytes are changed in good documents, the guard ends and stays inside the text. */
static void
test_mutations (void)
{
    g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

    g_test_message ("seed %d", SEED);
    for (guint i = 0; i < N_MUTATIONS; i++) {
        const char *seed = good[i % G_N_ELEMENTS (good)];
        gsize length = strlen (seed);
        g_autofree char *text = g_memdup2 (seed, length);
        for (int n = g_rand_int_range (random, 1, 4); n > 0; n--)
            text[g_rand_int_range (random, 0, (gint32)length)] =
                "{}[]\",:0-9\\ue.\377 \0tn"[g_rand_int_range (random, 0, 20)];
        json_guard (text, (gsize)g_rand_int_range (random, 0, (gint32)length + 1), NULL);
    }
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/json-guard/good", test_good);
    g_test_add_func ("/json-guard/bad", test_bad);
    g_test_add_func ("/json-guard/offset", test_offset);
    g_test_add_func ("/json-guard/deep", test_deep);
    g_test_add_func ("/json-guard/many-members", test_many_members);
    g_test_add_func ("/json-guard/mutations", test_mutations);
    return g_test_run ();
}
