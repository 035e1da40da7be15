/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PREPAREs statements without running them. */
#define G_LOG_DOMAIN "siraj-check-sql"

#include "server/core/check-sql.h"

#include "server/core/statement.h"

static gboolean
is_sound (PGconn *link, const Statement *statement)
{
    g_autoptr (Rows) prepared = PQprepare (link, "", statement_text (statement)->sql, 0, NULL);
    g_autoptr (Rows) described = NULL;

    if (PQresultStatus (prepared) != PGRES_COMMAND_OK) {
        g_warning ("statement %s: %s", statement->name, PQresultErrorMessage (prepared));
        return FALSE;
    }
    described = PQdescribePrepared (link, "");
    guint n_params = statement_text (statement)->n_params;
    if ((guint)PQnparams (described) != n_params) {
        g_warning ("statement %s: PostgreSQL sees %d parameters, not %u", statement->name,
                   PQnparams (described), n_params);
        return FALSE;
    }
    return TRUE;
}

guint
check_sql (Db *db, const Statement *const *statements, GHashTable *names)
{
    g_autoptr (GError) error = NULL;
    PGconn *link = db_connection (db, &error);
    guint faults = 0;

    if (link == NULL) {
        g_warning ("%s", error->message);
        return 1;
    }
    for (guint i = 0; statements[i] != NULL; i++) {
        if (!g_hash_table_add (names, (gpointer)statements[i]->name)) {
            g_warning ("two statements are named %s", statements[i]->name);
            faults++;
        }
        faults += is_sound (link, statements[i]) ? 0 : 1;
    }
    return faults;
}
