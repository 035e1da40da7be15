/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts and agreements, meters and readings, invoices, payments, history. */
#include "client/pages/customers/customer-tabs.h"

#include "client/shell/audit-history.h"
#include "client/shell/form-dialog.h"
#include "client/shell/list-pane.h"
#include "common/base/language.h"
#include "common/types/billing-types.h"
#include "common/types/customers-types.h"
#include "common/types/meters-types.h"
#include "common/types/payments-types.h"
#include "common/types/readings-types.h"
#include "common/types/subscriptions-types.h"

static const Column account_columns[] = {
    { "number", 14 },
    { "class_name", 14 },
    { "station_name", 18, COLUMN_EXPAND },
    { "billing_hold", 10 },
    { "advance_minor", 13, COLUMN_DASH },
    { "overdue_minor", 13, COLUMN_DASH },
    { "receivable_minor", 13, COLUMN_DASH },
    { "state", 10, COLUMN_BADGE },
};
static const Column agreement_columns[] = {
    { "number", 12, COLUMN_SORT },  { "account_number", 12 },
    { "service_point_number", 12 }, { "address", 24, COLUMN_EXPAND },
    { "meter_number", 12 },         { "class_name", 10 },
    { "tariff_name", 20 },          { "start_date", 11 },
    { "billed_date", 11 },          { "state", 9, COLUMN_BADGE },
};
static const Column register_columns[] = {
    { "meter_number", 16, COLUMN_EXPAND },
    { "code", 8 },
    { "opened_on", 12 },
    { "opening_value", 12 },
    { "latest_date", 12 },
    { "latest_value", 12 },
    { "billed_date", 12 },
    { "daily_average_wh", 12 },
    { "closed_on", 12 },
};
static const Column reading_columns[] = {
    { "read_on", 12, COLUMN_SORT },
    { "meter_number", 14 },
    { "register_code", 8 },
    { "previous_value", 12 },
    { "value", 12 },
    { "consumption_wh", 12 },
    { "kind", 10 },
    { "method", 10 },
    { "entered_by_name", 16, COLUMN_EXPAND },
    { "state", 13, COLUMN_BADGE },
};
static const Column invoice_columns[] = {
    { "number", 18, COLUMN_SORT | COLUMN_EXPAND },
    { "period_key", 10 },
    { "issue_date", 12, COLUMN_SORT },
    { "due_date", 12, COLUMN_SORT },
    { "energy_wh", 10 },
    { "total_minor", 13, COLUMN_SORT },
    { "open_minor", 13, COLUMN_DASH },
    { "state", 10, COLUMN_BADGE },
};
static const Column payment_columns[] = {
    { "number", 18, COLUMN_SORT | COLUMN_EXPAND },
    { "received_on", 12, COLUMN_SORT },
    { "method_name", 14 },
    { "reference", 16 },
    { "created_by_name", 18 },
    { "amount_minor", 13, COLUMN_SORT },
    { "balance_after_minor", 13 },
};

#define PANE_COLUMNS(array) .columns = (array), .n_columns = G_N_ELEMENTS (array)

static const ListPaneSpec pane_specs[] = {
    [PANE_ACCOUNTS] = { .path = "/api/v1/accounts",
                        .record = &account_record,
                        PANE_COLUMNS (account_columns),
                        .opens = "account",
                        .empty_hint = N_ ("Open an account: it is what bills are written to.") },
    [PANE_AGREEMENTS] = { .path = "/api/v1/agreements",
                          .record = &service_agreement_record,
                          PANE_COLUMNS (agreement_columns),
                          .opens = "agreement",
                          .empty_hint = N_ ("Without an agreement nothing is supplied or "
                                            "billed.") },
    [PANE_REGISTERS] = { .path = "/api/v1/registers",
                         .record = &register_record,
                         PANE_COLUMNS (register_columns),
                         .whole = TRUE,
                         .empty_hint = N_ ("No meter hangs here yet. Install one from its card.") },
    [PANE_READINGS] = { .path = "/api/v1/readings",
                        .record = &reading_record,
                        PANE_COLUMNS (reading_columns),
                        .sort = "-read_on" },
    [PANE_INVOICES] = { .path = "/api/v1/invoices",
                        .record = &invoice_record,
                        PANE_COLUMNS (invoice_columns),
                        .sort = "-issue_date",
                        .opens = "invoice",
                        .sum_label = N_ ("Total") },
    [PANE_PAYMENTS] = { .path = "/api/v1/payments",
                        .record = &payment_record,
                        PANE_COLUMNS (payment_columns),
                        .sort = "-received_on",
                        .opens = "payment",
                        .sum_label = N_ ("Total") },
};

/* A new account */

static const FormField account_fields[] = {
    { "class_id", 0, { "/api/v1/classes", "class_name" } },
    { "number" },
};
static const FormSection account_sections[] = {
    { N_ ("Account"), 1, FORM_OPEN, FORM_FIELDS (account_fields) },
};
static const FormLayout account_layout = { FORM_FIELDS (account_sections) };
static const FormDialogSpec account_dialog = {
    .title = N_ ("New account"),
    .effect = N_ ("Bills and payments are written to the account. Leave the number empty: the "
                  "next one is taken."),
    .action = N_ ("_Open the account"),
    .record = &account_record,
    .layout = &account_layout,
};

