/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands under the sums of a bill: how it differs from the one before, the last payments, how
 * to pay, the consumption by month, the terms. */
#pragma once

#include "common/documents/document-types.h"
#include "common/documents/flow.h"

G_BEGIN_DECLS

void invoice_draw_lower (Flow *flow, const InvoiceDocument *document);

G_END_DECLS
