/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of the list of payments, of one payment, and the proofs. */
#include "server/modules/payments/payments-sql.h"

#define METHOD_NAME(language) "CASE WHEN " language " = 'en' THEN m.name_en ELSE m.name END"

/* A cancellation undoes the allocations of the receipt that it names. */
#define OWN_ALLOCATIONS                                                                            \
    " FROM allocations x WHERE x.payment_id = COALESCE(p.cancels_id, p.id)"                        \
    " AND x.created_at = p.received_at"

/* SQL is laid out by hand. */
/* clang-format off */
#define COLUMNS(language)                                                                          \
    "p.id, p.number, p.kind,"                                                                      \
    " EXISTS (SELECT FROM payments n WHERE n.cancels_id = p.id) AS cancelled,"                     \
    " p.account_id, a.number AS account_number, a.customer_id, c.number AS customer_number,"       \
    " c.name AS customer_name, b.name AS branch_name, s.name AS station_name, p.received_on,"      \
    " p.received_at, p.amount_minor,"                                                              \
    " p.amount_minor - (SELECT COALESCE(sum(abs(x.amount_minor)), 0)::bigint" OWN_ALLOCATIONS ")"  \
    "   AS advance_minor,"                                                                         \
    " p.balance_after_minor,"                                                                      \
    " (SELECT string_agg(" METHOD_NAME (language) ", ' + ' ORDER BY t.tender_no)"                  \
    "  FROM payment_tenders t JOIN payment_methods m ON m.id = t.method_id"                        \
    "  WHERE t.payment_id = p.id) AS method_name,"                                                 \
    " (SELECT string_agg(t.reference, ' + ' ORDER BY t.tender_no) FROM payment_tenders t"          \
    "  WHERE t.payment_id = p.id) AS reference,"                                                   \
    " p.payer, p.notes, p.cancels_id,"                                                             \
    " (SELECT n.number FROM payments n WHERE n.id = p.cancels_id) AS cancels_number, p.reason,"    \
    " u.full_name AS created_by_name"

#define JOINS                                                                                      \
    " JOIN accounts a ON a.id = p.account_id JOIN customers c ON c.id = a.customer_id"             \
    " JOIN branches b ON b.id = p.branch_id JOIN stations s ON s.id = p.station_id"                \
    " LEFT JOIN users u ON u.id = p.created_by"

/* $4 q (account or customer), $5 number, $6 state, $7 account, $8 method, $9 station, $10 from,
 * $11 to (received on, both inside), $12 language */
#define FILTERS(q, number, state, account, method, station, from, to)                              \
    "(" q "::text IS NULL OR p.account_id IN (SELECT m FROM accounts_matching(" q ") AS m))"       \
    " AND (" number "::text IS NULL OR p.number LIKE upper(" number ") || '%')"                    \
    " AND (" state "::text IS NULL OR " state " = CASE WHEN p.kind = 'cancellation'"               \
    "   THEN 'cancellation' WHEN EXISTS (SELECT FROM payments n WHERE n.cancels_id = p.id)"        \
    "   THEN 'cancelled' ELSE 'standing' END)"                                                     \
    " AND (" account "::bigint IS NULL OR p.account_id = " account "::bigint)"                     \
    " AND (" method "::bigint IS NULL OR EXISTS (SELECT FROM payment_tenders t"                    \
    "      WHERE t.payment_id = p.id AND t.method_id = " method "::bigint))"                       \
    " AND (" station "::bigint IS NULL OR p.station_id = " station "::bigint)"                     \
    " AND (" from "::date IS NULL OR p.received_on >= " from "::date)"                             \
    " AND (" to "::date IS NULL OR p.received_on <= " to "::date)"

/* The page is cut first and decorated afterwards. */
#define LIST(key, type, compare, direction)                                                        \
    "SELECT " COLUMNS ("$12") ", p." key "::text AS sort_key"                                      \
    " FROM (SELECT * FROM payments p"                                                              \
    "       WHERE ($2::text IS NULL OR (p." key ", p.id) " compare " ($2::" type ", $3::bigint))"  \
    "       AND " FILTERS ("$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11")                       \
    "       ORDER BY p." key " " direction ", p.id " direction " LIMIT $1) p" JOINS                \
    " ORDER BY p." key " " direction ", p.id " direction
