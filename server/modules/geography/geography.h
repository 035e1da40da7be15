/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network below a station: feeders, distribution boxes, and the routes of the meter readers. */
#pragma once

#include "common/types/geography-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

extern const Module geography_module;

/* Insert one each, for a file that names what is not there yet. Error: DUPLICATE (its code). */
gboolean geography_add_feeder (Db *db, const Feeder *feeder, gint64 *id, GError **error);
gboolean geography_add_box (Db *db, const Box *box, gint64 *id, GError **error);
gboolean geography_add_route (Db *db, const ReadingRoute *route, gint64 *id, GError **error);

G_END_DECLS
