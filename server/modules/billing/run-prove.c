/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proves what a chunk has written, from the rows themselves: what the silent triggers would have
 * refused, and that invoices, lines and journal say the same.  Registers, invoices' agreements
 * and accounts are proven by the updates that advance them (run_advance_registers,
 * run_raise_balances). */
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/run.h"

#include "common/base/language.h"

#include <inttypes.h>

static gboolean
refuse_unproven (const char *what, gint64 example, GError **error)
{
    return refuse (error, SIRAJ_ERROR_RUN_NOT_PROVEN, NULL,
                   "The run was stopped and this part undone: %s (for example %" PRId64
                   "); tell those who look after the program",
                   tr (what), example);
}

static gboolean
prove_lines (Db *db, gint64 first_id, gint64 last_id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &run_prove_lines, &rows, error, P_INT64 (first_id), P_INT64 (last_id))) {
        return FALSE;
    }
    return rows_int64 (rows, 0, 0) == 0 ||
           refuse_unproven (N_ ("an invoice differs from its lines"), rows_int64 (rows, 0, 1),
                            error);
}

static gboolean
check_sums (const Rows *rows, const RunTotals *totals, GError **error)
{
    if (rows_int64 (rows, 0, 0) != totals->bills || rows_int64 (rows, 0, 1) != totals->energy_wh ||
        rows_int64 (rows, 0, 2) != totals->net_minor ||
        rows_int64 (rows, 0, 3) != totals->tax_minor ||
        rows_int64 (rows, 0, 4) != totals->total_minor) {
        return refuse_unproven (N_ ("the invoices differ from what was computed"),
                                rows_int64 (rows, 0, 4), error);
    }
    return TRUE;
}

static gboolean
prove_groups (Db *db, const Run *run, const Chunk *chunk, const RunTotals *totals, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gint64 last_id = chunk->first_invoice_id + totals->bills - 1;

    if (!db_run (db, &run_prove_groups, &rows, error, P_INT64 (chunk->first_invoice_id),
                 P_INT64 (last_id), P_INT64 (run->id), P_INT64 (chunk->chunk_no)) ||
        !check_sums (rows, totals, error)) {
        return FALSE;
    }
    if (rows_int64 (rows, 0, 5) != 0) {
        return refuse_unproven (N_ ("an invoice refers to something that does not exist"),
                                rows_int64 (rows, 0, 5), error);
    }
    if (rows_int64 (rows, 0, 6) != 0) {
        return refuse_unproven (N_ ("the journal differs from the invoices"),
                                rows_int64 (rows, 0, 6), error);
    }
    return rows_int64 (rows, 0, 7) == totals->bills ||
           refuse_unproven (N_ ("an invoice has no consumption"), rows_int64 (rows, 0, 7), error);
}

gboolean
run_prove (Db *db, const Run *run, const Chunk *chunk, const RunTotals *totals, GError **error)
{
    gint64 last_id = chunk->first_invoice_id + totals->bills - 1;

    return prove_lines (db, chunk->first_invoice_id, last_id, error) &&
           prove_groups (db, run, chunk, totals, error);
}
