/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objects of a JSON array as rows of entries.  Only the members it shows are touched: everything
 * else in the objects stays as it is.  Rows may be a ladder: each begins where the one before
 * ends. */
#pragma once

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct {
    const char *member;
    const char *label; /* message id */
    guint scale;       /* the member is the number typed × 10 ^ scale */
    guint chars;
    gboolean text; /* not a number */
} JsonGridColumn;

typedef struct {
    const char *from; /* limits of a ladder, NULL: rows stand for themselves */
    const char *to;   /* none in the last row: open */
    guint limit_scale;
    const JsonGridColumn *columns;
    guint n_columns;
} JsonGridSpec;

#define SIRAJ_TYPE_JSON_GRID (json_grid_get_type ())
G_DECLARE_FINAL_TYPE (SirajJsonGrid, json_grid, SIRAJ, JSON_GRID, GtkWidget)

/* Signal "reshaped": a row came or went, after "changed". */
/* @rows is edited in place; @spec is copied with its columns.  Enter
 * goes to the next row, Ctrl+Enter adds one, Ctrl+Delete removes it.  Signal "changed". */
GtkWidget *json_grid_new (const JsonGridSpec *spec, JsonArray *rows);
void json_grid_set_editable (SirajJsonGrid *self, gboolean editable);
guint json_grid_n_rows (SirajJsonGrid *self);
JsonArray *json_grid_get_rows (SirajJsonGrid *self);
/* The entry of a member in a row, or NULL; a ladder's lower limit is where the row above ends. */
GtkWidget *json_grid_find (SirajJsonGrid *self, guint row, const char *member);
/* The entry of a cell; column 0 is a ladder's upper limit. */
GtkWidget *json_grid_entry (SirajJsonGrid *self, guint row, guint column);

G_END_DECLS
