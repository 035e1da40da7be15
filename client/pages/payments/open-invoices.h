/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The open invoices of an account with a tick each, and what the payment would do to them. */
#pragma once

#include <gtk/gtk.h>

#include "common/types/payments-types.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_OPEN_INVOICES (open_invoices_get_type ())
G_DECLARE_FINAL_TYPE (SirajOpenInvoices, open_invoices, SIRAJ, OPEN_INVOICES, GtkWidget)

/* Signal "ticked": the cashier chose invoices. */
GtkWidget *open_invoices_new (void);
/* Invoice records, oldest due first, all ticked; NULL for none.  Takes a reference. */
void open_invoices_set (SirajOpenInvoices *self, GPtrArray *invoices);
/* AllocationRow records of a preview (NULL: nothing is known). */
void open_invoices_show (SirajOpenInvoices *self, const GPtrArray *allocations);

/* Borrowed, may be NULL. */
const GPtrArray *open_invoices_get (SirajOpenInvoices *self);
/* One for each invoice; NULL as long as the cashier has not chosen any: oldest due first then. */
const gboolean *open_invoices_get_ticks (SirajOpenInvoices *self);

G_END_DECLS
