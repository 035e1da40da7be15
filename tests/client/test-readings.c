/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readings by the keyboard: the sheet of a route, and the queue of held ones. */
#include "client/core/format.h"
#include "client/pages/readings/entry-grid.h"
#include "client/shell/list-page.h"
#include "tests/client/page-fixture.h"
#include "tests/client/ui-support.h"

static const char route[] = "{\"id\":3,\"station_id\":1,\"station_name\":\"محطة حدة\","
                            "\"code\":\"R3\",\"name\":\"مسار ST1-4\",\"version\":1}";
static const char sheet[] =
    "{\"items\":["
    "{\"register_id\":1,\"route_sequence\":10,\"meter_number\":\"M100\",\"register_code\":"
    "\"total\",\"digits\":6,\"multiplier_milli\":1000,\"customer_name\":\"أحمد سعيد\","
    "\"account_number\":\"1\",\"address\":\"شارع 26 سبتمبر\",\"previous_date\":\"2025-08-01\","
    "\"previous_value\":1000000,\"daily_average_wh\":5000,\"reading_id\":9,\"read_on\":"
    "\"2025-09-01\",\"value\":1150000,\"state\":\"accepted\",\"consumption_wh\":150000,"
    "\"findings\":[]},"
    "{\"register_id\":2,\"route_sequence\":20,\"meter_number\":\"M200\",\"register_code\":"
    "\"total\",\"digits\":6,\"multiplier_milli\":1000,\"customer_name\":\"سالم علي\","
    "\"previous_date\":\"2025-08-01\",\"previous_value\":2000000},"
    "{\"register_id\":3,\"route_sequence\":30,\"meter_number\":\"M300\",\"register_code\":"
    "\"total\",\"digits\":6,\"multiplier_milli\":1000,\"customer_name\":\"يحيى صالح\","
    "\"previous_date\":\"2025-08-01\",\"previous_value\":3000000}],"
    "\"next\":null,\"previous\":null,\"count\":3,\"count_exact\":true}";
static const char accepted[] =
    "{\"reading_id\":21,\"state\":\"accepted\",\"consumption_wh\":180000,"
    "\"findings\":[],\"messages\":[]}";
static const char held[] = "{\"reading_id\":22,\"state\":\"held\",\"consumption_wh\":7000000,"
                           "\"findings\":[\"high\"],\"messages\":[\"7000 ك.و.س أكثر بكثير\"]}";
static const char refused[] =
    "{\"type\":\"urn:siraj:READING_TOO_LONG\",\"title\":\"Too long\",\"status\":400,"
    "\"code\":\"READING_TOO_LONG\",\"detail\":\"للعداد 6 أرقام فقط\",\"field\":\"value\"}";
static const char queue[] =
    "{\"items\":["
    "{\"id\":7,\"meter_number\":\"M700\",\"customer_name\":\"فؤاد نعمان\",\"read_on\":"
    "\"2025-09-01\",\"value\":500000,\"state\":\"held\",\"findings\":[\"lower\",\"rollover\"]},"
    "{\"id\":8,\"meter_number\":\"M800\",\"customer_name\":\"سلوى أحمد\",\"read_on\":"
    "\"2025-09-02\",\"value\":900000,\"state\":\"held\",\"findings\":[\"high\"]}],"
    "\"next\":null,\"previous\":null,\"count\":2,\"count_exact\":true}";

static void
open_sheet (PageFixture *fixture)
{
    fake_server_answer (fixture->server, "GET", "/api/v1/routes/3", 200, route);
    fake_server_answer (fixture->server, "GET", "/api/v1/routes/3/sheet", 200, sheet);
    page_fixture_open (fixture, "reading-entry?route_id=3");
    page_fixture_settle (fixture);
}

static SirajEntryGrid *
grid_of (PageFixture *fixture)
{
    return SIRAJ_ENTRY_GRID (ui_find_type (GTK_WIDGET (fixture->page), SIRAJ_TYPE_ENTRY_GRID));
}

