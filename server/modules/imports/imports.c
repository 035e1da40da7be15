/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Imports over HTTP. */
#include "server/modules/imports/imports.h"

#include "server/modules/imports/imports-sql.h"

static gboolean
imports_load (Operation *op, GError **error)
{
    const char *check = operation_query (op, "check");
    const ImportRequest request = {
        .kind = g_hash_table_lookup (op->path, "kind"),
        .bytes = op->body,
        .length = op->body_length,
        .check_only = g_strcmp0 (check, "true") == 0,
        .now = op->now,
    };
    g_autoptr (ImportReport) report = NULL;

    if (check != NULL && !request.check_only && !g_str_equal (check, "false")) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "check", "“%s” is neither true nor false.",
                       check);
    }
    report = imports_run (op->db, &request, error);
    if (report == NULL) {
        return FALSE;
    }
    operation_answer_record (op, &import_report_record, report);
    return TRUE;
}

static const char *const import_query[] = { "check", NULL };

static const Route routes[] = {
    { "POST", "/api/v1/imports/{kind}", "imports.run", WRITES | RAW | LARGE, NULL,
      &import_report_record, imports_load,
      N_ ("Load a CSV file of customers, meters or readings, whole or not at all"), import_query },
};

const Module imports_module = { "imports", routes, G_N_ELEMENTS (routes), imports_statements };
