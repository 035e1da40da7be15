/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of invoices, one invoice, and what the room adds to the program. */
#include "server/modules/invoices/invoices.h"

#include <string.h>

#include "common/base/text.h"
#include "common/types/jobs-types.h"
#include "server/core/list.h"
#include "server/modules/accounting/accounting.h"
#include "server/modules/invoices/invoice-batch.h"
#include "server/modules/invoices/invoice-prints.h"
#include "server/modules/invoices/invoices-private.h"
#include "server/modules/invoices/invoices-sql.h"
#include "server/modules/invoices/line-words.h"
#include "server/modules/users/users.h"

gboolean
invoices_is_number (const char *text)
{
    return text != NULL && g_ascii_isalpha (text[0]) && strchr (text, '-') != NULL;
}

/* The list */

static const ListSort invoice_sorts[] = {
    { "id", &invoices_by_id, &invoices_by_id_desc },
    { "number", &invoices_by_number, &invoices_by_number_desc },
    { "issue_date", &invoices_by_issue_date, &invoices_by_issue_date_desc },
    { "due_date", &invoices_by_due_date, &invoices_by_due_date_desc },
    { "total_minor", &invoices_by_total, &invoices_by_total_desc },
};

/* number and today are resolved here, not asked for. */
enum {
    FILTER_Q,
    FILTER_NUMBER,
    FILTER_STATE,
    FILTER_CLASS,
    FILTER_STATION,
    FILTER_RUN,
    FILTER_ACCOUNT,
    FILTER_FROM,
    FILTER_TO,
    FILTER_TODAY,
    N_FILTERS,
};
static const char *const invoice_filters[N_FILTERS + 1] = {
    "q", "number", "state", "class_id", "station_id", "run_id", "account_id", "from", "to", "today",
};
static const ListSpec invoice_list = {
    &invoice_record, invoice_sorts, G_N_ELEMENTS (invoice_sorts), invoice_filters, &invoices_count,
};

static gboolean
invoices_list (Operation *op, GError **error)
{
    const char *values[N_FILTERS + 1] = { NULL };
    g_autofree char *q = text_clean_number (operation_query (op, "q"));
    g_autofree char *today_text = NULL;
    Date today;

    if (!accounting_today (op, &today, error)) {
        return FALSE;
    }
    for (guint i = FILTER_STATE; i <= FILTER_TO; i++) {
        values[i] = operation_query (op, invoice_filters[i]);
    }
    today_text = date_format (today);
    values[FILTER_TODAY] = today_text;
    if (*q != '\0') {
        values[invoices_is_number (q) ? FILTER_NUMBER : FILTER_Q] = q;
    }
    return list_answer (op, &invoice_list, values, error);
}

/* One invoice */

static void
put_into_words (Invoice *invoice, const Currency *currency)
{
    for (guint i = 0; invoice->lines != NULL && i < invoice->lines->len; i++) {
        InvoiceLine *line = g_ptr_array_index (invoice->lines, i);
        LineWords words = {
            line->kind,          line->component,
            line->block_from_wh, line->block_to_wh,
            line->quantity,      line->rate_micro,
            line->days,          line->amount_minor,
            line->tax_bp,        line_trace_read (line->trace),
        };
        line->description = line_description (&words);
        line->explanation = line_explanation (&words, currency);
    }
}

Invoice *
invoice_load (Operation *op, const Company *company, gint64 id, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    const Currency *currency = currency_find (company->currency);
    Date today = instant_date (op->now, (int)company->utc_offset_minutes);
    Invoice *invoice;

    if (currency == NULL) {
        refuse (error, SIRAJ_ERROR_INTERNAL, NULL, "The company's currency %s is not known",
                company->currency);
        return NULL;
    }
    if (!db_one (op->db, &invoices_get, (const Param[]) { P_INT64 (id), P_DATE (today) }, 2,
                 N_ ("Invoice"), &rows, error)) {
        return NULL;
    }
    invoice = rows_record (rows, 0, &invoice_record);
    put_into_words (invoice, currency);
    return invoice;
}

