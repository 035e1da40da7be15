/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page of a list as it was asked for; the inside of list.c and list-csv.c. */
#pragma once

#include "server/core/cursor.h"
#include "server/core/list.h"

G_BEGIN_DECLS

#define LIST_FIRST_FILTER 3
#define LIST_SORT_BYTES 64

typedef struct {
    const ListSort *sort;
    const Statement *dress; /* of the ListSpec */
    gboolean descending;
    gboolean backwards;
    gboolean has_cursor;
    Cursor cursor;
    gint64 limit;
    Param *params; /* limit, key, id, filters, what is sought */
    guint n_filters;
    guint n_params;
} ListPage;

void list_page_clear (ListPage *page);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ListPage, list_page_clear)

/* "name" or "-name". */
const char *list_sort_name (const ListPage *page, char buffer[LIST_SORT_BYTES]);
/* The rows behind the page's cursor, at most @limit, in the direction of reading. */
gboolean list_read_rows (Operation *op, ListPage *page, gint64 limit, Rows **rows, GError **error);

G_END_DECLS
