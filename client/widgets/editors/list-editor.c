/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small records one under the other (the lines of an invoice): a row of editors each, a button that
 * takes it away, and one that adds another. */
#include "client/widgets/editors/kinds.h"

#include "client/widgets/pieces.h"
#include "common/base/language.h"

#define MAX_ROWS 20
#define TEXT_CELL_PX 180

struct _SirajListEditor {
    SirajEditor parent_instance;
    SirajApi *api;
    GtkWidget *grid;
    GtkWidget *add;
    GPtrArray *rows; /* ListRow */
};

typedef struct {
    SirajListEditor *owner;
    gpointer data;      /* the record as it is loaded or typed */
    GPtrArray *editors; /* SirajEditor, of the members that can be typed */
    GtkWidget *remove;
} ListRow;

G_DEFINE_FINAL_TYPE (SirajListEditor, list_editor, SIRAJ_TYPE_EDITOR)

static const Record *
record_of (SirajListEditor *self)
{
    return editor_get_field (SIRAJ_EDITOR (self))->record;
}

static gboolean
is_typed (const Field *field)
{
    return !(field->flags & FIELD_READ_ONLY) && field->kind != FIELD_KIND_LIST &&
           field->kind != FIELD_KIND_RECORD && field->kind != FIELD_KIND_ID;
}

/* Rows */

static void
row_free (ListRow *row)
{
    record_free (record_of (row->owner), row->data);
    g_ptr_array_unref (row->editors);
    g_free (row);
}

static void
place_rows (SirajListEditor *self)
{
    GtkGrid *grid = GTK_GRID (self->grid);

    for (guint i = 0; i < self->rows->len; i++) {
        ListRow *row = self->rows->pdata[i];

        for (guint j = 0; j < row->editors->len; j++)
            gtk_grid_attach (grid, row->editors->pdata[j], (int)j, (int)i + 1, 1, 1);
        gtk_grid_attach (grid, row->remove, (int)row->editors->len, (int)i + 1, 1, 1);
    }
    gtk_widget_set_sensitive (self->add, self->rows->len < MAX_ROWS);
}

static void
unplace_rows (SirajListEditor *self)
{
    for (guint i = 0; i < self->rows->len; i++) {
        ListRow *row = self->rows->pdata[i];

        for (guint j = 0; j < row->editors->len; j++)
            gtk_grid_remove (GTK_GRID (self->grid), row->editors->pdata[j]);
        gtk_grid_remove (GTK_GRID (self->grid), row->remove);
    }
}

static void
remove_row (GtkButton *button, ListRow *row)
{
    SirajListEditor *self = row->owner;

    gtk_widget_grab_focus (self->add);
    unplace_rows (self);
    g_ptr_array_remove (self->rows, row);
    place_rows (self);
    editor_changed (SIRAJ_EDITOR (self));
}

static SirajEditor *
make_cell (SirajListEditor *self, const Field *field, gconstpointer data)
{
    SirajEditor *cell = editor_new (record_of (self), field, NULL, self->api);

    editor_load (cell, data);
    if (field->kind == FIELD_KIND_TEXT) {
        gtk_widget_set_size_request (GTK_WIDGET (cell), TEXT_CELL_PX, -1);
        gtk_widget_set_hexpand (GTK_WIDGET (cell), TRUE);
    }
    g_signal_connect_object (cell, "changed", G_CALLBACK (editor_changed), self, G_CONNECT_SWAPPED);
    return g_object_ref_sink (cell);
}

static void
add_row (SirajListEditor *self, gconstpointer data)
{
    const Record *record = record_of (self);
    ListRow *row = g_new0 (ListRow, 1);

    row->owner = self;
    row->data = record_copy (record, data);
    row->editors = g_ptr_array_new_with_free_func (g_object_unref);
    for (guint i = 0; i < record->n_fields; i++)
        if (is_typed (&record->fields[i]))
            g_ptr_array_add (row->editors, make_cell (self, &record->fields[i], row->data));
    row->remove = icon_button_new ("list-remove-symbolic", tr ("Take the line away"), NULL);
    g_signal_connect (row->remove, "clicked", G_CALLBACK (remove_row), row);
    g_ptr_array_add (self->rows, row);
}

