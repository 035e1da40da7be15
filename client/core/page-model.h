/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page of a server's list: keyset paging, sort, search and filters.  The old rows stay until
 * the new ones are here; an answer that was overtaken is thrown away. */
#pragma once

#include "client/core/api.h"
#include "client/core/item.h"

G_BEGIN_DECLS

#define PAGE_MODEL_ROWS 50
#define PAGE_MODEL_MAX_ROWS 200
#define PAGE_MODEL_WHOLE 0 /* as limit: a short list that the server gives in one piece */

#define SIRAJ_TYPE_PAGE_MODEL (page_model_get_type ())
G_DECLARE_FINAL_TYPE (SirajPageModel, page_model, SIRAJ, PAGE_MODEL, GObject)

/* Signal "changed": rows, count, loading or error changed.  Nothing is asked before the first
 * page_model_reload(). */
SirajPageModel *page_model_new (SirajApi *api, const char *path, const Record *record);

/* GListModel of SirajItem, the same object for the life of the model. */
GListModel *page_model_get_items (SirajPageModel *self);

/* A query parameter ("q", "sort", a filter); NULL or "" removes it.  Goes back to the first page,
 * and asks the server when the model has been loaded before. */
void page_model_set (SirajPageModel *self, const char *name, const char *value);
const char *page_model_get (SirajPageModel *self, const char *name);
/* Rows of a page, at most PAGE_MODEL_MAX_ROWS, or PAGE_MODEL_WHOLE. */
void page_model_set_limit (SirajPageModel *self, guint limit);

/* Asks for the page again, for the first one, the next, the one before. */
void page_model_reload (SirajPageModel *self);
void page_model_first (SirajPageModel *self);
void page_model_next (SirajPageModel *self);
void page_model_previous (SirajPageModel *self);

gboolean page_model_has_next (SirajPageModel *self);
gboolean page_model_has_previous (SirajPageModel *self);
gboolean page_model_is_loading (SirajPageModel *self);
/* An answer (or an error) has come at least once. */
gboolean page_model_is_loaded (SirajPageModel *self);
/* Why the last page could not be had, borrowed; NULL when all is well. */
const GError *page_model_get_error (SirajPageModel *self);

/* How many rows match, -1 unknown; inexact counts are lower bounds or estimates. */
gint64 page_model_get_count (SirajPageModel *self);
gboolean page_model_count_is_exact (SirajPageModel *self);
/* The money sum over all that match, INT64_NONE where the list has none. */
gint64 page_model_get_sum_minor (SirajPageModel *self);

/* The path with search, sort and filters, without a position; @format is NULL or "csv". */
char *page_model_dup_path (SirajPageModel *self, const char *format);

G_END_DECLS
