/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The money side of a payment. */
#include "client/pages/payments/payment-desk.h"

#include "client/core/format.h"
#include "client/pages/payments/tenders.h"
#include "client/widgets/pieces.h"
#include "client/widgets/status-line.h"
#include "common/base/text.h"

struct _SirajPaymentDesk {
    GtkWidget parent_instance;
    GtkWidget *typed_box; /* everything that is typed */
    GtkWidget *amount;
    GtkWidget *amount_error;
    GtkWidget *tenders;
    GtkWidget *given;
    GtkWidget *given_error;
    GtkWidget *change;
    GtkWidget *notes;
    GtkWidget *owed;
    GtkWidget *advance;
    GtkWidget *after;
    GtkWidget *take;
    GtkWidget *line;
    DeskState state;
    gboolean typed;   /* the amount, by the cashier */
    gboolean filling; /* the program writes into the entry */
};

enum { CHANGED, TAKE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SirajPaymentDesk, payment_desk, GTK_TYPE_WIDGET)

/* What is shown */

static gboolean
read_money (GtkWidget *entry, gint64 *amount_minor, GError **error)
{
    return money_parse (gtk_editable_get_text (GTK_EDITABLE (entry)), format_get_currency (),
                        amount_minor, error);
}

static void
show_error (GtkWidget *entry, GtkWidget *label, const char *message)
{
    g_autofree char *shown = format_text (message);

    gtk_label_set_text (GTK_LABEL (label), shown);
    gtk_widget_set_visible (label, message != NULL);
    if (message != NULL)
        gtk_widget_add_css_class (entry, "error");
    else
        gtk_widget_remove_css_class (entry, "error");
}

static void
show_money (GtkWidget *label, gint64 amount_minor)
{
    g_autofree char *text = format_money (amount_minor);

    gtk_label_set_text (GTK_LABEL (label), text);
}

/* The button names its effect. */
static void
show_button (SirajPaymentDesk *self)
{
    gint64 amount_minor = payment_desk_get_amount (self);
    g_autofree char *amount = format_money_currency (amount_minor);
    g_autofree char *text = NULL;

    if (self->state == DESK_AGAIN)
        text = g_strdup (tr ("Send the same payment again"));
    else if (amount_minor > 0)
        text = g_strdup_printf (tr ("Take %s"), amount);
    else
        text = g_strdup (tr ("Take the payment"));
    gtk_button_set_label (GTK_BUTTON (self->take), text);
    gtk_widget_set_sensitive (self->take, self->state == DESK_AGAIN ||
                                              (self->state == DESK_OPEN && amount_minor > 0));
}

static void
show_change (SirajPaymentDesk *self)
{
    gint64 cash_minor = tenders_cash_minor (SIRAJ_TENDERS (self->tenders));
    gint64 given_minor = payment_desk_get_given (self);

    show_error (self->given, self->given_error, NULL);
    widget_set_open (self->given, cash_minor > 0);
    if (given_minor > 0 && cash_minor > 0)
        show_money (self->change, given_minor - cash_minor);
    else
        gtk_label_set_text (GTK_LABEL (self->change), "–");
}

void
payment_desk_show (SirajPaymentDesk *self, const AllocationPreview *preview)
{
    GtkWidget *labels[] = { self->owed, self->advance, self->after };

    for (guint i = 0; preview == NULL && i < G_N_ELEMENTS (labels); i++)
        gtk_label_set_text (GTK_LABEL (labels[i]), "–");
    if (preview == NULL)
        return;
    show_money (self->owed, preview->receivable_minor);
    show_money (self->advance, preview->advance_minor + preview->to_advance_minor);
    show_money (self->after, preview->balance_after_minor);
}

void
payment_desk_say (SirajPaymentDesk *self, Tone tone, const char *text)
{
    status_line_set (SIRAJ_STATUS_LINE (self->line), tone, text);
}

void
payment_desk_report (SirajPaymentDesk *self, const GError *error)
{
    if (tenders_set_error (SIRAJ_TENDERS (self->tenders), error))
        return;
    if (g_strcmp0 (refusal_field (error), "amount_minor") == 0)
        show_error (self->amount, self->amount_error, error->message);
    else
        status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
}

/* The amount */

gint64
payment_desk_get_amount (SirajPaymentDesk *self)
{
    gint64 amount_minor = 0;

    return read_money (self->amount, &amount_minor, NULL) ? amount_minor : 0;
}

gint64
payment_desk_get_given (SirajPaymentDesk *self)
{
    gint64 given_minor = 0;

    return read_money (self->given, &given_minor, NULL) ? given_minor : 0;
}

gboolean
payment_desk_is_typed (SirajPaymentDesk *self)
{
    return self->typed;
}

