/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of cycles, service points, agreements and terms. */
#include "server/modules/subscriptions/subscriptions-sql.h"

/* SQL is laid out to be read. */
/* clang-format off */

/* Billing cycles */

#define CYCLE_COLUMNS                                                                              \
    "c.id, c.code, c.name, c.name_en, c.frequency, c.reading_days_before, c.reading_days_after,"   \
    " c.billing_day_offset, c.active, c.version"

const Statement cycles_by_code = {
    "cycles_by_code",
    "SELECT " CYCLE_COLUMNS ", c.code AS sort_key FROM billing_cycles c"
    " WHERE ($2::text IS NULL OR (c.code, c.id) > ($2, $3::bigint))"
    "   AND ($4::text IS NULL OR c.code LIKE $4 || '%' OR c.name LIKE '%' || $4 || '%')"
    " ORDER BY c.code, c.id LIMIT $1::bigint",
};

const Statement cycles_by_code_desc = {
    "cycles_by_code_desc",
    "SELECT " CYCLE_COLUMNS ", c.code AS sort_key FROM billing_cycles c"
    " WHERE ($2::text IS NULL OR (c.code, c.id) < ($2, $3::bigint))"
    "   AND ($4::text IS NULL OR c.code LIKE $4 || '%' OR c.name LIKE '%' || $4 || '%')"
    " ORDER BY c.code DESC, c.id DESC LIMIT $1::bigint",
};

const Statement cycles_get = {
    "cycles_get",
    "SELECT " CYCLE_COLUMNS ","
    "       (SELECT count(*) FROM service_agreements a WHERE a.cycle_id = c.id) AS agreements_count"
    " FROM billing_cycles c WHERE c.id = $1",
};

const Statement cycles_insert = {
    "cycles_insert",
    "INSERT INTO billing_cycles (code, name, name_en, frequency, reading_days_before,"
    "                            reading_days_after, billing_day_offset)"
    " VALUES (:code, :name, :name_en, :frequency, :reading_days_before, :reading_days_after,"
    "         :billing_day_offset)"
    " RETURNING id",
};

