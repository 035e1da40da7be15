/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An act on the registers of meters. */
#include "client/shell/registers-dialog.h"

#include "client/core/records.h"
#include "client/shell/register-values.h"
#include "client/shell/confirm.h"
#include "client/widgets/pieces.h"
#include "client/widgets/status-line.h"
#include "common/base/id.h"
#include "common/base/language.h"

#define WIDTH_PX 680
#define EFFECT_CHARS 80

typedef struct {
    SirajPage *page;
    const RegistersDialogSpec *spec;
    char *path;
    char *key; /* the same for every try */
    gint64 agreement_id;
    FormDialogDone done;
    GtkWidget *window;
    GtkWidget *form;
    GtkWidget *finals;   /* NULL: none are closed */
    GtkWidget *openings; /* NULL: none are opened */
    GtkWidget *line;
    GtkWidget *action;
    GCancellable *cancellable;
    GCancellable *choosing; /* of the meter that is asked for */
    gint64 chosen_id;
} Dialog;

static void
dialog_free (gpointer data)
{
    Dialog *self = data;

    g_cancellable_cancel (self->cancellable);
    g_cancellable_cancel (self->choosing);
    g_object_unref (self->cancellable);
    g_object_unref (self->choosing);
    g_object_unref (self->page);
    g_free (self->path);
    g_free (self->key);
    g_free (self);
}

static void
report (Dialog *self, const GError *error)
{
    status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
}

/* Registers */

static void
registers_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Dialog *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) all = records_get_finish (result, &error);
    g_autoptr (GPtrArray) open = NULL;

    if (api_error_is_cancelled (error))
        return;
    if (all == NULL) {
        report (self, error);
        return;
    }
    open = g_ptr_array_new ();
    for (guint i = 0; i < all->len; i++) {
        const Register *one = all->pdata[i];

        if (one->closed_on == DATE_NONE && one->installation_id != 0 &&
            (self->agreement_id == 0 || one->agreement_id == self->agreement_id))
            g_ptr_array_add (open, all->pdata[i]);
    }
    register_values_show (SIRAJ_REGISTER_VALUES (self->finals), open);
}

static void
meter_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Dialog *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (Meter) meter = NULL;

    if (api_error_is_cancelled (error))
        return;
    meter = answer != NULL ? record_from_answer (answer, &meter_record, &error) : NULL;
    if (meter != NULL)
        register_values_show_meter (SIRAJ_REGISTER_VALUES (self->openings), meter);
    else
        report (self, error);
}

/* Another meter opens other registers. */
static void
form_edited (SirajForm *form, const char *name, gpointer user_data)
{
    Dialog *self = user_data;
    const Field *field = record_find_field (self->spec->form.record, name);
    gint64 id;
    g_autofree char *path = NULL;

    if (g_strcmp0 (name, self->spec->chosen) != 0)
        return;
    id = field_get_int64 (field, form_get_data (form));
    if (id == self->chosen_id)
        return;
    self->chosen_id = id;
    g_cancellable_cancel (self->choosing);
    g_object_unref (self->choosing);
    self->choosing = g_cancellable_new ();
    register_values_show_meter (SIRAJ_REGISTER_VALUES (self->openings), NULL);
    if (id == 0)
        return;
    path = g_strdup_printf ("/api/v1/meters/%" G_GINT64_FORMAT, id);
    api_call_async (page_get_api (self->page), &(ApiRequest) { "GET", path }, self->choosing,
                    meter_came, self);
}

/* Sending */

static gboolean
show_error (Dialog *self, const GError *error)
{
    const char *field = refusal_field (error);

    if (field == NULL)
        return FALSE;
    if (form_set_error (SIRAJ_FORM (self->form), error))
        return TRUE;
    if (self->finals != NULL && g_str_has_prefix (self->spec->finals, field)) {
        register_values_set_error (SIRAJ_REGISTER_VALUES (self->finals), error->message);
        return TRUE;
    }
    if (self->openings != NULL && g_str_has_prefix (self->spec->openings, field)) {
        register_values_set_error (SIRAJ_REGISTER_VALUES (self->openings), error->message);
        return TRUE;
    }
    return FALSE;
}

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
        if (!show_error (self, error))
            report (self, error);
        return;
    }
    page = g_object_ref (self->page);
    done = self->done;
    gtk_window_destroy (GTK_WINDOW (self->window));
    if (!g_cancellable_is_cancelled (page_get_cancellable (page)))
        done (page, answer);
}

/* Appends a member with the values of @values to the object of @body. */
static gboolean
put_values (GString *body, const char *member, GtkWidget *values)
{
    g_autofree char *json = NULL;

    if (values == NULL)
        return TRUE;
    json = register_values_to_json (SIRAJ_REGISTER_VALUES (values));
    if (json == NULL)
        return FALSE;
    g_string_truncate (body, body->len - 1);
    g_string_append_printf (body, "%s\"%s\":%s}", body->len > 1 ? "," : "", member, json);
    return TRUE;
}