static void
use_amount (SirajPaymentDesk *self)
{
    show_error (self->amount, self->amount_error, NULL);
    tenders_set_amount (SIRAJ_TENDERS (self->tenders), payment_desk_get_amount (self));
    show_change (self);
    show_button (self);
}

void
payment_desk_set_amount (SirajPaymentDesk *self, gint64 amount_minor)
{
    g_autofree char *text = amount_minor > 0
                                ? money_format_plain (amount_minor, format_get_currency ())
                                : g_strdup ("");

    self->filling = TRUE;
    gtk_editable_set_text (GTK_EDITABLE (self->amount), text);
    self->filling = FALSE;
    use_amount (self);
}

static void
amount_changed (SirajPaymentDesk *self)
{
    if (self->filling)
        return;
    self->typed = TRUE;
    use_amount (self);
    g_signal_emit (self, signals[CHANGED], 0);
}

void
payment_desk_reset (SirajPaymentDesk *self)
{
    self->typed = FALSE;
    gtk_editable_set_text (GTK_EDITABLE (self->given), "");
    gtk_editable_set_text (GTK_EDITABLE (self->notes), "");
    tenders_reset (SIRAJ_TENDERS (self->tenders));
    payment_desk_set_amount (self, 0);
    payment_desk_show (self, NULL);
}

void
payment_desk_set_methods (SirajPaymentDesk *self, const GPtrArray *methods)
{
    tenders_set_methods (SIRAJ_TENDERS (self->tenders), methods);
}

void
payment_desk_set_state (SirajPaymentDesk *self, DeskState state)
{
    self->state = state;
    widget_set_open (self->typed_box, state == DESK_OPEN);
    show_button (self);
    if (state == DESK_AGAIN)
        gtk_widget_grab_focus (self->take);
}

/* Filling a request */

static gboolean
refuse_entry (GtkWidget *entry, GtkWidget *label, const char *message)
{
    show_error (entry, label, message);
    gtk_widget_grab_focus (entry);
    return FALSE;
}

static gboolean
check_amount (SirajPaymentDesk *self, gint64 *amount_minor)
{
    g_autoptr (GError) error = NULL;

    if (!read_money (self->amount, amount_minor, &error))
        return refuse_entry (self->amount, self->amount_error, error->message);
    if (*amount_minor <= 0)
        return refuse_entry (self->amount, self->amount_error,
                             tr ("A payment is more than zero; enter the amount received"));
    return TRUE;
}

static gboolean
check_given (SirajPaymentDesk *self)
{
    gint64 cash_minor = tenders_cash_minor (SIRAJ_TENDERS (self->tenders));
    g_autofree char *text = text_clean_number (gtk_editable_get_text (GTK_EDITABLE (self->given)));

    if (*text == '\0' || cash_minor <= 0 || payment_desk_get_given (self) >= cash_minor)
        return TRUE;
    return refuse_entry (self->given, self->given_error,
                         tr ("Less cash was given than is to be paid; correct one of the two."));
}

gboolean
payment_desk_fill (SirajPaymentDesk *self, PaymentRequest *request)
{
    g_autofree char *notes = text_strip_marks (gtk_editable_get_text (GTK_EDITABLE (self->notes)));

    if (!check_amount (self, &request->amount_minor))
        return FALSE;
    request->tenders = tenders_read (SIRAJ_TENDERS (self->tenders));
    if (request->tenders == NULL || !check_given (self))
        return FALSE;
    if (*notes != '\0')
        request->notes = g_steal_pointer (&notes);
    return TRUE;
}

/* Making */

static void
tell_take (SirajPaymentDesk *self)
{
    if (self->state != DESK_CLOSED)
        g_signal_emit (self, signals[TAKE], 0);
}

static void
add_tender (SirajPaymentDesk *self)
{
    tenders_add (SIRAJ_TENDERS (self->tenders));
}

static GtkWidget *
money_entry (SirajPaymentDesk *self, const char *name)
{
    GtkWidget *entry = gtk_entry_new ();

    gtk_widget_add_css_class (entry, "numeric");
    gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
    entry_set_left_to_right (entry);
    widget_set_accessible_name (entry, name);
    g_signal_connect_swapped (entry, "activate", G_CALLBACK (tell_take), self);
    return entry;
}

