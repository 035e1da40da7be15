/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of charges, invoices by hand and recurring invoices. */
#include "common/types/recurring-types.h"

ENUMERATION_DEFINE (service_kind_enum, "service_kind",
                    { SERVICE_SUBSCRIPTION, "subscription", N_ ("Subscription fee") },
                    { SERVICE_UPGRADE, "upgrade", N_ ("Upgrade fee") },
                    { SERVICE_COMPONENT, "component", N_ ("Meter and components") },
                    { SERVICE_RECONNECTION, "reconnection", N_ ("Reconnection fee") },
                    { SERVICE_FEE, "fee", N_ ("Service fee") },
                    { SERVICE_FIXED, "fixed", N_ ("Fixed charge") },
                    { SERVICE_RENT, "rent", N_ ("Meter rent") },
                    { SERVICE_PENALTY, "penalty", N_ ("Penalty") },
                    { SERVICE_DEPOSIT, "deposit", N_ ("Deposit") },
                    { SERVICE_MIGRATION, "migration", N_ ("Balance carried over") },
                    { SERVICE_OTHER, "other", N_ ("Other charge") });

ENUMERATION_DEFINE (recurrence_enum, "recurrence",
                    { RECURRENCE_MONTHLY, "monthly", N_ ("Every month") },
                    { RECURRENCE_QUARTERLY, "quarterly", N_ ("Every three months") },
                    { RECURRENCE_YEARLY, "yearly", N_ ("Every year") });

RECORD_DEFINE (charge_line, ChargeLine,
               FIELD_ENUM (ChargeLine, kind, N_ ("Kind"), service_kind_enum, FIELD_REQUIRED),
               FIELD_TEXT (ChargeLine, description, N_ ("Description"), FIELD_PLAIN),
               FIELD_MONEY (ChargeLine, amount_minor, N_ ("Amount"), FIELD_REQUIRED),
               FIELD_PERCENT (ChargeLine, tax_bp, N_ ("Tax"), FIELD_PLAIN))

RECORD_DEFINE (manual_invoice, ManualInvoice,
               FIELD_ID (ManualInvoice, account_id, N_ ("Account"), FIELD_REQUIRED),
               FIELD_ID (ManualInvoice, agreement_id, N_ ("Agreement"), FIELD_PLAIN),
               FIELD_ENUM (ManualInvoice, kind, N_ ("Kind"), invoice_kind_enum, FIELD_REQUIRED),
               FIELD_DATE (ManualInvoice, due_date, N_ ("Due date"), FIELD_OPTIONAL),
               FIELD_TEXT (ManualInvoice, reason, N_ ("Reason"), FIELD_REQUIRED),
               FIELD_LIST (ManualInvoice, lines, N_ ("Lines"), charge_line_record, FIELD_PLAIN))

RECORD_DEFINE (
    recurring_invoice, RecurringInvoice,
    FIELD_ID (RecurringInvoice, id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_TEXT (RecurringInvoice, name, N_ ("Name"), FIELD_REQUIRED),
    FIELD_ID (RecurringInvoice, account_id, N_ ("Account"), FIELD_REQUIRED | FIELD_FIXED),
    FIELD_TEXT (RecurringInvoice, account_number, N_ ("Account"), FIELD_READ_ONLY),
    FIELD_TEXT (RecurringInvoice, customer_name, N_ ("Customer"), FIELD_READ_ONLY),
    FIELD_ID (RecurringInvoice, agreement_id, N_ ("Agreement"), FIELD_FIXED),
    FIELD_TEXT (RecurringInvoice, agreement_number, N_ ("Agreement"), FIELD_READ_ONLY),
    FIELD_ENUM (RecurringInvoice, kind, N_ ("Kind"), invoice_kind_enum, FIELD_REQUIRED),
    FIELD_ENUM (RecurringInvoice, frequency, N_ ("Frequency"), recurrence_enum, FIELD_REQUIRED),
    FIELD_INTEGER (RecurringInvoice, day_of_month, N_ ("Day of the month"), FIELD_REQUIRED),
    FIELD_DATE (RecurringInvoice, start_date, N_ ("From the day"), FIELD_REQUIRED | FIELD_FIXED),
    FIELD_DATE (RecurringInvoice, end_date, N_ ("To the day"), FIELD_OPTIONAL),
    FIELD_DATE (RecurringInvoice, next_date, N_ ("Next invoice"), FIELD_READ_ONLY),
    FIELD_LIST (RecurringInvoice, lines, N_ ("Lines"), charge_line_record, FIELD_PLAIN),
    FIELD_MONEY (RecurringInvoice, amount_minor, N_ ("Amount before tax"), FIELD_READ_ONLY),
    FIELD_INTEGER (RecurringInvoice, invoices_count, N_ ("Invoices"), FIELD_READ_ONLY),
    FIELD_TEXT (RecurringInvoice, last_invoice_number, N_ ("Last invoice"), FIELD_READ_ONLY),
    FIELD_BOOLEAN (RecurringInvoice, active, N_ ("Active"), FIELD_PLAIN),
    FIELD_DATE (RecurringInvoice, failed_on, N_ ("Refused on"), FIELD_READ_ONLY),
    FIELD_TEXT (RecurringInvoice, failure, N_ ("Why it was refused"), FIELD_READ_ONLY),
    FIELD_TEXT (RecurringInvoice, updated_by_name, N_ ("Changed by"), FIELD_READ_ONLY),
    FIELD_INSTANT (RecurringInvoice, updated_at, N_ ("Changed at"), FIELD_READ_ONLY),
    FIELD_INTEGER (RecurringInvoice, version, N_ ("Version"), FIELD_READ_ONLY))
