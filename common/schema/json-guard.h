/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands before json-glib, which crashes on deep nesting and wraps large integers: strict RFC 8259
 * grammar, depth ≤ 16, 64-bit integers without fraction or exponent, no duplicate member, one
 * document, valid UTF-8, no NUL. */
#pragma once

#include "common/base/error.h"

G_BEGIN_DECLS

#define JSON_GUARD_MAX_DEPTH 16

/* Error MALFORMED with the byte offset. Iterative, allocates only for the member names of the open
 * objects. */
gboolean json_guard (const char *text, gsize length, GError **error);

G_END_DECLS
