/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Meters from the store to the service point and back, with both readings of an exchange in one
 * transaction. */
#pragma once

#include "common/types/meters-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

extern const Module meters_module;

/* Registers a meter in the store.  Errors: INVALID_VALUE (an STS number), DUPLICATE. */
gboolean meters_add (Db *db, const Meter *meter, gint64 *id, GError **error);
/* Puts a meter from the store on a service point, with its first reading, entered at @now. */
gboolean meters_install (Db *db, const InstallRequest *request, Instant now, GError **error);

G_END_DECLS
