/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cashier's page.  One idempotency key belongs to one payment: it is made when the account is
 * found and kept until the server has said yes or no, so that sending again never charges twice. */
#include "client/pages/payments/take-payment-page.h"

#include "client/core/format.h"
#include "client/core/records.h"
#include "client/pages/payments/account-finder.h"
#include "client/pages/payments/open-invoices.h"
#include "client/pages/payments/payment-desk.h"
#include "client/pages/payments/payment-draft.h"
#include "client/pages/payments/receipt-print.h"
#include "client/shell/confirm.h"
#include "client/widgets/pieces.h"
#include "client/widgets/record-grid.h"
#include "client/widgets/sheet-view.h"
#include "common/base/id.h"
#include "common/types/customers-types.h"

#define PREVIEW_RESTS_MS 150
#define MAX_INVOICES 100
#define DESK_WIDTH_PX 360
#define RECEIPT_ZOOM 1.3

#define SIRAJ_TYPE_TAKE_PAYMENT_PAGE (take_payment_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajTakePaymentPage, take_payment_page, SIRAJ, TAKE_PAYMENT_PAGE, SirajPage)

typedef enum {
    PHASE_FINDING,   /* nobody is there yet */
    PHASE_READY,     /* an account is there, the amount may be typed */
    PHASE_SENDING,   /* the payment is on its way */
    PHASE_UNCERTAIN, /* no answer came: only the same payment may be sent again */
} Phase;

struct _SirajTakePaymentPage {
    SirajPage parent_instance;
    GtkWidget *finder;
    GtkWidget *stack; /* "nobody", "account" or "receipt" */
    GtkWidget *facts;
    GtkWidget *invoices;
    GtkWidget *desk;
    GtkWidget *receipt;
    GtkWidget *receipt_text;
    Phase phase;
    Account *account;
    Payment *payment;   /* the last one that was taken */
    gint64 given_minor; /* the cash of it, 0 when it was not typed */
    char *key;
    char *body;           /* as it was sent under the key */
    GCancellable *asking; /* for the account's invoices */
    GCancellable *previewing;
    guint preview_source;
};

G_DEFINE_FINAL_TYPE (SirajTakePaymentPage, take_payment_page, SIRAJ_TYPE_PAGE)

static const char *const account_members[] = {
    "customer_name",
    "number",
    "class_name",
    "station_name",
    "overdue_minor",
    "oldest_due_date",
    "last_payment_date",
    "last_payment_minor",
    NULL,
};

static const DeskState desk_states[] = {
    [PHASE_FINDING] = DESK_CLOSED,
    [PHASE_READY] = DESK_OPEN,
    [PHASE_SENDING] = DESK_CLOSED,
    [PHASE_UNCERTAIN] = DESK_AGAIN,
};

static SirajPaymentDesk *
desk_of (SirajTakePaymentPage *self)
{
    return SIRAJ_PAYMENT_DESK (self->desk);
}

static SirajOpenInvoices *
invoices_of (SirajTakePaymentPage *self)
{
    return SIRAJ_OPEN_INVOICES (self->invoices);
}

static void
set_phase (SirajTakePaymentPage *self, Phase phase)
{
    self->phase = phase;
    widget_set_open (self->invoices, phase == PHASE_READY);
    widget_set_open (self->finder, phase == PHASE_FINDING || phase == PHASE_READY);
    page_set_dirty (SIRAJ_PAGE (self), phase == PHASE_SENDING || phase == PHASE_UNCERTAIN);
    page_set_busy (SIRAJ_PAGE (self), phase == PHASE_SENDING);
    payment_desk_set_state (desk_of (self), desk_states[phase]);
}

static void
stop (GCancellable **asking)
{
    if (*asking != NULL)
        g_cancellable_cancel (*asking);
    g_clear_object (asking);
}

/* Preview: what the server would do with what is typed. */

static PaymentRequest *
make_request (SirajTakePaymentPage *self)
{
    PaymentRequest *request = payment_request_new ();
    const gboolean *ticks = open_invoices_get_ticks (invoices_of (self));

    request->account_id = self->account->id;
    request->amount_minor = payment_desk_get_amount (desk_of (self));
    if (ticks != NULL)
        request->allocations = payment_draft_allocate (open_invoices_get (invoices_of (self)),
                                                       ticks, request->amount_minor);
    return request;
}