static void
send (Dialog *self)
{
    g_autofree char *members = NULL;
    g_autoptr (GString) body = NULL;

    if (!gtk_widget_get_sensitive (self->action))
        return;
    form_clear_errors (SIRAJ_FORM (self->form));
    members = form_collect (SIRAJ_FORM (self->form));
    if (members == NULL)
        return;
    body = g_string_new (members);
    if (!put_values (body, self->spec->finals, self->finals) ||
        !put_values (body, self->spec->openings, self->openings))
        return;
    gtk_widget_set_sensitive (self->action, FALSE);
    status_line_set (SIRAJ_STATUS_LINE (self->line), TONE_NEUTRAL, NULL);
    api_call_async (page_get_api (self->page),
                    &(ApiRequest) { "POST", self->path, body->str, .idempotency_key = self->key },
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
is_dirty (Dialog *self)
{
    return form_is_dirty (SIRAJ_FORM (self->form)) ||
           (self->finals != NULL &&
            register_values_is_dirty (SIRAJ_REGISTER_VALUES (self->finals))) ||
           (self->openings != NULL &&
            register_values_is_dirty (SIRAJ_REGISTER_VALUES (self->openings)));
}

static gboolean
close_requested (GtkWindow *window, gpointer user_data)
{
    Dialog *self = user_data;

    if (!is_dirty (self))
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

/* Enter on the last of the form goes on to the registers. */
static void
form_ended (Dialog *self)
{
    if ((self->finals != NULL && register_values_focus (SIRAJ_REGISTER_VALUES (self->finals))) ||
        (self->openings != NULL && register_values_focus (SIRAJ_REGISTER_VALUES (self->openings))))
        return;
    send (self);
}

static void
finals_ended (Dialog *self)
{
    if (self->openings == NULL || !register_values_focus (SIRAJ_REGISTER_VALUES (self->openings)))
        send (self);
}

/* Making */

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
make_foot (Dialog *self)
{
    const FormDialogSpec *spec = &self->spec->form;
    GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *cancel = gtk_button_new_with_mnemonic (tr ("_Cancel"));

    self->line = status_line_new ();
    gtk_widget_set_hexpand (self->line, TRUE);
    self->action = gtk_button_new_with_mnemonic (tr (spec->action));
    gtk_widget_add_css_class (self->action,
                              spec->dangerous ? "destructive-action" : "suggested-action");
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
add_values (Dialog *self, GtkWidget *body, const RegistersDialogCall *call)
{
    const RegistersDialogSpec *spec = self->spec;

    if (spec->finals != NULL) {
        self->finals = register_values_new (spec->by_register ? REGISTER_VALUES_OF_REGISTER
                                                              : REGISTER_VALUES_FINAL,
                                            N_ ("Final readings"));
        gtk_box_append (GTK_BOX (body), self->finals);
        g_signal_connect_swapped (self->finals, "activated", G_CALLBACK (finals_ended), self);
        records_get_async (page_get_api (self->page), call->registers, &register_record,
                           self->cancellable, registers_came, self);
    }
    if (spec->openings != NULL) {
        self->openings = register_values_new (REGISTER_VALUES_OPENING, N_ ("Opening readings"));
        gtk_box_append (GTK_BOX (body), self->openings);
        g_signal_connect_swapped (self->openings, "activated", G_CALLBACK (send), self);
        register_values_show_meter (SIRAJ_REGISTER_VALUES (self->openings), call->opening);
    }
}

static GtkWidget *
make_body (Dialog *self, const RegistersDialogCall *call)
{
    const FormDialogSpec *spec = &self->spec->form;
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

    self->form = form_new (spec->record, spec->layout, page_get_api (self->page));
    form_set_initial (SIRAJ_FORM (self->form), call->call.initial);
    gtk_widget_add_css_class (words, "dialog-words");
    add_label (words, call->call.subject, "heading");
    add_label (words, tr (spec->effect), "dim-label");
    gtk_box_append (GTK_BOX (body), words);
    gtk_box_append (GTK_BOX (body), self->form);
    add_values (self, body, call);
    gtk_box_append (GTK_BOX (body), make_foot (self));
    g_signal_connect_swapped (self->form, "save", G_CALLBACK (form_ended), self);
    g_signal_connect (self->form, "edited", G_CALLBACK (form_edited), self);
    return body;
}

static void
make_window (Dialog *self, const RegistersDialogCall *call)
{
    GtkEventController *keys = gtk_event_controller_key_new ();
    GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->page));

    self->window = gtk_window_new ();
    gtk_window_set_title (GTK_WINDOW (self->window), tr (self->spec->form.title));
    gtk_window_set_titlebar (GTK_WINDOW (self->window), gtk_header_bar_new ());
    gtk_window_set_modal (GTK_WINDOW (self->window), TRUE);
    if (GTK_IS_WINDOW (root))
        gtk_window_set_transient_for (GTK_WINDOW (self->window), GTK_WINDOW (root));
    gtk_window_set_default_size (GTK_WINDOW (self->window), WIDTH_PX, -1);
    gtk_window_set_child (GTK_WINDOW (self->window), make_body (self, call));
    g_object_set_data_full (G_OBJECT (self->window), "dialog", self, dialog_free);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
    gtk_widget_add_controller (self->window, keys);
    g_signal_connect (self->window, "close-request", G_CALLBACK (close_requested), self);
}

void
registers_dialog_open (SirajPage *page, const RegistersDialogSpec *spec,
                       const RegistersDialogCall *call, FormDialogDone done)
{
    Dialog *self = g_new0 (Dialog, 1);

    self->page = g_object_ref (page);
    self->spec = spec;
    self->path = g_strdup (call->call.path);
    self->key = id_new_uuid ();
    self->agreement_id = call->agreement_id;
    self->done = done;
    self->cancellable = g_cancellable_new ();
    self->choosing = g_cancellable_new ();
    make_window (self, call);
    gtk_window_present (GTK_WINDOW (self->window));
    form_focus_first (SIRAJ_FORM (self->form));
}
