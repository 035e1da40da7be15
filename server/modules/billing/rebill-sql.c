/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of bills that are computed again. */
#include "server/modules/billing/billing-sql.h"

/* $1 bills, $2 now.  Each bill with the run that its period comes from (of the first bill in its
 * line) and the company. */
const Statement rebill_facts = {
    "rebill_facts",
    "WITH RECURSIVE line AS ("
    "  SELECT id AS bill_id, run_id, replaces_id FROM invoices WHERE id = ANY ($1::bigint[])"
    "  UNION ALL SELECT l.bill_id, b.run_id, b.replaces_id FROM line l"
    "    JOIN invoices b ON b.id = l.replaces_id WHERE l.run_id IS NULL),"
    " made AS (SELECT bill_id, run_id FROM line WHERE run_id IS NOT NULL)"
    " SELECT i.id, i.account_id, i.agreement_id, i.number, i.kind, i.period_from, i.period_to,"
    "  i.energy_wh, i.net_minor, i.tax_minor, i.rounding_minor, i.total_minor, i.settled_minor,"
    "  n.number,"
    "  (SELECT n.number FROM invoices n"
    "   WHERE n.account_id = i.account_id AND n.reverses_id = i.id),"
    "  (SELECT n.number FROM allocations x JOIN invoices n ON n.id = x.credit_note_id"
    "   WHERE x.invoice_id = i.id AND n.credits_id = i.id AND x.amount_minor > 0"
    "     AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses_id = x.id) LIMIT 1),"
    "  r.cycle_id, r.period_key, r.period_from, r.period_to, c.reading_days_before,"
    "  c.reading_days_after, y.currency, y.cash_unit_minor, y.apply_advances,"
    "  (($2::timestamptz AT TIME ZONE 'UTC') + y.utc_offset_minutes * interval '1 minute')::date"
    " FROM invoices i CROSS JOIN company y"
    " LEFT JOIN later_bills($1::bigint[]) AS n ON n.invoice_id = i.id"
    " LEFT JOIN made m ON m.bill_id = i.id LEFT JOIN billing_runs r ON r.id = m.run_id"
    " LEFT JOIN billing_cycles c ON c.id = r.cycle_id"
    " WHERE i.id = ANY ($1::bigint[]) ORDER BY i.account_id, i.id",
    TRUE,
};

/* $1 agreements: what run_agreements tells of them, whatever cycle they are in now. */
const Statement rebill_agreements = {
    "rebill_agreements",
    "SELECT" RUN_AGREEMENT_COLUMNS
    " FROM service_agreements g JOIN accounts a ON a.id = g.account_id"
    " JOIN account_balances b ON b.account_id = g.account_id WHERE g.id = ANY ($1::bigint[])"
    " ORDER BY g.account_id, g.id",
    TRUE,
};

/* $1 accounts, $2 agreements */
const Statement rebill_registers = {
    "rebill_registers",
    "SELECT" RUN_REGISTER_COLUMNS " FROM registers r WHERE r.account_id = ANY ($1::bigint[])"
    "   AND r.agreement_id = ANY ($2::bigint[]) ORDER BY r.account_id, r.agreement_id, r.id",
    TRUE,
};

/* $1 accounts, $2 agreements, $3 end of the window */
const Statement rebill_terms = {
    "rebill_terms",
    "SELECT" RUN_TERM_COLUMNS " FROM agreement_terms t WHERE t.account_id = ANY ($1::bigint[])"
    "   AND t.agreement_id = ANY ($2::bigint[]) AND t.valid_from < $3::date"
    " ORDER BY t.account_id, t.agreement_id, t.valid_from",
    TRUE,
};

/* What the bill came to, kind by kind: $1 invoice */
const Statement rebill_old_lines = {
    "rebill_old_lines",
    "SELECT kind, sum(amount_minor)::bigint FROM invoice_lines WHERE invoice_id = $1 GROUP BY kind",
};

/* $1 bills.  In order, so that two workers never wait for each other in a ring. */
const Statement rebill_lock = {
    "rebill_lock",
    "SELECT b.account_id FROM account_balances b WHERE b.account_id IN"
    " (SELECT account_id FROM invoices WHERE id = ANY ($1::bigint[]))"
    " ORDER BY b.account_id FOR UPDATE OF b",
    TRUE,
};

/* $1 month.  Apart from the insertion: it may have to make the partition. */
const Statement rebill_single_id = { "rebill_single_id", "SELECT next_invoice_id($1)" };

/* $1 month, $2 blocks of a month, $3 ids of a block: the first id of one, and the number of what is
 * written together. */
const Statement rebill_block = {
    "rebill_block",
    "SELECT $1::bigint * 10000000000 + nextval('invoice_block_seq') % $2::bigint * $3::bigint,"
    "  nextval('mass_rebill_batch_seq')"
    " FROM ensure_invoice_partitions($1)",
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
