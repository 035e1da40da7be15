/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record in a tab: loaded, changed, saved under its version, refused, overtaken, guarded. */
#include <adwaita.h>

#include "client/core/format.h"
#include "client/shell/form-page.h"
#include "common/types/customers-types.h"
#include "tests/client/fake-server.h"
#include "tests/client/ui-support.h"

#define LIST "/api/v1/customers"
#define ONE LIST "/12"

static const char record[] =
    "{\"id\":12,\"number\":\"0000012\",\"name\":\"محمد أحمد\",\"class_id\":2,"
    "\"class_name\":\"تجاري\",\"station_id\":1,\"station_name\":\"كريتر\","
    "\"mobile\":\"+967777123456\",\"city\":\"عدن\",\"state\":\"active\"}";
static const char theirs[] = "{\"id\":12,\"number\":\"0000012\",\"name\":\"محمد أحمد علي\","
                             "\"class_id\":2,\"class_name\":\"تجاري\",\"station_id\":1,"
                             "\"station_name\":\"كريتر\",\"mobile\":\"+967777123456\","
                             "\"city\":\"عدن\",\"state\":\"active\",\"updated_by_name\":\"سعيد\","
                             "\"updated_at\":\"2025-08-31T07:00:00Z\"}";

static const FormField fields[] = {
    { "number" },
    { "name", 2 },
    { "class_id", 1, { LIST "/classes", "class_name" } },
    { "station_id", 1, { LIST "/stations", "station_name" } },
    { "mobile" },
    { "city" },
    { "state" },
    { "balance_minor" },
};
static const FormSection sections[] = { { N_ ("Details"), 2, FORM_OPEN, FORM_FIELDS (fields) } };
static const FormLayout layout = { sections, G_N_ELEMENTS (sections) };
static const FormPageSpec spec = {
    .title_new = N_ ("New customer"),
    .title_member = "name",
    .icon_name = "avatar-default-symbolic",
    .path = LIST,
    .record = &customer_record,
    .layout = &layout,
    .write_permission = "customers.write",
    .list = "customers",
};

typedef struct {
    FakeServer *server;
    SirajSession *session;
    SirajSettings *settings;
    GtkWidget *window;
    SirajPage *page;
} Fixture;

static gboolean
is_idle (gpointer user_data)
{
    return !page_is_busy (user_data);
}

static void
settle (Fixture *fixture)
{
    g_assert_true (ui_wait (is_idle, fixture->page));
    ui_spin (50);
}

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

static void
open_page (Fixture *fixture, gint64 id)
{
    PageLocation where = { "customer", id, NULL };

    fixture->page =
        form_page_new (&(PageContext) { fixture->session, fixture->settings, &where }, &spec);
    fixture->window = ui_show (GTK_WIDGET (fixture->page), 1100, 500);
    page_shown (fixture->page);
    settle (fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
    g_autoptr (SirajApi) api = NULL;
    gboolean done = FALSE;

    fixture->server = fake_server_new ();
    fake_server_be_usual (fixture->server);
    fake_server_answer (fixture->server, "GET", ONE, 200, record);
    fake_server_set_version (fixture->server, 3);
    api = api_new (fake_server_address (fixture->server));
    fixture->session = client_session_new (api);
    fixture->settings = settings_new (NULL);
    client_session_sign_in_async (fixture->session, "ahmed", "secret", NULL, signed_in, &done);
    g_assert_true (ui_wait (is_true, &done));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
    ui_close (fixture->window);
    g_object_unref (fixture->session);
    g_object_unref (fixture->settings);
    fake_server_free (fixture->server);
}

static GtkWidget *
editor (Fixture *fixture, const char *name)
{
    SirajForm *form = form_page_get_form (SIRAJ_FORM_PAGE (fixture->page));

    return GTK_WIDGET (form_get_editor (form, name));
}

static void
test_edit (Fixture *fixture, gconstpointer data)
{
    g_autofree char *version = NULL;

    open_page (fixture, 12);
    g_assert_cmpstr (page_get_title (fixture->page), ==, "محمد أحمد");
    g_assert_cmpint (form_page_get_version (SIRAJ_FORM_PAGE (fixture->page)), ==, 3);
    g_assert_false (page_is_dirty (fixture->page));
    ui_type (editor (fixture, "city"), "لحج");
    g_assert_true (page_is_dirty (fixture->page));
    ui_photo (fixture->window, "form-page");
    fake_server_answer (fixture->server, "PATCH", ONE, 200, record);
    page_save (fixture->page);
    settle (fixture);
    g_assert_cmpstr (fake_server_last_body (fixture->server, "PATCH"), ==, "{\"city\":\"لحج\"}");
    version = fake_server_last_header (fixture->server, "PATCH", "If-Match");
    g_assert_cmpstr (version, ==, "\"3\"");
    g_assert_false (page_is_dirty (fixture->page));
    ui_check_texts (fixture->window);
}

static void
test_nothing_changed (Fixture *fixture, gconstpointer data)
{
    open_page (fixture, 12);
    page_save (fixture->page);
    settle (fixture);
    g_assert_cmpuint (fake_server_count (fixture->server, "PATCH"), ==, 0);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
    SirajForm *form;

    open_page (fixture, 12);
    form = form_page_get_form (SIRAJ_FORM_PAGE (fixture->page));
    ui_type (editor (fixture, "mobile"), "77");
    fake_server_answer (fixture->server, "PATCH", ONE, 400,
                        "{\"code\":\"INVALID_VALUE\",\"field\":\"mobile\","
                        "\"detail\":\"رقم الجوال 77 قصير: يتكون من 9 أرقام.\"}");
    page_save (fixture->page);
    settle (fixture);
    g_assert_nonnull (form_get_error (form, "mobile"));
    g_assert_true (page_is_dirty (fixture->page));
    ui_check_texts (fixture->window);
    ui_photo (fixture->window, "form-page-refused");
}

/* The same key goes with every try of one new record. */
static void
test_create (Fixture *fixture, gconstpointer data)
{
    g_autoptr (Customer) initial = customer_new ();
    g_autofree char *key = NULL;
    g_autofree char *again = NULL;

    open_page (fixture, 0);
    initial->class_id = 2;
    initial->class_name = g_strdup ("تجاري");
    initial->station_id = 1;
    initial->station_name = g_strdup ("كريتر");
    form_page_set_initial (SIRAJ_FORM_PAGE (fixture->page), initial);
    ui_type (editor (fixture, "name"), "نجلاء");
    ui_type (editor (fixture, "mobile"), "777123456");
    fake_server_answer (fixture->server, "POST", LIST, 503,
                        "{\"code\":\"UNAVAILABLE\",\"detail\":\"الخادم مشغول\"}");
    page_save (fixture->page);
    settle (fixture);
    key = fake_server_last_header (fixture->server, "POST", "Idempotency-Key");
    fake_server_answer (fixture->server, "POST", LIST, 201, record);
    page_save (fixture->page);
    settle (fixture);
    again = fake_server_last_header (fixture->server, "POST", "Idempotency-Key");
    g_assert_cmpstr (key, ==, again);
    g_assert_cmpuint (strlen (key), ==, 36);
    g_assert_nonnull (
        strstr (fake_server_last_body (fixture->server, "POST"), "\"name\":\"نجلاء\""));
    g_assert_nonnull (strstr (fake_server_last_body (fixture->server, "POST"), "\"class_id\":2"));
    g_assert_cmpint (page_get_location (fixture->page)->id, ==, 12);
}

static GtkWidget *
top_dialog (void)
{
    GListModel *windows = gtk_window_get_toplevels ();

    for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
        g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

        if (ADW_IS_MESSAGE_DIALOG (window))
            return window;
    }
    return NULL;
}

