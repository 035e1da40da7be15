/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small parts of the dispatcher that need neither a socket nor a database. */
#include "common/base/language.h"
#include "server/core/call.h"
#include "server/core/cursor.h"
#include "server/core/problem.h"
#include "server/core/rate-limit.h"
#include "server/core/session-cache.h"

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
    const char *const texts[] = { other,  "",        "A",          "AAAAA",       "!!!!",
                                  "====", "LW5hbWU", "LW5hbWUKMA", "LW5hbWUKLTE", "AAAA" };

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
    g_autoptr (GHashTable) query = query_parse ("q=%D9%85+a%2Bb&&sort=", allowed, &error);

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

static guint n_lookups;

/* Any token is the session of the user whose number is the first byte of its hash. */
static gboolean
look_up (Db *db, const guint8 hash[SESSION_HASH_BYTES], Principal **principal, GError **error)
{
    n_lookups++;
    if (hash[0] == 0)
        return refuse (error, SIRAJ_ERROR_NOT_SIGNED_IN, NULL, "no such session");
    *principal = principal_new ();
    (*principal)->user_id = hash[0];
    (*principal)->session_id = hash[0] + 1000;
    (*principal)->permissions = g_strsplit ("customers.read customers.write", " ", -1);
    return TRUE;
}

static void
ask (SessionCache *cache, const char *token, guint expected_lookups)
{
    guint8 hash[SESSION_HASH_BYTES];
    g_autoptr (Principal) principal = session_cache_principal (cache, NULL, token, NULL);

    session_token_hash (token, hash);
    g_assert_cmpint (principal->user_id, ==, hash[0]);
    g_assert_cmpuint (n_lookups, ==, expected_lookups);
}

static void
test_a_session_is_looked_up_once (void)
{
    SessionCache *cache = session_cache_new (look_up);

    n_lookups = 0;
    ask (cache, "a", 1);
    ask (cache, "a", 1);
    ask (cache, "b", 2);
    ask (cache, "a", 2);
    session_cache_free (cache);
}

static void
test_a_forgotten_session_is_not_kept_again (void)
{
    SessionCache *cache = session_cache_new (look_up);
    guint8 hash[SESSION_HASH_BYTES];

    n_lookups = 0;
    session_token_hash ("a", hash);
    ask (cache, "a", 1);
    ask (cache, "b", 2);
    session_cache_forget_user (cache, hash[0]);
    ask (cache, "b", 2);
    ask (cache, "a", 3);
    ask (cache, "a", 4);
    session_cache_forget_session (NULL, 1);
    session_cache_free (cache);
}

static void
test_permissions (void)
{
    const char *names[] = { "customers.read", NULL };
    const char *everything[] = { "*", NULL };
    const Principal clerk = { .permissions = (char **)names };
    const Principal admin = { .permissions = (char **)everything };
    const Principal nobody = { 0 };

    g_assert_true (principal_may (&clerk, "customers.read"));
    g_assert_false (principal_may (&clerk, "customers.write"));
    g_assert_false (principal_may (&clerk, "customers"));
    g_assert_true (principal_may (&admin, "customers.write"));
    g_assert_false (principal_may (&nobody, "customers.read"));
    g_assert_false (principal_may (NULL, "customers.read"));
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
    g_test_add_func ("/sessions/looked-up-once", test_a_session_is_looked_up_once);
    g_test_add_func ("/sessions/forgotten-is-not-kept", test_a_forgotten_session_is_not_kept_again);
    g_test_add_func ("/sessions/permissions", test_permissions);
    g_test_add_func ("/problem/internal-tells-nothing", test_an_internal_error_tells_nothing);
    return g_test_run ();
}
