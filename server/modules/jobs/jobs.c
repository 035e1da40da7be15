/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of jobs. */
#include "server/modules/jobs/jobs.h"

#include "server/core/list.h"
#include "server/modules/jobs/jobs-sql.h"

#define PATH "/api/v1/jobs"

static const char *const job_filters[] = { "kind", "state", NULL };
static const char *const job_query[] = { LIST_QUERY, "kind", "state", NULL };
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

static const Route routes[] = {
    { "GET", PATH, "jobs.read", READS | ANSWERS_LIST, NULL, &job_record, jobs_list,
      N_ ("List jobs"), job_query },
    { "GET", PATH "/{id}", "jobs.read", READS, NULL, &job_record, jobs_read, N_ ("Read a job") },
    { "GET", PATH "/{id}/failures", "jobs.read", READS | ANSWERS_LIST, NULL, &job_failure_record,
      jobs_list_failures, N_ ("List what a job left aside"), failure_query },
    { "POST", PATH "/{id}/cancel", "jobs.run", WRITES, NULL, &job_record, jobs_cancel_one,
      N_ ("Cancel a job") },
};

const Module jobs_module = { "jobs", routes, G_N_ELEMENTS (routes), jobs_statements };
