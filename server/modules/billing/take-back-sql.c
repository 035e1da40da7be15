/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of bills that are taken back many at a time, and of what takes their place.  Lists come as
 * arrays and are planned with their values, so that each row is found by its index and no partition
 * is looked at in vain. */
#include "server/modules/billing/billing-sql.h"

/* $1 is a bigint[] of the bills that are taken back; $2, where it stands, the credit note of each.
 */
#define BILLS "ANY ($1::bigint[])"
#define PAIRS "unnest($1::bigint[], $2::bigint[]) AS p (bill_id, note_id)"

/* Credit notes for a part of such bills that stand, with the bill that each lowers. */
#define PART_NOTES                                                                                 \
    "(SELECT x.invoice_id AS bill_id, x.credit_note_id AS part_id"                                 \
    " FROM allocations x JOIN invoices c ON c.id = x.credit_note_id"                               \
    "   AND c.credits_id = x.invoice_id"                                                           \
    " WHERE x.invoice_id = " BILLS " GROUP BY 1, 2 HAVING sum(x.amount_minor) <> 0)"

/* $1 bills, $2 date, $3 its month (yyyymm), $4 reason, $5 author.  Only what earlier credit notes
 * have left of a bill is taken back.  Answers bill, credit note and account by the bill. */
const Statement take_back_notes = {
    "take_back_notes",
    "WITH part AS MATERIALIZED (SELECT p.bill_id, sum(c.net_minor) AS net,"
    "     sum(c.tax_minor) AS tax, sum(c.rounding_minor) AS rounding, sum(c.total_minor) AS total"
    "   FROM " PART_NOTES " AS p JOIN invoices c ON c.id = p.part_id GROUP BY p.bill_id),"
    " standing AS MATERIALIZED (SELECT i.*, i.net_minor + COALESCE(p.net, 0) AS net,"
    "     i.tax_minor + COALESCE(p.tax, 0) AS tax,"
    "     i.rounding_minor + COALESCE(p.rounding, 0) AS rounding,"
    "     i.total_minor + COALESCE(p.total, 0) AS total"
    "   FROM invoices i LEFT JOIN part p ON p.bill_id = i.id WHERE i.id = " BILLS "),"
    " original AS MATERIALIZED (SELECT s.*,"
    "     row_number() OVER (PARTITION BY s.branch_id ORDER BY s.id) - 1 AS place,"
    "     sum(s.total) OVER (PARTITION BY s.account_id ORDER BY s.id) - s.total AS gone"
    "   FROM standing s),"
    " taken AS MATERIALIZED (SELECT b.id, b.code,"
    "     take_numbers('CN', b.id, date_part('year', $2::date)::bigint, o.n) AS first"
    "   FROM (SELECT branch_id, count(*) AS n FROM original GROUP BY branch_id ORDER BY branch_id)"
    "     AS o JOIN branches b ON b.id = o.branch_id),"
    " note AS (INSERT INTO invoices (id, account_id, agreement_id, branch_id, station_id,"
    "   class_id, number, kind, period_key, period_from, period_to, issue_date, due_date,"
    "   energy_wh, net_minor, tax_minor, rounding_minor, total_minor, previous_balance_minor,"
    "   reverses_id, reason, created_by)"
    "  SELECT $3" SINGLE_ID ","
    "   o.account_id, o.agreement_id, o.branch_id, o.station_id,"
    "   o.class_id, document_number('CN', date_part('year', $2::date)::bigint, t.code,"
    "     t.first + o.place),"
    "   'credit_note', o.period_key, o.period_from, o.period_to, $2, $2, -o.energy_wh,"
    "   -o.net, -o.tax, -o.rounding, -o.total,"
    "   b.receivable_minor - b.advance_minor - o.gone, o.id, $4, $5"
    "  FROM original o JOIN taken t ON t.id = o.branch_id"
    "  JOIN account_balances b ON b.account_id = o.account_id ORDER BY o.id"
    "  RETURNING reverses_id, id, account_id)"
    " SELECT reverses_id, id, account_id FROM note ORDER BY 1",
    TRUE,
};

