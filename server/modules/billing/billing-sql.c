/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of runs and exceptions as people see them. */
#include "server/modules/billing/billing-sql.h"

/* Runs: the job knows how a run ended that was not completed; until then its chunks know how
 * far. */

#define RUN_STATE                                                                                  \
    "CASE WHEN r.state = 'running' AND j.state IN ('cancelled', 'failed') THEN j.state"            \
    "     ELSE r.state END"
#define RUN_COLUMNS                                                                                \
    "r.id, r.cycle_id, y.name AS cycle_name, r.period_key, r.period_from, r.period_to,"            \
    " r.issue_date, r.due_date, r.trial, r.class_id, k.name AS class_name, r.station_id,"          \
    " s.name AS station_name, r.meter_kind, r.parent_id,"                                          \
    " " RUN_STATE " AS state, r.job_id, t.accounts, t.bills, t.exceptions, t.skipped,"             \
    " t.energy_wh, t.net_minor, t.tax_minor, t.total_minor, u.full_name AS created_by_name,"       \
    " r.created_at, COALESCE(r.finished_at, j.finished_at) AS finished_at, r.version"
#define RUN_DRESS                                                                                  \
    " JOIN billing_cycles y ON y.id = r.cycle_id"                                                  \
    " LEFT JOIN jobs j ON j.id = r.job_id"                                                         \
    " LEFT JOIN customer_classes k ON k.id = r.class_id"                                           \
    " LEFT JOIN stations s ON s.id = r.station_id"                                                 \
    " LEFT JOIN users u ON u.id = r.created_by"                                                    \
    " CROSS JOIN LATERAL ("                                                                        \
    "   SELECT r.accounts, r.bills, r.exceptions, r.skipped, r.energy_wh, r.net_minor,"            \
    "     r.tax_minor, r.total_minor WHERE r.state = 'completed'"                                  \
    "   UNION ALL SELECT COALESCE(sum(accounts), 0)::bigint, COALESCE(sum(bills), 0)::bigint,"     \
    "     COALESCE(sum(exceptions), 0)::bigint, COALESCE(sum(skipped), 0)::bigint,"                \
    "     COALESCE(sum(energy_wh), 0)::bigint, COALESCE(sum(net_minor), 0)::bigint,"               \
    "     COALESCE(sum(tax_minor), 0)::bigint, COALESCE(sum(total_minor), 0)::bigint"              \
    "   FROM billing_chunks WHERE run_id = r.id HAVING r.state <> 'completed') AS t"
#define RUN_FILTERS(cycle, state, trial, parent)                                                   \
    " (" cycle "::text IS NULL OR r.cycle_id = " cycle "::bigint)"                                 \
    " AND (" state "::text IS NULL OR " state " = (SELECT " RUN_STATE                              \
    "      FROM (SELECT 1) AS one LEFT JOIN jobs j ON j.id = r.job_id))"                           \
    " AND (" trial "::text IS NULL OR r.trial = " trial "::boolean)"                               \
    " AND (" parent "::text IS NULL OR r.parent_id = " parent "::bigint)"
/* The page is cut first and dressed afterwards. */
#define RUN_LIST(compare, direction)                                                               \
    "SELECT " RUN_COLUMNS ", r.id::text AS sort_key FROM (SELECT * FROM billing_runs r"            \
    "   WHERE ($2::text IS NULL OR r.id " compare                                                  \
    " $3::bigint) AND" RUN_FILTERS ("$4", "$5", "$6", "$7") "   ORDER BY r.id " direction          \
                                                            " LIMIT $1::bigint) AS r" RUN_DRESS    \
                                                            " ORDER BY r.id " direction

const Statement billing_runs_newest = { "billing_runs_newest", RUN_LIST ("<", "DESC"), TRUE };
const Statement billing_runs_oldest = { "billing_runs_oldest", RUN_LIST (">", "ASC"), TRUE };

const Statement billing_runs_count = {
    "billing_runs_count",
    "SELECT count(*) AS count FROM (SELECT FROM billing_runs r WHERE" RUN_FILTERS (
        "$1", "$2", "$3", "$4") " LIMIT 10001) AS page",
    TRUE,
};

const Statement billing_run_get = {
    "billing_run_get",
    "SELECT " RUN_COLUMNS ","
    " (SELECT jsonb_agg(jsonb_build_object('class_name', t.name, 'bills', t.bills,"
    "      'energy_wh', t.energy_wh, 'total_minor', t.total_minor, 'last_bills', t.last_bills,"
    "      'last_energy_wh', t.last_energy_wh, 'last_total_minor', t.last_total_minor)"
    "    ORDER BY t.class_id)"
    "  FROM (SELECT n.class_id, kn.name, sum(n.bills)::bigint AS bills,"
    "          sum(n.energy_wh)::bigint AS energy_wh, sum(n.total_minor)::bigint AS total_minor,"
    "          sum(n.last_bills)::bigint AS last_bills,"
    "          sum(n.last_energy_wh)::bigint AS last_energy_wh,"
    "          sum(n.last_total_minor)::bigint AS last_total_minor"
    "        FROM billing_chunk_classes n JOIN customer_classes kn ON kn.id = n.class_id"
    "        WHERE n.run_id = r.id GROUP BY n.class_id, kn.name) AS t) AS classes"
    " FROM billing_runs r" RUN_DRESS " WHERE r.id = $1",
};

