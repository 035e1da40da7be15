/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of customers, classes, accounts and the search. */
#include "server/modules/customers/customers-sql.h"

/* SQL is laid out to be read. */
/* clang-format off */

#include "server/core/list.h"

/* A page of customers is found first (inner select, one index), then dressed: balance over all
 * accounts, the first account and its meter.  The filters are class, station and state. */
#define CUSTOMER_COLUMNS                                                                           \
    "c.id, c.number, c.name, c.name_en, c.class_id, k.name AS class_name, c.station_id,"           \
    " s.name AS station_name, c.identity_kind, c.identity_number, c.tax_number, c.mobile,"         \
    " c.phone, c.email, c.address, c.city, c.district, c.latitude_micro, c.longitude_micro,"       \
    " c.notes, c.state, a.balance_minor, a.account_number, m.meter_number, c.created_at,"          \
    " u.full_name AS updated_by_name, c.updated_at, c.version"
#define CUSTOMER_DRESS                                                                             \
    " JOIN customer_classes k ON k.id = c.class_id"                                                \
    " JOIN stations s ON s.id = c.station_id"                                                      \
    " LEFT JOIN users u ON u.id = c.updated_by"                                                    \
    " LEFT JOIN LATERAL ("                                                                         \
    "   SELECT COALESCE(sum(b.receivable_minor - b.advance_minor), 0) AS balance_minor,"           \
    "          min(a.number) AS account_number, min(a.id) AS account_id"                           \
    "   FROM accounts a JOIN account_balances b ON b.account_id = a.id"                            \
    "   WHERE a.customer_id = c.id) AS a ON true"                                                  \
    " LEFT JOIN LATERAL ("                                                                         \
    "   SELECT m.number AS meter_number"                                                           \
    "   FROM registers r JOIN meter_installations i ON i.id = r.installation_id"                   \
    "   JOIN meters m ON m.id = i.meter_id"                                                        \
    "   WHERE r.account_id = a.account_id AND r.closed_on IS NULL LIMIT 1) AS m ON true"
#define CUSTOMER_FILTERS(c, k, s, st)                                                              \
    " AND (" k "::text IS NULL OR " c ".class_id = " k "::bigint)"                                 \
    " AND (" s "::text IS NULL OR " c ".station_id = " s "::bigint)"                               \
    " AND (" st "::text IS NULL OR " c ".state = " st ")"

/* A page that begins behind a row, or at @start. */
#define BY_KEY(columns, key, keyset, direction)                                                    \
    "SELECT " CUSTOMER_COLUMNS ", c." key " AS sort_key"                                           \
    " FROM (SELECT * FROM (SELECT * FROM customers p WHERE " keyset                                \
    CUSTOMER_FILTERS ("p", "$4", "$5", "$6")                                                       \
    "       ORDER BY " columns " LIMIT " LIST_READ_LIMIT ") AS p LIMIT $1::bigint) AS c"           \
    CUSTOMER_DRESS " ORDER BY c." key direction ", c.id" direction
#define KEY_OR(start) "CASE WHEN $2::text IS NULL THEN " start " ELSE $2 END"
#define LAST_TEXT "U&'\\+10FFFF'"

const Statement customers_by_name = {
    "customers_by_name",
    BY_KEY ("p.name_folded, p.id", "name_folded",
            "(p.name_folded, p.id) > (" KEY_OR ("''") ", $3::bigint)", ""),
    .generic_plan = TRUE,
};

const Statement customers_by_name_desc = {
    "customers_by_name_desc",
    BY_KEY ("p.name_folded DESC, p.id DESC", "name_folded",
            "(p.name_folded, p.id) < (" KEY_OR (LAST_TEXT) ", $3::bigint)", " DESC"),
    .generic_plan = TRUE,
};

const Statement customers_by_number = {
    "customers_by_number",
    BY_KEY ("p.number", "number", "p.number > " KEY_OR ("''") " AND ($3::bigint IS NULL OR true)",
            ""),
    .generic_plan = TRUE,
};

const Statement customers_by_number_desc = {
    "customers_by_number_desc",
    BY_KEY ("p.number DESC", "number",
            "p.number < " KEY_OR (LAST_TEXT) " AND ($3::bigint IS NULL OR true)", " DESC"),
    .generic_plan = TRUE,
};

