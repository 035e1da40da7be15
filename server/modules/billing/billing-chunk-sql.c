/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of a chunk: what it reads, writes and proves.  Every statement over accounts is held to the
 * chunk's range of them, so that no plan reads a whole table for one chunk. */
#include "server/modules/billing/billing-sql.h"

/* The run, its cycle and its company. */
const Statement run_context = {
    "run_context",
    "SELECT r.cycle_id, r.class_id, r.station_id, r.period_key, r.period_from, r.period_to,"
    "       r.issue_date, r.trial, r.created_by, c.reading_days_before, c.reading_days_after,"
    "       y.currency, y.cash_unit_minor, y.apply_advances"
    " FROM billing_runs r JOIN billing_cycles c ON c.id = r.cycle_id, company y WHERE r.id = $1",
};

/* Chunks */

/* The agreements g of accounts a that a run q bills: those that have ended, once more at the end. */
#define DUE_JOINS                                                                                  \
    " FROM billing_runs q JOIN service_agreements g ON g.cycle_id = q.cycle_id"                    \
    " JOIN accounts a ON a.id = g.account_id"
#define DUE                                                                                        \
    " q.id = $1 AND g.payment_terms = 'postpaid' AND g.start_date < q.period_to"                   \
    " AND (q.class_id IS NULL OR a.class_id = q.class_id)"                                         \
    " AND (q.station_id IS NULL OR a.station_id = q.station_id)"                                   \
    " AND (g.state <> 'terminated' OR EXISTS (SELECT FROM registers r"                             \
    "      WHERE r.account_id = g.account_id AND r.agreement_id = g.id"                            \
    "        AND r.billed_date < r.closed_on))"

/* $1 run, $2 accounts in a chunk, $3 blocks of ids.  An account is never cut in two.  Answers the
 * agreements laid out and those of the largest chunk. */
const Statement run_chunk_lay = {
    "run_chunk_lay",
    "WITH due AS (SELECT g.account_id, count(*) AS n" DUE_JOINS " WHERE" DUE
    "             GROUP BY g.account_id),"
    " placed AS (SELECT account_id, n,"
    "    (sum(n) OVER (ORDER BY account_id) - n)::bigint / $2::bigint AS place FROM due),"
    " range AS (SELECT row_number() OVER (ORDER BY place) AS chunk_no, min(account_id) AS first,"
    "    max(account_id) AS last, sum(n)::bigint AS accounts FROM placed GROUP BY place),"
    " laid AS (INSERT INTO billing_chunks (run_id, chunk_no, first_account_id, last_account_id,"
    "      accounts, id_block)"
    "    SELECT $1, l.chunk_no, l.first, l.last, l.accounts,"
    "      CASE WHEN q.trial THEN 0 ELSE nextval('invoice_block_seq') % $3::bigint END"
    "    FROM range l, billing_runs q WHERE q.id = $1 RETURNING accounts)"
    " SELECT COALESCE(sum(accounts), 0)::bigint, COALESCE(max(accounts), 0) FROM laid",
    TRUE,
};

const Statement run_chunks_laid = {
    "run_chunks_laid",
    "SELECT EXISTS (SELECT FROM billing_chunks WHERE run_id = $1)",
};

const Statement run_chunk_take = {
    "run_chunk_take",
    "SELECT chunk_no, first_account_id, last_account_id, accounts, id_block FROM billing_chunks"
    " WHERE run_id = $1 AND NOT done ORDER BY chunk_no LIMIT 1 FOR UPDATE SKIP LOCKED",
};

const Statement run_chunks_left = {
    "run_chunks_left",
    "SELECT EXISTS (SELECT FROM billing_chunks WHERE run_id = $1 AND NOT done)",
};

const Statement run_partitions = {
    "run_partitions",
    "SELECT ensure_invoice_partitions($1)",
};

