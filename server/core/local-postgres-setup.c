/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the private cluster: account, directories, initdb, settings for this machine, access. */
#define G_LOG_DOMAIN "siraj-postgres"

#include "server/core/local-postgres-private.h"

#include "server/core/db.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <gio/gio.h>
#include <pwd.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define ADMIN "siraj_admin" /* superuser of the cluster; the program never works as it */
#define ROLE "siraj"
#define MIB (G_GINT64_CONSTANT (1) << 20)

/* Place and account */

static gboolean
refuse_errno (GError **error, const char *path)
{
    return refuse (error, SIRAJ_ERROR_DATABASE_SETUP, NULL,
                   "%s: %s; choose another data directory or correct its owner", path,
                   g_strerror (errno));
}

/* The newest PostgreSQL 15 of Debian, or the one that pg_config names. */
static char *
find_programs (void)
{
    static const char debian[] = "/usr/lib/postgresql/15/bin";
    g_autofree char *postgres = g_build_filename (debian, "postgres", NULL);
    g_autofree char *output = NULL;

    if (g_file_test (postgres, G_FILE_TEST_IS_EXECUTABLE)) {
        return g_strdup (debian);
    }
    if (!g_spawn_command_line_sync ("pg_config --bindir", &output, NULL, NULL, NULL)) {
        return NULL;
    }
    return g_steal_pointer (&output);
}

static void
take_account (ClusterPlace *self, const struct passwd *account)
{
    self->user_name = g_strdup (account->pw_name);
    self->uid = account->pw_uid;
    self->gid = account->pw_gid;
}

/* Root hands the cluster to whom it belongs, or for a new one to a service account. */
static gboolean
choose_account (ClusterPlace *self, GError **error)
{
    static const char *const names[] = { "siraj", "postgres" };
    struct passwd *account = NULL;
    struct stat cluster;

    if (geteuid () != 0) {
        account = getpwuid (geteuid ());
    } else if (stat (self->cluster, &cluster) == 0 && cluster.st_uid != 0) {
        account = getpwuid (cluster.st_uid);
    }
    for (guint i = 0; geteuid () == 0 && account == NULL && i < G_N_ELEMENTS (names); i++) {
        account = getpwnam (names[i]);
    }
    if (account == NULL) {
        return refuse (error, SIRAJ_ERROR_DATABASE_SETUP, NULL,
                       "There is no account for the private database; create the system user "
                       "“siraj” or run the server as an ordinary user");
    }
    take_account (self, account);
    self->drop = geteuid () == 0;
    return TRUE;
}

static gboolean
check_socket_path (const ClusterPlace *self, GError **error)
{
    g_autofree char *path = g_build_filename (self->socket_dir, ".s.PGSQL.5432", NULL);
    gsize limit = sizeof ((struct sockaddr_un *)NULL)->sun_path - 1;

    if (strlen (path) > limit) {
        return refuse (error, SIRAJ_ERROR_DATABASE_SETUP, "data_dir",
                       "The path of the database socket %s is longer than %u bytes; choose a data "
                       "directory with a shorter path",
                       path, (guint)limit);
    }
    return TRUE;
}

static gboolean
make_directories (const ClusterPlace *self, GError **error)
{
    if (g_mkdir_with_parents (self->data_dir, 0711) != 0) {
        return refuse_errno (error, self->data_dir);
    }
    if (g_mkdir (self->socket_dir, 0700) != 0 && errno != EEXIST) {
        return refuse_errno (error, self->socket_dir);
    }
    if (self->drop && chown (self->socket_dir, self->uid, self->gid) != 0) {
        return refuse_errno (error, self->socket_dir);
    }
    return TRUE;
}

ClusterPlace *
cluster_place_new (const char *data_dir, GError **error)
{
    g_autoptr (ClusterPlace) self = g_new0 (ClusterPlace, 1);

    self->data_dir = g_canonicalize_filename (data_dir, NULL);
    self->cluster = g_build_filename (self->data_dir, "postgres", NULL);
    self->unfinished = g_strconcat (self->cluster, ".unfinished", NULL);
    self->socket_dir = g_build_filename (self->data_dir, "run", NULL);
    self->log = g_build_filename (self->data_dir, "postgres-start.log", NULL);
    self->parent = getpid ();
    self->bin_dir = find_programs ();
    if (self->bin_dir == NULL) {
        refuse (error, SIRAJ_ERROR_DATABASE_SETUP, NULL,
                "PostgreSQL 15 is not installed; install it or name a server by --database");
        return NULL;
    }
    g_strchomp (self->bin_dir);
    if (!choose_account (self, error) || !check_socket_path (self, error) ||
        !make_directories (self, error)) {
        return NULL;
    }
    return g_steal_pointer (&self);
}

void
cluster_place_free (ClusterPlace *self)
{
    if (self != NULL) {
        g_free (self->data_dir);
        g_free (self->cluster);
        g_free (self->unfinished);
        g_free (self->socket_dir);
        g_free (self->log);
        g_free (self->bin_dir);
        g_free (self->user_name);
        g_free (self);
    }
}

