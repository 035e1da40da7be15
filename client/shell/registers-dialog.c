/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An act on the registers of meters. */
#include "client/shell/registers-dialog.h"

#include "client/core/records.h"
#include "client/shell/dialog.h"
#include "client/shell/register-values.h"
#include "common/base/language.h"

#define WIDTH_PX 680

typedef struct {
    Dialog dialog;
    const RegistersDialogSpec *spec;
    char *path;
    gint64 agreement_id;
    FormDialogDone done;
    GtkWidget *form;
    GtkWidget *finals;      /* NULL: none are closed */
    GtkWidget *openings;    /* NULL: none are opened */
    GCancellable *choosing; /* of the meter that is asked for */
    gint64 chosen_id;
} RegistersDialog;

static void
registers_dialog_free (gpointer data)
{
    RegistersDialog *self = data;

    g_cancellable_cancel (self->choosing);
    g_object_unref (self->choosing);
    dialog_clear (&self->dialog);
    g_free (self->path);
    g_free (self);
}

/* Registers */

static void
registers_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    RegistersDialog *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) all = records_get_finish (result, &error);
    g_autoptr (GPtrArray) open = NULL;

    if (api_error_is_cancelled (error))
        return;
    if (all == NULL) {
        dialog_report (&self->dialog, error);
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
    RegistersDialog *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (Meter) meter = NULL;

    if (api_error_is_cancelled (error))
        return;
    meter = answer != NULL ? record_from_answer (answer, &meter_record, &error) : NULL;
    if (meter != NULL)
        register_values_show_meter (SIRAJ_REGISTER_VALUES (self->openings), meter);
    else
        dialog_report (&self->dialog, error);
}

/* Another meter opens other registers. */
static void
form_edited (SirajForm *form, const char *name, gpointer user_data)
{
    RegistersDialog *self = user_data;
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
    api_call_async (page_get_api (self->dialog.page), &(ApiRequest) { "GET", path }, self->choosing,
                    meter_came, self);
}

/* Sending */

static gboolean
show_error (RegistersDialog *self, const GError *error)
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
    RegistersDialog *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (SirajPage) page = NULL;
    FormDialogDone done;

    if (api_error_is_cancelled (error))
        return;
    dialog_unlock (&self->dialog);
    if (error != NULL) {
        if (!show_error (self, error))
            dialog_report (&self->dialog, error);
        return;
    }
    done = self->done;
    page = dialog_finish (&self->dialog);
    if (page != NULL)
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
send (gpointer dialog)
{
    RegistersDialog *self = dialog;
    g_autofree char *members = NULL;
    g_autoptr (GString) body = NULL;

    form_clear_errors (SIRAJ_FORM (self->form));
    members = form_collect (SIRAJ_FORM (self->form));
    if (members == NULL)
        return;
    body = g_string_new (members);
    if (!put_values (body, self->spec->finals, self->finals) ||
        !put_values (body, self->spec->openings, self->openings))
        return;
    dialog_send (&self->dialog, self->path, body->str, answered);
}

static gboolean
is_dirty (gpointer dialog)
{
    RegistersDialog *self = dialog;

    return form_is_dirty (SIRAJ_FORM (self->form)) ||
           (self->finals != NULL &&
            register_values_is_dirty (SIRAJ_REGISTER_VALUES (self->finals))) ||
           (self->openings != NULL &&
            register_values_is_dirty (SIRAJ_REGISTER_VALUES (self->openings)));
}

/* Enter on the last of the form goes on to the registers. */
static void
form_ended (RegistersDialog *self)
{
    if ((self->finals != NULL && register_values_focus (SIRAJ_REGISTER_VALUES (self->finals))) ||
        (self->openings != NULL && register_values_focus (SIRAJ_REGISTER_VALUES (self->openings))))
        return;
    dialog_activate (&self->dialog);
}

static void
finals_ended (RegistersDialog *self)
{
    if (self->openings == NULL || !register_values_focus (SIRAJ_REGISTER_VALUES (self->openings)))
        dialog_activate (&self->dialog);
}

/* Making */

static void
add_values (RegistersDialog *self, GtkWidget *body, const RegistersDialogCall *call)
{
    const RegistersDialogSpec *spec = self->spec;

    if (spec->finals != NULL) {
        self->finals = register_values_new (spec->by_register ? REGISTER_VALUES_OF_REGISTER
                                                              : REGISTER_VALUES_FINAL,
                                            N_ ("Final readings"));
        gtk_box_append (GTK_BOX (body), self->finals);
        g_signal_connect_swapped (self->finals, "activated", G_CALLBACK (finals_ended), self);
        records_get_async (page_get_api (self->dialog.page), call->registers, &register_record,
                           self->dialog.cancellable, registers_came, self);
    }
    if (spec->openings != NULL) {
        self->openings = register_values_new (REGISTER_VALUES_OPENING, N_ ("Opening readings"));
        gtk_box_append (GTK_BOX (body), self->openings);
        g_signal_connect_swapped (self->openings, "activated", G_CALLBACK (dialog_activate), self);
        register_values_show_meter (SIRAJ_REGISTER_VALUES (self->openings), call->opening);
    }
}

static GtkWidget *
make_body (RegistersDialog *self, const RegistersDialogCall *call)
{
    const FormDialogSpec *spec = &self->spec->form;
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

    self->form = form_new (spec->record, spec->layout, page_get_api (self->dialog.page));
    form_set_initial (SIRAJ_FORM (self->form), call->call.initial);
    gtk_widget_add_css_class (words, "dialog-words");
    dialog_add_words (words, call->call.subject, "heading");
    dialog_add_words (words, tr (spec->effect), "dim-label");
    gtk_box_append (GTK_BOX (body), words);
    gtk_box_append (GTK_BOX (body), self->form);
    add_values (self, body, call);
    g_signal_connect_swapped (self->form, "save", G_CALLBACK (form_ended), self);
    g_signal_connect (self->form, "edited", G_CALLBACK (form_edited), self);
    return body;
}

void
registers_dialog_open (SirajPage *page, const RegistersDialogSpec *spec,
                       const RegistersDialogCall *call, FormDialogDone done)
{
    RegistersDialog *self = g_new0 (RegistersDialog, 1);

    self->spec = spec;
    self->path = g_strdup (call->call.path);
    self->agreement_id = call->agreement_id;
    self->done = done;
    self->choosing = g_cancellable_new ();
    dialog_begin (&self->dialog, page,
                  &(DialogSpec) { .title = spec->form.title,
                                  .action = spec->form.action,
                                  .dangerous = spec->form.dangerous,
                                  .width_px = WIDTH_PX,
                                  .send = send,
                                  .is_dirty = is_dirty,
                                  .free = registers_dialog_free });
    dialog_present (&self->dialog, make_body (self, call));
    form_focus_first (SIRAJ_FORM (self->form));
}
