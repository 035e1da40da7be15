/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of invoice templates. */
#include "client/pages/templates/templates-pages.h"

#include "client/shell/list-page.h"
#include "common/types/templates-types.h"

static const Column columns[] = {
    { "name", 28, COLUMN_SORT },
    { "class_name", 18 },
    { "is_default", 12 },
    { "paper", 18 },
    { "active", 8 },
    { "updated_by_name", 18, COLUMN_EXPAND },
    { "updated_at", 17 },
};
static const ListFilter filters[] = { { "active" } };
static const ListPageSpec spec = {
    .title = N_ ("Invoice templates"),
    .icon_name = "document-page-setup-symbolic",
    .path = "/api/v1/invoice-templates",
    .record = &invoice_template_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "name",
    .search_hint = N_ ("Name or class"),
    .opens = "template",
    .creates = "template",
    .new_label = N_ ("New template"),
    .new_permission = "templates.write",
};

SirajPage *
templates_page_new (const PageContext *context)
{
    return list_page_new (context, &spec);
}
