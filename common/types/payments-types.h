/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Payments, tenders and allocations on the wire. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

typedef enum {
    PAYMENT_KIND_RECEIPT,
    PAYMENT_KIND_CANCELLATION,
} PaymentKind;
extern const Enumeration payment_kind_enum;

typedef struct {
    gint64 id;
    char *code;
    char *name;
    char *name_en;
    char *posting_key;
    gboolean needs_reference;
    gboolean active;
    gint64 version;
} PaymentMethod;
RECORD_DECLARE (payment_method, PaymentMethod);

typedef struct {
    gint64 method_id;
    char *method_name;
    gint64 amount_minor;
    char *reference;
} PaymentTender;
RECORD_DECLARE (payment_tender, PaymentTender);

/* What a payment settles of one invoice. */
typedef struct {
    gint64 invoice_id;
    char *invoice_number;
    Date due_date;
    gint64 open_minor;
    gint64 amount_minor;
    gint64 remaining_minor;
} AllocationRow;
RECORD_DECLARE (allocation, AllocationRow);

/* allocations left out: oldest due first. The tenders sum to the amount. */
typedef struct {
    gint64 account_id;
    gint64 amount_minor;
    Date received_on;
    char *payer;
    char *notes;
    GPtrArray *tenders;
    GPtrArray *allocations;
} PaymentRequest;
RECORD_DECLARE (payment_request, PaymentRequest);

typedef struct {
    gint64 amount_minor;
    gint64 receivable_minor;
    gint64 advance_minor;
    gint64 to_advance_minor; /* what no open invoice takes */
    gint64 balance_after_minor;
    GPtrArray *allocations;
} AllocationPreview;
RECORD_DECLARE (allocation_preview, AllocationPreview);

typedef struct {
    gint64 id;
    char *number;
    int kind;
    gboolean cancelled;
    gint64 account_id;
    char *account_number;
    gint64 customer_id;
    char *customer_number;
    char *customer_name;
    char *branch_name;
    char *station_name;
    Date received_on;
    Instant received_at;
    gint64 amount_minor;
    gint64 advance_minor;
    gint64 balance_after_minor;
    char *method_name;
    char *reference;
    char *payer;
    char *notes;
    gint64 cancels_id;
    char *cancels_number;
    char *reason;
    char *created_by_name;
    GPtrArray *tenders;
    GPtrArray *allocations;
} Payment;
RECORD_DECLARE (payment, Payment);

G_END_DECLS
