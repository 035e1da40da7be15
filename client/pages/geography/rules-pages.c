/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customer classes: what decides how a customer is billed. */
#include "client/pages/geography/geography-pages.h"

#include "client/shell/form-page.h"
#include "client/shell/list-page.h"
#include "common/types/customers-types.h"

#define CLASS_ICON "view-list-symbolic"

#define DUE_DAYS 15

/* Classes */

static const Column class_columns[] = {
    { "code", 16, COLUMN_SORT }, { "name", 24 },  { "default_tariff_name", 28 },
    { "due_days", 14 },          { "active", 8 },
};
static const ListPageSpec classes_spec = {
    .title = N_ ("Customer classes"),
    .icon_name = CLASS_ICON,
    .path = "/api/v1/classes",
    .record = &customer_class_record,
    LIST_COLUMNS (class_columns),
    .sort = "code",
    .search_hint = N_ ("Code or name"),
    .opens = "class",
    .creates = "class",
    .new_label = N_ ("New class"),
    .new_permission = "company.write",
};
static const FormField class_names[] = {
    { "code" },
    { "active" },
    { "name" },
    { "name_en" },
};
static const FormField class_rules[] = {
    { "default_tariff_id", 0, { "/api/v1/tariffs", "default_tariff_name" } },
    { "due_days" },
    { "receivable_key" },
    { "customers_count" },
};
static const FormSection class_sections[] = {
    { N_ ("Class"), 2, FORM_OPEN, FORM_FIELDS (class_names) },
    { N_ ("What follows from it"), 2, FORM_OPEN, FORM_FIELDS (class_rules) },
};
static const FormLayout class_layout = { FORM_FIELDS (class_sections) };
static const FormPageSpec class_spec = {
    .title_new = N_ ("New class"),
    .title_member = "name",
    .icon_name = CLASS_ICON,
    .path = "/api/v1/classes",
    .record = &customer_class_record,
    .layout = &class_layout,
    .write_permission = "company.write",
    .list = "classes",
};

SirajPage *
classes_page_new (const PageContext *context)
{
    return list_page_new (context, &classes_spec);
}

SirajPage *
class_page_new (const PageContext *context)
{
    SirajPage *page = form_page_new (context, &class_spec);
    g_autoptr (CustomerClass) initial = customer_class_new ();

    initial->active = TRUE;
    initial->due_days = DUE_DAYS;
    if (context->location->id == 0)
        form_page_set_initial (SIRAJ_FORM_PAGE (page), initial);
    return page;
}
