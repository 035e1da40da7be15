/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `serve`: puts the parts together, runs until SIGTERM or SIGINT, drains and stops. */
#pragma once

#include "server/core/config.h"
#include "server/core/health.h"
#include "server/core/operation.h"
#include "server/core/session-cache.h"

G_BEGIN_DECLS

/* What the core cannot know by itself. */
typedef struct {
    const DbOptions *db;               /* of the request workers; NULL: no database (tests) */
    PrincipalLookup principal;         /* NULL: nobody can sign in (tests) */
    const Currency *currency;          /* of the company */
    HealthOptions health;              /* its db NULL: the same as the workers' */
    const char *const *worker_command; /* of a job worker process; NULL: none (tests) */
} ServerHooks;

/* Serves until it is told to stop; FALSE when it could not begin.  Call it in the main thread,
 * before anything else uses the default main context.  @modules is NULL-terminated.  SIGHUP reads
 * the TLS certificate again. */
gboolean server_run (const Config *config, const Module *const *modules, const ServerHooks *hooks,
                     GError **error);

G_END_DECLS
