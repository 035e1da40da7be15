/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of customers. */
#include "client/pages/customers/customers-pages.h"

#include "client/shell/list-page.h"
#include "common/types/customers-types.h"

static const Column columns[] = {
    { "number", 12, COLUMN_SORT },
    { "name", 34, COLUMN_SORT | COLUMN_EXPAND },
    { "class_name", 10 },
    { "station_name", 15 },
    { "mobile", 16 },
    { "account_number", 12 },
    { "meter_number", 13 },
    { "district", 14, COLUMN_HIDDEN },
    { "identity_number", 16, COLUMN_HIDDEN },
    { "balance_minor", 13, COLUMN_DASH },
    { "state", 10, COLUMN_BADGE },
};

static const ListFilter filters[] = {
    { "class_id", NULL, N_ ("Class"), { "/api/v1/classes" } },
    { "station_id", NULL, N_ ("Station"), { "/api/v1/stations" } },
    { "state" },
};

static const ListPageSpec spec = {
    .title = N_ ("Customers"),
    .icon_name = "system-users-symbolic",
    .path = "/api/v1/customers",
    .record = &customer_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "name",
    .search_hint = N_ ("Number, name, phone or meter"),
    .opens = "customer",
    .creates = "customer",
    .new_label = N_ ("New customer"),
    .new_permission = "customers.write",
    .empty_hint = N_ ("Make the first customer with Ctrl+N, or import a file of them."),
};

SirajPage *
customers_page_new (const PageContext *context)
{
    return list_page_new (context, &spec);
}
