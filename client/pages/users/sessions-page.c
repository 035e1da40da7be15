/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One's own sessions: where one is signed in, the password, and the way out of all of them. */
#include "client/pages/users/users-pages.h"
#include "client/shell/confirm.h"
#include "client/shell/form-dialog.h"
#include "client/shell/list-pane.h"
#include "client/widgets/pieces.h"
#include "common/base/language.h"
#include "common/types/users-types.h"

struct _SirajSessionsPage {
    SirajPage parent_instance;
    GtkWidget *pane;
};

#define SIRAJ_TYPE_SESSIONS_PAGE (sessions_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajSessionsPage, sessions_page, SIRAJ, SESSIONS_PAGE, SirajPage)
G_DEFINE_FINAL_TYPE (SirajSessionsPage, sessions_page, SIRAJ_TYPE_PAGE)

static const Column columns[] = {
    { "current", 12 },    { "client", 26, COLUMN_EXPAND }, { "address", 20 },
    { "created_at", 18 }, { "last_used_at", 18 },          { "expires_at", 18 },
};
static const ListPaneSpec pane_spec = {
    .path = "/api/v1/sessions",
    .record = &session_record,
    .columns = columns,
    .n_columns = G_N_ELEMENTS (columns),
    .whole = TRUE,
};

/* The password */

static const FormField password_fields[] = { { "old_password" }, { "new_password" } };
static const FormSection password_sections[] = {
    { N_ ("Password"), 1, FORM_OPEN, FORM_FIELDS (password_fields) },
};
static const FormLayout password_layout = { FORM_FIELDS (password_sections) };
static const FormDialogSpec password_dialog = {
    .title = N_ ("Change the password"),
    .effect = N_ ("You stay signed in here; every other session of yours ends."),
    .action = N_ ("_Change the password and end other sessions"),
    .record = &password_change_record,
    .layout = &password_layout,
};

static void
password_changed (SirajPage *page, const ApiAnswer *answer)
{
    list_pane_reload (SIRAJ_LIST_PANE (SIRAJ_SESSIONS_PAGE (page)->pane));
    page_toast (page, tr ("The password is changed."));
}

static void
password_clicked (SirajPage *page)
{
    form_dialog_open (page, &password_dialog,
                      &(FormDialogCall) { "/api/v1/me/password", NULL, NULL }, password_changed);
}

/* Out of everything */

static void
signed_out (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (api_error_is_cancelled (error))
        return;
    if (error != NULL)
        page_report (user_data, error);
    else
        client_session_sign_out (page_get_session (user_data));
}

static void
out_confirmed (gboolean yes, const char *reason, gpointer user_data)
{
    if (yes)
        api_call_async (page_get_api (user_data), &(ApiRequest) { "DELETE", "/api/v1/sessions" },
                        page_get_cancellable (user_data), signed_out, user_data);
}

static void
out_clicked (SirajPage *page)
{
    confirm_ask (GTK_WIDGET (page),
                 &(Question) { tr ("Sign out everywhere?"),
                               tr ("Every session of yours ends, this one too."),
                               tr ("_Sign out everywhere"), TRUE, FALSE },
                 out_confirmed, page);
}

static void
sessions_page_shown (SirajPage *page)
{
    list_pane_reload (SIRAJ_LIST_PANE (SIRAJ_SESSIONS_PAGE (page)->pane));
    gtk_widget_grab_focus (
        GTK_WIDGET (list_pane_get_table (SIRAJ_LIST_PANE (SIRAJ_SESSIONS_PAGE (page)->pane))));
}

static void
sessions_page_class_init (SirajSessionsPageClass *class)
{
    SIRAJ_PAGE_CLASS (class)->shown = sessions_page_shown;
    SIRAJ_PAGE_CLASS (class)->refresh = sessions_page_shown;
}

static void
sessions_page_init (SirajSessionsPage *self)
{
}

SirajPage *
sessions_page_new (const PageContext *context)
{
    SirajSessionsPage *self = g_object_new (SIRAJ_TYPE_SESSIONS_PAGE, NULL);
    SirajPage *page = SIRAJ_PAGE (self);
    GtkWidget *password =
        button_new (tr ("Change the _password"), G_CALLBACK (password_clicked), self);
    GtkWidget *out = button_new (tr ("_Sign out everywhere"), G_CALLBACK (out_clicked), self);

    page_setup (page, context, tr ("My sessions"), "dialog-password-symbolic");
    self->pane = list_pane_new (page, &pane_spec);
    gtk_widget_add_css_class (out, "destructive-action");
    list_pane_set_heading (SIRAJ_LIST_PANE (self->pane), N_ ("Where you are signed in"));
    list_pane_add_tool (SIRAJ_LIST_PANE (self->pane), password);
    list_pane_add_tool (SIRAJ_LIST_PANE (self->pane), out);
    gtk_box_append (GTK_BOX (self), self->pane);
    return page;
}
