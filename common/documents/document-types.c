/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The field tables of printed documents. */
#include "common/documents/document-types.h"

ENUMERATION_DEFINE (invoice_document_kind_enum, "invoice_document_kind",
                    { INVOICE_DOCUMENT_BILL, "invoice", N_ ("Electricity bill") },
                    { INVOICE_DOCUMENT_CREDIT_NOTE, "credit_note", N_ ("Credit note") });

RECORD_DEFINE (document_header, DocumentHeader,
               FIELD_TEXT (DocumentHeader, company_name, N_ ("Company"), FIELD_REQUIRED),
               FIELD_TEXT (DocumentHeader, company_address, N_ ("Address"), FIELD_PLAIN),
               FIELD_TEXT (DocumentHeader, company_phone, N_ ("Phone"), FIELD_PLAIN),
               FIELD_TEXT (DocumentHeader, company_tax_number, N_ ("Tax number"), FIELD_PLAIN),
               FIELD_TEXT (DocumentHeader, logo_png, N_ ("Logo"), FIELD_PLAIN),
               FIELD_TEXT (DocumentHeader, footer, N_ ("Footer"), FIELD_LONG),
               FIELD_TEXT (DocumentHeader, currency, N_ ("Currency"), FIELD_REQUIRED),
               FIELD_INTEGER (DocumentHeader, utc_offset_minutes, N_ ("Time zone"), FIELD_PLAIN),
               FIELD_TEXT (DocumentHeader, number, N_ ("Number"), FIELD_REQUIRED),
               FIELD_TEXT (DocumentHeader, branch, N_ ("Branch"), FIELD_PLAIN),
               FIELD_TEXT (DocumentHeader, printed_by, N_ ("Printed by"), FIELD_PLAIN),
               FIELD_INSTANT (DocumentHeader, printed_at, N_ ("Printed at"), FIELD_OPTIONAL),
               FIELD_BOOLEAN (DocumentHeader, is_copy, N_ ("Duplicate"), FIELD_PLAIN),
               FIELD_BOOLEAN (DocumentHeader, is_cancelled, N_ ("Cancelled"), FIELD_PLAIN),
               FIELD_TEXT (DocumentHeader, qr_payload, N_ ("QR code"), FIELD_PLAIN))

RECORD_DEFINE (invoice_reading, InvoiceReading,
               FIELD_TEXT (InvoiceReading, meter_number, N_ ("Meter"), FIELD_REQUIRED),
               FIELD_TEXT (InvoiceReading, register_name, N_ ("Register"), FIELD_PLAIN),
               FIELD_DATE (InvoiceReading, previous_date, N_ ("Previous date"), FIELD_OPTIONAL),
               FIELD_DATE (InvoiceReading, current_date, N_ ("Current date"), FIELD_OPTIONAL),
               FIELD_ENERGY (InvoiceReading, previous_reading_wh, N_ ("Previous reading"),
                             FIELD_PLAIN),
               FIELD_ENERGY (InvoiceReading, current_reading_wh, N_ ("Current reading"),
                             FIELD_PLAIN),
               FIELD_INTEGER (InvoiceReading, multiplier, N_ ("Multiplier"), FIELD_PLAIN),
               FIELD_ENERGY (InvoiceReading, energy_wh, N_ ("Consumption"), FIELD_PLAIN),
               FIELD_BOOLEAN (InvoiceReading, is_estimated, N_ ("Estimated"), FIELD_PLAIN))

RECORD_DEFINE (invoice_print_line, InvoicePrintLine,
               FIELD_TEXT (InvoicePrintLine, description, N_ ("Description"), FIELD_REQUIRED),
               FIELD_INTEGER (InvoicePrintLine, quantity_milli, N_ ("Quantity"), FIELD_OPTIONAL),
               FIELD_TEXT (InvoicePrintLine, unit, N_ ("Unit"), FIELD_PLAIN),
               FIELD_RATE (InvoicePrintLine, rate_micro, N_ ("Price"), FIELD_OPTIONAL),
               FIELD_MONEY (InvoicePrintLine, amount_minor, N_ ("Amount"), FIELD_REQUIRED),
               FIELD_PERCENT (InvoicePrintLine, tax_bp, N_ ("Tax"), FIELD_OPTIONAL),
               FIELD_TEXT (InvoicePrintLine, explanation, N_ ("Explanation"), FIELD_PLAIN))

