/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds, starts and migrates the database a command works on. */
#include "server/commands/commands.h"

#include "server/core/dispatch-sql.h"
#include "server/core/migrate.h"

#define ATTACH_TIMEOUT_MS 200

gboolean
database_migrate (const char *conninfo, GError **error)
{
    const DbOptions options = { .conninfo = conninfo, .bulk = TRUE };
    g_autoptr (Db) db = db_open (&options, error);

    return db != NULL && migrate_run (db, error);
}

/* A private database: somebody's running one, else our own child. */
static gboolean
find_private (Database *self, DatabaseFlags flags, GError **error)
{
    if ((flags & DATABASE_OWNED) == 0) {
        self->conninfo = local_postgres_attach (self->config->data_dir, ATTACH_TIMEOUT_MS, NULL);
    }
    if (self->conninfo != NULL) {
        return TRUE;
    }
    self->local = local_postgres_start (self->config->data_dir, error);
    if (self->local == NULL) {
        return FALSE;
    }
    self->conninfo = g_strdup (local_postgres_conninfo (self->local));
    return TRUE;
}

Database *
database_open (char ***arguments, const GOptionEntry *entries, DatabaseFlags flags, GError **error)
{
    g_autoptr (GOptionContext) context = g_option_context_new (NULL);
    g_autoptr (Database) self = g_new0 (Database, 1);

    if (entries != NULL) {
        g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
    }
    self->config = config_load (context, arguments, error);
    if (self->config == NULL) {
        return NULL;
    }
    if (self->config->database != NULL) {
        self->conninfo = g_strdup (self->config->database);
    } else if (!find_private (self, flags, error)) {
        return NULL;
    }
    if ((flags & DATABASE_MIGRATED) != 0 && !database_migrate (self->conninfo, error)) {
        return NULL;
    }
    return g_steal_pointer (&self);
}

void
database_close (Database *self)
{
    if (self == NULL) {
        return;
    }
    g_clear_pointer (&self->local, local_postgres_stop);
    g_clear_pointer (&self->config, config_free);
    g_free (self->conninfo);
    g_free (self);
}

Db *
database_connect (const Database *self, const char *role, gboolean bulk, GError **error)
{
    const DbOptions options = { .conninfo = self->conninfo, .role = role, .bulk = bulk };

    return db_open (&options, error);
}

gboolean
database_begin_as_program (Db *db, const char *action, GError **error)
{
    const Param settings[] = { P_TEXT ("-1"), P_TEXT ("*"), P_TEXT (""), P_TEXT (action) };

    db_begin_with (db, FALSE, &dispatch_settings, settings, G_N_ELEMENTS (settings));
    return TRUE;
}

int
command_migrate (char ***arguments, GError **error)
{
    g_autoptr (Database) database = database_open (arguments, NULL, DATABASE_MIGRATED, error);

    return database != NULL ? 0 : 1;
}
