/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of corrections: an invoice taken back by its mirror, or lowered by a credit note. */
#include "server/modules/invoices/invoices-sql.h"

const Statement invoices_account = {
    "invoices_account",
    "SELECT account_id, credits_id FROM invoices WHERE id = $1",
};

/* Account first, then invoices by id, then the counter: everybody locks in this order. */
const Statement invoices_lock_account = {
    "invoices_lock_account",
    "SELECT receivable_minor - advance_minor FROM account_balances WHERE account_id = $1"
    " FOR UPDATE",
};

/* With the document that mirrors it, the standing credit note that lowers it, the newest bill after
 * it and, of a credit note, what has taken back the rest of its invoice, where there are such. */
const Statement invoices_lock = {
    "invoices_lock",
    "SELECT i.number, i.kind, i.total_minor, i.branch_id, i.station_id, i.class_id, i.account_id,"
    "  account_receivable_key(i.account_id),"
    "  (SELECT r.number FROM invoices r"
    "   WHERE r.account_id = i.account_id AND r.reverses_id = i.id),"
    "  (SELECT n.number FROM allocations x JOIN invoices n ON n.id = x.credit_note_id"
    "   WHERE x.invoice_id = i.id AND n.credits_id = i.id AND x.amount_minor > 0"
    "     AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses_id = x.id)"
    "   ORDER BY n.id DESC LIMIT 1),"
    "  (SELECT l.number FROM later_bills(ARRAY[i.id]) AS l), i.credits_id, i.settled_minor,"
    "  (SELECT r.number FROM invoices r"
    "   WHERE r.account_id = i.account_id AND r.reverses_id = i.credits_id)"
    " FROM invoices i WHERE i.id = $1 FOR UPDATE",
};

/* Apart from the insertion: it may have to make the partition. */
const Statement invoices_next_id = { "invoices_next_id", "SELECT next_invoice_id($1)" };

/* $1 new id, $2 original, $3 date, $4 reason, $5 author, $6 balance before */
const Statement invoices_credit_note = {
    "invoices_credit_note",
    "INSERT INTO invoices (id, account_id, agreement_id, branch_id, station_id, class_id, number,"
    "  kind, period_key, period_from, period_to, issue_date, due_date, energy_wh, net_minor,"
    "  tax_minor, rounding_minor, total_minor, previous_balance_minor, reverses_id, reason,"
    "  created_by)"
    " SELECT $1, i.account_id, i.agreement_id, i.branch_id, i.station_id, i.class_id,"
    "  document_number('CN', date_part('year', $3::date)::bigint, b.code,"
    "    take_numbers('CN', b.id, date_part('year', $3::date)::bigint, 1)),"
    "  'credit_note', i.period_key, i.period_from, i.period_to, $3, $3, -i.energy_wh, -i.net_minor,"
    "  -i.tax_minor, -i.rounding_minor, -i.total_minor, $6, i.id, $4, $5"
    " FROM invoices i JOIN branches b ON b.id = i.branch_id WHERE i.id = $2",
};

const Statement invoices_credit_lines = {
    "invoices_credit_lines",
    "INSERT INTO invoice_lines (invoice_id, line_no, account_id, kind, component,"
    "  tariff_version_id, block_from_wh, block_to_wh, quantity, rate_micro, days, amount_minor,"
    "  tax_bp, trace)"
    " SELECT $1, line_no, account_id, kind, component, tariff_version_id, block_from_wh,"
    "  block_to_wh, -quantity, rate_micro, days, -amount_minor, tax_bp, trace"
    " FROM invoice_lines WHERE invoice_id = $2",
};

const Statement invoices_credit_segments = {
    "invoices_credit_segments",
    "INSERT INTO invoice_segments (invoice_id, segment_no, account_id, register_id, from_date,"
    "  to_date, from_value, to_value, energy_wh, estimated)"
    " SELECT $1, segment_no, account_id, register_id, from_date, to_date, from_value, to_value,"
    "  -energy_wh, estimated FROM invoice_segments WHERE invoice_id = $2",
};

/* $1 credit note, $2 original, $3 author.  What payments had settled goes back to them, the credit
 * note settles the whole, and the account is as if the invoice had never been. */
