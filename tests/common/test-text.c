/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The normal form of names by a table that the SQL function shares, digits, marks, mobiles. */
#include "common/base/text.h"
#include "common/schema/json.h"

#include <string.h>

#define N_FOLDS 200000

/* A cell of the table is the inside of a JSON string, so that invisible characters can be seen. */
static char *
decode_cell (const char *cell)
{
    g_autofree char *quoted = g_strconcat ("\"", cell, "\"", NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = json_parse (quoted, strlen (quoted), &error);

    g_assert_no_error (error);
    return json_node_dup_string (node);
}

static void
check_row (const char *line)
{
    g_auto (GStrv) cells = g_strsplit (line, "\t", -1);

    g_assert_cmpuint (g_strv_length (cells), ==, 2);
    g_autofree char *input = decode_cell (cells[0]);
    g_autofree char *folded = text_fold (input);
    g_assert_cmpstr (folded, ==, cells[1]);
    g_autofree char *again = text_fold (folded);
    g_assert_cmpstr (again, ==, folded);
}

static void
test_fold (void)
{
    g_autofree char *table = NULL;
    g_autoptr (GError) error = NULL;
    guint n_rows = 0;

    g_file_get_contents (TEST_DATA_DIR "/fold.tsv", &table, NULL, &error);
    g_assert_no_error (error);
    g_auto (GStrv) lines = g_strsplit (table, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        if (lines[i][0] == '\0' || lines[i][0] == '#')
            continue;
        check_row (lines[i]);
        n_rows++;
    }
    g_assert_cmpuint (n_rows, >=, 60);
}

static void
test_fold_odd_input (void)
{
    g_autofree char *none = text_fold (NULL);
    g_autofree char *broken = text_fold ("ab\377cd");
    g_auto (GStrv) empty = text_tokens (" - ");
    g_auto (GStrv) words = text_tokens ("عبد الله  Ali");

    g_assert_cmpstr (none, ==, "");
    g_assert_cmpstr (broken, ==, "ab cd");
    g_assert_cmpuint (g_strv_length (empty), ==, 0);
    g_assert_cmpuint (g_strv_length (words), ==, 2);
    g_assert_cmpstr (words[0], ==, "عبدالله");
    g_assert_cmpstr (words[1], ==, "ali");
}

static void
test_fold_speed (void)
{
    if (!g_test_perf ())
        return;
    g_test_timer_start ();
    for (guint i = 0; i < N_FOLDS; i++)
        g_free (text_fold ("عبدُ الرحمٰن بن أبي بكر المؤيّد"));
    g_test_minimized_result (g_test_timer_elapsed () * 1e9 / N_FOLDS, "ns a name");
}

static void
assert_text (char *text, const char *expected)
{
    g_assert_cmpstr (text, ==, expected);
    g_free (text);
}

static void
test_marks (void)
{
    assert_text (text_strip_marks (" \342\201\246١٢\342\201\251\342\200\217 "), "١٢");
    assert_text (text_strip_marks ("\330\234a b\342\200\216"), "a b");
    assert_text (text_strip_marks ("\342\200\217 \t"), "");
    assert_text (text_strip_marks (NULL), "");
    assert_text (text_clean_number ("\302\240٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹\n"), "0123456789 0123456789");
    assert_text (text_clean_code (" م-٤٥ "), "م-٤٥");
    assert_text (text_clean_code ("شارع ٧"), "شارع ٧");
    assert_text (text_clean_code ("٠١-٠٠٠٧\342\200\216"), "01-0007");
    assert_text (text_clean_code ("M۴٥"), "M45");
    assert_text (text_clean_code (NULL), "");
    assert_text (text_isolate ("12"), "\342\201\24612\342\201\251");
    assert_text (text_isolate_name ("Ali"), "\342\201\250Ali\342\201\251");
}

static void
test_mobile (void)
{
    static const struct {
        const char *text;
        const char *prefix;
        const char *mobile;
    } rows[] = {
        { "777123456", "967", "+967777123456" },
        { "0777123456", "967", "+967777123456" },
        { "+967 777 123 456", "967", "+967777123456" },
        { "00967777123456", "967", "+967777123456" },
        { "967777123456", "967", "+967777123456" },
        { "(0777) 123-456", "967", "+967777123456" },
        { "٧٧٧١٢٣٤٥٦", "967", "+967777123456" },
        { "\342\201\246+967777123456\342\201\251", "967", "+967777123456" },
        { "0501234567", "966", "+966501234567" },
        { "96512345", "968", "+96896512345" },
        { "01001234567", "20", "+201001234567" },
        { "123456789", "49", "+49123456789" },
    };
    static const char *const bad[] = {
        "",           "77712345", "7771234567", "123456789",     "+966501234567",
        "+",          "abc",      "777x123456", "00777123456",   "+9670777123456",
        "77+7123456", "01234567", "777/123456", "++967777123456"
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GError) error = NULL;
        g_autofree char *mobile = NULL;
        text_parse_mobile (rows[i].text, rows[i].prefix, &mobile, &error);
        g_assert_no_error (error);
        g_assert_cmpstr (mobile, ==, rows[i].mobile);
    }
    for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
        g_autoptr (GError) error = NULL;
        g_autofree char *mobile = NULL;
        g_assert_false (text_parse_mobile (bad[i], "967", &mobile, &error));
        g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_INVALID_VALUE);
        g_assert_null (mobile);
    }
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/text/fold", test_fold);
    g_test_add_func ("/text/fold-odd-input", test_fold_odd_input);
    g_test_add_func ("/text/fold-speed", test_fold_speed);
    g_test_add_func ("/text/marks", test_marks);
    g_test_add_func ("/text/mobile", test_mobile);
    return g_test_run ();
}
