/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of customers. */
#include "client/pages/customers/customers-page.h"

#include "common/types/customers-types.h"

static const Column columns[] = {
    { "number", 11, COLUMN_SORT },
    { "name", 34, COLUMN_SORT },
    { "class_name", 12 },
    { "station_name", 16 },
    { "account_number", 14 },
    { "meter_number", 14 },
    { "mobile", 15, COLUMN_HIDDEN },
    { "district", 14, COLUMN_HIDDEN },
    { "state", 10, COLUMN_BADGE },
    { "balance_minor", 14, COLUMN_DASH | COLUMN_SORT },
};

static const ListFilter filters[] = {
    { "state" },
    { "class_id", NULL, N_ ("Class"), { "/api/v1/customer-classes" } },
    { "station_id", NULL, N_ ("Station"), { "/api/v1/stations" } },
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
    .sum_label = N_ ("Balances"),
};

SirajPage *
customers_page_new (const PageContext *context)
{
    return list_page_new (context, &spec);
}
