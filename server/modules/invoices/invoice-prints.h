/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printings of invoices: what was printed is told from what is printed again. */
#pragma once

#include "common/documents/invoice.h"
#include "common/types/billing-types.h"
#include "common/types/users-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

/* What the documents of a request or a batch share. */
typedef struct {
    Company *company;
    Press *press;
    GHashTable *templates; /* class id → InvoiceTemplate */
} InvoicePrinter;

gboolean invoice_printer_init (Db *db, InvoicePrinter *self, GError **error);
void invoice_printer_clear (InvoicePrinter *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (InvoicePrinter, invoice_printer_clear)

/* The invoice with the template of its class.  Owned. */
Invoice *invoice_printer_load (Operation *op, InvoicePrinter *self, gint64 id, GError **error);
/* On paper, in the language of the thread.  Owned. */
Sheet *invoice_printer_compose (Operation *op, InvoicePrinter *self, const Invoice *invoice,
                                gboolean is_copy, GError **error);

/* Route. */
gboolean invoices_record_print (Operation *op, GError **error);

G_END_DECLS
