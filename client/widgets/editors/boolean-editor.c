/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Yes or no. */
#include "client/widgets/editors/kinds.h"

struct _SirajBooleanEditor {
    SirajEditor parent_instance;
    GtkWidget *check;
};

G_DEFINE_FINAL_TYPE (SirajBooleanEditor, boolean_editor, SIRAJ_TYPE_EDITOR)

static void
boolean_editor_load (SirajEditor *editor, gconstpointer data)
{
    SirajBooleanEditor *self = SIRAJ_BOOLEAN_EDITOR (editor);

    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check),
                                 field_get_int64 (editor_get_field (editor), data) != 0);
}

static gboolean
boolean_editor_store (SirajEditor *editor, gpointer data, GError **error)
{
    SirajBooleanEditor *self = SIRAJ_BOOLEAN_EDITOR (editor);

    field_set_int64 (editor_get_field (editor), data,
                     gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check)));
    return TRUE;
}

static void
boolean_editor_class_init (SirajBooleanEditorClass *class)
{
    SIRAJ_EDITOR_CLASS (class)->load = boolean_editor_load;
    SIRAJ_EDITOR_CLASS (class)->store = boolean_editor_store;
}

static void
boolean_editor_init (SirajBooleanEditor *self)
{
    self->check = gtk_check_button_new ();
    gtk_widget_set_halign (self->check, GTK_ALIGN_START);
    editor_set_input (SIRAJ_EDITOR (self), self->check, self->check);
    g_signal_connect_swapped (self->check, "toggled", G_CALLBACK (editor_changed), self);
}
