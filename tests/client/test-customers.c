/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clerk's pages with records in them: cards, forms and their errors, dialogs, the trail. */
#include "client/core/audit-types.h"
#include "client/shell/form-page.h"
#include "client/shell/registry.h"
#include "tests/client/page-fixture.h"
#include "tests/client/ui-support.h"

/* What a window of 1366 × 768 leaves to a page at large text. */
#define PAGE_WIDTH_PX 1120
#define PAGE_HEIGHT_PX 620

static const char customer[] =
    "{\"id\":12,\"number\":\"0000012\",\"name\":\"محمد أحمد\",\"class_id\":2,"
    "\"class_name\":\"تجاري\",\"station_id\":1,\"station_name\":\"محطة كريتر 2\","
    "\"mobile\":\"+967777123456\",\"identity_number\":\"01010000001\","
    "\"state\":\"active\",\"version\":3}";
static const char account[] =
    "{\"id\":5,\"number\":\"01-0000005\",\"customer_id\":12,"
    "\"customer_number\":\"0000012\",\"customer_name\":\"محمد أحمد\",\"class_id\":2,"
    "\"class_name\":\"تجاري\",\"station_name\":\"محطة كريتر 2\",\"state\":\"active\","
    "\"receivable_minor\":1250000,\"overdue_minor\":250000,"
    "\"oldest_due_date\":\"2025-08-01\",\"last_payment_minor\":500000,"
    "\"last_payment_date\":\"2025-07-20\",\"version\":1}";
static const char reading[] =
    "{\"id\":9,\"read_on\":\"2025-08-31\",\"value\":7777000,\"consumption_wh\":555000,"
    "\"kind\":\"periodic\",\"method\":\"manual\",\"state\":\"accepted\"}";
static const char agreement[] =
    "{\"id\":6,\"number\":\"0000006\",\"account_id\":5,\"account_number\":\"01-0000005\","
    "\"customer_name\":\"محمد أحمد\",\"service_point_number\":\"P-12\","
    "\"address\":\"شارع 26\",\"cycle_name\":\"شهري\",\"start_date\":\"2024-01-01\","
    "\"state\":\"active\",\"tariff_name\":\"تجاري 2021\",\"class_name\":\"تجاري\","
    "\"meter_number\":\"M700\",\"terms\":[{\"id\":1,\"valid_from\":\"2024-01-01\","
    "\"class_name\":\"تجاري\",\"tariff_name\":\"تجاري 2021\"}]}";
static const char invoice[] =
    "{\"id\":4,\"number\":\"INV-2025-01-00000004\",\"issue_date\":\"2025-08-01\","
    "\"due_date\":\"2025-08-15\",\"open_minor\":250000,\"state\":\"overdue\"}";
static const char meter[] =
    "{\"id\":7,\"number\":\"M700\",\"kind\":\"conventional\",\"digits\":6,"
    "\"multiplier_milli\":1000,\"station_id\":1,\"station_name\":\"محطة كريتر 2\","
    "\"state\":\"installed\",\"condition\":\"working\",\"service_point_id\":3,"
    "\"service_point_number\":\"P-12\",\"customer_name\":\"محمد أحمد\","
    "\"latest_date\":\"2025-08-31\",\"latest_value\":7777000}";
static const char trail[] =
    "{\"id\":1,\"at\":\"2025-08-31T07:00:00Z\",\"actor_id\":1,\"actor_name\":\"سعيد\","
    "\"subject\":\"customers\",\"subject_id\":12,"
    "\"action\":\"PATCH /api/v1/customers/12\","
    "\"names\":\"{\\\"station_id:1\\\":\\\"كريتر\\\",\\\"station_id:2\\\":\\\"المعلا\\\"}\","
    "\"before\":\"{\\\"id\\\":12,\\\"station_id\\\":1,\\\"city\\\":\\\"عدن\\\",\\\"mobile\\\":\\\"+967777000000\\\"}\","
    "\"after\":\"{\\\"id\\\":12,\\\"station_id\\\":2,\\\"city\\\":\\\"لحج\\\",\\\"mobile\\\":\\\"+967777123456\\\"}\"}";
