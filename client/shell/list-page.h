/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of records in a tab: search, filters, table, preview, pager, export.  A list page is its
 * columns and what a row opens. */
#pragma once

#include "client/shell/page.h"
#include "client/widgets/filter-bar.h"
#include "client/widgets/table.h"

G_BEGIN_DECLS

typedef struct _SirajListPage SirajListPage;

typedef struct {
    const char *title; /* message id */
    const char *icon_name;
    const char *path; /* "/api/v1/customers" */
    const Record *record;
    const Column *columns;
    guint n_columns;
    const ListFilter *filters;
    guint n_filters;
    const char *sort;        /* "name" or "-name" at first; NULL: the server's */
    const char *search_hint; /* message id; NULL: no search */
    const char *opens;       /* page that Enter opens with the row's id; NULL: see open */
    void (*open) (SirajListPage *page, SirajItem *item); /* instead of @opens */
    const char *creates;                                 /* page that Ctrl+N opens, without an id */
    const char *new_label;                               /* message id of its button */
    const char *new_permission;
    const char *empty_hint; /* message id: what to do when there is nothing yet */
    const char *sum_label;  /* message id of the sum, where money is shown */
} ListPageSpec;

#define LIST_COLUMNS(array) .columns = (array), .n_columns = G_N_ELEMENTS (array)
#define LIST_FILTERS(array) .filters = (array), .n_filters = G_N_ELEMENTS (array)

#define SIRAJ_TYPE_LIST_PAGE (list_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (SirajListPage, list_page, SIRAJ, LIST_PAGE, SirajPage)

struct _SirajListPageClass {
    SirajPageClass parent_class;
};

/* @spec lives as long as the program. */
SirajPage *list_page_new (const PageContext *context, const ListPageSpec *spec);
/* For subclasses, after g_object_new(). */
void list_page_setup (SirajListPage *self, const PageContext *context, const ListPageSpec *spec);

SirajPageModel *list_page_get_model (SirajListPage *self);
SirajTable *list_page_get_table (SirajListPage *self);
/* Asks where to and writes the whole filtered list as CSV. */
void list_page_export (SirajListPage *self);
/* One more button in the tool bar, before the export. */
GtkWidget *list_page_add_button (SirajListPage *self, const char *label, const char *permission,
                                 GCallback clicked);

G_END_DECLS
