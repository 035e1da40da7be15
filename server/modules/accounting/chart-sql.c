/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of the chart of accounts, the posting keys and the periods. */
#include "server/modules/accounting/accounting-sql.h"

/* Chart. $4 q, $5 kind, $6 active */

#define LEDGER_COLUMNS "a.id, a.code, a.name, a.name_en, a.kind, a.active, a.version"
#define LEDGER_FILTERS(q, kind, active)                                                            \
    " (" q "::text IS NULL OR a.code LIKE " q " || '%'"                                            \
    "   OR text_fold(a.name) LIKE '%' || text_fold(" q ") || '%'"                                  \
    "   OR text_fold(a.name_en) LIKE '%' || text_fold(" q ") || '%')"                              \
    " AND (" kind "::text IS NULL OR a.kind = " kind ")"                                           \
    " AND (" active "::boolean IS NULL OR a.active = " active "::boolean)"
#define LEDGER_LIST(key, compare, direction)                                                       \
    "SELECT " LEDGER_COLUMNS ", " key " AS sort_key FROM ledger_accounts a"                        \
    " WHERE ($2::text IS NULL OR (" key ", a.id) " compare " ($2, $3::bigint))"                    \
    " AND " LEDGER_FILTERS ("$4", "$5", "$6") " ORDER BY " key " " direction ", a.id " direction   \
                                              " LIMIT $1"

const Statement ledger_accounts_by_code = {
    "ledger_accounts_by_code",
    LEDGER_LIST ("a.code", ">", "ASC"),
    TRUE,
};
const Statement ledger_accounts_by_code_desc = {
    "ledger_accounts_by_code_desc",
    LEDGER_LIST ("a.code", "<", "DESC"),
    TRUE,
};
const Statement ledger_accounts_by_name = {
    "ledger_accounts_by_name",
    LEDGER_LIST ("text_fold(a.name)", ">", "ASC"),
    TRUE,
};
const Statement ledger_accounts_by_name_desc = {
    "ledger_accounts_by_name_desc",
    LEDGER_LIST ("text_fold(a.name)", "<", "DESC"),
    TRUE,
};
const Statement ledger_accounts_count = {
    "ledger_accounts_count",
    "SELECT count(*) AS count FROM ledger_accounts a WHERE " LEDGER_FILTERS ("$1", "$2", "$3"),
    TRUE,
};

const Statement ledger_accounts_get = {
    "ledger_accounts_get",
    "SELECT " LEDGER_COLUMNS " FROM ledger_accounts a WHERE a.id = $1",
};

const Statement ledger_accounts_insert = {
    "ledger_accounts_insert",
    "INSERT INTO ledger_accounts (code, name, name_en, kind)"
    " VALUES (:code, :name, :name_en, :kind) RETURNING id",
};

