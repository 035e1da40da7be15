/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cycles in time: how far they have billed, what comes next, a frequency that changes at a
 * boundary, the scope that brings agreements in, and the schedule that runs them. */
#include "server/modules/billing/cycles.h"

#include "common/base/language.h"
#include "server/modules/billing/billing.h"
#include "server/modules/billing/cycles-sql.h"

#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define LOOK_WHILE_RUNNING_US (5 * G_USEC_PER_SEC)

G_STATIC_ASSERT ((int)CYCLE_FREQUENCY_DAY == (int)CYCLE_DAY);

void
cycle_facts_clear (CycleFacts *self)
{
    g_clear_pointer (&self->code, g_free);
    g_clear_pointer (&self->name, g_free);
}

/* Of a row of cycles_facts. */
static void
take_facts (const Rows *rows, CycleFacts *self)
{
    self->code = g_strdup (rows_text (rows, 0, 0));
    self->name = g_strdup (rows_text (rows, 0, 1));
    self->active = rows_boolean (rows, 0, 2);
    self->rule = (CycleRule) {
        .kind = (CycleKind)rows_enum (rows, 0, 3, &cycle_frequency_enum),
        .reading_days_before = (int)rows_int64 (rows, 0, 4),
        .reading_days_after = (int)rows_int64 (rows, 0, 5),
        .billing_day_offset = (int)rows_int64 (rows, 0, 6),
        .due_days = (int)rows_int64 (rows, 0, 7),
        .reminder_days = (int)rows_int64 (rows, 0, 18),
    };
    self->due_days = rows_is_null (rows, 0, 8) ? INT64_NONE : rows_int64 (rows, 0, 8);
    self->execution_hour = (int)rows_int64 (rows, 0, 9);
    self->utc_offset_minutes = (int)rows_int64 (rows, 0, 10);
    self->today = rows_date (rows, 0, 11);
    self->scheduled = rows_boolean (rows, 0, 12);
    self->scheduled_from = rows_date (rows, 0, 13);
    self->takes_in = rows_boolean (rows, 0, 14);
    self->billed_to = rows_date (rows, 0, 15);
    self->changes_on = rows_date (rows, 0, 16);
    if (self->changes_on != DATE_NONE) {
        self->next_kind = (CycleKind)rows_enum (rows, 0, 17, &cycle_frequency_enum);
    }
}

gboolean
cycle_facts_load (Db *db, const CycleQuestion *question, CycleFacts *facts, GError **error)
{
    const Param params[] = {
        P_INT64 (question->cycle_id),
        P_INSTANT (question->now),
        P_ID (question->class_id),
    };
    g_autoptr (Rows) rows = NULL;

    if (!db_one (db, &cycles_facts, params, G_N_ELEMENTS (params), N_ ("Billing cycle"), &rows,
                 error)) {
        return FALSE;
    }
    facts->id = question->cycle_id;
    take_facts (rows, facts);
    return TRUE;
}

/* The frequency in force on the first day of a period. */
static CycleKind
kind_on (const CycleFacts *facts, Date day)
{
    return facts->changes_on != DATE_NONE && day >= facts->changes_on ? facts->next_kind
                                                                      : facts->rule.kind;
}

Period
cycle_facts_next (const CycleFacts *facts, CycleKind *kind)
{
    CycleDates dates;

    *kind = facts->rule.kind;
    if (facts->billed_to != DATE_NONE) {
        *kind = kind_on (facts, facts->billed_to);
        return cycle_period_at (*kind, facts->billed_to);
    }
    if (facts->scheduled_from == DATE_NONE) {
        return cycle_previous (facts->rule.kind, cycle_period_at (facts->rule.kind, facts->today));
    }
    cycle_next_dates (&facts->rule, facts->scheduled_from, &dates, 1);
    return dates.period;
}

Period
cycle_facts_after (const CycleFacts *facts, Period period, CycleKind *kind)
{
    *kind = kind_on (facts, period.to);
    return cycle_period_at (*kind, period.to);
}

/* Agreements of one other cycle, as far as it has billed them to its last boundary. */
static gboolean
take_in_from (Db *db, const CycleFacts *facts, const Rows *others, int row, GError **error)
{
    CycleKind kind = (CycleKind)rows_enum (others, row, 1, &cycle_frequency_enum);
    Date boundary = cycle_period_at (kind, facts->today).from - (Date)rows_int64 (others, row, 2);

    return db_run (db, &cycles_take_in, NULL, error, P_INT64 (facts->id),
                   P_INT64 (rows_int64 (others, row, 0)), P_DATE (boundary));
}

