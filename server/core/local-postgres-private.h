/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the private cluster lives and as whom it runs; shared by local-postgres.c, -setup.c and
 * -disk.c. */
#pragma once

#include "server/core/local-postgres.h"

#include <sys/types.h>

G_BEGIN_DECLS

typedef struct {
    char *data_dir;   /* DATA, absolute */
    char *cluster;    /* DATA/postgres */
    char *unfinished; /* DATA/postgres.unfinished: the mark of a cluster that is being made */
    char *socket_dir; /* DATA/run */
    char *log;        /* DATA/postgres-start.log: what it said before its own log was open */
    char *bin_dir;    /* where initdb and postgres are */
    char *user_name;  /* account it runs as */
    uid_t uid;
    gid_t gid;
    gboolean drop; /* we are root: become uid and gid in the child */
    pid_t parent;
} ClusterPlace;

/* Absolute paths, the programs, the account. Makes DATA and DATA/run. */
ClusterPlace *cluster_place_new (const char *data_dir, GError **error);
void cluster_place_free (ClusterPlace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClusterPlace, cluster_place_free)

/* DATA/run/.s.PGSQL.5432 as a connection string for this role and database. */
char *cluster_place_conninfo (const ClusterPlace *self, const char *role, const char *database);

/* initdb when there is no cluster yet, or one whose making was broken off, and its access files
 * every time. A new cluster is not on the disk yet, and is marked so. */
gboolean cluster_prepare (const ClusterPlace *self, GError **error);
/* The role and database of the program in a cluster that is running. */
gboolean cluster_fill (const ClusterPlace *self, GError **error);

/* local-postgres-disk.c: a cluster bears its mark, which is on the disk before the first of its
 * files, until all of them are.  Nothing was promised to anybody before the mark is gone; a start
 * that finds it makes the cluster again. */
gboolean cluster_is_unfinished (const ClusterPlace *self);
gboolean cluster_mark_unfinished (const ClusterPlace *self, GError **error);
/* GThreadFunc: puts the files that initdb has made on the disk; the database may run. */
gpointer cluster_put_on_disk (gpointer place);
/* Waits for that thread and takes the mark away. */
gboolean cluster_finish (const ClusterPlace *self, GThread *disk, GError **error);

/* GSpawnChildSetupFunc: drops to the account and dies with the parent; @user_data is the place. */
void cluster_child_setup (gpointer user_data);

G_END_DECLS
