/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The process `siraj-server work`: takes jobs and carries them out, chunk after chunk. */
#pragma once

#include "server/core/jobs.h"

G_BEGIN_DECLS

/* Small work that is always due: done about once a second, between chunks, each in a transaction of
 * its own. What fails is logged and tried again. */
typedef struct {
    const char *name;
    gboolean (*run) (Db *db, GError **error);
} JobChore;

typedef struct {
    const char *conninfo;
    const JobKind *const *kinds; /* NULL-terminated */
    const JobChore *chores;      /* ended by one without a name; NULL: none */
    guint hands;                 /* connections that share one job; 0 as 1 */
} JobWorkerOptions;

/* Works until SIGTERM or SIGINT, which let the current chunk end; lives through restarts of the
 * database.  Call it on the main thread before any other thread is made: the signals are blocked
 * and read from a descriptor.  Returns the exit status of the process. */
int job_worker_run (const JobWorkerOptions *options);

/* Called with the job as it stands, after each chunk and while others are at the last ones. */
typedef void (*JobToldFunc) (const Job *job, gpointer data);

/* Works on one shared job beside whatever workers there are, each hand in a thread of its own,
 * until it has ended; SIGINT and SIGTERM cancel it.  @told is called on the calling thread.
 * Answers the ended job, owned.  Errors: NOT_FOUND, UNAVAILABLE. */
Job *job_worker_run_one (const JobWorkerOptions *options, gint64 id, JobToldFunc told,
                         gpointer data, GError **error);

extern const Statement *const job_worker_statements[]; /* for check-sql */

G_END_DECLS
