/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of the periods of cycles: their state, who has no bill of them, and why. */
#include "server/modules/billing/cycles-sql.h"

/* SQL is laid out to be read. */
/* clang-format off */

/* A row where a run of the period, or its reading window, makes it needed; answers whether it is
 * closed. */
const Statement billing_periods_insert = {
    "billing_periods_insert",
    "INSERT INTO billing_periods AS p (cycle_id, period_key, period_from, period_to, reading_from,"
    "  reading_to, billing_date, due_date) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    " ON CONFLICT (cycle_id, period_key) DO UPDATE SET due_date = p.due_date"
    " RETURNING closed_at IS NOT NULL",
};

#define PERIOD_STATE                                                                               \
    "CASE WHEN p.closed_at IS NOT NULL THEN 'closed'"                                              \
    "     WHEN EXISTS (SELECT FROM billing_runs r WHERE r.cycle_id = p.cycle_id"                   \
    "        AND r.period_key = p.period_key AND NOT r.trial) THEN 'billing'"                      \
    "     WHEN p.reading_from <= (SELECT ((now() AT TIME ZONE 'UTC')"                              \
    "        + y.utc_offset_minutes * interval '1 minute')::date FROM company y) THEN 'reading'"   \
    "     ELSE 'open' END"
#define PERIOD_COLUMNS                                                                             \
    "p.id, p.cycle_id, c.name AS cycle_name, p.period_key, p.period_from, p.period_to,"            \
    " p.reading_from, p.reading_to, p.billing_date, p.due_date, " PERIOD_STATE " AS state,"        \
    " u.full_name AS closed_by_name, p.closed_at, p.version"
#define PERIOD_DRESS                                                                               \
    " JOIN billing_cycles c ON c.id = p.cycle_id LEFT JOIN users u ON u.id = p.closed_by"
#define PERIOD_FILTERS(cycle, state)                                                               \
    " (" cycle "::text IS NULL OR p.cycle_id = " cycle "::bigint)"                                 \
    " AND (" state "::text IS NULL OR " PERIOD_STATE " = " state ")"
#define PERIOD_LIST(compare, direction)                                                            \
    "SELECT " PERIOD_COLUMNS ", p.meters, p.meters_read, p.billed, p.period_from::text AS sort_key"\
    " FROM billing_periods p" PERIOD_DRESS                                                         \
    " WHERE ($2::text IS NULL OR (p.period_from, p.id) " compare " ($2::date, $3::bigint))"        \
    "   AND " PERIOD_FILTERS ("$4", "$5")                                                          \
    " ORDER BY p.period_from " direction ", p.id " direction " LIMIT $1::bigint"

const Statement billing_periods_oldest = {
    "billing_periods_oldest",
    PERIOD_LIST (">", "ASC"),
    .custom_plan = TRUE,
};
const Statement billing_periods_newest = {
    "billing_periods_newest",
    PERIOD_LIST ("<", "DESC"),
    .custom_plan = TRUE,
};
const Statement billing_periods_count = {
    "billing_periods_count",
    "SELECT count(*) AS count FROM billing_periods p WHERE" PERIOD_FILTERS ("$1", "$2"),
    .custom_plan = TRUE,
};

/* Agreements that a run of period p looks at; a is the account, which keeps to the caller's scope.
 */
#define MEMBERS                                                                                    \
    " service_agreements g JOIN accounts a ON a.id = g.account_id"                                 \
    " WHERE g.cycle_id = p.cycle_id AND g.payment_terms = 'postpaid'"                              \
    "   AND g.start_date < p.period_to AND (g.end_date IS NULL OR g.end_date > p.period_from)"     \
    "   AND a.state <> 'closed'"
/* A bill of one of the period's runs, or one that reaches into the reading window of its end. */
#define IS_BILLED                                                                                  \
    "(EXISTS (SELECT FROM invoices i WHERE i.account_id = g.account_id"                            \
    "    AND i.agreement_id = g.id AND i.kind <> 'credit_note'"                                    \
    "    AND i.period_to >= LEAST(p.reading_from, COALESCE(g.end_date, 'infinity'))"               \
    "    AND NOT EXISTS (SELECT FROM invoices n WHERE n.reverses_id = i.id)))"
/* What a person waived in the exceptions queue is a reason too. */
#define REASON                                                                                     \
    " LEFT JOIN billing_reasons w ON w.period_id = p.id AND w.agreement_id = g.id"                 \
    " LEFT JOIN LATERAL (SELECT x.code, x.state, x.reason, x.resolved_by"                          \
    "   FROM billing_exceptions x JOIN billing_runs r ON r.id = x.run_id"                          \
    "   WHERE x.account_id = g.account_id AND x.agreement_id = g.id"                               \
    "     AND r.cycle_id = p.cycle_id AND r.period_key = p.period_key AND NOT r.trial"             \
    "   ORDER BY x.id DESC LIMIT 1) AS x ON true"
#define HAS_REASON "(w.id IS NOT NULL OR x.state = 'waived')"

