/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checked bills of tariff_cases.csv, to the coin, from the tariff documents that are
 * shipped. */
#include <string.h>

#include "server/modules/tariffs/tariff-document.h"

#define N_CASES 91

typedef enum { COMPARE_NET, COMPARE_TOTAL } Compare;

/* Which document answers a row of the file, and what of the bill the row states. */
typedef struct {
    const char *country;
    const char *year;
    const char *category; /* beginning of it */
    const char *document;
    int scope;
    gint64 amperes;
    gint64 days;
    Compare compare;
} Source;

static const Source sources[] = {
    { "EG", "2020/21", "residential", "eg-residential-2020", CASE_BILL, 0, 0, COMPARE_TOTAL },
    { "EG", "2024-08", "residential", "eg-residential-2024", CASE_BILL, 0, 0, COMPARE_TOTAL },
    { "SA", "2018", "residential energy", "sa-residential-2020", CASE_BLOCKS, 0, 0, COMPARE_NET },
    { "SA", "2018", "residential + meter", "sa-residential-2020", CASE_BILL, 100, 0, COMPARE_NET },
    { "SA", "2018-2025", "residential", "sa-residential-2020", CASE_BLOCKS, 0, 0, COMPARE_NET },
    { "SA", "2020-2025", "residential", "sa-residential-2020", CASE_BLOCKS, 0, 0, COMPARE_TOTAL },
    { "SA", "2018", "government", "sa-government-2020", CASE_BLOCKS, 0, 0, COMPARE_NET },
    { "SA", "2018", "industrial", "sa-industrial-2020", CASE_BLOCKS, 0, 0, COMPARE_NET },
    { "AE-DU", "2011-2025", "DEWA", "ae-dubai-2018", CASE_BLOCKS, 0, 0, COMPARE_NET },
    { "OM", "2025", "residential basic", "om-basic-2025", CASE_BILL, 0, 0, COMPARE_TOTAL },
    { "LB", "2024-05", "private generator 5 A", "lb-generator-2024", CASE_BILL, 5, 0,
      COMPARE_TOTAL },
    { "LB", "2024-05", "private generator 10 A", "lb-generator-2024", CASE_BILL, 10, 0,
      COMPARE_TOTAL },
    { "YE", "2021-12", "PEC residential city", "ye-residential-city-2021", CASE_BILL, 0, 0,
      COMPARE_TOTAL },
    { "YE", "2021-12", "PEC residential rural", "ye-residential-rural-2021", CASE_BILL, 0, 0,
      COMPARE_TOTAL },
    { "YE", "2021-12", "PEC small commercial", "ye-commercial-small-2021", CASE_BILL, 0, 0,
      COMPARE_TOTAL },
    { "YE", "2021-12", "PEC large commercial", "ye-commercial-large-2021", CASE_BILL, 0, 0,
      COMPARE_TOTAL },
    { "YE", "2021-12", "PEC government", "ye-government-2021", CASE_BILL, 0, 0, COMPARE_TOTAL },
    { "YE", "2021-12", "PEC industrial", "ye-industrial-2021", CASE_BILL, 0, 0, COMPARE_TOTAL },
    { "YE-SN", "2024-03", "Sanaa PEC", "ye-sanaa-2024", CASE_BILL, 0, 15, COMPARE_TOTAL },
    { "YE-SN", "2023/24", "Sanaa private", "ye-private-2023", CASE_BILL, 0, 10, COMPARE_TOTAL },
};

/* Cells of a row; only the category and the source are ever quoted. */
static GPtrArray *
split_row (const char *row)
{
    GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
    GString *cell = g_string_new (NULL);
    gboolean quoted = FALSE;

    for (const char *at = row; *at != '\0'; at++) {
        if (*at == '"') {
            quoted = !quoted;
        } else if (*at == ',' && !quoted) {
            g_ptr_array_add (cells, g_strdup (cell->str));
            g_string_truncate (cell, 0);
        } else {
            g_string_append_c (cell, *at);
        }
    }
    g_ptr_array_add (cells, g_string_free (cell, FALSE));
    return cells;
}

static const Source *
find_source (const GPtrArray *cells)
{
    for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
        if (strcmp (sources[i].country, cells->pdata[0]) == 0 &&
            strcmp (sources[i].year, cells->pdata[1]) == 0 &&
            g_str_has_prefix (cells->pdata[2], sources[i].category))
            return &sources[i];
    g_error ("no document for %s %s %s", (char *)cells->pdata[0], (char *)cells->pdata[1],
             (char *)cells->pdata[2]);
}

