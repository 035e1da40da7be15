/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gauges that need the database. */
#include "server/modules/gauges.h"

static const Statement gauges_read = {
    "gauges_read",
    "SELECT COALESCE(extract(epoch FROM now() - (SELECT min(created_at) FROM outbox"
    "                                            WHERE sent_at IS NULL)), 0)::bigint,"
    "       (SELECT count(*) FROM audit_log WHERE xid >="
    "        COALESCE((SELECT to_xid FROM audit_seals ORDER BY id DESC LIMIT 1), '0'::xid8)),"
    "       (SELECT COALESCE(sum(debit_minor) - sum(credit_minor), 0)::bigint FROM journal_lines)",
};

static const struct {
    const char *name;
    const char *help;
} gauges[] = {
    { "siraj_outbox_oldest_seconds", "Age of the oldest message that was not sent." },
    { "siraj_audit_unsealed_rows", "Audit rows that no seal covers yet." },
    { "siraj_trial_balance_minor", "Debits minus credits of the whole journal; must be 0." },
};

void
gauges_append (Db *db, GString *out)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run_params (db, &gauges_read, NULL, 0, &rows, NULL)) {
        return;
    }
    for (guint i = 0; i < G_N_ELEMENTS (gauges); i++) {
        g_string_append_printf (out, "# HELP %s %s\n# TYPE %s gauge\n%s %" G_GINT64_FORMAT "\n",
                                gauges[i].name, gauges[i].help, gauges[i].name, gauges[i].name,
                                rows_int64 (rows, 0, (int)i));
    }
}

const Statement *const gauges_statements[] = {
    &gauges_read,
    NULL,
};
