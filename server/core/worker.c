/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request, one transaction: everything that is the same for every operation is done here. */
#define G_LOG_DOMAIN "siraj-dispatch"

#include "server/core/worker.h"

#include "common/api/permissions.h"
#include "common/base/language.h"
#include "server/core/call.h"
#include "server/core/dispatch-sql.h"
#include "server/core/log.h"
#include "server/core/metrics.h"
#include "server/core/problem.h"

#define MAX_ATTEMPTS 5
#define JITTER_MIN_MS 2
#define JITTER_MAX_MS 20
#define RECONNECT_BASE_MS 50
#define RECONNECT_PAUSE_US (250 * 1000)
#define ANSWER_BYTES 1024

struct Worker {
    const WorkerOptions *options;
    Db *db;
    gint64 refused_us; /* when the database last could not be reached */
};

typedef enum {
    OUTCOME_DONE,
    OUTCOME_REFUSED, /* by the operation: the answer is its refusal */
    OUTCOME_FAILED,  /* around it: link, lock, commit */
    OUTCOME_AGAIN,   /* another transaction was first: look again */
} Outcome;

Worker *
worker_new (const WorkerOptions *options)
{
    Worker *worker = g_new0 (Worker, 1);

    worker->options = options;
    return worker;
}

void
worker_free (Worker *worker)
{
    g_clear_pointer (&worker->db, db_close);
    g_free (worker);
}

/* Opens or mends the connection.  After a failure nobody waits for another one at once. */
static gboolean
worker_connect (Worker *worker, GError **error)
{
    gint64 now_us = g_get_monotonic_time ();
    gboolean open;

    if (worker->options->db == NULL || (worker->db != NULL && db_is_alive (worker->db)))
        return TRUE;
    if (worker->refused_us != 0 && now_us - worker->refused_us < RECONNECT_PAUSE_US)
        return refuse (error, SIRAJ_ERROR_UNAVAILABLE, NULL,
                       "The database cannot be reached; try again in a moment");
    if (worker->db != NULL)
        open = db_reopen (worker->db, error);
    else
        open = (worker->db = db_open (worker->options->db, error)) != NULL;
    worker->refused_us = open ? 0 : now_us;
    return open;
}

static gboolean
authorise (Call *call, GError **error)
{
    const char *permission = call->route->permission;

    if (call->route->flags & OPEN)
        return TRUE;
    if (call->request->token == NULL || call->sessions == NULL)
        return refuse (error, SIRAJ_ERROR_NOT_SIGNED_IN, NULL,
                       "Sign in and send the session as a bearer token");
    call->principal =
        session_cache_principal (call->sessions, call->db, call->request->token, error);
    if (call->principal == NULL)
        return FALSE;
    call->request->user_id = call->principal->user_id;
    if (permission != NULL && !principal_may (call->principal, permission)) {
        const Permission *needed = permission_find (permission);
        return refuse (error, SIRAJ_ERROR_PERMISSION_DENIED, NULL,
                       "This needs the permission “%s”; ask an administrator for it",
                       needed != NULL ? tr (needed->label) : permission);
    }
    return TRUE;
}

static gboolean
is_writing (const Call *call)
{
    return (call->route->flags & (WRITES | CREATES)) != 0;
}

static gboolean
is_keyed (const Call *call)
{
    return call->request->idempotency_key != NULL && is_writing (call) && call->principal != NULL &&
           call->db != NULL;
}

static char *
stations_text (const Principal *principal)
{
    g_autoptr (GString) text = g_string_new (NULL);

    if (principal == NULL)
        return g_strdup ("");
    if (principal->all_stations)
        return g_strdup ("*");
    for (guint i = 0; i < principal->n_stations; i++)
        g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                                principal->station_ids[i]);
    return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
begin (Call *call)
{
    g_autofree char *stations = stations_text (call->principal);
    g_autofree char *action = NULL;
    char actor[24] = "";

    if (call->db == NULL)
        return;
    if (call->principal != NULL)
        g_snprintf (actor, sizeof actor, "%" G_GINT64_FORMAT, call->principal->user_id);
    if (is_writing (call))
        action = g_strconcat (call->route->method, " ", call->route->path, NULL);
    db_begin_with (call->db, !is_writing (call), &dispatch_settings,
                   (const Param[]) { P_TEXT (actor), P_TEXT (stations), P_TEXT (call->request->id),
                                     P_TEXT (action != NULL ? action : "") },
                   4);
}

static void
operation_init (Operation *op, Call *call)
{
    const Request *request = call->request;
    gsize length = 0;

    op->db = call->db;
    op->principal = call->principal;
    op->request_id = request->id;
    op->idempotency_key = request->idempotency_key;
    op->if_match = call->if_match;
    op->input_object = call->document != NULL ? json_node_get_object (call->document) : NULL;
    op->body = request->body != NULL ? g_bytes_get_data (request->body, &length) : NULL;
    op->body_length = length;
    op->content_type = request->content_type;
    op->peer = request->peer;
    op->user_agent = request->user_agent;
    op->sessions = call->sessions;
    op->path = request->path;
    op->query = call->query;
    op->currency = call->currency;
    op->now = request->now;
    op->answer = g_string_sized_new (ANSWER_BYTES);
}

static void
operation_clear (Operation *op, const Route *route)
{
    if (op->input != NULL)
        record_free (route->input, op->input);
    if (op->answer != NULL)
        g_string_free (op->answer, TRUE);
    g_free (op->answer_type);
    g_free (op->file_name);
    g_free (op->location);
}

static guint
operation_status (const Operation *op)
{
    if (op->status != 0)
        return op->status;
    return op->answer->len > 0 ? 200 : 204;
}

