/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One act in a window of its own. */
#include "client/shell/form-dialog.h"

#include "client/shell/dialog.h"
#include "common/base/language.h"

#define WIDTH_PX 620

typedef struct {
    Dialog dialog;
    const FormDialogSpec *spec;
    char *path;
    FormDialogDone done;
    GtkWidget *form;
} FormDialog;

static void
form_dialog_free (gpointer data)
{
    FormDialog *self = data;

    dialog_clear (&self->dialog);
    g_free (self->path);
    g_free (self);
}

static gboolean
is_dirty (gpointer dialog)
{
    FormDialog *self = dialog;

    return form_is_dirty (SIRAJ_FORM (self->form));
}

/* Sending */

static void
answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    FormDialog *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (SirajPage) page = NULL;
    FormDialogDone done;

    if (api_error_is_cancelled (error))
        return;
    dialog_unlock (&self->dialog);
    if (error != NULL) {
        if (!form_set_error (SIRAJ_FORM (self->form), error))
            dialog_report (&self->dialog, error);
        return;
    }
    done = self->done;
    page = dialog_finish (&self->dialog);
    if (page != NULL)
        done (page, answer);
}

static void
send (gpointer dialog)
{
    FormDialog *self = dialog;
    g_autofree char *body = NULL;

    form_clear_errors (SIRAJ_FORM (self->form));
    body = form_collect (SIRAJ_FORM (self->form));
    if (body != NULL)
        dialog_send (&self->dialog, self->path, body, answered);
}

/* Making */

static GtkWidget *
make_body (FormDialog *self, const FormDialogCall *call)
{
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

    self->form =
        form_new (self->spec->record, self->spec->layout, page_get_api (self->dialog.page));
    if (call->initial != NULL)
        form_set_initial (SIRAJ_FORM (self->form), call->initial);
    gtk_widget_set_vexpand (self->form, TRUE);
    gtk_widget_add_css_class (words, "dialog-words");
    dialog_add_words (words, call->subject, "heading");
    dialog_add_words (words, self->spec->effect != NULL ? tr (self->spec->effect) : NULL,
                      "dim-label");
    gtk_box_append (GTK_BOX (body), words);
    gtk_box_append (GTK_BOX (body), self->form);
    g_signal_connect_swapped (self->form, "save", G_CALLBACK (dialog_activate), self);
    return body;
}

void
form_dialog_open (SirajPage *page, const FormDialogSpec *spec, const FormDialogCall *call,
                  FormDialogDone done)
{
    FormDialog *self = g_new0 (FormDialog, 1);

    self->spec = spec;
    self->path = g_strdup (call->path);
    self->done = done;
    dialog_begin (&self->dialog, page,
                  &(DialogSpec) { .title = spec->title,
                                  .action = spec->action,
                                  .dangerous = spec->dangerous,
                                  .width_px = WIDTH_PX,
                                  .send = send,
                                  .is_dirty = is_dirty,
                                  .free = form_dialog_free });
    dialog_present (&self->dialog, make_body (self, call));
    form_focus_first (SIRAJ_FORM (self->form));
}
