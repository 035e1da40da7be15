/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal as it is read, the trial balance, and what the room adds to the program. */
#include "server/modules/accounting/accounting.h"

#include "common/types/accounting-types.h"
#include "server/core/list.h"
#include "server/modules/accounting/accounting-private.h"
#include "server/modules/accounting/accounting-sql.h"
#include "server/modules/users/users.h"

gboolean
accounting_today (Operation *op, Date *today, GError **error)
{
    g_autoptr (Company) company = users_load_company (op->db, error);

    if (company == NULL) {
        return FALSE;
    }
    *today = instant_date (op->now, (int)company->utc_offset_minutes);
    return TRUE;
}

/* Journal */

static const ListSort journal_sorts[] = {
    { "entry_date", &journal_by_date, &journal_by_date_desc },
};
static const char *const journal_filters[] = {
    "from", "to", "account_code", "source", "station_id", NULL,
};
static const ListSpec journal_list_spec = {
    &journal_entry_record, journal_sorts,  G_N_ELEMENTS (journal_sorts),
    journal_filters,       &journal_count,
};

static gboolean
journal_list (Operation *op, GError **error)
{
    return list_answer (op, &journal_list_spec, NULL, error);
}

static gboolean
journal_read (Operation *op, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error) ||
        !db_one (op->db, &journal_get,
                 (const Param[]) { P_INT64 (id), P_TEXT (language_code (language_get ())) }, 2,
                 N_ ("Journal entry"), &rows, error)) {
        return FALSE;
    }
    operation_answer_row (op, &journal_entry_record, rows);
    return TRUE;
}

/* Trial balance */

static gboolean
read_range (Operation *op, Date *from, Date *to, GError **error)
{
    Date today;

    if (!accounting_today (op, &today, error) || !operation_query_date (op, "from", from, error) ||
        !operation_query_date (op, "to", to, error)) {
        return FALSE;
    }
    if (*to == DATE_NONE) {
        *to = today;
    }
    if (*from == DATE_NONE) {
        *from = date_month_start (*to);
    }
    if (*from > *to) {
        g_autofree char *first = date_format (*from);
        g_autofree char *last = date_format (*to);
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "to",
                       "The first day %s is after the last day %s; exchange them", first, last);
    }
    return TRUE;
}

static void
sum_rows (TrialBalance *balance)
{
    for (guint i = 0; i < balance->rows->len; i++) {
        const TrialBalanceRow *row = g_ptr_array_index (balance->rows, i);
        balance->debit_minor += row->debit_minor;
        balance->credit_minor += row->credit_minor;
        balance->difference_minor += row->closing_minor;
    }
}

static gboolean
trial_balance_read (Operation *op, GError **error)
{
    g_autoptr (TrialBalance) balance = trial_balance_new ();
    g_autoptr (Rows) rows = NULL;
    g_autoptr (Rows) control = NULL;

    if (!read_range (op, &balance->from_date, &balance->to_date, error) ||
        !db_run (op->db, &trial_balance_rows, &rows, error, P_DATE (balance->from_date),
                 P_DATE (balance->to_date), P_TEXT (language_code (language_get ()))) ||
        !db_run_params (op->db, &trial_balance_control, NULL, 0, &control, error)) {
        return FALSE;
    }
    balance->rows = rows_list (rows, &trial_balance_row_record);
    balance->subledger_minor = rows_int64 (control, 0, 0);
    balance->control_minor = rows_int64 (control, 0, 1);
    sum_rows (balance);
    operation_answer_record (op, &trial_balance_record, balance);
    return TRUE;
}

const VerifyCheck accounting_checks[] = {
    { N_ ("Every journal entry has lines that balance"), &verify_entries_balance },
    { N_ ("The trial balance is zero"), &verify_trial_balance },
    { N_ ("Customers' receivables equal their control accounts"), &verify_control_accounts },
    { N_ ("Customers' advances equal the advances account"), &verify_advances_account },
    { N_ ("Documents and the audit trail cannot be changed"), &verify_append_only },
    { NULL, NULL },
};

static const char *const ledger_account_query[] = { LIST_QUERY, "q", "kind", "active", NULL };
static const char *const posting_key_query[] = { LIST_QUERY, "q", NULL };
static const char *const period_query[] = { LIST_QUERY, "state", NULL };
static const char *const journal_query[] = {
    LIST_QUERY, "from", "to", "account_code", "source", "station_id", NULL,
};
static const char *const range_query[] = { "from", "to", NULL };

static const Route routes[] = {
    { "GET", "/api/v1/ledger-accounts", "accounting.read", READS | ANSWERS_LIST, NULL,
      &ledger_account_record, ledger_accounts_list, N_ ("List the chart of accounts"),
      ledger_account_query },
    { "POST", "/api/v1/ledger-accounts", "accounting.map", WRITES | CREATES, &ledger_account_record,
      &ledger_account_record, ledger_accounts_create, N_ ("Create a ledger account") },
    { "GET", "/api/v1/ledger-accounts/{id}", "accounting.read", READS, NULL, &ledger_account_record,
      ledger_accounts_read, N_ ("Read a ledger account") },
    { "PATCH", "/api/v1/ledger-accounts/{id}", "accounting.map", WRITES | VERSIONED,
      &ledger_account_record, &ledger_account_record, ledger_accounts_change,
      N_ ("Change a ledger account") },
    { "GET", "/api/v1/posting-keys", "accounting.read", READS | ANSWERS_LIST, NULL,
      &posting_key_record, posting_keys_list, N_ ("List the posting keys"), posting_key_query },
    { "GET", "/api/v1/posting-keys/{id}", "accounting.read", READS, NULL, &posting_key_record,
      posting_keys_read, N_ ("Read a posting key") },
    { "PATCH", "/api/v1/posting-keys/{id}", "accounting.map", WRITES | VERSIONED,
      &posting_key_record, &posting_key_record, posting_keys_map,
      N_ ("Map a posting key to a ledger account") },
    { "GET", "/api/v1/accounting-periods", "accounting.read", READS | ANSWERS_LIST, NULL,
      &accounting_period_record, periods_list, N_ ("List the accounting periods"), period_query },
    { "POST", "/api/v1/accounting-periods/{id}/close", "accounting.close", WRITES, NULL,
      &accounting_period_record, periods_close, N_ ("Close an accounting period (yyyymm)") },
    { "POST", "/api/v1/accounting-periods/{id}/open", "accounting.close", WRITES, NULL,
      &accounting_period_record, periods_open, N_ ("Open an accounting period again (yyyymm)") },
    { "GET", "/api/v1/journal-entries", "accounting.read", READS | ANSWERS_LIST, NULL,
      &journal_entry_record, journal_list, N_ ("List the journal"), journal_query },
    { "GET", "/api/v1/journal-entries/{id}", "accounting.read", READS, NULL, &journal_entry_record,
      journal_read, N_ ("Read a journal entry with its lines") },
    { "GET", "/api/v1/trial-balance", "accounting.read", READS, NULL, &trial_balance_record,
      trial_balance_read, N_ ("Read the trial balance of the days from–to, both inside"),
      range_query },
};

const Module accounting_module = {
    "accounting",
    routes,
    G_N_ELEMENTS (routes),
    accounting_statements,
};
