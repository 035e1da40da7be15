/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receipt on paper: a roll of 80 mm or half a sheet. */
#include "common/documents/receipt.h"

#include "common/base/text.h"
#include "common/documents/pdf.h"
#include "common/documents/records.h"
#include "server/modules/invoices/invoices.h"
#include "server/modules/payments/payments-private.h"
#include "server/modules/payments/payments-sql.h"
#include "server/modules/users/users.h"

static ReceiptDocument *
document_of (Operation *op, const Payment *payment, GError **error)
{
    const PrintOrder order = { op->principal->full_name, op->now,
                               g_strcmp0 (operation_query (op, "copy"), "1") == 0 };
    g_autoptr (Company) company = users_load_company (op->db, error);
    g_autoptr (Rows) rows = NULL;
    ReceiptDetails details;

    if (company == NULL ||
        !db_one (op->db, &payments_print, (const Param[]) { P_INT64 (payment->id) }, 1,
                 N_ ("Payment"), &rows, error)) {
        return NULL;
    }
    details = (ReceiptDetails) {
        .customer_phone = rows_text (rows, 0, 0),
        .meter_number = rows_text (rows, 0, 1),
        .tendered_minor = rows_is_null (rows, 0, 2) ? INT64_NONE : rows_int64 (rows, 0, 2),
    };
    return receipt_document_of (company, payment, &details, &order);
}

static gboolean
read_paper (Operation *op, ReceiptPaper *paper, GError **error)
{
    const char *word = operation_query (op, "paper");

    if (word == NULL || g_str_equal (word, "80mm")) {
        *paper = RECEIPT_PAPER_80MM;
        return TRUE;
    }
    *paper = RECEIPT_PAPER_HALF_A4;
    return g_str_equal (word, "a4") ||
           refuse (error, SIRAJ_ERROR_INVALID_VALUE, "paper",
                   "%s is no paper that receipts are printed on; ask for 80mm or a4", word);
}

gboolean
payments_print_receipt (Operation *op, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    g_autoptr (Payment) payment = NULL;
    g_autoptr (ReceiptDocument) document = NULL;
    g_autoptr (Press) press = press_new ();
    g_autoptr (Sheet) sheet = NULL;
    g_autoptr (GBytes) bytes = NULL;
    ReceiptPaper paper;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error) || !read_paper (op, &paper, error) ||
        !payment_fetch (op, id, &rows, error)) {
        return FALSE;
    }
    payment = rows_record (rows, 0, &payment_record);
    document = document_of (op, payment, error);
    if (document == NULL) {
        return FALSE;
    }
    sheet = receipt_compose (press, document, paper);
    bytes = pdf_from_sheet (sheet, payment->number, error);
    if (bytes == NULL) {
        return FALSE;
    }
    operation_answer_pdf (op, bytes, payment->number);
    return TRUE;
}
