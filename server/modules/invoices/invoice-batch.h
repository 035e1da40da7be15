/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many invoices in one file, made by a job. */
#pragma once

#include "server/core/jobs.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

/* Route: starts the job for the invoices that fit a PrintRequest. */
gboolean invoices_start_batch (Operation *op, GError **error);

extern const JobKind invoices_print_job_kind; /* "invoice_print" */
extern const Statement *const invoice_prints_statements[];
extern const Statement *const invoice_batch_statements[];

G_END_DECLS
