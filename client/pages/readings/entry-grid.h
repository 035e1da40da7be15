/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheet of a route as a grid for the keyboard: Enter and the arrows walk the lines, each value
 * is sent as it is left, the answer stands in its line; F4 says why a meter could not be read. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/api.h"
#include "common/base/date.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_ENTRY_GRID (entry_grid_get_type ())
G_DECLARE_FINAL_TYPE (SirajEntryGrid, entry_grid, SIRAJ, ENTRY_GRID, GtkWidget)

/* Signals: "changed": a line was answered; "past-end": Enter on the last line. */
GtkWidget *entry_grid_new (SirajApi *api);

/* Shows lines (RouteRow, borrowed) to be read on @read_on, at most 200, and puts the keyboard on
 * the first that has no reading yet. */
void entry_grid_show (SirajEntryGrid *self, GPtrArray *rows, Date read_on);
guint entry_grid_count (SirajEntryGrid *self);
guint entry_grid_count_read (SirajEntryGrid *self);
guint entry_grid_count_held (SirajEntryGrid *self);
/* Not read, and a remark says why. */
guint entry_grid_count_visited (SirajEntryGrid *self);
/* Something is typed that the server has not taken. */
gboolean entry_grid_is_dirty (SirajEntryGrid *self);
/* The first line without a reading or a remark; FALSE when there is none. */
gboolean entry_grid_focus_unread (SirajEntryGrid *self);
/* The line of a scanned meter; FALSE when it is not on this sheet. */
gboolean entry_grid_focus_meter (SirajEntryGrid *self, const char *meter_number);

/* For tests: the field and the sentence of a line. */
GtkWidget *entry_grid_get_entry (SirajEntryGrid *self, guint line);
const char *entry_grid_get_sentence (SirajEntryGrid *self, guint line);

G_END_DECLS
