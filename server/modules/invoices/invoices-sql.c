/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of one invoice and of advances. */
#include "server/modules/invoices/invoices-sql.h"

#include "server/modules/invoices/invoices-columns.h"

/* Net and tax by rate; rounding belongs to no rate. */
#define TAXES                                                                                      \
    "(SELECT jsonb_agg(jsonb_build_object('tax_bp', t.tax_bp, 'net_minor', t.net_minor,"           \
    "     'tax_minor', t.tax_minor) ORDER BY t.tax_bp)"                                            \
    " FROM (SELECT l.tax_bp,"                                                                      \
    "         COALESCE(sum(l.amount_minor) FILTER (WHERE l.kind <> 'tax'), 0)::bigint"             \
    "           AS net_minor,"                                                                     \
    "         COALESCE(sum(l.amount_minor) FILTER (WHERE l.kind = 'tax'), 0)::bigint AS tax_minor" \
    "       FROM invoice_lines l WHERE l.invoice_id = i.id AND l.kind <> 'rounding'"               \
    "       GROUP BY l.tax_bp) AS t)"
#define LINES                                                                                      \
    "(SELECT jsonb_agg(jsonb_build_object('line_no', l.line_no, 'kind', l.kind,"                   \
    "     'component', l.component, 'block_from_wh', l.block_from_wh,"                             \
    "     'block_to_wh', l.block_to_wh, 'quantity', l.quantity, 'rate_micro', l.rate_micro,"       \
    "     'days', l.days, 'amount_minor', l.amount_minor, 'tax_bp', l.tax_bp,"                     \
    "     'trace', l.trace) ORDER BY l.line_no)"                                                   \
    " FROM invoice_lines l WHERE l.invoice_id = i.id)"
#define SEGMENTS                                                                                   \
    "(SELECT jsonb_agg(jsonb_build_object('segment_no', g.segment_no,"                             \
    "     'register_id', g.register_id, 'meter_number', m.number,"                                 \
    "     'register_code', r.code, 'from_date', g.from_date, 'to_date', g.to_date,"                \
    "     'from_value', g.from_value, 'to_value', g.to_value,"                                     \
    "     'multiplier_milli', r.multiplier_milli, 'energy_wh', g.energy_wh,"                       \
    "     'estimated', g.estimated) ORDER BY g.segment_no)"                                        \
    " FROM invoice_segments g JOIN registers r ON r.id = g.register_id"                            \
    " LEFT JOIN meter_installations n ON n.id = r.installation_id"                                 \
    " LEFT JOIN meters m ON m.id = n.meter_id WHERE g.invoice_id = i.id)"
/* The last twelve bills of the agreement up to this one, oldest first. */
#define HISTORY                                                                                    \
    "(SELECT jsonb_agg(jsonb_build_object('period_key', h.period_key, 'energy_wh', h.energy_wh,"   \
    "     'total_minor', h.total_minor) ORDER BY h.period_to, h.id)"                               \
    " FROM (SELECT p.id, p.period_key, p.period_to, p.energy_wh, p.total_minor FROM invoices p"    \
    "       WHERE p.account_id = i.account_id AND p.agreement_id = i.agreement_id"                 \
    "         AND p.kind IN ('energy', 'final') AND p.period_to <= i.period_to"                    \
    "         AND NOT " INVOICE_MIRRORED (                                                         \
        "p") "       ORDER BY p.period_to DESC, p.id DESC LIMIT 12) AS h)"

/* The documents that corrected this one, or that it corrects. */
#define LINKS                                                                                      \
    "(SELECT jsonb_agg(jsonb_build_object('relation', x.relation, 'invoice_id', n.id,"             \
    "     'number', n.number, 'issue_date', n.issue_date, 'total_minor', n.total_minor,"           \
    "     'reason', n.reason) ORDER BY n.id)"                                                      \
    " FROM invoices n CROSS JOIN LATERAL (SELECT CASE"                                             \
    "     WHEN n.reverses_id = i.id THEN 'reversed_by'"                                            \
    "     WHEN n.replaces_id = i.id THEN 'replaced_by'"                                            \
    "     WHEN n.credits_id = i.id THEN 'credited_by' WHEN i.reverses_id = n.id THEN 'reverses'"   \
    "     WHEN i.replaces_id = n.id THEN 'replaces' WHEN i.credits_id = n.id THEN 'credits' END"   \
    "     AS relation) AS x"                                                                       \
    " WHERE n.account_id = i.account_id AND x.relation IS NOT NULL)"

/* The last receipts before the bill, newest first. */
#define RECEIPTS                                                                                   \
    "(SELECT jsonb_agg(jsonb_build_object('number', y.number, 'received_on', y.received_on,"       \
    "     'amount_minor', y.amount_minor) ORDER BY y.received_on DESC, y.id DESC)"                 \
    " FROM (SELECT y.* FROM payments y WHERE y.account_id = i.account_id AND y.kind = 'receipt'"   \
    "         AND y.received_on <= i.issue_date"                                                   \
    "         AND NOT EXISTS (SELECT FROM payments z WHERE z.cancels_id = y.id)"                   \
    "       ORDER BY y.received_on DESC, y.id DESC LIMIT 5) AS y)"

