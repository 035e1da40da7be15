/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents out of the records of the wire. */
#include "common/documents/records.h"

#include <stdio.h>

#include "common/base/language.h"
#include "common/base/money.h"
#include "common/documents/qr.h"

#define MICROSECONDS_PER_DAY (G_GINT64_CONSTANT (86400) * 1000000)
#define MICROSECONDS_PER_MINUTE (G_GINT64_CONSTANT (60) * 1000000)

/* Kinds of invoice lines with a place of their own. */
#define KIND_DEMAND "demand"
#define KIND_TAX "tax"
#define KIND_ROUNDING "rounding"

/* What tells one document from another. */
typedef struct {
    const char *number;
    const char *branch;
    Date date;
    gint64 total_minor;
    gboolean is_cancelled;
} Identity;

/* The head */

/* A line that a telephone reads and a clerk can check: company, number, date, total. */
static char *
plain_payload (const DocumentHeader *header, const Identity *identity)
{
    const Currency *currency = currency_find (header->currency);
    g_autofree char *date = date_format (identity->date);
    g_autofree char *total = NULL;

    if (currency == NULL) {
        return NULL;
    }
    total = money_format_plain (identity->total_minor, currency);
    return g_strdup_printf ("%s | %s | %s | %s %s", header->company_name, identity->number, date,
                            total, header->currency);
}

static DocumentHeader *
header_of (const Company *company, const Identity *identity, const PrintOrder *order)
{
    DocumentHeader *header = document_header_new ();
    gboolean in_english = language_get () == LANGUAGE_ENGLISH && company->name_en != NULL;

    header->company_name = g_strdup (in_english ? company->name_en : company->name);
    header->company_address = g_strdup (company->address);
    header->company_phone = g_strdup (company->phone);
    header->company_tax_number = g_strdup (company->tax_number);
    header->currency = g_strdup (company->currency);
    header->utc_offset_minutes = company->utc_offset_minutes;
    header->number = g_strdup (identity->number);
    header->branch = g_strdup (identity->branch);
    header->printed_by = g_strdup (order->printed_by);
    header->printed_at = order->printed_at;
    header->is_copy = order->is_copy;
    header->is_cancelled = identity->is_cancelled;
    header->qr_payload = plain_payload (header, identity);
    return header;
}

DocumentHeader *
document_header_of (const Company *company, const char *number, const PrintOrder *order)
{
    const Identity identity = { .number = number };
    DocumentHeader *header = header_of (company, &identity, order);

    g_clear_pointer (&header->qr_payload, g_free);
    return header;
}

/* The invoice */

/* A credit note prints what it credits as positive amounts. */
static gint64
printed (const Invoice *invoice, gint64 value)
{
    return invoice->kind == INVOICE_KIND_CREDIT_NOTE ? -value : value;
}

static const char *
line_unit (const InvoiceLine *line)
{
    if (line->rate_micro == 0) {
        return NULL;
    }
    return g_strcmp0 (line->kind, KIND_DEMAND) == 0 ? tr ("kW") : tr ("kWh");
}

static InvoicePrintLine *
print_line (const Invoice *invoice, const InvoiceLine *line)
{
    InvoicePrintLine *print = invoice_print_line_new ();
    gboolean has_rate = line->rate_micro != 0;

    print->description = g_strdup (line->description);
    print->quantity_milli = has_rate ? printed (invoice, line->quantity) : INT64_NONE;
    print->unit = g_strdup (line_unit (line));
    print->rate_micro = has_rate ? line->rate_micro : INT64_NONE;
    print->amount_minor = printed (invoice, line->amount_minor);
    print->tax_bp = line->tax_bp;
    if (invoice->template != NULL && invoice->template->show_explanation) {
        print->explanation = g_strdup (line->explanation);
    }
    return print;
}

/* Taxes and rounding stand below the lines. */
static GPtrArray *
print_lines (const Invoice *invoice)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func (invoice_print_line_record.destroy);

    for (guint i = 0; invoice->lines != NULL && i < invoice->lines->len; i++) {
        const InvoiceLine *line = g_ptr_array_index (invoice->lines, i);
        if (g_strcmp0 (line->kind, KIND_TAX) != 0 && g_strcmp0 (line->kind, KIND_ROUNDING) != 0) {
            g_ptr_array_add (lines, print_line (invoice, line));
        }
    }
    return lines;
}

static GPtrArray *
print_taxes (const Invoice *invoice)
{
    GPtrArray *taxes = g_ptr_array_new_with_free_func (invoice_tax_total_record.destroy);

    for (guint i = 0; invoice->taxes != NULL && i < invoice->taxes->len; i++) {
        const QuoteTax *tax = g_ptr_array_index (invoice->taxes, i);
        if (tax->tax_bp != 0 || tax->tax_minor != 0) {
            InvoiceTaxTotal *total = invoice_tax_total_new ();
            total->tax_bp = tax->tax_bp;
            total->taxable_minor = printed (invoice, tax->net_minor);
            total->tax_minor = printed (invoice, tax->tax_minor);
            g_ptr_array_add (taxes, total);
        }
    }
    return taxes;
}

