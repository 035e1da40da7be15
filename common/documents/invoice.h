/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printed invoice and credit note. */
#pragma once

#include "common/documents/document-types.h"
#include "common/documents/press.h"
#include "common/documents/sheet.h"

G_BEGIN_DECLS

/* Lays @document out on A4 in the language of the press (and the thread), one page unless its lines
 * overflow; pages of half a sheet where the document says so.  Sums are printed as they are given,
 * never computed.  The header and a known currency are required.  Owned. */
Sheet *invoice_compose (Press *press, const InvoiceDocument *document);

G_END_DECLS
