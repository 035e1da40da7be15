/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exceptions queue: lists, and what a person decides about each. */
#include "server/modules/billing/exceptions.h"

#include "common/base/text.h"
#include "common/schema/json.h"
#include "server/core/list.h"
#include "server/modules/billing/billing-sql.h"

/* What may stand in the queue: refusals of the engine, and what a run itself finds. */
static const SirajError exception_codes[] = {
    SIRAJ_ERROR_TARIFF_MISSING,    SIRAJ_ERROR_TARIFF_OVERLAP,
    SIRAJ_ERROR_CURRENCY_MISMATCH, SIRAJ_ERROR_REGISTER_MISSING,
    SIRAJ_ERROR_DEMAND_MISSING,    SIRAJ_ERROR_PERIOD_PRICE_MISSING,
    SIRAJ_ERROR_CONTRACT_MISSING,  SIRAJ_ERROR_AMOUNT_TOO_LARGE,
    SIRAJ_ERROR_TOO_MANY_LINES,    SIRAJ_ERROR_READING_MISSING,
    SIRAJ_ERROR_READING_LOWER,     SIRAJ_ERROR_SEGMENT_MISSING,
    SIRAJ_ERROR_SEGMENT_OVERLAP,   SIRAJ_ERROR_ENERGY_WITHOUT_SERVICE,
    SIRAJ_ERROR_OUT_OF_RANGE,      SIRAJ_ERROR_INTERNAL,
    SIRAJ_ERROR_BILLING_HOLD,      SIRAJ_ERROR_METER_MISSING,
    SIRAJ_ERROR_NEGATIVE_BILL,     SIRAJ_ERROR_CONSUMPTION_HIGH,
    SIRAJ_ERROR_CONSUMPTION_LOW,   SIRAJ_ERROR_CONSUMPTION_ZERO,
};

/* {"READING_MISSING":"A reading is missing",…} in the caller's language; the statements take it as
 * their last parameter, so that a page is still answered straight from its rows. */
static char *
codes_in_words (void)
{
    GString *json = g_string_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (exception_codes); i++) {
        g_string_append_c (json, i == 0 ? '{' : ',');
        json_append_string (json, siraj_error_name (exception_codes[i]));
        g_string_append_c (json, ':');
        json_append_string (json, siraj_error_title (exception_codes[i]));
    }
    g_string_append_c (json, '}');
    return g_string_free (json, FALSE);
}

static const ListSort exception_sorts[] = {
    { "id", &billing_exceptions_oldest, &billing_exceptions_newest },
};
static const char *const exception_filters[] = { "run_id", "state", "code", "words", NULL };
static const ListSpec exception_list = {
    &billing_exception_record, exception_sorts,           G_N_ELEMENTS (exception_sorts),
    exception_filters,         &billing_exceptions_count,
};

gboolean
exceptions_list (Operation *op, GError **error)
{
    g_autofree char *words = codes_in_words ();
    const char *values[] = {
        operation_query (op, "run_id"),
        operation_query (op, "state"),
        operation_query (op, "code"),
        words,
    };

    return list_answer (op, &exception_list, values, error);
}

static gboolean
load (Operation *op, gint64 id, Rows **rows, GError **error)
{
    g_autofree char *words = codes_in_words ();

    return db_one (op->db, &billing_exception_get, (const Param[]) { P_INT64 (id), P_TEXT (words) },
                   2, N_ ("Billing exception"), rows, error);
}

static gboolean
answer_exception (Operation *op, gint64 id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!load (op, id, &rows, error)) {
        return FALSE;
    }
    operation_answer_row (op, &billing_exception_record, rows);
    return TRUE;
}

gboolean
exceptions_read (Operation *op, GError **error)
{
    gint64 id;

    return operation_path_id (op, "id", &id, error) && answer_exception (op, id, error);
}

static gboolean
check_decision (const ExceptionDecision *decision, char **reason, GError **error)
{
    *reason = text_strip_marks (decision->reason);
    if (**reason == '\0') {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "reason",
                       "A decision needs a reason; write why.");
    }
    if (decision->state == EXCEPTION_STATE_OPEN) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "state",
                       "An exception is resolved or waived; it cannot be opened again.");
    }
    return TRUE;
}

/* Loading first keeps a caller to the accounts in his scope. */
gboolean
exceptions_decide (Operation *op, GError **error)
{
    const ExceptionDecision *decision = op->input;
    g_autofree char *reason = NULL;
    g_autoptr (Rows) found = NULL;
    g_autoptr (Rows) rows = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error) || !check_decision (decision, &reason, error) ||
        !load (op, id, &found, error) ||
        !db_run (op->db, &billing_exception_decide, &rows, error, P_INT64 (id),
                 P_ENUM (exception_state_enum, decision->state), P_TEXT (reason))) {
        return FALSE;
    }
    if (rows_count (rows) == 0) {
        return refuse (error, SIRAJ_ERROR_EXCEPTION_DECIDED, NULL,
                       "The exception has been decided already; read it to see by whom and why.");
    }
    return answer_exception (op, id, error);
}