static void
account_opened (SirajPage *page, const ApiAnswer *answer)
{
    page_changed_elsewhere (page, "accounts");
    page_tell_changed (page, "accounts");
    page_toast (page, tr ("The account is open. Conclude the agreement next."));
}

void
customer_tabs_new_account (CustomerTabs *self)
{
    const Customer *customer = form_page_get_data (SIRAJ_FORM_PAGE (self->page));
    g_autoptr (Account) initial = account_new ();

    initial->customer_id = self->customer_id;
    initial->class_id = customer->class_id;
    initial->class_name = g_strdup (customer->class_name);
    form_dialog_open (self->page, &account_dialog,
                      &(FormDialogCall) { "/api/v1/accounts", initial, customer->name },
                      account_opened);
}

/* Tabs */

static GtkWidget *
add_pane (CustomerTabs *self, CustomerPane pane, const char *permission)
{
    if (!client_session_may (page_get_session (self->page), permission))
        return NULL;
    self->panes[pane] = list_pane_new (self->page, &pane_specs[pane]);
    return self->panes[pane];
}

/* Two lists one above the other; either may be missing. */
static void
add_tab (CustomerTabs *self, const char *title, GtkWidget *upper, GtkWidget *lower)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

    if (upper != NULL)
        gtk_box_append (GTK_BOX (box), upper);
    if (lower != NULL)
        gtk_box_append (GTK_BOX (box), lower);
    if (upper != NULL || lower != NULL)
        form_page_add_tab (SIRAJ_FORM_PAGE (self->page), title, box);
    else
        g_object_unref (g_object_ref_sink (box));
}

static void
add_accounts (CustomerTabs *self)
{
    GtkWidget *accounts = add_pane (self, PANE_ACCOUNTS, "customers.read");
    GtkWidget *agreements = add_pane (self, PANE_AGREEMENTS, "subscriptions.read");
    GtkWidget *button = gtk_button_new_with_mnemonic (tr ("New a_ccount"));

    if (accounts != NULL) {
        list_pane_set_heading (SIRAJ_LIST_PANE (accounts), N_ ("Accounts"));
        list_pane_set (SIRAJ_LIST_PANE (accounts), "customer_id", self->customer_id);
        list_pane_add_tool (SIRAJ_LIST_PANE (accounts), button);
    }
    if (agreements != NULL) {
        list_pane_set_heading (SIRAJ_LIST_PANE (agreements), N_ ("Agreements"));
        list_pane_set (SIRAJ_LIST_PANE (agreements), "customer_id", self->customer_id);
    }
    gtk_widget_set_visible (button,
                            client_session_may (page_get_session (self->page), "customers.write"));
    g_signal_connect_swapped (button, "clicked", G_CALLBACK (customer_tabs_new_account), self);
    add_tab (self, N_ ("Accounts and agreements"), accounts, agreements);
}

static void
add_meters (CustomerTabs *self)
{
    GtkWidget *registers = add_pane (self, PANE_REGISTERS, "meters.read");
    GtkWidget *readings = add_pane (self, PANE_READINGS, "readings.read");

    if (registers != NULL)
        list_pane_set_heading (SIRAJ_LIST_PANE (registers), N_ ("Meter registers"));
    if (readings != NULL)
        list_pane_set_heading (SIRAJ_LIST_PANE (readings), N_ ("Readings"));
    add_tab (self, N_ ("Meters and readings"), registers, readings);
}

static void
add_history (CustomerTabs *self)
{
    if (!client_session_may (page_get_session (self->page), "audit.read"))
        return;
    self->panes[PANE_HISTORY] = audit_history_new (self->page, "customers", self->customer_id);
    add_tab (self, N_ ("History"), self->panes[PANE_HISTORY], NULL);
}

void
customer_tabs_add (CustomerTabs *self, SirajFormPage *page, gint64 customer_id)
{
    self->page = SIRAJ_PAGE (page);
    self->customer_id = customer_id;
    add_accounts (self);
    add_meters (self);
    add_tab (self, N_ ("Invoices"), add_pane (self, PANE_INVOICES, "invoices.read"), NULL);
    add_tab (self, N_ ("Payments"), add_pane (self, PANE_PAYMENTS, "payments.read"), NULL);
    add_history (self);
}

static void
set_pane (CustomerTabs *self, CustomerPane pane, const char *name, gint64 id)
{
    if (self->panes[pane] != NULL && id != 0)
        list_pane_set (SIRAJ_LIST_PANE (self->panes[pane]), name, id);
}

void
customer_tabs_set_account (CustomerTabs *self, gint64 account_id)
{
    set_pane (self, PANE_REGISTERS, "account_id", account_id);
    set_pane (self, PANE_READINGS, "account_id", account_id);
    set_pane (self, PANE_INVOICES, "account_id", account_id);
    set_pane (self, PANE_PAYMENTS, "account_id", account_id);
}

void
customer_tabs_reload (CustomerTabs *self)
{
    for (guint i = 0; i < PANE_HISTORY; i++)
        if (self->panes[i] != NULL &&
            page_model_is_loaded (list_pane_get_model (SIRAJ_LIST_PANE (self->panes[i]))))
            list_pane_reload (SIRAJ_LIST_PANE (self->panes[i]));
}
