/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of a connection: libpq in pipeline mode, non-blocking, with deadlines of our own,
 * because a stopped backend is not caught by statement_timeout. */
#define G_LOG_DOMAIN "siraj-db"

#include "server/core/db-private.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#define LOCK_TIMEOUT_MS 2000
#define IDLE_TRANSACTION_TIMEOUT_MS 15000
#define ANSWER_GRACE_MS 1000 /* a backend that obeys statement_timeout answers within it */
#define END_TIMEOUT_MS 10000 /* COMMIT waits for the disk */
#define NO_DEADLINE G_MAXINT64

/* The commands of a batch in the order of their results. */
typedef struct {
    const StatementText *prepares[8]; /* the statement that command k prepares, or NULL */
    guint n;
} Batch;

static const Statement session_statement = {
    "db_session",
    "SELECT set_config ('TimeZone', 'UTC', FALSE), set_config ('DateStyle', 'ISO, YMD', FALSE),"
    " set_config ('client_min_messages', 'warning', FALSE),"
    " set_config ('statement_timeout', $1, FALSE), set_config ('lock_timeout', $2, FALSE),"
    " set_config ('idle_in_transaction_session_timeout', $3, FALSE),"
    " set_config ('work_mem', coalesce ($4, current_setting ('work_mem')), FALSE),"
    " set_config ('role', coalesce ($5, 'none'), FALSE)",
    TRUE,
};

static const Statement begin_statement = { "db_begin", "BEGIN" };
static const Statement begin_read_only_statement = { "db_begin_read_only", "BEGIN READ ONLY" };
static const Statement commit_statement = { "db_commit", "COMMIT" };
static const Statement rollback_statement = { "db_rollback", "ROLLBACK" };
static const Statement generic_plans_statement = {
    "db_generic_plans", "SET LOCAL plan_cache_mode = force_generic_plan"
};
static const Statement plans_as_they_come_statement = { "db_plans_as_they_come",
                                                        "SET LOCAL plan_cache_mode = auto" };
static const Statement execute_statement = { "db_execute", "(several commands)", TRUE };

/* Waiting */

static gint64
deadline_after (guint timeout_ms)
{
    return g_get_monotonic_time () + (gint64)timeout_ms * 1000;
}

static gint64
statement_deadline (const Db *db)
{
    if (db->statement_timeout_ms == 0) {
        return NO_DEADLINE;
    }
    return deadline_after (db->statement_timeout_ms + LOCK_TIMEOUT_MS + ANSWER_GRACE_MS);
}

/* Waits for the socket; FALSE when the deadline has passed or the socket is broken. */
static gboolean
await_socket (Db *db, short events, gint64 deadline)
{
    struct pollfd poll_fd = { PQsocket (db->link), events, 0 };

    while (poll_fd.fd >= 0) {
        gint64 left_us = deadline == NO_DEADLINE ? -1 : deadline - g_get_monotonic_time ();
        if (deadline != NO_DEADLINE && left_us <= 0) {
            return FALSE;
        }
        int ready = poll (&poll_fd, 1, left_us < 0 ? -1 : (int)(left_us / 1000 + 1));
        if (ready > 0) {
            return TRUE;
        }
        if (ready < 0 && errno != EINTR) {
            return FALSE;
        }
    }
    return FALSE;
}

static gboolean
flush (Db *db, gint64 deadline)
{
    int state;

    while ((state = PQflush (db->link)) > 0) {
        if (!await_socket (db, POLLIN | POLLOUT, deadline) || !PQconsumeInput (db->link)) {
            return FALSE;
        }
    }
    return state == 0;
}

/* The next result, or NULL at the end of a command; *@lost when no answer will come any more. */
static PGresult *
next_result (Db *db, gint64 deadline, gboolean *lost)
{
    while (PQisBusy (db->link)) {
        if (!await_socket (db, POLLIN, deadline) || !PQconsumeInput (db->link)) {
            *lost = TRUE;
            return NULL;
        }
    }
    PGresult *result = PQgetResult (db->link);
    *lost = PQstatus (db->link) != CONNECTION_OK;
    return result;
}

