/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The private database: a PostgreSQL cluster in the data directory, unix socket only, a child of
 * the server, dead when the server is dead. */
#pragma once

#include "common/base/error.h"

G_BEGIN_DECLS

typedef struct LocalPostgres LocalPostgres;

/* Makes the cluster the first time, starts it and waits until it answers.  Of two servers on one
 * directory the second is refused (DATA_DIRECTORY_IN_USE); an orphan of a killed server is
 * waited for 10 s.  As root the database runs as the owner of the cluster, for a new one as user
 * siraj or postgres. Call it from the main thread: the kernel ends the database when the thread
 * that started it ends. */
LocalPostgres *local_postgres_start (const char *data_dir, GError **error);

/* Watches it from the running main loop of the same thread and starts it again when it dies. */
void local_postgres_supervise (LocalPostgres *self);

/* Connection string; whoever connects is the owner of the database, without being a superuser. */
const char *local_postgres_conninfo (LocalPostgres *self);

/* Shuts down (a checkpoint, no waiting for sessions) and frees. */
void local_postgres_stop (LocalPostgres *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LocalPostgres, local_postgres_stop)

/* The connection string of the private database that another process runs, waiting up to
 * @timeout_ms for it to answer; UNAVAILABLE when none does, at once when no process owns the
 * directory. Free with g_free(). */
char *local_postgres_attach (const char *data_dir, guint timeout_ms, GError **error);

G_END_DECLS
