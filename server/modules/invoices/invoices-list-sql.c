/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of the list of invoices. */
#include "server/modules/invoices/invoices-columns.h"
#include "server/modules/invoices/invoices-sql.h"

/* SQL is laid out by hand. */
/* clang-format off */

/* $4 q (account or customer), $5 number, $6 state ("open": anything left to pay), $7 class,
 * $8 station, $9 run, $10 account, $11 from, $12 to (issue date, both inside), $13 today */
#define FILTERS(q, number, state, class, station, run, account, from, to, today)                   \
    "(" q "::text IS NULL OR i.account_id IN (SELECT m FROM accounts_matching(" q ") AS m))"       \
    " AND (" number "::text IS NULL OR i.number LIKE upper(" number ") || '%')"                    \
    " AND (COALESCE(" state "::text, '') <> 'open'"                                                \
    "      OR (i.settled_minor < i.total_minor AND i.kind <> 'credit_note'))"                      \
    " AND (COALESCE(" state "::text, 'open') = 'open'"                                             \
    "      OR " state " = " INVOICE_STATE (today) ")"                                              \
    " AND (" class "::bigint IS NULL OR i.class_id = " class "::bigint)"                           \
    " AND (" station "::bigint IS NULL OR i.station_id = " station "::bigint)"                     \
    " AND (" run "::bigint IS NULL OR i.run_id = " run "::bigint)"                                 \
    " AND (" account "::bigint IS NULL OR i.account_id = " account "::bigint)"                     \
    " AND (" from "::date IS NULL OR i.issue_date >= " from "::date)"                              \
    " AND (" to "::date IS NULL OR i.issue_date <= " to "::date)"

/* The page is cut first and decorated afterwards. */
#define LIST(key, type, compare, direction)                                                        \
    "SELECT " INVOICE_COLUMNS ("$13") ", i." key "::text AS sort_key"                              \
    " FROM (SELECT * FROM invoices i"                                                              \
    "       WHERE ($2::text IS NULL OR (i." key ", i.id) " compare " ($2::" type ", $3::bigint))"  \
    "       AND " FILTERS ("$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13")         \
    "       ORDER BY i." key " " direction ", i.id " direction " LIMIT $1) i" INVOICE_JOINS        \
    " ORDER BY i." key " " direction ", i.id " direction
/* clang-format on */

const Statement invoices_by_id = {
    "invoices_by_id",
    LIST ("id", "bigint", ">", "ASC"),
    TRUE,
};
const Statement invoices_by_id_desc = {
    "invoices_by_id_desc",
    LIST ("id", "bigint", "<", "DESC"),
    TRUE,
};
const Statement invoices_by_number = {
    "invoices_by_number",
    LIST ("number", "text", ">", "ASC"),
    TRUE,
};
const Statement invoices_by_number_desc = {
    "invoices_by_number_desc",
    LIST ("number", "text", "<", "DESC"),
    TRUE,
};
const Statement invoices_by_issue_date = {
    "invoices_by_issue_date",
    LIST ("issue_date", "date", ">", "ASC"),
    TRUE,
};
const Statement invoices_by_issue_date_desc = {
    "invoices_by_issue_date_desc",
    LIST ("issue_date", "date", "<", "DESC"),
    TRUE,
};
const Statement invoices_by_due_date = {
    "invoices_by_due_date",
    LIST ("due_date", "date", ">", "ASC"),
    TRUE,
};
const Statement invoices_by_due_date_desc = {
    "invoices_by_due_date_desc",
    LIST ("due_date", "date", "<", "DESC"),
    TRUE,
};
const Statement invoices_by_total = {
    "invoices_by_total",
    LIST ("total_minor", "bigint", ">", "ASC"),
    TRUE,
};
const Statement invoices_by_total_desc = {
    "invoices_by_total_desc",
    LIST ("total_minor", "bigint", "<", "DESC"),
    TRUE,
};

/* A sum of ten thousand out of many more would mislead: it is left out. */
const Statement invoices_count = {
    "invoices_count",
    "SELECT count(*) AS count,"
    "       CASE WHEN count(*) <= 10000 THEN COALESCE(sum(total_minor), 0)::bigint END AS sum_minor"
    " FROM (SELECT i.total_minor FROM invoices i WHERE " FILTERS (
        "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10") " LIMIT 10001) AS page",
    TRUE,
};
