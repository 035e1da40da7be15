/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of refusals, the member of a refusal, languages by thread, and check digits. */
#include "common/base/error.h"
#include "common/base/id.h"
#include "common/base/language.h"

#include <string.h>

static void
test_codes (void)
{
    g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

    for (int code = 0; code < SIRAJ_N_ERRORS; code++) {
        const char *name = siraj_error_name ((SirajError)code);
        guint status = siraj_error_status ((SirajError)code);
        g_assert_true (g_hash_table_add (names, (gpointer)name));
        g_assert_cmpint (siraj_error_from_name (name), ==, code);
        g_assert_true ((status >= 400 && status <= 499) || status == 500 || status == 501 ||
                       status == 502 || status == 503 || status == 504);
        g_assert_cmpstr (siraj_error_title ((SirajError)code), !=, "");
    }
    g_assert_cmpint (siraj_error_from_name ("NO_SUCH_CODE"), ==, -1);
    g_assert_cmpint (siraj_error_from_name (NULL), ==, -1);
}

static void
test_refuse (void)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) other = g_error_new_literal (G_FILE_ERROR, 0, "x");

    g_assert_false (refuse (&error, SIRAJ_ERROR_IN_USE, "name", "%s is used %d times", "X", 3));
    g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_IN_USE);
    g_assert_cmpstr (error->message, ==, "X is used 3 times");
    g_assert_cmpstr (refusal_field (error), ==, "name");
    refusal_set_field (error, "other");
    g_assert_cmpstr (refusal_field (error), ==, "name");

    g_autoptr (GError) copy = g_error_copy (error);
    g_assert_cmpstr (refusal_field (copy), ==, "name");
    g_assert_false (refuse (NULL, SIRAJ_ERROR_IN_USE, NULL, "nobody listens"));
    refusal_set_field (other, "name");
    g_assert_null (refusal_field (other));
    g_assert_null (refusal_field (NULL));
}

static void
test_late_field (void)
{
    g_autoptr (GError) error = NULL;

    refuse (&error, SIRAJ_ERROR_INVALID_VALUE, NULL, "not a number");
    g_assert_null (refusal_field (error));
    refusal_set_field (error, "amount_minor");
    g_assert_cmpstr (refusal_field (error), ==, "amount_minor");
}

static gpointer
other_thread (gpointer unused)
{
    Language first = language_get ();
    language_set (LANGUAGE_ENGLISH);
    return GINT_TO_POINTER (first == LANGUAGE_ARABIC && language_get () == LANGUAGE_ENGLISH);
}

static void
test_language (void)
{
    GThread *thread = g_thread_new ("other", other_thread, NULL);

    g_assert_true (GPOINTER_TO_INT (g_thread_join (thread)));
    g_assert_cmpint (language_get (), ==, LANGUAGE_ARABIC);
    g_assert_cmpstr (tr (""), ==, "");
    language_set (LANGUAGE_ENGLISH);
    g_assert_cmpstr (tr ("Not found"), ==, "Not found");
    g_assert_cmpstr (tr_plural ("%lu bill", "%lu bills", 1), ==, "%lu bill");
    g_assert_cmpstr (tr_plural ("%lu bill", "%lu bills", 2), ==, "%lu bills");
    language_set (LANGUAGE_ARABIC);
}

static void
test_header (void)
{
    static const char *const english[] = { "en", "EN", "en-GB,ar;q=0.5", " en;q=0.9", "en, ar" };
    static const char *const arabic[] = { "", "ar", "ar-YE,en", "fr", "enx", "*" };

    for (guint i = 0; i < G_N_ELEMENTS (english); i++)
        g_assert_cmpint (language_from_header (english[i]), ==, LANGUAGE_ENGLISH);
    for (guint i = 0; i < G_N_ELEMENTS (arabic); i++)
        g_assert_cmpint (language_from_header (arabic[i]), ==, LANGUAGE_ARABIC);
    g_assert_cmpint (language_from_header (NULL), ==, LANGUAGE_ARABIC);
    g_assert_cmpstr (language_code (LANGUAGE_ARABIC), ==, "ar");
    g_assert_cmpstr (language_code (LANGUAGE_ENGLISH), ==, "en");
}

static void
test_luhn (void)
{
    g_assert_cmpint (id_luhn_digit ("7992739871"), ==, 3);
    g_assert_cmpint (id_luhn_digit ("0"), ==, 0);
    g_assert_cmpint (id_luhn_digit (""), ==, -1);
    g_assert_cmpint (id_luhn_digit ("12a"), ==, -1);
    g_assert_true (id_luhn_valid ("79927398713"));
    g_assert_true (id_luhn_valid ("4111111111111111"));
    g_assert_false (id_luhn_valid ("79927398731"));
    g_assert_false (id_luhn_valid ("7"));
    g_assert_false (id_luhn_valid (NULL));
}

static void
test_uuid (void)
{
    g_autofree char *first = id_new_uuid ();
    g_autofree char *second = id_new_uuid ();

    g_assert_true (g_uuid_string_is_valid (first));
    g_assert_cmpint (first[14], ==, '4');
    g_assert_cmpstr (first, !=, second);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/error/codes", test_codes);
    g_test_add_func ("/error/refuse", test_refuse);
    g_test_add_func ("/error/late-field", test_late_field);
    g_test_add_func ("/language/thread", test_language);
    g_test_add_func ("/language/header", test_header);
    g_test_add_func ("/id/luhn", test_luhn);
    g_test_add_func ("/id/uuid", test_uuid);
    return g_test_run ();
}
