/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A payment before it is taken: what the cashier decides, and what follows from it.  No widgets. */
#pragma once

#include "common/types/billing-types.h"
#include "common/types/payments-types.h"

G_BEGIN_DECLS

/* What is open of the ticked invoices (all where @ticked is NULL), owned by nobody. */
gint64 payment_draft_sum_open (const GPtrArray *invoices, const gboolean *ticked);

/* AllocationRows that settle the ticked invoices in their order until @amount_minor is used up;
 * what is left becomes an advance.  Owned. */
GPtrArray *payment_draft_allocate (const GPtrArray *invoices, const gboolean *ticked,
                                   gint64 amount_minor);

/* The body of POST /payments, or of /payments/preview without the tenders; owned. */
char *payment_draft_to_json (const PaymentRequest *request, gboolean with_tenders);

G_END_DECLS
