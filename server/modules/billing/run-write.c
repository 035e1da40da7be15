/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Computes and writes the bills of a chunk.
 *
 * Lines, segments and invoices go by COPY BINARY past the triggers of their foreign keys, which
 * would cost three times as much as the rows.  That is safe, because
 * - every id in them was read in this transaction from the table it refers to, and no role of
 *   the program may delete a row of those tables, so no parent can go between reading and
 *   committing;
 * - run_prove() shows from the rows as they were written, in this transaction, that they are
 *   those that were sent, and refuses the chunk otherwise;
 * - the triggers fall silent for the three COPYs and for two updates that touch no key: journal,
 *   allocations and exceptions go in with theirs; and audit, append-only and double entry are
 *   ENABLE ALWAYS throughout.
 * The counter of invoice numbers is taken as late as can be, since it is held to the end. */
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/run.h"
#include "server/modules/invoices/invoices.h"

#include <inttypes.h>
#include <stdio.h>

#define INVOICE_COLUMNS 22
#define EXCEPTION_COLUMNS 5
#define NUMBER_BYTES 64

/* What holds for every invoice of the chunk. */
typedef struct {
    const Run *run;
    const Chunk *chunk;
    const RunPrices *prices;
} InvoiceBatch;

static gint64
last_invoice_id (const Chunk *chunk, const RunTotals *totals)
{
    return chunk->first_invoice_id + totals->bills - 1;
}

/* Numbers */

static gboolean
take_numbers (Db *db, const Run *run, RunWorkspace *work, GError **error)
{
    for (guint i = 0; i < work->output.invoices->len; i++) {
        gint64 branch_id = g_array_index (work->output.invoices, RunInvoice, i).branch_id;
        run_find_branch (&work->prices, branch_id)->bills++;
    }
    for (guint i = 0; i < work->prices.branches->len; i++) {
        RunBranch *branch = &g_array_index (work->prices.branches, RunBranch, i);
        g_autoptr (Rows) rows = NULL;

        if (branch->bills == 0) {
            continue;
        }
        if (!db_run (db, &run_take_numbers, &rows, error, P_INT64 (branch->id), P_INT64 (run->year),
                     P_INT64 (branch->bills))) {
            return FALSE;
        }
        branch->next_number = rows_int64 (rows, 0, 0);
    }
    return TRUE;
}

/* As document_number() in SQL: "INV-2025-01-0000123". */
static void
put_number (CopyBuffer *rows, const Run *run, RunBranch *branch)
{
    char number[NUMBER_BYTES];

    g_snprintf (number, sizeof number,
                SERIES_INVOICE "-%" G_GINT64_FORMAT "-%s-%07" G_GINT64_FORMAT, run->year,
                branch->code, branch->next_number++);
    copy_text (rows, number);
}

/* Rows */

static void
put_invoice (CopyBuffer *rows, const InvoiceBatch *batch, const RunInvoice *invoice, guint i)
{
    const Run *run = batch->run;
    const RunClass *class = run_find_class (batch->prices, invoice->class_id);

    copy_row (rows, INVOICE_COLUMNS);
    copy_int64 (rows, batch->chunk->first_invoice_id + i);
    copy_int64 (rows, invoice->account_id);
    copy_int64 (rows, invoice->agreement_id);
    copy_int64 (rows, invoice->branch_id);
    copy_int64 (rows, invoice->station_id);
    copy_int64 (rows, invoice->class_id);
    put_number (rows, run, run_find_branch (batch->prices, invoice->branch_id));
    copy_text (rows,
               enumeration_word (&invoice_kind_enum,
                                 invoice->is_final ? INVOICE_KIND_FINAL : INVOICE_KIND_ENERGY));
    copy_int64 (rows, run->id);
    copy_int64 (rows, batch->chunk->chunk_no);
    copy_text (rows, run->period_key);
    copy_date (rows, invoice->period.from);
    copy_date (rows, invoice->period.to);
    copy_date (rows, run->issue_date);
    copy_date (rows, run->issue_date + class->due_days);
    copy_int64 (rows, invoice->energy_wh);
    copy_int64 (rows, invoice->net_minor);
    copy_int64 (rows, invoice->tax_minor);
    copy_int64 (rows, invoice->rounding_minor);
    copy_int64 (rows, invoice->total_minor);
    copy_int64 (rows, invoice->previous_balance_minor);
    copy_int64 (rows, run->created_by);
}

