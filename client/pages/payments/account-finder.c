/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the account that pays.  Customers are searched first (their search knows number, name,
 * phone and meter); what is no customer may be the number of an invoice. */
#include "client/pages/payments/account-finder.h"

#include <string.h>

#include "client/core/records.h"
#include "client/core/format.h"
#include "client/widgets/pieces.h"
#include "client/widgets/search-entry.h"
#include "common/types/billing-types.h"
#include "common/types/customers-types.h"

#define MAX_HITS 8

struct _SirajAccountFinder {
    GtkWidget parent_instance;
    SirajApi *api;
    GCancellable *asking;
    GtkWidget *entry;
    GtkWidget *list;
    GtkWidget *nothing;
    GtkWidget *frame;
    char *asked;      /* the text of the last search */
    gboolean waiting; /* its answer has not come */
    gboolean entered; /* Enter was pressed meanwhile: a single hit is taken at once */
};

enum { FOUND, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SirajAccountFinder, account_finder, GTK_TYPE_WIDGET)

static void
ask (SirajAccountFinder *self, const char *path, GAsyncReadyCallback answered)
{
    if (self->asking != NULL)
        g_cancellable_cancel (self->asking);
    g_clear_object (&self->asking);
    self->asking = g_cancellable_new ();
    self->waiting = TRUE;
    api_call_async (self->api, &(ApiRequest) { "GET", path }, self->asking, answered, self);
}

/* The records of an answer; NULL when it failed (which has been told) or was overtaken. */
static GPtrArray *
take_items (SirajAccountFinder *self, GObject *source, GAsyncResult *result, const Record *record)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    GPtrArray *items = NULL;

    if (api_error_is_cancelled (error))
        return NULL;
    self->waiting = FALSE;
    if (answer != NULL)
        items = records_from_answer (answer, record, &error);
    if (items == NULL) {
        self->entered = FALSE;
        g_signal_emit (self, signals[FAILED], 0, error);
    }
    return items;
}

/* Accounts */

static void
tell_found (SirajAccountFinder *self, const Account *account)
{
    gtk_widget_set_visible (self->frame, FALSE);
    g_signal_emit (self, signals[FOUND], 0, account);
}

static void
account_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajAccountFinder *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (Account) account = NULL;

    if (api_error_is_cancelled (error))
        return;
    self->waiting = FALSE;
    account = answer != NULL ? record_from_answer (answer, &account_record, &error) : NULL;
    if (account != NULL)
        tell_found (self, account);
    else
        g_signal_emit (self, signals[FAILED], 0, error);
}

void
account_finder_take (SirajAccountFinder *self, gint64 account_id)
{
    g_autofree char *path = g_strdup_printf ("/api/v1/accounts/%" G_GINT64_FORMAT, account_id);

    ask (self, path, account_answered);
}

/* Hits */

typedef enum { HIT_CUSTOMER, HIT_ACCOUNT } HitKind;

static void
clear_hits (SirajAccountFinder *self)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child (self->list)) != NULL)
        gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
}

static void
add_cell (GtkWidget *box, const char *text, gboolean expand)
{
    g_autofree char *shown = format_text (text);
    GtkWidget *label = label_new (shown, expand ? NULL : "dim-label");

    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_widget_set_hexpand (label, expand);
    gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
add_hit (SirajAccountFinder *self, HitKind kind, gint64 id, const char *const *texts)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *row = gtk_list_box_row_new ();

    for (guint i = 0; texts[i] != NULL; i++)
        add_cell (box, texts[i], i == 0);
    gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
    g_object_set_data_full (G_OBJECT (row), "id", g_memdup2 (&id, sizeof id), g_free);
    g_object_set_data (G_OBJECT (row), "kind", GINT_TO_POINTER (kind));
    gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    return row;
}

static void
accounts_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajAccountFinder *self = user_data;
    g_autoptr (GPtrArray) accounts = take_items (self, source, result, &account_record);

    if (accounts == NULL)
        return;
    if (accounts->len == 1) {
        tell_found (self, accounts->pdata[0]);
        return;
    }
    clear_hits (self);
    for (guint i = 0; i < accounts->len; i++) {
        const Account *account = accounts->pdata[i];

        add_hit (self, HIT_ACCOUNT, account->id,
                 (const char *const[]) { account->number, account->class_name,
                                         account->station_name, NULL });
    }
    gtk_widget_set_visible (self->frame, TRUE);
    gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
}

static void
take_row (SirajAccountFinder *self, GtkListBoxRow *row)
{
    gint64 id = *(gint64 *)g_object_get_data (G_OBJECT (row), "id");
    g_autofree char *path = NULL;

    if (GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "kind")) == HIT_ACCOUNT) {
        account_finder_take (self, id);
        return;
    }
    path = g_strdup_printf ("/api/v1/accounts?customer_id=%" G_GINT64_FORMAT "&limit=%d&count=0",
                            id, MAX_HITS);
    ask (self, path, accounts_answered);
}

static void
row_activated (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
    take_row (SIRAJ_ACCOUNT_FINDER (user_data), row);
}

static void
go_to_hits (SirajAccountFinder *self)
{
    GtkListBoxRow *first = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);
    gboolean single = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 1) == NULL;

    self->entered = FALSE;
    if (first == NULL || !gtk_widget_get_visible (self->frame))
        return;
    if (single) {
        take_row (self, first);
        return;
    }
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), first);
    gtk_widget_grab_focus (GTK_WIDGET (first));
}

/* Searching */

