/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of one invoice, of cancellation and of advances. */
#include "server/modules/invoices/invoices-sql.h"

#include "server/modules/invoices/invoices-columns.h"

/* Net and tax by rate; rounding belongs to no rate. */
#define TAXES                                                                                      \
    "(SELECT jsonb_agg(jsonb_build_object('tax_bp', t.tax_bp, 'net_minor', t.net_minor,"           \
    "     'tax_minor', t.tax_minor) ORDER BY t.tax_bp)"                                            \
    " FROM (SELECT l.tax_bp,"                                                                      \
    "         COALESCE(sum(l.amount_minor) FILTER (WHERE l.kind <> 'tax'), 0)::bigint"             \
    "           AS net_minor,"                                                                     \
    "         COALESCE(sum(l.amount_minor) FILTER (WHERE l.kind = 'tax'), 0)::bigint AS tax_minor" \
    "       FROM invoice_lines l WHERE l.invoice_id = i.id AND l.kind <> 'rounding'"               \
    "       GROUP BY l.tax_bp) AS t)"
#define LINES                                                                                      \
    "(SELECT jsonb_agg(jsonb_build_object('line_no', l.line_no, 'kind', l.kind,"                   \
    "     'component', l.component, 'block_from_wh', l.block_from_wh,"                             \
    "     'block_to_wh', l.block_to_wh, 'quantity', l.quantity, 'rate_micro', l.rate_micro,"       \
    "     'days', l.days, 'amount_minor', l.amount_minor, 'tax_bp', l.tax_bp,"  \
    "     'trace', l.trace) ORDER BY l.line_no)" \
    " FROM invoice_lines l WHERE l.invoice_id = i.id)"
#define SEGMENTS                                                                                   \
    "(SELECT jsonb_agg(jsonb_build_object('segment_no', g.segment_no, 'meter_number', m.number,"   \
    "     'register_code', r.code, 'from_date', g.from_date, 'to_date', g.to_date,"                \
    "     'from_value', g.from_value, 'to_value', g.to_value,"                                     \
    "     'multiplier_milli', r.multiplier_milli, 'energy_wh', g.energy_wh,"                       \
    "     'estimated', g.estimated) ORDER BY g.segment_no)"                                        \
    " FROM invoice_segments g JOIN registers r ON r.id = g.register_id"                            \
    " LEFT JOIN meter_installations n ON n.id = r.installation_id"                                 \
    " LEFT JOIN meters m ON m.id = n.meter_id WHERE g.invoice_id = i.id)"
/* The last twelve bills of the agreement up to this one, oldest first. */
#define HISTORY                                                                                    \
    "(SELECT jsonb_agg(jsonb_build_object('period_key', h.period_key, 'energy_wh', h.energy_wh,"   \
    "     'total_minor', h.total_minor) ORDER BY h.period_to, h.id)"                               \
    " FROM (SELECT p.id, p.period_key, p.period_to, p.energy_wh, p.total_minor FROM invoices p"    \
    "       WHERE p.account_id = i.account_id AND p.agreement_id = i.agreement_id"                 \
    "         AND p.kind IN ('energy', 'final') AND p.period_to <= i.period_to"                    \
    "         AND NOT EXISTS (SELECT FROM allocations x"                                           \
    "                         WHERE x.invoice_id = p.id AND x.credit_note_id IS NOT NULL)"         \
    "       ORDER BY p.period_to DESC, p.id DESC LIMIT 12) AS h)"

/* SQL is laid out by hand. */
/* clang-format off */
/* $1 id, $2 today */
const Statement invoices_get = {
    "invoices_get",
    "SELECT " INVOICE_COLUMNS ("$2") ", c.address AS customer_address,"
    " c.mobile AS customer_mobile, c.tax_number AS customer_tax_number,"
    " p.address AS service_address, g.number AS agreement_number,"
    " (SELECT t.name FROM invoice_lines l"
    "  JOIN tariff_versions v ON v.id = l.tariff_version_id JOIN tariffs t ON t.id = v.tariff_id"
    "  WHERE l.invoice_id = i.id ORDER BY l.line_no LIMIT 1) AS tariff_name,"
    LINES " AS lines, " TAXES " AS taxes, " SEGMENTS " AS segments, " HISTORY " AS history"
    " FROM invoices i" INVOICE_JOINS
    " LEFT JOIN service_agreements g ON g.id = i.agreement_id"
    " LEFT JOIN service_points p ON p.id = g.service_point_id"
    " WHERE i.id = $1",
};
/* clang-format on */

/* $1 number, or NULL for the newest */
const Statement invoices_by_number_or_newest = {
    "invoices_by_number_or_newest",
    "SELECT id FROM invoices WHERE ($1::text IS NULL OR number = $1) AND kind <> 'credit_note'"
    " ORDER BY id DESC LIMIT 1",
};

