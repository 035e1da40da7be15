/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of the journal, the trial balance and the proofs of the ledger. */
#include "server/modules/accounting/accounting-sql.h"

/* $1 date, $2 kind, $3 branch, $4 station, $5 class, $6 source, $7 source id, $8 batch, $9 account,
 * $10 description, $11 author, $12 postings as JSON.  The lines read the entry, so the entry is
 * there first; a key without an account leaves everything out and is told. */
const Statement journal_insert = {
    "journal_insert",
    "WITH posting AS ("
    "  SELECT p.line_no, p.key, p.debit_minor, p.credit_minor, k.ledger_account_id"
    "  FROM jsonb_to_recordset($12::jsonb)"
    "    AS p (line_no bigint, key text, debit_minor bigint, credit_minor bigint)"
    "  LEFT JOIN posting_keys k ON k.key = p.key),"
    " missing AS (SELECT string_agg(DISTINCT key, ', ') AS keys FROM posting"
    "             WHERE ledger_account_id IS NULL),"
    " entry AS ("
    "  INSERT INTO journal_entries (entry_date, kind, branch_id, station_id, class_id, source,"
    "    source_id, batch_no, account_id, description, created_by)"
    "  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM missing WHERE keys IS NULL"
    "  RETURNING id),"
    " lines AS ("
    "  INSERT INTO journal_lines (entry_id, line_no, posting_key, ledger_account_id, debit_minor,"
    "    credit_minor)"
    "  SELECT entry.id, p.line_no, p.key, p.ledger_account_id, p.debit_minor, p.credit_minor"
    "  FROM entry, posting p)"
    " SELECT (SELECT id FROM entry), (SELECT keys FROM missing)",
};

/* $1 source, $2 source id, $3 kind */
const Statement journal_find_entry = {
    "journal_find_entry",
    "SELECT id FROM journal_entries WHERE source = $1 AND source_id = $2 AND kind = $3"
    "   AND reverses_id IS NULL ORDER BY id LIMIT 1",
};

/* $1 entry, $2 date, $3 kind, $4 source, $5 source id, $6 description, $7 author.  Answers whether
 * the entry exists and the id of its mirror. */
const Statement journal_mirror = {
    "journal_mirror",
    "WITH original AS (SELECT * FROM journal_entries WHERE id = $1),"
    " entry AS ("
    "  INSERT INTO journal_entries (entry_date, kind, branch_id, station_id, class_id, source,"
    "    source_id, batch_no, account_id, description, reverses_id, created_by)"
    "  SELECT $2, $3, branch_id, station_id, class_id, $4, $5, batch_no, account_id, $6, id, $7"
    "  FROM original ON CONFLICT (reverses_id) DO NOTHING RETURNING id),"
    " lines AS ("
    "  INSERT INTO journal_lines (entry_id, line_no, posting_key, ledger_account_id, debit_minor,"
    "    credit_minor)"
    "  SELECT entry.id, l.line_no, l.posting_key, l.ledger_account_id, l.credit_minor,"
    "    l.debit_minor"
    "  FROM entry, journal_lines l WHERE l.entry_id = $1)"
    " SELECT EXISTS (SELECT FROM original), (SELECT id FROM entry)",
};

/* The list. $4 from, $5 to (both inside), $6 account code, $7 source, $8 station */

#define ENTRY_SCOPE                                                                                \
    " ((SELECT scope_all()) OR e.station_id = ANY ((SELECT scope_stations())::bigint[]))"
#define ENTRY_FILTERS(from, to, code, source, station)                                             \
    ENTRY_SCOPE " AND (" from "::date IS NULL OR e.entry_date >= " from "::date)"                  \
                " AND (" to "::date IS NULL OR e.entry_date <= " to "::date)"                      \
                " AND (" code "::text IS NULL OR EXISTS (SELECT FROM journal_lines l"              \
                "      JOIN ledger_accounts la ON la.id = l.ledger_account_id"                     \
                "      WHERE l.entry_id = e.id AND la.code = " code "))"                           \
                " AND (" source "::text IS NULL OR e.source = " source ")"                         \
                " AND (" station "::bigint IS NULL OR e.station_id = " station "::bigint)"
