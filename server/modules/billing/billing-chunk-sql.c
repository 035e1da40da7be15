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

/* $1 run, $2 cycle, $3 agreements in a chunk, $4 blocks of ids.  From the index of the cycle alone:
 * who of them is due is seen when they are read.  A small cycle is cut into about eight chunks, so
 * that workers share it and it can be cancelled; an account is never cut in two: it belongs to the
 * chunk it begins in.  Answers the agreements laid out. */
const Statement run_chunk_lay = {
    "run_chunk_lay",
    "WITH size AS (SELECT LEAST($3::bigint, GREATEST($3::bigint / 40, count(*) / 8)) AS n"
    "              FROM service_agreements WHERE cycle_id = $2),"
    " placed AS (SELECT account_id, (row_number() OVER (ORDER BY account_id) - 1)"
    "                               / (SELECT n FROM size) AS place"
    "            FROM service_agreements WHERE cycle_id = $2),"
    " range AS (SELECT place, min(account_id) AS first, max(account_id) AS last,"
    "             count(*) AS accounts FROM placed GROUP BY place),"
    " apart AS (SELECT place, last, accounts,"
    "             GREATEST(first, lag(last, 1, 0::bigint) OVER (ORDER BY place) + 1) AS first"
    "           FROM range),"
    " laid AS (INSERT INTO billing_chunks (run_id, chunk_no, first_account_id, last_account_id,"
    "      accounts, id_block)"
    "    SELECT q.id, l.place + 1, l.first, l.last, l.accounts,"
    "      CASE WHEN q.trial THEN 0 ELSE nextval('invoice_block_seq') % $4::bigint END"
    "    FROM apart l, billing_runs q WHERE q.id = $1 AND l.first <= l.last RETURNING accounts)"
    " SELECT COALESCE(sum(accounts), 0)::bigint FROM laid",
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
    " RETURNING r.accounts, r.bills, r.exceptions, r.skipped, r.energy_wh, r.net_minor,"
    "           r.tax_minor, r.total_minor",
};

/* Reading */

/* $1 cycle, $2 first and $3 last account, $4 end of the period, $5 class, $6 station.  An agreement
 * that has ended is billed once more, up to its end. */
const Statement run_agreements = {
    "run_agreements",
    "SELECT" RUN_AGREEMENT_COLUMNS
    " FROM service_agreements g JOIN accounts a ON a.id = g.account_id"
    " JOIN account_balances b ON b.account_id = g.account_id"
    " WHERE g.cycle_id = $1 AND g.account_id BETWEEN $2 AND $3 AND a.id BETWEEN $2 AND $3"
    "   AND b.account_id BETWEEN $2 AND $3"
    "   AND g.payment_terms = 'postpaid' AND g.start_date < $4::date"
    "   AND ($5::bigint IS NULL OR a.class_id = $5)"
    "   AND ($6::bigint IS NULL OR a.station_id = $6)"
    "   AND (g.state <> 'terminated' OR EXISTS (SELECT FROM registers r"
    "        WHERE r.account_id BETWEEN $2 AND $3 AND r.account_id = g.account_id"
    "          AND r.agreement_id = g.id AND r.billed_date < r.closed_on))"
    " ORDER BY g.account_id, g.id",
    TRUE,
};

/* $1 first and $2 last account */
const Statement run_registers = {
    "run_registers",
    "SELECT" RUN_REGISTER_COLUMNS " FROM registers r WHERE r.account_id BETWEEN $1 AND $2"
    " ORDER BY r.account_id, r.agreement_id, r.id",
    TRUE,
};

