/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of readings. */
#include "server/modules/readings/field-sql.h"
#include "server/modules/readings/readings-sql.h"

/* SQL is laid out to be read. */
/* clang-format off */

/* What a register truly showed last: an estimate is a guess that the next reading replaces. */
#define BASE                                                                                       \
    " LEFT JOIN LATERAL ("                                                                         \
    "   SELECT d.read_on, d.value FROM readings d WHERE r.latest_estimated"                        \
    "     AND d.register_id = r.id AND d.state = 'accepted' AND d.kind <> 'estimated'"             \
    "   ORDER BY d.read_on DESC, d.id DESC LIMIT 1) AS b ON true"
#define BASE_DATE                                                                                  \
    "CASE WHEN r.latest_estimated THEN COALESCE(b.read_on, r.opened_on) ELSE r.latest_date END"
#define BASE_VALUE                                                                                 \
    "CASE WHEN r.latest_estimated THEN COALESCE(b.value, r.opening_value) ELSE r.latest_value END"
#define RULE                                                                                       \
    "y.estimates_limit, q.high_percent, q.low_percent, q.high_least_wh, q.most_zeros,"             \
    " q.pattern_readings"

/* Everything the validation asks about a register, locked: $1 register, $2 the day read. */
const Statement readings_register = {
    "readings_register",
    "SELECT r.account_id, g.service_point_id, r.digits, r.multiplier_milli, r.opened_on,"
    "       r.billed_date, " BASE_DATE ", " BASE_VALUE ", false, r.daily_average_wh,"
    "       r.estimates_in_row, r.closed_on,"
    "       EXISTS (SELECT FROM readings x WHERE x.register_id = r.id AND x.read_on = $2"
    "               AND x.state <> 'rejected' AND x.kind <> 'initial') AS same_day,"
    "       (SELECT t.contracted_load_w FROM agreement_terms t WHERE t.agreement_id = g.id"
    "        AND t.valid_from <= $2 ORDER BY t.valid_from DESC LIMIT 1) AS contracted_load_w,"
    "       (SELECT count(*) FILTER (WHERE z.consumption_wh = 0)"
    "        FROM (SELECT consumption_wh FROM readings x"
    "              WHERE x.register_id = r.id AND x.state = 'accepted'"
    "              ORDER BY x.read_on DESC, x.id DESC LIMIT 12) AS z) AS zeros,"
    "       " RULE ", r.code, q.customer_readings"
    " FROM registers r"
    " JOIN accounts a ON a.id = r.account_id"
    " JOIN service_agreements g ON g.id = r.agreement_id"
    " CROSS JOIN company y CROSS JOIN reading_settings q" BASE
    " WHERE r.id = $1 FOR UPDATE OF r",
};

/* What the reader entered just before, the latest last. */
const Statement readings_reader_values = {
    "readings_reader_values",
    "SELECT value FROM (SELECT id, value FROM readings WHERE entered_by = siraj_actor()"
    "                   AND method = 'manual' ORDER BY id DESC LIMIT $1) AS x ORDER BY id",
};

const Statement readings_insert = {
    "readings_insert",
    "INSERT INTO readings (account_id, register_id, service_point_id, read_on, read_at, value,"
    "                      kind, method, state, rollover, findings, remark, consumption_wh,"
    "                      remark_id, entered_by)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, string_to_array($11, ' '), $12,"
    "         $13, $14, siraj_actor())"
    " RETURNING id",
};

/* The accepted reading becomes the register's newest; an average over about four readings, counted
 * from $7, the day of the last true one. */
const Statement readings_advance = {
    "readings_advance",
    "UPDATE registers SET latest_reading_id = $2, latest_date = $3, latest_value = $4,"
    "       latest_estimated = $5, unbilled_readings = unbilled_readings + 1,"
    "       estimates_in_row = CASE WHEN $5 THEN estimates_in_row + 1 ELSE 0 END,"
    "       daily_average_wh = CASE WHEN $5 OR $3 <= $7::date THEN daily_average_wh"
    "           WHEN daily_average_wh = 0 THEN $6 / ($3::date - $7::date)"
    "           ELSE (daily_average_wh * 3 + $6 / ($3::date - $7::date)) / 4 END"
    " WHERE id = $1",
};

