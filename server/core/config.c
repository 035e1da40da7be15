/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the server's settings from the command line and a key file. */
#include "server/core/config.h"

#include "common/base/error.h"

#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

#define GROUP "server"
#define DEFAULT_LISTEN "127.0.0.1:8480"
#define DEFAULT_METRICS_LISTEN "127.0.0.1:8481"
#define MIN_DEFAULT_WORKERS 2
#define MAX_DEFAULT_WORKERS 6
#define MAX_WORKERS 64
#define MAX_DEFAULT_JOB_WORKERS 4
#define MAX_JOB_WORKERS 16

/* The command line before it is checked; -1 means not given. */
typedef struct {
    char *file;
    char *language;
    Config *config;
} Sources;

static void
add_entries (GOptionContext *context, Sources *sources)
{
    Config *config = sources->config;
    const GOptionEntry entries[] = {
        { "config", 0, 0, G_OPTION_ARG_FILENAME, &sources->file, N_ ("Read settings from FILE"),
          "FILE" },
        { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &config->data_dir,
          N_ ("Directory of the private database"), "DIRECTORY" },
        { "database", 0, 0, G_OPTION_ARG_STRING, &config->database,
          N_ ("Use this PostgreSQL instead of a private one"), "URI" },
        { "listen", 0, 0, G_OPTION_ARG_STRING, &config->listen, N_ ("Serve on this address"),
          "ADDRESS:PORT" },
        { "metrics-listen", 0, 0, G_OPTION_ARG_STRING, &config->metrics_listen,
          N_ ("Serve metrics on this loopback address"), "ADDRESS:PORT" },
        { "tls-certificate", 0, 0, G_OPTION_ARG_FILENAME, &config->tls_certificate,
          N_ ("Certificate chain, PEM"), "FILE" },
        { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &config->tls_key, N_ ("Private key, PEM"),
          "FILE" },
        { "workers", 0, 0, G_OPTION_ARG_INT, &config->workers, N_ ("Number of request workers"),
          "N" },
        { "language", 0, 0, G_OPTION_ARG_STRING, &sources->language,
          N_ ("Language of callers that name none: ar or en"), "CODE" },
        { "job-workers", 0, 0, G_OPTION_ARG_INT, &config->job_workers,
          N_ ("Number of processes that carry out jobs; 0: none"), "N" },
        G_OPTION_ENTRY_NULL
    };

    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
}

static gboolean
check_known_keys (GKeyFile *file, const char *path, GError **error)
{
    static const char *const known[] = { "data_dir",        "database", "listen",  "metrics_listen",
                                         "tls_certificate", "tls_key",  "workers", "language",
                                         "job_workers",     NULL };
    g_auto (GStrv) keys = g_key_file_get_keys (file, GROUP, NULL, NULL);

    for (char **key = keys; key != NULL && *key != NULL; key++)
        if (!g_strv_contains (known, *key))
            return refuse (error, SIRAJ_ERROR_UNKNOWN_MEMBER, *key,
                           "%s: there is no setting “%s”; correct or remove it", path, *key);
    return TRUE;
}

static void
take_text (GKeyFile *file, const char *key, char **value)
{
    if (*value == NULL)
        *value = g_key_file_get_string (file, GROUP, key, NULL);
}

static gboolean
refuse_count (const char *name, guint least, guint most, const char *given, GError **error)
{
    return refuse (error, SIRAJ_ERROR_INVALID_VALUE, name, "%s is a number from %u to %u, not “%s”",
                   name, least, most, given);
}

/* A count that the command line has not given (-1). */
static gboolean
take_count (GKeyFile *file, const char *key, guint least, guint most, int *count, GError **error)
{
    g_autofree char *text = g_key_file_get_string (file, GROUP, key, NULL);
    guint64 value = 0;

    if (text == NULL || *count != -1)
        return TRUE;
    if (!g_ascii_string_to_unsigned (text, 10, least, most, &value, NULL))
        return refuse_count (key, least, most, text, error);
    *count = (int)value;
    return TRUE;
}

static gboolean
read_file (const char *path, Sources *sources, GError **error)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autoptr (GError) local_error = NULL;
    Config *config = sources->config;

    if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local_error))
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "config",
                       "The settings file %s cannot be read: %s", path, local_error->message);
    if (!check_known_keys (file, path, error))
        return FALSE;
    if (g_key_file_has_key (file, GROUP, "data_dir", NULL) &&
        g_key_file_has_key (file, GROUP, "database", NULL))
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "database",
                       "%s: choose either data_dir or database, not both", path);
    /* The command line chose the kind of database: the file's other kind is then no conflict. */
    if (config->database == NULL)
        take_text (file, "data_dir", &config->data_dir);
    if (config->data_dir == NULL)
        take_text (file, "database", &config->database);
    take_text (file, "listen", &config->listen);
    take_text (file, "metrics_listen", &config->metrics_listen);
    take_text (file, "tls_certificate", &config->tls_certificate);
    take_text (file, "tls_key", &config->tls_key);
    take_text (file, "language", &sources->language);
    return take_count (file, "workers", 1, MAX_WORKERS, &config->workers, error) &&
           take_count (file, "job_workers", 0, MAX_JOB_WORKERS, &config->job_workers, error);
}