static void
invoices_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajAccountFinder *self = user_data;
    g_autoptr (GPtrArray) invoices = take_items (self, source, result, &invoice_record);

    if (invoices == NULL)
        return;
    for (guint i = 0; i < invoices->len; i++) {
        const Invoice *invoice = invoices->pdata[i];

        add_hit (self, HIT_ACCOUNT, invoice->account_id,
                 (const char *const[]) { invoice->customer_name, invoice->number, NULL });
    }
    gtk_widget_set_visible (self->nothing, invoices->len == 0);
    if (self->entered)
        go_to_hits (self);
}

static void
search_invoices (SirajAccountFinder *self)
{
    g_autofree char *q = g_uri_escape_string (self->asked, NULL, FALSE);
    g_autofree char *path = g_strdup_printf ("/api/v1/invoices?q=%s&limit=%d&count=0", q, MAX_HITS);

    ask (self, path, invoices_answered);
}

static void
customers_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajAccountFinder *self = user_data;
    g_autoptr (GPtrArray) customers = take_items (self, source, result, &customer_record);

    if (customers == NULL)
        return;
    clear_hits (self);
    for (guint i = 0; i < customers->len; i++) {
        const Customer *customer = customers->pdata[i];

        add_hit (self, HIT_CUSTOMER, customer->id,
                 (const char *const[]) {
                     customer->name, customer->class_name != NULL ? customer->class_name : "",
                     customer->mobile != NULL ? customer->mobile : "",
                     customer->account_number != NULL ? customer->account_number : "", NULL });
    }
    gtk_widget_set_visible (self->frame, TRUE);
    gtk_widget_set_visible (self->nothing, FALSE);
    if (customers->len == 0 && strchr (self->asked, '-') != NULL)
        search_invoices (self);
    else
        gtk_widget_set_visible (self->nothing, customers->len == 0);
    if (self->entered && !self->waiting)
        go_to_hits (self);
}

static void
searched (SirajSearchEntry *entry, const char *text, gpointer user_data)
{
    SirajAccountFinder *self = user_data;
    g_autofree char *q = g_uri_escape_string (text, NULL, FALSE);
    g_autofree char *path =
        g_strdup_printf ("/api/v1/customers?q=%s&limit=%d&count=0", q, MAX_HITS);

    if (g_strcmp0 (text, self->asked) == 0)
        return;
    g_free (self->asked);
    self->asked = g_strdup (text);
    self->entered = FALSE;
    if (*text == '\0') {
        gtk_widget_set_visible (self->frame, FALSE);
        return;
    }
    ask (self, path, customers_answered);
}

static void
entered (SirajAccountFinder *self)
{
    if (self->waiting)
        self->entered = TRUE;
    else
        go_to_hits (self);
}

void
account_finder_begin (SirajAccountFinder *self)
{
    g_clear_pointer (&self->asked, g_free);
    self->entered = FALSE;
    search_entry_set_text (SIRAJ_SEARCH_ENTRY (self->entry), NULL);
    gtk_widget_set_visible (self->frame, FALSE);
    clear_hits (self);
    gtk_widget_grab_focus (self->entry);
}

/* Class */

static gboolean
account_finder_grab_focus (GtkWidget *widget)
{
    return gtk_widget_grab_focus (SIRAJ_ACCOUNT_FINDER (widget)->entry);
}

static void
account_finder_dispose (GObject *object)
{
    SirajAccountFinder *self = SIRAJ_ACCOUNT_FINDER (object);

    if (self->asking != NULL)
        g_cancellable_cancel (self->asking);
    g_clear_object (&self->asking);
    g_clear_object (&self->api);
    g_clear_pointer (&self->asked, g_free);
    widget_drop_children (GTK_WIDGET (self));
    G_OBJECT_CLASS (account_finder_parent_class)->dispose (object);
}

static void
account_finder_class_init (SirajAccountFinderClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

    G_OBJECT_CLASS (class)->dispose = account_finder_dispose;
    widget_class->grab_focus = account_finder_grab_focus;
    gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
    signals[FOUND] = g_signal_new ("found", SIRAJ_TYPE_ACCOUNT_FINDER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
    signals[FAILED] = g_signal_new ("failed", SIRAJ_TYPE_ACCOUNT_FINDER, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
account_finder_init (SirajAccountFinder *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

    gtk_orientable_set_orientation (
        GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
        GTK_ORIENTATION_VERTICAL);
    self->entry = search_entry_new (N_ ("Account, name, phone, meter or invoice"));
    self->list = gtk_list_box_new ();
    self->nothing = label_new (tr ("Nothing matches."), "dim-label");
    self->frame = gtk_frame_new (NULL);
    gtk_widget_add_css_class (self->list, "hits");
    gtk_widget_set_visible (self->frame, FALSE);
    gtk_widget_set_visible (self->nothing, FALSE);
    gtk_widget_add_css_class (self->nothing, "nothing");
    gtk_box_append (GTK_BOX (box), self->list);
    gtk_box_append (GTK_BOX (box), self->nothing);
    gtk_frame_set_child (GTK_FRAME (self->frame), box);
    gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
    gtk_widget_set_parent (self->frame, GTK_WIDGET (self));
    g_signal_connect (self->entry, "searched", G_CALLBACK (searched), self);
    g_signal_connect_swapped (self->entry, "down", G_CALLBACK (entered), self);
    g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated), self);
}

GtkWidget *
account_finder_new (SirajApi *api)
{
    SirajAccountFinder *self = g_object_new (SIRAJ_TYPE_ACCOUNT_FINDER, NULL);

    self->api = g_object_ref (api);
    return GTK_WIDGET (self);
}
