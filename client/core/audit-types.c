/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of the audit trail and the records they hold. */
#include "client/core/audit-types.h"

#include "common/types/accounting-types.h"
#include "common/types/billing-types.h"
#include "common/types/customers-types.h"
#include "common/types/geography-types.h"
#include "common/types/meters-types.h"
#include "common/types/payments-types.h"
#include "common/types/recurring-types.h"
#include "common/types/subscriptions-types.h"
#include "common/types/tariffs-types.h"
#include "common/types/users-types.h"

/* One list for the enumeration and for the records: a line a table of the trail. */
#define SUBJECTS(S)                                                                                \
    S (COMPANY, "company", N_ ("Company"), &company_record)                                        \
    S (BRANCHES, "branches", N_ ("Branch"), &branch_record)                                        \
    S (STATIONS, "stations", N_ ("Station"), &station_record)                                      \
    S (USERS, "users", N_ ("User"), &user_record)                                                  \
    S (ROLES, "roles", N_ ("Role"), &role_record)                                                  \
    S (USER_ROLES, "user_roles", N_ ("Role of a user"), NULL)                                      \
    S (USER_STATIONS, "user_stations", N_ ("Station of a user"), NULL)                             \
    S (FEEDERS, "feeders", N_ ("Feeder"), &feeder_record)                                          \
    S (BOXES, "boxes", N_ ("Distribution box"), &box_record)                                       \
    S (ROUTES, "routes", N_ ("Route"), &reading_route_record)                                      \
    S (CLASSES, "customer_classes", N_ ("Class"), &customer_class_record)                          \
    S (CUSTOMERS, "customers", N_ ("Customer"), &customer_record)                                  \
    S (ACCOUNTS, "accounts", N_ ("Account"), &account_record)                                      \
    S (LEDGER_ACCOUNTS, "ledger_accounts", N_ ("Ledger account"), &ledger_account_record)          \
    S (POSTING_KEYS, "posting_keys", N_ ("Posting key"), &posting_key_record)                      \
    S (PERIODS, "accounting_periods", N_ ("Accounting period"), &accounting_period_record)         \
    S (TARIFFS, "tariffs", N_ ("Tariff"), &tariff_record)                                          \
    S (TARIFF_VERSIONS, "tariff_versions", N_ ("Tariff version"), &tariff_version_row_record)      \
    S (PERIOD_PRICES, "period_prices", N_ ("Price of a month"), &period_price_record)              \
    S (CYCLES, "billing_cycles", N_ ("Billing cycle"), &billing_cycle_record)                      \
    S (POINTS, "service_points", N_ ("Service point"), &service_point_record)                      \
    S (AGREEMENTS, "service_agreements", N_ ("Agreement"), &service_agreement_record)              \
    S (TERMS, "agreement_terms", N_ ("Terms of an agreement"), &agreement_term_record)             \
    S (METERS, "meters", N_ ("Meter"), &meter_record)                                              \
    S (INSTALLATIONS, "meter_installations", N_ ("Installation"), &meter_installation_record)      \
    S (RUNS, "billing_runs", N_ ("Billing run"), &billing_run_record)                              \
    S (EXCEPTIONS, "billing_exceptions", N_ ("Billing exception"), &billing_exception_record)      \
    S (METHODS, "payment_methods", N_ ("Payment method"), &payment_method_record)                  \
    S (BILLING_PERIODS, "billing_periods", N_ ("Billing period"), NULL)                            \
    S (BILLING_REASONS, "billing_reasons", N_ ("Billing reason"), NULL)                            \
    S (ESTIMATE_RULES, "estimate_rules", N_ ("Estimate rule"), NULL)                               \
    S (INVOICE_TEMPLATES, "invoice_templates", N_ ("Template"), &invoice_template_record)          \
    S (MASS_REBILLS, "mass_rebills", N_ ("Mass rebill"), NULL)                                     \
    S (METER_MODELS, "meter_models", N_ ("Meter model"), NULL)                                     \
    S (READING_REMARKS, "reading_remarks", N_ ("Reading remark"), NULL)                            \
    S (READING_SETTINGS, "reading_settings", N_ ("Reading setting"), NULL)                         \
    S (RECURRING_INVOICES, "recurring_invoices", N_ ("Recurring invoice"),                         \
       &recurring_invoice_record)

typedef enum {
#define AS_VALUE(name, word, label, record) SUBJECT_##name,
    SUBJECTS (AS_VALUE)
} Subject;

#define AS_WORD(name, word, label, record) { SUBJECT_##name, word, label },
ENUMERATION_DEFINE (audit_subject_enum, "audit_subject", SUBJECTS (AS_WORD));

static const Record *const records[] = {
#define AS_RECORD(name, word, label, record) [SUBJECT_##name] = record,
    SUBJECTS (AS_RECORD)
};

const Record *
audit_subject_record (int subject)
{
    return subject >= 0 && subject < (int)G_N_ELEMENTS (records) ? records[subject] : NULL;
}

RECORD_DEFINE (audit_line, AuditLine, FIELD_ID (AuditLine, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_INSTANT (AuditLine, at, N_ ("At"), FIELD_READ_ONLY),
               FIELD_INTEGER (AuditLine, actor_id, N_ ("User"), FIELD_READ_ONLY),
               FIELD_TEXT (AuditLine, actor_name, N_ ("User"), FIELD_READ_ONLY),
               FIELD_ENUM (AuditLine, subject, N_ ("What"), audit_subject_enum, FIELD_READ_ONLY),
               FIELD_INTEGER (AuditLine, subject_id, N_ ("Row"), FIELD_READ_ONLY),
               FIELD_TEXT (AuditLine, subject_name, N_ ("Name"), FIELD_READ_ONLY),
               FIELD_TEXT (AuditLine, action, N_ ("Request"), FIELD_READ_ONLY),
               FIELD_TEXT (AuditLine, before, N_ ("Before"), FIELD_READ_ONLY | FIELD_LONG),
               FIELD_TEXT (AuditLine, after, N_ ("After"), FIELD_READ_ONLY | FIELD_LONG),
               FIELD_TEXT (AuditLine, names, N_ ("Names"), FIELD_READ_ONLY | FIELD_LONG),
               FIELD_DATE (AuditLine, day, N_ ("Day"), FIELD_READ_ONLY | FIELD_OPTIONAL));
