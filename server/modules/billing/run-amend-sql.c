/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of what few accounts of a chunk need: readings that are estimated, and estimated bills that
 * are taken back when the meter has been read. */
#include "server/modules/billing/billing-sql.h"

/* $1 cycle.  The first that fits a class holds. */
const Statement run_estimate_rules = {
    "run_estimate_rules",
    "SELECT e.class_id, e.policy = 'estimate', COALESCE(e.most_estimates, y.estimates_limit)"
    " FROM estimate_rules e, company y WHERE e.cycle_id IS NULL OR e.cycle_id = $1"
    " ORDER BY e.class_id IS NULL, e.cycle_id IS NULL",
};

/* $1 first and $2 last account, $3 beginning of the window.  Registers that were not read. */
const Statement run_unread = {
    "run_unread",
    "SELECT r.id, r.estimates_in_row,"
    "  EXISTS (SELECT FROM readings d WHERE d.account_id = r.account_id AND d.register_id = r.id"
    "          AND d.state = 'held' AND d.read_on > r.billed_date)"
    " FROM registers r WHERE r.account_id BETWEEN $1 AND $2 AND r.closed_on IS NULL"
    "   AND r.latest_date < $3::date AND r.installation_id IS NOT NULL"
    " ORDER BY r.account_id, r.agreement_id, r.id",
    TRUE,
};

/* $1 a JSON list of readings, $2 author. */
const Statement run_estimates_insert = {
    "run_estimates_insert",
    "INSERT INTO readings (account_id, register_id, service_point_id, read_on, read_at, value,"
    "  kind, method, state, rollover, consumption_wh, entered_by)"
    " SELECT r.account_id, r.id, g.service_point_id, e.read_on, now(), e.value, 'estimated',"
    "  'estimate', 'accepted', e.rollover, e.quantity, $2"
    " FROM jsonb_to_recordset($1::jsonb) AS e (register_id bigint, read_on date, value bigint,"
    "      quantity bigint, rollover boolean)"
    " JOIN registers r ON r.id = e.register_id JOIN service_agreements g ON g.id = r.agreement_id",
    TRUE,
};

const Statement run_estimates_advance = {
    "run_estimates_advance",
    "UPDATE registers r SET latest_date = e.read_on, latest_value = e.value,"
    "  latest_estimated = true, estimates_in_row = r.estimates_in_row + 1,"
    "  unbilled_readings = r.unbilled_readings + 1,"
    "  latest_reading_id = (SELECT d.id FROM readings d WHERE d.register_id = r.id"
    "    AND d.read_on = e.read_on AND d.kind = 'estimated' AND d.state = 'accepted')"
    " FROM jsonb_to_recordset($1::jsonb) AS e (register_id bigint, read_on date, value bigint)"
    " WHERE r.id = e.register_id",
    TRUE,
};

/* $1 first and $2 last account, $3 end of the window.  Where a register's billed days end with an
 * estimate and it has been read since: the bills of its agreement after the last one that estimated
 * nothing, each with what is still standing of it. */
const Statement run_true_up_bills = {
    "run_true_up_bills",
    "WITH due AS (SELECT DISTINCT r.account_id, r.agreement_id FROM readings d"
    "   JOIN registers r ON r.id = d.register_id AND r.billed_date = d.read_on"
    "   WHERE d.account_id BETWEEN $1 AND $2 AND d.kind = 'estimated' AND d.state = 'accepted'"
    "     AND EXISTS (SELECT FROM readings n WHERE n.register_id = r.id"
    "       AND n.read_on > r.billed_date AND n.read_on < $3::date AND n.state = 'accepted'"
    "       AND n.kind <> 'estimated')),"
    " live AS (SELECT i.id, i.account_id, i.agreement_id, i.period_from, i.total_minor,"
    "     EXISTS (SELECT FROM invoice_segments s WHERE s.invoice_id = i.id AND s.estimated)"
    "       AS estimated"
    "   FROM due JOIN invoices i ON i.account_id = due.account_id"
    "     AND i.agreement_id = due.agreement_id AND i.kind IN ('energy', 'final')"
    "   WHERE NOT EXISTS (SELECT FROM invoices n WHERE n.reverses_id = i.id)),"
    " certain AS (SELECT agreement_id, max(period_from) AS period_from FROM live"
    "   WHERE NOT estimated GROUP BY agreement_id)"
    " SELECT l.account_id, l.agreement_id, l.id, l.total_minor - standing_credits(l.id)"
    " FROM live l"
    " LEFT JOIN certain c ON c.agreement_id = l.agreement_id"
    " WHERE l.estimated AND l.period_from > COALESCE(c.period_from, '-infinity')"
    " ORDER BY l.account_id, l.agreement_id, l.id",
    TRUE,
};

/* Below, $1 is a JSON list of the bills that are taken back. */
#define CREDITED "(SELECT jsonb_array_elements_text($1::jsonb)::bigint)"
#define BASES                                                                                      \
    "(SELECT DISTINCT ON (s.register_id) s.register_id, s.from_date, s.from_value"                 \
    " FROM invoice_segments s WHERE s.invoice_id IN " CREDITED                                     \
    " ORDER BY s.register_id, s.from_date)"