static gboolean
refuse_lost (Db *db, GError **error)
{
    g_autofree char *message = g_strdup (db->link != NULL ? PQerrorMessage (db->link) : "");

    link_drop (db);
    return db_refuse_link (db, "08006",
                           *message != '\0' ? message : "no answer before the deadline", error);
}

/* Modes of the link */

static gboolean
enter_pipeline (Db *db)
{
    return PQpipelineStatus (db->link) == PQ_PIPELINE_ON ||
           (PQsetnonblocking (db->link, 1) == 0 && PQenterPipelineMode (db->link));
}

/* Batches */

static gboolean
queue_statement (Db *db, Batch *batch, const StatementText *text, const ParamValues *values)
{
    const Statement *statement = text->statement;

    if (statement->custom_plan || values->custom_plan) {
        batch->prepares[batch->n++] = NULL;
        return PQsendQueryParams (db->link, text->sql, values->n, NULL, values->values, NULL, NULL,
                                  0);
    }
    if (!g_hash_table_contains (db->prepared, statement)) {
        batch->prepares[batch->n++] = text;
        if (!PQsendPrepare (db->link, statement->name, text->sql, 0, NULL)) {
            return FALSE;
        }
    }
    batch->prepares[batch->n++] = NULL;
    return PQsendQueryPrepared (db->link, statement->name, values->n, values->values, NULL, NULL,
                                0);
}

/* Left to itself PostgreSQL plans a page of a list anew each time, because it takes a limit that it
 * does not know for a tenth of the table; that costs as much as the page. */
static gboolean
queue_plan_mode (Db *db, Batch *batch, gboolean generic)
{
    ParamValues none = { .n = 0 };

    if (generic == db->generic_plans || db->transaction == DB_TRANSACTION_NONE) {
        return TRUE;
    }
    db->generic_plans = generic;
    return queue_statement (
        db, batch,
        statement_text (generic ? &generic_plans_statement : &plans_as_they_come_statement), &none);
}

static gboolean
queue_begin (Db *db, Batch *batch)
{
    ParamValues none = { .n = 0 };
    const Statement *begin = db->read_only ? &begin_read_only_statement : &begin_statement;

    if (!queue_statement (db, batch, statement_text (begin), &none)) {
        return FALSE;
    }
    if (db->settings == NULL) {
        return TRUE;
    }
    ParamValues values = { .n = db->settings->n_params };
    for (guint i = 0; i < values.n; i++) {
        values.values[i] = db->setting_values[i];
    }
    return queue_statement (db, batch, db->settings, &values);
}

static gboolean
queue_question (Db *db, Batch *batch, const StatementText *text, const ParamValues *values)
{
    gboolean generic = text->statement->generic_plan && !values->custom_plan;

    return queue_plan_mode (db, batch, generic) && queue_statement (db, batch, text, values);
}

/* Reads one batch to its synchronisation point: the last good result, or the first error. */
static PGresult *
read_batch (Db *db, const Batch *batch, gint64 deadline, gboolean *lost)
{
    g_autoptr (Rows) kept = NULL;

    for (guint command = 0;;) {
        PGresult *result = next_result (db, deadline, lost);
        if (*lost) {
            PQclear (result);
            return NULL;
        }
        if (result == NULL) {
            command++;
            continue;
        }
        ExecStatusType status = PQresultStatus (result);
        gboolean kept_error = kept != NULL && PQresultStatus (kept) == PGRES_FATAL_ERROR;
        if (status == PGRES_PIPELINE_SYNC) {
            PQclear (result);
            return g_steal_pointer (&kept);
        }
        if (kept_error || status == PGRES_PIPELINE_ABORTED) {
            PQclear (result);
            continue;
        }
        PQclear (kept);
        kept = result;
        if (batch != NULL && status == PGRES_COMMAND_OK && command < batch->n &&
            batch->prepares[command] != NULL) {
            g_hash_table_add (db->prepared, (gpointer)batch->prepares[command]->statement);
        }
    }
}