/* clang-format on */

const Statement payments_by_date = {
    "payments_by_date",
    LIST ("received_on", "date", ">", "ASC"),
    TRUE,
};
const Statement payments_by_date_desc = {
    "payments_by_date_desc",
    LIST ("received_on", "date", "<", "DESC"),
    TRUE,
};
const Statement payments_by_number = {
    "payments_by_number",
    LIST ("number", "text", ">", "ASC"),
    TRUE,
};
const Statement payments_by_number_desc = {
    "payments_by_number_desc",
    LIST ("number", "text", "<", "DESC"),
    TRUE,
};
const Statement payments_by_amount = {
    "payments_by_amount",
    LIST ("amount_minor", "bigint", ">", "ASC"),
    TRUE,
};
const Statement payments_by_amount_desc = {
    "payments_by_amount_desc",
    LIST ("amount_minor", "bigint", "<", "DESC"),
    TRUE,
};

/* What stays after cancellations; left out when there are more rows than are counted.  $9, the
 * language, comes with the filters and is only named. */
const Statement payments_count = {
    "payments_count",
    "SELECT count(*) AS count, CASE WHEN count(*) <= 10000 THEN"
    "   COALESCE(sum(CASE kind WHEN 'receipt' THEN amount_minor ELSE -amount_minor END), 0)::bigint"
    "   END AS sum_minor"
    " FROM (SELECT p.kind, p.amount_minor FROM payments p"
    "       WHERE $9::text IS NOT NULL AND " FILTERS ("$1", "$2", "$3", "$4", "$5", "$6", "$7",
                                                      "$8") " LIMIT 10001) AS page",
    TRUE,
};

/* SQL is laid out by hand. */
/* clang-format off */
/* $1 id, $2 language.  Open before and remaining are of the moment: allocations of an account are
 * numbered in the order in which they were made. */
const Statement payments_get = {
    "payments_get",
    "SELECT " COLUMNS ("$2") ","
    " (SELECT jsonb_agg(jsonb_build_object('method_id', t.method_id,"
    "     'method_name', " METHOD_NAME ("$2") ", 'amount_minor', t.amount_minor,"
    "     'reference', t.reference) ORDER BY t.tender_no)"
    "  FROM payment_tenders t JOIN payment_methods m ON m.id = t.method_id"
    "  WHERE t.payment_id = p.id) AS tenders,"
    " (SELECT jsonb_agg(jsonb_build_object('invoice_id', x.invoice_id,"
    "     'invoice_number', x.number, 'due_date', x.due_date,"
    "     'open_minor', x.total_minor - x.before_minor, 'amount_minor', x.amount_minor,"
    "     'remaining_minor', x.total_minor - x.before_minor - x.amount_minor)"
    "     ORDER BY x.due_date, x.id)"
    "  FROM (SELECT x.id, x.invoice_id, x.amount_minor, i.number, i.due_date, i.total_minor,"
    "          (SELECT COALESCE(sum(y.amount_minor), 0)::bigint FROM allocations y"
    "           WHERE y.invoice_id = x.invoice_id AND y.id < x.id) AS before_minor"
    "        FROM (SELECT x.*" OWN_ALLOCATIONS ") AS x"
    "        JOIN invoices i ON i.id = x.invoice_id) AS x) AS allocations"
    " FROM payments p" JOINS " WHERE p.id = $1",
};
/* clang-format on */

/* $1 payment: what the receipt says beyond the payment itself */
const Statement payments_print = {
    "payments_print",
    "SELECT c.mobile, (SELECT m.number FROM service_agreements g"
    "   JOIN meter_installations n ON n.service_point_id = g.service_point_id"
    "     AND n.removed_on IS NULL"
    "   JOIN meters m ON m.id = n.meter_id"
    "   WHERE g.account_id = p.account_id AND g.state <> 'terminated'"
    "   ORDER BY g.id, n.id LIMIT 1),"
    "  (SELECT sum(t.amount_minor)::bigint FROM payment_tenders t"
    "   JOIN payment_methods m ON m.id = t.method_id"
    "   WHERE t.payment_id = p.id AND m.posting_key = 'cash')"
    " FROM payments p JOIN accounts a ON a.id = p.account_id"
    " JOIN customers c ON c.id = a.customer_id WHERE p.id = $1",
};

