/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of the server in one call, for what is small: the accounts of a customer, the sheet of a
 * route.  Long lists go through the page model. */
#pragma once

#include "client/core/api.h"
#include "common/schema/field.h"

G_BEGIN_DECLS

/* GETs @path ("/api/v1/registers?account_id=12") and reads its items as records of @record. */
void records_get_async (SirajApi *api, const char *path, const Record *record,
                        GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data);

/* The records, with their free function; NULL with the errors of api_call_finish(). */
GPtrArray *records_get_finish (GAsyncResult *result, GError **error);

/* The items of a list's page out of an answer; NULL with error MALFORMED. */
GPtrArray *records_from_answer (const ApiAnswer *answer, const Record *record, GError **error);

/* Puts copies of @records (may be NULL) into @store as rows for a table, instead of what it has. */
void records_fill_store (GListStore *store, const Record *record, const GPtrArray *records);

/* One record out of an answer, to be freed with record_free(); NULL with error MALFORMED. */
gpointer record_from_answer (const ApiAnswer *answer, const Record *record, GError **error);

/* A record as the body of a request: every member that may be sent and is not none; free with
 * g_free(). */
char *record_to_body (const Record *record, gconstpointer data);

G_END_DECLS
