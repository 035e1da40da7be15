/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ways of paying and the ledger accounts they lead to. */
#include "client/pages/payments/methods-pages.h"

#include "client/shell/form-page.h"
#include "client/shell/list-page.h"
#include "common/types/payments-types.h"

#define ICON "auth-sim-symbolic"
#define PATH "/api/v1/payment-methods"

static const Column columns[] = {
    { "code", 14, COLUMN_SORT }, { "name", 26, COLUMN_EXPAND }, { "name_en", 24 },
    { "posting_key", 24 },       { "needs_reference", 16 },     { "active", 8 },
};
static const ListFilter filters[] = { { "active" } };
static const ListPageSpec list_spec = {
    .title = N_ ("Payment methods"),
    .icon_name = ICON,
    .path = PATH,
    .record = &payment_method_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "code",
    .opens = "payment-method",
    .creates = "payment-method",
    .new_label = N_ ("New payment method"),
    .new_permission = "payments.methods",
};

static const FormField names[] = {
    { "code" },
    { "active" },
    { "name" },
    { "name_en" },
};
static const FormField rules[] = { { "posting_key" }, { "needs_reference" } };
static const FormSection sections[] = {
    { N_ ("Payment method"), 2, FORM_OPEN, FORM_FIELDS (names) },
    { N_ ("What follows from it"), 2, FORM_OPEN, FORM_FIELDS (rules) },
};
static const FormLayout layout = { FORM_FIELDS (sections) };
static const FormPageSpec form_spec = {
    .title_new = N_ ("New payment method"),
    .title_member = "name",
    .icon_name = ICON,
    .path = PATH,
    .record = &payment_method_record,
    .layout = &layout,
    .write_permission = "payments.methods",
    .list = "payment-methods",
};

SirajPage *
payment_methods_page_new (const PageContext *context)
{
    return list_page_new (context, &list_spec);
}

SirajPage *
payment_method_page_new (const PageContext *context)
{
    SirajPage *page = form_page_new (context, &form_spec);
    g_autoptr (PaymentMethod) initial = payment_method_new ();

    initial->active = TRUE;
    if (context->location->id == 0)
        form_page_set_initial (SIRAJ_FORM_PAGE (page), initial);
    return page;
}
