/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invoices: the list, and one invoice as it is printed. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

SirajPage *invoices_page_new (const PageContext *context);
SirajPage *invoice_page_new (const PageContext *context);

G_END_DECLS
