/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record at the side of its list. */
#include "client/shell/preview.h"

#include "client/core/format.h"
#include "client/widgets/badge.h"
#include "client/widgets/pieces.h"

#define WIDTH_PX 320
#define VALUE_CHARS 24

GtkWidget *
preview_new (void)
{
    GtkWidget *scrolled = gtk_scrolled_window_new ();

    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                    GTK_POLICY_AUTOMATIC);
    gtk_widget_set_size_request (scrolled, WIDTH_PX, -1);
    gtk_widget_add_css_class (scrolled, "preview");
    return scrolled;
}

/* Keys and bookkeeping mean nothing to a reader. */
static gboolean
is_shown (const Field *field, gconstpointer data)
{
    if (field->kind == FIELD_KIND_ID || g_str_equal (field->name, "version"))
        return FALSE;
    return !field_is_none (field, data);
}

static GtkWidget *
make_value (const Field *field, gconstpointer data)
{
    g_autofree char *text = format_field (field, data);
    GtkWidget *label = label_new (text, NULL);

    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (label), VALUE_CHARS);
    gtk_label_set_selectable (GTK_LABEL (label), TRUE);
    gtk_widget_set_focusable (label, FALSE);
    return label;
}

void
preview_show (GtkWidget *preview, SirajItem *item)
{
    const Record *record = item_get_record (item);
    gconstpointer data = item_get_data (item);
    GtkWidget *grid = gtk_grid_new ();
    int line = 0;

    gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
    gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
    for (guint i = 0; i < record->n_fields; i++) {
        const Field *field = &record->fields[i];

        if (!is_shown (field, data))
            continue;
        gtk_grid_attach (GTK_GRID (grid), label_new (tr (field->label), "dim-label"), 0, line, 1,
                         1);
        gtk_grid_attach (GTK_GRID (grid), make_value (field, data), 1, line++, 1, 1);
    }
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (preview), grid);
}
