/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of periods that are billed again. */
#include "server/modules/billing/billing-sql.h"

/* SQL is laid out by hand. */
/* clang-format off */

#define MASS_COLUMNS                                                                               \
    "m.id, m.cycle_id, y.name AS cycle_name, m.period_key, k.name AS class_name,"                  \
    " s.name AS station_name, f.name AS tariff_name, m.reason, m.step,"                            \
    " CASE WHEN m.done THEN 'done' WHEN j.state IN ('cancelled', 'failed') THEN 'stopped'"         \
    "      ELSE 'running' END AS state,"                                                           \
    " m.job_id, t.*, t.new_total_minor - t.old_total_minor AS difference_minor,"                   \
    " u.full_name AS created_by_name, m.created_at, m.version"
/* The bills whose amount would change, or has changed. */
#define MASS_DIFFERS "x.state IN ('differs', 'applied', 'undone')"
#define MASS_DRESS                                                                                 \
    " JOIN billing_cycles y ON y.id = m.cycle_id LEFT JOIN jobs j ON j.id = m.job_id"              \
    " LEFT JOIN customer_classes k ON k.id = m.class_id"                                           \
    " LEFT JOIN stations s ON s.id = m.station_id"                                                 \
    " LEFT JOIN tariffs f ON f.id = m.tariff_id LEFT JOIN users u ON u.id = m.created_by"          \
    " CROSS JOIN LATERAL (SELECT count(*) AS bills,"                                               \
    "   count(*) FILTER (WHERE x.state IN ('differs', 'applied', 'undone')) AS differing,"         \
    "   count(*) FILTER (WHERE x.state = 'same') AS same,"                                         \
    "   count(*) FILTER (WHERE x.code IS NOT NULL) AS refused,"                                    \
    "   count(*) FILTER (WHERE x.state = 'applied') AS applied,"                                   \
    "   count(*) FILTER (WHERE x.state = 'undone') AS undone,"                                     \
    "   COALESCE(sum(x.old_total_minor) FILTER (WHERE " MASS_DIFFERS "), 0)::bigint"         \
    "     AS old_total_minor,"                                                          \
    "   COALESCE(sum(x.new_total_minor) FILTER (WHERE " MASS_DIFFERS "), 0)::bigint"         \
    "     AS new_total_minor"                                                           \
    "   FROM mass_rebill_items x WHERE x.mass_rebill_id = m.id) AS t"
#define MASS_LIST(compare, direction)                                                              \
    "SELECT " MASS_COLUMNS ", m.id::text AS sort_key FROM (SELECT * FROM mass_rebills m"           \
    "   WHERE ($2::text IS NULL OR m.id " compare " $3::bigint)"                                   \
    "     AND ($4::text IS NULL OR m.cycle_id = $4::bigint)"                                       \
    "   ORDER BY m.id " direction " LIMIT $1::bigint) AS m" MASS_DRESS " ORDER BY m.id " direction

const Statement mass_rebills_newest = { "mass_rebills_newest", MASS_LIST ("<", "DESC"), TRUE };
const Statement mass_rebills_oldest = { "mass_rebills_oldest", MASS_LIST (">", "ASC"), TRUE };

const Statement mass_rebills_count = {
    "mass_rebills_count",
    "SELECT count(*) AS count FROM (SELECT FROM mass_rebills m"
    " WHERE ($1::text IS NULL OR m.cycle_id = $1::bigint) LIMIT 10001) AS page",
    TRUE,
};

const Statement mass_rebill_get = {
    "mass_rebill_get",
    "SELECT " MASS_COLUMNS " FROM mass_rebills m" MASS_DRESS " WHERE m.id = $1",
};

/* Items: those of accounts in the caller's scope. $4 rebill, $5 state, $6 the codes in words.
 * "refused" gives every one that was left out at some step. */
#define ITEM_DIFFERENCE "COALESCE(x.new_total_minor - x.old_total_minor, 0)"
#define ITEM_MOVEMENT "abs(" ITEM_DIFFERENCE ")" /* up or down alike */
#define ITEM_FILTERS(rebill, state)                                                                \
    " x.mass_rebill_id = " rebill "::bigint"                                                       \
    " AND (" state "::text IS NULL OR x.state = " state                                            \
    "      OR (" state " = 'refused' AND x.code IS NOT NULL))"                                     \
    " AND EXISTS (SELECT FROM accounts a WHERE a.id = x.account_id)"
