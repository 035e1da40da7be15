/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of a record to be read. */
#include "client/widgets/record-grid.h"

#include "client/core/format.h"
#include "client/widgets/badge.h"
#include "client/widgets/pieces.h"
#include "common/base/language.h"

#define VALUE_CHARS 40

struct _SirajRecordGrid {
    GtkWidget parent_instance;
    GtkWidget *grid;
    GPtrArray *fields; /* const Field * */
    guint columns;
};

G_DEFINE_FINAL_TYPE (SirajRecordGrid, record_grid, GTK_TYPE_WIDGET)

static GtkWidget *
make_value (const Field *field, gconstpointer data)
{
    g_autofree char *text = format_field (field, data);
    GtkWidget *value;

    if (field->kind == FIELD_KIND_ENUM) {
        value = badge_new (TONE_NEUTRAL, NULL);
        badge_set_value (value, field->enumeration, (int)field_get_int64 (field, data));
        return value;
    }
    value = label_new (text, "field-value");
    gtk_label_set_wrap (GTK_LABEL (value), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (value), VALUE_CHARS);
    gtk_label_set_selectable (GTK_LABEL (value), TRUE);
    gtk_widget_set_focusable (value, FALSE);
    gtk_widget_set_hexpand (value, TRUE);
    return value;
}

static void
clear (SirajRecordGrid *self)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
        gtk_grid_remove (GTK_GRID (self->grid), child);
}

void
record_grid_show (SirajRecordGrid *self, gconstpointer data)
{
    guint n = 0;

    clear (self);
    for (guint i = 0; data != NULL && i < self->fields->len; i++) {
        const Field *field = self->fields->pdata[i];
        int column = (int)(n % self->columns) * 2;
        int row = (int)(n / self->columns);

        if (field_is_none (field, data))
            continue;
        gtk_grid_attach (GTK_GRID (self->grid), label_new (tr (field->label), "field-label"),
                         column, row, 1, 1);
        gtk_grid_attach (GTK_GRID (self->grid), make_value (field, data), column + 1, row, 1, 1);
        n++;
    }
}

static void
record_grid_dispose (GObject *object)
{
    widget_drop_children (GTK_WIDGET (object));
    G_OBJECT_CLASS (record_grid_parent_class)->dispose (object);
}

static void
record_grid_finalize (GObject *object)
{
    g_ptr_array_unref (SIRAJ_RECORD_GRID (object)->fields);
    G_OBJECT_CLASS (record_grid_parent_class)->finalize (object);
}

static void
record_grid_class_init (SirajRecordGridClass *class)
{
    G_OBJECT_CLASS (class)->dispose = record_grid_dispose;
    G_OBJECT_CLASS (class)->finalize = record_grid_finalize;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
record_grid_init (SirajRecordGrid *self)
{
    self->fields = g_ptr_array_new ();
    self->grid = gtk_grid_new ();
    gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
    gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
    gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

GtkWidget *
record_grid_new (const Record *record, const char *const *members, guint columns)
{
    SirajRecordGrid *self = g_object_new (SIRAJ_TYPE_RECORD_GRID, NULL);

    self->columns = MAX (columns, 1);
    for (guint i = 0; members[i] != NULL; i++) {
        const Field *field = record_find_field (record, members[i]);

        g_assert (field != NULL);
        g_ptr_array_add (self->fields, (gpointer)field);
    }
    return GTK_WIDGET (self);
}
