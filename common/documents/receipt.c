/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One receipt, on a roll or on half a sheet. */
#include "common/documents/receipt.h"

#include "common/base/language.h"
#include "common/documents/escpos.h"
#include "common/documents/letterhead.h"
#include "common/documents/words.h"

#define ROLL_MARGIN 3.0
#define ROLL_MAX_HEIGHT 20000.0
#define ROLL_QR_SIZE 96.0
#define HALF_MARGIN 30.0
#define HALF_FOOT 28.0
#define HALF_QR_SIZE 78.0

static const Currency *
document_currency (const ReceiptDocument *document)
{
    return currency_find (document->header->currency);
}

static const char *
balance_label (const ReceiptDocument *document)
{
    return document->balance_minor < 0 ? N_ ("Your credit") : N_ ("Remaining balance");
}

static char *
optional_money (gint64 amount_minor, const Currency *currency)
{
    if (amount_minor == INT64_NONE || amount_minor == 0)
        return NULL;
    return print_money_named (amount_minor, currency);
}

static char *
words_text (const ReceiptDocument *document)
{
    return words_amount (document->paid_minor, document_currency (document), language_get ());
}

/* Who paid, and how. */
static double
draw_payer (Flow *flow, const ReceiptDocument *document, double label_width, Box box)
{
    LabelValue lines[] = {
        { N_ ("Received from"), g_strdup (document->customer_name) },
        { N_ ("Account number"), print_code (document->account_number) },
        { N_ ("Meter"), print_code (document->meter_number) },
        { N_ ("Phone"), print_code (document->customer_phone) },
    };
    return pen_label_values (flow->pen, lines, G_N_ELEMENTS (lines), label_width, box);
}

static double
draw_tender (Flow *flow, const ReceiptDocument *document, double label_width, Box box)
{
    const Currency *currency = document_currency (document);
    const DocumentHeader *header = document->header;
    gboolean has_change = document->tendered_minor != INT64_NONE && document->change_minor != 0;
    LabelValue lines[] = {
        { N_ ("Date and time"),
          print_instant (document->received_at, (int)header->utc_offset_minutes) },
        { N_ ("Branch"), g_strdup (header->branch) },
        { N_ ("Cashier"), g_strdup (document->cashier) },
        { N_ ("Payment method"), g_strdup (document->method) },
        { N_ ("Reference"), print_code (document->reference) },
        { N_ ("Tendered"), optional_money (document->tendered_minor, currency) },
        { N_ ("Change given"),
          has_change ? print_money_named (document->change_minor, currency) : NULL },
    };
    return pen_label_values (flow->pen, lines, G_N_ELEMENTS (lines), label_width, box);
}

static const TableColumn roll_columns[] = {
    { N_ ("Invoice"), 0, ALIGN_START },
    { N_ ("Paid"), 54, ALIGN_NUMBER },
    { N_ ("Remaining"), 54, ALIGN_NUMBER },
};
static const TableColumn half_columns[] = {
    { N_ ("Invoice"), 0, ALIGN_START },
    { N_ ("Due date"), 90, ALIGN_CENTER },
    { N_ ("Paid"), 100, ALIGN_NUMBER },
    { N_ ("Remaining"), 100, ALIGN_NUMBER },
};
static const Table roll_table = { roll_columns, G_N_ELEMENTS (roll_columns), 8 };
static const Table half_table = { half_columns, G_N_ELEMENTS (half_columns), 9 };

static void
draw_allocation (Flow *flow, const Table *table, const ReceiptAllocation *allocation,
                 const Currency *currency)
{
    g_autofree char *number = print_code (allocation->invoice_number);
    g_autofree char *due = print_date (allocation->due_date);
    g_autofree char *paid = print_money (allocation->amount_minor, currency);
    g_autofree char *remaining = print_money (allocation->remaining_minor, currency);
    char *const roll[] = { number, paid, remaining };
    char *const half[] = { number, due, paid, remaining };
    table_row (flow, table, table == &roll_table ? roll : half, FALSE);
}

static void
draw_allocations (Flow *flow, const ReceiptDocument *document, const Table *table)
{
    const GPtrArray *allocations = document->allocations;
    const Currency *currency = document_currency (document);
    if (allocations == NULL || allocations->len == 0)
        return;
    table_head (flow, table);
    for (guint i = 0; i < allocations->len; i++)
        draw_allocation (flow, table, g_ptr_array_index (allocations, i), currency);
    flow->y += 4;
}

