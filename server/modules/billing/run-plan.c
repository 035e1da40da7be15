/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The job of a run: lays out its chunks once, carries out one of them at a time, sums up at the
 * end. A chunk is one transaction that begins by locking its row, so that a worker killed at any
 * moment leaves it as it was, for the next worker to take. */
#define G_LOG_DOMAIN "siraj-billing"

#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/billing.h"
#include "server/modules/billing/cycles-sql.h"
#include "server/modules/billing/run.h"

#include "common/base/language.h"

static void
run_clear (Run *run)
{
    g_free (run->period_key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* The days of reading around the first day after the period. */
static Period
reading_window (Period period, gint64 days_before, gint64 days_after)
{
    return (Period) { period.to - (Date)days_before, period.to + (Date)days_after + 1 };
}

static gboolean
take_context (const Rows *rows, Run *run, GError **error)
{
    int month, day, year;

    run->cycle_id = rows_int64 (rows, 0, 0);
    run->class_id = rows_int64 (rows, 0, 1);
    run->station_id = rows_int64 (rows, 0, 2);
    run->period_key = g_strdup (rows_text (rows, 0, 3));
    run->period = (Period) { rows_date (rows, 0, 4), rows_date (rows, 0, 5) };
    run->issue_date = rows_date (rows, 0, 6);
    run->trial = rows_boolean (rows, 0, 7);
    run->created_by = rows_int64 (rows, 0, 8);
    run->window = reading_window (run->period, rows_int64 (rows, 0, 9), rows_int64 (rows, 0, 10));
    run->currency = currency_find (rows_text (rows, 0, 11));
    run->cash_unit_minor = rows_int64 (rows, 0, 12);
    run->apply_advances = rows_boolean (rows, 0, 13);
    date_split (run->issue_date, &year, &month, &day);
    run->year = year;
    run->month = year * 100 + month;
    return run->currency != NULL ||
           refuse (error, SIRAJ_ERROR_INTERNAL, NULL, "The company's currency is not known");
}

static gboolean
load_run (JobChunk *job, Run *run, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    run->id = json_object_get_int_member (job->parameters, "run_id");
    run->source = "billing_runs";
    return db_one (job->db, &run_context, (const Param[]) { P_INT64 (run->id) }, 1,
                   N_ ("Billing run"), &rows, error) &&
           take_context (rows, run, error) && run_load_extras (job->db, run, error);
}

/* Laying out */

static gboolean
is_laid (JobChunk *job, const Run *run, gboolean *laid, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (job->db, &run_chunks_laid, &rows, error, P_INT64 (run->id))) {
        return FALSE;
    }
    *laid = rows_boolean (rows, 0, 0);
    return TRUE;
}

/* As many as the starter asked for: smaller chunks hold their accounts for a shorter time. */
static gint64
chunk_accounts (const JobChunk *job)
{
    gint64 wanted = json_object_get_int_member_with_default (job->parameters, "chunk_accounts", 0);

    return wanted > 0 ? MIN (wanted, RUN_CHUNK_ACCOUNTS) : RUN_CHUNK_ACCOUNTS;
}

static gboolean
lay_rows (JobChunk *job, const Run *run, Rows **rows, GError **error)
{
    if (run->selected) {
        return db_run (job->db, &run_selected_lay, rows, error, P_INT64 (run->id),
                       P_INT64 (chunk_accounts (job)), P_INT64 (RUN_BLOCKS));
    }
    return db_run (job->db, &run_chunk_lay, rows, error, P_INT64 (run->id), P_INT64 (run->cycle_id),
                   P_INT64 (chunk_accounts (job)), P_INT64 (RUN_BLOCKS));
}

/* Partitions come last, because making them keeps everybody from the invoices until the end. */
static gboolean
lay_chunks (JobChunk *job, const Run *run, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!lay_rows (job, run, &rows, error)) {
        return FALSE;
    }
    if (!run->trial && !db_run (job->db, &run_partitions, NULL, error, P_INT64 (run->month))) {
        return FALSE;
    }
    return job_progress (
        job, &(JobProgress) { .total = rows_int64 (rows, 0, 0), .stage = N_ ("Billing") }, error);
}

/* Once: whoever comes second waits here and finds it done. */
static gboolean
lay_out (JobChunk *job, const Run *run, GError **error)
{
    gboolean laid;

    return job_lock (job, error) && is_laid (job, run, &laid, error) &&
           (laid || lay_chunks (job, run, error));
}

/* One chunk */

