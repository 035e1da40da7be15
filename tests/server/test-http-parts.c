/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small parts of the dispatcher that need neither a socket nor a database. */
#include "common/base/language.h"
#include "server/core/call.h"
#include "server/core/cursor.h"
#include "server/core/problem.h"
#include "server/core/rate-limit.h"

#include <string.h>

static void
test_a_cursor_comes_back (void)
{
    static const char *const keys[] = { "", "محمد علي", "a\nb\nc", "\"+/=", "-", NULL };

    for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
        g_autofree char *text = cursor_format ("-name", 42 + i, keys[i]);
        g_auto (Cursor) cursor = { 0 };
        g_autoptr (GError) error = NULL;

        g_assert_cmpuint (strcspn (text, "+/= "), ==, strlen (text));
        g_assert_true (cursor_parse (text, "-name", "after", &cursor, &error));
        g_assert_cmpint (cursor.id, ==, 42 + i);
        g_assert_cmpstr (cursor.key, ==, keys[i]);
    }
}

static void
test_a_foreign_cursor_is_refused (void)
{
    g_autofree char *other = cursor_format ("name", 1, "x");
    const char *const texts[] = { other, "", "A", "AAAAA", "!!!!", "====", "LW5hbWU", "LW5hbWUKMA",
                                  "LW5hbWUKLTE", "AAAA" };

    for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
        g_auto (Cursor) cursor = { 0 };
        g_autoptr (GError) error = NULL;

        g_test_message ("%s", texts[i]);
        g_assert_false (cursor_parse (texts[i], "-name", "before", &cursor, &error));
        g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_INVALID_VALUE);
        g_assert_cmpstr (refusal_field (error), ==, "before");
    }
}

static void
test_query (void)
{
    static const char *const allowed[] = { "q", "sort", NULL };
    g_autoptr (GError) error = NULL;
    g_autoptr (GHashTable) query =
        query_parse ("q=%D9%85+a%2Bb&&sort=", allowed, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (g_hash_table_size (query), ==, 2);
    g_assert_cmpstr (g_hash_table_lookup (query, "q"), ==, "م a+b");
    g_assert_cmpstr (g_hash_table_lookup (query, "sort"), ==, "");
}

static void
test_a_bad_query_is_refused (void)
{
    static const char *const allowed[] = { "q", NULL };
    static const struct {
        const char *text;
        SirajError code;
    } cases[] = {
        { "x=1", SIRAJ_ERROR_UNKNOWN_MEMBER }, { "q=1&x", SIRAJ_ERROR_UNKNOWN_MEMBER },
        { "q=1&q=2", SIRAJ_ERROR_MALFORMED },  { "q=%", SIRAJ_ERROR_MALFORMED },
        { "q=%4", SIRAJ_ERROR_MALFORMED },     { "q=%00", SIRAJ_ERROR_MALFORMED },
        { "q=%ff", SIRAJ_ERROR_MALFORMED },    { "q=%01", SIRAJ_ERROR_MALFORMED },
        { "%zz=1", SIRAJ_ERROR_MALFORMED },    { "=1", SIRAJ_ERROR_UNKNOWN_MEMBER },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (GError) error = NULL;
        g_autoptr (GHashTable) query = query_parse (cases[i].text, allowed, &error);

        g_test_message ("%s", cases[i].text);
        g_assert_null (query);
        g_assert_error (error, SIRAJ_ERROR, (int)cases[i].code);
    }
}

static void
test_a_bucket_empties_and_fills (void)
{
    static RateLimit limit = RATE_LIMIT_INIT (3, 1000);
    gint64 wait_us = -1;

    for (guint i = 0; i < 3; i++)
        g_assert_true (rate_limit_take (&limit, "a", 10, NULL));
    g_assert_false (rate_limit_take (&limit, "a", 10, &wait_us));
    g_assert_cmpint (wait_us, ==, 1000);
    g_assert_false (rate_limit_peek (&limit, "a", 1009, &wait_us));
    g_assert_cmpint (wait_us, ==, 1);
    g_assert_true (rate_limit_take (&limit, "b", 10, NULL));
    g_assert_true (rate_limit_take (&limit, "a", 1010, NULL));
    g_assert_false (rate_limit_take (&limit, "a", 1010, NULL));
    rate_limit_forgive (&limit, "a");
    for (guint i = 0; i < 3; i++)
        g_assert_true (rate_limit_take (&limit, "a", 1010, NULL));
    g_assert_false (rate_limit_take (&limit, "a", 1010, NULL));
}

static void
test_an_internal_error_tells_nothing (void)
{
    g_autoptr (GError) error = g_error_new (G_FILE_ERROR, 0, "secret of the house");
    g_autoptr (GString) out = g_string_new (NULL);

    problem_append (out, error, "id-1");
    g_assert_null (strstr (out->str, "secret"));
    g_assert_nonnull (strstr (out->str, "\"code\":\"INTERNAL\""));
    g_assert_nonnull (strstr (out->str, "\"request_id\":\"id-1\""));
    g_assert_cmpuint (problem_status (error), ==, 500);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/cursor/comes-back", test_a_cursor_comes_back);
    g_test_add_func ("/cursor/foreign-is-refused", test_a_foreign_cursor_is_refused);
    g_test_add_func ("/query/parse", test_query);
    g_test_add_func ("/query/bad-is-refused", test_a_bad_query_is_refused);
    g_test_add_func ("/rate-limit/empties-and-fills", test_a_bucket_empties_and_fills);
    g_test_add_func ("/problem/internal-tells-nothing", test_an_internal_error_tells_nothing);
    return g_test_run ();
}
