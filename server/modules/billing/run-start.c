/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a run begins: which cycle and days, whether they may be billed now, and its row and job. */
#include "server/modules/accounting/accounting.h"
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/billing.h"
#include "server/modules/billing/cycles-sql.h"
#include "server/modules/billing/cycles.h"

#include "common/base/language.h"

/* A run that is being started. */
typedef struct {
    const RunStart *start;
    CycleFacts cycle;
    Period period;
    CycleDates dates;
    char *previous_key;
} Starting;

static void
starting_clear (Starting *self)
{
    cycle_facts_clear (&self->cycle);
    g_free (self->previous_key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Starting, starting_clear)

static const char *
meter_kind_word (const RunRequest *request)
{
    return request->meter_kind != ENUM_NONE
               ? enumeration_word (&meter_kind_enum, request->meter_kind)
               : NULL;
}

static gboolean
check_scope (Db *db, const RunRequest *request, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &billing_scope, &rows, error, P_ID (request->class_id),
                 P_ID (request->station_id))) {
        return FALSE;
    }
    if (!rows_boolean (rows, 0, 0)) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, "class_id", "There is no such class.");
    }
    if (!rows_boolean (rows, 0, 1)) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, "station_id", "There is no such station.");
    }
    return TRUE;
}

/* A trial looks at the cycle as it is. */
static gboolean
load_cycle (Db *db, Starting *self, GError **error)
{
    const RunRequest *request = self->start->request;
    const CycleQuestion question = {
        .cycle_id = request->cycle_id,
        .class_id = request->class_id,
        .now = self->start->now,
    };

    if (!request->trial && (!db_run_params (db, &billing_begin_lock, NULL, 0, NULL, error) ||
                            !cycle_bring_up (db, &question, error))) {
        return FALSE;
    }
    if (!cycle_facts_load (db, &question, &self->cycle, error)) {
        return FALSE;
    }
    if (!self->cycle.active) {
        return refuse (error, SIRAJ_ERROR_CYCLE_INACTIVE, "cycle_id",
                       "The billing cycle %s is not in use; choose another one.", self->cycle.code);
    }
    return check_scope (db, request, error);
}

/* The bills carry the cycle's billing date, or today's where that is still to come. */
static gboolean
find_dates (Starting *self, GError **error)
{
    const RunRequest *request = self->start->request;
    const CycleFacts *cycle = &self->cycle;

    if (!cycle_parse_key (cycle->rule.kind, request->period_key, &self->period, error)) {
        return FALSE;
    }
    if (self->period.to > cycle->today) {
        g_autofree char *end = date_format (self->period.to);
        return refuse (error, SIRAJ_ERROR_PERIOD_NOT_OVER, "period_key",
                       "The period %s ends on %s; bill it from that day on.", request->period_key,
                       end);
    }
    self->dates = cycle_dates (&cycle->rule, self->period);
    if (self->dates.billing_date > cycle->today) {
        self->dates.due_date -= self->dates.billing_date - cycle->today;
        self->dates.billing_date = cycle->today;
    }
    self->previous_key =
        cycle_key (cycle->rule.kind, cycle_previous (cycle->rule.kind, self->period));
    return TRUE;
}

/* A trial may look at any period again; a run bills each once, and in order. */
static gboolean
check_history (Db *db, const Starting *self, GError **error)
{
    const RunRequest *request = self->start->request;
    g_autoptr (Rows) history = NULL;

    if (!db_run (db, &billing_history, &history, error, P_INT64 (request->cycle_id),
                 P_ID (request->class_id), P_ID (request->station_id),
                 P_TEXT (meter_kind_word (request)), P_DATE (self->period.from),
                 P_DATE (self->period.to))) {
        return FALSE;
    }
    if (rows_boolean (history, 0, 0)) {
        return refuse (error, SIRAJ_ERROR_RUN_ALREADY_DONE, "period_key",
                       "The period %s of cycle %s has been billed already; what was left out goes "
                       "into the next bill.",
                       request->period_key, self->cycle.code);
    }
    if (rows_boolean (history, 0, 2) && !rows_boolean (history, 0, 1)) {
        return refuse (error, SIRAJ_ERROR_PERIOD_SKIPPED, "period_key",
                       "The period %s of cycle %s has not been billed; bill it before %s.",
                       self->previous_key, self->cycle.code, request->period_key);
    }
    return TRUE;
}

