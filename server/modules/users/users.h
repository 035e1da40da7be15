/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who works with the program: company, branches, stations, users, roles, sessions, the audit trail. */
#pragma once

#include "common/types/users-types.h"
#include "server/core/session-cache.h"

G_BEGIN_DECLS

extern const Module users_module;

/* The dispatcher's look-up of a token's principal (session-cache.h). */
gboolean users_lookup_principal (Db *db, const guint8 hash[SESSION_HASH_BYTES],
                                 Principal **principal, GError **error);

/* Creates a user with one role and every station in scope; what `create-user` and the
 * demonstration do. The password is checked and hashed here.  Runs in the caller's transaction.
 * Errors: WEAK_PASSWORD, DUPLICATE, NOT_FOUND (the role). */
gboolean users_create (Db *db, const char *username, const char *full_name, const char *password,
                       const char *role, GError **error);

/* The one company of the database. */
Company *users_load_company (Db *db, GError **error);

G_END_DECLS
