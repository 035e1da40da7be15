/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cancellation: of an invoice by a credit note that mirrors it, and of a credit note for a part by
 * an invoice; both dated today. */
#include "server/modules/accounting/accounting.h"
#include "server/modules/invoices/invoices-private.h"
#include "server/modules/invoices/invoices-sql.h"
#include "server/modules/invoices/invoices.h"
#include "server/modules/users/users.h"

#include "common/base/text.h"

gboolean
invoices_read_reason (const char *text, char **reason, GError **error)
{
    *reason = text_strip_marks (text);
    if (**reason == '\0') {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "reason",
                       "A correction needs a reason; write why");
    }
    return TRUE;
}

gboolean
invoices_answer_created (Operation *op, gint64 id, GError **error)
{
    g_autoptr (Company) company = users_load_company (op->db, error);
    g_autoptr (Invoice) invoice = company != NULL ? invoice_load (op, company, id, error) : NULL;

    if (invoice == NULL) {
        return FALSE;
    }
    op->status = 201;
    op->location = g_strdup_printf ("/api/v1/invoices/%" G_GINT64_FORMAT, id);
    operation_answer_record (op, &invoice_record, invoice);
    return TRUE;
}

/* Its registers are billed up to where the bill began. */
static gboolean
cancel_invoice (Db *db, InvoiceReversal *reversal, GError **error)
{
    g_autofree char *bills = g_strdup_printf ("{%" G_GINT64_FORMAT "}", reversal->invoice_id);

    return invoices_reverse (db, reversal, error) && invoices_restate_registers (db, bills, error);
}

static gboolean
is_part_note (Db *db, gint64 id, gboolean *is_part, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_one (db, &invoices_account, (const Param[]) { P_INT64 (id) }, 1, N_ ("Invoice"), &rows,
                 error)) {
        return FALSE;
    }
    *is_part = !rows_is_null (rows, 0, 1);
    return TRUE;
}

gboolean
invoices_cancel (Operation *op, GError **error)
{
    const CancelRequest *request = op->input;
    g_autofree char *reason = NULL;
    InvoiceReversal reversal = { .created_by = op->principal->user_id };
    gboolean is_part;

    if (!operation_path_id (op, "id", &reversal.invoice_id, error) ||
        !invoices_read_reason (request->reason, &reason, error) ||
        !accounting_today (op, &reversal.date, error) ||
        !accounting_check_open (op->db, reversal.date, NULL, error) ||
        !is_part_note (op->db, reversal.invoice_id, &is_part, error)) {
        return FALSE;
    }
    reversal.reason = reason;
    return (is_part ? credit_note_take_back (op->db, &reversal, error)
                    : cancel_invoice (op->db, &reversal, error)) &&
           invoices_answer_created (op, reversal.mirror_id, error);
}
