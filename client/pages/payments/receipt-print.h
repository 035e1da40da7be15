/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A payment as its receipt: on screen, on a roll of 80 mm or on half a sheet. */
#pragma once

#include "client/shell/page.h"
#include "common/documents/receipt.h"
#include "common/types/payments-types.h"

G_BEGIN_DECLS

/* The receipt laid out, owned; @given_minor is the cash that was handed over, 0 when unknown. */
Sheet *receipt_sheet_new (SirajSession *session, const Payment *payment, gint64 given_minor,
                          ReceiptPaper paper);

/* The paper this desk prints receipts on, remembered on this machine. */
ReceiptPaper receipt_paper (SirajSettings *settings);
/* A drop-down of the papers that remembers what is chosen. */
GtkWidget *receipt_paper_choice_new (SirajSettings *settings);

/* Asks the printer for @payment on the paper of the desk. */
void receipt_print (SirajPage *page, const Payment *payment, gint64 given_minor);

G_END_DECLS
