/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimated bills whose meter has been read since.  The next bill covers their days and its own,
 * with the limits of blocks spread over all of them; a credit note takes each estimated bill back,
 * with what was paid on it, so that only the difference is owed. */
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/run.h"

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

/* The registers of the bills begin where the first of these began them. */
static void
rewind_registers (const Run *run, GArray *registers, const GArray *spans, GArray *wanted)
{
    for (guint i = 0; i < registers->len; i++) {
        RegisterRow *row = &g_array_index (registers, RegisterRow, i);
        const RunSpan *span = run_find_span (spans, row->id);

        if (span != NULL) {
            const RunReadings since = { row->id, span->from_date, run->window.to };

            row->billed_date = span->from_date;
            row->billed_value = span->from_value;
            g_array_append_val (wanted, since);
        }
    }
}

gboolean
run_read_true_ups (Db *db, const Run *run, const Chunk *chunk, RunRows *rows, GError **error)
{
    g_autofree char *bills = NULL;
    g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (RunSpan));
    g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (RunReadings));

    if (!read_bills (db, run, chunk, rows->credits, error)) {
        return FALSE;
    }
    if (rows->credits->len == 0) {
        return TRUE;
    }
    bills = bulk_id_array (rows->credits, G_STRUCT_OFFSET (CreditRow, invoice_id));
    if (!run_read_spans (db, bills, spans, error)) {
        return FALSE;
    }
    rewind_registers (run, rows->registers, spans, wanted);
    return run_read_readings (db, wanted, rows, error);
}

/* Writing */

/* The bill in the place of each, in the order of the credits. */
static char *
places_of (const Chunk *chunk, const GArray *credits)
{
    g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

    for (guint i = 0; i < credits->len; i++) {
        gint64 id = chunk->first_invoice_id + g_array_index (credits, RunCredit, i).invoice;

        g_array_append_val (ids, id);
    }
    return bulk_id_array (ids, 0);
}

gboolean
run_write_true_ups (Db *db, const Chunk *chunk, const RunOutput *output, const char *bills,
                    GError **error)
{
    g_autofree char *places = places_of (chunk, output->credits);

    return db_run (db, &run_true_up_rewind, NULL, error, P_TEXT (bills)) &&
           db_run (db, &run_true_up_links, NULL, error, P_TEXT (bills), P_TEXT (places));
}
