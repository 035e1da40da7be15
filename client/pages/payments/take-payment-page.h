/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cashier's page: customer, amount, Enter, next customer. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

/* A query "account_id=12" begins with that account. */
SirajPage *take_payment_page_new (const PageContext *context);

G_END_DECLS
