/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs: long work as a row, carried out a chunk a transaction by `siraj-server work`, so that a
 * kill at any moment loses nothing and doubles nothing. */
#pragma once

#include <json-glib/json-glib.h>

#include "common/types/jobs-types.h"
#include "server/core/db.h"

G_BEGIN_DECLS

typedef enum {
    JOB_OUTCOME_MORE, /* the chunk is done, there is more */
    JOB_OUTCOME_DONE, /* the job is done: job_finish() */
    JOB_OUTCOME_WAIT, /* other workers hold all that is left: job_wait() */
} JobOutcome;

/* One chunk in the hands of a worker. */
typedef struct {
    Db *db;                 /* in the chunk's transaction; actor = who created the job */
    const Job *job;         /* as it stood when the chunk began */
    JsonObject *parameters; /* borrowed */
    JsonObject *cursor;     /* what the last chunk left by job_progress(), or NULL */
    gpointer memory;        /* what the last chunk left by job_remember(), or NULL */
    GDestroyNotify forget;
    JobOutcome outcome;
} JobChunk;

/* Carries out one chunk and returns; the worker commits and calls again.  A refusal ends the job
 * as failed (work that can go on without one subject uses job_fail_subject()); a database that
 * cannot be reached and conflicts are tried again by the worker. */
typedef gboolean (*JobFunc) (JobChunk *chunk, GError **error);

/* A room's kinds of jobs stand in a NULL-terminated list that main() gives to the worker. */
typedef struct {
    const char *kind;
    gboolean
        shared; /* by several workers at once: the chunks are rows of the room's own, taken with
                        FOR UPDATE SKIP LOCKED; otherwise one worker at a time */
    JobFunc run;
} JobKind;

typedef struct {
    const char *kind;
    const char *key;        /* one job of this kind and key may be queued or running */
    const char *parameters; /* JSON object, or NULL */
    gint64 created_by;
    Instant scheduled_for; /* INSTANT_NONE: at once */
} JobRequest;

/* In the caller's transaction; the worker wakes when it is committed.  Error: DUPLICATE while
 * another one of this kind and key is active. */
gboolean job_create (Db *db, const JobRequest *request, gint64 *id, GError **error);

typedef struct {
    gint64 done;        /* how much more than before */
    gint64 total;       /* INT64_NONE: as before */
    const char *stage;  /* message id; NULL: as before */
    const char *cursor; /* JSON object; NULL: as before */
} JobProgress;

/* To be called last in a chunk, because other workers wait for the row. */
gboolean job_progress (JobChunk *chunk, const JobProgress *progress, GError **error);
/* Keeps @memory, which the chunk takes over, in this process for the next chunk of the job; no
 * other worker goes on with the job meanwhile.  It is gone (NULL) when a chunk failed or another
 * process goes on: the job must be able to begin anew.  Not for shared kinds. */
void job_remember (JobChunk *chunk, gpointer memory, GDestroyNotify forget);
/* Leaves a subject ("account 1234") aside with the reason. */
gboolean job_fail_subject (JobChunk *chunk, const char *subject, const GError *reason,
                           GError **error);
/* The job is completed when this chunk is committed; @result is a JSON object or NULL. */
gboolean job_finish (JobChunk *chunk, const char *result, GError **error);
/* Nothing to take now, others are at it; the chunk is rolled back. */
gboolean job_wait (JobChunk *chunk);
/* Keeps other workers of a shared job out until this chunk ends (to lay out its chunks once). */
gboolean job_lock (JobChunk *chunk, GError **error);

extern const Statement *const jobs_core_statements[]; /* for check-sql */

G_END_DECLS
