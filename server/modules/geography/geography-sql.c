/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of feeders, boxes and routes. What lies at a station is seen by those who see the station. */
#include "server/modules/geography/geography-sql.h"

#define STATION_IN_SCOPE                                                                           \
    "((SELECT scope_all()) OR s.id = ANY ((SELECT scope_stations())::bigint[]))"

#define FEEDERS_COLUMNS "f.id, f.station_id, s.name AS station_name, f.code, f.name, f.version"
#define FEEDERS_FROM                                                                               \
    " FROM feeders f JOIN stations s ON s.id = f.station_id WHERE " STATION_IN_SCOPE
#define FEEDERS_FILTERS                                                                            \
    " AND ($4::text IS NULL OR f.code LIKE $4 || '%' OR f.name LIKE '%' || $4 || '%')"             \
    " AND ($5::text IS NULL OR f.station_id = $5::bigint)"

const Statement feeders_by_code = {
    "feeders_by_code",
    "SELECT " FEEDERS_COLUMNS ", f.code AS sort_key" FEEDERS_FROM
    " AND ($2::text IS NULL OR (f.code, f.id) > ($2, $3::bigint))" FEEDERS_FILTERS
    " ORDER BY f.code, f.id LIMIT $1::bigint",
};

const Statement feeders_by_code_desc = {
    "feeders_by_code_desc",
    "SELECT " FEEDERS_COLUMNS ", f.code AS sort_key" FEEDERS_FROM
    " AND ($2::text IS NULL OR (f.code, f.id) < ($2, $3::bigint))" FEEDERS_FILTERS
    " ORDER BY f.code DESC, f.id DESC LIMIT $1::bigint",
};

const Statement feeders_get = {
    "feeders_get",
    "SELECT " FEEDERS_COLUMNS FEEDERS_FROM " AND f.id = $1",
};

const Statement feeders_insert = {
    "feeders_insert",
    "INSERT INTO feeders (station_id, code, name) VALUES (:station_id, :code, :name) RETURNING id",
};

const Statement feeders_update = {
    "feeders_update",
    "UPDATE feeders SET station_id = :station_id, code = :code, name = :name, version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

#define BOXES_COLUMNS                                                                              \
    "x.id, x.feeder_id, f.name AS feeder_name, s.name AS station_name, x.code, x.name, x.version"
#define BOXES_FROM                                                                                 \
    " FROM boxes x JOIN feeders f ON f.id = x.feeder_id JOIN stations s ON s.id = f.station_id"    \
    " WHERE " STATION_IN_SCOPE
#define BOXES_FILTERS                                                                              \
    " AND ($4::text IS NULL OR x.code LIKE $4 || '%' OR x.name LIKE '%' || $4 || '%')"             \
    " AND ($5::text IS NULL OR x.feeder_id = $5::bigint)"

const Statement boxes_by_code = {
    "boxes_by_code",
    "SELECT " BOXES_COLUMNS ", x.code AS sort_key" BOXES_FROM
    " AND ($2::text IS NULL OR (x.code, x.id) > ($2, $3::bigint))" BOXES_FILTERS
    " ORDER BY x.code, x.id LIMIT $1::bigint",
};

const Statement boxes_by_code_desc = {
    "boxes_by_code_desc",
    "SELECT " BOXES_COLUMNS ", x.code AS sort_key" BOXES_FROM
    " AND ($2::text IS NULL OR (x.code, x.id) < ($2, $3::bigint))" BOXES_FILTERS
    " ORDER BY x.code DESC, x.id DESC LIMIT $1::bigint",
};

const Statement boxes_get = {
    "boxes_get",
    "SELECT " BOXES_COLUMNS BOXES_FROM " AND x.id = $1",
};

const Statement boxes_insert = {
    "boxes_insert",
    "INSERT INTO boxes (feeder_id, code, name) VALUES (:feeder_id, :code, :name) RETURNING id",
};

const Statement boxes_update = {
    "boxes_update",
    "UPDATE boxes SET feeder_id = :feeder_id, code = :code, name = :name, version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

#define ROUTES_COLUMNS                                                                             \
    "r.id, r.station_id, s.name AS station_name, r.code, r.name, r.reader_id,"                     \
    " u.full_name AS reader_name, r.version"
#define ROUTES_FROM                                                                                \
    " FROM routes r JOIN stations s ON s.id = r.station_id"                                        \
    " LEFT JOIN users u ON u.id = r.reader_id WHERE " STATION_IN_SCOPE
#define ROUTES_FILTERS                                                                             \
    " AND ($4::text IS NULL OR r.code LIKE $4 || '%' OR r.name LIKE '%' || $4 || '%')"             \
    " AND ($5::text IS NULL OR r.station_id = $5::bigint)"

const Statement routes_by_code = {
    "routes_by_code",
    "SELECT " ROUTES_COLUMNS ", r.code AS sort_key" ROUTES_FROM
    " AND ($2::text IS NULL OR (r.code, r.id) > ($2, $3::bigint))" ROUTES_FILTERS
    " ORDER BY r.code, r.id LIMIT $1::bigint",
};

const Statement routes_by_code_desc = {
    "routes_by_code_desc",
    "SELECT " ROUTES_COLUMNS ", r.code AS sort_key" ROUTES_FROM
    " AND ($2::text IS NULL OR (r.code, r.id) < ($2, $3::bigint))" ROUTES_FILTERS
    " ORDER BY r.code DESC, r.id DESC LIMIT $1::bigint",
};

const Statement routes_get = {
    "routes_get",
    "SELECT " ROUTES_COLUMNS
    ", (SELECT count(*) FROM service_points p WHERE p.route_id = r.id) AS points_count" ROUTES_FROM
    " AND r.id = $1",
};

const Statement routes_insert = {
    "routes_insert",
    "INSERT INTO routes (station_id, code, name, reader_id)"
    " VALUES (:station_id, :code, :name, :reader_id) RETURNING id",
};

const Statement routes_update = {
    "routes_update",
    "UPDATE routes SET station_id = :station_id, name = :name, reader_id = :reader_id,"
    "       version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

const Statement *const geography_statements[] = {
    &feeders_by_code, &feeders_by_code_desc, &feeders_get,        &feeders_insert,
    &feeders_update,  &boxes_by_code,        &boxes_by_code_desc, &boxes_get,
    &boxes_insert,    &boxes_update,         &routes_by_code,     &routes_by_code_desc,
    &routes_get,      &routes_insert,        &routes_update,      NULL,
};
