/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbered SQL files of the program, checksummed, applied once each. */
#define G_LOG_DOMAIN "siraj-migrate"

#include "server/core/migrate.h"

#include "siraj-sql.h"

#include <gio/gio.h>
#include <string.h>

#define DIRECTORY "/org/sirajbilling/Siraj/sql/migrations"

typedef struct {
    int version;
    char *name; /* "0001_roles.sql" */
    GBytes *sql;
    char *checksum; /* SHA-256 */
} Migration;

static const Statement lock_statement = {
    "migrate_lock", "SELECT pg_advisory_lock (hashtext ('siraj'), hashtext ('migrations'))", TRUE
};
static const Statement unlock_statement = {
    "migrate_unlock", "SELECT pg_advisory_unlock (hashtext ('siraj'), hashtext ('migrations'))",
    TRUE
};
static const Statement exists_statement = {
    "migrate_exists", "SELECT to_regclass ('public.schema_migrations') IS NOT NULL", TRUE
};
static const Statement version_statement = {
    "migrate_version", "SELECT coalesce (max (version), 0) FROM public.schema_migrations", TRUE
};
static const Statement applied_statement = {
    "migrate_applied",
    "SELECT version, name, checksum FROM public.schema_migrations ORDER BY version", TRUE
};
static const Statement record_statement = {
    "migrate_record",
    "INSERT INTO public.schema_migrations (version, name, checksum, duration_ms)"
    " VALUES ($1, $2, $3, $4)",
    TRUE
};

/* CREATE TABLE IF NOT EXISTS would want CREATE on the schema even where the table stands. */
static const char create_table[] = "CREATE TABLE public.schema_migrations ("
                                   "version integer PRIMARY KEY, name text NOT NULL,"
                                   " checksum text NOT NULL, duration_ms bigint NOT NULL,"
                                   " applied_at timestamptz NOT NULL DEFAULT clock_timestamp ())";

static void
migration_free (gpointer data)
{
    Migration *self = data;

    g_free (self->name);
    g_bytes_unref (self->sql);
    g_free (self->checksum);
    g_free (self);
}

static int
compare_versions (gconstpointer a, gconstpointer b)
{
    return (*(Migration *const *)a)->version - (*(Migration *const *)b)->version;
}

static Migration *
load_migration (const char *name)
{
    g_autofree char *path = g_build_path ("/", DIRECTORY, name, NULL);
    Migration *self = g_new0 (Migration, 1);

    self->version = (int)g_ascii_strtoll (name, NULL, 10);
    self->name = g_strdup (name);
    self->sql = g_resource_lookup_data (siraj_sql_get_resource (), path, 0, NULL);
    self->checksum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->sql);
    return self;
}

static GPtrArray *
load_migrations (void)
{
    g_auto (GStrv) names =
        g_resource_enumerate_children (siraj_sql_get_resource (), DIRECTORY, 0, NULL);
    GPtrArray *migrations = g_ptr_array_new_with_free_func (migration_free);

    for (guint i = 0; names != NULL && names[i] != NULL; i++) {
        g_ptr_array_add (migrations, load_migration (names[i]));
    }
    g_ptr_array_sort (migrations, compare_versions);
    for (guint i = 1; i < migrations->len; i++) {
        const Migration *before = g_ptr_array_index (migrations, i - 1);
        const Migration *self = g_ptr_array_index (migrations, i);
        if (before->version == self->version) {
            g_error ("two migrations have the number %d", self->version);
        }
    }
    return migrations;
}

static const Migration *
find_migration (const GPtrArray *migrations, gint64 version)
{
    for (guint i = 0; i < migrations->len; i++) {
        const Migration *migration = g_ptr_array_index (migrations, i);
        if (migration->version == version) {
            return migration;
        }
    }
    return NULL;
}

