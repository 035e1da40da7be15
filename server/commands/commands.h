/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of siraj-server, one file each; the table is in main.c. */
#pragma once

#include "common/types/users-types.h"
#include "server/core/config.h"
#include "server/core/db.h"
#include "server/core/local-postgres.h"

G_BEGIN_DECLS

/* @arguments: the command and its words and options; NULL-terminated. Returns the
 * exit status of the process; errors are returned in @error and printed by main(). */
typedef int (*CommandFunc) (char ***arguments, GError **error);

int command_serve (char ***arguments, GError **error);
int command_work (char ***arguments, GError **error);
int command_migrate (char ***arguments, GError **error);
int command_create_user (char ***arguments, GError **error);
int command_demo (char ***arguments, GError **error);
int command_import (char ***arguments, GError **error);
int command_openapi (char ***arguments, GError **error);
int command_check_sql (char ***arguments, GError **error);
int command_tariff (char ***arguments, GError **error);
int command_verify (char ***arguments, GError **error);
int command_invoice_pdf (char ***arguments, GError **error);
int command_bill (char ***arguments, GError **error);

/* The database of a command: a running private one is attached to, a resting one is started for as
 * long as the command runs, an own one is taken by its URI. */
typedef struct {
    Config *config;
    LocalPostgres *local; /* NULL when attached or own */
    char *conninfo;
} Database;

typedef enum {
    DATABASE_AS_IT_IS = 0,
    DATABASE_MIGRATED = 1 << 0, /* brings the schema up to date */
    DATABASE_OWNED = 1 << 1,    /* a private one must be our own child: `serve` */
} DatabaseFlags;

/* Reads the server's options besides @entries (may be NULL) and finds the database.  @arguments
 * keeps what is left. */
Database *database_open (char ***arguments, const GOptionEntry *entries, DatabaseFlags flags,
                         GError **error);
void database_close (Database *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Database, database_close)

/* A connection to it in a role ("siraj_app"); @bulk: without time-outs. */
Db *database_connect (const Database *self, const char *role, gboolean bulk, GError **error);

/* Begins a transaction in the name of the program itself (actor -1), all stations in scope. */
gboolean database_begin_as_program (Db *db, const char *action, GError **error);

/* Brings the database behind @conninfo to this program's schema. */
gboolean database_migrate (const char *conninfo, GError **error);

G_END_DECLS
