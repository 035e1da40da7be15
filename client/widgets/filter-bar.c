/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters of a list: their editors in a popover, a chip for each that is set. */
#include "client/widgets/filter-bar.h"

#include "client/core/format.h"
#include "client/widgets/pieces.h"

/* One filter: its editor edits a member of a scratch record, so that every kind of field can be a
 * filter without a widget of its own. */
typedef struct {
    SirajFilterBar *bar;
    const ListFilter *filter;
    Field field; /* the member's, optional and under the filter's label */
    SirajEditor *editor;
    GtkWidget *chip;
} Row;

struct _SirajFilterBar {
    GtkWidget parent_instance;
    SirajPageModel *model;
    const Record *record;
    gpointer scratch;
    Row *rows;
    guint n_rows;
    GtkWidget *box;
    GtkWidget *button;
    GtkWidget *clear;
};

G_DEFINE_FINAL_TYPE (SirajFilterBar, filter_bar, GTK_TYPE_WIDGET)

static Row *
find_row (SirajFilterBar *self, const char *name)
{
    for (guint i = 0; i < self->n_rows; i++)
        if (g_str_equal (self->rows[i].filter->name, name))
            return &self->rows[i];
    return NULL;
}

/* The value in the wire's form, NULL for none. */
static char *
wire_value (const Field *field, gconstpointer data)
{
    gint64 value;

    if (field_is_none (field, data))
        return NULL;
    if (field->kind == FIELD_KIND_TEXT)
        return g_strdup (field_get_text (field, data));
    value = field_get_int64 (field, data);
    switch (field->kind) {
    case FIELD_KIND_ENUM:
        return g_strdup (enumeration_word (field->enumeration, (int)value));
    case FIELD_KIND_DATE:
        return date_format ((Date)value);
    case FIELD_KIND_BOOLEAN:
        return g_strdup (value != 0 ? "true" : NULL);
    default:
        return g_strdup_printf ("%" G_GINT64_FORMAT, value);
    }
}

/* Chips */

static void
update_clear (SirajFilterBar *self)
{
    gboolean any = FALSE;

    for (guint i = 0; i < self->n_rows; i++)
        any |= self->rows[i].chip != NULL;
    gtk_widget_set_visible (self->clear, any);
}

static void
remove_chip (Row *row)
{
    if (row->chip != NULL)
        gtk_box_remove (GTK_BOX (row->bar->box), row->chip);
    row->chip = NULL;
}

static void
take_away (Row *row)
{
    field_set_none (&row->field, row->bar->scratch);
    editor_load (row->editor, row->bar->scratch);
    remove_chip (row);
    update_clear (row->bar);
    page_model_set (row->bar->model, row->filter->name, NULL);
}

static void
chip_clicked (GtkButton *button, gpointer user_data)
{
    take_away (user_data);
}

static void
show_chip (Row *row, const char *text)
{
    SirajFilterBar *self = row->bar;
    g_autofree char *value = format_text (text);
    g_autofree char *shown = row->field.kind == FIELD_KIND_BOOLEAN
                                 ? g_strdup (tr (row->field.label))
                                 : g_strdup_printf ("%s: %s", tr (row->field.label), value);
    g_autofree char *name = g_strdup_printf (tr ("Remove the filter “%s”"), shown);
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

    remove_chip (row);
    row->chip = gtk_button_new ();
    gtk_box_append (GTK_BOX (box), gtk_label_new (shown));
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
    gtk_button_set_child (GTK_BUTTON (row->chip), box);
    gtk_widget_add_css_class (row->chip, "chip");
    gtk_widget_set_tooltip_text (row->chip, name);
    widget_set_accessible_name (row->chip, name);
    g_signal_connect (row->chip, "clicked", G_CALLBACK (chip_clicked), row);
    gtk_box_insert_child_after (GTK_BOX (self->box), row->chip, self->button);
    update_clear (self);
}

static void
apply (Row *row)
{
    SirajFilterBar *self = row->bar;
    g_autofree char *value = NULL;
    g_autofree char *text = NULL;

    if (!editor_store (row->editor, self->scratch, NULL))
        return;
    value = wire_value (&row->field, self->scratch);
    if (value == NULL) {
        remove_chip (row);
        update_clear (self);
    } else {
        text = editor_dup_text (row->editor);
        show_chip (row, text);
    }
    page_model_set (self->model, row->filter->name, value);
}

static void
editor_told_changed (SirajEditor *editor, gpointer user_data)
{
    apply (user_data);
}

static void
editor_told_activated (SirajEditor *editor, gpointer user_data)
{
    gtk_menu_button_popdown (GTK_MENU_BUTTON (((Row *)user_data)->bar->button));
}

