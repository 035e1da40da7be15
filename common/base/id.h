/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identifiers that are not database keys: random tokens and check digits. */
#pragma once

#include "common/base/error.h"

G_BEGIN_DECLS

/* A random UUID v4 in lower case (idempotency keys, request ids). */
char *id_new_uuid (void);

/* Luhn's check digit over the decimal digits of @digits (ISO/IEC 7812-1 annex B); -1 when it
 * is empty or holds anything but digits. */
int id_luhn_digit (const char *digits);
gboolean id_luhn_valid (const char *digits);

G_END_DECLS
