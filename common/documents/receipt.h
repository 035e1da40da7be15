/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printed receipt voucher. */
#pragma once

#include "common/documents/document-types.h"
#include "common/documents/press.h"
#include "common/documents/sheet.h"

G_BEGIN_DECLS

typedef enum {
    RECEIPT_PAPER_80MM,    /* a roll: one page as long as its text */
    RECEIPT_PAPER_HALF_A4, /* the upper half of an A4 sheet, more when the allocations overflow */
} ReceiptPaper;

/* Lays @document out in the language of the press (and the thread); amounts are printed as they are
 * given.  The header and a known currency are required.  Owned. */
Sheet *receipt_compose (Press *press, const ReceiptDocument *document, ReceiptPaper paper);

G_END_DECLS