RECORD_DEFINE (invoice_tax_total, InvoiceTaxTotal,
               FIELD_PERCENT (InvoiceTaxTotal, tax_bp, N_ ("Tax rate"), FIELD_REQUIRED),
               FIELD_MONEY (InvoiceTaxTotal, taxable_minor, N_ ("Taxable amount"), FIELD_REQUIRED),
               FIELD_MONEY (InvoiceTaxTotal, tax_minor, N_ ("Tax"), FIELD_REQUIRED))

RECORD_DEFINE (invoice_payment, InvoicePayment,
               FIELD_TEXT (InvoicePayment, receipt_number, N_ ("Receipt number"), FIELD_REQUIRED),
               FIELD_DATE (InvoicePayment, date, N_ ("Date"), FIELD_REQUIRED),
               FIELD_MONEY (InvoicePayment, amount_minor, N_ ("Amount"), FIELD_REQUIRED))

RECORD_DEFINE (invoice_month, InvoiceMonth,
               FIELD_DATE (InvoiceMonth, month, N_ ("Month"), FIELD_REQUIRED),
               FIELD_ENERGY (InvoiceMonth, energy_wh, N_ ("Consumption"), FIELD_REQUIRED))

RECORD_DEFINE (
    invoice_document, InvoiceDocument,
    FIELD_RECORD (InvoiceDocument, header, N_ ("Document"), document_header_record, FIELD_REQUIRED),
    FIELD_ENUM (InvoiceDocument, kind, N_ ("Kind"), invoice_document_kind_enum, FIELD_REQUIRED),
    FIELD_TEXT (InvoiceDocument, title, N_ ("Title"), FIELD_PLAIN),
    FIELD_TEXT (InvoiceDocument, corrected_number, N_ ("Corrected invoice"), FIELD_PLAIN),
    FIELD_DATE (InvoiceDocument, issue_date, N_ ("Issue date"), FIELD_OPTIONAL),
    FIELD_DATE (InvoiceDocument, due_date, N_ ("Due date"), FIELD_OPTIONAL),
    FIELD_TEXT (InvoiceDocument, customer_name, N_ ("Customer"), FIELD_REQUIRED),
    FIELD_TEXT (InvoiceDocument, customer_number, N_ ("Customer number"), FIELD_PLAIN),
    FIELD_TEXT (InvoiceDocument, customer_phone, N_ ("Phone"), FIELD_PLAIN),
    FIELD_TEXT (InvoiceDocument, customer_tax_number, N_ ("Tax number"), FIELD_PLAIN),
    FIELD_TEXT (InvoiceDocument, customer_class, N_ ("Class"), FIELD_PLAIN),
    FIELD_TEXT (InvoiceDocument, account_number, N_ ("Account number"), FIELD_PLAIN),
    FIELD_TEXT (InvoiceDocument, agreement_number, N_ ("Agreement number"), FIELD_PLAIN),
    FIELD_TEXT (InvoiceDocument, service_address, N_ ("Service address"), FIELD_PLAIN),
    FIELD_DATE (InvoiceDocument, period_from, N_ ("Period from"), FIELD_OPTIONAL),
    FIELD_DATE (InvoiceDocument, period_to, N_ ("Period to"), FIELD_OPTIONAL),
    FIELD_LIST (InvoiceDocument, readings, N_ ("Readings"), invoice_reading_record, FIELD_PLAIN),
    FIELD_LIST (InvoiceDocument, lines, N_ ("Lines"), invoice_print_line_record, FIELD_PLAIN),
    FIELD_LIST (InvoiceDocument, taxes, N_ ("Taxes"), invoice_tax_total_record, FIELD_PLAIN),
    FIELD_MONEY (InvoiceDocument, subtotal_minor, N_ ("Subtotal"), FIELD_PLAIN),
    FIELD_MONEY (InvoiceDocument, rounding_minor, N_ ("Rounding"), FIELD_PLAIN),
    FIELD_MONEY (InvoiceDocument, total_minor, N_ ("Total"), FIELD_REQUIRED),
    FIELD_MONEY (InvoiceDocument, previous_balance_minor, N_ ("Previous balance"), FIELD_PLAIN),
    FIELD_LIST (InvoiceDocument, payments, N_ ("Payments"), invoice_payment_record, FIELD_PLAIN),
    FIELD_MONEY (InvoiceDocument, due_minor, N_ ("Amount due"), FIELD_PLAIN),
    FIELD_TEXT (InvoiceDocument, how_to_pay, N_ ("How to pay"), FIELD_LONG),
    FIELD_LIST (InvoiceDocument, consumption, N_ ("Consumption"), invoice_month_record,
                FIELD_PLAIN),
    FIELD_BOOLEAN (InvoiceDocument, is_half_sheet, N_ ("Half an A4 sheet"), FIELD_PLAIN),
    FIELD_TEXT (InvoiceDocument, notice, N_ ("Notice"), FIELD_LONG),
    FIELD_TEXT (InvoiceDocument, terms, N_ ("Terms"), FIELD_LONG),
    FIELD_LIST (InvoiceDocument, receipts, N_ ("Last payments"), invoice_payment_record,
                FIELD_PLAIN),
    FIELD_ENERGY (InvoiceDocument, past_energy_wh, N_ ("Consumption before"), FIELD_OPTIONAL),
    FIELD_MONEY (InvoiceDocument, past_total_minor, N_ ("Bill before"), FIELD_OPTIONAL))

