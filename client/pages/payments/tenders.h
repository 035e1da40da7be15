/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the money comes: a line for each tender with its method, amount and reference.  The first
 * line takes what the others leave, so that the tenders always sum to the payment. */
#pragma once

#include <gtk/gtk.h>

#include "common/types/payments-types.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_TENDERS (tenders_get_type ())
G_DECLARE_FINAL_TYPE (SirajTenders, tenders, SIRAJ, TENDERS, GtkWidget)

/* Signals: "changed"; "activated": Enter in one of the lines. */
GtkWidget *tenders_new (void);
/* PaymentMethod records (copied); cash is what a line begins with. */
void tenders_set_methods (SirajTenders *self, const GPtrArray *methods);
/* One line in the usual method, nothing typed. */
void tenders_reset (SirajTenders *self);
void tenders_add (SirajTenders *self);
/* The payment they must sum to. */
void tenders_set_amount (SirajTenders *self, gint64 amount_minor);

/* PaymentTenders as they stand, owned; NULL with an error beside its line. */
GPtrArray *tenders_read (SirajTenders *self);
/* What the cash lines sum to, 0 without one. */
gint64 tenders_cash_minor (SirajTenders *self);

/* A refusal of "tenders[1].reference" beside its line; FALSE when it is not about a line. */
gboolean tenders_set_error (SirajTenders *self, const GError *error);

G_END_DECLS
