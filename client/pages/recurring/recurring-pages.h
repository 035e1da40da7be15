/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recurring invoices: the list and one of them. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

SirajPage *recurring_invoices_page_new (const PageContext *context);
SirajPage *recurring_invoice_page_new (const PageContext *context);

G_END_DECLS
