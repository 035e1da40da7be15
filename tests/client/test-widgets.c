/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The smaller pieces: search as you type, filters and chips, charts, jobs, columns. */
#include "client/core/format.h"
#include "client/widgets/chart.h"
#include "client/widgets/filter-bar.h"
#include "client/widgets/job-bar.h"
#include "client/widgets/status-line.h"
#include "client/widgets/table.h"
#include "common/types/customers-types.h"
#include "tests/client/fake-server.h"
#include "tests/client/ui-support.h"

static const ListFilter filters[] = {
    { "state" },
    { "station_id", NULL, NULL, { "/api/v1/stations" } },
};

static void
test_chart (void)
{
    static const char *const months[] = { "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو" };
    static const gint64 energy_wh[] = { 410000, 385000, 402500, 512000, 640000, 720000 };
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *charts[] = { chart_new (CHART_BARS, "Balance"), chart_new (CHART_LINE, "Balance") };
    GtkWidget *window;

    for (guint c = 0; c < G_N_ELEMENTS (charts); c++) {
        chart_set_scale (SIRAJ_CHART (charts[c]), 1000);
        for (guint i = 0; i < G_N_ELEMENTS (months); i++)
            chart_add (SIRAJ_CHART (charts[c]), months[i], energy_wh[i]);
        gtk_widget_set_hexpand (charts[c], TRUE);
        gtk_box_append (GTK_BOX (box), charts[c]);
    }
    window = ui_show (box, 900, 300);
    ui_photo (window, "chart");
    ui_close (window);
}

static void
test_filters (void)
{
    g_autoptr (FakeServer) server = fake_server_new ();
    g_autoptr (SirajApi) api = api_new (fake_server_address (server));
    g_autoptr (SirajPageModel) model = page_model_new (api, "/api/v1/customers", &customer_record);
    GtkWidget *bar = filter_bar_new (model, &customer_record, filters, G_N_ELEMENTS (filters), api);
    GtkWidget *window = ui_show (bar, 900, 60);

    filter_bar_set (SIRAJ_FILTER_BAR (bar), "state", "active", NULL);
    filter_bar_set (SIRAJ_FILTER_BAR (bar), "station_id", "3", "كريتر 3");
    g_assert_cmpstr (page_model_get (model, "state"), ==, "active");
    ui_spin (30);
    ui_check_texts (window);
    ui_photo (window, "filters");
    filter_bar_clear (SIRAJ_FILTER_BAR (bar));
    g_assert_null (page_model_get (model, "state"));
    g_assert_null (page_model_get (model, "station_id"));
    ui_close (window);
}

static gboolean
was_asked (gpointer user_data)
{
    return fake_server_count (user_data, "GET") > 0;
}

static void
test_lookup (void)
{
    g_autoptr (FakeServer) server = fake_server_new ();
    g_autoptr (SirajApi) api = api_new (fake_server_address (server));
    g_autoptr (Customer) customer = customer_new ();
    const Field *field = record_find_field (&customer_record, "station_id");
    Lookup lookup = { "/api/v1/stations", "station_name" };
    SirajEditor *editor = editor_new (&customer_record, field, &lookup, api);
    GtkWidget *window = ui_show (GTK_WIDGET (editor), 300, 40);
    GtkWidget *list;
    g_autoptr (GError) error = NULL;

    fake_server_answer (server, "GET", "/api/v1/stations", 200,
                        "{\"items\":[{\"id\":3,\"name\":\"كريتر\"},{\"id\":4,\"name\":"
                        "\"المعلا\"}]}");
    gtk_widget_grab_focus (GTK_WIDGET (editor));
    ui_type (GTK_WIDGET (editor), "كر");
    g_assert_false (editor_store (editor, customer, &error));
    g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_INVALID_VALUE);
    g_assert_cmpstr (refusal_field (error), ==, "station_id");
    g_assert_true (ui_wait (was_asked, server));
    ui_spin (200);
    list = ui_find_type (GTK_WIDGET (editor), GTK_TYPE_LIST_BOX);
    g_signal_emit_by_name (list, "row-activated",
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1));
    g_assert_true (editor_store (editor, customer, NULL));
    g_assert_cmpint (customer->station_id, ==, 4);
    ui_close (window);
}

static void
test_jobs (void)
{
    g_autoptr (SirajApi) api = api_new ("http://127.0.0.1:9");
    g_autoptr (Job) job = job_new ();
    GtkWidget *bar = job_bar_new (api);
    GtkWidget *window = ui_show (bar, 420, 90);

    job->id = 7;
    job->kind = g_strdup ("bill-run");
    job->key = g_strdup ("2025-08");
    job->state = JOB_RUNNING;
    job->progress_done = 1240;
    job->progress_total = 2000;
    job_bar_set_job (SIRAJ_JOB_BAR (bar), job);
    ui_check_texts (window);
    ui_photo (window, "job");
    ui_close (window);
}

static void
test_column_memory (void)
{
    static const Column columns[] = { { "number", 10, COLUMN_SORT },
                                      { "name", 30 },
                                      { "city", 10, COLUMN_HIDDEN } };
    g_autoptr (SirajSettings) settings = settings_new (NULL);
    g_autoptr (GListStore) items = g_list_store_new (SIRAJ_TYPE_ITEM);

    for (guint round = 0; round < 2; round++) {
        GtkWidget *table =
            table_new (G_LIST_MODEL (items), &customer_record, columns, G_N_ELEMENTS (columns));
        GtkWidget *window = ui_show (table, 600, 200);
        GtkWidget *view = ui_find_type (table, GTK_TYPE_COLUMN_VIEW);
        g_autoptr (GtkColumnViewColumn) city = NULL;

        table_set_memory (SIRAJ_TABLE (table), settings, "list test");
        city = g_list_model_get_item (gtk_column_view_get_columns (GTK_COLUMN_VIEW (view)), 2);
        g_assert_cmpint (gtk_column_view_column_get_visible (city), ==, round == 1);
        gtk_column_view_column_set_visible (city, TRUE);
        ui_spin (50);
        ui_close (window);
    }
}

int
main (int argc, char **argv)
{
    ui_init (&argc, &argv,
             g_strcmp0 (g_getenv ("SIRAJ_TEST_LANGUAGE"), "en") == 0 ? LANGUAGE_ENGLISH
                                                                     : LANGUAGE_ARABIC);
    format_set_company (currency_find ("YER"), 180);
    g_test_add_func ("/widgets/chart", test_chart);
    g_test_add_func ("/widgets/filters", test_filters);
    g_test_add_func ("/widgets/lookup", test_lookup);
    g_test_add_func ("/widgets/jobs", test_jobs);
    g_test_add_func ("/widgets/column-memory", test_column_memory);
    return g_test_run ();
}
