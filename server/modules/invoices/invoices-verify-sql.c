/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proofs of the invoices, and every statement of the room for check-sql. */
#include "server/modules/invoices/invoices-sql.h"

const Statement verify_invoice_lines = {
    "verify_invoice_lines",
    "SELECT count(*), min(i.number) FROM invoices i"
    " LEFT JOIN (SELECT invoice_id,"
    "     COALESCE(sum(amount_minor) FILTER (WHERE kind NOT IN ('tax', 'rounding')), 0) AS net,"
    "     COALESCE(sum(amount_minor) FILTER (WHERE kind = 'tax'), 0) AS tax,"
    "     COALESCE(sum(amount_minor) FILTER (WHERE kind = 'rounding'), 0) AS rounding"
    "   FROM invoice_lines GROUP BY invoice_id) AS l ON l.invoice_id = i.id"
    " WHERE COALESCE(l.net, 0) <> i.net_minor OR COALESCE(l.tax, 0) <> i.tax_minor"
    "    OR COALESCE(l.rounding, 0) <> i.rounding_minor",
};

const Statement verify_invoice_settled = {
    "verify_invoice_settled",
    "SELECT count(*), min(i.number) FROM invoices i"
    " FULL JOIN (SELECT invoice_id, sum(amount_minor) AS amount FROM allocations"
    "            GROUP BY invoice_id) AS x ON x.invoice_id = i.id"
    " WHERE i.id IS NULL OR i.settled_minor <> COALESCE(x.amount, 0)",
};

/* What receipts have not settled with stands as the account's advance. */
const Statement verify_invoice_advances = {
    "verify_invoice_advances",
    "SELECT count(*), min(a.number) FROM account_balances b JOIN accounts a ON a.id = b.account_id"
    " LEFT JOIN (SELECT account_id, sum(CASE kind WHEN 'receipt' THEN amount_minor"
    "                                   ELSE -amount_minor END) AS amount"
    "            FROM payments GROUP BY account_id) AS p ON p.account_id = b.account_id"
    " LEFT JOIN (SELECT account_id, sum(amount_minor) AS amount FROM allocations"
    "            WHERE payment_id IS NOT NULL GROUP BY account_id) AS x"
    "   ON x.account_id = b.account_id"
    " WHERE b.advance_minor <> COALESCE(p.amount, 0) - COALESCE(x.amount, 0)",
};

const Statement verify_receivables = {
    "verify_receivables",
    "SELECT count(*), min(a.number) FROM account_balances b JOIN accounts a ON a.id = b.account_id"
    " LEFT JOIN (SELECT account_id, sum(total_minor - settled_minor) AS amount FROM invoices"
    "            WHERE kind <> 'credit_note' GROUP BY account_id) AS i"
    "   ON i.account_id = b.account_id"
    " WHERE b.receivable_minor <> COALESCE(i.amount, 0)",
};

/* One credit note an invoice, equal to it with the opposite sign. */
const Statement verify_credit_notes = {
    "verify_credit_notes",
    "SELECT count(*), min(n.number) FROM invoices n"
    " LEFT JOIN invoices i ON i.id = n.reverses_id AND i.account_id = n.account_id"
    " WHERE n.kind = 'credit_note' AND (i.id IS NULL OR i.total_minor <> -n.total_minor"
    "   OR i.settled_minor <> i.total_minor OR EXISTS (SELECT FROM invoices o"
    "      WHERE o.reverses_id = n.reverses_id AND o.id <> n.id))",
};

/* Numbers of a series, branch and year: as many as the counter says, all different, none beyond. */
const Statement verify_invoice_series = {
    "verify_invoice_series",
    "WITH used AS (SELECT split_part(number, '-', 1) AS series, branch_id,"
    "     split_part(number, '-', 2)::bigint AS year, count(*) AS n,"
    "     count(DISTINCT split_part(number, '-', 4)::bigint) AS different,"
    "     max(split_part(number, '-', 4)::bigint) AS last, min(number) AS example"
    "   FROM invoices GROUP BY 1, 2, 3)"
    " SELECT count(*), min(COALESCE(u.example, c.series || '-' || c.year))"
    " FROM (SELECT * FROM document_counters WHERE series IN ('INV', 'CN')) AS c"
    " FULL JOIN used u ON u.series = c.series AND u.branch_id = c.branch_id AND u.year = c.year"
    " WHERE COALESCE(u.n, 0) <> COALESCE(c.last_number, 0)"
    "    OR COALESCE(u.different, 0) <> COALESCE(u.n, 0)"
    "    OR COALESCE(u.last, 0) <> COALESCE(c.last_number, 0)",
};

const Statement *const invoices_statements[] = {
    &invoices_by_id,
    &invoices_by_id_desc,
    &invoices_by_number,
    &invoices_by_number_desc,
    &invoices_by_issue_date,
    &invoices_by_issue_date_desc,
    &invoices_by_due_date,
    &invoices_by_due_date_desc,
    &invoices_by_total,
    &invoices_by_total_desc,
    &invoices_count,
    &invoices_get,
    &invoices_by_number_or_newest,
    &invoices_of_run,
    &invoices_account,
    &invoices_lock_account,
    &invoices_lock,
    &invoices_next_id,
    &invoices_credit_note,
    &invoices_credit_lines,
    &invoices_credit_segments,
    &invoices_credit_settle,
    &invoices_line_sums,
    &invoices_advances,
    &verify_invoice_lines,
    &verify_invoice_settled,
    &verify_invoice_advances,
    &verify_receivables,
    &verify_credit_notes,
    &verify_invoice_series,
    NULL,
};