/* What is left, under the sum paid: the line people argue about. */
static double
draw_balances (Flow *flow, const ReceiptDocument *document, double label_width, Box box)
{
    const Currency *currency = document_currency (document);
    LabelValue lines[] = {
        { N_ ("Kept as credit"), optional_money (document->unallocated_minor, currency) },
        { balance_label (document), print_money_named (ABS (document->balance_minor), currency) },
        { N_ ("Note"), g_strdup (document->note) },
    };
    return pen_label_values (flow->pen, lines, G_N_ELEMENTS (lines), label_width, box);
}

static void
draw_paid_band (Flow *flow, const ReceiptDocument *document, double size_pt)
{
    const TextStyle label_style = { .size_pt = size_pt * 0.7, .bold = TRUE };
    const TextStyle amount_style = { .size_pt = size_pt, .bold = TRUE, .align = ALIGN_END };
    double height = size_pt * 1.75;
    double label_width = flow->width * 0.44;
    pen_frame (flow->pen, (Box) { flow->x, flow->y, flow->width, height }, 1.2);
    pen_text (flow->pen, tr ("Amount paid"), &label_style,
              (Box) { flow->x + 5, flow->y + height * 0.2, label_width - 5, 0 });
    g_autofree char *amount =
        print_money_named (document->paid_minor, document_currency (document));
    pen_text_fitted (
        flow->pen, amount, &amount_style,
        (Box) { flow->x + label_width, flow->y + height * 0.08, flow->width - label_width - 5, 0 });
    flow->y += height + 3;
}

static void
draw_roll_head (Flow *flow, const ReceiptDocument *document)
{
    const DocumentHeader *header = document->header;
    const TextStyle name_style = { .size_pt = 12, .bold = TRUE, .align = ALIGN_CENTER };
    const TextStyle line_style = { .size_pt = 8, .align = ALIGN_CENTER };
    const TextStyle title_style = { .size_pt = 11, .bold = TRUE, .align = ALIGN_CENTER };
    double logo = 40;
    Box logo_box = { flow->x + (flow->width - logo) / 2, flow->y, logo, logo };
    if (pen_image (flow->pen, header->logo_png, logo_box))
        flow->y += logo + 2;
    flow_text (flow, header->company_name, &name_style, 0);
    flow_text (flow, header->company_address, &line_style, 0);
    g_autofree char *contacts = letterhead_contacts (header, "\n");
    flow_text (flow, contacts, &line_style, 3);
    pen_line (flow->pen, (Box) { flow->x, flow->y, flow->width, 0 }, 1.2);
    flow->y += 2;
    g_autofree char *number = print_code (header->number);
    g_autofree char *title = g_strdup_printf ("%s  %s", tr ("Receipt voucher"), number);
    flow_text (flow, title, &title_style, 1);
    const char *mark = letterhead_mark (header);
    if (mark != NULL) {
        pen_frame (flow->pen, (Box) { flow->x + flow->width / 2 - 34, flow->y, 68, 17 }, 1.2);
        flow_text (flow, mark, &title_style, 3);
    }
    pen_line (flow->pen, (Box) { flow->x, flow->y, flow->width, 0 }, 0.6);
    flow->y += 3;
}

static void
draw_roll_foot (Flow *flow, const ReceiptDocument *document)
{
    const DocumentHeader *header = document->header;
    const TextStyle style = { .size_pt = 8, .align = ALIGN_CENTER };
    if (header->qr_payload != NULL) {
        Box box = { flow->x + (flow->width - ROLL_QR_SIZE) / 2, flow->y, ROLL_QR_SIZE,
                    ROLL_QR_SIZE };
        pen_qr (flow->pen, header->qr_payload, box);
        flow->y += ROLL_QR_SIZE + 2;
    }
    flow_text (flow, header->footer, &style, 1);
    g_autofree char *printed = letterhead_printed (header);
    flow_text (flow, printed, &style, 0);
}

static void
compose_roll (Flow *flow, const ReceiptDocument *document)
{
    const TextStyle words_style = { .size_pt = 9 };
    draw_roll_head (flow, document);
    flow->y += draw_payer (flow, document, 68, (Box) { flow->x, flow->y, flow->width, 0 });
    flow->y += draw_tender (flow, document, 68, (Box) { flow->x, flow->y, flow->width, 0 }) + 3;
    draw_allocations (flow, document, &roll_table);
    draw_paid_band (flow, document, 15);
    g_autofree char *words = words_text (document);
    flow_text (flow, words, &words_style, 3);
    flow->y += draw_balances (flow, document, 80, (Box) { flow->x, flow->y, flow->width, 0 }) + 4;
    draw_roll_foot (flow, document);
}

