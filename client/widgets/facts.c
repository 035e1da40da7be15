/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs of label and value. */
#include "client/widgets/facts.h"

#include "client/core/format.h"
#include "client/widgets/pieces.h"

#define VALUE_LEAST_CHARS 24
#define VALUE_CHARS 34

struct _SirajFacts {
    GtkBox parent_instance;
    GtkWidget *grid;
    int lines;
};

G_DEFINE_FINAL_TYPE (SirajFacts, facts, GTK_TYPE_BOX)

void
facts_clear (SirajFacts *self)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
        gtk_grid_remove (GTK_GRID (self->grid), child);
    self->lines = 0;
}

void
facts_add_widget (SirajFacts *self, const char *label, GtkWidget *value)
{
    GtkWidget *name = label_new (tr (label), "dim-label");

    gtk_widget_set_valign (name, GTK_ALIGN_START);
    gtk_grid_attach (GTK_GRID (self->grid), name, 0, self->lines, 1, 1);
    gtk_grid_attach (GTK_GRID (self->grid), value, 1, self->lines, 1, 1);
    self->lines++;
}

GtkWidget *
facts_add (SirajFacts *self, const char *label, const char *value)
{
    GtkWidget *widget;

    if (value == NULL || *value == '\0')
        return NULL;
    widget = label_new (value, "fact");
    gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
    gtk_label_set_width_chars (GTK_LABEL (widget), VALUE_LEAST_CHARS);
    gtk_label_set_max_width_chars (GTK_LABEL (widget), VALUE_CHARS);
    facts_add_widget (self, label, widget);
    return widget;
}

GtkWidget *
facts_add_field (SirajFacts *self, const Record *record, const char *member, gconstpointer data)
{
    const Field *field = record_find_field (record, member);
    g_autofree char *value = NULL;

    g_assert (field != NULL);
    value = format_field (field, data);
    return facts_add (self, field->label, value);
}

static void
facts_class_init (SirajFactsClass *class)
{
}

static void
facts_init (SirajFacts *self)
{
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
    self->grid = gtk_grid_new ();
    gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
    gtk_grid_set_row_spacing (GTK_GRID (self->grid), 3);
    gtk_box_append (GTK_BOX (self), self->grid);
    gtk_widget_add_css_class (GTK_WIDGET (self), "facts");
}

GtkWidget *
facts_new (const char *title)
{
    SirajFacts *self = g_object_new (SIRAJ_TYPE_FACTS, NULL);

    if (title != NULL)
        gtk_box_prepend (GTK_BOX (self), label_new (tr (title), "heading"));
    return GTK_WIDGET (self);
}
