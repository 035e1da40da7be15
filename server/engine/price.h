/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices the consumption of some days by one tariff version: net lines with their whole trace.  No
 * allocation, no clock, no lookup; taxes and totals belong to bill.h. */
#pragma once

#include "server/engine/tariff.h"

G_BEGIN_DECLS

typedef enum {
    LINE_ENERGY,
    LINE_PERIOD_PRICE,
    LINE_ADDITION, /* a second price per kWh on the same energy */
    LINE_RERATE,   /* energy billed earlier in the month that a higher band prices anew */
    LINE_DISCOUNT,
    LINE_MINIMUM,
    LINE_MAXIMUM,
    LINE_DEMAND,
    LINE_POWER_FACTOR,
    LINE_FIXED,
    LINE_RENT,
    LINE_FEE,
    LINE_TAX,
    LINE_ROUNDING,
    LINE_N_KINDS
} LineKind;

/* Why a line is there; with the members named it is put into words elsewhere. */
typedef enum {
    REASON_BLOCK,             /* progressive: quantity, rate, from, to */
    REASON_WHOLE,             /* all of k at one price: quantity, rate, band_from, band_to */
    REASON_RESTART,           /* block of a list chosen by k: as BLOCK, with band_from, band_to */
    REASON_PERIOD_PRICE,      /* quantity, rate, days */
    REASON_RERATE,            /* quantity: energy billed before; band_from, band_to */
    REASON_DISCOUNT,          /* percent_bp of base, days of all_days */
    REASON_MINIMUM,           /* base: the energy part, limit */
    REASON_MAXIMUM,           /* base: the energy part, limit */
    REASON_DEMAND_MEASURED,   /* quantity in W, rate per kW */
    REASON_DEMAND_CONTRACTED, /* quantity in W (the share billed), rate per kW */
    REASON_PENALTY,           /* quantity: power factor bp; percent_bp of base */
    REASON_BONUS,             /* quantity: power factor bp; percent_bp of base */
    REASON_FIXED,             /* amount, days */
    REASON_STEP_ENERGY,       /* quantity: k; from, to of the step */
    REASON_STEP_VALUE,        /* quantity: minor units; from, to of the step */
    REASON_STEP_AMPERES,      /* quantity: A; from, to of the step */
    REASON_STEP_VA,           /* quantity: VA; from, to of the step */
    REASON_TAX,               /* percent_bp of base */
    REASON_ROUNDING,          /* limit: the unit */
} LineReason;

typedef struct {
    guint8 kind;           /* LineKind */
    guint8 reason;         /* LineReason */
    guint8 register_class; /* RegisterClass */
    guint8 part;           /* which of the bill's parts */
    guint8 item;           /* component, charge or discount of the version, from 0 */
    guint8 band;           /* from 0 */
    guint8 block;          /* block or step, from 0 */
    gint32 days;           /* the line is for */
    gint32 all_days;       /* of the part */
    gint32 tax_bp;
    gint32 percent_bp;
    gint32 share_numerator;   /* of the limits, or of a charge's amount, on these days; */
    gint32 share_denominator; /* 0: too long a fraction to tell */
    gint64 quantity;          /* Wh unless the reason says otherwise */
    gint64 rate_micro;
    gint64 amount_minor;
    gint64 from; /* limits as used, scaled to the days; `to` is G_MAXINT64 when open */
    gint64 to;
    gint64 band_from;
    gint64 band_to;
    gint64 base_minor;
    gint64 limit_minor; /* of a charge: its whole amount, before the share */
} BillLine;

/* All zero: a new line is copied from it, which takes a third of the time of clearing it. */
extern const BillLine bill_line_blank;

/* A growing list in memory of the caller. */
typedef struct {
    BillLine *items;
    guint n;
    guint max;
} BillLines;

/* A price per kWh that was valid on these days. */
typedef struct {
    const char *name;
    Period period;
    gint64 rate_micro_per_kwh;
} PeriodPrice;

typedef enum {
    PRICE_WHOLE = 0,
    PRICE_BLOCKS_ONLY =
        1 << 0, /* no charges, demand, additions or period prices (excess over a quota) */
    PRICE_NOT_LAST = 1 << 1, /* charges taken once per bill belong to another part */
} PriceFlags;

/* What was drawn and agreed: counted over the days priced. */
typedef struct {
    gint64
        energy_wh[REGISTER_N_ENERGY]; /* TOTAL is the sum of the hour classes, if there are any */
    gint64 previous_wh[REGISTER_N_ENERGY]; /* billed before in the same month (prepaid) */
    gint64 reactive_varh;
    gint64 demand_w;
    gint64 power_factor_bp; /* as read from the meter; 0: reckoned from reactive_varh */
    gboolean by_hours;      /* the meters have hour classes */
    gboolean has_reactive;  /* a reactive register was read */
    gboolean has_demand;    /* a demand register was read */
} PriceUsage;

typedef struct {
    gint64 amperes; /* 0: not known */
    gint64 contracted_va;
    gint64 contracted_w;
    gint64 tax_override_bp; /* replaces every rate above zero (0: exempt); TAX_OF_TARIFF: none */
} PriceTerms;

#define TAX_OF_TARIFF (-1)

typedef struct {
    const TariffVersion *version;
    const Currency *currency;
    Period whole;        /* the bill's */
    int whole_days;      /* with service, of the whole bill */
    int days;            /* with service, of this part */
    int cycle_days;      /* of a full cycle */
    gint64 whole_wh;     /* of the whole bill */
    const Period *spans; /* the days of this part */
    guint n_spans;
    const PriceUsage *usage;
    const PriceTerms *terms;
    const PeriodPrice *prices;
    guint n_prices;
    guint part; /* number given to the lines */
    guint flags;
} PriceInput;

/* Appends the net lines of @input to @lines: energy by blocks, period prices, discount, minimum and
 * maximum, demand, power factor, charges.  Errors (codes for the exceptions queue):
 * CURRENCY_MISMATCH, REGISTER_MISSING, PERIOD_PRICE_MISSING, CONTRACT_MISSING, DEMAND_MISSING,
 * AMOUNT_TOO_LARGE, TOO_MANY_LINES.  On failure the lines are of no use. */
gboolean tariff_price (const PriceInput *input, BillLines *lines, GError **error);

/* @total_wh by days: whole kWh when the total is whole kWh, else Wh; largest remainder, so that the
 * parts sum to the total.  All weights zero gives all to the first part. */
void energy_split (gint64 total_wh, const gint64 *days, guint n, gint64 *parts_wh);

/* Active energy ÷ apparent energy in basis points, rounded half up to hundredths; 10 000 without
 * energy. */
gint64 power_factor_bp (gint64 active_wh, gint64 reactive_varh);

G_END_DECLS
