/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings of the server: defaults, command line, file, refusals. */
#include "server/core/config.h"

#include "common/base/error.h"

#include <glib/gstdio.h>

static Config *
load (const char *words, GError **error)
{
    g_autoptr (GOptionContext) context = g_option_context_new (NULL);
    g_autofree char *line = g_strconcat ("siraj-server ", words, NULL);
    g_auto (GStrv) argv = g_strsplit (line, " ", -1);

    return config_load (context, &argv, error);
}

static Config *
load_file (const char *text, const char *words, GError **error)
{
    g_autofree char *path = NULL;
    g_autofree char *line = NULL;
    Config *config;
    int fd = g_file_open_tmp ("siraj-config-XXXXXX", &path, NULL);

    g_assert_true (g_close (fd, NULL));
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
    line = g_strdup_printf ("--config=%s%s", path, words);
    config = load (line, error);
    g_unlink (path);
    return config;
}

static void
test_defaults (void)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (Config) config = load ("--data-dir=/tmp/x", &error);

    g_assert_no_error (error);
    g_assert_cmpstr (config->data_dir, ==, "/tmp/x");
    g_assert_cmpstr (config->listen, ==, "127.0.0.1:8480");
    g_assert_cmpstr (config->metrics_listen, ==, "127.0.0.1:8481");
    g_assert_cmpint (config->workers, >=, 2);
    g_assert_cmpint (config->workers, <=, 6);
    g_assert_cmpint (config->language, ==, LANGUAGE_ARABIC);
    g_assert_cmpint (config->job_workers, >=, 1);
    g_assert_cmpint (config->job_workers, <=, 4);
    g_assert_null (config->database);
}

static void
test_the_command_line_wins (void)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (Config) config =
        load_file ("[server]\nlisten=0.0.0.0:1\nworkers=9\ndata_dir=/tmp/file\nlanguage=en\n",
                   " --database=postgresql:///x --workers=3", &error);

    g_assert_no_error (error);
    g_assert_cmpstr (config->listen, ==, "0.0.0.0:1");
    g_assert_cmpint (config->workers, ==, 3);
    g_assert_cmpstr (config->database, ==, "postgresql:///x");
    g_assert_null (config->data_dir);
    g_assert_cmpint (config->language, ==, LANGUAGE_ENGLISH);
}

static void
test_refusals_name_the_option (void)
{
    static const struct {
        const char *words;
        const char *field;
    } cases[] = {
        { "--listen=8480", "listen" },
        { "--listen=127.0.0.1:99999", "listen" },
        { "--listen=127.0.0.1:", "listen" },
        { "--listen=example.org:80", "listen" },
        { "--metrics-listen=0.0.0.0:8481", "metrics-listen" },
        { "--workers=0", "workers" },
        { "--workers=65", "workers" },
        { "--job-workers=-2", "job-workers" },
        { "--job-workers=17", "job-workers" },
        { "--language=fr", "language" },
        { "--tls-key=/x", "tls-key" },
        { "--database=a --data-dir=b", "database" },
        { "--config=/nonexistent/siraj.conf", "config" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (GError) error = NULL;
        g_autoptr (Config) config = load (cases[i].words, &error);

        g_test_message ("%s", cases[i].words);
        g_assert_null (config);
        g_assert_nonnull (error);
        g_assert_cmpstr (refusal_field (error), ==, cases[i].field);
    }
}

static void
test_a_file_is_checked (void)
{
    static const struct {
        const char *text;
        const char *field;
    } cases[] = {
        { "[server]\nlisten_on=1\n", "listen_on" },
        { "[server]\nworkers=many\n", "workers" },
        { "[server]\njob_workers=perhaps\n", "job_workers" },
        { "[server]\ndata_dir=a\ndatabase=b\n", "database" },
        { "nonsense", "config" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (GError) error = NULL;
        g_autoptr (Config) config = load_file (cases[i].text, "", &error);

        g_test_message ("%s", cases[i].text);
        g_assert_null (config);
        g_assert_cmpstr (refusal_field (error), ==, cases[i].field);
    }
}

static void
test_addresses (void)
{
    static const struct {
        const char *text;
        const char *host;
        guint16 port;
    } cases[] = {
        { "127.0.0.1:8480", "127.0.0.1", 8480 },
        { "[::1]:0", "::1", 0 },
        { "*:80", "::", 80 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *host = NULL;
        guint16 port = 1;

        g_assert_true (config_parse_address (cases[i].text, "listen", &host, &port, NULL));
        g_assert_cmpstr (host, ==, cases[i].host);
        g_assert_cmpuint (port, ==, cases[i].port);
    }
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/config/defaults", test_defaults);
    g_test_add_func ("/config/the-command-line-wins", test_the_command_line_wins);
    g_test_add_func ("/config/refusals-name-the-option", test_refusals_name_the_option);
    g_test_add_func ("/config/a-file-is-checked", test_a_file_is_checked);
    g_test_add_func ("/config/addresses", test_addresses);
    return g_test_run ();
}
