/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value of an enumeration in a drop-down; an optional one may be none. */
#include "client/widgets/editors/kinds.h"

struct _SirajChoiceEditor {
    SirajEditor parent_instance;
    GtkWidget *drop_down;
    gboolean has_none; /* the first row is "none" */
};

G_DEFINE_FINAL_TYPE (SirajChoiceEditor, choice_editor, SIRAJ_TYPE_EDITOR)

static void
choice_editor_load (SirajEditor *editor, gconstpointer data)
{
    SirajChoiceEditor *self = SIRAJ_CHOICE_EDITOR (editor);
    const Field *field = editor_get_field (editor);
    const Enumeration *enumeration = field->enumeration;
    gint64 value = field_get_int64 (field, data);
    guint position = self->has_none ? 0 : GTK_INVALID_LIST_POSITION;

    for (guint i = 0; i < enumeration->n_values; i++)
        if (enumeration->values[i].value == value)
            position = i + (self->has_none ? 1 : 0);
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), position);
}

static gboolean
choice_editor_store (SirajEditor *editor, gpointer data, GError **error)
{
    SirajChoiceEditor *self = SIRAJ_CHOICE_EDITOR (editor);
    const Field *field = editor_get_field (editor);
    guint position = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));

    if (position == GTK_INVALID_LIST_POSITION || (self->has_none && position == 0)) {
        field_set_none (field, data);
        return TRUE;
    }
    if (self->has_none)
        position--;
    field_set_int64 (field, data, field->enumeration->values[position].value);
    return TRUE;
}

static void
choice_editor_class_init (SirajChoiceEditorClass *class)
{
    SIRAJ_EDITOR_CLASS (class)->load = choice_editor_load;
    SIRAJ_EDITOR_CLASS (class)->store = choice_editor_store;
}

static void
choice_editor_init (SirajChoiceEditor *self)
{
}

SirajEditor *
choice_editor_new (const Field *field)
{
    SirajChoiceEditor *self = g_object_new (SIRAJ_TYPE_CHOICE_EDITOR, NULL);
    g_autoptr (GPtrArray) labels = g_ptr_array_new ();

    self->has_none = (field->flags & FIELD_OPTIONAL) != 0;
    if (self->has_none)
        g_ptr_array_add (labels, (gpointer) "–");
    for (guint i = 0; i < field->enumeration->n_values; i++)
        g_ptr_array_add (labels, (gpointer)tr (field->enumeration->values[i].label));
    g_ptr_array_add (labels, NULL);
    self->drop_down = gtk_drop_down_new_from_strings ((const char *const *)labels->pdata);
    editor_set_input (SIRAJ_EDITOR (self), self->drop_down, self->drop_down);
    g_signal_connect_swapped (self->drop_down, "notify::selected", G_CALLBACK (editor_changed),
                              self);
    return SIRAJ_EDITOR (self);
}
