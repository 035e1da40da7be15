/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one box that understands everything: a search entry that cleans marks off what is pasted and
 * tells once typing rests. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SIRAJ_TYPE_SEARCH_ENTRY (search_entry_get_type ())
G_DECLARE_FINAL_TYPE (SirajSearchEntry, search_entry, SIRAJ, SEARCH_ENTRY, GtkWidget)

/* @hint: message id ("Number, name, phone or meter").  Signals: "searched" (text) 200 ms after the
 * last key or at once on Enter; "down": the down arrow, to go to the rows. */
GtkWidget *search_entry_new (const char *hint);
void search_entry_set_text (SirajSearchEntry *self, const char *text);
/* Cleaned; free with g_free(). */
char *search_entry_dup_text (SirajSearchEntry *self);

G_END_DECLS