/* Proofs */

const Statement verify_payment_tenders = {
    "verify_payment_tenders",
    "SELECT count(*), min(p.number) FROM payments p"
    " LEFT JOIN (SELECT payment_id, sum(amount_minor) AS amount FROM payment_tenders"
    "            GROUP BY payment_id) AS t ON t.payment_id = p.id"
    " WHERE p.amount_minor <> COALESCE(t.amount, 0)",
};

const Statement verify_payment_cancellations = {
    "verify_payment_cancellations",
    "SELECT count(*), min(n.number) FROM payments n"
    " JOIN payments p ON p.id = n.cancels_id"
    " WHERE p.kind <> 'receipt' OR p.account_id <> n.account_id"
    "    OR p.amount_minor <> n.amount_minor OR p.created_by = n.created_by"
    "    OR (SELECT COALESCE(sum(x.amount_minor), 0) FROM allocations x"
    "        WHERE x.payment_id = p.id) <> 0",
};

/* An allocation pairs a payment and an invoice of one account; no payment gives more than it is. */
const Statement verify_payment_allocations = {
    "verify_payment_allocations",
    "SELECT count(*), min(b.example) FROM ("
    "  SELECT p.number AS example FROM payments p"
    "    JOIN (SELECT payment_id, sum(amount_minor) AS amount FROM allocations"
    "          WHERE payment_id IS NOT NULL GROUP BY payment_id) AS x ON x.payment_id = p.id"
    "    WHERE x.amount > p.amount_minor OR x.amount < 0"
    "  UNION ALL"
    "  SELECT x.id::text FROM allocations x LEFT JOIN invoices i ON i.id = x.invoice_id"
    "    LEFT JOIN payments p ON p.id = x.payment_id"
    "    LEFT JOIN invoices n ON n.id = x.credit_note_id"
    "    WHERE i.account_id IS DISTINCT FROM x.account_id"
    "      OR COALESCE(p.account_id, n.account_id) IS DISTINCT FROM x.account_id) AS b",
};

/* Numbers of a series, branch and year: as many as the counter says, all different, none beyond. */
const Statement verify_payment_series = {
    "verify_payment_series",
    "WITH used AS (SELECT split_part(number, '-', 1) AS series, branch_id,"
    "     split_part(number, '-', 2)::bigint AS year, count(*) AS n,"
    "     count(DISTINCT split_part(number, '-', 4)::bigint) AS different,"
    "     max(split_part(number, '-', 4)::bigint) AS last, min(number) AS example"
    "   FROM payments GROUP BY 1, 2, 3)"
    " SELECT count(*), min(COALESCE(u.example, c.series || '-' || c.year))"
    " FROM (SELECT * FROM document_counters WHERE series IN ('RC', 'RX')) AS c"
    " FULL JOIN used u ON u.series = c.series AND u.branch_id = c.branch_id AND u.year = c.year"
    " WHERE COALESCE(u.n, 0) <> COALESCE(c.last_number, 0)"
    "    OR COALESCE(u.different, 0) <> COALESCE(u.n, 0)"
    "    OR COALESCE(u.last, 0) <> COALESCE(c.last_number, 0)",
};

const Statement *const payments_statements[] = {
    &payment_methods_by_code,
    &payment_methods_by_code_desc,
    &payments_look,
    &payments_open_items,
    &payments_lock_items,
    &payments_invoice_state,
    &payments_insert,
    &payments_find,
    &payments_lock_account,
    &payments_original,
    &payments_lock_settled,
    &payments_cancel_write,
    &payments_by_date,
    &payments_by_date_desc,
    &payments_by_number,
    &payments_by_number_desc,
    &payments_by_amount,
    &payments_by_amount_desc,
    &payments_count,
    &payments_get,
    &payments_print,
    &verify_payment_tenders,
    &verify_payment_cancellations,
    &verify_payment_allocations,
    &verify_payment_series,
    NULL,
};
