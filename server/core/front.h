/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The side of the dispatcher that touches libsoup: messages become requests, answers become
 * messages.  Belongs to the main thread. */
#pragma once

#include "server/core/dispatch.h"
#include "server/core/health.h"
#include "server/core/listener.h"
#include "server/core/router.h"

G_BEGIN_DECLS

typedef struct Front Front;

typedef struct {
    const Router *router;
    Health *health;
    const char *openapi;      /* the document served at PATH_OPENAPI */
    Language language;        /* of a caller that names none */
    DispatchOptions dispatch; /* answered and data are the front's own */
} FrontOptions;

#define PATH_OPENAPI "/api/v1/openapi.json"

/* Starts the workers. The router, the health and the document must outlive it. */
Front *front_new (const FrontOptions *options);
void front_free (Front *front);

/* A server for everything, behind the gate. */
SoupServer *front_public_server (Front *front);
/* A server for /metrics, /livez and /readyz only. */
SoupServer *front_metrics_server (Front *front);
/* The listener whose connections the metrics count. */
void front_watch (Front *front, Listener *listener);

/* Requests taken and not handed back yet. */
guint front_in_flight (const Front *front);

G_END_DECLS
