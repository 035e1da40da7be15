/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents of a made-up utility, for tests and for the eye. */
#pragma once

#include "common/documents/document-types.h"

/* A bill of three blocks, two registers, a payment and twelve months; @n_extra_lines more lines. */
InvoiceDocument *sample_invoice (guint n_extra_lines);
InvoiceDocument *sample_credit_note (void);
/* A cash receipt over two invoices, with change. */
ReceiptDocument *sample_receipt (void);
