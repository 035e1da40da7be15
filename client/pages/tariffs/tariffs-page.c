/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of tariffs, one tariff with its versions, and the prices of the months. */
#include "client/pages/tariffs/tariffs-pages.h"

#include "client/shell/form-page.h"
#include "client/shell/list-page.h"
#include "client/shell/list-pane.h"
#include "client/shell/pdf-fetch.h"
#include "client/widgets/pieces.h"
#include "common/types/tariffs-types.h"

/* The list */

static const Column columns[] = {
    { "code", 14, COLUMN_SORT }, { "name", 34, COLUMN_EXPAND }, { "current_from", 13 },
    { "expires_on", 13 },        { "versions_count", 10 },      { "active", 8 },
    { "updated_by_name", 16 },   { "updated_at", 16 },
};

static const ListFilter filters[] = { { "active" } };

static const ListPageSpec list_spec = {
    .title = N_ ("Tariffs"),
    .icon_name = "accessories-calculator-symbolic",
    .path = "/api/v1/tariffs",
    .record = &tariff_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "code",
    .search_hint = N_ ("Code or name"),
    .opens = "tariff",
    .creates = "tariff",
    .new_label = N_ ("New tariff"),
    .new_permission = "tariffs.write",
    .empty_hint = N_ ("Make the first tariff with Ctrl+N, then draft a version of it."),
};

SirajPage *
tariffs_page_new (const PageContext *context)
{
    return list_page_new (context, &list_spec);
}

/* One tariff */

static const FormField fields[] = { { "code" }, { "active" }, { "name" }, { "name_en" } };
static const FormSection sections[] = {
    { N_ ("Tariff"), 2, FORM_OPEN, FORM_FIELDS (fields) },
};
static const FormLayout layout = { sections, G_N_ELEMENTS (sections) };

static const FormPageSpec form_spec = {
    .title_new = N_ ("New tariff"),
    .title_member = "name",
    .icon_name = "accessories-calculator-symbolic",
    .path = "/api/v1/tariffs",
    .record = &tariff_record,
    .layout = &layout,
    .write_permission = "tariffs.write",
    .list = "tariffs",
};

static const Column version_columns[] = {
    { "valid_from", 12, COLUMN_SORT },
    { "valid_to", 12 },
    { "state", 12, COLUMN_BADGE },
    { "used", 10, COLUMN_DASH },
    { "decision", 34, COLUMN_EXPAND },
    { "updated_by_name", 16 },
    { "updated_at", 16 },
};

static const ListPaneSpec versions_spec = {
    .path = "/api/v1/tariff-versions",
    .record = &tariff_version_row_record,
    .columns = version_columns,
    .n_columns = G_N_ELEMENTS (version_columns),
    .sort = "-valid_from",
    .opens = "tariff-version",
    .empty_hint = N_ ("No version yet: draft the first one."),
};

static void
draft (SirajPage *page)
{
    g_autofree char *query =
        g_strdup_printf ("tariff_id=%" G_GINT64_FORMAT, page_get_location (page)->id);

    if (page_get_location (page)->id != 0)
        page_open (page, &(PageLocation) { "tariff-version", 0, query });
}

static void
compare (SirajPage *page)
{
    g_autofree char *query =
        g_strdup_printf ("tariff_id=%" G_GINT64_FORMAT, page_get_location (page)->id);

    if (page_get_location (page)->id != 0)
        page_open (page, &(PageLocation) { "tariff-comparison", 0, query });
}

static void
loaded (SirajFormPage *page, gpointer data, gpointer user_data)
{
    list_pane_set (user_data, "tariff_id", ((const Tariff *)data)->id);
    list_pane_reload (user_data);
}

SirajPage *
tariff_page_new (const PageContext *context)
{
    SirajPage *page = form_page_new (context, &form_spec);
    GtkWidget *versions = list_pane_new (page, &versions_spec);
    GtkWidget *button = button_new (tr ("_Draft a version"), G_CALLBACK (draft), page);

    gtk_widget_set_visible (button, client_session_may (context->session, "tariffs.write"));
    list_pane_set_heading (SIRAJ_LIST_PANE (versions), N_ ("Versions"));
    list_pane_add_tool (SIRAJ_LIST_PANE (versions),
                        button_new (tr ("Com_pare versions"), G_CALLBACK (compare), page));
    list_pane_add_tool (SIRAJ_LIST_PANE (versions), button);
    form_page_add_tab (SIRAJ_FORM_PAGE (page), N_ ("Versions"), versions);
    g_signal_connect (page, "loaded", G_CALLBACK (loaded), versions);
    return page;
}

