/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the money comes. */
#include "client/pages/payments/tenders.h"

#include <stdio.h>
#include <string.h>

#include "client/core/format.h"
#include "client/widgets/pieces.h"
#include "common/base/text.h"

#define MAX_LINES 6
#define AMOUNT_CHARS 12
#define CASH_KEY "cash"

typedef struct {
    GtkWidget *row; /* box of the line and its error */
    GtkWidget *method;
    GtkWidget *amount; /* an entry; a label in the first line */
    GtkWidget *reference;
    GtkWidget *error;
} TenderLine;

struct _SirajTenders {
    GtkWidget parent_instance;
    GtkWidget *box;
    GPtrArray *methods;
    GPtrArray *lines;
    gint64 amount_minor;
};

enum { CHANGED, ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SirajTenders, tenders, GTK_TYPE_WIDGET)

static TenderLine *
line_at (SirajTenders *self, guint i)
{
    return self->lines->pdata[i];
}

static const PaymentMethod *
method_of (SirajTenders *self, const TenderLine *line)
{
    guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (line->method));

    return selected < self->methods->len ? self->methods->pdata[selected] : NULL;
}

static gboolean
is_cash (const PaymentMethod *method)
{
    return method != NULL && g_strcmp0 (method->posting_key, CASH_KEY) == 0;
}

/* Amounts */

static gboolean
read_amount (const TenderLine *line, gint64 *amount_minor, GError **error)
{
    const char *text = gtk_editable_get_text (GTK_EDITABLE (line->amount));

    return money_parse (text, format_get_currency (), amount_minor, error);
}

/* What the first line takes; below zero when the others are too much. */
static gint64
rest (SirajTenders *self)
{
    gint64 rest_minor = self->amount_minor;

    for (guint i = 1; i < self->lines->len; i++) {
        gint64 amount_minor = 0;

        if (read_amount (line_at (self, i), &amount_minor, NULL))
            rest_minor -= amount_minor;
    }
    return rest_minor;
}

static void
show_line_error (TenderLine *line, const char *message)
{
    g_autofree char *shown = message != NULL ? format_text (message) : NULL;

    gtk_label_set_text (GTK_LABEL (line->error), shown != NULL ? shown : "");
    gtk_widget_set_visible (line->error, message != NULL);
}

static void
show_rest (SirajTenders *self)
{
    g_autofree char *text = format_money (rest (self));

    if (self->lines->len > 0)
        gtk_label_set_text (GTK_LABEL (line_at (self, 0)->amount), text);
}

static void
line_changed (SirajTenders *self)
{
    for (guint i = 0; i < self->lines->len; i++) {
        TenderLine *line = line_at (self, i);
        const PaymentMethod *method = method_of (self, line);

        show_line_error (line, NULL);
        gtk_widget_set_visible (line->reference, method != NULL && !is_cash (method));
    }
    show_rest (self);
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
line_activated (SirajTenders *self)
{
    g_signal_emit (self, signals[ACTIVATED], 0);
}

/* Lines */

static GtkWidget *
method_drop_down (SirajTenders *self)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    GtkWidget *drop_down;

    for (guint i = 0; i < self->methods->len; i++) {
        const PaymentMethod *method = self->methods->pdata[i];
        gboolean english = language_get () == LANGUAGE_ENGLISH && method->name_en != NULL;

        g_ptr_array_add (names, english ? method->name_en : method->name);
    }
    g_ptr_array_add (names, NULL);
    drop_down = gtk_drop_down_new_from_strings ((const char *const *)names->pdata);
    widget_set_accessible_name (drop_down, tr ("Payment method"));
    return drop_down;
}

static GtkWidget *
amount_widget (SirajTenders *self, gboolean first)
{
    GtkWidget *widget = first ? gtk_label_new (NULL) : gtk_entry_new ();

    gtk_widget_add_css_class (widget, "numeric");
    if (first) {
        gtk_label_set_width_chars (GTK_LABEL (widget), AMOUNT_CHARS);
        gtk_label_set_xalign (GTK_LABEL (widget), physical_right (widget));
        return widget;
    }
    gtk_editable_set_width_chars (GTK_EDITABLE (widget), AMOUNT_CHARS);
    entry_set_left_to_right (widget);
    widget_set_accessible_name (widget, tr ("Amount"));
    g_signal_connect_swapped (widget, "changed", G_CALLBACK (line_changed), self);
    g_signal_connect_swapped (widget, "activate", G_CALLBACK (line_activated), self);
    return widget;
}

