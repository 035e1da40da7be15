/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations on tariff versions; the route table is in tariffs.c. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

gboolean versions_list (Operation *op, GError **error);
gboolean versions_create (Operation *op, GError **error);
gboolean versions_read (Operation *op, GError **error);
gboolean versions_change (Operation *op, GError **error);
gboolean versions_copy (Operation *op, GError **error);
gboolean versions_check (Operation *op, GError **error);
gboolean versions_activate (Operation *op, GError **error);
gboolean versions_withdraw (Operation *op, GError **error);
gboolean versions_quote (Operation *op, GError **error);
gboolean versions_curve (Operation *op, GError **error);

G_END_DECLS
