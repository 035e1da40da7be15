/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Billing runs, exceptions and invoices on the wire. */
#pragma once

#include "common/schema/field.h"
#include "common/types/corrections-types.h"
#include "common/types/tariffs-types.h"
#include "common/types/templates-types.h"

G_BEGIN_DECLS

typedef enum {
    RUN_STATE_RUNNING,
    RUN_STATE_COMPLETED,
    RUN_STATE_CANCELLED,
    RUN_STATE_FAILED,
} RunState;
extern const Enumeration run_state_enum;

typedef enum {
    EXCEPTION_STATE_OPEN,
    EXCEPTION_STATE_RESOLVED,
    EXCEPTION_STATE_WAIVED,
} ExceptionState;
extern const Enumeration exception_state_enum;

typedef enum {
    INVOICE_KIND_ENERGY,
    INVOICE_KIND_FINAL,
    INVOICE_KIND_ADJUSTMENT,
    INVOICE_KIND_CREDIT_NOTE,
    INVOICE_KIND_SUBSCRIPTION,
    INVOICE_KIND_DEPOSIT_INCREASE,
    INVOICE_KIND_SUBSIDY_EXCESS,
    INVOICE_KIND_UPGRADE,
    INVOICE_KIND_MIGRATION,
    INVOICE_KIND_COMPONENT,
    INVOICE_KIND_RECONNECTION,
    INVOICE_KIND_PENALTY,
    INVOICE_KIND_OTHER,
} InvoiceKind;
extern const Enumeration invoice_kind_enum;

/* Computed, never stored. */
typedef enum {
    INVOICE_STATE_UNPAID,
    INVOICE_STATE_PARTIAL,
    INVOICE_STATE_PAID,
    INVOICE_STATE_OVERDUE,
    INVOICE_STATE_CANCELLED,
    INVOICE_STATE_CREDIT,
} InvoiceState;
extern const Enumeration invoice_state_enum;

typedef struct {
    gint64 cycle_id;
    char *period_key;
    gboolean trial;
    gint64 class_id;
    gint64 station_id;
    int meter_kind;
} RunRequest;
RECORD_DECLARE (run_request, RunRequest);

/* When a period of a cycle is read, billed and due; the days named are inside. */
typedef struct {
    char *period_key;
    Date period_from;
    Date period_to; /* the first day after it */
    Date reading_from;
    Date reading_to;
    Date billing_date;
    Date due_date;
    Date reminder_date; /* of whoever has not paid by then */
    gboolean over;      /* it may be billed */
    gint64 agreements_count;
} CyclePeriod;
RECORD_DECLARE (cycle_period, CyclePeriod);

typedef struct {
    GPtrArray *periods; /* CyclePeriod */
} CyclePeriods;
RECORD_DECLARE (cycle_periods, CyclePeriods);

typedef struct {
    char *class_name;
    gint64 bills;
    gint64 energy_wh;
    gint64 total_minor;
    gint64 last_bills; /* of a trial: the bills before, of the same agreements */
    gint64 last_energy_wh;
    gint64 last_total_minor;
} RunClassTotal;
RECORD_DECLARE (run_class_total, RunClassTotal);

typedef struct {
    gint64 id;
    gint64 cycle_id;
    char *cycle_name;
    char *period_key;
    Date period_from;
    Date period_to;
    Date issue_date;
    Date due_date;
    gboolean trial;
    gint64 class_id;
    char *class_name;
    gint64 station_id;
    char *station_name;
    int meter_kind;
    gint64 parent_id; /* the run whose exceptions it bills */
    int state;
    gint64 job_id;
    gint64 accounts;
    gint64 bills;
    gint64 exceptions;
    gint64 skipped;
    gint64 energy_wh;
    gint64 net_minor;
    gint64 tax_minor;
    gint64 total_minor;
    char *created_by_name;
    Instant created_at;
    Instant finished_at;
    GPtrArray *classes;
    gint64 version;
} BillingRun;
RECORD_DECLARE (billing_run, BillingRun);

