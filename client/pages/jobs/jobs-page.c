/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of jobs. */
#include "client/pages/jobs/jobs-page.h"

#include "client/shell/list-page.h"
#include "common/types/jobs-types.h"

static const Column columns[] = {
    { "kind", 16 },
    { "key", 22, COLUMN_EXPAND },
    { "state", 11, COLUMN_BADGE },
    { "progress_done", 9, COLUMN_DASH },
    { "progress_total", 9, COLUMN_DASH },
    { "failures_count", 11, COLUMN_DASH },
    { "created_by_name", 16 },
    { "created_at", 16, COLUMN_SORT },
    { "finished_at", 16 },
    { "error_text", 30, COLUMN_HIDDEN },
    { "attempts", 8, COLUMN_HIDDEN },
};

static const ListFilter filters[] = { { "state" }, { "kind" } };

static const ListPageSpec spec = {
    .title = N_ ("Jobs"),
    .icon_name = "system-run-symbolic",
    .path = "/api/v1/jobs",
    .record = &job_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "-created_at",
    .opens = "job",
    .empty_hint = N_ ("Billing runs, imports and other long work stand here while they go on and "
                      "after they have ended."),
};

SirajPage *
jobs_page_new (const PageContext *context)
{
    return list_page_new (context, &spec);
}
