/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One invoice as it is printed, with its lines explained beside it. */
#include "client/pages/invoices/invoices-page.h"

#include "client/pages/invoices/rebill-dialog.h"
#include "client/shell/printing.h"
#include "client/core/format.h"
#include "client/core/records.h"
#include "client/shell/form-dialog.h"
#include "client/shell/reason.h"
#include "client/widgets/pieces.h"
#include "client/widgets/record-grid.h"
#include "client/widgets/sheet-view.h"
#include "client/widgets/table.h"
#include "common/base/text.h"
#include "common/documents/invoice.h"

#define ZOOM 1.05
#define SIDE_WIDTH_PX 430
#define LINKS_HEIGHT_PX 120

#define SIRAJ_TYPE_INVOICE_PAGE (invoice_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajInvoicePage, invoice_page, SIRAJ, INVOICE_PAGE, SirajCardPage)

struct _SirajInvoicePage {
    SirajCardPage parent_instance;
    GtkWidget *sheet;
    GtkWidget *facts;
    GtkWidget *cancel;
    GtkWidget *pay;
    GtkWidget *credit;
    GtkWidget *rebill;
    GtkWidget *links_title;
    GtkWidget *links_table;
    GListStore *lines;
    GListStore *links;
};

G_DEFINE_FINAL_TYPE (SirajInvoicePage, invoice_page, SIRAJ_TYPE_CARD_PAGE)

static const CardPageSpec spec = {
    .title = N_ ("Invoice"),
    .title_member = "number",
    .icon_name = "x-office-document-symbolic",
    .path = "/api/v1/invoices",
    .record = &invoice_record,
    .list = "invoices",
};

static const char *const members[] = {
    "state",    "kind",        "total_minor", "settled_minor",   "open_minor",
    "due_date", "tariff_name", "reason",      "created_by_name", NULL,
};

static const Column columns[] = {
    { "line_no", 4, COLUMN_HIDDEN },
    { "description", 16, COLUMN_HIDDEN },
    { "explanation", 24, COLUMN_EXPAND | COLUMN_WRAP },
    { "amount_minor", 12 },
};

static const Column link_columns[] = {
    { "relation", 12 },
    { "number", 22, COLUMN_EXPAND },
    { "total_minor", 12 },
};

static const Invoice *
invoice_of (SirajInvoicePage *self)
{
    return card_page_get_data (SIRAJ_CARD_PAGE (self));
}

static Sheet *
make_sheet (SirajInvoicePage *self, gboolean is_copy, GError **error)
{
    SirajSession *session = page_get_session (SIRAJ_PAGE (self));
    const PrintOrder order = printing_order (session, is_copy);
    g_autoptr (Press) press = press_new ();
    g_autoptr (InvoiceDocument) document = invoice_document_of (
        client_session_get_company_record (session), invoice_of (self), &order, error);

    return document != NULL ? invoice_compose (press, document) : NULL;
}

/* A credit note is cancelled when it lowers a part; one that mirrors an invoice stays. */
static gboolean
is_cancellable (const Invoice *invoice)
{
    if (invoice->state == INVOICE_STATE_CANCELLED)
        return FALSE;
    for (guint i = 0; invoice->links != NULL && i < invoice->links->len; i++) {
        const InvoiceLink *link = g_ptr_array_index (invoice->links, i);

        if (link->relation == INVOICE_RELATION_REVERSED_BY ||
            (link->relation == INVOICE_RELATION_REVERSES &&
             invoice->kind == INVOICE_KIND_CREDIT_NOTE))
            return FALSE;
    }
    return TRUE;
}

static gboolean
is_bill (const Invoice *invoice)
{
    return invoice->kind == INVOICE_KIND_ENERGY || invoice->kind == INVOICE_KIND_FINAL;
}

