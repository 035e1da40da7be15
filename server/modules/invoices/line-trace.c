/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traces of lines to text and back. */
#include "server/modules/invoices/line-trace.h"

#include <string.h>

#define DAYS_OF_A_YEAR 366
#define MAX_WORD 24
#define MAX_DIGITS 20

static const char *const reason_words[] = {
    [REASON_BLOCK] = "block",
    [REASON_WHOLE] = "whole",
    [REASON_RESTART] = "restart",
    [REASON_PERIOD_PRICE] = "period_price",
    [REASON_RERATE] = "rerate",
    [REASON_DISCOUNT] = "discount",
    [REASON_MINIMUM] = "minimum",
    [REASON_MAXIMUM] = "maximum",
    [REASON_DEMAND_MEASURED] = "demand_measured",
    [REASON_DEMAND_CONTRACTED] = "demand_contracted",
    [REASON_PENALTY] = "penalty",
    [REASON_BONUS] = "bonus",
    [REASON_FIXED] = "fixed",
    [REASON_STEP_ENERGY] = "step_energy",
    [REASON_STEP_VALUE] = "step_value",
    [REASON_STEP_AMPERES] = "step_amperes",
    [REASON_STEP_VA] = "step_va",
    [REASON_TAX] = "tax",
    [REASON_ROUNDING] = "rounding",
};

static const struct {
    const char *word;
    gsize offset;
} members[] = {
    { "step", G_STRUCT_OFFSET (LineTrace, step) },
    { "by", G_STRUCT_OFFSET (LineTrace, chosen_by) },
    { "from", G_STRUCT_OFFSET (LineTrace, from) },
    { "to", G_STRUCT_OFFSET (LineTrace, to) },
    { "base", G_STRUCT_OFFSET (LineTrace, base_minor) },
    { "limit", G_STRUCT_OFFSET (LineTrace, limit_minor) },
    { "percent", G_STRUCT_OFFSET (LineTrace, percent_bp) },
    { "part", G_STRUCT_OFFSET (LineTrace, part) },
    { "of", G_STRUCT_OFFSET (LineTrace, of) },
};

G_STATIC_ASSERT (LINE_TRACE_SIZE > MAX_WORD + G_N_ELEMENTS (members) * (10 + MAX_DIGITS));

static gint64
common_divisor (gint64 a, gint64 b)
{
    while (b != 0) {
        gint64 rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

/* A share of days is told in days; one of calendar months as the shortest fraction. */
static void
take_share (LineTrace *trace, const BillLine *line)
{
    gint64 divisor = 1;

    if (line->share_numerator == line->share_denominator)
        return;
    if (line->share_denominator > DAYS_OF_A_YEAR)
        divisor = common_divisor (line->share_numerator, line->share_denominator);
    trace->part = line->share_numerator / divisor;
    trace->of = line->share_denominator / divisor;
}

static void
take_limits (LineTrace *trace, gint64 from, gint64 to)
{
    trace->from = from;
    trace->to = to == G_MAXINT64 ? 0 : to;
}

static void
take_charge (LineTrace *trace, const BillLine *line)
{
    trace->limit_minor = line->limit_minor;
    trace->percent_bp = line->percent_bp;
    trace->base_minor = line->percent_bp != 0 ? line->base_minor : 0;
    take_share (trace, line);
    if (line->reason == REASON_FIXED)
        return;
    trace->step = line->block + 1;
    trace->chosen_by = line->quantity;
    take_limits (trace, line->from, line->to);
}

LineTrace
line_trace_of (const BillLine *line)
{
    LineTrace trace = { .reason = line->reason };

    switch ((LineReason)line->reason) {
    case REASON_RESTART:
    case REASON_WHOLE:
    case REASON_RERATE:
        take_limits (&trace, line->band_from, line->band_to);
        G_GNUC_FALLTHROUGH;
    case REASON_BLOCK:
        trace.step = line->block + 1;
        take_share (&trace, line);
        break;
    case REASON_PERIOD_PRICE:
        break;
    case REASON_DEMAND_MEASURED:
    case REASON_DEMAND_CONTRACTED:
        take_share (&trace, line);
        break;
    case REASON_PENALTY:
    case REASON_BONUS:
        trace.chosen_by = line->quantity;
        G_GNUC_FALLTHROUGH;
    case REASON_DISCOUNT:
        take_share (&trace, line);
        G_GNUC_FALLTHROUGH;
    case REASON_TAX:
        trace.percent_bp = line->percent_bp;
        G_GNUC_FALLTHROUGH;
    case REASON_MINIMUM:
    case REASON_MAXIMUM:
    case REASON_ROUNDING:
        trace.base_minor = line->base_minor;
        trace.limit_minor = line->limit_minor;
        break;
    default:
        take_charge (&trace, line);
    }
    return trace;
}

static char *
put_word (char *at, const char *word)
{
    gsize length = strlen (word);

    memcpy (at, word, length);
    return at + length;
}

static char *
put_number (char *at, gint64 value)
{
    char digits[MAX_DIGITS + 1];
    guint64 rest = value < 0 ? -(guint64)value : (guint64)value;
    guint n = 0;

    if (value < 0)
        *at++ = '-';
    do
        digits[n++] = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    while (n > 0)
        *at++ = digits[--n];
    return at;
}

void
line_trace_write (const LineTrace *trace, char text[LINE_TRACE_SIZE])
{
    char *at = text;

    *at = '\0';
    if (trace->reason < 0 || trace->reason >= (gint64)G_N_ELEMENTS (reason_words))
        return;
    at = put_word (at, reason_words[trace->reason]);
    for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
        gint64 value = G_STRUCT_MEMBER (gint64, trace, members[i].offset);

        if (value == 0)
            continue;
        *at++ = ' ';
        at = put_word (at, members[i].word);
        *at++ = '=';
        at = put_number (at, value);
    }
    *at = '\0';
}

static gint64
find_reason (const char *word)
{
    for (guint i = 0; i < G_N_ELEMENTS (reason_words); i++)
        if (g_str_equal (reason_words[i], word))
            return i;
    return LINE_TRACE_NO_REASON;
}

static void
read_member (LineTrace *trace, const char *pair)
{
    for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
        gsize length = strlen (members[i].word);

        if (strncmp (pair, members[i].word, length) == 0 && pair[length] == '=')
            G_STRUCT_MEMBER (gint64, trace, members[i].offset) =
                g_ascii_strtoll (pair + length + 1, NULL, 10);
    }
}

LineTrace
line_trace_read (const char *text)
{
    LineTrace trace = { .reason = LINE_TRACE_NO_REASON };
    g_auto (GStrv) parts = text != NULL ? g_strsplit (text, " ", -1) : NULL;

    if (parts == NULL || parts[0] == NULL)
        return trace;
    trace.reason = find_reason (parts[0]);
    for (guint i = 1; parts[i] != NULL; i++)
        read_member (&trace, parts[i]);
    return trace;
}
