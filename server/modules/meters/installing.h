/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations that put meters on points and take them off; the route table is in meters.c. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

gboolean installing_install (Operation *op, GError **error);
gboolean installing_exchange (Operation *op, GError **error);
gboolean installing_remove (Operation *op, GError **error);

G_END_DECLS
