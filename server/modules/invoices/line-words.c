/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of bills in words. */
#include "server/modules/invoices/line-words.h"

#include "common/base/language.h"
#include "common/base/quantity.h"
#include "common/base/text.h"
#include "common/schema/field.h"
#include "server/modules/invoices/posting.h"

#define DEMAND_SCALE 3 /* W shown as kW */
#define RATE_SCALE 6
#define RATE_DECIMALS 2 /* at least: 0.30, but 0.045 */

static char *
isolated (char *owned)
{
    g_autofree char *text = owned;

    return text_isolate (text);
}

static gboolean
is_kind (const LineWords *line, LineKind kind)
{
    return g_strcmp0 (line->kind, enumeration_word (&line_kind_enum, kind)) == 0;
}

/* The tariff's own name for the line, else the name of its kind. */
static const char *
line_name (const LineWords *line)
{
    int kind;

    if (line->component != NULL && *line->component != '\0' &&
        g_strcmp0 (line->component, line->kind) != 0) {
        return line->component;
    }
    return enumeration_find (&line_kind_enum, line->kind, &kind)
               ? enumeration_label (&line_kind_enum, kind)
               : line->kind;
}

static char *
describe_block (const LineWords *line)
{
    g_autofree char *from = isolated (energy_format_kwh (line->block_from_wh));

    if (line->block_to_wh == INT64_NONE) {
        /* Translators: name of the price, kWh */
        return line->block_from_wh == 0
                   ? g_strdup (line_name (line))
                   : g_strdup_printf (tr ("%s, above %s kWh"), line_name (line), from);
    }
    g_autofree char *to = isolated (energy_format_kwh (line->block_to_wh));
    if (line->block_from_wh == 0) {
        return g_strdup_printf (tr ("%s, up to %s kWh"), line_name (line), to);
    }
    return g_strdup_printf (tr ("%s, from %s to %s kWh"), line_name (line), from, to);
}

char *
line_description (const LineWords *line)
{
    g_autofree char *percent = NULL;

    if (is_kind (line, LINE_TAX)) {
        percent = isolated (percent_format (line->tax_bp));
        return g_strdup_printf (tr ("%s %s%%"), line_name (line), percent);
    }
    if (line->block_from_wh != INT64_NONE) {
        return describe_block (line);
    }
    return g_strdup (line_name (line));
}

/* "150 kWh × 0.30 = 45.00" */
static char *
explain_product (const LineWords *line, const char *format, char *quantity,
                 const Currency *currency)
{
    g_autofree char *count = isolated (quantity);
    g_autofree char *rate =
        isolated (decimal_format (line->rate_micro, RATE_SCALE, RATE_DECIMALS, TRUE));
    g_autofree char *amount = isolated (money_format (line->amount_minor, currency));

    return g_strdup_printf (tr (format), count, rate, amount);
}

static char *
explain_days (const LineWords *line, const Currency *currency)
{
    g_autofree char *days = isolated (g_strdup_printf ("%" G_GINT64_FORMAT, line->days));
    g_autofree char *amount = isolated (money_format (line->amount_minor, currency));

    return g_strdup_printf (tr_plural ("for %s day: %s", "for %s days: %s", (gulong)line->days),
                            days, amount);
}

char *
line_explanation (const LineWords *line, const Currency *currency)
{
    g_return_val_if_fail (currency != NULL, NULL);

    if (line->trace.reason != LINE_TRACE_NO_REASON)
        return line_explain_trace (line, currency);
    if (line->quantity != 0 && line->rate_micro != 0) {
        return is_kind (line, LINE_DEMAND)
                   ? explain_product (line, N_ ("%s kW × %s = %s"),
                                      decimal_format (line->quantity, DEMAND_SCALE, 0, TRUE),
                                      currency)
                   : explain_product (line, N_ ("%s kWh × %s = %s"),
                                      energy_format_kwh (line->quantity), currency);
    }
    return line->days > 0 && !is_kind (line, LINE_TAX) && !is_kind (line, LINE_ROUNDING)
               ? explain_days (line, currency)
               : NULL;
}