static gboolean
take_in (Db *db, const CycleFacts *facts, GError **error)
{
    g_autoptr (Rows) others = NULL;

    if (!facts->takes_in || !facts->active) {
        return TRUE;
    }
    if (!db_run (db, &cycles_others, &others, error, P_INT64 (facts->id))) {
        return FALSE;
    }
    for (int row = 0; row < rows_count (others); row++) {
        if (!take_in_from (db, facts, others, row, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean
cycle_bring_up (Db *db, const CycleQuestion *question, GError **error)
{
    g_auto (CycleFacts) facts = { 0 };

    return db_run (db, &cycles_change_frequency, NULL, error, P_INT64 (question->cycle_id)) &&
           cycle_facts_load (db, question, &facts, error) && take_in (db, &facts, error);
}

/* The schedule */

static Instant
instant_of (const CycleFacts *facts, Date day)
{
    return (Instant)day * 24 * HOUR_US + facts->execution_hour * HOUR_US -
           facts->utc_offset_minutes * (HOUR_US / 60);
}

typedef struct {
    CycleFacts facts;
    CycleDates dates;
    char *key;
    gboolean running;
    gboolean ended_badly;
} Due;

static void
due_clear (Due *self)
{
    cycle_facts_clear (&self->facts);
    g_free (self->key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Due, due_clear)

static gboolean
load_due (Db *db, const ScheduleLook *look, Due *due, GError **error)
{
    const CycleQuestion question = { .cycle_id = look->subject_id, .now = look->now };
    g_autoptr (Rows) rows = NULL;
    CycleKind kind;
    Period period;

    if (!cycle_bring_up (db, &question, error) ||
        !cycle_facts_load (db, &question, &due->facts, error)) {
        return FALSE;
    }
    period = cycle_facts_next (&due->facts, &kind);
    due->dates = cycle_dates (&due->facts.rule, period);
    due->key = cycle_key (kind, period);
    if (!db_run (db, &cycles_run_state, &rows, error, P_INT64 (look->subject_id),
                 P_TEXT (due->key))) {
        return FALSE;
    }
    due->running = rows_boolean (rows, 0, 0);
    due->ended_badly = rows_boolean (rows, 0, 1);
    return due->facts.today < due->dates.reading_window.from ||
           billing_periods_open (db, &due->facts, due->key, &due->dates, error);
}

/* By hand: what keeps the cycle from running is said at once. */
static gboolean
check_by_hand (const Due *due, GError **error)
{
    g_autofree char *end = date_format (due->dates.period.to);

    if (due->running) {
        return refuse (error, SIRAJ_ERROR_RUN_ACTIVE, NULL,
                       "A run of the cycle %s is under way; wait until it ends or cancel it.",
                       due->facts.code);
    }
    if (due->dates.period.to <= due->facts.today) {
        return TRUE;
    }
    if (due->facts.billed_to == DATE_NONE) {
        return refuse (error, SIRAJ_ERROR_NOT_DUE, NULL,
                       "The first period of the cycle, %s, ends on %s; bill it from that day on.",
                       due->key, end);
    }
    return refuse (
        error, SIRAJ_ERROR_RUN_ALREADY_DONE, NULL,
        "Already done: every period that is over has been billed; the next one, %s, ends "
        "on %s.",
        due->key, end);
}

static gboolean
start_due (Db *db, const Due *due, ScheduleLook *look, GError **error)
{
    RunRequest request = {
        .cycle_id = look->subject_id,
        .period_key = due->key,
        .meter_kind = ENUM_NONE,
    };
    const RunStart start = {
        .request = &request,
        .created_by = look->created_by,
        .now = look->now,
    };
    g_autoptr (BillingRun) run = NULL;
    gint64 run_id;

    if (!billing_start (db, &start, &run_id, error)) {
        return FALSE;
    }
    run = billing_load_run (db, run_id, error);
    if (run == NULL) {
        return FALSE;
    }
    look->job_id = run->job_id;
    look->look_at = look->now + LOOK_WHILE_RUNNING_US;
    return TRUE;
}

/* Periods are billed one after the other, the longest missed first: only when a run is completed
 * does the cycle's next period come up.  One that was cancelled or failed waits for a person. */
static gboolean
look_at_cycle (Db *db, ScheduleLook *look, GError **error)
{
    g_auto (Due) due = { 0 };

    if (!load_due (db, look, &due, error)) {
        return FALSE;
    }
    look->due_at = instant_of (&due.facts, due.dates.billing_date);
    if (look->by_hand) {
        return check_by_hand (&due, error) && start_due (db, &due, look, error);
    }
    if (due.running) {
        look->look_at = look->now + LOOK_WHILE_RUNNING_US;
        return TRUE;
    }
    if (look->now < look->due_at) {
        look->look_at = MIN (look->due_at, look->now + HOUR_US);
        return TRUE;
    }
    if (due.ended_badly) {
        return refuse (error, SIRAJ_ERROR_RUN_UNFINISHED, NULL,
                       "The run of %s was cancelled or failed; let its job go on, or start the "
                       "cycle now.",
                       due.key);
    }
    return start_due (db, &due, look, error);
}

const ScheduleKind cycle_schedule_kind = {
    "billing",
    N_ ("Billing of a cycle"),
    "billing.run",
    look_at_cycle,
};