const Statement invoices_credit_settle = {
    "invoices_credit_settle",
    "WITH standing AS ("
    "  SELECT x.* FROM allocations x"
    "  WHERE x.invoice_id = $2 AND x.payment_id IS NOT NULL AND x.amount_minor > 0"
    "    AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses_id = x.id)),"
    " released AS ("
    "  INSERT INTO allocations (account_id, invoice_id, payment_id, amount_minor, reverses_id,"
    "    created_by)"
    "  SELECT account_id, invoice_id, payment_id, -amount_minor, id, $3 FROM standing),"
    " total AS (SELECT COALESCE(sum(amount_minor), 0)::bigint AS released_minor FROM standing),"
    " credited AS ("
    "  INSERT INTO allocations (account_id, invoice_id, credit_note_id, amount_minor, created_by)"
    "  SELECT account_id, id, $1, total_minor, $3 FROM invoices WHERE id = $2 AND total_minor > 0),"
    " balance AS ("
    "  UPDATE account_balances b"
    "  SET receivable_minor = b.receivable_minor - (i.total_minor - i.settled_minor),"
    "      advance_minor = b.advance_minor + t.released_minor"
    "  FROM invoices i, total t WHERE i.id = $2 AND b.account_id = i.account_id),"
    " settled AS ("
    "  UPDATE invoices SET settled_minor = total_minor"
    "  WHERE id = $2 AND settled_minor <> total_minor)"
    " SELECT released_minor FROM total",
};

const Statement invoices_line_sums = {
    "invoices_line_sums",
    "SELECT kind, sum(amount_minor)::bigint FROM invoice_lines WHERE invoice_id = $1"
    " GROUP BY kind ORDER BY kind",
};

/* $1 bills */
const Statement invoices_restate = {
    "invoices_restate",
    "SELECT restate_registers($1::bigint[])",
};

/* Credit notes for a part */

/* $1 invoice: its lines as they can still be credited, those that a credit note added among them;
 * the tax of a rate, and rounding, are lines too. */
const Statement invoices_creditable = {
    "invoices_creditable",
    "WITH note AS (SELECT DISTINCT n.id FROM allocations x"
    "   JOIN invoices n ON n.id = x.credit_note_id"
    "   WHERE x.invoice_id = $1 AND n.credits_id = $1 AND x.amount_minor > 0"
    "     AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses_id = x.id))"
    " SELECT l.line_no, min(l.kind), min(l.tax_bp), sum(l.amount_minor)::bigint"
    " FROM invoice_lines l"
    " WHERE l.invoice_id = $1 OR l.invoice_id IN (SELECT id FROM note)"
    " GROUP BY l.line_no ORDER BY l.line_no",
};

/* $1 new id, $2 invoice, $3 date, $4 reason, $5 author, $6 balance before, $7 net, $8 tax,
 * $9 rounding: amounts credited, above zero */
const Statement invoices_part_note = {
    "invoices_part_note",
    "INSERT INTO invoices (id, account_id, agreement_id, branch_id, station_id, class_id, number,"
    "  kind, period_key, period_from, period_to, issue_date, due_date, energy_wh, net_minor,"
    "  tax_minor, rounding_minor, total_minor, previous_balance_minor, credits_id, reason,"
    "  created_by)"
    " SELECT $1, i.account_id, i.agreement_id, i.branch_id, i.station_id, i.class_id,"
    "  document_number('CN', date_part('year', $3::date)::bigint, b.code,"
    "    take_numbers('CN', b.id, date_part('year', $3::date)::bigint, 1)),"
    "  'credit_note', i.period_key, i.period_from, i.period_to, $3, $3, 0, -$7::bigint,"
    "  -$8::bigint, -$9::bigint, -($7::bigint + $8::bigint + $9::bigint), $6, i.id, $4, $5"
    " FROM invoices i JOIN branches b ON b.id = i.branch_id WHERE i.id = $2",
};

/* $1 credit note, $2 invoice, $3 a JSON list of line_no and amount_minor, above zero what is
 * credited.  A line that the invoice has not is rounding. */
const Statement invoices_part_lines = {
    "invoices_part_lines",
    "INSERT INTO invoice_lines (invoice_id, line_no, account_id, kind, component,"
    "  tariff_version_id, amount_minor, tax_bp)"
    " SELECT $1, p.line_no, i.account_id, COALESCE(l.kind, 'rounding'), l.component,"
    "  l.tariff_version_id, -p.amount_minor, COALESCE(l.tax_bp, 0)"
    " FROM jsonb_to_recordset($3::jsonb) AS p (line_no smallint, amount_minor bigint)"
    " JOIN invoices i ON i.id = $2"
    " LEFT JOIN invoice_lines l ON l.invoice_id = $2 AND l.line_no = p.line_no",
};

/* $1 credit note, $2 invoice, $3 author, $4 amount credited.  What is no longer owed of it goes
 * back to the payments that settled it last, and they keep the rest. */
