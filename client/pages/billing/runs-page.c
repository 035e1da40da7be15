/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of billing runs. */
#include "client/pages/billing/billing-pages.h"

#include "client/shell/list-page.h"
#include "common/types/billing-types.h"

static const Column columns[] = {
    { "id", 7 },
    { "cycle_name", 18, COLUMN_EXPAND },
    { "period_key", 14 },
    { "trial", 9, COLUMN_DASH },
    { "class_name", 12, COLUMN_HIDDEN },
    { "station_name", 14, COLUMN_HIDDEN },
    { "state", 10, COLUMN_BADGE },
    { "accounts", 10, COLUMN_DASH },
    { "bills", 10, COLUMN_DASH },
    { "exceptions", 11, COLUMN_DASH },
    { "total_minor", 17, COLUMN_DASH },
    { "energy_wh", 14, COLUMN_DASH | COLUMN_HIDDEN },
    { "created_by_name", 14, COLUMN_HIDDEN },
    { "created_at", 18, COLUMN_SORT },
};

static const ListFilter filters[] = {
    { "state" },
    { "cycle_id", NULL, NULL, { "/api/v1/cycles" } },
    { "trial" },
};

static const ListPageSpec spec = {
    .title = N_ ("Billing runs"),
    .icon_name = "media-playback-start-symbolic",
    .path = "/api/v1/runs",
    .record = &billing_run_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "-created_at",
    .opens = "run",
    .creates = "new-run",
    .new_label = N_ ("New run"),
    .new_permission = "billing.run",
    .empty_hint =
        N_ ("A run bills every account of a cycle for one period. Try it first as a trial."),
};

SirajPage *
runs_page_new (const PageContext *context)
{
    return list_page_new (context, &spec);
}