static void
show_preview (SirajTakePaymentPage *self, const AllocationPreview *preview)
{
    open_invoices_show (invoices_of (self), preview->allocations);
    payment_desk_show (desk_of (self), preview);
}

static void
previewed (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajTakePaymentPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (AllocationPreview) preview = NULL;

    if (api_error_is_cancelled (error))
        return;
    g_clear_object (&self->previewing);
    preview =
        answer != NULL ? record_from_answer (answer, &allocation_preview_record, &error) : NULL;
    if (preview != NULL)
        show_preview (self, preview);
    else
        payment_desk_report (desk_of (self), error);
}

static void
stop_preview (SirajTakePaymentPage *self)
{
    g_clear_handle_id (&self->preview_source, g_source_remove);
    stop (&self->previewing);
}

static gboolean
preview (gpointer user_data)
{
    SirajTakePaymentPage *self = user_data;
    g_autoptr (PaymentRequest) request = make_request (self);
    g_autofree char *body = payment_draft_to_json (request, FALSE);

    self->preview_source = 0;
    stop (&self->previewing);
    self->previewing = g_cancellable_new ();
    api_call_async (page_get_api (SIRAJ_PAGE (self)),
                    &(ApiRequest) { "POST", "/api/v1/payments/preview", body }, self->previewing,
                    previewed, self);
    return G_SOURCE_REMOVE;
}

static void
preview_soon (SirajTakePaymentPage *self)
{
    stop_preview (self);
    if (self->account == NULL)
        return;
    if (payment_desk_get_amount (desk_of (self)) > 0)
        self->preview_source = g_timeout_add (PREVIEW_RESTS_MS, preview, self);
    else
        show_preview (self, &(AllocationPreview) {
                                .receivable_minor = self->account->receivable_minor,
                                .advance_minor = self->account->advance_minor,
                                .balance_after_minor =
                                    self->account->receivable_minor - self->account->advance_minor,
                            });
}

/* Until an amount is typed it is what the ticked invoices ask for. */
static void
invoices_ticked (SirajTakePaymentPage *self)
{
    if (!payment_desk_is_typed (desk_of (self)))
        payment_desk_set_amount (
            desk_of (self), payment_draft_sum_open (open_invoices_get (invoices_of (self)),
                                                    open_invoices_get_ticks (invoices_of (self))));
    preview_soon (self);
}

/* The next customer */

static void
forget_account (SirajTakePaymentPage *self)
{
    stop_preview (self);
    stop (&self->asking);
    g_clear_pointer (&self->account, account_free);
    g_clear_pointer (&self->key, g_free);
    g_clear_pointer (&self->body, g_free);
    open_invoices_set (invoices_of (self), NULL);
    payment_desk_reset (desk_of (self));
}

static void
next_customer (SirajTakePaymentPage *self)
{
    forget_account (self);
    set_phase (self, PHASE_FINDING);
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                      self->payment != NULL ? "receipt" : "nobody");
    account_finder_begin (SIRAJ_ACCOUNT_FINDER (self->finder));
}

static void
invoices_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajTakePaymentPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) invoices = records_get_finish (result, &error);

    if (api_error_is_cancelled (error))
        return;
    page_set_busy (SIRAJ_PAGE (self), FALSE);
    if (invoices == NULL) {
        payment_desk_report (desk_of (self), error);
        return;
    }
    open_invoices_set (invoices_of (self), invoices);
    set_phase (self, PHASE_READY);
    payment_desk_set_amount (
        desk_of (self), MAX (self->account->receivable_minor - self->account->advance_minor, 0));
    preview_soon (self);
    gtk_widget_grab_focus (self->desk);
}

static void
account_found (SirajAccountFinder *finder, const Account *account, gpointer user_data)
{
    SirajTakePaymentPage *self = user_data;
    g_autofree char *path = g_strdup_printf ("/api/v1/invoices?account_id=%" G_GINT64_FORMAT
                                             "&state=open&sort=due_date&limit=%d&count=0",
                                             account->id, MAX_INVOICES);

    forget_account (self);
    set_phase (self, PHASE_FINDING);
    self->account = record_copy (&account_record, account);
    self->key = id_new_uuid ();
    record_grid_show (SIRAJ_RECORD_GRID (self->facts), account);
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "account");
    payment_desk_say (desk_of (self), TONE_NEUTRAL, NULL);
    page_set_busy (SIRAJ_PAGE (self), TRUE);
    self->asking = g_cancellable_new ();
    records_get_async (page_get_api (SIRAJ_PAGE (self)), path, &invoice_record, self->asking,
                       invoices_answered, self);
}

