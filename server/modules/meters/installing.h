/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations that put meters on points and take them off; the route table is in meters.c. */
#pragma once

#include "common/types/meters-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

gboolean installing_install (Operation *op, GError **error);
gboolean installing_exchange (Operation *op, GError **error);
gboolean installing_remove (Operation *op, GError **error);

/* Records @shown as the final reading of the register in @row of @open (a result of
 * registers_to_close or registers_to_end) and closes it.  Errors: ALREADY_READ, READING_LOWER,
 * READING_TOO_LONG. */
gboolean installing_close_register (Operation *op, const Rows *open, int row, Date day,
                                    const RegisterValue *shown, GError **error);

/* ending.c */
gboolean ending_end (Operation *op, GError **error);
gboolean ending_take_over (Operation *op, GError **error);

G_END_DECLS
