/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the amount of a line came about, in a sentence for the customer. */
#include "common/base/language.h"
#include "common/base/quantity.h"
#include "common/base/text.h"
#include "common/schema/field.h"
#include "server/modules/invoices/line-words.h"

#define LOAD_SCALE 3 /* W and VA shown as kW and kVA */
#define RATE_SCALE 6
#define RATE_DECIMALS 2 /* at least: 0.30, but 0.045 */
#define FACTOR_SCALE 4
#define FACTOR_DECIMALS 2

typedef struct {
    const LineWords *line;
    const LineTrace *trace;
    const Currency *currency;
    char *amount;
} Explaining;

static const char *const ordinals[] = {
    N_ ("First block"), N_ ("Second block"), N_ ("Third block"),   N_ ("Fourth block"),
    N_ ("Fifth block"), N_ ("Sixth block"),  N_ ("Seventh block"), N_ ("Eighth block"),
    N_ ("Ninth block"), N_ ("Tenth block"),
};

static char *
isolated (char *owned)
{
    g_autofree char *text = owned;

    return text_isolate (text);
}

static char *
money (const Explaining *self, gint64 amount_minor)
{
    return isolated (money_format (amount_minor, self->currency));
}

static char *
kwh (gint64 energy_wh)
{
    return isolated (energy_format_kwh (energy_wh));
}

static char *
whole (gint64 value)
{
    return isolated (decimal_format (value, 0, 0, TRUE));
}

static char *
load (gint64 value)
{
    return isolated (decimal_format (value, LOAD_SCALE, 0, TRUE));
}

static char *
rate (const Explaining *self)
{
    return isolated (decimal_format (self->line->rate_micro, RATE_SCALE, RATE_DECIMALS, TRUE));
}

static char *
percent (gint64 value_bp)
{
    return isolated (percent_format (value_bp));
}

static char *
ordinal (gint64 step)
{
    if (step <= (gint64)G_N_ELEMENTS (ordinals))
        return g_strdup (tr (ordinals[step - 1]));
    g_autofree char *number = whole (step);
    return g_strdup_printf (tr ("Block %s"), number);
}

/* "from 100 to 350", each number by its own unit. */
static char *
limits (const Explaining *self, char *(*format) (gint64 value))
{
    const LineTrace *trace = self->trace;
    g_autofree char *from = format (trace->from);
    g_autofree char *to = format (trace->to);

    if (trace->to == 0)
        return g_strdup_printf (tr ("above %s"), from);
    if (trace->from == 0)
        return g_strdup_printf (tr ("up to %s"), to);
    return g_strdup_printf (tr ("from %s to %s"), from, to);
}

/* @sentence, and why its limits or amount are not those of the tariff.  Takes @sentence. */
static char *
with_share (const Explaining *self, char *sentence, const char *format)
{
    g_autofree char *plain = sentence;
    g_autofree char *part = whole (self->trace->part);
    g_autofree char *of = whole (self->trace->of);

    if (self->trace->of == 0)
        return g_steal_pointer (&plain);
    return g_strdup_printf (tr (format), plain, part, of);
}

static char *
energy_product (const Explaining *self)
{
    g_autofree char *count = kwh (self->line->quantity);
    g_autofree char *price = rate (self);

    return g_strdup_printf (tr ("%s kWh × %s = %s"), count, price, self->amount);
}

#define LIMITS_BY_DAYS N_ ("%s (limits × %s ÷ %s by the days)")
#define AMOUNT_BY_DAYS N_ ("%s (× %s ÷ %s by the days)")

/* A price that never changes is no block. */
static char *
explain_block (const Explaining *self)
{
    g_autofree char *product = energy_product (self);
    g_autofree char *name = NULL;

    if (self->trace->step <= 1 && self->line->block_to_wh == INT64_NONE)
        return g_steal_pointer (&product);
    name = ordinal (MAX (self->trace->step, 1));
    return with_share (self, g_strdup_printf ("%s: %s", name, product), LIMITS_BY_DAYS);
}

