/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs: how one is started, listed, read and cancelled. */
#include "server/core/list.h"
#include "server/modules/accounting/accounting.h"
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/exceptions.h"
#include "server/engine/cycle.h"
#include "server/modules/jobs/jobs.h"

#include "common/base/language.h"
#include "common/types/subscriptions-types.h"

#define PATH_RUNS "/api/v1/runs"
#define NEXT_PERIODS 5

/* A run that is being started. */
typedef struct {
    const RunStart *start;
    char *cycle_code;
    CycleRule rule;
    Date today;
    Period period;
    CycleDates dates;
    char *previous_key;
} Starting;

static void
starting_clear (Starting *self)
{
    g_free (self->cycle_code);
    g_free (self->previous_key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Starting, starting_clear)

G_STATIC_ASSERT ((int)CYCLE_FREQUENCY_QUARTER == (int)CYCLE_QUARTER);

static gboolean
check_scope (const Rows *facts, GError **error)
{
    if (!rows_boolean (facts, 0, 8)) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, "class_id", "There is no such class.");
    }
    if (!rows_boolean (facts, 0, 9)) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, "station_id", "There is no such station.");
    }
    return TRUE;
}

/* Of a row of billing_cycle_facts. */
static CycleRule
read_rule (const Rows *facts)
{
    return (CycleRule) {
        .kind = (CycleKind)rows_enum (facts, 0, 1, &cycle_frequency_enum),
        .reading_days_before = (int)rows_int64 (facts, 0, 2),
        .reading_days_after = (int)rows_int64 (facts, 0, 3),
        .billing_day_offset = (int)rows_int64 (facts, 0, 4),
        .due_days = (int)rows_int64 (facts, 0, 7),
    };
}

static gboolean
load_cycle (Db *db, Starting *self, GError **error)
{
    const RunRequest *request = self->start->request;
    g_autoptr (Rows) facts = NULL;
    const Param params[] = {
        P_INT64 (request->cycle_id),
        P_ID (request->class_id),
        P_ID (request->station_id),
        P_INSTANT (self->start->now),
    };

    if (!db_one (db, &billing_cycle_facts, params, G_N_ELEMENTS (params), N_ ("Billing cycle"),
                 &facts, error)) {
        return FALSE;
    }
    self->cycle_code = g_strdup (rows_text (facts, 0, 0));
    self->rule = read_rule (facts);
    self->today = rows_date (facts, 0, 6);
    if (!rows_boolean (facts, 0, 5)) {
        return refuse (error, SIRAJ_ERROR_CYCLE_INACTIVE, "cycle_id",
                       "The billing cycle %s is not in use; choose another one.", self->cycle_code);
    }
    return check_scope (facts, error);
}

/* The bills carry the cycle's billing date, or today's where that is still to come. */
static gboolean
find_dates (Starting *self, GError **error)
{
    const RunRequest *request = self->start->request;

    if (!cycle_parse_key (self->rule.kind, request->period_key, &self->period, error)) {
        return FALSE;
    }
    if (self->period.to > self->today) {
        g_autofree char *end = date_format (self->period.to);
        return refuse (error, SIRAJ_ERROR_PERIOD_NOT_OVER, "period_key",
                       "The period %s ends on %s; bill it from that day on.", request->period_key,
                       end);
    }
    self->dates = cycle_dates (&self->rule, self->period);
    if (self->dates.billing_date > self->today) {
        self->dates.due_date -= self->dates.billing_date - self->today;
        self->dates.billing_date = self->today;
    }
    self->previous_key =
        cycle_key (self->rule.kind, cycle_previous (self->rule.kind, self->period));
    return TRUE;
}

/* A trial may look at any period again; a run bills each once, and in order. */
static gboolean
check_history (Db *db, const Starting *self, GError **error)
{
    const RunRequest *request = self->start->request;
    g_autoptr (Rows) history = NULL;

    if (request->trial) {
        return TRUE;
    }
    if (!db_run (db, &billing_history, &history, error, P_INT64 (request->cycle_id),
                 P_TEXT (request->period_key), P_TEXT (self->previous_key),
                 P_ID (request->class_id), P_ID (request->station_id),
                 P_DATE (self->period.from))) {
        return FALSE;
    }
    if (rows_boolean (history, 0, 0)) {
        return refuse (error, SIRAJ_ERROR_RUN_ALREADY_DONE, "period_key",
                       "The period %s of cycle %s has been billed already; what was left out goes "
                       "into the next bill.",
                       request->period_key, self->cycle_code);
    }
    if (rows_boolean (history, 0, 2) && !rows_boolean (history, 0, 1)) {
        return refuse (error, SIRAJ_ERROR_PERIOD_SKIPPED, "period_key",
                       "The period %s of cycle %s has not been billed; bill it before %s.",
                       self->previous_key, self->cycle_code, request->period_key);
    }
    return accounting_check_open (db, self->dates.billing_date, "period_key", error);
}

static gboolean
insert_run (Db *db, const Starting *self, gint64 *run_id, GError **error)
{
    const RunRequest *request = self->start->request;
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &billing_run_insert, &rows, error, P_INT64 (request->cycle_id),
                 P_TEXT (request->period_key), P_DATE (self->period.from), P_DATE (self->period.to),
                 P_DATE (self->dates.billing_date), P_DATE (self->dates.due_date),
                 P_BOOLEAN (request->trial), P_ID (request->class_id), P_ID (request->station_id),
                 P_INT64 (self->start->created_by))) {
        return FALSE;
    }
    *run_id = rows_int64 (rows, 0, 0);
    return TRUE;
}

