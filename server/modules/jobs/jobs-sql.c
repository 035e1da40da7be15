/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of the job pages. */
#include "server/modules/jobs/jobs-sql.h"

#define JOB_COLUMNS                                                                                \
    "SELECT j.id, j.kind, j.key, j.state, j.stage, j.progress_done, j.progress_total,"             \
    " (SELECT count(*) FROM job_failures f WHERE f.job_id = j.id) AS failures_count,"              \
    " j.parameters, j.result, j.error_code, j.error_text, j.cancel_requested, j.attempts,"         \
    " j.created_by, u.full_name AS created_by_name, j.created_at, j.scheduled_for,"                \
    " j.started_at, j.heartbeat_at, j.finished_at, j.id::text AS sort_key"                         \
    " FROM jobs j LEFT JOIN users u ON u.id = j.created_by"

#define JOB_FILTER " ($4::text IS NULL OR j.kind = $4) AND ($5::text IS NULL OR j.state = $5)"

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

const Statement *const jobs_statements[] = {
    &jobs_oldest,         &jobs_newest,         &jobs_count,         &jobs_get, &jobs_cancel,
    &job_failures_oldest, &job_failures_newest, &job_failures_count, NULL,
};
