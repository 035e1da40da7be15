/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The A4 bill, block by block from top to bottom. */
#include "common/documents/invoice.h"

#include "common/base/language.h"
#include "common/base/quantity.h"
#include "common/base/text.h"
#include "common/documents/invoice-lower.h"
#include "common/documents/letterhead.h"
#include "common/documents/words.h"

#define MARGIN 34.0
#define HALF_MARGIN 24.0
#define GAP 9.0
#define NOTICE_GRAY 0.96
#define BAND_GRAY 0.93
#define MAX_PAYMENTS 5
/* Of a row of sums: one line, and the second that the label of a payment may need. */
#define SUM_HEIGHT 17.0
#define SUM_MORE 13.0

static const TextStyle heading_style = { .size_pt = 10, .bold = TRUE };

static const char *
document_title (const InvoiceDocument *document)
{
    if (document->title != NULL)
        return document->title;
    return enumeration_label (&invoice_document_kind_enum, document->kind);
}

static void
page_head (Flow *flow, gconstpointer data)
{
    const InvoiceDocument *document = data;
    const char *title = document_title (document);
    if (sheet_n_pages (pen_sheet (flow->pen)) == 1)
        letterhead_full (flow, document->header, title);
    else
        letterhead_short (flow, document->header, title, document->customer_name);
}

/* The last day inside, as people say it, not the first day after. */
static char *
period_text (const InvoiceDocument *document)
{
    int days = invoice_document_days (document);
    if (days == 0)
        return NULL;
    g_autofree char *from = print_date (document->period_from);
    g_autofree char *to = print_date (document->period_to - 1);
    g_autofree char *length = g_strdup_printf (tr_plural ("%d day", "%d days", days), days);
    return g_strdup_printf (tr ("%s to %s (%s)"), from, to, length);
}

static double
draw_customer (Flow *flow, const InvoiceDocument *document, Box box)
{
    LabelValue lines[] = {
        { N_ ("Customer"), g_strdup (document->customer_name) },
        { N_ ("Account number"), print_code (document->account_number) },
        { N_ ("Customer number"), print_code (document->customer_number) },
        { N_ ("Agreement number"), print_code (document->agreement_number) },
        { N_ ("Service address"), g_strdup (document->service_address) },
        { N_ ("Phone"), print_code (document->customer_phone) },
        { N_ ("Tax number"), print_code (document->customer_tax_number) },
    };
    return pen_label_values (flow->pen, lines, G_N_ELEMENTS (lines), 84, box);
}

static double
draw_terms (Flow *flow, const InvoiceDocument *document, Box box)
{
    LabelValue lines[] = {
        { N_ ("Issue date"), print_date (document->issue_date) },
        { N_ ("Period"), period_text (document) },
        { N_ ("Due date"), print_date (document->due_date) },
        { N_ ("Class"), g_strdup (document->customer_class) },
        { N_ ("Branch"), g_strdup (document->header->branch) },
        { N_ ("Corrected invoice"), print_code (document->corrected_number) },
    };
    return pen_label_values (flow->pen, lines, G_N_ELEMENTS (lines), 76, box);
}

static void
draw_parties (Flow *flow, const InvoiceDocument *document)
{
    double split = flow->width * 0.52;
    double pad = 6;
    Box customer = { flow->x + pad, flow->y + 4, split - 2 * pad, 0 };
    Box terms = { flow->x + split + pad, flow->y + 4, flow->width - split - 2 * pad, 0 };
    double a = draw_customer (flow, document, customer);
    double b = draw_terms (flow, document, terms);
    double height = MAX (a, b) + 7;
    pen_frame (flow->pen, (Box) { flow->x, flow->y, flow->width, height }, 0.5);
    pen_line (flow->pen, (Box) { flow->x + split, flow->y, 0, height }, 0.5);
    flow->y += height + GAP;
}

static const char *
due_label (const InvoiceDocument *document)
{
    if (document->kind == INVOICE_DOCUMENT_CREDIT_NOTE)
        return tr ("Amount credited");
    return document->due_minor < 0 ? tr ("Your credit") : tr ("Amount due");
}