static void
fill_defaults (Config *config)
{
    if (config->database == NULL && config->data_dir == NULL)
        config->data_dir = geteuid () == 0
                               ? g_strdup ("/var/lib/siraj")
                               : g_build_filename (g_get_user_data_dir (), "siraj-server", NULL);
    if (config->listen == NULL)
        config->listen = g_strdup (DEFAULT_LISTEN);
    if (config->metrics_listen == NULL)
        config->metrics_listen = g_strdup (DEFAULT_METRICS_LISTEN);
    if (config->workers == -1)
        config->workers =
            CLAMP ((int)g_get_num_processors (), MIN_DEFAULT_WORKERS, MAX_DEFAULT_WORKERS);
    if (config->job_workers == -1)
        config->job_workers = MIN ((int)g_get_num_processors (), MAX_DEFAULT_JOB_WORKERS);
}

gboolean
config_parse_address (const char *text, const char *option, char **host, guint16 *port,
                      GError **error)
{
    const char *colon = strrchr (text, ':');
    g_autofree char *name = NULL;
    guint64 number = 0;

    if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &number, NULL))
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, option,
                       "%s is ADDRESS:PORT with a port from 0 to 65535, not “%s”", option, text);
    name = g_strndup (text, colon - text);
    if (name[0] == '[' && g_str_has_suffix (name, "]")) {
        memmove (name, name + 1, strlen (name));
        name[strlen (name) - 1] = '\0';
    }
    if (g_str_equal (name, "*")) {
        g_free (name);
        name = g_strdup ("::");
    }
    if (!g_hostname_is_ip_address (name))
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, option,
                       "%s wants an IP address or *, not “%s”", option, name);
    *host = g_steal_pointer (&name);
    *port = (guint16)number;
    return TRUE;
}

static gboolean
check_addresses (const Config *config, GError **error)
{
    g_autofree char *host = NULL;
    g_autofree char *metrics_host = NULL;
    g_autoptr (GInetAddress) metrics = NULL;
    guint16 port;

    if (!config_parse_address (config->listen, "listen", &host, &port, error) ||
        !config_parse_address (config->metrics_listen, "metrics-listen", &metrics_host, &port,
                               error))
        return FALSE;
    metrics = g_inet_address_new_from_string (metrics_host);
    if (!g_inet_address_get_is_loopback (metrics))
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "metrics-listen",
                       "Metrics are served on a loopback address only, not on %s", metrics_host);
    return TRUE;
}

static gboolean
check_count (const char *name, int count, int least, int most, GError **error)
{
    g_autofree char *given = g_strdup_printf ("%d", count);

    return (count >= least && count <= most) ||
           refuse_count (name, (guint)least, (guint)most, given, error);
}

static gboolean
check (Config *config, const char *language, GError **error)
{
    if (!check_count ("workers", config->workers, 1, MAX_WORKERS, error) ||
        !check_count ("job-workers", config->job_workers, 0, MAX_JOB_WORKERS, error))
        return FALSE;
    if (config->database != NULL && config->data_dir != NULL)
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "database",
                       "Choose either --data-dir or --database, not both");
    if ((config->tls_certificate == NULL) != (config->tls_key == NULL))
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "tls-key",
                       "--tls-certificate and --tls-key belong together; only one was given");
    if (language != NULL && !g_str_equal (language, "ar") && !g_str_equal (language, "en"))
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "language",
                       "language is ar or en, not “%s”", language);
    config->language = language_from_header (language);
    return check_addresses (config, error);
}

Config *
config_load (GOptionContext *context, char ***argv, GError **error)
{
    g_autoptr (Config) config = g_new0 (Config, 1);
    g_autofree char *path = NULL;
    g_autofree char *language = NULL;
    Sources sources = { .config = config };
    gboolean parsed;

    config->workers = -1;
    config->job_workers = -1;
    add_entries (context, &sources);
    parsed = g_option_context_parse_strv (context, argv, error);
    path = sources.file;
    if (parsed && path == NULL && g_file_test (CONFIG_FILE, G_FILE_TEST_EXISTS))
        path = g_strdup (CONFIG_FILE);
    if (parsed && path != NULL)
        parsed = read_file (path, &sources, error);
    language = sources.language;
    if (!parsed)
        return NULL;
    fill_defaults (config);
    return check (config, language, error) ? g_steal_pointer (&config) : NULL;
}

void
config_free (Config *config)
{
    g_free (config->data_dir);
    g_free (config->database);
    g_free (config->listen);
    g_free (config->metrics_listen);
    g_free (config->tls_certificate);
    g_free (config->tls_key);
    g_free (config);
}