static gboolean
copy_invoices (Db *db, const InvoiceBatch *batch, RunOutput *output, const char *command,
               GError **error)
{
    CopyBuffer *rows = &output->bills;

    if (!copy_open (rows, db, command, error)) {
        return FALSE;
    }
    for (guint i = 0; i < output->invoices->len; i++) {
        put_invoice (rows, batch, &g_array_index (output->invoices, RunInvoice, i), i);
    }
    return copy_close (rows, db, error);
}

/* The database takes the lines in while the bills are computed. */
static gboolean
copy_lines (Db *db, const Run *run, const Chunk *chunk, RunWorkspace *work, const char *command,
            GError **error)
{
    CopyBuffer *lines = &work->output.lines;

    if (!db_run_params (db, &run_silence_triggers, NULL, 0, NULL, error) ||
        !copy_open (lines, db, command, error)) {
        return FALSE;
    }
    run_bill (run, chunk, work);
    return copy_close (lines, db, error) &&
           db_run_params (db, &run_wake_triggers, NULL, 0, NULL, error);
}

/* State of registers and accounts */

/* How many rows the statement changed. */
static gboolean
update_range (Db *db, const Statement *statement, const Param params[4], gint64 *n, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run_params (db, statement, params, 4, &rows, error)) {
        return FALSE;
    }
    *n = g_ascii_strtoll (PQcmdTuples (rows), NULL, 10);
    return TRUE;
}

static gboolean
refuse_unproven (const char *what, gint64 found, gint64 expected, GError **error)
{
    return refuse (error, SIRAJ_ERROR_RUN_NOT_PROVEN, NULL,
                   "The run was stopped and this part undone: %s (%" PRId64 " instead of %" PRId64
                   ")",
                   tr (what), found, expected);
}

/* Mostly one segment a register; each further one is a further step. */
static gboolean
advance_registers (Db *db, const Param range[4], gint64 segments, GError **error)
{
    gint64 steps = 0;
    gint64 n = 1;

    while (steps < segments && n > 0) {
        if (!update_range (db, &run_advance_registers, range, &n, error)) {
            return FALSE;
        }
        steps += n;
    }
    return steps == segments ||
           refuse_unproven (N_ ("registers do not go on where their bills begin"), steps, segments,
                            error);
}

static gboolean
raise_balances (Db *db, const Param range[4], const RunTotals *totals, GError **error)
{
    gboolean one_each = totals->accounts_billed == totals->bills;
    gint64 n;

    if (!update_range (db, one_each ? &run_raise_balances : &run_raise_balances_summed, range, &n,
                       error)) {
        return FALSE;
    }
    return n == totals->accounts_billed ||
           refuse_unproven (N_ ("accounts without a balance were billed"), n,
                            totals->accounts_billed, error);
}

/* Versions that billed for the first time are frozen. */
static gboolean
mark_versions (Db *db, const RunPrices *prices, GError **error)
{
    g_autoptr (GString) ids = g_string_new ("{");

    for (guint i = 0; i < prices->versions->len; i++) {
        const PricedVersion *one = &g_array_index (prices->versions, PricedVersion, i);

        if (one->used_now && !one->used) {
            g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, ids->len > 1 ? "," : "", one->id);
        }
    }
    g_string_append_c (ids, '}');
    return ids->len == 2 || db_run (db, &run_versions_used, NULL, error, P_TEXT (ids->str));
}

static gboolean
apply_advances (Db *db, const Run *run, const Chunk *chunk, const RunTotals *totals, GError **error)
{
    const AdvanceRequest request = {
        .first_id = chunk->first_invoice_id,
        .last_id = last_invoice_id (chunk, totals),
        .entry_date = run->issue_date,
        .source = "billing_runs",
        .source_id = run->id,
        .batch_no = chunk->chunk_no,
        .created_by = run->created_by,
    };

    return !run->apply_advances || !totals->has_advances ||
           invoices_apply_advances (db, &request, NULL, error);
}

