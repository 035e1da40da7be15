/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One act in a window of its own. */
#include "client/shell/form-dialog.h"

#include "client/shell/confirm.h"
#include "client/widgets/pieces.h"
#include "client/widgets/status-line.h"
#include "common/base/id.h"
#include "common/base/language.h"

#define WIDTH_PX 620
#define EFFECT_CHARS 70

typedef struct {
    SirajPage *page;
    const FormDialogSpec *spec;
    char *path;
    char *key; /* the same for every try */
    FormDialogDone done;
    GtkWidget *window;
    GtkWidget *form;
    GtkWidget *line;
    GtkWidget *action;
    GCancellable *cancellable;
} Dialog;

static void
dialog_free (gpointer data)
{
    Dialog *self = data;

    g_cancellable_cancel (self->cancellable);
    g_object_unref (self->cancellable);
    g_object_unref (self->page);
    g_free (self->path);
    g_free (self->key);
    g_free (self);
}

/* Sending */

static void
answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Dialog *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (SirajPage) page = NULL;
    FormDialogDone done;

    if (api_error_is_cancelled (error))
        return;
    gtk_widget_set_sensitive (self->action, TRUE);
    if (error != NULL) {
        if (!form_set_error (SIRAJ_FORM (self->form), error))
            status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
        return;
    }
    page = g_object_ref (self->page);
    done = self->done;
    gtk_window_destroy (GTK_WINDOW (self->window));
    if (!g_cancellable_is_cancelled (page_get_cancellable (page)))
        done (page, answer);
}

static void
send (Dialog *self)
{
    g_autofree char *body = NULL;

    if (!gtk_widget_get_sensitive (self->action))
        return;
    form_clear_errors (SIRAJ_FORM (self->form));
    body = form_collect (SIRAJ_FORM (self->form));
    if (body == NULL)
        return;
    gtk_widget_set_sensitive (self->action, FALSE);
    status_line_set (SIRAJ_STATUS_LINE (self->line), TONE_NEUTRAL, NULL);
    api_call_async (page_get_api (self->page),
                    &(ApiRequest) { "POST", self->path, body, .idempotency_key = self->key },
                    self->cancellable, answered, self);
}

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

    if (!form_is_dirty (SIRAJ_FORM (self->form)))
        return FALSE;
    confirm_ask (self->window,
                 &(Question) { tr ("Close without saving?"),
                               tr ("What is typed here has not been saved."),
                               tr ("_Discard what is typed"), TRUE, FALSE },
                 give_up_confirmed, self->window);
    return TRUE;
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
             gpointer user_data)
{
    Dialog *self = user_data;

    if (keyval == GDK_KEY_Escape)
        gtk_window_close (GTK_WINDOW (self->window));
    else if ((keyval == GDK_KEY_s || keyval == GDK_KEY_Arabic_seen) && (state & GDK_CONTROL_MASK))
        send (self);
    else
        return FALSE;
    return TRUE;
}

/* Making */

static GtkWidget *
make_foot (Dialog *self)
{
    GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *cancel = gtk_button_new_with_mnemonic (tr ("_Cancel"));

    self->line = status_line_new ();
    gtk_widget_set_hexpand (self->line, TRUE);
    self->action = gtk_button_new_with_mnemonic (tr (self->spec->action));
    gtk_widget_add_css_class (self->action,
                              self->spec->dangerous ? "destructive-action" : "suggested-action");
    gtk_widget_set_tooltip_text (self->action, "Ctrl+S");
    gtk_widget_add_css_class (foot, "foot");
    gtk_box_append (GTK_BOX (foot), self->line);
    gtk_box_append (GTK_BOX (foot), cancel);
    gtk_box_append (GTK_BOX (foot), self->action);
    g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self->window);
    g_signal_connect_swapped (self->action, "clicked", G_CALLBACK (send), self);
    return foot;
}

static void
add_label (GtkWidget *box, const char *text, const char *css_class)
{
    GtkWidget *label;

    if (text == NULL)
        return;
    label = label_new (text, css_class);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (label), EFFECT_CHARS);
    gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
make_body (Dialog *self, const FormDialogCall *call)
{
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

    self->form = form_new (self->spec->record, self->spec->layout, page_get_api (self->page));
    if (call->initial != NULL)
        form_set_initial (SIRAJ_FORM (self->form), call->initial);
    gtk_widget_set_vexpand (self->form, TRUE);
    gtk_widget_add_css_class (words, "dialog-words");
    add_label (words, call->subject, "heading");
    add_label (words, self->spec->effect != NULL ? tr (self->spec->effect) : NULL, "dim-label");
    gtk_box_append (GTK_BOX (body), words);
    gtk_box_append (GTK_BOX (body), self->form);
    gtk_box_append (GTK_BOX (body), make_foot (self));
    g_signal_connect_swapped (self->form, "save", G_CALLBACK (send), self);
    return body;
}

void
form_dialog_open (SirajPage *page, const FormDialogSpec *spec, const FormDialogCall *call,
                  FormDialogDone done)
{
    GtkEventController *keys = gtk_event_controller_key_new ();
    GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));
    Dialog *self = g_new0 (Dialog, 1);

    self->page = g_object_ref (page);
    self->spec = spec;
    self->path = g_strdup (call->path);
    self->key = id_new_uuid ();
    self->done = done;
    self->cancellable = g_cancellable_new ();
    self->window = gtk_window_new ();
    gtk_window_set_title (GTK_WINDOW (self->window), tr (spec->title));
    gtk_window_set_titlebar (GTK_WINDOW (self->window), gtk_header_bar_new ());
    gtk_window_set_modal (GTK_WINDOW (self->window), TRUE);
    if (GTK_IS_WINDOW (root))
        gtk_window_set_transient_for (GTK_WINDOW (self->window), GTK_WINDOW (root));
    gtk_window_set_default_size (GTK_WINDOW (self->window), WIDTH_PX, -1);
    gtk_window_set_child (GTK_WINDOW (self->window), make_body (self, call));
    g_object_set_data_full (G_OBJECT (self->window), "dialog", self, dialog_free);
    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_BUBBLE);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
    gtk_widget_add_controller (self->window, keys);
    g_signal_connect (self->window, "close-request", G_CALLBACK (close_requested), self);
    gtk_window_present (GTK_WINDOW (self->window));
    form_focus_first (SIRAJ_FORM (self->form));
}
