/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimated bills whose meter has been read since.  The next bill covers their days and its own,
 * with the limits of blocks spread over all of them; a credit note takes each estimated bill back,
 * with what was paid on it, so that only the difference is owed. */
#include "server/modules/accounting/accounting.h"
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/run.h"
#include "server/modules/invoices/invoices.h"

#include "common/base/language.h"

#include <string.h>

/* Reading */

static gboolean
read_bills (Db *db, const Run *run, const Chunk *chunk, GArray *credits, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    const Param params[] = {
        P_INT64 (chunk->first_account_id),
        P_INT64 (chunk->last_account_id),
        P_DATE (run->window.to),
    };

    g_array_set_size (credits, 0);
    if (!bulk_read (db, &run_true_up_bills, params, G_N_ELEMENTS (params), &rows, error)) {
        return FALSE;
    }
    for (int i = 0; i < rows_count (rows); i++) {
        const CreditRow row = {
            .account_id = bulk_int64 (rows, i, 0),
            .agreement_id = bulk_int64 (rows, i, 1),
            .invoice_id = bulk_int64 (rows, i, 2),
            .total_minor = bulk_int64 (rows, i, 3),
        };
        g_array_append_val (credits, row);
    }
    return TRUE;
}

/* The ids that are @offset bytes into each item, as a JSON list. */
static char *
list_ids (const GArray *items, gsize offset)
{
    GString *json = g_string_new ("[");
    guint size = g_array_get_element_size ((GArray *)items);

    for (guint i = 0; i < items->len; i++) {
        g_string_append_printf (json, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                                G_STRUCT_MEMBER (gint64, items->data + i * size, offset));
    }
    g_string_append_c (json, ']');
    return g_string_free (json, FALSE);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
    gint64 first = (*(RegisterRow *const *)a)->id;
    gint64 second = (*(RegisterRow *const *)b)->id;

    return first < second ? -1 : first > second;
}

/* The registers by their ids. */
static GPtrArray *
index_registers (GArray *registers)
{
    GPtrArray *index = g_ptr_array_sized_new (registers->len);

    for (guint i = 0; i < registers->len; i++) {
        g_ptr_array_add (index, &g_array_index (registers, RegisterRow, i));
    }
    g_ptr_array_sort (index, compare_ids);
    return index;
}

static RegisterRow *
find_register (GPtrArray *index, gint64 id)
{
    const RegisterRow wanted = { .id = id };
    const RegisterRow *key = &wanted;
    RegisterRow **found =
        bsearch (&key, index->pdata, index->len, sizeof *index->pdata, compare_ids);

    return found != NULL ? *found : NULL;
}

static void
rewind_registers (const Rows *bases, GPtrArray *index)
{
    for (int i = 0; i < rows_count (bases); i++) {
        RegisterRow *row = find_register (index, bulk_int64 (bases, i, 0));

        if (row != NULL) {
            row->billed_date = bulk_date (bases, i, 1);
            row->billed_value = bulk_int64 (bases, i, 2);
            row->n_readings = 0;
        }
    }
}

/* The readings of a register stand together and in order. */
static void
take_readings (const Rows *found, GPtrArray *index, GArray *readings)
{
    for (int i = 0; i < rows_count (found); i++) {
        const ReadingRow reading = {
            .register_id = bulk_int64 (found, i, 0),
            .date = bulk_date (found, i, 1),
            .value = bulk_int64 (found, i, 2),
            .estimated = bulk_boolean (found, i, 3),
            .rollover = bulk_boolean (found, i, 4),
        };
        RegisterRow *row = find_register (index, reading.register_id);

        if (row == NULL) {
            continue;
        }
        if (row->n_readings == 0) {
            row->first_reading = readings->len;
        }
        row->n_readings++;
        g_array_append_val (readings, reading);
    }
}

gboolean
run_read_true_ups (Db *db, const Run *run, const Chunk *chunk, RunRows *rows, GError **error)
{
    g_autofree char *ids = NULL;
    g_autoptr (Rows) bases = NULL;
    g_autoptr (Rows) readings = NULL;
    g_autoptr (GPtrArray) index = NULL;

    if (!read_bills (db, run, chunk, rows->credits, error)) {
        return FALSE;
    }
    if (rows->credits->len == 0) {
        return TRUE;
    }
    ids = list_ids (rows->credits, G_STRUCT_OFFSET (CreditRow, invoice_id));
    if (!bulk_read (db, &run_true_up_bases, (const Param[]) { P_TEXT (ids) }, 1, &bases, error) ||
        !bulk_read (db, &run_true_up_readings,
                    (const Param[]) { P_TEXT (ids), P_DATE (run->window.to) }, 2, &readings,
                    error)) {
        return FALSE;
    }
    index = index_registers (rows->registers);
    rewind_registers (bases, index);
    take_readings (readings, index, rows->readings);
    return TRUE;
}

/* Writing */