const Statement invoices_part_settle = {
    "invoices_part_settle",
    "WITH invoice AS (SELECT * FROM invoices WHERE id = $2),"
    " excess AS (SELECT GREATEST($4::bigint - (total_minor - settled_minor), 0) AS amount_minor"
    "            FROM invoice),"
    " standing AS ("
    "  SELECT x.*, sum(x.amount_minor) OVER (ORDER BY x.id DESC) - x.amount_minor AS before"
    "  FROM allocations x WHERE x.invoice_id = $2 AND x.payment_id IS NOT NULL"
    "    AND x.amount_minor > 0"
    "    AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses_id = x.id)),"
    " taken AS (SELECT s.*, (s.amount_minor - LEAST(s.amount_minor, e.amount_minor - s.before))"
    "     ::bigint AS kept_minor"
    "   FROM standing s, excess e WHERE s.before < e.amount_minor),"
    " reversed AS ("
    "  INSERT INTO allocations (account_id, invoice_id, payment_id, amount_minor, reverses_id,"
    "    created_by)"
    "  SELECT account_id, invoice_id, payment_id, -amount_minor, id, $3 FROM taken),"
    " kept AS ("
    "  INSERT INTO allocations (account_id, invoice_id, payment_id, amount_minor, created_by)"
    "  SELECT account_id, invoice_id, payment_id, kept_minor, $3 FROM taken"
    "  WHERE kept_minor > 0),"
    " credited AS ("
    "  INSERT INTO allocations (account_id, invoice_id, credit_note_id, amount_minor, created_by)"
    "  SELECT account_id, id, $1, $4, $3 FROM invoice),"
    " total AS (SELECT COALESCE(sum(amount_minor - kept_minor), 0)::bigint AS released_minor"
    "           FROM taken),"
    " balance AS ("
    "  UPDATE account_balances b"
    "  SET receivable_minor = b.receivable_minor - ($4::bigint - t.released_minor),"
    "      advance_minor = b.advance_minor + t.released_minor"
    "  FROM invoice i, total t WHERE b.account_id = i.account_id),"
    " settled AS ("
    "  UPDATE invoices i SET settled_minor = i.settled_minor + $4 - t.released_minor"
    "  FROM total t WHERE i.id = $2)"
    " SELECT released_minor FROM total",
};

/* A credit note taken back: $1 new id, $2 credit note, $3 date, $4 reason, $5 author, $6 balance
 * before. */
const Statement invoices_unpart_note = {
    "invoices_unpart_note",
    "INSERT INTO invoices (id, account_id, agreement_id, branch_id, station_id, class_id, number,"
    "  kind, period_key, period_from, period_to, issue_date, due_date, energy_wh, net_minor,"
    "  tax_minor, rounding_minor, total_minor, previous_balance_minor, reverses_id, reason,"
    "  created_by)"
    " SELECT $1, n.account_id, n.agreement_id, n.branch_id, n.station_id, n.class_id,"
    "  document_number('INV', date_part('year', $3::date)::bigint, b.code,"
    "    take_numbers('INV', b.id, date_part('year', $3::date)::bigint, 1)),"
    "  'adjustment', n.period_key, n.period_from, n.period_to, $3, $3, 0, -n.net_minor,"
    "  -n.tax_minor, -n.rounding_minor, -n.total_minor, $6, n.id, $4, $5"
    " FROM invoices n JOIN branches b ON b.id = n.branch_id WHERE n.id = $2",
};

/* $1 new invoice, $2 credit note, $3 author.  The credit note settles the invoice that takes it
 * back instead of the one that it lowered, which is owed again. */
const Statement invoices_unpart_settle = {
    "invoices_unpart_settle",
    "WITH standing AS ("
    "  SELECT x.* FROM allocations x WHERE x.credit_note_id = $2 AND x.amount_minor > 0"
    "    AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses_id = x.id)),"
    " reversed AS ("
    "  INSERT INTO allocations (account_id, invoice_id, credit_note_id, amount_minor, reverses_id,"
    "    created_by)"
    "  SELECT account_id, invoice_id, credit_note_id, -amount_minor, id, $3 FROM standing),"
    " moved AS ("
    "  INSERT INTO allocations (account_id, invoice_id, credit_note_id, amount_minor, created_by)"
    "  SELECT account_id, $1, credit_note_id, amount_minor, $3 FROM standing),"
    " own AS (UPDATE invoices SET settled_minor = total_minor WHERE id = $1),"
    " owed AS (UPDATE invoices i SET settled_minor = i.settled_minor - s.amount_minor"
    "          FROM standing s WHERE i.id = s.invoice_id)"
    " UPDATE account_balances b SET receivable_minor = b.receivable_minor + s.amount_minor"
    " FROM standing s WHERE b.account_id = s.account_id RETURNING s.invoice_id",
};

/* $1 first and $2 last invoice */
const Statement invoices_seal_range = {
    "invoices_seal_range",
    "SELECT seal_invoices($1, $2)",
};
