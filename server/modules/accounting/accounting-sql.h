/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of the accounting room; nobody else touches its tables. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const accounting_statements[];

extern const Statement ledger_accounts_by_code, ledger_accounts_by_code_desc,
    ledger_accounts_by_name, ledger_accounts_by_name_desc, ledger_accounts_count;
extern const Statement ledger_accounts_get, ledger_accounts_insert, ledger_accounts_update,
    ledger_accounts_use;
extern const Statement posting_keys_by_key, posting_keys_by_key_desc, posting_keys_get,
    posting_keys_update, ledger_accounts_active;
extern const Statement periods_by_month, periods_by_month_desc, periods_get, periods_lock,
    periods_set, periods_check;
extern const Statement journal_insert, journal_find_entry, journal_mirror;
extern const Statement journal_by_date, journal_by_date_desc, journal_count, journal_get;
extern const Statement trial_balance_rows, trial_balance_control;
extern const Statement verify_entries_balance, verify_trial_balance, verify_control_accounts,
    verify_advances_account, verify_append_only;

G_END_DECLS
