/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The money side of a payment: amount, tenders, cash given and change, what follows, and the button
 * that takes it.  Enter anywhere in it is that button. */
#pragma once

#include <gtk/gtk.h>

#include "client/widgets/badge.h"
#include "common/types/payments-types.h"

G_BEGIN_DECLS

typedef enum {
    DESK_CLOSED, /* nobody is there, or the payment is on its way */
    DESK_OPEN,
    DESK_AGAIN, /* only the same payment may be sent again */
} DeskState;

#define SIRAJ_TYPE_PAYMENT_DESK (payment_desk_get_type ())
G_DECLARE_FINAL_TYPE (SirajPaymentDesk, payment_desk, SIRAJ, PAYMENT_DESK, GtkWidget)

/* Signals: "changed": the cashier typed another amount; "take". */
GtkWidget *payment_desk_new (void);
/* PaymentMethod records (copied). */
void payment_desk_set_methods (SirajPaymentDesk *self, const GPtrArray *methods);
void payment_desk_set_state (SirajPaymentDesk *self, DeskState state);
/* Everything empty, for the next customer. */
void payment_desk_reset (SirajPaymentDesk *self);

/* The amount as computed; what the cashier types stays until the next reset. */
void payment_desk_set_amount (SirajPaymentDesk *self, gint64 amount_minor);
/* 0 while it cannot be read. */
gint64 payment_desk_get_amount (SirajPaymentDesk *self);
gboolean payment_desk_is_typed (SirajPaymentDesk *self);
/* The cash handed over, 0 when it was not typed. */
gint64 payment_desk_get_given (SirajPaymentDesk *self);

/* What is owed, what is kept as an advance, the balance after; NULL: nothing is known. */
void payment_desk_show (SirajPaymentDesk *self, const AllocationPreview *preview);

/* Amount, tenders and notes; FALSE with errors beside their fields. */
gboolean payment_desk_fill (SirajPaymentDesk *self, PaymentRequest *request);

/* One line under the button; NULL empties it. */
void payment_desk_say (SirajPaymentDesk *self, Tone tone, const char *text);
/* A refusal beside the field it names, else in the line. */
void payment_desk_report (SirajPaymentDesk *self, const GError *error);

G_END_DECLS
