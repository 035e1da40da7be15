/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounting periods: months that are open until somebody closes them. */
#include "common/types/accounting-types.h"
#include "server/core/list.h"
#include "server/modules/accounting/accounting-private.h"
#include "server/modules/accounting/accounting-sql.h"

#include <inttypes.h>

static const ListSort period_sorts[] = {
    { "month", &periods_by_month, &periods_by_month_desc },
};
static const char *const period_filters[] = { "state", NULL };
static const ListSpec period_list = {
    &accounting_period_record, period_sorts, G_N_ELEMENTS (period_sorts), period_filters, NULL,
};

gboolean
periods_list (Operation *op, GError **error)
{
    return list_answer (op, &period_list, NULL, error);
}

/* The path names a month as yyyymm. */
static gboolean
read_month (Operation *op, gint64 *id, Date *month, GError **error)
{
    if (!operation_path_id (op, "id", id, error)) {
        return FALSE;
    }
    *month = *id <= 999912 ? date_new ((int)(*id / 100), (int)(*id % 100), 1) : DATE_NONE;
    if (*month == DATE_NONE) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, NULL,
                       "%" PRId64 " is no month; write it like 202508", *id);
    }
    return TRUE;
}

/* Closing seals what the month says, so it must be true first. */
static gboolean
check_tie_out (Operation *op, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run_params (op->db, &verify_control_accounts, NULL, 0, &rows, error)) {
        return FALSE;
    }
    if (rows_int64 (rows, 0, 0) != 0) {
        return refuse (error, SIRAJ_ERROR_BOOKS_DIFFER, NULL,
                       "The customers' balances and their control account differ (%s); find the "
                       "difference before you close the period",
                       rows_text (rows, 0, 1));
    }
    return TRUE;
}

static gboolean
set_state (Operation *op, PeriodState state, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gint64 id;
    Date month;

    if (!read_month (op, &id, &month, error) ||
        !db_run (op->db, &periods_lock, NULL, error, P_INT64 (id)) ||
        (state == PERIOD_STATE_CLOSED && !check_tie_out (op, error)) ||
        !db_run (op->db, &periods_set, NULL, error, P_DATE (month),
                 P_ENUM (period_state_enum, state)) ||
        !db_one (op->db, &periods_get, (const Param[]) { P_DATE (month) }, 1,
                 N_ ("Accounting period"), &rows, error)) {
        return FALSE;
    }
    operation_answer_row (op, &accounting_period_record, rows);
    return TRUE;
}

gboolean
periods_close (Operation *op, GError **error)
{
    return set_state (op, PERIOD_STATE_CLOSED, error);
}

gboolean
periods_open (Operation *op, GError **error)
{
    return set_state (op, PERIOD_STATE_OPEN, error);
}