static void
remove_line (SirajTenders *self, TenderLine *line)
{
    gtk_box_remove (GTK_BOX (self->box), line->row);
    g_ptr_array_remove (self->lines, line);
}

static void
remove_clicked (GtkWidget *button, gpointer user_data)
{
    SirajTenders *self = user_data;

    for (guint i = 1; i < self->lines->len; i++)
        if (gtk_widget_is_ancestor (button, line_at (self, i)->row)) {
            remove_line (self, line_at (self, i));
            break;
        }
    line_changed (self);
    gtk_widget_grab_focus (line_at (self, self->lines->len - 1)->method);
}

static void
fill_line (SirajTenders *self, TenderLine *line, gboolean first)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

    line->method = method_drop_down (self);
    line->amount = amount_widget (self, first);
    line->reference = gtk_entry_new ();
    gtk_entry_set_placeholder_text (GTK_ENTRY (line->reference), tr ("Reference"));
    gtk_editable_set_width_chars (GTK_EDITABLE (line->reference), AMOUNT_CHARS);
    gtk_widget_set_hexpand (line->reference, TRUE);
    widget_set_accessible_name (line->reference, tr ("Reference"));
    gtk_box_append (GTK_BOX (box), line->method);
    gtk_box_append (GTK_BOX (box), line->amount);
    gtk_box_append (GTK_BOX (box), line->reference);
    if (!first) {
        GtkWidget *remove = icon_button_new ("list-remove-symbolic", tr ("Remove"), NULL);

        g_signal_connect (remove, "clicked", G_CALLBACK (remove_clicked), self);
        gtk_box_append (GTK_BOX (box), remove);
    }
    gtk_box_append (GTK_BOX (line->row), box);
    g_signal_connect_swapped (line->method, "notify::selected", G_CALLBACK (line_changed), self);
    g_signal_connect_swapped (line->reference, "changed", G_CALLBACK (line_changed), self);
    g_signal_connect_swapped (line->reference, "activate", G_CALLBACK (line_activated), self);
}

static TenderLine *
add_line (SirajTenders *self)
{
    TenderLine *line = g_new0 (TenderLine, 1);

    line->row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
    fill_line (self, line, self->lines->len == 0);
    line->error = label_new (NULL, "field-error");
    gtk_label_set_wrap (GTK_LABEL (line->error), TRUE);
    gtk_widget_set_visible (line->error, FALSE);
    gtk_box_append (GTK_BOX (line->row), line->error);
    gtk_box_append (GTK_BOX (self->box), line->row);
    g_ptr_array_add (self->lines, line);
    line_changed (self);
    return line;
}

void
tenders_add (SirajTenders *self)
{
    if (self->methods->len > 0 && self->lines->len < MAX_LINES)
        gtk_widget_grab_focus (add_line (self)->method);
}

void
tenders_reset (SirajTenders *self)
{
    while (self->lines->len > 0)
        remove_line (self, line_at (self, self->lines->len - 1));
    if (self->methods->len > 0)
        add_line (self);
}

static void
add_methods (SirajTenders *self, const GPtrArray *methods, gboolean cash)
{
    for (guint i = 0; i < methods->len; i++)
        if (is_cash (methods->pdata[i]) == cash)
            g_ptr_array_add (self->methods,
                             record_copy (&payment_method_record, methods->pdata[i]));
}

void
tenders_set_methods (SirajTenders *self, const GPtrArray *methods)
{
    g_ptr_array_set_size (self->methods, 0);
    add_methods (self, methods, TRUE);
    add_methods (self, methods, FALSE);
    tenders_reset (self);
}

void
tenders_set_amount (SirajTenders *self, gint64 amount_minor)
{
    self->amount_minor = amount_minor;
    show_rest (self);
}

