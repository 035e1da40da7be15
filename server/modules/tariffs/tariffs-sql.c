/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of tariffs, versions and period prices. */
#include "server/modules/tariffs/tariffs-sql.h"

#define TARIFF_COLUMNS                                                                             \
    "t.id, t.code, t.name, t.name_en, t.active, v.valid_from AS current_from,"                     \
    " (SELECT CASE WHEN bool_and(e.valid_to IS NOT NULL) THEN max(e.valid_to) END"                 \
    "  FROM tariff_versions e WHERE e.tariff_id = t.id AND e.state = 'active') AS expires_on,"     \
    " (SELECT count(*) FROM tariff_versions n WHERE n.tariff_id = t.id) AS versions_count,"        \
    " u.full_name AS updated_by_name, t.updated_at, t.version"
#define TARIFF_FROM                                                                                \
    " FROM tariffs t LEFT JOIN users u ON u.id = t.updated_by"                                     \
    " LEFT JOIN LATERAL ("                                                                         \
    "   SELECT valid_from FROM tariff_versions v WHERE v.tariff_id = t.id AND v.state = 'active'"  \
    "     AND v.valid_from <= current_date ORDER BY v.valid_from DESC LIMIT 1) AS v ON true"
/* Those whose last version ends by a day, with none to follow it. */
#define TARIFF_EXPIRES(day)                                                                        \
    " AND (" day "::text IS NULL OR (SELECT bool_and(e.valid_to IS NOT NULL) AND"                  \
    "   max(e.valid_to) <= " day "::date FROM tariff_versions e WHERE e.tariff_id = t.id"          \
    "   AND e.state = 'active'))"
#define TARIFF_FILTERS(q, active)                                                                  \
    " AND (" q "::text IS NULL OR t.code ILIKE " q " || '%' OR t.name LIKE '%' || " q " || '%')"   \
    " AND (" active "::text IS NULL OR t.active = " active "::boolean)"

const Statement tariffs_by_code = {
    "tariffs_by_code",
    "SELECT " TARIFF_COLUMNS ", t.code AS sort_key" TARIFF_FROM
    " WHERE ($2::text IS NULL OR (t.code, t.id) > ($2, $3::bigint))" TARIFF_FILTERS ("$4", "$5")
        TARIFF_EXPIRES ("$6") " ORDER BY t.code, t.id LIMIT $1::bigint",
};

const Statement tariffs_by_code_desc = {
    "tariffs_by_code_desc",
    "SELECT " TARIFF_COLUMNS ", t.code AS sort_key" TARIFF_FROM
    " WHERE ($2::text IS NULL OR (t.code, t.id) < ($2, $3::bigint))" TARIFF_FILTERS ("$4", "$5")
        TARIFF_EXPIRES ("$6") " ORDER BY t.code DESC, t.id DESC LIMIT $1::bigint",
};

const Statement tariffs_count = {
    "tariffs_count",
    "SELECT count(*) AS count FROM tariffs t WHERE true" TARIFF_FILTERS ("$1", "$2")
        TARIFF_EXPIRES ("$3"),
};

const Statement tariffs_get = {
    "tariffs_get",
    "SELECT " TARIFF_COLUMNS ","
    "       (SELECT count(*) FROM agreement_terms a WHERE a.tariff_id = t.id"
    "        AND a.valid_to IS NULL) AS agreements_count" TARIFF_FROM " WHERE t.id = $1",
};

const Statement tariffs_insert = {
    "tariffs_insert",
    "INSERT INTO tariffs (code, name, name_en, updated_by)"
    " VALUES (:code, :name, :name_en, siraj_actor()) RETURNING id",
};

