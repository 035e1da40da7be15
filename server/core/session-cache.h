/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Principals by session token, remembered for two seconds so that a request needs no look-up. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

#define SESSION_HASH_BYTES 32

/* Reads the principal of a token's hash.  The users room supplies it.  Runs outside a transaction,
 * without settings.  Sets *@principal (principal_new()); errors: NOT_SIGNED_IN, SESSION_EXPIRED,
 * USER_LOCKED, UNAVAILABLE. */
typedef gboolean (*PrincipalLookup) (Db *db, const guint8 hash[SESSION_HASH_BYTES],
                                     Principal **principal, GError **error);

/* An empty principal with a count of one; its texts and vectors are owned by it. */
Principal *principal_new (void);
Principal *principal_ref (Principal *principal);
void principal_unref (Principal *principal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Principal, principal_unref)

/* SHA-256 of the token's text: what the sessions table stores. */
void session_token_hash (const char *token, guint8 hash[SESSION_HASH_BYTES]);

/* One for the process; every function may be called by any thread. */
SessionCache *session_cache_new (PrincipalLookup lookup);
void session_cache_free (SessionCache *cache);

/* The principal of @token, from memory or by the look-up on @db; unref it. */
Principal *session_cache_principal (SessionCache *cache, Db *db, const char *token, GError **error);

/* Forgets a session at sign-out, or all of a user whose rights changed; @cache may be NULL (a test
 * without a dispatcher).  Other processes learn of it when their two seconds have passed. */
void session_cache_forget_session (SessionCache *cache, gint64 session_id);
void session_cache_forget_user (SessionCache *cache, gint64 user_id);

G_END_DECLS
