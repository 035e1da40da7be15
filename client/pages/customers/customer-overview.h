/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first screen of a customer's card: who and where, what is owed and since when, the last
 * payment, the last readings and bills, what is open. */
#pragma once

#include "client/shell/page.h"
#include "common/types/customers-types.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_CUSTOMER_OVERVIEW (customer_overview_get_type ())
G_DECLARE_FINAL_TYPE (SirajCustomerOverview, customer_overview, SIRAJ, CUSTOMER_OVERVIEW, GtkBox)

/* @page lives as long as the overview. */
GtkWidget *customer_overview_new (SirajPage *page);

/* Shows the customer, and asks for what belongs to @account (NULL: there is none yet).  Both are
 * borrowed for the call. */
void customer_overview_show (SirajCustomerOverview *self, const Customer *customer,
                             const Account *account);

G_END_DECLS
