/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Billing runs and their exceptions. */
#pragma once

#include "common/types/billing-types.h"
#include "server/core/jobs.h"
#include "server/core/operation.h"
#include "server/core/verify.h"

G_BEGIN_DECLS

extern const Module billing_module;
extern const JobKind billing_job_kind; /* "billing_run": shared by all workers */
extern const VerifyCheck billing_checks[];

typedef struct {
    const RunRequest *request;
    gint64 created_by;
    Instant now;
    gint64 chunk_accounts; /* billed in one transaction; 0: as many as is fastest */
    gint64 parent_id; /* bills what was cleared of this run's exceptions; 0: a run of its own */
} RunStart;

/* Makes a run and its job in the caller's transaction.  Errors: NOT_FOUND, CYCLE_INACTIVE,
 * INVALID_VALUE (no such period of the cycle), PERIOD_NOT_OVER, RUN_ALREADY_DONE, PERIOD_SKIPPED,
 * PERIOD_CLOSED (of accounting), CYCLE_CLOSED, DUPLICATE while a run of the cycle and period is
 * active; for a run with a parent also PERIOD_PASSED and NOTHING_CLEARED. */
gboolean billing_start (Db *db, const RunStart *start, gint64 *run_id, GError **error);
/* The same for the accounts of @run whose exceptions were cleared.  Errors: RUN_ACTIVE while it has
 * not ended, OUT_OF_SCOPE. */
gboolean billing_start_again (Operation *op, const BillingRun *run, gint64 *run_id, GError **error);
/* Who sees some stations bills one of them at a time.  Error: OUT_OF_SCOPE. */
gboolean billing_check_station (const Principal *principal, gint64 station_id, GError **error);

/* The run as it stands, with its totals by class; NULL when there is none.  Owned. */
BillingRun *billing_load_run (Db *db, gint64 run_id, GError **error);

/* The id behind a cycle's code.  Error: NOT_FOUND. */
gboolean billing_find_cycle (Db *db, const char *code, gint64 *cycle_id, GError **error);

G_END_DECLS