/* The job's key lets one run of a cycle and period be active, whatever its scope, and one trial. */
static gboolean
create_job (Db *db, const Starting *self, gint64 run_id, GError **error)
{
    const RunRequest *request = self->start->request;
    g_autofree char *key = g_strdup_printf ("%s %s%s", self->cycle_code, request->period_key,
                                            request->trial ? " trial" : "");
    g_autofree char *parameters = g_strdup_printf ("{\"run_id\":%" G_GINT64_FORMAT
                                                   ",\"chunk_accounts\":%" G_GINT64_FORMAT "}",
                                                   run_id, self->start->chunk_accounts);
    const JobRequest job = {
        .kind = billing_job_kind.kind,
        .key = key,
        .parameters = parameters,
        .created_by = self->start->created_by,
        .scheduled_for = INSTANT_NONE,
    };
    gint64 job_id;

    return job_create (db, &job, &job_id, error) &&
           db_run (db, &billing_run_set_job, NULL, error, P_INT64 (run_id), P_INT64 (job_id));
}

gboolean
billing_start (Db *db, const RunStart *start, gint64 *run_id, GError **error)
{
    g_auto (Starting) self = { .start = start };

    return load_cycle (db, &self, error) && find_dates (&self, error) &&
           check_history (db, &self, error) && insert_run (db, &self, run_id, error) &&
           create_job (db, &self, *run_id, error);
}

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
static const char *const run_filters[] = { "cycle_id", "state", "trial", NULL };
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

/* Who sees some stations bills one of them at a time. */
static gboolean
check_station (const Principal *principal, gint64 station_id, GError **error)
{
    if (principal->all_stations) {
        return TRUE;
    }
    for (guint i = 0; i < principal->n_stations; i++) {
        if (principal->station_ids[i] == station_id) {
            return TRUE;
        }
    }
    return refuse (error, SIRAJ_ERROR_OUT_OF_SCOPE, "station_id",
                   "You may bill your own stations only; choose one of them.");
}

static gboolean
runs_start (Operation *op, GError **error)
{
    const RunRequest *request = op->input;
    const RunStart start = { request, op->principal->user_id, op->now };
    gint64 id;

    if (!check_station (op->principal, request->station_id, error) ||
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

static CyclePeriod *
cycle_period_of (const CycleRule *rule, const CycleDates *dates)
{
    CyclePeriod *period = cycle_period_new ();

    period->period_key = cycle_key (rule->kind, dates->period);
    period->period_from = dates->period.from;
    period->period_to = dates->period.to;
    period->reading_from = dates->reading_window.from;
    period->reading_to = dates->reading_window.to - 1;
    period->billing_date = dates->billing_date;
    period->due_date = dates->due_date;
    return period;
}

static gboolean
cycles_next_periods (Operation *op, GError **error)
{
    g_autoptr (Rows) facts = NULL;
    g_autoptr (CyclePeriods) answer = cycle_periods_new ();
    CycleDates dates[NEXT_PERIODS];
    CycleRule rule;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    const Param params[] = { P_INT64 (id), P_ID (0), P_ID (0), P_INSTANT (op->now) };
    if (!db_one (op->db, &billing_cycle_facts, params, G_N_ELEMENTS (params), N_ ("Billing cycle"),
                 &facts, error)) {
        return FALSE;
    }
    rule = read_rule (facts);
    cycle_next_dates (&rule, rows_date (facts, 0, 6), dates, NEXT_PERIODS);
    answer->periods = g_ptr_array_new_with_free_func (cycle_period_record.destroy);
    for (guint i = 0; i < NEXT_PERIODS; i++) {
        g_ptr_array_add (answer->periods, cycle_period_of (&rule, &dates[i]));
    }
    operation_answer_record (op, &cycle_periods_record, answer);
    return TRUE;
}

static const char *const run_query[] = { LIST_QUERY, "cycle_id", "state", "trial", NULL };
static const char *const exception_query[] = { LIST_QUERY, "run_id", "state", "code", NULL };

static const Route routes[] = {
    { "GET", PATH_RUNS, "billing.read", READS | ANSWERS_LIST, NULL, &billing_run_record, runs_list,
      N_ ("List billing runs, the newest first by sort=-created_at"), run_query },
    { "POST", PATH_RUNS, "billing.run", WRITES | CREATES | IDEMPOTENT, &run_request_record,
      &billing_run_record, runs_start, N_ ("Start a billing run") },
    { "GET", PATH_RUNS "/{id}", "billing.read", READS, NULL, &billing_run_record, runs_read,
      N_ ("Read a billing run with its totals by class") },
    { "POST", PATH_RUNS "/{id}/cancel", "billing.run", WRITES, NULL, &billing_run_record,
      runs_cancel, N_ ("Cancel a billing run") },
    { "GET", "/api/v1/cycles/{id}/periods", "geography.read", READS, NULL, &cycle_periods_record,
      cycles_next_periods,
      N_ ("Read when the next five periods of a cycle are read, billed and due") },
    { "GET", "/api/v1/exceptions", "billing.read", READS | ANSWERS_LIST, NULL,
      &billing_exception_record, exceptions_list, N_ ("List billing exceptions"), exception_query },
    { "GET", "/api/v1/exceptions/{id}", "billing.read", READS, NULL, &billing_exception_record,
      exceptions_read, N_ ("Read a billing exception") },
    { "POST", "/api/v1/exceptions/{id}/decision", "billing.exceptions", WRITES | CREATES,
      &exception_decision_record, &billing_exception_record, exceptions_decide,
      N_ ("Resolve or waive a billing exception, with a reason") },
};

const Module billing_module = { "billing", routes, G_N_ELEMENTS (routes), billing_statements };