#define ITEM_LIST(key, compare, direction)                                                         \
    "SELECT x.id, x.mass_rebill_id, x.account_id, a.number AS account_number,"                     \
    "  c.name AS customer_name, x.invoice_id, i.number AS invoice_number, x.state, x.code,"        \
    "  $6::jsonb ->> x.code AS message, x.detail, x.old_energy_wh, x.new_energy_wh,"               \
    "  x.old_total_minor, x.new_total_minor,"                                                      \
    "  x.new_total_minor - x.old_total_minor AS difference_minor, x.mirror_id, x.replacement_id,"  \
    "  x.restored_id, (" key ")::text AS sort_key"                                                 \
    " FROM (SELECT * FROM mass_rebill_items x WHERE" ITEM_FILTERS ("$4", "$5")                     \
    "   AND ($2::text IS NULL OR (" key ", x.id) " compare " ($2::bigint, $3::bigint))"            \
    "   ORDER BY " key " " direction ", x.id " direction " LIMIT $1::bigint) AS x"                 \
    " JOIN accounts a ON a.id = x.account_id JOIN customers c ON c.id = a.customer_id"             \
    " LEFT JOIN invoices i ON i.id = x.invoice_id"                                                 \
    " ORDER BY " key " " direction ", x.id " direction

const Statement mass_items_by_id = {
    "mass_items_by_id", ITEM_LIST ("x.id", ">", "ASC"), TRUE,
};
const Statement mass_items_by_id_desc = {
    "mass_items_by_id_desc", ITEM_LIST ("x.id", "<", "DESC"), TRUE,
};
const Statement mass_items_by_difference = {
    "mass_items_by_difference", ITEM_LIST (ITEM_DIFFERENCE, ">", "ASC"), TRUE,
};
const Statement mass_items_by_difference_desc = {
    "mass_items_by_difference_desc", ITEM_LIST (ITEM_DIFFERENCE, "<", "DESC"), TRUE,
};
const Statement mass_items_by_movement = {
    "mass_items_by_movement", ITEM_LIST (ITEM_MOVEMENT, ">", "ASC"), TRUE,
};
const Statement mass_items_by_movement_desc = {
    "mass_items_by_movement_desc", ITEM_LIST (ITEM_MOVEMENT, "<", "DESC"), TRUE,
};

const Statement mass_items_count = {
    "mass_items_count",
    "SELECT count(*) AS count FROM (SELECT FROM mass_rebill_items x WHERE" ITEM_FILTERS ("$1", "$2")
    " AND $3::text IS NOT NULL LIMIT 10001) AS page",
    TRUE,
};

/* Steps */

/* $1 cycle, $2 period, $3 class, $4 station, $5 tariff.  Whether each is there, and whether any run
 * has billed the period. */
const Statement mass_rebill_scope = {
    "mass_rebill_scope",
    "SELECT EXISTS (SELECT FROM billing_cycles WHERE id = $1),"
    "  EXISTS (SELECT FROM billing_runs WHERE cycle_id = $1 AND period_key = $2 AND NOT trial),"
    "  $3::bigint IS NULL OR EXISTS (SELECT FROM customer_classes WHERE id = $3),"
    "  $4::bigint IS NULL OR EXISTS (SELECT FROM stations WHERE id = $4),"
    "  $5::bigint IS NULL OR EXISTS (SELECT FROM tariffs WHERE id = $5)",
};

const Statement mass_rebill_insert = {
    "mass_rebill_insert",
    "INSERT INTO mass_rebills (cycle_id, period_key, class_id, station_id, tariff_id, reason,"
    "  created_by) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
};

const Statement mass_rebill_set_job = {
    "mass_rebill_set_job",
    "UPDATE mass_rebills SET job_id = $2, step = $3, done = false, version = version + 1"
    " WHERE id = $1",
};

const Statement mass_rebill_lock = {
    "mass_rebill_lock",
    "SELECT m.step, m.done, COALESCE(j.state IN ('queued', 'running'), false), m.station_id"
    " FROM mass_rebills m LEFT JOIN jobs j ON j.id = m.job_id WHERE m.id = $1 FOR UPDATE OF m",
};

/* $1 rebill */
const Statement mass_rebill_context = {
    "mass_rebill_context",
    "SELECT m.step, m.laid_out, m.reason,"
    "  ((now() AT TIME ZONE 'UTC') + y.utc_offset_minutes * interval '1 minute')::date"
    " FROM mass_rebills m, company y WHERE m.id = $1",
};

/* How many are left of a step: $1 rebill, $2 state */
const Statement mass_rebill_left = {
    "mass_rebill_left",
    "SELECT count(*) FROM mass_rebill_items WHERE mass_rebill_id = $1 AND state = $2",
};

/* The standing bills of the scope, in the order in which numbers are taken: $1 rebill.  Bills of a
 * period are never older than its runs. */