/* Lists */

#define READING_COLUMNS                                                                            \
    "d.id, d.account_id, a.number AS account_number, c.name AS customer_name, d.register_id,"      \
    " r.code AS register_code, m.number AS meter_number, t.name AS route_name, d.read_on,"         \
    " d.value, d.kind, d.method, d.state, d.rollover, to_jsonb(d.findings) AS findings, d.remark," \
    " d.remark_id, w.name AS remark_name,"                                                         \
    " EXISTS (SELECT FROM reading_photos h WHERE h.reading_id = d.id) AS has_photo,"               \
    " d.consumption_wh, b.read_on AS previous_date, b.value AS previous_value, d.review_note,"     \
    " u.full_name AS entered_by_name, d.entered_at, d.version"
#define READING_DRESS                                                                              \
    " JOIN accounts a ON a.id = d.account_id"                                                      \
    " JOIN customers c ON c.id = a.customer_id"                                                    \
    " JOIN registers r ON r.id = d.register_id"                                                    \
    " LEFT JOIN meter_installations i ON i.id = r.installation_id"                                 \
    " LEFT JOIN meters m ON m.id = i.meter_id"                                                     \
    " JOIN service_points p ON p.id = d.service_point_id"                                          \
    " LEFT JOIN routes t ON t.id = p.route_id"                                                     \
    " LEFT JOIN users u ON u.id = d.entered_by"                                                    \
    " LEFT JOIN reading_remarks w ON w.id = d.remark_id"                                           \
    " LEFT JOIN LATERAL ("                                                                         \
    "   SELECT read_on, value FROM readings b WHERE b.register_id = d.register_id"                 \
    "     AND b.state = 'accepted' AND b.read_on < d.read_on"                                      \
    "   ORDER BY b.read_on DESC, b.id DESC LIMIT 1) AS b ON true"
#define READING_FILTERS(account, reg, state, from, to)                                             \
    " AND (" account "::text IS NULL OR d.account_id = " account "::bigint)"                       \
    " AND (" reg "::text IS NULL OR d.register_id = " reg "::bigint)"                              \
    " AND (" state "::text IS NULL OR d.state = " state ")"                                        \
    " AND (" from "::text IS NULL OR d.read_on >= " from "::date)"                                 \
    " AND (" to "::text IS NULL OR d.read_on <= " to "::date)"                                     \
    " AND EXISTS (SELECT FROM accounts s WHERE s.id = d.account_id)" /* the scope */

const Statement readings_newest = {
    "readings_newest",
    "SELECT " READING_COLUMNS ", d.read_on::text AS sort_key FROM ("
    "   SELECT * FROM readings d WHERE (d.read_on, d.id)"
    "     < (COALESCE($2::date, 'infinity'), COALESCE($3::bigint, 0))"
    READING_FILTERS ("$4", "$5", "$6", "$7", "$8")
    "   ORDER BY d.read_on DESC, d.id DESC LIMIT $1::bigint) AS d" READING_DRESS
    " ORDER BY d.read_on DESC, d.id DESC",
    .custom_plan = TRUE,
};

const Statement readings_oldest = {
    "readings_oldest",
    "SELECT " READING_COLUMNS ", d.read_on::text AS sort_key FROM ("
    "   SELECT * FROM readings d WHERE (d.read_on, d.id)"
    "     > (COALESCE($2::date, '-infinity'), COALESCE($3::bigint, 0))"
    READING_FILTERS ("$4", "$5", "$6", "$7", "$8")
    "   ORDER BY d.read_on, d.id LIMIT $1::bigint) AS d" READING_DRESS " ORDER BY d.read_on, d.id",
    .custom_plan = TRUE,
};

