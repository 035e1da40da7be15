/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proves what a chunk has written, from the rows themselves: what the silent triggers would have
 * refused, and that invoices, lines, segments and journal say the same.
 *
 * Whatever is sent was checked on its way: every id was read in this transaction, and the lines of
 * each bill make its total (check_lines() in run-bill.c).  That the rows stand as they were sent is
 * seen from their number and from the sum of every column of numbers, which the encoder keeps too:
 * a row that is missing, doubled or changed anywhere on its way to the table changes a sum.  That
 * registers and accounts exist is proven by the updates that advance them (run_advance_registers,
 * run_raise_balances); `verify` proves bill by bill, whenever it is asked. */
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/run.h"

#include "common/base/language.h"

#include <inttypes.h>

/* Which columns of a COPY its statement sums up, in the statement's order; the first is relative
 * to the first invoice. */
typedef struct {
    const Statement *statement;
    const char *what;
    guint columns[16];
    guint n_columns;
} SumProof;

static const SumProof line_proof = {
    &run_prove_lines,
    N_ ("the lines differ from what was computed"),
    { 0, 2, 5, 8, 9, 11, 12 },
    7,
};
static const SumProof segment_proof = {
    &run_prove_segments,
    N_ ("the consumption differs from what was computed"),
    { 0, 2, 3, 6, 7, 8 },
    6,
};
static const SumProof invoice_proof = {
    &run_prove_invoices,
    N_ ("the invoices differ from what was computed"),
    { 0, 1, 2, 3, 4, 5, 8, 9, 15, 16, 17, 18, 19, 20, 22 },
    15,
};

static gboolean
refuse_unproven (const char *what, gint64 found, gint64 expected, GError **error)
{
    return refuse (error, SIRAJ_ERROR_RUN_NOT_PROVEN, NULL,
                   "The run was stopped and this part undone: %s (%" PRId64 " instead of %" PRId64
                   "); tell those who look after the program",
                   tr (what), found, expected);
}

static gboolean
prove_sums (Db *db, const SumProof *proof, const CopyBuffer *sent, const gint64 range[2],
            GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, proof->statement, &rows, error, P_INT64 (range[0]), P_INT64 (range[1]))) {
        return FALSE;
    }
    if (rows_int64 (rows, 0, 0) != sent->n_rows) {
        return refuse_unproven (proof->what, rows_int64 (rows, 0, 0), sent->n_rows, error);
    }
    for (guint i = 0; i < proof->n_columns; i++) {
        guint64 expected = sent->sums[proof->columns[i]];
        gint64 found = rows_int64 (rows, 0, (int)i + 1);

        if (i == 0) {
            expected -= (guint64)range[0] * sent->n_rows;
        }
        if ((guint64)found != expected) {
            return refuse_unproven (proof->what, found, (gint64)expected, error);
        }
    }
    return TRUE;
}

static gboolean
prove_journal (Db *db, const Run *run, const Chunk *chunk, gint64 total_minor, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &run_prove_journal, &rows, error, P_TEXT (run->source), P_INT64 (run->id),
                 P_INT64 (chunk->chunk_no), P_TEXT (run->single ? "invoice" : "invoices"))) {
        return FALSE;
    }
    return rows_int64 (rows, 0, 0) == total_minor ||
           refuse_unproven (N_ ("the journal differs from the invoices"), rows_int64 (rows, 0, 0),
                            total_minor, error);
}

gboolean
run_prove (Db *db, const Run *run, const Chunk *chunk, const RunOutput *output, GError **error)
{
    const gint64 range[2] = {
        chunk->first_invoice_id,
        chunk->first_invoice_id + output->totals.bills - 1,
    };

    return prove_sums (db, &line_proof, &output->lines, range, error) &&
           prove_sums (db, &segment_proof, &output->segments, range, error) &&
           prove_sums (db, &invoice_proof, &output->bills, range, error) &&
           prove_journal (db, run, chunk, output->totals.total_minor, error);
}
