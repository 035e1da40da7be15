/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces of the invoices room, file by file; only this room includes it. */
#pragma once

#include "common/types/billing-types.h"
#include "common/types/users-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

/* invoices.c: the whole invoice with its lines in words; NULL with an error.  Owned. */
Invoice *invoice_load (Operation *op, const Company *company, gint64 id, GError **error);

/* invoice-cancel.c */
gboolean invoices_cancel (Operation *op, GError **error);

/* invoice-print.c */
gboolean invoices_print_run (Operation *op, GError **error);

G_END_DECLS
