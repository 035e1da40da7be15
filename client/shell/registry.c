/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page of the program: one line each, in the order of the sidebar. */
#include "client/shell/registry.h"

#include "client/pages/accounting/accounting-pages.h"
#include "client/pages/invoices/invoices-page.h"
#include "client/pages/jobs/jobs-page.h"
#include "client/pages/billing/billing-pages.h"
#include "client/pages/customers/customers-pages.h"
#include "client/pages/meters/meters-pages.h"
#include "client/pages/geography/geography-pages.h"
#include "client/pages/payments/methods-pages.h"
#include "client/pages/payments/payment-page.h"
#include "client/pages/payments/payments-page.h"
#include "client/pages/payments/take-payment-page.h"
#include "client/pages/readings/readings-pages.h"
#include "client/pages/recurring/recurring-pages.h"
#include "client/pages/tariffs/tariffs-pages.h"
#include "client/pages/templates/templates-pages.h"
#include "client/pages/users/users-pages.h"

static const PageEntry entries[] = {
    { "customers", GROUP_CUSTOMERS, N_ ("Customers"), "system-users-symbolic", "customers.read",
      customers_page_new },
    { "customer", GROUP_NONE, N_ ("Customer"), "avatar-default-symbolic", "customers.read",
      customer_page_new },
    { "accounts", GROUP_CUSTOMERS, N_ ("Accounts"), "x-office-address-book-symbolic",
      "customers.read", accounts_page_new },
    { "account", GROUP_NONE, N_ ("Account"), "x-office-address-book-symbolic", "customers.read",
      account_page_new },
    { "agreements", GROUP_CUSTOMERS, N_ ("Agreements"), "text-x-generic-symbolic",
      "subscriptions.read", agreements_page_new },
    { "agreement", GROUP_NONE, N_ ("Agreement"), "text-x-generic-symbolic", "subscriptions.read",
      agreement_page_new },
    { "points", GROUP_CUSTOMERS, N_ ("Service points"), "mark-location-symbolic",
      "subscriptions.read", points_page_new },
    { "point", GROUP_NONE, N_ ("Service point"), "mark-location-symbolic", "subscriptions.read",
      point_page_new },
    { "reading-lists", GROUP_METERING, N_ ("Reading lists"), "view-list-bullet-symbolic",
      "readings.read", reading_lists_page_new },
    { "reading-entry", GROUP_METERING, N_ ("Enter readings"), "document-edit-symbolic",
      "readings.enter", reading_entry_page_new },
    { "reading-review", GROUP_METERING, N_ ("Held readings"), "dialog-question-symbolic",
      "readings.review", reading_review_page_new },
    { "readings", GROUP_METERING, N_ ("Readings"), "view-list-symbolic", "readings.read",
      readings_page_new },
    { "meters", GROUP_METERING, N_ ("Meters"), "power-profile-balanced-symbolic", "meters.read",
      meters_page_new },
    { "meter", GROUP_NONE, N_ ("Meter"), "power-profile-balanced-symbolic", "meters.read",
      meter_page_new },
    { "meter-models", GROUP_METERING, N_ ("Meter models"), "power-profile-balanced-symbolic",
      "meters.read", meter_models_page_new },
    { "meter-model", GROUP_NONE, N_ ("Meter model"), "power-profile-balanced-symbolic",
      "meters.read", meter_model_page_new },
    { "routes", GROUP_METERING, N_ ("Reading routes"), "mark-location-symbolic", "geography.read",
      routes_page_new },
    { "route", GROUP_NONE, N_ ("Route"), "mark-location-symbolic", "geography.read",
      route_page_new },
    { "reader-work", GROUP_METERING, N_ ("Work of the readers"), "system-users-symbolic",
      "readings.read", reader_work_page_new },
    { "reading-remarks", GROUP_METERING, N_ ("Reading remarks"), "user-available-symbolic",
      "readings.read", reading_remarks_page_new },
    { "reading-remark", GROUP_NONE, N_ ("Reading remark"), "user-available-symbolic",
      "readings.read", reading_remark_page_new },
    { "estimate-rules", GROUP_METERING, N_ ("Estimate rules"), "accessories-calculator-symbolic",
      "readings.read", estimate_rules_page_new },
    { "estimate-rule", GROUP_NONE, N_ ("Estimate rule"), "accessories-calculator-symbolic",
      "readings.read", estimate_rule_page_new },
    { "reading-settings", GROUP_METERING, N_ ("Reading settings"), "emblem-system-symbolic",
      "readings.read", reading_settings_page_new },
    { "cycles", GROUP_BILLING, N_ ("Recurring billing"), "x-office-calendar-symbolic",
      "geography.read", cycles_page_new },
    { "cycle", GROUP_NONE, N_ ("Billing cycle"), "x-office-calendar-symbolic", "geography.read",
      cycle_page_new },
    { "billing-periods", GROUP_BILLING, N_ ("Billing periods"), "x-office-calendar-symbolic",
      "billing.read", billing_periods_page_new },
    { "billing-period", GROUP_NONE, N_ ("Billing period"), "x-office-calendar-symbolic",
      "billing.read", billing_period_page_new },
    { "new-run", GROUP_NONE, N_ ("Start a billing run"), "media-playback-start-symbolic",
      "billing.run", new_run_page_new },
    { "trial-bills", GROUP_NONE, N_ ("Trial: differences"), "view-list-symbolic", "billing.read",
      trial_bills_page_new },
    { "runs", GROUP_BILLING, N_ ("Billing runs"), "media-playback-start-symbolic", "billing.read",
      runs_page_new },
    { "run", GROUP_NONE, N_ ("Run"), "media-playback-start-symbolic", "billing.read",
      run_page_new },
    { "rebills", GROUP_BILLING, N_ ("Billing again"), "edit-undo-symbolic", "billing.read",
      rebills_page_new },
    { "rebill", GROUP_NONE, N_ ("Billing again"), "edit-undo-symbolic", "billing.read",
      rebill_page_new },
    { "invoices", GROUP_BILLING, N_ ("Invoices"), "x-office-document-symbolic", "invoices.read",
      invoices_page_new },
    { "invoice", GROUP_NONE, N_ ("Invoice"), "x-office-document-symbolic", "invoices.read",
      invoice_page_new },
    { "recurring-invoices", GROUP_BILLING, N_ ("Recurring invoices"), "view-refresh-symbolic",
      "recurring.read", recurring_invoices_page_new },
    { "recurring-invoice", GROUP_NONE, N_ ("Recurring invoice"), "view-refresh-symbolic",
      "recurring.read", recurring_invoice_page_new },
    { "tariffs", GROUP_BILLING, N_ ("Tariffs"), "accessories-calculator-symbolic", "tariffs.read",
      tariffs_page_new },
    { "tariff", GROUP_NONE, N_ ("Tariff"), "accessories-calculator-symbolic", "tariffs.read",
      tariff_page_new },
    { "tariff-version", GROUP_NONE, N_ ("Tariff version"), "accessories-calculator-symbolic",
      "tariffs.read", version_page_new },
    { "tariff-comparison", GROUP_NONE, N_ ("Comparison"), "accessories-calculator-symbolic",
      "tariffs.read", comparison_page_new },
    { "prices-in-force", GROUP_BILLING, N_ ("Prices in force"), "accessories-calculator-symbolic",
      "tariffs.read", prices_in_force_page_new },
    { "period-prices", GROUP_BILLING, N_ ("Prices of the months"), "x-office-calendar-symbolic",
      "tariffs.read", period_prices_page_new },
    { "period-price", GROUP_NONE, N_ ("Price of a month"), "x-office-calendar-symbolic",
      "tariffs.read", period_price_page_new },
    { "take-payment", GROUP_COLLECTION, N_ ("Take a payment"), "document-edit-symbolic",
      "payments.take", take_payment_page_new },
    { "payments", GROUP_COLLECTION, N_ ("Payments"), "view-list-symbolic", "payments.read",
      payments_page_new },
    { "payment", GROUP_NONE, N_ ("Receipt"), "document-edit-symbolic", "payments.read",
      payment_page_new },
    { "journal", GROUP_FINANCE, N_ ("Journal"), "x-office-address-book-symbolic", "accounting.read",
      journal_page_new },
    { "entry", GROUP_NONE, N_ ("Entry"), "x-office-address-book-symbolic", "accounting.read",
      entry_page_new },
    { "trial-balance", GROUP_FINANCE, N_ ("Trial balance"), "x-office-spreadsheet-symbolic",
      "accounting.read", trial_balance_page_new },
    { "ledger-accounts", GROUP_FINANCE, N_ ("Chart of accounts"), "view-list-ordered-symbolic",
      "accounting.read", ledger_accounts_page_new },
    { "ledger-account", GROUP_NONE, N_ ("Ledger account"), "view-list-ordered-symbolic",
      "accounting.read", ledger_account_page_new },
    { "posting-keys", GROUP_FINANCE, N_ ("Posting keys"), "insert-link-symbolic", "accounting.read",
      posting_keys_page_new },
    { "posting-key", GROUP_NONE, N_ ("Posting key"), "insert-link-symbolic", "accounting.read",
      posting_key_page_new },
    { "accruals", GROUP_FINANCE, N_ ("Unbilled energy"), "power-profile-balanced-symbolic",
      "accounting.read", accruals_page_new },
    { "periods", GROUP_FINANCE, N_ ("Periods"), "x-office-calendar-symbolic", "accounting.read",
      periods_page_new },
    { "payment-methods", GROUP_FINANCE, N_ ("Payment methods"), "auth-sim-symbolic",
      "payments.read", payment_methods_page_new },
    { "payment-method", GROUP_NONE, N_ ("Payment method"), "auth-sim-symbolic", "payments.read",
      payment_method_page_new },
    { "templates", GROUP_ADMINISTRATION, N_ ("Invoice templates"), "document-page-setup-symbolic",
      "templates.read", templates_page_new },
    { "template", GROUP_NONE, N_ ("Template"), "document-page-setup-symbolic", "templates.read",
      template_page_new },
    { "schedules", GROUP_ADMINISTRATION, N_ ("Scheduled work"), "alarm-symbolic", "jobs.read",
      schedules_page_new },
    { "schedule", GROUP_NONE, N_ ("Schedule"), "alarm-symbolic", "jobs.read", schedule_page_new },
    { "jobs", GROUP_ADMINISTRATION, N_ ("Jobs"), "system-run-symbolic", "jobs.read",
      jobs_page_new },
    { "job", GROUP_NONE, N_ ("Job"), "system-run-symbolic", "jobs.read", job_page_new },
    { "users", GROUP_ADMINISTRATION, N_ ("Users"), "system-users-symbolic", "users.read",
      users_page_new },
    { "user", GROUP_NONE, N_ ("User"), "avatar-default-symbolic", "users.read", user_page_new },
    { "roles", GROUP_ADMINISTRATION, N_ ("Roles"), "security-high-symbolic", "users.read",
      roles_page_new },
    { "role", GROUP_NONE, N_ ("Role"), "security-high-symbolic", "users.read", role_page_new },
    { "audit", GROUP_ADMINISTRATION, N_ ("Audit trail"), "document-open-recent-symbolic",
      "audit.read", audit_page_new },
    { "sessions", GROUP_ADMINISTRATION, N_ ("My sessions"), "dialog-password-symbolic", NULL,
      sessions_page_new },
    { "company", GROUP_ADMINISTRATION, N_ ("Company"), "user-home-symbolic", "company.write",
      company_page_new },
    { "branches", GROUP_ADMINISTRATION, N_ ("Branches"), "go-home-symbolic", "company.write",
      branches_page_new },
    { "branch", GROUP_NONE, N_ ("Branch"), "go-home-symbolic", NULL, branch_page_new },
    { "stations", GROUP_ADMINISTRATION, N_ ("Stations"), "weather-storm-symbolic", "company.write",
      stations_page_new },
    { "station", GROUP_NONE, N_ ("Station"), "weather-storm-symbolic", NULL, station_page_new },
    { "feeders", GROUP_ADMINISTRATION, N_ ("Feeders"), "network-wired-symbolic", "geography.read",
      feeders_page_new },
    { "feeder", GROUP_NONE, N_ ("Feeder"), "network-wired-symbolic", "geography.read",
      feeder_page_new },
    { "boxes", GROUP_ADMINISTRATION, N_ ("Distribution boxes"), "view-grid-symbolic",
      "geography.read", boxes_page_new },
    { "box", GROUP_NONE, N_ ("Distribution box"), "view-grid-symbolic", "geography.read",
      box_page_new },
    { "classes", GROUP_ADMINISTRATION, N_ ("Customer classes"), "view-list-symbolic",
      "geography.read", classes_page_new },
    { "class", GROUP_NONE, N_ ("Class"), "view-list-symbolic", "geography.read", class_page_new },
};

static const char *const group_titles[N_GROUPS] = {
    [GROUP_HOME] = N_ ("Home"),
    [GROUP_CUSTOMERS] = N_ ("Subscribers"),
    [GROUP_METERING] = N_ ("Meters and readings"),
    [GROUP_BILLING] = N_ ("Billing"),
    [GROUP_COLLECTION] = N_ ("Collection"),
    [GROUP_PREPAID] = N_ ("Prepayment"),
    [GROUP_FINANCE] = N_ ("Finance"),
    [GROUP_REPORTS] = N_ ("Reports"),
    [GROUP_ADMINISTRATION] = N_ ("Administration"),
};

const PageEntry *
registry_list (guint *n_entries)
{
    *n_entries = G_N_ELEMENTS (entries);
    return entries;
}

const PageEntry *
registry_find (const char *id)
{
    for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
        if (g_str_equal (entries[i].id, id))
            return &entries[i];
    return NULL;
}

const char *
registry_group_title (PageGroup group)
{
    return group_titles[group];
}
