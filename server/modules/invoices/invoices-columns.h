/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of an invoice i, as every statement of this room answers them; @today is a parameter. */
#pragma once

/* SQL is laid out by hand. */
/* clang-format off */

/* A credit note that mirrors it has settled it; one for a part does not cancel. */
#define INVOICE_MIRRORED(i)                                                                        \
    "EXISTS (SELECT FROM allocations xm JOIN invoices xn ON xn.id = xm.credit_note_id"             \
    "        WHERE xm.invoice_id = " i ".id AND xn.reverses_id = " i ".id)"

/* Computed, never stored. */
#define INVOICE_STATE(today)                                                                       \
    "CASE WHEN i.kind = 'credit_note' THEN 'credit'"                                               \
    " WHEN i.settled_minor < i.total_minor THEN"                                                   \
    "   CASE WHEN i.due_date < " today "::date THEN 'overdue'"                                     \
    "        WHEN i.settled_minor > 0 THEN 'partial' ELSE 'unpaid' END"                            \
    " WHEN " INVOICE_MIRRORED ("i") " THEN 'cancelled'"                                            \
    " WHEN i.total_minor = 0 AND EXISTS (SELECT FROM invoices r WHERE r.reverses_id = i.id)"       \
    "   THEN 'cancelled'"                                                                          \
    " ELSE 'paid' END"

#define INVOICE_COLUMNS(today)                                                                     \
    "i.id, i.number, i.kind, " INVOICE_STATE (today) " AS state, i.account_id,"                    \
    " a.number AS account_number, a.customer_id, c.number AS customer_number,"                     \
    " c.name AS customer_name, k.name AS class_name, s.name AS station_name,"                      \
    " b.name AS branch_name, i.run_id, i.period_key, i.period_from, i.period_to, i.issue_date,"    \
    " i.due_date, i.energy_wh, i.net_minor, i.tax_minor, i.rounding_minor, i.total_minor,"         \
    " i.previous_balance_minor, i.settled_minor,"                                                  \
    " CASE i.kind WHEN 'credit_note' THEN 0 ELSE i.total_minor - i.settled_minor END"              \
    "   AS open_minor,"                                                                            \
    " i.reverses_id, (SELECT r.number FROM invoices r WHERE r.id = i.reverses_id)"                 \
    "   AS reverses_number, i.reason, u.full_name AS created_by_name"
/* clang-format on */

#define INVOICE_JOINS                                                                              \
    " JOIN accounts a ON a.id = i.account_id JOIN customers c ON c.id = a.customer_id"             \
    " JOIN customer_classes k ON k.id = i.class_id JOIN stations s ON s.id = i.station_id"         \
    " JOIN branches b ON b.id = i.branch_id LEFT JOIN users u ON u.id = i.created_by"