static gboolean
has_focus (SirajEntryGrid *grid, guint line)
{
    GtkWidget *entry = entry_grid_get_entry (grid, line);
    GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (entry));

    return focus != NULL && gtk_widget_is_ancestor (focus, entry);
}

static void
type_line (PageFixture *fixture, guint line, const char *value)
{
    GtkWidget *entry = entry_grid_get_entry (grid_of (fixture), line);

    ui_type (entry, value);
    ui_enter (entry);
    page_fixture_settle (fixture);
}

static gboolean
says (PageFixture *fixture, const char *format, gint64 first, gint64 second)
{
    g_autofree char *one = format_integer (first);
    g_autofree char *two = format_integer (second);
    g_autofree char *text = g_strdup_printf (tr (format), one, two);

    return ui_find_text (GTK_WIDGET (fixture->page), text) != NULL;
}

/* The keyboard begins at the first line without a reading; Enter sends and goes on. */
static void
test_walk (PageFixture *fixture, gconstpointer data)
{
    SirajEntryGrid *grid;

    open_sheet (fixture);
    grid = grid_of (fixture);
    g_assert_cmpuint (entry_grid_count (grid), ==, 3);
    g_assert_true (has_focus (grid, 1));
    g_assert_true (says (fixture, "%s of %s read", 1, 3));
    fake_server_answer (fixture->server, "POST", "/api/v1/readings", 201, accepted);
    type_line (fixture, 1, "٢١٨٠");
    g_assert_nonnull (
        strstr (fake_server_last_body (fixture->server, "POST"), "\"register_id\":2"));
    g_assert_nonnull (
        strstr (fake_server_last_body (fixture->server, "POST"), "\"value\":2180000"));
    g_assert_true (has_focus (grid, 2));
    g_assert_true (says (fixture, "%s of %s read", 2, 3));
    g_assert_false (page_is_dirty (fixture->page));
    ui_check_texts (GTK_WIDGET (fixture->page));
    ui_photo (GTK_WIDGET (fixture->page), "reading-entry");
}

/* A held value says why below its line, and does not hold its reader up. */
static void
test_held (PageFixture *fixture, gconstpointer data)
{
    SirajEntryGrid *grid;

    open_sheet (fixture);
    grid = grid_of (fixture);
    fake_server_answer (fixture->server, "POST", "/api/v1/readings", 201, held);
    type_line (fixture, 1, "9000");
    g_assert_cmpuint (entry_grid_count_held (grid), ==, 1);
    g_assert_nonnull (strstr (entry_grid_get_sentence (grid, 1), "أكثر بكثير"));
    g_assert_true (has_focus (grid, 2));
}

/* A refused value calls its reader back; the same text can be sent again. */
static void
test_refused (PageFixture *fixture, gconstpointer data)
{
    SirajEntryGrid *grid;
    guint sent;

    open_sheet (fixture);
    grid = grid_of (fixture);
    fake_server_answer (fixture->server, "POST", "/api/v1/readings", 400, refused);
    type_line (fixture, 1, "99999999");
    g_assert_nonnull (strstr (entry_grid_get_sentence (grid, 1), "فقط"));
    g_assert_true (has_focus (grid, 1));
    g_assert_true (entry_grid_is_dirty (grid));
    sent = fake_server_count (fixture->server, "POST");
    type_line (fixture, 1, "12x");
    g_assert_cmpuint (fake_server_count (fixture->server, "POST"), ==, sent);
    ui_check_texts (GTK_WIDGET (fixture->page));
}

static void
test_arrows (PageFixture *fixture, gconstpointer data)
{
    SirajEntryGrid *grid;
    guint sent;

    open_sheet (fixture);
    grid = grid_of (fixture);
    sent = fake_server_count (fixture->server, "POST");
    page_fixture_press (entry_grid_get_entry (grid, 1), GDK_KEY_Up);
    g_assert_true (has_focus (grid, 0));
    page_fixture_press (entry_grid_get_entry (grid, 0), GDK_KEY_Down);
    g_assert_true (has_focus (grid, 1));
    g_assert_true (entry_grid_focus_meter (grid, "m300"));
    g_assert_true (has_focus (grid, 2));
    g_assert_false (entry_grid_focus_meter (grid, "M999"));
    g_assert_cmpuint (fake_server_count (fixture->server, "POST"), ==, sent);
}

