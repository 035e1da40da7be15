/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of readings. */
#include "client/pages/readings/readings-pages.h"
#include "client/shell/list-page.h"
#include "common/types/readings-types.h"

static const Column columns[] = {
    { "read_on", 12, COLUMN_SORT },
    { "meter_number", 13 },
    { "customer_name", 28, COLUMN_EXPAND },
    { "account_number", 12 },
    { "route_name", 18, COLUMN_HIDDEN },
    { "previous_value", 12 },
    { "value", 12 },
    { "consumption_wh", 12, COLUMN_DASH },
    { "kind", 10 },
    { "method", 10 },
    { "entered_by_name", 16, COLUMN_HIDDEN },
    { "state", 13, COLUMN_BADGE },
};
static const ListFilter filters[] = {
    { "state" },
    { "from", "read_on", N_ ("From") },
    { "to", "read_on", N_ ("To") },
    { "account_id", NULL, N_ ("Account"), { "/api/v1/accounts", NULL, "number" } },
};
static const ListPageSpec spec = {
    .title = N_ ("Readings"),
    .icon_name = "view-list-symbolic",
    .path = "/api/v1/readings",
    .record = &reading_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "-read_on",
    .empty_hint = N_ ("Readings come from the entry by route, from files and from the meters "
                      "themselves."),
};

SirajPage *
readings_page_new (const PageContext *context)
{
    return list_page_new (context, &spec);
}
