/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of users, roles, sessions, the company and the audit trail. */
#include "server/modules/users/users-sql.h"

/* Sign-in and sessions */

const Statement users_sign_in_row = {
    "users_sign_in_row",
    "SELECT id, password_hash, active FROM users WHERE username = lower($1)",
};

const Statement users_failures = {
    "users_failures",
    "SELECT failures, locked_until FROM sign_in_failures"
    " WHERE username = lower($1) AND locked_until > $2",
};

/* Five failures within a quarter of an hour lock the name for a quarter of an hour. */
const Statement users_failed = {
    "users_failed",
    "INSERT INTO sign_in_failures AS f (username, failures, last_at)"
    " VALUES (lower($1), 1, $2)"
    " ON CONFLICT (username) DO UPDATE SET"
    "   failures = CASE WHEN f.last_at < $2::timestamptz - interval '15 minutes' THEN 1"
    "                   ELSE f.failures + 1 END,"
    "   last_at = $2,"
    "   locked_until = CASE WHEN f.failures >= 4"
    "                        AND f.last_at >= $2::timestamptz - interval '15 minutes'"
    "                       THEN $2::timestamptz + interval '15 minutes' END",
};

const Statement users_failures_clear = {
    "users_failures_clear",
    "DELETE FROM sign_in_failures WHERE username = lower($1)",
};

const Statement sessions_insert = {
    "sessions_insert",
    "INSERT INTO sessions (user_id, token_hash, address, client, created_at, last_used_at,"
    "                      expires_at)"
    " VALUES ($1, decode($2, 'hex'), $3, $4, $5, $5, $6) RETURNING id",
};

/* Idle for two hours or older than its absolute end: no principal. */
const Statement sessions_principal = {
    "sessions_principal",
    "SELECT s.id, u.id, u.username, u.full_name, u.branch_id, u.all_stations, u.active,"
    "       s.expires_at <= now() OR s.last_used_at < now() - interval '2 hours' AS expired,"
    "       s.last_used_at < now() - interval '1 minute' AS untouched,"
    "       (SELECT string_agg(DISTINCT p, ' ' ORDER BY p)"
    "        FROM user_roles ur JOIN roles r ON r.id = ur.role_id, unnest(r.permissions) p"
    "        WHERE ur.user_id = u.id),"
    "       (SELECT string_agg(us.station_id::text, ',' ORDER BY us.station_id)"
    "        FROM user_stations us WHERE us.user_id = u.id)"
    " FROM sessions s JOIN users u ON u.id = s.user_id"
    " WHERE s.token_hash = decode($1, 'hex') AND s.ended_at IS NULL",
};

const Statement sessions_touch = {
    "sessions_touch",
    "UPDATE sessions SET last_used_at = now() WHERE id = $1",
};

const Statement sessions_end = {
    "sessions_end",
    "UPDATE sessions SET ended_at = now() WHERE id = $1 AND user_id = $2 AND ended_at IS NULL"
    " RETURNING id",
};

const Statement sessions_end_all = {
    "sessions_end_all",
    "UPDATE sessions SET ended_at = now() WHERE user_id = $1 AND ended_at IS NULL",
};

const Statement sessions_of_user = {
    "sessions_of_user",
    "SELECT s.id, s.user_id, u.username, s.address, s.client, s.created_at, s.last_used_at,"
    "       s.expires_at, s.id = $2 AS current"
    " FROM sessions s JOIN users u ON u.id = s.user_id"
    " WHERE s.user_id = $1 AND s.ended_at IS NULL AND s.expires_at > now()"
    " ORDER BY s.last_used_at DESC LIMIT 100",
};

/* Users */

#define USER_COLUMNS                                                                               \
    "u.id, u.username, u.full_name, u.mobile, u.email, u.branch_id, b.name AS branch_name,"        \
    " (SELECT COALESCE(jsonb_agg(r.code ORDER BY r.code), '[]') FROM user_roles ur"                \
    "  JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id) AS roles,"                       \
    " (SELECT COALESCE(jsonb_agg(s.code ORDER BY s.code), '[]') FROM user_stations us"             \
    "  JOIN stations s ON s.id = us.station_id WHERE us.user_id = u.id) AS stations,"              \
    " u.all_stations, u.active, u.must_change_password, u.created_at, u.version"
#define USER_FROM " FROM users u JOIN branches b ON b.id = u.branch_id"
#define USER_FILTERS                                                                               \
    " AND ($4::text IS NULL OR u.username LIKE lower($4) || '%'"                                   \
    "      OR text_fold(u.full_name) LIKE '%' || text_fold($4) || '%')"                            \
    " AND ($5::text IS NULL OR u.active = $5::boolean)"

