/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who are you? */
#include "client/shell/login.h"

#include "client/core/format.h"
#include "client/widgets/pieces.h"
#include "common/base/text.h"

struct _SirajLogin {
    GtkWidget parent_instance;
    SirajSession *session;
    SirajSettings *settings;
    GCancellable *cancellable;
    GtkWidget *card;
    GtkWidget *logo;
    GtkWidget *title;
    GtkWidget *reason;
    GtkWidget *username;
    GtkWidget *password;
    GtkWidget *message;
    GtkWidget *sign_in;
    GtkWidget *other_user;
    GtkWidget *server_fold;
    GtkWidget *server;
};

enum { DONE, LEAVE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SirajLogin, login, GTK_TYPE_WIDGET)

static const char *
text_of (GtkWidget *entry)
{
    return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static void
show_message (SirajLogin *self, const char *message)
{
    g_autofree char *shown = format_text (message);

    gtk_label_set_text (GTK_LABEL (self->message), shown);
    gtk_widget_set_visible (self->message, message != NULL);
}

static void
finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajLogin *self = user_data;
    g_autoptr (GError) error = NULL;

    if (!client_session_sign_in_finish (SIRAJ_SESSION (source), result, &error)) {
        if (api_error_is_cancelled (error))
            return;
        gtk_widget_set_sensitive (self->sign_in, TRUE);
        show_message (self, error->message);
        gtk_widget_grab_focus (self->password);
        return;
    }
    gtk_widget_set_sensitive (self->sign_in, TRUE);
    gtk_editable_set_text (GTK_EDITABLE (self->password), "");
    settings_set_string (self->settings, "server", "address",
                         api_get_server (client_session_get_api (self->session)));
    settings_set_string (self->settings, "server", "user", text_of (self->username));
    g_signal_emit (self, signals[DONE], 0);
}

static void
sign_in (SirajLogin *self)
{
    g_autofree char *username = text_strip_marks (text_of (self->username));
    g_autofree char *server = text_strip_marks (text_of (self->server));

    if (!gtk_widget_get_sensitive (self->sign_in))
        return;
    if (*username == '\0' || *text_of (self->password) == '\0') {
        show_message (self, tr ("Type the user name and the password."));
        gtk_widget_grab_focus (*username == '\0' ? self->username : self->password);
        return;
    }
    show_message (self, NULL);
    gtk_widget_set_sensitive (self->sign_in, FALSE);
    if (!g_str_equal (server, api_get_server (client_session_get_api (self->session))))
        api_set_server (client_session_get_api (self->session), server);
    client_session_sign_in_async (self->session, username, text_of (self->password),
                                  self->cancellable, finished, self);
}

static void
leave (SirajLogin *self)
{
    g_signal_emit (self, signals[LEAVE], 0);
}

static void
username_activated (SirajLogin *self)
{
    gtk_widget_grab_focus (self->password);
}

void
login_begin (SirajLogin *self)
{
    gtk_editable_set_text (GTK_EDITABLE (self->password), "");
    show_message (self, NULL);
    gtk_widget_grab_focus (*text_of (self->username) == '\0' ? self->username : self->password);
}

void
login_again (SirajLogin *self, const char *username)
{
    gtk_editable_set_text (GTK_EDITABLE (self->username), username);
    gtk_editable_set_editable (GTK_EDITABLE (self->username), FALSE);
    gtk_label_set_text (GTK_LABEL (self->reason),
                        tr ("The session has expired. Nothing that is typed is lost: type the "
                            "password and go on."));
    gtk_widget_set_visible (self->reason, TRUE);
    gtk_widget_set_visible (self->logo, FALSE);
    gtk_label_set_text (GTK_LABEL (self->title), tr ("Sign in again"));
    gtk_widget_set_visible (self->server_fold, FALSE);
    gtk_widget_set_visible (self->other_user, TRUE);
    login_begin (self);
}

void
login_with (SirajLogin *self, const char *username, const char *password)
{
    gtk_editable_set_text (GTK_EDITABLE (self->username), username);
    gtk_editable_set_text (GTK_EDITABLE (self->password), password);
    sign_in (self);
}

static void
login_dispose (GObject *object)
{
    SirajLogin *self = SIRAJ_LOGIN (object);

    g_cancellable_cancel (self->cancellable);
    widget_drop_children (GTK_WIDGET (self));
    g_clear_object (&self->session);
    g_clear_object (&self->settings);
    G_OBJECT_CLASS (login_parent_class)->dispose (object);
}

static void
login_finalize (GObject *object)
{
    g_object_unref (SIRAJ_LOGIN (object)->cancellable);
    G_OBJECT_CLASS (login_parent_class)->finalize (object);
}

static void
login_class_init (SirajLoginClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

    G_OBJECT_CLASS (class)->dispose = login_dispose;
    G_OBJECT_CLASS (class)->finalize = login_finalize;
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/sirajbilling/Siraj/ui/login.ui");
    gtk_widget_class_bind_template_child (widget_class, SirajLogin, card);
    gtk_widget_class_bind_template_child (widget_class, SirajLogin, logo);
    gtk_widget_class_bind_template_child (widget_class, SirajLogin, title);
    gtk_widget_class_bind_template_child (widget_class, SirajLogin, reason);
    gtk_widget_class_bind_template_child (widget_class, SirajLogin, username);
    gtk_widget_class_bind_template_child (widget_class, SirajLogin, password);
    gtk_widget_class_bind_template_child (widget_class, SirajLogin, message);
    gtk_widget_class_bind_template_child (widget_class, SirajLogin, sign_in);
    gtk_widget_class_bind_template_child (widget_class, SirajLogin, other_user);
    gtk_widget_class_bind_template_child (widget_class, SirajLogin, server_fold);
    gtk_widget_class_bind_template_child (widget_class, SirajLogin, server);
    signals[DONE] = g_signal_new ("done", SIRAJ_TYPE_LOGIN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
    signals[LEAVE] = g_signal_new ("leave", SIRAJ_TYPE_LOGIN, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
login_init (SirajLogin *self)
{
    self->cancellable = g_cancellable_new ();
    gtk_widget_init_template (GTK_WIDGET (self));
    gtk_widget_set_visible (self->reason, FALSE);
    entry_set_left_to_right (self->server);
    entry_follow_text (self->username);
    widget_set_accessible_name (self->username, tr ("User name"));
    widget_set_accessible_name (self->password, tr ("Password"));
    widget_set_accessible_name (self->server, tr ("Server"));
    g_signal_connect_swapped (self->sign_in, "clicked", G_CALLBACK (sign_in), self);
    g_signal_connect_swapped (self->other_user, "clicked", G_CALLBACK (leave), self);
    g_signal_connect_swapped (self->username, "activate", G_CALLBACK (username_activated), self);
    g_signal_connect_swapped (self->password, "activate", G_CALLBACK (sign_in), self);
    g_signal_connect_swapped (self->server, "activate", G_CALLBACK (sign_in), self);
}

GtkWidget *
login_new (SirajSession *session, SirajSettings *settings)
{
    SirajLogin *self = g_object_new (SIRAJ_TYPE_LOGIN, NULL);
    g_autofree char *username = settings_get_string (settings, "server", "user");

    self->session = g_object_ref (session);
    self->settings = g_object_ref (settings);
    gtk_editable_set_text (GTK_EDITABLE (self->server),
                           api_get_server (client_session_get_api (session)));
    if (username != NULL)
        gtk_editable_set_text (GTK_EDITABLE (self->username), username);
    return GTK_WIDGET (self);
}