static const char list_format[] =
    "{\"items\":[%s],\"next\":null,\"previous\":null,\"count\":1,\"count_exact\":true}";

static void
answer_all (FakeServer *server)
{
    static const char counter[] = "{\"id\":2,\"code\":\"total\",\"latest_value\":7777000}";
    static const struct {
        const char *path;
        const char *json;
        gboolean in_list;
    } answers[] = {
        { "/api/v1/customers/12", customer, FALSE }, { "/api/v1/accounts", account, TRUE },
        { "/api/v1/accounts/5", account, FALSE },    { "/api/v1/readings", reading, TRUE },
        { "/api/v1/agreements", agreement, TRUE },   { "/api/v1/agreements/6", agreement, FALSE },
        { "/api/v1/invoices", invoice, TRUE },       { "/api/v1/meters/7", meter, FALSE },
        { "/api/v1/registers", counter, TRUE },      { "/api/v1/audit", trail, TRUE },
    };

    for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
        g_autofree char *list = g_strdup_printf (list_format, answers[i].json);

        fake_server_answer (server, "GET", answers[i].path, 200,
                            answers[i].in_list ? list : answers[i].json);
    }
}

static void
look (PageFixture *fixture, const char *location, const char *name)
{
    answer_all (fixture->server);
    page_fixture_open (fixture, location);
    ui_check_texts (GTK_WIDGET (fixture->page));
    ui_photo (GTK_WIDGET (fixture->page), name);
}

/* Every tab of a card, with what the server has. */
static void
walk_tabs (PageFixture *fixture)
{
    GtkWidget *switcher = ui_find_type (GTK_WIDGET (fixture->page), GTK_TYPE_STACK_SWITCHER);
    GtkStack *stack = gtk_stack_switcher_get_stack (GTK_STACK_SWITCHER (switcher));
    g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (stack);
    guint n = g_list_model_get_n_items (G_LIST_MODEL (pages));

    g_assert_cmpuint (n, >, 1);
    for (guint i = 0; i < n; i++) {
        gtk_selection_model_select_item (pages, i, TRUE);
        page_fixture_settle (fixture);
        ui_check_texts (GTK_WIDGET (fixture->page));
    }
}

static void
test_customer (PageFixture *fixture, gconstpointer data)
{
    look (fixture, "customer/12", "customer-card");
    g_assert_cmpstr (page_get_title (fixture->page), ==, "محمد أحمد");
    g_assert_nonnull (ui_find_text (GTK_WIDGET (fixture->page), tr ("Of it overdue")));
    g_assert_false (page_is_dirty (fixture->page));
    walk_tabs (fixture);
}

static void
test_meter (PageFixture *fixture, gconstpointer data)
{
    look (fixture, "meter/7", "meter-card");
    walk_tabs (fixture);
}

static void
test_agreement (PageFixture *fixture, gconstpointer data)
{
    look (fixture, "agreement/6", "agreement-card");
    walk_tabs (fixture);
}

static GtkWidget *
editor (PageFixture *fixture, const char *name)
{
    SirajForm *form = form_page_get_form (SIRAJ_FORM_PAGE (fixture->page));

    return GTK_WIDGET (form_get_editor (form, name));
}