const Statement readings_count = {
    "readings_count",
    "SELECT count(*) AS count FROM (SELECT 1 FROM readings d WHERE true"
    READING_FILTERS ("$1", "$2", "$3", "$4", "$5") " LIMIT 10001) AS limited",
    .custom_plan = TRUE,
};

const Statement readings_get = {
    "readings_get",
    "SELECT " READING_COLUMNS " FROM readings d" READING_DRESS " WHERE d.id = $1",
};

/* The sheet of a route in walking order: each open register with its newest reading of the window
 * ($5 to $6), if it has one already. */
#define SHEET_COLUMNS                                                                              \
    "r.id AS register_id, p.route_sequence, m.number AS meter_number, r.code AS register_code,"    \
    " r.digits, r.multiplier_milli, c.name AS customer_name, a.number AS account_number,"          \
    " p.number AS point_number, p.address, b.read_on AS previous_date,"                            \
    " b.value AS previous_value, r.daily_average_wh,"                                              \
    " d.id AS reading_id, d.read_on, d.value, d.state, d.consumption_wh,"                          \
    " to_jsonb(d.findings) AS findings, w.name AS visit_remark, v.visited_on, r.id,"               \
    " p.route_sequence::text AS sort_key"
#define SHEET(keyset, direction)                                                                   \
    "SELECT " SHEET_COLUMNS " FROM service_points p"                                               \
    " JOIN service_agreements g ON g.service_point_id = p.id AND g.state <> 'terminated'"          \
    " JOIN accounts a ON a.id = g.account_id"                                                      \
    " JOIN customers c ON c.id = a.customer_id"                                                    \
    " JOIN registers r ON r.account_id = g.account_id AND r.agreement_id = g.id"                   \
    "      AND r.closed_on IS NULL"                                                                \
    " JOIN meter_installations i ON i.id = r.installation_id"                                      \
    " JOIN meters m ON m.id = i.meter_id"                                                          \
    " LEFT JOIN LATERAL ("                                                                         \
    "   SELECT * FROM readings d WHERE d.register_id = r.id AND d.state <> 'rejected'"             \
    "     AND d.kind <> 'initial' AND d.read_on >= $5::date AND d.read_on <= $6::date"             \
    "   ORDER BY d.read_on DESC, d.id DESC LIMIT 1) AS d ON true"                                  \
    " LEFT JOIN LATERAL ("                                                                         \
    "   SELECT read_on, value FROM readings b WHERE b.register_id = r.id"                          \
    "     AND b.state = 'accepted' AND b.read_on < COALESCE(d.read_on, 'infinity')"                \
    "   ORDER BY b.read_on DESC, b.id DESC LIMIT 1) AS b ON true"                                  \
    " LEFT JOIN LATERAL ("                                                                         \
    "   SELECT v.visited_on, v.remark_id FROM reading_visits v WHERE v.register_id = r.id"         \
    "     AND v.visited_on >= $5::date AND v.visited_on <= $6::date"                               \
    "   ORDER BY v.visited_on DESC LIMIT 1) AS v ON d.id IS NULL"                                  \
    " LEFT JOIN reading_remarks w ON w.id = v.remark_id"                                           \
    " WHERE p.route_id = $4::bigint AND ($7::text IS NULL OR $7 <> 'true' OR d.id IS NULL)"        \
    "   AND ($8::text IS NULL OR g.cycle_id = $8::bigint) AND " keyset                             \
    " ORDER BY p.route_sequence" direction ", r.id" direction " LIMIT $1::bigint"

const Statement readings_sheet = {
    "readings_sheet",
    SHEET ("(p.route_sequence, r.id) > (COALESCE($2::bigint, -1), COALESCE($3::bigint, 0))", ""),
    .custom_plan = TRUE,
};

