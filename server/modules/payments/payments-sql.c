/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of payment methods, of taking a payment and of cancelling one. */
#include "server/modules/payments/payments-sql.h"

/* Methods. $4 active */

#define METHOD_COLUMNS                                                                             \
    "m.id, m.code, m.name, m.name_en, m.posting_key, m.needs_reference, m.active, m.version"
#define METHOD_LIST(compare, direction)                                                            \
    "SELECT " METHOD_COLUMNS ", m.code AS sort_key FROM payment_methods m"                         \
    " WHERE ($2::text IS NULL OR (m.code, m.id) " compare " ($2, $3::bigint))"                     \
    " AND ($4::boolean IS NULL OR m.active = $4::boolean)"                                         \
    " ORDER BY m.code " direction ", m.id " direction " LIMIT $1"

const Statement payment_methods_by_code = { "payment_methods_by_code", METHOD_LIST (">", "ASC") };
const Statement payment_methods_by_code_desc = {
    "payment_methods_by_code_desc",
    METHOD_LIST ("<", "DESC"),
};
/* Taking a payment. $1 account, $2 tenders as JSON, $3 instant, $4 language: a row for each tender,
 * or one without. */
const Statement payments_look = {
    "payments_look",
    "SELECT a.station_id, a.class_id, k.receivable_key, b.receivable_minor, b.advance_minor,"
    "  o.currency, o.cash_unit_minor,"
    "  (($3::timestamptz AT TIME ZONE 'UTC') + o.utc_offset_minutes * interval '1 minute')::date,"
    "  m.id, CASE WHEN $4 = 'en' THEN m.name_en ELSE m.name END, m.posting_key,"
    "  m.needs_reference, m.active"
    " FROM accounts a JOIN customer_classes k ON k.id = a.class_id"
    " JOIN account_balances b ON b.account_id = a.id CROSS JOIN company o"
    " LEFT JOIN ROWS FROM (jsonb_to_recordset($2::jsonb) AS (method_id bigint)) WITH ORDINALITY"
    "   AS t (method_id, tender_no) ON true"
    " LEFT JOIN payment_methods m ON m.id = t.method_id"
    " WHERE a.id = $1 ORDER BY t.tender_no",
};

/* Before anything is read of the account, and before its invoices and the counter of receipts: a
 * change of class moves what is owed to another receivable key under this lock. */
const Statement payments_lock_account = {
    "payments_lock_account",
    "SELECT receivable_minor - advance_minor FROM account_balances WHERE account_id = $1"
    " FOR UPDATE",
};

/* $1 account */
#define OPEN_ITEMS                                                                                 \
    "SELECT id, number, due_date, total_minor - settled_minor FROM invoices"                       \
    " WHERE account_id = $1 AND settled_minor < total_minor AND kind <> 'credit_note' ORDER BY id"

const Statement payments_open_items = { "payments_open_items", OPEN_ITEMS };
const Statement payments_lock_items = { "payments_lock_items", OPEN_ITEMS " FOR UPDATE" };

/* $1 invoice: why it is not among the open items */
const Statement payments_invoice_state = {
    "payments_invoice_state",
    "SELECT i.number, i.account_id, i.kind, EXISTS (SELECT FROM allocations x"
    "   JOIN invoices n ON n.id = x.credit_note_id AND n.reverses_id = i.id"
    "   WHERE x.invoice_id = i.id) AS cancelled"
    " FROM invoices i WHERE i.id = $1",
};

/* $1 account, $2 station, $3 branch, $4 date, $5 instant, $6 amount, $7 balance after, $8 payer,
 * $9 notes, $10 author, $11 tenders, $12 allocations (both JSON), $13 settled, $14 paid ahead.
 * Allocations made with the receipt carry its instant: the receipt always shows the same ones. */
const Statement payments_insert = {
    "payments_insert",
    "WITH receipt AS ("
    "  INSERT INTO payments (account_id, branch_id, station_id, number, kind, received_on,"
    "    received_at, amount_minor, balance_after_minor, payer, notes, created_by)"
    "  SELECT $1, b.id, $2, document_number('RC', date_part('year', $4::date)::bigint, b.code,"
    "      take_numbers('RC', b.id, date_part('year', $4::date)::bigint, 1)),"
    "    'receipt', $4, $5, $6, $7, $8, $9, $10"
    "  FROM branches b WHERE b.id = $3 RETURNING id),"
    " tenders AS ("
    "  INSERT INTO payment_tenders (payment_id, tender_no, method_id, amount_minor, reference)"
    "  SELECT receipt.id, t.tender_no, t.method_id, t.amount_minor, t.reference"
    "  FROM receipt, ROWS FROM (jsonb_to_recordset($11::jsonb)"
    "    AS (method_id bigint, amount_minor bigint, reference text)) WITH ORDINALITY"
    "    AS t (method_id, amount_minor, reference, tender_no)),"
    " settled AS (SELECT s.invoice_id, s.amount_minor"
    "  FROM jsonb_to_recordset($12::jsonb) AS s (invoice_id bigint, amount_minor bigint)),"
    " allocated AS ("
    "  INSERT INTO allocations (account_id, invoice_id, payment_id, amount_minor, created_by,"
    "    created_at)"
    "  SELECT $1, s.invoice_id, receipt.id, s.amount_minor, $10, $5 FROM receipt, settled s),"
    " invoice AS ("
    "  UPDATE invoices i SET settled_minor = i.settled_minor + s.amount_minor"
    "  FROM settled s WHERE i.id = s.invoice_id),"
    " balance AS ("
    "  UPDATE account_balances SET receivable_minor = receivable_minor - $13,"
    "    advance_minor = advance_minor + $14 WHERE account_id = $1)"
    " SELECT id FROM receipt",
};

