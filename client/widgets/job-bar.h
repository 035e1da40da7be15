/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job of the server as a bar: title, how far it is, cancel. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/api.h"
#include "common/types/jobs-types.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_JOB_BAR (job_bar_get_type ())
G_DECLARE_FINAL_TYPE (SirajJobBar, job_bar, SIRAJ, JOB_BAR, GtkWidget)

/* Signal "finished" (Job *, borrowed): it ended, in whatever state. */
GtkWidget *job_bar_new (SirajApi *api);
/* Shows a job as the server answered it (borrowed). */
void job_bar_set_job (SirajJobBar *self, const Job *job);
/* Asks for the job every second until it ends. */
void job_bar_follow (SirajJobBar *self, gint64 job_id);

G_END_DECLS
