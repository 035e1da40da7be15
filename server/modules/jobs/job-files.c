/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of jobs, part by part. */
#include "server/modules/jobs/job-files.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#define WHOLE_MAX_PARTS 64

/* $1 job, $2 name, $3 type, $4 days */
static const Statement file_insert = {
    "job_files_insert",
    "INSERT INTO job_files (job_id, name, content_type, bytes, parts, expires_at)"
    " VALUES ($1, $2, $3, 0, 0, now() + $4::bigint * interval '1 day')",
};

/* $1 job, $2 number, $3 base64 */
static const Statement part_insert = {
    "job_files_part_insert",
    "INSERT INTO job_file_parts (job_id, part_no, content)"
    " VALUES ($1, $2, decode($3, 'base64'))",
};

static const Statement file_close = {
    "job_files_close",
    "UPDATE job_files SET parts = $2, bytes = $3 WHERE job_id = $1",
};

/* A job is seen by who made it, and by who may see every station. */
static const Statement file_get = {
    "job_files_get",
    "SELECT f.name, f.content_type, f.parts FROM job_files f JOIN jobs j ON j.id = f.job_id"
    " WHERE f.job_id = $1 AND f.expires_at > now()"
    "   AND (j.created_by = $2 OR (SELECT scope_all()))",
};

static const Statement part_get = {
    "job_files_part_get",
    "SELECT encode(content, 'base64') FROM job_file_parts WHERE job_id = $1 AND part_no = $2",
};

static const Statement files_expire = {
    "job_files_expire",
    "DELETE FROM job_files WHERE expires_at <= now()",
};

const Statement *const job_file_statements[] = {
    &file_insert, &part_insert, &file_close, &file_get, &part_get, &files_expire, NULL,
};

/* Storing */

static gboolean
store_part (JobChunk *chunk, gint64 number, const guint8 *data, gsize length, GError **error)
{
    g_autofree char *text = g_base64_encode (data, length);

    return db_run (chunk->db, &part_insert, NULL, error, P_INT64 (chunk->job->id), P_INT64 (number),
                   P_TEXT (text));
}

static gboolean
store_parts (JobChunk *chunk, FILE *stream, gint64 *bytes, GError **error)
{
    g_autofree guint8 *buffer = g_malloc (JOB_FILE_PART_BYTES);
    gint64 parts = 0;
    gsize length;

    *bytes = 0;
    while ((length = fread (buffer, 1, JOB_FILE_PART_BYTES, stream)) > 0) {
        if (!store_part (chunk, ++parts, buffer, length, error)) {
            return FALSE;
        }
        *bytes += (gint64)length;
    }
    if (ferror (stream)) {
        return refuse (error, SIRAJ_ERROR_INTERNAL, NULL, "The file that was made is unreadable");
    }
    return db_run (chunk->db, &file_close, NULL, error, P_INT64 (chunk->job->id), P_INT64 (parts),
                   P_INT64 (*bytes));
}

gboolean
job_file_store (JobChunk *chunk, const JobFile *file, gint64 *bytes, GError **error)
{
    FILE *stream = fopen (file->path, "rb");
    gint64 length = 0;
    gboolean done;

    if (stream == NULL) {
        return refuse (error, SIRAJ_ERROR_INTERNAL, NULL, "The file that was made is gone: %s",
                       g_strerror (errno));
    }
    done = db_run (chunk->db, &file_insert, NULL, error, P_INT64 (chunk->job->id),
                   P_TEXT (file->name), P_TEXT (file->content_type), P_INT64 (JOB_FILE_DAYS)) &&
           store_parts (chunk, stream, &length, error);
    fclose (stream);
    if (bytes != NULL) {
        *bytes = length;
    }
    return done;
}

/* Answering */

static gboolean
append_part (Operation *op, gint64 job_id, gint64 number, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    g_autofree guint8 *data = NULL;
    gsize length;

    if (!db_one (op->db, &part_get, (const Param[]) { P_INT64 (job_id), P_INT64 (number) }, 2,
                 N_ ("Part of the file"), &rows, error)) {
        return FALSE;
    }
    data = g_base64_decode (rows_text (rows, 0, 0), &length);
    g_string_append_len (op->answer, (const char *)data, (gssize)length);
    return TRUE;
}

static gboolean
append_parts (Operation *op, gint64 job_id, gint64 part, gint64 parts, GError **error)
{
    if (part > 0) {
        return append_part (op, job_id, part, error);
    }
    if (parts > WHOLE_MAX_PARTS) {
        return refuse (error, SIRAJ_ERROR_RANGE_TOO_LARGE, "part",
                       "The file has %" PRId64 " parts; ask for them one by one", parts);
    }
    for (gint64 i = 1; i <= parts; i++) {
        if (!append_part (op, job_id, i, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean
jobs_answer_file (Operation *op, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gint64 part = 0;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error) ||
        !operation_query_id (op, "part", &part, error) ||
        !db_run (op->db, &file_get, &rows, error, P_INT64 (id), P_INT64 (op->principal->user_id))) {
        return FALSE;
    }
    if (rows_count (rows) == 0) {
        return refuse (error, SIRAJ_ERROR_FILE_EXPIRED, NULL,
                       "The job has no file, or it is older than %d days; start the job anew",
                       JOB_FILE_DAYS);
    }
    if (!append_parts (op, id, part, rows_int64 (rows, 0, 2), error)) {
        return FALSE;
    }
    g_free (op->file_name);
    op->file_name = g_strdup (rows_text (rows, 0, 0));
    g_free (op->answer_type);
    op->answer_type = g_strdup (rows_text (rows, 0, 1));
    return TRUE;
}

gboolean
job_files_expire (Db *db, GError **error)
{
    return db_run_params (db, &files_expire, NULL, 0, NULL, error);
}
