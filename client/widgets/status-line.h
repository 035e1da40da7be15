/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line that says what just happened, where a toast would cover something. */
#pragma once

#include <gtk/gtk.h>

#include "client/widgets/badge.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_STATUS_LINE (status_line_get_type ())
G_DECLARE_FINAL_TYPE (SirajStatusLine, status_line, SIRAJ, STATUS_LINE, GtkWidget)

GtkWidget *status_line_new (void);
/* @text as shown; NULL empties the line.  Errors (TONE_BAD) stay until replaced, the rest goes
 * after some seconds. */
void status_line_set (SirajStatusLine *self, Tone tone, const char *text);
void status_line_set_error (SirajStatusLine *self, const GError *error);

G_END_DECLS
