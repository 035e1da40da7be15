/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `verify`: proves the books and prints a table; the exit status is 1 when anything is off. */
#include "server/commands/commands.h"

#include "server/core/verify.h"
#include "server/modules/registry.h"

#include <stdio.h>

int
command_verify (char ***arguments, GError **error)
{
    g_autoptr (Database) database = database_open (arguments, NULL, DATABASE_MIGRATED, error);
    g_autoptr (Db) db = NULL;
    g_autoptr (GString) table = g_string_new (NULL);
    guint n_bad = 0;

    db = database != NULL ? database_connect (database, "siraj_audit", TRUE, error) : NULL;
    if (db == NULL) {
        return 1;
    }
    for (guint i = 0; registry_checks[i] != NULL; i++) {
        if (!verify_run (db, registry_checks[i], table, &n_bad, error)) {
            return 1;
        }
    }
    fputs (table->str, stdout);
    return n_bad == 0 ? 0 : 1;
}