static GtkWidget *
error_label (void)
{
    GtkWidget *label = label_new (NULL, "field-error");

    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_widget_set_visible (label, FALSE);
    return label;
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
pairs_new (void)
{
    GtkWidget *grid = gtk_grid_new ();

    gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
    gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
    return grid;
}

static GtkWidget *
add_pair (GtkWidget *grid, int row, const char *text, GtkWidget *widget)
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
make_amount (SirajPaymentDesk *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *label = gtk_label_new_with_mnemonic (tr ("_Amount"));

    self->amount = money_entry (self, tr ("Amount"));
    self->amount_error = error_label ();
    gtk_widget_add_css_class (self->amount, "amount");
    gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->amount);
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_widget_add_css_class (label, "heading");
    gtk_box_append (GTK_BOX (box), label);
    gtk_box_append (GTK_BOX (box), self->amount);
    gtk_box_append (GTK_BOX (box), self->amount_error);
    g_signal_connect_swapped (self->amount, "changed", G_CALLBACK (amount_changed), self);
    return box;
}

static GtkWidget *
make_cash (SirajPaymentDesk *self)
{
    GtkWidget *grid = pairs_new ();

    self->given = add_pair (grid, 0, tr ("Cash _given"), money_entry (self, tr ("Cash given")));
    self->given_error = error_label ();
    gtk_grid_attach (GTK_GRID (grid), self->given_error, 1, 1, 1, 1);
    self->change = add_pair (grid, 2, tr ("Change"), figure ());
    gtk_widget_add_css_class (self->change, "title-3");
    self->notes = add_pair (grid, 3, tr ("_Notes"), gtk_entry_new ());
    widget_set_accessible_name (self->notes, tr ("Notes"));
    g_signal_connect_swapped (self->given, "changed", G_CALLBACK (show_change), self);
    g_signal_connect_swapped (self->notes, "activate", G_CALLBACK (tell_take), self);
    return grid;
}

static GtkWidget *
make_typed (SirajPaymentDesk *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *another = gtk_button_new_with_mnemonic (tr ("Another _tender"));

    self->tenders = tenders_new ();
    gtk_widget_add_css_class (another, "flat");
    gtk_widget_set_halign (another, GTK_ALIGN_START);
    gtk_box_append (GTK_BOX (box), make_amount (self));
    gtk_box_append (GTK_BOX (box), self->tenders);
    gtk_box_append (GTK_BOX (box), another);
    gtk_box_append (GTK_BOX (box), make_cash (self));
    g_signal_connect_swapped (self->tenders, "changed", G_CALLBACK (show_change), self);
    g_signal_connect_swapped (self->tenders, "activated", G_CALLBACK (tell_take), self);
    g_signal_connect_swapped (another, "clicked", G_CALLBACK (add_tender), self);
    return box;
}

static GtkWidget *
make_sums (SirajPaymentDesk *self)
{
    GtkWidget *grid = pairs_new ();

    self->owed = add_pair (grid, 0, tr ("Owed"), figure ());
    self->advance = add_pair (grid, 1, tr ("Kept as an advance"), figure ());
    self->after = add_pair (grid, 2, tr ("Balance after"), figure ());
    gtk_widget_add_css_class (self->after, "heading");
    return grid;
}

/* Class */

static gboolean
payment_desk_grab_focus (GtkWidget *widget)
{
    return gtk_widget_grab_focus (SIRAJ_PAYMENT_DESK (widget)->amount);
}

static void
payment_desk_dispose (GObject *object)
{
    widget_drop_children (GTK_WIDGET (object));
    G_OBJECT_CLASS (payment_desk_parent_class)->dispose (object);
}

static void
payment_desk_class_init (SirajPaymentDeskClass *class)
{
    G_OBJECT_CLASS (class)->dispose = payment_desk_dispose;
    GTK_WIDGET_CLASS (class)->grab_focus = payment_desk_grab_focus;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
    signals[CHANGED] = g_signal_new ("changed", SIRAJ_TYPE_PAYMENT_DESK, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
    signals[TAKE] = g_signal_new ("take", SIRAJ_TYPE_PAYMENT_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
payment_desk_init (SirajPaymentDesk *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

    self->typed_box = make_typed (self);
    self->take = gtk_button_new ();
    self->line = status_line_new ();
    gtk_widget_add_css_class (self->take, "suggested-action");
    gtk_widget_add_css_class (self->take, "take");
    gtk_widget_set_tooltip_text (self->take, "Enter");
    gtk_widget_add_css_class (box, "desk");
    gtk_box_append (GTK_BOX (box), self->typed_box);
    gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
    gtk_box_append (GTK_BOX (box), make_sums (self));
    gtk_box_append (GTK_BOX (box), self->take);
    gtk_box_append (GTK_BOX (box), self->line);
    gtk_widget_set_parent (box, GTK_WIDGET (self));
    g_signal_connect_swapped (self->take, "clicked", G_CALLBACK (tell_take), self);
    show_button (self);
}

GtkWidget *
payment_desk_new (void)
{
    return g_object_new (SIRAJ_TYPE_PAYMENT_DESK, NULL);
}
