/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `create-user`: the first person who can sign in; the password comes from standard input. */
#include "server/commands/commands.h"

#include "server/modules/users/users.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MAX_PASSWORD 1024

/* Reads a line; on a terminal it asks and does not show what is typed. */
static gboolean
read_password (char *password, GError **error)
{
    struct termios shown, hidden;
    gboolean terminal = tcgetattr (STDIN_FILENO, &shown) == 0;
    gboolean read;

    if (terminal) {
        hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        fputs (tr ("Password: "), stderr);
        tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    read = fgets (password, MAX_PASSWORD, stdin) != NULL;
    if (terminal) {
        tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
        fputc ('\n', stderr);
    }
    if (!read) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "password",
                       "The password is read from standard input; nothing came.");
    }
    password[strcspn (password, "\r\n")] = '\0';
    return TRUE;
}

int
command_create_user (char ***arguments, GError **error)
{
    g_autofree char *username = NULL;
    g_autofree char *full_name = NULL;
    g_autofree char *role = NULL;
    const GOptionEntry entries[] = {
        { "username", 0, 0, G_OPTION_ARG_STRING, &username, N_ ("Name to sign in with"), "NAME" },
        { "full-name", 0, 0, G_OPTION_ARG_STRING, &full_name, N_ ("Name of the person"), "NAME" },
        { "role", 0, 0, G_OPTION_ARG_STRING, &role, N_ ("Code of the role"), "CODE" },
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr (Database) database = database_open (arguments, entries, DATABASE_MIGRATED, error);
    g_autoptr (Db) db = NULL;
    char password[MAX_PASSWORD];

    if (database == NULL) {
        return 1;
    }
    if (username == NULL || role == NULL) {
        refuse (
            error, SIRAJ_ERROR_MISSING_VALUE, "username",
            "create-user needs --username and --role; the password is read from standard input.");
        return 2;
    }
    if (!read_password (password, error)) {
        return 1;
    }
    db = database_connect (database, "siraj_app", FALSE, error);
    if (db == NULL || !database_begin_as_program (db, "create-user", error) ||
        !users_create (db, username, full_name != NULL ? full_name : username, password, role,
                       error) ||
        !db_commit (db, error)) {
        return 1;
    }
    return 0;
}
