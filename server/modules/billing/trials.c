/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trials: what a run would bill is kept beside the bills before, for those who look before they
 * issue. */
#include "server/core/list.h"
#include "server/modules/billing/cycles-sql.h"
#include "server/modules/billing/cycles.h"
#include "server/modules/billing/run.h"

#define TRIAL_COLUMNS 9

static const char copy_trial_command[] =
    "COPY billing_trial_bills (run_id, account_id, agreement_id, station_id, class_id,"
    " period_from, period_to, energy_wh, total_minor) FROM STDIN (FORMAT binary)";

static gboolean
copy_bills (Db *db, const Run *run, RunOutput *output, GError **error)
{
    CopyBuffer *rows = &output->copy;

    copy_begin (rows);
    for (guint i = 0; i < output->invoices->len; i++) {
        const RunInvoice *one = &g_array_index (output->invoices, RunInvoice, i);

        copy_row (rows, TRIAL_COLUMNS);
        copy_int64 (rows, run->id);
        copy_int64 (rows, one->account_id);
        copy_int64 (rows, one->agreement_id);
        copy_int64 (rows, one->station_id);
        copy_int64 (rows, one->class_id);
        copy_date (rows, one->period.from);
        copy_date (rows, one->period.to);
        copy_int64 (rows, one->energy_wh);
        copy_int64 (rows, one->total_minor);
    }
    return copy_send (rows, db, copy_trial_command, error);
}

gboolean
run_keep_trial (Db *db, const Run *run, const Chunk *chunk, RunOutput *output, GError **error)
{
    return copy_bills (db, run, output, error) &&
           db_run (db, &trials_compare, NULL, error, P_INT64 (run->id),
                   P_INT64 (chunk->first_account_id), P_INT64 (chunk->last_account_id)) &&
           db_run (db, &trials_sum_classes, NULL, error, P_INT64 (run->id),
                   P_INT64 (chunk->chunk_no), P_INT64 (chunk->first_account_id),
                   P_INT64 (chunk->last_account_id));
}

static const ListSort trial_sorts[] = {
    { "account_number", &trials_by_account, &trials_by_account_desc },
    { "change_energy_wh", &trials_by_energy, &trials_by_energy_desc },
    { "change_minor", &trials_by_amount, &trials_by_amount_desc },
};
static const char *const trial_filters[] = { "run_id", "class_id", "station_id", "outlier", NULL };
static const ListSpec trial_list = {
    &trial_bill_record, trial_sorts, G_N_ELEMENTS (trial_sorts), trial_filters, &trials_count,
};

gboolean
trials_list (Operation *op, GError **error)
{
    gint64 run_id;

    if (!operation_query_id (op, "run_id", &run_id, error)) {
        return FALSE;
    }
    if (run_id == 0) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "run_id",
                       "Say of which trial run the bills are asked.");
    }
    return list_answer (op, &trial_list, NULL, error);
}
