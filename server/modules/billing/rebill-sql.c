/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of bills that are computed again. */
#include "server/modules/billing/billing-sql.h"

/* The bill, the run that its period comes from (of the first bill in its line), the company.
 * $1 invoice, $2 now */
const Statement rebill_facts = {
    "rebill_facts",
    "WITH RECURSIVE line AS ("
    "  SELECT id, run_id, replaces_id FROM invoices WHERE id = $1"
    "  UNION ALL SELECT b.id, b.run_id, b.replaces_id FROM line l"
    "    JOIN invoices b ON b.id = l.replaces_id WHERE l.run_id IS NULL)"
    " SELECT i.account_id, i.agreement_id, i.number, i.kind, i.period_from, i.period_to,"
    "  i.energy_wh, i.net_minor, i.tax_minor, i.rounding_minor, i.total_minor, i.settled_minor,"
    "  later_bill(i.id),"
    "  (SELECT n.number FROM invoices n"
    "   WHERE n.account_id = i.account_id AND n.reverses_id = i.id),"
    "  (SELECT n.number FROM allocations x JOIN invoices n ON n.id = x.credit_note_id"
    "   WHERE x.invoice_id = i.id AND n.credits_id = i.id AND x.amount_minor > 0"
    "     AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses_id = x.id) LIMIT 1),"
    "  r.cycle_id, r.period_key, r.period_from, r.period_to, c.reading_days_before,"
    "  c.reading_days_after, y.currency, y.cash_unit_minor, y.apply_advances,"
    "  (($2::timestamptz AT TIME ZONE 'UTC') + y.utc_offset_minutes * interval '1 minute')::date"
    " FROM invoices i CROSS JOIN company y"
    " LEFT JOIN billing_runs r ON r.id = (SELECT run_id FROM line WHERE run_id IS NOT NULL)"
    " LEFT JOIN billing_cycles c ON c.id = r.cycle_id"
    " WHERE i.id = $1",
};

/* $1 agreement: what run_agreements tells of it, whatever cycle it is in now. */
const Statement rebill_agreement = {
    "rebill_agreement",
    "SELECT g.account_id, g.id, a.branch_id, a.station_id, a.class_id,"
    "  b.receivable_minor - b.advance_minor, b.advance_minor, g.end_date, a.billing_hold,"
    "  a.hold_reason"
    " FROM service_agreements g JOIN accounts a ON a.id = g.account_id"
    " JOIN account_balances b ON b.account_id = g.account_id WHERE g.id = $1",
};

/* Registers of the bill, and those that would have been in it had they been known, each where the
 * bill begins it. $1 invoice */
#define REBILLED                                                                                   \
    "WITH bill AS (SELECT account_id, agreement_id, period_to FROM invoices WHERE id = $1),"       \
    " began AS (SELECT DISTINCT ON (register_id) register_id, from_date, from_value"               \
    "   FROM invoice_segments WHERE invoice_id = $1 ORDER BY register_id, from_date),"             \
    " ended AS (SELECT DISTINCT ON (register_id) register_id, to_date, to_value"                   \
    "   FROM invoice_segments WHERE invoice_id = $1 ORDER BY register_id, to_date DESC),"          \
    " rebilled AS (SELECT r.*, COALESCE(b.from_date, r.billed_date) AS began_date,"                \
    "     COALESCE(b.from_value, r.billed_value) AS began_value, e.to_date AS ended_date,"         \
    "     e.to_value AS ended_value"                                                               \
    "   FROM bill JOIN registers r ON r.account_id = bill.account_id"                              \
    "     AND r.agreement_id = bill.agreement_id"                                                  \
    "   LEFT JOIN began b ON b.register_id = r.id LEFT JOIN ended e ON e.register_id = r.id"       \
    "   WHERE b.register_id IS NOT NULL"                                                           \
    "      OR (r.opened_on < bill.period_to AND r.billed_date < bill.period_to))"