static void
append_quoted (GString *out, const char *value)
{
    g_string_append_c (out, '\'');
    for (; *value != '\0'; value++) {
        if (*value == '\'' || *value == '\\') {
            g_string_append_c (out, '\\');
        }
        g_string_append_c (out, *value);
    }
    g_string_append_c (out, '\'');
}

char *
cluster_place_conninfo (const ClusterPlace *self, const char *role, const char *database)
{
    GString *conninfo = g_string_new ("host=");

    append_quoted (conninfo, self->socket_dir);
    g_string_append_printf (conninfo, " port=5432 user=%s dbname=%s", role, database);
    return g_string_free (conninfo, FALSE);
}

/* Between fork and exec: system calls only.  setuid() clears the death signal, so it comes last;
 * the parent may have died before it was set. */
void
cluster_child_setup (gpointer user_data)
{
    const ClusterPlace *place = user_data;

    if (place->drop &&
        (setgroups (0, NULL) != 0 || setgid (place->gid) != 0 || setuid (place->uid) != 0)) {
        _exit (126);
    }
    prctl (PR_SET_PDEATHSIG, SIGINT);
    if (getppid () != place->parent) {
        _exit (125);
    }
    umask (0077);
}

/* Files */

static gboolean
write_file (const ClusterPlace *self, const char *directory, const char *name, const char *text,
            GError **error)
{
    g_autofree char *path = g_build_filename (directory, name, NULL);
    g_autoptr (GError) fault = NULL;

    if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &fault)) {
        return refuse (error, SIRAJ_ERROR_DATABASE_SETUP, NULL, "%s", fault->message);
    }
    if (self->drop && chown (path, self->uid, self->gid) != 0) {
        return refuse_errno (error, path);
    }
    return TRUE;
}

static gint64
read_number (const char *path)
{
    g_autofree char *text = NULL;

    return g_file_get_contents (path, &text, NULL, NULL) ? g_ascii_strtoll (text, NULL, 10) : 0;
}

/* What the machine, or the container we are in, lets us use. */
static gint64
memory_mib (void)
{
    gint64 memory = (gint64)sysconf (_SC_PHYS_PAGES) * sysconf (_SC_PAGESIZE);
    gint64 limit = read_number ("/sys/fs/cgroup/memory.max");

    if (limit <= 0) {
        limit = read_number ("/sys/fs/cgroup/memory/memory.limit_in_bytes");
    }
    return (limit > 0 ? MIN (memory, limit) : memory) / MIB;
}

static char *
make_settings (void)
{
    gint64 memory = memory_mib ();
    GString *out =
        g_string_new ("# Settings of Siraj's private database, made once for this machine; "
                      "change them as you like.\n");

    g_string_append_printf (out, "shared_buffers = %" G_GINT64_FORMAT "MB\n",
                            CLAMP (memory / 5, 64, 4096));
    g_string_append_printf (out, "effective_cache_size = %" G_GINT64_FORMAT "MB\n",
                            MAX (memory * 3 / 5, 256));
    g_string_append_printf (out, "maintenance_work_mem = %" G_GINT64_FORMAT "MB\n",
                            CLAMP (memory / 16, 32, 1024));
    g_string_append (out, "work_mem = 16MB\n"
                          "max_connections = 60\n"
                          "max_locks_per_transaction = 256\n"
                          "max_wal_size = 4GB\n"
                          "min_wal_size = 256MB\n"
                          "wal_compression = lz4\n"
                          "checkpoint_timeout = 15min\n"
                          "checkpoint_completion_target = 0.9\n"
                          "random_page_cost = 1.1\n"
                          "jit = off\n"
                          "fsync = on\n"
                          "synchronous_commit = on\n"
                          "timezone = 'UTC'\n"
                          "datestyle = 'ISO, YMD'\n"
                          "lc_messages = 'C'\n"
                          "logging_collector = on\n"
                          "log_filename = 'postgres-%a.log'\n"
                          "log_truncate_on_rotation = on\n"
                          "log_rotation_age = 1d\n"
                          "log_rotation_size = 0\n"
                          "log_timezone = 'UTC'\n"
                          "log_line_prefix = '%m [%p] %u '\n"
                          "log_error_verbosity = terse\n");
    return g_string_free (out, FALSE);
}

/* Peer authentication: root, the account of the database and whoever runs the server may log in as
 * the program's two roles, nobody else may. */
static char *
make_ident_map (const ClusterPlace *self)
{
    const struct passwd *own = getpwuid (geteuid ());
    const char *names[] = { "root", self->user_name, own != NULL ? own->pw_name : NULL };
    GString *out = g_string_new ("# Rewritten at each start.\n");

    for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
        if (names[i] != NULL) {
            g_string_append_printf (out, "siraj \"%s\" " ROLE "\nsiraj \"%s\" " ADMIN "\n",
                                    names[i], names[i]);
        }
    }
    return g_string_free (out, FALSE);
}

