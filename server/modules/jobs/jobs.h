/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long work as people see it: progress, cancelling, what was left aside. */
#pragma once

#include "common/types/jobs-types.h"
#include "server/core/operation.h"
#include "server/modules/jobs/job-files.h"
#include "server/modules/jobs/schedules.h"

G_BEGIN_DECLS

extern const Module jobs_module;

/* Answers 202 with the job; for operations that create one. */
gboolean jobs_answer_accepted (Operation *op, gint64 id, GError **error);

/* Asks a job to end after the chunk at hand.  Errors: NOT_FOUND, JOB_FINISHED. */
gboolean jobs_request_cancel (Operation *op, gint64 id, GError **error);

G_END_DECLS