/* The one thing everybody looks for. */
static void
draw_band (Flow *flow, const InvoiceDocument *document)
{
    const TextStyle label_style = { .size_pt = 13, .bold = TRUE };
    const TextStyle hint_style = { .size_pt = 9 };
    const TextStyle amount_style = { .size_pt = 21, .bold = TRUE, .align = ALIGN_END };
    gboolean is_note = document->kind == INVOICE_DOCUMENT_CREDIT_NOTE;
    gboolean is_owed = !is_note && document->due_minor > 0;
    gint64 amount_minor = is_note ? document->total_minor : document->due_minor;
    Box box = { flow->x, flow->y, flow->width, 42 };
    pen_fill (flow->pen, box, BAND_GRAY);
    pen_frame (flow->pen, box, 1.2);

    double half = flow->width / 2 - 10;
    pen_text (flow->pen, due_label (document), &label_style,
              (Box) { flow->x + 8, flow->y + 3, half, 0 });
    g_autofree char *due_date = print_date (document->due_date);
    g_autofree char *hint = g_strdup_printf (tr ("To be paid by %s"), due_date);
    if (is_owed && document->due_date != DATE_NONE)
        pen_text (flow->pen, hint, &hint_style, (Box) { flow->x + 8, flow->y + 23, half, 0 });
    g_autofree char *amount =
        print_money_named (ABS (amount_minor), invoice_document_currency (document));
    pen_text_fitted (flow->pen, amount, &amount_style,
                     (Box) { flow->x + 10 + half, flow->y + 4, half + 2, 0 });
    flow->y += box.height + GAP;
}

static const TableColumn reading_columns[] = {
    { N_ ("Meter"), 0, ALIGN_START },
    { N_ ("Previous date"), 64, ALIGN_CENTER },
    { N_ ("Previous reading"), 70, ALIGN_NUMBER },
    { N_ ("Current date"), 64, ALIGN_CENTER },
    { N_ ("Current reading"), 70, ALIGN_NUMBER },
    { N_ ("Days"), 32, ALIGN_CENTER },
    { N_ ("Multiplier"), 52, ALIGN_CENTER },
    { N_ ("Consumption (kWh)"), 82, ALIGN_NUMBER },
};

static char *
print_energy (gint64 energy_wh)
{
    g_autofree char *digits = energy_format_kwh (energy_wh);
    return text_isolate (digits);
}

static char *
print_integer (gint64 value)
{
    g_autofree char *digits = decimal_format (value, 0, 0, TRUE);
    return text_isolate (digits);
}

static char *
meter_text (const InvoiceReading *reading)
{
    g_autofree char *meter = print_code (reading->meter_number);
    if (reading->register_name == NULL)
        return g_steal_pointer (&meter);
    return g_strdup_printf ("%s · %s", meter, reading->register_name);
}

static char *
current_reading_text (const InvoiceReading *reading)
{
    g_autofree char *value = print_energy (reading->current_reading_wh);
    if (!reading->is_estimated)
        return g_steal_pointer (&value);
    return g_strdup_printf ("%s\n(%s)", value, tr ("estimated"));
}

static char *
reading_days_text (const InvoiceReading *reading)
{
    if (reading->previous_date == DATE_NONE || reading->current_date == DATE_NONE)
        return NULL;
    return print_integer (reading->current_date - reading->previous_date);
}

static void
draw_reading (Flow *flow, const Table *table, const InvoiceReading *reading)
{
    char *values[] = {
        meter_text (reading),
        print_date (reading->previous_date),
        print_energy (reading->previous_reading_wh),
        print_date (reading->current_date),
        current_reading_text (reading),
        reading_days_text (reading),
        print_integer (MAX (reading->multiplier, 1)),
        print_energy (reading->energy_wh),
    };
    table_row (flow, table, values, FALSE);
    for (guint i = 0; i < G_N_ELEMENTS (values); i++)
        g_free (values[i]);
}

static void
draw_readings (Flow *flow, const InvoiceDocument *document)
{
    const Table table = { reading_columns, G_N_ELEMENTS (reading_columns), 8.5 };
    guint n_readings = document_count (document->readings);
    if (n_readings == 0)
        return;
    table_head (flow, &table);
    for (guint i = 0; i < n_readings; i++)
        draw_reading (flow, &table, g_ptr_array_index (document->readings, i));
    flow->y += GAP;
}

static const TableColumn line_columns[] = {
    { N_ ("Description"), 0, ALIGN_START }, { N_ ("Quantity"), 62, ALIGN_NUMBER },
    { N_ ("Unit"), 62, ALIGN_CENTER },      { N_ ("Price"), 62, ALIGN_NUMBER },
    { N_ ("Tax"), 38, ALIGN_CENTER },       { N_ ("Amount"), 88, ALIGN_NUMBER },
};

