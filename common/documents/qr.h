/* SPDX-License-Identifier: GPL-3.0-or-later */
/* QR codes: drawing, and the payload that Saudi Arabia wants on simplified invoices. */
#pragma once

#include <cairo.h>

#include "common/base/date.h"
#include "common/base/money.h"

G_BEGIN_DECLS

/* Draws @payload (UTF-8, error correction M) as a black square of @size with its quiet zone of four
 * modules inside.  On an image surface modules are whole dots.  FALSE, with nothing drawn, when the
 * payload is empty or more than a QR code holds. */
gboolean qr_draw (cairo_t *cr, const char *payload, double x, double y, double size);

typedef struct {
    const char *seller;
    const char *vat_number;
    Instant issued_at;  /* written in UTC */
    gint64 total_minor; /* VAT included */
    gint64 vat_minor;
    const Currency *currency;
} QrSaudiInvoice;

/* The Base64 of the five TLV fields of the Saudi e-invoicing rules, phase 1 (ZATCA, "Security
 * Features Implementation Standards", QR code): a tag byte, a length byte that counts bytes of
 * UTF-8, the value.  Owned.  Errors: MISSING_VALUE, OUT_OF_RANGE (a value over 255 bytes). */
char *qr_saudi_payload (const QrSaudiInvoice *invoice, GError **error);

G_END_DECLS
