/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Revenue of energy that was delivered in a month and not billed in it: accrued on the month's last
 * day, taken back on the first of the next. */
#pragma once

#include "common/types/cycles-types.h"
#include "server/core/jobs.h"
#include "server/core/operation.h"
#include "server/core/verify.h"
#include "server/modules/jobs/jobs.h"

G_BEGIN_DECLS

extern const Module accruals_module;
extern const JobKind accrual_job_kind;
extern const ScheduleKind accrual_schedule_kind; /* on the first of each month */
extern const VerifyCheck accrual_checks[];

/* entry-invoices.c: the invoices behind an entry of the journal. */
gboolean entry_invoices_list (Operation *op, GError **error);

/* accrual-sql.c, entry-invoices.c */
extern const Statement accrual_done, accrual_groups, accrual_insert, accruals_oldest,
    accruals_newest, accruals_count, accruals_get, verify_accruals, verify_accruals_reversed;
extern const Statement entry_invoices_oldest, entry_invoices_newest;
extern const Statement *const accrual_statements[];

G_END_DECLS
