/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of the server as records. */
#pragma once

#include "client/core/api.h"
#include "common/schema/field.h"

G_BEGIN_DECLS

/* The record that was answered, owned; NULL with MALFORMED when it is none. */
gpointer answer_read_record (const ApiAnswer *answer, const Record *record, GError **error);

/* The "items" of a list's page, owned; the array frees its records. */
GPtrArray *answer_read_items (const ApiAnswer *answer, const Record *record, GError **error);

/* A list store of SirajItem for a table: copies of @records, which may be NULL. */
GListStore *answer_store_new (const Record *record, const GPtrArray *records);
void answer_store_fill (GListStore *store, const Record *record, const GPtrArray *records);

G_END_DECLS
