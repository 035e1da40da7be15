/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of the server as records. */
#include "client/core/answer.h"

#include "client/core/item.h"
#include "common/schema/json.h"

gpointer
answer_read_record (const ApiAnswer *answer, const Record *record, GError **error)
{
    JsonObject *object = api_answer_object (answer);
    gpointer data;

    if (object == NULL) {
        refuse (error, SIRAJ_ERROR_MALFORMED, NULL, "The answer of the server holds no record.");
        return NULL;
    }
    data = record_new (record);
    if (json_read_record (object, record, JSON_IN_ANSWER, data, error))
        return data;
    record_free (record, data);
    return NULL;
}

GPtrArray *
answer_read_items (const ApiAnswer *answer, const Record *record, GError **error)
{
    JsonObject *object = api_answer_object (answer);
    JsonNode *items = object != NULL ? json_object_get_member (object, "items") : NULL;

    if (items == NULL || !JSON_NODE_HOLDS_ARRAY (items)) {
        refuse (error, SIRAJ_ERROR_MALFORMED, NULL, "The answer of the server holds no list.");
        return NULL;
    }
    return json_read_list (json_node_get_array (items), record, JSON_IN_ANSWER, error);
}

void
answer_store_fill (GListStore *store, const Record *record, const GPtrArray *records)
{
    g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = 0; records != NULL && i < records->len; i++)
        g_ptr_array_add (items, item_new (record, record_copy (record, records->pdata[i])));
    g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), items->pdata,
                         items->len);
}

GListStore *
answer_store_new (const Record *record, const GPtrArray *records)
{
    GListStore *store = g_list_store_new (SIRAJ_TYPE_ITEM);

    answer_store_fill (store, record, records);
    return store;
}
