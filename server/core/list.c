/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of lists by keyset. */
#include "server/core/list.h"

#include "server/core/cursor.h"
#include "server/core/list-csv.h"
#include "server/core/list-page.h"

#include <string.h>

#define MAX_FILTERS 24
#define COUNT_CAP 10000

const char *
list_sort_name (const ListPage *page, char buffer[LIST_SORT_BYTES])
{
    g_snprintf (buffer, LIST_SORT_BYTES, "%s%s", page->descending ? "-" : "", page->sort->name);
    return buffer;
}

static gboolean
read_sort (Operation *op, const ListSpec *spec, ListPage *page, GError **error)
{
    const char *text = operation_query (op, "sort");

    page->sort = &spec->sorts[0];
    if (text == NULL) {
        page->descending = page->sort->ascending == NULL;
        return TRUE;
    }
    page->descending = text[0] == '-';
    for (guint i = 0; i < spec->n_sorts; i++) {
        const ListSort *sort = &spec->sorts[i];

        if (g_str_equal (sort->name, text + (page->descending ? 1 : 0)) &&
            (page->descending ? sort->descending : sort->ascending) != NULL) {
            page->sort = sort;
            return TRUE;
        }
    }
    return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "sort", "This list has no order “%s”", text);
}

static gboolean
read_limit (Operation *op, ListPage *page, GError **error)
{
    const char *text = operation_query (op, "limit");

    page->limit = LIST_DEFAULT_LIMIT;
    if (text == NULL || g_ascii_string_to_signed (text, 10, 1, LIST_MAX_LIMIT, &page->limit, NULL))
        return TRUE;
    return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "limit",
                   "A page has from 1 to %d rows, not “%s”", LIST_MAX_LIMIT, text);
}

static gboolean
read_cursor (Operation *op, ListPage *page, GError **error)
{
    const char *after = operation_query (op, "after");
    const char *before = operation_query (op, "before");
    char sort[LIST_SORT_BYTES];

    if (after != NULL && before != NULL)
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "before",
                       "A page is either after or before a row, not both");
    page->backwards = before != NULL;
    if (after == NULL && before == NULL)
        return TRUE;
    page->has_cursor = TRUE;
    return cursor_parse (before != NULL ? before : after, list_sort_name (page, sort),
                         before != NULL ? "before" : "after", &page->cursor, error);
}

static gboolean
read_filters (Operation *op, const ListSpec *spec, const char *const *values, ListPage *page,
              GError **error)
{
    guint n = 0;

    for (; spec->filters != NULL && spec->filters[n] != NULL; n++) {
        if (n + spec->n_sought == MAX_FILTERS)
            return refuse (error, SIRAJ_ERROR_INTERNAL, NULL, "A list has too many filters");
        page->params[LIST_FIRST_FILTER + n] =
            P_TEXT (values != NULL ? values[n] : operation_query (op, spec->filters[n]));
    }
    page->n_filters = n;
    for (guint i = 0; i < spec->n_sought; i++) {
        page->params[LIST_FIRST_FILTER + n + i] = P_TEXT (spec->sought[i]);
    }
    page->n_params = LIST_FIRST_FILTER + n + spec->n_sought;
    return TRUE;
}

static const Statement *
page_statement (const ListPage *page)
{
    gboolean descending = page->descending != page->backwards;

    return descending ? page->sort->descending : page->sort->ascending;
}

/* A filter decides which index is best. */
static gboolean
is_filtered (const ListPage *page)
{
    for (guint i = 0; i < page->n_filters; i++) {
        const Param *filter = &page->params[LIST_FIRST_FILTER + i];

        if (filter->kind == PARAM_TEXT && filter->text != NULL)
            return TRUE;
    }
    return FALSE;
}

gboolean
list_dress (Db *db, const Statement *dress, const Rows *found, Rows **rows, GError **error)
{
    g_autoptr (GString) ids = g_string_new ("{");
    int column = PQfnumber (found, "id");

    for (int row = 0; row < rows_count (found); row++) {
        g_string_append (ids, row > 0 ? "," : "");
        g_string_append (ids, rows_text (found, row, column));
    }
    g_string_append_c (ids, '}');
    return db_run (db, dress, rows, error, P_TEXT (ids->str));
}

gboolean
list_read_rows (Operation *op, ListPage *page, gint64 limit, Rows **rows, GError **error)
{
    const Statement *statement = page_statement (page);
    g_autoptr (Rows) found = NULL;

    if (statement == NULL)
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "before",
                       "This list cannot be read backwards");
    page->params[0] = P_INT64 (limit);
    page->params[1] = P_TEXT (page->has_cursor ? page->cursor.key : NULL);
    page->params[2] = page->has_cursor ? P_INT64 (page->cursor.id) : P_TEXT (NULL);
    if (!(is_filtered (page) ? db_run_planned : db_run_params) (op->db, statement, page->params,
                                                                page->n_params, &found, error))
        return FALSE;
    if (page->dress != NULL && rows_count (found) > 0)
        return list_dress (op->db, page->dress, found, rows, error);
    *rows = g_steal_pointer (&found);
    return TRUE;
}

