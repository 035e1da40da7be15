/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of recurring invoices; they are seen by those who see the account. */
#include "server/modules/recurring/recurring-sql.h"

/* SQL is laid out by hand. */
/* clang-format off */
#define COLUMNS                                                                                    \
    "r.id, r.name, r.account_id, a.number AS account_number, c.name AS customer_name,"             \
    " r.agreement_id, g.number AS agreement_number, r.kind, r.frequency, r.day_of_month,"          \
    " r.start_date, r.end_date, r.next_date, r.active, r.failed_on, r.failure,"                    \
    " (SELECT sum((l->>'amount_minor')::bigint)::bigint FROM jsonb_array_elements(r.lines) AS l)"  \
    "   AS amount_minor,"                                                                          \
    " u.full_name AS updated_by_name, r.updated_at, r.version"
#define TABLES                                                                                     \
    " FROM recurring_invoices r JOIN accounts a ON a.id = r.account_id"                            \
    " JOIN customers c ON c.id = a.customer_id"                                                    \
    " LEFT JOIN service_agreements g ON g.id = r.agreement_id"                                     \
    " LEFT JOIN users u ON u.id = r.updated_by"
/* q (of the account or the name), active, account */
#define FILTERS(q, active, account)                                                                \
    " AND (" q "::text IS NULL OR r.name LIKE '%' || " q " || '%'"                                 \
    "      OR r.account_id IN (SELECT m FROM accounts_matching(" q ") AS m))"                      \
    " AND (" active "::text IS NULL OR r.active = " active "::boolean)"                            \
    " AND (" account "::text IS NULL OR r.account_id = " account "::bigint)"
#define LIST(key, type, compare, direction)                                                        \
    "SELECT " COLUMNS ", r." key "::text AS sort_key" TABLES                                       \
    " WHERE ($2::text IS NULL OR (r." key ", r.id) " compare " ($2::" type ", $3::bigint))"        \
    FILTERS ("$4", "$5", "$6")                                                                     \
    " ORDER BY r." key " " direction ", r.id " direction " LIMIT $1::bigint"
/* clang-format on */

const Statement recurring_by_name = {
    "recurring_by_name",
    LIST ("name", "text", ">", "ASC"),
};
const Statement recurring_by_name_desc = {
    "recurring_by_name_desc",
    LIST ("name", "text", "<", "DESC"),
};
const Statement recurring_by_next = {
    "recurring_by_next",
    LIST ("next_date", "date", ">", "ASC"),
};
const Statement recurring_by_next_desc = {
    "recurring_by_next_desc",
    LIST ("next_date", "date", "<", "DESC"),
};

const Statement recurring_count = {
    "recurring_count",
    "SELECT count(*) AS count FROM (SELECT 1" TABLES
    " WHERE true" FILTERS ("$1", "$2", "$3") " LIMIT 10001) AS limited",
};

const Statement recurring_get = {
    "recurring_get",
    "SELECT " COLUMNS ", r.lines,"
    " (SELECT count(*) FROM recurring_issues x WHERE x.recurring_id = r.id) AS invoices_count,"
    " (SELECT i.number FROM recurring_issues x JOIN invoices i ON i.id = x.invoice_id"
    "  WHERE x.recurring_id = r.id ORDER BY x.due_on DESC LIMIT 1) AS last_invoice_number" TABLES
    " WHERE r.id = $1",
};

const Statement recurring_insert = {
    "recurring_insert",
    "INSERT INTO recurring_invoices (name, account_id, agreement_id, kind, frequency, day_of_month,"
    "  start_date, end_date, next_date, lines, active, updated_by)"
    " VALUES (:name, :account_id, :agreement_id, :kind, :frequency, :day_of_month, :start_date,"
    "  :end_date, :next_date, :lines, :active, current_setting('siraj.actor')::bigint)"
    " RETURNING id",
};