/* What the database has must be what the program has, unbroken from the first. */
static gboolean
check_applied (const Rows *applied, const GPtrArray *migrations, GError **error)
{
    for (int row = 0; row < rows_count (applied); row++) {
        const char *name = rows_text (applied, row, 1);
        const Migration *known = find_migration (migrations, rows_int64 (applied, row, 0));
        if (known == NULL) {
            return refuse (error, SIRAJ_ERROR_SCHEMA_NEWER, NULL,
                           "The database has the migration %s, which this program does not know; "
                           "install the newer program",
                           name);
        }
        if (strcmp (known->checksum, rows_text (applied, row, 2)) != 0) {
            return refuse (error, SIRAJ_ERROR_SCHEMA_CHANGED, NULL,
                           "The migration %s was changed after it had been applied; restore the "
                           "file and put the change into a new migration",
                           name);
        }
        if ((guint)row >= migrations->len || g_ptr_array_index (migrations, row) != known) {
            const Migration *missing = g_ptr_array_index (migrations, row);
            return refuse (error, SIRAJ_ERROR_SCHEMA_CHANGED, NULL,
                           "The migration %s was put in front of one that is applied already; "
                           "number it behind the last one",
                           missing->name);
        }
    }
    return TRUE;
}

/* The first one makes the role that the others run as. Only the last one waits for the disk: it
 * brings all before it there, and what a crash takes until then is applied again. */
static gboolean
prepare_commands (Db *db, const Migration *migration, gboolean last, GError **error)
{
    return (migration->version == 1 || db_execute (db, "SET LOCAL ROLE siraj_owner", error)) &&
           (last || db_execute (db, "SET LOCAL synchronous_commit = off", error));
}

static gboolean
apply_commands (Db *db, const Migration *migration, gboolean last, GError **error)
{
    g_autofree char *sql =
        g_strndup (g_bytes_get_data (migration->sql, NULL), g_bytes_get_size (migration->sql));

    return prepare_commands (db, migration, last, error) && db_execute (db, sql, error) &&
           db_execute (db, "RESET ROLE", error);
}

static gboolean
apply (Db *db, const Migration *migration, gboolean last, GError **error)
{
    gint64 start = g_get_monotonic_time ();

    if (!db_begin (db, error)) {
        return FALSE;
    }
    if (apply_commands (db, migration, last, error) &&
        db_run (db, &record_statement, NULL, error, P_INT64 (migration->version),
                P_TEXT (migration->name), P_TEXT (migration->checksum),
                P_INT64 ((g_get_monotonic_time () - start) / 1000)) &&
        db_commit (db, error)) {
        g_message ("applied migration %s", migration->name);
        return TRUE;
    }
    db_rollback (db);
    g_prefix_error (error, "%s: ", migration->name);
    return FALSE;
}

static gboolean
table_exists (Db *db, gboolean *exists, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run_params (db, &exists_statement, NULL, 0, &rows, error)) {
        return FALSE;
    }
    *exists = rows_boolean (rows, 0, 0);
    return TRUE;
}

static gboolean
run_locked (Db *db, const GPtrArray *migrations, GError **error)
{
    g_autoptr (Rows) applied = NULL;
    gboolean exists;

    if (!table_exists (db, &exists, error) || (!exists && !db_execute (db, create_table, error)) ||
        !db_run_params (db, &applied_statement, NULL, 0, &applied, error) ||
        !check_applied (applied, migrations, error)) {
        return FALSE;
    }
    for (guint i = (guint)rows_count (applied); i < migrations->len; i++) {
        if (!apply (db, g_ptr_array_index (migrations, i), i + 1 == migrations->len, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean
migrate_run (Db *db, GError **error)
{
    g_autoptr (GPtrArray) migrations = load_migrations ();

    if (!db_run_params (db, &lock_statement, NULL, 0, NULL, error)) {
        return FALSE;
    }
    gboolean done = run_locked (db, migrations, error);
    db_run_params (db, &unlock_statement, NULL, 0, NULL, NULL);
    return done;
}

int
migrate_database_version (Db *db, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gboolean exists;

    if (!table_exists (db, &exists, error)) {
        return -1;
    }
    if (!exists) {
        return 0;
    }
    if (!db_run_params (db, &version_statement, NULL, 0, &rows, error)) {
        return -1;
    }
    return (int)rows_int64 (rows, 0, 0);
}

int
migrate_current_version (void)
{
    g_autoptr (GPtrArray) migrations = load_migrations ();

    if (migrations->len == 0) {
        return 0;
    }
    const Migration *last = g_ptr_array_index (migrations, migrations->len - 1);
    return last->version;
}
