/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what a chunk needs: four ordered statements, laid side by side in memory.  Bills that are
 * computed again are read by statements of their own into the same lists. */
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/run.h"
#include "server/modules/tariffs/tariffs.h"

typedef struct {
    const Rows *rows;
    int row;
    int column;
} Reader;

static gint64
next_int64 (Reader *at)
{
    return bulk_int64 (at->rows, at->row, at->column++);
}

static Date
next_date (Reader *at)
{
    return bulk_date (at->rows, at->row, at->column++);
}

static gboolean
next_boolean (Reader *at)
{
    return bulk_boolean (at->rows, at->row, at->column++);
}

static const char *
next_text (Reader *at)
{
    return rows_text (at->rows, at->row, at->column++);
}

/* Room for one result in @array. */
static void
make_room (GArray *array, const Rows *rows)
{
    g_array_set_size (array, rows_count (rows));
}

gboolean
run_read_agreements (Db *db, const RunQuery *query, RunRows *out, GError **error)
{
    g_clear_pointer (&out->agreement_rows, PQclear);
    if (!bulk_read (db, query->statement, query->params, query->n_params, &out->agreement_rows,
                    error)) {
        return FALSE;
    }
    make_room (out->agreements, out->agreement_rows);
    for (guint i = 0; i < out->agreements->len; i++) {
        Reader at = { out->agreement_rows, (int)i, 0 };
        AgreementRow *row = &g_array_index (out->agreements, AgreementRow, i);

        row->account_id = next_int64 (&at);
        row->agreement_id = next_int64 (&at);
        row->branch_id = next_int64 (&at);
        row->station_id = next_int64 (&at);
        row->class_id = next_int64 (&at);
        row->balance_minor = next_int64 (&at);
        row->advance_minor = next_int64 (&at);
        row->end_date = next_date (&at);
        row->held = next_boolean (&at);
        row->hold_reason = next_text (&at);
    }
    return TRUE;
}

/* The engine prices a register by its class; an unmetered supply counts as all energy. */
static int
register_class (const char *code)
{
    int value = REGISTER_TOTAL;

    enumeration_find (&register_class_enum, code, &value);
    return value;
}

static void
take_register (Reader at, RegisterRow *row)
{
    const char *code;

    row->id = next_int64 (&at);
    row->account_id = next_int64 (&at);
    row->agreement_id = next_int64 (&at);
    row->installation_id = next_int64 (&at);
    code = next_text (&at);
    row->register_class = register_class (code);
    row->unmetered = row->installation_id == 0;
    row->digits = (guint)next_int64 (&at);
    row->multiplier_milli = next_int64 (&at);
    row->opened_on = next_date (&at);
    row->closed_on = next_date (&at);
    row->billed_date = next_date (&at);
    row->billed_value = next_int64 (&at);
    row->latest_date = next_date (&at);
    row->latest_value = next_int64 (&at);
    row->latest_estimated = next_boolean (&at);
    row->daily_average_wh = next_int64 (&at);
    row->zero_bills = next_int64 (&at);
    row->unbilled_readings = next_int64 (&at);
    row->first_reading = 0;
    row->n_readings = 0;
    row->estimates_in_row = 0;
    row->has_held = FALSE;
}

gboolean
run_read_registers (Db *db, const RunQuery *query, RunRows *out, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!bulk_read (db, query->statement, query->params, query->n_params, &rows, error)) {
        return FALSE;
    }
    make_room (out->registers, rows);
    for (guint i = 0; i < out->registers->len; i++) {
        take_register ((Reader) { rows, (int)i, 0 },
                       &g_array_index (out->registers, RegisterRow, i));
    }
    return TRUE;
}

gboolean
run_read_terms (Db *db, const RunQuery *query, RunRows *out, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!bulk_read (db, query->statement, query->params, query->n_params, &rows, error)) {
        return FALSE;
    }
    make_room (out->terms, rows);
    for (guint i = 0; i < out->terms->len; i++) {
        Reader at = { rows, (int)i, 0 };
        TermRow *row = &g_array_index (out->terms, TermRow, i);

        row->account_id = next_int64 (&at);
        row->agreement_id = next_int64 (&at);
        row->period.from = next_date (&at);
        row->period.to = next_date (&at);
        if (row->period.to == DATE_NONE) {
            row->period.to = G_MAXINT32;
        }
        row->tariff_id = next_int64 (&at);
        row->contracted_load_w = next_int64 (&at);
        row->breaker_amperes = next_int64 (&at);
    }
    return TRUE;
}

/* Readings come in the order of the registers: both lists are walked once. */
static void
link_readings (RunRows *out)
{
    guint at = 0;

    for (guint i = 0; i < out->registers->len && at < out->readings->len; i++) {
        RegisterRow *row = &g_array_index (out->registers, RegisterRow, i);

        row->first_reading = at;
        while (at < out->readings->len &&
               g_array_index (out->readings, ReadingRow, at).register_id == row->id) {
            at++;
        }
        row->n_readings = at - row->first_reading;
    }
}

/* As in run_readings: mostly the registers tell all. */
static gboolean
needs_readings (const Run *run, const GArray *registers)
{
    for (guint i = 0; i < registers->len; i++) {
        const RegisterRow *row = &g_array_index (registers, RegisterRow, i);

        if (row->unbilled_readings > 1 || row->latest_value < row->billed_value ||
            row->latest_date >= run->window.to) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean
read_readings (Db *db, const Run *run, const Chunk *chunk, RunRows *out, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    const Param params[] = {
        P_INT64 (chunk->first_account_id),
        P_INT64 (chunk->last_account_id),
        P_DATE (run->window.to),
    };

    g_array_set_size (out->readings, 0);
    if (!needs_readings (run, out->registers)) {
        return TRUE;
    }
    if (!bulk_read (db, &run_readings, params, G_N_ELEMENTS (params), &rows, error)) {
        return FALSE;
    }
    make_room (out->readings, rows);
    for (guint i = 0; i < out->readings->len; i++) {
        Reader at = { rows, (int)i, 0 };
        ReadingRow *row = &g_array_index (out->readings, ReadingRow, i);

        row->register_id = next_int64 (&at);
        row->date = next_date (&at);
        row->value = next_int64 (&at);
        row->estimated = next_boolean (&at);
        row->rollover = next_boolean (&at);
    }
    link_readings (out);
    return TRUE;
}

gboolean
run_read (Db *db, const Run *run, const Chunk *chunk, RunRows *rows, GError **error)
{
    const Param first = P_INT64 (chunk->first_account_id);
    const Param last = P_INT64 (chunk->last_account_id);
    const Param agreements[] = {
        P_INT64 (run->cycle_id), first, last, P_DATE (run->period.to), P_ID (run->class_id),
        P_ID (run->station_id),
    };
    const Param terms[] = { first, last, P_DATE (run->window.to) };

    return run_read_agreements (
               db, &(RunQuery) { &run_agreements, agreements, G_N_ELEMENTS (agreements) }, rows,
               error) &&
           run_read_registers (db, &(RunQuery) { &run_registers, terms, 2 }, rows, error) &&
           run_read_terms (db, &(RunQuery) { &run_terms, terms, 3 }, rows, error) &&
           read_readings (db, run, chunk, rows, error);
}
