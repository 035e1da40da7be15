/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that jobs make, kept in parts in the database until they expire: any server can hand them
 * out, and nobody holds a whole one in memory. */
#pragma once

#include "server/core/jobs.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

#define JOB_FILE_PART_BYTES (1024 * 1024)
#define JOB_FILE_DAYS 7

typedef struct {
    const char *path; /* of a file on this machine */
    const char *name; /* it is saved as */
    const char *content_type;
} JobFile;

/* Stores @file as what the chunk's job made.  *@bytes (may be NULL) is its length.  Errors:
 * INTERNAL when it cannot be read. */
gboolean job_file_store (JobChunk *chunk, const JobFile *file, gint64 *bytes, GError **error);

/* Answers the file of the job {id}: part=n one part of it, from 1, else the whole.  Errors:
 * FILE_EXPIRED, NOT_FOUND (the part), RANGE_TOO_LARGE for a whole above 64 MiB. */
gboolean jobs_answer_file (Operation *op, GError **error);

/* Removes what has expired; a chore of the worker. */
gboolean job_files_expire (Db *db, GError **error);

extern const Statement *const job_file_statements[];

G_END_DECLS
