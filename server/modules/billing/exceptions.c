/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exceptions queue: lists, and what a person decides about each. */
#include "server/modules/billing/exceptions.h"

#include "common/base/text.h"
#include "common/schema/json.h"
#include "server/core/list.h"
#include "server/modules/billing/billing-sql.h"

/* What may stand in the queue, refusals of the engine and what a run itself finds, each with the
 * way out of it. */
static const struct {
    SirajError code;
    const char *way_out; /* message id */
} exception_codes[] = {
    { SIRAJ_ERROR_READING_MISSING,
      N_ ("Enter the reading, or let it be estimated; then mark it as put right.") },
    { SIRAJ_ERROR_ESTIMATE_LIMIT,
      N_ ("Too many estimates in a row: send a reader, and enter what the meter shows.") },
    { SIRAJ_ERROR_READING_LOWER,
      N_ ("Correct the reading, or confirm that the meter passed zero or was exchanged.") },
    { SIRAJ_ERROR_SEGMENT_MISSING,
      N_ ("Days without a meter: record the exchange, or the reading of those days.") },
    { SIRAJ_ERROR_SEGMENT_OVERLAP,
      N_ ("Two readings or installations claim the same days: correct their dates.") },
    { SIRAJ_ERROR_METER_MISSING,
      N_ ("Install a meter on the service point, or agree an unmetered supply.") },
    { SIRAJ_ERROR_REGISTER_MISSING,
      N_ ("The tariff prices a register that the meter has not: change the tariff or the meter.") },
    { SIRAJ_ERROR_DEMAND_MISSING, N_ ("Enter the reading of the demand register.") },
    { SIRAJ_ERROR_CONTRACT_MISSING,
      N_ ("Write the contracted load or the amperes into the terms of the agreement.") },
    { SIRAJ_ERROR_TARIFF_MISSING,
      N_ ("Put a tariff version in force for these days, or give the agreement its terms.") },
    { SIRAJ_ERROR_TARIFF_OVERLAP,
      N_ ("Two versions or terms hold for the same days: end one before the other begins.") },
    { SIRAJ_ERROR_PERIOD_PRICE_MISSING,
      N_ ("Enter the price of the month that the tariff asks for.") },
    { SIRAJ_ERROR_CURRENCY_MISMATCH, N_ ("Put a version in the company's currency in force.") },
    { SIRAJ_ERROR_ENERGY_WITHOUT_SERVICE,
      N_ ("The meter moved without service: look for tampering, then correct the dates.") },
    { SIRAJ_ERROR_BILLING_HOLD,
      N_ ("Lift the billing hold of the account when its reason is gone.") },
    { SIRAJ_ERROR_NEGATIVE_BILL, N_ ("Correct the credits of the tariff, or give a credit note.") },
    { SIRAJ_ERROR_AMOUNT_TOO_LARGE,
      N_ ("The amount is beyond any bill: correct the reading or the tariff.") },
    { SIRAJ_ERROR_TOO_MANY_LINES,
      N_ ("The bill has too many parts: bill a shorter period, or simplify the tariff.") },
    { SIRAJ_ERROR_OUT_OF_RANGE,
      N_ ("A number is beyond what can be reckoned: correct the reading or the terms.") },
    { SIRAJ_ERROR_CONSUMPTION_HIGH,
      N_ ("Billed. Compare the reading with the meter; correct the bill if it is wrong.") },
    { SIRAJ_ERROR_CONSUMPTION_LOW,
      N_ ("Billed. Look for a slow meter or a bypass; correct the bill if it is wrong.") },
    { SIRAJ_ERROR_CONSUMPTION_ZERO,
      N_ ("Billed. Visit the point: an empty house, a stopped meter or a bypass.") },
    { SIRAJ_ERROR_INTERNAL,
      N_ ("Tell those who look after the program; the server's log has the cause.") },
};

static const char *
title_of (guint i)
{
    return siraj_error_title (exception_codes[i].code);
}

static const char *
way_out_of (guint i)
{
    return tr (exception_codes[i].way_out);
}

/* {"READING_MISSING":"A reading is missing",…} in the caller's language; the statements take it as
 * their last parameters, so that a page is still answered straight from its rows. */
static char *
codes_to_json (const char *(*word_of) (guint i))
{
    GString *json = g_string_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (exception_codes); i++) {
        g_string_append_c (json, i == 0 ? '{' : ',');
        json_append_string (json, siraj_error_name (exception_codes[i].code));
        g_string_append_c (json, ':');
        json_append_string (json, word_of (i));
    }
    g_string_append_c (json, '}');
    return g_string_free (json, FALSE);
}

char *
exceptions_in_words (void)
{
    return codes_to_json (title_of);
}

static const ListSort exception_sorts[] = {
    { "id", &billing_exceptions_oldest, &billing_exceptions_newest },
};
static const char *const exception_filters[] = {
    "run_id", "state", "code", "account_id", "words", "ways", NULL,
};
static const ListSpec exception_list = {
    &billing_exception_record, exception_sorts,           G_N_ELEMENTS (exception_sorts),
    exception_filters,         &billing_exceptions_count,
};

gboolean
exceptions_list (Operation *op, GError **error)
{
    g_autofree char *words = codes_to_json (title_of);
    g_autofree char *ways = codes_to_json (way_out_of);
    const char *values[] = {
        operation_query (op, "run_id"),
        operation_query (op, "state"),
        operation_query (op, "code"),
        operation_query (op, "account_id"),
        words,
        ways,
    };

    return list_answer (op, &exception_list, values, error);
}

static gboolean
load (Operation *op, gint64 id, Rows **rows, GError **error)
{
    g_autofree char *words = codes_to_json (title_of);
    g_autofree char *ways = codes_to_json (way_out_of);
    const Param params[] = { P_INT64 (id), P_TEXT (words), P_TEXT (ways) };

    return db_one (op->db, &billing_exception_get, params, G_N_ELEMENTS (params),
                   N_ ("Billing exception"), rows, error);
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
check_decision (int state, const char *text, char **reason, GError **error)
{
    *reason = text_strip_marks (text);
    if (**reason == '\0') {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "reason",
                       "A decision needs a reason; write why.");
    }
    if (state == EXCEPTION_STATE_OPEN) {
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

    if (!operation_path_id (op, "id", &id, error) ||
        !check_decision (decision->state, decision->reason, &reason, error) ||
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

gboolean
exceptions_decide_all (Operation *op, GError **error)
{
    const ExceptionsDecision *decision = op->input;
    g_autofree char *reason = NULL;
    g_autoptr (Rows) rows = NULL;
    ExceptionsDecided decided;
    gint64 run_id;

    if (!operation_path_id (op, "id", &run_id, error) ||
        !check_decision (decision->state, decision->reason, &reason, error) ||
        !db_run (op->db, &billing_exceptions_decide, &rows, error, P_INT64 (run_id),
                 P_TEXT (decision->code), P_ENUM (exception_state_enum, decision->state),
                 P_TEXT (reason))) {
        return FALSE;
    }
    decided.decided = rows_int64 (rows, 0, 0);
    if (decided.decided == 0) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, "code",
                       "The run has no open exception of this kind in your stations.");
    }
    operation_answer_record (op, &exceptions_decided_record, &decided);
    return TRUE;
}
