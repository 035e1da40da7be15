/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Payments: methods, preview, taking a payment, receipts, cancellation. */
#pragma once

#include "server/core/operation.h"
#include "server/core/verify.h"

G_BEGIN_DECLS

extern const Module payments_module;
extern const Statement *const payment_methods_statements[];
extern const VerifyCheck payments_checks[];

/* Takes the payment of op->input (a PaymentRequest) in the name of op->principal at op->now;
 * answers nothing.  Errors: the refusals of a payment. */
gboolean payments_record (Operation *op, gint64 *id, GError **error);

/* Series of receipts and of their cancellations, gapless by branch and year. */
#define SERIES_RECEIPT "RC"
#define SERIES_CANCELLATION "RX"

G_END_DECLS
