/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of a record to be read, not edited: label and value side by side, in columns. */
#pragma once

#include <gtk/gtk.h>

#include "common/schema/field.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_RECORD_GRID (record_grid_get_type ())
G_DECLARE_FINAL_TYPE (SirajRecordGrid, record_grid, SIRAJ, RECORD_GRID, GtkWidget)

/* @members: a static list of names, NULL at its end, laid out row by row in @columns pairs. */
GtkWidget *record_grid_new (const Record *record, const char *const *members, guint columns);
/* Shows a record; members without a value leave no gap.  NULL empties it. */
void record_grid_show (SirajRecordGrid *self, gconstpointer data);

G_END_DECLS
