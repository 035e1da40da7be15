/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of runs that bill a selection of their cycle. */
#include "server/modules/billing/cycles-sql.h"

/* SQL is laid out to be read. */
/* clang-format off */

const Statement run_extras = {
    "run_extras",
    "SELECT COALESCE(due_days, -1), selected FROM billing_runs WHERE id = $1",
};

/* $1 new run, $2 the first run of the period.  Agreements whose exceptions a person has cleared and
 * that no run of the period has billed since. */
const Statement run_select_cleared = {
    "run_select_cleared",
    "WITH chain AS (SELECT id FROM billing_runs WHERE id = $2 OR (parent_id = $2 AND id <> $1)),"
    " picked AS (INSERT INTO billing_run_agreements (run_id, account_id, agreement_id)"
    "   SELECT DISTINCT $1::bigint, x.account_id, x.agreement_id"
    "   FROM billing_exceptions x WHERE x.run_id IN (SELECT id FROM chain) AND x.state = 'resolved'"
    "     AND EXISTS (SELECT FROM accounts a WHERE a.id = x.account_id)"
    "     AND NOT EXISTS (SELECT FROM billing_exceptions o WHERE o.run_id IN (SELECT id FROM chain)"
    "          AND o.account_id = x.account_id AND o.agreement_id = x.agreement_id"
    "          AND o.state = 'open')"
    "     AND NOT EXISTS (SELECT FROM invoices i WHERE i.account_id = x.account_id"
    "          AND i.agreement_id = x.agreement_id AND i.run_id IN (SELECT id FROM chain))"
    "   RETURNING 1),"
    " marked AS (UPDATE billing_runs SET selected = true WHERE id = $1)"
    " SELECT count(*) FROM picked",
};

/* $1 run, $2 kind: who has a meter of the kind within the period */
const Statement run_select_meters = {
    "run_select_meters",
    "WITH picked AS (INSERT INTO billing_run_agreements (run_id, account_id, agreement_id)"
    "   SELECT DISTINCT r.id, g.account_id, g.id"
    "   FROM billing_runs r JOIN service_agreements g ON g.cycle_id = r.cycle_id"
    "   JOIN accounts a ON a.id = g.account_id"
    "   JOIN meter_installations i ON i.service_point_id = g.service_point_id"
    "   JOIN meters m ON m.id = i.meter_id"
    "   WHERE r.id = $1 AND m.kind = $2 AND i.installed_on < r.period_to"
    "     AND (i.removed_on IS NULL OR i.removed_on > r.period_from)"
    "   RETURNING 1),"
    " marked AS (UPDATE billing_runs SET selected = true WHERE id = $1)"
    " SELECT count(*) FROM picked",
};

/* As run_chunk_lay, from the selection. $1 run, $2 agreements in a chunk, $3 blocks of ids */
const Statement run_selected_lay = {
    "run_selected_lay",
    "WITH placed AS (SELECT account_id, (row_number() OVER (ORDER BY account_id) - 1) / $2::bigint"
    "                  AS place FROM billing_run_agreements WHERE run_id = $1),"
    " range AS (SELECT place, min(account_id) AS first, max(account_id) AS last,"
    "             count(*) AS accounts FROM placed GROUP BY place),"
    " apart AS (SELECT place, last, accounts,"
    "             GREATEST(first, lag(last, 1, 0::bigint) OVER (ORDER BY place) + 1) AS first"
    "           FROM range),"
    " laid AS (INSERT INTO billing_chunks (run_id, chunk_no, first_account_id, last_account_id,"
    "      accounts, id_block)"
    "    SELECT q.id, l.place + 1, l.first, l.last, l.accounts,"
    "      CASE WHEN q.trial THEN 0 ELSE nextval('invoice_block_seq') % $3::bigint END"
    "    FROM apart l, billing_runs q WHERE q.id = $1 AND l.first <= l.last RETURNING accounts)"
    " SELECT COALESCE(sum(accounts), 0)::bigint FROM laid",
    TRUE,
};

/* $1 run, $2 first and $3 last account */
const Statement run_selected_agreements = {
    "run_selected_agreements",
    "SELECT account_id, agreement_id FROM billing_run_agreements"
    " WHERE run_id = $1 AND account_id BETWEEN $2 AND $3 ORDER BY account_id, agreement_id",
    TRUE,
};

/* $1 cycle, $2 end of a period: whether a later one has been billed */
const Statement run_later = {
    "run_later",
    "SELECT EXISTS (SELECT FROM billing_runs WHERE cycle_id = $1 AND period_from >= $2::date"
    "   AND state = 'completed' AND NOT trial)",
};

const Statement *const billing_cycles_statements[] = {
    &cycles_facts,
    &cycles_change_frequency,
    &cycles_take_in,
    &cycles_others,
    &cycles_agreements,
    &cycles_run_state,
    &cycles_unscaled_tariff,
    &cycle_settings_oldest,
    &cycle_settings_newest,
    &cycle_settings_get,
    &cycle_settings_insert,
    &cycle_settings_update,
    &billing_periods_insert,
    &billing_periods_oldest,
    &billing_periods_newest,
    &billing_periods_count,
    &billing_periods_get,
    &billing_periods_set_closed,
    &billing_periods_unbilled_oldest,
    &billing_periods_unbilled_newest,
    &billing_periods_unbilled_count,
    &billing_periods_give_reasons,
    &run_extras,
    &run_select_cleared,
    &run_select_meters,
    &run_selected_lay,
    &run_selected_agreements,
    &run_later,
    &trials_compare,
    &trials_sum_classes,
    &trials_by_account,
    &trials_by_account_desc,
    &trials_by_energy,
    &trials_by_energy_desc,
    &trials_by_amount,
    &trials_by_amount_desc,
    &trials_count,
    NULL,
};
