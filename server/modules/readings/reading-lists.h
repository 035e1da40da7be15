/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far the reading of each route has come, what each reader did, and the settings of reading. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

gboolean lists_answer_window (Operation *op, GError **error);
gboolean lists_answer_work (Operation *op, GError **error);

gboolean settings_read (Operation *op, GError **error);
gboolean settings_change (Operation *op, GError **error);
gboolean rules_list (Operation *op, GError **error);
gboolean rules_read (Operation *op, GError **error);
gboolean rules_create (Operation *op, GError **error);
gboolean rules_change (Operation *op, GError **error);

G_END_DECLS
