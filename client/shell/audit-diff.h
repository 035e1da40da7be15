/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of the audit trail in words: each member that changed, before and after. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/audit-types.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_AUDIT_DIFF (audit_diff_get_type ())
G_DECLARE_FINAL_TYPE (SirajAuditDiff, audit_diff, SIRAJ, AUDIT_DIFF, GtkWidget)

GtkWidget *audit_diff_new (void);
/* @line is borrowed for the call; NULL says what to do. */
void audit_diff_show (SirajAuditDiff *self, const AuditLine *line);

G_END_DECLS
