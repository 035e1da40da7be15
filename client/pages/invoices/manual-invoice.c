/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An invoice written by hand: charges of one account, with their tax. */
#include "client/pages/invoices/manual-invoice.h"

#include "client/shell/form-dialog.h"
#include "common/types/recurring-types.h"

#include <json-glib/json-glib.h>

static const FormField about[] = {
    { "account_id", 0, { "/api/v1/accounts", NULL, "number" } },
    { "kind" },
    { "due_date" },
    { "reason" },
};
static const FormField charges[] = { { "lines", 1 } };
static const FormSection sections[] = {
    { N_ ("Invoice"), 2, FORM_OPEN, FORM_FIELDS (about) },
    { N_ ("Charges"), 1, FORM_OPEN, FORM_FIELDS (charges) },
};
static const FormLayout layout = { FORM_FIELDS (sections) };
static const FormDialogSpec spec = {
    .title = N_ ("Write an invoice"),
    .effect = N_ ("The invoice is numbered and booked at once, and the customer owes it. Energy is "
                  "never billed by hand."),
    .action = N_ ("_Issue the invoice"),
    .record = &manual_invoice_record,
    .layout = &layout,
};

static void
issued (SirajPage *page, const ApiAnswer *answer)
{
    JsonObject *invoice = api_answer_object (answer);

    page_tell_changed (page, "invoices");
    if (invoice != NULL)
        page_open_id (page, "invoice", json_object_get_int_member (invoice, "id"));
}

void
manual_invoice_open (SirajPage *page, gint64 account_id)
{
    g_autoptr (ManualInvoice) initial = manual_invoice_new ();

    initial->account_id = account_id;
    initial->kind = INVOICE_KIND_OTHER;
    initial->lines = g_ptr_array_new_with_free_func (charge_line_record.destroy);
    g_ptr_array_add (initial->lines, charge_line_new ());
    form_dialog_open (page, &spec, &(FormDialogCall) { "/api/v1/invoices", initial, NULL }, issued);
}