static const char remarks[] =
    "{\"items\":["
    "{\"id\":1,\"code\":\"glass\",\"name\":\"زجاج مكسور\",\"name_en\":\"Broken glass\","
    "\"prevents_reading\":false,\"active\":true,\"version\":1},"
    "{\"id\":2,\"code\":\"locked\",\"name\":\"الباب مغلق\",\"name_en\":\"Locked gate\","
    "\"prevents_reading\":true,\"active\":true,\"version\":1},"
    "{\"id\":3,\"code\":\"dog\",\"name\":\"كلب\",\"name_en\":\"Dog\","
    "\"prevents_reading\":true,\"active\":true,\"version\":1}],"
    "\"next\":null,\"previous\":null,\"count\":3,\"count_exact\":true}";
static const char visit[] = "{\"id\":5,\"register_id\":2,\"visited_on\":\"2025-09-01\","
                            "\"remark_id\":3,\"remark_name\":\"كلب\"}";

/* F4 and a digit say why a meter could not be read, and the keyboard goes on. */
static void
test_unreadable (PageFixture *fixture, gconstpointer data)
{
    SirajEntryGrid *grid;
    GtkWidget *picker;

    open_sheet (fixture);
    grid = grid_of (fixture);
    fake_server_answer (fixture->server, "GET", "/api/v1/reading-remarks", 200, remarks);
    fake_server_answer (fixture->server, "POST", "/api/v1/reading-visits", 201, visit);
    page_fixture_press (entry_grid_get_entry (grid, 1), GDK_KEY_F4);
    page_fixture_settle (fixture);
    picker = ui_find_type (GTK_WIDGET (grid), GTK_TYPE_POPOVER);
    g_assert_nonnull (picker);
    page_fixture_press (picker, GDK_KEY_2);
    page_fixture_settle (fixture);
    g_assert_cmpstr (fake_server_last_path (fixture->server, "POST"), ==, "/api/v1/reading-visits");
    g_assert_nonnull (strstr (fake_server_last_body (fixture->server, "POST"), "\"remark_id\":3"));
    g_assert_nonnull (
        strstr (fake_server_last_body (fixture->server, "POST"), "\"register_id\":2"));
    g_assert_cmpuint (entry_grid_count_visited (grid), ==, 1);
    g_assert_true (has_focus (grid, 2));
    g_assert_true (says (fixture, "%s of %s read", 1, 3));
    ui_check_texts (GTK_WIDGET (fixture->page));
}

/* The window and the cycle of a reading list go with it. */
static void
test_window (PageFixture *fixture, gconstpointer data)
{
    const char *path;

    fake_server_answer (fixture->server, "GET", "/api/v1/routes/3", 200, route);
    fake_server_answer (fixture->server, "GET", "/api/v1/routes/3/sheet", 200, sheet);
    page_fixture_open (fixture, "reading-entry?route_id=3&from=2025-08-25&to=2025-09-10&cycle_id=4"
                                "&cycle_name=Monthly");
    page_fixture_settle (fixture);
    path = fake_server_last_path (fixture->server, "GET");
    g_assert_nonnull (strstr (path, "/routes/3/sheet"));
    g_assert_nonnull (strstr (path, "from=2025-08-25"));
    g_assert_nonnull (strstr (path, "to=2025-09-10"));
    g_assert_nonnull (strstr (path, "cycle_id=4"));
}

/* Two hundred meters by the keyboard alone. */

#define MANY 200
#define SHEET_LINES 100

static char *
many_rows (guint first, const char *next)
{
    GString *rows = g_string_new ("{\"items\":[");

    for (guint i = first; i < first + SHEET_LINES; i++)
        g_string_append_printf (
            rows,
            "%s{\"register_id\":%u,\"route_sequence\":%u,\"meter_number\":\"M%u\","
            "\"register_code\":\"%s\",\"digits\":6,\"multiplier_milli\":1000,"
            "\"customer_name\":\"سالم علي\",\"previous_date\":\"2025-08-01\","
            "\"previous_value\":%u000}",
            i > first ? "," : "", i, i / 2 * 10, 1000 + i / 2, i % 2 == 0 ? "peak" : "off_peak",
            1000 + i);
    g_string_append_printf (rows,
                            "],\"next\":%s,\"previous\":null,\"count\":%u,"
                            "\"count_exact\":true}",
                            next, MANY);
    return g_string_free (rows, FALSE);
}