/* With "%" behind, together in one isolate. */
static char *
print_percent (gint64 basis_points)
{
    g_autofree char *digits = percent_format (basis_points);
    g_autofree char *text = g_strconcat (digits, "%", NULL);
    return text_isolate (text);
}

static char *
print_optional (gint64 value, char *(*format) (gint64))
{
    if (value == INT64_NONE)
        return NULL;
    g_autofree char *digits = format (value);
    return text_isolate (digits);
}

static char *
line_text (const InvoicePrintLine *line)
{
    if (line->explanation == NULL)
        return g_strdup (line->description);
    return g_strdup_printf ("%s\n%s", line->description, line->explanation);
}

static void
draw_line (Flow *flow, const Table *table, const InvoicePrintLine *line, const Currency *currency)
{
    /* Thousandths of any unit print like Wh as kWh. */
    char *values[] = {
        line_text (line),
        print_optional (line->quantity_milli, energy_format_kwh),
        g_strdup (line->unit),
        print_optional (line->rate_micro, rate_format),
        line->tax_bp != INT64_NONE ? print_percent (line->tax_bp) : NULL,
        print_money (line->amount_minor, currency),
    };
    table_row (flow, table, values, FALSE);
    for (guint i = 0; i < G_N_ELEMENTS (values); i++)
        g_free (values[i]);
}

static void
draw_lines (Flow *flow, const InvoiceDocument *document)
{
    const Table table = { line_columns, G_N_ELEMENTS (line_columns), 9 };
    const Currency *currency = invoice_document_currency (document);
    table_head (flow, &table);
    for (guint i = 0; i < document_count (document->lines); i++)
        draw_line (flow, &table, g_ptr_array_index (document->lines, i), currency);
    flow->y += GAP;
}

static const TableColumn sum_columns[] = {
    { "", 0, ALIGN_START },
    { "", 76, ALIGN_NUMBER },
};
static const Table sum_table = { sum_columns, G_N_ELEMENTS (sum_columns), 9 };

/* Takes @label. */
static void
draw_sum (Flow *flow, char *label, gint64 amount_minor, const Currency *currency, gboolean bold)
{
    char *values[] = { label, print_money (amount_minor, currency) };
    if (bold)
        table_row_filled (flow, &sum_table, values);
    else
        table_row (flow, &sum_table, values, FALSE);
    g_free (values[0]);
    g_free (values[1]);
}

static void
draw_sum_heading (Flow *flow, const char *text)
{
    flow->y +=
        pen_text (flow->pen, text, &heading_style, (Box) { flow->x, flow->y, flow->width, 0 });
    flow->y += 1;
    pen_line (flow->pen, (Box) { flow->x, flow->y, flow->width, 0 }, 0.5);
}

static void
draw_totals (Flow *flow, const InvoiceDocument *document)
{
    const Currency *currency = invoice_document_currency (document);
    draw_sum_heading (flow, tr ("This document"));
    draw_sum (flow, g_strdup (tr ("Subtotal")), document->subtotal_minor, currency, FALSE);
    for (guint i = 0; i < document_count (document->taxes); i++) {
        const InvoiceTaxTotal *tax = g_ptr_array_index (document->taxes, i);
        g_autofree char *rate = print_percent (tax->tax_bp);
        g_autofree char *base = print_money (tax->taxable_minor, currency);
        draw_sum (flow, g_strdup_printf (tr ("Tax %s on %s"), rate, base), tax->tax_minor, currency,
                  FALSE);
    }
    if (document->rounding_minor != 0)
        draw_sum (flow, g_strdup (tr ("Rounding")), document->rounding_minor, currency, FALSE);
    draw_sum (flow, g_strdup (tr ("Total")), document->total_minor, currency, TRUE);
}

static void
draw_payment (Flow *flow, const InvoicePayment *payment, const Currency *currency)
{
    g_autofree char *number = print_code (payment->receipt_number);
    g_autofree char *date = print_date (payment->date);
    draw_sum (flow, g_strdup_printf (tr ("Payment %s on %s"), number, date), -payment->amount_minor,
              currency, FALSE);
}

/* One by one while they are few, else in one sum: the statement of account lists them all. */
static void
draw_payments (Flow *flow, const InvoiceDocument *document)
{
    const Currency *currency = invoice_document_currency (document);
    guint n_payments = document_count (document->payments);
    gint64 sum_minor = 0;
    for (guint i = 0; i < n_payments; i++) {
        const InvoicePayment *payment = g_ptr_array_index (document->payments, i);
        sum_minor += payment->amount_minor;
        if (n_payments <= MAX_PAYMENTS)
            draw_payment (flow, payment, currency);
    }
    if (n_payments > MAX_PAYMENTS)
        draw_sum (flow, g_strdup (tr ("Payments since the last bill")), -sum_minor, currency,
                  FALSE);
}

