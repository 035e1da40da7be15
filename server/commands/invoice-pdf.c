/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `invoice-pdf`: one invoice as the server prints it, into a file. */
#include "server/commands/commands.h"

#include "server/core/session-cache.h"
#include "server/modules/invoices/invoices.h"
#include "server/modules/users/users.h"

#include <stdio.h>

static gboolean
print_invoice (Db *db, const char *number, const char *path, GError **error)
{
    g_autofree char *id = NULL;
    g_autoptr (Company) company = NULL;
    g_autoptr (Principal) principal = principal_new ();
    g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
    Operation op = { .db = db, .principal = principal, .if_match = -1 };
    gboolean written;

    id = invoices_find (db, number, error);
    if (id == NULL) {
        return FALSE;
    }
    company = users_load_company (db, error);
    if (company == NULL) {
        return FALSE;
    }
    g_hash_table_insert (parameters, (char *)"id", id);
    op.path = parameters;
    op.query = parameters;
    op.currency = currency_find (company->currency);
    op.now = g_get_real_time ();
    op.answer = g_string_new (NULL);
    written = invoices_print (&op, error) &&
              g_file_set_contents (path, op.answer->str, (gssize)op.answer->len, error);
    g_string_free (op.answer, TRUE);
    g_free (op.answer_type);
    g_free (op.file_name);
    return written;
}

int
command_invoice_pdf (char ***arguments, GError **error)
{
    g_autofree char *number = NULL;
    const GOptionEntry entries[] = {
        { "number", 0, 0, G_OPTION_ARG_STRING, &number,
          N_ ("Number of the invoice instead of the newest one"), "NUMBER" },
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr (Database) database = database_open (arguments, entries, DATABASE_MIGRATED, error);
    g_autoptr (Db) db = NULL;

    if (database == NULL) {
        return 1;
    }
    if (g_strv_length (*arguments) != 2) {
        refuse (error, SIRAJ_ERROR_MISSING_VALUE, NULL,
                "usage: siraj-server invoice-pdf [--number NUMBER] FILE");
        return 2;
    }
    db = database_connect (database, "siraj_app", FALSE, error);
    if (db == NULL || !database_begin_as_program (db, "invoice-pdf", error) ||
        !print_invoice (db, number, (*arguments)[1], error)) {
        return 1;
    }
    db_rollback (db);
    return 0;
}