static void
type_all (PageFixture *fixture, guint first)
{
    SirajEntryGrid *grid = grid_of (fixture);

    g_assert_cmpuint (entry_grid_count (grid), ==, SHEET_LINES);
    for (guint i = 0; i < SHEET_LINES; i++) {
        g_autofree char *value = g_strdup_printf ("%u", 1100 + first + i);

        g_assert_true (has_focus (grid, i));
        ui_type (entry_grid_get_entry (grid, i), value);
        ui_enter (entry_grid_get_entry (grid, i));
    }
}

static void
test_many (PageFixture *fixture, gconstpointer data)
{
    g_autofree char *first = many_rows (1, "\"more\"");
    g_autofree char *second = many_rows (1 + SHEET_LINES, "null");
    g_autofree char *done = NULL;
    guint before;

    fake_server_answer (fixture->server, "GET", "/api/v1/routes/3", 200, route);
    fake_server_answer (fixture->server, "GET", "/api/v1/routes/3/sheet", 200, first);
    fake_server_answer (fixture->server, "POST", "/api/v1/readings", 201, accepted);
    page_fixture_open (fixture, "reading-entry?route_id=3");
    page_fixture_settle (fixture);
    ui_photo (GTK_WIDGET (fixture->page), "reading-registers");
    before = fake_server_count (fixture->server, "POST");
    fake_server_answer (fixture->server, "GET", "/api/v1/routes/3/sheet", 200, second);
    type_all (fixture, 1);
    page_fixture_settle (fixture); /* Enter on the last line brings the next ones */
    type_all (fixture, 1 + SHEET_LINES);
    page_fixture_settle (fixture);
    g_assert_cmpuint (fake_server_count (fixture->server, "POST") - before, ==, MANY);
    g_assert_cmpuint (entry_grid_count_read (grid_of (fixture)), ==, SHEET_LINES);
    g_assert_false (page_is_dirty (fixture->page));
    done = format_text (tr ("Every meter of this sheet is read."));
    g_assert_nonnull (ui_find_text (GTK_WIDGET (fixture->page), done));
}

/* The queue */

static void
press (PageFixture *fixture, guint keyval)
{
    page_fixture_press (GTK_WIDGET (list_page_get_table (SIRAJ_LIST_PAGE (fixture->page))), keyval);
    page_fixture_settle (fixture);
}

static void
test_review (PageFixture *fixture, gconstpointer data)
{
    fake_server_answer (fixture->server, "GET", "/api/v1/readings", 200, queue);
    fake_server_answer (fixture->server, "POST", "/api/v1/readings/7/review", 200,
                        "{\"id\":7,\"state\":\"accepted\"}");
    page_fixture_open (fixture, "reading-review");
    g_assert_nonnull (strstr (fake_server_last_path (fixture->server, "GET"), "state=held"));
    ui_check_texts (GTK_WIDGET (fixture->page));
    ui_photo (GTK_WIDGET (fixture->page), "reading-review");
    press (fixture, GDK_KEY_Arabic_sheen); /* the cap of A */
    g_assert_cmpstr (fake_server_last_path (fixture->server, "POST"), ==,
                     "/api/v1/readings/7/review");
    g_assert_nonnull (
        strstr (fake_server_last_body (fixture->server, "POST"), "\"decision\":\"accept\""));
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
    add ("/readings/walk", test_walk);
    add ("/readings/held", test_held);
    add ("/readings/refused", test_refused);
    add ("/readings/arrows", test_arrows);
    add ("/readings/unreadable", test_unreadable);
    add ("/readings/window", test_window);
    add ("/readings/many", test_many);
    add ("/readings/review", test_review);
    return g_test_run ();
}