/* SQL is laid out by hand. */
/* clang-format off */
/* $1 id, $2 today */
const Statement invoices_get = {
    "invoices_get",
    "SELECT " INVOICE_COLUMNS ("$2") ", c.address AS customer_address,"
    " c.mobile AS customer_mobile, c.tax_number AS customer_tax_number,"
    " p.address AS service_address, g.number AS agreement_number,"
    " (SELECT t.name FROM invoice_lines l"
    "  JOIN tariff_versions v ON v.id = l.tariff_version_id JOIN tariffs t ON t.id = v.tariff_id"
    "  WHERE l.invoice_id = i.id ORDER BY l.line_no LIMIT 1) AS tariff_name,"
    LINES " AS lines, " TAXES " AS taxes, " SEGMENTS " AS segments, " HISTORY " AS history,"
    RECEIPTS " AS receipts, i.class_id, q.prints_count, q.first_print_method, q.first_printed_at,"
    LINKS " AS links, e.counter AS einvoice_counter,"
    " encode(e.hash, 'base64') AS einvoice_hash"
    " FROM invoices i" INVOICE_JOINS
    " LEFT JOIN einvoice_documents e ON e.invoice_id = i.id"
    " LEFT JOIN service_agreements g ON g.id = i.agreement_id"
    " LEFT JOIN service_points p ON p.id = g.service_point_id"
    " CROSS JOIN LATERAL (SELECT count(*) AS prints_count,"
    "   (array_agg(method ORDER BY id))[1] AS first_print_method,"
    "   min(printed_at) AS first_printed_at"
    "   FROM invoice_prints WHERE invoice_id = i.id) AS q"
    " WHERE i.id = $1",
};
/* clang-format on */

/* $1 number, or NULL for the newest */
const Statement invoices_by_number_or_newest = {
    "invoices_by_number_or_newest",
    "SELECT id FROM invoices WHERE ($1::text IS NULL OR number = $1) AND kind <> 'credit_note'"
    " ORDER BY id DESC LIMIT 1",
};

/* $1 run, $2 last id seen, $3 limit */
const Statement invoices_of_run = {
    "invoices_of_run",
    "SELECT id FROM invoices WHERE run_id = $1 AND id > $2 ORDER BY id LIMIT $3",
};

/* Advances */

/* $1 first id, $2 last id, $3 author.  The open amounts of an account's new invoices and what its
 * payments have left are laid side by side as ranges of one scale; where two overlap, that much of
 * the payment settles that much of the invoice. */
const Statement invoices_advances = {
    "invoices_advances",
    "WITH target AS ("
    "  SELECT i.id, i.account_id, i.branch_id, i.station_id, i.class_id, i.due_date,"
    "    i.total_minor - i.settled_minor AS open_minor"
    "  FROM invoices i JOIN account_balances b ON b.account_id = i.account_id"
    "  WHERE i.id BETWEEN $1 AND $2 AND i.kind <> 'credit_note'"
    "    AND i.settled_minor < i.total_minor AND b.advance_minor > 0"
    "    AND (SELECT apply_advances FROM company)),"
    " need AS ("
    "  SELECT t.*, sum(open_minor) OVER w - open_minor AS low, sum(open_minor) OVER w AS high"
    "  FROM target t WINDOW w AS (PARTITION BY account_id ORDER BY due_date, id)),"
    " unspent AS ("
    "  SELECT p.account_id, p.id, p.amount_minor - COALESCE((SELECT sum(x.amount_minor)"
    "    FROM allocations x WHERE x.payment_id = p.id), 0) AS rest_minor"
    "  FROM payments p WHERE p.account_id IN (SELECT account_id FROM target)"
    "    AND p.kind = 'receipt'"
    "    AND NOT EXISTS (SELECT FROM payments c WHERE c.cancels_id = p.id)),"
    " left_over AS ("
    "  SELECT u.*, sum(rest_minor) OVER w - rest_minor AS low, sum(rest_minor) OVER w AS high"
    "  FROM unspent u WHERE rest_minor > 0 WINDOW w AS (PARTITION BY account_id ORDER BY id)),"
    " pair AS ("
    "  SELECT n.id AS invoice_id, n.account_id, n.branch_id, n.station_id, n.class_id,"
    "    o.id AS payment_id,"
    "    (LEAST(n.high, o.high) - GREATEST(n.low, o.low))::bigint AS amount_minor"
    "  FROM need n JOIN left_over o ON o.account_id = n.account_id"
    "    AND n.low < o.high AND o.low < n.high),"
    " applied AS ("
    "  INSERT INTO allocations (account_id, invoice_id, payment_id, amount_minor, created_by)"
    "  SELECT account_id, invoice_id, payment_id, amount_minor, $3 FROM pair),"
    " settled AS ("
    "  UPDATE invoices i SET settled_minor = i.settled_minor + s.amount_minor"
    "  FROM (SELECT invoice_id, sum(amount_minor)::bigint AS amount_minor FROM pair"
    "        GROUP BY invoice_id) AS s WHERE i.id = s.invoice_id),"
    " balance AS ("
    "  UPDATE account_balances b SET receivable_minor = b.receivable_minor - s.amount_minor,"
    "    advance_minor = b.advance_minor - s.amount_minor"
    "  FROM (SELECT account_id, sum(amount_minor)::bigint AS amount_minor FROM pair"
    "        GROUP BY account_id) AS s WHERE b.account_id = s.account_id)"
    " SELECT p.branch_id, p.station_id, p.class_id, account_receivable_key(p.account_id),"
    "  sum(p.amount_minor)::bigint"
    " FROM pair p GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
    TRUE,
};