const Statement tariffs_update = {
    "tariffs_update",
    "UPDATE tariffs SET name = :name, name_en = :name_en, active = :active,"
    "       updated_by = siraj_actor(), updated_at = now(), version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

const Statement tariffs_find = {
    "tariffs_find",
    "SELECT id FROM tariffs WHERE code = $1",
};

const Statement tariffs_company = {
    "tariffs_company",
    "SELECT currency, cash_unit_minor FROM company",
};

/* Versions: the document is answered as text, because it is edited as a document. */
#define VERSION_COLUMNS                                                                            \
    "v.id, v.tariff_id, t.code AS tariff_code, t.name AS tariff_name, v.state, v.valid_from,"      \
    " v.valid_to, v.decision, v.document::text AS document, v.used,"                               \
    " u.full_name AS updated_by_name, v.updated_at, v.version"
#define VERSION_FROM                                                                               \
    " FROM tariff_versions v JOIN tariffs t ON t.id = v.tariff_id"                                 \
    " LEFT JOIN users u ON u.id = v.updated_by"

const Statement versions_newest = {
    "versions_newest",
    "SELECT " VERSION_COLUMNS ", v.valid_from::text AS sort_key" VERSION_FROM
    " WHERE (v.valid_from, v.id) < (COALESCE($2::date, 'infinity'), COALESCE($3::bigint, 0))"
    "   AND ($4::text IS NULL OR v.tariff_id = $4::bigint)"
    "   AND ($5::text IS NULL OR v.state = $5)"
    " ORDER BY v.valid_from DESC, v.id DESC LIMIT $1::bigint",
};

const Statement versions_oldest = {
    "versions_oldest",
    "SELECT " VERSION_COLUMNS ", v.valid_from::text AS sort_key" VERSION_FROM
    " WHERE (v.valid_from, v.id) > (COALESCE($2::date, '-infinity'), COALESCE($3::bigint, 0))"
    "   AND ($4::text IS NULL OR v.tariff_id = $4::bigint)"
    "   AND ($5::text IS NULL OR v.state = $5)"
    " ORDER BY v.valid_from, v.id LIMIT $1::bigint",
};

const Statement versions_get = {
    "versions_get",
    "SELECT " VERSION_COLUMNS VERSION_FROM " WHERE v.id = $1",
};

const Statement versions_insert = {
    "versions_insert",
    "INSERT INTO tariff_versions (tariff_id, valid_from, valid_to, decision, document, updated_by)"
    " VALUES (:tariff_id, :valid_from, :valid_to, :decision, :document::jsonb, siraj_actor())"
    " RETURNING id",
};

const Statement versions_update = {
    "versions_update",
    "UPDATE tariff_versions SET valid_from = :valid_from, valid_to = :valid_to,"
    "       decision = :decision, document = :document::jsonb, updated_by = siraj_actor(),"
    "       updated_at = now(), version = version + 1"
    " WHERE id = :id AND version = :version AND state = 'draft' RETURNING id",
};

const Statement versions_author = {
    "versions_author",
    "SELECT updated_by = siraj_actor() FROM tariff_versions WHERE id = $1",
};

const Statement versions_set_state = {
    "versions_set_state",
    "UPDATE tariff_versions SET state = $2, updated_by = siraj_actor(), updated_at = now(),"
    "       version = version + 1"
    " WHERE id = $1 RETURNING id",
};

/* The version in force ends where its successor begins. */
const Statement versions_close_before = {
    "versions_close_before",
    "UPDATE tariff_versions SET valid_to = $2, updated_by = siraj_actor(), updated_at = now(),"
    "       version = version + 1"
    " WHERE tariff_id = $1 AND state = 'active' AND valid_to IS NULL AND valid_from < $2",
};

const Statement versions_in_force = {
    "versions_in_force",
    "SELECT document::text FROM tariff_versions"
    " WHERE tariff_id = $1 AND state = 'active' AND valid_from <= $2"
    "   AND (valid_to IS NULL OR valid_to > $2)",
};

/* The prices in force on a day: a row for each block and for each step of a charge, in the order of
 * the document. */
#define IN_FORCE_ROWS                                                                              \
    "WITH versions AS ("                                                                           \
    "  SELECT v.id, t.code, t.name, v.valid_from, v.valid_to, v.decision, v.document"              \
    "  FROM tariff_versions v JOIN tariffs t ON t.id = v.tariff_id"                                \
    "  WHERE v.state = 'active' AND v.valid_from <= COALESCE($4::date, current_date)"              \
    "    AND (v.valid_to IS NULL OR v.valid_to > COALESCE($4::date, current_date))"                \
    "), prices AS ("                                                                               \
    "  SELECT v.id * 100000 + c.n * 1024 + b.n * 32 + k.n AS id, v.id AS version_id, v.code,"      \
    "    v.name, v.valid_from, v.valid_to, v.decision, c.item->>'name' AS item,"                   \
    "    (k.item->>'from_wh')::bigint AS from_wh, (k.item->>'to_wh')::bigint AS to_wh,"            \
    "    (k.item->>'rate_micro_per_kwh')::bigint AS rate_micro_per_kwh,"                           \
    "    NULL::bigint AS amount_minor, COALESCE((k.item->>'tax_bp')::bigint, 0) AS tax_bp"         \
    "  FROM versions v,"                                                                           \
    "    jsonb_array_elements(v.document->'components') WITH ORDINALITY AS c (item, n),"           \
    "    jsonb_array_elements(COALESCE(NULLIF(c.item->'bands', 'null'), '[]'))"                    \
    "      WITH ORDINALITY AS b (item, n),"                                                        \
    "    jsonb_array_elements(b.item->'blocks') WITH ORDINALITY AS k (item, n)"                    \
    "  UNION ALL"                                                                                  \
    "  SELECT v.id * 100000 + 50000 + c.n * 32 + s.n, v.id, v.code, v.name, v.valid_from,"         \
    "    v.valid_to, v.decision, c.item->>'name',"                                                 \
    "    CASE WHEN c.item->>'selector' = 'energy' THEN (s.item->>'above')::bigint END,"            \
    "    CASE WHEN c.item->>'selector' = 'energy' THEN (s.item->>'up_to')::bigint END, NULL,"      \
    "    COALESCE((s.item->>'amount_minor')::bigint, 0),"                                          \
    "    COALESCE((c.item->>'tax_bp')::bigint, 0)"                                                 \
    "  FROM versions v,"                                                                           \
    "    jsonb_array_elements(COALESCE(NULLIF(v.document->'charges', 'null'), '[]'))"              \
    "      WITH ORDINALITY AS c (item, n),"                                                        \
    "    jsonb_array_elements(c.item->'steps') WITH ORDINALITY AS s (item, n))"                    \
    " SELECT id, version_id, code AS tariff_code, name AS tariff_name, valid_from, valid_to,"      \
    "   decision, item, from_wh, to_wh, rate_micro_per_kwh, amount_minor, tax_bp,"                 \
    "   code AS sort_key FROM prices"

const Statement in_force_by_code = {
    "in_force_by_code",
    IN_FORCE_ROWS " WHERE ($2::text IS NULL OR (code, id) > ($2, $3::bigint))"
                  " ORDER BY code, id LIMIT $1::bigint",
};

const Statement in_force_by_code_desc = {
    "in_force_by_code_desc",
    IN_FORCE_ROWS " WHERE ($2::text IS NULL OR (code, id) < ($2, $3::bigint))"
                  " ORDER BY code DESC, id DESC LIMIT $1::bigint",
};

/* Period prices */

const Statement prices_newest = {
    "prices_newest",
    "SELECT id, name, month, rate_micro_per_kwh, version, month::text AS sort_key"
    " FROM period_prices"
    " WHERE (month, id) < (COALESCE($2::date, 'infinity'), COALESCE($3::bigint, 0))"
    "   AND ($4::text IS NULL OR name = $4)"
    " ORDER BY month DESC, id DESC LIMIT $1::bigint",
};

const Statement prices_oldest = {
    "prices_oldest",
    "SELECT id, name, month, rate_micro_per_kwh, version, month::text AS sort_key"
    " FROM period_prices"
    " WHERE (month, id) > (COALESCE($2::date, '-infinity'), COALESCE($3::bigint, 0))"
    "   AND ($4::text IS NULL OR name = $4)"
    " ORDER BY month, id LIMIT $1::bigint",
};

const Statement prices_get = {
    "prices_get",
    "SELECT id, name, month, rate_micro_per_kwh, version FROM period_prices WHERE id = $1",
};

const Statement prices_insert = {
    "prices_insert",
    "INSERT INTO period_prices (name, month, rate_micro_per_kwh)"
    " VALUES (:name, :month, :rate_micro_per_kwh) RETURNING id",
};

const Statement prices_between = {
    "prices_between",
    "SELECT name, month, rate_micro_per_kwh FROM period_prices"
    " WHERE month >= date_trunc('month', $1::date) AND month < $2::date ORDER BY name, month"
    " LIMIT 64",
};

const Statement *const tariffs_statements[] = {
    &tariffs_by_code,
    &tariffs_by_code_desc,
    &tariffs_count,
    &tariffs_get,
    &tariffs_insert,
    &tariffs_update,
    &tariffs_find,
    &tariffs_company,
    &versions_newest,
    &versions_oldest,
    &versions_get,
    &versions_insert,
    &versions_update,
    &versions_author,
    &versions_set_state,
    &versions_close_before,
    &versions_in_force,
    &in_force_by_code,
    &in_force_by_code_desc,
    &prices_newest,
    &prices_oldest,
    &prices_get,
    &prices_insert,
    &prices_between,
    NULL,
};
