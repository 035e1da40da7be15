/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prices in force on a day as a PDF. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

/* GET /api/v1/prices-in-force/pdf?on=: today's where no day is named. */
gboolean prices_print (Operation *op, GError **error);

G_END_DECLS
