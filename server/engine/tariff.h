/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tariff version as plain data: every shape of the Arab world's tariffs without a line of code
 * of its own.  The field tables of tariff-document.h describe these structs, so lists are
 * GPtrArrays of structs (NULL = empty), enumerations are ints, and "no limit" is TARIFF_OPEN. */
#pragma once

#include "common/base/date.h"
#include "common/base/money.h"
#include "common/base/quantity.h"

G_BEGIN_DECLS

/* No upper limit; null in a document. */
#define TARIFF_OPEN G_MININT64

/* Bounds, so that a hostile document cannot make the engine slow or a bill too long. */
#define TARIFF_MAX_LIST 32
#define TARIFF_MAX_CASES 1000
#define TARIFF_MAX_CASE_DAYS 3660
#define TARIFF_MAX_LIMIT_WH G_GINT64_CONSTANT (10000000000000)
#define TARIFF_MAX_RATE_MICRO G_GINT64_CONSTANT (1000000000000000)
#define TARIFF_MAX_AMOUNT_MINOR G_GINT64_CONSTANT (1000000000000000)

/* Whose energy a component prices.  TOTAL is everything the point drew; the hour classes are parts
 * of it, each with a register of its own. */
typedef enum {
    REGISTER_TOTAL,
    REGISTER_PEAK,
    REGISTER_SHOULDER,
    REGISTER_OFF_PEAK,
    REGISTER_N_ENERGY, /* classes before this one are active energy */
    REGISTER_REACTIVE = REGISTER_N_ENERGY,
    REGISTER_DEMAND, /* a maximum in W, not a counter */
    REGISTER_N_CLASSES
} RegisterClass;

/* For how many days a limit or a charge is meant. */
typedef enum {
    BASIS_BILL,  /* as it stands, once per bill, whatever its days */
    BASIS_DAY,   /* for each day */
    BASIS_MONTH, /* for a month; part months by days ÷ basis_days */
    BASIS_CYCLE, /* for a billing cycle; by days ÷ basis_days, or ÷ the cycle's own days */
} TariffBasis;

/* Energy above from_wh up to and including to_wh, at one price. */
typedef struct {
    gint64 from_wh;
    gint64 to_wh; /* TARIFF_OPEN in the last */
    gint64 rate_micro_per_kwh;
    gint64 tax_bp;
} TariffBlock;

/* When the consumption k of the period is above from_wh and at most to_wh, all of it is priced by
 * these blocks.  One open band: progressive.  One open block in each band: whole consumption.
 * Several of both: restart. */
typedef struct {
    gint64 from_wh;
    gint64 to_wh;
    GPtrArray *blocks; /* TariffBlock */
} TariffBand;

/* A price per kWh on the energy of one register class.  With a price_name and no bands it is that
 * period price itself; with both, the price of a block is its rate × the period price (an exchange
 * rate, or a fuel clause that begins above some kWh). */
typedef struct {
    char *name;
    int register_class;
    gboolean addition; /* on top of energy that another component prices */
    char *price_name;  /* of a period price ("fuel"), else NULL */
    gint64 tax_bp;     /* of a period price; blocks carry their own */
    GPtrArray *bands;  /* TariffBand */
} TariffComponent;

typedef enum { CHARGE_FIXED, CHARGE_RENT, CHARGE_FEE } ChargeKind;

/* By what a charge finds its step. */
typedef enum {
    SELECT_NOTHING, /* one step: a fixed charge */
    SELECT_ENERGY,  /* k in Wh */
    SELECT_VALUE,   /* net of the lines before it, minor units */
    SELECT_AMPERES, /* of the breaker */
    SELECT_VA,      /* of the contracted load */
} ChargeSelector;

/* Of what a charge takes its percentage, and by what SELECT_VALUE chooses. */
typedef enum {
    CHARGE_OF_VALUE,  /* all lines before it */
    CHARGE_OF_ENERGY, /* the energy part after discount, minimum and maximum */
} ChargeBase;

/* When the selector is above `above` and at most `up_to`: amount_minor, plus per_unit_minor for
 * each begun `unit` above `above`, plus a percentage of the value so far.  Negative amounts are
 * credits. */
typedef struct {
    gint64 above;
    gint64 up_to; /* TARIFF_OPEN in the last */
    gint64 amount_minor;
    gint64 unit; /* 0: no price per unit */
    gint64 per_unit_minor;
    gint64 percent_bp;
} TariffStep;

/* Everything on a bill that is not a price per kWh: fixed charge, meter rent, customer service fee
 * by step, support credit, municipality's percentage, fee by amperes. */
typedef struct {
    char *name;
    int kind;
    int selector;
    int basis;
    int percent_of; /* ChargeBase */
    gint64 tax_bp;
    GPtrArray *steps; /* TariffStep */
} TariffCharge;

/* A percentage off the block prices for the days inside a window: either the days [from, to), or
 * the same days of every year when yearly_from and yearly_to (month × 100 + day, 501 = 1 May) are
 * set. */
typedef struct {
    char *name;
    gint64 percent_bp;
    Date from;
    Date to;
    gint64 yearly_from;
    gint64 yearly_to;
} TariffDiscount;

/* kW × price on the larger of the measured maximum and a share of the contracted load. */
typedef struct {
    char *name;
    gint64 rate_micro_per_kw;
    gint64 contracted_share_bp;
    int basis;
    gint64 tax_bp;
} TariffDemand;

