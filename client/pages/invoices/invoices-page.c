/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of invoices. */
#include "client/pages/invoices/invoices-page.h"

#include "client/pages/invoices/batch-print.h"
#include "client/pages/invoices/manual-invoice.h"
#include "client/shell/list-page.h"
#include "common/base/language.h"
#include "common/types/billing-types.h"

static const Column columns[] = {
    { "number", 22, COLUMN_SORT },
    { "account_number", 11 },
    { "customer_name", 26, COLUMN_EXPAND },
    { "class_name", 10, COLUMN_HIDDEN },
    { "period_key", 9 },
    { "issue_date", 13, COLUMN_SORT },
    { "due_date", 13, COLUMN_SORT },
    { "state", 11, COLUMN_BADGE },
    { "kind", 12, COLUMN_HIDDEN },
    { "station_name", 14, COLUMN_HIDDEN },
    { "energy_wh", 11, COLUMN_DASH | COLUMN_HIDDEN },
    { "total_minor", 14, COLUMN_SORT },
    { "open_minor", 14, COLUMN_DASH },
};

static const ListFilter filters[] = {
    { "state" },
    { "class_id", "id", N_ ("Class"), { "/api/v1/classes" } },
    { "station_id", "id", N_ ("Station"), { "/api/v1/stations" } },
    { "run_id", NULL, N_ ("Run"), { "/api/v1/runs", NULL, "period_key" } },
    { "account_id", NULL, NULL, { "/api/v1/accounts", NULL, "number" } },
    { "from", "issue_date", N_ ("From the day") },
    { "to", "issue_date", N_ ("To the day") },
};

static const ListPageSpec spec = {
    .title = N_ ("Invoices"),
    .icon_name = "x-office-document-symbolic",
    .path = "/api/v1/invoices",
    .record = &invoice_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "-issue_date",
    .search_hint = N_ ("Invoice, account, name or phone"),
    .opens = "invoice",
    .empty_hint = N_ ("Invoices are issued by a billing run. Start one under Billing."),
    .sum_label = N_ ("Total of the invoices"),
};

static void
write_clicked (SirajPage *page)
{
    manual_invoice_open (page, 0);
}

SirajPage *
invoices_page_new (const PageContext *context)
{
    SirajPage *page = list_page_new (context, &spec);

    list_page_add_button (SIRAJ_LIST_PAGE (page), tr ("_Write an invoice…"), "invoices.issue",
                          G_CALLBACK (write_clicked));
    list_page_add_button (SIRAJ_LIST_PAGE (page), tr ("_Print many…"), "invoices.print",
                          G_CALLBACK (batch_print_open));
    return page;
}