static void
finder_failed (SirajAccountFinder *finder, const GError *error, gpointer user_data)
{
    payment_desk_report (desk_of (user_data), error);
}

/* Taking */

static void
show_receipt (SirajTakePaymentPage *self)
{
    SirajPage *page = SIRAJ_PAGE (self);
    g_autofree char *amount = format_money_currency (self->payment->amount_minor);
    g_autofree char *number = format_text (self->payment->number);
    g_autofree char *name = format_text (self->payment->customer_name);
    g_autofree char *text = g_strdup_printf (tr ("Receipt %s: %s from %s"), number, amount, name);

    gtk_label_set_text (GTK_LABEL (self->receipt_text), text);
    sheet_view_set (SIRAJ_SHEET_VIEW (self->receipt),
                    receipt_sheet_new (page_get_session (page), self->payment, self->given_minor,
                                       RECEIPT_PAPER_80MM));
}

static void
taken (SirajTakePaymentPage *self, Payment *payment)
{
    payment_free (self->payment);
    self->payment = payment;
    self->given_minor = payment_desk_get_given (desk_of (self));
    show_receipt (self);
    next_customer (self);
    payment_desk_say (desk_of (self), TONE_GOOD, tr ("The payment is recorded."));
    page_tell_changed (SIRAJ_PAGE (self), "payments");
    page_tell_changed (SIRAJ_PAGE (self), "invoices");
}

/* Whether the payment may stand in the books although no receipt came back. */
static gboolean
is_uncertain (const GError *error)
{
    return error->domain != SIRAJ_ERROR || siraj_error_status ((SirajError)error->code) >= 500 ||
           error->code == SIRAJ_ERROR_KEY_IN_PROGRESS || error->code == SIRAJ_ERROR_MALFORMED;
}

static void
not_taken (SirajTakePaymentPage *self, const GError *error)
{
    if (is_uncertain (error)) {
        set_phase (self, PHASE_UNCERTAIN);
        payment_desk_say (desk_of (self), TONE_BAD,
                          tr ("No answer came. Send the same payment again: it is counted once, "
                              "whether it arrived or not."));
        return;
    }
    /* The server has refused: nothing was recorded, and what is sent next is another payment. */
    g_free (self->key);
    self->key = id_new_uuid ();
    set_phase (self, PHASE_READY);
    gtk_widget_grab_focus (self->desk);
    payment_desk_say (desk_of (self), TONE_NEUTRAL, NULL);
    payment_desk_report (desk_of (self), error);
}

static void
take_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajTakePaymentPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    Payment *payment;

    if (api_error_is_cancelled (error))
        return;
    payment = answer != NULL ? record_from_answer (answer, &payment_record, &error) : NULL;
    if (payment != NULL)
        taken (self, payment);
    else
        not_taken (self, error);
}

static void
send (SirajTakePaymentPage *self)
{
    ApiRequest request = { "POST", "/api/v1/payments", self->body, self->key, 0 };

    stop_preview (self);
    set_phase (self, PHASE_SENDING);
    payment_desk_say (desk_of (self), TONE_NEUTRAL, tr ("Recording…"));
    api_call_async (page_get_api (SIRAJ_PAGE (self)), &request,
                    page_get_cancellable (SIRAJ_PAGE (self)), take_answered, self);
}

static void
take (SirajTakePaymentPage *self)
{
    g_autoptr (PaymentRequest) request = NULL;

    if (self->phase == PHASE_READY) {
        request = make_request (self);
        if (!payment_desk_fill (desk_of (self), request))
            return;
        g_free (self->body);
        self->body = payment_draft_to_json (request, TRUE);
    }
    if (self->phase == PHASE_READY || self->phase == PHASE_UNCERTAIN)
        send (self);
}

/* Keys */