const Statement customers_count = {
    "customers_count",
    "SELECT count(*) AS count FROM (SELECT 1 FROM customers c WHERE true"
    CUSTOMER_FILTERS ("c", "$1", "$2", "$3") " LIMIT 10001) AS limited",
    .custom_plan = TRUE,
};

/* A search finds ids alone; their columns are fetched by a statement that is planned once. */
const Statement customers_found = {
    "customers_found",
    "SELECT " CUSTOMER_COLUMNS ", c.name_folded AS sort_key"
    " FROM unnest($1::bigint[]) WITH ORDINALITY AS found (id, place)"
    " JOIN customers c ON c.id = found.id" CUSTOMER_DRESS " ORDER BY found.place",
    .generic_plan = TRUE,
};

/* Words of a name anywhere in it, in id order: the list of one word, the list of two, or the lists
 * of two pairs that have three words in them. */
#define AFTER(id) id " > CASE WHEN $2::text IS NULL THEN 0 ELSE $3::bigint END"
#define BEFORE(id)                                                                                 \
    id " < CASE WHEN $2::text IS NULL THEN 9223372036854775807 ELSE $3::bigint END"
#define BY_TOKENS(tokens, keyset, direction)                                                       \
    "SELECT f.customer_id AS id FROM ("                                                            \
    "   SELECT t.customer_id FROM customer_tokens t JOIN customers p ON p.id = t.customer_id"      \
    tokens " AND " keyset CUSTOMER_FILTERS ("p", "$4", "$5", "$6")                                 \
    "   ORDER BY t.customer_id" direction " LIMIT " LIST_READ_LIMIT ") AS f LIMIT $1::bigint"
#define TOKEN " WHERE t.token = $7"
#define TWO_TOKENS                                                                                 \
    " JOIN customer_tokens t2 ON t2.customer_id = t.customer_id" TOKEN " AND t2.token = $8"

const Statement customers_by_token = {
    "customers_by_token",
    BY_TOKENS (TOKEN, AFTER ("t.customer_id"), ""),
    .generic_plan = TRUE,
};

const Statement customers_by_token_desc = {
    "customers_by_token_desc",
    BY_TOKENS (TOKEN, BEFORE ("t.customer_id"), " DESC"),
    .generic_plan = TRUE,
};

const Statement customers_by_two_tokens = {
    "customers_by_two_tokens",
    BY_TOKENS (TWO_TOKENS, AFTER ("t.customer_id"), ""),
    .generic_plan = TRUE,
};

const Statement customers_by_two_tokens_desc = {
    "customers_by_two_tokens_desc",
    BY_TOKENS (TWO_TOKENS, BEFORE ("t.customer_id"), " DESC"),
    .generic_plan = TRUE,
};

/* While a name is being typed its last word is not whole: names that begin with the text.  Each
 * end of the range has one condition: of two, the index begins at the one that is a row. */
#define BY_PREFIX(range, direction)                                                                \
    "SELECT p.id FROM customers p WHERE " range CUSTOMER_FILTERS ("p", "$4", "$5", "$6")           \
    " ORDER BY p.name_folded" direction ", p.id" direction " LIMIT $1::bigint"
#define LAST_WITH_PREFIX "($7 COLLATE \"C\" || " LAST_TEXT ")"

const Statement customers_by_prefix = {
    "customers_by_prefix",
    BY_PREFIX ("(p.name_folded, p.id) > (GREATEST($2, $7 COLLATE \"C\"), COALESCE($3::bigint, 0))"
               " AND p.name_folded < " LAST_WITH_PREFIX, ""),
    .custom_plan = TRUE,
};

const Statement customers_by_prefix_desc = {
    "customers_by_prefix_desc",
    BY_PREFIX ("(p.name_folded, p.id) < (LEAST($2, " LAST_WITH_PREFIX "), $3::bigint)"
               " AND p.name_folded >= $7", " DESC"),
    .custom_plan = TRUE,
};

