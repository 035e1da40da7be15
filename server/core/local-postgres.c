/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the private database as a child and watches over it. */
#define G_LOG_DOMAIN "siraj-postgres"

#include "server/core/local-postgres.h"

#include "server/core/local-postgres-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#define ORPHAN_TIMEOUT_MS 10000
#define START_TIMEOUT_MS 600000 /* recovery after a crash may read gigabytes */
#define STOP_TIMEOUT_MS 30000
#define STEP_MS 5
#define LOCK_TRIES 20
#define SOCKET_LOCK ".s.PGSQL.5432.lock"
#define WATCH_MS 200
#define RESTART_MAX_MS 5000

struct LocalPostgres {
    ClusterPlace *place;
    char *conninfo;
    int lock;  /* held for the life of the server */
    pid_t pid; /* 0 when it is not running */
    guint watch;
    guint restart_delay_ms;
    gint64 restart_at;
};

static gint64
deadline_after (guint timeout_ms)
{
    return g_get_monotonic_time () + (gint64)timeout_ms * 1000;
}

static gboolean
is_over (gint64 deadline)
{
    return g_get_monotonic_time () > deadline;
}

/* The lock of the data directory: it goes with the process, whatever ends it, and is not
 * inherited. */
static int
take_lock (const ClusterPlace *place, GError **error)
{
    g_autofree char *path = g_build_filename (place->data_dir, "server.lock", NULL);
    int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    /* Whoever looks for a server holds the lock for a moment. */
    for (guint try = 0; fd >= 0 && try < LOCK_TRIES; try++) {
        if (flock (fd, LOCK_EX | LOCK_NB) == 0) {
            return fd;
        }
        g_usleep (STEP_MS * 1000);
    }
    if (fd >= 0) {
        close (fd);
    }
    refuse (error, SIRAJ_ERROR_DATA_DIRECTORY_IN_USE, "data_dir",
            "Another siraj-server uses %s; stop it or choose another data directory",
            place->data_dir);
    return -1;
}

/* postmaster.pid: the process id stands in line 1, the state in line 8; it is empty for a moment
 * when it is made. */

typedef struct {
    pid_t pid; /* 0: no file */
    gboolean ready;
} Postmaster;

static Postmaster
read_postmaster (const ClusterPlace *place)
{
    g_autofree char *path = g_build_filename (place->cluster, "postmaster.pid", NULL);
    g_autofree char *text = NULL;
    Postmaster found = { 0, FALSE };

    if (g_file_get_contents (path, &text, NULL, NULL)) {
        g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
        found.pid = lines[0] != NULL ? (pid_t)g_ascii_strtoll (lines[0], NULL, 10) : 0;
        found.ready = g_strv_length (lines) >= 8 && g_str_has_prefix (lines[7], "ready");
    }
    return found;
}

/* TRUE when the process works in this cluster: a number alone may have been given to another. */
static gboolean
is_of_cluster (const ClusterPlace *place, pid_t pid)
{
    g_autofree char *link = g_strdup_printf ("/proc/%d/cwd", (int)pid);
    g_autofree char *directory = g_file_read_link (link, NULL);

    return pid > 0 && g_strcmp0 (directory, place->cluster) == 0;
}

/* PostgreSQL refuses to start while any process has the number in postmaster.pid or in the lock of
 * its socket, even one that has ended and was not waited for. */
static void
forget_reused_number (const ClusterPlace *place, pid_t pid)
{
    g_autofree char *stale = g_build_filename (place->cluster, "postmaster.pid", NULL);
    g_autofree char *socket_lock = g_build_filename (place->socket_dir, SOCKET_LOCK, NULL);

    if (pid > 0 && (kill (pid, 0) == 0 || errno == EPERM)) {
        unlink (stale);
    }
    unlink (socket_lock); /* the socket is nobody's but this cluster's */
}

