/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue of accounts that a run could not bill, or found odd; only this room includes it. */
#pragma once

#include "server/modules/billing/billing.h"

G_BEGIN_DECLS

gboolean exceptions_list (Operation *op, GError **error);
gboolean exceptions_read (Operation *op, GError **error);
gboolean exceptions_decide (Operation *op, GError **error);
gboolean exceptions_decide_all (Operation *op, GError **error);

/* {"READING_MISSING":"A reading is missing",…} in the caller's language, owned: for statements that
 * answer codes. */
char *exceptions_in_words (void);

G_END_DECLS
