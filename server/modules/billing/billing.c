/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs: how they are listed, read, started by a person and cancelled. */
#include "server/core/list.h"
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/billing.h"
#include "server/modules/billing/exceptions.h"
#include "server/modules/billing/mass-rebill.h"
#include "server/modules/billing/rebill.h"
#include "server/modules/jobs/jobs.h"

#include "common/base/language.h"

#define PATH_RUNS "/api/v1/runs"

gboolean
billing_find_cycle (Db *db, const char *code, gint64 *cycle_id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_one (db, &billing_cycle_by_code, (const Param[]) { P_TEXT (code) }, 1,
                 N_ ("Billing cycle"), &rows, error)) {
        return FALSE;
    }
    *cycle_id = rows_int64 (rows, 0, 0);
    return TRUE;
}

BillingRun *
billing_load_run (Db *db, gint64 run_id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_one (db, &billing_run_get, (const Param[]) { P_INT64 (run_id) }, 1, N_ ("Billing run"),
                 &rows, error)) {
        return NULL;
    }
    return rows_record (rows, 0, &billing_run_record);
}

/* Operations */

static const ListSort run_sorts[] = {
    { "created_at", &billing_runs_oldest, &billing_runs_newest },
};
static const char *const run_filters[] = { "cycle_id", "state", "trial", "parent_id", NULL };
static const ListSpec run_list = {
    &billing_run_record, run_sorts, G_N_ELEMENTS (run_sorts), run_filters, &billing_runs_count,
};

static gboolean
runs_list (Operation *op, GError **error)
{
    return list_answer (op, &run_list, NULL, error);
}

static gboolean
answer_run (Operation *op, gint64 id, GError **error)
{
    g_autoptr (BillingRun) run = billing_load_run (op->db, id, error);

    if (run == NULL) {
        return FALSE;
    }
    operation_answer_record (op, &billing_run_record, run);
    return TRUE;
}

static gboolean
runs_read (Operation *op, GError **error)
{
    gint64 id;

    return operation_path_id (op, "id", &id, error) && answer_run (op, id, error);
}

static gboolean
runs_start (Operation *op, GError **error)
{
    const RunRequest *request = op->input;
    const RunStart start = {
        .request = request,
        .created_by = op->principal->user_id,
        .now = op->now,
    };
    gint64 id;

    if (!billing_check_station (op->principal, request->station_id, error) ||
        !billing_start (op->db, &start, &id, error)) {
        return FALSE;
    }
    op->status = 202;
    op->location = g_strdup_printf (PATH_RUNS "/%" G_GINT64_FORMAT, id);
    return answer_run (op, id, error);
}

/* Bills that were made stay; a new run of the period goes on with the rest. */
static gboolean
runs_cancel (Operation *op, GError **error)
{
    g_autoptr (BillingRun) run = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    run = billing_load_run (op->db, id, error);
    if (run == NULL) {
        return FALSE;
    }
    if (run->state != RUN_STATE_RUNNING) {
        return refuse (error, SIRAJ_ERROR_RUN_FINISHED, NULL,
                       "The run has ended already (%s); cancel single invoices instead.",
                       enumeration_label (&run_state_enum, run->state));
    }
    return jobs_request_cancel (op, run->job_id, error) && answer_run (op, id, error);
}

/* What a person has cleared since is billed, and only that; the run itself stays as it is. */
static gboolean
runs_again (Operation *op, GError **error)
{
    g_autoptr (BillingRun) run = NULL;
    gint64 id;
    gint64 again_id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    run = billing_load_run (op->db, id, error);
    if (run == NULL || !billing_start_again (op, run, &again_id, error)) {
        return FALSE;
    }
    op->status = 202;
    op->location = g_strdup_printf (PATH_RUNS "/%" G_GINT64_FORMAT, again_id);
    return answer_run (op, again_id, error);
}

static const char *const run_query[] = {
    LIST_QUERY, "cycle_id", "state", "trial", "parent_id", NULL,
};
static const char *const exception_query[] = {
    LIST_QUERY, "run_id", "state", "code", "account_id", NULL,
};

