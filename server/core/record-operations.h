/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four operations that most records have in common.  A room whose record has a rule of its own
 * writes its own operation and may call these as a part of it. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

typedef struct {
    const Record *record;
    const char *what;        /* message id of the record's name: "Customer" */
    const char *path;        /* of the collection, for Location: "/api/v1/customers" */
    const Statement *get;    /* $1 id: the record's columns */
    const Statement *insert; /* :members; answers id */
    const Statement *update; /* :members, WHERE id = :id AND version = :version; answers id */
} RecordSpec;

/* Answers the record {id} of the path. */
gboolean record_get (Operation *op, const RecordSpec *spec, GError **error);

/* Inserts op->input and answers the new record with 201 and its Location. */
gboolean record_create (Operation *op, const RecordSpec *spec, GError **error);

/* Loads {id}, compares If-Match, copies the members that were sent, updates, answers the record. */
gboolean record_update (Operation *op, const RecordSpec *spec, GError **error);

/* The parts, for operations with rules between them.  record_load(): the stored record of @id,
 * owned, free with record_free().  record_merge(): copies what the body named onto @stored. */
gpointer record_load (Operation *op, const RecordSpec *spec, gint64 id, GError **error);
gboolean record_check_version (Operation *op, const RecordSpec *spec, gconstpointer stored,
                               GError **error);
void record_merge (Operation *op, const RecordSpec *spec, gpointer stored);
gboolean record_insert (Operation *op, const RecordSpec *spec, gconstpointer data, gint64 *id,
                        GError **error);
gboolean record_store (Operation *op, const RecordSpec *spec, gconstpointer data, GError **error);
gboolean record_answer (Operation *op, const RecordSpec *spec, gint64 id, GError **error);
/* The same with 201 and Location. */
gboolean record_answer_created (Operation *op, const RecordSpec *spec, gint64 id, GError **error);

G_END_DECLS