static void
show_tools (SirajInvoicePage *self, const Invoice *invoice)
{
    SirajSession *session = page_get_session (SIRAJ_PAGE (self));
    gboolean open = is_cancellable (invoice) && client_session_may (session, "invoices.cancel");

    gtk_widget_set_visible (self->cancel, open);
    gtk_widget_set_visible (self->credit, open && invoice->kind != INVOICE_KIND_CREDIT_NOTE &&
                                              invoice->total_minor > 0);
    gtk_widget_set_visible (self->rebill, open && is_bill (invoice));
    gtk_widget_set_visible (self->pay, invoice->open_minor > 0 &&
                                           client_session_may (session, "payments.take"));
}

static void
invoice_page_show (SirajCardPage *card, gconstpointer data)
{
    SirajInvoicePage *self = SIRAJ_INVOICE_PAGE (card);
    const Invoice *invoice = data;
    gboolean has_links = invoice->links != NULL && invoice->links->len > 0;
    g_autoptr (GError) error = NULL;
    Sheet *sheet = make_sheet (self, FALSE, &error);

    record_grid_show (SIRAJ_RECORD_GRID (self->facts), invoice);
    records_fill_store (self->lines, &invoice_line_record, invoice->lines);
    sheet_view_set (SIRAJ_SHEET_VIEW (self->sheet), sheet);
    if (error != NULL)
        card_page_report (card, error);
    records_fill_store (self->links, &invoice_link_record, invoice->links);
    gtk_widget_set_visible (self->links_title, has_links);
    gtk_widget_set_visible (self->links_table, has_links);
    show_tools (self, invoice);
}

/* Acts */

static void
print_failed (const GError *error, gpointer user_data)
{
    card_page_report (SIRAJ_CARD_PAGE (user_data), error);
}

static void
put_out (SirajInvoicePage *self, const InvoicePrint *print)
{
    const char *number = invoice_of (self)->number;
    g_autoptr (GError) error = NULL;
    Sheet *sheet = make_sheet (self, print->is_copy, &error);

    if (sheet == NULL)
        card_page_report (SIRAJ_CARD_PAGE (self), error);
    else if (print->method == PRINT_METHOD_FILE)
        printing_save (GTK_WIDGET (self), sheet, number, print_failed, self);
    else
        printing_print (GTK_WIDGET (self), sheet, number, print_failed, self);
}

static void
print_recorded (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (InvoicePrint) print =
        answer != NULL ? record_from_answer (answer, &invoice_print_record, &error) : NULL;

    if (print != NULL)
        put_out (user_data, print);
    else if (!api_error_is_cancelled (error))
        card_page_report (SIRAJ_CARD_PAGE (user_data), error);
}

/* The server says whether it is the original: two desks may print at once. */
static void
record_print (SirajInvoicePage *self, PrintMethod method)
{
    SirajPage *page = SIRAJ_PAGE (self);
    g_autofree char *path = NULL;
    g_autofree char *body = NULL;

    if (invoice_of (self) == NULL)
        return;
    path = g_strdup_printf ("/api/v1/invoices/%" G_GINT64_FORMAT "/prints", invoice_of (self)->id);
    body = g_strdup_printf ("{\"method\":\"%s\"}", enumeration_word (&print_method_enum, method));
    api_call_async (page_get_api (page), &(ApiRequest) { "POST", path, body },
                    page_get_cancellable (page), print_recorded, self);
}

static void
invoice_page_print (SirajPage *page)
{
    record_print (SIRAJ_INVOICE_PAGE (page), PRINT_METHOD_PRINT);
}

static void
save (SirajInvoicePage *self)
{
    record_print (self, PRINT_METHOD_FILE);
}

/* What cancelling does to the payments, in the invoice's own figures. */
static char *
cancel_words (const Invoice *invoice)
{
    g_autofree char *total = format_money_currency (invoice->total_minor);
    g_autofree char *settled = format_money_currency (invoice->settled_minor);

    if (invoice->kind == INVOICE_KIND_CREDIT_NOTE)
        return g_strdup (tr ("An invoice that mirrors it is issued today; what it had taken off is "
                             "owed again."));
    if (invoice->settled_minor == 0)
        return g_strdup_printf (
            tr ("A credit note of %s that mirrors it is issued today. Nothing has been paid of it, "
                "and nothing of it is owed any more."),
            total);
    return g_strdup_printf (
        tr ("A credit note of %s that mirrors it is issued today. What has been paid of it, %s, "
            "becomes the customer's advance."),
        total, settled);
}

