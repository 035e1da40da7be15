/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts a new cluster on the disk while it is being filled, and tells until then that it is new. */
#define _GNU_SOURCE /* sync_file_range */
#define G_LOG_DOMAIN "siraj-postgres"

#include "server/core/local-postgres-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <unistd.h>

typedef gboolean (*DiskFunc) (int fd);

/* Files */

static gboolean
start_writing (int fd)
{
    /* Only a hint, which not every file system takes. */
    sync_file_range (fd, 0, 0, SYNC_FILE_RANGE_WRITE);
    return TRUE;
}

static gboolean
finish_writing (int fd)
{
    return fsync (fd) == 0;
}

static gboolean
put (const char *path, DiskFunc func)
{
    int fd = open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    gboolean done;

    if (fd < 0) {
        return errno == ENOENT; /* the database has removed it since */
    }
    done = func (fd);
    close (fd);
    return done;
}

/* What stands in a directory, then the directory itself. */
static gboolean
put_tree (const char *path, DiskFunc func)
{
    g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
    const char *name;

    while (directory != NULL && (name = g_dir_read_name (directory)) != NULL) {
        g_autofree char *inner = g_build_filename (path, name, NULL);
        gboolean done =
            g_file_test (inner, G_FILE_TEST_IS_DIR) ? put_tree (inner, func) : put (inner, func);
        if (!done) {
            return FALSE;
        }
    }
    return put (path, func);
}

/* The mark */

static gboolean
refuse_disk (const ClusterPlace *self, GError **error)
{
    return refuse (error, SIRAJ_ERROR_DATABASE_SETUP, NULL,
                   "The private database cannot be put on the disk in %s: %s", self->data_dir,
                   g_strerror (errno));
}

gboolean
cluster_is_unfinished (const ClusterPlace *self)
{
    return access (self->unfinished, F_OK) == 0;
}

gboolean
cluster_mark_unfinished (const ClusterPlace *self, GError **error)
{
    int fd = open (self->unfinished, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0) {
        return refuse_disk (self, error);
    }
    close (fd);
    return put (self->data_dir, finish_writing) || refuse_disk (self, error);
}

gpointer
cluster_put_on_disk (gpointer place)
{
    const ClusterPlace *self = place;

    return GINT_TO_POINTER (put_tree (self->cluster, start_writing) &&
                            put_tree (self->cluster, finish_writing));
}

gboolean
cluster_finish (const ClusterPlace *self, GThread *disk, GError **error)
{
    gboolean on_disk = GPOINTER_TO_INT (g_thread_join (disk));

    return (on_disk && put (self->data_dir, finish_writing) && unlink (self->unfinished) == 0 &&
            put (self->data_dir, finish_writing)) ||
           refuse_disk (self, error);
}