const Statement ledger_accounts_update = {
    "ledger_accounts_update",
    "UPDATE ledger_accounts SET name = :name, name_en = :name_en, kind = :kind, active = :active,"
    "       version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

/* What keeps an account from being put away or from changing its kind. */
const Statement ledger_accounts_use = {
    "ledger_accounts_use",
    "SELECT (SELECT string_agg(key, ', ' ORDER BY key) FROM posting_keys"
    "        WHERE ledger_account_id = $1),"
    "       EXISTS (SELECT FROM journal_lines WHERE ledger_account_id = $1)",
};

const Statement ledger_accounts_active = {
    "ledger_accounts_active",
    "SELECT active, code FROM ledger_accounts WHERE id = $1",
};

/* Posting keys. $4 q */

#define KEY_SELECT                                                                                 \
    "SELECT k.id, k.key, k.ledger_account_id, a.code AS ledger_account_code,"                      \
    "       a.name AS ledger_account_name, k.version, k.key AS sort_key"                           \
    " FROM posting_keys k LEFT JOIN ledger_accounts a ON a.id = k.ledger_account_id"
#define KEY_LIST(compare, direction)                                                               \
    KEY_SELECT " WHERE ($2::text IS NULL OR (k.key, k.id) " compare " ($2, $3::bigint))"           \
               " AND ($4::text IS NULL OR k.key LIKE lower($4) || '%' OR a.code LIKE $4 || '%')"   \
               " ORDER BY k.key " direction ", k.id " direction " LIMIT $1"

const Statement posting_keys_by_key = { "posting_keys_by_key", KEY_LIST (">", "ASC"), TRUE };
const Statement posting_keys_by_key_desc = {
    "posting_keys_by_key_desc",
    KEY_LIST ("<", "DESC"),
    TRUE,
};
const Statement posting_keys_get = { "posting_keys_get", KEY_SELECT " WHERE k.id = $1" };
const Statement posting_keys_update = {
    "posting_keys_update",
    "UPDATE posting_keys SET ledger_account_id = :ledger_account_id, version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

/* Periods: every month from the first entry to this one; a month without a row is open.  The id on
 * the wire is the month as yyyymm, so the sort key alone is unique and $3 is only named. */

#define PERIOD_SELECT                                                                              \
    "SELECT to_char(m.month, 'YYYYMM')::bigint AS id, m.month::date AS month,"                     \
    "       COALESCE(p.state, 'open') AS state, COALESCE(p.version, 0) AS version,"                \
    "       to_char(m.month, 'YYYYMM') AS sort_key"                                                \
    " FROM generate_series("                                                                       \
    "   date_trunc('month', LEAST((SELECT min(entry_date) FROM journal_entries),"                  \
    "     (SELECT min(month) FROM accounting_periods), now()::date)::timestamp),"                  \
    "   date_trunc('month', GREATEST((SELECT max(entry_date) FROM journal_entries),"               \
    "     (SELECT max(month) FROM accounting_periods), now()::date)::timestamp),"                  \
    "   interval '1 month') AS m (month)"                                                          \
    " LEFT JOIN accounting_periods p ON p.month = m.month::date"
#define PERIOD_LIST(compare, direction)                                                            \
    PERIOD_SELECT " WHERE ($2::text IS NULL OR to_char(m.month, 'YYYYMM') " compare " $2)"         \
                  " AND ($3::bigint IS NULL OR true)"                                              \
                  " AND ($4::text IS NULL OR COALESCE(p.state, 'open') = $4)"                      \
                  " ORDER BY m.month " direction " LIMIT $1"

const Statement periods_by_month = { "periods_by_month", PERIOD_LIST (">", "ASC") };
const Statement periods_by_month_desc = { "periods_by_month_desc", PERIOD_LIST ("<", "DESC") };
const Statement periods_get = {
    "periods_get",
    "SELECT to_char(month, 'YYYYMM')::bigint AS id, month, state, version"
    " FROM accounting_periods WHERE month = $1",
};

/* Waits for the transactions that are posting into the month; those that come later see what this
 * one decides (journal_check_period takes the shared half). */
const Statement periods_lock = {
    "periods_lock",
    "SELECT pg_advisory_xact_lock(hashtext('accounting period'), $1::integer)",
};

const Statement periods_set = {
    "periods_set",
    "INSERT INTO accounting_periods AS p (month, state) VALUES ($1, $2)"
    " ON CONFLICT (month) DO UPDATE SET state = EXCLUDED.state, version = p.version + 1"
    " WHERE p.state <> EXCLUDED.state",
};

/* Whether the month of a date is closed, and the first date from it on in an open month. */
const Statement periods_check = {
    "periods_check",
    "SELECT EXISTS (SELECT FROM accounting_periods"
    "               WHERE month = date_trunc('month', $1::date)::date AND state = 'closed'),"
    "       (SELECT min(m.month)::date FROM generate_series("
    "           date_trunc('month', $1::date::timestamp),"
    "           date_trunc('month', $1::date::timestamp) + interval '10 years',"
    "           interval '1 month') AS m (month)"
    "         WHERE NOT EXISTS (SELECT FROM accounting_periods p"
    "                           WHERE p.month = m.month::date AND p.state = 'closed'))",
};
