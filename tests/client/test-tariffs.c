/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor of a tariff version: grids keep what they do not show, the bill stands beside them. */
#include "client/pages/tariffs/document-editor.h"
#include "client/pages/tariffs/json-form.h"
#include "client/pages/tariffs/json-grid.h"
#include "client/pages/tariffs/what-if.h"
#include "client/shell/list-page.h"
#include "client/shell/registry.h"
#include "tests/client/page-fixture.h"
#include "tests/client/ui-support.h"

/* clang-format off: it counts the width of Arabic otherwise. */
/* clang-format off */
#define LIST(items) \
    "{\"items\":[" items "],\"next\":null,\"previous\":null,\"count\":1,\"count_exact\":true}"
#define TARIFF \
    "{\"id\":3,\"code\":\"RES\",\"name\":\"منزلي 2025\",\"active\":true,\"versions_count\":1," \
    "\"version\":1}"
/* future_member is of a shape that this program does not know. */
#define DOCUMENT \
    "{\\\"code\\\":\\\"RES\\\",\\\"name\\\":\\\"منزلي\\\",\\\"currency\\\":\\\"YER\\\"," \
    "\\\"valid_from\\\":\\\"2025-01-01\\\",\\\"limit_basis\\\":\\\"month\\\"," \
    "\\\"future_member\\\":{\\\"kept\\\":7},\\\"components\\\":[{\\\"name\\\":\\\"طاقة\\\"," \
    "\\\"bands\\\":[{\\\"from_wh\\\":0,\\\"to_wh\\\":null,\\\"blocks\\\":[{\\\"from_wh\\\":0," \
    "\\\"to_wh\\\":100000,\\\"rate_micro_per_kwh\\\":6000000,\\\"odd\\\":1},{\\\"from_wh\\\":" \
    "100000,\\\"to_wh\\\":null,\\\"rate_micro_per_kwh\\\":9000000}]}]}],\\\"charges\\\":[{" \
    "\\\"name\\\":\\\"عداد\\\",\\\"kind\\\":\\\"rent\\\",\\\"basis\\\":\\\"month\\\"," \
    "\\\"steps\\\":[{\\\"above\\\":0,\\\"up_to\\\":null,\\\"amount_minor\\\":50000}]}]," \
    "\\\"cases\\\":[{\\\"energy_wh\\\":1000,\\\"expected_total_minor\\\":600}]}"
#define VERSION \
    "{\"id\":7,\"tariff_id\":3,\"tariff_code\":\"RES\",\"tariff_name\":\"منزلي\",\"state\":" \
    "\"draft\",\"valid_from\":\"2025-01-01\",\"document\":\"" DOCUMENT "\",\"version\":2}"
#define QUOTE \
    "{\"energy_wh\":300000,\"days\":30,\"net_minor\":240000,\"tax_minor\":0,\"total_minor\":" \
    "240000,\"lines\":[{\"line_no\":1,\"kind\":\"energy\",\"description\":\"Energy\"," \
    "\"explanation\":null,\"amount_minor\":240000}]}"
#define CURVE \
    "{\"points\":[{\"energy_wh\":0,\"total_minor\":0},{\"energy_wh\":100000,\"total_minor\":" \
    "60000},{\"energy_wh\":101000,\"total_minor\":90000,\"cliff\":true}]}"
#define ROW(id, from, state) \
    "{\"id\":" id ",\"tariff_id\":3,\"tariff_name\":\"منزلي\",\"state\":\"" state \
    "\",\"valid_from\":\"" from "\",\"version\":1}"
#define COMPARISON \
    "{\"differences\":[{\"path\":\"a\",\"member\":\"السعر\",\"first\":\"6\"," \
    "\"second\":\"9\"}],\"amounts\":[{\"energy_wh\":100000,\"first_minor\":1," \
    "\"second_minor\":2,\"difference_minor\":1}]}"
/* clang-format on */
/* clang-format on */

static void
open_version (PageFixture *fixture)
{
    fake_server_answer (fixture->server, "GET", "/api/v1/tariffs", 200, LIST (TARIFF));
    fake_server_answer (fixture->server, "GET", "/api/v1/tariffs/3", 200, TARIFF);
    fake_server_answer (fixture->server, "GET", "/api/v1/tariff-versions", 200, LIST (VERSION));
    fake_server_answer (fixture->server, "GET", "/api/v1/tariff-versions/7", 200, VERSION);
    fake_server_answer (fixture->server, "GET", "/api/v1/period-prices", 200,
                        LIST ("{\"id\":1,\"name\":\"وقود\",\"month\":\"2025-08-01\"}"));
    fake_server_answer (fixture->server, "GET", "/api/v1/prices-in-force", 200,
                        LIST ("{\"id\":1,\"tariff_code\":\"RES\",\"item\":\"طاقة\"}"));
    fake_server_answer (fixture->server, "POST", "/api/v1/tariffs/3/quote", 200, QUOTE);
    fake_server_answer (fixture->server, "POST", "/api/v1/tariffs/3/curve", 200, CURVE);
}

