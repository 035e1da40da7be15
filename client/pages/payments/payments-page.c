/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of payments. */
#include "client/pages/payments/payments-page.h"

#include "common/types/payments-types.h"

static const Column columns[] = {
    { "number", 20, COLUMN_SORT },
    { "received_on", 11, COLUMN_SORT },
    { "account_number", 13 },
    { "customer_name", 26, COLUMN_EXPAND },
    { "method_name", 12 },
    { "reference", 12 },
    { "kind", 10, COLUMN_BADGE },
    { "cancelled", 7, COLUMN_DASH },
    { "created_by_name", 14 },
    { "received_at", 16, COLUMN_HIDDEN },
    { "branch_name", 14, COLUMN_HIDDEN },
    { "station_name", 14, COLUMN_HIDDEN },
    { "advance_minor", 14, COLUMN_HIDDEN | COLUMN_DASH },
    { "amount_minor", 14, COLUMN_SORT },
};

static const ListFilter filters[] = {
    { "from", "received_on", N_ ("From the day") },
    { "to", "received_on", N_ ("To the day") },
    { "method_id", "id", N_ ("Payment method"), { "/api/v1/payment-methods" } },
    { "account_id", NULL, NULL, { "/api/v1/accounts", NULL, "number" } },
    { "station_id", "id", N_ ("Station"), { "/api/v1/stations" } },
};

static const ListPageSpec spec = {
    .title = N_ ("Payments"),
    .icon_name = "view-list-symbolic",
    .path = "/api/v1/payments",
    .record = &payment_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "-received_on",
    .search_hint = N_ ("Receipt, account, name or phone"),
    .opens = "payment",
    .creates = "take-payment",
    .new_label = N_ ("Take a payment"),
    .new_permission = "payments.take",
    .empty_hint = N_ ("Payments that are taken stand here with their receipts."),
    .sum_label = N_ ("Received"),
};

SirajPage *
payments_page_new (const PageContext *context)
{
    return list_page_new (context, &spec);
}