RECORD_DEFINE (receipt_allocation, ReceiptAllocation,
               FIELD_TEXT (ReceiptAllocation, invoice_number, N_ ("Invoice number"),
                           FIELD_REQUIRED),
               FIELD_DATE (ReceiptAllocation, due_date, N_ ("Due date"), FIELD_OPTIONAL),
               FIELD_MONEY (ReceiptAllocation, amount_minor, N_ ("Paid"), FIELD_REQUIRED),
               FIELD_MONEY (ReceiptAllocation, remaining_minor, N_ ("Remaining"), FIELD_PLAIN))

RECORD_DEFINE (receipt_document, ReceiptDocument,
               FIELD_RECORD (ReceiptDocument, header, N_ ("Document"), document_header_record,
                             FIELD_REQUIRED),
               FIELD_INSTANT (ReceiptDocument, received_at, N_ ("Date and time"), FIELD_OPTIONAL),
               FIELD_TEXT (ReceiptDocument, customer_name, N_ ("Customer"), FIELD_REQUIRED),
               FIELD_TEXT (ReceiptDocument, customer_phone, N_ ("Phone"), FIELD_PLAIN),
               FIELD_TEXT (ReceiptDocument, account_number, N_ ("Account number"), FIELD_PLAIN),
               FIELD_TEXT (ReceiptDocument, meter_number, N_ ("Meter"), FIELD_PLAIN),
               FIELD_TEXT (ReceiptDocument, method, N_ ("Payment method"), FIELD_PLAIN),
               FIELD_TEXT (ReceiptDocument, reference, N_ ("Reference"), FIELD_PLAIN),
               FIELD_TEXT (ReceiptDocument, cashier, N_ ("Cashier"), FIELD_PLAIN),
               FIELD_TEXT (ReceiptDocument, note, N_ ("Note"), FIELD_LONG),
               FIELD_MONEY (ReceiptDocument, paid_minor, N_ ("Paid"), FIELD_REQUIRED),
               FIELD_MONEY (ReceiptDocument, tendered_minor, N_ ("Tendered"), FIELD_OPTIONAL),
               FIELD_MONEY (ReceiptDocument, change_minor, N_ ("Change given"), FIELD_PLAIN),
               FIELD_LIST (ReceiptDocument, allocations, N_ ("Allocations"),
                           receipt_allocation_record, FIELD_PLAIN),
               FIELD_MONEY (ReceiptDocument, unallocated_minor, N_ ("Kept as credit"), FIELD_PLAIN),
               FIELD_MONEY (ReceiptDocument, balance_minor, N_ ("Remaining balance"), FIELD_PLAIN))

const Currency *
invoice_document_currency (const InvoiceDocument *document)
{
    return currency_find (document->header->currency);
}

int
invoice_document_days (const InvoiceDocument *document)
{
    if (document->period_from == DATE_NONE || document->period_to == DATE_NONE ||
        document->period_from >= document->period_to)
        return 0;
    return period_days ((Period) { document->period_from, document->period_to });
}