const Statement rebill_registers = {
    "rebill_registers",
    REBILLED
    " SELECT id, account_id, agreement_id, installation_id, code, digits, multiplier_milli,"
    "  opened_on, closed_on, began_date, began_value, latest_date, latest_value, latest_estimated,"
    "  daily_average_wh, zero_bills, ended_date, ended_value FROM rebilled ORDER BY id",
};

/* $1 invoice, $2 end of the window, $3 whether a later bill holds the end fast */
const Statement rebill_readings = {
    "rebill_readings",
    REBILLED " SELECT d.register_id, d.read_on, d.value, d.kind = 'estimated', d.rollover"
             " FROM rebilled r JOIN readings d ON d.register_id = r.id AND d.read_on > r.began_date"
             "   AND d.read_on < $2::date AND d.state = 'accepted'"
             "   AND (NOT $3::boolean OR d.read_on <= r.ended_date)"
             " ORDER BY d.register_id, d.read_on, d.id",
};

/* $1 account, $2 agreement, $3 end of the window */
const Statement rebill_terms = {
    "rebill_terms",
    "SELECT account_id, agreement_id, valid_from, valid_to, tariff_id, contracted_load_w,"
    "  breaker_amperes FROM agreement_terms"
    " WHERE account_id = $1 AND agreement_id = $2 AND valid_from < $3::date ORDER BY valid_from",
};

/* What the bill came to, kind by kind: $1 invoice */
const Statement rebill_old_lines = {
    "rebill_old_lines",
    "SELECT kind, sum(amount_minor)::bigint FROM invoice_lines WHERE invoice_id = $1 GROUP BY kind",
};

/* $1 invoice */
const Statement rebill_lock = {
    "rebill_lock",
    "SELECT b.account_id FROM invoices i JOIN account_balances b ON b.account_id = i.account_id"
    " WHERE i.id = $1 FOR UPDATE OF b",
};

/* Apart from the insertion: it may have to make the partition. */
const Statement rebill_next_id = { "rebill_next_id", "SELECT next_invoice_id($1)" };

/* $1 new id, $2 old bill, $3 the new one as a JSON object, $4 date, $5 reason, $6 author.  Numbered
 * in the series of all invoices; the balance before it is without the old bill. */
const Statement rebill_insert = {
    "rebill_insert",
    "INSERT INTO invoices (id, account_id, agreement_id, branch_id, station_id, class_id, number,"
    "  kind, period_key, period_from, period_to, issue_date, due_date, energy_wh, net_minor,"
    "  tax_minor, rounding_minor, total_minor, previous_balance_minor, replaces_id, reason,"
    "  created_by)"
    " SELECT $1, i.account_id, i.agreement_id, n.branch_id, n.station_id, n.class_id,"
    "  document_number('INV', date_part('year', $4::date)::bigint, b.code,"
    "    take_numbers('INV', b.id, date_part('year', $4::date)::bigint, 1)),"
    "  n.kind, i.period_key, n.period_from, n.period_to, $4, $4::date + k.due_days::integer,"
    "  n.energy_wh, n.net_minor, n.tax_minor, n.rounding_minor, n.total_minor,"
    "  o.receivable_minor - o.advance_minor, i.id, $5, $6"
    " FROM invoices i JOIN account_balances o ON o.account_id = i.account_id,"
    "  jsonb_to_record($3::jsonb) AS n (branch_id bigint, station_id bigint, class_id bigint,"
    "    kind text, period_from date, period_to date, energy_wh bigint, net_minor bigint,"
    "    tax_minor bigint, rounding_minor bigint, total_minor bigint)"
    "  JOIN branches b ON b.id = n.branch_id JOIN customer_classes k ON k.id = n.class_id"
    " WHERE i.id = $2",
};

