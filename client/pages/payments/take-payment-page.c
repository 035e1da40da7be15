/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cashier's page.  One idempotency key belongs to one payment: it is made when the account is
 * found and kept until the server has said yes or no, so that sending again never charges twice. */
#include "client/pages/payments/take-payment-page.h"

#include "client/core/records.h"
#include "client/core/format.h"
#include "client/pages/payments/account-finder.h"
#include "client/pages/payments/open-invoices.h"
#include "client/pages/payments/payment-draft.h"
#include "client/pages/payments/receipt-print.h"
#include "client/pages/payments/tenders.h"
#include "client/shell/confirm.h"
#include "client/widgets/record-grid.h"
#include "client/widgets/pieces.h"
#include "client/widgets/status-line.h"
#include "common/base/id.h"
#include "common/base/text.h"
#include "common/types/customers-types.h"

#define PREVIEW_RESTS_MS 150
#define MAX_INVOICES 100
#define SIDE_WIDTH_PX 360

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
    GtkWidget *card;
    GtkWidget *facts;
    GtkWidget *invoices;
    GtkWidget *desk; /* everything that is typed */
    GtkWidget *amount;
    GtkWidget *amount_error;
    GtkWidget *tenders;
    GtkWidget *given;
    GtkWidget *change;
    GtkWidget *notes;
    GtkWidget *owed;
    GtkWidget *advance;
    GtkWidget *after;
    GtkWidget *take;
    GtkWidget *line;
    GtkWidget *last; /* the receipt before, with its buttons */
    GtkWidget *last_text;
    Phase phase;
    Account *account;
    Payment *payment; /* the last one that was taken */
    gint64 given_minor; /* the cash of it, 0 when it was not typed */
    char *key;
    char *body; /* as it was sent under the key */
    GCancellable *previewing;
    guint preview_source;
    gboolean amount_typed;
    gboolean filling;
};

G_DEFINE_FINAL_TYPE (SirajTakePaymentPage, take_payment_page, SIRAJ_TYPE_PAGE)

static const char *const account_members[] = {
    "customer_name",   "number",            "class_name",        "station_name",
    "overdue_minor",   "oldest_due_date",   "last_payment_date", "last_payment_minor",
    "state",           NULL,
};

/* What is shown */

static gboolean
read_amount (SirajTakePaymentPage *self, gint64 *amount_minor, GError **error)
{
    return money_parse (gtk_editable_get_text (GTK_EDITABLE (self->amount)),
                        format_get_currency (), amount_minor, error);
}

static gint64
typed_amount (SirajTakePaymentPage *self)
{
    gint64 amount_minor = 0;

    return read_amount (self, &amount_minor, NULL) ? amount_minor : 0;
}

static void
show_amount_error (SirajTakePaymentPage *self, const char *message)
{
    g_autofree char *shown = message != NULL ? format_text (message) : NULL;

    gtk_label_set_text (GTK_LABEL (self->amount_error), shown != NULL ? shown : "");
    gtk_widget_set_visible (self->amount_error, message != NULL);
    if (message != NULL)
        gtk_widget_add_css_class (self->amount, "error");
    else
        gtk_widget_remove_css_class (self->amount, "error");
}

static void
show_money (GtkWidget *label, gint64 amount_minor)
{
    g_autofree char *text = format_money (amount_minor);

    gtk_label_set_text (GTK_LABEL (label), text);
}

/* The button names its effect. */
static void
show_button (SirajTakePaymentPage *self)
{
    gint64 amount_minor = typed_amount (self);
    g_autofree char *amount = format_money_currency (amount_minor);
    g_autofree char *text = NULL;

    if (self->phase == PHASE_UNCERTAIN)
        text = g_strdup (tr ("Send the same payment again"));
    else if (amount_minor > 0)
        text = g_strdup_printf (tr ("Take %s"), amount);
    else
        text = g_strdup (tr ("Take the payment"));
    gtk_button_set_label (GTK_BUTTON (self->take), text);
    gtk_widget_set_sensitive (self->take,
                              self->phase == PHASE_UNCERTAIN ||
                                  (self->phase == PHASE_READY && amount_minor > 0));
}

