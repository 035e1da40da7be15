/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One payment: its receipt, tenders and allocations. */
#pragma once

#include "client/shell/card-page.h"

G_BEGIN_DECLS

SirajPage *payment_page_new (const PageContext *context);

G_END_DECLS
