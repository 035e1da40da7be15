/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of the job pages. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement jobs_oldest;
extern const Statement jobs_newest;
extern const Statement jobs_count;
extern const Statement jobs_get;
extern const Statement jobs_cancel;
extern const Statement jobs_retry;
extern const Statement job_failures_oldest;
extern const Statement job_failures_newest;
extern const Statement job_failures_count;
extern const Statement schedules_take, schedules_lock, schedules_begin, schedules_undo,
    schedules_looked, schedules_put, schedules_oldest, schedules_newest, schedules_get,
    schedules_set_active;

extern const Statement *const jobs_statements[];

G_END_DECLS
