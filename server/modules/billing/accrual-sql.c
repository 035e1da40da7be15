/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of the accrual of unbilled energy. */
#include "server/modules/billing/accrual.h"

/* SQL is laid out to be read. */
/* clang-format off */

/* $1 first day of the month, $2 of the next.  Whether the month was accrued, to the end. */
const Statement accrual_done = {
    "accrual_done",
    "SELECT EXISTS (SELECT FROM accruals WHERE month = $1::date)"
    "    OR EXISTS (SELECT FROM jobs WHERE kind = 'accrual' AND state = 'completed'"
    "               AND key = to_char($1::date, 'YYYY-MM'))",
};

/* $1 first day of the month, $2 of the next.
 *
 * Of each register the days up to the month's end that no bill issued in the month covers: first
 * those that a later bill has billed since (when the accrual is late), by the share of its segment;
 * then up to the newest reading, by the share of what was read; then by the daily average.  A
 * register of an hour counts where the agreement has none for the total.
 *
 * Later bills are of months from here on, so that older partitions are left alone; each list is
 * made once, whatever the number of accounts.
 *
 * The price is what the energy of the last months' bills came to: of the same station and class,
 * else of the class, else of all. */
const Statement accrual_groups = {
    "accrual_groups",
    "WITH later AS MATERIALIZED ("
    "  SELECT s.register_id, min(s.from_date) AS from_date, max(s.to_date) AS to_date,"
    "    sum(div(s.energy_wh::numeric * (LEAST(s.to_date, $2::date) - s.from_date),"
    "            s.to_date - s.from_date)) AS wh"
    "  FROM invoice_segments s JOIN invoices i ON i.id = s.invoice_id"
    "  WHERE s.from_date < $2::date AND s.to_date > s.from_date"
    "    AND s.invoice_id >= to_char($2::date, 'YYYYMM')::bigint * 10000000000"
    "    AND i.id >= to_char($2::date, 'YYYYMM')::bigint * 10000000000"
    "    AND i.issue_date >= $2::date AND i.kind <> 'credit_note'"
    "    AND NOT EXISTS (SELECT FROM invoices n WHERE n.reverses_id = i.id)"
    "  GROUP BY s.register_id),"
    " span AS ("
    "  SELECT a.branch_id, a.station_id, a.class_id, r.*, l.wh AS later_wh,"
    "    COALESCE(l.from_date, r.billed_date) AS first,"
    "    LEAST($2::date, r.closed_on) AS beyond,"
    "    COALESCE(l.to_date, r.billed_date) AS known_to"
    "  FROM registers r JOIN service_agreements g ON g.id = r.agreement_id"
    "  JOIN accounts a ON a.id = r.account_id"
    "  LEFT JOIN later l ON l.register_id = r.id"
    "  WHERE g.payment_terms = 'postpaid' AND r.opened_on < $2::date"
    "    AND r.code IN ('total', 'unmetered', 'peak', 'off_peak', 'shoulder')"
    "    AND (r.code IN ('total', 'unmetered')"
    "         OR NOT EXISTS (SELECT FROM registers t WHERE t.account_id = r.account_id"
    "                        AND t.agreement_id = r.agreement_id AND t.code = 'total'))),"
    " reading AS ("
    "  SELECT s.*,"
    "    CASE WHEN s.latest_date > s.known_to AND s.known_to = s.billed_date"
    "         THEN LEAST(s.latest_date, s.beyond) ELSE LEAST(s.known_to, s.beyond) END AS read_to,"
    "    CASE WHEN s.latest_date > s.known_to AND s.known_to = s.billed_date"
    "         THEN div(div((s.latest_value - s.billed_value"
    "                + CASE WHEN s.latest_value < s.billed_value"
    "                       THEN power(10::numeric, s.digits + 3) ELSE 0 END)"
    "                * s.multiplier_milli, 1000)"
    "              * (LEAST(s.latest_date, s.beyond) - s.billed_date),"
    "              s.latest_date - s.billed_date) ELSE 0 END AS new_wh"
    "  FROM span s WHERE s.first < s.beyond),"
    " grouped AS ("
    "  SELECT branch_id, station_id, class_id, count(*) AS points,"
    "    sum(beyond - first)::bigint AS days,"
    "    sum(COALESCE(later_wh, 0) + new_wh)::bigint AS read_wh,"
    "    sum(daily_average_wh * (beyond - read_to))::bigint AS estimated_wh"
    "  FROM reading GROUP BY 1, 2, 3),"
    " billed AS MATERIALIZED ("
    "  SELECT station_id, class_id, sum(minor)::bigint AS minor, sum(wh)::bigint AS wh FROM ("
    "    SELECT e.station_id, e.class_id, l.credit_minor - l.debit_minor AS minor, 0 AS wh"
    "    FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id"
    "     AND l.posting_key = 'revenue_energy'"
    "    WHERE e.source = 'billing_runs' AND e.kind = 'invoices'"
    "      AND e.entry_date >= $1::date - interval '3 months'"
    "    UNION ALL SELECT i.station_id, i.class_id, 0, i.energy_wh FROM invoices i"
    "    WHERE i.run_id IS NOT NULL AND i.kind <> 'credit_note'"
    "      AND i.issue_date >= $1::date - interval '3 months'"
    "      AND i.id >= to_char($1::date - interval '3 months', 'YYYYMM')::bigint * 10000000000)"
    "   AS both_sides GROUP BY GROUPING SETS ((station_id, class_id), (class_id), ()))"
    " SELECT g.branch_id, g.station_id, g.class_id, g.points, g.days, g.read_wh, g.estimated_wh,"
    "  p.minor, p.wh, s.name, k.name"
    " FROM grouped g JOIN stations s ON s.id = g.station_id"
    " JOIN customer_classes k ON k.id = g.class_id"
    " LEFT JOIN LATERAL (SELECT b.minor, b.wh FROM billed b WHERE b.wh > 0"
    "    AND (b.class_id IS NULL OR b.class_id = g.class_id)"
    "    AND (b.station_id IS NULL OR b.station_id = g.station_id)"
    "   ORDER BY b.station_id NULLS LAST, b.class_id NULLS LAST LIMIT 1) AS p ON true"
    " WHERE g.read_wh + g.estimated_wh > 0 ORDER BY g.branch_id, g.station_id, g.class_id",
    .custom_plan = TRUE,
};

