/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of what few accounts of a chunk need: readings that are estimated, and estimated bills that
 * are taken back when the meter has been read. */
#include "server/modules/billing/billing-sql.h"

/* $1 cycle.  The first that fits a class holds. */
const Statement run_estimate_rules = {
    "run_estimate_rules",
    "SELECT e.class_id, e.policy = 'estimate', COALESCE(e.most_estimates, y.estimates_limit)"
    " FROM estimate_rules e, company y WHERE e.cycle_id IS NULL OR e.cycle_id = $1"
    " ORDER BY e.class_id IS NULL, e.cycle_id IS NULL",
};

/* $1 first and $2 last account, $3 beginning of the window.  Registers that were not read. */
const Statement run_unread = {
    "run_unread",
    "SELECT r.id, r.estimates_in_row,"
    "  EXISTS (SELECT FROM readings d WHERE d.account_id = r.account_id AND d.register_id = r.id"
    "          AND d.state = 'held' AND d.read_on > r.billed_date)"
    " FROM registers r WHERE r.account_id BETWEEN $1 AND $2 AND r.closed_on IS NULL"
    "   AND r.latest_date < $3::date AND r.installation_id IS NOT NULL"
    " ORDER BY r.account_id, r.agreement_id, r.id",
    TRUE,
};

/* $1 a JSON list of readings, $2 author. */
const Statement run_estimates_insert = {
    "run_estimates_insert",
    "INSERT INTO readings (account_id, register_id, service_point_id, read_on, read_at, value,"
    "  kind, method, state, rollover, consumption_wh, entered_by)"
    " SELECT r.account_id, r.id, g.service_point_id, e.read_on, now(), e.value, 'estimated',"
    "  'estimate', 'accepted', e.rollover, e.quantity, $2"
    " FROM jsonb_to_recordset($1::jsonb) AS e (register_id bigint, read_on date, value bigint,"
    "      quantity bigint, rollover boolean)"
    " JOIN registers r ON r.id = e.register_id JOIN service_agreements g ON g.id = r.agreement_id",
    TRUE,
};

const Statement run_estimates_advance = {
    "run_estimates_advance",
    "UPDATE registers r SET latest_date = e.read_on, latest_value = e.value,"
    "  latest_estimated = true, estimates_in_row = r.estimates_in_row + 1,"
    "  unbilled_readings = r.unbilled_readings + 1,"
    "  latest_reading_id = (SELECT d.id FROM readings d WHERE d.register_id = r.id"
    "    AND d.read_on = e.read_on AND d.kind = 'estimated' AND d.state = 'accepted')"
    " FROM jsonb_to_recordset($1::jsonb) AS e (register_id bigint, read_on date, value bigint)"
    " WHERE r.id = e.register_id",
    TRUE,
};

/* $1 first and $2 last account, $3 end of the window.  Where a register's billed days end with an
 * estimate and it has been read since: the bills of its agreement after the last one that estimated
 * nothing, each with what is still standing of it. */
const Statement run_true_up_bills = {
    "run_true_up_bills",
    "WITH due AS (SELECT DISTINCT r.account_id, r.agreement_id FROM readings d"
    "   JOIN registers r ON r.id = d.register_id AND r.billed_date = d.read_on"
    "   WHERE d.account_id BETWEEN $1 AND $2 AND d.kind = 'estimated' AND d.state = 'accepted'"
    "     AND EXISTS (SELECT FROM readings n WHERE n.register_id = r.id"
    "       AND n.read_on > r.billed_date AND n.read_on < $3::date AND n.state = 'accepted'"
    "       AND n.kind <> 'estimated')),"
    " live AS (SELECT i.id, i.account_id, i.agreement_id, i.period_from, i.total_minor,"
    "     EXISTS (SELECT FROM invoice_segments s WHERE s.invoice_id = i.id AND s.estimated)"
    "       AS estimated"
    "   FROM due JOIN invoices i ON i.account_id = due.account_id"
    "     AND i.agreement_id = due.agreement_id AND i.kind IN ('energy', 'final')"
    "   WHERE NOT EXISTS (SELECT FROM invoices n WHERE n.reverses_id = i.id)),"
    " certain AS (SELECT agreement_id, max(period_from) AS period_from FROM live"
    "   WHERE NOT estimated GROUP BY agreement_id)"
    " SELECT l.account_id, l.agreement_id, l.id, l.total_minor - standing_credits(l.id)"
    " FROM live l"
    " LEFT JOIN certain c ON c.agreement_id = l.agreement_id"
    " WHERE l.estimated AND l.period_from > COALESCE(c.period_from, '-infinity')"
    " ORDER BY l.account_id, l.agreement_id, l.id",
    TRUE,
};

/* $1 bills: where the first of them begins each register, and where the last one ends it. */
const Statement run_spans = {
    "run_spans",
    "SELECT register_id, min(from_date), (array_agg(from_value ORDER BY from_date))[1],"
    "  max(to_date), (array_agg(to_value ORDER BY to_date DESC))[1]"
    " FROM invoice_segments WHERE invoice_id = ANY ($1::bigint[]) GROUP BY 1 ORDER BY 1",
    TRUE,
};

/* $1 registers, $2 after which day and $3 before which day of each */
const Statement run_readings_between = {
    "run_readings_between",
    "SELECT d.register_id, d.read_on, d.value, d.kind = 'estimated', d.rollover"
    " FROM unnest($1::bigint[], $2::date[], $3::date[]) AS w (register_id, after, before)"
    " JOIN readings d ON d.register_id = w.register_id AND d.read_on > w.after"
    "   AND d.read_on < w.before AND d.state = 'accepted'"
    " ORDER BY d.register_id, d.read_on, d.id",
    TRUE,
};

/* $1 bills that were taken back: the registers go back to where the first of them began. */
const Statement run_true_up_rewind = {
    "run_true_up_rewind",
    "UPDATE registers r SET billed_date = b.from_date, billed_value = b.from_value,"
    "  unbilled_readings = (SELECT count(*) FROM readings d WHERE d.register_id = r.id"
    "    AND d.state = 'accepted' AND d.read_on > b.from_date)"
    " FROM (SELECT DISTINCT ON (register_id) register_id, from_date, from_value"
    "       FROM invoice_segments WHERE invoice_id = ANY ($1::bigint[])"
    "       ORDER BY register_id, from_date) AS b WHERE r.id = b.register_id",
    TRUE,
};

/* $1 bills that were taken back, $2 what took the place of each */
const Statement run_true_up_links = {
    "run_true_up_links",
    "INSERT INTO true_ups (credited_id, account_id, invoice_id)"
    " SELECT i.id, i.account_id, p.invoice_id"
    " FROM unnest($1::bigint[], $2::bigint[]) AS p (credited_id, invoice_id)"
    " JOIN invoices i ON i.id = p.credited_id AND i.id = ANY ($1::bigint[])",
    TRUE,
};