static void
show_change (SirajTakePaymentPage *self)
{
    gint64 cash_minor = tenders_cash_minor (SIRAJ_TENDERS (self->tenders));
    gint64 given_minor = 0;
    gboolean known = money_parse (gtk_editable_get_text (GTK_EDITABLE (self->given)),
                                  format_get_currency (), &given_minor, NULL);

    gtk_widget_set_sensitive (self->given, cash_minor > 0);
    gtk_widget_remove_css_class (self->change, "error");
    if (!known || cash_minor <= 0) {
        gtk_label_set_text (GTK_LABEL (self->change), "–");
        return;
    }
    show_money (self->change, given_minor - cash_minor);
    if (given_minor < cash_minor)
        gtk_widget_add_css_class (self->change, "error");
}

static void
set_phase (SirajTakePaymentPage *self, Phase phase)
{
    self->phase = phase;
    gtk_widget_set_visible (self->card, phase != PHASE_FINDING);
    gtk_widget_set_sensitive (self->desk, phase == PHASE_READY);
    gtk_widget_set_sensitive (self->invoices, phase == PHASE_READY);
    gtk_widget_set_sensitive (self->finder, phase == PHASE_FINDING || phase == PHASE_READY);
    page_set_dirty (SIRAJ_PAGE (self), phase == PHASE_SENDING || phase == PHASE_UNCERTAIN);
    page_set_busy (SIRAJ_PAGE (self), phase == PHASE_SENDING);
    show_button (self);
}

static void
say (SirajTakePaymentPage *self, Tone tone, const char *text)
{
    status_line_set (SIRAJ_STATUS_LINE (self->line), tone, text);
}

/* Preview: what the server would do with what is typed. */

static PaymentRequest *
make_request (SirajTakePaymentPage *self)
{
    SirajOpenInvoices *open = SIRAJ_OPEN_INVOICES (self->invoices);
    PaymentRequest *request = payment_request_new ();
    const gboolean *ticks = open_invoices_get_ticks (open);

    request->account_id = self->account->id;
    request->amount_minor = typed_amount (self);
    if (ticks != NULL)
        request->allocations =
            payment_draft_allocate (open_invoices_get (open), ticks, request->amount_minor);
    return request;
}

static void
show_preview (SirajTakePaymentPage *self, const AllocationPreview *preview)
{
    open_invoices_show (SIRAJ_OPEN_INVOICES (self->invoices), preview->allocations);
    show_money (self->owed, preview->receivable_minor);
    show_money (self->advance, preview->advance_minor + preview->to_advance_minor);
    show_money (self->after, preview->balance_after_minor);
}

static void
show_refusal (SirajTakePaymentPage *self, const GError *error)
{
    const char *field = refusal_field (error);

    if (tenders_set_error (SIRAJ_TENDERS (self->tenders), error))
        return;
    if (g_strcmp0 (field, "amount_minor") == 0)
        show_amount_error (self, error->message);
    else
        status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
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
    preview = answer != NULL ? record_from_answer (answer, &allocation_preview_record, &error)
                             : NULL;
    if (preview != NULL)
        show_preview (self, preview);
    else
        show_refusal (self, error);
}

static void
stop_preview (SirajTakePaymentPage *self)
{
    g_clear_handle_id (&self->preview_source, g_source_remove);
    if (self->previewing != NULL)
        g_cancellable_cancel (self->previewing);
    g_clear_object (&self->previewing);
}

static gboolean
preview (gpointer user_data)
{
    SirajTakePaymentPage *self = user_data;
    g_autoptr (PaymentRequest) request = make_request (self);
    g_autofree char *body = payment_draft_to_json (request, FALSE);

    self->preview_source = 0;
    stop_preview (self);
    self->previewing = g_cancellable_new ();
    api_call_async (page_get_api (SIRAJ_PAGE (self)),
                    &(ApiRequest) { "POST", "/api/v1/payments/preview", body }, self->previewing,
                    previewed, self);
    return G_SOURCE_REMOVE;
}

static void
preview_soon (SirajTakePaymentPage *self)
{
    gint64 amount_minor = typed_amount (self);

    stop_preview (self);
    show_change (self);
    show_button (self);
    if (self->account == NULL || self->filling)
        return;
    if (amount_minor > 0) {
        self->preview_source = g_timeout_add (PREVIEW_RESTS_MS, preview, self);
        return;
    }
    open_invoices_show (SIRAJ_OPEN_INVOICES (self->invoices), NULL);
    show_money (self->owed, self->account->receivable_minor);
    show_money (self->advance, self->account->advance_minor);
    show_money (self->after, self->account->receivable_minor - self->account->advance_minor);
}

