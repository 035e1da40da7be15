/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events for the outside world, kept in the transaction of what happened. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

/* @event is a name of the catalogue ("payment.received"), @json an object with what a message
 * needs. */
gboolean outbox_add (Db *db, const char *event, const char *json, GError **error);

extern const Statement *const outbox_statements[]; /* for check-sql */

G_END_DECLS
