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
#include "server/modules/billing/take-back.h"
#include "server/modules/invoices/invoices.h"

#include <inttypes.h>
#include <stdio.h>

#define INVOICE_COLUMNS 24
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
next_number (const Run *run, RunBranch *branch, char number[NUMBER_BYTES])
{
    g_snprintf (number, NUMBER_BYTES, SERIES_INVOICE "-%" G_GINT64_FORMAT "-%s-%07" G_GINT64_FORMAT,
                run->year, branch->code, branch->next_number++);
}

/* Rows */

static const char *
kind_of (const RunInvoice *invoice)
{
    return enumeration_word (&invoice_kind_enum,
                             invoice->is_final ? INVOICE_KIND_FINAL : INVOICE_KIND_ENERGY);
}

static Date
due_date_of (const InvoiceBatch *batch, const RunInvoice *invoice)
{
    return batch->run->issue_date + run_find_class (batch->prices, invoice->class_id)->due_days;
}

/* A bill that takes the place of another is of no run. */
static void
put_invoice (CopyBuffer *rows, const InvoiceBatch *batch, const RunInvoice *invoice, guint i,
             const char *number)
{
    const Run *run = batch->run;
    const gint64 run_ids[2] = { run->id, batch->chunk->chunk_no };

    copy_row (rows, INVOICE_COLUMNS);
    copy_int64 (rows, batch->chunk->first_invoice_id + i);
    copy_int64 (rows, invoice->account_id);
    copy_int64 (rows, invoice->agreement_id);
    copy_int64 (rows, invoice->branch_id);
    copy_int64 (rows, invoice->station_id);
    copy_int64 (rows, invoice->class_id);
    copy_text (rows, number);
    copy_text (rows, kind_of (invoice));
    for (guint id = 0; id < G_N_ELEMENTS (run_ids); id++) {
        copy_optional (rows, run->rebills ? 0 : run_ids[id], 0);
    }
    copy_text (rows, run->period_key);
    copy_date (rows, invoice->period.from);
    copy_date (rows, invoice->period.to);
    copy_date (rows, run->issue_date);
    copy_date (rows, due_date_of (batch, invoice));
    copy_int64 (rows, invoice->energy_wh);
    copy_int64 (rows, invoice->net_minor);
    copy_int64 (rows, invoice->tax_minor);
    copy_int64 (rows, invoice->rounding_minor);
    copy_int64 (rows, invoice->total_minor);
    copy_int64 (rows, invoice->previous_balance_minor);
    copy_int64 (rows, run->created_by);
    copy_optional (rows, invoice->replaces_id, 0);
    copy_text (rows, run->reason);
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
        const RunInvoice *invoice = &g_array_index (output->invoices, RunInvoice, i);
        char number[NUMBER_BYTES];

        next_number (batch->run, run_find_branch (batch->prices, invoice->branch_id), number);
        put_invoice (rows, batch, invoice, i, number);
    }
    return copy_close (rows, db, error);
}

