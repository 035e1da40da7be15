/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading between two days: how far each route has come, and what each reader did. */
#include "client/pages/readings/readings-pages.h"
#include "client/shell/list-page.h"
#include "client/widgets/form.h"
#include "common/base/language.h"
#include "common/types/readings-types.h"

#define WINDOW_DAYS 30

/* The days that are asked for; never sent as a record. */
typedef struct {
    Date from;
    Date to;
} ReadingWindow;
RECORD_DECLARE (reading_window, ReadingWindow)

RECORD_DEFINE (reading_window, ReadingWindow,
               FIELD_DATE (ReadingWindow, from, N_ ("From"), FIELD_REQUIRED),
               FIELD_DATE (ReadingWindow, to, N_ ("To"), FIELD_REQUIRED))

static const FormField window_fields[] = { { "from" }, { "to" } };
static const FormSection window_sections[] = {
    { N_ ("Reading window"), 2, FORM_OPEN, FORM_FIELDS (window_fields) },
};
static const FormLayout window_layout = { FORM_FIELDS (window_sections) };

/* Lists */

static const Column list_columns[] = {
    { "route_name", 24, COLUMN_EXPAND },
    { "station_name", 18 },
    { "cycle_name", 16 },
    { "registers", 12 },
    { "read", 12, COLUMN_DASH },
    { "held", 14, COLUMN_DASH },
    { "visited", 16, COLUMN_DASH },
    { "unread", 12, COLUMN_DASH },
};
static const ListFilter list_filters[] = {
    { "cycle_id", NULL, N_ ("Billing cycle"), { "/api/v1/cycles" } },
    { "route_id", NULL, N_ ("Route"), { "/api/v1/routes" } },
};

/* Enter goes on reading where the route stands, in the same window. */
static void
open_route (SirajListPage *page, SirajItem *item)
{
    const ReadingList *list = item_get_data (item);
    SirajPageModel *model = list_page_get_model (page);
    g_autofree char *cycle = g_uri_escape_string (list->cycle_name, NULL, TRUE);
    g_autofree char *text =
        g_strdup_printf ("reading-entry?route_id=%" G_GINT64_FORMAT "&cycle_id=%" G_GINT64_FORMAT
                         "&cycle_name=%s&from=%s&to=%s",
                         list->route_id, list->cycle_id, cycle, page_model_get (model, "from"),
                         page_model_get (model, "to"));
    g_autoptr (PageLocation) where = page_location_parse (text);

    page_open (SIRAJ_PAGE (page), where);
}

static const ListPageSpec lists_spec = {
    .title = N_ ("Reading lists"),
    .icon_name = "view-list-bullet-symbolic",
    .path = "/api/v1/reading-lists",
    .record = &reading_list_record,
    LIST_COLUMNS (list_columns),
    LIST_FILTERS (list_filters),
    .open = open_route,
    .empty_hint = N_ ("A list is the meters of a route in a billing cycle. Put the service points "
                      "on routes first."),
};

/* Readers */

static const Column work_columns[] = {
    { "reader_name", 28, COLUMN_EXPAND },
    { "days", 10 },
    { "readings", 12 },
    { "per_day", 14 },
    { "visits", 20, COLUMN_DASH },
    { "held", 14, COLUMN_DASH },
    { "rejected", 12, COLUMN_DASH },
    { "photos", 12, COLUMN_DASH },
};
static const ListPageSpec work_spec = {
    .title = N_ ("Work of the readers"),
    .icon_name = "system-users-symbolic",
    .path = "/api/v1/reader-work",
    .record = &reader_work_record,
    LIST_COLUMNS (work_columns),
    .empty_hint = N_ ("Nobody has entered a reading by hand between these days."),
};

/* The window above the rows */

static void
set_day (SirajPageModel *model, const char *name, Date day)
{
    g_autofree char *text = date_format (day);

    page_model_set (model, name, text);
}

static void
window_edited (SirajForm *form, const char *name, gpointer user_data)
{
    const ReadingWindow *window = form_get_data (form);
    Date day = g_str_equal (name, "from") ? window->from : window->to;

    if (day != DATE_NONE)
        set_day (list_page_get_model (user_data), name, day);
}

static SirajPage *
window_page_new (const PageContext *context, const ListPageSpec *spec)
{
    SirajPage *page = list_page_new (context, spec);
    SirajPageModel *model = list_page_get_model (SIRAJ_LIST_PAGE (page));
    GtkWidget *form = form_new (&reading_window_record, &window_layout, page_get_api (page));
    g_autoptr (ReadingWindow) window = reading_window_new ();

    window->to = instant_date (g_get_real_time (), 0);
    window->from = window->to - WINDOW_DAYS;
    form_set_initial (SIRAJ_FORM (form), window);
    set_day (model, "from", window->from);
    set_day (model, "to", window->to);
    page_model_set_limit (model, PAGE_MODEL_WHOLE);
    g_signal_connect (form, "edited", G_CALLBACK (window_edited), page);
    gtk_widget_set_halign (form, GTK_ALIGN_START);
    gtk_box_prepend (GTK_BOX (page), form);
    return page;
}

SirajPage *
reading_lists_page_new (const PageContext *context)
{
    return window_page_new (context, &lists_spec);
}

SirajPage *
reader_work_page_new (const PageContext *context)
{
    return window_page_new (context, &work_spec);
}
