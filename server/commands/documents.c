/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `openapi`, `check-sql` and `tariff check`: what the program says about itself and its data. */
#include "server/commands/commands.h"

#include "server/core/check-sql.h"
#include "server/core/openapi.h"
#include "server/demo/demo.h"
#include "server/modules/registry.h"
#include "server/modules/tariffs/tariff-document.h"

#include <stdio.h>

int
command_openapi (char ***arguments, GError **error)
{
    g_autofree char *document = openapi_print (registry_modules);

    puts (document);
    return 0;
}

int
command_check_sql (char ***arguments, GError **error)
{
    g_autoptr (Database) database = database_open (arguments, NULL, DATABASE_MIGRATED, error);
    g_autoptr (Db) db = database != NULL ? database_connect (database, NULL, TRUE, error) : NULL;
    g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
    guint faults = 0;

    if (db == NULL) {
        return 1;
    }
    for (guint i = 0; registry_modules[i] != NULL; i++) {
        faults += check_sql (db, registry_modules[i]->statements, names);
    }
    for (guint i = 0; registry_core_statements[i] != NULL; i++) {
        faults += check_sql (db, registry_core_statements[i], names);
    }
    faults += check_sql (db, demo_statements, names);
    printf ("%u statements, %u faults\n", g_hash_table_size (names), faults);
    return faults == 0 ? 0 : 1;
}

static gboolean
check_file (const char *path, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr (GString) report = g_string_new (NULL);
    gsize length;
    gboolean good;

    if (!g_file_get_contents (path, &text, &length, error)) {
        return FALSE;
    }
    good = tariff_document_check (text, length, report, error);
    fputs (report->str, stdout);
    return good;
}

int
command_tariff (char ***arguments, GError **error)
{
    char **words = *arguments;

    if (g_strv_length (words) < 3 || !g_str_equal (words[1], "check")) {
        refuse (error, SIRAJ_ERROR_INVALID_VALUE, NULL, "usage: siraj-server tariff check FILE…");
        return 2;
    }
    for (guint i = 2; words[i] != NULL; i++) {
        if (!check_file (words[i], error)) {
            g_prefix_error (error, "%s: ", words[i]);
            return 1;
        }
    }
    return 0;
}
