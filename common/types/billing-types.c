/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of runs, exceptions and invoices. */
#include "common/types/billing-types.h"

ENUMERATION_DEFINE (run_state_enum, "run_state", { RUN_STATE_RUNNING, "running", N_ ("Running") },
                    { RUN_STATE_COMPLETED, "completed", N_ ("Completed") },
                    { RUN_STATE_CANCELLED, "cancelled", N_ ("Cancelled") },
                    { RUN_STATE_FAILED, "failed", N_ ("Failed") });

ENUMERATION_DEFINE (exception_state_enum, "exception_state",
                    { EXCEPTION_STATE_OPEN, "open", N_ ("Open") },
                    { EXCEPTION_STATE_RESOLVED, "resolved", N_ ("Resolved") },
                    { EXCEPTION_STATE_WAIVED, "waived", N_ ("Waived") });

ENUMERATION_DEFINE (invoice_kind_enum, "invoice_kind",
                    { INVOICE_KIND_ENERGY, "energy", N_ ("Electricity bill") },
                    { INVOICE_KIND_FINAL, "final", N_ ("Final bill") },
                    { INVOICE_KIND_ADJUSTMENT, "adjustment", N_ ("Adjustment") },
                    { INVOICE_KIND_CREDIT_NOTE, "credit_note", N_ ("Credit note") });

ENUMERATION_DEFINE (invoice_state_enum, "invoice_state",
                    { INVOICE_STATE_UNPAID, "unpaid", N_ ("Unpaid") },
                    { INVOICE_STATE_PARTIAL, "partial", N_ ("Partly paid") },
                    { INVOICE_STATE_PAID, "paid", N_ ("Fully paid") },
                    { INVOICE_STATE_OVERDUE, "overdue", N_ ("Overdue") },
                    { INVOICE_STATE_CANCELLED, "cancelled", N_ ("Cancelled") },
                    { INVOICE_STATE_CREDIT, "credit", N_ ("Credit") });

RECORD_DEFINE (run_request, RunRequest,
               FIELD_ID (RunRequest, cycle_id, N_ ("Billing cycle"), FIELD_REQUIRED),
               FIELD_TEXT (RunRequest, period_key, N_ ("Period"), FIELD_REQUIRED),
               FIELD_BOOLEAN (RunRequest, trial, N_ ("Trial"), FIELD_PLAIN),
               FIELD_ID (RunRequest, class_id, N_ ("Class"), FIELD_PLAIN),
               FIELD_ID (RunRequest, station_id, N_ ("Station"), FIELD_PLAIN));

RECORD_DEFINE (cycle_period, CyclePeriod,
               FIELD_TEXT (CyclePeriod, period_key, N_ ("Period"), FIELD_READ_ONLY),
               FIELD_DATE (CyclePeriod, period_from, N_ ("From"), FIELD_READ_ONLY),
               FIELD_DATE (CyclePeriod, period_to, N_ ("To"), FIELD_READ_ONLY),
               FIELD_DATE (CyclePeriod, reading_from, N_ ("Read from"), FIELD_READ_ONLY),
               FIELD_DATE (CyclePeriod, reading_to, N_ ("Read until"), FIELD_READ_ONLY),
               FIELD_DATE (CyclePeriod, billing_date, N_ ("Billed on"), FIELD_READ_ONLY),
               FIELD_DATE (CyclePeriod, due_date, N_ ("Due on"), FIELD_READ_ONLY));

RECORD_DEFINE (cycle_periods, CyclePeriods,
               FIELD_LIST (CyclePeriods, periods, N_ ("Periods"), cycle_period_record,
                           FIELD_READ_ONLY));

RECORD_DEFINE (run_class_total, RunClassTotal,
               FIELD_TEXT (RunClassTotal, class_name, N_ ("Class"), FIELD_READ_ONLY),
               FIELD_INTEGER (RunClassTotal, bills, N_ ("Bills"), FIELD_READ_ONLY),
               FIELD_ENERGY (RunClassTotal, energy_wh, N_ ("Energy"), FIELD_READ_ONLY),
               FIELD_MONEY (RunClassTotal, total_minor, N_ ("Total"), FIELD_READ_ONLY));

