/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request while a worker carries it out: what the parts of the dispatcher share. */
#pragma once

#include "server/core/request.h"
#include "server/core/session-cache.h"

G_BEGIN_DECLS

typedef struct {
    Request *request;
    const Route *route;
    Db *db;
    SessionCache *sessions;
    const Currency *currency;
    Principal *principal;
    GHashTable *query;
    JsonNode *document; /* the body as a tree */
    gint64 if_match;
} Call;

/* call-input.c: what was sent, checked. */
gboolean call_read_query (Call *call, GError **error);
gboolean call_read_headers (Call *call, GError **error);
gboolean call_read_body (Call *call, GError **error);
/* The body as the route's record, anew for each attempt: an operation may have changed it. */
gboolean call_read_input (Call *call, gpointer *input, GError **error);
/* Parses "a=1&b=2" (NULL: empty) into a table of decoded texts; only @allowed names. */
GHashTable *query_parse (const char *query, const char *const *allowed, GError **error);

/* idempotency.c: an answer is stored with the work it tells of, in one transaction. */
/* Looks for a stored answer; *@replayed tells that the request now carries it. Errors:
 * KEY_IN_PROGRESS, KEY_REUSED. */
gboolean idempotency_find (Call *call, gboolean *replayed, GError **error);
/* Stores the answer of the operation; *@stored FALSE: another transaction stored one meanwhile. */
gboolean idempotency_store (Call *call, guint status, const char *body, gboolean *stored,
                            GError **error);

G_END_DECLS