static void
set_amount (SirajTakePaymentPage *self, gint64 amount_minor)
{
    g_autofree char *text =
        amount_minor > 0 ? money_format_plain (amount_minor, format_get_currency ()) : g_strdup ("");

    self->filling = TRUE;
    gtk_editable_set_text (GTK_EDITABLE (self->amount), text);
    self->filling = FALSE;
    tenders_set_amount (SIRAJ_TENDERS (self->tenders), amount_minor);
    preview_soon (self);
}

static void
amount_changed (SirajTakePaymentPage *self)
{
    if (self->filling)
        return;
    self->amount_typed = TRUE;
    show_amount_error (self, NULL);
    tenders_set_amount (SIRAJ_TENDERS (self->tenders), typed_amount (self));
    preview_soon (self);
}

/* Until an amount is typed it is what the ticked invoices ask for. */
static void
invoices_ticked (SirajTakePaymentPage *self)
{
    SirajOpenInvoices *open = SIRAJ_OPEN_INVOICES (self->invoices);

    if (self->amount_typed)
        preview_soon (self);
    else
        set_amount (self, payment_draft_sum_open (open_invoices_get (open),
                                                  open_invoices_get_ticks (open)));
}

/* The next customer */

static void
forget_account (SirajTakePaymentPage *self)
{
    stop_preview (self);
    g_clear_pointer (&self->account, account_free);
    g_clear_pointer (&self->key, g_free);
    g_clear_pointer (&self->body, g_free);
    open_invoices_set (SIRAJ_OPEN_INVOICES (self->invoices), NULL);
    show_amount_error (self, NULL);
    set_amount (self, 0);
    gtk_editable_set_text (GTK_EDITABLE (self->given), "");
    gtk_editable_set_text (GTK_EDITABLE (self->notes), "");
    tenders_reset (SIRAJ_TENDERS (self->tenders));
    self->amount_typed = FALSE;
    for (guint i = 0; i < 3; i++)
        gtk_label_set_text (GTK_LABEL (((GtkWidget *[]) { self->owed, self->advance,
                                                          self->after })[i]), "–");
}

static void
next_customer (SirajTakePaymentPage *self)
{
    forget_account (self);
    set_phase (self, PHASE_FINDING);
    account_finder_begin (SIRAJ_ACCOUNT_FINDER (self->finder));
}

static void
invoices_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajTakePaymentPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (GPtrArray) invoices = NULL;

    if (api_error_is_cancelled (error) || self->account == NULL)
        return;
    page_set_busy (SIRAJ_PAGE (self), FALSE);
    invoices = answer != NULL ? records_from_answer (answer, &invoice_record, &error) : NULL;
    if (invoices == NULL) {
        status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
        return;
    }
    open_invoices_set (SIRAJ_OPEN_INVOICES (self->invoices), invoices);
    set_phase (self, PHASE_READY);
    set_amount (self, MAX (self->account->receivable_minor - self->account->advance_minor, 0));
    gtk_widget_grab_focus (self->amount);
}

static void
account_found (SirajAccountFinder *finder, const Account *account, gpointer user_data)
{
    SirajTakePaymentPage *self = user_data;
    g_autofree char *path = NULL;

    forget_account (self);
    self->account = record_copy (&account_record, account);
    self->key = id_new_uuid ();
    record_grid_show (SIRAJ_RECORD_GRID (self->facts), account);
    gtk_widget_set_visible (self->card, TRUE);
    say (self, TONE_NEUTRAL, NULL);
    path = g_strdup_printf ("/api/v1/invoices?account_id=%" G_GINT64_FORMAT
                            "&state=open&sort=due_date&limit=%d&count=0",
                            account->id, MAX_INVOICES);
    page_set_busy (SIRAJ_PAGE (self), TRUE);
    api_call_async (page_get_api (SIRAJ_PAGE (self)), &(ApiRequest) { "GET", path },
                    page_get_cancellable (SIRAJ_PAGE (self)), invoices_answered, self);
}

static void
finder_failed (SirajAccountFinder *finder, const GError *error, gpointer user_data)
{
    status_line_set_error (SIRAJ_STATUS_LINE (SIRAJ_TAKE_PAYMENT_PAGE (user_data)->line), error);
}

/* Taking */