/* Starting */

/* A run posts by the classes that accounts have: none moves to another control account then. */
const Statement billing_begin_lock = {
    "billing_begin_lock",
    "SELECT pg_advisory_xact_lock(hashtext('billing runs begin'))",
};

/* $1 class, $2 station */
const Statement billing_scope = {
    "billing_scope",
    "SELECT $1::bigint IS NULL OR EXISTS (SELECT FROM customer_classes WHERE id = $1),"
    "  $2::bigint IS NULL OR EXISTS (SELECT FROM stations WHERE id = $2)",
};

const Statement billing_cycle_by_code = {
    "billing_cycle_by_code",
    "SELECT id FROM billing_cycles WHERE code = $1",
};

/* $1 cycle, $2 class, $3 station, $4 kind of meter, $5 from, $6 to.  Whether the scope was billed,
 * whether any of it was billed up to the period, whether the cycle ever was earlier.  By days, not
 * by keys: the cycle may have had another frequency. */
const Statement billing_history = {
    "billing_history",
    "SELECT COALESCE(bool_or(r.period_to >= $6::date"
    "          AND (r.class_id IS NULL OR r.class_id = $2)"
    "          AND (r.station_id IS NULL OR r.station_id = $3)"
    "          AND (r.meter_kind IS NULL OR r.meter_kind = $4)), false),"
    "  COALESCE(bool_or(r.period_to >= $5::date"
    "          AND (r.class_id IS NULL OR $2::bigint IS NULL OR r.class_id = $2)"
    "          AND (r.station_id IS NULL OR $3::bigint IS NULL OR r.station_id = $3)"
    "          AND (r.meter_kind IS NULL OR $4::text IS NULL OR r.meter_kind = $4)), false),"
    "  COALESCE(bool_or(r.period_from < $5::date), false)"
    " FROM billing_runs r WHERE r.cycle_id = $1 AND r.state = 'completed' AND NOT r.trial"
    "   AND r.parent_id IS NULL",
};

const Statement billing_run_insert = {
    "billing_run_insert",
    "INSERT INTO billing_runs (cycle_id, period_key, period_from, period_to, issue_date, due_date,"
    "  trial, class_id, station_id, created_by, meter_kind, due_days, parent_id)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
};

const Statement billing_run_set_job = {
    "billing_run_set_job",
    "UPDATE billing_runs SET job_id = $2 WHERE id = $1",
};

/* Exceptions: those of accounts in the caller's scope. @words: a parameter, the codes in words */

#define EXCEPTION_COLUMNS(words, ways)                                                             \
    "x.id, x.run_id, x.account_id, a.number AS account_number, c.name AS customer_name,"           \
    " m.number AS meter_number, x.agreement_id, x.code, " words "::jsonb ->> x.code AS message,"   \
    " x.detail, " ways "::jsonb ->> x.code AS way_out, x.state, x.reason,"                         \
    " u.full_name AS resolved_by_name, x.resolved_at, x.version"
#define EXCEPTION_DRESS                                                                            \
    " JOIN accounts a ON a.id = x.account_id"                                                      \
    " JOIN customers c ON c.id = a.customer_id"                                                    \
    " LEFT JOIN users u ON u.id = x.resolved_by"                                                   \
    " LEFT JOIN LATERAL (SELECT m.number FROM registers r"                                         \
    "   JOIN meter_installations i ON i.id = r.installation_id JOIN meters m ON m.id = i.meter_id" \
    "   WHERE r.account_id = x.account_id AND r.agreement_id = x.agreement_id"                     \
    "   ORDER BY r.closed_on DESC NULLS FIRST, r.id LIMIT 1) AS m ON true"
#define EXCEPTION_FILTERS(run, state, code, account)                                               \
    " (" run "::text IS NULL OR x.run_id = " run "::bigint)"                                       \
    " AND (" state "::text IS NULL OR x.state = " state ")"                                        \
    " AND (" code "::text IS NULL OR x.code = " code ")"                                           \
    " AND (" account "::text IS NULL OR x.account_id = " account "::bigint)"                       \
    " AND EXISTS (SELECT FROM accounts s WHERE s.id = x.account_id)"
#define EXCEPTION_LIST(compare, direction)                                                         \
    "SELECT " EXCEPTION_COLUMNS ("$8", "$9") ", x.id::text AS sort_key"                            \
                                             " FROM (SELECT * FROM billing_exceptions x"           \
                                             "   WHERE ($2::text IS NULL OR x.id " compare         \
                                             " $3::bigint) AND" EXCEPTION_FILTERS (                \
                                                 "$4", "$5", "$6",                                 \
                                                 "$7") "   ORDER BY x.id " direction               \
                                                       " LIMIT $1::bigint) AS x" EXCEPTION_DRESS   \
                                                       " ORDER BY x.id " direction