static gboolean
take_chunk (JobChunk *job, const Run *run, Chunk *chunk, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    chunk->chunk_no = 0;
    if (!db_run (job->db, &run_chunk_take, &rows, error, P_INT64 (run->id))) {
        return FALSE;
    }
    if (rows_count (rows) == 1) {
        chunk->chunk_no = rows_int64 (rows, 0, 0);
        chunk->first_account_id = rows_int64 (rows, 0, 1);
        chunk->last_account_id = rows_int64 (rows, 0, 2);
        chunk->accounts = rows_int64 (rows, 0, 3);
        chunk->first_invoice_id =
            run->month * RUN_MONTH_IDS + rows_int64 (rows, 0, 4) * RUN_BLOCK_IDS;
    }
    return TRUE;
}

static gboolean
read_chunk (JobChunk *job, const Run *run, const Chunk *chunk, RunWorkspace *work, GError **error)
{
    if (!run_load_prices (job->db, run, &work->prices, error) ||
        !db_run (job->db, &run_set_look_ups, NULL, error, P_TEXT ("off")) ||
        !run_read (job->db, run, chunk, &work->rows, error) ||
        !run_select (job->db, run, chunk, &work->rows, error) ||
        !db_run (job->db, &run_set_look_ups, NULL, error, P_TEXT ("on")) ||
        !run_read_rules (job->db, run, chunk, &work->rows, error) ||
        !run_read_true_ups (job->db, run, chunk, &work->rows, error)) {
        return FALSE;
    }
    if (work->rows.agreements->len > RUN_BLOCK_IDS) {
        return refuse (error, SIRAJ_ERROR_RANGE_TOO_LARGE, NULL,
                       "One account has more than %d agreements: divide it into several accounts.",
                       RUN_BLOCK_IDS - RUN_CHUNK_ACCOUNTS);
    }
    return TRUE;
}

static gboolean
carry_out (JobChunk *job, const Run *run, const Chunk *chunk, GError **error)
{
    RunWorkspace *work = run_workspace ();

    if (!read_chunk (job, run, chunk, work, error)) {
        return FALSE;
    }
    if (run->trial) {
        run_bill (run, chunk, work);
    } else if (!run_write (job->db, run, chunk, work, error)) {
        return FALSE;
    }
    return run_record (job->db, run, chunk, &work->output, error) &&
           (!run->trial || run_keep_trial (job->db, run, chunk, &work->output, error)) &&
           job_progress (job, &(JobProgress) { .done = chunk->accounts, .total = INT64_NONE },
                         error);
}

/* The end */

static char *
result_of (const Rows *rows, gint64 run_id)
{
    static const char *const names[] = {
        "accounts",  "bills",     "exceptions", "skipped",
        "energy_wh", "net_minor", "tax_minor",  "total_minor",
    };
    GString *json = g_string_new (NULL);

    g_string_append_printf (json, "{\"run_id\":%" G_GINT64_FORMAT, run_id);
    for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
        g_string_append_printf (json, ",\"%s\":%" G_GINT64_FORMAT, names[i],
                                rows_int64 (rows, 0, (int)i));
    }
    g_string_append_c (json, '}');
    return g_string_free (json, FALSE);
}

static gboolean
complete (JobChunk *job, const Run *run, GError **error)
{
    g_autoptr (Rows) left = NULL;
    g_autoptr (Rows) rows = NULL;
    g_autofree char *result = NULL;

    if (!db_run (job->db, &run_chunks_left, &left, error, P_INT64 (run->id))) {
        return FALSE;
    }
    if (rows_boolean (left, 0, 0)) {
        return job_wait (job); /* others are at the last chunks */
    }
    if (!db_run (job->db, &run_complete, &rows, error, P_INT64 (run->id))) {
        return FALSE;
    }
    if (rows_count (rows) == 0) {
        return job_wait (job); /* another worker has just completed it */
    }
    result = result_of (rows, run->id);
    return job_finish (job, result, error);
}

static gboolean
billing_chunk (JobChunk *job, GError **error)
{
    g_auto (Run) run = { 0 };
    Chunk chunk;

    if (!load_run (job, &run, error)) {
        return FALSE;
    }
    if (job->job->progress_total == INT64_NONE) {
        return lay_out (job, &run, error);
    }
    if (!take_chunk (job, &run, &chunk, error)) {
        return FALSE;
    }
    return chunk.chunk_no != 0 ? carry_out (job, &run, &chunk, error) : complete (job, &run, error);
}

const JobKind billing_job_kind = { "billing_run", TRUE, billing_chunk };
