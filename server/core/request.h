/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request as plain copies: what a worker may see of it, and the answer it makes.  No libsoup
 * object is touched outside the main thread. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

#define REQUEST_ID_BYTES 37

typedef struct Request Request;
struct Request {
    /* asked */
    const Route *route;
    char *target;     /* raw path */
    GHashTable *path; /* decoded path parameters, or NULL */
    char *query;      /* raw, or NULL */
    char *token;      /* of the session, or NULL */
    GBytes *body;
    char *content_type;
    char *idempotency_key;
    char *if_match;
    char *peer;
    char *user_agent;
    char id[REQUEST_ID_BYTES];
    Language language;
    Instant now;
    gint64 started_us; /* monotonic */

    /* answered */
    guint status;
    GString *answer; /* NULL or empty: no body */
    char *answer_type;
    char *file_name;
    gint64 version;
    char *location;
    char *allow;
    gboolean replayed;
    guint retry_after_s;
    gint64 user_id;

    /* of the main thread */
    gpointer message;
    gboolean gone;

    Request *next; /* in a queue */
};

Request *request_new (void);
void request_free (Request *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

/* Answers with the problem of @error in the language of the thread. */
void request_answer_error (Request *request, const GError *error);

G_END_DECLS
