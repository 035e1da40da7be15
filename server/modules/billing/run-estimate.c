/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readings that are missing: the rule that holds, what the register would show, and the rows of
 * what was estimated. */
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/run.h"

#include "common/base/language.h"

static gboolean
is_unread (const Run *run, const RegisterRow *row)
{
    return !row->unmetered && row->closed_on == DATE_NONE && row->latest_date < run->window.from;
}

static gboolean
has_unread (const Run *run, const GArray *registers)
{
    for (guint i = 0; i < registers->len; i++) {
        if (is_unread (run, &g_array_index (registers, RegisterRow, i))) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean
load_rules (Db *db, const Run *run, GArray *rules, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &run_estimate_rules, &rows, error, P_INT64 (run->cycle_id))) {
        return FALSE;
    }
    for (int i = 0; i < rows_count (rows); i++) {
        const EstimateRule rule = {
            .class_id = rows_int64 (rows, i, 0),
            .estimate = rows_boolean (rows, i, 1),
            .most_estimates = (guint)rows_int64 (rows, i, 2),
        };
        g_array_append_val (rules, rule);
    }
    return TRUE;
}

/* Both lists stand in the order of account, agreement and id. */
static void
take_unread (const Rows *rows, GArray *registers)
{
    guint at = 0;

    for (int i = 0; i < rows_count (rows); i++) {
        gint64 id = bulk_int64 (rows, i, 0);

        while (at < registers->len && g_array_index (registers, RegisterRow, at).id != id) {
            at++;
        }
        if (at < registers->len) {
            RegisterRow *row = &g_array_index (registers, RegisterRow, at);
            row->estimates_in_row = (guint)bulk_int64 (rows, i, 1);
            row->has_held = bulk_boolean (rows, i, 2);
        }
    }
}

gboolean
run_read_rules (Db *db, const Run *run, const Chunk *chunk, RunRows *rows, GError **error)
{
    g_autoptr (Rows) unread = NULL;
    const Param params[] = {
        P_INT64 (chunk->first_account_id),
        P_INT64 (chunk->last_account_id),
        P_DATE (run->window.from),
    };

    g_array_set_size (rows->rules, 0);
    if (!has_unread (run, rows->registers)) {
        return TRUE;
    }
    if (!load_rules (db, run, rows->rules, error)) {
        return FALSE;
    }
    if (rows->rules->len == 0) {
        return TRUE;
    }
    if (!bulk_read (db, &run_unread, params, G_N_ELEMENTS (params), &unread, error)) {
        return FALSE;
    }
    take_unread (unread, rows->registers);
    return TRUE;
}

/* Estimating */

static const EstimateRule *
rule_for (const RunRows *rows, gint64 class_id)
{
    for (guint i = 0; i < rows->rules->len; i++) {
        const EstimateRule *rule = &g_array_index (rows->rules, EstimateRule, i);

        if (rule->class_id == 0 || rule->class_id == class_id) {
            return rule;
        }
    }
    return NULL;
}

static gboolean
refuse_missing (const Run *run, const RegisterRow *row, GError **error)
{
    g_autofree char *since = date_format (row->billed_date);
    g_autofree char *from = date_format (run->window.from);
    g_autofree char *to = date_format (run->window.to - 1);

    return refuse (error, SIRAJ_ERROR_READING_MISSING, NULL,
                   "Billed up to %s; a reading from %s to %s is missing: read the meter or "
                   "estimate it.",
                   since, from, to);
}

/* A maximum is estimated by the last one: it has no daily average. */
static gboolean
estimate_demand (const RegisterReading *last, Date date, const EstimatePolicy *policy,
                 RegisterReading *estimate, GError **error)
{
    if (policy->consecutive >= policy->most_consecutive) {
        return refuse (error, SIRAJ_ERROR_ESTIMATE_LIMIT, "readings",
                       "The meter was estimated %u times in a row, which is the most allowed: "
                       "read it.",
                       policy->consecutive);
    }
    *estimate = *last;
    estimate->date = date;
    estimate->rollover = FALSE;
    return TRUE;
}

gboolean
run_estimate (const Run *run, const RunRows *rows, gint64 class_id, const RegisterRow *row,
              ReadingRow *last, GError **error)
{
    const EstimateRule *rule = rule_for (rows, class_id);
    const MeterRegister meter = {
        .digits = row->digits,
        .multiplier_milli = row->multiplier_milli,
    };
    const RegisterReading from = { .date = last->date, .value = last->value };
    gboolean has_history = row->daily_average_wh > 0 || last->date > row->opened_on;
    RegisterReading estimate;

    if (rule == NULL || !rule->estimate || row->has_held || run->period.to <= last->date) {
        return refuse_missing (run, row, error);
    }
    const EstimatePolicy policy = {
        .history_wh = row->daily_average_wh,
        .history_days = has_history ? 1 : 0,
        .consecutive = row->estimates_in_row,
        .most_consecutive = rule->most_estimates,
    };
    if (row->register_class == REGISTER_DEMAND
            ? !estimate_demand (&from, run->period.to, &policy, &estimate, error)
            : !consumption_estimate (&meter, &from, run->period.to, &policy, &estimate, error)) {
        return FALSE;
    }
    *last = (ReadingRow) { row->id, estimate.date, estimate.value, TRUE, estimate.rollover };
    return TRUE;
}

/* Writing */

static char *
estimates_json (const GArray *estimates)
{
    GString *json = g_string_new ("[");

    for (guint i = 0; i < estimates->len; i++) {
        const RunEstimate *one = &g_array_index (estimates, RunEstimate, i);
        g_autofree char *day = date_format (one->date);

        g_string_append_printf (json,
                                "%s{\"register_id\":%" G_GINT64_FORMAT
                                ",\"read_on\":\"%s\",\"value\":%" G_GINT64_FORMAT
                                ",\"quantity\":%" G_GINT64_FORMAT ",\"rollover\":%s}",
                                i > 0 ? "," : "", one->register_id, day, one->value, one->quantity,
                                one->rollover ? "true" : "false");
    }
    g_string_append_c (json, ']');
    return g_string_free (json, FALSE);
}

gboolean
run_write_estimates (Db *db, const Run *run, const RunOutput *output, GError **error)
{
    g_autofree char *json = NULL;

    if (output->estimates->len == 0) {
        return TRUE;
    }
    json = estimates_json (output->estimates);
    return db_run (db, &run_estimates_insert, NULL, error, P_TEXT (json),
                   P_INT64 (run->created_by)) &&
           db_run (db, &run_estimates_advance, NULL, error, P_TEXT (json));
}
