/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which columns of a table are shown, in what order and how wide, and the menu that says so; part
 * of table.c. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/settings.h"

G_BEGIN_DECLS

/* The member a column shows; @name is static. */
void table_column_set_name (GtkColumnViewColumn *column, const char *name);
const char *table_column_name (GtkColumnViewColumn *column);

GtkWidget *table_memory_new_button (GtkColumnView *view);
/* Restores what @group remembers, and writes every change there from now on. */
void table_memory_attach (GtkColumnView *view, SirajSettings *settings, const char *group);

G_END_DECLS