/* $1 id */
const Statement billing_periods_get = {
    "billing_periods_get",
    "SELECT " PERIOD_COLUMNS ","
    "  COALESCE(p.meters, t.meters) AS meters, COALESCE(p.meters_read, t.meters_read)"
    "    AS meters_read,"
    "  COALESCE(p.billed, t.billed) AS billed, t.members - t.billed AS unbilled,"
    "  t.members - t.billed - t.explained AS without_reason"
    " FROM billing_periods p" PERIOD_DRESS
    " CROSS JOIN LATERAL (SELECT count(*) AS members, COALESCE(sum(m.n), 0)::bigint AS meters,"
    "     COALESCE(sum(m.n_read), 0)::bigint AS meters_read, count(*) FILTER (WHERE b.billed)"
    "       AS billed,"
    "     count(*) FILTER (WHERE NOT b.billed AND b.explained) AS explained"
    "   FROM (SELECT g.* FROM" MEMBERS ") AS g"
    "   CROSS JOIN LATERAL (SELECT count(*) AS n,"
    "       count(*) FILTER (WHERE r.latest_date >= p.reading_from) AS n_read"
    "     FROM registers r WHERE r.account_id = g.account_id AND r.agreement_id = g.id"
    "       AND (r.closed_on IS NULL OR r.closed_on > p.period_from)) AS m"
    "   CROSS JOIN LATERAL (SELECT q.billed, CASE WHEN NOT q.billed THEN"
    "       EXISTS (SELECT FROM (SELECT 1) AS one" REASON " WHERE " HAS_REASON ") END AS explained"
    "     FROM (SELECT " IS_BILLED " AS billed) AS q) AS b) AS t"
    " WHERE p.id = $1",
};

/* $1 id, $2 meters, $3 read, $4 billed */
const Statement billing_periods_set_closed = {
    "billing_periods_set_closed",
    "UPDATE billing_periods SET closed_at = now(), closed_by = siraj_actor(), meters = $2,"
    "  meters_read = $3, billed = $4, version = version + 1"
    " WHERE id = $1 AND closed_at IS NULL",
};

/* Unbilled points. $4 period, $5 codes in words, $6 code, $7 whether there is a reason */
#define UNBILLED_FILTERS(code, explained)                                                          \
    " AND (" code "::text IS NULL OR x.code = " code ")"                                           \
    " AND (" explained "::text IS NULL OR COALESCE(" HAS_REASON ", false) = " explained            \
    "::boolean)"
#define UNBILLED(period)                                                                           \
    " FROM billing_periods p CROSS JOIN LATERAL (SELECT g.id, g.account_id, g.end_date,"           \
    "    a.number, a.customer_id FROM" MEMBERS ") AS g" REASON                                     \
    " WHERE p.id = " period "::bigint AND NOT " IS_BILLED
#define UNBILLED_LIST(compare, direction)                                                          \
    "SELECT g.id, g.account_id, g.number AS account_number, c.name AS customer_name,"              \
    "  r.number AS meter_number, r.billed_date, g.code, $5::jsonb ->> g.code AS message,"          \
    "  g.reason, u.full_name AS decided_by_name, g.id::text AS sort_key"                           \
    " FROM (SELECT g.*, x.code, COALESCE(w.reason,"                                                \
    "         CASE WHEN x.state = 'waived' THEN x.reason END) AS reason,"                          \
    "         COALESCE(w.decided_by, CASE WHEN x.state = 'waived' THEN x.resolved_by END) AS by_id"\
    UNBILLED ("$4") " AND ($2::text IS NULL OR g.id " compare " $3::bigint)"                       \
    UNBILLED_FILTERS ("$6", "$7")                                                                  \
    "   ORDER BY g.id " direction " LIMIT $1::bigint) AS g"                                        \
    " JOIN customers c ON c.id = g.customer_id LEFT JOIN users u ON u.id = g.by_id"                \
    " LEFT JOIN LATERAL (SELECT m.number, r.billed_date FROM registers r"                          \
    "   LEFT JOIN meter_installations i ON i.id = r.installation_id"                               \
    "   LEFT JOIN meters m ON m.id = i.meter_id"                                                   \
    "   WHERE r.account_id = g.account_id AND r.agreement_id = g.id"                               \
    "   ORDER BY r.closed_on DESC NULLS FIRST, r.id LIMIT 1) AS r ON true"                         \
    " ORDER BY g.id " direction

const Statement billing_periods_unbilled_oldest = {
    "billing_periods_unbilled_oldest",
    UNBILLED_LIST (">", "ASC"),
    .custom_plan = TRUE,
};
const Statement billing_periods_unbilled_newest = {
    "billing_periods_unbilled_newest",
    UNBILLED_LIST ("<", "DESC"),
    .custom_plan = TRUE,
};
const Statement billing_periods_unbilled_count = {
    "billing_periods_unbilled_count",
    "SELECT count(*) AS count FROM (SELECT" UNBILLED ("$1")
    " AND $2::text IS NOT NULL" UNBILLED_FILTERS ("$3", "$4") " LIMIT 10001) AS page",
    .custom_plan = TRUE,
};

/* $1 period, $2 reason, $3 agreements as JSON or NULL, $4 code: only unbilled points in the
 * caller's scope. */
const Statement billing_periods_give_reasons = {
    "billing_periods_give_reasons",
    "WITH given AS (INSERT INTO billing_reasons AS b (period_id, account_id, agreement_id, reason,"
    "    decided_by)"
    "  SELECT p.id, g.account_id, g.id, $2, siraj_actor()" UNBILLED ("$1")
    "    AND ($3::jsonb IS NULL OR g.id IN (SELECT q.agreement_id"
    "         FROM jsonb_to_recordset($3::jsonb) AS q (agreement_id bigint)))"
    "    AND ($4::text IS NULL OR x.code = $4)"
    "    AND ($3::jsonb IS NOT NULL OR NOT COALESCE(" HAS_REASON ", false))"
    "  ON CONFLICT (period_id, agreement_id) DO UPDATE SET reason = excluded.reason,"
    "    decided_by = excluded.decided_by, decided_at = now()"
    "  RETURNING 1)"
    " SELECT count(*) FROM given",
    .custom_plan = TRUE,
};
