/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Line kinds and their posting keys. */
#include "server/modules/invoices/posting.h"

ENUMERATION_DEFINE (line_kind_enum, "line_kind", { LINE_ENERGY, "energy", N_ ("Energy") },
                    { LINE_PERIOD_PRICE, "period_price", N_ ("Variable price addition") },
                    { LINE_ADDITION, "addition", N_ ("Price addition per kWh") },
                    { LINE_RERATE, "rerate", N_ ("Energy billed before, at the higher price") },
                    { LINE_DISCOUNT, "discount", N_ ("Discount") },
                    { LINE_MINIMUM, "minimum", N_ ("Up to the minimum charge") },
                    { LINE_MAXIMUM, "maximum", N_ ("Down to the maximum charge") },
                    { LINE_DEMAND, "demand", N_ ("Demand") },
                    { LINE_POWER_FACTOR, "power_factor", N_ ("Power factor") },
                    { LINE_FIXED, "fixed", N_ ("Fixed charge") },
                    { LINE_RENT, "rent", N_ ("Meter rent") },
                    { LINE_FEE, "fee", N_ ("Service fee") }, { LINE_TAX, "tax", N_ ("Tax") },
                    { LINE_ROUNDING, "rounding", N_ ("Rounding") },
                    { LINE_SUBSCRIPTION, "subscription", N_ ("Subscription fee") },
                    { LINE_UPGRADE, "upgrade", N_ ("Upgrade fee") },
                    { LINE_COMPONENT, "component", N_ ("Meter and components") },
                    { LINE_RECONNECTION, "reconnection", N_ ("Reconnection fee") },
                    { LINE_PENALTY, "penalty", N_ ("Penalty") },
                    { LINE_DEPOSIT, "deposit", N_ ("Deposit") },
                    { LINE_MIGRATION, "migration", N_ ("Balance carried over") },
                    { LINE_OTHER, "other", N_ ("Other charge") });

static const char *const posting_keys[LINE_N_ALL_KINDS] = {
    [LINE_ENERGY] = "revenue_energy",
    [LINE_PERIOD_PRICE] = "revenue_energy",
    [LINE_ADDITION] = "revenue_energy",
    [LINE_RERATE] = "revenue_energy",
    [LINE_DISCOUNT] = "discount",
    [LINE_MINIMUM] = "revenue_energy",
    [LINE_MAXIMUM] = "revenue_energy",
    [LINE_DEMAND] = "revenue_energy",
    [LINE_POWER_FACTOR] = "revenue_energy",
    [LINE_FIXED] = "revenue_fixed",
    [LINE_RENT] = "revenue_rent",
    [LINE_FEE] = "revenue_service",
    [LINE_TAX] = "tax",
    [LINE_ROUNDING] = "rounding",
    [LINE_SUBSCRIPTION] = "revenue_subscription",
    [LINE_UPGRADE] = "revenue_upgrade",
    [LINE_COMPONENT] = "revenue_meter",
    [LINE_RECONNECTION] = "revenue_service",
    [LINE_PENALTY] = "revenue_penalty",
    [LINE_DEPOSIT] = "deposits",
    [LINE_MIGRATION] = "opening_equity",
    [LINE_OTHER] = "revenue_service",
};

const char *
line_posting_key (int line_kind)
{
    g_return_val_if_fail (line_kind >= 0 && line_kind < LINE_N_ALL_KINDS, NULL);

    return posting_keys[line_kind];
}