static void
give_up_answered (gboolean yes, const char *reason, gpointer user_data)
{
    if (yes)
        next_customer (user_data);
}

static gboolean
take_payment_page_escape (SirajPage *page)
{
    SirajTakePaymentPage *self = SIRAJ_TAKE_PAYMENT_PAGE (page);

    if (self->phase == PHASE_UNCERTAIN)
        confirm_ask (GTK_WIDGET (self),
                     &(Question) { tr ("Leave without knowing?"),
                                   tr ("The payment may have been recorded. Look at the customer's "
                                       "payments before you take it once more."),
                                   tr ("_Leave it"), TRUE, FALSE },
                     give_up_answered, self);
    else if (self->phase != PHASE_SENDING)
        next_customer (self);
    return TRUE;
}

static void
take_payment_page_save (SirajPage *page)
{
    take (SIRAJ_TAKE_PAYMENT_PAGE (page));
}

static void
take_payment_page_print (SirajPage *page)
{
    SirajTakePaymentPage *self = SIRAJ_TAKE_PAYMENT_PAGE (page);

    if (self->payment != NULL)
        receipt_print (page, self->payment, self->given_minor);
}

static void
take_payment_page_shown (SirajPage *page)
{
    SirajTakePaymentPage *self = SIRAJ_TAKE_PAYMENT_PAGE (page);

    gtk_widget_grab_focus (self->phase == PHASE_READY ? self->desk : self->finder);
}

static void
take_payment_page_find (SirajPage *page)
{
    gtk_widget_grab_focus (SIRAJ_TAKE_PAYMENT_PAGE (page)->finder);
}

/* Making */

static void
open_last (SirajTakePaymentPage *self)
{
    page_open_id (SIRAJ_PAGE (self), "payment", self->payment->id);
}

static GtkWidget *
make_account (SirajTakePaymentPage *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

    self->facts = record_grid_new (&account_record, account_members, 2);
    self->invoices = open_invoices_new ();
    gtk_widget_set_vexpand (self->invoices, TRUE);
    gtk_box_append (GTK_BOX (box), self->facts);
    gtk_box_append (GTK_BOX (box), label_new (tr ("Open invoices"), "heading"));
    gtk_box_append (GTK_BOX (box), self->invoices);
    g_signal_connect_swapped (self->invoices, "ticked", G_CALLBACK (invoices_ticked), self);
    return box;
}

static GtkWidget *
make_receipt (SirajTakePaymentPage *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *print = gtk_button_new_with_mnemonic (tr ("_Print the receipt"));
    GtkWidget *open = gtk_button_new_with_mnemonic (tr ("_Open"));
    GtkWidget *scrolled = gtk_scrolled_window_new ();

    self->receipt_text = label_new (NULL, "heading");
    self->receipt = sheet_view_new (RECEIPT_ZOOM, N_ ("Receipt"));
    gtk_label_set_ellipsize (GTK_LABEL (self->receipt_text), PANGO_ELLIPSIZE_END);
    gtk_widget_set_hexpand (self->receipt_text, TRUE);
    gtk_widget_set_tooltip_text (print, "Ctrl+P");
    gtk_box_append (GTK_BOX (tools), self->receipt_text);
    gtk_box_append (GTK_BOX (tools), print);
    gtk_box_append (GTK_BOX (tools),
                    receipt_paper_choice_new (page_get_settings (SIRAJ_PAGE (self))));
    gtk_box_append (GTK_BOX (tools), open);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->receipt);
    gtk_widget_set_vexpand (scrolled, TRUE);
    gtk_widget_add_css_class (scrolled, "paper");
    gtk_box_append (GTK_BOX (box), tools);
    gtk_box_append (GTK_BOX (box), scrolled);
    g_signal_connect_swapped (print, "clicked", G_CALLBACK (page_print), self);
    g_signal_connect_swapped (open, "clicked", G_CALLBACK (open_last), self);
    return box;
}

