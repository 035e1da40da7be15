/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole window against a server in the same process: every page of the registry, the list, the
 * palette, an expired session, the guard of what is not saved. */
#include <adwaita.h>

#include "client/core/format.h"
#include "client/shell/form-page.h"
#include "client/shell/list-page.h"
#include "client/shell/login.h"
#include "client/shell/registry.h"
#include "client/shell/window.h"
#include "common/types/customers-types.h"
#include "tests/client/fake-server.h"
#include "tests/client/ui-support.h"

#define PATH "/api/v1/customers"

static const char rows[] =
    "{\"items\":[{\"id\":1,\"number\":\"0000001\",\"name\":\"أحمد سعيد\",\"state\":\"active\","
    "\"class_name\":\"سكني\",\"station_name\":\"التحرير\",\"account_number\":\"01-0000001\","
    "\"meter_number\":\"4410000017\",\"balance_minor\":-125000},"
    "{\"id\":2,\"number\":\"0000002\",\"name\":\"Smith Co. 24\",\"state\":\"closed\","
    "\"class_name\":\"تجاري\",\"balance_minor\":0}],\"next\":\"c\",\"previous\":null,"
    "\"count\":12400,\"count_exact\":false,\"sum_minor\":123456789}";
static const char empty[] = "{\"items\":[],\"next\":null,\"previous\":null,\"count\":0,"
                            "\"count_exact\":true}";

typedef struct {
    FakeServer *server;
    SirajSession *session;
    SirajSettings *settings;
    SirajWindow *window;
} Fixture;

static gboolean
has_page (gpointer user_data)
{
    SirajPage *page = window_get_page (user_data);

    return page != NULL && !page_is_busy (page);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
    GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
    g_autoptr (SirajApi) api = NULL;

    fixture->server = fake_server_new ();
    fake_server_be_usual (fixture->server);
    fake_server_answer (fixture->server, "GET", PATH, 200, rows);
    api = api_new (fake_server_address (fixture->server));
    fixture->session = client_session_new (api);
    fixture->settings = settings_new (NULL);
    fixture->window = window_new (application, fixture->session, fixture->settings);
    window_set_start (fixture->window, "customers");
    gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1366, 768);
    gtk_window_present (GTK_WINDOW (fixture->window));
    window_sign_in (fixture->window, "ahmed", "secret");
    g_assert_true (ui_wait (has_page, fixture->window));
    ui_spin (100);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
    gtk_window_destroy (GTK_WINDOW (fixture->window));
    ui_spin (50);
    g_object_unref (fixture->session);
    g_object_unref (fixture->settings);
    fake_server_free (fixture->server);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
    GtkWidget *window = GTK_WIDGET (fixture->window);
    SirajListPage *page = SIRAJ_LIST_PAGE (window_get_page (fixture->window));
    SirajTable *table = list_page_get_table (page);

    ui_check_texts (window);
    ui_photo (window, "list");
    g_assert_true (table_select_id (table, 2));
    ui_action (window, "win.refresh");
    g_assert_true (ui_wait (has_page, window));
    g_assert_cmpint (item_get_id (table_get_selected (table)), ==, 2);
    table_focus_rows (table);
    ui_spin (50);
    g_assert_true (
        gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), GTK_WIDGET (table)));
    g_signal_emit_by_name (table, "preview", table_get_selected (table));
    ui_spin (50);
    ui_check_texts (window);
    ui_photo (window, "list-preview");
    g_assert_true (page_escape (SIRAJ_PAGE (page)));
    g_assert_false (page_escape (SIRAJ_PAGE (page)));
}

static void
test_empty_and_error (Fixture *fixture, gconstpointer data)
{
    GtkWidget *window = GTK_WIDGET (fixture->window);

    fake_server_answer (fixture->server, "GET", PATH, 200, empty);
    ui_action (window, "win.refresh");
    g_assert_true (ui_wait (has_page, window));
    ui_check_texts (window);
    ui_photo (window, "list-empty");
    fake_server_answer (fixture->server, "GET", PATH, 500,
                        "{\"code\":\"INTERNAL\",\"detail\":\"خلل رقم 17؛ لم يُحفظ شيء.\"}");
    ui_action (window, "win.refresh");
    g_assert_true (ui_wait (has_page, window));
    ui_check_texts (window);
    ui_photo (window, "list-error");
}

static void
test_palette (Fixture *fixture, gconstpointer data)
{
    GtkWidget *window = GTK_WIDGET (fixture->window);

    fake_server_answer (fixture->server, "GET", "/api/v1/search", 200,
                        "{\"items\":[{\"kind\":\"customer\",\"id\":3,\"title\":\"محمد أحمد\","
                        "\"subtitle\":\"01-0000003\"}]}");
    ui_action (window, "win.palette");
    ui_check_texts (window);
    ui_photo (window, "palette");
}

