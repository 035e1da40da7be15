/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receipt on paper: a roll of 80 mm or half a sheet. */
#include "common/documents/receipt.h"

#include "common/base/text.h"
#include "common/documents/pdf.h"
#include "server/modules/invoices/invoices.h"
#include "server/modules/payments/payments-private.h"
#include "server/modules/payments/payments-sql.h"
#include "server/modules/users/users.h"

#define MICROSECONDS_PER_DAY (G_GINT64_CONSTANT (86400) * 1000000)
#define MICROSECONDS_PER_MINUTE (G_GINT64_CONSTANT (60) * 1000000)

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

static DocumentHeader *
header_of (Operation *op, const Payment *payment, GError **error)
{
    g_autoptr (Company) company = users_load_company (op->db, error);
    const DocumentIdentity identity = {
        .number = payment->number,
        .branch = payment->branch_name,
        .date = payment->received_on,
        .total_minor = payment->amount_minor,
        .is_copy = g_strcmp0 (operation_query (op, "copy"), "1") == 0,
        .is_cancelled = payment->cancelled || payment->kind == PAYMENT_KIND_CANCELLATION,
    };

    return company != NULL ? document_header_of (op, company, &identity) : NULL;
}

static ReceiptDocument *
document_of (Operation *op, const Payment *payment, GError **error)
{
    g_autoptr (ReceiptDocument) document = receipt_document_new ();
    g_autoptr (Rows) rows = NULL;

    document->header = header_of (op, payment, error);
    if (document->header == NULL ||
        !db_one (op->db, &payments_print, (const Param[]) { P_INT64 (payment->id) }, 1,
                 N_ ("Payment"), &rows, error)) {
        return NULL;
    }
    document->received_at = shown_instant (payment, document->header->utc_offset_minutes);
    document->customer_name = g_strdup (payment->customer_name);
    document->customer_phone = g_strdup (rows_text (rows, 0, 0));
    document->meter_number = g_strdup (rows_text (rows, 0, 1));
    document->account_number = g_strdup (payment->account_number);
    document->method = g_strdup (payment->method_name);
    document->reference = g_strdup (payment->reference);
    document->cashier = g_strdup (payment->created_by_name);
    document->note = g_strdup (payment->reason != NULL ? payment->reason : payment->notes);
    document->paid_minor = payment->amount_minor;
    document->tendered_minor = rows_is_null (rows, 0, 2) ? INT64_NONE : rows_int64 (rows, 0, 2);
    document->allocations = print_allocations (payment);
    document->unallocated_minor = payment->advance_minor;
    document->balance_minor = payment->balance_after_minor;
    return g_steal_pointer (&document);
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