static gboolean
write_access (const ClusterPlace *self, GError **error)
{
    g_autofree char *map = make_ident_map (self);

    return write_file (self, self->cluster, "pg_hba.conf",
                       "# Rewritten at each start.\nlocal all all peer map=siraj\n"
                       "local replication all peer map=siraj\n",
                       error) &&
           write_file (self, self->cluster, "pg_ident.conf", map, error);
}

/* initdb */

static gboolean
run_initdb (const ClusterPlace *self, GError **error)
{
    g_autofree char *program = g_build_filename (self->bin_dir, "initdb", NULL);
    const char *argv[] = { program,
                           "-D",
                           self->cluster,
                           "-U",
                           ADMIN,
                           "-A",
                           "peer",
                           "-E",
                           "UTF8",
                           "--locale=C.UTF-8",
                           "--locale-provider=icu",
                           "--icu-locale=ar",
                           "--data-checksums",
                           "--no-sync", /* cluster_put_on_disk() does it meanwhile */
                           "--no-instructions",
                           NULL };
    const char *environment[] = { "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC", NULL };
    g_autofree char *said = NULL;
    g_autoptr (GError) fault = NULL;
    int status = -1;

    if (!g_spawn_sync ("/", (char **)argv, (char **)environment, G_SPAWN_STDOUT_TO_DEV_NULL,
                       cluster_child_setup, (gpointer)self, NULL, &said, &status, &fault)) {
        return refuse (error, SIRAJ_ERROR_DATABASE_SETUP, NULL, "%s", fault->message);
    }
    if (!g_spawn_check_wait_status (status, NULL)) {
        return refuse (error, SIRAJ_ERROR_DATABASE_SETUP, NULL,
                       "The private database cannot be made in %s: %s", self->cluster,
                       g_strstrip (said));
    }
    return TRUE;
}

/* Removes what a start that was killed left behind. */
static void
remove_tree (const char *path)
{
    g_autoptr (GDir) directory = NULL;
    const char *name;

    if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK)) {
        directory = g_dir_open (path, 0, NULL);
    }
    while (directory != NULL && (name = g_dir_read_name (directory)) != NULL) {
        g_autofree char *inner = g_build_filename (path, name, NULL);
        remove_tree (inner);
    }
    g_remove (path);
}

static gboolean
make_cluster (const ClusterPlace *self, GError **error)
{
    g_autofree char *settings = make_settings ();

    g_message ("making the private database in %s", self->cluster);
    if (!cluster_mark_unfinished (self, error)) {
        return FALSE;
    }
    remove_tree (self->cluster);
    if (g_mkdir (self->cluster, 0700) != 0 ||
        (self->drop && chown (self->cluster, self->uid, self->gid) != 0)) {
        return refuse_errno (error, self->cluster);
    }
    return run_initdb (self, error) &&
           write_file (self, self->cluster, "postgresql.conf", settings, error);
}

gboolean
cluster_prepare (const ClusterPlace *self, GError **error)
{
    g_autofree char *version_file = g_build_filename (self->cluster, "PG_VERSION", NULL);
    g_autofree char *version = NULL;

    if ((cluster_is_unfinished (self) || !g_file_test (self->cluster, G_FILE_TEST_EXISTS)) &&
        !make_cluster (self, error)) {
        return FALSE;
    }
    if (!g_file_get_contents (version_file, &version, NULL, NULL) ||
        strcmp (g_strstrip (version), "15") != 0) {
        return refuse (error, SIRAJ_ERROR_DATABASE_SETUP, "data_dir",
                       "%s does not hold a PostgreSQL 15 database; choose another data directory",
                       self->cluster);
    }
    return write_access (self, error);
}

/* Role and database */

static const Statement has_role_statement = {
    "local_has_role", "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'siraj')", TRUE
};
static const Statement has_database_statement = {
    "local_has_database", "SELECT EXISTS (SELECT FROM pg_database WHERE datname = 'siraj')", TRUE
};
/* The role owns the database and makes the other roles; every session of the program leaves it
 * by SET ROLE. */
static const char create_role[] =
    "CREATE ROLE siraj LOGIN CREATEROLE NOSUPERUSER;"
    "GRANT SET ON PARAMETER session_replication_role TO siraj WITH GRANT OPTION";
/* The empty database that initdb makes is taken; a copy of it would be three hundred files. */
static const char create_database[] =
    "ALTER DATABASE postgres RENAME TO siraj; ALTER DATABASE siraj OWNER TO siraj;"
    "COMMENT ON DATABASE siraj IS NULL";

static gboolean
create_unless (Db *db, const Statement *exists, const char *create, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run_params (db, exists, NULL, 0, &rows, error)) {
        return FALSE;
    }
    return rows_boolean (rows, 0, 0) || db_execute (db, create, error);
}

gboolean
cluster_fill (const ClusterPlace *self, GError **error)
{
    g_autofree char *conninfo = cluster_place_conninfo (self, ADMIN, "template1");
    DbOptions options = { .conninfo = conninfo, .bulk = TRUE };
    g_autoptr (Db) db = db_open (&options, error);

    return db != NULL && create_unless (db, &has_role_statement, create_role, error) &&
           create_unless (db, &has_database_statement, create_database, error);
}