const Statement users_by_name = {
    "users_by_name",
    "SELECT " USER_COLUMNS ", u.username AS sort_key" USER_FROM
    " WHERE (u.username, u.id) > (COALESCE($2, ''), $3::bigint)" USER_FILTERS
    " ORDER BY u.username, u.id LIMIT $1::bigint",
};

const Statement users_by_name_desc = {
    "users_by_name_desc",
    "SELECT " USER_COLUMNS ", u.username AS sort_key" USER_FROM
    " WHERE ($2::text IS NULL OR (u.username, u.id) < ($2, $3::bigint))" USER_FILTERS
    " ORDER BY u.username DESC, u.id DESC LIMIT $1::bigint",
};

const Statement users_by_full_name = {
    "users_by_full_name",
    "SELECT " USER_COLUMNS ", u.full_name AS sort_key" USER_FROM
    " WHERE ($2::text IS NULL OR (u.full_name, u.id) > ($2, $3::bigint))" USER_FILTERS
    " ORDER BY u.full_name, u.id LIMIT $1::bigint",
};

const Statement users_by_full_name_desc = {
    "users_by_full_name_desc",
    "SELECT " USER_COLUMNS ", u.full_name AS sort_key" USER_FROM
    " WHERE ($2::text IS NULL OR (u.full_name, u.id) < ($2, $3::bigint))" USER_FILTERS
    " ORDER BY u.full_name DESC, u.id DESC LIMIT $1::bigint",
};

const Statement users_count = {
    "users_count",
    "SELECT count(*) AS count FROM users u"
    " WHERE ($1::text IS NULL OR u.username LIKE lower($1) || '%'"
    "        OR text_fold(u.full_name) LIKE '%' || text_fold($1) || '%')"
    "   AND ($2::text IS NULL OR u.active = $2::boolean)",
};

const Statement users_get = {
    "users_get",
    "SELECT " USER_COLUMNS USER_FROM " WHERE u.id = $1",
};

const Statement users_insert = {
    "users_insert",
    "INSERT INTO users (username, full_name, password_hash, mobile, email, branch_id, all_stations,"
    "                   active, must_change_password, updated_by)"
    " VALUES (lower(:username), :full_name, :password, :mobile, :email, :branch_id, :all_stations,"
    "         true, :must_change_password, siraj_actor())"
    " RETURNING id",
};

