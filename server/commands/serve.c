/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `serve` and `work`: the two processes of a running system. */
#include "server/commands/commands.h"

#include "server/core/job-worker.h"
#include "server/core/migrate.h"
#include "server/core/server.h"
#include "server/modules/gauges.h"
#include "server/modules/registry.h"
#include "server/modules/users/users.h"

static gboolean
check_schema (Db *db, GError **error)
{
    int found = migrate_database_version (db, error);

    if (found < 0) {
        return FALSE;
    }
    if (found != migrate_current_version ()) {
        return refuse (
            error, SIRAJ_ERROR_UNAVAILABLE, NULL,
            "The database has schema %d, this program needs %d; run siraj-server migrate.", found,
            migrate_current_version ());
    }
    return TRUE;
}

static const Currency *
company_currency (const Database *database, GError **error)
{
    g_autoptr (Db) db = database_connect (database, "siraj_app", FALSE, error);
    g_autoptr (Company) company = db != NULL ? users_load_company (db, error) : NULL;
    const Currency *currency;

    if (company == NULL) {
        return NULL;
    }
    currency = currency_find (company->currency);
    if (currency == NULL) {
        refuse (error, SIRAJ_ERROR_INVALID_VALUE, "currency",
                "This program does not know the company's currency %s.", company->currency);
    }
    return currency;
}

static gboolean
serve (const Database *database, GError **error)
{
    const Config *config = database->config;
    const DbOptions options = {
        .conninfo = database->conninfo,
        .role = "siraj_app",
        .statement_timeout_ms = 5000,
    };
    g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
    const char *worker[] = { self, "work", "--database", database->conninfo, NULL };
    const ServerHooks hooks = {
        .db = &options,
        .principal = users_lookup_principal,
        .currency = company_currency (database, error),
        .health = { .check = check_schema, .gauges = gauges_append, .disk_path = config->data_dir },
        .worker_command = worker,
    };

    return hooks.currency != NULL && server_run (config, registry_modules, &hooks, error);
}

int
command_serve (char ***arguments, GError **error)
{
    g_autoptr (Database) database =
        database_open (arguments, NULL, DATABASE_MIGRATED | DATABASE_OWNED, error);

    if (database == NULL) {
        return 1;
    }
    if (database->local != NULL) {
        local_postgres_supervise (database->local);
    }
    return serve (database, error) ? 0 : 1;
}

int
command_work (char ***arguments, GError **error)
{
    g_autoptr (Database) database = database_open (arguments, NULL, DATABASE_AS_IT_IS, error);

    if (database == NULL) {
        return 1;
    }
    return job_worker_run (&(const JobWorkerOptions) {
        .conninfo = database->conninfo,
        .kinds = registry_job_kinds,
        .chores = registry_chores,
    });
}