/* A percentage of the energy part for each hundredth of power factor below reference_bp (a second
 * one below severe_below_bp), and a bonus for each hundredth above it, up to bonus_up_to_bp. */
typedef struct {
    char *name;
    gint64 reference_bp;
    gint64 penalty_bp;
    gint64 severe_below_bp; /* 0: none */
    gint64 severe_bp;
    gint64 bonus_up_to_bp; /* 0: no bonus */
    gint64 bonus_bp;
    gint64 tax_bp;
} TariffPowerFactor;

typedef enum { RULE_EQUAL, RULE_NOT_EQUAL, RULE_AT_MOST, RULE_AT_LEAST } EligibilityTest;

/* Rules EQUAL of one attribute are alternatives; all other rules must hold. */
typedef struct {
    char *attribute;
    int test;
    char *value; /* a whole number for AT_MOST and AT_LEAST */
} TariffRule;

typedef struct {
    const char *attribute;
    const char *value;
} TariffAttribute;

typedef enum {
    ROUND_LINES, /* every line to the unit */
    ROUND_TOTAL, /* remainders of energy go on to the next line; the total to the unit */
} RoundingPolicy;

typedef enum {
    TAX_PER_GROUP, /* round (Σ net of a rate × rate): what e-invoice rules ask */
    TAX_PER_LINE,  /* Σ round (net of a line × rate) */
} TaxPolicy;

typedef enum {
    CASE_BILL,   /* the whole bill */
    CASE_BLOCKS, /* block prices and their tax alone */
} CaseScope;

/* A golden case: what a bill of this consumption must come to.  No period: the days from the
 * version's first day; days 0: one whole month. */
typedef struct {
    char *note;
    int scope;
    Date from;
    gint64 days;
    gint64 energy_wh;
    gint64 peak_wh;
    gint64 shoulder_wh;
    gint64 off_peak_wh;
    gint64 reactive_varh;
    gint64 demand_w;
    gint64 contracted_w;
    gint64 contracted_va;
    gint64 amperes;
    gint64 period_price_micro;   /* of every period price the version names */
    gint64 expected_net_minor;   /* TARIFF_OPEN: not checked */
    gint64 expected_total_minor; /* TARIFF_OPEN: not checked */
} TariffCase;

typedef struct {
    char *code;
    char *name;
    char *currency; /* ISO 4217 */
    char *decision;
    Date valid_from;
    Date valid_to; /* DATE_NONE: until replaced */
    int limit_basis;
    gint64 basis_days; /* of a month or cycle; 0: the calendar's or the cycle's own */
    int rounding_policy;
    int rounding;
    gint64 rounding_unit_minor;
    int tax_policy;
    GPtrArray *components; /* TariffComponent */
    GPtrArray *charges;    /* TariffCharge, in the order of the bill */
    GPtrArray *discounts;  /* TariffDiscount */
    gint64 minimum_minor;  /* of the energy part, by limit_basis; 0: none */
    gint64 maximum_minor;  /* 0: none */
    TariffDemand *demand;
    TariffPowerFactor *power_factor;
    GPtrArray *rules; /* TariffRule */
    GPtrArray *cases; /* TariffCase */
} TariffVersion;

/* An exact fraction; shares of limits and charges are never rounded before they are used. */
typedef struct {
    gint64 numerator;
    gint64 denominator;
} Share;

/* Refuses the first fault found, named by its member ("components[0].bands[1].blocks[2].from_wh"):
 * BLOCK_NOT_FROM_ZERO, BLOCK_GAP, BLOCK_OVERLAP, BLOCK_EMPTY, BLOCK_OPEN, BLOCK_CLOSED,
 * NEGATIVE_RATE, TARIFF_INCOMPLETE, TARIFF_PERIOD, INVALID_VALUE, OUT_OF_RANGE.  Only a version
 * that passed may be priced. */
gboolean tariff_validate (const TariffVersion *version, GError **error);

/* TRUE when both give the same bill for the same days: everything but code, name, decision,
 * validity, eligibility and cases is equal. */
gboolean tariff_same_prices (const TariffVersion *a, const TariffVersion *b);

/* Whether an agreement with these attributes may have the tariff.  Error: NOT_ELIGIBLE, naming the
 * attribute; an attribute the agreement lacks fails its rule. */
gboolean tariff_is_eligible (const TariffVersion *version, const TariffAttribute *attributes,
                             guint n_attributes, GError **error);

/* Whether the component comes on top of the block prices: a period price, or an addition. */
gboolean tariff_component_is_addition (const TariffComponent *component);

/* How much of a limit or charge of this basis falls on @part_days of the @whole_days billed in
 * @whole (days without service make whole_days shorter than the period).  A period from one day of
 * the month to the same day later is whole months; else days ÷ basis_days, or the calendar's days
 * when 0. */
Share tariff_share (const TariffVersion *version, int basis, Period whole, int whole_days,
                    int part_days, int cycle_days);

gint64 share_of_limit (Share share, gint64 value);

/* @value × share, rounded half up; the value of an open limit is G_MAXINT64.  Most bills are of a
 * whole month, and every block asks. */
static inline gint64
share_of (Share share, gint64 value)
{
    if (value == TARIFF_OPEN)
        return G_MAXINT64;
    if (share.numerator == share.denominator)
        return value;
    return share_of_limit (share, value);
}

static inline guint
list_length (const GPtrArray *list)
{
    return list != NULL ? list->len : 0;
}

G_END_DECLS