/* Where each register began the first of them. */
const Statement run_true_up_bases = {
    "run_true_up_bases",
    "SELECT b.register_id, b.from_date, b.from_value FROM " BASES " AS b ORDER BY b.register_id",
    TRUE,
};

/* $2 end of the window */
const Statement run_true_up_readings = {
    "run_true_up_readings",
    "SELECT d.register_id, d.read_on, d.value, d.kind = 'estimated', d.rollover"
    " FROM " BASES " AS b JOIN readings d ON d.register_id = b.register_id"
    "   AND d.read_on > b.from_date AND d.read_on < $2::date AND d.state = 'accepted'"
    " ORDER BY d.register_id, d.read_on, d.id",
    TRUE,
};

/* Credit notes for a part of such bills that stand, with the bill that each lowers. */
#define PART_NOTES                                                                                 \
    "(SELECT x.invoice_id, x.credit_note_id AS note_id"                                            \
    " FROM allocations x JOIN invoices c ON c.id = x.credit_note_id"                               \
    "   AND c.credits_id = x.invoice_id"                                                           \
    " WHERE x.invoice_id IN " CREDITED " GROUP BY 1, 2 HAVING sum(x.amount_minor) <> 0)"

/* $2 date, $3 its month (yyyymm), $4 reason, $5 author.  Only what earlier credit notes have left
 * of a bill is taken back. */
const Statement run_credit_notes = {
    "run_credit_notes",
    "WITH part AS MATERIALIZED (SELECT p.invoice_id, sum(c.net_minor) AS net,"
    "     sum(c.tax_minor) AS tax, sum(c.rounding_minor) AS rounding, sum(c.total_minor) AS total"
    "   FROM " PART_NOTES " AS p JOIN invoices c ON c.id = p.note_id GROUP BY p.invoice_id),"
    " standing AS MATERIALIZED (SELECT i.*, i.net_minor + COALESCE(p.net, 0) AS net,"
    "     i.tax_minor + COALESCE(p.tax, 0) AS tax,"
    "     i.rounding_minor + COALESCE(p.rounding, 0) AS rounding,"
    "     i.total_minor + COALESCE(p.total, 0) AS total"
    "   FROM invoices i LEFT JOIN part p ON p.invoice_id = i.id WHERE i.id IN " CREDITED "),"
    " original AS MATERIALIZED (SELECT s.*,"
    "     row_number() OVER (PARTITION BY s.branch_id ORDER BY s.id) - 1 AS place,"
    "     sum(s.total) OVER (PARTITION BY s.account_id ORDER BY s.id) - s.total AS gone"
    "   FROM standing s),"
    " taken AS MATERIALIZED (SELECT b.id, b.code,"
    "     take_numbers('CN', b.id, date_part('year', $2::date)::bigint, o.n) AS first"
    "   FROM (SELECT branch_id, count(*) AS n FROM original GROUP BY branch_id ORDER BY branch_id)"
    "     AS o JOIN branches b ON b.id = o.branch_id)"
    " INSERT INTO invoices (id, account_id, agreement_id, branch_id, station_id, class_id, number,"
    "  kind, period_key, period_from, period_to, issue_date, due_date, energy_wh, net_minor,"
    "  tax_minor, rounding_minor, total_minor, previous_balance_minor, reverses_id, reason,"
    "  created_by)"
    " SELECT next_invoice_id($3), o.account_id, o.agreement_id, o.branch_id, o.station_id,"
    "  o.class_id, document_number('CN', date_part('year', $2::date)::bigint, t.code,"
    "    t.first + o.place),"
    "  'credit_note', o.period_key, o.period_from, o.period_to, $2, $2, -o.energy_wh,"
    "  -o.net, -o.tax, -o.rounding, -o.total,"
    "  b.receivable_minor - b.advance_minor - o.gone, o.id, $4, $5"
    " FROM original o JOIN taken t ON t.id = o.branch_id"
    " JOIN account_balances b ON b.account_id = o.account_id ORDER BY o.id",
    TRUE,
};

/* The lines of notes for a part have an amount and nothing else that counts. */
const Statement run_credit_lines = {
    "run_credit_lines",
    "INSERT INTO invoice_lines (invoice_id, line_no, account_id, kind, component,"
    "  tariff_version_id, block_from_wh, block_to_wh, quantity, rate_micro, days, amount_minor,"
    "  tax_bp, trace)"
    " SELECT s.id, l.line_no, s.account_id, min(l.kind), min(l.component),"
    "  min(l.tariff_version_id), min(l.block_from_wh), min(l.block_to_wh), -sum(l.quantity),"
    "  sum(l.rate_micro), sum(l.days), -sum(l.amount_minor), max(l.tax_bp), min(l.trace)"
    " FROM (SELECT n.id, n.account_id, n.reverses_id AS source_id FROM invoices n"
    "       WHERE n.reverses_id IN " CREDITED
    "       UNION ALL SELECT n.id, n.account_id, p.note_id FROM " PART_NOTES " AS p"
    "       JOIN invoices n ON n.reverses_id = p.invoice_id) AS s"
    " JOIN invoice_lines l ON l.invoice_id = s.source_id GROUP BY s.id, s.account_id, l.line_no",
    TRUE,
};