static char *
explain_restart (const Explaining *self)
{
    g_autofree char *product = energy_product (self);
    g_autofree char *name = ordinal (MAX (self->trace->step, 1));
    g_autofree char *from = kwh (self->trace->from);

    return with_share (
        self, g_strdup_printf (tr ("%s of those for more than %s kWh: %s"), name, from, product),
        LIMITS_BY_DAYS);
}

static char *
explain_whole (const Explaining *self)
{
    g_autofree char *product = energy_product (self);
    g_autofree char *range = limits (self, kwh);

    return with_share (
        self,
        g_strdup_printf (tr ("Consumption %s kWh has one price for all of it: %s"), range, product),
        LIMITS_BY_DAYS);
}

static char *
explain_rerate (const Explaining *self)
{
    g_autofree char *count = kwh (self->line->quantity);
    g_autofree char *range = limits (self, kwh);

    return g_strdup_printf (tr ("%s kWh billed before, at the prices of consumption %s kWh: %s"),
                            count, range, self->amount);
}

static char *
days_text (gint64 days)
{
    g_autofree char *number = whole (days);

    return g_strdup_printf (tr_plural ("%s day", "%s days", (gulong)days), number);
}

static char *
explain_period_price (const Explaining *self)
{
    g_autofree char *product = energy_product (self);
    g_autofree char *days = days_text (self->line->days);

    return g_strdup_printf (tr ("price of the month for %s: %s"), days, product);
}

static char *
percent_of_base (const Explaining *self)
{
    g_autofree char *share = percent (self->trace->percent_bp);
    g_autofree char *base = money (self, self->trace->base_minor);

    return g_strdup_printf (tr ("%s%% of %s = %s"), share, base, self->amount);
}

static char *
explain_discount (const Explaining *self)
{
    g_autofree char *share = percent (self->trace->percent_bp);
    g_autofree char *base = money (self, self->trace->base_minor);
    g_autofree char *part = whole (self->trace->part);
    g_autofree char *of = whole (self->trace->of);

    if (self->trace->of == 0)
        return percent_of_base (self);
    return g_strdup_printf (tr ("%s%% of %s for %s of %s days = %s"), share, base, part, of,
                            self->amount);
}

static char *
explain_bound (const Explaining *self, const char *format)
{
    g_autofree char *base = money (self, self->trace->base_minor);
    g_autofree char *limit = money (self, self->trace->limit_minor);

    return g_strdup_printf (tr (format), base, limit, self->amount);
}

static char *
explain_demand (const Explaining *self, const char *format)
{
    g_autofree char *power = load (self->line->quantity);
    g_autofree char *price = rate (self);

    return with_share (self, g_strdup_printf (tr (format), power, price, self->amount),
                       AMOUNT_BY_DAYS);
}

static char *
explain_power_factor (const Explaining *self)
{
    g_autofree char *factor =
        isolated (decimal_format (self->trace->chosen_by, FACTOR_SCALE, FACTOR_DECIMALS, TRUE));
    g_autofree char *product = percent_of_base (self);

    return g_strdup_printf (tr ("power factor %s: %s"), factor, product);
}

/* An amount for the days, a percentage, or both. */
static char *
charge_amount (const Explaining *self)
{
    const LineTrace *trace = self->trace;
    g_autofree char *full = money (self, trace->limit_minor);
    g_autofree char *share = percent (trace->percent_bp);
    g_autofree char *base = money (self, trace->base_minor);

    if (trace->percent_bp != 0 && trace->limit_minor == 0)
        return percent_of_base (self);
    if (trace->percent_bp != 0)
        return with_share (
            self, g_strdup_printf (tr ("%s and %s%% of %s = %s"), full, share, base, self->amount),
            AMOUNT_BY_DAYS);
    if (trace->of == 0)
        return g_strdup (self->amount);
    g_autofree char *part = whole (trace->part);
    g_autofree char *of = whole (trace->of);
    return g_strdup_printf (tr ("%s × %s ÷ %s by the days = %s"), full, part, of, self->amount);
}