/* Somebody was faster: the dialogue tells who and what, and both changes end up together. */
static void
test_stale (Fixture *fixture, gconstpointer data)
{
    SirajForm *form;
    GtkWidget *dialog;
    const Customer *merged;

    open_page (fixture, 12);
    form = form_page_get_form (SIRAJ_FORM_PAGE (fixture->page));
    ui_type (editor (fixture, "city"), "لحج");
    fake_server_answer (fixture->server, "PATCH", ONE, 412,
                        "{\"code\":\"STALE_VERSION\",\"detail\":\"تغيّر السجل\"}");
    fake_server_answer (fixture->server, "GET", ONE, 200, theirs);
    fake_server_set_version (fixture->server, 4);
    page_save (fixture->page);
    settle (fixture);
    ui_spin (300);
    dialog = top_dialog ();
    g_assert_nonnull (dialog);
    g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "سعيد"));
    g_assert_nonnull (
        strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "محمد أحمد علي"));
    ui_check_texts (dialog);
    ui_photo (dialog, "form-page-stale");
    adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "yes");
    gtk_window_destroy (GTK_WINDOW (dialog));
    ui_spin (50);
    merged = form_get_data (form);
    g_assert_cmpstr (merged->city, ==, "لحج");
    g_assert_cmpstr (merged->name, ==, "محمد أحمد علي");
    g_assert_cmpint (form_page_get_version (SIRAJ_FORM_PAGE (fixture->page)), ==, 4);
    g_assert_true (page_is_dirty (fixture->page));
}

static void
test_not_found (Fixture *fixture, gconstpointer data)
{
    fake_server_answer (fixture->server, "GET", ONE, 404,
                        "{\"code\":\"NOT_FOUND\",\"detail\":\"لا سجل برقم 12\"}");
    open_page (fixture, 12);
    ui_check_texts (fixture->window);
    ui_photo (fixture->window, "form-page-not-found");
    g_assert_nonnull (ui_find_text (fixture->window, tr ("Try again")));
}

#define ADD(name, test) g_test_add ("/form-page/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
    ui_init (&argc, &argv,
             g_strcmp0 (g_getenv ("SIRAJ_TEST_LANGUAGE"), "en") == 0 ? LANGUAGE_ENGLISH
                                                                     : LANGUAGE_ARABIC);
    ADD ("edit", test_edit);
    ADD ("nothing-changed", test_nothing_changed);
    ADD ("refused", test_refused);
    ADD ("create", test_create);
    ADD ("stale", test_stale);
    ADD ("not-found", test_not_found);
    return g_test_run ();
}
