/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands under the sums of a bill. */
#include "common/documents/invoice-lower.h"

#include "common/base/language.h"
#include "common/base/quantity.h"
#include "common/base/text.h"
#include "common/documents/chart.h"

#define GAP 9.0
#define ROW_HEIGHT 17.0
#define QR_SIZE 92.0
#define CHART_HEIGHT 104.0
#define MAX_MONTHS 12
#define MAX_RECEIPTS 5

static const TextStyle heading_style = { .size_pt = 10, .bold = TRUE };
static const TextStyle pay_style = { .size_pt = 8.5 };
static const TextStyle small_style = { .size_pt = 8 };

static gint64
document_energy_wh (const InvoiceDocument *document)
{
    gint64 energy_wh = 0;
    for (guint i = 0; i < document_count (document->readings); i++) {
        const InvoiceReading *reading = g_ptr_array_index (document->readings, i);
        energy_wh += reading->energy_wh;
    }
    return energy_wh;
}

/* To a tenth of a kWh, enough to compare two bills of different length. */
static char *
daily_average_text (const InvoiceDocument *document)
{
    int days = invoice_document_days (document);
    gint64 tenths = 0;
    if (days == 0 || !rounding_divide (document_energy_wh (document), 100 * (Wide)days,
                                       ROUNDING_HALF_UP, &tenths))
        return NULL;
    g_autofree char *digits = decimal_format (tenths, 1, 1, TRUE);
    g_autofree char *average = text_isolate (digits);
    return g_strdup_printf (tr ("Average of this bill: %s kWh a day"), average);
}

static void
draw_chart (Flow *flow, const InvoiceDocument *document)
{
    const TextStyle hint_style = { .size_pt = 8 };
    guint n_months = document_count (document->consumption);
    guint first = n_months > MAX_MONTHS ? n_months - MAX_MONTHS : 0;
    ChartBar bars[MAX_MONTHS];
    for (guint i = first; i < n_months; i++) {
        const InvoiceMonth *month = g_ptr_array_index (document->consumption, i);
        bars[i - first] = (ChartBar) { month->month, month->energy_wh, i == n_months - 1 };
    }
    flow->y += pen_text (flow->pen, tr ("Consumption by month (kWh)"), &heading_style,
                         (Box) { flow->x, flow->y, flow->width, 0 });
    chart_draw (flow->pen, bars, n_months - first,
                (Box) { flow->x, flow->y, flow->width, CHART_HEIGHT });
    flow->y += CHART_HEIGHT + 4;
    g_autofree char *average = daily_average_text (document);
    flow->y +=
        pen_text (flow->pen, average, &hint_style, (Box) { flow->x, flow->y, flow->width, 0 });
}

static void
draw_how_to_pay (Flow *flow, const InvoiceDocument *document)
{
    const char *payload = document->header->qr_payload;
    double x = flow->x;
    double width = flow->width;
    double bottom = flow->y;
    if (payload != NULL) {
        pen_qr (flow->pen, payload, (Box) { x, flow->y, QR_SIZE, QR_SIZE });
        bottom = flow->y + QR_SIZE;
        x += QR_SIZE + 6;
        width -= QR_SIZE + 6;
    }
    if (document->how_to_pay != NULL) {
        Box box = { x, flow->y, width, 0 };
        box.y += pen_text (flow->pen, tr ("How to pay"), &heading_style, box);
        flow->y = box.y + pen_text (flow->pen, document->how_to_pay, &pay_style, box);
    }
    flow->y = MAX (flow->y, bottom);
}

static double
how_to_pay_height (Flow *flow, const InvoiceDocument *document, double width)
{
    if (document->how_to_pay == NULL)
        return QR_SIZE;
    g_autoptr (PangoLayout) layout =
        pen_layout (flow->pen, document->how_to_pay, &pay_style, width - QR_SIZE - 6);
    return pen_layout_height (layout) + 2 * heading_style.size_pt;
}

