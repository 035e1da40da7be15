/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two versions side by side; the route table is in tariffs.c. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

/* GET …/{id}/comparison?with=ID */
gboolean versions_compare (Operation *op, GError **error);

G_END_DECLS
