/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines and segments of bills as rows to be copied. */
#include "server/modules/billing/run.h"
#include "server/modules/invoices/invoices.h"

#define LINE_COLUMNS 14
#define SEGMENT_COLUMNS 10

/* The name that the tariff gives to the line, or NULL. */
static const char *
component_name (const TariffVersion *version, const BillLine *line)
{
    switch (line->kind) {
    case LINE_ENERGY:
    case LINE_RERATE:
    case LINE_PERIOD_PRICE:
    case LINE_ADDITION:
        return ((const TariffComponent *)g_ptr_array_index (version->components, line->item))->name;
    case LINE_FIXED:
    case LINE_RENT:
    case LINE_FEE:
        return ((const TariffCharge *)g_ptr_array_index (version->charges, line->item))->name;
    case LINE_DISCOUNT:
        return ((const TariffDiscount *)g_ptr_array_index (version->discounts, line->item))->name;
    case LINE_DEMAND:
        return version->demand->name;
    case LINE_POWER_FACTOR:
        return version->power_factor->name;
    default:
        return NULL;
    }
}

static gboolean
has_block (const BillLine *line)
{
    return line->reason == REASON_BLOCK || line->reason == REASON_RESTART ||
           line->reason == REASON_WHOLE || line->reason == REASON_RERATE;
}

/* Whole consumption is chosen by a band, the other shapes are cut into blocks. */
static void
take_block (RunLine *row, const BillLine *line)
{
    gboolean by_band = line->reason == REASON_WHOLE || line->reason == REASON_RERATE;
    gint64 to = by_band ? line->band_to : line->to;

    row->block_from_wh = INT64_NONE;
    row->block_to_wh = INT64_NONE;
    if (has_block (line)) {
        row->block_from_wh = by_band ? line->band_from : line->from;
        row->block_to_wh = to == G_MAXINT64 ? INT64_NONE : to;
    }
}

/* Energy, and the kW of a demand line; what other kinds were chosen by is no quantity of theirs. */
static gint64
billed_quantity (const BillLine *line)
{
    return line->rate_micro != 0 || has_block (line) ? line->quantity : 0;
}

/* Taxes and rounding are of the whole bill and of no version. */
static PricedVersion *
priced_version (const RunPrices *prices, const Bill *bill, const BillLine *line)
{
    const TariffVersion *version;

    if (line->kind == LINE_TAX || line->kind == LINE_ROUNDING) {
        return NULL;
    }
    version = bill->parts[line->part].version;
    for (guint i = 0; i < prices->versions->len; i++) {
        PricedVersion *one = &g_array_index (prices->versions, PricedVersion, i);

        if (one->version == version) {
            return one;
        }
    }
    g_assert_not_reached ();
}

PricedVersion *
run_take_line (const RunPrices *prices, const Bill *bill, const BillLine *line, RunLine *row)
{
    PricedVersion *version = priced_version (prices, bill, line);
    LineTrace trace;

    *row = (RunLine) {
        .kind = enumeration_word (&line_kind_enum, line->kind),
        .component = version != NULL ? component_name (version->version, line) : NULL,
        .version_id = version != NULL ? version->id : 0,
        .quantity = billed_quantity (line),
        .rate_micro = line->rate_micro,
        .days = MIN (line->days, G_MAXINT16),
        .amount_minor = line->amount_minor,
        .tax_bp = line->kind == LINE_TAX ? line->percent_bp : line->tax_bp,
    };
    take_block (row, line);
    trace = line_trace_of (line);
    line_trace_write (&trace, row->trace);
    return version;
}

static void
put_line (CopyBuffer *rows, const RunLine *line)
{
    copy_text (rows, line->kind);
    copy_text (rows, line->component);
    copy_optional (rows, line->version_id, 0);
    copy_optional (rows, line->block_from_wh, INT64_NONE);
    copy_optional (rows, line->block_to_wh, INT64_NONE);
    copy_int64 (rows, line->quantity);
    copy_int64 (rows, line->rate_micro);
    copy_int16 (rows, (gint16)line->days);
    copy_int64 (rows, line->amount_minor);
    copy_int64 (rows, line->tax_bp);
    copy_text (rows, line->trace);
}

void
run_put_bill (RunOutput *output, const RunPrices *prices, const Bill *bill,
              const RunInvoice *invoice, gint64 invoice_id)
{
    CopyBuffer *rows = &output->lines;

    for (guint i = 0; i < bill->n_lines; i++) {
        RunLine line;
        PricedVersion *version = run_take_line (prices, bill, &bill->lines[i], &line);

        copy_row (rows, LINE_COLUMNS);
        copy_int64 (rows, invoice_id);
        copy_int16 (rows, (gint16)(i + 1));
        copy_int64 (rows, invoice->account_id);
        put_line (rows, &line);
        if (version != NULL) {
            version->used_now = TRUE;
        }
    }
}

/* @ids: of the invoice and of its account. */
void
run_put_segment (RunOutput *output, const Segment *segment, guint number, gint64 register_id,
                 const gint64 ids[2])
{
    CopyBuffer *rows = &output->segments;

    copy_row (rows, SEGMENT_COLUMNS);
    copy_int64 (rows, ids[0]);
    copy_int16 (rows, (gint16)number);
    copy_int64 (rows, ids[1]);
    copy_int64 (rows, register_id);
    copy_date (rows, segment->period.from);
    copy_date (rows, segment->period.to);
    copy_int64 (rows, segment->from_value);
    copy_int64 (rows, segment->to_value);
    copy_int64 (rows, segment->quantity);
    copy_boolean (rows, segment->estimated);
}
