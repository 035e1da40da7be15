/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings of recurring billing: whom a cycle takes in, how often and at which hour it runs, what
 * it is about to do; and the routes of cycles, periods and trials. */
#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/accounting/accounting.h"
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/billing.h"
#include "server/modules/billing/cycles-sql.h"
#include "server/modules/billing/cycles.h"

#include "common/base/language.h"

#include <inttypes.h>

#define PATH_SETTINGS "/api/v1/billing-settings"
#define PATH_PERIODS "/api/v1/billing-periods"
#define NEXT_PERIODS 5
#define LAST_HOUR 23

static const RecordSpec setting_spec = {
    &billing_setting_record, N_ ("Billing cycle"),   PATH_SETTINGS,
    &cycle_settings_get,     &cycle_settings_insert, &cycle_settings_update,
};

static const ListSort setting_sorts[] = { { "code", &cycle_settings_oldest,
                                            &cycle_settings_newest } };
static const char *const setting_filters[] = { "q", "active", NULL };
static const ListSpec setting_list = {
    &billing_setting_record, setting_sorts, G_N_ELEMENTS (setting_sorts), setting_filters, NULL,
};

static gboolean
settings_list (Operation *op, GError **error)
{
    return list_answer (op, &setting_list, NULL, error);
}

static gboolean
settings_read (Operation *op, GError **error)
{
    return record_get (op, &setting_spec, error);
}

/* Rules */

static gboolean
check_values (const BillingSetting *setting, GError **error)
{
    int scopes =
        (setting->class_id != 0) + (setting->station_id != 0) + (setting->meter_kind != ENUM_NONE);

    if (setting->execution_hour < 0 || setting->execution_hour > LAST_HOUR) {
        return refuse (error, SIRAJ_ERROR_HOUR_INVALID, "execution_hour",
                       "The hour %" PRId64 " is not one of 0 to 23.", setting->execution_hour);
    }
    return scopes <= 1 ||
           refuse (error, SIRAJ_ERROR_INVALID_VALUE,
                   setting->class_id != 0 && setting->station_id != 0 ? "station_id" : "meter_kind",
                   "A cycle takes in a class, a station or a kind of meter, one of the three; make "
                   "a cycle of its own for each.");
}

/* Block limits for one bill cannot be billed three times a month, nor once a quarter. */
static gboolean
check_tariffs (Db *db, const BillingSetting *setting, int frequency, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (frequency == CYCLE_FREQUENCY_MONTH) {
        return TRUE;
    }
    if (!db_run (db, &cycles_unscaled_tariff, &rows, error, P_ID (setting->id),
                 P_ID (setting->class_id), P_ID (setting->station_id),
                 P_TEXT (setting->meter_kind == ENUM_NONE
                             ? NULL
                             : enumeration_word (&meter_kind_enum, setting->meter_kind)))) {
        return FALSE;
    }
    return rows_count (rows) == 0 ||
           refuse (error, SIRAJ_ERROR_TARIFF_NOT_SCALED, "frequency",
                   "The blocks of the tariff “%s” are meant for one monthly bill and do not follow "
                   "its days; put a version in force whose limits are by day, month or cycle.",
                   rows_text (rows, 0, 0));
}

static gboolean
keep_schedule (Db *db, const BillingSetting *setting, GError **error)
{
    const ScheduleRow row = {
        .kind = cycle_schedule_kind.kind,
        .subject_id = setting->id,
        .name = setting->name,
        .active = setting->active && setting->scheduled,
    };

    return schedules_set (db, &row, error);
}

/* A cycle that has billed takes its new frequency at the end of the period that is going on. */
static gboolean
put_off_frequency (Operation *op, const BillingSetting *stored, BillingSetting *setting,
                   GError **error)
{
    const CycleQuestion question = { .cycle_id = stored->id, .now = op->now };
    g_auto (CycleFacts) facts = { 0 };
    Date day;

    if (!cycle_facts_load (op->db, &question, &facts, error)) {
        return FALSE;
    }
    if (setting->scheduled && !stored->scheduled) {
        setting->scheduled_from = facts.today;
    }
    if (!operation_sent (op, "frequency") || facts.billed_to == DATE_NONE) {
        return TRUE;
    }
    setting->next_frequency = ENUM_NONE;
    setting->frequency_changes_on = DATE_NONE;
    if (setting->frequency != stored->frequency) {
        day = MAX (facts.today, facts.billed_to);
        setting->next_frequency = setting->frequency;
        setting->frequency_changes_on = cycle_period_at (facts.rule.kind, day).to;
        setting->frequency = stored->frequency;
    }
    return TRUE;
}

static gboolean
settings_create (Operation *op, GError **error)
{
    BillingSetting *setting = op->input;
    Date today;

    if (!billing_check_station (op->principal, setting->station_id, error) ||
        !check_values (setting, error) || !accounting_today (op, &today, error) ||
        !check_tariffs (op->db, setting, setting->frequency, error)) {
        return FALSE;
    }
    if (setting->scheduled) {
        setting->scheduled_from = today;
    }
    return record_insert (op, &setting_spec, setting, &setting->id, error) &&
           keep_schedule (op->db, setting, error) &&
           record_answer_created (op, &setting_spec, setting->id, error);
}

