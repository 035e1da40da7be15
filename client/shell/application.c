/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: its one session, its keys. */
#define G_LOG_DOMAIN "siraj"

#include "client/shell/application.h"

#include "client/shell/photo.h"
#include "client/shell/preferences.h"
#include "client/shell/window.h"

#define DEFAULT_SERVER "http://127.0.0.1:8480"
#define PHOTO_POLL_MS 100
#define PHOTO_SETTLED_POLLS 6
#define PHOTO_MAX_POLLS 150

struct _SirajApplication {
    AdwApplication parent_instance;
    const ApplicationOptions *options;
    SirajSettings *settings;
    SirajSession *session;
    SirajWindow *window;
    guint settled_polls;
    guint polls;
};

G_DEFINE_FINAL_TYPE (SirajApplication, application, ADW_TYPE_APPLICATION)

static const struct {
    const char *action;
    const char *accels[3];
} keys[] = {
    { "win.palette", { "<Control>k" } },
    { "win.find", { "<Control>f" } },
    { "win.refresh", { "F5", "<Control>r" } },
    { "win.create", { "<Control>n" } },
    { "win.save", { "<Control>s" } },
    { "win.print", { "<Control>p" } },
    { "win.close", { "<Control>w" } },
    { "win.sidebar", { "F6" } },
    { "win.fold", { "F9" } },
    { "win.preferences", { "<Control>comma" } },
};

/* Takes the picture once the page in front has been idle for a while. */
static gboolean
take_photo (gpointer user_data)
{
    SirajApplication *self = user_data;
    SirajPage *page = window_get_page (self->window);
    gboolean waits = self->options->user != NULL && (page == NULL || page_is_busy (page));
    g_autoptr (GError) error = NULL;

    self->settled_polls = waits ? 0 : self->settled_polls + 1;
    if (self->settled_polls < PHOTO_SETTLED_POLLS && ++self->polls < PHOTO_MAX_POLLS)
        return G_SOURCE_CONTINUE;
    if (!photo_save (GTK_WIDGET (self->window), self->options->screenshot, &error))
        g_printerr ("%s\n", error->message);
    g_application_quit (G_APPLICATION (self));
    return G_SOURCE_REMOVE;
}

static void
use_size (SirajApplication *self)
{
    g_auto (GStrv) parts = g_strsplit (self->options->size, "x", 2);
    guint64 width, height;

    if (g_strv_length (parts) == 2 &&
        g_ascii_string_to_unsigned (parts[0], 10, 1, 10000, &width, NULL) &&
        g_ascii_string_to_unsigned (parts[1], 10, 1, 10000, &height, NULL))
        gtk_window_set_default_size (GTK_WINDOW (self->window), (int)width, (int)height);
}

static void
make_session (SirajApplication *self)
{
    g_autofree char *known = settings_get_string (self->settings, "server", "address");
    const char *server = self->options->server != NULL ? self->options->server
                         : known != NULL               ? known
                                                       : DEFAULT_SERVER;
    g_autoptr (SirajApi) api = api_new (server);

    self->session = client_session_new (api);
}

static void
application_activate (GApplication *application)
{
    SirajApplication *self = SIRAJ_APPLICATION (application);
    const ApplicationOptions *options = self->options;

    if (self->window != NULL) {
        gtk_window_present (GTK_WINDOW (self->window));
        return;
    }
    make_session (self);
    self->window = window_new (GTK_APPLICATION (self), self->session, self->settings);
    if (options->page != NULL)
        window_set_start (self->window, options->page);
    if (options->size != NULL)
        use_size (self);
    gtk_window_present (GTK_WINDOW (self->window));
    if (options->user != NULL && options->password != NULL)
        window_sign_in (self->window, options->user, options->password);
    if (options->screenshot != NULL)
        g_timeout_add (PHOTO_POLL_MS, take_photo, self);
}

static void
application_startup (GApplication *application)
{
    SirajApplication *self = SIRAJ_APPLICATION (application);

    G_APPLICATION_CLASS (application_parent_class)->startup (application);
    gtk_window_set_default_icon_name ("org.sirajbilling.Siraj");
    for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
        gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action,
                                               keys[i].accels);
    preferences_apply (self->settings);
}

static void
application_shutdown (GApplication *application)
{
    settings_flush (SIRAJ_APPLICATION (application)->settings);
    G_APPLICATION_CLASS (application_parent_class)->shutdown (application);
}

static void
application_finalize (GObject *object)
{
    SirajApplication *self = SIRAJ_APPLICATION (object);

    g_clear_object (&self->session);
    g_clear_object (&self->settings);
    G_OBJECT_CLASS (application_parent_class)->finalize (object);
}

static void
application_class_init (SirajApplicationClass *class)
{
    GApplicationClass *application_class = G_APPLICATION_CLASS (class);

    G_OBJECT_CLASS (class)->finalize = application_finalize;
    application_class->activate = application_activate;
    application_class->startup = application_startup;
    application_class->shutdown = application_shutdown;
}

static void
application_init (SirajApplication *self)
{
}

SirajApplication *
application_new (SirajSettings *settings, const ApplicationOptions *options)
{
    SirajApplication *self = g_object_new (
        SIRAJ_TYPE_APPLICATION, "application-id", "org.sirajbilling.Siraj", "flags",
        G_APPLICATION_NON_UNIQUE, "resource-base-path", "/org/sirajbilling/Siraj", NULL);

    self->settings = g_object_ref (settings);
    self->options = options;
    return self;
}
