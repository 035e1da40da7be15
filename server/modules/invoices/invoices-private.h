/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces of the invoices room, file by file; only this room includes it. */
#pragma once

#include "common/types/billing-types.h"
#include "common/types/users-types.h"
#include "server/core/operation.h"
#include "server/modules/accounting/accounting.h"
#include "server/modules/invoices/invoices.h"

G_BEGIN_DECLS

/* invoices.c: the whole invoice with its lines in words; NULL with an error.  Owned. */
Invoice *invoice_load (Operation *op, const Company *company, gint64 id, GError **error);

/* reversal.c: an invoice and its account under the lock of the transaction; texts are borrowed from
 * its rows.  Error: ALREADY_REVERSED. */
typedef struct {
    Rows *rows;
    gint64 invoice_id;
    const char *number;
    int kind;
    gint64 total_minor;
    gint64 settled_minor;
    gint64 branch_id;
    gint64 station_id;
    gint64 class_id;
    const char *receivable_key;
    const char *credited_by;  /* a standing credit note for a part, or NULL */
    const char *later;        /* the newest bill after it, or NULL */
    gint64 credits_id;        /* of a credit note for a part */
    const char *rest_gone_by; /* of such: what took the rest of its invoice back, or NULL */
    gint64 account_id;
    gint64 balance_minor; /* of the account, before */
} InvoiceLock;
gboolean invoice_lock (Db *db, gint64 invoice_id, InvoiceLock *lock, GError **error);
void invoice_lock_clear (InvoiceLock *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (InvoiceLock, invoice_lock_clear)

gboolean invoice_check_reversible (const InvoiceLock *lock, GError **error);
gboolean invoice_next_id (Db *db, Date date, gint64 *id, GError **error);
JournalHeader invoice_journal_header (const InvoiceLock *lock, const InvoiceReversal *reversal,
                                      const char *kind);
gboolean invoice_post_release (Db *db, const InvoiceLock *lock, const InvoiceReversal *reversal,
                               GError **error);

/* invoice-cancel.c */
gboolean invoices_cancel (Operation *op, GError **error);

/* credit-note.c */
gboolean invoices_credit (Operation *op, GError **error);
gboolean credit_note_take_back (Db *db, InvoiceReversal *reversal, GError **error);

/* invoice-print.c */
gboolean invoices_print_run (Operation *op, GError **error);

G_END_DECLS
