/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The open invoices of an account with a tick each. */
#include "client/pages/payments/open-invoices.h"

#include "client/core/format.h"
#include "client/widgets/badge.h"
#include "client/widgets/pieces.h"
#include "common/types/billing-types.h"

enum { NUMBER, PERIOD, DUE, STATE, OPEN, PAYS, REMAINS, N_COLUMNS };

static const char *const titles[N_COLUMNS] = {
    [NUMBER] = N_ ("Invoice number"), [PERIOD] = N_ ("Period"), [DUE] = N_ ("Due on"),
    [STATE] = N_ ("State"),           [OPEN] = N_ ("Open"),     [PAYS] = N_ ("Pays"),
    [REMAINS] = N_ ("Remaining"),
};

typedef struct {
    GtkWidget *tick;
    GtkWidget *pays;
    GtkWidget *remains;
} InvoiceRow;

struct _SirajOpenInvoices {
    GtkWidget parent_instance;
    GtkWidget *scrolled;
    GtkWidget *grid;
    GtkWidget *nothing;
    GPtrArray *invoices;
    GArray *rows;     /* InvoiceRow */
    gboolean *ticked; /* one for each invoice */
    gboolean chosen;  /* the cashier changed a tick */
    gboolean filling;
};

static guint ticked_signal;

G_DEFINE_FINAL_TYPE (SirajOpenInvoices, open_invoices, GTK_TYPE_WIDGET)

static void
toggled (GtkCheckButton *button, gpointer user_data)
{
    SirajOpenInvoices *self = user_data;

    if (self->filling)
        return;
    for (guint i = 0; i < self->rows->len; i++)
        self->ticked[i] = gtk_check_button_get_active (
            GTK_CHECK_BUTTON (g_array_index (self->rows, InvoiceRow, i).tick));
    self->chosen = TRUE;
    g_signal_emit (self, ticked_signal, 0);
}

static GtkWidget *
number_label (char *text)
{
    g_autofree char *owned = text;
    GtkWidget *label = gtk_label_new (owned);

    gtk_widget_add_css_class (label, "numeric");
    gtk_label_set_xalign (GTK_LABEL (label), physical_right (label));
    return label;
}

static void
put (SirajOpenInvoices *self, GtkWidget *widget, int column, guint row)
{
    gtk_widget_set_hexpand (widget, column >= OPEN);
    gtk_grid_attach (GTK_GRID (self->grid), widget, column, (int)row, 1, 1);
}

static void
add_header (SirajOpenInvoices *self)
{
    for (int column = 0; column < N_COLUMNS; column++) {
        GtkWidget *label = label_new (tr (titles[column]), "dim-label");

        if (column >= OPEN)
            gtk_label_set_xalign (GTK_LABEL (label), physical_right (label));
        put (self, label, column, 0);
    }
}

static void
add_row (SirajOpenInvoices *self, const Invoice *invoice, guint i)
{
    g_autofree char *number = format_text (invoice->number);
    g_autofree char *period = format_text (invoice->period_key);
    g_autofree char *due = format_date (invoice->due_date);
    InvoiceRow row = { gtk_check_button_new_with_label (number), number_label (g_strdup ("")),
                       number_label (g_strdup ("")) };
    GtkWidget *state = badge_new (TONE_NEUTRAL, NULL);

    badge_set_value (state, &invoice_state_enum, invoice->state);
    gtk_check_button_set_active (GTK_CHECK_BUTTON (row.tick), self->ticked[i]);
    g_signal_connect (row.tick, "toggled", G_CALLBACK (toggled), self);
    put (self, row.tick, NUMBER, i + 1);
    put (self, label_new (period, NULL), PERIOD, i + 1);
    put (self, label_new (due, "numeric"), DUE, i + 1);
    put (self, state, STATE, i + 1);
    put (self, number_label (format_money (invoice->open_minor)), OPEN, i + 1);
    put (self, row.pays, PAYS, i + 1);
    put (self, row.remains, REMAINS, i + 1);
    g_array_append_val (self->rows, row);
}

static void
clear (SirajOpenInvoices *self)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
        gtk_grid_remove (GTK_GRID (self->grid), child);
    g_array_set_size (self->rows, 0);
    g_clear_pointer (&self->ticked, g_free);
    g_clear_pointer (&self->invoices, g_ptr_array_unref);
}

