/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proofs of billing: every kWh between opening and billed reading is billed once, and runs come to
 * what their invoices and the journal say. */
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/billing.h"

/* Segments of bills that stand: no credit note mirrors them. */
#define STANDING                                                                                   \
    " FROM invoice_segments s JOIN invoices i ON i.id = s.invoice_id"                              \
    " WHERE i.kind <> 'credit_note'"                                                               \
    "   AND NOT EXISTS (SELECT FROM invoices n WHERE n.reverses_id = i.id)"

/* Each segment begins where the one before ended, the first at the opening; and the register is
 * billed to the end of the last, or not at all. */
const Statement verify_register_chains = {
    "verify_register_chains",
    "SELECT count(*), min(COALESCE(r.id, s.register_id))::text FROM registers r"
    " FULL JOIN (SELECT s.register_id, s.account_id, s.from_date, s.from_value, s.to_date,"
    "              s.to_value, lag(s.to_date) OVER w AS reached, lag(s.to_value) OVER w AS value,"
    "              lead(s.register_id) OVER w IS NULL AS is_last" STANDING
    "            WINDOW w AS (PARTITION BY s.register_id"
    "                         ORDER BY s.from_date, s.to_date, s.invoice_id)) AS s"
    "   ON s.register_id = r.id"
    " WHERE r.id IS NULL OR s.account_id <> r.account_id"
    "    OR s.from_date <> COALESCE(s.reached, r.opened_on)"
    "    OR s.from_value <> COALESCE(s.value, r.opening_value)"
    "    OR (COALESCE(s.is_last, true)"
    "        AND (r.billed_date <> COALESCE(s.to_date, r.opened_on)"
    "             OR r.billed_value <> COALESCE(s.to_value, r.opening_value)))",
};

/* A segment holds what its register moved between its two values, each times the multiplier and
 * rounded down; a counter may have passed zero. */
const Statement verify_energy_once = {
    "verify_energy_once",
    "SELECT count(*), min(s.register_id)::text"
    " FROM invoice_segments s JOIN registers r ON r.id = s.register_id"
    " WHERE r.code <> 'demand' AND abs(s.energy_wh) <>"
    "   div((s.to_value + CASE WHEN s.to_value < s.from_value THEN power(10::numeric, r.digits + 3)"
    "                          ELSE 0 END) * r.multiplier_milli, 1000)"
    "   - div(s.from_value::numeric * r.multiplier_milli, 1000)",
};

/* What was replaced has its credit note, and the bill in its place is of the same agreement and
 * reaches over its days. */
const Statement verify_true_ups = {
    "verify_true_ups",
    "SELECT count(*), min(t.credited_id)::text FROM true_ups t"
    " LEFT JOIN invoices o ON o.id = t.credited_id AND o.account_id = t.account_id"
    " LEFT JOIN invoices n ON n.reverses_id = t.credited_id AND n.kind = 'credit_note'"
    " LEFT JOIN invoices i ON i.id = t.invoice_id AND i.agreement_id = o.agreement_id"
    " WHERE o.id IS NULL OR n.id IS NULL OR i.id IS NULL OR i.period_from > o.period_from"
    "    OR i.period_to < o.period_to",
};

const Statement verify_run_totals = {
    "verify_run_totals",
    "SELECT count(*), min(COALESCE(c.run_id, i.run_id))::text"
    " FROM (SELECT c.* FROM billing_chunks c JOIN billing_runs r ON r.id = c.run_id"
    "       WHERE c.done AND c.bills > 0 AND NOT r.trial) AS c"
    " FULL JOIN (SELECT run_id, chunk_no, count(*) AS bills, sum(energy_wh) AS energy_wh,"
    "        sum(net_minor) AS net_minor, sum(tax_minor) AS tax_minor,"
    "        sum(total_minor) AS total_minor"
    "      FROM invoices WHERE run_id IS NOT NULL GROUP BY run_id, chunk_no) AS i"
    "   ON i.run_id = c.run_id AND i.chunk_no = c.chunk_no"
    " WHERE c.bills IS DISTINCT FROM i.bills OR c.energy_wh <> i.energy_wh"
    "    OR c.net_minor <> i.net_minor OR c.tax_minor <> i.tax_minor"
    "    OR c.total_minor <> i.total_minor",
};

const Statement verify_run_journal = {
    "verify_run_journal",
    "SELECT count(*), min(COALESCE(e.run_id, i.run_id))::text"
    " FROM (SELECT e.source_id AS run_id, e.batch_no, e.station_id, e.class_id,"
    "         sum(l.debit_minor - l.credit_minor) AS total_minor"
    "       FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id"
    "       JOIN customer_classes k ON k.id = e.class_id AND k.receivable_key = l.posting_key"
    "       WHERE e.source = 'billing_runs' AND e.kind = 'invoices' GROUP BY 1, 2, 3, 4) AS e"
    " FULL JOIN (SELECT run_id, chunk_no, station_id, class_id, sum(total_minor) AS total_minor"
    "            FROM invoices WHERE run_id IS NOT NULL AND total_minor <> 0"
    "            GROUP BY 1, 2, 3, 4) AS i"
    "   ON i.run_id = e.run_id AND i.chunk_no = e.batch_no AND i.station_id = e.station_id"
    "   AND i.class_id = e.class_id"
    " WHERE e.total_minor IS DISTINCT FROM i.total_minor",
};

const VerifyCheck billing_checks[] = {
    { N_ ("Billed consumption goes on where it ended, up to the state of each register"),
      &verify_register_chains },
    { N_ ("Every bill counts what its registers counted"), &verify_energy_once },
    { N_ ("Estimated bills were replaced by one over the same days"), &verify_true_ups },
    { N_ ("Every part of a run comes to the sum of its invoices"), &verify_run_totals },
    { N_ ("The journal of every run is the sum of its invoices"), &verify_run_journal },
    { NULL, NULL },
};