static gboolean
invoices_read (Operation *op, GError **error)
{
    g_auto (InvoicePrinter) printer = { 0 };
    g_autoptr (Invoice) invoice = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error) ||
        !invoice_printer_init (op->db, &printer, error)) {
        return FALSE;
    }
    invoice = invoice_printer_load (op, &printer, id, error);
    if (invoice == NULL) {
        return FALSE;
    }
    operation_answer_record (op, &invoice_record, invoice);
    return TRUE;
}

const VerifyCheck invoices_checks[] = {
    { N_ ("The lines of every invoice sum to it"), &verify_invoice_lines },
    { N_ ("What is settled of every invoice is what settles it"), &verify_invoice_settled },
    { N_ ("Every account owes what is open of its invoices"), &verify_receivables },
    { N_ ("Every account's advance is what its receipts have left"), &verify_invoice_advances },
    { N_ ("What mirrors a document is equal to it"), &verify_credit_notes },
    { N_ ("Every credit note for a part stands on one invoice"), &verify_part_notes },
    { N_ ("The chain of e-invoices is whole"), &verify_einvoice_chain },
    { N_ ("No invoice is missing in the chain of e-invoices"), &verify_einvoice_complete },
    { N_ ("Numbers of invoices and credit notes have no gap"), &verify_invoice_series },
    { NULL, NULL },
};

static const char *const list_query[] = {
    LIST_QUERY, "q", "state", "class_id", "station_id", "run_id", "account_id", "from", "to", NULL,
};
static const char *const print_query[] = { "copy", NULL };
static const char *const batch_query[] = { "run_id", "after", "limit", NULL };

static const Route routes[] = {
    { "GET", "/api/v1/invoices", "invoices.read", READS | ANSWERS_LIST, NULL, &invoice_record,
      invoices_list, N_ ("List invoices; state=open gives all that is left to pay"), list_query },
    { "GET", "/api/v1/invoices/pdf", "invoices.read", READS | ANSWERS_FILE, NULL, NULL,
      invoices_print_run, N_ ("Print the invoices of a run, a batch after an invoice id"),
      batch_query },
    { "GET", "/api/v1/invoices/{id}", "invoices.read", READS, NULL, &invoice_record, invoices_read,
      N_ ("Read an invoice with its lines explained") },
    { "GET", "/api/v1/invoices/{id}/pdf", "invoices.read", READS | ANSWERS_FILE, NULL, NULL,
      invoices_print, N_ ("Print an invoice or credit note"), print_query },
    { "POST", "/api/v1/invoices/{id}/prints", "invoices.read", WRITES | CREATES,
      &invoice_print_record, &invoice_print_record, invoices_record_print,
      N_ ("Record that an invoice is printed; the second time it is a duplicate") },
    { "POST", "/api/v1/invoices/batch", "invoices.print", WRITES | CREATES | IDEMPOTENT,
      &print_request_record, &job_record, invoices_start_batch,
      N_ ("Print many invoices into one file, by a job") },
    { "POST", "/api/v1/invoices/{id}/cancel", "invoices.cancel", WRITES | CREATES | IDEMPOTENT,
      &cancel_request_record, &invoice_record, invoices_cancel,
      N_ ("Cancel an invoice by a credit note, which is answered, or a credit note by an "
          "invoice") },
    { "POST", "/api/v1/invoices/{id}/credit", "invoices.cancel", WRITES | CREATES | IDEMPOTENT,
      &credit_request_record, &invoice_record, invoices_credit,
      N_ ("Lower an invoice by a credit note for a part, which is answered") },
};

const Module invoices_module = {
    "invoices",
    routes,
    G_N_ELEMENTS (routes),
    invoices_statements,
};
