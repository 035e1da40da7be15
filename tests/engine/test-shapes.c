/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every shape of tariff: each file of shapes/ is a document with cases reckoned by hand. */
#include "tests/engine/sample-tariffs.h"

#include <string.h>

#define N_SHAPES 32
#define N_EXAMPLES 9

static void
check_document (const char *dir, const char *file)
{
    g_autofree char *path = g_build_filename (dir, file, NULL);
    g_autofree char *text = NULL;
    g_autoptr (GString) report = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    gsize length;

    g_file_get_contents (path, &text, &length, &error);
    g_assert_no_error (error);
    if (!tariff_document_check (text, length, report, &error))
        g_error ("%s: %s: %s\n%s", file, refusal_field (error), error->message, report->str);
    g_assert_nonnull (strstr (report->str, "passed"));
}

static void
check_directory (const char *path, guint expected)
{
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *file;
    guint n = 0;

    g_assert_nonnull (dir);
    while ((file = g_dir_read_name (dir)) != NULL) {
        g_test_message ("%s", file);
        check_document (path, file);
        n++;
    }
    g_assert_cmpuint (n, ==, expected);
}

static void
test_shapes (void)
{
    g_autofree char *path = g_build_filename (TEST_DATA_DIR, "shapes", NULL);

    check_directory (path, N_SHAPES);
}

/* Tariffs of other countries, as examples that need no line of code. */
static void
test_examples (void)
{
    g_autofree char *path = g_build_filename (TARIFF_DIR, "examples", NULL);

    check_directory (path, N_EXAMPLES);
}

#define FLAT                                                                                       \
    "'components':[{'name':'E','bands':[{'from_wh':0,'to_wh':null,'blocks':[{'from_wh':0,"         \
    "'to_wh':null,'rate_micro_per_kwh':1000000}]}]}]"

static void
test_failed_case (void)
{
    g_autofree char *text =
        sample_document (FLAT ",'cases':[{'energy_wh':1000,'expected_total_minor':100},"
                              "{'energy_wh':1000,'expected_total_minor':101}]");
    g_autoptr (GError) error = NULL;

    g_assert_false (tariff_document_check (text, strlen (text), NULL, &error));
    g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_TARIFF_CASE_FAILED);
    g_assert_cmpstr (refusal_field (error), ==, "cases[1]");
}

static void
test_without_cases (void)
{
    g_autofree char *text = sample_document (FLAT);
    g_autoptr (GError) error = NULL;

    g_assert_false (tariff_document_check (text, strlen (text), NULL, &error));
    g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_TARIFF_INCOMPLETE);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    language_set (LANGUAGE_ENGLISH);
    g_test_add_func ("/engine/shapes/documents", test_shapes);
    g_test_add_func ("/engine/shapes/examples", test_examples);
    g_test_add_func ("/engine/shapes/failed-case", test_failed_case);
    g_test_add_func ("/engine/shapes/without-cases", test_without_cases);
    return g_test_run ();
}