const Statement accrual_insert = {
    "accrual_insert",
    "INSERT INTO accruals (month, branch_id, station_id, class_id, points, days, read_wh,"
    "  estimated_wh, energy_wh, rate_micro_per_kwh, amount_minor, job_id, created_by)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7::bigint, $8::bigint, $7 + $8, $9, $10, $11,"
    "  siraj_actor())"
    " RETURNING id",
};

/* The list. $4 month, $5 station, $6 class */
#define ACCRUAL_COLUMNS                                                                            \
    "a.id, a.month, a.station_id, s.name AS station_name, a.class_id, k.name AS class_name,"       \
    " a.points, a.days, a.read_wh, a.estimated_wh, a.energy_wh, a.rate_micro_per_kwh,"             \
    " a.amount_minor, e.id AS entry_id, v.id AS reversal_id, a.job_id,"                            \
    " u.full_name AS created_by_name, a.created_at"
#define ACCRUAL_DRESS                                                                              \
    " JOIN stations s ON s.id = a.station_id JOIN customer_classes k ON k.id = a.class_id"         \
    " LEFT JOIN users u ON u.id = a.created_by"                                                    \
    " LEFT JOIN journal_entries e ON e.source = 'accruals' AND e.source_id = a.id"                 \
    "   AND e.reverses_id IS NULL"                                                                 \
    " LEFT JOIN journal_entries v ON v.reverses_id = e.id"