void
open_invoices_set (SirajOpenInvoices *self, GPtrArray *invoices)
{
    guint n = invoices != NULL ? invoices->len : 0;

    clear (self);
    self->invoices = invoices != NULL ? g_ptr_array_ref (invoices) : NULL;
    self->ticked = g_new0 (gboolean, n + 1);
    self->chosen = FALSE;
    self->filling = TRUE;
    if (n > 0)
        add_header (self);
    for (guint i = 0; i < n; i++) {
        self->ticked[i] = TRUE;
        add_row (self, invoices->pdata[i], i);
    }
    self->filling = FALSE;
    gtk_widget_set_visible (self->scrolled, n > 0);
    gtk_widget_set_visible (self->nothing, invoices != NULL && n == 0);
}

static const AllocationRow *
find_allocation (const GPtrArray *allocations, gint64 invoice_id)
{
    for (guint i = 0; allocations != NULL && i < allocations->len; i++) {
        const AllocationRow *row = allocations->pdata[i];

        if (row->invoice_id == invoice_id)
            return row;
    }
    return NULL;
}

void
open_invoices_show (SirajOpenInvoices *self, const GPtrArray *allocations)
{
    for (guint i = 0; i < self->rows->len; i++) {
        const InvoiceRow *row = &g_array_index (self->rows, InvoiceRow, i);
        const Invoice *invoice = self->invoices->pdata[i];
        const AllocationRow *allocation = find_allocation (allocations, invoice->id);
        gint64 pays_minor = allocation != NULL ? allocation->amount_minor : 0;
        gint64 remains_minor = invoice->open_minor - pays_minor;
        g_autofree char *pays = pays_minor != 0 ? format_money (pays_minor) : g_strdup ("–");
        g_autofree char *remains =
            remains_minor != 0 ? format_money (remains_minor) : g_strdup ("–");

        gtk_label_set_text (GTK_LABEL (row->pays), pays);
        gtk_label_set_text (GTK_LABEL (row->remains), remains);
    }
}

const GPtrArray *
open_invoices_get (SirajOpenInvoices *self)
{
    return self->invoices;
}

const gboolean *
open_invoices_get_ticks (SirajOpenInvoices *self)
{
    return self->chosen ? self->ticked : NULL;
}

static void
open_invoices_dispose (GObject *object)
{
    widget_drop_children (GTK_WIDGET (object));
    G_OBJECT_CLASS (open_invoices_parent_class)->dispose (object);
}

static void
open_invoices_finalize (GObject *object)
{
    SirajOpenInvoices *self = SIRAJ_OPEN_INVOICES (object);

    g_array_unref (self->rows);
    g_free (self->ticked);
    g_clear_pointer (&self->invoices, g_ptr_array_unref);
    G_OBJECT_CLASS (open_invoices_parent_class)->finalize (object);
}

static void
open_invoices_class_init (SirajOpenInvoicesClass *class)
{
    G_OBJECT_CLASS (class)->dispose = open_invoices_dispose;
    G_OBJECT_CLASS (class)->finalize = open_invoices_finalize;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
    ticked_signal = g_signal_new ("ticked", SIRAJ_TYPE_OPEN_INVOICES, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
open_invoices_init (SirajOpenInvoices *self)
{
    self->rows = g_array_new (FALSE, FALSE, sizeof (InvoiceRow));
    self->grid = gtk_grid_new ();
    self->scrolled = gtk_scrolled_window_new ();
    self->nothing =
        label_new (tr ("Nothing is open: what is paid now is kept as an advance."), "dim-label");
    gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
    gtk_grid_set_row_spacing (GTK_GRID (self->grid), 3);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->grid);
    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_AUTOMATIC,
                                    GTK_POLICY_AUTOMATIC);
    gtk_widget_set_vexpand (self->scrolled, TRUE);
    gtk_widget_set_valign (self->nothing, GTK_ALIGN_START);
    gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
    gtk_widget_set_visible (self->nothing, FALSE);
    gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
    gtk_widget_set_parent (self->nothing, GTK_WIDGET (self));
}

GtkWidget *
open_invoices_new (void)
{
    return g_object_new (SIRAJ_TYPE_OPEN_INVOICES, NULL);
}