#define ENTRY_COLUMNS                                                                              \
    "e.id, e.entry_date, e.kind, e.source, e.source_id,"                                           \
    " CASE e.source"                                                                               \
    "   WHEN 'payments' THEN (SELECT p.number FROM payments p WHERE p.id = e.source_id)"           \
    "   WHEN 'invoices' THEN (SELECT i.number FROM invoices i WHERE i.id = e.source_id)"           \
    "   WHEN 'billing_runs' THEN (SELECT r.period_key FROM billing_runs r"                         \
    "                             WHERE r.id = e.source_id)"                                       \
    "   WHEN 'mass_rebills' THEN (SELECT m.period_key FROM mass_rebills m"                         \
    "                             WHERE m.id = e.source_id)"                                       \
    "   WHEN 'accounts' THEN (SELECT x.number FROM accounts x WHERE x.id = e.source_id)"           \
    "   WHEN 'accruals' THEN (SELECT to_char(x.month, 'YYYY-MM') FROM accruals x"                  \
    "                         WHERE x.id = e.source_id) END AS source_number,"                     \
    " e.batch_no, s.name AS station_name, k.name AS class_name, a.number AS account_number,"       \
    " c.name AS customer_name, e.description, e.reverses_id,"                                      \
    " (SELECT r.id FROM journal_entries r WHERE r.reverses_id = e.id) AS reversed_by_id,"          \
    " (SELECT sum(l.debit_minor)::bigint FROM journal_lines l WHERE l.entry_id = e.id)"            \
    "   AS amount_minor,"                                                                          \
    " u.full_name AS created_by_name, e.created_at"
#define ENTRY_JOINS                                                                                \
    " LEFT JOIN stations s ON s.id = e.station_id"                                                 \
    " LEFT JOIN customer_classes k ON k.id = e.class_id"                                           \
    " LEFT JOIN accounts a ON a.id = e.account_id"                                                 \
    " LEFT JOIN customers c ON c.id = a.customer_id"                                               \
    " LEFT JOIN users u ON u.id = e.created_by"
/* The page is cut first and decorated afterwards. */
#define ENTRY_LIST(compare, direction)                                                             \
    "SELECT " ENTRY_COLUMNS ", e.entry_date::text AS sort_key"                                     \
    " FROM (SELECT * FROM journal_entries e"                                                       \
    "       WHERE ($2::text IS NULL OR (e.entry_date, e.id) " compare " ($2::date, $3::bigint))"   \
    "       AND " ENTRY_FILTERS ("$4", "$5", "$6", "$7",                                           \
                                 "$8") "       ORDER BY e.entry_date " direction                   \
                                       ", e.id " direction " LIMIT $1) e" ENTRY_JOINS              \
                                       " ORDER BY e.entry_date " direction ", e.id " direction

const Statement journal_by_date = { "journal_by_date", ENTRY_LIST (">", "ASC"), TRUE };
const Statement journal_by_date_desc = { "journal_by_date_desc", ENTRY_LIST ("<", "DESC"), TRUE };

const Statement journal_count = {
    "journal_count",
    "SELECT count(*) AS count,"
    "       CASE WHEN count(*) <= 10000 THEN COALESCE(sum(amount_minor), 0)::bigint END"
    "         AS sum_minor"
    " FROM (SELECT (SELECT sum(l.debit_minor) FROM journal_lines l WHERE l.entry_id = e.id)"
    "         AS amount_minor"
    "       FROM journal_entries e WHERE " ENTRY_FILTERS ("$1", "$2", "$3", "$4",
                                                          "$5") "       LIMIT 10001) AS page",
    TRUE,
};

/* $1 id, $2 language */
const Statement journal_get = {
    "journal_get",
    "SELECT " ENTRY_COLUMNS ","
    " (SELECT jsonb_agg(jsonb_build_object('line_no', l.line_no, 'posting_key', l.posting_key,"
    "     'account_code', la.code,"
    "     'account_name', CASE WHEN $2 = 'en' THEN la.name_en ELSE la.name END,"
    "     'debit_minor', l.debit_minor, 'credit_minor', l.credit_minor) ORDER BY l.line_no)"
    "  FROM journal_lines l JOIN ledger_accounts la ON la.id = l.ledger_account_id"
    "  WHERE l.entry_id = e.id) AS lines"
    " FROM journal_entries e" ENTRY_JOINS " WHERE e.id = $1 AND " ENTRY_SCOPE,
};

