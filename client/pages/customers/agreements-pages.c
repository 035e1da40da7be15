/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agreements: the list, the form of a new one, the card with its terms. */
#include "client/core/records.h"
#include "client/pages/customers/agreement-actions.h"
#include "client/pages/customers/customers-pages.h"
#include "client/shell/form-dialog.h"
#include "client/shell/form-page.h"
#include "client/shell/list-page.h"
#include "client/widgets/table.h"
#include "common/base/language.h"
#include "common/types/customers-types.h"
#include "common/types/subscriptions-types.h"

#define AGREEMENT_ICON "text-x-generic-symbolic"
#define TERMS_ROWS "terms"

/* The list */

static const Column columns[] = {
    { "number", 12, COLUMN_SORT }, { "customer_name", 28, COLUMN_EXPAND },
    { "account_number", 12 },      { "address", 22 },
    { "meter_number", 13 },        { "class_name", 10 },
    { "tariff_name", 20 },         { "cycle_name", 12 },
    { "billed_date", 11 },         { "start_date", 11, COLUMN_HIDDEN },
    { "state", 9, COLUMN_BADGE },
};
static const ListFilter filters[] = {
    { "cycle_id", NULL, N_ ("Billing cycle"), { "/api/v1/cycles" } },
    { "state" },
};
static const ListPageSpec list_spec = {
    .title = N_ ("Agreements"),
    .icon_name = AGREEMENT_ICON,
    .path = "/api/v1/agreements",
    .record = &service_agreement_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .search_hint = N_ ("Agreement number"),
    .opens = "agreement",
    .creates = "agreement",
    .new_label = N_ ("New agreement"),
    .new_permission = "subscriptions.write",
    .empty_hint = N_ ("Without an agreement nothing is supplied or billed."),
};

SirajPage *
agreements_page_new (const PageContext *context)
{
    return list_page_new (context, &list_spec);
}

/* The form */

static const FormField parties[] = {
    { "account_id", 0, { "/api/v1/accounts", "account_number", "number" } },
    { "customer_name" },
    { "service_point_id", 0, { "/api/v1/points", "service_point_number", "number" } },
    { "address" },
    { "meter_number" },
};
static const FormField supply[] = {
    { "class_id", 0, { "/api/v1/classes", "class_name" } },
    { "tariff_id", 0, { "/api/v1/tariffs", "tariff_name" } },
    { "contracted_load_w" },
    { "breaker_amperes" },
};
static const FormField billing[] = {
    { "start_date" },    { "cycle_id", 0, { "/api/v1/cycles", "cycle_name" } },
    { "payment_terms" }, { "state" },
    { "billed_date" },   { "end_date" },
    { "number" },
};
static const FormSection sections[] = {
    { N_ ("Account and place"), 2, FORM_OPEN, FORM_FIELDS (parties) },
    { N_ ("Class, tariff and load"), 2, FORM_OPEN, FORM_FIELDS (supply) },
    { N_ ("Billing"), 2, FORM_OPEN, FORM_FIELDS (billing) },
};
static const FormLayout layout = { FORM_FIELDS (sections) };
static const FormPageSpec form_spec = {
    .title_new = N_ ("New agreement"),
    .title_member = "number",
    .icon_name = AGREEMENT_ICON,
    .path = "/api/v1/agreements",
    .record = &service_agreement_record,
    .layout = &layout,
    .write_permission = "subscriptions.write",
    .list = "agreements",
};

/* Terms */

static const FormField term_fields[] = {
    { "valid_from" },
    { "class_id", 0, { "/api/v1/classes", "class_name" } },
    { "tariff_id", 0, { "/api/v1/tariffs", "tariff_name" } },
    { "contracted_load_w" },
    { "breaker_amperes" },
};
static const FormSection term_sections[] = {
    { N_ ("New terms"), 1, FORM_OPEN, FORM_FIELDS (term_fields) },
};
static const FormLayout term_layout = { FORM_FIELDS (term_sections) };
static const FormDialogSpec term_dialog = {
    .title = N_ ("Change the terms"),
    .effect = N_ ("The terms of today end on the day before. A change inside a period splits its "
                  "bill in two."),
    .action = N_ ("_Change the terms from that day"),
    .record = &agreement_term_record,
    .layout = &term_layout,
};
static const Column term_columns[] = {
    { "valid_from", 12 },        { "valid_to", 12 },
    { "class_name", 14 },        { "tariff_name", 30, COLUMN_EXPAND },
    { "contracted_load_w", 16 }, { "breaker_amperes", 12 },
};

