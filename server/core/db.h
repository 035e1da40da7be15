/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One PostgreSQL connection of one worker: named prepared statements, parameters by position or by
 * member name, deadlines of our own, errors as refusals. */
#pragma once

#include <libpq-fe.h>

#include "common/schema/field.h"

G_BEGIN_DECLS

/* A statement stands as a static at the top of the room that owns the tables.  Parameters are
 * $1, $2 …, or :member names that are bound from a record (db_run_record). PREPAREd on first
 * use; every statement of the program is PREPAREd by `siraj-server check-sql`. */
typedef struct {
    const char *name; /* unique in the program: "customers_insert" */
    const char *sql;
    gboolean custom_plan; /* planned anew with its values (search, filters) */
    gboolean
        generic_plan; /* planned once whatever its values (pages of lists); else as they come */
} Statement;

typedef struct Db Db;

/* A result; row r is addressed by column NAME through a record, or by position for scalars. */
typedef PGresult Rows;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rows, PQclear)

/* A parameter in text form. Build with the macros below; the storage lives for the call. */
typedef struct {
    enum { PARAM_NULL, PARAM_INT64, PARAM_TEXT, PARAM_DATE, PARAM_BOOLEAN, PARAM_INSTANT } kind;
    union {
        gint64 number;
        const char *text;
    };
} Param;

#define P_INT64(value) ((Param) { .kind = PARAM_INT64, .number = (value) })
/* 0 and INT64_NONE give NULL */
#define P_ID(value) db_param_id (value)
#define P_TEXT(value) ((Param) { .kind = PARAM_TEXT, .text = (value) }) /* NULL gives NULL */
#define P_DATE(value) ((Param) { .kind = PARAM_DATE, .number = (value) })
#define P_INSTANT(value) ((Param) { .kind = PARAM_INSTANT, .number = (value) })
#define P_BOOLEAN(value) ((Param) { .kind = PARAM_BOOLEAN, .number = (value) })
#define P_ENUM(enumeration, value) P_TEXT (enumeration_word (&(enumeration), value))

/* db_run (db, &statement, &rows, error, P_INT64 (1), P_TEXT ("x")); @rows may be NULL. */
#define db_run(db, statement, rows, error, ...)                                                    \
    db_run_params (db, statement, (const Param[]) { __VA_ARGS__ },                                 \
                   sizeof ((const Param[]) { __VA_ARGS__ }) / sizeof (Param), rows, error)

typedef struct {
    const char *conninfo;       /* libpq connection string */
    const char *role;           /* SET ROLE after connecting, or NULL */
    guint statement_timeout_ms; /* 0 = none (bulk work) */
    gboolean bulk;              /* session of the run: see billing */
} DbOptions;

Db *db_open (const DbOptions *options, GError **error);
void db_close (Db *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Db, db_close)

/* The libpq connection, for COPY: blocking, outside pipeline mode, inside the transaction that was
 * begun. Give it back with nothing under way. */
PGconn *db_connection (Db *db, GError **error);
/* FALSE when the link is broken; db_reopen() mends it. */
gboolean db_is_alive (Db *db);
gboolean db_reopen (Db *db, GError **error);

Param db_param_id (gint64 value);

gboolean db_run_params (Db *db, const Statement *statement, const Param *params, guint n_params,
                        Rows **rows, GError **error);
/* The same, planned anew with these values whatever the statement says. */
gboolean db_run_planned (Db *db, const Statement *statement, const Param *params, guint n_params,
                         Rows **rows, GError **error);
/* Binds the :member names of the statement from @data. */
gboolean db_run_record (Db *db, const Statement *statement, const Record *record,
                        gconstpointer data, Rows **rows, GError **error);
/* One or several commands without parameters and without a plan (BEGIN, SET LOCAL, migrations). */
gboolean db_execute (Db *db, const char *sql, GError **error);

/* What db_one() is asked, in the order of its arguments. */
typedef struct {
    const Statement *statement;
    const Param *params;
    guint n_params;
    const char *what; /* message id of the subject: "Customer" */
    Rows **rows;      /* may be NULL */
    GError **error;
} DbQuestion;

/* db_one (db, &statement, params, n_params, what, &rows, error): exactly one row is expected,
 * NOT_FOUND with @what as its subject when there is none. */
#define db_one(db, ...) db_answer (db, &(const DbQuestion) { __VA_ARGS__ })
gboolean db_answer (Db *db, const DbQuestion *question);

/* Beginning sends nothing: BEGIN and @settings (a statement that makes transaction-local
 * settings out of @params, or NULL) travel with the first statement, in its round trip.  When
 * the link turns out to be broken by then, it is opened again and the caller notices nothing. */
void db_begin_with (Db *db, gboolean read_only, const Statement *settings, const Param *params,
                    guint n_params);
gboolean db_begin (Db *db, GError **error); /* cannot fail; the first statement may */
/* A read-only transaction is ended without waiting.  UNAVAILABLE with db_last_sqlstate() "08006"
 * means that nobody knows whether it was committed; INTERNAL when an error inside had been
 * overlooked. */
gboolean db_commit (Db *db, GError **error);
/* Keeps db_last_sqlstate(). Does nothing outside a transaction. */
void db_rollback (Db *db);
gboolean db_in_transaction (Db *db);

/* SQLSTATE of the last failed statement ("23505"), or "". */
const char *db_last_sqlstate (Db *db);
/* TRUE for 40001, 40P01, 55P03: the transaction may be run again. */
gboolean db_last_is_retryable (Db *db);

/* Scalars by position. */
int rows_count (const Rows *rows);
gboolean rows_is_null (const Rows *rows, int row, int column);
gint64 rows_int64 (const Rows *rows, int row, int column);     /* NULL gives 0 */
const char *rows_text (const Rows *rows, int row, int column); /* borrowed; NULL gives NULL */
gboolean rows_boolean (const Rows *rows, int row, int column);
Date rows_date (const Rows *rows, int row, int column);
Instant rows_instant (const Rows *rows, int row, int column);
int rows_enum (const Rows *rows, int row, int column, const Enumeration *enumeration);

/* Rows to records by column name (columns without a field and fields without a column are left). */
gpointer rows_record (const Rows *rows, int row, const Record *record);
GPtrArray *rows_list (const Rows *rows, const Record *record);
/* Rows straight to JSON by the field table; columns are matched to fields once per result. */
void rows_append_json (GString *out, const Rows *rows, const Record *record); /* [ … ] */
/* The rows from @first to @last, downwards when @last is the smaller; there is at least one. */
void rows_append_json_range (GString *out, const Rows *rows, const Record *record, int first,
                             int last);
void rows_append_json_object (GString *out, const Rows *rows, int row, const Record *record);

G_END_DECLS
