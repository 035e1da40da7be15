/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feeders, distribution boxes and reading routes: a list and a form each. */
#include "client/pages/geography/geography-pages.h"

#include "client/shell/route-sheet-print.h"
#include "client/shell/form-page.h"
#include "client/shell/list-page.h"
#include "common/base/language.h"
#include "common/types/geography-types.h"

#define FEEDER_ICON "network-wired-symbolic"
#define BOX_ICON "view-grid-symbolic"
#define ROUTE_ICON "mark-location-symbolic"
#define PRINT_BUTTON "print-button"
#define SHEET_WINDOW_DAYS 9

/* Feeders */

static const Column feeder_columns[] = {
    { "code", 14, COLUMN_SORT },
    { "name", 34 },
    { "station_name", 26 },
};
static const ListFilter feeder_filters[] = {
    { "station_id", NULL, N_ ("Station"), { "/api/v1/stations" } },
};
static const ListPageSpec feeders_spec = {
    .title = N_ ("Feeders"),
    .icon_name = FEEDER_ICON,
    .path = "/api/v1/feeders",
    .record = &feeder_record,
    LIST_COLUMNS (feeder_columns),
    LIST_FILTERS (feeder_filters),
    .sort = "code",
    .search_hint = N_ ("Code or name"),
    .opens = "feeder",
    .creates = "feeder",
    .new_label = N_ ("New feeder"),
    .new_permission = "geography.write",
    .empty_hint = N_ ("Make the feeders that leave your stations."),
};
static const FormField feeder_fields[] = {
    { "station_id", 0, { "/api/v1/stations", "station_name" } },
    { "code" },
    { "name", 2 },
};
static const FormSection feeder_sections[] = {
    { N_ ("Feeder"), 2, FORM_OPEN, FORM_FIELDS (feeder_fields) },
};
static const FormLayout feeder_layout = { FORM_FIELDS (feeder_sections) };
static const FormPageSpec feeder_spec = {
    .title_new = N_ ("New feeder"),
    .title_member = "name",
    .icon_name = FEEDER_ICON,
    .path = "/api/v1/feeders",
    .record = &feeder_record,
    .layout = &feeder_layout,
    .write_permission = "geography.write",
    .list = "feeders",
};

SirajPage *
feeders_page_new (const PageContext *context)
{
    return list_page_new (context, &feeders_spec);
}

SirajPage *
feeder_page_new (const PageContext *context)
{
    return form_page_new (context, &feeder_spec);
}

/* Boxes */

static const Column box_columns[] = {
    { "code", 14, COLUMN_SORT },
    { "name", 30 },
    { "feeder_name", 26 },
    { "station_name", 22 },
};
static const ListFilter box_filters[] = {
    { "feeder_id", NULL, N_ ("Feeder"), { "/api/v1/feeders" } },
};
static const ListPageSpec boxes_spec = {
    .title = N_ ("Distribution boxes"),
    .icon_name = BOX_ICON,
    .path = "/api/v1/boxes",
    .record = &box_record,
    LIST_COLUMNS (box_columns),
    LIST_FILTERS (box_filters),
    .sort = "code",
    .search_hint = N_ ("Code or name"),
    .opens = "box",
    .creates = "box",
    .new_label = N_ ("New distribution box"),
    .new_permission = "geography.write",
    .empty_hint = N_ ("Make a feeder first, then the boxes in which it ends."),
};
static const FormField box_fields[] = {
    { "feeder_id", 0, { "/api/v1/feeders", "feeder_name" } },
    { "code" },
    { "name", 2 },
};
static const FormSection box_sections[] = {
    { N_ ("Distribution box"), 2, FORM_OPEN, FORM_FIELDS (box_fields) },
};
static const FormLayout box_layout = { FORM_FIELDS (box_sections) };
static const FormPageSpec box_spec = {
    .title_new = N_ ("New distribution box"),
    .title_member = "name",
    .icon_name = BOX_ICON,
    .path = "/api/v1/boxes",
    .record = &box_record,
    .layout = &box_layout,
    .write_permission = "geography.write",
    .list = "boxes",
};

SirajPage *
boxes_page_new (const PageContext *context)
{
    return list_page_new (context, &boxes_spec);
}

SirajPage *
box_page_new (const PageContext *context)
{
    return form_page_new (context, &box_spec);
}

/* Routes */

static const Column route_columns[] = {
    { "code", 12, COLUMN_SORT },
    { "name", 30 },
    { "station_name", 22 },
    { "reader_name", 22 },
    { "points_count", 12, COLUMN_DASH },
};
static const ListFilter route_filters[] = {
    { "station_id", NULL, N_ ("Station"), { "/api/v1/stations" } },
};
static const ListPageSpec routes_spec = {
    .title = N_ ("Reading routes"),
    .icon_name = ROUTE_ICON,
    .path = "/api/v1/routes",
    .record = &reading_route_record,
    LIST_COLUMNS (route_columns),
    LIST_FILTERS (route_filters),
    .sort = "code",
    .search_hint = N_ ("Code or name"),
    .opens = "route",
    .creates = "route",
    .new_label = N_ ("New route"),
    .new_permission = "geography.write",
    .empty_hint = N_ ("A route is the order in which a reader walks the service points."),
};
static const FormField route_fields[] = {
    { "station_id", 0, { "/api/v1/stations", "station_name" } },
    { "code" },
    { "name", 2 },
    { "reader_id", 0, { "/api/v1/users", "reader_name", "full_name" } },
    { "points_count" },
};
static const FormSection route_sections[] = {
    { N_ ("Route"), 2, FORM_OPEN, FORM_FIELDS (route_fields) },
};
static const FormLayout route_layout = { FORM_FIELDS (route_sections) };
static const FormPageSpec route_spec = {
    .title_new = N_ ("New route"),
    .title_member = "name",
    .icon_name = ROUTE_ICON,
    .path = "/api/v1/routes",
    .record = &reading_route_record,
    .layout = &route_layout,
    .write_permission = "geography.write",
    .list = "routes",
};

SirajPage *
routes_page_new (const PageContext *context)
{
    return list_page_new (context, &routes_spec);
}

static void
print_clicked (SirajPage *page)
{
    Date today = instant_date (g_get_real_time (), 0);

    route_sheet_print (page, &(RouteSheetOrder) { page_get_location (page)->id,
                                                  today - SHEET_WINDOW_DAYS, today, 0, FALSE });
}

/* Only a route that exists can be walked. */
static void
route_loaded (SirajPage *page, gpointer data)
{
    GtkWidget *print;

    if (g_object_get_data (G_OBJECT (page), PRINT_BUTTON) != NULL)
        return;
    print = form_page_add_button (SIRAJ_FORM_PAGE (page), tr ("_Print the reading sheet"),
                                  "readings.read", G_CALLBACK (print_clicked));
    g_object_set_data (G_OBJECT (page), PRINT_BUTTON, print);
}

SirajPage *
route_page_new (const PageContext *context)
{
    SirajPage *page = form_page_new (context, &route_spec);

    g_signal_connect (page, "loaded", G_CALLBACK (route_loaded), NULL);
    return page;
}
