/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of accounts, and what each posting key means. */
#include "client/pages/accounting/accounting-pages.h"

#include "client/shell/form-page.h"
#include "client/shell/list-page.h"
#include "common/types/accounting-types.h"

/* Ledger accounts */

static const Column account_columns[] = {
    { "code", 10, COLUMN_SORT },
    { "name", 34, COLUMN_SORT | COLUMN_EXPAND },
    { "name_en", 26 },
    { "kind", 14 },
    { "active", 8 },
};

static const ListFilter account_filters[] = { { "kind" }, { "active" } };

static const ListPageSpec accounts_spec = {
    .title = N_ ("Chart of accounts"),
    .icon_name = "view-list-ordered-symbolic",
    .path = "/api/v1/ledger-accounts",
    .record = &ledger_account_record,
    LIST_COLUMNS (account_columns),
    LIST_FILTERS (account_filters),
    .sort = "code",
    .search_hint = N_ ("Code or name"),
    .opens = "ledger-account",
    .creates = "ledger-account",
    .new_label = N_ ("New account"),
    .new_permission = "accounting.map",
};

static const FormField account_fields[] = {
    { "code" }, { "kind" }, { "name" }, { "name_en" }, { "active" },
};
static const FormSection account_sections[] = {
    { N_ ("Ledger account"), 2, FORM_OPEN, FORM_FIELDS (account_fields) },
};
static const FormLayout account_layout = { account_sections, G_N_ELEMENTS (account_sections) };

static const FormPageSpec account_spec = {
    .title_new = N_ ("New account"),
    .title_member = "name",
    .icon_name = "view-list-ordered-symbolic",
    .path = "/api/v1/ledger-accounts",
    .record = &ledger_account_record,
    .layout = &account_layout,
    .write_permission = "accounting.map",
    .list = "ledger-accounts",
};

SirajPage *
ledger_accounts_page_new (const PageContext *context)
{
    return list_page_new (context, &accounts_spec);
}

SirajPage *
ledger_account_page_new (const PageContext *context)
{
    return form_page_new (context, &account_spec);
}

/* Posting keys */

static const Column key_columns[] = {
    { "key", 26, COLUMN_SORT },
    { "ledger_account_code", 14 },
    { "ledger_account_name", 40, COLUMN_EXPAND },
};

static const ListPageSpec keys_spec = {
    .title = N_ ("Posting keys"),
    .icon_name = "insert-link-symbolic",
    .path = "/api/v1/posting-keys",
    .record = &posting_key_record,
    LIST_COLUMNS (key_columns),
    .sort = "key",
    .search_hint = N_ ("Posting key"),
    .opens = "posting-key",
};

static const FormField key_fields[] = {
    { "key" },
    { "ledger_account_id", 1, { "/api/v1/ledger-accounts", "ledger_account_name" } },
};
static const FormSection key_sections[] = {
    { N_ ("What it is posted to from now on"), 2, FORM_OPEN, FORM_FIELDS (key_fields) },
};
static const FormLayout key_layout = { key_sections, G_N_ELEMENTS (key_sections) };

static const FormPageSpec key_spec = {
    .title_new = N_ ("Posting key"),
    .title_member = "key",
    .icon_name = "insert-link-symbolic",
    .path = "/api/v1/posting-keys",
    .record = &posting_key_record,
    .layout = &key_layout,
    .write_permission = "accounting.map",
    .list = "posting-keys",
};

SirajPage *
posting_keys_page_new (const PageContext *context)
{
    return list_page_new (context, &keys_spec);
}

SirajPage *
posting_key_page_new (const PageContext *context)
{
    return form_page_new (context, &key_spec);
}
