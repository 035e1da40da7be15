/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole bill of one agreement: its days shared out among tariff versions and terms, priced,
 * taxed by rate group, rounded to cash.  total = net + tax + rounding, exactly. */
#pragma once

#include "server/engine/consumption.h"
#include "server/engine/price.h"

G_BEGIN_DECLS

#define BILL_MAX_LINES 160
#define BILL_MAX_PARTS 16
#define BILL_MAX_SPANS 32
#define BILL_MAX_TAX_RATES 16

/* What was agreed on these days. */
typedef struct {
    Period period;                /* may reach beyond the bill */
    const TariffVersion *version; /* NULL: no service (disconnected) */
    PriceTerms terms;
} BillTerm;

typedef struct {
    const Currency *currency;
    gint64 cash_unit_minor; /* of the company; 1: none */
    Period period;          /* from the last billed reading to this one */
    int cycle_days;         /* of the cycle the bill belongs to */
    const BillTerm *terms;  /* in the order of their days, without gap over the period */
    guint n_terms;
    const Segment *segments;
    guint n_segments;
    const PeriodPrice *prices;
    guint n_prices;
    gint64 previous_wh[REGISTER_N_ENERGY]; /* billed before in the same month (prepaid) */
    gint64 power_factor_bp;                /* as read; 0: reckoned from the reactive register */
    guint flags;                           /* PRICE_BLOCKS_ONLY */
} BillInput;

/* Days under the same prices and terms, adjoining or not. */
typedef struct {
    const TariffVersion *version;
    PriceTerms terms;
    Period spans[BILL_MAX_SPANS];
    guint n_spans;
    int days;
    PriceUsage usage;
} BillPart;

typedef struct {
    BillPart parts[BILL_MAX_PARTS];
    guint n_parts;
    guint last_part;                /* in force on the last day with service */
    BillLine lines[BILL_MAX_LINES]; /* net lines by part, then taxes, then cash rounding */
    guint n_lines;
    int days; /* with service */
    gint64 energy_wh;
    gint64 net_minor;
    gint64 tax_minor;
    gint64 rounding_minor;
    gint64 total_minor;
    gboolean estimated; /* some of the energy was */
} Bill;

/* Computes @bill, in memory of the caller that may be used again without clearing.  Energy is
 * split by days with largest remainder; limits and charges by days; charges once per bill belong
 * to the last part, whose version also gives the tax and rounding policy.  Errors are codes for
 * the exceptions queue: TARIFF_MISSING, TARIFF_OVERLAP, SEGMENT_MISSING, SEGMENT_OVERLAP,
 * ENERGY_WITHOUT_SERVICE, and those of tariff_price(). */
gboolean bill_compute (const BillInput *input, Bill *bill, GError **error);

G_END_DECLS