/* $1 run, $2 last id seen, $3 limit */
const Statement invoices_of_run = {
    "invoices_of_run",
    "SELECT id FROM invoices WHERE run_id = $1 AND id > $2 ORDER BY id LIMIT $3",
};

/* Cancellation */

const Statement invoices_account = {
    "invoices_account",
    "SELECT account_id FROM invoices WHERE id = $1",
};

/* Account first, then invoices by id, then the counter: everybody locks in this order. */
const Statement invoices_lock_account = {
    "invoices_lock_account",
    "SELECT receivable_minor - advance_minor FROM account_balances WHERE account_id = $1"
    " FOR UPDATE",
};

const Statement invoices_lock = {
    "invoices_lock",
    "SELECT i.number, i.kind, i.total_minor, i.branch_id, i.station_id, i.class_id, i.account_id,"
    "       k.receivable_key, (SELECT r.number FROM invoices r WHERE r.reverses_id = i.id LIMIT 1)"
    " FROM invoices i JOIN customer_classes k ON k.id = i.class_id"
    " WHERE i.id = $1 FOR UPDATE OF i",
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
    "  tax_bp)"
    " SELECT $1, line_no, account_id, kind, component, tariff_version_id, block_from_wh,"
    "  block_to_wh, -quantity, rate_micro, days, -amount_minor, tax_bp"
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

/* $1 first id, $2 last id, $3 author.  The open amounts of an account's new invoices and what its
 * payments have left are laid side by side as ranges of one scale; where two overlap, that much of
 * the payment settles that much of the invoice. */
const Statement invoices_advances = {
    "invoices_advances",
    "WITH target AS ("
    "  SELECT i.id, i.account_id, i.branch_id, i.station_id, i.class_id, i.due_date,"
    "    i.total_minor - i.settled_minor AS open_minor"
    "  FROM invoices i JOIN account_balances b ON b.account_id = i.account_id"
    "  WHERE i.id BETWEEN $1 AND $2 AND i.kind <> 'credit_note'"
    "    AND i.settled_minor < i.total_minor AND b.advance_minor > 0"
    "    AND (SELECT apply_advances FROM company)),"
    " need AS ("
    "  SELECT t.*, sum(open_minor) OVER w - open_minor AS low, sum(open_minor) OVER w AS high"
    "  FROM target t WINDOW w AS (PARTITION BY account_id ORDER BY due_date, id)),"
    " unspent AS ("
    "  SELECT p.account_id, p.id, p.amount_minor - COALESCE((SELECT sum(x.amount_minor)"
    "    FROM allocations x WHERE x.payment_id = p.id), 0) AS rest_minor"
    "  FROM payments p WHERE p.account_id IN (SELECT account_id FROM target)"
    "    AND p.kind = 'receipt'"
    "    AND NOT EXISTS (SELECT FROM payments c WHERE c.cancels_id = p.id)),"
    " left_over AS ("
    "  SELECT u.*, sum(rest_minor) OVER w - rest_minor AS low, sum(rest_minor) OVER w AS high"
    "  FROM unspent u WHERE rest_minor > 0 WINDOW w AS (PARTITION BY account_id ORDER BY id)),"
    " pair AS ("
    "  SELECT n.id AS invoice_id, n.account_id, n.branch_id, n.station_id, n.class_id,"
    "    o.id AS payment_id,"
    "    (LEAST(n.high, o.high) - GREATEST(n.low, o.low))::bigint AS amount_minor"
    "  FROM need n JOIN left_over o ON o.account_id = n.account_id"
    "    AND n.low < o.high AND o.low < n.high),"
    " applied AS ("
    "  INSERT INTO allocations (account_id, invoice_id, payment_id, amount_minor, created_by)"
    "  SELECT account_id, invoice_id, payment_id, amount_minor, $3 FROM pair),"
    " settled AS ("
    "  UPDATE invoices i SET settled_minor = i.settled_minor + s.amount_minor"
    "  FROM (SELECT invoice_id, sum(amount_minor)::bigint AS amount_minor FROM pair"
    "        GROUP BY invoice_id) AS s WHERE i.id = s.invoice_id),"
    " balance AS ("
    "  UPDATE account_balances b SET receivable_minor = b.receivable_minor - s.amount_minor,"
    "    advance_minor = b.advance_minor - s.amount_minor"
    "  FROM (SELECT account_id, sum(amount_minor)::bigint AS amount_minor FROM pair"
    "        GROUP BY account_id) AS s WHERE b.account_id = s.account_id)"
    " SELECT p.branch_id, p.station_id, p.class_id, k.receivable_key, sum(p.amount_minor)::bigint"
    " FROM pair p JOIN customer_classes k ON k.id = p.class_id"
    " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3",
    TRUE,
};
