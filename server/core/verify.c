/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs proofs and writes their table. */
#include "server/core/verify.h"

#include "common/base/language.h"

static gboolean
run_check (Db *db, const VerifyCheck *check, GString *table, guint *n_bad, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gint64 count;
    const char *example;

    if (!db_run_params (db, check->statement, NULL, 0, &rows, error)) {
        return FALSE;
    }
    count = rows_int64 (rows, 0, 0);
    example = rows_text (rows, 0, 1);
    *n_bad += count != 0;
    g_string_append_printf (table, "%s  %s", count == 0 ? tr ("ok ") : tr ("BAD"),
                            tr (check->title));
    if (count != 0) {
        g_string_append_printf (table, ": %" G_GINT64_FORMAT, count);
    }
    if (count != 0 && example != NULL) {
        g_string_append_printf (table, " (%s)", example);
    }
    g_string_append_c (table, '\n');
    return TRUE;
}

gboolean
verify_run (Db *db, const VerifyCheck *checks, GString *table, guint *n_bad, GError **error)
{
    for (guint i = 0; checks[i].title != NULL; i++) {
        if (!run_check (db, &checks[i], table, n_bad, error)) {
            return FALSE;
        }
    }
    return TRUE;
}
