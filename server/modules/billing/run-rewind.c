/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Registers set back, in memory only, to where bills began them, with the readings since: for bills
 * that take the place of others. */
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/run.h"

#include <stdlib.h>

static int
compare_int64 (gint64 a, gint64 b)
{
    return a < b ? -1 : a > b;
}

/* Spans */

static int
compare_spans (gconstpointer a, gconstpointer b)
{
    return compare_int64 (((const RunSpan *)a)->register_id, ((const RunSpan *)b)->register_id);
}

gboolean
run_read_spans (Db *db, const char *bills, GArray *spans, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!bulk_read (db, &run_spans, (const Param[]) { P_TEXT (bills) }, 1, &rows, error)) {
        return FALSE;
    }
    g_array_set_size (spans, 0);
    for (int i = 0; i < rows_count (rows); i++) {
        const RunSpan span = {
            .register_id = bulk_int64 (rows, i, 0),
            .from_date = bulk_date (rows, i, 1),
            .from_value = bulk_int64 (rows, i, 2),
            .to_date = bulk_date (rows, i, 3),
            .to_value = bulk_int64 (rows, i, 4),
        };
        g_array_append_val (spans, span);
    }
    return TRUE;
}

const RunSpan *
run_find_span (const GArray *spans, gint64 register_id)
{
    const RunSpan wanted = { .register_id = register_id };

    return bsearch (&wanted, spans->data, spans->len, sizeof wanted, compare_spans);
}

/* Readings */

static int
compare_registers (gconstpointer a, gconstpointer b)
{
    return compare_int64 ((*(RegisterRow *const *)a)->id, (*(RegisterRow *const *)b)->id);
}

/* The registers by their ids. */
static GPtrArray *
index_registers (GArray *registers)
{
    GPtrArray *index = g_ptr_array_sized_new (registers->len);

    for (guint i = 0; i < registers->len; i++) {
        g_ptr_array_add (index, &g_array_index (registers, RegisterRow, i));
    }
    g_ptr_array_sort (index, compare_registers);
    return index;
}

static RegisterRow *
find_register (GPtrArray *index, gint64 id)
{
    const RegisterRow wanted = { .id = id };
    const RegisterRow *key = &wanted;
    RegisterRow **found =
        bsearch (&key, index->pdata, index->len, sizeof *index->pdata, compare_registers);

    return found != NULL ? *found : NULL;
}

/* What stood there before is wanted no more. */
static void
forget_readings (GPtrArray *index, const GArray *wanted)
{
    for (guint i = 0; i < wanted->len; i++) {
        RegisterRow *row =
            find_register (index, g_array_index (wanted, RunReadings, i).register_id);

        if (row != NULL) {
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

static char *
date_array (const GArray *wanted, gsize offset)
{
    GString *text = g_string_new ("{");

    for (guint i = 0; i < wanted->len; i++) {
        const RunReadings *one = &g_array_index (wanted, RunReadings, i);
        g_autofree char *day = date_format (G_STRUCT_MEMBER (Date, one, offset));

        g_string_append_printf (text, "%s%s", i > 0 ? "," : "", day);
    }
    g_string_append_c (text, '}');
    return g_string_free (text, FALSE);
}

gboolean
run_read_readings (Db *db, const GArray *wanted, RunRows *rows, GError **error)
{
    g_autofree char *ids = bulk_id_array (wanted, G_STRUCT_OFFSET (RunReadings, register_id));
    g_autofree char *after = date_array (wanted, G_STRUCT_OFFSET (RunReadings, after));
    g_autofree char *before = date_array (wanted, G_STRUCT_OFFSET (RunReadings, before));
    g_autoptr (GPtrArray) index = index_registers (rows->registers);
    g_autoptr (Rows) found = NULL;
    const Param params[] = { P_TEXT (ids), P_TEXT (after), P_TEXT (before) };

    if (!bulk_read (db, &run_readings_between, params, G_N_ELEMENTS (params), &found, error)) {
        return FALSE;
    }
    forget_readings (index, wanted);
    take_readings (found, index, rows->readings);
    return TRUE;
}