/* Prices in force */

#define PRICE_LIST_PATH "/api/v1/prices-in-force/pdf"

static const Column in_force_columns[] = {
    { "tariff_code", 12, COLUMN_SORT },
    { "tariff_name", 24, COLUMN_EXPAND },
    { "valid_from", 12 },
    { "valid_to", 12 },
    { "item", 20, COLUMN_EXPAND },
    { "from_wh", 9 },
    { "to_wh", 9 },
    { "rate_micro_per_kwh", 12 },
    { "amount_minor", 12 },
    { "tax_bp", 8, COLUMN_DASH },
};

/* On another day: what was in force, or will be. */
static const ListFilter in_force_filters[] = { { "on", "valid_from", N_ ("Day") } };

static const ListPageSpec in_force_spec = {
    .title = N_ ("Prices in force"),
    .icon_name = "accessories-calculator-symbolic",
    .path = "/api/v1/prices-in-force",
    .record = &price_in_force_record,
    LIST_COLUMNS (in_force_columns),
    LIST_FILTERS (in_force_filters),
    .sort = "tariff_code",
    .empty_hint = N_ ("No tariff is in force: put a version in force first."),
};

/* Of the day that the list is asked for; without one the server takes today. */
static char *
price_list_path (SirajPage *page)
{
    SirajPageModel *model = list_page_get_model (SIRAJ_LIST_PAGE (page));
    const char *on = page_model_get (model, "on");

    return on != NULL ? g_strconcat (PRICE_LIST_PATH "?on=", on, NULL) : g_strdup (PRICE_LIST_PATH);
}

static void
print_prices (SirajPage *page)
{
    g_autofree char *path = price_list_path (page);

    pdf_fetch_print (page, path, tr ("Prices in force"));
}

static void
save_prices (SirajPage *page)
{
    g_autofree char *path = price_list_path (page);

    pdf_fetch_save (page, path, tr ("Prices in force"));
}

SirajPage *
prices_in_force_page_new (const PageContext *context)
{
    SirajPage *page = list_page_new (context, &in_force_spec);
    SirajListPage *list = SIRAJ_LIST_PAGE (page);

    list_page_add_button (list, tr ("_Print"), "tariffs.read", G_CALLBACK (print_prices));
    list_page_add_button (list, tr ("_Save as PDF"), "tariffs.read", G_CALLBACK (save_prices));
    list_page_add_button (list, tr ("Save as _CSV"), "tariffs.read", G_CALLBACK (list_page_export));
    return page;
}

/* Prices of the months */

static const Column price_columns[] = {
    { "month", 12, COLUMN_SORT },
    { "name", 34, COLUMN_EXPAND },
    { "rate_micro_per_kwh", 16 },
};

static const ListPageSpec prices_spec = {
    .title = N_ ("Prices of the months"),
    .icon_name = "x-office-calendar-symbolic",
    .path = "/api/v1/period-prices",
    .record = &period_price_record,
    LIST_COLUMNS (price_columns),
    .sort = "-month",
    .creates = "period-price",
    .opens = "period-price",
    .new_label = N_ ("New price"),
    .new_permission = "tariffs.activate",
    .empty_hint = N_ ("An addition per kWh that changes each month, such as a fuel surcharge."),
};

static const FormField price_fields[] = {
    { "name" },
    { "month" },
    { "rate_micro_per_kwh" },
};
static const FormSection price_sections[] = {
    { N_ ("Price of a month"), 1, FORM_OPEN, FORM_FIELDS (price_fields) },
};
static const FormLayout price_layout = { price_sections, G_N_ELEMENTS (price_sections) };

static const FormPageSpec price_spec = {
    .title_new = N_ ("New price"),
    .title_member = "name",
    .icon_name = "x-office-calendar-symbolic",
    .path = "/api/v1/period-prices",
    .record = &period_price_record,
    .layout = &price_layout,
    .write_permission = "tariffs.activate",
    .list = "period-prices",
};

SirajPage *
period_prices_page_new (const PageContext *context)
{
    return list_page_new (context, &prices_spec);
}

SirajPage *
period_price_page_new (const PageContext *context)
{
    return form_page_new (context, &price_spec);
}
