/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of a customer: overview, data, accounts and agreements, meters and readings, invoices,
 * payments, history.  A new customer is its form alone, and becomes the card once it is saved. */
#include "client/core/format.h"
#include "client/core/records.h"
#include "client/pages/customers/customer-overview.h"
#include "client/pages/customers/customer-tabs.h"
#include "client/pages/customers/customers-pages.h"
#include "client/shell/form-page.h"
#include "client/shell/registry.h"
#include "client/widgets/badge.h"
#include "client/widgets/pieces.h"
#include "common/base/language.h"

struct _SirajCustomerPage {
    SirajFormPage parent_instance;
    CustomerTabs tabs;
    GtkWidget *overview; /* NULL until the customer exists */
    GtkWidget *name;
    GtkWidget *number;
    GtkWidget *state;
    GtkWidget *chooser; /* of the account, when there are several */
    GtkWidget *pay;
    GtkWidget *agree;
    GPtrArray *accounts;
    guint shown; /* which of them */
    gboolean filling;
};

#define SIRAJ_TYPE_CUSTOMER_PAGE (customer_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajCustomerPage, customer_page, SIRAJ, CUSTOMER_PAGE, SirajFormPage)
G_DEFINE_FINAL_TYPE (SirajCustomerPage, customer_page, SIRAJ_TYPE_FORM_PAGE)

static const FormField identity[] = {
    { "name" },       { "name_en" }, { "identity_kind" }, { "identity_number" },
    { "tax_number" }, { "number" },
};
static const FormField supply[] = {
    { "class_id", 0, { "/api/v1/classes", "class_name" } },
    { "station_id", 0, { "/api/v1/stations", "station_name" } },
};
static const FormField contact[] = {
    { "mobile" }, { "phone" }, { "email" }, { "city" }, { "district" }, { "address" },
};
static const FormField more[] = {
    { "latitude_micro" },
    { "longitude_micro" },
    { "notes", 2 },
};
static const FormSection sections[] = {
    { N_ ("Who"), 2, FORM_OPEN, FORM_FIELDS (identity) },
    { N_ ("Class and station"), 2, FORM_OPEN, FORM_FIELDS (supply) },
    { N_ ("How to reach"), 2, FORM_OPEN, FORM_FIELDS (contact) },
    { N_ ("Position and notes"), 2, FORM_FOLDED, FORM_FIELDS (more) },
};
static const FormLayout layout = { FORM_FIELDS (sections) };
static const FormPageSpec spec = {
    .title_new = N_ ("New customer"),
    .title_member = "name",
    .icon_name = "avatar-default-symbolic",
    .path = "/api/v1/customers",
    .record = &customer_record,
    .layout = &layout,
    .write_permission = "customers.write",
    .list = "customers",
};

/* The account that is looked at */

static const Account *
current_account (SirajCustomerPage *self)
{
    return self->accounts != NULL && self->shown < self->accounts->len
               ? self->accounts->pdata[self->shown]
               : NULL;
}

/* One account is answered with its dues and its last payment, a list is not. */
static void
account_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajCustomerPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (Account) account = NULL;

    if (api_error_is_cancelled (error))
        return;
    page_set_busy (SIRAJ_PAGE (self), FALSE);
    account = answer != NULL ? record_from_answer (answer, &account_record, &error) : NULL;
    if (account == NULL)
        page_report (SIRAJ_PAGE (self), error);
    else
        customer_overview_show (SIRAJ_CUSTOMER_OVERVIEW (self->overview),
                                form_page_get_data (SIRAJ_FORM_PAGE (self)), account);
}

static void
show_account (SirajCustomerPage *self)
{
    const Account *account = current_account (self);
    g_autofree char *path = NULL;

    gtk_widget_set_sensitive (self->pay, account != NULL);
    customer_tabs_set_account (&self->tabs, account != NULL ? account->id : 0);
    if (account == NULL) {
        customer_overview_show (SIRAJ_CUSTOMER_OVERVIEW (self->overview),
                                form_page_get_data (SIRAJ_FORM_PAGE (self)), NULL);
        return;
    }
    path = g_strdup_printf ("/api/v1/accounts/%" G_GINT64_FORMAT, account->id);
    page_set_busy (SIRAJ_PAGE (self), TRUE);
    api_call_async (page_get_api (SIRAJ_PAGE (self)), &(ApiRequest) { "GET", path },
                    page_get_cancellable (SIRAJ_PAGE (self)), account_came, self);
}

static void
account_chosen (SirajCustomerPage *self)
{
    guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->chooser));

    if (self->filling || chosen == self->shown || chosen == GTK_INVALID_LIST_POSITION)
        return;
    self->shown = chosen;
    show_account (self);
}

static void
fill_chooser (SirajCustomerPage *self)
{
    g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

    for (guint i = 0; i < self->accounts->len; i++) {
        const Account *account = self->accounts->pdata[i];
        g_autofree char *number = format_text (account->number);
        g_autofree char *name = g_strdup_printf (tr ("Account %s"), number);

        gtk_string_list_append (names, name);
    }
    self->filling = TRUE;
    gtk_drop_down_set_model (GTK_DROP_DOWN (self->chooser), G_LIST_MODEL (names));
    self->shown = MIN (self->shown, MAX (self->accounts->len, 1) - 1);
    if (self->accounts->len > 0)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->chooser), self->shown);
    gtk_widget_set_visible (self->chooser, self->accounts->len > 1);
    self->filling = FALSE;
}

