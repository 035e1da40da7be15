/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands where rows or a form would: nothing here, not found, could not be loaded. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SIRAJ_TYPE_STATUS_PAGE (status_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajStatusPage, status_page, SIRAJ, STATUS_PAGE, GtkWidget)

/* Signal "action": the button was pressed. */
GtkWidget *status_page_new (void);
/* All texts are shown as given (already translated); NULL hides. */
void status_page_set (SirajStatusPage *self, const char *icon_name, const char *title,
                      const char *detail, const char *action_label);
/* An error in words, with "Try again". */
void status_page_set_error (SirajStatusPage *self, const GError *error);

G_END_DECLS
