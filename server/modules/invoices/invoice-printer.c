/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invoices composed by the template of their class, and the record of what was printed. */
#include "server/modules/invoices/invoice-prints.h"

#include "common/documents/records.h"
#include "server/modules/invoices/invoice-batch.h"
#include "server/modules/invoices/invoices-private.h"
#include "server/modules/templates/templates.h"
#include "server/modules/users/users.h"

static const Statement prints_insert = {
    "invoice_prints_insert",
    "INSERT INTO invoice_prints (invoice_id, account_id, method, printed_by)"
    " SELECT i.id, i.account_id, $2, $3 FROM invoices i WHERE i.id = $1 RETURNING id",
};

static const Statement prints_get = {
    "invoice_prints_get",
    "SELECT p.id, p.invoice_id, p.method, p.printed_at, u.full_name AS printed_by_name,"
    " EXISTS (SELECT FROM invoice_prints o WHERE o.invoice_id = p.invoice_id AND o.id < p.id)"
    "   AS is_copy"
    " FROM invoice_prints p LEFT JOIN users u ON u.id = p.printed_by WHERE p.id = $1",
};

const Statement *const invoice_prints_statements[] = { &prints_insert, &prints_get, NULL };

void
invoice_printer_clear (InvoicePrinter *self)
{
    g_clear_pointer (&self->company, company_free);
    g_clear_pointer (&self->press, press_free);
    g_clear_pointer (&self->templates, g_hash_table_unref);
}

gboolean
invoice_printer_init (Db *db, InvoicePrinter *self, GError **error)
{
    self->company = users_load_company (db, error);
    self->press = press_new ();
    self->templates = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                             (GDestroyNotify)invoice_template_free);
    return self->company != NULL;
}

static const InvoiceTemplate *
template_of (Db *db, InvoicePrinter *self, gint64 class_id, GError **error)
{
    InvoiceTemplate *template = g_hash_table_lookup (self->templates, &class_id);

    if (template == NULL) {
        template = templates_for_class (db, class_id, error);
        if (template != NULL) {
            g_hash_table_insert (self->templates, g_memdup2 (&class_id, sizeof class_id), template);
        }
    }
    return template;
}

Invoice *
invoice_printer_load (Operation *op, InvoicePrinter *self, gint64 id, GError **error)
{
    g_autoptr (Invoice) invoice = invoice_load (op, self->company, id, error);
    const InvoiceTemplate *template =
        invoice != NULL ? template_of (op->db, self, invoice->class_id, error) : NULL;

    if (template == NULL) {
        return NULL;
    }
    invoice->template = record_copy (&invoice_template_record, template);
    return g_steal_pointer (&invoice);
}

Sheet *
invoice_printer_compose (Operation *op, InvoicePrinter *self, const Invoice *invoice,
                         gboolean is_copy, GError **error)
{
    const PrintOrder order = { op->principal->full_name, op->now, is_copy };
    g_autoptr (InvoiceDocument) document =
        invoice_document_of (self->company, invoice, &order, error);

    return document != NULL ? invoice_compose (self->press, document) : NULL;
}

gboolean
invoices_record_print (Operation *op, GError **error)
{
    const InvoicePrint *print = op->input;
    g_autoptr (Rows) made = NULL;
    g_autoptr (Rows) rows = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    const Param params[] = { P_INT64 (id), P_ENUM (print_method_enum, print->method),
                             P_INT64 (op->principal->user_id) };
    if (!db_one (op->db, &prints_insert, params, G_N_ELEMENTS (params), N_ ("Invoice"), &made,
                 error) ||
        !db_one (op->db, &prints_get, (const Param[]) { P_INT64 (rows_int64 (made, 0, 0)) }, 1,
                 N_ ("Invoice"), &rows, error)) {
        return FALSE;
    }
    op->status = 201;
    op->location = g_strdup_printf ("/api/v1/invoices/%" G_GINT64_FORMAT, id);
    operation_answer_row (op, &invoice_print_record, rows);
    return TRUE;
}