static TariffVersion *
load_document (const char *name)
{
    g_autofree char *file = g_strconcat (name, ".json", NULL);
    g_autofree char *path = g_build_filename (TARIFF_DIR, file, NULL);
    g_autofree char *text = NULL;
    g_autoptr (GError) error = NULL;
    TariffVersion *version;
    gsize length;

    g_file_get_contents (path, &text, &length, &error);
    g_assert_no_error (error);
    version = tariff_document_parse (text, length, &error);
    if (error != NULL)
        g_error ("%s: %s: %s", path, refusal_field (error), error->message);
    return version;
}

static void
check_row (const char *row, Bill *bill)
{
    g_autoptr (GPtrArray) cells = split_row (row);
    const Source *source = find_source (cells);
    g_autoptr (TariffVersion) version = load_document (source->document);
    g_autoptr (TariffCase) golden = tariff_case_new ();
    g_autoptr (GError) error = NULL;
    gint64 expected_minor;

    g_assert_true (
        money_parse (cells->pdata[4], currency_find (version->currency), &expected_minor, &error));
    golden->scope = source->scope;
    golden->amperes = source->amperes;
    golden->days = source->days;
    golden->energy_wh = g_ascii_strtoll (cells->pdata[3], NULL, 10) * WH_PER_KWH;
    g_assert_cmpstr (cells->pdata[5], ==, version->currency);
    g_assert_true (tariff_case_bill (version, golden, bill, &error));
    g_test_message ("%s %s kWh", source->document, (char *)cells->pdata[3]);
    if (source->compare == COMPARE_NET)
        g_assert_cmpint (bill->net_minor, ==, expected_minor);
    else
        g_assert_cmpint (bill->total_minor, ==, expected_minor);
    g_assert_cmpint (bill->total_minor, ==,
                     bill->net_minor + bill->tax_minor + bill->rounding_minor);
}

static void
test_published_bills (void)
{
    g_autofree char *path = g_build_filename (TEST_DATA_DIR, "tariff_cases.csv", NULL);
    g_autofree char *text = NULL;
    g_auto (GStrv) rows = NULL;
    g_autofree Bill *bill = g_new (Bill, 1);
    guint n = 0;

    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    rows = g_strsplit (text, "\n", -1);
    for (guint i = 1; rows[i] != NULL; i++) {
        g_strchomp (rows[i]);
        if (*rows[i] == '\0')
            continue;
        check_row (rows[i], bill);
        n++;
    }
    g_assert_cmpuint (n, ==, N_CASES);
}

/* Every shipped document passes its own cases and comes back equal from its own text. */
static void
test_shipped_documents (void)
{
    g_autoptr (GDir) dir = g_dir_open (TARIFF_DIR, 0, NULL);
    const char *file;
    guint n = 0;

    g_assert_nonnull (dir);
    while ((file = g_dir_read_name (dir)) != NULL) {
        g_autofree char *name = NULL;
        g_autoptr (TariffVersion) version = NULL;
        g_autoptr (TariffVersion) again = NULL;
        g_autofree char *text = NULL;
        g_autofree char *text_again = NULL;
        g_autoptr (GError) error = NULL;

        if (!g_str_has_suffix (file, ".json"))
            continue;
        name = g_strndup (file, strlen (file) - strlen (".json"));
        version = load_document (name);
        if (!tariff_check_cases (version, NULL, &error))
            g_error ("%s: %s: %s", file, refusal_field (error), error->message);
        text = tariff_document_write (version);
        again = tariff_document_parse (text, strlen (text), &error);
        g_assert_no_error (error);
        g_assert_true (record_equal (&tariff_version_record, version, again));
        g_assert_true (tariff_same_prices (version, again));
        text_again = tariff_document_write (again);
        g_assert_cmpstr (text, ==, text_again);
        n++;
    }
    g_assert_cmpuint (n, >=, 16);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    language_set (LANGUAGE_ENGLISH);
    g_test_add_func ("/engine/golden/published-bills", test_published_bills);
    g_test_add_func ("/engine/golden/shipped-documents", test_shipped_documents);
    return g_test_run ();
}
