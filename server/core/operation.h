/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an operation sees of its request, and the route table that leads to it.  An operation is
 * straight-line C inside the dispatcher's transaction: it may call other operations, and all of it
 * commits or none. */
#pragma once

#include "common/base/money.h"
#include "common/schema/json.h"
#include "server/core/db.h"

G_BEGIN_DECLS

/* Who asks. Copied into the worker; nothing in it changes during a request. */
typedef struct {
    gint64 user_id;
    gint64 session_id;
    char *username;
    char *full_name;
    char **permissions;  /* sorted names, "*" for everything */
    gint64 *station_ids; /* scope; all_stations overrides */
    guint n_stations;
    gboolean all_stations;
    gint64 branch_id;
} Principal;

typedef struct SessionCache SessionCache;

gboolean principal_may (const Principal *principal, const char *permission);

typedef struct {
    Db *db;
    const Principal *principal;
    const char *request_id;
    const char *idempotency_key; /* NULL when none was sent */
    gint64 if_match;             /* version named by If-Match, or -1 */
    gpointer input;              /* the decoded body (route->input), or NULL */
    JsonObject *input_object;    /* the same as a tree: which members were sent (PATCH) */
    const char *body;            /* raw bytes of a RAW route */
    gsize body_length;
    const char *content_type;
    const char *peer;         /* address of the caller, for limits and the list of sessions */
    const char *user_agent;   /* NULL when none was sent */
    SessionCache *sessions;   /* session-cache.h; NULL outside the dispatcher */
    GHashTable *path;         /* "id" → "12" */
    GHashTable *query;        /* "q" → "محمد"; only the parameters the route names */
    const Currency *currency; /* of the company; NULL before there is one */
    Instant now;              /* of the request; the only clock an operation reads */
    /* the answer */
    guint status;      /* 200 unless set; POST that creates: 201 */
    GString *answer;   /* JSON */
    char *answer_type; /* NULL: application/json */
    char *file_name;   /* Content-Disposition of a download, or NULL */
    gint64 version;    /* ETag, or 0 */
    char *location;    /* of what was created, or NULL */
} Operation;

typedef gboolean (*OperationFunc) (Operation *op, GError **error);

typedef enum {
    READS = 0,             /* a read-only transaction */
    WRITES = 1 << 0,       /* a transaction */
    CREATES = 1 << 1,      /* WRITES whose body is read with JSON_IN_CREATE (POST), else UPDATE */
    IDEMPOTENT = 1 << 2,   /* an Idempotency-Key is required */
    OPEN = 1 << 3,         /* no session needed */
    RAW = 1 << 4,          /* the body is handed over as bytes (imports) */
    LARGE = 1 << 5,        /* up to 64 MiB instead of 1 MiB */
    ANSWERS_LIST = 1 << 6, /* answers a page of @output records */
    ANSWERS_FILE = 1 << 7, /* answers something that is not JSON */
    VERSIONED = 1 << 8,    /* If-Match is required */
} RouteFlags;

typedef struct {
    const char *method;
    const char *path;       /* "/api/v1/customers/{id}" */
    const char *permission; /* NULL: any signed-in user */
    RouteFlags flags;
    const Record *input;  /* NULL: no body */
    const Record *output; /* NULL: 204 or a file */
    OperationFunc run;
    const char *summary;      /* message id, for OpenAPI */
    const char *const *query; /* NULL-terminated names of the query parameters, or NULL */
} Route;

/* A room: what it adds to the program. */
typedef struct {
    const char *name;
    const Route *routes;
    guint n_routes;
    const Statement *const *statements; /* NULL-terminated, for check-sql */
} Module;

/* Answers one record; takes its "version" member for the ETag. */
void operation_answer_record (Operation *op, const Record *record, gconstpointer data);
/* Answers row 0 straight from the database. */
void operation_answer_row (Operation *op, const Record *record, const Rows *rows);
/* Path and query parameters. Errors: NOT_FOUND for a path id that is no number, INVALID_VALUE. */
gboolean operation_path_id (Operation *op, const char *name, gint64 *id, GError **error);
const char *operation_query (Operation *op, const char *name); /* NULL when absent or empty */
gboolean operation_query_id (Operation *op, const char *name, gint64 *id, GError **error);
gboolean operation_query_date (Operation *op, const char *name, Date *date, GError **error);
/* TRUE when the body named this member. */
gboolean operation_sent (Operation *op, const char *member);
/* Compares If-Match with the stored version; STALE_VERSION tells who changed it and when. */
gboolean operation_check_version (Operation *op, gint64 stored_version, const char *changed_by,
                                  Instant changed_at, GError **error);
/* The audit trail is written by row triggers (table, action, actor, request, before, after) from
 * the transaction's settings, which the dispatcher sets; operations write no audit rows. */

G_END_DECLS
