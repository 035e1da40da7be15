/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines and segments of bills as rows to be copied. */
#include "server/modules/billing/run.h"
#include "server/modules/invoices/invoices.h"

#define LINE_COLUMNS 13
#define SEGMENT_COLUMNS 10

/* The name that the tariff gives to the line, or NULL. */
static const char *
component_name (const TariffVersion *version, const BillLine *line)
{
    switch (line->kind) {
    case LINE_ENERGY:
    case LINE_RERATE:
    case LINE_PERIOD_PRICE:
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
put_block (CopyBuffer *rows, const BillLine *line)
{
    gboolean by_band = line->reason == REASON_WHOLE || line->reason == REASON_RERATE;
    gint64 to = by_band ? line->band_to : line->to;

    if (!has_block (line)) {
        copy_null (rows);
        copy_null (rows);
        return;
    }
    copy_int64 (rows, by_band ? line->band_from : line->from);
    if (to == G_MAXINT64) {
        copy_null (rows);
    } else {
        copy_int64 (rows, to);
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

static void
put_line (CopyBuffer *rows, const BillLine *line, const PricedVersion *version)
{
    copy_text (rows, enumeration_word (&line_kind_enum, line->kind));
    if (version != NULL) {
        copy_text (rows, component_name (version->version, line));
        copy_int64 (rows, version->id);
    } else {
        copy_null (rows);
        copy_null (rows);
    }
    put_block (rows, line);
    copy_int64 (rows, billed_quantity (line));
    copy_int64 (rows, line->rate_micro);
    copy_int16 (rows, (gint16)MIN (line->days, G_MAXINT16));
    copy_int64 (rows, line->amount_minor);
    copy_int64 (rows, line->kind == LINE_TAX ? line->percent_bp : line->tax_bp);
}

void
run_put_bill (RunOutput *output, const RunPrices *prices, const Bill *bill,
              const RunInvoice *invoice, gint64 invoice_id)
{
    CopyBuffer *rows = &output->lines;

    for (guint i = 0; i < bill->n_lines; i++) {
        PricedVersion *version = priced_version (prices, bill, &bill->lines[i]);

        copy_row (rows, LINE_COLUMNS);
        copy_int64 (rows, invoice_id);
        copy_int16 (rows, (gint16)(i + 1));
        copy_int64 (rows, invoice->account_id);
        put_line (rows, &bill->lines[i], version);
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
