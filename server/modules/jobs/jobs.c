/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of jobs. */
#include "server/modules/jobs/jobs.h"

#include "server/core/list.h"
#include "server/modules/jobs/job-files.h"
#include "server/modules/jobs/jobs-sql.h"
#include "server/modules/jobs/schedules.h"

#define PATH "/api/v1/jobs"

static const char *const job_filters[] = { "kind", "state", "schedule_id", NULL };
static const char *const job_query[] = { LIST_QUERY, "kind", "state", "schedule_id", NULL };
static const ListSort job_sorts[] = { { "created_at", &jobs_oldest, &jobs_newest } };
static const ListSpec job_list = {
    &job_record, job_sorts, G_N_ELEMENTS (job_sorts), job_filters, &jobs_count,
};

static const char *const failure_filters[] = { "job_id", NULL };
static const char *const failure_query[] = { LIST_QUERY, NULL };
static const ListSort failure_sorts[] = {
    { "created_at", &job_failures_oldest, &job_failures_newest },
};
static const ListSpec failure_list = {
    &job_failure_record, failure_sorts,       G_N_ELEMENTS (failure_sorts),
    failure_filters,     &job_failures_count,
};

static gboolean
answer_job (Operation *op, gint64 id, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    const Param params[] = { P_INT64 (id) };

    if (!db_one (op->db, &jobs_get, params, 1, N_ ("Job"), &rows, error)) {
        return FALSE;
    }
    operation_answer_row (op, &job_record, rows);
    return TRUE;
}

gboolean
jobs_answer_accepted (Operation *op, gint64 id, GError **error)
{
    op->status = 202;
    op->location = g_strdup_printf (PATH "/%" G_GINT64_FORMAT, id);
    return answer_job (op, id, error);
}

static gboolean
jobs_list (Operation *op, GError **error)
{
    return list_answer (op, &job_list, NULL, error);
}

static gboolean
jobs_read (Operation *op, GError **error)
{
    gint64 id;

    return operation_path_id (op, "id", &id, error) && answer_job (op, id, error);
}

static gboolean
jobs_list_failures (Operation *op, GError **error)
{
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    g_autofree char *job_id = g_strdup_printf ("%" G_GINT64_FORMAT, id);
    const char *values[] = { job_id, NULL };
    return list_answer (op, &failure_list, values, error);
}

gboolean
jobs_request_cancel (Operation *op, gint64 id, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    const Param params[] = { P_INT64 (id) };

    if (!db_one (op->db, &jobs_cancel, params, 1, N_ ("Job"), &rows, error)) {
        return FALSE;
    }
    int state = rows_enum (rows, 0, 0, &job_state_enum);
    if (state != JOB_QUEUED && state != JOB_RUNNING) {
        return refuse (error, SIRAJ_ERROR_JOB_FINISHED, NULL,
                       "The job has ended already (%s); there is nothing left to cancel",
                       enumeration_label (&job_state_enum, state));
    }
    return TRUE;
}

static gboolean
jobs_cancel_one (Operation *op, GError **error)
{
    gint64 id;

    return operation_path_id (op, "id", &id, error) && jobs_request_cancel (op, id, error) &&
           answer_job (op, id, error);
}

static const char *const file_query[] = { "part", NULL };

/* Goes on where the last chunk ended: what was done is not done again. */
static gboolean
jobs_retry_one (Operation *op, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error) ||
        !db_one (op->db, &jobs_retry, (const Param[]) { P_INT64 (id) }, 1, N_ ("Job"), &rows,
                 error)) {
        return FALSE;
    }
    if (rows_is_null (rows, 0, 1)) {
        return refuse (
            error, SIRAJ_ERROR_JOB_NOT_FAILED, NULL,
            "Only a job that failed or was cancelled is tried again, and only while no "
            "other of its kind and subject is under way; this one is: %s.",
            enumeration_label (&job_state_enum, rows_enum (rows, 0, 0, &job_state_enum)));
    }
    return jobs_answer_accepted (op, id, error);
}

static const char *const schedule_query[] = { LIST_QUERY, NULL };

static const Route routes[] = {
    { "GET", PATH, "jobs.read", READS | ANSWERS_LIST, NULL, &job_record, jobs_list,
      N_ ("List jobs"), job_query },
    { "GET", PATH "/{id}", "jobs.read", READS, NULL, &job_record, jobs_read, N_ ("Read a job") },
    { "GET", PATH "/{id}/failures", "jobs.read", READS | ANSWERS_LIST, NULL, &job_failure_record,
      jobs_list_failures, N_ ("List what a job left aside"), failure_query },
    { "GET", PATH "/{id}/file", "jobs.read", READS | ANSWERS_FILE, NULL, NULL, jobs_answer_file,
      N_ ("Fetch the file that a job made, whole or in parts"), file_query },
    { "POST", PATH "/{id}/cancel", "jobs.run", WRITES, NULL, &job_record, jobs_cancel_one,
      N_ ("Cancel a job") },
    { "POST", PATH "/{id}/retry", "jobs.run", WRITES, NULL, &job_record, jobs_retry_one,
      N_ ("Go on with a job that failed or was cancelled") },
    { "GET", "/api/v1/schedules", "jobs.read", READS | ANSWERS_LIST, NULL, &job_schedule_record,
      schedules_list, N_ ("List the work that begins by itself, and when"), schedule_query },
    { "GET", "/api/v1/schedules/{id}", "jobs.read", READS, NULL, &job_schedule_record,
      schedules_read, N_ ("Read a schedule") },
    { "POST", "/api/v1/schedules/{id}/run", "jobs.run", WRITES, NULL, &job_record, schedules_run,
      N_ ("Start scheduled work now") },
    { "POST", "/api/v1/schedules/{id}/switch", "settings.write", WRITES | CREATES,
      &schedule_switch_record, &job_schedule_record, schedules_switch,
      N_ ("Switch scheduled work on or off") },
};

const Module jobs_module = { "jobs", routes, G_N_ELEMENTS (routes), jobs_statements };
