/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The jobs in progress, in the header: a button that shows there are some and opens into a list. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/session.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_JOBS_BUTTON (jobs_button_get_type ())
G_DECLARE_FINAL_TYPE (SirajJobsButton, jobs_button, SIRAJ, JOBS_BUTTON, GtkWidget)

GtkWidget *jobs_button_new (SirajSession *session);

G_END_DECLS
