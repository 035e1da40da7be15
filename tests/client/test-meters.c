/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Meters with several registers: every act takes what each of them shows. */
#include "client/shell/register-values.h"
#include "tests/client/page-fixture.h"
#include "tests/client/ui-support.h"

static const char stored[] =
    "{\"id\":7,\"number\":\"M7\",\"kind\":\"smart\",\"register_codes\":[\"peak\",\"off_peak\"],"
    "\"phases\":3,\"multiplier_milli\":1000,\"digits\":6,\"decimals\":0,\"station_id\":1,"
    "\"station_name\":\"محطة حدة\",\"state\":\"in_store\",\"condition\":\"working\","
    "\"version\":1}";
static const char installed[] =
    "{\"id\":8,\"number\":\"M8\",\"kind\":\"smart\",\"register_codes\":[\"peak\",\"off_peak\"],"
    "\"phases\":3,\"multiplier_milli\":1000,\"digits\":6,\"decimals\":0,\"station_id\":1,"
    "\"station_name\":\"محطة حدة\",\"state\":\"installed\",\"condition\":\"working\","
    "\"service_point_id\":3,\"version\":1}";
static const char registers[] =
    "{\"items\":["
    "{\"id\":21,\"account_id\":1,\"agreement_id\":5,\"installation_id\":2,\"code\":\"peak\","
    "\"digits\":6,\"multiplier_milli\":1000,\"opened_on\":\"2025-01-01\",\"latest_date\":"
    "\"2025-09-01\",\"latest_value\":500000},"
    "{\"id\":20,\"account_id\":1,\"agreement_id\":4,\"installation_id\":2,\"code\":\"peak\","
    "\"digits\":6,\"multiplier_milli\":1000,\"opened_on\":\"2024-01-01\",\"closed_on\":"
    "\"2025-01-01\"},"
    "{\"id\":22,\"account_id\":1,\"agreement_id\":5,\"installation_id\":2,\"code\":\"off_peak\","
    "\"digits\":6,\"multiplier_milli\":1000,\"opened_on\":\"2025-01-01\",\"latest_date\":"
    "\"2025-09-01\",\"latest_value\":700000}],"
    "\"next\":null,\"previous\":null}";

/* The dialog on top of the page. */
static GtkWidget *
dialog_of (PageFixture *fixture)
{
    g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

    for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
        g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

        if (window != fixture->window)
            return window;
    }
    return NULL;
}

static SirajRegisterValues *
values_of (PageFixture *fixture)
{
    return SIRAJ_REGISTER_VALUES (ui_find_type (dialog_of (fixture), SIRAJ_TYPE_REGISTER_VALUES));
}

static void
click (GtkWidget *root, const char *label)
{
    GtkWidget *text = ui_find_text (root, label);

    g_assert_nonnull (text);
    ui_click (gtk_widget_get_ancestor (text, GTK_TYPE_BUTTON));
}

/* A field for each register that was open, none for those closed before. */
static void
test_remove (PageFixture *fixture, gconstpointer data)
{
    SirajRegisterValues *values;
    g_autofree char *json = NULL;

    fake_server_answer (fixture->server, "GET", "/api/v1/meters/8", 200, installed);
    fake_server_answer (fixture->server, "GET", "/api/v1/registers", 200, registers);
    page_fixture_open (fixture, "meter/8");
    click (GTK_WIDGET (fixture->page), tr ("_Remove…"));
    page_fixture_settle (fixture);
    values = values_of (fixture);
    g_assert_nonnull (register_values_get_entry (values, 1));
    g_assert_null (register_values_get_entry (values, 2));
    ui_type (register_values_get_entry (values, 0), "600");
    g_assert_null (register_values_to_json (values)); /* the second is missing */
    ui_type (register_values_get_entry (values, 1), "٧٥٠");
    json = register_values_to_json (values);
    g_assert_nonnull (strstr (json, "\"code\":\"peak\",\"value\":600000"));
    g_assert_nonnull (strstr (json, "\"code\":\"off_peak\",\"value\":750000"));
    ui_check_texts (dialog_of (fixture));
    ui_photo (dialog_of (fixture), "meter-remove");
    gtk_window_destroy (GTK_WINDOW (dialog_of (fixture)));
}

/* A meter from the store opens the registers of its model. */
static void
test_install (PageFixture *fixture, gconstpointer data)
{
    SirajRegisterValues *values;

    fake_server_answer (fixture->server, "GET", "/api/v1/meters/7", 200, stored);
    page_fixture_open (fixture, "meter/7");
    click (GTK_WIDGET (fixture->page), tr ("_Install…"));
    page_fixture_settle (fixture);
    values = values_of (fixture);
    g_assert_nonnull (register_values_get_entry (values, 1));
    g_assert_null (register_values_get_entry (values, 2));
    ui_check_texts (dialog_of (fixture));
    ui_photo (dialog_of (fixture), "meter-install");
    gtk_window_destroy (GTK_WINDOW (dialog_of (fixture)));
}

static void
add (const char *path, void (*test) (PageFixture *, gconstpointer))
{
    g_test_add (path, PageFixture, NULL, page_fixture_set_up, test, page_fixture_tear_down);
}

int
main (int argc, char **argv)
{
    ui_init (&argc, &argv, language_from_header (g_getenv ("SIRAJ_TEST_LANGUAGE")));
    add ("/meters/install", test_install);
    add ("/meters/remove", test_remove);
    return g_test_run ();
}
