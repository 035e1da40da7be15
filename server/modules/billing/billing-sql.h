/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of the billing room; nobody else touches its tables. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const billing_statements[];

/* billing-sql.c: runs and exceptions as people see them */
extern const Statement billing_runs_newest, billing_runs_oldest, billing_runs_count,
    billing_run_get, billing_run_classes, billing_run_insert, billing_run_set_job,
    billing_begin_lock, billing_scope, billing_cycle_by_code, billing_history;
extern const Statement billing_exceptions_oldest, billing_exceptions_newest,
    billing_exceptions_count, billing_exception_get, billing_exception_decide,
    billing_exceptions_decide;

/* What run_read_agreements(), run_read_registers() and run_read_terms() take, in their order. */
#define RUN_AGREEMENT_COLUMNS                                                                      \
    " g.account_id, g.id, a.branch_id, a.station_id, a.class_id,"                                  \
    " b.receivable_minor - b.advance_minor, b.advance_minor, g.end_date, a.billing_hold,"          \
    " a.hold_reason"
#define RUN_REGISTER_COLUMNS                                                                       \
    " r.id, r.account_id, r.agreement_id, r.installation_id, r.code, r.digits,"                    \
    " r.multiplier_milli, r.opened_on, r.closed_on, r.billed_date, r.billed_value,"                \
    " r.latest_date, r.latest_value, r.latest_estimated, r.daily_average_wh, r.zero_bills,"        \
    " r.unbilled_readings"
#define RUN_TERM_COLUMNS                                                                           \
    " t.account_id, t.agreement_id, t.valid_from, t.valid_to, t.tariff_id,"                        \
    " t.contracted_load_w, t.breaker_amperes"

/* What makes an id of its month (yyyymm), as next_invoice_id() does, where the partition is known
 * to stand: a call for each of thousands of documents would look for it thousands of times. */
#define SINGLE_ID "::bigint * 10000000000 + 5000000000 + nextval('invoice_single_seq')"

/* billing-chunk-sql.c: what a chunk reads and writes */
extern const Statement run_context, run_chunk_lay, run_chunks_laid, run_chunk_take, run_chunks_left,
    run_partitions, run_complete;
extern const Statement run_agreements, run_registers, run_terms, run_readings;
extern const Statement run_versions, run_document, run_period_prices, run_classes, run_branches,
    run_versions_used;
extern const Statement run_silence_triggers, run_wake_triggers, run_set_look_ups, run_copy_commands,
    run_insert_invoice, run_take_numbers, run_advance_registers, run_raise_balances,
    run_raise_balances_summed, run_chunk_done, run_chunk_class;
extern const Statement run_prove_lines, run_prove_segments, run_prove_invoices, run_prove_journal;

/* run-amend-sql.c: estimates of a run, and estimated bills that are replaced */
extern const Statement run_estimate_rules, run_unread, run_estimates_insert, run_estimates_advance;
extern const Statement run_true_up_bills, run_true_up_rewind, run_true_up_links;
extern const Statement run_spans, run_readings_between;

/* take-back-sql.c: bills taken back many at a time, and what takes their place */
extern const Statement take_back_notes, take_back_lines, take_back_segments, take_back_settle;
extern const Statement documents_sums, documents_prove, documents_raise, documents_settle,
    documents_reached;

/* rebill-sql.c: bills that are computed again */
extern const Statement rebill_facts, rebill_agreements, rebill_registers, rebill_terms,
    rebill_old_lines, rebill_lock, rebill_block, rebill_single_id, rebill_reading_replace,
    rebill_reading_add, rebill_reading_latest;

/* mass-rebill-sql.c: periods that are billed again */
extern const Statement mass_rebills_newest, mass_rebills_oldest, mass_rebills_count,
    mass_rebill_get, mass_items_by_id, mass_items_by_id_desc, mass_items_by_difference,
    mass_items_by_difference_desc, mass_items_by_movement, mass_items_by_movement_desc,
    mass_items_count, mass_rebill_scope, mass_rebill_insert, mass_rebill_set_job, mass_rebill_lock,
    mass_rebill_context, mass_rebill_lay, mass_rebill_take, mass_rebill_left, mass_rebill_done,
    mass_items_tried, mass_items_applied, mass_items_kept;

/* mass-undo-sql.c */
extern const Statement mass_items_touched, mass_batch, mass_undo_bills, mass_undo_lines,
    mass_undo_segments, mass_items_undone;

/* billing-verify.c */
extern const Statement verify_register_chains, verify_energy_once, verify_true_ups,
    verify_run_totals, verify_run_journal;

G_END_DECLS
