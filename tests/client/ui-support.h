/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every test of the desktop needs: a display, patience, fingers, eyes. */
#pragma once

#include <gtk/gtk.h>

#include "common/base/language.h"

G_BEGIN_DECLS

/* g_test_init(), the language, GTK and libadwaita without animations.  Ends the program with 77
 * when there is no display. */
void ui_init (int *argc, char ***argv, Language language);

/* Lets the main loop run for that long, or until @done says so (FALSE after ten seconds). */
void ui_spin (guint ms);
typedef gboolean (*UiDone) (gpointer user_data);
gboolean ui_wait (UiDone done, gpointer user_data);

/* Shows @child in a window of that size and waits until it is drawn. */
GtkWidget *ui_show (GtkWidget *child, int width, int height);
/* Closes the window and lets go of it. */
void ui_close (GtkWidget *window);

/* Fingers: a button, an entry (SirajEditor or any GtkEditable), Enter in it, an action. */
void ui_click (GtkWidget *button);
void ui_type (GtkWidget *entry, const char *text);
void ui_enter (GtkWidget *entry);
void ui_action (GtkWidget *widget, const char *name);

/* Eyes.  The first widget below @root of this type, or whose text is @text; NULL when none is. */
GtkWidget *ui_find_type (GtkWidget *root, GType type);
GtkWidget *ui_find_text (GtkWidget *root, const char *text);
/* Fails on a digit outside an isolate in any visible label, and on an icon button, entry or
 * drop-down without a name for the reader of screens. */
void ui_check_texts (GtkWidget *root);
/* Writes pictures/NAME-ar.png (or -en) of the build tree. */
void ui_photo (GtkWidget *widget, const char *name);

G_END_DECLS