static void
accounts_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajCustomerPage *self = user_data;
    g_autoptr (GError) error = NULL;
    GPtrArray *accounts = records_get_finish (result, &error);

    if (api_error_is_cancelled (error))
        return;
    page_set_busy (SIRAJ_PAGE (self), FALSE);
    if (accounts == NULL) {
        page_report (SIRAJ_PAGE (self), error);
        return;
    }
    g_clear_pointer (&self->accounts, g_ptr_array_unref);
    self->accounts = accounts;
    fill_chooser (self);
    show_account (self);
}

static void
ask_accounts (SirajCustomerPage *self)
{
    g_autofree char *path = g_strdup_printf ("/api/v1/accounts?customer_id=%" G_GINT64_FORMAT,
                                             page_get_location (SIRAJ_PAGE (self))->id);

    page_set_busy (SIRAJ_PAGE (self), TRUE);
    records_get_async (page_get_api (SIRAJ_PAGE (self)), path, &account_record,
                       page_get_cancellable (SIRAJ_PAGE (self)), accounts_came, self);
}

/* Buttons */

static void
open_with_account (SirajCustomerPage *self, const char *page)
{
    const Account *account = current_account (self);
    g_autofree char *query =
        account != NULL ? g_strdup_printf ("account_id=%" G_GINT64_FORMAT, account->id) : NULL;

    page_open (SIRAJ_PAGE (self), &(PageLocation) { page, 0, query });
}

static void
pay_clicked (SirajCustomerPage *self)
{
    open_with_account (self, "take-payment");
}

/* An agreement stands on an account: without one, the account is opened first. */
static void
agree_clicked (SirajCustomerPage *self)
{
    if (current_account (self) == NULL)
        customer_tabs_new_account (&self->tabs);
    else
        open_with_account (self, "agreement");
}

static GtkWidget *
make_header (SirajCustomerPage *self)
{
    GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *space = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
    SirajSession *session = page_get_session (SIRAJ_PAGE (self));

    self->name = label_new (NULL, "title-3");
    self->number = label_new (NULL, "dim-label");
    gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
    self->state = badge_new (TONE_NEUTRAL, NULL);
    self->chooser = gtk_drop_down_new (NULL, NULL);
    widget_set_accessible_name (self->chooser, tr ("Account"));
    self->agree = gtk_button_new_with_mnemonic (tr ("New a_greement"));
    self->pay = gtk_button_new_with_mnemonic (tr ("_Take payment"));
    gtk_widget_add_css_class (self->pay, "suggested-action");
    gtk_widget_set_visible (self->pay, registry_find ("take-payment") != NULL &&
                                           client_session_may (session, "payments.take"));
    gtk_widget_set_visible (self->agree, client_session_may (session, "subscriptions.write"));
    gtk_widget_set_hexpand (space, TRUE);
    gtk_widget_add_css_class (header, "card-head");
    gtk_box_append (GTK_BOX (header), self->name);
    gtk_box_append (GTK_BOX (header), self->number);
    gtk_box_append (GTK_BOX (header), self->state);
    gtk_box_append (GTK_BOX (header), self->chooser);
    gtk_box_append (GTK_BOX (header), space);
    gtk_box_append (GTK_BOX (header), self->agree);
    gtk_box_append (GTK_BOX (header), self->pay);
    g_signal_connect_swapped (self->chooser, "notify::selected", G_CALLBACK (account_chosen), self);
    g_signal_connect_swapped (self->pay, "clicked", G_CALLBACK (pay_clicked), self);
    g_signal_connect_swapped (self->agree, "clicked", G_CALLBACK (agree_clicked), self);
    return header;
}

/* The record came: the form of a new customer becomes a card. */
static void
customer_page_loaded (SirajFormPage *page, gconstpointer data)
{
    SirajCustomerPage *self = SIRAJ_CUSTOMER_PAGE (page);
    const Customer *customer = data;
    g_autofree char *name = format_text (customer->name);
    g_autofree char *number = format_text (customer->number);

    if (self->overview == NULL) {
        form_page_set_header (page, make_header (self));
        self->overview = customer_overview_new (SIRAJ_PAGE (self));
        form_page_set_overview (page, self->overview);
        customer_tabs_add (&self->tabs, page, customer->id);
    }
    gtk_label_set_text (GTK_LABEL (self->name), name);
    gtk_label_set_text (GTK_LABEL (self->number), number);
    badge_set_value (self->state, &customer_state_enum, customer->state);
    ask_accounts (self);
}

static void
customer_page_told (SirajPage *page, const char *changed)
{
    SirajCustomerPage *self = SIRAJ_CUSTOMER_PAGE (page);
    static const char *const ours[] = { "accounts", "agreements", "payments",
                                        "invoices", "meters",     NULL };

    if (self->overview == NULL || !g_strv_contains (ours, changed))
        return;
    ask_accounts (self);
    customer_tabs_reload (&self->tabs);
}

static void
customer_page_finalize (GObject *object)
{
    g_clear_pointer (&SIRAJ_CUSTOMER_PAGE (object)->accounts, g_ptr_array_unref);
    G_OBJECT_CLASS (customer_page_parent_class)->finalize (object);
}

static void
customer_page_class_init (SirajCustomerPageClass *class)
{
    G_OBJECT_CLASS (class)->finalize = customer_page_finalize;
    SIRAJ_FORM_PAGE_CLASS (class)->loaded = customer_page_loaded;
    SIRAJ_PAGE_CLASS (class)->told = customer_page_told;
}

static void
customer_page_init (SirajCustomerPage *self)
{
}

SirajPage *
customer_page_new (const PageContext *context)
{
    SirajCustomerPage *self = g_object_new (SIRAJ_TYPE_CUSTOMER_PAGE, NULL);

    form_page_setup (SIRAJ_FORM_PAGE (self), context, &spec);
    return SIRAJ_PAGE (self);
}
