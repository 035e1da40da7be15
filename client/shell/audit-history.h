/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened to one record, newest first, with what was before and after beside it. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

/* @subject: the table of the audit trail ("customers"). */
GtkWidget *audit_history_new (SirajPage *page, const char *subject, gint64 subject_id);

G_END_DECLS