/* The answer leaves the operation; its memory goes with it. */
static void
take_answer (Request *request, Operation *op)
{
    request->status = operation_status (op);
    request->answer = g_steal_pointer (&op->answer);
    request->answer_type = g_steal_pointer (&op->answer_type);
    request->file_name = g_steal_pointer (&op->file_name);
    request->location = g_steal_pointer (&op->location);
    request->version = op->version;
}

static Outcome
finish (Call *call, Operation *op, GError **error)
{
    gboolean stored = TRUE;

    if (is_keyed (call) &&
        !idempotency_store (call, operation_status (op), op->answer->str, &stored, error))
        return OUTCOME_FAILED;
    if (!stored)
        return OUTCOME_AGAIN;
    if (call->db != NULL && is_writing (call) && !db_commit (call->db, error))
        return OUTCOME_FAILED;
    take_answer (call->request, op);
    return OUTCOME_DONE;
}

static Outcome
run (Call *call, Operation *op, GError **error)
{
    gboolean replayed = FALSE;

    if (!call_read_input (call, &op->input, error))
        return OUTCOME_FAILED;
    begin (call);
    if (is_keyed (call) && !idempotency_find (call, &replayed, error))
        return OUTCOME_FAILED;
    if (replayed) {
        db_rollback (call->db);
        return OUTCOME_DONE;
    }
    if (!call->route->run (op, error))
        return OUTCOME_REFUSED;
    return finish (call, op, error);
}

static Outcome
attempt (Call *call, GError **error)
{
    Operation op = { 0 };
    Outcome outcome;

    operation_init (&op, call);
    outcome = run (call, &op, error);
    if (outcome != OUTCOME_DONE && call->db != NULL)
        db_rollback (call->db);
    operation_clear (&op, call->route);
    return outcome;
}

/* A broken link is mended and the request run again where that cannot do its work twice. */
static gboolean
mend (Call *call, guint n)
{
    if (is_writing (call) && !is_keyed (call))
        return FALSE;
    g_usleep (RECONNECT_BASE_MS * 1000u << n);
    return db_reopen (call->db, NULL);
}

/* A transaction that lost against another one waits a moment; the waits differ, so that the two do
 * not meet again. */
static gboolean
wait_and_retry (Call *call)
{
    if (!db_last_is_retryable (call->db))
        return FALSE;
    g_usleep (1000u * (guint)g_random_int_range (JITTER_MIN_MS, JITTER_MAX_MS + 1));
    return TRUE;
}

static gboolean
may_try_again (Call *call, Outcome outcome, const GError *error, guint n)
{
    char sqlstate[8];
    gboolean again;

    if (outcome == OUTCOME_DONE || n + 1 >= MAX_ATTEMPTS || call->db == NULL)
        return FALSE;
    if (outcome == OUTCOME_AGAIN)
        return TRUE;
    if (!g_error_matches (error, SIRAJ_ERROR, SIRAJ_ERROR_UNAVAILABLE))
        return FALSE;
    g_strlcpy (sqlstate, db_last_sqlstate (call->db), sizeof sqlstate);
    again = db_is_alive (call->db) ? wait_and_retry (call) : mend (call, n);
    if (again)
        metrics_count_retry (sqlstate);
    return again;
}

/* A refusal answers the retry as well.  Its transaction is gone, so it is stored in one of its own;
 * when it cannot be, the retry will find out by itself. */
static void
keep_refusal (Call *call, const GError *refusal)
{
    g_autoptr (GString) body = g_string_new (NULL);
    gboolean stored;

    problem_append (body, refusal, call->request->id);
    begin (call);
    if (!idempotency_store (call, problem_status (refusal), body->str, &stored, NULL) ||
        !db_commit (call->db, NULL))
        db_rollback (call->db);
}

static gboolean
perform (Call *call, GError **error)
{
    g_autoptr (GError) refusal = NULL;
    Outcome outcome;
    guint n = 0;

    do {
        g_clear_error (&refusal);
        outcome = attempt (call, &refusal);
    } while (may_try_again (call, outcome, refusal, n++));
    if (outcome == OUTCOME_DONE)
        return TRUE;
    if (refusal == NULL)
        return refuse (error, SIRAJ_ERROR_KEY_IN_PROGRESS, NULL,
                       "The request with this idempotency key is being carried out; ask again in "
                       "a moment");
    if (outcome == OUTCOME_REFUSED && is_keyed (call) && problem_status (refusal) < 500)
        keep_refusal (call, refusal);
    g_propagate_error (error, g_steal_pointer (&refusal));
    return FALSE;
}

static void
call_clear (Call *call)
{
    g_clear_pointer (&call->principal, principal_unref);
    g_clear_pointer (&call->query, g_hash_table_unref);
    g_clear_pointer (&call->document, json_node_unref);
}

void
worker_carry_out (Worker *worker, Request *request)
{
    g_autoptr (GError) error = NULL;
    Call call = {
        .request = request,
        .route = request->route,
        .sessions = worker->options->sessions,
        .currency = worker->options->currency,
    };

    language_set (request->language);
    log_set_request (request->id);
    if (!worker_connect (worker, &error)) {
        request_answer_error (request, error);
    } else {
        call.db = worker->db;
        if (!authorise (&call, &error) || !call_read_query (&call, &error) ||
            !call_read_headers (&call, &error) || !call_read_body (&call, &error) ||
            !perform (&call, &error))
            request_answer_error (request, error);
    }
    call_clear (&call);
    log_set_request (NULL);
}

void
worker_settle (Worker *worker)
{
    g_autoptr (GError) error = NULL;

    if (worker->db != NULL && db_in_transaction (worker->db) && !db_commit (worker->db, &error))
        g_info ("a reading transaction ended badly: %s", error->message);
}