static GtkWidget *
make_customer (SirajTakePaymentPage *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
    GtkWidget *nobody = label_new (tr ("Type or scan who pays, then Enter."), "dim-label");

    self->finder = account_finder_new (page_get_api (SIRAJ_PAGE (self)));
    self->stack = gtk_stack_new ();
    gtk_widget_set_valign (nobody, GTK_ALIGN_START);
    gtk_stack_add_named (GTK_STACK (self->stack), nobody, "nobody");
    gtk_stack_add_named (GTK_STACK (self->stack), make_account (self), "account");
    gtk_stack_add_named (GTK_STACK (self->stack), make_receipt (self), "receipt");
    gtk_widget_set_vexpand (self->stack, TRUE);
    gtk_widget_set_hexpand (box, TRUE);
    gtk_widget_add_css_class (box, "form");
    gtk_box_append (GTK_BOX (box), self->finder);
    gtk_box_append (GTK_BOX (box), self->stack);
    g_signal_connect (self->finder, "found", G_CALLBACK (account_found), self);
    g_signal_connect (self->finder, "failed", G_CALLBACK (finder_failed), self);
    return box;
}

static void
methods_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajTakePaymentPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) methods = records_get_finish (result, &error);

    if (api_error_is_cancelled (error))
        return;
    if (methods != NULL)
        payment_desk_set_methods (desk_of (self), methods);
    else
        payment_desk_report (desk_of (self), error);
}

static void
load (SirajTakePaymentPage *self)
{
    const char *query = page_get_location (SIRAJ_PAGE (self))->query;
    g_autoptr (GHashTable) params =
        query != NULL ? g_uri_parse_params (query, -1, "&", G_URI_PARAMS_WWW_FORM, NULL) : NULL;
    const char *account = params != NULL ? g_hash_table_lookup (params, "account_id") : NULL;

    records_get_async (page_get_api (SIRAJ_PAGE (self)),
                       "/api/v1/payment-methods?active=true&limit=50", &payment_method_record,
                       page_get_cancellable (SIRAJ_PAGE (self)), methods_answered, self);
    if (account != NULL)
        account_finder_take (SIRAJ_ACCOUNT_FINDER (self->finder),
                             g_ascii_strtoll (account, NULL, 10));
}

static void
take_payment_page_dispose (GObject *object)
{
    SirajTakePaymentPage *self = SIRAJ_TAKE_PAYMENT_PAGE (object);

    stop_preview (self);
    stop (&self->asking);
    G_OBJECT_CLASS (take_payment_page_parent_class)->dispose (object);
}

static void
take_payment_page_finalize (GObject *object)
{
    SirajTakePaymentPage *self = SIRAJ_TAKE_PAYMENT_PAGE (object);

    account_free (self->account);
    payment_free (self->payment);
    g_free (self->key);
    g_free (self->body);
    G_OBJECT_CLASS (take_payment_page_parent_class)->finalize (object);
}

static void
take_payment_page_class_init (SirajTakePaymentPageClass *class)
{
    SirajPageClass *page_class = SIRAJ_PAGE_CLASS (class);

    G_OBJECT_CLASS (class)->dispose = take_payment_page_dispose;
    G_OBJECT_CLASS (class)->finalize = take_payment_page_finalize;
    page_class->escape = take_payment_page_escape;
    page_class->save = take_payment_page_save;
    page_class->print = take_payment_page_print;
    page_class->shown = take_payment_page_shown;
    page_class->find = take_payment_page_find;
}

static void
take_payment_page_init (SirajTakePaymentPage *self)
{
}

SirajPage *
take_payment_page_new (const PageContext *context)
{
    SirajTakePaymentPage *self = g_object_new (SIRAJ_TYPE_TAKE_PAYMENT_PAGE, NULL);
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

    page_setup (SIRAJ_PAGE (self), context, tr ("Take a payment"), "document-edit-symbolic");
    self->desk = payment_desk_new ();
    gtk_widget_set_size_request (self->desk, DESK_WIDTH_PX, -1);
    gtk_widget_set_vexpand (body, TRUE);
    gtk_box_append (GTK_BOX (body), make_customer (self));
    gtk_box_append (GTK_BOX (body), self->desk);
    gtk_box_append (GTK_BOX (self), body);
    g_signal_connect_swapped (self->desk, "changed", G_CALLBACK (preview_soon), self);
    g_signal_connect_swapped (self->desk, "take", G_CALLBACK (take), self);
    set_phase (self, PHASE_FINDING);
    load (self);
    return SIRAJ_PAGE (self);
}