static void
add_clicked (SirajListEditor *self)
{
    gpointer empty = record_new (record_of (self));
    ListRow *row;

    unplace_rows (self);
    add_row (self, empty);
    record_free (record_of (self), empty);
    place_rows (self);
    row = self->rows->pdata[self->rows->len - 1];
    gtk_widget_grab_focus (row->editors->pdata[0]);
    editor_changed (SIRAJ_EDITOR (self));
}

/* The editor */

static GPtrArray **
member_of (SirajListEditor *self, gconstpointer data)
{
    const Field *field = editor_get_field (SIRAJ_EDITOR (self));

    return &FIELD_MEMBER ((gpointer)data, field, GPtrArray *);
}

static gboolean
row_store (ListRow *row, GError **error)
{
    for (guint i = 0; i < row->editors->len; i++)
        if (!editor_store (row->editors->pdata[i], row->data, error))
            return FALSE;
    return TRUE;
}

static gboolean
list_editor_store (SirajEditor *editor, gpointer data, GError **error)
{
    SirajListEditor *self = SIRAJ_LIST_EDITOR (editor);
    const Record *record = record_of (self);
    g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (record->destroy);
    GPtrArray **member = member_of (self, data);

    for (guint i = 0; i < self->rows->len; i++) {
        ListRow *row = self->rows->pdata[i];

        if (!row_store (row, error))
            return FALSE;
        g_ptr_array_add (list, record_copy (record, row->data));
    }
    g_clear_pointer (member, g_ptr_array_unref);
    *member = list->len > 0 ? g_steal_pointer (&list) : NULL;
    return TRUE;
}

static gboolean
is_shown (SirajListEditor *self, const GPtrArray *list)
{
    guint n = list != NULL ? list->len : 0;

    if (n != self->rows->len)
        return FALSE;
    for (guint i = 0; i < n; i++) {
        ListRow *row = self->rows->pdata[i];

        if (!record_equal (record_of (self), row->data, list->pdata[i]))
            return FALSE;
    }
    return TRUE;
}

static void
add_headings (SirajListEditor *self)
{
    const Record *record = record_of (self);
    int column = 0;

    if (gtk_grid_get_child_at (GTK_GRID (self->grid), 0, 0) != NULL)
        return;
    for (guint i = 0; i < record->n_fields; i++)
        if (is_typed (&record->fields[i]))
            gtk_grid_attach (GTK_GRID (self->grid),
                             label_new (tr (record->fields[i].label), "field-label"), column++, 0,
                             1, 1);
}

/* What is on screen already stays as it is, with the focus where it was. */
static void
list_editor_load (SirajEditor *editor, gconstpointer data)
{
    SirajListEditor *self = SIRAJ_LIST_EDITOR (editor);
    const GPtrArray *list = *member_of (self, data);

    add_headings (self);
    if (is_shown (self, list))
        return;
    unplace_rows (self);
    g_ptr_array_set_size (self->rows, 0);
    for (guint i = 0; list != NULL && i < list->len; i++)
        add_row (self, list->pdata[i]);
    place_rows (self);
}

static void
list_editor_finalize (GObject *object)
{
    SirajListEditor *self = SIRAJ_LIST_EDITOR (object);

    g_ptr_array_unref (self->rows);
    g_clear_object (&self->api);
    G_OBJECT_CLASS (list_editor_parent_class)->finalize (object);
}

static void
list_editor_class_init (SirajListEditorClass *class)
{
    G_OBJECT_CLASS (class)->finalize = list_editor_finalize;
    SIRAJ_EDITOR_CLASS (class)->load = list_editor_load;
    SIRAJ_EDITOR_CLASS (class)->store = list_editor_store;
}

static void
list_editor_init (SirajListEditor *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

    self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)row_free);
    self->grid = gtk_grid_new ();
    gtk_grid_set_column_spacing (GTK_GRID (self->grid), 6);
    gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
    self->add = gtk_button_new_with_mnemonic (tr ("_Add a line"));
    gtk_widget_set_halign (self->add, GTK_ALIGN_START);
    gtk_box_append (GTK_BOX (box), self->grid);
    gtk_box_append (GTK_BOX (box), self->add);
    editor_set_input (SIRAJ_EDITOR (self), box, self->add);
    g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_clicked), self);
}

SirajEditor *
list_editor_new (SirajApi *api)
{
    SirajListEditor *self = g_object_new (SIRAJ_TYPE_LIST_EDITOR, NULL);

    self->api = api != NULL ? g_object_ref (api) : NULL;
    return SIRAJ_EDITOR (self);
}