/* A database whose server was killed is on its way out; when it is not, it is told to go. */
static gboolean
await_orphan (const ClusterPlace *place, GError **error)
{
    gint64 deadline = deadline_after (ORPHAN_TIMEOUT_MS);
    gboolean told = FALSE;

    for (;;) {
        pid_t pid = read_postmaster (place).pid;
        if (!is_of_cluster (place, pid)) {
            forget_reused_number (place, pid);
            return TRUE;
        }
        if (!told && is_over (deadline - ORPHAN_TIMEOUT_MS * 500)) {
            told = kill (pid, SIGINT) == 0;
        }
        if (is_over (deadline)) {
            return refuse (error, SIRAJ_ERROR_DATA_DIRECTORY_IN_USE, "data_dir",
                           "The database of an earlier server still runs in %s as process %d; end "
                           "it and start again",
                           place->cluster, (int)pid);
        }
        g_usleep (STEP_MS * 1000);
    }
}

static gboolean
spawn (LocalPostgres *self, GError **error)
{
    const ClusterPlace *place = self->place;
    g_autofree char *program = g_build_filename (place->bin_dir, "postgres", NULL);
    g_autofree char *sockets = g_strconcat ("unix_socket_directories=", place->socket_dir, NULL);
    const char *argv[] = { program,
                           "-D",
                           place->cluster,
                           "-c",
                           "listen_addresses=",
                           "-c",
                           "port=5432",
                           "-c",
                           sockets,
                           "-c",
                           "unix_socket_permissions=0700",
                           NULL };
    const char *environment[] = { "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC", NULL };
    int log = open (place->log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    g_autoptr (GError) fault = NULL;

    gboolean spawned = g_spawn_async_with_pipes_and_fds (
        "/", argv, environment, G_SPAWN_DO_NOT_REAP_CHILD, cluster_child_setup, self->place, -1,
        log, log, NULL, NULL, 0, &self->pid, NULL, NULL, NULL, &fault);
    if (log >= 0) {
        close (log);
    }
    return spawned || refuse (error, SIRAJ_ERROR_DATABASE_SETUP, NULL, "%s", fault->message);
}

/* Reaps the child if it has ended; TRUE when it is still there. */
static gboolean
is_running (LocalPostgres *self)
{
    int status;

    if (self->pid != 0 && waitpid (self->pid, &status, WNOHANG) != 0) {
        self->pid = 0;
    }
    return self->pid != 0;
}

static char *
last_words (const LocalPostgres *self)
{
    g_autofree char *text = NULL;

    if (!g_file_get_contents (self->place->log, &text, NULL, NULL)) {
        return g_strdup ("");
    }
    return g_strdup (g_strstrip (g_strdelimit (text, "\n", ' ')));
}

/* The backends of a postmaster that was killed hold its memory for a moment; then it is tried
 * again.  When it has opened its own log, it says so there. */
static gboolean
may_be_blocked_by_orphans (const char *words)
{
    return strstr (words, "shared memory block") != NULL || strstr (words, "lock file") != NULL ||
           strstr (words, "redirecting log output") != NULL;
}

static gboolean
start_and_wait (LocalPostgres *self, GError **error)
{
    gint64 orphan_deadline = deadline_after (ORPHAN_TIMEOUT_MS);
    gint64 deadline = deadline_after (START_TIMEOUT_MS);

    if (!spawn (self, error)) {
        return FALSE;
    }
    while (!is_over (deadline)) {
        Postmaster found = read_postmaster (self->place);
        if (found.ready && found.pid == self->pid) {
            return TRUE;
        }
        if (!is_running (self)) {
            g_autofree char *words = last_words (self);
            if (!may_be_blocked_by_orphans (words) || is_over (orphan_deadline)) {
                return refuse (error, SIRAJ_ERROR_DATABASE_SETUP, NULL,
                               "The private database cannot be started; see the log in %s/log: %s",
                               self->place->cluster, words);
            }
            g_usleep (100 * 1000);
            if (!spawn (self, error)) {
                return FALSE;
            }
        }
        g_usleep (STEP_MS * 1000);
    }
    return refuse (error, SIRAJ_ERROR_UNAVAILABLE, NULL,
                   "The private database did not become ready; see the log in %s/log",
                   self->place->cluster);
}

/* A new cluster goes to the disk while the database starts and is filled. */
static gboolean
start_prepared (LocalPostgres *self, GError **error)
{
    GThread *disk = cluster_is_unfinished (self->place)
                        ? g_thread_new ("disk", cluster_put_on_disk, self->place)
                        : NULL;
    gboolean started = start_and_wait (self, error) && cluster_fill (self->place, error);

    if (disk == NULL) {
        return started;
    }
    if (!started) {
        g_thread_join (disk);
        return FALSE;
    }
    return cluster_finish (self->place, disk, error);
}

LocalPostgres *
local_postgres_start (const char *data_dir, GError **error)
{
    g_autoptr (LocalPostgres) self = g_new0 (LocalPostgres, 1);

    self->lock = -1;
    self->place = cluster_place_new (data_dir, error);
    if (self->place == NULL) {
        return NULL;
    }
    self->conninfo = cluster_place_conninfo (self->place, "siraj", "siraj");
    self->lock = take_lock (self->place, error);
    if (self->lock < 0 || !await_orphan (self->place, error) ||
        !cluster_prepare (self->place, error) || !start_prepared (self, error)) {
        return NULL;
    }
    return g_steal_pointer (&self);
}

const char *
local_postgres_conninfo (LocalPostgres *self)
{
    return self->conninfo;
}

/* Watching */

static gboolean
watch (gpointer user_data)
{
    LocalPostgres *self = user_data;
    g_autoptr (GError) error = NULL;

    if (is_running (self)) {
        return G_SOURCE_CONTINUE;
    }
    if (self->restart_at == 0) {
        g_warning ("the private database has ended and is started again; its log is in %s/log",
                   self->place->cluster);
        self->restart_at = deadline_after (self->restart_delay_ms);
        self->restart_delay_ms = MIN (self->restart_delay_ms * 2, RESTART_MAX_MS);
    }
    if (is_over (self->restart_at)) {
        self->restart_at = 0;
        if (!spawn (self, &error)) {
            g_warning ("%s", error->message);
        }
    }
    return G_SOURCE_CONTINUE;
}

void
local_postgres_supervise (LocalPostgres *self)
{
    g_return_if_fail (self->watch == 0);

    self->restart_delay_ms = WATCH_MS;
    self->watch = g_timeout_add (WATCH_MS, watch, self);
}

/* Ending */

static gboolean
await_end (LocalPostgres *self, guint timeout_ms)
{
    gint64 deadline = deadline_after (timeout_ms);

    while (is_running (self)) {
        if (is_over (deadline)) {
            return FALSE;
        }
        g_usleep (STEP_MS * 1000);
    }
    return TRUE;
}

static void
end (LocalPostgres *self)
{
    static const int signals[] = { SIGINT, SIGQUIT, SIGKILL };

    for (guint i = 0; is_running (self) && i < G_N_ELEMENTS (signals); i++) {
        kill (self->pid, signals[i]);
        if (!await_end (self, STOP_TIMEOUT_MS)) {
            g_warning ("the private database does not heed signal %d", signals[i]);
        }
    }
}

void
local_postgres_stop (LocalPostgres *self)
{
    if (self == NULL) {
        return;
    }
    if (self->watch != 0) {
        g_source_remove (self->watch);
    }
    end (self);
    if (self->lock >= 0) {
        close (self->lock);
    }
    cluster_place_free (self->place);
    g_free (self->conninfo);
    g_free (self);
}

/* Joining */

/* FALSE when the server that owned the database is gone, even if the database is still on its
 * way out. */
static gboolean
has_server (const ClusterPlace *place)
{
    g_autofree char *path = g_build_filename (place->data_dir, "server.lock", NULL);
    int fd = open (path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        return errno != ENOENT;
    }
    gboolean held = flock (fd, LOCK_SH | LOCK_NB) != 0;
    close (fd);
    return held;
}

char *
local_postgres_attach (const char *data_dir, guint timeout_ms, GError **error)
{
    gint64 deadline = deadline_after (timeout_ms);
    g_autoptr (ClusterPlace) place = cluster_place_new (data_dir, error);

    if (place == NULL) {
        return NULL;
    }
    while (has_server (place)) {
        Postmaster found = read_postmaster (place);
        if (found.ready && !cluster_is_unfinished (place) &&
            (kill (found.pid, 0) == 0 || errno == EPERM)) {
            return cluster_place_conninfo (place, "siraj", "siraj");
        }
        if (is_over (deadline)) {
            break;
        }
        g_usleep (STEP_MS * 1000);
    }
    refuse (error, SIRAJ_ERROR_UNAVAILABLE, NULL,
            "No database runs in %s; start “siraj-server serve” first", place->data_dir);
    return NULL;
}
