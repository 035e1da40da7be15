/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of the job pages. */
#include "server/modules/jobs/jobs-sql.h"

#define JOB_COLUMNS                                                                                \
    "SELECT j.id, j.kind, j.key, j.state, j.stage, j.progress_done, j.progress_total,"             \
    " (SELECT count(*) FROM job_failures f WHERE f.job_id = j.id) AS failures_count,"              \
    " j.parameters, j.result, j.error_code, j.error_text, j.cancel_requested, j.attempts,"         \
    " j.created_by, u.full_name AS created_by_name, j.created_at, j.scheduled_for,"                \
    " j.started_at, j.heartbeat_at, j.finished_at, j.schedule_id, j.id::text AS sort_key"          \
    " FROM jobs j LEFT JOIN users u ON u.id = j.created_by"

#define JOB_FILTER                                                                                 \
    " ($4::text IS NULL OR j.kind = $4) AND ($5::text IS NULL OR j.state = $5)"                    \
    " AND ($6::text IS NULL OR j.schedule_id = $6::bigint)"

const Statement jobs_oldest = {
    "jobs_oldest",
    JOB_COLUMNS " WHERE ($2::text IS NULL OR j.id > $3::bigint) AND" JOB_FILTER
                " ORDER BY j.id LIMIT $1",
    TRUE,
};

const Statement jobs_newest = {
    "jobs_newest",
    JOB_COLUMNS " WHERE ($2::text IS NULL OR j.id < $3::bigint) AND" JOB_FILTER
                " ORDER BY j.id DESC LIMIT $1",
    TRUE,
};

const Statement jobs_count = {
    "jobs_count",
    "SELECT count(*) AS count FROM (SELECT FROM jobs"
    " WHERE ($1::text IS NULL OR kind = $1) AND ($2::text IS NULL OR state = $2)"
    "   AND ($3::text IS NULL OR schedule_id = $3::bigint)"
    " LIMIT 10001) AS found",
    TRUE,
};

const Statement jobs_get = {
    "jobs_get",
    JOB_COLUMNS " WHERE j.id = $1",
};

/* What no worker has begun is cancelled at once; a running one after the chunk at hand.  Answers
 * the state found, nothing when there is no such job. */
const Statement jobs_cancel = {
    "jobs_cancel",
    "WITH found AS (SELECT id, state FROM jobs WHERE id = $1 FOR UPDATE),"
    " changed AS (UPDATE jobs j SET cancel_requested = TRUE,"
    "  state = CASE WHEN j.state = 'queued' THEN 'cancelled' ELSE j.state END,"
    "  finished_at = CASE WHEN j.state = 'queued' THEN clock_timestamp () END"
    "  FROM found WHERE j.id = found.id AND found.state IN ('queued', 'running'))"
    " SELECT state FROM found",
};

/* A job that failed or was cancelled goes on where its last chunk ended.  Nothing when it has not
 * ended so, or when another of its kind and key is active. */
const Statement jobs_retry = {
    "jobs_retry",
    "WITH found AS (SELECT id, kind, key, state FROM jobs WHERE id = $1 FOR UPDATE),"
    " changed AS (UPDATE jobs j SET state = 'queued', cancel_requested = false, attempts = 0,"
    "   error_code = NULL, error_text = NULL, finished_at = NULL,"
    "   scheduled_for = clock_timestamp()"
    "  FROM found WHERE j.id = found.id AND found.state IN ('failed', 'cancelled')"
    "    AND NOT EXISTS (SELECT FROM jobs o WHERE o.kind = found.kind AND o.key = found.key"
    "                    AND o.state IN ('queued', 'running'))"
    "  RETURNING j.id)"
    " SELECT f.state, (SELECT id FROM changed), pg_notify('siraj_jobs', '') FROM found f",
};

#define FAILURE_COLUMNS                                                                            \
    "SELECT id, subject, code, text, created_at, id::text AS sort_key FROM job_failures"           \
    " WHERE job_id = $4::bigint"

const Statement job_failures_oldest = {
    "job_failures_oldest",
    FAILURE_COLUMNS " AND ($2::text IS NULL OR id > $3::bigint) ORDER BY id LIMIT $1",
    TRUE,
};

const Statement job_failures_newest = {
    "job_failures_newest",
    FAILURE_COLUMNS " AND ($2::text IS NULL OR id < $3::bigint) ORDER BY id DESC LIMIT $1",
    TRUE,
};

const Statement job_failures_count = {
    "job_failures_count",
    "SELECT count(*) AS count FROM (SELECT FROM job_failures WHERE job_id = $1::bigint LIMIT 10001)"
    " AS found",
};

/* Schedules */