/* Trial balance. $1 from, $2 to (both inside), $3 language */
const Statement trial_balance_rows = {
    "trial_balance_rows",
    "SELECT a.code AS account_code,"
    "       CASE WHEN $3 = 'en' THEN a.name_en ELSE a.name END AS account_name, a.kind,"
    "       t.opening_minor, t.debit_minor, t.credit_minor,"
    "       t.opening_minor + t.debit_minor - t.credit_minor AS closing_minor"
    " FROM (SELECT l.ledger_account_id,"
    "         COALESCE(sum(l.debit_minor - l.credit_minor)"
    "           FILTER (WHERE e.entry_date < $1::date), 0)::bigint AS opening_minor,"
    "         COALESCE(sum(l.debit_minor) FILTER (WHERE e.entry_date >= $1::date), 0)::bigint"
    "           AS debit_minor,"
    "         COALESCE(sum(l.credit_minor) FILTER (WHERE e.entry_date >= $1::date), 0)::bigint"
    "           AS credit_minor"
    "       FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id"
    "       WHERE e.entry_date <= $2::date AND " ENTRY_SCOPE
    "       GROUP BY l.ledger_account_id) AS t"
    " JOIN ledger_accounts a ON a.id = t.ledger_account_id"
    " ORDER BY a.code",
};

/* What the customers owe by their own accounts, and by the ledger, as of now. */
const Statement trial_balance_control = {
    "trial_balance_control",
    "SELECT (SELECT COALESCE(sum(b.receivable_minor), 0)::bigint FROM account_balances b"
    "        WHERE (SELECT scope_all()) OR b.account_id IN (SELECT a.id FROM accounts a)),"
    "       (SELECT COALESCE(sum(l.debit_minor - l.credit_minor), 0)::bigint"
    "        FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id"
    "        WHERE l.posting_key IN (SELECT k.receivable_key FROM customer_classes k)"
    "          AND " ENTRY_SCOPE ")",
};

/* Proofs: how many break the rule, and one of them. */

const Statement verify_entries_balance = {
    "verify_entries_balance",
    "SELECT count(*), min(e.id)::text FROM journal_entries e"
    " LEFT JOIN (SELECT entry_id, count(*) AS n, sum(debit_minor) - sum(credit_minor) AS difference"
    "            FROM journal_lines GROUP BY entry_id) AS l ON l.entry_id = e.id"
    " WHERE l.n IS NULL OR l.n < 2 OR l.difference <> 0",
};

const Statement verify_trial_balance = {
    "verify_trial_balance",
    "SELECT (COALESCE(sum(debit_minor) - sum(credit_minor), 0) <> 0)::integer,"
    "       (sum(debit_minor) - sum(credit_minor))::text FROM journal_lines",
};

const Statement verify_control_accounts = {
    "verify_control_accounts",
    "WITH control AS (SELECT l.posting_key AS key, sum(l.debit_minor - l.credit_minor) AS amount"
    "   FROM journal_lines l WHERE l.posting_key IN (SELECT receivable_key FROM customer_classes)"
    "   GROUP BY 1),"
    " customers_owe AS (SELECT k.receivable_key AS key, sum(b.receivable_minor) AS amount"
    "   FROM account_balances b JOIN accounts a ON a.id = b.account_id"
    "   JOIN customer_classes k ON k.id = a.class_id GROUP BY 1)"
    " SELECT count(*), min(key || ': ' || COALESCE(o.amount, 0) || ' / ' || COALESCE(c.amount, 0))"
    " FROM control c FULL JOIN customers_owe o USING (key)"
    " WHERE COALESCE(c.amount, 0) <> COALESCE(o.amount, 0)",
};

const Statement verify_advances_account = {
    "verify_advances_account",
    "SELECT (b.amount <> l.amount)::integer, b.amount || ' / ' || l.amount"
    " FROM (SELECT COALESCE(sum(advance_minor), 0) AS amount FROM account_balances) AS b,"
    "      (SELECT COALESCE(sum(credit_minor - debit_minor), 0) AS amount FROM journal_lines"
    "       WHERE posting_key = 'advances') AS l",
};

/* Documents that the application could change: the trigger or the missing grant is gone. */
const Statement verify_append_only = {
    "verify_append_only",
    "SELECT count(*), min(t.name)"
    " FROM (VALUES ('journal_entries'), ('journal_lines'), ('payments'), ('payment_tenders'),"
    "              ('allocations'), ('audit_log')) AS t (name)"
    " WHERE NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = t.name::regclass"
    "                   AND g.tgname = 'append_only' AND g.tgenabled = 'A')"
    "    OR has_table_privilege('siraj_app', t.name, 'UPDATE, DELETE, TRUNCATE')"
    "    OR has_table_privilege('siraj_work', t.name, 'UPDATE, DELETE, TRUNCATE')",
};
