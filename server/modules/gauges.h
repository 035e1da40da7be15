/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What /metrics tells about the books. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const gauges_statements[];

/* Appends Prometheus text: oldest unsent message, unsealed audit rows, trial balance (must be 0).
 * Nothing is appended when the database cannot be asked. */
void gauges_append (Db *db, GString *out);

G_END_DECLS
