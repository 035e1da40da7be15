/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text of one line.  */
#include "client/widgets/editors/kinds.h"
#include "client/widgets/pieces.h"
#include "common/base/text.h"

struct _SirajTextEditor {
    SirajEditor parent_instance;
    GtkWidget *entry;
};

G_DEFINE_FINAL_TYPE (SirajTextEditor, text_editor, SIRAJ_TYPE_EDITOR)

static void
text_editor_load (SirajEditor *editor, gconstpointer data)
{
    SirajTextEditor *self = SIRAJ_TEXT_EDITOR (editor);
    const char *text = field_get_text (editor_get_field (editor), data);

    gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
}

static gboolean
text_editor_store (SirajEditor *editor, gpointer data, GError **error)
{
    SirajTextEditor *self = SIRAJ_TEXT_EDITOR (editor);
    const Field *field = editor_get_field (editor);
    const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));
    g_autofree char *text =
        field->flags & FIELD_SECRET ? text_strip_marks (typed) : text_clean_code (typed);

    field_set_text (field, data, *text != '\0' ? text : NULL);
    return TRUE;
}

static void
text_editor_class_init (SirajTextEditorClass *class)
{
    SIRAJ_EDITOR_CLASS (class)->load = text_editor_load;
    SIRAJ_EDITOR_CLASS (class)->store = text_editor_store;
}

static void
text_editor_init (SirajTextEditor *self)
{
    self->entry = gtk_entry_new ();
    entry_follow_text (self->entry);
    editor_set_input (SIRAJ_EDITOR (self), self->entry, self->entry);
    g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (editor_changed), self);
    g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (editor_activated), self);
}

SirajEditor *
text_editor_new (const Field *field)
{
    SirajTextEditor *self = g_object_new (SIRAJ_TYPE_TEXT_EDITOR, NULL);

    if (field->flags & FIELD_SECRET) {
        gtk_entry_set_visibility (GTK_ENTRY (self->entry), FALSE);
        gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_PASSWORD);
    }
    return SIRAJ_EDITOR (self);
}
