/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fixed invoices that repeat, and invoices written by hand. */
#pragma once

#include "server/core/jobs.h"
#include "server/core/operation.h"
#include "server/core/verify.h"
#include "server/modules/jobs/jobs.h"

G_BEGIN_DECLS

extern const Module recurring_module;
extern const JobKind recurring_job_kind; /* "recurring_invoices" */
extern const ScheduleKind recurring_schedule_kind;
extern const VerifyCheck recurring_checks[];

G_END_DECLS