const Statement billing_exceptions_oldest = {
    "billing_exceptions_oldest",
    EXCEPTION_LIST (">", "ASC"),
    TRUE,
};
const Statement billing_exceptions_newest = {
    "billing_exceptions_newest",
    EXCEPTION_LIST ("<", "DESC"),
    TRUE,
};

const Statement billing_exceptions_count = {
    "billing_exceptions_count",
    "SELECT count(*) AS count FROM (SELECT FROM billing_exceptions x WHERE" EXCEPTION_FILTERS (
        "$1", "$2", "$3", "$4") " AND $5::text IS NOT NULL AND $6::text IS NOT NULL"
                                " LIMIT 10001) AS page",
    TRUE,
};

const Statement billing_exception_get = {
    "billing_exception_get",
    "SELECT " EXCEPTION_COLUMNS ("$2", "$3") " FROM billing_exceptions x" EXCEPTION_DRESS
                                             " WHERE x.id = $1",
};

/* $1 id, $2 state, $3 reason */
const Statement billing_exception_decide = {
    "billing_exception_decide",
    "UPDATE billing_exceptions SET state = $2, reason = $3, resolved_by = siraj_actor(),"
    "  resolved_at = now(), version = version + 1 WHERE id = $1 AND state = 'open' RETURNING id",
};

/* $1 run, $2 code or NULL, $3 state, $4 reason: those of accounts in the caller's scope */
const Statement billing_exceptions_decide = {
    "billing_exceptions_decide",
    "WITH decided AS (UPDATE billing_exceptions x SET state = $3, reason = $4,"
    "    resolved_by = siraj_actor(), resolved_at = now(), version = version + 1"
    "  WHERE x.run_id = $1 AND x.state = 'open' AND ($2::text IS NULL OR x.code = $2)"
    "    AND EXISTS (SELECT FROM accounts s WHERE s.id = x.account_id) RETURNING 1)"
    " SELECT count(*) FROM decided",
};

const Statement *const billing_statements[] = {
    &billing_runs_newest,
    &billing_runs_oldest,
    &billing_runs_count,
    &billing_run_get,
    &billing_begin_lock,
    &billing_scope,
    &billing_cycle_by_code,
    &billing_history,
    &billing_run_insert,
    &billing_run_set_job,
    &billing_exceptions_oldest,
    &billing_exceptions_newest,
    &billing_exceptions_count,
    &billing_exception_get,
    &billing_exception_decide,
    &billing_exceptions_decide,
    &run_context,
    &run_chunk_lay,
    &run_chunks_laid,
    &run_chunk_take,
    &run_chunks_left,
    &run_partitions,
    &run_complete,
    &run_agreements,
    &run_registers,
    &run_terms,
    &run_readings,
    &run_versions,
    &run_document,
    &run_period_prices,
    &run_classes,
    &run_branches,
    &run_versions_used,
    &run_silence_triggers,
    &run_wake_triggers,
    &run_set_look_ups,
    &run_copy_commands,
    &run_take_numbers,
    &run_advance_registers,
    &run_raise_balances,
    &run_raise_balances_summed,
    &run_chunk_done,
    &run_chunk_class,
    &run_prove_lines,
    &run_prove_segments,
    &run_prove_invoices,
    &run_prove_journal,
    &run_estimate_rules,
    &run_unread,
    &run_estimates_insert,
    &run_estimates_advance,
    &run_true_up_bills,
    &run_spans,
    &run_readings_between,
    &run_true_up_rewind,
    &run_true_up_links,
    &run_insert_invoice,
    &take_back_notes,
    &take_back_lines,
    &take_back_segments,
    &take_back_settle,
    &documents_sums,
    &documents_prove,
    &documents_raise,
    &documents_settle,
    &documents_reached,
    &rebill_facts,
    &rebill_agreements,
    &rebill_registers,
    &rebill_terms,
    &rebill_old_lines,
    &rebill_lock,
    &rebill_single_id,
    &rebill_block,
    &rebill_reading_replace,
    &rebill_reading_add,
    &rebill_reading_latest,
    &mass_rebills_newest,
    &mass_rebills_oldest,
    &mass_rebills_count,
    &mass_rebill_get,
    &mass_items_by_id,
    &mass_items_by_id_desc,
    &mass_items_by_difference,
    &mass_items_by_difference_desc,
    &mass_items_by_movement,
    &mass_items_by_movement_desc,
    &mass_items_count,
    &mass_rebill_scope,
    &mass_rebill_insert,
    &mass_rebill_set_job,
    &mass_rebill_lock,
    &mass_rebill_context,
    &mass_rebill_lay,
    &mass_rebill_take,
    &mass_rebill_left,
    &mass_items_tried,
    &mass_items_applied,
    &mass_items_kept,
    &mass_rebill_done,
    &mass_items_touched,
    &mass_batch,
    &mass_undo_bills,
    &mass_undo_lines,
    &mass_undo_segments,
    &mass_items_undone,
    &verify_register_chains,
    &verify_energy_once,
    &verify_true_ups,
    &verify_run_totals,
    &verify_run_journal,
    NULL,
};
