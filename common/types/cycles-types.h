/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recurring billing on the wire: settings of cycles, their periods, records of trials, accruals. */
#pragma once

#include "common/types/billing-types.h"
#include "common/types/meters-types.h"
#include "common/types/subscriptions-types.h"

G_BEGIN_DECLS

/* A billing cycle as the one who plans billing sees it.  At most one of class, station and meter
 * kind: the agreements that it takes in; without one it bills those that were assigned to it. */
typedef struct {
    gint64 id;
    char *code;
    char *name;
    char *name_en;
    int frequency;
    gint64 class_id;
    char *class_name;
    gint64 station_id;
    char *station_name;
    int meter_kind;
    gint64 reading_days_before;
    gint64 reading_days_after;
    gint64 billing_day_offset;
    gint64 execution_hour;
    gint64 due_days; /* none: those of each class */
    gint64 reminder_days;
    gboolean active;
    gboolean scheduled;
    Date scheduled_from;
    int next_frequency;
    Date frequency_changes_on;
    gint64 agreements_count;
    Date billed_to;
    gint64 version;
} BillingSetting;
RECORD_DECLARE (billing_setting, BillingSetting);

typedef enum {
    BILLING_PERIOD_OPEN,
    BILLING_PERIOD_READING,
    BILLING_PERIOD_BILLING,
    BILLING_PERIOD_CLOSED,
} BillingPeriodState;
extern const Enumeration billing_period_state_enum;

typedef struct {
    gint64 id;
    gint64 cycle_id;
    char *cycle_name;
    char *period_key;
    Date period_from;
    Date period_to;
    Date reading_from;
    Date reading_to;
    Date billing_date;
    Date due_date;
    int state;
    gint64 meters; /* these come with one period only, or when it is closed */
    gint64 meters_read;
    gint64 billed;
    gint64 unbilled;
    gint64 without_reason;
    char *closed_by_name;
    Instant closed_at;
    gint64 version;
} BillingPeriod;
RECORD_DECLARE (billing_period, BillingPeriod);

/* An active agreement without a bill of a period. */
typedef struct {
    gint64 id; /* of the agreement */
    gint64 account_id;
    char *account_number;
    char *customer_name;
    char *meter_number;
    Date billed_date;
    char *code; /* of its last exception in the period's runs */
    char *message;
    char *reason;
    char *decided_by_name;
} UnbilledPoint;
RECORD_DECLARE (unbilled_point, UnbilledPoint);

typedef struct {
    gint64 agreement_id;
} AgreementChoice;
RECORD_DECLARE (agreement_choice, AgreementChoice);

/* One reason for the chosen agreements; without any, for every one of the code; without a code,
 * for every one. */
typedef struct {
    GPtrArray *agreements; /* AgreementChoice */
    char *code;
    char *reason;
} UnbilledReason;
RECORD_DECLARE (unbilled_reason, UnbilledReason);

typedef enum {
    TRIAL_OUTLIER_NONE,
    TRIAL_OUTLIER_FIRST,
    TRIAL_OUTLIER_ZERO,
    TRIAL_OUTLIER_HIGH,
    TRIAL_OUTLIER_LOW,
} TrialOutlier;
extern const Enumeration trial_outlier_enum;

/* What a bill would be, beside the agreement's last one. */
typedef struct {
    gint64 id; /* of the agreement */
    gint64 run_id;
    gint64 account_id;
    char *account_number;
    char *customer_name;
    char *class_name;
    char *station_name;
    Date period_from;
    Date period_to;
    gint64 energy_wh;
    gint64 last_energy_wh;
    gint64 change_energy_wh;
    gint64 total_minor;
    gint64 last_total_minor;
    gint64 change_minor;
    int outlier;
} TrialBill;
RECORD_DECLARE (trial_bill, TrialBill);

/* Revenue of energy that was delivered in a month and not billed in it. */
typedef struct {
    gint64 id;
    Date month;
    gint64 station_id;
    char *station_name;
    gint64 class_id;
    char *class_name;
    gint64 points;
    gint64 days;
    gint64 read_wh;
    gint64 estimated_wh;
    gint64 energy_wh;
    gint64 rate_micro_per_kwh;
    gint64 amount_minor;
    gint64 entry_id;
    gint64 reversal_id;
    gint64 job_id;
    char *created_by_name;
    Instant created_at;
} Accrual;
RECORD_DECLARE (accrual, Accrual);

/* An invoice behind an entry of the journal. */
typedef struct {
    gint64 id;
    char *number;
    gint64 account_id;
    char *account_number;
    char *customer_name;
    char *period_key;
    gint64 energy_wh;
    gint64 net_minor;
    gint64 tax_minor;
    gint64 total_minor;
    gint64 open_minor;
} EntryInvoice;
RECORD_DECLARE (entry_invoice, EntryInvoice);

typedef struct {
    Date month; /* any day of it */
} AccrualRequest;
RECORD_DECLARE (accrual_request, AccrualRequest);

G_END_DECLS
