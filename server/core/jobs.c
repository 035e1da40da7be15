/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What operations and chunks do with the job table. */
#define G_LOG_DOMAIN "siraj-jobs"

#include "server/core/jobs.h"

/* $1 kind, $2 key, $3 parameters, $4 who, $5 when */
static const Statement create_statement = {
    "jobs_create",
    "WITH made AS ("
    "  INSERT INTO jobs (kind, key, parameters, created_by, scheduled_for)"
    "  VALUES ($1, $2, coalesce ($3::jsonb, '{}'), $4, coalesce ($5, clock_timestamp ()))"
    "  ON CONFLICT (kind, key) WHERE state IN ('queued', 'running') DO NOTHING"
    "  RETURNING id)"
    " SELECT id, pg_notify ('siraj_jobs', '') FROM made",
};

/* $1 id, $2 done more, $3 total, $4 stage, $5 cursor */
static const Statement progress_statement = {
    "jobs_progress",
    "UPDATE jobs SET progress_done = progress_done + $2,"
    " progress_total = coalesce ($3, progress_total), stage = coalesce ($4, stage),"
    " cursor = coalesce ($5, cursor) WHERE id = $1",
};

/* $1 job, $2 subject, $3 code, $4 text */
static const Statement fail_subject_statement = {
    "jobs_fail_subject",
    "INSERT INTO job_failures (job_id, subject, code, text) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (job_id, subject) DO UPDATE SET code = excluded.code, text = excluded.text",
};

/* $1 id, $2 result */
static const Statement finish_statement = {
    "jobs_finish",
    "UPDATE jobs SET result = $2 WHERE id = $1",
};

static const Statement lock_statement = {
    "jobs_lock",
    "SELECT pg_advisory_xact_lock (hashtextextended ('siraj job layout', $1))",
};

const Statement *const jobs_core_statements[] = {
    &create_statement, &progress_statement, &fail_subject_statement,
    &finish_statement, &lock_statement,     NULL,
};

gboolean
job_create (Db *db, const JobRequest *request, gint64 *id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &create_statement, &rows, error, P_TEXT (request->kind), P_TEXT (request->key),
                 P_TEXT (request->parameters), P_INT64 (request->created_by),
                 P_INSTANT (request->scheduled_for))) {
        return FALSE;
    }
    if (rows_count (rows) == 0) {
        return refuse (error, SIRAJ_ERROR_DUPLICATE, "key",
                       "This work (%s) is waiting or running already for %s; wait until it ends or "
                       "cancel it",
                       request->kind, request->key);
    }
    *id = rows_int64 (rows, 0, 0);
    return TRUE;
}

gboolean
job_progress (JobChunk *chunk, const JobProgress *progress, GError **error)
{
    return db_run (chunk->db, &progress_statement, NULL, error, P_INT64 (chunk->job->id),
                   P_INT64 (progress->done), P_INT64 (progress->total), P_TEXT (progress->stage),
                   P_TEXT (progress->cursor));
}

void
job_remember (JobChunk *chunk, gpointer memory, GDestroyNotify forget)
{
    chunk->memory = memory;
    chunk->forget = forget;
}

gboolean
job_fail_subject (JobChunk *chunk, const char *subject, const GError *reason, GError **error)
{
    int code = reason->domain == SIRAJ_ERROR ? reason->code : SIRAJ_ERROR_INTERNAL;

    return db_run (chunk->db, &fail_subject_statement, NULL, error, P_INT64 (chunk->job->id),
                   P_TEXT (subject), P_TEXT (siraj_error_name (code)), P_TEXT (reason->message));
}

gboolean
job_finish (JobChunk *chunk, const char *result, GError **error)
{
    chunk->outcome = JOB_OUTCOME_DONE;
    return db_run (chunk->db, &finish_statement, NULL, error, P_INT64 (chunk->job->id),
                   P_TEXT (result));
}

gboolean
job_wait (JobChunk *chunk)
{
    chunk->outcome = JOB_OUTCOME_WAIT;
    return TRUE;
}

gboolean
job_lock (JobChunk *chunk, GError **error)
{
    return db_run (chunk->db, &lock_statement, NULL, error, P_INT64 (chunk->job->id));
}