/* What was left aside and is billed later than its period goes into the next bill instead. */
static gboolean
check_not_passed (Db *db, const Starting *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &run_later, &rows, error, P_INT64 (self->cycle.id),
                 P_DATE (self->period.to))) {
        return FALSE;
    }
    return !rows_boolean (rows, 0, 0) ||
           refuse (error, SIRAJ_ERROR_PERIOD_PASSED, NULL,
                   "A later period than %s has been billed; what was left out is in the bills of "
                   "that one.",
                   self->start->request->period_key);
}

static gboolean
check_may_bill (Db *db, const Starting *self, GError **error)
{
    const RunStart *start = self->start;

    if (start->request->trial) {
        return TRUE;
    }
    return (start->parent_id != 0 ? check_not_passed (db, self, error)
                                  : check_history (db, self, error)) &&
           accounting_check_open (db, self->dates.billing_date, "period_key", error) &&
           billing_periods_open (db, &self->cycle, start->request->period_key, &self->dates, error);
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
                 P_INT64 (self->start->created_by), P_TEXT (meter_kind_word (request)),
                 P_INT64 (self->cycle.due_days), P_ID (self->start->parent_id))) {
        return FALSE;
    }
    *run_id = rows_int64 (rows, 0, 0);
    return TRUE;
}

/* Whom it bills, where that is not everybody of the cycle, class and station. */
static gboolean
select_agreements (Db *db, const Starting *self, gint64 run_id, GError **error)
{
    const RunRequest *request = self->start->request;
    g_autoptr (Rows) rows = NULL;

    if (self->start->parent_id == 0) {
        return request->meter_kind == ENUM_NONE ||
               db_run (db, &run_select_meters, NULL, error, P_INT64 (run_id),
                       P_TEXT (meter_kind_word (request)));
    }
    if (!db_run (db, &run_select_cleared, &rows, error, P_INT64 (run_id),
                 P_INT64 (self->start->parent_id))) {
        return FALSE;
    }
    return rows_int64 (rows, 0, 0) > 0 ||
           refuse (error, SIRAJ_ERROR_NOTHING_CLEARED, NULL,
                   "No account of this run waits to be billed again: mark exceptions as put right "
                   "first.");
}

/* The job's key lets one run of a cycle and period be active, whatever its scope, and one trial. */
static gboolean
create_job (Db *db, const Starting *self, gint64 run_id, GError **error)
{
    const RunRequest *request = self->start->request;
    g_autofree char *key = g_strdup_printf ("%s %s%s", self->cycle.code, request->period_key,
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
           check_may_bill (db, &self, error) && insert_run (db, &self, run_id, error) &&
           select_agreements (db, &self, *run_id, error) && create_job (db, &self, *run_id, error);
}

gboolean
billing_check_station (const Principal *principal, gint64 station_id, GError **error)
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

gboolean
billing_start_again (Operation *op, const BillingRun *run, gint64 *run_id, GError **error)
{
    RunRequest request = {
        .cycle_id = run->cycle_id,
        .period_key = run->period_key,
        .class_id = run->class_id,
        .station_id = run->station_id,
        .meter_kind = run->meter_kind,
    };
    const RunStart start = {
        .request = &request,
        .created_by = op->principal->user_id,
        .now = op->now,
        .parent_id = run->parent_id != 0 ? run->parent_id : run->id,
    };

    if (run->trial || run->state != RUN_STATE_COMPLETED) {
        return refuse (error, SIRAJ_ERROR_RUN_ACTIVE, NULL,
                       "Only a completed run goes on with what was cleared; this one is: %s%s.",
                       enumeration_label (&run_state_enum, run->state),
                       run->trial ? tr (" (trial)") : "");
    }
    return billing_check_station (op->principal, run->station_id, error) &&
           billing_start (op->db, &start, run_id, error);
}