/* The bill of a request: put, so that it is proven like the others, and written by itself. */
static gboolean
insert_invoice (Db *db, const InvoiceBatch *batch, RunOutput *output, GError **error)
{
    const RunInvoice *invoice = &g_array_index (output->invoices, RunInvoice, 0);
    const Run *run = batch->run;
    char number[NUMBER_BYTES];

    next_number (run, run_find_branch (batch->prices, invoice->branch_id), number);
    copy_begin (&output->bills);
    put_invoice (&output->bills, batch, invoice, 0, number);
    return db_run (db, &run_insert_invoice, NULL, error, P_INT64 (batch->chunk->first_invoice_id),
                   P_INT64 (invoice->account_id), P_INT64 (invoice->agreement_id),
                   P_INT64 (invoice->branch_id), P_INT64 (invoice->station_id),
                   P_INT64 (invoice->class_id), P_TEXT (number), P_TEXT (kind_of (invoice)),
                   P_TEXT (run->period_key), P_DATE (invoice->period.from),
                   P_DATE (invoice->period.to), P_DATE (run->issue_date),
                   P_DATE (due_date_of (batch, invoice)), P_INT64 (invoice->energy_wh),
                   P_INT64 (invoice->net_minor), P_INT64 (invoice->tax_minor),
                   P_INT64 (invoice->rounding_minor), P_INT64 (invoice->total_minor),
                   P_INT64 (invoice->previous_balance_minor), P_INT64 (run->created_by),
                   P_ID (invoice->replaces_id), P_TEXT (run->reason));
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

static gboolean
write_invoices (Db *db, const InvoiceBatch *batch, RunWorkspace *work, const Rows *commands,
                GError **error)
{
    return take_numbers (db, batch->run, work, error) &&
           (batch->run->single
                ? insert_invoice (db, batch, &work->output, error)
                : copy_invoices (db, batch, &work->output, rows_text (commands, 0, 0), error));
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

/* What takes the place of others */

/* The bills that are replaced, in the order of output->credits. */
static gboolean
take_back (Db *db, const Run *run, const Chunk *chunk, RunOutput *output, TakeBack *taken,
           GError **error)
{
    g_autofree char *bills = NULL;

    if (output->credits->len == 0) {
        return TRUE;
    }
    bills = bulk_id_array (output->credits, G_STRUCT_OFFSET (RunCredit, credited_id));
    *taken = (TakeBack) {
        .bills = bills,
        .n_bills = output->credits->len,
        .month = run->month,
        .reason =
            run->reason != NULL ? run->reason : tr ("The meter was read; the estimate is replaced"),
        .header = run_journal_header (run, chunk),
        .single = run->single,
    };
    if (!take_back_bills (db, taken, error)) {
        return FALSE;
    }
    taken->bills = NULL;
    output->totals.has_advances = output->totals.has_advances || taken->released;
    return run->rebills || run_write_true_ups (db, chunk, output, bills, error);
}

/* Each bill in the place of one: what was paid of that goes first. */
static gboolean
replace_bills (Db *db, const Run *run, const Chunk *chunk, const RunOutput *output,
               const TakeBack *taken, GError **error)
{
    guint n = output->credits->len;
    g_autoptr (GArray) ids = g_array_sized_new (FALSE, FALSE, 3 * sizeof (gint64), n);
    g_autofree char *bills = NULL;
    g_autofree char *replaced = NULL;
    g_autofree char *notes = NULL;

    for (guint i = 0; i < n; i++) {
        const RunCredit *credit = &g_array_index (output->credits, RunCredit, i);
        const gint64 three[3] = { chunk->first_invoice_id + credit->invoice, credit->credited_id,
                                  take_back_note (taken, credit->credited_id) };

        g_array_append_vals (ids, three, 1);
    }
    bills = bulk_id_array (ids, 0);
    replaced = bulk_id_array (ids, sizeof (gint64));
    notes = bulk_id_array (ids, 2 * sizeof (gint64));
    const Replacements replacements = { bills, replaced, notes, run_journal_header (run, chunk) };
    return documents_replace (db, &replacements, error) &&
           documents_restate (db, replaced, bills, error);
}

/* All registers of the chunk at once, and from here on all of its accounts. */
static gboolean
advance_chunk (Db *db, const Param range[4], gint64 segments, GError **error)
{
    return db_run (db, &run_set_look_ups, NULL, error, P_TEXT ("off")) &&
           advance_registers (db, range, segments, error);
}

static gboolean
apply_advances (Db *db, const Run *run, const Chunk *chunk, const RunTotals *totals, GError **error)
{
    const AdvanceRequest request = {
        .first_id = chunk->first_invoice_id,
        .last_id = last_invoice_id (chunk, totals),
        .entry_date = run->issue_date,
        .source = run->source,
        .source_id = run->id,
        .batch_no = chunk->chunk_no,
        .created_by = run->created_by,
    };

    return !run->apply_advances || !totals->has_advances ||
           invoices_apply_advances (db, &request, NULL, error);
}

/* When no number is taken any more: whoever holds a device holds the counters of its numbers.  The
 * one bill of a request is sealed by its trigger. */
static gboolean
seal_bills (Db *db, const Run *run, const Chunk *chunk, const RunTotals *totals,
            const TakeBack *taken, GError **error)
{
    return run->single ||
           ((taken->pairs == NULL || take_back_seal (db, taken, error)) &&
            invoices_seal (db, chunk->first_invoice_id, last_invoice_id (chunk, totals), error));
}

static gboolean
write_bills (Db *db, const Run *run, const Chunk *chunk, RunWorkspace *work, const Rows *commands,
             GError **error)
{
    const InvoiceBatch batch = { run, chunk, &work->prices };
    g_auto (TakeBack) taken = { 0 };
    RunOutput *output = &work->output;
    const RunTotals *totals = &output->totals;
    const Param range[4] = {
        P_INT64 (chunk->first_invoice_id),
        P_INT64 (last_invoice_id (chunk, totals)),
        P_INT64 (chunk->first_account_id),
        P_INT64 (chunk->last_account_id),
    };

    return mark_versions (db, &work->prices, error) && run_post (db, run, chunk, work, error) &&
           run_write_estimates (db, run, output, error) &&
           take_back (db, run, chunk, output, &taken, error) &&
           db_run_params (db, &run_silence_triggers, NULL, 0, NULL, error) &&
           copy_send (&output->segments, db, rows_text (commands, 0, 2), error) &&
           (run->rebills || advance_chunk (db, range, totals->segments, error)) &&
           write_invoices (db, &batch, work, commands, error) &&
           (run->rebills || raise_balances (db, range, totals, error)) &&
           db_run_params (db, &run_wake_triggers, NULL, 0, NULL, error) &&
           run_prove (db, run, chunk, output, error) &&
           db_run (db, &run_set_look_ups, NULL, error, P_TEXT ("on")) &&
           (!run->rebills || replace_bills (db, run, chunk, output, &taken, error)) &&
           seal_bills (db, run, chunk, totals, &taken, error) &&
           apply_advances (db, run, chunk, totals, error);
}

gboolean
run_write (Db *db, const Run *run, const Chunk *chunk, RunWorkspace *work, GError **error)
{
    g_autoptr (Rows) commands = NULL;

    return db_run (db, &run_copy_commands, &commands, error, P_INT64 (run->month),
                   P_BOOLEAN (run->single)) &&
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