static GPtrArray *
print_readings (const Invoice *invoice)
{
    GPtrArray *readings = g_ptr_array_new_with_free_func (invoice_reading_record.destroy);

    for (guint i = 0; invoice->segments != NULL && i < invoice->segments->len; i++) {
        const InvoiceSegment *segment = g_ptr_array_index (invoice->segments, i);
        InvoiceReading *reading = invoice_reading_new ();
        reading->meter_number = g_strdup (segment->meter_number);
        reading->previous_date = segment->from_date;
        reading->current_date = segment->to_date;
        reading->previous_reading_wh = segment->from_value;
        reading->current_reading_wh = segment->to_value;
        reading->multiplier = MAX (segment->multiplier_milli / 1000, 1);
        reading->energy_wh = printed (invoice, segment->energy_wh);
        reading->is_estimated = segment->estimated;
        g_ptr_array_add (readings, reading);
    }
    return readings;
}

/* "2025-08", "2025-08-1": the first day of the month, or none. */
static Date
month_of (const char *period_key)
{
    int year = 0;
    int month = 0;

    if (period_key == NULL || sscanf (period_key, "%4d-%2d", &year, &month) != 2) {
        return DATE_NONE;
    }
    return date_new (year, month, 1);
}

/* One bar a month, whatever the cycle. */
static GPtrArray *
print_consumption (const Invoice *invoice)
{
    GPtrArray *months = g_ptr_array_new_with_free_func (invoice_month_record.destroy);
    InvoiceMonth *last = NULL;

    for (guint i = 0; invoice->history != NULL && i < invoice->history->len; i++) {
        const InvoiceHistory *past = g_ptr_array_index (invoice->history, i);
        Date month = month_of (past->period_key);
        if (month == DATE_NONE) {
            continue;
        }
        if (last == NULL || last->month != month) {
            last = invoice_month_new ();
            last->month = month;
            g_ptr_array_add (months, last);
        }
        last->energy_wh += past->energy_wh;
    }
    return months;
}

/* The payload that the company's e-invoice profile asks for, if any. */
static gboolean
put_saudi_payload (const Company *company, const Invoice *invoice, DocumentHeader *header,
                   GError **error)
{
    const QrSaudiInvoice payload = {
        .seller = header->company_name,
        .vat_number = company->tax_number,
        .issued_at = invoice->issue_date * MICROSECONDS_PER_DAY -
                     company->utc_offset_minutes * MICROSECONDS_PER_MINUTE,
        .total_minor = printed (invoice, invoice->total_minor),
        .vat_minor = printed (invoice, invoice->tax_minor),
        .currency = currency_find (company->currency),
    };

    if (g_strcmp0 (company->einvoice_profile, "saudi_phase1") != 0) {
        return TRUE;
    }
    g_free (header->qr_payload);
    header->qr_payload = qr_saudi_payload (&payload, error);
    return header->qr_payload != NULL;
}

static void
fill_customer (InvoiceDocument *document, const Invoice *invoice)
{
    document->customer_name = g_strdup (invoice->customer_name);
    document->customer_number = g_strdup (invoice->customer_number);
    document->customer_phone = g_strdup (invoice->customer_mobile);
    document->customer_tax_number = g_strdup (invoice->customer_tax_number);
    document->customer_class = g_strdup (invoice->class_name);
    document->account_number = g_strdup (invoice->account_number);
    document->agreement_number = g_strdup (invoice->agreement_number);
    document->service_address = g_strdup (
        invoice->service_address != NULL ? invoice->service_address : invoice->customer_address);
}

static void
fill_sums (InvoiceDocument *document, const Invoice *invoice)
{
    document->lines = print_lines (invoice);
    document->taxes = print_taxes (invoice);
    document->subtotal_minor = printed (invoice, invoice->net_minor);
    document->rounding_minor = printed (invoice, invoice->rounding_minor);
    document->total_minor = printed (invoice, invoice->total_minor);
    document->previous_balance_minor = invoice->previous_balance_minor;
    document->due_minor = invoice->previous_balance_minor + invoice->total_minor;
}

static GPtrArray *
print_receipts (const Invoice *invoice)
{
    GPtrArray *receipts = g_ptr_array_new_with_free_func (invoice_payment_record.destroy);

    for (guint i = 0; invoice->receipts != NULL && i < invoice->receipts->len; i++) {
        const InvoiceReceipt *row = g_ptr_array_index (invoice->receipts, i);
        InvoicePayment *receipt = invoice_payment_new ();
        receipt->receipt_number = g_strdup (row->number);
        receipt->date = row->received_on;
        receipt->amount_minor = row->amount_minor;
        g_ptr_array_add (receipts, receipt);
    }
    return receipts;
}

/* The bill before this one is the last but one of its history. */
static void
compare_with_past (InvoiceDocument *document, const Invoice *invoice)
{
    guint n = invoice->history != NULL ? invoice->history->len : 0;

    if (n >= 2 && invoice->kind == INVOICE_KIND_ENERGY) {
        const InvoiceHistory *past = g_ptr_array_index (invoice->history, n - 2);
        document->past_energy_wh = past->energy_wh;
        document->past_total_minor = past->total_minor;
    }
}

