/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invoices on paper: one, or the batch of a run in one PDF. */
#include "server/modules/invoices/invoice-prints.h"

#include "common/documents/pdf.h"
#include "server/modules/invoices/invoices-private.h"
#include "server/modules/invoices/invoices-sql.h"
#include "server/modules/invoices/invoices.h"

#include <inttypes.h>

#define BATCH_DEFAULT 100
#define BATCH_MAX 500

char *
invoices_find (Db *db, const char *number, GError **error)
{
    g_autoptr (Rows) found = NULL;

    if (!db_one (db, &invoices_by_number_or_newest, (const Param[]) { P_TEXT (number) }, 1,
                 N_ ("Invoice"), &found, error)) {
        return NULL;
    }
    return g_strdup (rows_text (found, 0, 0));
}

gboolean
invoices_print (Operation *op, GError **error)
{
    gboolean is_copy = g_strcmp0 (operation_query (op, "copy"), "1") == 0;
    g_auto (InvoicePrinter) printer = { 0 };
    g_autoptr (Invoice) invoice = NULL;
    g_autoptr (Sheet) sheet = NULL;
    g_autoptr (GBytes) bytes = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error) ||
        !invoice_printer_init (op->db, &printer, error)) {
        return FALSE;
    }
    invoice = invoice_printer_load (op, &printer, id, error);
    is_copy = is_copy || (invoice != NULL && invoice->prints_count > 0);
    sheet =
        invoice != NULL ? invoice_printer_compose (op, &printer, invoice, is_copy, error) : NULL;
    bytes = sheet != NULL ? pdf_from_sheet (sheet, invoice->number, error) : NULL;
    if (bytes == NULL) {
        return FALSE;
    }
    operation_answer_pdf (op, bytes, invoice->number);
    return TRUE;
}

static gboolean
write_invoice (Operation *op, InvoicePrinter *printer, gint64 id, PdfWriter *pdf, GError **error)
{
    g_autoptr (Invoice) invoice = invoice_printer_load (op, printer, id, error);
    g_autoptr (Sheet) sheet =
        invoice != NULL ? invoice_printer_compose (op, printer, invoice, FALSE, error) : NULL;

    return sheet != NULL && pdf_writer_add (pdf, sheet, error);
}

static gboolean
write_batch (Operation *op, const Rows *ids, PdfWriter *pdf, GError **error)
{
    g_auto (InvoicePrinter) printer = { 0 };

    if (!invoice_printer_init (op->db, &printer, error)) {
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

    if (!operation_query_id (op, "run_id", run_id, error) ||
        !operation_query_id (op, "after", &after_id, error) ||
        !operation_query_id (op, "limit", &limit, error)) {
        return FALSE;
    }
    if (*run_id == 0) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "run_id",
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
    return rows_count (*ids) > 0 || refuse (error, SIRAJ_ERROR_NOT_FOUND, "run_id",
                                            "Run %" PRId64 " has no invoices to print", *run_id);
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
