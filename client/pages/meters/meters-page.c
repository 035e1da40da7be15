/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of meters. */
#include "client/pages/meters/meters-pages.h"
#include "client/shell/list-page.h"
#include "common/types/meters-types.h"

static const Column columns[] = {
    { "number", 15, COLUMN_SORT },
    { "kind", 12 },
    { "manufacturer", 14, COLUMN_HIDDEN },
    { "station_name", 16 },
    { "customer_name", 30, COLUMN_EXPAND },
    { "account_number", 12, COLUMN_HIDDEN },
    { "service_point_number", 12 },
    { "latest_date", 12 },
    { "latest_value", 12 },
    { "warranty_end", 12, COLUMN_HIDDEN },
    { "state", 11, COLUMN_BADGE },
};
static const ListFilter filters[] = {
    { "kind" },
    { "state" },
    { "station_id", NULL, N_ ("Station"), { "/api/v1/stations" } },
};
static const ListPageSpec spec = {
    .title = N_ ("Meters"),
    .icon_name = "power-profile-balanced-symbolic",
    .path = "/api/v1/meters",
    .record = &meter_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "number",
    .search_hint = N_ ("Meter number"),
    .opens = "meter",
    .creates = "meter",
    .new_label = N_ ("Register a meter"),
    .new_permission = "meters.write",
    .empty_hint = N_ ("Register the meters in the store, or import the file of the factory."),
};

SirajPage *
meters_page_new (const PageContext *context)
{
    return list_page_new (context, &spec);
}