const Statement recurring_update = {
    "recurring_update",
    "UPDATE recurring_invoices SET name = :name, kind = :kind, frequency = :frequency,"
    "  day_of_month = :day_of_month, end_date = :end_date, next_date = :next_date, lines = :lines,"
    "  active = :active, failed_on = NULL, failure = NULL,"
    "  updated_by = current_setting('siraj.actor')::bigint, updated_at = now(),"
    "  version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

/* $1 account, $2 agreement: in sight, and of one another */
const Statement recurring_check_account = {
    "recurring_check_account",
    "SELECT a.state FROM accounts a WHERE a.id = $1"
    "  AND ($2::bigint IS NULL OR EXISTS (SELECT FROM service_agreements g"
    "       WHERE g.id = $2 AND g.account_id = a.id))",
};

/* Issuing */

#define IS_DUE(today)                                                                              \
    " r.active AND r.next_date <= " today " AND (r.end_date IS NULL OR r.next_date <= r.end_date)" \
    " AND (r.failed_on IS NULL OR r.failed_on < " today ")"

/* $1 today: the oldest day that waits, so that missed ones are caught up in their order */
const Statement recurring_due = {
    "recurring_due",
    "SELECT r.id FROM recurring_invoices r WHERE " IS_DUE (
        "$1::date") " ORDER BY r.next_date, r.id LIMIT 1",
};

const Statement recurring_due_count = {
    "recurring_due_count",
    "SELECT count(*), (SELECT min(n.next_date) FROM recurring_invoices n WHERE n.active"
    "                  AND n.next_date > $1::date"
    "                  AND (n.end_date IS NULL OR n.next_date <= n.end_date))"
    " FROM recurring_invoices r WHERE " IS_DUE ("$1::date"),
};

const Statement recurring_lock = {
    "recurring_lock",
    "SELECT r.* FROM recurring_invoices r WHERE r.id = $1 FOR UPDATE",
};

/* $1 id, $2 due day, $3 invoice, $4 next day.  The key of recurring_issues lets no day be twice. */
const Statement recurring_issued = {
    "recurring_issued",
    "WITH made AS ("
    "  INSERT INTO recurring_issues (recurring_id, due_on, invoice_id) VALUES ($1, $2, $3))"
    " UPDATE recurring_invoices SET next_date = $4, failed_on = NULL, failure = NULL WHERE id = $1",
};

/* $1 id, $2 today, $3 why */
const Statement recurring_failed = {
    "recurring_failed",
    "UPDATE recurring_invoices SET failed_on = $2, failure = $3 WHERE id = $1",
};

const Statement recurring_begin = { "recurring_begin", "SAVEPOINT recurring_issue" };
const Statement recurring_undo = { "recurring_undo", "ROLLBACK TO SAVEPOINT recurring_issue" };

/* What was issued, as lists show it. */
const Statement recurring_invoice_made = {
    "recurring_invoice_made",
    "SELECT i.id, i.number, i.kind, i.account_id, a.number AS account_number, a.customer_id,"
    " c.number AS customer_number, c.name AS customer_name, i.period_key, i.period_from,"
    " i.period_to, i.issue_date, i.due_date, i.net_minor, i.tax_minor, i.rounding_minor,"
    " i.total_minor, i.previous_balance_minor, i.settled_minor,"
    " i.total_minor - i.settled_minor AS open_minor, i.reason"
    " FROM invoices i JOIN accounts a ON a.id = i.account_id"
    " JOIN customers c ON c.id = a.customer_id WHERE i.id = $1",
};

/* Every day before the next one has its invoice, of the template's account. */
const Statement verify_recurring = {
    "verify_recurring",
    "SELECT count(*), min(r.name) FROM recurring_issues x"
    " JOIN recurring_invoices r ON r.id = x.recurring_id"
    " LEFT JOIN invoices i ON i.id = x.invoice_id AND i.account_id = r.account_id"
    " WHERE i.id IS NULL OR i.issue_date < x.due_on OR x.due_on >= r.next_date",
};

const Statement *const recurring_statements[] = {
    &recurring_by_name,
    &recurring_by_name_desc,
    &recurring_by_next,
    &recurring_by_next_desc,
    &recurring_count,
    &recurring_get,
    &recurring_insert,
    &recurring_update,
    &recurring_due,
    &recurring_check_account,
    &recurring_lock,
    &recurring_due_count,
    &recurring_issued,
    &recurring_failed,
    &recurring_begin,
    &recurring_undo,
    &verify_recurring,
    &recurring_invoice_made,
    NULL,
};
