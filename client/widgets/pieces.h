/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small pieces every screen is put together from. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Unparents every child; for dispose() of a widget that has no container class above it. */
void widget_drop_children (GtkWidget *widget);

/* gtk_widget_set_sensitive(), after taking the keyboard away from what is inside: GTK 4.8 warns
 * when an entry is closed while it has the focus. */
void widget_set_open (GtkWidget *widget, gboolean open);

/* The name the reader of screens speaks; @label as shown. */
void widget_set_accessible_name (GtkWidget *widget, const char *label);

/* A flat button with a symbolic icon; @label is its tooltip and accessible name.  @action may be
 * NULL. */
GtkWidget *icon_button_new (const char *icon_name, const char *label, const char *action);

/* A button with words; @clicked gets @target, which outlives it. */
GtkWidget *button_new (const char *label, GCallback clicked, gpointer target);

/* A label at the start, dimmed or of another CSS class; @css_class may be NULL. */
GtkWidget *label_new (const char *text, const char *css_class);

/* The alignment that puts text at the physical right, where figures belong in both directions. */
float physical_right (GtkWidget *widget);

/* An entry of digits only (phone, account, token, amount): they run left to right, at the right. */
void entry_set_left_to_right (GtkWidget *entry);
/* An entry of any text: what has no Arabic letter (a phone, an account) runs left to right. */
void entry_follow_text (GtkWidget *entry);

G_END_DECLS
