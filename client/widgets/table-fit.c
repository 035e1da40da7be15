/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the columns of a table inside its width. */
#include "client/widgets/table-fit.h"

/* The expanding column holds the name that a row is known by, the others have some room to spare;
 * but a name that is cut is still a name, an amount that is cut is another amount. */
#define WANTED_EXPANDING_PERCENT 80
#define MIN_EXPANDING_PX 120
#define MIN_OTHERS_PERCENT 90

typedef struct {
    GtkColumnView *view;
    GtkAdjustment *horizontal;
    guint source;
    gboolean fitting;
} Fit;

static GQuark
width_quark (void)
{
    return g_quark_from_static_string ("siraj-column-width");
}

int
table_fit_get_width (GtkColumnViewColumn *column)
{
    return GPOINTER_TO_INT (g_object_get_qdata (G_OBJECT (column), width_quark ()));
}

void
table_fit_set_width (GtkColumnViewColumn *column, int width_px)
{
    g_object_set_qdata (G_OBJECT (column), width_quark (), GINT_TO_POINTER (width_px));
    gtk_column_view_column_set_fixed_width (
        column, gtk_column_view_column_get_visible (column) ? width_px : -1);
}

/* What the visible columns want: the ones that expand, and the rest. */
static void
sum_widths (GListModel *columns, int *expanding_px, int *others_px)
{
    *expanding_px = *others_px = 0;
    for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
        int *sum = gtk_column_view_column_get_expand (column) ? expanding_px : others_px;

        if (gtk_column_view_column_get_visible (column))
            *sum += table_fit_get_width (column);
    }
}

static int
share (int width_px, int room_px, int wanted_px)
{
    return wanted_px <= room_px ? width_px : MAX (width_px * room_px / wanted_px, 1);
}

/* The expanding column gives way first, then all the others alike.  A hidden column has no width:
 * one that is fixed would leave its gap beside the rows. */
static gboolean
fit (gpointer user_data)
{
    Fit *self = user_data;
    GListModel *columns = gtk_column_view_get_columns (self->view);
    int available_px = (int)gtk_adjustment_get_page_size (self->horizontal);
    int expanding_px, others_px, room_px;

    self->source = 0;
    if (available_px <= 0)
        return G_SOURCE_REMOVE;
    sum_widths (columns, &expanding_px, &others_px);
    room_px = MIN (WANTED_EXPANDING_PERCENT * expanding_px / 100,
                   available_px - MIN_OTHERS_PERCENT * others_px / 100);
    room_px = MAX (room_px, MIN (expanding_px, MIN_EXPANDING_PX));
    room_px = MAX (room_px, available_px - others_px);
    self->fitting = TRUE;
    for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
        int width_px = table_fit_get_width (column);

        if (!gtk_column_view_column_get_visible (column))
            width_px = -1;
        else if (gtk_column_view_column_get_expand (column))
            width_px = share (width_px, room_px, expanding_px);
        else
            width_px = share (width_px, MAX (available_px - room_px, 1), others_px);
        gtk_column_view_column_set_fixed_width (column, width_px);
    }
    self->fitting = FALSE;
    return G_SOURCE_REMOVE;
}

static void
fit_soon (Fit *self)
{
    if (self->source == 0)
        self->source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit, self, NULL);
}

/* The user drew a border: that is the width wanted from now on. */
static void
width_changed (GtkColumnViewColumn *column, GParamSpec *pspec, Fit *self)
{
    if (self->fitting)
        return;
    g_object_set_qdata (G_OBJECT (column), width_quark (),
                        GINT_TO_POINTER (gtk_column_view_column_get_fixed_width (column)));
    fit_soon (self);
}

gboolean
table_fit_is_fitting (GtkColumnView *view)
{
    Fit *self = g_object_get_data (G_OBJECT (view), "fit");

    return self != NULL && self->fitting;
}

static void
fit_free (Fit *self)
{
    g_clear_handle_id (&self->source, g_source_remove);
    g_signal_handlers_disconnect_by_data (self->horizontal, self);
    g_object_unref (self->horizontal);
    g_free (self);
}

void
table_fit_attach (GtkColumnView *view, GtkAdjustment *horizontal)
{
    GListModel *columns = gtk_column_view_get_columns (view);
    Fit *self = g_new0 (Fit, 1);

    self->view = view;
    self->horizontal = g_object_ref (horizontal);
    g_object_set_data_full (G_OBJECT (view), "fit", self, (GDestroyNotify)fit_free);
    g_signal_connect_swapped (horizontal, "notify::page-size", G_CALLBACK (fit_soon), self);
    for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

        g_signal_connect (column, "notify::fixed-width", G_CALLBACK (width_changed), self);
        g_signal_connect_swapped (column, "notify::visible", G_CALLBACK (fit_soon), self);
    }
}