const Statement readings_sheet_back = {
    "readings_sheet_back",
    SHEET ("(p.route_sequence, r.id)"
           " < (COALESCE($2::bigint, 9223372036854775807), COALESCE($3::bigint, 0))",
           " DESC"),
    .custom_plan = TRUE,
};

const Statement readings_sheet_count = {
    "readings_sheet_count",
    "SELECT count(*) AS count FROM service_points p"
    " JOIN service_agreements g ON g.service_point_id = p.id AND g.state <> 'terminated'"
    " JOIN registers r ON r.account_id = g.account_id AND r.agreement_id = g.id"
    "      AND r.closed_on IS NULL AND r.installation_id IS NOT NULL"
    " WHERE p.route_id = $1::bigint AND ($5::text IS NULL OR g.cycle_id = $5::bigint)"
    "   AND ($4::text IS NULL OR $4 <> 'true' OR NOT EXISTS (SELECT FROM readings d"
    "        WHERE d.register_id = r.id AND d.state <> 'rejected' AND d.kind <> 'initial'"
    "          AND d.read_on >= $2::date AND d.read_on <= $3::date))",
    .custom_plan = TRUE,
};

/* Review */

const Statement readings_held = {
    "readings_held",
    "SELECT d.register_id, d.read_on, d.value, d.kind, d.method, d.state, d.version, d.remark,"
    "       d.consumption_wh, d.remark_id"
    " FROM readings d JOIN accounts a ON a.id = d.account_id WHERE d.id = $1 FOR UPDATE OF d",
};

const Statement readings_decide = {
    "readings_decide",
    "UPDATE readings SET state = $2, rollover = $3, review_note = $4, consumption_wh = $5,"
    "       reviewed_by = siraj_actor(), reviewed_at = now(), version = version + 1"
    " WHERE id = $1",
};

/* Files: the open registers behind the numbers $1 (a JSON list), locked; $2 the last day of the
 * file, whose contracted load counts. */
#define LINE_COLUMNS                                                                               \
    " r.id, r.account_id, i.service_point_id, r.digits, r.multiplier_milli, r.opened_on,"          \
    " r.billed_date, " BASE_DATE ", " BASE_VALUE ", r.code, r.daily_average_wh,"                   \
    " r.estimates_in_row,"                                                                         \
    " (SELECT t.contracted_load_w FROM agreement_terms t WHERE t.agreement_id = r.agreement_id"    \
    "  AND t.valid_from <= $2 ORDER BY t.valid_from DESC LIMIT 1) AS contracted_load_w,"           \
    " (SELECT count(*) FILTER (WHERE z.consumption_wh = 0)"                                        \
    "  FROM (SELECT consumption_wh FROM readings x WHERE x.register_id = r.id"                     \
    "        AND x.state = 'accepted' ORDER BY x.read_on DESC, x.id DESC LIMIT 12) AS z) AS zeros,"\
    " " RULE
#define LINE_NUMBERS "(SELECT jsonb_array_elements_text($1::jsonb))"

const Statement readings_lines_of_meters = {
    "readings_lines_of_meters",
    "SELECT m.number," LINE_COLUMNS " FROM meters m"
    " JOIN meter_installations i ON i.meter_id = m.id AND i.removed_on IS NULL"
    " JOIN registers r ON r.installation_id = i.id AND r.closed_on IS NULL"
    " JOIN accounts a ON a.id = r.account_id"
    " CROSS JOIN company y CROSS JOIN reading_settings q" BASE
    " WHERE m.number IN " LINE_NUMBERS " ORDER BY r.id FOR UPDATE OF r",
    .custom_plan = TRUE,
};

const Statement readings_lines_of_accounts = {
    "readings_lines_of_accounts",
    "SELECT a.number," LINE_COLUMNS " FROM accounts a"
    " JOIN registers r ON r.account_id = a.id AND r.closed_on IS NULL"
    " JOIN meter_installations i ON i.id = r.installation_id"
    " CROSS JOIN company y CROSS JOIN reading_settings q" BASE
    " WHERE a.number IN " LINE_NUMBERS " ORDER BY r.id FOR UPDATE OF r",
    .custom_plan = TRUE,
};