/* The account beside the bill: what was owed before is never a line of this bill. */
static void
draw_account (Flow *flow, const InvoiceDocument *document)
{
    const Currency *currency = invoice_document_currency (document);
    draw_sum_heading (flow, tr ("Your account"));
    draw_sum (flow, g_strdup (tr ("Previous balance")), document->previous_balance_minor, currency,
              FALSE);
    draw_payments (flow, document);
    draw_sum (flow, g_strdup (document_title (document)), document->total_minor, currency, FALSE);
    draw_sum (flow, g_strdup (tr ("Amount due")), document->due_minor, currency, TRUE);
}

static void
draw_sums (Flow *flow, const InvoiceDocument *document)
{
    guint n_payments = MIN (document_count (document->payments), MAX_PAYMENTS);
    guint n_rows = 3 + MAX (n_payments, document_count (document->taxes));
    flow_need (flow, 20 + SUM_HEIGHT * n_rows + SUM_MORE * n_payments);
    double width = flow->width / 2 - GAP / 2;
    Flow account = flow_column (flow, flow->x, width);
    Flow totals = flow_column (flow, flow->x + flow->width - width, width);
    if (document->kind == INVOICE_DOCUMENT_BILL)
        draw_account (&account, document);
    draw_totals (&totals, document);
    flow->y = MAX (account.y, totals.y) + GAP;
}

static void
draw_words (Flow *flow, const InvoiceDocument *document)
{
    const TextStyle style = { .size_pt = 10, .bold = TRUE };
    g_autofree char *words =
        words_amount (document->total_minor, invoice_document_currency (document), language_get ());
    g_autofree char *text = g_strdup_printf ("%s: %s", tr ("Total in words"), words);
    flow_text (flow, text, &style, GAP);
}

/* The notice stands in a frame of its own; a long one is wrapped, never cut. */
static void
draw_notice (Flow *flow, const InvoiceDocument *document)
{
    const TextStyle style = { .size_pt = 9.5, .bold = TRUE };
    double pad = 6;
    if (document->notice == NULL || document->notice[0] == '\0')
        return;
    g_autoptr (PangoLayout) layout =
        pen_layout (flow->pen, document->notice, &style, flow->width - 2 * pad);
    double height = pen_layout_height (layout) + pad;
    Box box = { flow->x, flow->y, flow->width, height };
    pen_fill (flow->pen, box, NOTICE_GRAY);
    pen_frame (flow->pen, box, 0.5);
    pen_place (flow->pen, g_steal_pointer (&layout), flow->x + pad, flow->y + pad / 2, 0);
    flow->y += height + GAP;
}

static Flow
begin_flow (Pen *pen, const InvoiceDocument *document)
{
    Sheet *sheet = pen_sheet (pen);
    double margin = document->is_half_sheet ? HALF_MARGIN : MARGIN;
    double width = sheet_width (sheet) - 2 * margin;
    double foot = letterhead_foot_height (pen, document->header, width);
    return (Flow) {
        .pen = pen,
        .x = margin,
        .width = width,
        .top = margin,
        .bottom = sheet_height (sheet) - margin * 0.7 - foot,
        .page_head = page_head,
        .document = document,
    };
}

Sheet *
invoice_compose (Press *press, const InvoiceDocument *document)
{
    g_return_val_if_fail (document->header != NULL, NULL);
    g_return_val_if_fail (invoice_document_currency (document) != NULL, NULL);
    double height = document->is_half_sheet ? SHEET_A4_HEIGHT / 2 : SHEET_A4_HEIGHT;
    g_autoptr (Sheet) sheet = sheet_new (SHEET_A4_WIDTH, height);
    g_autoptr (Pen) pen = pen_new (press, sheet);
    Flow flow = begin_flow (pen, document);
    flow_new_page (&flow);
    draw_notice (&flow, document);
    draw_parties (&flow, document);
    draw_band (&flow, document);
    draw_readings (&flow, document);
    draw_lines (&flow, document);
    draw_sums (&flow, document);
    draw_words (&flow, document);
    invoice_draw_lower (&flow, document);
    letterhead_feet (&flow, document->header);
    return g_steal_pointer (&sheet);
}
