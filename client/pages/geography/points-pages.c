/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Service points: the list, and the form with the meters that have hung there. */
#include "client/pages/geography/geography-pages.h"

#include "client/shell/form-page.h"
#include "client/shell/list-page.h"
#include "client/shell/list-pane.h"
#include "common/types/meters-types.h"
#include "common/types/subscriptions-types.h"

#define POINT_ICON "mark-location-symbolic"

static const Column columns[] = {
    { "number", 12, COLUMN_SORT },
    { "customer_name", 32, COLUMN_EXPAND },
    { "address", 24 },
    { "meter_number", 12 },
    { "account_number", 14, COLUMN_HIDDEN },
    { "station_name", 16, COLUMN_HIDDEN },
    { "feeder_name", 18, COLUMN_HIDDEN },
    { "box_name", 14 },
    { "route_name", 18 },
    { "route_sequence", 10, COLUMN_SORT },
    { "state", 12, COLUMN_BADGE },
};
static const ListFilter filters[] = {
    { "station_id", NULL, N_ ("Station"), { "/api/v1/stations" } },
    { "route_id", NULL, N_ ("Route"), { "/api/v1/routes" } },
    { "box_id", NULL, N_ ("Distribution box"), { "/api/v1/boxes" } },
    { "state" },
};
static const ListPageSpec list_spec = {
    .title = N_ ("Service points"),
    .icon_name = POINT_ICON,
    .path = "/api/v1/points",
    .record = &service_point_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "number",
    .search_hint = N_ ("Number of the service point"),
    .opens = "point",
    .creates = "point",
    .new_label = N_ ("New service point"),
    .new_permission = "subscriptions.write",
    .empty_hint = N_ ("A service point is the place where electricity is handed over."),
};

static const FormField place[] = {
    { "station_id", 0, { "/api/v1/stations", "station_name" } },
    { "feeder_id", 0, { "/api/v1/feeders", "feeder_name" } },
    { "box_id", 0, { "/api/v1/boxes", "box_name" } },
    { "number" },
    { "address", 2 },
    { "landmark", 2 },
};
static const FormField walk[] = {
    { "route_id", 0, { "/api/v1/routes", "route_name" } },
    { "route_sequence" },
};
static const FormField exact[] = {
    { "latitude_micro" },
    { "longitude_micro" },
    { "wire_length_cm" },
};
static const FormField now[] = {
    { "state" },
    { "customer_name" },
    { "account_number" },
    { "meter_number" },
};
static const FormSection sections[] = {
    { N_ ("Place"), 2, FORM_OPEN, FORM_FIELDS (place) },
    { N_ ("Reading"), 2, FORM_OPEN, FORM_FIELDS (walk) },
    { N_ ("Supplied now"), 2, FORM_OPEN, FORM_FIELDS (now) },
    { N_ ("Position and wire"), 2, FORM_FOLDED, FORM_FIELDS (exact) },
};
static const FormLayout layout = { FORM_FIELDS (sections) };
static const FormPageSpec form_spec = {
    .title_new = N_ ("New service point"),
    .title_member = "number",
    .icon_name = POINT_ICON,
    .path = "/api/v1/points",
    .record = &service_point_record,
    .layout = &layout,
    .write_permission = "subscriptions.write",
    .list = "points",
};

static const Column installation_columns[] = {
    { "meter_number", 18 },
    { "installed_on", 14 },
    { "removed_on", 14 },
    { "removal_reason", 40 },
};
static const ListPaneSpec installations_spec = {
    .path = "/api/v1/installations",
    .record = &meter_installation_record,
    .columns = installation_columns,
    .n_columns = G_N_ELEMENTS (installation_columns),
    .whole = TRUE,
    .empty_hint = N_ ("No meter has hung here yet."),
};

SirajPage *
points_page_new (const PageContext *context)
{
    return list_page_new (context, &list_spec);
}

SirajPage *
point_page_new (const PageContext *context)
{
    SirajPage *page = form_page_new (context, &form_spec);
    GtkWidget *pane;

    if (context->location->id == 0)
        return page;
    pane = list_pane_new (page, &installations_spec);
    list_pane_set (SIRAJ_LIST_PANE (pane), "point_id", context->location->id);
    form_page_add_tab (SIRAJ_FORM_PAGE (page), N_ ("Meters"), pane);
    return page;
}
