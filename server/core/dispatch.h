/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests from the main thread to the workers and back: one bounded queue each way. */
#pragma once

#include "server/core/request.h"
#include "server/core/session-cache.h"

G_BEGIN_DECLS

#define DISPATCH_MAX_WAITING 64

typedef struct Dispatch Dispatch;

/* Called in the main thread for each request that was answered; takes it over. */
typedef void (*DispatchAnswered) (Request *request, gpointer data);

typedef struct {
    guint n_workers;
    const DbOptions *db;    /* of each worker's connection; NULL: no database (tests) */
    PrincipalLookup lookup; /* NULL: nobody can sign in (tests) */
    const Currency *currency;
    DispatchAnswered answered;
    gpointer data;
} DispatchOptions;

/* Starts the workers; each opens its own connection, now or when the database can be reached. The
 * texts of @options are copied. */
Dispatch *dispatch_new (const DispatchOptions *options);

/* Hands @request to a worker. FALSE, and the request stays the caller's, when too many wait. */
gboolean dispatch_push (Dispatch *dispatch, Request *request);

guint dispatch_waiting (Dispatch *dispatch);

/* Lets the workers finish what waits and joins them; answers that were not drained are dropped. */
void dispatch_free (Dispatch *dispatch);

G_END_DECLS
