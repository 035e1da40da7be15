/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `demo`: makes a demonstration utility in an empty database. */
#include "server/commands/commands.h"

#include "server/demo/demo.h"

#include <stdio.h>

#define DEFAULT_ACCOUNTS 2000
#define MAX_ACCOUNTS 100000

static void
print_users (void)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_auto (GStrv) names = NULL;

    demo_write_users (file);
    names = g_key_file_get_keys (file, "users", NULL, NULL);
    for (char **name = names; *name != NULL; name++) {
        printf ("  %-16s %s\n", *name, DEMO_PASSWORD);
    }
}

int
command_demo (char ***arguments, GError **error)
{
    int accounts = DEFAULT_ACCOUNTS;
    gint64 seed = 1;
    g_autofree char *output = NULL;
    const GOptionEntry entries[] = {
        { "accounts", 0, 0, G_OPTION_ARG_INT, &accounts, N_ ("Number of accounts"), "N" },
        { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_ ("Seed: the same one makes the same utility"),
          "S" },
        { "output", 0, 0, G_OPTION_ARG_FILENAME, &output,
          N_ ("Directory for its files, the data directory by default"), "DIRECTORY" },
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr (Database) database = database_open (arguments, entries, TRUE, error);
    DemoOptions options = { .now = g_get_real_time () };

    if (database == NULL) {
        return 1;
    }
    options.conninfo = database->conninfo;
    options.directory = output != NULL ? output : database->config->data_dir;
    options.accounts = (guint)accounts;
    options.seed = (guint64)seed;
    if (accounts < 1 || accounts > MAX_ACCOUNTS) {
        refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, "accounts",
                "A demonstration has between 1 and %d accounts.", MAX_ACCOUNTS);
        return 2;
    }
    if (options.directory == NULL) {
        refuse (error, SIRAJ_ERROR_MISSING_VALUE, "output",
                "With a database of your own, say by --output where the files go.");
        return 2;
    }
    if (!demo_make (&options, error)) {
        return 1;
    }
    print_users ();
    return 0;
}