static Sheet *
roll_sheet (Press *press, const ReceiptDocument *document)
{
    g_autoptr (Sheet) sheet = sheet_new (ESCPOS_POINTS, ROLL_MAX_HEIGHT);
    g_autoptr (Pen) pen = pen_new (press, sheet);
    Flow flow = { .pen = pen,
                  .x = ROLL_MARGIN,
                  .width = ESCPOS_POINTS - 2 * ROLL_MARGIN,
                  .top = ROLL_MARGIN,
                  .bottom = ROLL_MAX_HEIGHT };
    flow_new_page (&flow);
    compose_roll (&flow, document);
    sheet_set_height (sheet, flow.y + ROLL_MARGIN);
    return g_steal_pointer (&sheet);
}

static void
half_page_head (Flow *flow, gconstpointer data)
{
    const ReceiptDocument *document = data;
    const char *title = tr ("Receipt voucher");
    if (sheet_n_pages (pen_sheet (flow->pen)) == 1)
        letterhead_full (flow, document->header, title);
    else
        letterhead_short (flow, document->header, title, document->customer_name);
}

static void
draw_half_parties (Flow *flow, const ReceiptDocument *document)
{
    double half = flow->width / 2;
    Box start = { flow->x, flow->y, half - 8, 0 };
    Box end = { flow->x + half, flow->y, half, 0 };
    double a = draw_payer (flow, document, 84, start);
    double b = draw_tender (flow, document, 84, end);
    flow->y += MAX (a, b) + 5;
}

static void
draw_half_ending (Flow *flow, const ReceiptDocument *document)
{
    const TextStyle words_style = { .size_pt = 10, .bold = TRUE };
    const TextStyle sign_style = { .size_pt = 8.5 };
    const char *payload = document->header->qr_payload;
    flow_need (flow, HALF_QR_SIZE + 60);
    draw_paid_band (flow, document, 17);
    g_autofree char *words = words_text (document);
    flow_text (flow, words, &words_style, 4);
    double qr_x = flow->x + flow->width - HALF_QR_SIZE;
    if (payload != NULL)
        pen_qr (flow->pen, payload, (Box) { qr_x, flow->y, HALF_QR_SIZE, HALF_QR_SIZE });
    double width = flow->width - HALF_QR_SIZE - 10;
    double height = draw_balances (flow, document, 90, (Box) { flow->x, flow->y, width, 0 });
    g_autofree char *sign =
        g_strdup_printf ("%s: ........................................", tr ("Signature"));
    flow->y += MAX (height + 14, HALF_QR_SIZE - 18);
    pen_text (flow->pen, sign, &sign_style, (Box) { flow->x, flow->y, width, 0 });
}

static Sheet *
half_sheet (Press *press, const ReceiptDocument *document)
{
    g_autoptr (Sheet) sheet = sheet_new (SHEET_A4_WIDTH, SHEET_A4_HEIGHT / 2);
    g_autoptr (Pen) pen = pen_new (press, sheet);
    Flow flow = { .pen = pen,
                  .x = HALF_MARGIN,
                  .width = SHEET_A4_WIDTH - 2 * HALF_MARGIN,
                  .top = HALF_MARGIN - 8,
                  .bottom = SHEET_A4_HEIGHT / 2 - HALF_MARGIN - HALF_FOOT + 12,
                  .page_head = half_page_head,
                  .document = document };
    flow_new_page (&flow);
    draw_half_parties (&flow, document);
    draw_allocations (&flow, document, &half_table);
    draw_half_ending (&flow, document);
    letterhead_feet (&flow, document->header);
    return g_steal_pointer (&sheet);
}

Sheet *
receipt_compose (Press *press, const ReceiptDocument *document, ReceiptPaper paper)
{
    g_return_val_if_fail (document->header != NULL, NULL);
    g_return_val_if_fail (document_currency (document) != NULL, NULL);
    return paper == RECEIPT_PAPER_80MM ? roll_sheet (press, document)
                                       : half_sheet (press, document);
}
