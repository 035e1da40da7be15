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
    "SELECT count(*), (SELECT a.number FROM accounts a WHERE a.id = min(b.account_id))"
    " FROM account_balances b"
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
    "SELECT count(*), (SELECT a.number FROM accounts a WHERE a.id = min(b.account_id))"
    " FROM account_balances b"
    " LEFT JOIN (SELECT account_id, sum(total_minor - settled_minor) AS amount FROM invoices"
    "            WHERE kind <> 'credit_note' GROUP BY account_id) AS i"
    "   ON i.account_id = b.account_id"
    " WHERE b.receivable_minor <> COALESCE(i.amount, 0)",
};

/* What mirrors a document is equal to what credit notes for a part have left of it with the
 * opposite sign, and there is one of it. */
const Statement verify_credit_notes = {
    "verify_credit_notes",
    "SELECT count(*), min(n.number) FROM invoices n"
    " LEFT JOIN invoices i ON i.id = n.reverses_id AND i.account_id = n.account_id"
    " WHERE (n.kind = 'credit_note' OR n.reverses_id IS NOT NULL) AND n.credits_id IS NULL"
    "   AND (i.id IS NULL OR i.total_minor - standing_credits(i.id) <> -n.total_minor"
    "     OR (i.kind = 'credit_note') = (n.kind = 'credit_note')"
    "     OR (i.kind <> 'credit_note' AND i.settled_minor <> i.total_minor)"
    "     OR EXISTS (SELECT FROM invoices o"
    "                WHERE o.reverses_id = n.reverses_id AND o.id <> n.id))",
};

/* A credit note for a part stands on one invoice with its whole amount, or on what took it back. */
const Statement verify_part_notes = {
    "verify_part_notes",
    "SELECT count(*), min(n.number) FROM invoices n"
    " LEFT JOIN invoices i ON i.id = n.credits_id AND i.account_id = n.account_id"
    " LEFT JOIN invoices b ON b.account_id = n.account_id AND b.reverses_id = n.id"
    " LEFT JOIN (SELECT credit_note_id, invoice_id, sum(amount_minor) AS amount FROM allocations"
    "            WHERE credit_note_id IS NOT NULL GROUP BY 1, 2 HAVING sum(amount_minor) <> 0) AS x"
    "   ON x.credit_note_id = n.id"
    " WHERE n.credits_id IS NOT NULL AND (i.id IS NULL OR n.total_minor >= 0"
    "   OR x.invoice_id IS DISTINCT FROM COALESCE(b.id, i.id)"
    "   OR x.amount IS DISTINCT FROM -n.total_minor)",
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

/* Counters of a device without gap, and every hash anew from the documents as they stand. */
const Statement verify_einvoice_chain = {
    "verify_einvoice_chain",
    "SELECT count(*), min(number) FROM (SELECT i.number, e.counter, e.previous_hash, e.hash,"
    "     row_number() OVER w AS place,"
    "     lag(e.hash, 1, einvoice_genesis()) OVER w AS hash_before,"
    "     einvoice_chain(einvoice_genesis(), COALESCE(einvoice_content(i), '')) OVER w AS made"
    "   FROM einvoice_documents e LEFT JOIN invoices i ON i.id = e.invoice_id"
    "   WINDOW w AS (PARTITION BY e.branch_id ORDER BY e.counter)) AS e"
    " WHERE place <> counter OR hash_before <> previous_hash OR made <> hash",
};

/* From the first sealed number of a series on, none is left out. */
const Statement verify_einvoice_complete = {
    "verify_einvoice_complete",
    "WITH numbered AS (SELECT i.number, i.branch_id, split_part(i.number, '-', 1) AS series,"
    "     split_part(i.number, '-', 2)::bigint AS year, split_part(i.number, '-', 4)::bigint AS n,"
    "     e.counter FROM invoices i LEFT JOIN einvoice_documents e ON e.invoice_id = i.id"
    "   WHERE EXISTS (SELECT FROM einvoice_documents)),"
    " first AS (SELECT branch_id, series, year, min(n) AS n FROM numbered"
    "   WHERE counter IS NOT NULL GROUP BY 1, 2, 3)"
    " SELECT count(*), min(d.number) FROM numbered d JOIN first f"
    "   ON f.branch_id = d.branch_id AND f.series = d.series AND f.year = d.year AND d.n >= f.n"
    " WHERE d.counter IS NULL",
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
    &invoices_restate,
    &invoices_creditable,
    &invoices_part_note,
    &invoices_part_lines,
    &invoices_part_settle,
    &invoices_unpart_note,
    &invoices_unpart_settle,
    &invoices_seal_range,
    &invoices_advances,
    &verify_invoice_lines,
    &verify_invoice_settled,
    &verify_invoice_advances,
    &verify_receivables,
    &verify_credit_notes,
    &verify_part_notes,
    &verify_einvoice_chain,
    &verify_einvoice_complete,
    &verify_invoice_series,
    NULL,
};
