/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invoices and credit notes: lists, one invoice with its explanation, print, cancellation, and how
 * advances settle what is new. */
#pragma once

#include "common/documents/document-types.h"
#include "common/types/users-types.h"
#include "server/core/operation.h"
#include "server/core/verify.h"
#include "server/modules/accounting/accounting.h"
#include "server/modules/invoices/invoice-issue.h"
#include "server/modules/invoices/line-words.h"
#include "server/modules/invoices/posting.h"

G_BEGIN_DECLS

extern const Module invoices_module;
extern const VerifyCheck invoices_checks[];

#define SERIES_INVOICE "INV"
#define SERIES_CREDIT_NOTE "CN"

/* Settles new invoices with what their accounts have paid ahead, oldest due first, when the company
 * wants it, and posts it (Dr advances, Cr receivable; an entry for each station and class). */
typedef struct {
    gint64
        first_id; /* of the invoices, both inside: a chunk's block of ids, or one invoice twice */
    gint64 last_id;
    Date entry_date;
    const char *source; /* "billing_runs", "invoices" */
    gint64 source_id;
    gint64 batch_no; /* INT64_NONE: none */
    gint64 created_by;
} AdvanceRequest;

/* Call it after the invoices are written and their accounts' balances raised in this transaction:
 * that update holds the lock of each account.  *@applied_minor (may be NULL): what was settled. */
gboolean invoices_apply_advances (Db *db, const AdvanceRequest *request, gint64 *applied_minor,
                                  GError **error);

/* An invoice taken back: a document that mirrors it, posted; what payments had settled of it
 * becomes the account's advance. */
typedef struct {
    gint64 invoice_id;
    Date date;
    const char *reason;
    gint64 created_by;
    /* the answer */
    gint64 mirror_id;
    gint64 account_id;
    gint64 released_minor;
} InvoiceReversal;

/* In the caller's transaction; the registers are left to invoices_restate_registers().  Errors:
 * NOT_FOUND, NOT_CANCELLABLE, ALREADY_REVERSED, CREDITED_IN_PART, LATER_BILL, PERIOD_CLOSED,
 * MAPPING_MISSING. */
gboolean invoices_reverse (Db *db, InvoiceReversal *self, GError **error);

/* Sets the registers of @bills ("{1,2}") to what the standing bills of each have reached: whatever
 * was cancelled, computed again or restored. */
gboolean invoices_restate_registers (Db *db, const char *bills, GError **error);

/* Posts the document header->source_id by its lines: Dr receivable, Cr what the kinds of its lines
 * say; the other way round where they are below zero. */
gboolean invoices_post_lines (Db *db, const JournalHeader *header, const char *receivable_key,
                              GError **error);

/* Seals a run's invoices for the e-invoice chain, where the company asks for one. */
gboolean invoices_seal (Db *db, gint64 first_id, gint64 last_id, GError **error);

/* The reason of a correction, stripped and owned.  Error: MISSING_VALUE. */
gboolean invoices_read_reason (const char *text, char **reason, GError **error);
/* Answers the whole document with 201 and its Location. */
gboolean invoices_answer_created (Operation *op, gint64 id, GError **error);

/* TRUE for what looks like the number of a document ("INV-2025-01-0000012"), else it is a name, an
 * account or a telephone number. */
gboolean invoices_is_number (const char *text);

/* The id, as text and owned, of the invoice with this number, or of the newest for NULL.  Error:
 * NOT_FOUND. */
char *invoices_find (Db *db, const char *number, GError **error);

/* Answers the invoice {id} of the path as a PDF. */
gboolean invoices_print (Operation *op, GError **error);

/* Answers @bytes as a PDF to be saved as "<name>.pdf". */
void operation_answer_pdf (Operation *op, GBytes *bytes, const char *name);

G_END_DECLS