/* $1 invoice, $2 its account, $3 JSON list */
const Statement rebill_lines = {
    "rebill_lines",
    "INSERT INTO invoice_lines (invoice_id, line_no, account_id, kind, component,"
    "  tariff_version_id, block_from_wh, block_to_wh, quantity, rate_micro, days, amount_minor,"
    "  tax_bp, trace)"
    " SELECT $1, l.line_no, $2, l.kind, l.component, l.version_id, l.block_from_wh, l.block_to_wh,"
    "  l.quantity, l.rate_micro, l.days, l.amount_minor, l.tax_bp, l.trace"
    " FROM jsonb_to_recordset($3::jsonb) AS l (line_no smallint, kind text, component text,"
    "  version_id bigint, block_from_wh bigint, block_to_wh bigint, quantity bigint,"
    "  rate_micro bigint, days smallint, amount_minor bigint, tax_bp bigint, trace text)",
};

const Statement rebill_segments = {
    "rebill_segments",
    "INSERT INTO invoice_segments (invoice_id, segment_no, account_id, register_id, from_date,"
    "  to_date, from_value, to_value, energy_wh, estimated)"
    " SELECT $1, s.segment_no, $2, s.register_id, s.from_date, s.to_date, s.from_value, s.to_value,"
    "  s.energy_wh, s.estimated"
    " FROM jsonb_to_recordset($3::jsonb) AS s (segment_no smallint, register_id bigint,"
    "  from_date date, to_date date, from_value bigint, to_value bigint, energy_wh bigint,"
    "  estimated boolean)",
};

const Statement rebill_versions_used = {
    "rebill_versions_used",
    "UPDATE tariff_versions SET used = true WHERE NOT used AND id IN"
    " (SELECT tariff_version_id FROM invoice_lines WHERE invoice_id = $1)",
};

/* A billed reading is never edited: it is set aside with the reason, and another one of its day and
 * kind takes its place. $1 register, $2 day, $3 note; answers what the other one inherits. */
const Statement rebill_reading_replace = {
    "rebill_reading_replace",
    "UPDATE readings SET state = 'rejected', review_note = $3, reviewed_by = siraj_actor(),"
    "  reviewed_at = now(), version = version + 1"
    " WHERE id = (SELECT id FROM readings WHERE register_id = $1 AND read_on = $2"
    "             AND state = 'accepted' ORDER BY id DESC LIMIT 1)"
    " RETURNING id",
};

/* $1 the reading that was set aside, $2 value, $3 rollover, $4 what was consumed, $5 now, $6 note.
 * An estimate is replaced by what was read. */
const Statement rebill_reading_add = {
    "rebill_reading_add",
    "INSERT INTO readings (account_id, register_id, service_point_id, read_on, read_at, value,"
    "  kind, method, state, rollover, remark, consumption_wh, entered_by)"
    " SELECT account_id, register_id, service_point_id, read_on, $5, $2,"
    "  CASE kind WHEN 'estimated' THEN 'periodic' ELSE kind END, 'manual', 'accepted', $3, $6, $4,"
    "  siraj_actor()"
    " FROM readings WHERE id = $1 RETURNING id",
};

/* $1 register, $2 the new reading.  Where it is the newest, the register shows it, and its average
 * counts the difference to the quarter that a reading counts. */
const Statement rebill_reading_latest = {
    "rebill_reading_latest",
    "UPDATE registers r SET latest_reading_id = n.id, latest_value = n.value,"
    "  latest_estimated = false, estimates_in_row = 0,"
    "  daily_average_wh = GREATEST(r.daily_average_wh + (n.consumption_wh"
    "    - COALESCE(o.consumption_wh, 0)) / GREATEST(n.read_on - r.billed_date, 1) / 4, 0)"
    " FROM readings n LEFT JOIN readings o ON o.register_id = n.register_id"
    "   AND o.read_on = n.read_on AND o.state = 'rejected' AND o.id < n.id"
    "   AND o.id = (SELECT max(x.id) FROM readings x WHERE x.register_id = n.register_id"
    "               AND x.read_on = n.read_on AND x.state = 'rejected' AND x.id < n.id)"
    " WHERE r.id = $1 AND n.id = $2 AND r.latest_date = n.read_on",
};