static JournalHeader
header_of (const Run *run, const Chunk *chunk, const Rows *rows, int row)
{
    return (JournalHeader) {
        .entry_date = run->issue_date,
        .branch_id = rows_int64 (rows, row, 0),
        .station_id = rows_int64 (rows, row, 1),
        .class_id = rows_int64 (rows, row, 2),
        .source = "billing_runs",
        .source_id = run->id,
        .batch_no = chunk->chunk_no,
        .description = run->period_key,
        .created_by = run->created_by,
    };
}

static gboolean
same_group (const Rows *rows, int a, int b)
{
    return rows_int64 (rows, a, 0) == rows_int64 (rows, b, 0) &&
           rows_int64 (rows, a, 1) == rows_int64 (rows, b, 1) &&
           rows_int64 (rows, a, 2) == rows_int64 (rows, b, 2) &&
           strcmp (rows_text (rows, a, 3), rows_text (rows, b, 3)) == 0;
}

/* Posts the rows from @first on that are of one branch, station, class and receivable key;
 * *@at is then behind them. */
static gboolean
post_group (Db *db, const JournalHeader *header, const Rows *rows, int *at, GError **error)
{
    JournalPosting postings[LINE_N_KINDS + 1];
    gint64 total_minor = 0;
    int first = *at;
    guint n = 0;

    for (; *at < rows_count (rows) && same_group (rows, first, *at) && n < LINE_N_KINDS; (*at)++) {
        int kind = rows_enum (rows, *at, 4, &line_kind_enum);
        gint64 amount = rows_int64 (rows, *at, 5);

        if (kind == ENUM_NONE) {
            return refuse (error, SIRAJ_ERROR_MAPPING_MISSING, NULL,
                           "No posting key is known for invoice lines of the kind %s",
                           rows_text (rows, *at, 4));
        }
        postings[n++] = journal_credit (line_posting_key (kind), amount);
        total_minor += amount;
    }
    postings[n++] = journal_debit (rows_text (rows, first, 3), total_minor);
    return journal_post (db, header, postings, n, NULL, error);
}

static gboolean
post_credit_notes (Db *db, const Run *run, const Chunk *chunk, const char *ids, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    int at = 0;

    if (!db_run (db, &run_credit_sums, &rows, error, P_TEXT (ids))) {
        return FALSE;
    }
    while (at < rows_count (rows)) {
        JournalHeader header = header_of (run, chunk, rows, at);

        header.kind = "credit_note";
        if (!post_group (db, &header, rows, &at, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* What was paid on an estimated bill becomes an advance, and settles the bill in its place. */
static gboolean
post_releases (Db *db, const Run *run, const Chunk *chunk, const Rows *rows, GError **error)
{
    for (int row = 0; row < rows_count (rows); row++) {
        gint64 released_minor = rows_int64 (rows, row, 4);
        const JournalPosting postings[] = {
            journal_debit (rows_text (rows, row, 3), released_minor),
            journal_credit (POSTING_ADVANCES, released_minor),
        };
        JournalHeader header = header_of (run, chunk, rows, row);

        header.kind = "release";
        if (!journal_post (db, &header, postings, G_N_ELEMENTS (postings), NULL, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static char *
links_json (const Chunk *chunk, const GArray *credits)
{
    GString *json = g_string_new ("[");

    for (guint i = 0; i < credits->len; i++) {
        const RunCredit *one = &g_array_index (credits, RunCredit, i);

        g_string_append_printf (
            json, "%s{\"credited_id\":%" G_GINT64_FORMAT ",\"invoice_id\":%" G_GINT64_FORMAT "}",
            i > 0 ? "," : "", one->credited_id, chunk->first_invoice_id + one->invoice);
    }
    g_string_append_c (json, ']');
    return g_string_free (json, FALSE);
}

gboolean
run_write_true_ups (Db *db, const Run *run, const Chunk *chunk, RunOutput *output, GError **error)
{
    g_autoptr (Rows) released = NULL;
    g_autofree char *ids = NULL;
    g_autofree char *links = NULL;
    const char *reason = tr ("The meter was read; the estimate is replaced");

    if (output->credits->len == 0) {
        return TRUE;
    }
    ids = list_ids (output->credits, G_STRUCT_OFFSET (RunCredit, credited_id));
    links = links_json (chunk, output->credits);
    if (!db_run (db, &run_credit_notes, NULL, error, P_TEXT (ids), P_DATE (run->issue_date),
                 P_INT64 (run->month), P_TEXT (reason), P_INT64 (run->created_by)) ||
        !db_run (db, &run_credit_lines, NULL, error, P_TEXT (ids)) ||
        !db_run (db, &run_credit_segments, NULL, error, P_TEXT (ids)) ||
        !db_run (db, &run_credit_seal, NULL, error, P_TEXT (ids)) ||
        !db_run (db, &run_credit_settle, &released, error, P_TEXT (ids),
                 P_INT64 (run->created_by))) {
        return FALSE;
    }
    output->totals.has_advances = output->totals.has_advances || rows_count (released) > 0;
    return post_credit_notes (db, run, chunk, ids, error) &&
           post_releases (db, run, chunk, released, error) &&
           db_run (db, &run_credit_rewind, NULL, error, P_TEXT (ids)) &&
           db_run (db, &run_credit_links, NULL, error, P_TEXT (links));
}
