/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desktop: language first, then the options, then the window. */
#include "client/shell/application.h"
#include "client/shell/preferences.h"
#include "common/base/language.h"

/* What a person may say; the rest is for photographs and tests. */
static void
add_options (GOptionContext *context, ApplicationOptions *options)
{
    GOptionEntry entries[] = {
        { "server", 's', 0, G_OPTION_ARG_STRING, &options->server, "Address of the server", "URL" },
        { "user", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &options->user, NULL, NULL },
        { "password", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &options->password, NULL,
          NULL },
        { "page", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &options->page, NULL, NULL },
        { "screenshot", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &options->screenshot, NULL,
          NULL },
        { "size", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &options->size, NULL, NULL },
        { NULL },
    };

    g_option_context_add_main_entries (context, entries, NULL);
}

static void
set_language (SirajSettings *settings, const char *option)
{
    g_autofree char *chosen = option != NULL ? g_strdup (option) : preferences_language (settings);

    language_init (NULL);
    language_set (language_from_header (chosen));
    g_setenv ("LANGUAGE", language_code (language_get ()), TRUE);
    gtk_disable_setlocale ();
}

int
main (int argc, char **argv)
{
    ApplicationOptions options = { NULL };
    g_autofree char *language = NULL;
    g_autofree char *settings_path = settings_default_path ();
    g_autoptr (SirajSettings) settings = NULL;
    g_autoptr (GOptionContext) context = g_option_context_new (NULL);
    g_autoptr (SirajApplication) application = NULL;
    g_autoptr (GError) error = NULL;
    GOptionEntry own[] = {
        { "language", 'l', 0, G_OPTION_ARG_STRING, &language, "ar or en", "LANGUAGE" },
        { "settings", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &settings_path, NULL, NULL },
        { NULL },
    };

    g_option_context_add_main_entries (context, own, NULL);
    add_options (context, &options);
    if (!g_option_context_parse (context, &argc, &argv, &error)) {
        g_printerr ("siraj: %s\n", error->message);
        return 2;
    }
    settings = settings_new (settings_path);
    set_language (settings, language);
    application = application_new (settings, &options);
    return g_application_run (G_APPLICATION (application), argc, argv);
}
