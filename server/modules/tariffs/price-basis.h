/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a bill without an account is computed from: a version, the company's cash unit, and the
 * period prices of the days. */
#pragma once

#include "server/modules/tariffs/quote.h"

G_BEGIN_DECLS

typedef struct {
    TariffVersion *version;
    gint64 cash_unit_minor;
    GArray *prices; /* QuotePrice */
} PriceBasis;

/* The unsaved document @text, the version @version_id, or (0 and NULL) that of the path's tariff
 * in force on the first day.  Errors: those of the document, and NOT_FOUND. */
PriceBasis *price_basis_load (Operation *op, gint64 version_id, const char *text, Period period,
                              GError **error);
void price_basis_free (PriceBasis *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PriceBasis, price_basis_free)

/* Borrows from both. */
QuoteInput price_basis_input (const PriceBasis *self, const QuoteRequest *request);

/* tariff_document_parse() whose errors name the member within "document". */
TariffVersion *price_basis_parse (const char *document, GError **error);

G_END_DECLS
