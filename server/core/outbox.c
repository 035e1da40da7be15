/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes outbox rows.  No NOTIFY: it would pass every commit of a cashier through one lock. */
#include "server/core/outbox.h"

static const Statement add_statement = {
    "outbox_add",
    "INSERT INTO outbox (event, payload) VALUES ($1, $2)",
};

const Statement *const outbox_statements[] = { &add_statement, NULL };

gboolean
outbox_add (Db *db, const char *event, const char *json, GError **error)
{
    return db_run (db, &add_statement, NULL, error, P_TEXT (event), P_TEXT (json));
}
