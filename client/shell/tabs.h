/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages that are open: one tab for each place, remembered per user; part of the window. */
#pragma once

#include <adwaita.h>

#include "client/shell/page.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_TABS (tabs_get_type ())
G_DECLARE_FINAL_TYPE (SirajTabs, tabs, SIRAJ, TABS, GObject)

/* Signals: "open" (const PageLocation *): a page asks for another; "toast" (text); "selected":
 * another page is in front, or its title changed. */
SirajTabs *tabs_new (AdwTabView *view, SirajSession *session, SirajSettings *settings);

/* The page at @where, new or brought to the front; the role has been checked. */
SirajPage *tabs_open (SirajTabs *self, const PageLocation *where);
/* The page in front, borrowed, or NULL. */
SirajPage *tabs_get_page (SirajTabs *self);
/* Opens what was open at the end of the last time. */
void tabs_restore (SirajTabs *self);
/* Closes everything without asking. */
void tabs_close_all (SirajTabs *self);

gboolean tabs_any_dirty (SirajTabs *self);
/* Titles of what is not saved, a line each; NULL when all is. */
char *tabs_dirty_titles (SirajTabs *self);

G_END_DECLS
