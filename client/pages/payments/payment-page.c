/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One payment. */
#include "client/pages/payments/payment-page.h"

#include "client/core/records.h"
#include "client/shell/printing.h"
#include "client/pages/payments/receipt-print.h"
#include "client/shell/reason.h"
#include "client/widgets/badge.h"
#include "client/widgets/record-grid.h"
#include "client/widgets/pieces.h"
#include "client/widgets/sheet-view.h"
#include "client/widgets/table.h"

#define ZOOM 1.3
#define RECEIPT_WIDTH_PX 330

#define SIRAJ_TYPE_PAYMENT_PAGE (payment_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajPaymentPage, payment_page, SIRAJ, PAYMENT_PAGE, SirajCardPage)

struct _SirajPaymentPage {
    SirajCardPage parent_instance;
    GtkWidget *facts;
    GtkWidget *receipt;
    GtkWidget *cancelled;
    GtkWidget *cancel;
    GListStore *tenders;
    GListStore *allocations;
};

G_DEFINE_FINAL_TYPE (SirajPaymentPage, payment_page, SIRAJ_TYPE_CARD_PAGE)

static const CardPageSpec spec = {
    .title = N_ ("Receipt"),
    .title_member = "number",
    .icon_name = "emblem-documents-symbolic",
    .path = "/api/v1/payments",
    .record = &payment_record,
    .list = "payments",
};

static const char *const members[] = {
    "number",         "kind",         "customer_name",
    "account_number", "amount_minor", "advance_minor",
    "received_on",    "received_at",  "balance_after_minor",
    "branch_name",    "station_name", "created_by_name",
    "payer",          "notes",        "cancels_number",
    "reason",         NULL,
};

static const Column tender_columns[] = {
    { "method_name", 18 },
    { "reference", 18, COLUMN_EXPAND },
    { "amount_minor", 16 },
};

static const Column allocation_columns[] = {
    { "invoice_number", 22 },
    { "due_date", 11 },
    { "open_minor", 14 },
    { "amount_minor", 14 },
    { "remaining_minor", 14, COLUMN_DASH },
};

static const Payment *
payment_of (SirajPaymentPage *self)
{
    return card_page_get_data (SIRAJ_CARD_PAGE (self));
}

static void
payment_page_show (SirajCardPage *card, gconstpointer data)
{
    SirajPaymentPage *self = SIRAJ_PAYMENT_PAGE (card);
    const Payment *payment = data;
    SirajSession *session = page_get_session (SIRAJ_PAGE (self));

    record_grid_show (SIRAJ_RECORD_GRID (self->facts), payment);
    records_fill_store (self->tenders, &payment_tender_record, payment->tenders);
    records_fill_store (self->allocations, &allocation_record, payment->allocations);
    sheet_view_set (SIRAJ_SHEET_VIEW (self->receipt),
                    receipt_sheet_new (session, payment, 0, RECEIPT_PAPER_80MM));
    gtk_widget_set_visible (self->cancelled, payment->cancelled);
    gtk_widget_set_visible (self->cancel, !payment->cancelled &&
                                              payment->kind == PAYMENT_KIND_RECEIPT &&
                                              client_session_may (session, "payments.cancel"));
}

static void
cancel (SirajPaymentPage *self)
{
    card_page_act_with_reason (
        SIRAJ_CARD_PAGE (self),
        &(Question) {
            tr ("Cancel this payment?"),
            tr ("Its invoices are open again and its entry is reversed today. The receipt "
                "stays in the books as cancelled."),
            tr ("_Cancel the payment and reverse its entry"), TRUE, TRUE },
        &(CardAct) {
            .verb = "cancel", .said = N_ ("The payment is cancelled."), .idempotent = TRUE });
}

static void
print_failed (const GError *error, gpointer user_data)
{
    card_page_report (SIRAJ_CARD_PAGE (user_data), error);
}

static void
payment_page_print (SirajPage *page)
{
    const Payment *payment = payment_of (SIRAJ_PAYMENT_PAGE (page));

    if (payment != NULL)
        receipt_print (page, payment, 0);
}

static void
save (SirajPaymentPage *self)
{
    const Payment *payment = payment_of (self);
    SirajPage *page = SIRAJ_PAGE (self);

    printing_save (GTK_WIDGET (self),
                   receipt_sheet_new (page_get_session (page), payment, 0,
                                      receipt_paper (page_get_settings (page))),
                   payment->number, print_failed, self);
}