static gboolean
settings_change (Operation *op, GError **error)
{
    g_autoptr (BillingSetting) stored = NULL;
    g_autoptr (BillingSetting) setting = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    stored = record_load (op, &setting_spec, id, error);
    if (stored == NULL || !record_check_version (op, &setting_spec, stored, error)) {
        return FALSE;
    }
    setting = record_copy (&billing_setting_record, stored);
    record_merge (op, &setting_spec, setting);
    return billing_check_station (op->principal, stored->station_id, error) &&
           billing_check_station (op->principal, setting->station_id, error) &&
           check_values (setting, error) &&
           check_tariffs (op->db, setting, setting->frequency, error) &&
           put_off_frequency (op, stored, setting, error) &&
           record_store (op, &setting_spec, setting, error) &&
           keep_schedule (op->db, setting, error) && record_answer (op, &setting_spec, id, error);
}

/* What comes next */

static gboolean
count_agreements (Db *db, gint64 cycle_id, Period period, gint64 *n, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &cycles_agreements, &rows, error, P_INT64 (cycle_id), P_DATE (period.from),
                 P_DATE (period.to))) {
        return FALSE;
    }
    *n = rows_int64 (rows, 0, 0);
    return TRUE;
}

static CyclePeriod *
cycle_period_of (const CycleFacts *facts, CycleKind kind, Period period)
{
    CyclePeriod *made = cycle_period_new ();
    CycleDates dates = cycle_dates (&facts->rule, period);

    made->period_key = cycle_key (kind, period);
    made->period_from = period.from;
    made->period_to = period.to;
    made->reading_from = dates.reading_window.from;
    made->reading_to = dates.reading_window.to - 1;
    made->billing_date = dates.billing_date;
    made->due_date = dates.due_date;
    made->reminder_date = dates.reminder_date;
    made->over = period.to <= facts->today;
    return made;
}

/* From the first period that is not billed, so that what was missed is seen too. */
static gboolean
cycles_next_periods (Operation *op, GError **error)
{
    CycleQuestion question = { .now = op->now };
    g_auto (CycleFacts) facts = { 0 };
    g_autoptr (CyclePeriods) answer = cycle_periods_new ();
    CycleKind kind;
    Period period;

    if (!operation_path_id (op, "id", &question.cycle_id, error) ||
        !cycle_facts_load (op->db, &question, &facts, error)) {
        return FALSE;
    }
    period = cycle_facts_next (&facts, &kind);
    answer->periods = g_ptr_array_new_with_free_func (cycle_period_record.destroy);
    for (guint i = 0; i < NEXT_PERIODS; i++) {
        CyclePeriod *one = cycle_period_of (&facts, kind, period);

        g_ptr_array_add (answer->periods, one);
        if (!count_agreements (op->db, facts.id, period, &one->agreements_count, error)) {
            return FALSE;
        }
        period = cycle_facts_after (&facts, period, &kind);
    }
    operation_answer_record (op, &cycle_periods_record, answer);
    return TRUE;
}

static const char *const setting_query[] = { LIST_QUERY, "q", "active", NULL };
static const char *const period_query[] = { LIST_QUERY, "cycle_id", "state", NULL };
static const char *const unbilled_query[] = { LIST_QUERY, "code", "explained", NULL };
static const char *const trial_query[] = {
    LIST_QUERY, "run_id", "class_id", "station_id", "outlier", NULL,
};

static const Route routes[] = {
    { "GET", PATH_SETTINGS, "geography.read", READS | ANSWERS_LIST, NULL, &billing_setting_record,
      settings_list, N_ ("List the settings of recurring billing"), setting_query },
    { "POST", PATH_SETTINGS, "settings.write", WRITES | CREATES, &billing_setting_record,
      &billing_setting_record, settings_create, N_ ("Create a billing cycle with its settings") },
    { "GET", PATH_SETTINGS "/{id}", "geography.read", READS, NULL, &billing_setting_record,
      settings_read, N_ ("Read the settings of a billing cycle") },
    { "PATCH", PATH_SETTINGS "/{id}", "settings.write", WRITES | VERSIONED, &billing_setting_record,
      &billing_setting_record, settings_change, N_ ("Change the settings of a billing cycle") },
    { "GET", "/api/v1/cycles/{id}/periods", "geography.read", READS, NULL, &cycle_periods_record,
      cycles_next_periods,
      N_ ("Read five periods of a cycle from the first unbilled one on, with their dates") },
    { "GET", PATH_PERIODS, "billing.read", READS | ANSWERS_LIST, NULL, &billing_period_record,
      billing_periods_list,
      N_ ("List the periods of cycles, the newest first by sort=-period_from"), period_query },
    { "GET", PATH_PERIODS "/{id}", "billing.read", READS, NULL, &billing_period_record,
      billing_periods_read, N_ ("Read a period with its counts of meters, read and billed") },
    { "GET", PATH_PERIODS "/{id}/unbilled", "billing.read", READS | ANSWERS_LIST, NULL,
      &unbilled_point_record, billing_periods_unbilled,
      N_ ("List the active points without a bill of a period"), unbilled_query },
    { "POST", PATH_PERIODS "/{id}/reasons", "billing.exceptions", WRITES | CREATES,
      &unbilled_reason_record, &billing_period_record, billing_periods_give_reason,
      N_ ("Give the reason why points have no bill of a period") },
    { "POST", PATH_PERIODS "/{id}/close", "billing.run", WRITES, NULL, &billing_period_record,
      billing_periods_close, N_ ("Close a period whose every point is billed or has a reason") },
    { "GET", "/api/v1/trial-bills", "billing.read", READS | ANSWERS_LIST, NULL, &trial_bill_record,
      trials_list, N_ ("List what a trial run would bill, beside the bills before"), trial_query },
};

const Module billing_cycles_module = {
    "billing-cycles",
    routes,
    G_N_ELEMENTS (routes),
    billing_cycles_statements,
};
