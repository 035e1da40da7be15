/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of meters, installations and registers. */
#include "server/modules/meters/meters-sql.h"

/* SQL is laid out to be read. */
/* clang-format off */

#define METER_COLUMNS                                                                              \
    "m.id, m.number, m.kind, m.manufacturer, m.model, m.phases, m.multiplier_milli, m.digits,"     \
    " m.decimals, m.station_id, s.name AS station_name, m.state, m.condition, m.warranty_end,"     \
    " m.notes, i.service_point_id, p.number AS service_point_number, o.customer_name,"             \
    " o.account_number, i.installed_on, o.latest_date, o.latest_value,"                            \
    " m.model_id, k.name AS model_name,"                                                           \
    " (SELECT jsonb_agg(g.code ORDER BY g.place) FROM meter_registers(m.id) AS g)"                 \
    "   AS register_codes,"                                                                        \
    " u.full_name AS updated_by_name, m.updated_at, m.version"
#define METER_DRESS                                                                                \
    " JOIN stations s ON s.id = m.station_id"                                                      \
    " LEFT JOIN users u ON u.id = m.updated_by"                                                    \
    " LEFT JOIN meter_models k ON k.id = m.model_id"                                               \
    " LEFT JOIN meter_installations i ON i.meter_id = m.id AND i.removed_on IS NULL"               \
    " LEFT JOIN service_points p ON p.id = i.service_point_id"                                     \
    " LEFT JOIN LATERAL ("                                                                         \
    "   SELECT c.name AS customer_name, a.number AS account_number, r.latest_date, r.latest_value" \
    "   FROM registers r JOIN accounts a ON a.id = r.account_id"                                   \
    "   JOIN customers c ON c.id = a.customer_id"                                                  \
    "   WHERE r.installation_id = i.id ORDER BY r.closed_on NULLS FIRST, r.id LIMIT 1) AS o ON true"
#define METER_FILTERS(q, kind, state, station)                                                     \
    " AND (" q "::text IS NULL OR m.number LIKE " q " || '%')"                                     \
    " AND (" kind "::text IS NULL OR m.kind = " kind ")"                                           \
    " AND (" state "::text IS NULL OR m.state = " state ")"                                        \
    " AND (" station "::text IS NULL OR m.station_id = " station "::bigint)"

const Statement meters_by_number = {
    "meters_by_number",
    "SELECT " METER_COLUMNS ", m.number AS sort_key FROM ("
    "   SELECT * FROM meters m WHERE m.number > COALESCE($2, '') AND ($3::bigint IS NULL OR true)"
    METER_FILTERS ("$4", "$5", "$6", "$7")
    "   ORDER BY m.number LIMIT $1::bigint) AS m" METER_DRESS " ORDER BY m.number",
    .custom_plan = TRUE,
};

const Statement meters_by_number_desc = {
    "meters_by_number_desc",
    "SELECT " METER_COLUMNS ", m.number AS sort_key FROM ("
    "   SELECT * FROM meters m"
    "   WHERE m.number < COALESCE($2, U&'\\+10FFFF') AND ($3::bigint IS NULL OR true)"
    METER_FILTERS ("$4", "$5", "$6", "$7")
    "   ORDER BY m.number DESC LIMIT $1::bigint) AS m" METER_DRESS " ORDER BY m.number DESC",
    .custom_plan = TRUE,
};

const Statement meters_count = {
    "meters_count",
    "SELECT count(*) AS count FROM (SELECT 1 FROM meters m WHERE true"
    METER_FILTERS ("$1", "$2", "$3", "$4") " LIMIT 10001) AS limited",
    .custom_plan = TRUE,
};

const Statement meters_get = {
    "meters_get",
    "SELECT " METER_COLUMNS " FROM meters m" METER_DRESS " WHERE m.id = $1",
};

const Statement meters_insert = {
    "meters_insert",
    "INSERT INTO meters (number, kind, manufacturer, model, model_id, phases, multiplier_milli,"
    "                    digits, decimals, station_id, condition, warranty_end, notes, updated_by)"
    " SELECT :number, :kind, COALESCE(:manufacturer, k.manufacturer), :model, k.id,"
    "        COALESCE(NULLIF(:phases, 0), k.phases, 1),"
    "        COALESCE(NULLIF(:multiplier_milli, 0), 1000),"
    "        COALESCE(NULLIF(:digits, 0), k.digits, 6),"
    "        COALESCE(NULLIF(:decimals, 0), k.decimals, 0),"
    "        :station_id, :condition, :warranty_end, :notes, siraj_actor()"
    " FROM (SELECT :model_id::bigint AS id) AS w LEFT JOIN meter_models k ON k.id = w.id"
    " RETURNING id",
};

