/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rooms of the program. */
#pragma once

#include "server/core/job-worker.h"
#include "server/core/operation.h"
#include "server/core/verify.h"

G_BEGIN_DECLS

/* All NULL-terminated. */
extern const Module *const registry_modules[];
extern const JobKind *const registry_job_kinds[];
extern const JobChore registry_chores[]; /* ended by one without a name */
extern const VerifyCheck *const registry_checks[];
extern const Statement *const *const registry_core_statements[];

G_END_DECLS