static void
test_expired (Fixture *fixture, gconstpointer data)
{
    GtkWidget *window = GTK_WIDGET (fixture->window);
    SirajApi *api = client_session_get_api (fixture->session);

    fake_server_answer (fixture->server, "GET", PATH, 401, "{\"code\":\"SESSION_EXPIRED\"}");
    ui_action (window, "win.refresh");
    ui_spin (200);
    g_assert_cmpint (api_get_state (api), ==, API_STATE_EXPIRED);
    ui_check_texts (window);
    ui_photo (window, "expired");
    fake_server_answer (fixture->server, "GET", PATH, 200, rows);
    api_set_token (api, "two");
    g_assert_true (ui_wait (has_page, window));
}

/* Every page of the registry can be opened with an answer for nothing. */
static void
test_registry (Fixture *fixture, gconstpointer data)
{
    guint n;
    const PageEntry *entries = registry_list (&n);

    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strconcat ("page-", entries[i].id, NULL);

        g_assert_true (registry_find (entries[i].id) == &entries[i]);
        g_assert_nonnull (
            window_open (fixture->window, &(PageLocation) { entries[i].id, 0, NULL }));
        g_assert_true (ui_wait (has_page, fixture->window));
        ui_check_texts (GTK_WIDGET (fixture->window));
        ui_photo (GTK_WIDGET (fixture->window), name);
    }
}

static void
test_looks (Fixture *fixture, gconstpointer data)
{
    AdwStyleManager *style = adw_style_manager_get_default ();
    GtkSettings *settings = gtk_settings_get_default ();

    adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
    ui_photo (GTK_WIDGET (fixture->window), "list-dark");
    adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
    g_object_set (settings, "gtk-xft-dpi", 96 * 1024 * 3 / 2, NULL);
    ui_spin (100);
    ui_photo (GTK_WIDGET (fixture->window), "list-150");
    g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
}

/* Windows beside the main one come up without a complaint, and are gone again. */
static void
test_dialogs (Fixture *fixture, gconstpointer data)
{
    static const char *const actions[] = { "win.preferences", "win.show-help-overlay",
                                           "win.about" };
    GtkWidget *main_window = GTK_WIDGET (fixture->window);
    GListModel *windows = gtk_window_get_toplevels ();

    for (guint i = 0; i < G_N_ELEMENTS (actions); i++) {
        ui_action (main_window, actions[i]);
        ui_spin (100);
        for (guint w = g_list_model_get_n_items (windows); w > 0; w--) {
            g_autoptr (GtkWidget) window = g_list_model_get_item (windows, w - 1);

            if (window == main_window || !gtk_widget_get_mapped (window))
                continue;
            ui_photo (window, actions[i] + strlen ("win."));
            gtk_window_close (GTK_WINDOW (window));
        }
        ui_spin (50);
    }
}

/* Signing out forgets the tabs and asks who comes next. */
static void
test_sign_out (Fixture *fixture, gconstpointer data)
{
    ui_action (GTK_WIDGET (fixture->window), "win.sign-out");
    ui_spin (100);
    g_assert_null (window_get_page (fixture->window));
    g_assert_false (client_session_is_signed_in (fixture->session));
    g_assert_true (
        gtk_widget_get_mapped (ui_find_type (GTK_WIDGET (fixture->window), SIRAJ_TYPE_LOGIN)));
    ui_check_texts (GTK_WIDGET (fixture->window));
    ui_photo (GTK_WIDGET (fixture->window), "sign-in");
}

/* What was open comes back with the next sign-in. */
static void
test_tabs_come_back (Fixture *fixture, gconstpointer data)
{
    window_open (fixture->window, &(PageLocation) { "customers", 0, "state=active" });
    ui_spin (100);
    ui_action (GTK_WIDGET (fixture->window), "win.sign-out");
    window_set_start (fixture->window, NULL);
    window_sign_in (fixture->window, "ahmed", "secret");
    g_assert_true (ui_wait (has_page, fixture->window));
    g_assert_cmpstr (page_get_location (window_get_page (fixture->window))->query, ==,
                     "state=active");
    g_assert_nonnull (strstr (fake_server_last_path (fixture->server, "GET"), "state=active"));
}

#define ADD(name, test) g_test_add ("/shell/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
    g_autoptr (AdwApplication) application = NULL;
    g_autoptr (GError) error = NULL;

    ui_init (&argc, &argv,
             g_strcmp0 (g_getenv ("SIRAJ_TEST_LANGUAGE"), "en") == 0 ? LANGUAGE_ENGLISH
                                                                     : LANGUAGE_ARABIC);
    application = g_object_new (ADW_TYPE_APPLICATION, "application-id", "org.sirajbilling.Tests",
                                "flags", G_APPLICATION_NON_UNIQUE, "resource-base-path",
                                "/org/sirajbilling/Siraj", NULL);
    g_application_register (G_APPLICATION (application), NULL, &error);
    g_assert_no_error (error);
    g_application_set_default (G_APPLICATION (application));
    ADD ("list", test_list);
    ADD ("empty-and-error", test_empty_and_error);
    ADD ("palette", test_palette);
    ADD ("expired", test_expired);
    ADD ("registry", test_registry);
    ADD ("looks", test_looks);
    ADD ("dialogs", test_dialogs);
    ADD ("sign-out", test_sign_out);
    ADD ("tabs-come-back", test_tabs_come_back);
    return g_test_run ();
}
