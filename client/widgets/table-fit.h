/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the columns of a table inside its width; part of table.c.  GTK 4.8 draws headers and rows
 * at different places when a right-to-left column view has to scroll sideways. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @horizontal tells the width there is.  Call it when the columns stand. */
void table_fit_attach (GtkColumnView *view, GtkAdjustment *horizontal);

/* Widths change now because of the room there is, not because the user drew a border. */
gboolean table_fit_is_fitting (GtkColumnView *view);

/* The width a column has when there is room for it. */
int table_fit_get_width (GtkColumnViewColumn *column);
void table_fit_set_width (GtkColumnViewColumn *column, int width_px);

G_END_DECLS