const Statement mass_rebill_lay = {
    "mass_rebill_lay",
    "WITH laid AS (INSERT INTO mass_rebill_items (mass_rebill_id, account_id, invoice_id,"
    "    old_total_minor, old_energy_wh)"
    "  SELECT m.id, i.account_id, i.id, i.total_minor, i.energy_wh"
    "  FROM mass_rebills m JOIN invoices i ON i.period_key = m.period_key"
    "    AND i.kind IN ('energy', 'final')"
    "    AND i.id >= (SELECT min(to_char(r.issue_date, 'YYYYMM')::bigint) * 10000000000"
    "      FROM mass_rebills q JOIN billing_runs r ON r.cycle_id = q.cycle_id"
    "        AND r.period_key = q.period_key AND NOT r.trial WHERE q.id = $1)"
    "  JOIN service_agreements g ON g.id = i.agreement_id AND g.cycle_id = m.cycle_id"
    "  WHERE m.id = $1 AND (m.class_id IS NULL OR i.class_id = m.class_id)"
    "    AND (m.station_id IS NULL OR i.station_id = m.station_id)"
    "    AND (m.tariff_id IS NULL OR EXISTS (SELECT FROM invoice_lines l"
    "         JOIN tariff_versions v ON v.id = l.tariff_version_id"
    "         WHERE l.invoice_id = i.id AND v.tariff_id = m.tariff_id))"
    "    AND NOT EXISTS (SELECT FROM invoices n"
    "                    WHERE n.account_id = i.account_id AND n.reverses_id = i.id)"
    "  ORDER BY i.branch_id, i.account_id, i.id RETURNING 1),"
    " marked AS (UPDATE mass_rebills SET laid_out = true WHERE id = $1)"
    " SELECT count(*) FROM laid",
    TRUE,
};

/* $1 rebill, $2 state, $3 after this item, $4 how many.  The bills of an account, which stand
 * together, are not cut in two: as applying leaves the account, so undoing must find it. */
const Statement mass_rebill_take = {
    "mass_rebill_take",
    "WITH page AS (SELECT id, invoice_id, replacement_id, account_id FROM mass_rebill_items"
    "   WHERE mass_rebill_id = $1 AND state = $2 AND id > $3 ORDER BY id LIMIT $4),"
    " last AS (SELECT id, account_id FROM page ORDER BY id DESC LIMIT 1)"
    " SELECT id, invoice_id, replacement_id FROM page"
    " UNION ALL SELECT x.id, x.invoice_id, x.replacement_id FROM last JOIN mass_rebill_items x"
    "   ON x.mass_rebill_id = $1 AND x.state = $2 AND x.id > last.id AND x.id < last.id + 1000"
    "   AND x.account_id = last.account_id ORDER BY 1",
};

/* $1 a JSON list of items with what came of each. */
const Statement mass_items_tried = {
    "mass_items_tried",
    "UPDATE mass_rebill_items x SET state = p.state, code = p.code, detail = p.detail,"
    "  new_total_minor = p.new_total_minor, new_energy_wh = p.new_energy_wh"
    " FROM jsonb_to_recordset($1::jsonb) AS p (id bigint, state text, code text, detail text,"
    "  new_total_minor bigint, new_energy_wh bigint) WHERE x.id = p.id",
    TRUE,
};

/* $1 items, $2 the new bill of each, $3 its batch: with the account as all of them leave it. */
const Statement mass_items_applied = {
    "mass_items_applied",
    "UPDATE mass_rebill_items x SET state = 'applied', code = NULL, detail = NULL,"
    "  mirror_id = n.id, replacement_id = i.id, new_total_minor = i.total_minor,"
    "  new_energy_wh = i.energy_wh, receivable_minor = b.receivable_minor,"
    "  advance_minor = b.advance_minor, batch_no = p.batch_no,"
    "  last_payment_id = COALESCE((SELECT max(p.id) FROM payments p"
    "                              WHERE p.account_id = i.account_id), 0)"
    " FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS p (item_id, new_id, batch_no)"
    " JOIN invoices i ON i.id = p.new_id AND i.id = ANY ($2::bigint[])"
    " JOIN invoices n ON n.reverses_id = i.replaces_id AND n.account_id = i.account_id"
    " JOIN account_balances b ON b.account_id = i.account_id"
    " WHERE x.id = p.item_id AND x.id = ANY ($1::bigint[])",
    TRUE,
};

/* An applied item that stays: $1 items, $2 code, $3 detail */
const Statement mass_items_kept = {
    "mass_items_kept",
    "UPDATE mass_rebill_items SET code = $2, detail = $3 WHERE id = ANY ($1::bigint[])",
    TRUE,
};

const Statement mass_rebill_done = {
    "mass_rebill_done",
    "UPDATE mass_rebills SET done = true, version = version + 1 WHERE id = $1",
};
/* clang-format on */
