/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small lists and single records of the server. */
#include "client/core/records.h"

#include "client/core/item.h"
#include "common/schema/json.h"

GPtrArray *
records_from_answer (const ApiAnswer *answer, const Record *record, GError **error)
{
    JsonObject *object = api_answer_object (answer);
    JsonNode *node = object != NULL ? json_object_get_member (object, "items") : NULL;

    if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
        return json_read_list (json_node_get_array (node), record, JSON_IN_ANSWER, error);
    refuse (error, SIRAJ_ERROR_MALFORMED, NULL,
            "The server's answer is not a list. Is the server of the same version?");
    return NULL;
}

static void
answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    GPtrArray *records =
        answer != NULL ? records_from_answer (answer, g_task_get_task_data (task), &error) : NULL;

    if (records == NULL)
        g_task_return_error (task, g_steal_pointer (&error));
    else
        g_task_return_pointer (task, records, (GDestroyNotify)g_ptr_array_unref);
}

void
records_get_async (SirajApi *api, const char *path, const Record *record, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new (api, cancellable, callback, user_data);

    g_task_set_task_data (task, (gpointer)record, NULL);
    api_call_async (api, &(ApiRequest) { "GET", path }, cancellable, answered, task);
}

GPtrArray *
records_get_finish (GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}

gpointer
record_from_answer (const ApiAnswer *answer, const Record *record, GError **error)
{
    JsonObject *object = api_answer_object (answer);
    gpointer data = record_new (record);

    if (object != NULL && json_read_record (object, record, JSON_IN_ANSWER, data, error))
        return data;
    record_free (record, data);
    if (object == NULL)
        refuse (error, SIRAJ_ERROR_MALFORMED, NULL, "The answer of the server holds no record.");
    return NULL;
}

char *
record_to_body (const Record *record, gconstpointer data)
{
    GString *body = g_string_new (NULL);

    json_append_input (body, record, data);
    return g_string_free (body, FALSE);
}

void
records_fill_store (GListStore *store, const Record *record, const GPtrArray *records)
{
    g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = 0; records != NULL && i < records->len; i++)
        g_ptr_array_add (items, item_new (record, record_copy (record, records->pdata[i])));
    g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), items->pdata,
                         items->len);
}