/* Answers of ends that nobody waited for. An error among them was of a transaction that only
 * read. */
static gboolean
read_unread (Db *db, gint64 deadline)
{
    gboolean lost = FALSE;

    while (db->unread > 0 && !lost) {
        PQclear (read_batch (db, NULL, deadline, &lost));
        db->unread--;
    }
    return !lost;
}

static gboolean
finish_rows (Db *db, PGresult *result, const Statement *statement, Rows **rows, GError **error)
{
    ExecStatusType status = PQresultStatus (result);

    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        db_refuse_result (db, result, statement, error);
        PQclear (result);
        return FALSE;
    }
    if (rows != NULL) {
        *rows = result;
    } else {
        PQclear (result);
    }
    return TRUE;
}

gboolean
link_exchange (Db *db, const StatementText *text, const ParamValues *values, Rows **rows,
               GError **error)
{
    Batch batch = { .n = 0 };
    gint64 deadline = statement_deadline (db);
    gboolean begins = db->transaction == DB_TRANSACTION_WANTED;
    gboolean lost = FALSE;

    db->sqlstate[0] = '\0';
    if (db->link == NULL || !enter_pipeline (db) || (begins && !queue_begin (db, &batch)) ||
        (text != NULL && !queue_question (db, &batch, text, values)) ||
        !PQpipelineSync (db->link) || !flush (db, deadline) || !read_unread (db, deadline)) {
        return refuse_lost (db, error);
    }
    PGresult *result = read_batch (db, &batch, deadline, &lost);
    if (lost) {
        return refuse_lost (db, error);
    }
    if (begins) {
        db->transaction = DB_TRANSACTION_OPEN;
    }
    return finish_rows (db, result, text != NULL ? text->statement : &begin_statement, rows, error);
}

/* COMMIT and ROLLBACK were prepared when the link was opened; in a transaction that has failed
 * nothing else could be. */
gboolean
link_end (Db *db, DbEnd how, GError **error)
{
    const Statement *statement = how == DB_END_ROLLBACK ? &rollback_statement : &commit_statement;
    gint64 deadline = deadline_after (END_TIMEOUT_MS);
    gboolean lost = FALSE;

    db->generic_plans = FALSE;
    if (db->link == NULL || !enter_pipeline (db) ||
        !PQsendQueryPrepared (db->link, statement->name, 0, NULL, NULL, NULL, 0) ||
        !PQpipelineSync (db->link) || !flush (db, deadline)) {
        return refuse_lost (db, error);
    }
    if (how != DB_END_COMMIT) {
        db->unread++;
        return TRUE;
    }
    PGresult *result = read_unread (db, deadline) ? read_batch (db, NULL, deadline, &lost) : NULL;
    if (result == NULL) {
        return refuse_lost (db, error);
    }
    if (strcmp (PQcmdStatus (result), "ROLLBACK") == 0) {
        PQclear (result);
        g_warning ("a failed transaction was committed; an error was overlooked");
        return refuse (error, SIRAJ_ERROR_INTERNAL, NULL, "The server met an internal error");
    }
    return finish_rows (db, result, statement, NULL, error);
}

gboolean
link_settle (Db *db, GError **error)
{
    if (db->transaction == DB_TRANSACTION_WANTED && !link_exchange (db, NULL, NULL, NULL, error)) {
        return FALSE;
    }
    if (db->link == NULL || !read_unread (db, deadline_after (END_TIMEOUT_MS))) {
        return refuse_lost (db, error);
    }
    if (PQpipelineStatus (db->link) != PQ_PIPELINE_OFF && !PQexitPipelineMode (db->link)) {
        return refuse_lost (db, error);
    }
    return TRUE;
}

