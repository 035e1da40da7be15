/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who works with the program: company, branches, stations, users, roles, sessions, the audit
 * trail. */
#pragma once

#include "common/types/users-types.h"
#include "server/core/session-cache.h"
#include "server/core/verify.h"

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

/* Seals the audit rows of ended transactions into the chain of hashes, so that one changed byte
 * shows; a chore of the job worker. */
gboolean users_seal_audit (Db *db, GError **error);

extern const VerifyCheck users_checks[];

/* The one company of the database. */
Company *users_load_company (Db *db, GError **error);

G_END_DECLS