/* $1 a JSON list of registers, $2 the first instant: what their meters have sent since. */
const Statement readings_lines_pushed = {
    "readings_lines_pushed",
    "SELECT d.register_id, d.read_at, d.value FROM readings d"
    " WHERE d.method = 'remote' AND d.read_at >= $2"
    "   AND d.register_id IN (SELECT jsonb_array_elements_text($1::jsonb)::bigint)",
    .custom_plan = TRUE,
};

/* Days of readings that wait for a decision. */
const Statement readings_lines_held = {
    "readings_lines_held",
    "SELECT register_id, read_on FROM readings WHERE state = 'held'"
    "   AND register_id IN (SELECT jsonb_array_elements_text($1::jsonb)::bigint)",
    .custom_plan = TRUE,
};

/* $1 a JSON list of readings, $2 the method. */
const Statement readings_lines_insert = {
    "readings_lines_insert",
    "INSERT INTO readings (account_id, register_id, service_point_id, read_on, read_at, value,"
    "                      kind, method, state, rollover, findings, remark, consumption_wh,"
    "                      entered_by)"
    " SELECT s.account_id, s.register_id, s.point_id, s.read_on, s.read_at, s.value, s.kind, $2,"
    "        s.state, s.rollover, string_to_array(s.findings, ' '), s.remark,"
    "        s.consumption_wh, siraj_actor()"
    " FROM jsonb_to_recordset($1::jsonb) AS s (account_id bigint, register_id bigint,"
    "      point_id bigint, read_on date, read_at timestamptz, value bigint, kind text,"
    "      state text, rollover boolean, findings text, remark text, consumption_wh bigint)",
    .custom_plan = TRUE,
};

/* $1 a JSON list of registers as their last accepted reading leaves them. */
const Statement readings_lines_advance = {
    "readings_lines_advance",
    "UPDATE registers r SET latest_date = s.latest_date, latest_value = s.latest_value,"
    "       latest_estimated = s.latest_estimated, daily_average_wh = s.daily_average_wh,"
    "       estimates_in_row = s.estimates_in_row,"
    "       unbilled_readings = r.unbilled_readings + s.accepted,"
    "       latest_reading_id = (SELECT x.id FROM readings x WHERE x.register_id = r.id"
    "           AND x.read_on = s.latest_date AND x.state = 'accepted' ORDER BY x.id DESC LIMIT 1)"
    " FROM jsonb_to_recordset($1::jsonb) AS s (id bigint, latest_date date, latest_value bigint,"
    "      latest_estimated boolean, daily_average_wh bigint, estimates_in_row bigint,"
    "      accepted bigint)"
    " WHERE r.id = s.id",
    .custom_plan = TRUE,
};

const Statement *const readings_statements[] = {
    &readings_register,
    &readings_reader_values,
    &readings_insert,
    &readings_advance,
    &readings_newest,
    &readings_oldest,
    &readings_count,
    &readings_get,
    &readings_sheet,
    &readings_sheet_back,
    &readings_sheet_count,
    &readings_held,
    &readings_decide,
    &readings_lines_of_meters,
    &readings_lines_of_accounts,
    &readings_lines_held,
    &readings_lines_pushed,
    &readings_lines_insert,
    &readings_lines_advance,
    &field_remarks,
    &field_remarks_desc,
    &field_remark_get,
    &field_remark_insert,
    &field_remark_update,
    &field_visit_get,
    &field_visit_insert,
    &field_photo_of_reading,
    &field_photo_of_visit,
    &field_photo_of_reading_insert,
    &field_photo_of_visit_insert,
    &lists_of_window,
    &lists_reader_work,
    &settings_get,
    &settings_update,
    &rules_all,
    &rules_get,
    &rules_insert,
    &rules_update,
    &customer_register,
    NULL,
};
