/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page of the program: one line each, in the order of the sidebar. */
#include "client/shell/registry.h"

#include "client/pages/customers/customers-pages.h"
#include "client/pages/payments/payment-page.h"
#include "client/pages/payments/payments-page.h"
#include "client/pages/payments/take-payment-page.h"

static const PageEntry entries[] = {
    { "customers", GROUP_CUSTOMERS, N_ ("Customers"), "system-users-symbolic", "customers.read",
      customers_page_new },
    { "take-payment", GROUP_COLLECTION, N_ ("Take a payment"), "emblem-money-symbolic",
      "payments.take", take_payment_page_new },
    { "payments", GROUP_COLLECTION, N_ ("Payments"), "view-list-symbolic", "payments.read",
      payments_page_new },
    { "payment", GROUP_NONE, N_ ("Receipt"), "emblem-money-symbolic", "payments.read",
      payment_page_new },
};

static const char *const group_titles[N_GROUPS] = {
    [GROUP_HOME] = N_ ("Home"),
    [GROUP_CUSTOMERS] = N_ ("Subscribers"),
    [GROUP_METERING] = N_ ("Meters and readings"),
    [GROUP_BILLING] = N_ ("Billing"),
    [GROUP_COLLECTION] = N_ ("Collection"),
    [GROUP_PREPAID] = N_ ("Prepayment"),
    [GROUP_FINANCE] = N_ ("Finance"),
    [GROUP_REPORTS] = N_ ("Reports"),
    [GROUP_ADMINISTRATION] = N_ ("Administration"),
};

const PageEntry *
registry_list (guint *n_entries)
{
    *n_entries = G_N_ELEMENTS (entries);
    return entries;
}

const PageEntry *
registry_find (const char *id)
{
    for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
        if (g_str_equal (entries[i].id, id))
            return &entries[i];
    return NULL;
}

const char *
registry_group_title (PageGroup group)
{
    return group_titles[group];
}
