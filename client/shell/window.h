/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: sidebar, tabs, header, and the covers over them (sign in again, go anywhere). */
#pragma once

#include <adwaita.h>

#include "client/shell/page.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_WINDOW (window_get_type ())
G_DECLARE_FINAL_TYPE (SirajWindow, window, SIRAJ, WINDOW, AdwApplicationWindow)

SirajWindow *window_new (GtkApplication *application, SirajSession *session,
                         SirajSettings *settings);

/* Signs in without asking (options of the command line). */
void window_sign_in (SirajWindow *self, const char *username, const char *password);
/* Opens a page in a tab, or brings its tab to the front; NULL when the role may not or there is no
 * such page. */
SirajPage *window_open (SirajWindow *self, const PageLocation *where);
/* Opens this instead of the tabs of the last time. */
void window_set_start (SirajWindow *self, const char *location);
/* The page in front, or NULL. */
SirajPage *window_get_page (SirajWindow *self);

G_END_DECLS
