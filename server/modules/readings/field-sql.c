/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of the field: remarks, visits, photos, lists of a window, settings. */
#include "server/modules/readings/field-sql.h"

/* SQL is laid out to be read. */
/* clang-format off */

/* Remarks */

#define REMARK_COLUMNS                                                                             \
    "w.id, w.code, w.name, w.name_en, w.prevents_reading, w.needs_review, w.active, w.version"

const Statement field_remarks = {
    "field_remarks",
    "SELECT " REMARK_COLUMNS ", w.code AS sort_key FROM reading_remarks w"
    " WHERE w.code > COALESCE($2, '') AND ($3::bigint IS NULL OR true)"
    "   AND ($4::text IS NULL OR w.code LIKE $4 || '%' OR w.name LIKE '%' || $4 || '%')"
    " ORDER BY w.code LIMIT $1::bigint",
    .custom_plan = TRUE,
};

const Statement field_remarks_desc = {
    "field_remarks_desc",
    "SELECT " REMARK_COLUMNS ", w.code AS sort_key FROM reading_remarks w"
    " WHERE w.code < COALESCE($2, U&'\\+10FFFF') AND ($3::bigint IS NULL OR true)"
    "   AND ($4::text IS NULL OR w.code LIKE $4 || '%' OR w.name LIKE '%' || $4 || '%')"
    " ORDER BY w.code DESC LIMIT $1::bigint",
    .custom_plan = TRUE,
};

const Statement field_remark_get = {
    "field_remark_get",
    "SELECT " REMARK_COLUMNS " FROM reading_remarks w WHERE w.id = $1",
};

const Statement field_remark_insert = {
    "field_remark_insert",
    "INSERT INTO reading_remarks (code, name, name_en, prevents_reading, needs_review)"
    " VALUES (:code, :name, :name_en, :prevents_reading, :needs_review) RETURNING id",
};