static void
test_look (PageFixture *fixture, gconstpointer data)
{
    g_autofree char *name = g_strdelimit (g_strdup (data), "/?=", '-');

    open_version (fixture);
    page_fixture_open (fixture, data);
    ui_spin (500);
    ui_check_texts (GTK_WIDGET (fixture->page));
    ui_photo (GTK_WIDGET (fixture->page), name);
    g_assert_false (page_is_dirty (fixture->page));
}

static void
test_what_if (PageFixture *fixture, gconstpointer data)
{
    GtkWidget *grid;
    GtkWidget *what_if;
    const char *body;

    open_version (fixture);
    page_fixture_open (fixture, "tariff-version/7");
    ui_spin (500);
    what_if = ui_find_type (GTK_WIDGET (fixture->page), SIRAJ_TYPE_WHAT_IF);
    g_assert_nonnull (strstr (what_if_get_total (SIRAJ_WHAT_IF (what_if)), "2,400.00"));

    grid = ui_find_type (GTK_WIDGET (fixture->page), SIRAJ_TYPE_JSON_GRID);
    ui_type (json_grid_entry (SIRAJ_JSON_GRID (grid), 0, 1), "٧.٥");
    ui_spin (600);
    g_assert_true (page_is_dirty (fixture->page));
    body = fake_server_last_body (fixture->server, "POST");
    g_assert_nonnull (strstr (body, "rate_micro_per_kwh\\\":7500000"));

    /* What is saved has the new price and everything that no grid shows. */
    fake_server_answer (fixture->server, "PATCH", "/api/v1/tariff-versions/7", 200, VERSION);
    page_save (fixture->page);
    page_fixture_settle (fixture);
    body = fake_server_last_body (fixture->server, "PATCH");
    g_assert_nonnull (strstr (body, "7500000"));
    g_assert_nonnull (strstr (body, "future_member"));
    g_assert_nonnull (strstr (body, "\\\"odd\\\":1"));
    g_assert_false (page_is_dirty (fixture->page));
}

/* A part of the document is edited where it stands, and a refusal marks its field. */
static void
test_forms (PageFixture *fixture, gconstpointer data)
{
    g_autoptr (GError) refusal = NULL;
    GtkWidget *editor;
    GtkWidget *form;
    GtkWidget *tax;

    open_version (fixture);
    page_fixture_open (fixture, "tariff-version/7");
    ui_spin (500);
    form = ui_find_type (GTK_WIDGET (fixture->page), SIRAJ_TYPE_JSON_FORM);
    tax = json_form_find (SIRAJ_JSON_FORM (form), "tax_bp");
    ui_type (tax, "٥");
    ui_spin (600);
    g_assert_nonnull (
        strstr (fake_server_last_body (fixture->server, "POST"), "\\\"tax_bp\\\":500"));

    editor = ui_find_type (GTK_WIDGET (fixture->page), SIRAJ_TYPE_DOCUMENT_EDITOR);
    refuse (&refusal, SIRAJ_ERROR_OUT_OF_RANGE, "document.components[0].tax_bp", "too much");
    g_assert_true (document_editor_show_fault (SIRAJ_DOCUMENT_EDITOR (editor), refusal));
    g_assert_true (gtk_widget_has_css_class (tax, "error"));
    g_assert_cmpstr (gtk_widget_get_tooltip_text (tax), ==, "too much");
    g_clear_error (&refusal);
    refuse (&refusal, SIRAJ_ERROR_BLOCK_GAP, "components[0].bands[0].blocks[1].from_wh", "gap");
    g_assert_true (document_editor_show_fault (SIRAJ_DOCUMENT_EDITOR (editor), refusal));
    g_clear_error (&refusal);
    refuse (&refusal, SIRAJ_ERROR_OUT_OF_RANGE, "valid_from", "nowhere");
    g_assert_false (document_editor_show_fault (SIRAJ_DOCUMENT_EDITOR (editor), refusal));
}

/* Comparison: any two versions, by themselves the one before. */

