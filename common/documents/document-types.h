/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is printed, as plain data: whoever prints fills it in, from the database or the wire. */
#pragma once

#include "common/base/money.h"
#include "common/schema/field.h"

G_BEGIN_DECLS

/* The issuer, and what every document carries about its own making. */
typedef struct {
    char *company_name;
    char *company_address;
    char *company_phone;
    char *company_tax_number;
    char *logo_png; /* a PNG in base64 */
    char *footer;   /* a line under every page */
    char *currency; /* ISO 4217 */
    gint64 utc_offset_minutes;
    char *number;
    char *branch;
    char *printed_by;
    Instant printed_at;
    gboolean is_copy;
    gboolean is_cancelled;
    char *qr_payload;
} DocumentHeader;
RECORD_DECLARE (document_header, DocumentHeader);

typedef enum { INVOICE_DOCUMENT_BILL, INVOICE_DOCUMENT_CREDIT_NOTE } InvoiceDocumentKind;
extern const Enumeration invoice_document_kind_enum;

typedef struct {
    char *meter_number;
    char *register_name; /* NULL on a meter of one register */
    Date previous_date;
    Date current_date;
    gint64 previous_reading_wh; /* the face of the register, before the multiplier */
    gint64 current_reading_wh;
    gint64 multiplier;
    gint64 energy_wh;
    gboolean is_estimated;
} InvoiceReading;
RECORD_DECLARE (invoice_reading, InvoiceReading);

typedef struct {
    char *description;
    gint64 quantity_milli; /* thousandths of @unit: of a kWh it is Wh; INT64_NONE = none */
    char *unit;
    gint64 rate_micro; /* INT64_NONE = none */
    gint64 amount_minor;
    gint64 tax_bp;     /* INT64_NONE = outside the tax */
    char *explanation; /* how the amount came about, under the description; or NULL */
} InvoicePrintLine;
RECORD_DECLARE (invoice_print_line, InvoicePrintLine);

typedef struct {
    gint64 tax_bp;
    gint64 taxable_minor;
    gint64 tax_minor;
} InvoiceTaxTotal;
RECORD_DECLARE (invoice_tax_total, InvoiceTaxTotal);

typedef struct {
    char *receipt_number;
    Date date;
    gint64 amount_minor;
} InvoicePayment;
RECORD_DECLARE (invoice_payment, InvoicePayment);

typedef struct {
    Date month; /* its first day */
    gint64 energy_wh;
} InvoiceMonth;
RECORD_DECLARE (invoice_month, InvoiceMonth);

typedef struct {
    DocumentHeader *header;
    int kind;
    char *title;            /* instead of the title of the kind ("Connection invoice") */
    char *corrected_number; /* of the invoice that a credit note corrects */
    Date issue_date;
    Date due_date;
    char *customer_name;
    char *customer_number;
    char *customer_phone;
    char *customer_tax_number;
    char *customer_class;
    char *account_number;
    char *agreement_number;
    char *service_address;
    Date period_from; /* half open; DATE_NONE on a bill without a period */
    Date period_to;
    GPtrArray *readings; /* InvoiceReading */
    GPtrArray *lines;    /* InvoicePrintLine */
    GPtrArray *taxes;    /* InvoiceTaxTotal */
    gint64 subtotal_minor;
    gint64 rounding_minor;
    gint64 total_minor; /* of this document */
    gint64 previous_balance_minor;
    GPtrArray *payments; /* InvoicePayment, since the last bill */
    gint64 due_minor; /* previous balance − payments + total; below zero: the customer's credit */
    char *how_to_pay;
    GPtrArray *consumption; /* InvoiceMonth, oldest first */
    gboolean is_half_sheet; /* pages of half an A4 sheet */
    char *notice;           /* above everything else of the bill */
    char *terms;            /* behind everything else */
    GPtrArray *receipts;    /* InvoicePayment, the last few before the bill; in no sum of it */
    gint64 past_energy_wh;  /* of the bill before, to compare with; INT64_NONE = none */
    gint64 past_total_minor;
} InvoiceDocument;
RECORD_DECLARE (invoice_document, InvoiceDocument);

/* NULL where the document names none that is known. */
const Currency *invoice_document_currency (const InvoiceDocument *document);
/* Of its period; 0 where it has none: a service has a day, not a period. */
int invoice_document_days (const InvoiceDocument *document);

/* The lines of a list that may be NULL. */
static inline guint
document_count (const GPtrArray *list)
{
    return list != NULL ? list->len : 0;
}

typedef struct {
    char *invoice_number;
    Date due_date;
    gint64 amount_minor;
    gint64 remaining_minor; /* of the invoice, after this receipt */
} ReceiptAllocation;
RECORD_DECLARE (receipt_allocation, ReceiptAllocation);

typedef struct {
    DocumentHeader *header;
    Instant received_at;
    char *customer_name;
    char *customer_phone;
    char *account_number;
    char *meter_number;
    char *method;    /* label: cash, cheque … */
    char *reference; /* cheque, transfer or approval number */
    char *cashier;
    char *note;
    gint64 paid_minor;
    gint64 tendered_minor; /* INT64_NONE = not cash */
    gint64 change_minor;
    GPtrArray *allocations;   /* ReceiptAllocation */
    gint64 unallocated_minor; /* kept as the customer's credit */
    gint64 balance_minor;     /* after this receipt; below zero is the customer's credit */
} ReceiptDocument;
RECORD_DECLARE (receipt_document, ReceiptDocument);

G_END_DECLS
