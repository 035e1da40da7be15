/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page of a server's list. */
#define G_LOG_DOMAIN "siraj-list"

#include "client/core/page-model.h"

#include "common/schema/json.h"

typedef enum { AT_START, AFTER, BEFORE } Direction;

struct _SirajPageModel {
    GObject parent_instance;
    SirajApi *api;
    char *path;
    const Record *record;
    GListStore *items;
    GHashTable *query; /* name → value */
    guint limit;

    Direction direction; /* of the page shown or asked for */
    char *cursor;
    char *next; /* cursors of the page shown */
    char *previous;
    gint64 count;
    gboolean count_exact;
    gint64 sum_minor;
    gboolean turning; /* what is asked for is another page of the same list */
    gboolean asked;
    gboolean loaded;
    GCancellable *loading;
    GError *error;
};

G_DEFINE_FINAL_TYPE (SirajPageModel, page_model, G_TYPE_OBJECT)

static guint changed_signal;

/* The path asked for */

static void
append_parameter (GString *path, const char *name, const char *value)
{
    g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

    g_string_append_c (path, strchr (path->str, '?') == NULL ? '?' : '&');
    g_string_append_printf (path, "%s=%s", name, escaped);
}

static GString *
path_with_query (SirajPageModel *self)
{
    GString *path = g_string_new (self->path);
    g_autoptr (GList) names = g_hash_table_get_keys (self->query);

    names = g_list_sort (names, (GCompareFunc)strcmp);
    for (GList *l = names; l != NULL; l = l->next)
        append_parameter (path, l->data, g_hash_table_lookup (self->query, l->data));
    return path;
}

char *
page_model_dup_path (SirajPageModel *self, const char *format)
{
    GString *path = path_with_query (self);

    if (format != NULL)
        append_parameter (path, "format", format);
    return g_string_free (path, FALSE);
}

/* Turning a page changes neither the count nor the sum, which cost the server more than the
 * rows. */
static gboolean
keeps_count (SirajPageModel *self)
{
    return self->turning && self->count >= 0;
}

static char *
page_path (SirajPageModel *self)
{
    GString *path = path_with_query (self);
    g_autofree char *limit = g_strdup_printf ("%u", self->limit);

    if (self->limit != PAGE_MODEL_WHOLE)
        append_parameter (path, "limit", limit);
    if (self->direction != AT_START && self->cursor != NULL)
        append_parameter (path, self->direction == AFTER ? "after" : "before", self->cursor);
    if (keeps_count (self))
        append_parameter (path, "count", "0");
    return g_string_free (path, FALSE);
}

/* The answer */

static void
take_items (SirajPageModel *self, GPtrArray *records)
{
    g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
    guint n = MIN (records->len, PAGE_MODEL_MAX_ROWS);

    for (guint i = 0; i < n; i++)
        g_ptr_array_add (items,
                         item_new (self->record, record_copy (self->record, records->pdata[i])));
    g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                         items->pdata, items->len);
}

static char *
dup_cursor (JsonObject *object, const char *name)
{
    return g_strdup (json_object_get_string_member_with_default (object, name, NULL));
}

static void
take_count (SirajPageModel *self, JsonObject *object)
{
    self->count = json_object_get_int_member_with_default (object, "count", -1);
    self->count_exact = json_object_get_boolean_member_with_default (object, "count_exact", TRUE);
    self->sum_minor = INT64_NONE; /* null when there is too much to be summed */
    if (json_object_has_member (object, "sum_minor") &&
        !json_object_get_null_member (object, "sum_minor"))
        self->sum_minor = json_object_get_int_member (object, "sum_minor");
}

static gboolean
take_answer (SirajPageModel *self, JsonObject *object, GError **error)
{
    JsonNode *node = object != NULL ? json_object_get_member (object, "items") : NULL;
    g_autoptr (GPtrArray) records = NULL;

    if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
        return refuse (error, SIRAJ_ERROR_MALFORMED, NULL,
                       "The server's answer is not a list. Is the server of the same version?");
    records = json_read_list (json_node_get_array (node), self->record, JSON_IN_ANSWER, error);
    if (records == NULL)
        return FALSE;
    g_free (self->next);
    g_free (self->previous);
    self->next = dup_cursor (object, "next");
    self->previous = dup_cursor (object, "previous");
    if (!keeps_count (self))
        take_count (self, object);
    take_items (self, records);
    return TRUE;
}

static void
answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (SirajPageModel) self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (api_error_is_cancelled (error))
        return;
    g_clear_object (&self->loading);
    g_clear_error (&self->error);
    if (answer != NULL)
        take_answer (self, api_answer_object (answer), &error);
    self->error = g_steal_pointer (&error);
    self->loaded = TRUE;
    g_signal_emit (self, changed_signal, 0);
}