/* Cancelling a payment */

const Statement payments_find = {
    "payments_find",
    "SELECT account_id FROM payments WHERE id = $1",
};

/* $1 payment.  What it settled when it was taken, and on which receivable key: that of the account
 * may be another one by now. */
const Statement payments_original = {
    "payments_original",
    "SELECT p.number, p.kind, p.amount_minor, p.created_by, p.branch_id, p.station_id, a.class_id,"
    "       k.receivable_key, (SELECT c.number FROM payments c WHERE c.cancels_id = p.id),"
    "       (SELECT COALESCE(sum(x.amount_minor), 0)::bigint FROM allocations x"
    "        WHERE x.payment_id = p.id AND x.created_at = p.received_at),"
    "       (SELECT l.posting_key FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id"
    "        WHERE e.source = 'payments' AND e.source_id = p.id AND e.kind = 'payment'"
    "          AND l.posting_key IN (SELECT c.receivable_key FROM customer_classes c) LIMIT 1)"
    " FROM payments p JOIN accounts a ON a.id = p.account_id"
    " JOIN customer_classes k ON k.id = a.class_id WHERE p.id = $1",
};

#define STANDING                                                                                   \
    " FROM allocations x WHERE x.payment_id = $1 AND x.amount_minor > 0"                           \
    " AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses_id = x.id)"

const Statement payments_lock_settled = {
    "payments_lock_settled",
    "SELECT id FROM invoices WHERE id IN (SELECT x.invoice_id" STANDING ") ORDER BY id FOR UPDATE",
};

/* $1 payment, $2 date, $3 instant, $4 reason, $5 author, $6 balance before.  All that the payment
 * settles now is open again, be it from its first day or as an advance; the rest leaves the
 * advance.  Answers the id of the mirror and what was standing. */
const Statement payments_cancel_write = {
    "payments_cancel_write",
    "WITH mirror AS ("
    "  INSERT INTO payments (account_id, branch_id, station_id, number, kind, received_on,"
    "    received_at, amount_minor, balance_after_minor, payer, cancels_id, reason, created_by)"
    "  SELECT p.account_id, p.branch_id, p.station_id,"
    "    document_number('RX', date_part('year', $2::date)::bigint, b.code,"
    "      take_numbers('RX', b.id, date_part('year', $2::date)::bigint, 1)),"
    "    'cancellation', $2, $3, p.amount_minor, $6::bigint + p.amount_minor, p.payer, p.id, $4, $5"
    "  FROM payments p JOIN branches b ON b.id = p.branch_id WHERE p.id = $1"
    "  RETURNING id, account_id, amount_minor),"
    " tenders AS ("
    "  INSERT INTO payment_tenders (payment_id, tender_no, method_id, amount_minor, reference)"
    "  SELECT mirror.id, t.tender_no, t.method_id, t.amount_minor, t.reference"
    "  FROM mirror, payment_tenders t WHERE t.payment_id = $1),"
    " standing AS (SELECT x.*" STANDING "),"
    " reversed AS ("
    "  INSERT INTO allocations (account_id, invoice_id, payment_id, amount_minor, reverses_id,"
    "    created_by, created_at)"
    "  SELECT account_id, invoice_id, payment_id, -amount_minor, id, $5, $3 FROM standing),"
    " invoice AS ("
    "  UPDATE invoices i SET settled_minor = i.settled_minor - s.amount_minor"
    "  FROM (SELECT invoice_id, sum(amount_minor)::bigint AS amount_minor FROM standing"
    "        GROUP BY invoice_id) AS s WHERE i.id = s.invoice_id),"
    " total AS (SELECT COALESCE(sum(amount_minor), 0)::bigint AS standing_minor FROM standing),"
    " balance AS ("
    "  UPDATE account_balances b SET receivable_minor = b.receivable_minor + t.standing_minor,"
    "    advance_minor = b.advance_minor - (m.amount_minor - t.standing_minor)"
    "  FROM mirror m, total t WHERE b.account_id = m.account_id)"
    " SELECT m.id, t.standing_minor FROM mirror m, total t",
};
