/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The operations of the accounting room, file by file; only this room includes it. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

/* chart.c */
gboolean ledger_accounts_list (Operation *op, GError **error);
gboolean ledger_accounts_read (Operation *op, GError **error);
gboolean ledger_accounts_create (Operation *op, GError **error);
gboolean ledger_accounts_change (Operation *op, GError **error);
gboolean posting_keys_list (Operation *op, GError **error);
gboolean posting_keys_read (Operation *op, GError **error);
gboolean posting_keys_map (Operation *op, GError **error);

/* periods.c */
gboolean periods_list (Operation *op, GError **error);
gboolean periods_close (Operation *op, GError **error);
gboolean periods_open (Operation *op, GError **error);

G_END_DECLS
