/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window of one act. */
#include "client/shell/dialog.h"

#include "client/shell/confirm.h"
#include "client/widgets/pieces.h"
#include "client/widgets/status-line.h"
#include "common/base/id.h"
#include "common/base/language.h"

#define WORDS_CHARS 75

/* Giving up */

static void
give_up_confirmed (gboolean yes, const char *reason, gpointer user_data)
{
    if (yes)
        gtk_window_destroy (GTK_WINDOW (user_data));
}

static gboolean
close_requested (GtkWindow *window, gpointer user_data)
{
    Dialog *self = user_data;

    if (self->spec.is_dirty == NULL || !self->spec.is_dirty (self))
        return FALSE;
    confirm_ask (self->window,
                 &(Question) { tr ("Close without saving?"),
                               tr ("What is typed here has not been saved."),
                               tr ("_Discard what is typed"), TRUE, FALSE },
                 give_up_confirmed, self->window);
    return TRUE;
}

/* Keys and buttons */

static gboolean
key_pressed (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
             gpointer user_data)
{
    Dialog *self = user_data;

    if (keyval == GDK_KEY_Escape)
        gtk_window_close (GTK_WINDOW (self->window));
    else if ((keyval == GDK_KEY_s || keyval == GDK_KEY_Arabic_seen) && (state & GDK_CONTROL_MASK))
        dialog_activate (self);
    else
        return FALSE;
    return TRUE;
}

static GtkWidget *
make_foot (Dialog *self)
{
    const DialogSpec *spec = &self->spec;
    GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *cancel =
        gtk_button_new_with_mnemonic (tr (spec->give_up != NULL ? spec->give_up : N_ ("_Cancel")));

    gtk_widget_add_css_class (foot, "foot");
    gtk_box_append (GTK_BOX (foot), self->line);
    gtk_box_append (GTK_BOX (foot), cancel);
    gtk_box_append (GTK_BOX (foot), self->action);
    g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self->window);
    g_signal_connect_swapped (self->action, "clicked", G_CALLBACK (dialog_activate), self);
    return foot;
}

/* Public functions */

void
dialog_begin (Dialog *self, SirajPage *page, const DialogSpec *spec)
{
    self->spec = *spec;
    self->page = g_object_ref (page);
    self->key = id_new_uuid ();
    self->cancellable = g_cancellable_new ();
    self->window = gtk_window_new ();
    self->line = status_line_new ();
    gtk_widget_set_hexpand (self->line, TRUE);
    self->action = gtk_button_new_with_mnemonic (tr (spec->action));
    gtk_widget_add_css_class (self->action,
                              spec->dangerous ? "destructive-action" : "suggested-action");
    gtk_widget_set_tooltip_text (self->action, "Ctrl+S");
}

void
dialog_present (Dialog *self, GtkWidget *body)
{
    GtkWindow *window = GTK_WINDOW (self->window);
    GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
    GtkEventController *keys = gtk_event_controller_key_new ();
    GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->page));

    gtk_widget_set_vexpand (body, TRUE);
    gtk_box_append (GTK_BOX (outer), body);
    gtk_box_append (GTK_BOX (outer), make_foot (self));
    gtk_window_set_title (window, tr (self->spec.title));
    gtk_window_set_titlebar (window, gtk_header_bar_new ());
    gtk_window_set_modal (window, TRUE);
    if (GTK_IS_WINDOW (root))
        gtk_window_set_transient_for (window, GTK_WINDOW (root));
    gtk_window_set_default_size (window, self->spec.width_px, -1);
    gtk_window_set_child (window, outer);
    g_object_set_data_full (G_OBJECT (window), "dialog", self, self->spec.free);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
    gtk_widget_add_controller (self->window, keys);
    g_signal_connect (window, "close-request", G_CALLBACK (close_requested), self);
    gtk_window_present (window);
}

void
dialog_add_words (GtkWidget *box, const char *text, const char *css_class)
{
    GtkWidget *label;

    if (text == NULL)
        return;
    label = label_new (text, css_class);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (label), WORDS_CHARS);
    gtk_box_append (GTK_BOX (box), label);
}

void
dialog_send (Dialog *self, const char *path, const char *body, GAsyncReadyCallback answered)
{
    gtk_widget_set_sensitive (self->action, FALSE);
    status_line_set (SIRAJ_STATUS_LINE (self->line), TONE_NEUTRAL, NULL);
    api_call_async (page_get_api (self->page),
                    &(ApiRequest) { "POST", path, body, .idempotency_key = self->key },
                    self->cancellable, answered, self);
}

void
dialog_activate (Dialog *self)
{
    if (gtk_widget_get_sensitive (self->action))
        self->spec.send (self);
}

void
dialog_unlock (Dialog *self)
{
    gtk_widget_set_sensitive (self->action, TRUE);
}

void
dialog_report (Dialog *self, const GError *error)
{
    status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
}

SirajPage *
dialog_finish (Dialog *self)
{
    g_autoptr (SirajPage) page = g_object_ref (self->page);

    gtk_window_destroy (GTK_WINDOW (self->window));
    if (g_cancellable_is_cancelled (page_get_cancellable (page)))
        return NULL;
    return g_steal_pointer (&page);
}

void
dialog_clear (Dialog *self)
{
    g_cancellable_cancel (self->cancellable);
    g_object_unref (self->cancellable);
    g_object_unref (self->page);
    g_free (self->key);
}