RECORD_DEFINE (billing_run, BillingRun, FIELD_ID (BillingRun, id, N_ ("Run"), FIELD_READ_ONLY),
               FIELD_ID (BillingRun, cycle_id, N_ ("Billing cycle"), FIELD_READ_ONLY),
               FIELD_TEXT (BillingRun, cycle_name, N_ ("Billing cycle"), FIELD_READ_ONLY),
               FIELD_TEXT (BillingRun, period_key, N_ ("Period"), FIELD_READ_ONLY),
               FIELD_DATE (BillingRun, period_from, N_ ("From"), FIELD_READ_ONLY),
               FIELD_DATE (BillingRun, period_to, N_ ("To"), FIELD_READ_ONLY),
               FIELD_DATE (BillingRun, issue_date, N_ ("Issued on"), FIELD_READ_ONLY),
               FIELD_DATE (BillingRun, due_date, N_ ("Due on"), FIELD_READ_ONLY),
               FIELD_BOOLEAN (BillingRun, trial, N_ ("Trial"), FIELD_READ_ONLY),
               FIELD_TEXT (BillingRun, class_name, N_ ("Class"), FIELD_READ_ONLY),
               FIELD_TEXT (BillingRun, station_name, N_ ("Station"), FIELD_READ_ONLY),
               FIELD_ENUM (BillingRun, state, N_ ("State"), run_state_enum, FIELD_READ_ONLY),
               FIELD_ID (BillingRun, job_id, N_ ("Job"), FIELD_READ_ONLY),
               FIELD_INTEGER (BillingRun, accounts, N_ ("Accounts"), FIELD_READ_ONLY),
               FIELD_INTEGER (BillingRun, bills, N_ ("Bills"), FIELD_READ_ONLY),
               FIELD_INTEGER (BillingRun, exceptions, N_ ("Exceptions"), FIELD_READ_ONLY),
               FIELD_INTEGER (BillingRun, skipped, N_ ("Skipped"), FIELD_READ_ONLY),
               FIELD_ENERGY (BillingRun, energy_wh, N_ ("Energy"), FIELD_READ_ONLY),
               FIELD_MONEY (BillingRun, net_minor, N_ ("Net"), FIELD_READ_ONLY),
               FIELD_MONEY (BillingRun, tax_minor, N_ ("Tax"), FIELD_READ_ONLY),
               FIELD_MONEY (BillingRun, total_minor, N_ ("Total"), FIELD_READ_ONLY),
               FIELD_TEXT (BillingRun, created_by_name, N_ ("Started by"), FIELD_READ_ONLY),
               FIELD_INSTANT (BillingRun, created_at, N_ ("Started at"), FIELD_READ_ONLY),
               FIELD_INSTANT (BillingRun, finished_at, N_ ("Finished at"),
                              FIELD_READ_ONLY | FIELD_OPTIONAL),
               FIELD_LIST (BillingRun, classes, N_ ("By class"), run_class_total_record,
                           FIELD_READ_ONLY),
               FIELD_INTEGER (BillingRun, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (billing_exception, BillingException,
               FIELD_ID (BillingException, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_ID (BillingException, run_id, N_ ("Run"), FIELD_READ_ONLY),
               FIELD_ID (BillingException, account_id, N_ ("Account"), FIELD_READ_ONLY),
               FIELD_TEXT (BillingException, account_number, N_ ("Account"), FIELD_READ_ONLY),
               FIELD_TEXT (BillingException, customer_name, N_ ("Customer"), FIELD_READ_ONLY),
               FIELD_TEXT (BillingException, meter_number, N_ ("Meter"), FIELD_READ_ONLY),
               FIELD_ID (BillingException, agreement_id, N_ ("Agreement"), FIELD_READ_ONLY),
               FIELD_TEXT (BillingException, code, N_ ("Code"), FIELD_READ_ONLY),
               FIELD_TEXT (BillingException, message, N_ ("Message"), FIELD_READ_ONLY),
               FIELD_TEXT (BillingException, detail, N_ ("Details"), FIELD_READ_ONLY),
               FIELD_ENUM (BillingException, state, N_ ("State"), exception_state_enum,
                           FIELD_READ_ONLY),
               FIELD_TEXT (BillingException, reason, N_ ("Reason"), FIELD_PLAIN),
               FIELD_TEXT (BillingException, resolved_by_name, N_ ("Resolved by"), FIELD_READ_ONLY),
               FIELD_INSTANT (BillingException, resolved_at, N_ ("Resolved at"),
                              FIELD_READ_ONLY | FIELD_OPTIONAL),
               FIELD_INTEGER (BillingException, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (exception_decision, ExceptionDecision,
               FIELD_ENUM (ExceptionDecision, state, N_ ("State"), exception_state_enum,
                           FIELD_REQUIRED),
               FIELD_TEXT (ExceptionDecision, reason, N_ ("Reason"), FIELD_REQUIRED));

RECORD_DEFINE (invoice_line, InvoiceLine,
               FIELD_INTEGER (InvoiceLine, line_no, N_ ("Line"), FIELD_READ_ONLY),
               FIELD_TEXT (InvoiceLine, kind, N_ ("Kind"), FIELD_READ_ONLY),
               FIELD_TEXT (InvoiceLine, component, N_ ("Component"), FIELD_READ_ONLY),
               FIELD_TEXT (InvoiceLine, description, N_ ("Description"), FIELD_READ_ONLY),
               FIELD_TEXT (InvoiceLine, explanation, N_ ("Explanation"), FIELD_READ_ONLY),
               FIELD_ENERGY (InvoiceLine, block_from_wh, N_ ("From"),
                             FIELD_READ_ONLY | FIELD_OPTIONAL),
               FIELD_ENERGY (InvoiceLine, block_to_wh, N_ ("To"), FIELD_READ_ONLY | FIELD_OPTIONAL),
               FIELD_INTEGER (InvoiceLine, quantity, N_ ("Quantity"), FIELD_READ_ONLY),
               FIELD_RATE (InvoiceLine, rate_micro, N_ ("Rate"), FIELD_READ_ONLY),
               FIELD_INTEGER (InvoiceLine, days, N_ ("Days"), FIELD_READ_ONLY),
               FIELD_MONEY (InvoiceLine, amount_minor, N_ ("Amount"), FIELD_READ_ONLY),
               FIELD_PERCENT (InvoiceLine, tax_bp, N_ ("Tax"), FIELD_READ_ONLY));

RECORD_DEFINE (invoice_segment, InvoiceSegment,
               FIELD_INTEGER (InvoiceSegment, segment_no, N_ ("Segment"), FIELD_READ_ONLY),
               FIELD_TEXT (InvoiceSegment, meter_number, N_ ("Meter"), FIELD_READ_ONLY),
               FIELD_TEXT (InvoiceSegment, register_code, N_ ("Register"), FIELD_READ_ONLY),
               FIELD_DATE (InvoiceSegment, from_date, N_ ("From"), FIELD_READ_ONLY),
               FIELD_DATE (InvoiceSegment, to_date, N_ ("To"), FIELD_READ_ONLY),
               FIELD_ENERGY (InvoiceSegment, from_value, N_ ("Previous reading"), FIELD_READ_ONLY),
               FIELD_ENERGY (InvoiceSegment, to_value, N_ ("Current reading"), FIELD_READ_ONLY),
               FIELD_INTEGER (InvoiceSegment, multiplier_milli, N_ ("Multiplier (thousandths)"),
                              FIELD_READ_ONLY),
               FIELD_ENERGY (InvoiceSegment, energy_wh, N_ ("Energy"), FIELD_READ_ONLY),
               FIELD_BOOLEAN (InvoiceSegment, estimated, N_ ("Estimated"), FIELD_READ_ONLY));

RECORD_DEFINE (invoice_history, InvoiceHistory,
               FIELD_TEXT (InvoiceHistory, period_key, N_ ("Period"), FIELD_READ_ONLY),
               FIELD_ENERGY (InvoiceHistory, energy_wh, N_ ("Energy"), FIELD_READ_ONLY),
               FIELD_MONEY (InvoiceHistory, total_minor, N_ ("Total"), FIELD_READ_ONLY));

RECORD_DEFINE (
    invoice, Invoice, FIELD_ID (Invoice, id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, number, N_ ("Invoice number"), FIELD_READ_ONLY),
    FIELD_ENUM (Invoice, kind, N_ ("Kind"), invoice_kind_enum, FIELD_READ_ONLY),
    FIELD_ENUM (Invoice, state, N_ ("State"), invoice_state_enum, FIELD_READ_ONLY),
    FIELD_ID (Invoice, account_id, N_ ("Account"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, account_number, N_ ("Account"), FIELD_READ_ONLY),
    FIELD_ID (Invoice, customer_id, N_ ("Customer"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, customer_number, N_ ("Customer number"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, customer_name, N_ ("Customer"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, customer_address, N_ ("Address"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, customer_mobile, N_ ("Mobile"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, customer_tax_number, N_ ("Tax number"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, service_address, N_ ("Service address"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, agreement_number, N_ ("Agreement"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, class_name, N_ ("Class"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, station_name, N_ ("Station"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, branch_name, N_ ("Branch"), FIELD_READ_ONLY),
    FIELD_ID (Invoice, run_id, N_ ("Run"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, tariff_name, N_ ("Tariff"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, period_key, N_ ("Period"), FIELD_READ_ONLY),
    FIELD_DATE (Invoice, period_from, N_ ("From"), FIELD_READ_ONLY),
    FIELD_DATE (Invoice, period_to, N_ ("To"), FIELD_READ_ONLY),
    FIELD_DATE (Invoice, issue_date, N_ ("Issued on"), FIELD_READ_ONLY),
    FIELD_DATE (Invoice, due_date, N_ ("Due on"), FIELD_READ_ONLY),
    FIELD_ENERGY (Invoice, energy_wh, N_ ("Energy"), FIELD_READ_ONLY),
    FIELD_MONEY (Invoice, net_minor, N_ ("Net"), FIELD_READ_ONLY),
    FIELD_MONEY (Invoice, tax_minor, N_ ("Tax"), FIELD_READ_ONLY),
    FIELD_MONEY (Invoice, rounding_minor, N_ ("Rounding"), FIELD_READ_ONLY),
    FIELD_MONEY (Invoice, total_minor, N_ ("Total"), FIELD_READ_ONLY),
    FIELD_MONEY (Invoice, previous_balance_minor, N_ ("Previous balance"), FIELD_READ_ONLY),
    FIELD_MONEY (Invoice, settled_minor, N_ ("Paid"), FIELD_READ_ONLY),
    FIELD_MONEY (Invoice, open_minor, N_ ("Remaining"), FIELD_READ_ONLY),
    FIELD_ID (Invoice, reverses_id, N_ ("Reverses"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, reverses_number, N_ ("Reverses invoice"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, reason, N_ ("Reason"), FIELD_READ_ONLY),
    FIELD_TEXT (Invoice, created_by_name, N_ ("Issued by"), FIELD_READ_ONLY),
    FIELD_LIST (Invoice, lines, N_ ("Lines"), invoice_line_record, FIELD_READ_ONLY),
    FIELD_LIST (Invoice, taxes, N_ ("Taxes"), quote_tax_record, FIELD_READ_ONLY),
    FIELD_LIST (Invoice, segments, N_ ("Readings"), invoice_segment_record, FIELD_READ_ONLY),
    FIELD_LIST (Invoice, history, N_ ("History"), invoice_history_record, FIELD_READ_ONLY));

RECORD_DEFINE (cancel_request, CancelRequest,
               FIELD_TEXT (CancelRequest, reason, N_ ("Reason"), FIELD_REQUIRED));