static void
show_last (SirajTakePaymentPage *self)
{
    g_autofree char *amount = format_money_currency (self->payment->amount_minor);
    g_autofree char *number = format_text (self->payment->number);
    g_autofree char *name = format_text (self->payment->customer_name);
    g_autofree char *text = g_strdup_printf (tr ("Receipt %s: %s from %s"), number, amount, name);

    gtk_label_set_text (GTK_LABEL (self->last_text), text);
    gtk_widget_set_visible (self->last, TRUE);
}

static void
taken (SirajTakePaymentPage *self, Payment *payment)
{
    payment_free (self->payment);
    self->payment = payment;
    next_customer (self);
    show_last (self);
    say (self, TONE_GOOD, tr ("The payment is recorded."));
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
        say (self, TONE_WARNING,
             tr ("No answer came. Send the same payment again: it is counted once, whether it "
                 "arrived or not."));
        gtk_widget_grab_focus (self->take);
        return;
    }
    /* The server has refused: nothing was recorded, and what is sent next is another payment. */
    g_free (self->key);
    self->key = id_new_uuid ();
    g_clear_pointer (&self->body, g_free);
    set_phase (self, PHASE_READY);
    gtk_widget_grab_focus (self->amount);
    show_refusal (self, error);
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
    say (self, TONE_NEUTRAL, tr ("Recording…"));
    api_call_async (page_get_api (SIRAJ_PAGE (self)), &request,
                    page_get_cancellable (SIRAJ_PAGE (self)), take_answered, self);
}

static gboolean
check_given (SirajTakePaymentPage *self)
{
    gint64 given_minor = 0;
    g_autofree char *text = text_clean_number (gtk_editable_get_text (GTK_EDITABLE (self->given)));

    if (*text == '\0' || tenders_cash_minor (SIRAJ_TENDERS (self->tenders)) <= 0)
        return TRUE;
    if (money_parse (text, format_get_currency (), &given_minor, NULL) &&
        given_minor >= tenders_cash_minor (SIRAJ_TENDERS (self->tenders)))
        return TRUE;
    say (self, TONE_BAD, tr ("Less cash was given than is to be paid; correct one of the two."));
    gtk_widget_grab_focus (self->given);
    return FALSE;
}

/* The body of what is typed; NULL with errors beside their fields. */
static char *
collect (SirajTakePaymentPage *self)
{
    g_autoptr (PaymentRequest) request = make_request (self);
    g_autofree char *notes = text_strip_marks (gtk_editable_get_text (GTK_EDITABLE (self->notes)));
    g_autoptr (GError) error = NULL;
    gint64 amount_minor = 0;

    if (!read_amount (self, &amount_minor, &error)) {
        show_amount_error (self, error->message);
        gtk_widget_grab_focus (self->amount);
        return NULL;
    }
    if (amount_minor <= 0) {
        show_amount_error (self, tr ("A payment is more than zero; enter the amount received"));
        gtk_widget_grab_focus (self->amount);
        return NULL;
    }
    request->tenders = tenders_read (SIRAJ_TENDERS (self->tenders));
    if (request->tenders == NULL || !check_given (self))
        return NULL;
    if (*notes != '\0')
        request->notes = g_steal_pointer (&notes);
    return payment_draft_to_json (request, TRUE);
}

static void
take (SirajTakePaymentPage *self)
{
    if (self->phase == PHASE_UNCERTAIN) {
        send (self);
        return;
    }
    if (self->phase != PHASE_READY)
        return;
    g_free (self->body);
    self->body = collect (self);
    if (self->body != NULL)
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
    else if (self->phase == PHASE_READY)
        next_customer (self);
    return TRUE;
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

    gtk_widget_grab_focus (self->phase == PHASE_READY ? self->amount : self->finder);
}

static void
take_payment_page_find (SirajPage *page)
{
    gtk_widget_grab_focus (SIRAJ_TAKE_PAYMENT_PAGE (page)->finder);
}

static void
open_last (SirajTakePaymentPage *self)
{
    page_open_id (SIRAJ_PAGE (self), "payment", self->payment->id);
}

/* Making */

static GtkWidget *
big_entry (SirajTakePaymentPage *self)
{
    GtkWidget *entry = gtk_entry_new ();

    gtk_widget_add_css_class (entry, "amount");
    gtk_widget_add_css_class (entry, "numeric");
    gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
    entry_set_left_to_right (entry);
    widget_set_accessible_name (entry, tr ("Amount"));
    g_signal_connect_swapped (entry, "changed", G_CALLBACK (amount_changed), self);
    g_signal_connect_swapped (entry, "activate", G_CALLBACK (take), self);
    return entry;
}

