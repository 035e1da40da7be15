/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of Db, shared by db.c (what rooms call), db-link.c (bytes and deadlines),
 * db-params.c and db-error.c; no other file includes it. */
#pragma once

#include "server/core/statement.h"

G_BEGIN_DECLS

#define DB_MAX_PARAMS 96

/* Parameters in the text form that libpq sends. A number stands in its own small buffer. */
typedef struct {
    const char *values[DB_MAX_PARAMS];
    char buffers[DB_MAX_PARAMS][32];
    guint n;
    gboolean custom_plan;
} ParamValues;

typedef enum {
    DB_TRANSACTION_NONE,
    DB_TRANSACTION_WANTED, /* begun by the program, BEGIN not sent yet */
    DB_TRANSACTION_OPEN,
} DbTransaction;

typedef enum { DB_END_COMMIT, DB_END_COMMIT_READ, DB_END_ROLLBACK } DbEnd;

struct Db {
    char *conninfo;
    char *role;
    guint statement_timeout_ms;
    gboolean bulk;
    PGconn *link;         /* NULL after a deadline has passed */
    GHashTable *prepared; /* const Statement * of this link */
    DbTransaction transaction;
    gboolean read_only;
    gboolean generic_plans;   /* until the end of the transaction, or the next other statement */
    gboolean may_begin_again; /* the link may be opened anew for the first statement, once */
    const StatementText *settings; /* travels behind BEGIN, or NULL */
    char **setting_values;         /* g_free() each; as many as settings->n_params */
    guint unread;                  /* batches sent whose answers nobody has waited for */
    char sqlstate[6];
};

/* db-params.c */
gboolean param_values_encode (ParamValues *self, const Param *params, guint n_params);
/* The Param of a field; texts that had to be made are added to @made. */
Param param_from_field (const Field *field, gconstpointer data, GPtrArray *made);

/* db-link.c: one exchange is one round trip: BEGIN and its settings when they are due, PREPARE
 * when the statement is new on this link, the statement, and a synchronisation point. */
gboolean link_open (Db *db, GError **error);
void link_drop (Db *db);
gboolean link_exchange (Db *db, const StatementText *text, const ParamValues *values, Rows **rows,
                        GError **error);
/* Only DB_END_COMMIT waits; the answer to the others is read by whoever uses the link next. */
gboolean link_end (Db *db, DbEnd how, GError **error);
/* Leaves pipeline mode with nothing under way. */
gboolean link_settle (Db *db, GError **error);
/* Simple protocol: several commands, no parameters. */
gboolean link_execute (Db *db, const char *sql, GError **error);

/* db-error.c: refusals; they return FALSE and keep the SQLSTATE in @db. */
gboolean db_refuse_result (Db *db, const PGresult *result, const Statement *statement,
                           GError **error);
gboolean db_refuse_link (Db *db, const char *sqlstate, const char *what, GError **error);

G_END_DECLS
