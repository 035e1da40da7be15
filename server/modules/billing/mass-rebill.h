/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A period billed again after a decision: tried, carried out and undone, account by account. */
#pragma once

#include "server/core/jobs.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

/* mass-rebill-job.c: "mass_rebill", one step of one rebill. */
extern const JobKind mass_rebill_job_kind;

/* mass-rebill.c */
gboolean mass_rebills_list (Operation *op, GError **error);
gboolean mass_rebills_read (Operation *op, GError **error);
gboolean mass_rebills_items (Operation *op, GError **error);
gboolean mass_rebills_start (Operation *op, GError **error);
gboolean mass_rebills_apply (Operation *op, GError **error);
gboolean mass_rebills_undo (Operation *op, GError **error);

G_END_DECLS
