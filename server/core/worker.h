/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carries out one request after another on a connection of its own. */
#pragma once

#include "server/core/request.h"
#include "server/core/session-cache.h"

G_BEGIN_DECLS

typedef struct Worker Worker;

typedef struct {
    const DbOptions *db; /* NULL: operations get no database */
    SessionCache *sessions;
    const Currency *currency;
} WorkerOptions;

/* @options must outlive the worker. */
Worker *worker_new (const WorkerOptions *options);
void worker_free (Worker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Worker, worker_free)

/* Session, permission, decoding, transaction, operation, answer: when it returns, @request is
 * answered, well or with a problem. */
void worker_carry_out (Worker *worker, Request *request);

/* What need not keep the caller waiting: the end of a reading transaction. */
void worker_settle (Worker *worker);

G_END_DECLS
