/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of accounts, and which account each posting key means. */
#include "common/types/accounting-types.h"
#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/accounting/accounting-private.h"
#include "server/modules/accounting/accounting-sql.h"

static const RecordSpec ledger_account_spec = {
    &ledger_account_record, N_ ("Ledger account"),   "/api/v1/ledger-accounts",
    &ledger_accounts_get,   &ledger_accounts_insert, &ledger_accounts_update,
};

static const ListSort ledger_account_sorts[] = {
    { "code", &ledger_accounts_by_code, &ledger_accounts_by_code_desc },
    { "name", &ledger_accounts_by_name, &ledger_accounts_by_name_desc },
};
static const char *const ledger_account_filters[] = { "q", "kind", "active", NULL };
static const ListSpec ledger_account_list = {
    &ledger_account_record, ledger_account_sorts,   G_N_ELEMENTS (ledger_account_sorts),
    ledger_account_filters, &ledger_accounts_count,
};

gboolean
ledger_accounts_list (Operation *op, GError **error)
{
    return list_answer (op, &ledger_account_list, NULL, error);
}

gboolean
ledger_accounts_read (Operation *op, GError **error)
{
    return record_get (op, &ledger_account_spec, error);
}

gboolean
ledger_accounts_create (Operation *op, GError **error)
{
    return record_create (op, &ledger_account_spec, error);
}

/* A mapped account may not be put away, and what has postings keeps its kind. */
static gboolean
check_use (Operation *op, const LedgerAccount *before, const LedgerAccount *after, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (op->db, &ledger_accounts_use, &rows, error, P_INT64 (before->id))) {
        return FALSE;
    }
    if (before->active && !after->active && !rows_is_null (rows, 0, 0)) {
        return refuse (error, SIRAJ_ERROR_IN_USE, "active",
                       "Account %s stands behind the posting keys %s; map them to another account "
                       "first",
                       before->code, rows_text (rows, 0, 0));
    }
    if (before->kind != after->kind && rows_boolean (rows, 0, 1)) {
        return refuse (error, SIRAJ_ERROR_IN_USE, "kind",
                       "Account %s has postings, so its kind cannot change; make a new account",
                       before->code);
    }
    return TRUE;
}

gboolean
ledger_accounts_change (Operation *op, GError **error)
{
    g_autoptr (LedgerAccount) stored = NULL;
    g_autoptr (LedgerAccount) before = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    stored = record_load (op, &ledger_account_spec, id, error);
    if (stored == NULL || !record_check_version (op, &ledger_account_spec, stored, error)) {
        return FALSE;
    }
    before = record_copy (&ledger_account_record, stored);
    record_merge (op, &ledger_account_spec, stored);
    return check_use (op, before, stored, error) &&
           record_store (op, &ledger_account_spec, stored, error) &&
           record_answer (op, &ledger_account_spec, id, error);
}

/* Posting keys */

static const RecordSpec posting_key_spec = {
    &posting_key_record,  N_ ("Posting key"), "/api/v1/posting-keys", &posting_keys_get, NULL,
    &posting_keys_update,
};

static const ListSort posting_key_sorts[] = {
    { "key", &posting_keys_by_key, &posting_keys_by_key_desc },
};
static const char *const posting_key_filters[] = { "q", NULL };
static const ListSpec posting_key_list = {
    &posting_key_record,
    posting_key_sorts,
    G_N_ELEMENTS (posting_key_sorts),
    posting_key_filters,
    NULL,
};

gboolean
posting_keys_list (Operation *op, GError **error)
{
    return list_answer (op, &posting_key_list, NULL, error);
}

gboolean
posting_keys_read (Operation *op, GError **error)
{
    return record_get (op, &posting_key_spec, error);
}

/* Only later postings follow a new mapping; what is posted stays where it is. */
gboolean
posting_keys_map (Operation *op, GError **error)
{
    const PostingKey *wanted = op->input;
    g_autoptr (Rows) rows = NULL;

    if (!db_one (op->db, &ledger_accounts_active,
                 (const Param[]) { P_ID (wanted->ledger_account_id) }, 1, N_ ("Ledger account"),
                 &rows, error)) {
        return FALSE;
    }
    if (!rows_boolean (rows, 0, 0)) {
        return refuse (error, SIRAJ_ERROR_LEDGER_ACCOUNT_INACTIVE, "ledger_account_id",
                       "Account %s is not active; activate it or choose another account",
                       rows_text (rows, 0, 1));
    }
    return record_update (op, &posting_key_spec, error);
}