/* Empty required fields, then a refusal of the server, stand beside their fields. */
static void
test_errors (PageFixture *fixture, gconstpointer data)
{
    SirajForm *form;
    guint sent;

    page_fixture_open (fixture, "customer");
    form = form_page_get_form (SIRAJ_FORM_PAGE (fixture->page));
    sent = fake_server_count (fixture->server, "POST");
    g_assert_true (gtk_widget_is_ancestor (
        gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (form))), editor (fixture, "name")));
    page_save (fixture->page);
    g_assert_nonnull (form_get_error (form, "name"));
    g_assert_nonnull (form_get_error (form, "class_id"));
    g_assert_nonnull (form_get_error (form, "mobile"));
    g_assert_null (form_get_error (form, "phone"));
    g_assert_cmpuint (fake_server_count (fixture->server, "POST"), ==, sent);
    ui_type (editor (fixture, "name"), "علي");
    g_assert_null (form_get_error (form, "name"));
    ui_check_texts (GTK_WIDGET (fixture->page));
    ui_photo (GTK_WIDGET (fixture->page), "customer-errors");
}

static void
test_audit (PageFixture *fixture, gconstpointer data)
{
    look (fixture, "audit", "audit");
    g_assert_nonnull (ui_find_text (GTK_WIDGET (fixture->page), "لحج"));
    g_assert_null (ui_find_text (GTK_WIDGET (fixture->page), "12"));
    /* What the row refers to is named, with its number behind. */
    g_assert_nonnull (
        ui_find_text (GTK_WIDGET (fixture->page), "المعلا (\342\201\2462\342\201\251)"));
}

/* Text at one and a half times its size still leaves the window on a screen of 768 lines. */
static void
test_large_text (PageFixture *fixture, gconstpointer data)
{
    GtkSettings *settings = gtk_settings_get_default ();
    int height;

    answer_all (fixture->server);
    g_object_set (settings, "gtk-xft-dpi", 96 * 1024 * 3 / 2, NULL);
    page_fixture_open (fixture, "customer/12");
    ui_spin (300);
    gtk_widget_measure (GTK_WIDGET (fixture->page), GTK_ORIENTATION_VERTICAL, PAGE_WIDTH_PX,
                        &height, NULL, NULL, NULL);
    g_test_message ("the card is at least %d high", height);
    g_assert_cmpint (height, <=, PAGE_HEIGHT_PX);
    ui_photo (GTK_WIDGET (fixture->page), "customer-150");
    g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
}

/* Each table that leaves a trail has a name for people. */
static void
test_subjects (PageFixture *fixture, gconstpointer data)
{
    g_autofree char *folder =
        g_build_filename (g_getenv ("SIRAJ_SOURCE"), "server/sql/migrations", NULL);
    g_autoptr (GRegex) call = g_regex_new ("CALL audit_table\\('([a-z_]+)'\\)", 0, 0, NULL);
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    g_assert_nonnull (dir);
    while ((name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        g_autofree char *text = NULL;
        g_autoptr (GMatchInfo) match = NULL;

        g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
        for (g_regex_match (call, text, 0, &match); g_match_info_matches (match);
             g_match_info_next (match, NULL)) {
            g_autofree char *table = g_match_info_fetch (match, 1);
            int subject;

            if (!enumeration_find (&audit_subject_enum, table, &subject))
                g_error ("the audit trail has no name for the table %s", table);
        }
    }
}

/* The new record of each form has a first field under the keyboard and no digit astray. */
static void
test_forms (PageFixture *fixture, gconstpointer data)
{
    static const char *const forms[] = { "account", "agreement", "point", "meter", "route",
                                         "feeder",  "box",       "class", "cycle", "branch",
                                         "station", "user",      "role" };

    for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
        page_fixture_open (fixture, forms[i]);
        ui_check_texts (GTK_WIDGET (fixture->page));
        g_assert_false (page_is_dirty (fixture->page));
        if (i + 1 < G_N_ELEMENTS (forms))
            ui_close (fixture->window);
    }
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
    add ("/customers/card", test_customer);
    add ("/customers/large-text", test_large_text);
    add ("/customers/meter", test_meter);
    add ("/customers/agreement", test_agreement);
    add ("/customers/errors", test_errors);
    add ("/customers/forms", test_forms);
    add ("/customers/audit", test_audit);
    add ("/customers/subjects", test_subjects);
    return g_test_run ();
}