void
filter_bar_set (SirajFilterBar *self, const char *name, const char *value, const char *text)
{
    Row *row = find_row (self, name);

    page_model_set (self->model, name, value);
    if (row == NULL)
        return;
    if (value == NULL) {
        take_away (row);
        return;
    }
    if (text == NULL && row->field.kind == FIELD_KIND_ENUM) {
        int number;

        if (enumeration_find (row->field.enumeration, value, &number))
            text = enumeration_label (row->field.enumeration, number);
    }
    show_chip (row, text != NULL ? text : value);
}

void
filter_bar_clear (SirajFilterBar *self)
{
    for (guint i = 0; i < self->n_rows; i++)
        if (self->rows[i].chip != NULL)
            take_away (&self->rows[i]);
}

/* Class */

static void
filter_bar_dispose (GObject *object)
{
    SirajFilterBar *self = SIRAJ_FILTER_BAR (object);

    widget_drop_children (GTK_WIDGET (self));
    g_clear_object (&self->model);
    G_OBJECT_CLASS (filter_bar_parent_class)->dispose (object);
}

static void
filter_bar_finalize (GObject *object)
{
    SirajFilterBar *self = SIRAJ_FILTER_BAR (object);

    record_free (self->record, self->scratch);
    g_free (self->rows);
    G_OBJECT_CLASS (filter_bar_parent_class)->finalize (object);
}

static void
filter_bar_class_init (SirajFilterBarClass *class)
{
    G_OBJECT_CLASS (class)->dispose = filter_bar_dispose;
    G_OBJECT_CLASS (class)->finalize = filter_bar_finalize;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
filter_bar_init (SirajFilterBar *self)
{
    self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    self->button = gtk_menu_button_new ();
    gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button), tr ("Filter"));
    gtk_widget_set_tooltip_text (self->button, tr ("Filter the list"));
    self->clear = gtk_button_new_with_label (tr ("Show everything"));
    gtk_widget_add_css_class (self->clear, "flat");
    gtk_widget_set_visible (self->clear, FALSE);
    gtk_box_append (GTK_BOX (self->box), self->button);
    gtk_box_append (GTK_BOX (self->box), self->clear);
    gtk_widget_set_parent (self->box, GTK_WIDGET (self));
    g_signal_connect_swapped (self->clear, "clicked", G_CALLBACK (filter_bar_clear), self);
}

static void
make_row (SirajFilterBar *self, Row *row, const ListFilter *filter, SirajApi *api)
{
    const Field *like =
        record_find_field (self->record, filter->like != NULL ? filter->like : filter->name);

    g_assert (like != NULL);
    row->bar = self;
    row->filter = filter;
    row->field = *like;
    row->field.flags = FIELD_OPTIONAL;
    if (filter->label != NULL)
        row->field.label = filter->label;
    row->editor = editor_new (self->record, &row->field, &filter->lookup, api);
    field_set_none (&row->field, self->scratch);
    editor_load (row->editor, self->scratch);
    g_signal_connect (row->editor, "changed", G_CALLBACK (editor_told_changed), row);
    g_signal_connect (row->editor, "activated", G_CALLBACK (editor_told_activated), row);
}

static GtkWidget *
make_popover (SirajFilterBar *self)
{
    GtkWidget *grid = gtk_grid_new ();
    GtkWidget *popover = gtk_popover_new ();

    gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
    gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
    for (guint i = 0; i < self->n_rows; i++) {
        Row *row = &self->rows[i];
        GtkWidget *label = label_new (tr (row->field.label), NULL);

        gtk_widget_set_hexpand (GTK_WIDGET (row->editor), TRUE);
        gtk_grid_attach (GTK_GRID (grid), label, 0, (int)i, 1, 1);
        gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (row->editor), 1, (int)i, 1, 1);
    }
    gtk_popover_set_child (GTK_POPOVER (popover), grid);
    gtk_widget_add_css_class (popover, "filters");
    return popover;
}

GtkWidget *
filter_bar_new (SirajPageModel *model, const Record *record, const ListFilter *filters,
                guint n_filters, SirajApi *api)
{
    SirajFilterBar *self = g_object_new (SIRAJ_TYPE_FILTER_BAR, NULL);

    self->model = g_object_ref (model);
    self->record = record;
    self->scratch = record_new (record);
    self->n_rows = n_filters;
    self->rows = g_new0 (Row, n_filters);
    for (guint i = 0; i < n_filters; i++)
        make_row (self, &self->rows[i], &filters[i], api);
    gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), make_popover (self));
    gtk_widget_set_visible (GTK_WIDGET (self), n_filters > 0);
    return GTK_WIDGET (self);
}