static char *
explain_fixed (const Explaining *self)
{
    g_autofree char *amount = charge_amount (self);
    g_autofree char *days = days_text (self->line->days);

    return self->trace->percent_bp != 0 || self->line->days == 0
               ? g_steal_pointer (&amount)
               : g_strdup_printf (tr ("for %s: %s"), days, amount);
}

static char *
explain_step (const Explaining *self, const char *format, char *(*number) (gint64 value))
{
    g_autofree char *found = number (self->trace->chosen_by);
    g_autofree char *range = limits (self, number);
    g_autofree char *amount = charge_amount (self);

    return g_strdup_printf (tr (format), found, range, amount);
}

/* The value of a bill, by the currency of the bill. */
static char *
explain_step_by_value (const Explaining *self)
{
    g_autofree char *found = money (self, self->trace->chosen_by);
    g_autofree char *from = money (self, self->trace->from);
    g_autofree char *amount = charge_amount (self);

    return g_strdup_printf (tr ("value of %s, in the step above %s: %s"), found, from, amount);
}

static char *
explain_rounding (const Explaining *self)
{
    g_autofree char *unit = money (self, self->trace->limit_minor);

    return g_strdup_printf (tr ("the total is a multiple of %s"), unit);
}

static char *
explain_energy (const Explaining *self)
{
    switch (self->trace->reason) {
    case REASON_BLOCK:
        return explain_block (self);
    case REASON_RESTART:
        return explain_restart (self);
    case REASON_WHOLE:
        return explain_whole (self);
    case REASON_RERATE:
        return explain_rerate (self);
    case REASON_PERIOD_PRICE:
        return explain_period_price (self);
    case REASON_DEMAND_MEASURED:
        return explain_demand (self, N_ ("measured maximum %s kW × %s = %s"));
    case REASON_DEMAND_CONTRACTED:
        return explain_demand (self, N_ ("of the contracted load %s kW × %s = %s"));
    default:
        return NULL;
    }
}

static char *
explain_charge (const Explaining *self)
{
    switch (self->trace->reason) {
    case REASON_FIXED:
        return explain_fixed (self);
    case REASON_STEP_ENERGY:
        return explain_step (self, N_ ("consumption of %s kWh, in the step %s kWh: %s"), kwh);
    case REASON_STEP_VALUE:
        return explain_step_by_value (self);
    case REASON_STEP_AMPERES:
        return explain_step (self, N_ ("breaker of %s A, in the step %s A: %s"), whole);
    case REASON_STEP_VA:
        return explain_step (self, N_ ("contracted load of %s kVA, in the step %s kVA: %s"), load);
    default:
        return NULL;
    }
}

static char *
explain_share (const Explaining *self)
{
    switch (self->trace->reason) {
    case REASON_DISCOUNT:
        return explain_discount (self);
    case REASON_MINIMUM:
        return explain_bound (self, N_ ("energy comes to %s and the minimum is %s: %s"));
    case REASON_MAXIMUM:
        return explain_bound (self, N_ ("energy comes to %s and the maximum is %s: %s"));
    case REASON_PENALTY:
    case REASON_BONUS:
        return explain_power_factor (self);
    case REASON_TAX:
        return percent_of_base (self);
    case REASON_ROUNDING:
        return explain_rounding (self);
    default:
        return NULL;
    }
}

char *
line_explain_trace (const LineWords *line, const Currency *currency)
{
    g_autofree char *amount = isolated (money_format (line->amount_minor, currency));
    const Explaining self = { line, &line->trace, currency, amount };
    char *text = explain_energy (&self);

    if (text == NULL)
        text = explain_charge (&self);
    return text != NULL ? text : explain_share (&self);
}