/* The last worker sums up; nobody does it twice. */
const Statement run_complete = {
    "run_complete",
    "UPDATE billing_runs r SET state = 'completed', finished_at = clock_timestamp(),"
    "  version = version + 1, accounts = c.accounts, bills = c.bills, exceptions = c.exceptions,"
    "  skipped = c.skipped, energy_wh = c.energy_wh, net_minor = c.net_minor,"
    "  tax_minor = c.tax_minor, total_minor = c.total_minor"
    " FROM (SELECT COALESCE(sum(accounts), 0)::bigint AS accounts,"
    "    COALESCE(sum(bills), 0)::bigint AS bills,"
    "    COALESCE(sum(exceptions), 0)::bigint AS exceptions,"
    "    COALESCE(sum(skipped), 0)::bigint AS skipped,"
    "    COALESCE(sum(energy_wh), 0)::bigint AS energy_wh,"
    "    COALESCE(sum(net_minor), 0)::bigint AS net_minor,"
    "    COALESCE(sum(tax_minor), 0)::bigint AS tax_minor,"
    "    COALESCE(sum(total_minor), 0)::bigint AS total_minor"
    "  FROM billing_chunks WHERE run_id = $1) AS c"
    " WHERE r.id = $1 AND r.state = 'running'"
    " RETURNING r.accounts, r.bills, r.exceptions, r.skipped, r.energy_wh, r.net_minor, r.tax_minor,"
    "           r.total_minor",
};

/* Reading: $1 run, $2 first and $3 last account */

const Statement run_agreements = {
    "run_agreements",
    "SELECT g.account_id, g.id, a.branch_id, a.station_id, a.class_id,"
    "  b.receivable_minor - b.advance_minor, b.advance_minor, g.end_date, a.billing_hold,"
    "  a.hold_reason" DUE_JOINS " JOIN account_balances b ON b.account_id = g.account_id"
    " WHERE" DUE " AND g.account_id BETWEEN $2 AND $3 AND a.id BETWEEN $2 AND $3"
    "   AND b.account_id BETWEEN $2 AND $3"
    " ORDER BY g.account_id, g.id",
    TRUE,
};

/* $1 first and $2 last account */
const Statement run_registers = {
    "run_registers",
    "SELECT r.id, r.account_id, r.agreement_id, r.installation_id, r.code, r.digits,"
    "  r.multiplier_milli, r.opened_on, r.closed_on, r.billed_date, r.billed_value, r.latest_date,"
    "  r.latest_value, r.latest_estimated, r.daily_average_wh, r.zero_bills"
    " FROM registers r WHERE r.account_id BETWEEN $1 AND $2"
    " ORDER BY r.account_id, r.agreement_id, r.id",
    TRUE,
};

/* $1 first and $2 last account, $3 the end of the window */
const Statement run_terms = {
    "run_terms",
    "SELECT t.account_id, t.agreement_id, t.valid_from, t.valid_to, t.tariff_id,"
    "  t.contracted_load_w, t.breaker_amperes"
    " FROM agreement_terms t WHERE t.account_id BETWEEN $1 AND $2 AND t.valid_from < $3::date"
    " ORDER BY t.account_id, t.agreement_id, t.valid_from",
    TRUE,
};

/* Where the register does not tell all: several readings, one past the window, a face that passed
 * zero. $1 first and $2 last account, $3 the end of the window */
const Statement run_readings = {
    "run_readings",
    "SELECT d.register_id, d.read_on, d.value, d.kind = 'estimated', d.rollover"
    " FROM registers r JOIN readings d ON d.register_id = r.id AND d.read_on > r.billed_date"
    "   AND d.read_on < $3::date AND d.state = 'accepted'"
    " WHERE r.account_id BETWEEN $1 AND $2 AND r.latest_date > r.billed_date"
    "   AND (r.unbilled_readings > 1 OR r.latest_date >= $3::date"
    "        OR (r.latest_value < r.billed_value AND r.code <> 'demand'))"
    " ORDER BY r.account_id, r.agreement_id, r.id, d.read_on, d.id",
    TRUE,
};

/* Prices */

const Statement run_versions = {
    "run_versions",
    "SELECT id, tariff_id, valid_from, valid_to, used, version FROM tariff_versions"
    " WHERE state = 'active' AND valid_from < $1::date ORDER BY tariff_id, valid_from",
};

const Statement run_document = {
    "run_document",
    "SELECT document FROM tariff_versions WHERE id = $1",
};

const Statement run_period_prices = {
    "run_period_prices",
    "SELECT name, month, (month + interval '1 month')::date, rate_micro_per_kwh FROM period_prices"
    " WHERE month BETWEEN $1::date - 400 AND $2::date ORDER BY name, month",
};

