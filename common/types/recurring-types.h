/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charges invoiced by hand or on fixed days, on the wire. */
#pragma once

#include "common/types/billing-types.h"

G_BEGIN_DECLS

/* What a line that no tariff prices is for; its word is the kind of the invoice's line. */
typedef enum {
    SERVICE_SUBSCRIPTION,
    SERVICE_UPGRADE,
    SERVICE_COMPONENT,
    SERVICE_RECONNECTION,
    SERVICE_FEE,
    SERVICE_FIXED,
    SERVICE_RENT,
    SERVICE_PENALTY,
    SERVICE_DEPOSIT,
    SERVICE_MIGRATION,
    SERVICE_OTHER,
} ServiceKind;
extern const Enumeration service_kind_enum;

typedef struct {
    int kind;
    char *description; /* NULL: the name of the kind */
    gint64 amount_minor;
    gint64 tax_bp;
} ChargeLine;
RECORD_DECLARE (charge_line, ChargeLine);

/* An invoice written by hand. */
typedef struct {
    gint64 account_id;
    gint64 agreement_id; /* 0: none */
    int kind;
    Date due_date; /* DATE_NONE: by the class */
    char *reason;
    GPtrArray *lines; /* ChargeLine */
} ManualInvoice;
RECORD_DECLARE (manual_invoice, ManualInvoice);

typedef enum {
    RECURRENCE_MONTHLY,
    RECURRENCE_QUARTERLY,
    RECURRENCE_YEARLY,
} Recurrence;
extern const Enumeration recurrence_enum;

typedef struct {
    gint64 id;
    char *name;
    gint64 account_id;
    char *account_number;
    char *customer_name;
    gint64 agreement_id;
    char *agreement_number;
    int kind; /* of the invoices */
    int frequency;
    gint64 day_of_month; /* 29 to 31: the last day of a shorter month */
    Date start_date;
    Date end_date;  /* the last day inside, or DATE_NONE */
    Date next_date; /* moves when the invoice of that day has been issued */
    GPtrArray *lines;
    gint64 amount_minor; /* of the lines, before tax */
    gint64 invoices_count;
    char *last_invoice_number;
    gboolean active;
    Date failed_on;
    char *failure;
    char *updated_by_name;
    Instant updated_at;
    gint64 version;
} RecurringInvoice;
RECORD_DECLARE (recurring_invoice, RecurringInvoice);

G_END_DECLS