const Statement run_credit_segments = {
    "run_credit_segments",
    "INSERT INTO invoice_segments (invoice_id, segment_no, account_id, register_id, from_date,"
    "  to_date, from_value, to_value, energy_wh, estimated)"
    " SELECT n.id, s.segment_no, s.account_id, s.register_id, s.from_date, s.to_date,"
    "  s.from_value, s.to_value, -s.energy_wh, s.estimated"
    " FROM invoices n JOIN invoice_segments s ON s.invoice_id = n.reverses_id"
    " WHERE n.reverses_id IN " CREDITED,
    TRUE,
};

/* $2 author.  As with a credit note of one bill: what payments had settled goes back to them, the
 * credit note settles the whole.  Answers what was released by branch, station, class and
 * receivable key: a class may have changed since the bill. */
const Statement run_credit_settle = {
    "run_credit_settle",
    "WITH note AS (SELECT n.id, n.reverses_id AS invoice_id, n.account_id, -n.total_minor AS total"
    "   FROM invoices n WHERE n.reverses_id IN " CREDITED "),"
    " standing AS (SELECT x.* FROM note JOIN allocations x ON x.invoice_id = note.invoice_id"
    "   WHERE x.payment_id IS NOT NULL AND x.amount_minor > 0"
    "     AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses_id = x.id)),"
    " released AS (INSERT INTO allocations (account_id, invoice_id, payment_id, amount_minor,"
    "     reverses_id, created_by)"
    "   SELECT account_id, invoice_id, payment_id, -amount_minor, id, $2 FROM standing),"
    " credited AS (INSERT INTO allocations (account_id, invoice_id, credit_note_id, amount_minor,"
    "     created_by)"
    "   SELECT account_id, invoice_id, id, total, $2 FROM note WHERE total > 0),"
    " opened AS (SELECT i.account_id, sum(i.total_minor - i.settled_minor)::bigint AS open_minor"
    "   FROM note JOIN invoices i ON i.id = note.invoice_id GROUP BY i.account_id),"
    " freed AS (SELECT account_id, sum(amount_minor)::bigint AS released_minor FROM standing"
    "   GROUP BY account_id),"
    " balance AS (UPDATE account_balances b"
    "   SET receivable_minor = b.receivable_minor - o.open_minor,"
    "       advance_minor = b.advance_minor + COALESCE(f.released_minor, 0)"
    "   FROM opened o LEFT JOIN freed f ON f.account_id = o.account_id"
    "   WHERE b.account_id = o.account_id),"
    " settled AS (UPDATE invoices SET settled_minor = total_minor"
    "   WHERE id IN " CREDITED " AND settled_minor <> total_minor)"
    " SELECT i.branch_id, i.station_id, i.class_id, account_receivable_key(i.account_id),"
    "  sum(s.amount_minor)::bigint"
    " FROM standing s JOIN invoices i ON i.id = s.invoice_id"
    " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
    TRUE,
};

/* What the credit notes come to, by group and kind of line. */
const Statement run_credit_sums = {
    "run_credit_sums",
    "SELECT n.branch_id, n.station_id, n.class_id, account_receivable_key(n.account_id), l.kind,"
    "  sum(l.amount_minor)::bigint"
    " FROM invoices n JOIN invoice_lines l ON l.invoice_id = n.id"
    " WHERE n.reverses_id IN " CREDITED " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5",
    TRUE,
};

/* Triggers are silent while the bills are written, that of the e-invoices too. */
const Statement run_credit_seal = {
    "run_credit_seal",
    "SELECT seal_invoices(min(id), max(id)) FROM invoices WHERE reverses_id IN " CREDITED,
    TRUE,
};

const Statement run_credit_rewind = {
    "run_credit_rewind",
    "UPDATE registers r SET billed_date = b.from_date, billed_value = b.from_value,"
    "  unbilled_readings = (SELECT count(*) FROM readings d WHERE d.register_id = r.id"
    "    AND d.state = 'accepted' AND d.read_on > b.from_date)"
    " FROM " BASES " AS b WHERE r.id = b.register_id",
    TRUE,
};

/* $1 a JSON list of pairs */
const Statement run_credit_links = {
    "run_credit_links",
    "INSERT INTO true_ups (credited_id, account_id, invoice_id)"
    " SELECT i.id, i.account_id, p.invoice_id"
    " FROM jsonb_to_recordset($1::jsonb) AS p (credited_id bigint, invoice_id bigint)"
    " JOIN invoices i ON i.id = p.credited_id",
    TRUE,
};