const Statement run_classes = {
    "run_classes",
    "SELECT id, due_days, receivable_key FROM customer_classes ORDER BY id",
};

const Statement run_branches = {
    "run_branches",
    "SELECT id, code FROM branches ORDER BY id",
};

/* In order, so that two workers never wait for each other in a ring. */
const Statement run_versions_used = {
    "run_versions_used",
    "UPDATE tariff_versions SET used = true WHERE NOT used AND id IN"
    " (SELECT id FROM tariff_versions WHERE id = ANY ($1::bigint[]) ORDER BY id FOR UPDATE)",
};

/* Writing */

/* Triggers of foreign keys fall silent until the end of the transaction, where the role may do so;
 * those that are ENABLE ALWAYS (audit, append-only, double entry) go on. */
const Statement run_silence_triggers = {
    "run_silence_triggers",
    "SELECT CASE WHEN has_parameter_privilege('session_replication_role', 'SET')"
    "       THEN set_config('session_replication_role', 'replica', true) END",
};

const Statement run_wake_triggers = {
    "run_wake_triggers",
    "SELECT CASE WHEN has_parameter_privilege('session_replication_role', 'SET')"
    "       THEN set_config('session_replication_role', 'origin', true) END",
};

/* COPY takes no parameter, and the name of a month's partition is one: the database itself writes the
 * three commands. */
const Statement run_copy_commands = {
    "run_copy_commands",
    "SELECT format('COPY %I (id, account_id, agreement_id, branch_id, station_id, class_id, number,"
    " kind, run_id, chunk_no, period_key, period_from, period_to, issue_date, due_date, energy_wh,"
    " net_minor, tax_minor, rounding_minor, total_minor, previous_balance_minor, created_by)"
    " FROM STDIN (FORMAT binary)', 'invoices_' || $1::bigint),"
    " format('COPY %I (invoice_id, line_no, account_id, kind, component, tariff_version_id,"
    " block_from_wh, block_to_wh, quantity, rate_micro, days, amount_minor, tax_bp)"
    " FROM STDIN (FORMAT binary)', 'invoice_lines_' || $1::bigint),"
    " format('COPY %I (invoice_id, segment_no, account_id, register_id, from_date, to_date,"
    " from_value, to_value, energy_wh, estimated) FROM STDIN (FORMAT binary)',"
    " 'invoice_segments_' || $1::bigint)",
};

const Statement run_take_numbers = {
    "run_take_numbers",
    "SELECT take_numbers('INV', $1, $2, $3)",
};

/* A register steps on by the segment that begins where it is billed to, and by no other: $1 first and
 * $2 last invoice, $3 first and $4 last account.  Run again while registers have another segment;
 * the steps must be as many as the segments, or a kWh was lost or billed twice. */
const Statement run_advance_registers = {
    "run_advance_registers",
    "UPDATE registers r SET billed_date = s.to_date, billed_value = s.to_value,"
    "  unbilled_readings = CASE WHEN s.to_date >= r.latest_date THEN 0"
    "                           ELSE GREATEST(r.unbilled_readings - 1, 0) END,"
    "  zero_bills = CASE WHEN s.energy_wh <> 0 THEN 0 ELSE r.zero_bills + 1 END"
    " FROM invoice_segments s"
    " WHERE s.invoice_id BETWEEN $1 AND $2 AND r.account_id BETWEEN $3 AND $4"
    "   AND r.id = s.register_id AND r.account_id = s.account_id"
    "   AND r.billed_date = s.from_date AND r.billed_value = s.from_value",
    TRUE,
};

const Statement run_raise_balances = {
    "run_raise_balances",
    "UPDATE account_balances b SET receivable_minor = b.receivable_minor + i.total_minor"
    " FROM (SELECT account_id, sum(total_minor)::bigint AS total_minor FROM invoices"
    "       WHERE id BETWEEN $1 AND $2 GROUP BY account_id) AS i"
    " WHERE b.account_id = i.account_id AND b.account_id BETWEEN $3 AND $4",
    TRUE,
};

