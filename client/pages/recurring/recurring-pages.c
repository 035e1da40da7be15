/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recurring invoices: the list and one of them with its next days. */
#include "client/pages/recurring/recurring-pages.h"

#include "client/shell/form-page.h"
#include "client/shell/list-page.h"
#include "client/widgets/pieces.h"
#include "common/base/id.h"
#include "common/base/language.h"
#include "common/types/recurring-types.h"

#define ICON "view-refresh-symbolic"
#define PATH "/api/v1/recurring-invoices"

/* The list */

static const Column columns[] = {
    { "name", 24, COLUMN_SORT },
    { "account_number", 11 },
    { "customer_name", 26, COLUMN_EXPAND },
    { "kind", 16 },
    { "frequency", 14 },
    { "next_date", 13, COLUMN_SORT },
    { "amount_minor", 14 },
    { "active", 8 },
    { "failed_on", 13 },
    { "failure", 40, COLUMN_HIDDEN },
};
static const ListFilter filters[] = {
    { "active" },
    { "account_id", NULL, NULL, { "/api/v1/accounts", NULL, "number" } },
};
static const ListPageSpec list_spec = {
    .title = N_ ("Recurring invoices"),
    .icon_name = ICON,
    .path = PATH,
    .record = &recurring_invoice_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "next_date",
    .search_hint = N_ ("Name, account or customer"),
    .opens = "recurring-invoice",
    .creates = "recurring-invoice",
    .new_label = N_ ("New recurring invoice"),
    .new_permission = "recurring.write",
    .empty_hint = N_ ("A recurring invoice bills the same charges on one day of every month, "
                      "quarter or year, such as the rent of a transformer."),
};

SirajPage *
recurring_invoices_page_new (const PageContext *context)
{
    return list_page_new (context, &list_spec);
}

/* One */

static const FormField what[] = {
    { "name" },
    { "kind" },
    { "account_id", 0, { "/api/v1/accounts", "account_number", "number" } },
    { "agreement_id", 0, { "/api/v1/agreements", "agreement_number", "number" } },
    { "customer_name" },
    { "active" },
};
static const FormField when[] = {
    { "frequency" }, { "day_of_month" },        { "start_date" }, { "end_date" },
    { "next_date" }, { "last_invoice_number" }, { "failed_on" },  { "failure", 2 },
};
static const FormField charges[] = { { "lines", 1 } };
static const FormSection sections[] = {
    { N_ ("What is billed to whom"), 2, FORM_OPEN, FORM_FIELDS (what) },
    { N_ ("When"), 3, FORM_OPEN, FORM_FIELDS (when) },
    { N_ ("Charges"), 1, FORM_OPEN, FORM_FIELDS (charges) },
};
static const FormLayout layout = { FORM_FIELDS (sections) };
static const FormPageSpec form_spec = {
    .title_new = N_ ("New recurring invoice"),
    .title_member = "name",
    .icon_name = ICON,
    .path = PATH,
    .record = &recurring_invoice_record,
    .layout = &layout,
    .write_permission = "recurring.write",
    .list = "recurring-invoices",
};

static void
issued (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    SirajPage *page = user_data;

    if (api_error_is_cancelled (error))
        return;
    if (answer == NULL) {
        page_report (page, error);
        return;
    }
    page_tell_changed (page, "invoices");
    page_refresh (page);
    page_open_id (page, "invoice", json_object_get_int_member (api_answer_object (answer), "id"));
}

static void
issue_clicked (SirajPage *page)
{
    g_autofree char *path =
        g_strdup_printf (PATH "/%" G_GINT64_FORMAT "/issue", page_get_location (page)->id);
    g_autofree char *key = id_new_uuid ();

    api_call_async (page_get_api (page),
                    &(ApiRequest) { .method = "POST", .path = path, .idempotency_key = key },
                    page_get_cancellable (page), issued, page);
}

SirajPage *
recurring_invoice_page_new (const PageContext *context)
{
    SirajPage *page = form_page_new (context, &form_spec);
    g_autoptr (RecurringInvoice) initial = recurring_invoice_new ();

    if (context->location->id == 0) {
        initial->active = TRUE;
        initial->kind = INVOICE_KIND_SUBSCRIPTION;
        initial->day_of_month = 1;
        initial->lines = g_ptr_array_new_with_free_func (charge_line_record.destroy);
        g_ptr_array_add (initial->lines, charge_line_new ());
        form_page_set_initial (SIRAJ_FORM_PAGE (page), initial);
        return page;
    }
    form_page_add_button (SIRAJ_FORM_PAGE (page), tr ("_Issue the invoice that is due"),
                          "invoices.issue", G_CALLBACK (issue_clicked));
    return page;
}