static SirajPage *
open_comparison (PageFixture *fixture, const char *location)
{
    fake_server_answer (fixture->server, "GET", "/api/v1/tariff-versions", 200,
                        LIST (ROW ("9", "2025-07-01", "draft") "," ROW (
                            "8", "2025-01-01", "active") "," ROW ("7", "2024-01-01", "active")));
    fake_server_answer (fixture->server, "GET", "/api/v1/tariff-versions/8/comparison", 200,
                        COMPARISON);
    fake_server_answer (fixture->server, "GET", "/api/v1/tariff-versions/7/comparison", 200,
                        COMPARISON);
    page_fixture_open (fixture, location);
    ui_spin (300);
    return fixture->page;
}

static void
test_comparison (PageFixture *fixture, gconstpointer data)
{
    SirajPage *page = open_comparison (fixture, "tariff-comparison?tariff_id=3&second=9");
    GtkWidget *first = ui_find_type (GTK_WIDGET (page), GTK_TYPE_DROP_DOWN);

    g_assert_cmpstr (fake_server_last_path (fixture->server, "GET"), ==,
                     "/api/v1/tariff-versions/8/comparison?with=9");
    gtk_drop_down_set_selected (GTK_DROP_DOWN (first), 2);
    page_fixture_settle (fixture);
    g_assert_cmpstr (fake_server_last_path (fixture->server, "GET"), ==,
                     "/api/v1/tariff-versions/7/comparison?with=9");
    ui_check_texts (GTK_WIDGET (page));
    ui_photo (GTK_WIDGET (page), "tariff-comparison");

    /* What was chosen stays when it is loaded again. */
    page_refresh (page);
    ui_spin (300);
    g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (first)), ==, 2);
}

static void
test_nothing_before (PageFixture *fixture, gconstpointer data)
{
    SirajPage *page = open_comparison (fixture, "tariff-comparison?tariff_id=3&second=7");
    GtkWidget *first = ui_find_type (GTK_WIDGET (page), GTK_TYPE_DROP_DOWN);

    g_assert_nonnull (strstr (fake_server_last_path (fixture->server, "GET"), "tariff_id=3"));
    g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (first)), ==,
                      GTK_INVALID_LIST_POSITION);
}

/* The price list is asked for on the day that the list shows. */
static void
test_price_list (PageFixture *fixture, gconstpointer data)
{
    SirajPageModel *model;
    GtkWidget *save;

    open_version (fixture);
    page_fixture_open (fixture, "prices-in-force");
    save = ui_find_text (GTK_WIDGET (fixture->page), tr ("_Save as PDF"));
    g_assert_nonnull (save);
    ui_click (save);
    page_fixture_settle (fixture);
    g_assert_cmpstr (fake_server_last_path (fixture->server, "GET"), ==,
                     "/api/v1/prices-in-force/pdf");
    model = list_page_get_model (SIRAJ_LIST_PAGE (fixture->page));
    page_model_set (model, "on", "2024-06-01");
    page_fixture_settle (fixture);
    ui_click (save);
    page_fixture_settle (fixture);
    g_assert_cmpstr (fake_server_last_path (fixture->server, "GET"), ==,
                     "/api/v1/prices-in-force/pdf?on=2024-06-01");
    g_assert_false (page_is_busy (fixture->page));
}

/* Cases have a column for whatever the version prices, and those only. */
static void
test_cases (void)
{
    g_autoptr (SirajApi) api = api_new ("http://127.0.0.1:9");
    GtkWidget *editor = document_editor_new (api);
    GtkWidget *window = ui_show (editor, 900, 500);
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) fault = NULL;

    g_assert_true (document_editor_load (
        SIRAJ_DOCUMENT_EDITOR (editor),
        "{\"components\":[{\"name\":\"a\",\"register_class\":\"peak\"}],\"demand\":{"
        "\"name\":\"d\"},\"charges\":[],\"cases\":[{\"peak_wh\":1000,\"amperes\":20}]}",
        &error));
    g_assert_no_error (error);
    document_editor_set_editable (SIRAJ_DOCUMENT_EDITOR (editor), TRUE);
    for (const char *const *shown = (const char *const[]) { "peak_wh", "demand_w", "contracted_w",
                                                            "amperes", "energy_wh", NULL };
         *shown != NULL; shown++) {
        g_autofree char *path = g_strdup_printf ("cases[0].%s", *shown);

        g_clear_error (&fault);
        refuse (&fault, SIRAJ_ERROR_OUT_OF_RANGE, path, "here");
        g_assert_true (document_editor_show_fault (SIRAJ_DOCUMENT_EDITOR (editor), fault));
    }
    for (const char *const *hidden =
             (const char *const[]) { "off_peak_wh", "reactive_varh", "contracted_va", NULL };
         *hidden != NULL; hidden++) {
        g_autofree char *path = g_strdup_printf ("cases[0].%s", *hidden);

        g_clear_error (&fault);
        refuse (&fault, SIRAJ_ERROR_OUT_OF_RANGE, path, "nowhere");
        g_assert_false (document_editor_show_fault (SIRAJ_DOCUMENT_EDITOR (editor), fault));
    }
    ui_photo (editor, "tariff-cases");
    ui_close (window);
}

