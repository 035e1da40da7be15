/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tabs of a customer's card behind its overview and its form; part of customer-page.c. */
#pragma once

#include "client/shell/form-page.h"

G_BEGIN_DECLS

typedef enum {
    PANE_ACCOUNTS,
    PANE_AGREEMENTS,
    PANE_REGISTERS,
    PANE_READINGS,
    PANE_INVOICES,
    PANE_PAYMENTS,
    PANE_HISTORY,
    N_PANES
} CustomerPane;

typedef struct {
    SirajPage *page;
    gint64 customer_id;
    GtkWidget *panes[N_PANES]; /* NULL where the role may not look */
} CustomerTabs;

void customer_tabs_add (CustomerTabs *self, SirajFormPage *page, gint64 customer_id);
/* Whose readings, invoices and payments; 0: the customer has no account. */
void customer_tabs_set_account (CustomerTabs *self, gint64 account_id);
void customer_tabs_reload (CustomerTabs *self);
/* The dialog that opens another account for the customer. */
void customer_tabs_new_account (CustomerTabs *self);

G_END_DECLS