/* The lines of notes for a part have an amount and nothing else that counts. */
const Statement take_back_lines = {
    "take_back_lines",
    "INSERT INTO invoice_lines (invoice_id, line_no, account_id, kind, component,"
    "  tariff_version_id, block_from_wh, block_to_wh, quantity, rate_micro, days, amount_minor,"
    "  tax_bp, trace)"
    " SELECT l.note_id, l.line_no, l.account_id, min(l.kind), min(l.component),"
    "  min(l.tariff_version_id), min(l.block_from_wh), min(l.block_to_wh), -sum(l.quantity),"
    "  sum(l.rate_micro), sum(l.days), -sum(l.amount_minor), max(l.tax_bp), min(l.trace)"
    " FROM (SELECT p.note_id, o.* FROM " PAIRS
    "       JOIN invoice_lines o ON o.invoice_id = p.bill_id AND o.invoice_id = " BILLS
    "       UNION ALL SELECT p.note_id, o.* FROM " PART_NOTES " AS n"
    "       JOIN " PAIRS " ON p.bill_id = n.bill_id"
    "       JOIN invoice_lines o ON o.invoice_id = n.part_id) AS l"
    " GROUP BY l.note_id, l.account_id, l.line_no",
    TRUE,
};

const Statement take_back_segments = {
    "take_back_segments",
    "INSERT INTO invoice_segments (invoice_id, segment_no, account_id, register_id, from_date,"
    "  to_date, from_value, to_value, energy_wh, estimated)"
    " SELECT p.note_id, s.segment_no, s.account_id, s.register_id, s.from_date, s.to_date,"
    "  s.from_value, s.to_value, -s.energy_wh, s.estimated"
    " FROM " PAIRS " JOIN invoice_segments s ON s.invoice_id = p.bill_id"
    "  AND s.invoice_id = " BILLS,
    TRUE,
};

/* $3 author.  As with a credit note of one bill: what payments had settled goes back to them, the
 * credit note settles the whole.  Answers what was released by branch, station, class and
 * receivable key: a class may have changed since the bill. */
const Statement take_back_settle = {
    "take_back_settle",
    "WITH note AS MATERIALIZED (SELECT n.id, n.reverses_id AS bill_id, n.account_id,"
    "     -n.total_minor AS total FROM invoices n WHERE n.id = ANY ($2::bigint[])),"
    " bill AS MATERIALIZED (SELECT i.id, i.account_id, i.branch_id, i.station_id, i.class_id,"
    "     i.total_minor - i.settled_minor AS open_minor FROM invoices i WHERE i.id = " BILLS "),"
    " standing AS MATERIALIZED (SELECT x.* FROM allocations x WHERE x.invoice_id = " BILLS
    "     AND x.payment_id IS NOT NULL AND x.amount_minor > 0"
    "     AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses_id = x.id)),"
    " released AS (INSERT INTO allocations (account_id, invoice_id, payment_id, amount_minor,"
    "     reverses_id, created_by)"
    "   SELECT account_id, invoice_id, payment_id, -amount_minor, id, $3 FROM standing),"
    " credited AS (INSERT INTO allocations (account_id, invoice_id, credit_note_id, amount_minor,"
    "     created_by)"
    "   SELECT account_id, bill_id, id, total, $3 FROM note WHERE total > 0),"
    " opened AS (SELECT account_id, sum(open_minor)::bigint AS open_minor FROM bill"
    "   GROUP BY account_id),"
    " freed AS (SELECT account_id, sum(amount_minor)::bigint AS released_minor FROM standing"
    "   GROUP BY account_id),"
    " balance AS (UPDATE account_balances b"
    "   SET receivable_minor = b.receivable_minor - o.open_minor,"
    "       advance_minor = b.advance_minor + COALESCE(f.released_minor, 0)"
    "   FROM opened o LEFT JOIN freed f ON f.account_id = o.account_id"
    "   WHERE b.account_id = o.account_id),"
    " settled AS (UPDATE invoices SET settled_minor = total_minor"
    "   WHERE id = " BILLS " AND settled_minor <> total_minor)"
    " SELECT i.branch_id, i.station_id, i.class_id, account_receivable_key(i.account_id),"
    "  sum(s.amount_minor)::bigint"
    " FROM standing s JOIN bill i ON i.id = s.invoice_id"
    " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
    TRUE,
};

/* Documents as they stand: $1 their ids */

/* What they come to, by group and kind of line. */
const Statement documents_sums = {
    "documents_sums",
    "WITH doc AS MATERIALIZED (SELECT n.id, n.branch_id, n.station_id, n.class_id,"
    "    account_receivable_key(n.account_id) AS receivable_key"
    "  FROM invoices n WHERE n.id = " BILLS ")"
    " SELECT n.branch_id, n.station_id, n.class_id, n.receivable_key, l.kind,"
    "  sum(l.amount_minor)::bigint"
    " FROM doc n JOIN invoice_lines l ON l.invoice_id = n.id AND l.invoice_id = " BILLS
    " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5",
    TRUE,
};

