/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `import customers|meters|readings FILE`: loads a file or checks it, and prints its faults. */
#include "server/commands/commands.h"

#include "server/modules/imports/imports.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define REFUSED_STATUS 3

static void
print_json (const ImportReport *report)
{
    g_autoptr (GString) out = g_string_new (NULL);

    json_append_record (out, &import_report_record, report);
    puts (out->str);
}

static void
print_rows (const ImportReport *report)
{
    for (guint i = 0; i < report->rows->len; i++) {
        const ImportRow *row = report->rows->pdata[i];

        if (row->state == IMPORT_ROW_REFUSED) {
            printf (tr ("line %" PRId64 ": %s: %s"), row->line, row->code, row->message);
            putchar ('\n');
        } else if (row->state == IMPORT_ROW_HELD) {
            printf (tr ("line %" PRId64 ": held for review"), row->line);
            putchar ('\n');
        }
    }
}

static void
print_report (const ImportReport *report, gboolean check_only)
{
    const char *end = report->loaded ? tr ("loaded") : tr ("nothing was loaded");

    print_rows (report);
    printf (tr ("%" PRId64 " rows, %" PRId64 " held, %" PRId64 " refused: %s"), report->rows_count,
            report->held_count, report->refused_count, check_only ? tr ("only checked") : end);
    putchar ('\n');
}

static gboolean
load (const Database *database, const ImportRequest *request, ImportReport **report, GError **error)
{
    g_autoptr (Db) db = database_connect (database, "siraj_app", TRUE, error);

    if (db == NULL || !database_begin_as_program (db, "import", error)) {
        return FALSE;
    }
    *report = imports_run (db, request, error);
    return *report != NULL && db_commit (db, error);
}

int
command_import (char ***arguments, GError **error)
{
    gboolean check_only = FALSE;
    gboolean json = FALSE;
    const GOptionEntry entries[] = {
        { "check", 0, 0, G_OPTION_ARG_NONE, &check_only, N_ ("Check the file and load nothing"),
          NULL },
        { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print the result of each row as JSON"),
          NULL },
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr (Database) database = database_open (arguments, entries, TRUE, error);
    g_autoptr (ImportReport) report = NULL;
    g_autofree char *bytes = NULL;
    ImportRequest request = { .check_only = check_only, .now = g_get_real_time () };

    if (database == NULL) {
        return 1;
    }
    if (g_strv_length (*arguments) != 3) {
        refuse (error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                "usage: siraj-server import customers|meters|readings FILE [--check] [--json]");
        return 2;
    }
    request.kind = (*arguments)[1];
    if (!g_file_get_contents ((*arguments)[2], &bytes, &request.length, error)) {
        return 1;
    }
    request.bytes = bytes;
    if (!load (database, &request, &report, error)) {
        return 1;
    }
    if (json) {
        print_json (report);
    } else {
        print_report (report, check_only);
    }
    return report->refused_count == 0 ? 0 : REFUSED_STATUS;
}
