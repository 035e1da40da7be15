/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of cycles, their periods, selected runs and trials. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const billing_cycles_statements[];

/* cycles-sql.c */
extern const Statement cycles_facts, cycles_change_frequency, cycles_take_in, cycles_others,
    cycles_agreements, cycles_run_state, cycles_unscaled_tariff;
extern const Statement cycle_settings_oldest, cycle_settings_newest, cycle_settings_get,
    cycle_settings_insert, cycle_settings_update;

/* periods-sql.c */
extern const Statement billing_periods_insert, billing_periods_oldest, billing_periods_newest,
    billing_periods_count, billing_periods_get, billing_periods_set_closed,
    billing_periods_unbilled_oldest, billing_periods_unbilled_newest,
    billing_periods_unbilled_count, billing_periods_give_reasons;

/* run-select-sql.c */
extern const Statement run_extras, run_select_cleared, run_select_meters, run_selected_lay,
    run_selected_agreements, run_later;

/* trials-sql.c */
extern const Statement trials_compare, trials_sum_classes, trials_by_account,
    trials_by_account_desc, trials_by_energy, trials_by_energy_desc, trials_by_amount,
    trials_by_amount_desc, trials_count;

G_END_DECLS