static GtkWidget *
labelled (GtkWidget *grid, int row, const char *text, GtkWidget *widget)
{
    GtkWidget *label = gtk_label_new_with_mnemonic (text);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_widget_add_css_class (label, "field-label");
    gtk_label_set_mnemonic_widget (GTK_LABEL (label), widget);
    gtk_widget_set_hexpand (widget, TRUE);
    gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
    gtk_grid_attach (GTK_GRID (grid), widget, 1, row, 1, 1);
    return widget;
}

static GtkWidget *
figure (void)
{
    GtkWidget *label = gtk_label_new ("–");

    gtk_label_set_xalign (GTK_LABEL (label), physical_right (label));
    gtk_widget_add_css_class (label, "numeric");
    return label;
}

static GtkWidget *
make_sums (SirajTakePaymentPage *self)
{
    GtkWidget *grid = gtk_grid_new ();

    gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
    gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
    self->owed = labelled (grid, 0, tr ("Owed"), figure ());
    self->advance = labelled (grid, 1, tr ("Kept as an advance"), figure ());
    self->after = labelled (grid, 2, tr ("Balance after"), figure ());
    gtk_widget_add_css_class (self->after, "heading");
    return grid;
}

static GtkWidget *
make_cash (SirajTakePaymentPage *self)
{
    GtkWidget *grid = gtk_grid_new ();

    gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
    gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
    self->given = gtk_entry_new ();
    gtk_widget_add_css_class (self->given, "numeric");
    entry_set_left_to_right (self->given);
    widget_set_accessible_name (self->given, tr ("Cash given"));
    labelled (grid, 0, tr ("Cash _given"), self->given);
    self->change = labelled (grid, 1, tr ("Change"), figure ());
    gtk_widget_add_css_class (self->change, "title-3");
    self->notes = gtk_entry_new ();
    widget_set_accessible_name (self->notes, tr ("Notes"));
    labelled (grid, 2, tr ("_Notes"), self->notes);
    g_signal_connect_swapped (self->given, "changed", G_CALLBACK (show_change), self);
    g_signal_connect_swapped (self->given, "activate", G_CALLBACK (take), self);
    g_signal_connect_swapped (self->notes, "activate", G_CALLBACK (take), self);
    return grid;
}

static void
add_tender (SirajTakePaymentPage *self)
{
    tenders_add (SIRAJ_TENDERS (self->tenders));
}

static GtkWidget *
make_desk (SirajTakePaymentPage *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *label = gtk_label_new_with_mnemonic (tr ("_Amount"));
    GtkWidget *another = gtk_button_new_with_mnemonic (tr ("Another _tender"));

    self->amount = big_entry (self);
    gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->amount);
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_widget_add_css_class (label, "heading");
    self->amount_error = label_new (NULL, "field-error");
    gtk_label_set_wrap (GTK_LABEL (self->amount_error), TRUE);
    gtk_widget_set_visible (self->amount_error, FALSE);
    self->tenders = tenders_new ();
    gtk_widget_add_css_class (another, "flat");
    gtk_widget_set_halign (another, GTK_ALIGN_START);
    gtk_box_append (GTK_BOX (box), label);
    gtk_box_append (GTK_BOX (box), self->amount);
    gtk_box_append (GTK_BOX (box), self->amount_error);
    gtk_box_append (GTK_BOX (box), self->tenders);
    gtk_box_append (GTK_BOX (box), another);
    gtk_box_append (GTK_BOX (box), make_cash (self));
    g_signal_connect_swapped (self->tenders, "changed", G_CALLBACK (show_change), self);
    g_signal_connect_swapped (self->tenders, "activated", G_CALLBACK (take), self);
    g_signal_connect_swapped (another, "clicked", G_CALLBACK (add_tender), self);
    return box;
}