static gboolean
write_bills (Db *db, const Run *run, const Chunk *chunk, RunWorkspace *work, const Rows *commands,
             GError **error)
{
    const InvoiceBatch batch = { run, chunk, &work->prices };
    const RunTotals *totals = &work->output.totals;
    const Param range[4] = {
        P_INT64 (chunk->first_invoice_id),
        P_INT64 (last_invoice_id (chunk, totals)),
        P_INT64 (chunk->first_account_id),
        P_INT64 (chunk->last_account_id),
    };

    return mark_versions (db, &work->prices, error) && run_post (db, run, chunk, work, error) &&
           run_write_estimates (db, run, &work->output, error) &&
           run_write_true_ups (db, run, chunk, &work->output, error) &&
           db_run_params (db, &run_silence_triggers, NULL, 0, NULL, error) &&
           copy_send (&work->output.segments, db, rows_text (commands, 0, 2), error) &&
           db_run (db, &run_set_look_ups, NULL, error, P_TEXT ("off")) &&
           advance_registers (db, range, totals->segments, error) &&
           take_numbers (db, run, work, error) &&
           copy_invoices (db, &batch, &work->output, rows_text (commands, 0, 0), error) &&
           raise_balances (db, range, totals, error) &&
           db_run_params (db, &run_wake_triggers, NULL, 0, NULL, error) &&
           run_prove (db, run, chunk, &work->output, error) &&
           db_run (db, &run_set_look_ups, NULL, error, P_TEXT ("on")) &&
           invoices_seal (db, chunk->first_invoice_id, last_invoice_id (chunk, totals), error) &&
           apply_advances (db, run, chunk, totals, error);
}

gboolean
run_write (Db *db, const Run *run, const Chunk *chunk, RunWorkspace *work, GError **error)
{
    g_autoptr (Rows) commands = NULL;

    return db_run (db, &run_copy_commands, &commands, error, P_INT64 (run->month)) &&
           copy_lines (db, run, chunk, work, rows_text (commands, 0, 1), error) &&
           (work->output.totals.bills == 0 || write_bills (db, run, chunk, work, commands, error));
}

/* Exceptions and totals */

static const char copy_exceptions_command[] =
    "COPY billing_exceptions (run_id, account_id, agreement_id, code, detail)"
    " FROM STDIN (FORMAT binary)";

static gboolean
copy_exceptions (Db *db, const Run *run, RunOutput *output, GError **error)
{
    CopyBuffer *rows = &output->copy;

    copy_begin (rows);
    for (guint i = 0; i < output->exceptions->len; i++) {
        const RunException *one = &g_array_index (output->exceptions, RunException, i);

        copy_row (rows, EXCEPTION_COLUMNS);
        copy_int64 (rows, run->id);
        copy_int64 (rows, one->account_id);
        copy_int64 (rows, one->agreement_id);
        copy_text (rows, siraj_error_name (one->code));
        copy_text (rows, one->detail);
    }
    return copy_send (rows, db, copy_exceptions_command, error);
}

static gboolean
record_classes (Db *db, const Run *run, const Chunk *chunk, const RunOutput *output, GError **error)
{
    for (guint i = 0; i < output->groups->len; i++) {
        const RunGroup *group = &g_array_index (output->groups, RunGroup, i);

        if (!db_run (db, &run_chunk_class, NULL, error, P_INT64 (run->id),
                     P_INT64 (chunk->chunk_no), P_INT64 (group->class_id), P_INT64 (group->bills),
                     P_INT64 (group->energy_wh), P_INT64 (group->total_minor))) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean
run_record (Db *db, const Run *run, const Chunk *chunk, RunOutput *output, GError **error)
{
    const RunTotals *totals = &output->totals;

    return copy_exceptions (db, run, output, error) &&
           db_run (db, &run_chunk_done, NULL, error, P_INT64 (run->id), P_INT64 (chunk->chunk_no),
                   P_INT64 (totals->bills), P_INT64 (output->exceptions->len),
                   P_INT64 (totals->skipped), P_INT64 (totals->energy_wh),
                   P_INT64 (totals->net_minor), P_INT64 (totals->tax_minor),
                   P_INT64 (totals->total_minor), P_INT64 (totals->bills + totals->skipped)) &&
           record_classes (db, run, chunk, output, error);
}
