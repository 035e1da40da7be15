/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings a database to the schema of this program: numbered SQL, forward only, a transaction
 * each. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

/* Runs what is missing, under an advisory lock: of several processes one does it and the others
 * wait. @db logs in as the owner of the database, without a role and without a statement
 * timeout; the migrations after the first run as siraj_owner.  Refuses a database that has a
 * migration this program does not know (SCHEMA_NEWER) or knows otherwise (SCHEMA_CHANGED). */
gboolean migrate_run (Db *db, GError **error);

/* The last migration this database has, 0 for none, -1 with @error. */
int migrate_database_version (Db *db, GError **error);
/* The last migration this program has. */
int migrate_current_version (void);

G_END_DECLS
