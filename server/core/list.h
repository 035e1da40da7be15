/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keyset lists: a page is read by a statement per sort order, never by OFFSET.
 *
 * Each statement of a list takes:  $1 limit, $2 sort key of the last row seen (text, NULL =
 * start), $3 id of that row, from $4 the list's own filters in the order of ListSpec.filters
 * (text, NULL = not filtered), and then what is sought.  It answers the record's columns plus
 * `sort_key` (text), already in order.  A statement whose plan is right for every unfiltered page
 * says generic_plan: its keyset has CASE, not COALESCE (which row level security keeps out of the
 * index), and the rows of the table are limited by LIST_READ_LIMIT before $1, which a generic plan
 * does not know.  Filtered pages are planned anew.  A page backwards is the statement of the
 * opposite direction, turned round. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

#define LIST_DEFAULT_LIMIT 50
#define LIST_MAX_LIMIT 200
#define LIST_READ_LIMIT "1000" /* no statement is asked for more rows at once */

typedef struct {
    const char *name; /* "name": ?sort=name or ?sort=-name */
    const Statement *ascending;
    const Statement *descending;
} ListSort;

typedef struct {
    const Record *record;
    const ListSort *sorts; /* the first is the default */
    guint n_sorts;
    const char *const *filters; /* query parameter names, NULL-terminated */
    const Statement *count;     /* takes the filters from $1; answers count (at most 10 001) and,
                                   where money is shown, sum_minor, null when there is too much
                                   to be summed; NULL: no count */
    const Statement *dress;     /* NULL, or the sorts answer only `id`, and this one makes of $1,
                                   those ids, what a sort answers, in their order: what is found
                                   may be planned anew each time, its columns are planned once */
    const char *const *sought;  /* values behind the filters; a plan does not depend on them */
    guint n_sought;
} ListSpec;

/* Answers {"items":[…],"next":cursor|null,"previous":cursor|null,"count":n,"count_exact":bool
 * [,"sum_minor":n|null]}; the query parameters sort, after, before, limit (and count=0 to skip it)
 * plus the filters.  @values replaces the filters' texts when the room folded or resolved them
 * (else NULL). */
gboolean list_answer (Operation *op, const ListSpec *spec, const char *const *values,
                      GError **error);

/* A short list in one piece: the same answer without pages, or a table where `format` is csv. */
gboolean list_answer_whole (Operation *op, const Record *record, const Rows *rows, GError **error);

/* The rows of @dress (see ListSpec) for the column `id` of @found, which has a row at least. */
gboolean list_dress (Db *db, const Statement *dress, const Rows *found, Rows **rows,
                     GError **error);

/* The query parameters every list route takes before its own filters. */
#define LIST_QUERY "sort", "after", "before", "limit", "count", "format"

G_END_DECLS
