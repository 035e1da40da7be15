/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords as argon2id (RFC 9106) strings: 64 MiB, two passes; two at once at most. */
#pragma once

#include "common/base/error.h"

G_BEGIN_DECLS

/* At least ten characters, not all of one kind, not the user's name. Error WEAK_PASSWORD. */
gboolean password_check (const char *password, const char *username, GError **error);

char *password_hash (const char *password);

/* @hash NULL (no such user) costs the same time and answers FALSE. */
gboolean password_verify (const char *hash, const char *password);

G_END_DECLS
