/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of undoing: the bills that had been replaced are issued again.  Below, $1 is a bigint[] of
 * items. */
#include "server/modules/billing/billing-sql.h"

#define ITEMS "mass_rebill_items x WHERE x.id = ANY ($1::bigint[])"

/* Those whose account is no longer as applying left it, or whose new bill was taken back; their
 * locks are held.  A bill that came after the new one stands on where that ends. */
const Statement mass_items_touched = {
    "mass_items_touched",
    "WITH own AS MATERIALIZED (SELECT * FROM " ITEMS "),"
    " later AS MATERIALIZED (SELECT l.invoice_id"
    "   FROM later_bills((SELECT array_agg(replacement_id) FROM own)) AS l)"
    " SELECT x.id FROM own x JOIN account_balances b ON b.account_id = x.account_id"
    " WHERE b.receivable_minor <> x.receivable_minor OR b.advance_minor <> x.advance_minor"
    "  OR EXISTS (SELECT FROM payments p WHERE p.account_id = x.account_id"
    "             AND p.id > x.last_payment_id)"
    "  OR EXISTS (SELECT FROM invoices n WHERE n.account_id = x.account_id"
    "             AND n.reverses_id = x.replacement_id)"
    "  OR (x.replacement_id IN (SELECT invoice_id FROM later) AND EXISTS ("
    "      SELECT s.register_id, max(s.to_date), max(s.to_value) FROM invoice_segments s"
    "      WHERE s.invoice_id = x.replacement_id GROUP BY 1"
    "      EXCEPT SELECT s.register_id, max(s.to_date), max(s.to_value) FROM invoice_segments s"
    "      WHERE s.invoice_id = x.invoice_id GROUP BY 1))",
    TRUE,
};

const Statement mass_batch = { "mass_batch", "SELECT nextval('mass_rebill_batch_seq')" };

/* $2 the bills that had been replaced, $3 date, $4 its month, $5 reason, $6 author: each is issued
 * again as it was, due when it was.  The credit note of what had replaced it is written, and so are
 * the balances.  Answers item, old bill, new bill, and the credit note of the old one. */
const Statement mass_undo_bills = {
    "mass_undo_bills",
    "WITH original AS MATERIALIZED (SELECT i.*, x.id AS item_id, x.mirror_id, x.replacement_id,"
    "     row_number() OVER (PARTITION BY i.branch_id ORDER BY x.id) - 1 AS place,"
    "     sum(i.total_minor) OVER (PARTITION BY i.account_id ORDER BY x.id) - i.total_minor"
    "       AS before"
    "   FROM mass_rebill_items x JOIN invoices i ON i.id = x.invoice_id"
    "     AND i.id = ANY ($2::bigint[])"
    "   WHERE x.id = ANY ($1::bigint[])),"
    " taken AS MATERIALIZED (SELECT b.id, b.code,"
    "     take_numbers('INV', b.id, date_part('year', $3::date)::bigint, o.n) AS first"
    "   FROM (SELECT branch_id, count(*) AS n FROM original GROUP BY branch_id ORDER BY branch_id)"
    "     AS o JOIN branches b ON b.id = o.branch_id),"
    " restored AS (INSERT INTO invoices (id, account_id, agreement_id, branch_id, station_id,"
    "   class_id, number, kind, period_key, period_from, period_to, issue_date, due_date,"
    "   energy_wh, net_minor, tax_minor, rounding_minor, total_minor, previous_balance_minor,"
    "   reverses_id, replaces_id, reason, created_by)"
    "  SELECT $4" SINGLE_ID ","
    "   o.account_id, o.agreement_id, o.branch_id, o.station_id,"
    "   o.class_id, document_number('INV', date_part('year', $3::date)::bigint, t.code,"
    "     t.first + o.place),"
    "   o.kind, o.period_key, o.period_from, o.period_to, $3, o.due_date, o.energy_wh,"
    "   o.net_minor, o.tax_minor, o.rounding_minor, o.total_minor,"
    "   b.receivable_minor - b.advance_minor + o.before, o.mirror_id, o.replacement_id, $5, $6"
    "  FROM original o JOIN taken t ON t.id = o.branch_id"
    "  JOIN account_balances b ON b.account_id = o.account_id ORDER BY o.item_id"
    "  RETURNING id, replaces_id)"
    " SELECT o.item_id, o.id, r.id, o.mirror_id"
    " FROM restored r JOIN original o ON o.replacement_id = r.replaces_id ORDER BY o.item_id",
    TRUE,
};

/* $1 bills that were issued again, $2 what each is made of */
const Statement mass_undo_lines = {
    "mass_undo_lines",
    "INSERT INTO invoice_lines (invoice_id, line_no, account_id, kind, component,"
    "  tariff_version_id, block_from_wh, block_to_wh, quantity, rate_micro, days, amount_minor,"
    "  tax_bp, trace)"
    " SELECT p.id, l.line_no, l.account_id, l.kind, l.component, l.tariff_version_id,"
    "  l.block_from_wh, l.block_to_wh, l.quantity, l.rate_micro, l.days, l.amount_minor, l.tax_bp,"
    "  l.trace"
    " FROM unnest($1::bigint[], $2::bigint[]) AS p (id, source_id)"
    " JOIN invoice_lines l ON l.invoice_id = p.source_id AND l.invoice_id = ANY ($2::bigint[])",
    TRUE,
};

const Statement mass_undo_segments = {
    "mass_undo_segments",
    "INSERT INTO invoice_segments (invoice_id, segment_no, account_id, register_id, from_date,"
    "  to_date, from_value, to_value, energy_wh, estimated)"
    " SELECT p.id, s.segment_no, s.account_id, s.register_id, s.from_date, s.to_date,"
    "  s.from_value, s.to_value, s.energy_wh, s.estimated"
    " FROM unnest($1::bigint[], $2::bigint[]) AS p (id, source_id)"
    " JOIN invoice_segments s ON s.invoice_id = p.source_id"
    "  AND s.invoice_id = ANY ($2::bigint[])",
    TRUE,
};

/* $1 items, $2 the bill of each that was issued again, $3 batch */
const Statement mass_items_undone = {
    "mass_items_undone",
    "UPDATE mass_rebill_items x SET state = 'undone', code = NULL, detail = NULL,"
    "  restored_id = p.restored_id, undo_batch_no = $3"
    " FROM unnest($1::bigint[], $2::bigint[]) AS p (item_id, restored_id)"
    " WHERE x.id = p.item_id AND x.id = ANY ($1::bigint[])",
    TRUE,
};