const Statement users_update = {
    "users_update",
    "UPDATE users SET full_name = :full_name, mobile = :mobile, email = :email,"
    "       branch_id = :branch_id, all_stations = :all_stations, active = :active,"
    "       must_change_password = :must_change_password,"
    "       updated_by = siraj_actor(), updated_at = now(), version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

const Statement users_set_password = {
    "users_set_password",
    "UPDATE users SET password_hash = $2, must_change_password = $3, updated_by = siraj_actor(),"
    "       updated_at = now(), version = version + 1"
    " WHERE id = $1",
};

const Statement users_clear_roles = {
    "users_clear_roles",
    "DELETE FROM user_roles WHERE user_id = $1",
};

const Statement users_add_roles = {
    "users_add_roles",
    "INSERT INTO user_roles (user_id, role_id)"
    " SELECT :id, r.id FROM roles r"
    " WHERE r.code IN (SELECT jsonb_array_elements_text(:roles::jsonb)) RETURNING role_id",
};

const Statement users_clear_stations = {
    "users_clear_stations",
    "DELETE FROM user_stations WHERE user_id = $1",
};

const Statement users_add_stations = {
    "users_add_stations",
    "INSERT INTO user_stations (user_id, station_id)"
    " SELECT :id, s.id FROM stations s"
    " WHERE s.code IN (SELECT jsonb_array_elements_text(COALESCE(:stations, '[]')::jsonb))"
    " RETURNING station_id",
};

/* Roles */

#define ROLE_COLUMNS                                                                               \
    "r.id, r.code, r.name, r.name_en, to_jsonb(r.permissions) AS permissions, r.system,"           \
    " (SELECT count(*) FROM user_roles ur WHERE ur.role_id = r.id) AS users_count, r.version"

const Statement roles_by_code = {
    "roles_by_code",
    "SELECT " ROLE_COLUMNS ", r.code AS sort_key FROM roles r"
    " WHERE ($2::text IS NULL OR (r.code, r.id) > ($2, $3::bigint))"
    " ORDER BY r.code, r.id LIMIT $1::bigint",
};

const Statement roles_by_code_desc = {
    "roles_by_code_desc",
    "SELECT " ROLE_COLUMNS ", r.code AS sort_key FROM roles r"
    " WHERE ($2::text IS NULL OR (r.code, r.id) < ($2, $3::bigint))"
    " ORDER BY r.code DESC, r.id DESC LIMIT $1::bigint",
};

const Statement roles_get = {
    "roles_get",
    "SELECT " ROLE_COLUMNS " FROM roles r WHERE r.id = $1",
};

const Statement roles_insert = {
    "roles_insert",
    "INSERT INTO roles (code, name, name_en, permissions)"
    " VALUES (:code, :name, :name_en, ARRAY(SELECT jsonb_array_elements_text(:permissions::jsonb)))"
    " RETURNING id",
};

const Statement roles_update = {
    "roles_update",
    "UPDATE roles SET name = :name, name_en = :name_en,"
    "       permissions = ARRAY(SELECT jsonb_array_elements_text(:permissions::jsonb)),"
    "       version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

/* Company, branches, stations */

const Statement company_get = {
    "company_get",
    "SELECT * FROM company WHERE id = $1",
};

const Statement company_update = {
    "company_update",
    "UPDATE company SET name = :name, name_en = :name_en, address = :address, phone = :phone,"
    "       tax_number = :tax_number, cash_unit_minor = :cash_unit_minor,"
    "       country_prefix = :country_prefix, utc_offset_minutes = :utc_offset_minutes,"
    "       einvoice_profile = :einvoice_profile, estimates_limit = :estimates_limit,"
    "       apply_advances = :apply_advances, version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

const Statement branches_by_code = {
    "branches_by_code",
    "SELECT id, code, name, version, code AS sort_key FROM branches"
    " WHERE ($2::text IS NULL OR (code, id) > ($2, $3::bigint))"
    " AND ($4::text IS NULL OR code LIKE $4 || '%' OR name LIKE '%' || $4 || '%')"
    " ORDER BY code, id LIMIT $1::bigint",
};

const Statement branches_by_code_desc = {
    "branches_by_code_desc",
    "SELECT id, code, name, version, code AS sort_key FROM branches"
    " WHERE ($2::text IS NULL OR (code, id) < ($2, $3::bigint))"
    " AND ($4::text IS NULL OR code LIKE $4 || '%' OR name LIKE '%' || $4 || '%')"
    " ORDER BY code DESC, id DESC LIMIT $1::bigint",
};

const Statement branches_get = {
    "branches_get",
    "SELECT id, code, name, version FROM branches WHERE id = $1",
};

const Statement branches_insert = {
    "branches_insert",
    "INSERT INTO branches (code, name) VALUES (:code, :name) RETURNING id",
};

const Statement branches_update = {
    "branches_update",
    "UPDATE branches SET name = :name, version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

#define STATION_COLUMNS "s.id, s.branch_id, b.name AS branch_name, s.code, s.name, s.version"
#define STATION_FROM                                                                               \
    " FROM stations s JOIN branches b ON b.id = s.branch_id"                                       \
    " WHERE ((SELECT scope_all()) OR s.id = ANY ((SELECT scope_stations())::bigint[]))"

const Statement stations_by_code = {
    "stations_by_code",
    "SELECT " STATION_COLUMNS ", s.code AS sort_key" STATION_FROM
    " AND ($2::text IS NULL OR (s.code, s.id) > ($2, $3::bigint))"
    " AND ($4::text IS NULL OR s.code LIKE $4 || '%' OR s.name LIKE '%' || $4 || '%')"
    " ORDER BY s.code, s.id LIMIT $1::bigint",
};

const Statement stations_by_code_desc = {
    "stations_by_code_desc",
    "SELECT " STATION_COLUMNS ", s.code AS sort_key" STATION_FROM
    " AND ($2::text IS NULL OR (s.code, s.id) < ($2, $3::bigint))"
    " AND ($4::text IS NULL OR s.code LIKE $4 || '%' OR s.name LIKE '%' || $4 || '%')"
    " ORDER BY s.code DESC, s.id DESC LIMIT $1::bigint",
};

const Statement stations_get = {
    "stations_get",
    "SELECT " STATION_COLUMNS STATION_FROM " AND s.id = $1",
};

const Statement stations_insert = {
    "stations_insert",
    "INSERT INTO stations (branch_id, code, name) VALUES (:branch_id, :code, :name) RETURNING id",
};

const Statement stations_update = {
    "stations_update",
    "UPDATE stations SET branch_id = :branch_id, name = :name, version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

/* Audit trail: the newest first unless asked otherwise */

/* SQL is laid out by hand. */
/* clang-format off */
/* What people call a row: number and name as they stood in it, and the account or user it is of. */
#define AUDIT_MEMBER(name) "COALESCE(a.after, a.before)->>'" name "'"
#define SUBJECT_NAME                                                                               \
    "NULLIF(concat_ws(' ', COALESCE(" AUDIT_MEMBER ("number") ", " AUDIT_MEMBER ("code") ","       \
    "   " AUDIT_MEMBER ("key") ", " AUDIT_MEMBER ("month") ", (SELECT x.number FROM accounts x"    \
    "   WHERE x.id = (" AUDIT_MEMBER ("account_id") ")::bigint)),"                                 \
    "  COALESCE(" AUDIT_MEMBER ("name") ", " AUDIT_MEMBER ("full_name") ","                        \
    "   (SELECT x.full_name FROM users x"                                                          \
    "    WHERE x.id = (" AUDIT_MEMBER ("user_id") ")::bigint))), '')"
#define AUDIT_COLUMNS                                                                              \
    "a.id, a.at, a.actor_id, u.full_name AS actor_name, a.request_id, a.action, a.subject,"        \
    " a.subject_id, " SUBJECT_NAME " AS subject_name, a.before::text AS before,"                   \
    " a.after::text AS after, audit_names(a.before, a.after)::text AS names,"                      \
    " a.id::text AS sort_key"
/* clang-format on */
#define AUDIT_FROM " FROM audit_log a LEFT JOIN users u ON u.id = a.actor_id WHERE true"
#define AUDIT_FILTERS(subject, row, actor, from, to)                                               \
    " AND (" subject "::text IS NULL OR a.subject = " subject ")"                                  \
    " AND (" row "::text IS NULL OR a.subject_id = " row "::bigint)"                               \
    " AND (" actor "::text IS NULL OR a.actor_id = " actor "::bigint)"                             \
    " AND (" from "::text IS NULL OR a.at >= " from "::date)"                                      \
    " AND (" to "::text IS NULL OR a.at < " to "::date + 1)"

const Statement audit_newest = {
    "audit_newest",
    "SELECT " AUDIT_COLUMNS AUDIT_FROM
    " AND ($2::text IS NULL OR a.id < $3::bigint)" AUDIT_FILTERS (
        "$4", "$5", "$6", "$7", "$8") " ORDER BY a.id DESC LIMIT $1::bigint",
    .custom_plan = TRUE,
};

const Statement audit_oldest = {
    "audit_oldest",
    "SELECT " AUDIT_COLUMNS AUDIT_FROM
    " AND a.id > COALESCE($3::bigint, 0) AND ($2::text IS NULL OR true)" AUDIT_FILTERS (
        "$4", "$5", "$6", "$7", "$8") " ORDER BY a.id LIMIT $1::bigint",
    .custom_plan = TRUE,
};

const Statement audit_count = {
    "audit_count",
    "SELECT count(*) AS count FROM (SELECT 1 FROM audit_log a WHERE true" AUDIT_FILTERS (
        "$1", "$2", "$3", "$4", "$5") " LIMIT 10001) AS limited",
    .custom_plan = TRUE,
};

const Statement audit_seal = {
    "audit_seal",
    "SELECT audit_seal()",
};

const Statement audit_verify = {
    "audit_verify",
    "SELECT count(*), min('seal ' || s.id)"
    " FROM (SELECT *, lag(hash, 1, ''::bytea) OVER (ORDER BY id) AS before,"
    "              lag(to_xid, 1, '0'::xid8) OVER (ORDER BY id) AS before_xid"
    "       FROM audit_seals) AS s"
    " CROSS JOIN LATERAL audit_hash(s.before, s.from_xid, s.to_xid) AS h"
    " WHERE h.hash <> s.hash OR h.n_rows <> s.n_rows OR s.from_xid <> s.before_xid",
};

const Statement *const users_statements[] = {
    &users_sign_in_row,     &users_failures,
    &users_failed,          &users_failures_clear,
    &users_by_name,         &users_by_name_desc,
    &users_by_full_name,    &users_by_full_name_desc,
    &users_count,           &users_get,
    &users_insert,          &users_update,
    &users_set_password,    &users_clear_roles,
    &users_add_roles,       &users_clear_stations,
    &users_add_stations,    &sessions_insert,
    &sessions_principal,    &sessions_touch,
    &sessions_end,          &sessions_end_all,
    &sessions_of_user,      &roles_by_code,
    &roles_by_code_desc,    &roles_get,
    &roles_insert,          &roles_update,
    &branches_by_code,      &branches_by_code_desc,
    &branches_get,          &branches_insert,
    &branches_update,       &stations_by_code,
    &stations_by_code_desc, &stations_get,
    &stations_insert,       &stations_update,
    &company_get,           &company_update,
    &audit_newest,          &audit_oldest,
    &audit_count,           &audit_seal,
    &audit_verify,          NULL,
};