static void
open_account (SirajPaymentPage *self)
{
    page_open_id (SIRAJ_PAGE (self), "customer", payment_of (self)->customer_id);
}

static void
allocation_activated (SirajTable *table, SirajItem *item, gpointer user_data)
{
    const AllocationRow *row = item_get_data (item);

    page_open_id (SIRAJ_PAGE (user_data), "invoice", row->invoice_id);
}

/* Making */

static void
add_tools (SirajPaymentPage *self)
{
    SirajCardPage *card = SIRAJ_CARD_PAGE (self);
    GtkWidget *print =
        card_page_add_button (card, tr ("_Print the receipt"), G_CALLBACK (page_print));

    gtk_widget_set_tooltip_text (print, "Ctrl+P");
    card_page_add_tool (card, receipt_paper_choice_new (page_get_settings (SIRAJ_PAGE (self))));
    card_page_add_button (card, tr ("_Save as PDF"), G_CALLBACK (save));
    card_page_add_button (card, tr ("Open the c_ustomer"), G_CALLBACK (open_account));
    self->cancel = card_page_add_act (card, tr ("_Cancel the payment and reverse its entry"),
                                      G_CALLBACK (cancel));
    gtk_widget_add_css_class (self->cancel, "destructive-action");
}

static GtkWidget *
make_details (SirajPaymentPage *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
    GtkWidget *allocations;

    self->facts = record_grid_new (&payment_record, members, 2);
    self->cancelled = badge_new (TONE_BAD, tr ("Cancelled"));
    self->tenders = g_list_store_new (SIRAJ_TYPE_ITEM);
    self->allocations = g_list_store_new (SIRAJ_TYPE_ITEM);
    allocations = table_new (G_LIST_MODEL (self->allocations), &allocation_record,
                             allocation_columns, G_N_ELEMENTS (allocation_columns));
    g_signal_connect (allocations, "activated", G_CALLBACK (allocation_activated), self);
    gtk_widget_set_vexpand (allocations, TRUE);
    gtk_widget_add_css_class (box, "form");
    gtk_box_append (GTK_BOX (box), self->cancelled);
    gtk_box_append (GTK_BOX (box), self->facts);
    gtk_box_append (GTK_BOX (box), label_new (tr ("Tenders"), "heading"));
    gtk_box_append (GTK_BOX (box), table_new (G_LIST_MODEL (self->tenders), &payment_tender_record,
                                              tender_columns, G_N_ELEMENTS (tender_columns)));
    gtk_box_append (GTK_BOX (box), label_new (tr ("What it settles"), "heading"));
    gtk_box_append (GTK_BOX (box), allocations);
    gtk_widget_set_hexpand (box, TRUE);
    return box;
}

static void
payment_page_finalize (GObject *object)
{
    SirajPaymentPage *self = SIRAJ_PAYMENT_PAGE (object);

    g_object_unref (self->tenders);
    g_object_unref (self->allocations);
    G_OBJECT_CLASS (payment_page_parent_class)->finalize (object);
}

static void
payment_page_class_init (SirajPaymentPageClass *class)
{
    G_OBJECT_CLASS (class)->finalize = payment_page_finalize;
    SIRAJ_PAGE_CLASS (class)->print = payment_page_print;
    SIRAJ_CARD_PAGE_CLASS (class)->show = payment_page_show;
}

static void
payment_page_init (SirajPaymentPage *self)
{
}

SirajPage *
payment_page_new (const PageContext *context)
{
    SirajPaymentPage *self = g_object_new (SIRAJ_TYPE_PAYMENT_PAGE, NULL);
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
    GtkWidget *scrolled = gtk_scrolled_window_new ();

    card_page_setup (SIRAJ_CARD_PAGE (self), context, &spec);
    self->receipt = sheet_view_new (ZOOM, N_ ("Receipt"));
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->receipt);
    gtk_widget_set_size_request (scrolled, RECEIPT_WIDTH_PX, -1);
    gtk_widget_add_css_class (scrolled, "paper");
    gtk_box_append (GTK_BOX (body), make_details (self));
    gtk_box_append (GTK_BOX (body), scrolled);
    add_tools (self);
    card_page_set_body (SIRAJ_CARD_PAGE (self), body);
    return SIRAJ_PAGE (self);
}