static const char *const mass_rebill_query[] = { LIST_QUERY, "cycle_id", NULL };
static const char *const mass_item_query[] = { LIST_QUERY, "state", NULL };

static const Route routes[] = {
    { "GET", PATH_RUNS, "billing.read", READS | ANSWERS_LIST, NULL, &billing_run_record, runs_list,
      N_ ("List billing runs, the newest first by sort=-created_at"), run_query },
    { "POST", PATH_RUNS, "billing.run", WRITES | CREATES | IDEMPOTENT, &run_request_record,
      &billing_run_record, runs_start, N_ ("Start a billing run") },
    { "GET", PATH_RUNS "/{id}", "billing.read", READS, NULL, &billing_run_record, runs_read,
      N_ ("Read a billing run with its totals by class") },
    { "POST", PATH_RUNS "/{id}/cancel", "billing.run", WRITES, NULL, &billing_run_record,
      runs_cancel, N_ ("Cancel a billing run") },
    { "POST", PATH_RUNS "/{id}/again", "billing.run", WRITES | IDEMPOTENT, NULL,
      &billing_run_record, runs_again,
      N_ ("Bill the accounts of a run whose exceptions have been cleared") },
    { "POST", PATH_RUNS "/{id}/decisions", "billing.exceptions", WRITES | CREATES,
      &exceptions_decision_record, &exceptions_decided_record, exceptions_decide_all,
      N_ ("Resolve or waive every open exception of a run, or those of one code") },
    { "POST", "/api/v1/invoices/{id}/rebill/preview", "invoices.cancel", READS,
      &rebill_request_record, &rebill_preview_record, rebills_preview,
      N_ ("See what computing an invoice again would change") },
    { "POST", "/api/v1/invoices/{id}/rebill", "invoices.cancel", WRITES | CREATES | IDEMPOTENT,
      &rebill_request_record, &invoice_record, rebills_make,
      N_ ("Cancel an invoice and bill its period again; the new invoice is answered") },
    { "GET", "/api/v1/mass-rebills", "billing.read", READS | ANSWERS_LIST, NULL,
      &mass_rebill_record, mass_rebills_list,
      N_ ("List periods that were billed again, the newest first by sort=-created_at"),
      mass_rebill_query },
    { "POST", "/api/v1/mass-rebills", "invoices.cancel", WRITES | CREATES | IDEMPOTENT,
      &mass_rebill_request_record, &mass_rebill_record, mass_rebills_start,
      N_ ("Try what billing a period again would change") },
    { "GET", "/api/v1/mass-rebills/{id}", "billing.read", READS, NULL, &mass_rebill_record,
      mass_rebills_read, N_ ("Read how far a rebill is and what it comes to") },
    { "GET", "/api/v1/mass-rebills/{id}/items", "billing.read", READS | ANSWERS_LIST, NULL,
      &mass_rebill_item_record, mass_rebills_items,
      N_ ("List the bills of a rebill; sort=-movement gives the top movers"), mass_item_query },
    { "POST", "/api/v1/mass-rebills/{id}/apply", "invoices.cancel", WRITES | IDEMPOTENT, NULL,
      &mass_rebill_record, mass_rebills_apply, N_ ("Carry out a rebill that was tried") },
    { "POST", "/api/v1/mass-rebills/{id}/undo", "invoices.cancel", WRITES | IDEMPOTENT, NULL,
      &mass_rebill_record, mass_rebills_undo, N_ ("Undo a rebill that was carried out") },
    { "GET", "/api/v1/exceptions", "billing.read", READS | ANSWERS_LIST, NULL,
      &billing_exception_record, exceptions_list, N_ ("List billing exceptions"), exception_query },
    { "GET", "/api/v1/exceptions/{id}", "billing.read", READS, NULL, &billing_exception_record,
      exceptions_read, N_ ("Read a billing exception") },
    { "POST", "/api/v1/exceptions/{id}/decision", "billing.exceptions", WRITES | CREATES,
      &exception_decision_record, &billing_exception_record, exceptions_decide,
      N_ ("Resolve or waive a billing exception, with a reason") },
};

const Module billing_module = { "billing", routes, G_N_ELEMENTS (routes), billing_statements };