/* The row that has waited longest; another worker takes another. */
const Statement schedules_take = {
    "schedules_take",
    "SELECT id, kind, subject_id, clock_timestamp(), due_at FROM job_schedules"
    " WHERE active AND look_at <= clock_timestamp() ORDER BY look_at LIMIT 1"
    " FOR UPDATE SKIP LOCKED",
};

const Statement schedules_lock = {
    "schedules_lock",
    "SELECT kind, subject_id FROM job_schedules WHERE id = $1 FOR UPDATE",
};

const Statement schedules_begin = { "schedules_begin", "SAVEPOINT schedule_look" };
const Statement schedules_undo = { "schedules_undo", "ROLLBACK TO SAVEPOINT schedule_look" };

/* $1 id, $2 job, $3 due, $4 look, $5 code, $6 text.  It is tried again and again: what is kept is
 * when that began. */
const Statement schedules_looked = {
    "schedules_looked",
    "WITH tied AS (UPDATE jobs SET schedule_id = $1 WHERE id = $2)"
    " UPDATE job_schedules SET due_at = $3, look_at = $4, error_code = $5, error_text = $6,"
    "  failed_at = CASE WHEN $5::text IS NOT NULL THEN COALESCE(failed_at, clock_timestamp()) END,"
    "  last_job_id = COALESCE($2, last_job_id),"
    "  last_run_at = CASE WHEN $2::bigint IS NULL THEN last_run_at ELSE clock_timestamp() END,"
    "  version = version + 1 WHERE id = $1",
};

/* $1 kind, $2 subject, $3 name, $4 active */
const Statement schedules_put = {
    "schedules_put",
    "INSERT INTO job_schedules AS s (kind, subject_id, name, active) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (kind, subject_id) DO UPDATE SET name = $3, active = $4,"
    "  due_at = CASE WHEN $4 THEN s.due_at END, look_at = clock_timestamp(),"
    "  version = s.version + 1",
};

const Statement schedules_set_active = {
    "schedules_set_active",
    "UPDATE job_schedules SET active = $2, look_at = clock_timestamp(),"
    "  due_at = CASE WHEN $2 THEN due_at END, error_code = NULL, error_text = NULL,"
    "  failed_at = NULL, version = version + 1 WHERE id = $1",
};

/* A look that is an hour late means that no worker runs, or that what was due did not begin. */
#define SCHEDULE_STATE                                                                             \
    "CASE WHEN NOT s.active THEN 'off'"                                                            \
    "     WHEN j.state IN ('queued', 'running') THEN 'running'"                                    \
    "     WHEN s.error_code IS NOT NULL OR j.state = 'failed' THEN 'failed'"                       \
    "     WHEN s.due_at < now() - interval '1 hour' THEN 'late' ELSE 'waiting' END"
/* Why it failed and when: the look that started nothing, else the job that it started. */
#define SCHEDULE_FAILURE                                                                           \
    "COALESCE(s.failed_at, CASE j.state WHEN 'failed' THEN j.finished_at END) AS failed_at,"       \
    " COALESCE(s.error_code, CASE j.state WHEN 'failed' THEN j.error_code END) AS error_code,"     \
    " COALESCE(s.error_text, CASE j.state WHEN 'failed' THEN j.error_text END) AS error_text"
#define SCHEDULE_LIST(words)                                                                       \
    "SELECT s.id, s.kind, " words "::jsonb ->> s.kind AS label,"                                   \
    " NULLIF(s.subject_id, 0) AS subject_id, s.name,"                                              \
    " " SCHEDULE_STATE " AS state, s.due_at, s.last_run_at, s.last_job_id,"                        \
    " j.state AS last_state, " SCHEDULE_FAILURE ", s.version,"                                     \
    " s.id::text AS sort_key"                                                                      \
    " FROM job_schedules s LEFT JOIN jobs j ON j.id = s.last_job_id"

const Statement schedules_oldest = {
    "schedules_oldest",
    SCHEDULE_LIST ("$4") " WHERE ($2::text IS NULL OR s.id > $3::bigint) ORDER BY s.id LIMIT $1",
};

const Statement schedules_newest = {
    "schedules_newest",
    SCHEDULE_LIST ("$4") " WHERE ($2::text IS NULL OR s.id < $3::bigint) ORDER BY s.id DESC"
                         " LIMIT $1",
};

const Statement schedules_get = {
    "schedules_get",
    SCHEDULE_LIST ("$2") " WHERE s.id = $1",
};

const Statement *const jobs_statements[] = {
    &jobs_oldest,        &jobs_newest,      &jobs_count,           &jobs_get,
    &jobs_cancel,        &jobs_retry,       &job_failures_oldest,  &job_failures_newest,
    &job_failures_count, &schedules_take,   &schedules_lock,       &schedules_begin,
    &schedules_undo,     &schedules_looked, &schedules_put,        &schedules_oldest,
    &schedules_newest,   &schedules_get,    &schedules_set_active, NULL,
};