const Statement meters_update = {
    "meters_update",
    "UPDATE meters SET manufacturer = :manufacturer, model = :model, phases = :phases,"
    "       station_id = :station_id, condition = :condition, warranty_end = :warranty_end,"
    "       notes = :notes, updated_by = siraj_actor(), updated_at = now(), version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

/* Installations and registers */

const Statement installations_of = {
    "installations_of",
    "SELECT i.id, i.meter_id, m.number AS meter_number, i.service_point_id,"
    "       p.number AS service_point_number, i.installed_on, i.removed_on, i.multiplier_milli,"
    "       i.removal_reason, i.version"
    " FROM meter_installations i JOIN meters m ON m.id = i.meter_id"
    " JOIN service_points p ON p.id = i.service_point_id"
    " WHERE ($1::bigint IS NULL OR i.meter_id = $1)"
    "   AND ($2::bigint IS NULL OR i.service_point_id = $2)"
    " ORDER BY i.installed_on DESC, i.id DESC LIMIT 200",
    .custom_plan = TRUE,
};

const Statement installations_insert = {
    "installations_insert",
    "INSERT INTO meter_installations (meter_id, service_point_id, installed_on, multiplier_milli,"
    "                                 installed_by)"
    " SELECT m.id, $2, $3, m.multiplier_milli, siraj_actor() FROM meters m WHERE m.id = $1"
    " RETURNING id",
};

const Statement installations_close = {
    "installations_close",
    "UPDATE meter_installations SET removed_on = $2, removal_reason = $3, version = version + 1"
    " WHERE id = $1",
};

const Statement registers_of = {
    "registers_of",
    "SELECT r.id, r.account_id, r.agreement_id, r.installation_id, m.number AS meter_number,"
    "       r.code, r.digits, r.multiplier_milli, r.opened_on, r.opening_value, r.closed_on,"
    "       r.billed_date, r.billed_value, r.latest_date, r.latest_value, r.daily_average_wh"
    " FROM registers r JOIN accounts a ON a.id = r.account_id"
    " LEFT JOIN meter_installations i ON i.id = r.installation_id"
    " LEFT JOIN meters m ON m.id = i.meter_id"
    " WHERE ($1::bigint IS NULL OR r.account_id = $1)"
    "   AND ($2::bigint IS NULL OR i.meter_id = $2)"
    " ORDER BY r.closed_on DESC NULLS FIRST, r.id LIMIT 200",
    .custom_plan = TRUE,
};

/* A register of a meter under an agreement; billed up to the day it was put on. */
const Statement registers_open = {
    "registers_open",
    "INSERT INTO registers (account_id, agreement_id, installation_id, code, digits,"
    "                       multiplier_milli, opened_on, opening_value, billed_date, billed_value,"
    "                       latest_date, latest_value)"
    " SELECT $1, $2, i.id, $5, $6, i.multiplier_milli, i.installed_on, $4,"
    "        i.installed_on, $4, i.installed_on, $4"
    " FROM meter_installations i WHERE i.id = $3"
    " RETURNING id",
};

/* The open registers of a meter, with what they truly showed last: an estimate is a guess that the
 * final reading replaces. */
const Statement registers_to_close = {
    "registers_to_close",
    "SELECT r.id, r.account_id, CASE WHEN r.latest_estimated THEN r.billed_date + 1"
    "                                ELSE r.latest_date END,"
    "       CASE WHEN r.latest_estimated THEN"
    "         COALESCE((SELECT d.value FROM readings d WHERE d.register_id = r.id"
    "             AND d.state = 'accepted' AND d.kind <> 'estimated'"
    "             ORDER BY d.read_on DESC, d.id DESC LIMIT 1), r.opening_value)"
    "         ELSE r.latest_value END,"
    "       i.id, i.service_point_id, r.digits, r.code, r.multiplier_milli"
    " FROM meter_installations i JOIN service_points p ON p.id = i.service_point_id"
    " JOIN registers r ON r.installation_id = i.id AND r.closed_on IS NULL"
    " WHERE i.meter_id = $1 AND i.removed_on IS NULL ORDER BY r.id FOR UPDATE OF r",
};

/* The same of an agreement, whatever meters they are on. */
const Statement registers_to_end = {
    "registers_to_end",
    "SELECT r.id, r.account_id, CASE WHEN r.latest_estimated THEN r.billed_date + 1"
    "                                ELSE r.latest_date END,"
    "       CASE WHEN r.latest_estimated THEN"
    "         COALESCE((SELECT d.value FROM readings d WHERE d.register_id = r.id"
    "             AND d.state = 'accepted' AND d.kind <> 'estimated'"
    "             ORDER BY d.read_on DESC, d.id DESC LIMIT 1), r.opening_value)"
    "         ELSE r.latest_value END,"
    "       i.id, i.service_point_id, r.digits, r.code, r.multiplier_milli"
    " FROM registers r JOIN meter_installations i ON i.id = r.installation_id"
    " WHERE r.agreement_id = $1 AND r.closed_on IS NULL ORDER BY r.id FOR UPDATE OF r",
};

const Statement registers_close = {
    "registers_close",
    "UPDATE registers SET closed_on = $2, latest_date = $2, latest_value = $3,"
    "       latest_reading_id = $4, latest_estimated = false, estimates_in_row = 0,"
    "       unbilled_readings = unbilled_readings + 1"
    " WHERE id = $1",
};

/* Installing */

const Statement install_meter = {
    "install_meter",
    "SELECT number, state, digits, kind FROM meters WHERE id = $1 FOR UPDATE",
};

const Statement install_registers = {
    "install_registers",
    "SELECT code, digits FROM meter_registers($1) ORDER BY place",
};

/* The agreement that holds the point on the day; the newest when it starts later. */
const Statement install_agreement = {
    "install_agreement",
    "SELECT g.id, g.account_id FROM service_agreements g"
    " JOIN service_points p ON p.id = g.service_point_id"
    " WHERE p.id = $1 AND g.state <> 'terminated' AND g.start_date <= $2"
    "   AND (g.end_date IS NULL OR g.end_date > $2)",
};

const Statement install_mark_meter = {
    "install_mark_meter",
    "UPDATE meters SET state = $2, condition = COALESCE($3, condition), updated_by = siraj_actor(),"
    "       updated_at = now(), version = version + 1"
    " WHERE id = $1",
};

const Statement install_mark_point = {
    "install_mark_point",
    "UPDATE service_points SET state = $2, updated_by = siraj_actor(), updated_at = now(),"
    "       version = version + 1"
    " WHERE id = $1 AND state <> $2",
};

const Statement install_reading = {
    "install_reading",
    "INSERT INTO readings (account_id, register_id, service_point_id, read_on, read_at, value,"
    "                      kind, method, state, rollover, consumption_wh, entered_by)"
    " SELECT r.account_id, r.id, $2, $3, $4, $5, $6, 'manual', 'accepted', $7, $8, siraj_actor()"
    " FROM registers r WHERE r.id = $1 RETURNING id",
};

/* Ending */

const Statement ending_agreement = {
    "ending_agreement",
    "SELECT g.state, g.start_date, (SELECT max(r.billed_date) FROM registers r"
    "         WHERE r.account_id = g.account_id AND r.agreement_id = g.id), g.service_point_id"
    " FROM service_agreements g JOIN accounts a ON a.id = g.account_id"
    " WHERE g.id = $1 FOR UPDATE OF g",
};

const Statement ending_unmetered = {
    "ending_unmetered",
    "UPDATE registers SET closed_on = $2 WHERE agreement_id = $1 AND closed_on IS NULL"
    "   AND installation_id IS NULL",
};

const Statement ending_terminate = {
    "ending_terminate",
    "UPDATE service_agreements SET state = 'terminated', end_date = $2, updated_by = siraj_actor(),"
    "       updated_at = now(), version = version + 1"
    " WHERE id = $1",
};

const Statement ending_registers = {
    "ending_registers",
    "SELECT r.id, r.account_id, r.agreement_id, r.installation_id, m.number AS meter_number,"
    "       r.code, r.digits, r.multiplier_milli, r.opened_on, r.opening_value, r.closed_on,"
    "       r.billed_date, r.billed_value, r.latest_date, r.latest_value, r.daily_average_wh"
    " FROM registers r LEFT JOIN meter_installations i ON i.id = r.installation_id"
    " LEFT JOIN meters m ON m.id = i.meter_id WHERE r.agreement_id = $1 ORDER BY r.id",
};

/* $1 agreement, $2 now.  The newest register of each kind on each meter of the point, closed before
 * the agreement began, goes on under it with the value it was closed at. */
const Statement ending_open = {
    "ending_open",
    "WITH left_over AS ("
    "  SELECT DISTINCT ON (r.installation_id, r.code) r.*, g.id AS next_id,"
    "         g.account_id AS next_account_id, g.start_date, g.service_point_id"
    "  FROM service_agreements g"
    "  JOIN meter_installations i ON i.service_point_id = g.service_point_id"
    "       AND i.removed_on IS NULL"
    "  JOIN registers r ON r.installation_id = i.id"
    "  WHERE g.id = $1 ORDER BY r.installation_id, r.code, r.id DESC),"
    " opened AS ("
    "  INSERT INTO registers (account_id, agreement_id, installation_id, code, digits,"
    "      multiplier_milli, opened_on, opening_value, billed_date, billed_value, latest_date,"
    "      latest_value, daily_average_wh)"
    "  SELECT next_account_id, next_id, installation_id, code, digits, multiplier_milli,"
    "         start_date, latest_value, start_date, latest_value, start_date, latest_value,"
    "         daily_average_wh"
    "  FROM left_over WHERE closed_on <= start_date"
    "  RETURNING id, account_id, agreement_id, opened_on, opening_value),"
    " read AS ("
    "  INSERT INTO readings (account_id, register_id, service_point_id, read_on, read_at, value,"
    "      kind, method, state, consumption_wh, entered_by)"
    "  SELECT o.account_id, o.id, g.service_point_id, o.opened_on, $2, o.opening_value, 'initial',"
    "         'manual', 'accepted', 0, siraj_actor()"
    "  FROM opened o JOIN service_agreements g ON g.id = o.agreement_id)"
    " SELECT count(*) FROM opened",
};

/* Models */

#define MODEL_COLUMNS                                                                              \
    "k.id, k.code, k.name, k.manufacturer, k.phases, k.digits, k.decimals, k.registers, k.active," \
    " k.version"

const Statement models_by_code = {
    "models_by_code",
    "SELECT " MODEL_COLUMNS ", k.code AS sort_key FROM meter_models k"
    " WHERE k.code > COALESCE($2, '') AND ($3::bigint IS NULL OR true)"
    "   AND ($4::text IS NULL OR k.code LIKE $4 || '%' OR k.name LIKE '%' || $4 || '%')"
    " ORDER BY k.code LIMIT $1::bigint",
    .custom_plan = TRUE,
};

const Statement models_by_code_desc = {
    "models_by_code_desc",
    "SELECT " MODEL_COLUMNS ", k.code AS sort_key FROM meter_models k"
    " WHERE k.code < COALESCE($2, U&'\\+10FFFF') AND ($3::bigint IS NULL OR true)"
    "   AND ($4::text IS NULL OR k.code LIKE $4 || '%' OR k.name LIKE '%' || $4 || '%')"
    " ORDER BY k.code DESC LIMIT $1::bigint",
    .custom_plan = TRUE,
};

const Statement models_get = {
    "models_get",
    "SELECT " MODEL_COLUMNS " FROM meter_models k WHERE k.id = $1",
};

const Statement models_insert = {
    "models_insert",
    "INSERT INTO meter_models (code, name, manufacturer, phases, digits, decimals, registers)"
    " VALUES (:code, :name, :manufacturer, COALESCE(NULLIF(:phases, 0), 1),"
    "         COALESCE(NULLIF(:digits, 0), 6), :decimals, :registers) RETURNING id",
};

/* Installed meters keep the registers they opened. */
const Statement models_update = {
    "models_update",
    "UPDATE meter_models SET name = :name, manufacturer = :manufacturer, phases = :phases,"
    "       digits = :digits, decimals = :decimals, registers = :registers, active = :active,"
    "       version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

const Statement *const meters_statements[] = {
    &meters_by_number,
    &meters_by_number_desc,
    &meters_count,
    &meters_get,
    &meters_insert,
    &meters_update,
    &installations_of,
    &installations_insert,
    &installations_close,
    &registers_of,
    &registers_open,
    &registers_to_close,
    &registers_close,
    &install_meter,
    &install_registers,
    &install_agreement,
    &install_mark_meter,
    &install_mark_point,
    &install_reading,
    &registers_to_end,
    &ending_agreement,
    &ending_unmetered,
    &ending_terminate,
    &ending_registers,
    &ending_open,
    &models_by_code,
    &models_by_code_desc,
    &models_get,
    &models_insert,
    &models_update,
    NULL,
};