const Statement cycles_update = {
    "cycles_update",
    "UPDATE billing_cycles SET name = :name, name_en = :name_en, frequency = :frequency,"
    "       reading_days_before = :reading_days_before, reading_days_after = :reading_days_after,"
    "       billing_day_offset = :billing_day_offset, active = :active, version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

/* Service points */

#define POINT_COLUMNS                                                                              \
    "p.id, p.number, p.station_id, s.name AS station_name, p.feeder_id, f.name AS feeder_name,"    \
    " p.box_id, x.name AS box_name, p.route_id, t.name AS route_name, p.route_sequence,"           \
    " p.address, p.landmark, p.latitude_micro, p.longitude_micro, p.wire_length_cm, p.state,"      \
    " o.customer_name, o.account_number, m.meter_number, p.version"
#define POINT_DRESS                                                                                \
    " JOIN stations s ON s.id = p.station_id"                                                      \
    " JOIN feeders f ON f.id = p.feeder_id"                                                        \
    " JOIN boxes x ON x.id = p.box_id"                                                             \
    " LEFT JOIN routes t ON t.id = p.route_id"                                                     \
    " LEFT JOIN LATERAL ("                                                                         \
    "   SELECT c.name AS customer_name, a.number AS account_number"                                \
    "   FROM service_agreements g JOIN accounts a ON a.id = g.account_id"                          \
    "   JOIN customers c ON c.id = a.customer_id"                                                  \
    "   WHERE g.service_point_id = p.id AND g.state <> 'terminated' LIMIT 1) AS o ON true"         \
    " LEFT JOIN LATERAL ("                                                                         \
    "   SELECT min(m.number) AS meter_number FROM meter_installations i"                           \
    "   JOIN meters m ON m.id = i.meter_id"                                                        \
    "   WHERE i.service_point_id = p.id AND i.removed_on IS NULL) AS m ON true"
#define POINT_FILTERS(q, station, route, box, state)                                               \
    " AND (" q "::text IS NULL OR p.number LIKE " q " || '%')"                                     \
    " AND (" station "::text IS NULL OR p.station_id = " station "::bigint)"                       \
    " AND (" route "::text IS NULL OR p.route_id = " route "::bigint)"                             \
    " AND (" box "::text IS NULL OR p.box_id = " box "::bigint)"                                   \
    " AND (" state "::text IS NULL OR p.state = " state ")"

const Statement points_by_number = {
    "points_by_number",
    "SELECT " POINT_COLUMNS ", p.number AS sort_key FROM ("
    "   SELECT * FROM service_points p"
    "   WHERE p.number > COALESCE($2, '') AND ($3::bigint IS NULL OR true)"
    POINT_FILTERS ("$4", "$5", "$6", "$7", "$8")
    "   ORDER BY p.number LIMIT $1::bigint) AS p" POINT_DRESS " ORDER BY p.number",
    .custom_plan = TRUE,
};

const Statement points_by_number_desc = {
    "points_by_number_desc",
    "SELECT " POINT_COLUMNS ", p.number AS sort_key FROM ("
    "   SELECT * FROM service_points p"
    "   WHERE p.number < COALESCE($2, U&'\\+10FFFF') AND ($3::bigint IS NULL OR true)"
    POINT_FILTERS ("$4", "$5", "$6", "$7", "$8")
    "   ORDER BY p.number DESC LIMIT $1::bigint) AS p" POINT_DRESS " ORDER BY p.number DESC",
    .custom_plan = TRUE,
};

/* The order in which a reader walks; within one route. */
const Statement points_by_route = {
    "points_by_route",
    "SELECT " POINT_COLUMNS ", p.route_sequence::text AS sort_key FROM ("
    "   SELECT * FROM service_points p"
    "   WHERE (p.route_sequence, p.id) > (COALESCE($2::bigint, -1), COALESCE($3::bigint, 0))"
    POINT_FILTERS ("$4", "$5", "$6", "$7", "$8")
    "   ORDER BY p.route_sequence, p.id LIMIT $1::bigint) AS p" POINT_DRESS
    " ORDER BY p.route_sequence, p.id",
    .custom_plan = TRUE,
};

const Statement points_by_route_desc = {
    "points_by_route_desc",
    "SELECT " POINT_COLUMNS ", p.route_sequence::text AS sort_key FROM ("
    "   SELECT * FROM service_points p"
    "   WHERE (p.route_sequence, p.id)"
    "         < (COALESCE($2::bigint, 9223372036854775807), COALESCE($3::bigint, 0))"
    POINT_FILTERS ("$4", "$5", "$6", "$7", "$8")
    "   ORDER BY p.route_sequence DESC, p.id DESC LIMIT $1::bigint) AS p" POINT_DRESS
    " ORDER BY p.route_sequence DESC, p.id DESC",
    .custom_plan = TRUE,
};

const Statement points_count = {
    "points_count",
    "SELECT count(*) AS count FROM (SELECT 1 FROM service_points p WHERE true"
    POINT_FILTERS ("$1", "$2", "$3", "$4", "$5") " LIMIT 10001) AS limited",
    .custom_plan = TRUE,
};

const Statement points_get = {
    "points_get",
    "SELECT " POINT_COLUMNS " FROM service_points p" POINT_DRESS " WHERE p.id = $1",
};

const Statement points_insert = {
    "points_insert",
    "INSERT INTO service_points (number, station_id, feeder_id, box_id, route_id, route_sequence,"
    "                            address, landmark, latitude_micro, longitude_micro,"
    "                            wire_length_cm, updated_by)"
    " VALUES (:number, :station_id, :feeder_id, :box_id, :route_id, :route_sequence, :address,"
    "         :landmark, :latitude_micro, :longitude_micro, :wire_length_cm, siraj_actor())"
    " RETURNING id",
};

const Statement points_update = {
    "points_update",
    "UPDATE service_points SET station_id = :station_id, feeder_id = :feeder_id, box_id = :box_id,"
    "       route_id = :route_id, route_sequence = :route_sequence, address = :address,"
    "       landmark = :landmark, latitude_micro = :latitude_micro,"
    "       longitude_micro = :longitude_micro, wire_length_cm = :wire_length_cm,"
    "       updated_by = siraj_actor(), updated_at = now(), version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

/* Does the box hang on this feeder, and the feeder on this station? */
const Statement points_box_place = {
    "points_box_place",
    "SELECT x.feeder_id = :feeder_id AND f.station_id = :station_id,"
    "   :route_id::bigint IS NULL"
    "   OR EXISTS (SELECT FROM routes r WHERE r.id = :route_id AND r.station_id = :station_id)"
    " FROM boxes x JOIN feeders f ON f.id = x.feeder_id WHERE x.id = :box_id",
};

/* Agreements with the terms of today */

#define AGREEMENT_COLUMNS                                                                          \
    "g.id, g.number, g.account_id, a.number AS account_number, c.name AS customer_name,"           \
    " g.service_point_id, p.number AS service_point_number, p.address, g.cycle_id,"                \
    " y.name AS cycle_name, g.payment_terms, g.start_date, g.end_date, g.state, t.class_id,"       \
    " k.name AS class_name, t.tariff_id, f.name AS tariff_name, t.contracted_load_w,"              \
    " t.breaker_amperes, r.meter_number, r.billed_date, g.version"
#define AGREEMENT_DRESS                                                                            \
    " JOIN accounts a ON a.id = g.account_id"                                                      \
    " JOIN customers c ON c.id = a.customer_id"                                                    \
    " JOIN service_points p ON p.id = g.service_point_id"                                          \
    " JOIN billing_cycles y ON y.id = g.cycle_id"                                                  \
    " LEFT JOIN LATERAL ("                                                                         \
    "   SELECT * FROM agreement_terms t WHERE t.agreement_id = g.id"                               \
    "     AND t.valid_from <= GREATEST(current_date, g.start_date)"                                \
    "   ORDER BY t.valid_from DESC LIMIT 1) AS t ON true"                                          \
    " LEFT JOIN customer_classes k ON k.id = t.class_id"                                           \
    " LEFT JOIN tariffs f ON f.id = t.tariff_id"                                                   \
    " LEFT JOIN LATERAL ("                                                                         \
    "   SELECT m.number AS meter_number, r.billed_date FROM registers r"                           \
    "   LEFT JOIN meter_installations i ON i.id = r.installation_id"                               \
    "   LEFT JOIN meters m ON m.id = i.meter_id"                                                   \
    "   WHERE r.account_id = g.account_id AND r.agreement_id = g.id"                               \
    "   ORDER BY r.closed_on DESC NULLS FIRST, r.id LIMIT 1) AS r ON true"
#define AGREEMENT_FILTERS(q, account, customer, cycle, state)                                      \
    " AND (" q "::text IS NULL OR g.number LIKE " q " || '%')"                                     \
    " AND (" account "::text IS NULL OR g.account_id = " account "::bigint)"                       \
    " AND (" customer "::text IS NULL OR g.account_id IN"                                          \
    "      (SELECT id FROM accounts WHERE customer_id = " customer "::bigint))"                    \
    " AND (" cycle "::text IS NULL OR g.cycle_id = " cycle "::bigint)"                             \
    " AND (" state "::text IS NULL OR g.state = " state ")"                                        \
    " AND EXISTS (SELECT FROM accounts s WHERE s.id = g.account_id)" /* the scope */

const Statement agreements_by_number = {
    "agreements_by_number",
    "SELECT " AGREEMENT_COLUMNS ", g.number AS sort_key FROM ("
    "   SELECT * FROM service_agreements g"
    "   WHERE g.number > COALESCE($2, '') AND ($3::bigint IS NULL OR true)"
    AGREEMENT_FILTERS ("$4", "$5", "$6", "$7", "$8")
    "   ORDER BY g.number LIMIT $1::bigint) AS g" AGREEMENT_DRESS " ORDER BY g.number",
    .custom_plan = TRUE,
};

const Statement agreements_by_number_desc = {
    "agreements_by_number_desc",
    "SELECT " AGREEMENT_COLUMNS ", g.number AS sort_key FROM ("
    "   SELECT * FROM service_agreements g"
    "   WHERE g.number < COALESCE($2, U&'\\+10FFFF') AND ($3::bigint IS NULL OR true)"
    AGREEMENT_FILTERS ("$4", "$5", "$6", "$7", "$8")
    "   ORDER BY g.number DESC LIMIT $1::bigint) AS g" AGREEMENT_DRESS " ORDER BY g.number DESC",
    .custom_plan = TRUE,
};

const Statement agreements_count = {
    "agreements_count",
    "SELECT count(*) AS count FROM (SELECT 1 FROM service_agreements g WHERE true"
    AGREEMENT_FILTERS ("$1", "$2", "$3", "$4", "$5") " LIMIT 10001) AS limited",
    .custom_plan = TRUE,
};

const Statement agreements_get = {
    "agreements_get",
    "SELECT " AGREEMENT_COLUMNS ","
    " (SELECT jsonb_agg(jsonb_build_object("
    "      'id', v.id, 'agreement_id', v.agreement_id, 'valid_from', v.valid_from,"
    "      'valid_to', v.valid_to, 'class_id', v.class_id, 'class_name', vk.name,"
    "      'tariff_id', v.tariff_id, 'tariff_name', vf.name,"
    "      'contracted_load_w', v.contracted_load_w, 'breaker_amperes', v.breaker_amperes,"
    "      'version', v.version) ORDER BY v.valid_from DESC)"
    "  FROM agreement_terms v JOIN customer_classes vk ON vk.id = v.class_id"
    "  JOIN tariffs vf ON vf.id = v.tariff_id WHERE v.agreement_id = g.id) AS terms"
    " FROM service_agreements g" AGREEMENT_DRESS " WHERE g.id = $1",
};

const Statement agreements_insert = {
    "agreements_insert",
    "INSERT INTO service_agreements (number, account_id, service_point_id, cycle_id, payment_terms,"
    "                                start_date, updated_by)"
    " VALUES (:number, :account_id, :service_point_id, :cycle_id, :payment_terms, :start_date,"
    "         siraj_actor())"
    " RETURNING id",
};

const Statement agreements_update = {
    "agreements_update",
    "UPDATE service_agreements SET cycle_id = :cycle_id, payment_terms = :payment_terms,"
    "       updated_by = siraj_actor(), updated_at = now(), version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

/* Account and point in scope, and the class the account would give to a first term. */
const Statement agreements_place = {
    "agreements_place",
    "SELECT a.class_id, a.state <> 'closed', k.default_tariff_id"
    " FROM accounts a JOIN customer_classes k ON k.id = a.class_id, service_points p"
    " WHERE a.id = :account_id AND p.id = :service_point_id",
};

/* Terms */

const Statement terms_insert = {
    "terms_insert",
    "INSERT INTO agreement_terms (account_id, agreement_id, valid_from, class_id, tariff_id,"
    "                             contracted_load_w, breaker_amperes)"
    " SELECT g.account_id, g.id, :valid_from, :class_id, :tariff_id, :contracted_load_w,"
    "        :breaker_amperes"
    " FROM service_agreements g WHERE g.id = :agreement_id RETURNING id",
};

/* The last terms of an agreement in scope, and how far it is billed. */
const Statement terms_last = {
    "terms_last",
    "SELECT t.id, t.valid_from, g.state, g.start_date,"
    "       (SELECT max(r.billed_date) FROM registers r"
    "        WHERE r.account_id = g.account_id AND r.agreement_id = g.id)"
    " FROM service_agreements g JOIN accounts a ON a.id = g.account_id"
    " JOIN agreement_terms t ON t.agreement_id = g.id"
    " WHERE g.id = $1 ORDER BY t.valid_from DESC LIMIT 1 FOR UPDATE OF t",
};

const Statement terms_close = {
    "terms_close",
    "UPDATE agreement_terms SET valid_to = $2, version = version + 1 WHERE id = $1",
};

/* Has the tariff a version in force on the day? */
const Statement terms_check = {
    "terms_check",
    "SELECT f.name, EXISTS (SELECT FROM tariff_versions v WHERE v.tariff_id = f.id"
    "   AND v.state = 'active' AND v.valid_from <= $2 AND (v.valid_to IS NULL OR v.valid_to > $2))"
    " FROM tariffs f WHERE f.id = $1",
};

const Statement *const subscriptions_statements[] = {
    &cycles_by_code,
    &cycles_by_code_desc,
    &cycles_get,
    &cycles_insert,
    &cycles_update,
    &points_by_number,
    &points_by_number_desc,
    &points_by_route,
    &points_by_route_desc,
    &points_count,
    &points_get,
    &points_insert,
    &points_update,
    &points_box_place,
    &agreements_by_number,
    &agreements_by_number_desc,
    &agreements_count,
    &agreements_get,
    &agreements_insert,
    &agreements_update,
    &agreements_place,
    &terms_insert,
    &terms_last,
    &terms_close,
    &terms_check,
    NULL,
};
