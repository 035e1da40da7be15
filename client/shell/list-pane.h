/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list inside a card: the rows that belong to one record, loaded when they are first seen. */
#pragma once

#include "client/shell/page.h"
#include "client/widgets/table.h"

G_BEGIN_DECLS

typedef struct {
    const char *path; /* "/api/v1/agreements" */
    const Record *record;
    const Column *columns;
    guint n_columns;
    const char *sort;       /* at first; NULL: the server's */
    gboolean whole;         /* the server gives it in one piece: no pages */
    const char *opens;      /* page that Enter opens with the row's id; NULL: only "activated" */
    const char *empty_hint; /* message id: why there is nothing, what to do */
    const char *sum_label;  /* message id of the sum, where money is shown */
} ListPaneSpec;

#define SIRAJ_TYPE_LIST_PANE (list_pane_get_type ())
G_DECLARE_FINAL_TYPE (SirajListPane, list_pane, SIRAJ, LIST_PANE, GtkBox)

/* Signals: "activated" (SirajItem), "selected" (SirajItem or NULL).  @spec lives as long as the
 * program, @page as long as the pane. */
GtkWidget *list_pane_new (SirajPage *page, const ListPaneSpec *spec);
/* The same at a path of its own ("/api/v1/users/12/sessions"). */
GtkWidget *list_pane_new_at (SirajPage *page, const ListPaneSpec *spec, const char *path);

/* Whose rows: a query parameter. Nothing is asked before the pane is seen. */
void list_pane_set (SirajListPane *self, const char *name, gint64 id);
void list_pane_set_text (SirajListPane *self, const char *name, const char *value);
/* Asks again now, or when it is next seen. */
void list_pane_reload (SirajListPane *self);

/* A heading above the rows, and buttons beside it. */
void list_pane_set_heading (SirajListPane *self, const char *title_msgid);
void list_pane_add_tool (SirajListPane *self, GtkWidget *tool);
SirajTable *list_pane_get_table (SirajListPane *self);
SirajPageModel *list_pane_get_model (SirajListPane *self);

G_END_DECLS
