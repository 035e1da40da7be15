/* SPDX-License-Identifier: GPL-3.0-or-later */
/* siraj-server: chooses the command. */
#include "server/commands/commands.h"
#include "server/core/log.h"

#include <stdio.h>

typedef struct {
    const char *name;
    CommandFunc run;
    const char *summary; /* message id */
} Command;

static const Command commands[] = {
    { "serve", command_serve, N_ ("serve the API") },
    { "work", command_work, N_ ("carry out jobs") },
    { "migrate", command_migrate, N_ ("bring the database to this program's schema") },
    { "bill", command_bill, N_ ("bill a period of a cycle: --cycle CODE --period P") },
    { "verify", command_verify, N_ ("prove the books") },
    { "create-user", command_create_user, N_ ("create a user; the password on standard input") },
    { "demo", command_demo, N_ ("make a demonstration utility in an empty database") },
    { "import", command_import, N_ ("load a CSV file of customers, meters or readings") },
    { "tariff", command_tariff, N_ ("check FILE…: run the golden cases of tariff documents") },
    { "invoice-pdf", command_invoice_pdf, N_ ("FILE: print one invoice") },
    { "openapi", command_openapi, N_ ("print the OpenAPI document") },
    { "check-sql", command_check_sql, N_ ("prepare every statement") },
};

static int
usage (FILE *out, int status)
{
    fprintf (out, "%s\n", tr ("usage: siraj-server COMMAND [OPTION…]"));
    for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
        fprintf (out, "  %-12s %s\n", commands[i].name, tr (commands[i].summary));
    }
    return status;
}

static const Command *
find_command (const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
        if (g_str_equal (commands[i].name, name)) {
            return &commands[i];
        }
    }
    return NULL;
}

/* A refusal is told with its code, which scripts can go by in any language. */
static void
print_error (const Command *command, const GError *error)
{
    if (error->domain == SIRAJ_ERROR) {
        fprintf (stderr, "siraj-server %s: %s [%s]\n", command->name, error->message,
                 siraj_error_name (error->code));
    } else {
        fprintf (stderr, "siraj-server %s: %s\n", command->name, error->message);
    }
}

int
main (int argc, char **argv)
{
    g_autoptr (GError) error = NULL;
    g_auto (GStrv) arguments = NULL;
    const Command *command;
    int status;

    g_unsetenv ("SOUP_SERVER_HTTP2");
    language_init (NULL);
    log_init ();
    if (argc < 2) {
        return usage (stderr, 2);
    }
    command = find_command (argv[1]);
    if (command == NULL) {
        return usage (g_str_equal (argv[1], "--help") ? stdout : stderr,
                      g_str_equal (argv[1], "--help") ? 0 : 2);
    }
    arguments = g_strdupv (argv + 1);
    status = command->run (&arguments, &error);
    if (error != NULL) {
        print_error (command, error);
        return status != 0 ? status : 1;
    }
    return status;
}