/* $7 the number as typed, $8 the same as an international mobile or NULL. */
#define BY_TYPED_NUMBER(keyset, direction)                                                         \
    "SELECT p.id FROM customers p"                                                                 \
    " WHERE p.id IN ("                                                                             \
    "     SELECT id FROM customers WHERE number >= $7 AND number < $7 || '~'"                      \
    "     UNION SELECT id FROM customers WHERE mobile = $8 OR mobile = $7"                         \
    "     UNION SELECT id FROM customers WHERE phone = $7"                                         \
    "     UNION SELECT id FROM customers WHERE identity_number = $7 AND identity_kind IN"          \
    "           ('national_id', 'passport', 'commercial_register', 'residence')"                   \
    "     UNION SELECT customer_id FROM accounts WHERE number >= $7 AND number < $7 || '~'"        \
    "     UNION SELECT a.customer_id FROM meters m"                                                \
    "           JOIN meter_installations i ON i.meter_id = m.id AND i.removed_on IS NULL"          \
    "           JOIN registers r ON r.installation_id = i.id"                                      \
    "           JOIN accounts a ON a.id = r.account_id"                                            \
    "           WHERE m.number >= $7 AND m.number < $7 || '~'"                                     \
    "     LIMIT 1000)"                                                                             \
    "   AND " keyset CUSTOMER_FILTERS ("p", "$4", "$5", "$6")                                      \
    " ORDER BY p.id" direction " LIMIT $1::bigint"

const Statement customers_by_typed_number = {
    "customers_by_typed_number",
    BY_TYPED_NUMBER (AFTER ("p.id"), ""),
    .custom_plan = TRUE,
};

const Statement customers_by_typed_number_desc = {
    "customers_by_typed_number_desc",
    BY_TYPED_NUMBER (BEFORE ("p.id"), " DESC"),
    .custom_plan = TRUE,
};

const Statement customers_get = {
    "customers_get",
    "SELECT " CUSTOMER_COLUMNS " FROM customers c" CUSTOMER_DRESS " WHERE c.id = $1",
};

const Statement customers_insert = {
    "customers_insert",
    "INSERT INTO customers (number, name, name_en, class_id, station_id, identity_kind,"
    "                       identity_number, tax_number, mobile, phone, email, address, city,"
    "                       district, latitude_micro, longitude_micro, notes, updated_by)"
    " VALUES (:number, :name, :name_en, :class_id, :station_id, :identity_kind, :identity_number,"
    "         :tax_number, :mobile, :phone, :email, :address, :city, :district, :latitude_micro,"
    "         :longitude_micro, :notes, siraj_actor())"
    " RETURNING id",
};

