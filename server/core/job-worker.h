/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The process `siraj-server work`: takes jobs and carries them out, chunk after chunk. */
#pragma once

#include "server/core/jobs.h"

G_BEGIN_DECLS

typedef struct {
    const char *conninfo;
    const JobKind *const *kinds; /* NULL-terminated */
} JobWorkerOptions;

/* Works until SIGTERM or SIGINT, which let the current chunk end; lives through restarts of the
 * database.  Call it on the main thread before any other thread is made: the signals are blocked
 * and read from a descriptor.  Returns the exit status of the process. */
int job_worker_run (const JobWorkerOptions *options);

extern const Statement *const job_worker_statements[]; /* for check-sql */

G_END_DECLS
