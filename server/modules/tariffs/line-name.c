/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the engine's line to its name and its members on the wire. */
#include "server/modules/tariffs/line-name.h"

#include "common/schema/field.h"
#include "server/modules/invoices/invoices.h"

/* NULL where the list is empty or shorter than the line says. */
static gconstpointer
item_of (const GPtrArray *list, guint i)
{
    return i < list_length (list) ? g_ptr_array_index (list, i) : NULL;
}

static const char *
component_name (const TariffVersion *version, guint i)
{
    const TariffComponent *component = item_of (version->components, i);

    return component != NULL ? component->name : NULL;
}

static const char *
charge_name (const TariffVersion *version, guint i)
{
    const TariffCharge *charge = item_of (version->charges, i);

    return charge != NULL ? charge->name : NULL;
}

static const char *
discount_name (const TariffVersion *version, guint i)
{
    const TariffDiscount *discount = item_of (version->discounts, i);

    return discount != NULL ? discount->name : NULL;
}

const char *
tariff_line_name (const Bill *bill, const BillLine *line)
{
    const TariffVersion *version;

    if (line->kind == LINE_TAX || line->kind == LINE_ROUNDING || line->part >= bill->n_parts) {
        return NULL;
    }
    version = bill->parts[line->part].version;
    switch (line->kind) {
    case LINE_ENERGY:
    case LINE_PERIOD_PRICE:
    case LINE_ADDITION:
    case LINE_RERATE:
        return component_name (version, line->item);
    case LINE_FIXED:
    case LINE_RENT:
    case LINE_FEE:
        return charge_name (version, line->item);
    case LINE_DISCOUNT:
        return discount_name (version, line->item);
    case LINE_DEMAND:
        return version->demand != NULL ? version->demand->name : NULL;
    case LINE_POWER_FACTOR:
        return version->power_factor != NULL ? version->power_factor->name : NULL;
    default:
        return NULL;
    }
}

LineWords
tariff_line_words (const Bill *bill, const BillLine *line)
{
    gboolean block = line->reason == REASON_BLOCK || line->reason == REASON_RESTART;

    return (LineWords) {
        .kind = enumeration_word (&line_kind_enum, line->kind),
        .component = tariff_line_name (bill, line),
        .block_from_wh = block ? line->from : INT64_NONE,
        .block_to_wh = block && line->to != G_MAXINT64 ? line->to : INT64_NONE,
        .quantity = line->quantity,
        .rate_micro = line->rate_micro,
        .days = line->days,
        .amount_minor = line->amount_minor,
        .tax_bp = line->kind == LINE_TAX ? line->percent_bp : line->tax_bp,
        .trace = line_trace_of (line),
    };
}