static void
draw_ending (Flow *flow, const InvoiceDocument *document)
{
    gboolean has_chart = document_count (document->consumption) > 0;
    double width = has_chart ? flow->width * 0.46 : flow->width;
    double pay_height = how_to_pay_height (flow, document, width - GAP);
    double chart_height = has_chart ? CHART_HEIGHT + 28 : 0;
    flow_need (flow, 6 + MAX (pay_height, chart_height));
    pen_line (flow->pen, (Box) { flow->x, flow->y, flow->width, 0 }, 0.5);
    flow->y += 6;
    Flow pay = flow_column (flow, flow->x, width - GAP);
    Flow chart = flow_column (flow, flow->x + width, flow->width - width);
    draw_how_to_pay (&pay, document);
    if (has_chart)
        draw_chart (&chart, document);
    flow->y = MAX (pay.y, chart.y);
}

/* "Consumption: 320 kWh more than the bill before", or less, or the same. */
static char *
difference_text (const char *label, char *difference, gint64 sign)
{
    g_autofree char *number = difference;
    if (sign == 0)
        return g_strdup_printf (tr ("%s: as on the bill before"), label);
    return sign > 0 ? g_strdup_printf (tr ("%s: %s more than on the bill before"), label, number)
                    : g_strdup_printf (tr ("%s: %s less than on the bill before"), label, number);
}

static void
draw_comparison (Flow *flow, const InvoiceDocument *document)
{
    const Currency *currency = invoice_document_currency (document);
    if (document->past_energy_wh == INT64_NONE || document->past_total_minor == INT64_NONE)
        return;
    gint64 energy_wh = document_energy_wh (document) - document->past_energy_wh;
    gint64 money_minor = document->total_minor - document->past_total_minor;
    g_autofree char *kwh = energy_format_kwh (ABS (energy_wh));
    g_autofree char *digits = text_isolate (kwh);
    g_autofree char *energy = difference_text (
        tr ("Consumption"), g_strdup_printf ("%s %s", digits, tr ("kWh")), energy_wh);
    g_autofree char *money = difference_text (
        tr ("Total"), print_money_named (ABS (money_minor), currency), money_minor);
    g_autofree char *text = g_strdup_printf ("%s  ·  %s", energy, money);
    flow_text (flow, text, &pay_style, GAP);
}

static const TableColumn receipt_columns[] = {
    { N_ ("Last payments"), 0, ALIGN_START },
    { N_ ("Date"), 90, ALIGN_CENTER },
    { N_ ("Paid"), 110, ALIGN_NUMBER },
};

static void
draw_receipts (Flow *flow, const InvoiceDocument *document)
{
    const Table table = { receipt_columns, G_N_ELEMENTS (receipt_columns), 8.5 };
    const Currency *currency = invoice_document_currency (document);
    guint n = MIN (document_count (document->receipts), MAX_RECEIPTS);
    if (n == 0)
        return;
    flow_need (flow, ROW_HEIGHT * (n + 1));
    table_head (flow, &table);
    for (guint i = 0; i < n; i++) {
        const InvoicePayment *payment = g_ptr_array_index (document->receipts, i);
        char *values[] = { print_code (payment->receipt_number), print_date (payment->date),
                           print_money (payment->amount_minor, currency) };
        table_row (flow, &table, values, FALSE);
        for (guint j = 0; j < G_N_ELEMENTS (values); j++)
            g_free (values[j]);
    }
    flow->y += GAP;
}

static void
draw_small_print (Flow *flow, const InvoiceDocument *document)
{
    if (document->terms == NULL || document->terms[0] == '\0')
        return;
    flow->y += GAP;
    flow_need (flow, 3 * heading_style.size_pt);
    flow_text (flow, tr ("Terms"), &heading_style, 0);
    flow_paragraphs (flow, document->terms, &small_style, 0);
}

void
invoice_draw_lower (Flow *flow, const InvoiceDocument *document)
{
    draw_comparison (flow, document);
    draw_receipts (flow, document);
    draw_ending (flow, document);
    draw_small_print (flow, document);
}