static void
stop_loading (SirajPageModel *self)
{
    if (self->loading != NULL)
        g_cancellable_cancel (self->loading);
    g_clear_object (&self->loading);
}

static void
ask (SirajPageModel *self, gboolean turning)
{
    g_autofree char *path = NULL;

    self->turning = turning;
    path = page_path (self);
    stop_loading (self);
    self->asked = TRUE;
    self->loading = g_cancellable_new ();
    api_call_async (self->api, &(ApiRequest) { "GET", path }, self->loading, answered,
                    g_object_ref (self));
    g_signal_emit (self, changed_signal, 0);
}

void
page_model_reload (SirajPageModel *self)
{
    ask (self, FALSE);
}

static void
go (SirajPageModel *self, Direction direction, const char *cursor)
{
    char *copy = g_strdup (cursor);

    self->direction = direction;
    g_free (self->cursor);
    self->cursor = copy;
    ask (self, direction != AT_START);
}

void
page_model_first (SirajPageModel *self)
{
    go (self, AT_START, NULL);
}

void
page_model_next (SirajPageModel *self)
{
    if (self->next != NULL)
        go (self, AFTER, self->next);
}

void
page_model_previous (SirajPageModel *self)
{
    if (self->previous != NULL)
        go (self, BEFORE, self->previous);
}

void
page_model_set (SirajPageModel *self, const char *name, const char *value)
{
    if (value != NULL && *value == '\0')
        value = NULL;
    if (g_strcmp0 (g_hash_table_lookup (self->query, name), value) == 0)
        return;
    if (value == NULL)
        g_hash_table_remove (self->query, name);
    else
        g_hash_table_insert (self->query, g_strdup (name), g_strdup (value));
    if (self->asked)
        page_model_first (self);
}

const char *
page_model_get (SirajPageModel *self, const char *name)
{
    return g_hash_table_lookup (self->query, name);
}

void
page_model_set_limit (SirajPageModel *self, guint limit)
{
    g_return_if_fail (limit <= PAGE_MODEL_MAX_ROWS);
    self->limit = limit;
}

/* Class */

static void
page_model_dispose (GObject *object)
{
    stop_loading (SIRAJ_PAGE_MODEL (object));
    G_OBJECT_CLASS (page_model_parent_class)->dispose (object);
}

static void
page_model_finalize (GObject *object)
{
    SirajPageModel *self = SIRAJ_PAGE_MODEL (object);

    g_object_unref (self->api);
    g_object_unref (self->items);
    g_hash_table_unref (self->query);
    g_free (self->path);
    g_free (self->cursor);
    g_free (self->next);
    g_free (self->previous);
    g_clear_error (&self->error);
    G_OBJECT_CLASS (page_model_parent_class)->finalize (object);
}

static void
page_model_class_init (SirajPageModelClass *class)
{
    G_OBJECT_CLASS (class)->dispose = page_model_dispose;
    G_OBJECT_CLASS (class)->finalize = page_model_finalize;
    changed_signal = g_signal_new ("changed", SIRAJ_TYPE_PAGE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
page_model_init (SirajPageModel *self)
{
    self->items = g_list_store_new (SIRAJ_TYPE_ITEM);
    self->query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    self->limit = PAGE_MODEL_ROWS;
    self->count = -1;
    self->sum_minor = INT64_NONE;
}

SirajPageModel *
page_model_new (SirajApi *api, const char *path, const Record *record)
{
    SirajPageModel *self = g_object_new (SIRAJ_TYPE_PAGE_MODEL, NULL);

    self->api = g_object_ref (api);
    self->path = g_strdup (path);
    self->record = record;
    return self;
}

GListModel *
page_model_get_items (SirajPageModel *self)
{
    return G_LIST_MODEL (self->items);
}

gboolean
page_model_has_next (SirajPageModel *self)
{
    return self->next != NULL;
}

gboolean
page_model_has_previous (SirajPageModel *self)
{
    return self->previous != NULL;
}

gboolean
page_model_is_loading (SirajPageModel *self)
{
    return self->loading != NULL;
}

gboolean
page_model_is_loaded (SirajPageModel *self)
{
    return self->loaded;
}

const GError *
page_model_get_error (SirajPageModel *self)
{
    return self->error;
}

gint64
page_model_get_count (SirajPageModel *self)
{
    return self->count;
}

gboolean
page_model_count_is_exact (SirajPageModel *self)
{
    return self->count_exact;
}

gint64
page_model_get_sum_minor (SirajPageModel *self)
{
    return self->sum_minor;
}
