/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents out of the records of the wire: what the server prints and what the desktop shows come
 * from the same few lines. */
#pragma once

#include "common/documents/document-types.h"
#include "common/types/billing-types.h"
#include "common/types/payments-types.h"
#include "common/types/users-types.h"

G_BEGIN_DECLS

/* Who prints, and when. */
typedef struct {
    const char *printed_by;
    Instant printed_at;
    gboolean is_copy;
} PrintOrder;

/* The head of a report of the company: @number names it; without a code.  Owned. */
DocumentHeader *document_header_of (const Company *company, const char *number,
                                    const PrintOrder *order);

/* An invoice or credit note as read one by one (with its lines, segments and history), in the
 * language of the thread.  Errors: those of the e-invoice payload; NULL then.  Owned. */
InvoiceDocument *invoice_document_of (const Company *company, const Invoice *invoice,
                                      const PrintOrder *order, GError **error);

/* What a receipt shows beside its payment; NULL, INT64_NONE and 0 where it is not known. */
typedef struct {
    const char *customer_phone;
    const char *meter_number;
    gint64 tendered_minor; /* in cash */
    gint64 change_minor;
} ReceiptDetails;

/* A payment as read one by one.  Owned. */
ReceiptDocument *receipt_document_of (const Company *company, const Payment *payment,
                                      const ReceiptDetails *details, const PrintOrder *order);

G_END_DECLS
