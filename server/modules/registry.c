/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line a room. */
#include "server/modules/registry.h"

#include "server/core/dispatch-sql.h"
#include "server/core/job-worker.h"
#include "server/core/outbox.h"
#include "server/modules/accounting/accounting.h"
#include "server/modules/billing/accrual.h"
#include "server/modules/billing/billing.h"
#include "server/modules/billing/mass-rebill.h"
#include "server/modules/billing/cycles.h"
#include "server/modules/customers/customers.h"
#include "server/modules/gauges.h"
#include "server/modules/geography/geography.h"
#include "server/modules/imports/imports.h"
#include "server/modules/invoices/invoice-batch.h"
#include "server/modules/invoices/invoice-issue.h"
#include "server/modules/invoices/invoices.h"
#include "server/modules/jobs/job-files.h"
#include "server/modules/jobs/jobs.h"
#include "server/modules/meters/meters.h"
#include "server/modules/readings/readings.h"
#include "server/modules/payments/payments.h"
#include "server/modules/recurring/recurring.h"
#include "server/modules/subscriptions/subscriptions.h"
#include "server/modules/tariffs/tariffs.h"
#include "server/modules/templates/templates.h"
#include "server/modules/users/users.h"

const Module *const registry_modules[] = {
    &users_module,          &jobs_module,       &geography_module,
    &customers_module,      &accounting_module, &invoices_module,
    &subscriptions_module,  &meters_module,     &tariffs_module,
    &readings_module,       &billing_module,    &payments_module,
    &imports_module,        &templates_module,  &recurring_module,
    &billing_cycles_module, &accruals_module,   NULL,
};

const JobKind *const registry_job_kinds[] = {
    &billing_job_kind,   &mass_rebill_job_kind, &invoices_print_job_kind,
    &recurring_job_kind, &accrual_job_kind,     NULL,
};

const ScheduleKind *const registry_schedule_kinds[] = {
    &cycle_schedule_kind,
    &accrual_schedule_kind,
    &recurring_schedule_kind,
    NULL,
};

const JobChore registry_chores[] = {
    { "audit seal", users_seal_audit },
    { "expired files", job_files_expire },
    { "schedules", schedules_look },
    { NULL, NULL },
};

const VerifyCheck *const registry_checks[] = {
    users_checks,    accounting_checks, invoices_checks, billing_checks,
    payments_checks, recurring_checks,  accrual_checks,  NULL,
};

const Statement *const *const registry_core_statements[] = {
    dispatch_statements,
    jobs_core_statements,
    job_worker_statements,
    outbox_statements,
    gauges_statements,
    job_file_statements,
    invoice_issue_statements,
    invoice_prints_statements,
    invoice_batch_statements,
    payment_methods_statements,
    NULL,
};