static void
terms_changed (SirajPage *page, const ApiAnswer *answer)
{
    page_refresh (page);
    page_tell_changed (page, "agreements");
    page_toast (page, tr ("The terms are changed."));
}

static void
change_clicked (SirajPage *page)
{
    const ServiceAgreement *agreement = form_page_get_data (SIRAJ_FORM_PAGE (page));
    g_autoptr (AgreementTerm) initial = agreement_term_new ();
    g_autofree char *path = NULL;

    if (agreement == NULL)
        return;
    path = g_strdup_printf ("/api/v1/agreements/%" G_GINT64_FORMAT "/terms", agreement->id);
    initial->class_id = agreement->class_id;
    initial->class_name = g_strdup (agreement->class_name);
    initial->tariff_id = agreement->tariff_id;
    initial->tariff_name = g_strdup (agreement->tariff_name);
    initial->contracted_load_w = agreement->contracted_load_w;
    initial->breaker_amperes = agreement->breaker_amperes;
    form_dialog_open (page, &term_dialog,
                      &(FormDialogCall) { path, initial, agreement->customer_name }, terms_changed);
}

static GListStore *
add_terms (SirajPage *page)
{
    GListStore *rows = g_list_store_new (SIRAJ_TYPE_ITEM);
    GtkWidget *table = table_new (G_LIST_MODEL (rows), &agreement_term_record, term_columns,
                                  G_N_ELEMENTS (term_columns));

    g_object_set_data_full (G_OBJECT (page), TERMS_ROWS, rows, g_object_unref);
    form_page_add_tab (SIRAJ_FORM_PAGE (page), N_ ("Terms"), table);
    form_page_add_button (SIRAJ_FORM_PAGE (page), tr ("Change the _terms…"), "subscriptions.write",
                          G_CALLBACK (change_clicked));
    return rows;
}

/* Only an agreement that exists has terms to show and to change. */
static void
show_terms (SirajPage *page, gpointer data)
{
    GListStore *rows = g_object_get_data (G_OBJECT (page), TERMS_ROWS);
    const ServiceAgreement *agreement = data;

    if (rows == NULL)
        rows = add_terms (page);
    g_list_store_remove_all (rows);
    for (guint i = 0; agreement->terms != NULL && i < agreement->terms->len; i++) {
        g_autoptr (SirajItem) item =
            item_new (&agreement_term_record,
                      record_copy (&agreement_term_record, agreement->terms->pdata[i]));

        g_list_store_append (rows, item);
    }
    agreement_actions_show (page, agreement);
}

/* A new agreement of "account_id=12" starts with what is known of the account. */

static void
account_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajPage *page = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (ServiceAgreement) initial = NULL;
    g_autoptr (Account) account = NULL;

    if (api_error_is_cancelled (error))
        return;
    account = answer != NULL ? record_from_answer (answer, &account_record, &error) : NULL;
    if (account == NULL) {
        page_report (page, error);
        return;
    }
    initial = service_agreement_new ();
    initial->account_id = account->id;
    initial->account_number = g_strdup (account->number);
    initial->class_id = account->class_id;
    initial->class_name = g_strdup (account->class_name);
    initial->start_date = instant_date (g_get_real_time (), 0);
    form_page_set_initial (SIRAJ_FORM_PAGE (page), initial);
    gtk_widget_grab_focus (GTK_WIDGET (
        form_get_editor (form_page_get_form (SIRAJ_FORM_PAGE (page)), "service_point_id")));
}

static void
ask_account (SirajPage *page, const char *query)
{
    g_autoptr (GHashTable) params =
        g_uri_parse_params (query, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
    const char *id = params != NULL ? g_hash_table_lookup (params, "account_id") : NULL;
    g_autofree char *path = NULL;

    if (id == NULL || !g_ascii_string_to_unsigned (id, 10, 1, G_MAXINT64, NULL, NULL))
        return;
    path = g_strconcat ("/api/v1/accounts/", id, NULL);
    api_call_async (page_get_api (page), &(ApiRequest) { "GET", path }, page_get_cancellable (page),
                    account_came, page);
}

SirajPage *
agreement_page_new (const PageContext *context)
{
    SirajPage *page = form_page_new (context, &form_spec);

    g_signal_connect (page, "loaded", G_CALLBACK (show_terms), NULL);
    if (context->location->id == 0 && context->location->query != NULL)
        ask_account (page, context->location->query);
    return page;
}
