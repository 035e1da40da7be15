/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invoices on paper: one, or the batch of a run in one PDF. */
#include "common/documents/invoice.h"

#include "common/base/language.h"
#include "common/documents/pdf.h"
#include "common/documents/qr.h"
#include "server/modules/invoices/invoices-private.h"
#include "server/modules/invoices/invoices-sql.h"
#include "server/modules/invoices/invoices.h"
#include "server/modules/invoices/posting.h"
#include "server/modules/users/users.h"

#define BATCH_DEFAULT 100
#define BATCH_MAX 500
#define MICROSECONDS_PER_DAY (G_GINT64_CONSTANT (86400) * 1000000)
#define MICROSECONDS_PER_MINUTE (G_GINT64_CONSTANT (60) * 1000000)

static gboolean
is_line_kind (const InvoiceLine *line, LineKind kind)
{
    return g_strcmp0 (line->kind, enumeration_word (&line_kind_enum, kind)) == 0;
}

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
    return is_line_kind (line, LINE_DEMAND) ? tr ("kW") : tr ("kWh");
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
    return print;
}

/* Taxes and rounding stand below the lines. */
static GPtrArray *
print_lines (const Invoice *invoice)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func (invoice_print_line_record.destroy);

    for (guint i = 0; invoice->lines != NULL && i < invoice->lines->len; i++) {
        const InvoiceLine *line = g_ptr_array_index (invoice->lines, i);
        if (!is_line_kind (line, LINE_TAX) && !is_line_kind (line, LINE_ROUNDING)) {
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

/* What the documents of a request share. */
typedef struct {
    Company *company;
    Press *press;
} Printer;

static void
printer_clear (Printer *self)
{
    g_clear_pointer (&self->company, company_free);
    g_clear_pointer (&self->press, press_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Printer, printer_clear)

static gboolean
printer_init (Operation *op, Printer *self, GError **error)
{
    self->company = users_load_company (op->db, error);
    self->press = press_new ();
    return self->company != NULL;
}

static InvoiceDocument *
document_of (Operation *op, const Company *company, const Invoice *invoice, gboolean is_copy,
             GError **error)
{
    g_autoptr (InvoiceDocument) document = invoice_document_new ();
    const DocumentIdentity identity = {
        .number = invoice->number,
        .branch = invoice->branch_name,
        .date = invoice->issue_date,
        .total_minor = printed (invoice, invoice->total_minor),
        .is_copy = is_copy,
        .is_cancelled = invoice->state == INVOICE_STATE_CANCELLED,
    };

    document->header = document_header_of (op, company, &identity);
    if (!put_saudi_payload (company, invoice, document->header, error)) {
        return NULL;
    }
    document->kind = invoice->kind == INVOICE_KIND_CREDIT_NOTE ? INVOICE_DOCUMENT_CREDIT_NOTE
                                                               : INVOICE_DOCUMENT_BILL;
    if (invoice->kind == INVOICE_KIND_FINAL || invoice->kind == INVOICE_KIND_ADJUSTMENT) {
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
    document->consumption = print_consumption (invoice);
    return g_steal_pointer (&document);
}

static Sheet *
compose (Operation *op, Printer *printer, const Invoice *invoice, gboolean is_copy, GError **error)
{
    g_autoptr (InvoiceDocument) document =
        document_of (op, printer->company, invoice, is_copy, error);

    return document != NULL ? invoice_compose (printer->press, document) : NULL;
}

gboolean
invoices_print (Operation *op, GError **error)
{
    gboolean is_copy = g_strcmp0 (operation_query (op, "copy"), "1") == 0;
    g_auto (Printer) printer = { 0 };
    g_autoptr (Invoice) invoice = NULL;
    g_autoptr (Sheet) sheet = NULL;
    g_autoptr (GBytes) bytes = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error) || !printer_init (op, &printer, error)) {
        return FALSE;
    }
    invoice = invoice_load (op, printer.company, id, error);
    sheet = invoice != NULL ? compose (op, &printer, invoice, is_copy, error) : NULL;
    bytes = sheet != NULL ? pdf_from_sheet (sheet, invoice->number, error) : NULL;
    if (bytes == NULL) {
        return FALSE;
    }
    operation_answer_pdf (op, bytes, invoice->number);
    return TRUE;
}

static gboolean
write_invoice (Operation *op, Printer *printer, gint64 id, PdfWriter *pdf, GError **error)
{
    g_autoptr (Invoice) invoice = invoice_load (op, printer->company, id, error);
    g_autoptr (Sheet) sheet = invoice != NULL ? compose (op, printer, invoice, FALSE, error) : NULL;

    return sheet != NULL && pdf_writer_add (pdf, sheet, error);
}

static gboolean
write_batch (Operation *op, const Rows *ids, PdfWriter *pdf, GError **error)
{
    g_auto (Printer) printer = { 0 };

    if (!printer_init (op, &printer, error)) {
        return FALSE;
    }
    for (int row = 0; row < rows_count (ids); row++) {
        if (!write_invoice (op, &printer, rows_int64 (ids, row, 0), pdf, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
read_batch (Operation *op, Rows **ids, gint64 *run_id, GError **error)
{
    gint64 after_id = 0;
    gint64 limit = 0;

    if (!operation_query_id (op, "run", run_id, error) ||
        !operation_query_id (op, "after", &after_id, error) ||
        !operation_query_id (op, "limit", &limit, error)) {
        return FALSE;
    }
    if (*run_id == 0) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "run",
                       "Name the run whose invoices are to be printed");
    }
    if (limit > BATCH_MAX) {
        return refuse (error, SIRAJ_ERROR_RANGE_TOO_LARGE, "limit",
                       "At most %d invoices are printed at once; go on after the last one",
                       BATCH_MAX);
    }
    if (!db_run (op->db, &invoices_of_run, ids, error, P_INT64 (*run_id), P_INT64 (after_id),
                 P_INT64 (limit > 0 ? limit : BATCH_DEFAULT))) {
        return FALSE;
    }
    return rows_count (*ids) > 0 ||
           refuse (error, SIRAJ_ERROR_NOT_FOUND, "run",
                   "Run %" G_GINT64_FORMAT " has no invoices to print", *run_id);
}

gboolean
invoices_print_run (Operation *op, GError **error)
{
    g_autoptr (Rows) ids = NULL;
    g_autoptr (PdfWriter) pdf = NULL;
    g_autoptr (GBytes) bytes = NULL;
    g_autofree char *name = NULL;
    gint64 run_id = 0;

    if (!read_batch (op, &ids, &run_id, error)) {
        return FALSE;
    }
    name = g_strdup_printf ("run-%" G_GINT64_FORMAT, run_id);
    pdf = pdf_writer_new (NULL, name);
    if (!write_batch (op, ids, pdf, error) || !pdf_writer_finish (pdf, &bytes, error)) {
        return FALSE;
    }
    operation_answer_pdf (op, bytes, name);
    return TRUE;
}