const Statement field_remark_update = {
    "field_remark_update",
    "UPDATE reading_remarks SET name = :name, name_en = :name_en, needs_review = :needs_review,"
    "       active = :active, version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

/* Visits: accounts are joined for the scope. */

const Statement field_visit_get = {
    "field_visit_get",
    "SELECT v.id, v.register_id, v.visited_on, v.remark_id, w.name AS remark_name, v.note,"
    "       EXISTS (SELECT FROM reading_photos h WHERE h.visit_id = v.id) AS has_photo,"
    "       u.full_name AS entered_by_name, v.entered_at"
    " FROM reading_visits v JOIN accounts a ON a.id = v.account_id"
    " JOIN reading_remarks w ON w.id = v.remark_id LEFT JOIN users u ON u.id = v.entered_by"
    " WHERE v.id = $1",
};

const Statement field_visit_insert = {
    "field_visit_insert",
    "INSERT INTO reading_visits (account_id, register_id, service_point_id, visited_on, remark_id,"
    "                            note, entered_by)"
    " SELECT r.account_id, r.id, g.service_point_id, $2, $3, $4, siraj_actor()"
    " FROM registers r JOIN accounts a ON a.id = r.account_id"
    " JOIN service_agreements g ON g.id = r.agreement_id"
    " WHERE r.id = $1 AND r.closed_on IS NULL RETURNING id",
};

/* Photos: $1 reading or visit, $2 type, $3 bytes */

const Statement field_photo_of_reading_insert = {
    "field_photo_of_reading_insert",
    "INSERT INTO reading_photos (account_id, reading_id, content_type, content, entered_by)"
    " SELECT d.account_id, d.id, $2, $3::text::bytea, siraj_actor()"
    " FROM readings d JOIN accounts a ON a.id = d.account_id WHERE d.id = $1 RETURNING id",
};

const Statement field_photo_of_visit_insert = {
    "field_photo_of_visit_insert",
    "INSERT INTO reading_photos (account_id, visit_id, content_type, content, entered_by)"
    " SELECT v.account_id, v.id, $2, $3::text::bytea, siraj_actor()"
    " FROM reading_visits v JOIN accounts a ON a.id = v.account_id WHERE v.id = $1 RETURNING id",
};

const Statement field_photo_of_reading = {
    "field_photo_of_reading",
    "SELECT h.content_type, h.content FROM reading_photos h JOIN accounts a ON a.id = h.account_id"
    " WHERE h.reading_id = $1",
};

const Statement field_photo_of_visit = {
    "field_photo_of_visit",
    "SELECT h.content_type, h.content FROM reading_photos h JOIN accounts a ON a.id = h.account_id"
    " WHERE h.visit_id = $1",
};

/* Lists of a window: $1 first and $2 last day, $3 cycle, $4 route.  Unread is what has neither a
 * reading nor one that waits for a decision. */
const Statement lists_of_window = {
    "lists_of_window",
    "SELECT t.id AS route_id, t.code AS route_code, t.name AS route_name,"
    "       s.name AS station_name, c.id AS cycle_id, c.name AS cycle_name,"
    "       count(*) AS registers,"
    "       count(*) FILTER (WHERE d.state = 'accepted') AS read,"
    "       count(*) FILTER (WHERE d.state = 'held') AS held,"
    "       count(*) FILTER (WHERE d.state IS NULL AND v.seen) AS visited,"
    "       count(*) FILTER (WHERE d.state IS NULL) AS unread"
    " FROM service_points p"
    " JOIN routes t ON t.id = p.route_id JOIN stations s ON s.id = t.station_id"
    " JOIN service_agreements g ON g.service_point_id = p.id AND g.state <> 'terminated'"
    " JOIN billing_cycles c ON c.id = g.cycle_id"
    " JOIN registers r ON r.account_id = g.account_id AND r.agreement_id = g.id"
    "      AND r.closed_on IS NULL AND r.installation_id IS NOT NULL"
    " LEFT JOIN LATERAL (SELECT min(x.state) AS state FROM readings x"
    "      WHERE x.register_id = r.id AND x.state <> 'rejected' AND x.kind <> 'initial'"
    "        AND x.read_on >= $1::date AND x.read_on <= $2::date) AS d ON true"
    " LEFT JOIN LATERAL (SELECT true AS seen FROM reading_visits y WHERE y.register_id = r.id"
    "      AND y.visited_on >= $1::date AND y.visited_on <= $2::date LIMIT 1) AS v ON true"
    " WHERE ($3::bigint IS NULL OR g.cycle_id = $3) AND ($4::bigint IS NULL OR t.id = $4)"
    " GROUP BY t.id, t.code, t.name, s.name, c.id, c.name ORDER BY t.code, t.id, c.id LIMIT 1000",
    .custom_plan = TRUE,
};

/* $1 first and $2 last day */
const Statement lists_reader_work = {
    "lists_reader_work",
    "WITH work AS ("
    "  SELECT d.entered_by AS id, d.read_on AS day, d.state, false AS visit,"
    "         EXISTS (SELECT FROM reading_photos h WHERE h.reading_id = d.id) AS photo"
    "  FROM readings d JOIN accounts a ON a.id = d.account_id"
    "  WHERE d.read_on BETWEEN $1 AND $2 AND d.method = 'manual'"
    "    AND d.kind IN ('periodic', 'interim', 'check')"
    "  UNION ALL"
    "  SELECT v.entered_by, v.visited_on, NULL, true,"
    "         EXISTS (SELECT FROM reading_photos h WHERE h.visit_id = v.id)"
    "  FROM reading_visits v JOIN accounts a ON a.id = v.account_id"
    "  WHERE v.visited_on BETWEEN $1 AND $2)"
    " SELECT w.id AS reader_id, u.full_name AS reader_name, count(DISTINCT w.day) AS days,"
    "        count(*) FILTER (WHERE NOT w.visit) AS readings,"
    "        count(*) FILTER (WHERE w.state = 'held') AS held,"
    "        count(*) FILTER (WHERE w.state = 'rejected') AS rejected,"
    "        count(*) FILTER (WHERE w.visit) AS visits,"
    "        count(*) FILTER (WHERE w.photo) AS photos,"
    "        count(*) FILTER (WHERE NOT w.visit) / count(DISTINCT w.day) AS per_day"
    " FROM work w JOIN users u ON u.id = w.id GROUP BY w.id, u.full_name"
    " ORDER BY readings DESC, w.id LIMIT 1000",
    .custom_plan = TRUE,
};

/* Settings and rules */

const Statement settings_get = {
    "settings_get",
    "SELECT * FROM reading_settings WHERE id = $1",
};

const Statement settings_update = {
    "settings_update",
    "UPDATE reading_settings SET high_percent = :high_percent, low_percent = :low_percent,"
    "       high_least_wh = :high_least_wh, most_zeros = :most_zeros,"
    "       pattern_readings = :pattern_readings, customer_readings = :customer_readings,"
    "       clock_tolerance_minutes = :clock_tolerance_minutes, version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

#define RULE_COLUMNS                                                                               \
    "e.id, e.cycle_id, c.name AS cycle_name, e.class_id, k.name AS class_name, e.policy,"          \
    " e.most_estimates, e.version"
#define RULE_DRESS                                                                                 \
    " FROM estimate_rules e LEFT JOIN billing_cycles c ON c.id = e.cycle_id"                       \
    " LEFT JOIN customer_classes k ON k.id = e.class_id"

const Statement rules_all = {
    "rules_all",
    "SELECT " RULE_COLUMNS RULE_DRESS
    " ORDER BY e.class_id NULLS LAST, e.cycle_id NULLS LAST LIMIT 1000",
};

const Statement rules_get = {
    "rules_get",
    "SELECT " RULE_COLUMNS RULE_DRESS " WHERE e.id = $1",
};

const Statement rules_insert = {
    "rules_insert",
    "INSERT INTO estimate_rules (cycle_id, class_id, policy, most_estimates)"
    " VALUES (:cycle_id, :class_id, :policy, :most_estimates) RETURNING id",
};

const Statement rules_update = {
    "rules_update",
    "UPDATE estimate_rules SET policy = :policy, most_estimates = :most_estimates,"
    "       version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

/* $1 agreement, $2 register or NULL: what a customer may read himself. */
const Statement customer_register = {
    "customer_register",
    "SELECT r.id FROM registers r JOIN accounts a ON a.id = r.account_id"
    " WHERE r.agreement_id = $1 AND r.closed_on IS NULL AND r.installation_id IS NOT NULL"
    "   AND ($2::bigint IS NULL OR r.id = $2) ORDER BY r.id",
};