/* $1 first and $2 last account, $3 the end of the window */
const Statement run_terms = {
    "run_terms",
    "SELECT" RUN_TERM_COLUMNS
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

/* Triggers of foreign keys fall silent until they are woken, where the role may do so; those
 * that are ENABLE ALWAYS (audit, append-only, double entry) go on. */
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

/* A chunk joins thousands of rows with thousands, but the planner has no statistics of the month
 * that is being written and would look each one up: $1 'off' before such joins, 'on' after them.
 * Nothing here is worth compiling. */
const Statement run_set_look_ups = {
    "run_set_look_ups",
    "SELECT set_config('enable_nestloop', $1, true), set_config('jit', 'off', true)",
};

/* Written by COPY, or a row at a time. */
#define INVOICE_COLUMNS                                                                            \
    "id, account_id, agreement_id, branch_id, station_id, class_id, number, kind, run_id,"         \
    " chunk_no, period_key, period_from, period_to, issue_date, due_date, energy_wh, net_minor,"   \
    " tax_minor, rounding_minor, total_minor, previous_balance_minor, created_by, replaces_id,"    \
    " reason"

/* COPY takes no parameter, and the name of a month's partition is one: the database itself
 * writes the three commands. $1 month, $2 whether rows go through the whole tables, as those of a
 * request must: it may not write into a partition. */
const Statement run_copy_commands = {
    "run_copy_commands",
    "SELECT format('COPY %I (" INVOICE_COLUMNS ") FROM STDIN (FORMAT binary)', 'invoices' || p),"
    " format('COPY %I (invoice_id, line_no, account_id, kind, component, tariff_version_id,"
    " block_from_wh, block_to_wh, quantity, rate_micro, days, amount_minor, tax_bp, trace)"
    " FROM STDIN (FORMAT binary)', 'invoice_lines' || p),"
    " format('COPY %I (invoice_id, segment_no, account_id, register_id, from_date, to_date,"
    " from_value, to_value, energy_wh, estimated) FROM STDIN (FORMAT binary)',"
    " 'invoice_segments' || p)"
    " FROM (SELECT CASE WHEN $2::boolean THEN '' ELSE '_' || $1::bigint END AS p) AS partition",
};

/* COPY refuses a table with row level security. */
const Statement run_insert_invoice = {
    "run_insert_invoice",
    "INSERT INTO invoices (" INVOICE_COLUMNS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL, $9, $10, $11, $12, $13, $14, $15, $16,"
    "  $17, $18, $19, $20, $21, $22)",
};

const Statement run_take_numbers = {
    "run_take_numbers",
    "SELECT take_numbers('INV', $1, $2, $3)",
};

/* A register steps on by the segment that begins where it is billed to, and by no other: $1
 * first and $2 last invoice, $3 first and $4 last account.  Run again while registers have
 * another segment; the steps must be as many as the segments, or a kWh was lost or billed twice.
 * A step also proves that the segment's register exists and is of its account. */
const Statement run_advance_registers = {
    "run_advance_registers",
    "UPDATE registers r SET billed_date = s.to_date, billed_value = s.to_value,"
    "  unbilled_readings = CASE WHEN s.to_date >= r.latest_date THEN 0"
    "                           ELSE GREATEST(r.unbilled_readings - 1, 0) END,"
    "  zero_bills = CASE WHEN s.energy_wh <> 0 THEN 0 ELSE r.zero_bills + 1 END"
    " FROM invoice_segments s WHERE s.invoice_id BETWEEN $1 AND $2"
    "   AND r.account_id BETWEEN $3 AND $4 AND r.id = s.register_id"
    "   AND r.account_id = s.account_id"
    "   AND r.billed_date = s.from_date AND r.billed_value = s.from_value",
    TRUE,
};

/* The count of rows proves the accounts: $1 first and $2 last invoice, $3 first and $4 last
 * account. The first where no account has two bills in the chunk, the second for any chunk. */
const Statement run_raise_balances = {
    "run_raise_balances",
    "UPDATE account_balances b SET receivable_minor = b.receivable_minor + i.total_minor"
    " FROM invoices i WHERE i.id BETWEEN $1 AND $2"
    "   AND b.account_id = i.account_id AND b.account_id BETWEEN $3 AND $4",
    TRUE,
};
const Statement run_raise_balances_summed = {
    "run_raise_balances_summed",
    "UPDATE account_balances b SET receivable_minor = b.receivable_minor + i.total_minor"
    " FROM (SELECT account_id, sum(total_minor)::bigint AS total_minor FROM invoices"
    "       WHERE id BETWEEN $1 AND $2 GROUP BY account_id) AS i"
    " WHERE b.account_id = i.account_id AND b.account_id BETWEEN $3 AND $4",
    TRUE,
};

/* $1 run, $2 chunk, then its totals */
const Statement run_chunk_done = {
    "run_chunk_done",
    "UPDATE billing_chunks SET done = true, accounts = $10, bills = $3, exceptions = $4,"
    "  skipped = $5, energy_wh = $6, net_minor = $7, tax_minor = $8, total_minor = $9"
    " WHERE run_id = $1 AND chunk_no = $2",
};

const Statement run_chunk_class = {
    "run_chunk_class",
    "INSERT INTO billing_chunk_classes AS c (run_id, chunk_no, class_id, bills, energy_wh,"
    "  total_minor) VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (run_id, chunk_no, class_id) DO UPDATE SET bills = c.bills + $4,"
    "  energy_wh = c.energy_wh + $5, total_minor = c.total_minor + $6",
};

/* Proofs: $1 first and $2 last invoice.  Sums of the rows as they were written, each column of
 * numbers apart; those of what was sent are known. */

const Statement run_prove_lines = {
    "run_prove_lines",
    "SELECT count(*), sum(invoice_id - $1), sum(account_id), sum(tariff_version_id),"
    "  sum(quantity), sum(rate_micro), sum(amount_minor), sum(tax_bp)"
    " FROM invoice_lines WHERE invoice_id BETWEEN $1 AND $2",
    TRUE,
};

const Statement run_prove_segments = {
    "run_prove_segments",
    "SELECT count(*), sum(invoice_id - $1), sum(account_id), sum(register_id), sum(from_value),"
    "  sum(to_value), sum(energy_wh)"
    " FROM invoice_segments WHERE invoice_id BETWEEN $1 AND $2",
    TRUE,
};

const Statement run_prove_invoices = {
    "run_prove_invoices",
    "SELECT count(*), sum(id - $1), sum(account_id), sum(agreement_id), sum(branch_id),"
    "  sum(station_id), sum(class_id), sum(run_id), sum(chunk_no), sum(energy_wh), sum(net_minor),"
    "  sum(tax_minor), sum(rounding_minor), sum(total_minor), sum(previous_balance_minor),"
    "  sum(replaces_id)"
    " FROM invoices WHERE id BETWEEN $1 AND $2",
    TRUE,
};

/* $1 source, $2 its id, $3 chunk, $4 kind: what its entries put on receivables. */
const Statement run_prove_journal = {
    "run_prove_journal",
    "SELECT COALESCE(sum(l.debit_minor - l.credit_minor), 0)::bigint"
    " FROM journal_entries e JOIN customer_classes c ON c.id = e.class_id"
    " JOIN journal_lines l ON l.entry_id = e.id AND l.posting_key = c.receivable_key"
    " WHERE e.source = $1 AND e.source_id = $2 AND e.batch_no IS NOT DISTINCT FROM $3"
    "   AND e.kind = $4",
};