static GtkWidget *
make_side (SirajTakePaymentPage *self)
{
    GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

    self->desk = make_desk (self);
    self->take = gtk_button_new ();
    gtk_widget_add_css_class (self->take, "suggested-action");
    gtk_widget_add_css_class (self->take, "take");
    gtk_widget_set_tooltip_text (self->take, "Enter");
    g_signal_connect_swapped (self->take, "clicked", G_CALLBACK (take), self);
    self->line = status_line_new ();
    gtk_widget_set_size_request (side, SIDE_WIDTH_PX, -1);
    gtk_widget_add_css_class (side, "desk");
    gtk_box_append (GTK_BOX (side), self->desk);
    gtk_box_append (GTK_BOX (side), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
    gtk_box_append (GTK_BOX (side), make_sums (self));
    gtk_box_append (GTK_BOX (side), self->take);
    gtk_box_append (GTK_BOX (side), self->line);
    return side;
}

static GtkWidget *
make_customer (SirajTakePaymentPage *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

    self->finder = account_finder_new (page_get_api (SIRAJ_PAGE (self)));
    self->facts = record_grid_new (&account_record, account_members, 2);
    self->invoices = open_invoices_new ();
    self->card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
    gtk_box_append (GTK_BOX (self->card), self->facts);
    gtk_box_append (GTK_BOX (self->card), label_new (tr ("Open invoices"), "heading"));
    gtk_box_append (GTK_BOX (self->card), self->invoices);
    gtk_widget_set_vexpand (self->card, TRUE);
    gtk_widget_set_hexpand (box, TRUE);
    gtk_widget_add_css_class (box, "form");
    gtk_box_append (GTK_BOX (box), self->finder);
    gtk_box_append (GTK_BOX (box), self->card);
    g_signal_connect (self->finder, "found", G_CALLBACK (account_found), self);
    g_signal_connect (self->finder, "failed", G_CALLBACK (finder_failed), self);
    g_signal_connect_swapped (self->invoices, "ticked", G_CALLBACK (invoices_ticked), self);
    return box;
}

static GtkWidget *
make_last (SirajTakePaymentPage *self)
{
    GtkWidget *print = gtk_button_new_with_mnemonic (tr ("_Print the receipt"));
    GtkWidget *open = gtk_button_new_with_mnemonic (tr ("_Open"));

    self->last = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    self->last_text = label_new (NULL, NULL);
    gtk_label_set_ellipsize (GTK_LABEL (self->last_text), PANGO_ELLIPSIZE_END);
    gtk_widget_set_hexpand (self->last_text, TRUE);
    gtk_widget_set_tooltip_text (print, "Ctrl+P");
    gtk_widget_add_css_class (self->last, "foot");
    gtk_widget_set_visible (self->last, FALSE);
    gtk_box_append (GTK_BOX (self->last), self->last_text);
    gtk_box_append (GTK_BOX (self->last), print);
    gtk_box_append (GTK_BOX (self->last), open);
    g_signal_connect_swapped (print, "clicked", G_CALLBACK (page_print), self);
    g_signal_connect_swapped (open, "clicked", G_CALLBACK (open_last), self);
    return self->last;
}

static void
methods_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajTakePaymentPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (GPtrArray) methods = NULL;

    if (api_error_is_cancelled (error))
        return;
    methods = answer != NULL ? records_from_answer (answer, &payment_method_record, &error) : NULL;
    if (methods != NULL)
        tenders_set_methods (SIRAJ_TENDERS (self->tenders), methods);
    else
        status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
}

static void
load (SirajTakePaymentPage *self)
{
    const char *query = page_get_location (SIRAJ_PAGE (self))->query;
    g_autoptr (GHashTable) params =
        query != NULL ? g_uri_parse_params (query, -1, "&", G_URI_PARAMS_WWW_FORM, NULL) : NULL;
    const char *account = params != NULL ? g_hash_table_lookup (params, "account_id") : NULL;

    api_call_async (page_get_api (SIRAJ_PAGE (self)),
                    &(ApiRequest) { "GET", "/api/v1/payment-methods?active=true&limit=50" },
                    page_get_cancellable (SIRAJ_PAGE (self)), methods_answered, self);
    if (account != NULL)
        account_finder_take (SIRAJ_ACCOUNT_FINDER (self->finder),
                             g_ascii_strtoll (account, NULL, 10));
}

static void
take_payment_page_dispose (GObject *object)
{
    stop_preview (SIRAJ_TAKE_PAYMENT_PAGE (object));
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

    page_setup (SIRAJ_PAGE (self), context, tr ("Take a payment"), "emblem-money-symbolic");
    gtk_widget_set_vexpand (body, TRUE);
    gtk_box_append (GTK_BOX (body), make_customer (self));
    gtk_box_append (GTK_BOX (body), make_side (self));
    gtk_box_append (GTK_BOX (self), body);
    gtk_box_append (GTK_BOX (self), make_last (self));
    set_phase (self, PHASE_FINDING);
    load (self);
    return SIRAJ_PAGE (self);
}
