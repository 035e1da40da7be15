/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing an invoice by hand. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

/* Opens the window; @account_id 0: chosen in it.  The new invoice is opened in a tab. */
void manual_invoice_open (SirajPage *page, gint64 account_id);

G_END_DECLS