#define ACCRUAL_FILTERS(month, station, class)                                                     \
    " (" month "::text IS NULL OR a.month = date_trunc('month', " month "::date)::date)"           \
    " AND (" station "::text IS NULL OR a.station_id = " station "::bigint)"                       \
    " AND (" class "::text IS NULL OR a.class_id = " class "::bigint)"
#define ACCRUAL_LIST(compare, direction)                                                           \
    "SELECT " ACCRUAL_COLUMNS ", a.month::text AS sort_key FROM (SELECT * FROM accruals a"         \
    "   WHERE ($2::text IS NULL OR (a.month, a.id) " compare " ($2::date, $3::bigint)) AND"        \
    ACCRUAL_FILTERS ("$4", "$5", "$6")                                                             \
    "   ORDER BY a.month " direction ", a.id " direction " LIMIT $1::bigint) AS a" ACCRUAL_DRESS   \
    " ORDER BY a.month " direction ", a.id " direction

const Statement accruals_oldest = {
    "accruals_oldest",
    ACCRUAL_LIST (">", "ASC"),
    .custom_plan = TRUE,
};
const Statement accruals_newest = {
    "accruals_newest",
    ACCRUAL_LIST ("<", "DESC"),
    .custom_plan = TRUE,
};
const Statement accruals_count = {
    "accruals_count",
    "SELECT count(*) AS count, COALESCE(sum(amount_minor), 0)::bigint AS sum_minor"
    " FROM accruals a WHERE" ACCRUAL_FILTERS ("$1", "$2", "$3"),
    .custom_plan = TRUE,
};
const Statement accruals_get = {
    "accruals_get",
    "SELECT " ACCRUAL_COLUMNS " FROM accruals a" ACCRUAL_DRESS " WHERE a.id = $1",
};

/* Proofs */

/* Every accrual stands in the journal on the last day of its month, and is taken back whole on the
 * first day of the next. */
const Statement verify_accruals = {
    "verify_accruals",
    "SELECT count(*), min(a.id)::text FROM accruals a"
    " LEFT JOIN journal_entries e ON e.source = 'accruals' AND e.source_id = a.id"
    "   AND e.reverses_id IS NULL"
    " LEFT JOIN journal_entries v ON v.reverses_id = e.id"
    " LEFT JOIN LATERAL (SELECT sum(l.debit_minor - l.credit_minor) AS amount FROM journal_lines l"
    "   WHERE l.entry_id = e.id AND l.posting_key = 'unbilled') AS l ON true"
    " WHERE a.amount_minor <> COALESCE(l.amount, 0)"
    "    OR (a.amount_minor <> 0"
    "        AND (e.entry_date <> (a.month + interval '1 month')::date - 1"
    "             OR v.entry_date IS DISTINCT FROM (a.month + interval '1 month')::date))",
};

/* After the first of a month nothing of the month before is left, on either side. */
const Statement verify_accruals_reversed = {
    "verify_accruals_reversed",
    "SELECT count(*), min(to_char(month, 'YYYY-MM') || ': ' || posting_key || ' ' || left_minor)"
    " FROM (SELECT a.month, l.posting_key, sum(l.debit_minor - l.credit_minor) AS left_minor"
    "   FROM accruals a JOIN journal_entries e ON e.source = 'accruals' AND e.source_id = a.id"
    "   JOIN journal_lines l ON l.entry_id = e.id"
    "   WHERE e.entry_date <= (a.month + interval '1 month')::date"
    "   GROUP BY a.month, l.posting_key) AS m"
    " WHERE left_minor <> 0",
};

const Statement *const accrual_statements[] = {
    &accrual_done,
    &accrual_groups,
    &accrual_insert,
    &accruals_oldest,
    &accruals_newest,
    &accruals_count,
    &accruals_get,
    &verify_accruals,
    &verify_accruals_reversed,
    &entry_invoices_oldest,
    &entry_invoices_newest,
    NULL,
};