/* What the template leaves out is not in the document. */
static void
apply_template (InvoiceDocument *document, const Invoice *invoice)
{
    const InvoiceTemplate *template = invoice->template;

    if (template == NULL) {
        document->consumption = print_consumption (invoice);
        return;
    }
    document->is_half_sheet = template->paper == TEMPLATE_PAPER_HALF_A4;
    document->header->footer = g_strdup (template->footer);
    document->header->logo_png = g_strdup (template->logo_png);
    document->notice = g_strdup (template->header);
    document->terms = g_strdup (template->terms);
    document->how_to_pay = g_strdup (template->how_to_pay);
    if (template->show_chart) {
        document->consumption = print_consumption (invoice);
    }
    if (template->show_payments) {
        document->receipts = print_receipts (invoice);
    }
    if (template->show_comparison) {
        compare_with_past (document, invoice);
    }
}

InvoiceDocument *
invoice_document_of (const Company *company, const Invoice *invoice, const PrintOrder *order,
                     GError **error)
{
    g_autoptr (InvoiceDocument) document = invoice_document_new ();
    const Identity identity = {
        .number = invoice->number,
        .branch = invoice->branch_name,
        .date = invoice->issue_date,
        .total_minor = printed (invoice, invoice->total_minor),
        .is_cancelled = invoice->state == INVOICE_STATE_CANCELLED,
    };

    document->header = header_of (company, &identity, order);
    if (!put_saudi_payload (company, invoice, document->header, error)) {
        return NULL;
    }
    document->kind = invoice->kind == INVOICE_KIND_CREDIT_NOTE ? INVOICE_DOCUMENT_CREDIT_NOTE
                                                               : INVOICE_DOCUMENT_BILL;
    if (invoice->kind != INVOICE_KIND_ENERGY && invoice->kind != INVOICE_KIND_CREDIT_NOTE) {
        document->title = g_strdup (enumeration_label (&invoice_kind_enum, invoice->kind));
    }
    document->corrected_number = g_strdup (invoice->reverses_number);
    document->issue_date = invoice->issue_date;
    document->due_date = invoice->due_date;
    document->period_from = invoice->period_from;
    document->period_to = invoice->period_to;
    fill_customer (document, invoice);
    fill_sums (document, invoice);
    document->readings = print_readings (invoice);
    apply_template (document, invoice);
    return g_steal_pointer (&document);
}

/* The receipt */

/* A payment dated back shows its day, without a time. */
static Instant
shown_instant (const Payment *payment, gint64 utc_offset_minutes)
{
    if (instant_date (payment->received_at, (int)utc_offset_minutes) == payment->received_on) {
        return payment->received_at;
    }
    return payment->received_on * MICROSECONDS_PER_DAY -
           utc_offset_minutes * MICROSECONDS_PER_MINUTE;
}

static GPtrArray *
print_allocations (const Payment *payment)
{
    GPtrArray *allocations = g_ptr_array_new_with_free_func (receipt_allocation_record.destroy);

    for (guint i = 0; payment->allocations != NULL && i < payment->allocations->len; i++) {
        const AllocationRow *row = g_ptr_array_index (payment->allocations, i);
        ReceiptAllocation *allocation = receipt_allocation_new ();
        allocation->invoice_number = g_strdup (row->invoice_number);
        allocation->due_date = row->due_date;
        allocation->amount_minor = row->amount_minor;
        allocation->remaining_minor = row->remaining_minor;
        g_ptr_array_add (allocations, allocation);
    }
    return allocations;
}

ReceiptDocument *
receipt_document_of (const Company *company, const Payment *payment, const ReceiptDetails *details,
                     const PrintOrder *order)
{
    ReceiptDocument *document = receipt_document_new ();
    const Identity identity = {
        .number = payment->number,
        .branch = payment->branch_name,
        .date = payment->received_on,
        .total_minor = payment->amount_minor,
        .is_cancelled = payment->cancelled || payment->kind == PAYMENT_KIND_CANCELLATION,
    };

    document->header = header_of (company, &identity, order);
    document->received_at = shown_instant (payment, company->utc_offset_minutes);
    document->customer_name = g_strdup (payment->customer_name);
    document->customer_phone = g_strdup (details->customer_phone);
    document->meter_number = g_strdup (details->meter_number);
    document->account_number = g_strdup (payment->account_number);
    document->method = g_strdup (payment->method_name);
    document->reference = g_strdup (payment->reference);
    document->cashier = g_strdup (payment->created_by_name);
    document->note = g_strdup (payment->reason != NULL ? payment->reason : payment->notes);
    document->paid_minor = payment->amount_minor;
    document->tendered_minor = details->tendered_minor;
    document->change_minor = details->change_minor;
    document->allocations = print_allocations (payment);
    document->unallocated_minor = payment->advance_minor;
    document->balance_minor = payment->balance_after_minor;
    return document;
}
