/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proves that every statement of the program fits the schema. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

/* PREPAREs each of the NULL-terminated @statements on a migrated database and writes what is
 * wrong to the log.  @names (g_hash_table_new (g_str_hash, g_str_equal)) gathers the names of
 * all lists to find one that is used twice.  Returns the number of faults. */
guint check_sql (Db *db, const Statement *const *statements, GHashTable *names);

G_END_DECLS
