/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker's connection as rooms see it: statements and transactions. */
#define G_LOG_DOMAIN "siraj-db"

#include "server/core/db.h"

#include "server/core/db-private.h"

#include <string.h>

Db *
db_open (const DbOptions *options, GError **error)
{
    g_autoptr (Db) db = g_new0 (Db, 1);

    db->conninfo = g_strdup (options->conninfo);
    db->role = g_strdup (options->role);
    db->statement_timeout_ms = options->statement_timeout_ms;
    db->bulk = options->bulk;
    db->prepared = g_hash_table_new (NULL, NULL);
    if (!link_open (db, error)) {
        return NULL;
    }
    return g_steal_pointer (&db);
}

static void
forget_settings (Db *db)
{
    for (guint i = 0; db->settings != NULL && i < db->settings->n_params; i++) {
        g_free (db->setting_values[i]);
    }
    g_clear_pointer (&db->setting_values, g_free);
    db->settings = NULL;
}

void
db_close (Db *db)
{
    if (db != NULL) {
        forget_settings (db);
        link_drop (db);
        g_hash_table_unref (db->prepared);
        g_free (db->conninfo);
        g_free (db->role);
        g_free (db);
    }
}

PGconn *
db_connection (Db *db, GError **error)
{
    if (!link_settle (db, error)) {
        return NULL;
    }
    PQsetnonblocking (db->link, 0);
    return db->link;
}

gboolean
db_is_alive (Db *db)
{
    return db->link != NULL && PQstatus (db->link) == CONNECTION_OK;
}

gboolean
db_reopen (Db *db, GError **error)
{
    db->transaction = DB_TRANSACTION_NONE;
    forget_settings (db);
    return link_open (db, error);
}

/* Statements */

/* Nothing of a transaction can have lasted before its first statement was answered: it may go
 * again on a new link, so a restart of the database costs a request nothing. */
static gboolean
exchange_or_begin_again (Db *db, const StatementText *text, const ParamValues *values, Rows **rows,
                         GError **error)
{
    g_autoptr (GError) lost = NULL;
    gboolean first = db->transaction == DB_TRANSACTION_WANTED;

    if (link_exchange (db, text, values, rows, &lost)) {
        return TRUE;
    }
    if (!first || db->link != NULL || !db->may_begin_again) {
        g_propagate_error (error, g_steal_pointer (&lost));
        return FALSE;
    }
    db->may_begin_again = FALSE;
    return link_open (db, error) && link_exchange (db, text, values, rows, error);
}

static gboolean
encode (const Statement *statement, const Param *params, guint n_params, ParamValues *values,
        GError **error)
{
    const StatementText *text = statement_text (statement);

    if (n_params == text->n_params && param_values_encode (values, params, n_params)) {
        return TRUE;
    }
    g_critical ("statement %s takes %u parameters, got %u", statement->name, text->n_params,
                n_params);
    return refuse (error, SIRAJ_ERROR_INTERNAL, NULL, "The server met an internal error");
}

gboolean
db_run_params (Db *db, const Statement *statement, const Param *params, guint n_params, Rows **rows,
               GError **error)
{
    ParamValues values;

    if (rows != NULL) {
        *rows = NULL;
    }
    return encode (statement, params, n_params, &values, error) &&
           exchange_or_begin_again (db, statement_text (statement), &values, rows, error);
}

gboolean
db_run_planned (Db *db, const Statement *statement, const Param *params, guint n_params,
                Rows **rows, GError **error)
{
    ParamValues values;

    if (rows != NULL) {
        *rows = NULL;
    }
    if (!encode (statement, params, n_params, &values, error)) {
        return FALSE;
    }
    values.custom_plan = TRUE;
    return exchange_or_begin_again (db, statement_text (statement), &values, rows, error);
}

gboolean
db_run_record (Db *db, const Statement *statement, const Record *record, gconstpointer data,
               Rows **rows, GError **error)
{
    const StatementText *text = statement_text (statement);
    g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_free);
    Param params[DB_MAX_PARAMS];

    for (guint i = 0; i < text->n_params && i < DB_MAX_PARAMS; i++) {
        const char *member = text->members != NULL ? text->members[i] : "$n";
        const Field *field = record_find_field (record, member);
        if (field == NULL) {
            g_critical ("statement %s names %s, which %s has not", statement->name, member,
                        record->name);
            return refuse (error, SIRAJ_ERROR_INTERNAL, NULL, "The server met an internal error");
        }
        params[i] = param_from_field (field, data, made);
    }
    return db_run_params (db, statement, params, text->n_params, rows, error);
}

gboolean
db_execute (Db *db, const char *sql, GError **error)
{
    return link_execute (db, sql, error);
}

gboolean
db_answer (Db *db, const DbQuestion *question)
{
    g_autoptr (Rows) found = NULL;

    if (!db_run_params (db, question->statement, question->params, question->n_params, &found,
                        question->error)) {
        return FALSE;
    }
    if (PQntuples (found) != 1) {
        return refuse (question->error, SIRAJ_ERROR_NOT_FOUND, NULL,
                       "%s was not found; it may have been removed or lie outside your stations",
                       tr (question->what));
    }
    if (question->rows != NULL) {
        *question->rows = g_steal_pointer (&found);
    }
    return TRUE;
}

/* Transactions */

void
db_begin_with (Db *db, gboolean read_only, const Statement *settings, const Param *params,
               guint n_params)
{
    ParamValues values;

    g_return_if_fail (db->transaction == DB_TRANSACTION_NONE);
    forget_settings (db);
    db->transaction = DB_TRANSACTION_WANTED;
    db->read_only = read_only;
    db->may_begin_again = TRUE;
    db->sqlstate[0] = '\0';
    if (settings == NULL) {
        return;
    }
    const StatementText *text = statement_text (settings);
    g_return_if_fail (text->n_params == n_params);
    g_return_if_fail (param_values_encode (&values, params, n_params));
    db->settings = text;
    db->setting_values = g_new0 (char *, n_params + 1);
    for (guint i = 0; i < n_params; i++) {
        db->setting_values[i] = g_strdup (values.values[i]);
    }
}

gboolean
db_begin (Db *db, GError **error)
{
    db_begin_with (db, FALSE, NULL, NULL, 0);
    return TRUE;
}

gboolean
db_commit (Db *db, GError **error)
{
    DbTransaction transaction = db->transaction;

    db->transaction = DB_TRANSACTION_NONE;
    if (transaction != DB_TRANSACTION_OPEN) {
        return TRUE;
    }
    db->sqlstate[0] = '\0';
    if (db->read_only) {
        link_end (db, DB_END_COMMIT_READ, NULL); /* all that was read is here already */
        return TRUE;
    }
    return link_end (db, DB_END_COMMIT, error);
}

void
db_rollback (Db *db)
{
    gboolean open = db->transaction == DB_TRANSACTION_OPEN;

    db->transaction = DB_TRANSACTION_NONE;
    if (open && db->link != NULL) {
        g_autoptr (GError) error = NULL;
        char sqlstate[sizeof db->sqlstate];
        memcpy (sqlstate, db->sqlstate, sizeof sqlstate);
        link_end (db, DB_END_ROLLBACK, &error);
        memcpy (db->sqlstate, sqlstate, sizeof sqlstate);
    }
}

gboolean
db_in_transaction (Db *db)
{
    return db->transaction != DB_TRANSACTION_NONE;
}