/* Reading */

static gboolean
refuse_line (TenderLine *line, GtkWidget *at, const char *message)
{
    show_line_error (line, message);
    gtk_widget_grab_focus (at);
    return FALSE;
}

static gboolean
read_line (SirajTenders *self, guint i, PaymentTender *tender)
{
    TenderLine *line = line_at (self, i);
    const PaymentMethod *method = method_of (self, line);
    g_autofree char *reference =
        text_clean_code (gtk_editable_get_text (GTK_EDITABLE (line->reference)));
    g_autoptr (GError) error = NULL;

    tender->amount_minor = rest (self);
    if (i > 0 && !read_amount (line, &tender->amount_minor, &error))
        return refuse_line (line, line->amount, error->message);
    if (tender->amount_minor <= 0)
        return refuse_line (line, i > 0 ? line->amount : line->method,
                            i > 0 ? tr ("A tender is more than zero; enter what was given or "
                                        "remove it")
                                  : tr ("The other tenders sum to more than the payment; lower one "
                                        "of them."));
    if (method->needs_reference && *reference == '\0')
        return refuse_line (line, line->reference,
                            tr ("Enter the number of the paper or of the transaction."));
    tender->method_id = method->id;
    if (*reference != '\0' && !is_cash (method))
        tender->reference = g_steal_pointer (&reference);
    return TRUE;
}

GPtrArray *
tenders_read (SirajTenders *self)
{
    g_autoptr (GPtrArray) tenders = g_ptr_array_new_with_free_func (payment_tender_record.destroy);

    for (guint i = 0; i < self->lines->len; i++) {
        PaymentTender *tender = payment_tender_new ();

        g_ptr_array_add (tenders, tender);
        if (!read_line (self, i, tender))
            return NULL;
    }
    return g_steal_pointer (&tenders);
}

gint64
tenders_cash_minor (SirajTenders *self)
{
    gint64 sum_minor = 0;

    for (guint i = 0; i < self->lines->len; i++) {
        gint64 amount_minor = i == 0 ? rest (self) : 0;

        if (!is_cash (method_of (self, line_at (self, i))))
            continue;
        if (i == 0 || read_amount (line_at (self, i), &amount_minor, NULL))
            sum_minor += amount_minor;
    }
    return sum_minor;
}

gboolean
tenders_set_error (SirajTenders *self, const GError *error)
{
    const char *field = refusal_field (error);
    guint i = 0;
    TenderLine *line;

    if (field == NULL || !g_str_has_prefix (field, "tenders") || self->lines->len == 0)
        return FALSE;
    sscanf (field, "tenders[%u]", &i);
    line = line_at (self, MIN (i, self->lines->len - 1));
    refuse_line (line, strstr (field, "reference") != NULL ? line->reference : line->method,
                 error->message);
    return TRUE;
}

/* Class */

static void
tenders_dispose (GObject *object)
{
    widget_drop_children (GTK_WIDGET (object));
    G_OBJECT_CLASS (tenders_parent_class)->dispose (object);
}

static void
tenders_finalize (GObject *object)
{
    SirajTenders *self = SIRAJ_TENDERS (object);

    g_ptr_array_unref (self->lines);
    g_ptr_array_unref (self->methods);
    G_OBJECT_CLASS (tenders_parent_class)->finalize (object);
}

static void
tenders_class_init (SirajTendersClass *class)
{
    G_OBJECT_CLASS (class)->dispose = tenders_dispose;
    G_OBJECT_CLASS (class)->finalize = tenders_finalize;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
    signals[CHANGED] = g_signal_new ("changed", SIRAJ_TYPE_TENDERS, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
    signals[ACTIVATED] = g_signal_new ("activated", SIRAJ_TYPE_TENDERS, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
}

static void
tenders_init (SirajTenders *self)
{
    self->methods = g_ptr_array_new_with_free_func (payment_method_record.destroy);
    self->lines = g_ptr_array_new_with_free_func (g_free);
    self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
tenders_new (void)
{
    return g_object_new (SIRAJ_TYPE_TENDERS, NULL);
}