/* The cursor of one of the rows, or null. */
static void
append_cursor (Operation *op, const ListPage *page, const Rows *rows, int row, gboolean more)
{
    g_autofree char *text = NULL;
    char sort[LIST_SORT_BYTES];

    if (more && rows_count (rows) > 0)
        text = cursor_format (list_sort_name (page, sort),
                              rows_int64 (rows, row, PQfnumber (rows, "id")),
                              rows_text (rows, row, PQfnumber (rows, "sort_key")));
    json_append_string (op->answer, text);
}

/* One row more than the page was asked for: it tells that there is another page. */
static void
append_page (Operation *op, const ListSpec *spec, const ListPage *page, const Rows *rows)
{
    int n = MIN (rows_count (rows), (int)page->limit);
    gboolean more = rows_count (rows) > n;
    gboolean more_after = page->backwards || more;
    gboolean two_ways = page->sort->ascending != NULL && page->sort->descending != NULL;
    gboolean more_before = two_ways && (page->backwards ? more : page->has_cursor);

    g_string_append (op->answer, "{\"items\":");
    if (n == 0)
        g_string_append (op->answer, "[]");
    else
        rows_append_json_range (op->answer, rows, spec->record, page->backwards ? n - 1 : 0,
                                page->backwards ? 0 : n - 1);
    g_string_append (op->answer, ",\"next\":");
    append_cursor (op, page, rows, page->backwards ? 0 : MAX (n - 1, 0), more_after);
    g_string_append (op->answer, ",\"previous\":");
    append_cursor (op, page, rows, page->backwards ? MAX (n - 1, 0) : 0, more_before);
}

static gboolean
append_count (Operation *op, const ListSpec *spec, const ListPage *page, GError **error)
{
    const char *wanted = operation_query (op, "count");
    g_autoptr (Rows) rows = NULL;
    gint64 count;
    int sum;

    if (spec->count == NULL || g_strcmp0 (wanted, "0") == 0) {
        g_string_append (op->answer, ",\"count\":null,\"count_exact\":false");
        return TRUE;
    }
    if (!db_run_params (op->db, spec->count, page->params + LIST_FIRST_FILTER, page->n_filters,
                        &rows, error))
        return FALSE;
    count = rows_int64 (rows, 0, PQfnumber (rows, "count"));
    sum = PQfnumber (rows, "sum_minor");
    g_string_append (op->answer, ",\"count\":");
    json_append_int64 (op->answer, MIN (count, COUNT_CAP));
    g_string_append (op->answer,
                     count <= COUNT_CAP ? ",\"count_exact\":true" : ",\"count_exact\":false");
    if (sum >= 0) {
        g_string_append (op->answer, ",\"sum_minor\":");
        if (rows_is_null (rows, 0, sum))
            g_string_append (op->answer, "null");
        else
            json_append_int64 (op->answer, rows_int64 (rows, 0, sum));
    }
    return TRUE;
}

static gboolean
answer_page (Operation *op, const ListSpec *spec, ListPage *page, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!list_read_rows (op, page, page->limit + 1, &rows, error))
        return FALSE;
    append_page (op, spec, page, rows);
    if (!append_count (op, spec, page, error))
        return FALSE;
    g_string_append_c (op->answer, '}');
    return TRUE;
}

/* NULL and "json" alike. */
static gboolean
read_format (Operation *op, gboolean *csv, GError **error)
{
    const char *format = operation_query (op, "format");

    *csv = g_strcmp0 (format, "csv") == 0;
    return *csv || format == NULL || g_str_equal (format, "json") ||
           refuse (error, SIRAJ_ERROR_INVALID_VALUE, "format", "A list is json or csv, not “%s”",
                   format);
}

gboolean
list_answer_whole (Operation *op, const Record *record, const Rows *rows, GError **error)
{
    gboolean csv;

    if (!read_format (op, &csv, error))
        return FALSE;
    if (csv) {
        list_answer_rows_csv (op, record, rows);
        return TRUE;
    }
    g_string_append (op->answer, "{\"items\":");
    rows_append_json (op->answer, rows, record);
    g_string_append_printf (op->answer,
                            ",\"next\":null,\"previous\":null,\"count\":%d,\"count_exact\":true}",
                            rows_count (rows));
    return TRUE;
}

gboolean
list_answer (Operation *op, const ListSpec *spec, const char *const *values, GError **error)
{
    Param params[LIST_FIRST_FILTER + MAX_FILTERS] = { 0 };
    g_auto (ListPage) page = { .params = params, .dress = spec->dress };
    gboolean csv;

    if (!read_sort (op, spec, &page, error) || !read_limit (op, &page, error) ||
        !read_cursor (op, &page, error) || !read_filters (op, spec, values, &page, error) ||
        !read_format (op, &csv, error))
        return FALSE;
    return csv ? list_answer_csv (op, spec->record, &page, error)
               : answer_page (op, spec, &page, error);
}

void
list_page_clear (ListPage *page)
{
    cursor_clear (&page->cursor);
}