typedef struct {
    gint64 id;
    gint64 run_id;
    gint64 account_id;
    char *account_number;
    char *customer_name;
    char *meter_number;
    gint64 agreement_id;
    char *code;
    char *message; /* the code in words */
    char *detail;
    char *way_out;
    int state;
    char *reason;
    char *resolved_by_name;
    Instant resolved_at;
    gint64 version;
} BillingException;
RECORD_DECLARE (billing_exception, BillingException);

typedef struct {
    int state;
    char *reason;
} ExceptionDecision;
RECORD_DECLARE (exception_decision, ExceptionDecision);

/* One decision on every open exception of a run, or on those of a code. */
typedef struct {
    char *code;
    int state;
    char *reason;
} ExceptionsDecision;
RECORD_DECLARE (exceptions_decision, ExceptionsDecision);

typedef struct {
    gint64 decided;
} ExceptionsDecided;
RECORD_DECLARE (exceptions_decided, ExceptionsDecided);

typedef struct {
    gint64 line_no;
    char *kind;
    char *component;
    char *description;
    char *explanation;
    gint64 block_from_wh;
    gint64 block_to_wh;
    gint64 quantity;
    gint64 rate_micro;
    gint64 days;
    gint64 amount_minor;
    gint64 tax_bp;
    char *trace; /* what it was computed from, in short */
} InvoiceLine;
RECORD_DECLARE (invoice_line, InvoiceLine);

typedef struct {
    gint64 segment_no;
    gint64 register_id;
    char *meter_number;
    char *register_code;
    Date from_date;
    Date to_date;
    gint64 from_value;
    gint64 to_value;
    gint64 multiplier_milli;
    gint64 energy_wh;
    gboolean estimated;
} InvoiceSegment;
RECORD_DECLARE (invoice_segment, InvoiceSegment);

/* A past month on the bill's chart. */
typedef struct {
    char *period_key;
    gint64 energy_wh;
    gint64 total_minor;
} InvoiceHistory;
RECORD_DECLARE (invoice_history, InvoiceHistory);

/* A receipt that came before the bill. */
typedef struct {
    char *number;
    Date received_on;
    gint64 amount_minor;
} InvoiceReceipt;
RECORD_DECLARE (invoice_receipt, InvoiceReceipt);

/* Lines, segments, taxes, history, receipts, printings and the template come with one invoice only,
 * not in lists. */
typedef struct {
    gint64 id;
    char *number;
    int kind;
    int state;
    gint64 account_id;
    char *account_number;
    gint64 customer_id;
    char *customer_number;
    char *customer_name;
    char *customer_address;
    char *customer_mobile;
    char *customer_tax_number;
    char *service_address;
    char *agreement_number;
    char *class_name;
    char *station_name;
    char *branch_name;
    gint64 run_id;
    char *tariff_name;
    char *period_key;
    Date period_from;
    Date period_to;
    Date issue_date;
    Date due_date;
    gint64 energy_wh;
    gint64 net_minor;
    gint64 tax_minor;
    gint64 rounding_minor;
    gint64 total_minor;
    gint64 previous_balance_minor;
    gint64 settled_minor;
    gint64 open_minor;
    gint64 reverses_id;
    char *reverses_number;
    char *reason;
    char *created_by_name;
    GPtrArray *lines;
    GPtrArray *taxes;
    GPtrArray *segments;
    GPtrArray *history;
    GPtrArray *links;        /* InvoiceLink */
    gint64 einvoice_counter; /* 0: outside any chain */
    char *einvoice_hash;
    GPtrArray *receipts; /* InvoiceReceipt, the last few, newest first */
    gint64 class_id;
    gint64 prints_count;
    int first_print_method; /* PrintMethod, or ENUM_NONE */
    Instant first_printed_at;
    InvoiceTemplate *template; /* what it is printed by */
} Invoice;
RECORD_DECLARE (invoice, Invoice);

typedef struct {
    char *reason;
} CancelRequest;
RECORD_DECLARE (cancel_request, CancelRequest);

G_END_DECLS
