/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closing a period: one reason for the points that are selected, and for no other. */
#include <adwaita.h>

#include "client/core/format.h"
#include "client/shell/list-pane.h"
#include "tests/client/page-fixture.h"
#include "tests/client/ui-support.h"

#define PERIOD                                                                                     \
    "{\"id\":3,\"cycle_id\":1,\"cycle_name\":\"شهري\",\"period_key\":\"2025-08\","             \
    "\"period_from\":\"2025-08-01\",\"period_to\":\"2025-09-01\",\"state\":\"billing\","           \
    "\"unbilled\":3,\"without_reason\":3}"
#define POINT(id) "{\"id\":" id ",\"account_number\":\"01-" id "\",\"customer_name\":\"محمد\"}"
#define POINTS                                                                                     \
    "{\"items\":[" POINT ("7") "," POINT ("8") "," POINT (                                         \
        "9") "],\"next\":null,"                                                                    \
             "\"previous\":null,\"count\":3,\"count_exact\":true}"

static SirajTable *
open_period (PageFixture *fixture)
{
    fake_server_answer (fixture->server, "GET", "/api/v1/billing-periods/3", 200, PERIOD);
    fake_server_answer (fixture->server, "GET", "/api/v1/billing-periods/3/unbilled", 200, POINTS);
    fake_server_answer (fixture->server, "POST", "/api/v1/billing-periods/3/reasons", 200, PERIOD);
    page_fixture_open (fixture, "billing-period/3");
    ui_spin (300);
    return SIRAJ_TABLE (ui_find_type (GTK_WIDGET (fixture->page), SIRAJ_TYPE_TABLE));
}

static GtkSelectionModel *
selection_of (SirajTable *table)
{
    return gtk_column_view_get_model (
        GTK_COLUMN_VIEW (ui_find_type (GTK_WIDGET (table), GTK_TYPE_COLUMN_VIEW)));
}

static GtkWidget *
button_of (PageFixture *fixture, int n)
{
    g_autofree char *count = format_integer (n);
    g_autofree char *label = g_strdup_printf (
        tr_plural ("One reason for the %s _selected", "One reason for the %s _selected", n), count);
    g_auto (GStrv) parts = g_strsplit (label, "_", 2);
    g_autofree char *shown = g_strjoinv ("", parts);
    GtkWidget *text = ui_find_text (GTK_WIDGET (fixture->page), shown);

    if (text == NULL || !gtk_widget_get_mapped (text))
        return NULL;
    return gtk_widget_get_ancestor (text, GTK_TYPE_BUTTON);
}

static GtkWidget *
question_of (PageFixture *fixture)
{
    g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

    for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
        g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

        if (ADW_IS_MESSAGE_DIALOG (window))
            return window;
    }
    return NULL;
}

static void
test_selection (PageFixture *fixture, gconstpointer data)
{
    SirajTable *table = open_period (fixture);
    GtkWidget *question;
    const char *body;

    g_assert_null (button_of (fixture, 2));
    gtk_selection_model_select_item (selection_of (table), 0, TRUE);
    gtk_selection_model_select_item (selection_of (table), 2, FALSE);
    ui_spin (50);
    ui_check_texts (GTK_WIDGET (fixture->page));
    ui_photo (GTK_WIDGET (fixture->page), "period-selection");
    ui_click (button_of (fixture, 2));
    ui_spin (200);
    question = question_of (fixture);
    g_assert_nonnull (question);
    ui_type (ui_find_type (question, GTK_TYPE_ENTRY), "العداد معطّل");
    adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "yes");
    gtk_window_destroy (GTK_WINDOW (question));
    page_fixture_settle (fixture);
    body = fake_server_last_body (fixture->server, "POST");
    g_assert_nonnull (strstr (body, "{\"agreement_id\":7}"));
    g_assert_nonnull (strstr (body, "{\"agreement_id\":9}"));
    g_assert_null (strstr (body, "{\"agreement_id\":8}"));
    g_assert_nonnull (strstr (body, "العداد معطّل"));
}

/* The one with the keyboard on it has Enter, and needs no button. */
static void
test_one (PageFixture *fixture, gconstpointer data)
{
    SirajTable *table = open_period (fixture);
    g_autoptr (GPtrArray) rows = NULL;

    gtk_selection_model_select_item (selection_of (table), 1, TRUE);
    rows = table_dup_selected (table);
    g_assert_cmpuint (rows->len, ==, 1);
    g_assert_true (table_get_selected (table) == rows->pdata[0]);
    g_assert_null (button_of (fixture, 1));
    g_assert_true (table_select_id (table, 9));
    g_assert_cmpint (item_get_id (table_get_selected (table)), ==, 9);
}

int
main (int argc, char **argv)
{
    ui_init (&argc, &argv, language_from_header (g_getenv ("SIRAJ_TEST_LANGUAGE")));
    g_test_add ("/periods/selection", PageFixture, NULL, page_fixture_set_up, test_selection,
                page_fixture_tear_down);
    g_test_add ("/periods/one", PageFixture, NULL, page_fixture_set_up, test_one,
                page_fixture_tear_down);
    return g_test_run ();
}
