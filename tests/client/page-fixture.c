/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page of the registry alone in a window. */
#include "tests/client/page-fixture.h"

#include "client/shell/registry.h"
#include "tests/client/ui-support.h"

#define WIDTH_PX 1100
#define HEIGHT_PX 660

static void
signed_in (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GError) error = NULL;

    client_session_sign_in_finish (SIRAJ_SESSION (source), result, &error);
    g_assert_no_error (error);
    *(gboolean *)user_data = TRUE;
}

static gboolean
is_true (gpointer user_data)
{
    return *(gboolean *)user_data;
}

static gboolean
is_idle (gpointer user_data)
{
    return !page_is_busy (user_data);
}

void
page_fixture_set_up (PageFixture *fixture, gconstpointer data)
{
    g_autoptr (SirajApi) api = NULL;
    gboolean done = FALSE;

    fixture->server = fake_server_new ();
    fake_server_be_usual (fixture->server);
    api = api_new (fake_server_address (fixture->server));
    fixture->session = client_session_new (api);
    fixture->settings = settings_new (NULL);
    client_session_sign_in_async (fixture->session, "ahmed", "secret", NULL, signed_in, &done);
    g_assert_true (ui_wait (is_true, &done));
}

void
page_fixture_tear_down (PageFixture *fixture, gconstpointer data)
{
    if (fixture->window != NULL)
        ui_close (fixture->window);
    g_object_unref (fixture->session);
    g_object_unref (fixture->settings);
    fake_server_free (fixture->server);
}

void
page_fixture_settle (PageFixture *fixture)
{
    for (guint i = 0; i < 3; i++) {
        ui_spin (60);
        g_assert_true (ui_wait (is_idle, fixture->page));
    }
}

void
page_fixture_open (PageFixture *fixture, const char *location)
{
    g_autoptr (PageLocation) where = page_location_parse (location);
    const PageEntry *entry = registry_find (where->page);

    g_assert_nonnull (entry);
    fixture->page = entry->create (&(PageContext) { fixture->session, fixture->settings, where });
    fixture->window = ui_show (GTK_WIDGET (fixture->page), WIDTH_PX, HEIGHT_PX);
    page_shown (fixture->page);
    page_fixture_settle (fixture);
}

void
page_fixture_press (GtkWidget *widget, guint keyval)
{
    g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
    gboolean handled = FALSE;

    for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++) {
        g_autoptr (GtkEventController) keys = g_list_model_get_item (controllers, i);

        if (GTK_IS_EVENT_CONTROLLER_KEY (keys) &&
            gtk_event_controller_get_propagation_phase (keys) == GTK_PHASE_CAPTURE)
            g_signal_emit_by_name (keys, "key-pressed", keyval, 0, 0, &handled);
    }
    g_assert_true (handled);
    ui_spin (10);
}
