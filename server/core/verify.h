/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proofs of the books: each room exports statements that find what may not be. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

/* A list of them ends with a NULL title.  The statement has no parameters and answers one row: how
 * many break the rule, and an example or NULL. */
typedef struct {
    const char *title; /* message id of what holds: "Every entry balances" */
    const Statement *statement;
} VerifyCheck;

/* Runs @checks on @db, which must see every station (role siraj_audit), and appends a line of text
 * for each to @table: good or bad, title, count, example.  Adds the checks that found something to
 * *@n_bad. */
gboolean verify_run (Db *db, const VerifyCheck *checks, GString *table, guint *n_bad,
                     GError **error);

G_END_DECLS
