/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of records: its columns are a static list of member names and widths, everything else
 * (header, text, alignment) comes from the field table. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/page-model.h"
#include "client/core/settings.h"

G_BEGIN_DECLS

typedef enum {
    COLUMN_PLAIN = 0,
    COLUMN_SORT = 1 << 0,   /* the server sorts by this member */
    COLUMN_HIDDEN = 1 << 1, /* until the user chooses it */
    COLUMN_BADGE = 1 << 2,  /* an enumeration shown as a badge: word and colour */
    COLUMN_DASH = 1 << 3,   /* zero means nothing: shown as "–" */
    COLUMN_EXPAND = 1 << 4, /* takes the room that is left */
    COLUMN_WRAP = 1 << 5,   /* a sentence: up to three lines */
} ColumnFlags;

typedef struct {
    const char *name;  /* member of the record */
    guint width_chars; /* of ordinary digits */
    ColumnFlags flags;
} Column;

#define SIRAJ_TYPE_TABLE (table_get_type ())
G_DECLARE_FINAL_TYPE (SirajTable, table, SIRAJ, TABLE, GtkWidget)

/* @items is a GListModel of SirajItem (at most 200 rows).  Signals: "activated" (SirajItem): Enter
 * or double click; "preview" (SirajItem): Space; "selected" (): the selection moved. */
GtkWidget *table_new (GListModel *items, const Record *record, const Column *columns,
                      guint n_columns);

/* Header clicks sort at the server through @model; its rows are kept in sight while it loads. */
void table_set_page_model (SirajTable *self, SirajPageModel *model);

/* Remembers order, width and visibility of columns in @group of @settings. */
void table_set_memory (SirajTable *self, SirajSettings *settings, const char *group);

/* A new menu button that shows and hides columns, for a tool bar. */
GtkWidget *table_new_column_button (SirajTable *self);

/* Several rows may be selected from now on, by Shift, Ctrl, Ctrl+A or the pointer. */
void table_select_many (SirajTable *self);

/* The selected row (the first of several), borrowed, or NULL. */
SirajItem *table_get_selected (SirajTable *self);
/* Every selected row; owned, with references of its own. */
GPtrArray *table_dup_selected (SirajTable *self);
/* Selects and shows the row with this id; FALSE when it is not on the page. */
gboolean table_select_id (SirajTable *self, gint64 id);
/* Puts the keyboard on the rows. */
void table_focus_rows (SirajTable *self);

G_END_DECLS
