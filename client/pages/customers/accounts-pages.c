/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts: the list, and the form with what is owed. */
#include "client/pages/customers/customers-pages.h"
#include "client/shell/form-page.h"
#include "client/shell/list-page.h"
#include "common/base/language.h"
#include "common/types/customers-types.h"

#define ACCOUNT_ICON "x-office-address-book-symbolic"

static const Column columns[] = {
    { "number", 12, COLUMN_SORT },
    { "customer_name", 32, COLUMN_EXPAND },
    { "class_name", 11 },
    { "station_name", 16 },
    { "last_payment_date", 12 },
    { "oldest_due_date", 12, COLUMN_HIDDEN },
    { "advance_minor", 12, COLUMN_DASH },
    { "overdue_minor", 12, COLUMN_DASH },
    { "receivable_minor", 13, COLUMN_DASH },
    { "billing_hold", 10 },
    { "state", 9, COLUMN_BADGE },
};
static const ListFilter filters[] = {
    { "station_id", NULL, N_ ("Station"), { "/api/v1/stations" } },
    { "hold", "billing_hold", N_ ("Billing hold") },
};
static const ListPageSpec list_spec = {
    .title = N_ ("Accounts"),
    .icon_name = ACCOUNT_ICON,
    .path = "/api/v1/accounts",
    .record = &account_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .search_hint = N_ ("Account number"),
    .opens = "account",
    .empty_hint = N_ ("Accounts are opened on the card of their customer."),
};

static const FormField holder[] = {
    { "number" },           { "customer_number" },
    { "customer_name", 2 }, { "class_id", 0, { "/api/v1/classes", "class_name" } },
    { "station_name" },     { "state" },
};
static const FormField money[] = {
    { "receivable_minor" }, { "advance_minor" },      { "overdue_minor" },
    { "oldest_due_date" },  { "last_payment_minor" }, { "last_payment_date" },
};
static const FormField hold[] = { { "billing_hold" }, { "hold_reason", 2 } };
static const FormSection sections[] = {
    { N_ ("Account"), 2, FORM_OPEN, FORM_FIELDS (holder) },
    { N_ ("What is owed"), 2, FORM_OPEN, FORM_FIELDS (money) },
    { N_ ("Billing"), 2, FORM_OPEN, FORM_FIELDS (hold) },
};
static const FormLayout layout = { FORM_FIELDS (sections) };
static const FormPageSpec form_spec = {
    .title_new = N_ ("Account"),
    .title_member = "number",
    .icon_name = ACCOUNT_ICON,
    .path = "/api/v1/accounts",
    .record = &account_record,
    .layout = &layout,
    .write_permission = "customers.write",
    .list = "accounts",
};

SirajPage *
accounts_page_new (const PageContext *context)
{
    return list_page_new (context, &list_spec);
}

static void
customer_clicked (SirajPage *page)
{
    const Account *account = form_page_get_data (SIRAJ_FORM_PAGE (page));

    if (account != NULL)
        page_open_id (page, "customer", account->customer_id);
}

SirajPage *
account_page_new (const PageContext *context)
{
    SirajPage *page = form_page_new (context, &form_spec);

    form_page_add_button (SIRAJ_FORM_PAGE (page), tr ("_Open the customer"), NULL,
                          G_CALLBACK (customer_clicked));
    return page;
}
