/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a trial would bill, beside the bills before: the largest changes first. */
#include "client/pages/billing/billing-pages.h"

#include "client/shell/list-page.h"
#include "common/types/cycles-types.h"

static void open_account (SirajListPage *page, SirajItem *item);

static const Column columns[] = {
    { "account_number", 12, COLUMN_SORT },
    { "customer_name", 22, COLUMN_EXPAND },
    { "class_name", 10 },
    { "station_name", 13, COLUMN_HIDDEN },
    { "period_from", 11, COLUMN_HIDDEN },
    { "period_to", 11, COLUMN_HIDDEN },
    { "last_energy_wh", 12, COLUMN_DASH },
    { "energy_wh", 12 },
    { "change_energy_wh", 13, COLUMN_SORT },
    { "last_total_minor", 14, COLUMN_DASH },
    { "total_minor", 14 },
    { "change_minor", 15, COLUMN_SORT },
    { "outlier", 13, COLUMN_BADGE },
};

static const ListFilter filters[] = {
    { "outlier" },
    { "class_id", "account_id", N_ ("Class"), { "/api/v1/classes" } },
    { "station_id", "account_id", N_ ("Station"), { "/api/v1/stations" } },
    { "run_id", NULL, N_ ("Run"), { "/api/v1/runs", NULL, "period_key" } },
};

static const ListPageSpec spec = {
    .title = N_ ("Trial: differences"),
    .icon_name = "view-list-symbolic",
    .path = "/api/v1/trial-bills",
    .record = &trial_bill_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "-change_minor",
    .open = open_account,
    .empty_hint = N_ ("The trial would bill nobody."),
    .sum_label = N_ ("Difference"),
};

static void
open_account (SirajListPage *page, SirajItem *item)
{
    const TrialBill *bill = item_get_data (item);

    page_open_id (SIRAJ_PAGE (page), "account", bill->account_id);
}

SirajPage *
trial_bills_page_new (const PageContext *context)
{
    return list_page_new (context, &spec);
}
