/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers, their accounts and their agreements. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

SirajPage *customers_page_new (const PageContext *context);
/* The card of a customer, and the form of a new one. */
SirajPage *customer_page_new (const PageContext *context);
SirajPage *accounts_page_new (const PageContext *context);
SirajPage *account_page_new (const PageContext *context);
SirajPage *agreements_page_new (const PageContext *context);
/* A new one takes "account=ID" as its query. */
SirajPage *agreement_page_new (const PageContext *context);

G_END_DECLS