gboolean
link_execute (Db *db, const char *sql, GError **error)
{
    gint64 deadline = statement_deadline (db);
    g_autoptr (Rows) failed = NULL;
    gboolean lost = FALSE;

    db->sqlstate[0] = '\0';
    if (!link_settle (db, error)) {
        return FALSE;
    }
    if (PQsetnonblocking (db->link, 1) != 0 || !PQsendQuery (db->link, sql) ||
        !flush (db, deadline)) {
        return refuse_lost (db, error);
    }
    for (;;) {
        PGresult *result = next_result (db, deadline, &lost);
        if (lost) {
            PQclear (result);
            return refuse_lost (db, error);
        }
        if (result == NULL) {
            break;
        }
        if (failed == NULL && PQresultStatus (result) == PGRES_FATAL_ERROR) {
            failed = result;
        } else {
            PQclear (result);
        }
    }
    return failed == NULL || db_refuse_result (db, failed, &execute_statement, error);
}

/* Opening */

static void
log_notice (void *user_data, const char *message)
{
    g_debug ("%s", message);
}

static PGconn *
connect_to (const char *conninfo)
{
    /* What stands before dbname may be overridden by the connection string, what stands behind may
     * not. */
    static const char *const keywords[] = {
        "connect_timeout",
        "keepalives_idle",
        "keepalives_interval",
        "keepalives_count",
        "gssencmode",
        "tcp_user_timeout",
        "target_session_attrs",
        "fallback_application_name",
        "dbname",
        "client_encoding",
        NULL,
    };
    const char *values[] = {
        "3",          "10",           "3",      "3",    "disable", "10000",
        "read-write", "siraj-server", conninfo, "UTF8", NULL,
    };
    return PQconnectdbParams (keywords, values, 1);
}

/* The session's settings and the statements that begin and end transactions, in one round trip. */
static gboolean
set_session (Db *db, GError **error)
{
    static const Statement *const controls[] = {
        &begin_statement,    &begin_read_only_statement, &commit_statement,
        &rollback_statement, &generic_plans_statement,   &plans_as_they_come_statement
    };
    const Param params[] = {
        P_INT64 (db->statement_timeout_ms),
        P_INT64 (db->bulk ? 0 : LOCK_TIMEOUT_MS),
        P_INT64 (db->bulk ? 0 : IDLE_TRANSACTION_TIMEOUT_MS),
        P_TEXT (db->bulk ? "64MB" : NULL),
        P_TEXT (db->role),
    };
    ParamValues values;

    param_values_encode (&values, params, G_N_ELEMENTS (params));
    for (guint i = 0; i < G_N_ELEMENTS (controls); i++) {
        if (!enter_pipeline (db) ||
            !PQsendPrepare (db->link, controls[i]->name, controls[i]->sql, 0, NULL)) {
            return refuse_lost (db, error);
        }
        g_hash_table_add (db->prepared, (gpointer)controls[i]);
    }
    return link_exchange (db, statement_text (&session_statement), &values, NULL, error);
}

gboolean
link_open (Db *db, GError **error)
{
    DbTransaction transaction = db->transaction;

    link_drop (db);
    db->link = connect_to (db->conninfo);
    if (PQstatus (db->link) != CONNECTION_OK) {
        return refuse_lost (db, error);
    }
    PQsetNoticeProcessor (db->link, log_notice, NULL);
    db->transaction = DB_TRANSACTION_NONE;
    gboolean ready = set_session (db, error);
    db->transaction = transaction;
    if (!ready) {
        link_drop (db);
    }
    return ready;
}

void
link_drop (Db *db)
{
    g_clear_pointer (&db->link, PQfinish);
    g_hash_table_remove_all (db->prepared);
    db->unread = 0;
    db->generic_plans = FALSE;
}
