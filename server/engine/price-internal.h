/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two halves of pricing share: energy by blocks (price.c) and all that is reckoned on top
 * of it (price-charges.c). */
#pragma once

#include "server/engine/price.h"

G_BEGIN_DECLS

/* A line beyond this is a mistake, and 160 of them still add up in 64 bits. */
#define PRICE_MAX_AMOUNT_MINOR G_GINT64_CONSTANT (10000000000000000)

typedef struct {
    const PriceInput *input;
    const TariffVersion *version;
    BillLines *lines;
    guint first;    /* the first line of this part */
    Share limits;   /* share of the version's limits that falls on this part */
    gint64 divisor; /* Wh × micro per kWh ÷ divisor = minor units */
    gint64 unit;    /* every line is a multiple of it */
    Rounding rounding;
    gboolean carries; /* ROUND_TOTAL: remainders go on to the next line */
    BillLine blank;   /* what every line of this part begins with; copied faster than cleared */
    Wide carried;
    gint64 carried_minor;
} Pricing;

/* A new line of this part, zero but for kind, reason, part and days; NULL when the list is full. */
BillLine *pricing_add_line (Pricing *self, LineKind kind, LineReason reason, GError **error);

/* @numerator ÷ @denominator rounded to the version's unit.  Error: AMOUNT_TOO_LARGE. */
gboolean pricing_round (const Pricing *self, Wide numerator, Wide denominator, gint64 *amount_minor,
                        GError **error);

/* The tax of a line, unless the customer has one of his own. */
gint32 pricing_tax (const Pricing *self, gint64 tax_bp);

/* Net of the block prices after discount, of this part. */
gint64 pricing_energy_part (const Pricing *self);

/* Which share of the tariff's own limits or amount the line stands for. */
void pricing_set_share (BillLine *line, Share share);

/* Days of this part inside the window. */
int pricing_days_within (const Pricing *self, Period window);

/* Discount, minimum and maximum; then demand and power factor; then the charges in order. */
gboolean pricing_add_discounts (Pricing *self, GError **error);
gboolean pricing_add_bounds (Pricing *self, GError **error);
gboolean pricing_add_demand (Pricing *self, GError **error);
gboolean pricing_add_power_factor (Pricing *self, GError **error);
gboolean pricing_add_charges (Pricing *self, GError **error);

G_END_DECLS
