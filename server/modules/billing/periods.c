/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods of cycles: open, being read, being billed, closed; and why a point has no bill. */
#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/billing/cycles-sql.h"
#include "server/modules/billing/cycles.h"
#include "server/modules/billing/exceptions.h"

#include "common/base/language.h"
#include "common/base/text.h"

#include <inttypes.h>

static const RecordSpec period_spec = {
    .record = &billing_period_record,
    .what = N_ ("Period of a cycle"),
    .path = "/api/v1/billing-periods",
    .get = &billing_periods_get,
};

static const ListSort period_sorts[] = {
    { "period_from", &billing_periods_oldest, &billing_periods_newest },
};
static const char *const period_filters[] = { "cycle_id", "state", NULL };
static const ListSpec period_list = {
    &billing_period_record, period_sorts,           G_N_ELEMENTS (period_sorts),
    period_filters,         &billing_periods_count,
};

gboolean
billing_periods_open (Db *db, const CycleFacts *facts, const char *key, const CycleDates *dates,
                      GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &billing_periods_insert, &rows, error, P_INT64 (facts->id), P_TEXT (key),
                 P_DATE (dates->period.from), P_DATE (dates->period.to),
                 P_DATE (dates->reading_window.from), P_DATE (dates->reading_window.to - 1),
                 P_DATE (dates->billing_date), P_DATE (dates->due_date))) {
        return FALSE;
    }
    return !rows_boolean (rows, 0, 0) ||
           refuse (error, SIRAJ_ERROR_CYCLE_CLOSED, "period_key",
                   "The period %s of cycle %s is closed; what it left out goes into the next bill.",
                   key, facts->code);
}

gboolean
billing_periods_list (Operation *op, GError **error)
{
    return list_answer (op, &period_list, NULL, error);
}

gboolean
billing_periods_read (Operation *op, GError **error)
{
    return record_get (op, &period_spec, error);
}

/* Unbilled points */

static const char *const unbilled_filters[] = { "period", "words", "code", "explained", NULL };
static const ListSort unbilled_sorts[] = {
    { "id", &billing_periods_unbilled_oldest, &billing_periods_unbilled_newest },
};
static const ListSpec unbilled_list = {
    &unbilled_point_record,          unbilled_sorts,
    G_N_ELEMENTS (unbilled_sorts),   unbilled_filters,
    &billing_periods_unbilled_count,
};

gboolean
billing_periods_unbilled (Operation *op, GError **error)
{
    g_autofree char *words = exceptions_in_words ();
    g_autofree char *period = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    period = g_strdup_printf ("%" G_GINT64_FORMAT, id);
    const char *values[] = {
        period,
        words,
        operation_query (op, "code"),
        operation_query (op, "explained"),
    };
    return list_answer (op, &unbilled_list, values, error);
}

/* [{"agreement_id":12},…], or NULL when none was chosen. */
static char *
choices_to_json (const UnbilledReason *request)
{
    GString *json;

    if (request->agreements == NULL || request->agreements->len == 0) {
        return NULL;
    }
    json = g_string_new ("[");
    for (guint i = 0; i < request->agreements->len; i++) {
        const AgreementChoice *choice = g_ptr_array_index (request->agreements, i);

        g_string_append_printf (json, "%s{\"agreement_id\":%" G_GINT64_FORMAT "}", i > 0 ? "," : "",
                                choice->agreement_id);
    }
    g_string_append_c (json, ']');
    return g_string_free (json, FALSE);
}

static BillingPeriod *
load_open (Operation *op, gint64 id, GError **error)
{
    g_autoptr (BillingPeriod) period = record_load (op, &period_spec, id, error);

    if (period != NULL && period->state == BILLING_PERIOD_CLOSED) {
        refuse (error, SIRAJ_ERROR_CYCLE_CLOSED, NULL,
                "The period %s of cycle %s is closed; what it left out goes into the next bill.",
                period->period_key, period->cycle_name);
        return NULL;
    }
    return g_steal_pointer (&period);
}

gboolean
billing_periods_give_reason (Operation *op, GError **error)
{
    const UnbilledReason *request = op->input;
    g_autofree char *reason = text_strip_marks (request->reason);
    g_autofree char *choices = choices_to_json (request);
    g_autoptr (BillingPeriod) period = NULL;
    g_autoptr (Rows) rows = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    if (*reason == '\0') {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "reason",
                       "A point without a bill needs a reason; write why.");
    }
    period = load_open (op, id, error);
    if (period == NULL ||
        !db_run (op->db, &billing_periods_give_reasons, &rows, error, P_INT64 (id), P_TEXT (reason),
                 P_TEXT (choices), P_TEXT (request->code))) {
        return FALSE;
    }
    if (rows_int64 (rows, 0, 0) == 0) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, "agreements",
                       "None of these is an active point without a bill of the period.");
    }
    return record_answer (op, &period_spec, id, error);
}

/* Closing */

static gboolean
check_closing (Operation *op, const BillingPeriod *period, GError **error)
{
    if (!op->principal->all_stations) {
        return refuse (error, SIRAJ_ERROR_OUT_OF_SCOPE, NULL,
                       "Closing a period needs every station in your scope; ask a manager.");
    }
    if (period->state != BILLING_PERIOD_BILLING) {
        return refuse (error, SIRAJ_ERROR_NOT_DUE, NULL,
                       "The period %s has not been billed; bill it before you close it.",
                       period->period_key);
    }
    if (period->without_reason > 0) {
        return refuse (error, SIRAJ_ERROR_UNBILLED_POINTS, NULL,
                       "%" PRId64 " active points have no bill of the period %s and no "
                       "reason; bill them or give each a reason.",
                       period->without_reason, period->period_key);
    }
    return TRUE;
}

static gboolean
check_no_run (Operation *op, const BillingPeriod *period, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (op->db, &cycles_run_state, &rows, error, P_INT64 (period->cycle_id),
                 P_TEXT (period->period_key))) {
        return FALSE;
    }
    return !rows_boolean (rows, 0, 0) ||
           refuse (error, SIRAJ_ERROR_RUN_ACTIVE, NULL,
                   "A run of the cycle %s is under way; wait until it ends or cancel it.",
                   period->cycle_name);
}

gboolean
billing_periods_close (Operation *op, GError **error)
{
    g_autoptr (BillingPeriod) period = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    period = load_open (op, id, error);
    return period != NULL && check_closing (op, period, error) &&
           check_no_run (op, period, error) &&
           db_run (op->db, &billing_periods_set_closed, NULL, error, P_INT64 (id),
                   P_INT64 (period->meters), P_INT64 (period->meters_read),
                   P_INT64 (period->billed)) &&
           record_answer (op, &period_spec, id, error);
}