/* $1 run, $2 chunk, then its totals */
const Statement run_chunk_done = {
    "run_chunk_done",
    "UPDATE billing_chunks SET done = true, bills = $3, exceptions = $4, skipped = $5,"
    "  energy_wh = $6, net_minor = $7, tax_minor = $8, total_minor = $9"
    " WHERE run_id = $1 AND chunk_no = $2",
};

const Statement run_chunk_class = {
    "run_chunk_class",
    "INSERT INTO billing_chunk_classes AS c (run_id, chunk_no, class_id, bills, energy_wh,"
    "  total_minor) VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (run_id, chunk_no, class_id) DO UPDATE SET bills = c.bills + $4,"
    "  energy_wh = c.energy_wh + $5, total_minor = c.total_minor + $6",
};

/* Proofs: $1 first and $2 last invoice */

/* Invoices that differ from their lines, lines that belong to no invoice or to another account's,
 * and prices that do not exist. */
const Statement run_prove_lines = {
    "run_prove_lines",
    "SELECT count(*), min(COALESCE(i.id, l.invoice_id))"
    " FROM (SELECT id, account_id, total_minor FROM invoices WHERE id BETWEEN $1 AND $2) AS i"
    " FULL JOIN (SELECT invoice_id, min(account_id) AS low, max(account_id) AS high,"
    "      sum(amount_minor) AS amount_minor,"
    "      count(*) FILTER (WHERE NOT tariff_version_id = ANY"
    "        ((SELECT array_agg(id) FROM tariff_versions)::bigint[])) AS unpriced"
    "    FROM invoice_lines WHERE invoice_id BETWEEN $1 AND $2 GROUP BY invoice_id) AS l"
    "   ON l.invoice_id = i.id"
    " WHERE i.id IS NULL OR COALESCE(l.amount_minor, 0) <> i.total_minor"
    "    OR l.low <> i.account_id OR l.high <> i.account_id OR l.unpriced > 0",
    TRUE,
};

/* Invoices whose account, agreement of the account, station, branch, class and run all exist;
 * segments of an invoice of the same account: $3 first and $4 last account. */
const Statement run_prove_parents = {
    "run_prove_parents",
    "SELECT (SELECT count(*) FROM invoices i"
    "    JOIN service_agreements g ON g.id = i.agreement_id AND g.account_id = i.account_id"
    "    JOIN accounts a ON a.id = i.account_id"
    "    JOIN stations s ON s.id = i.station_id JOIN branches b ON b.id = i.branch_id"
    "    JOIN customer_classes k ON k.id = i.class_id JOIN billing_runs r ON r.id = i.run_id"
    "    WHERE i.id BETWEEN $1 AND $2 AND g.account_id BETWEEN $3 AND $4"
    "      AND a.id BETWEEN $3 AND $4),"
    "  (SELECT count(*) FROM invoice_segments s JOIN invoices i"
    "     ON i.id = s.invoice_id AND i.account_id = s.account_id"
    "    WHERE s.invoice_id BETWEEN $1 AND $2 AND i.id BETWEEN $1 AND $2),"
    "  (SELECT count(*) FROM invoice_segments WHERE invoice_id BETWEEN $1 AND $2)",
    TRUE,
};

/* $1 first and $2 last invoice, $3 run, $4 chunk: what the invoices come to, by kind of amount, and
 * what the journal has of them. */
const Statement run_prove_ledger = {
    "run_prove_ledger",
    "SELECT i.total, i.net, i.tax, i.energy, (SELECT COALESCE(sum(l.debit_minor - l.credit_minor), 0)"
    "    ::bigint FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id"
    "    WHERE e.source = 'billing_runs' AND e.source_id = $3 AND e.batch_no = $4"
    "      AND e.kind = 'invoices'"
    "      AND l.posting_key IN (SELECT receivable_key FROM customer_classes))"
    " FROM (SELECT COALESCE(sum(total_minor), 0)::bigint AS total,"
    "         COALESCE(sum(net_minor), 0)::bigint AS net,"
    "         COALESCE(sum(tax_minor), 0)::bigint AS tax,"
    "         COALESCE(sum(energy_wh), 0)::bigint AS energy"
    "       FROM invoices WHERE id BETWEEN $1 AND $2) AS i",
    TRUE,
};
