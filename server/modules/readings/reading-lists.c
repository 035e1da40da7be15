/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading lists by window, readers' work, and the rules of reading. */
#include "server/modules/readings/reading-lists.h"

#include "common/types/readings-types.h"
#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/readings/field-sql.h"

static const RecordSpec settings_spec = {
    &reading_settings_record,
    N_ ("Reading settings"),
    "/api/v1/reading-settings",
    &settings_get,
    NULL,
    &settings_update,
};
static const RecordSpec rule_spec = {
    &estimate_rule_record, N_ ("Estimate rule"), "/api/v1/estimate-rules", &rules_get,
    &rules_insert,         &rules_update,
};

/* The first and the last day of the query. */
static gboolean
read_days (Operation *op, Date *from, Date *to, GError **error)
{
    if (!operation_query_date (op, "from", from, error) ||
        !operation_query_date (op, "to", to, error)) {
        return FALSE;
    }
    if (*from == DATE_NONE || *to == DATE_NONE) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, *from == DATE_NONE ? "from" : "to",
                       "Give the first and the last day of the reading window.");
    }
    return TRUE;
}

gboolean
lists_answer_window (Operation *op, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gint64 cycle_id, route_id;
    Date from, to;

    if (!read_days (op, &from, &to, error) ||
        !operation_query_id (op, "cycle_id", &cycle_id, error) ||
        !operation_query_id (op, "route_id", &route_id, error) ||
        !db_run (op->db, &lists_of_window, &rows, error, P_DATE (from), P_DATE (to),
                 P_ID (cycle_id), P_ID (route_id))) {
        return FALSE;
    }
    return list_answer_whole (op, &reading_list_record, rows, error);
}

gboolean
lists_answer_work (Operation *op, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    Date from, to;

    if (!read_days (op, &from, &to, error) ||
        !db_run (op->db, &lists_reader_work, &rows, error, P_DATE (from), P_DATE (to))) {
        return FALSE;
    }
    return list_answer_whole (op, &reader_work_record, rows, error);
}

/* Settings */

gboolean
settings_read (Operation *op, GError **error)
{
    return record_answer (op, &settings_spec, 1, error);
}

typedef struct {
    const char *field;
    gint64 value;
    gint64 least;
    gint64 most;
} Bound;

static gboolean
check_settings (const ReadingSettings *settings, GError **error)
{
    const Bound bounds[] = {
        { "high_percent", settings->high_percent, 110, 10000 },
        { "low_percent", settings->low_percent, 0, 90 },
        { "high_least_wh", settings->high_least_wh, 0, G_MAXINT32 },
        { "most_zeros", settings->most_zeros, 1, 24 },
        { "pattern_readings", settings->pattern_readings, 0, 20 },
        { "clock_tolerance_minutes", settings->clock_tolerance_minutes, 0, 1440 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (bounds); i++) {
        if (bounds[i].value < bounds[i].least || bounds[i].value > bounds[i].most) {
            return refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, bounds[i].field,
                           "The value lies between %d and %d.", (int)bounds[i].least,
                           (int)bounds[i].most);
        }
    }
    return TRUE;
}

gboolean
settings_change (Operation *op, GError **error)
{
    g_autoptr (ReadingSettings) settings = record_load (op, &settings_spec, 1, error);

    if (settings == NULL || !record_check_version (op, &settings_spec, settings, error)) {
        return FALSE;
    }
    record_merge (op, &settings_spec, settings);
    return check_settings (settings, error) && record_store (op, &settings_spec, settings, error) &&
           record_answer (op, &settings_spec, 1, error);
}

/* Rules of estimates */

static gboolean
check_rule (const EstimateRuleRow *rule, GError **error)
{
    return rule->most_estimates == INT64_NONE ||
           (rule->most_estimates >= 1 && rule->most_estimates <= 36) ||
           refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, "most_estimates",
                   "The value lies between %d and %d.", 1, 36);
}

gboolean
rules_list (Operation *op, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run_params (op->db, &rules_all, NULL, 0, &rows, error)) {
        return FALSE;
    }
    return list_answer_whole (op, &estimate_rule_record, rows, error);
}

gboolean
rules_read (Operation *op, GError **error)
{
    return record_get (op, &rule_spec, error);
}

gboolean
rules_create (Operation *op, GError **error)
{
    return check_rule (op->input, error) && record_create (op, &rule_spec, error);
}

gboolean
rules_change (Operation *op, GError **error)
{
    g_autoptr (EstimateRuleRow) rule = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    rule = record_load (op, &rule_spec, id, error);
    if (rule == NULL || !record_check_version (op, &rule_spec, rule, error)) {
        return FALSE;
    }
    record_merge (op, &rule_spec, rule);
    return check_rule (rule, error) && record_store (op, &rule_spec, rule, error) &&
           record_answer (op, &rule_spec, id, error);
}