/* How many there are, and how many of them differ from their lines. */
const Statement documents_prove = {
    "documents_prove",
    "SELECT count(*), count(*) FILTER (WHERE n.total_minor <> COALESCE(l.amount_minor, 0))"
    " FROM invoices n LEFT JOIN (SELECT invoice_id, sum(amount_minor) AS amount_minor"
    "     FROM invoice_lines WHERE invoice_id = " BILLS " GROUP BY invoice_id) AS l"
    "   ON l.invoice_id = n.id WHERE n.id = " BILLS,
    TRUE,
};

/* They are owed. */
const Statement documents_raise = {
    "documents_raise",
    "UPDATE account_balances b SET receivable_minor = b.receivable_minor + i.total_minor"
    " FROM (SELECT account_id, sum(total_minor)::bigint AS total_minor FROM invoices"
    "       WHERE id = " BILLS " GROUP BY account_id) AS i WHERE b.account_id = i.account_id",
    TRUE,
};

/* $1 new bills, $2 the bill taken back that each replaces, $3 its credit note, $4 author.  What
 * payments had settled of the one when it was taken back settles the other, the oldest first.
 * Answers how much by branch, station, class and receivable key. */
const Statement documents_settle = {
    "documents_settle",
    "WITH pair AS MATERIALIZED (SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[])"
    "     AS p (id, bill_id, note_id)),"
    " made AS MATERIALIZED (SELECT i.id, i.account_id, i.branch_id, i.station_id, i.class_id,"
    "     i.total_minor FROM invoices i WHERE i.id = " BILLS "),"
    " taken AS MATERIALIZED (SELECT x.invoice_id, x.credit_note_id, x.created_at"
    "   FROM allocations x WHERE x.invoice_id = ANY ($2::bigint[])"
    "     AND x.credit_note_id = ANY ($3::bigint[]) AND x.amount_minor > 0),"
    " given AS MATERIALIZED (SELECT p.id, o.account_id, o.payment_id, o.amount_minor,"
    "     sum(o.amount_minor) OVER (PARTITION BY p.id ORDER BY o.id) - o.amount_minor AS before"
    "   FROM pair p JOIN taken t ON t.invoice_id = p.bill_id AND t.credit_note_id = p.note_id"
    "   JOIN allocations o ON o.invoice_id = p.bill_id AND o.invoice_id = ANY ($2::bigint[])"
    "     AND o.payment_id IS NOT NULL"
    "   JOIN allocations r ON r.reverses_id = o.id AND r.created_at = t.created_at),"
    " part AS MATERIALIZED (SELECT g.id, g.account_id, g.payment_id, i.branch_id, i.station_id,"
    "     i.class_id, LEAST(g.amount_minor, i.total_minor - g.before)::bigint AS amount_minor"
    "   FROM given g JOIN made i ON i.id = g.id WHERE g.before < i.total_minor),"
    " allocated AS (INSERT INTO allocations (account_id, invoice_id, payment_id, amount_minor,"
    "     created_by) SELECT account_id, id, payment_id, amount_minor, $4 FROM part),"
    " settled AS (UPDATE invoices i SET settled_minor = s.amount_minor"
    "   FROM (SELECT id, sum(amount_minor)::bigint AS amount_minor FROM part GROUP BY id) AS s"
    "   WHERE i.id = s.id AND i.id = " BILLS "),"
    " balance AS (UPDATE account_balances b"
    "   SET receivable_minor = b.receivable_minor - s.amount_minor,"
    "       advance_minor = b.advance_minor - s.amount_minor"
    "   FROM (SELECT account_id, sum(amount_minor)::bigint AS amount_minor FROM part"
    "         GROUP BY account_id) AS s WHERE b.account_id = s.account_id)"
    " SELECT branch_id, station_id, class_id, account_receivable_key(account_id),"
    "  sum(amount_minor)::bigint"
    " FROM part GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
    TRUE,
};

/* No register stands before the end of a bill: how many do, of $1 bills. */
const Statement documents_reached = {
    "documents_reached",
    "SELECT count(*) FROM invoice_segments s LEFT JOIN registers r ON r.id = s.register_id"
    "  AND r.account_id = s.account_id AND r.billed_date >= s.to_date"
    " WHERE s.invoice_id = " BILLS " AND r.id IS NULL",
    TRUE,
};
