/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of readings. */
#include "server/modules/readings/readings-sql.h"

/* SQL is laid out to be read. */
/* clang-format off */

/* Everything the validation asks about a register, locked: $1 register, $2 the day read. */
const Statement readings_register = {
    "readings_register",
    "SELECT r.account_id, g.service_point_id, r.digits, r.multiplier_milli, r.opened_on,"
    "       r.billed_date, r.latest_date, r.latest_value, r.latest_estimated, r.daily_average_wh,"
    "       r.estimates_in_row, r.closed_on,"
    "       EXISTS (SELECT FROM readings x WHERE x.register_id = r.id AND x.read_on = $2"
    "               AND x.state <> 'rejected' AND x.kind <> 'initial') AS same_day,"
    "       (SELECT t.contracted_load_w FROM agreement_terms t WHERE t.agreement_id = g.id"
    "        AND t.valid_from <= $2 ORDER BY t.valid_from DESC LIMIT 1) AS contracted_load_w,"
    "       (SELECT count(*) FILTER (WHERE z.consumption_wh = 0)"
    "        FROM (SELECT consumption_wh FROM readings x"
    "              WHERE x.register_id = r.id AND x.state = 'accepted'"
    "              ORDER BY x.read_on DESC, x.id DESC LIMIT 12) AS z) AS zeros,"
    "       (SELECT estimates_limit FROM company) AS estimates_limit"
    " FROM registers r"
    " JOIN accounts a ON a.id = r.account_id"
    " JOIN service_agreements g ON g.id = r.agreement_id"
    " WHERE r.id = $1 FOR UPDATE OF r",
};

/* What the reader entered just before, the latest last. */
const Statement readings_reader_values = {
    "readings_reader_values",
    "SELECT value FROM (SELECT id, value FROM readings WHERE entered_by = siraj_actor()"
    "                   AND method = 'manual' ORDER BY id DESC LIMIT 7) AS x ORDER BY id",
};

const Statement readings_insert = {
    "readings_insert",
    "INSERT INTO readings (account_id, register_id, service_point_id, read_on, read_at, value,"
    "                      kind, method, state, rollover, findings, remark, consumption_wh,"
    "                      entered_by)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, string_to_array($11, ' '), $12,"
    "         $13, siraj_actor())"
    " RETURNING id",
};

/* The accepted reading becomes the register's newest; an average over about four readings. */
const Statement readings_advance = {
    "readings_advance",
    "UPDATE registers SET latest_reading_id = $2, latest_date = $3, latest_value = $4,"
    "       latest_estimated = $5, unbilled_readings = unbilled_readings + 1,"
    "       estimates_in_row = CASE WHEN $5 THEN estimates_in_row + 1 ELSE 0 END,"
    "       daily_average_wh = CASE WHEN $5 OR $3 <= latest_date THEN daily_average_wh"
    "           WHEN daily_average_wh = 0 THEN $6 / ($3::date - latest_date)"
    "           ELSE (daily_average_wh * 3 + $6 / ($3::date - latest_date)) / 4 END"
    " WHERE id = $1",
};

/* Lists */

#define READING_COLUMNS                                                                            \
    "d.id, d.account_id, a.number AS account_number, c.name AS customer_name, d.register_id,"      \
    " r.code AS register_code, m.number AS meter_number, t.name AS route_name, d.read_on,"         \
    " d.value, d.kind, d.method, d.state, d.rollover, to_jsonb(d.findings) AS findings, d.remark," \
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
    " p.address, b.read_on AS previous_date, b.value AS previous_value, r.daily_average_wh,"       \
    " d.id AS reading_id, d.read_on, d.value, d.state, d.consumption_wh,"                          \
    " to_jsonb(d.findings) AS findings, r.id, p.route_sequence::text AS sort_key"
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
    " WHERE p.route_id = $4::bigint AND " keyset                                                   \
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
    " WHERE p.route_id = $1::bigint AND $2::date <= $3::date",
    .custom_plan = TRUE,
};

/* Review */

const Statement readings_held = {
    "readings_held",
    "SELECT d.register_id, d.read_on, d.value, d.kind, d.method, d.state, d.version, d.remark,"
    "       d.consumption_wh"
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
    " r.billed_date, r.latest_date, r.latest_value, r.latest_estimated, r.daily_average_wh,"       \
    " r.estimates_in_row,"                                                                         \
    " (SELECT t.contracted_load_w FROM agreement_terms t WHERE t.agreement_id = r.agreement_id"    \
    "  AND t.valid_from <= $2 ORDER BY t.valid_from DESC LIMIT 1) AS contracted_load_w,"           \
    " (SELECT count(*) FILTER (WHERE z.consumption_wh = 0)"                                        \
    "  FROM (SELECT consumption_wh FROM readings x WHERE x.register_id = r.id"                     \
    "        AND x.state = 'accepted' ORDER BY x.read_on DESC, x.id DESC LIMIT 12) AS z) AS zeros,"\
    " (SELECT estimates_limit FROM company) AS estimates_limit"
#define LINE_NUMBERS "(SELECT jsonb_array_elements_text($1::jsonb))"

const Statement readings_lines_of_meters = {
    "readings_lines_of_meters",
    "SELECT m.number," LINE_COLUMNS " FROM meters m"
    " JOIN meter_installations i ON i.meter_id = m.id AND i.removed_on IS NULL"
    " JOIN registers r ON r.installation_id = i.id AND r.closed_on IS NULL AND r.code = 'total'"
    " JOIN accounts a ON a.id = r.account_id"
    " WHERE m.number IN " LINE_NUMBERS " ORDER BY r.id FOR UPDATE OF r",
    .custom_plan = TRUE,
};

const Statement readings_lines_of_accounts = {
    "readings_lines_of_accounts",
    "SELECT a.number," LINE_COLUMNS " FROM accounts a"
    " JOIN registers r ON r.account_id = a.id AND r.closed_on IS NULL AND r.code = 'total'"
    " JOIN meter_installations i ON i.id = r.installation_id"
    " WHERE a.number IN " LINE_NUMBERS " ORDER BY r.id FOR UPDATE OF r",
    .custom_plan = TRUE,
};

/* Days of readings that wait for a decision. */
const Statement readings_lines_held = {
    "readings_lines_held",
    "SELECT register_id, read_on FROM readings WHERE state = 'held'"
    "   AND register_id IN (SELECT jsonb_array_elements_text($1::jsonb)::bigint)",
    .custom_plan = TRUE,
};

/* $1 a JSON list of readings, $2 the instant of the file. */
const Statement readings_lines_insert = {
    "readings_lines_insert",
    "INSERT INTO readings (account_id, register_id, service_point_id, read_on, read_at, value,"
    "                      kind, method, state, rollover, findings, remark, consumption_wh,"
    "                      entered_by)"
    " SELECT s.account_id, s.register_id, s.point_id, s.read_on, $2, s.value, s.kind, 'import',"
    "        s.state, s.rollover, string_to_array(s.findings, ' '), s.remark,"
    "        s.consumption_wh, siraj_actor()"
    " FROM jsonb_to_recordset($1::jsonb) AS s (account_id bigint, register_id bigint,"
    "      point_id bigint, read_on date, value bigint, kind text, state text, rollover boolean,"
    "      findings text, remark text, consumption_wh bigint)",
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
    &readings_lines_insert,
    &readings_lines_advance,
    NULL,
};