const Statement customers_update = {
    "customers_update",
    "UPDATE customers SET name = :name, name_en = :name_en, class_id = :class_id,"
    "       station_id = :station_id, identity_kind = :identity_kind,"
    "       identity_number = :identity_number, tax_number = :tax_number, mobile = :mobile,"
    "       phone = :phone, email = :email, address = :address, city = :city,"
    "       district = :district, latitude_micro = :latitude_micro,"
    "       longitude_micro = :longitude_micro, notes = :notes,"
    "       updated_by = siraj_actor(), updated_at = now(), version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

const Statement customers_same_identity = {
    "customers_same_identity",
    "SELECT number, name FROM customers"
    " WHERE identity_kind = :identity_kind AND identity_number = :identity_number"
    "   AND state <> 'closed' AND id <> COALESCE(:id, 0)",
};

const Statement customers_next_number = {
    "customers_next_number",
    "SELECT take_numbers($1, 1, 0, $2)",
};

const Statement customers_country_prefix = {
    "customers_country_prefix",
    "SELECT country_prefix FROM company",
};

/* Classes */

#define CLASS_COLUMNS                                                                              \
    "k.id, k.code, k.name, k.name_en, k.due_days, k.receivable_key, k.default_tariff_id,"          \
    " t.name AS default_tariff_name, k.active, k.version"
#define CLASS_FROM " FROM customer_classes k LEFT JOIN tariffs t ON t.id = k.default_tariff_id"

const Statement classes_by_code = {
    "classes_by_code",
    "SELECT " CLASS_COLUMNS ", k.code AS sort_key" CLASS_FROM
    " WHERE ($2::text IS NULL OR (k.code, k.id) > ($2, $3::bigint))"
    "   AND ($4::text IS NULL OR k.code LIKE $4 || '%' OR k.name LIKE '%' || $4 || '%')"
    " ORDER BY k.code, k.id LIMIT $1::bigint",
};

const Statement classes_by_code_desc = {
    "classes_by_code_desc",
    "SELECT " CLASS_COLUMNS ", k.code AS sort_key" CLASS_FROM
    " WHERE ($2::text IS NULL OR (k.code, k.id) < ($2, $3::bigint))"
    "   AND ($4::text IS NULL OR k.code LIKE $4 || '%' OR k.name LIKE '%' || $4 || '%')"
    " ORDER BY k.code DESC, k.id DESC LIMIT $1::bigint",
};

const Statement classes_get = {
    "classes_get",
    "SELECT " CLASS_COLUMNS
    ", (SELECT count(*) FROM customers c WHERE c.class_id = k.id) AS customers_count" CLASS_FROM
    " WHERE k.id = $1",
};

const Statement classes_insert = {
    "classes_insert",
    "INSERT INTO customer_classes (code, name, name_en, due_days, receivable_key,"
    "                              default_tariff_id)"
    " VALUES (:code, :name, :name_en, :due_days, COALESCE(:receivable_key, 'receivable'),"
    "         :default_tariff_id)"
    " RETURNING id",
};

const Statement classes_update = {
    "classes_update",
    "UPDATE customer_classes SET name = :name, name_en = :name_en, due_days = :due_days,"
    "       receivable_key = :receivable_key, default_tariff_id = :default_tariff_id,"
    "       active = :active, version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

const Statement classes_users = {
    "classes_users",
    "SELECT count(*) FROM (SELECT 1 FROM customers WHERE class_id = $1 AND state <> 'closed'"
    " LIMIT 10001) AS limited",
};

/* Accounts */

#define ACCOUNT_COLUMNS                                                                            \
    "a.id, a.number, a.customer_id, c.number AS customer_number, c.name AS customer_name,"         \
    " a.branch_id, a.station_id, s.name AS station_name, a.class_id, k.name AS class_name,"        \
    " a.state, a.billing_hold, a.hold_reason, b.receivable_minor, b.advance_minor, a.version,"    \
    " o.overdue_minor, o.oldest_due_date, p.amount_minor AS last_payment_minor,"                   \
    " p.received_on AS last_payment_date"
#define ACCOUNT_FROM                                                                               \
    " JOIN customers c ON c.id = a.customer_id"                                                    \
    " JOIN stations s ON s.id = a.station_id"                                                      \
    " JOIN customer_classes k ON k.id = a.class_id"                                                \
    " JOIN account_balances b ON b.account_id = a.id"                                              \
    " LEFT JOIN LATERAL ("                                                                         \
    "   SELECT COALESCE(sum(i.total_minor - i.settled_minor)"                                      \
    "                   FILTER (WHERE i.due_date < current_date), 0)::bigint AS overdue_minor,"    \
    "          min(i.due_date) AS oldest_due_date"                                                 \
    "   FROM invoices i WHERE i.account_id = a.id AND i.settled_minor < i.total_minor"             \
    "     AND i.kind <> 'credit_note') AS o ON true"                                               \
    " LEFT JOIN LATERAL ("                                                                         \
    "   SELECT amount_minor, received_on FROM payments"                                            \
    "   WHERE account_id = a.id AND kind = 'receipt' ORDER BY id DESC LIMIT 1) AS p ON true"
#define ACCOUNT_FILTERS(q, customer, station, hold)                                                \
    " AND (" q "::text IS NULL OR p.number LIKE " q " || '%')"                                     \
    " AND (" customer "::text IS NULL OR p.customer_id = " customer "::bigint)"                    \
    " AND (" station "::text IS NULL OR p.station_id = " station "::bigint)"                       \
    " AND (" hold "::text IS NULL OR p.billing_hold = " hold "::boolean)"

const Statement accounts_by_number = {
    "accounts_by_number",
    "SELECT " ACCOUNT_COLUMNS ", a.number AS sort_key FROM ("
    "   SELECT * FROM accounts p WHERE p.number > COALESCE($2, '') AND ($3::bigint IS NULL OR true)"
    ACCOUNT_FILTERS ("$4", "$5", "$6", "$7")
    "   ORDER BY p.number LIMIT $1::bigint) AS a" ACCOUNT_FROM " ORDER BY a.number",
    .custom_plan = TRUE,
};

const Statement accounts_by_number_desc = {
    "accounts_by_number_desc",
    "SELECT " ACCOUNT_COLUMNS ", a.number AS sort_key FROM ("
    "   SELECT * FROM accounts p"
    "   WHERE p.number < COALESCE($2, U&'\\+10FFFF') AND ($3::bigint IS NULL OR true)"
    ACCOUNT_FILTERS ("$4", "$5", "$6", "$7")
    "   ORDER BY p.number DESC LIMIT $1::bigint) AS a" ACCOUNT_FROM " ORDER BY a.number DESC",
    .custom_plan = TRUE,
};

const Statement accounts_count = {
    "accounts_count",
    "SELECT count(*) AS count FROM (SELECT 1 FROM accounts p WHERE true"
    ACCOUNT_FILTERS ("$1", "$2", "$3", "$4") " LIMIT 10001) AS limited",
    .custom_plan = TRUE,
};

const Statement accounts_get = {
    "accounts_get",
    "SELECT " ACCOUNT_COLUMNS " FROM accounts a" ACCOUNT_FROM " WHERE a.id = $1",
};

const Statement accounts_insert = {
    "accounts_insert",
    "INSERT INTO accounts (number, customer_id, branch_id, station_id, class_id, updated_by)"
    " SELECT :number, c.id, s.branch_id, s.id, COALESCE(:class_id, c.class_id), siraj_actor()"
    " FROM customers c JOIN stations s ON s.id = c.station_id"
    " WHERE c.id = :customer_id AND c.state <> 'closed' RETURNING id",
};

const Statement accounts_update = {
    "accounts_update",
    "UPDATE accounts SET class_id = :class_id, billing_hold = :billing_hold,"
    "       hold_reason = CASE WHEN :billing_hold THEN :hold_reason END,"
    "       updated_by = siraj_actor(), updated_at = now(), version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

/* The everything box: what a number could be, each kind by its own index. */
const Statement search_numbers = {
    "search_numbers",
    "(SELECT 'customer' AS kind, id, name AS title, number AS subtitle FROM customers"
    "  WHERE number >= $1 AND number < $1 || '~' ORDER BY number LIMIT 5)"
    " UNION ALL"
    " (SELECT 'customer', id, name, mobile FROM customers WHERE mobile IN ($1, $2) LIMIT 10)"
    " UNION ALL"
    " (SELECT 'account', a.id, c.name, a.number FROM accounts a"
    "  JOIN customers c ON c.id = a.customer_id"
    "  WHERE a.number >= $1 AND a.number < $1 || '~' ORDER BY a.number LIMIT 5)"
    " UNION ALL"
    " (SELECT 'meter', m.id, m.number, COALESCE(c.name, '') FROM meters m"
    "  LEFT JOIN meter_installations i ON i.meter_id = m.id AND i.removed_on IS NULL"
    "  LEFT JOIN registers r ON r.installation_id = i.id AND r.code = 'total'"
    "  LEFT JOIN accounts a ON a.id = r.account_id"
    "  LEFT JOIN customers c ON c.id = a.customer_id"
    "  WHERE m.number >= $1 AND m.number < $1 || '~' ORDER BY m.number LIMIT 5)"
    " UNION ALL"
    " (SELECT 'invoice', i.id, i.number, c.name FROM invoices i"
    "  JOIN accounts a ON a.id = i.account_id JOIN customers c ON c.id = a.customer_id"
    "  WHERE i.number >= $1 AND i.number < $1 || '~' ORDER BY i.number LIMIT 5)"
    " UNION ALL"
    " (SELECT 'payment', p.id, p.number, c.name FROM payments p"
    "  JOIN accounts a ON a.id = p.account_id JOIN customers c ON c.id = a.customer_id"
    "  WHERE p.number >= $1 AND p.number < $1 || '~' ORDER BY p.number LIMIT 5)",
    .custom_plan = TRUE,
};

const Statement *const customers_statements[] = {
    &customers_by_name,
    &customers_by_name_desc,
    &customers_by_number,
    &customers_by_number_desc,
    &customers_count,
    &customers_found,
    &customers_by_token,
    &customers_by_token_desc,
    &customers_by_two_tokens,
    &customers_by_two_tokens_desc,
    &customers_by_prefix,
    &customers_by_prefix_desc,
    &customers_by_typed_number,
    &customers_by_typed_number_desc,
    &customers_get,
    &customers_insert,
    &customers_update,
    &customers_same_identity,
    &customers_next_number,
    &customers_country_prefix,
    &classes_by_code,
    &classes_by_code_desc,
    &classes_get,
    &classes_insert,
    &classes_update,
    &classes_users,
    &accounts_by_number,
    &accounts_by_number_desc,
    &accounts_count,
    &accounts_get,
    &accounts_insert,
    &accounts_update,
    &search_numbers,
    NULL,
};