static void
cancel (SirajInvoicePage *self)
{
    g_autofree char *words = cancel_words (invoice_of (self));

    card_page_act_with_reason (SIRAJ_CARD_PAGE (self),
                               &(Question) { tr ("Cancel this document?"), words,
                                             tr ("_Cancel it and reverse its entry"), TRUE, TRUE },
                               &(CardAct) { .verb = "cancel",
                                            .said = N_ ("It is cancelled, and its entry reversed."),
                                            .idempotent = TRUE });
}

/* A correction came back: it is shown, and what it corrects loads again. */
static void
corrected (SirajPage *page, gint64 id)
{
    card_page_reload (SIRAJ_CARD_PAGE (page));
    page_tell_changed (page, spec.list);
    page_open_id (page, "invoice", id);
}

static const FormField credit_fields[] = { { "amount_minor" }, { "lines", 1 }, { "reason" } };
static const FormSection credit_sections[] = {
    { N_ ("Credit note"), 1, FORM_OPEN, FORM_FIELDS (credit_fields) },
};
static const FormLayout credit_layout = { credit_sections, G_N_ELEMENTS (credit_sections) };
static const FormDialogSpec credit_spec = {
    .title = N_ ("Credit note for a part"),
    .effect = N_ ("An amount, tax included, is shared out over the lines of the invoice; or name "
                  "the lines by their numbers, each with its amount before tax. It is owed no "
                  "more, and what was paid beyond the rest becomes the customer's advance."),
    .action = N_ ("_Issue the credit note"),
    .record = &credit_request_record,
    .layout = &credit_layout,
};

static void
credited (SirajPage *page, const ApiAnswer *answer)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (Invoice) note = record_from_answer (answer, &invoice_record, &error);

    if (note != NULL)
        corrected (page, note->id);
    else
        page_report (page, error);
}

static void
credit (SirajInvoicePage *self)
{
    const Invoice *invoice = invoice_of (self);
    g_autofree char *path =
        g_strdup_printf ("/api/v1/invoices/%" G_GINT64_FORMAT "/credit", invoice->id);
    g_autofree char *total = format_money_currency (invoice->total_minor);
    g_autofree char *open = format_money_currency (invoice->open_minor);
    g_autofree char *number = text_isolate (invoice->number);
    g_autofree char *subject =
        g_strdup_printf (tr ("%s: total %s, left to pay %s"), number, total, open);

    form_dialog_open (SIRAJ_PAGE (self), &credit_spec, &(FormDialogCall) { path, NULL, subject },
                      credited);
}

static void
rebilled (SirajPage *page, const Invoice *invoice)
{
    corrected (page, invoice->id);
}

static void
rebill (SirajInvoicePage *self)
{
    rebill_dialog_open (SIRAJ_PAGE (self), invoice_of (self), rebilled);
}

static void
open_customer (SirajInvoicePage *self)
{
    page_open_id (SIRAJ_PAGE (self), "customer", invoice_of (self)->customer_id);
}

static void
link_activated (SirajTable *table, SirajItem *item, gpointer user_data)
{
    const InvoiceLink *link = item_get_data (item);

    page_open_id (SIRAJ_PAGE (user_data), "invoice", link->invoice_id);
}

static void
take_payment (SirajInvoicePage *self)
{
    g_autofree char *query =
        g_strdup_printf ("account_id=%" G_GINT64_FORMAT, invoice_of (self)->account_id);

    page_open (SIRAJ_PAGE (self), &(PageLocation) { "take-payment", 0, query });
}

/* Making */

