/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of the registry that the role may open, by group, with a filter; folds to icons. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/session.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_SIDEBAR (sidebar_get_type ())
G_DECLARE_FINAL_TYPE (SirajSidebar, sidebar, SIRAJ, SIDEBAR, GtkWidget)

/* Signal "opened" (page id). */
GtkWidget *sidebar_new (void);
/* Lists what this role may open. */
void sidebar_fill (SirajSidebar *self, SirajSession *session);
/* Marks the page that stands in front; NULL for none. */
void sidebar_mark (SirajSidebar *self, const char *page);
void sidebar_set_folded (SirajSidebar *self, gboolean folded);
gboolean sidebar_is_folded (SirajSidebar *self);
void sidebar_focus_filter (SirajSidebar *self);

G_END_DECLS
