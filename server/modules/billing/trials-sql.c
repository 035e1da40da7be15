/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of the records of trials. */
#include "server/modules/billing/cycles-sql.h"

/* SQL is laid out to be read. */
/* clang-format off */

/* $1 run, $2 first and $3 last account.  The last bill of each agreement that stands, and what is
 * odd beside it, by the day: twice as much and 100 kWh more, half as much and 50 kWh less. */
const Statement trials_compare = {
    "trials_compare",
    "UPDATE billing_trial_bills t SET last_days = p.days, last_energy_wh = p.energy_wh,"
    "  last_total_minor = p.total_minor,"
    "  outlier = CASE WHEN p.days IS NULL THEN 'first'"
    "    WHEN t.energy_wh = 0 AND p.energy_wh > 0 THEN 'zero'"
    "    WHEN t.energy_wh::numeric * p.days >= 2 * p.energy_wh::numeric * q.days"
    "     AND (t.energy_wh - 100000)::numeric * p.days >= p.energy_wh::numeric * q.days THEN 'high'"
    "    WHEN 2 * t.energy_wh::numeric * p.days <= p.energy_wh::numeric * q.days"
    "     AND (t.energy_wh + 50000)::numeric * p.days <= p.energy_wh::numeric * q.days THEN 'low'"
    "    ELSE 'none' END"
    " FROM (SELECT b.account_id, b.agreement_id, b.energy_wh,"
    "         GREATEST(b.period_to - b.period_from, 1) AS days"
    "       FROM billing_trial_bills b WHERE b.run_id = $1 AND b.account_id BETWEEN $2 AND $3) AS q"
    " LEFT JOIN LATERAL (SELECT GREATEST(i.period_to - i.period_from, 1) AS days, i.energy_wh,"
    "      i.total_minor FROM invoices i"
    "    WHERE i.account_id = q.account_id AND i.agreement_id = q.agreement_id"
    "      AND i.kind IN ('energy', 'final')"
    "      AND NOT EXISTS (SELECT FROM invoices n WHERE n.reverses_id = i.id)"
    "    ORDER BY i.id DESC LIMIT 1) AS p ON true"
    " WHERE t.run_id = $1 AND t.account_id = q.account_id AND t.agreement_id = q.agreement_id",
    .custom_plan = TRUE,
};

/* $1 run, $2 chunk, $3 first and $4 last account */
const Statement trials_sum_classes = {
    "trials_sum_classes",
    "UPDATE billing_chunk_classes c SET last_bills = s.bills, last_energy_wh = s.energy_wh,"
    "  last_total_minor = s.total_minor"
    " FROM (SELECT class_id, count(last_total_minor) AS bills,"
    "         COALESCE(sum(last_energy_wh), 0)::bigint AS energy_wh,"
    "         COALESCE(sum(last_total_minor), 0)::bigint AS total_minor"
    "       FROM billing_trial_bills WHERE run_id = $1 AND account_id BETWEEN $3 AND $4"
    "       GROUP BY class_id) AS s"
    " WHERE c.run_id = $1 AND c.chunk_no = $2 AND c.class_id = s.class_id",
};

/* The list. $4 run, $5 class, $6 station, $7 outlier */
#define TRIAL_FILTERS(run, class, station, outlier)                                                \
    " (" run "::text IS NULL OR t.run_id = " run "::bigint)"                                       \
    " AND (" class "::text IS NULL OR t.class_id = " class "::bigint)"                             \
    " AND (" station "::text IS NULL OR t.station_id = " station "::bigint)"                       \
    " AND (" outlier "::text IS NULL OR t.outlier = " outlier ")"                                  \
    " AND EXISTS (SELECT FROM accounts s WHERE s.id = t.account_id)"
#define TRIAL_LIST(key, compare, direction)                                                        \
    "SELECT t.agreement_id AS id, t.run_id, t.account_id, a.number AS account_number,"             \
    "  c.name AS customer_name, k.name AS class_name, s.name AS station_name, t.period_from,"      \
    "  t.period_to, t.energy_wh, t.last_energy_wh, t.change_energy_wh, t.total_minor,"             \
    "  t.last_total_minor, t.change_minor, t.outlier, t." key "::text AS sort_key"                 \
    " FROM (SELECT * FROM billing_trial_bills t"                                                   \
    "   WHERE ($2::text IS NULL OR (t." key ", t.agreement_id) " compare                           \
    "         ($2::bigint, $3::bigint)) AND" TRIAL_FILTERS ("$4", "$5", "$6", "$7")                \
    "   ORDER BY t." key " " direction ", t.agreement_id " direction " LIMIT $1::bigint) AS t"     \
    " JOIN accounts a ON a.id = t.account_id JOIN customers c ON c.id = a.customer_id"             \
    " JOIN customer_classes k ON k.id = t.class_id JOIN stations s ON s.id = t.station_id"         \
    " ORDER BY t." key " " direction ", t.agreement_id " direction

const Statement trials_by_account = {
    "trials_by_account",
    TRIAL_LIST ("account_id", ">", "ASC"),
    .custom_plan = TRUE,
};
const Statement trials_by_account_desc = {
    "trials_by_account_desc",
    TRIAL_LIST ("account_id", "<", "DESC"),
    .custom_plan = TRUE,
};
const Statement trials_by_energy = {
    "trials_by_energy",
    TRIAL_LIST ("change_energy_wh", ">", "ASC"),
    .custom_plan = TRUE,
};
const Statement trials_by_energy_desc = {
    "trials_by_energy_desc",
    TRIAL_LIST ("change_energy_wh", "<", "DESC"),
    .custom_plan = TRUE,
};
const Statement trials_by_amount = {
    "trials_by_amount",
    TRIAL_LIST ("change_minor", ">", "ASC"),
    .custom_plan = TRUE,
};
const Statement trials_by_amount_desc = {
    "trials_by_amount_desc",
    TRIAL_LIST ("change_minor", "<", "DESC"),
    .custom_plan = TRUE,
};
const Statement trials_count = {
    "trials_count",
    "SELECT count(*) AS count,"
    "   CASE WHEN count(*) <= 10000 THEN COALESCE(sum(change_minor), 0)::bigint END AS sum_minor"
    " FROM (SELECT t.change_minor FROM billing_trial_bills t WHERE"
    TRIAL_FILTERS ("$1", "$2", "$3", "$4") " LIMIT 10001) AS page",
    .custom_plan = TRUE,
};
