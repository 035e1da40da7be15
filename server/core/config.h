/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings of the server: a key file and the command line, which wins. */
#pragma once

#include "common/base/language.h"

G_BEGIN_DECLS

#define CONFIG_FILE "/etc/siraj/server.conf"

typedef struct {
    char *data_dir;        /* private database; NULL when database is set */
    char *database;        /* URI of an own PostgreSQL, or NULL */
    char *listen;          /* "127.0.0.1:8480" */
    char *metrics_listen;  /* "127.0.0.1:8481", loopback only */
    char *tls_certificate; /* PEM files, both or none */
    char *tls_key;
    int workers;       /* request workers, 1 to 64 */
    Language language; /* of a caller that names none */
    int job_workers;   /* processes that carry out jobs, 0 to 16 */
} Config;

/* Parses @argv (a string vector that g_option_context_parse_strv() may change; what is left are the
 * command's own words) with the options of @context and the server's own, reads --config FILE
 * (CONFIG_FILE when it is there) and checks every value.  Refusals name the option. */
Config *config_load (GOptionContext *context, char ***argv, GError **error);

void config_free (Config *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Config, config_free)

/* Splits "127.0.0.1:8480", "[::1]:8480" or "*:8480"; @option names it in the refusal. */
gboolean config_parse_address (const char *text, const char *option, char **host, guint16 *port,
                               GError **error);

G_END_DECLS
