/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces of the payments room, file by file; only this room includes it. */
#pragma once

#include "common/types/payments-types.h"
#include "server/core/operation.h"
#include "server/modules/accounting/accounting.h"

G_BEGIN_DECLS

#define MAX_TENDERS 20

/* What a request would do to its account: read by payment_plan_make(). */
typedef struct {
    const PaymentRequest *request;
    gint64 station_id;
    gint64 class_id;
    char *receivable_key;
    gint64 receivable_minor; /* before */
    gint64 advance_minor;    /* before */
    const Currency *currency;
    gint64 cash_unit_minor;
    Date today;
    Date received_on;
    JournalPosting tenders[MAX_TENDERS];
    char *tender_keys[MAX_TENDERS];
    guint n_tenders;
    GPtrArray *allocations; /* AllocationRow, only amounts above zero */
    gint64 allocated_minor;
    gint64 to_advance_minor;
} PaymentPlan;

void payment_plan_clear (PaymentPlan *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PaymentPlan, payment_plan_clear)

/* Reads the account and its open items, checks date, tenders and allocations, and allocates.
 * @lock: holds the account and its invoices until the end of the transaction, and wants tenders. */
gboolean payment_plan_make (Operation *op, gboolean lock, PaymentPlan *self, GError **error);

/* payments.c: answers one payment, 201 when it was @created. */
gboolean payment_answer (Operation *op, gint64 id, gboolean created, GError **error);
gboolean payment_fetch (Operation *op, gint64 id, Rows **rows, GError **error);

/* payment-methods.c */
gboolean payment_methods_list (Operation *op, GError **error);
gboolean payment_methods_read (Operation *op, GError **error);
gboolean payment_methods_create (Operation *op, GError **error);
gboolean payment_methods_change (Operation *op, GError **error);

/* payment-take.c */
gboolean payments_preview (Operation *op, GError **error);
gboolean payments_take (Operation *op, GError **error);

/* payment-cancel.c */
gboolean payments_cancel (Operation *op, GError **error);

/* payment-print.c */
gboolean payments_print_receipt (Operation *op, GError **error);

G_END_DECLS
