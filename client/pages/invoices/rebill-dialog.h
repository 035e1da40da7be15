/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cancel and bill again: what would change stands before the button that does it, and the readings
 * the bill ends with may be corrected. */
#pragma once

#include "client/shell/page.h"
#include "common/types/billing-types.h"

G_BEGIN_DECLS

/* @invoice is the new bill, borrowed.  Not called when it was given up or the page is gone. */
typedef void (*RebillDone) (SirajPage *page, const Invoice *invoice);

void rebill_dialog_open (SirajPage *page, const Invoice *invoice, RebillDone done);

G_END_DECLS