/* A ladder */

static const JsonGridColumn columns[] = { { "rate", "Rate", 0, 6 } };
static const JsonGridSpec ladder = { "from", "to", 0, columns, G_N_ELEMENTS (columns) };

static gint64
member (JsonArray *rows, guint i, const char *name)
{
    JsonObject *row = json_array_get_object_element (rows, i);

    return json_object_get_null_member (row, name) ? -1 : json_object_get_int_member (row, name);
}

static void
assert_contiguous (JsonArray *rows)
{
    guint n = json_array_get_length (rows);

    g_assert_cmpint (member (rows, 0, "from"), ==, 0);
    for (guint i = 1; i < n; i++)
        g_assert_cmpint (member (rows, i, "from"), ==, member (rows, i - 1, "to"));
    g_assert_cmpint (member (rows, n - 1, "to"), ==, -1);
}

static void
press (GtkWidget *entry, guint keyval)
{
    g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (entry);
    gboolean handled = FALSE;

    for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++) {
        g_autoptr (GtkEventController) keys = g_list_model_get_item (controllers, i);

        if (GTK_IS_EVENT_CONTROLLER_KEY (keys))
            g_signal_emit_by_name (keys, "key-pressed", keyval, 0, GDK_CONTROL_MASK, &handled);
    }
    g_assert_true (handled);
}

static void
test_ladder (void)
{
    g_autoptr (JsonNode) node = json_from_string (
        "[{\"from\":0,\"to\":100,\"rate\":1},{\"from\":100,\"to\":null,\"rate\":2}]", NULL);
    JsonArray *rows = json_node_get_array (node);
    GtkWidget *grid = json_grid_new (&ladder, rows);
    GtkWidget *window = ui_show (grid, 400, 300);

    press (json_grid_entry (SIRAJ_JSON_GRID (grid), 0, 0), GDK_KEY_Return);
    g_assert_cmpuint (json_array_get_length (rows), ==, 3);
    ui_type (json_grid_entry (SIRAJ_JSON_GRID (grid), 0, 0), "50");
    assert_contiguous (rows);
    press (json_grid_entry (SIRAJ_JSON_GRID (grid), 2, 0), GDK_KEY_Return);
    assert_contiguous (rows);
    press (json_grid_entry (SIRAJ_JSON_GRID (grid), 3, 0), GDK_KEY_Delete);
    press (json_grid_entry (SIRAJ_JSON_GRID (grid), 0, 0), GDK_KEY_Delete);
    g_assert_cmpuint (json_array_get_length (rows), ==, 2);
    assert_contiguous (rows);
    ui_close (window);
}

int
main (int argc, char **argv)
{
    static const char *const locations[] = { "tariffs", "tariff/3", "tariff-version/7",
                                             "period-prices", "prices-in-force" };

    ui_init (&argc, &argv, language_from_header (g_getenv ("SIRAJ_TEST_LANGUAGE")));
    g_test_add_func ("/tariffs/ladder", test_ladder);
    g_test_add_func ("/tariffs/cases", test_cases);
    g_test_add ("/tariffs/comparison", PageFixture, NULL, page_fixture_set_up, test_comparison,
                page_fixture_tear_down);
    g_test_add ("/tariffs/price-list", PageFixture, NULL, page_fixture_set_up, test_price_list,
                page_fixture_tear_down);
    g_test_add ("/tariffs/nothing-before", PageFixture, NULL, page_fixture_set_up,
                test_nothing_before, page_fixture_tear_down);
    for (guint i = 0; i < G_N_ELEMENTS (locations); i++) {
        g_autofree char *name = g_strconcat ("/tariffs/look-", locations[i], NULL);

        g_strdelimit (name + 9, "/", '-');
        g_test_add (name, PageFixture, locations[i], page_fixture_set_up, test_look,
                    page_fixture_tear_down);
    }
    g_test_add ("/tariffs/what-if", PageFixture, NULL, page_fixture_set_up, test_what_if,
                page_fixture_tear_down);
    g_test_add ("/tariffs/forms", PageFixture, NULL, page_fixture_set_up, test_forms,
                page_fixture_tear_down);
    return g_test_run ();
}
