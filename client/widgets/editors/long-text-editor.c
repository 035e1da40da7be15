/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text of several lines; Tab leaves it as it leaves any other field. */
#include "client/widgets/editors/kinds.h"
#include "common/base/text.h"

#define HEIGHT_PX 72
#define SETTLE_MS 50

struct _SirajLongTextEditor {
    SirajEditor parent_instance;
    GtkTextBuffer *buffer;
};

G_DEFINE_FINAL_TYPE (SirajLongTextEditor, long_text_editor, SIRAJ_TYPE_EDITOR)

static void
long_text_editor_load (SirajEditor *editor, gconstpointer data)
{
    SirajLongTextEditor *self = SIRAJ_LONG_TEXT_EDITOR (editor);
    const char *text = field_get_text (editor_get_field (editor), data);

    gtk_text_buffer_set_text (self->buffer, text != NULL ? text : "", -1);
}

static gboolean
long_text_editor_store (SirajEditor *editor, gpointer data, GError **error)
{
    SirajLongTextEditor *self = SIRAJ_LONG_TEXT_EDITOR (editor);
    g_autofree char *typed = NULL;
    g_autofree char *text = NULL;

    g_object_get (self->buffer, "text", &typed, NULL);
    text = text_strip_marks (typed);
    field_set_text (editor_get_field (editor), data, *text != '\0' ? text : NULL);
    return TRUE;
}

static void
long_text_editor_class_init (SirajLongTextEditorClass *class)
{
    SIRAJ_EDITOR_CLASS (class)->load = long_text_editor_load;
    SIRAJ_EDITOR_CLASS (class)->store = long_text_editor_store;
}

static gboolean
show_view (gpointer user_data)
{
    gtk_widget_set_visible (user_data, TRUE);
    return G_SOURCE_REMOVE;
}

/* A text view measures its text while it is given its place and asks for another layout.  In a form
 * that has just come, with a picture beside it, that goes past what a frame allows, and a section
 * without a place would be drawn: so the view comes when the form stands. */
static void
show_soon (GtkWidget *scrolled, gpointer user_data)
{
    g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, SETTLE_MS, show_view, g_object_ref (user_data),
                        g_object_unref);
}

static void
long_text_editor_init (SirajLongTextEditor *self)
{
    GtkWidget *view = gtk_text_view_new ();
    GtkWidget *scrolled = gtk_scrolled_window_new ();

    gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
    gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
    gtk_widget_set_visible (view, FALSE);
    g_signal_connect (scrolled, "map", G_CALLBACK (show_soon), view);
    gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), HEIGHT_PX);
    gtk_scrolled_window_set_has_frame (GTK_SCROLLED_WINDOW (scrolled), TRUE);
    editor_set_input (SIRAJ_EDITOR (self), scrolled, view);
    self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
    g_signal_connect_swapped (self->buffer, "changed", G_CALLBACK (editor_changed), self);
}