static void
add_tools (SirajInvoicePage *self)
{
    SirajCardPage *card = SIRAJ_CARD_PAGE (self);
    GtkWidget *print = card_page_add_button (card, tr ("_Print"), G_CALLBACK (page_print));

    gtk_widget_set_tooltip_text (print, "Ctrl+P");
    card_page_add_button (card, tr ("_Save as PDF"), G_CALLBACK (save));
    card_page_add_button (card, tr ("Open the c_ustomer"), G_CALLBACK (open_customer));
    self->pay = card_page_add_act (card, tr ("_Take a payment"), G_CALLBACK (take_payment));
    self->credit = card_page_add_act (card, tr ("Credit _note"), G_CALLBACK (credit));
    self->rebill = card_page_add_act (card, tr ("Cancel and _bill again"), G_CALLBACK (rebill));
    self->cancel = card_page_add_act (card, tr ("_Cancel"), G_CALLBACK (cancel));
    gtk_widget_set_tooltip_text (self->cancel, tr ("Cancel it and reverse its entry"));
    gtk_widget_add_css_class (self->cancel, "destructive-action");
}

static void
add_links (SirajInvoicePage *self, GtkWidget *side)
{
    self->links = g_list_store_new (SIRAJ_TYPE_ITEM);
    self->links_title = label_new (tr ("Corrections"), "heading");
    self->links_table = table_new (G_LIST_MODEL (self->links), &invoice_link_record, link_columns,
                                   G_N_ELEMENTS (link_columns));
    gtk_widget_set_size_request (self->links_table, -1, LINKS_HEIGHT_PX);
    g_signal_connect (self->links_table, "activated", G_CALLBACK (link_activated), self);
    gtk_box_append (GTK_BOX (side), self->links_title);
    gtk_box_append (GTK_BOX (side), self->links_table);
}

static GtkWidget *
make_side (SirajInvoicePage *self)
{
    GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
    GtkWidget *table;

    self->facts = record_grid_new (&invoice_record, members, 2);
    self->lines = g_list_store_new (SIRAJ_TYPE_ITEM);
    table = table_new (G_LIST_MODEL (self->lines), &invoice_line_record, columns,
                       G_N_ELEMENTS (columns));
    gtk_widget_set_vexpand (table, TRUE);
    gtk_widget_set_size_request (side, SIDE_WIDTH_PX, -1);
    gtk_widget_add_css_class (side, "form");
    gtk_box_append (GTK_BOX (side), self->facts);
    gtk_box_append (GTK_BOX (side), label_new (tr ("How it came about"), "heading"));
    gtk_box_append (GTK_BOX (side), table);
    add_links (self, side);
    return side;
}

static void
invoice_page_finalize (GObject *object)
{
    SirajInvoicePage *self = SIRAJ_INVOICE_PAGE (object);

    g_object_unref (self->lines);
    g_object_unref (self->links);
    G_OBJECT_CLASS (invoice_page_parent_class)->finalize (object);
}

static void
invoice_page_class_init (SirajInvoicePageClass *class)
{
    G_OBJECT_CLASS (class)->finalize = invoice_page_finalize;
    SIRAJ_PAGE_CLASS (class)->print = invoice_page_print;
    SIRAJ_CARD_PAGE_CLASS (class)->show = invoice_page_show;
}

static void
invoice_page_init (SirajInvoicePage *self)
{
}

SirajPage *
invoice_page_new (const PageContext *context)
{
    SirajInvoicePage *self = g_object_new (SIRAJ_TYPE_INVOICE_PAGE, NULL);
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
    GtkWidget *scrolled = gtk_scrolled_window_new ();

    card_page_setup (SIRAJ_CARD_PAGE (self), context, &spec);
    self->sheet = sheet_view_new (ZOOM, N_ ("Invoice"));
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->sheet);
    gtk_widget_set_hexpand (scrolled, TRUE);
    gtk_widget_add_css_class (scrolled, "paper");
    gtk_box_append (GTK_BOX (body), scrolled);
    gtk_box_append (GTK_BOX (body), make_side (self));
    add_tools (self);
    card_page_set_body (SIRAJ_CARD_PAGE (self), body);
    return SIRAJ_PAGE (self);
}
