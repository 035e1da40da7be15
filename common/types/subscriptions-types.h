/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Billing cycles, service points, agreements and their terms on the wire. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

typedef enum {
    CYCLE_FREQUENCY_MONTH,
    CYCLE_FREQUENCY_HALF_MONTH,
    CYCLE_FREQUENCY_TEN_DAYS,
    CYCLE_FREQUENCY_QUARTER,
    CYCLE_FREQUENCY_WEEK,
    CYCLE_FREQUENCY_DAY,
} CycleFrequency;
extern const Enumeration cycle_frequency_enum;

typedef enum {
    POINT_STATE_NEVER_CONNECTED,
    POINT_STATE_CONNECTED,
    POINT_STATE_DISCONNECTED,
} PointState;
extern const Enumeration point_state_enum;

typedef enum {
    AGREEMENT_STATE_ACTIVE,
    AGREEMENT_STATE_SUSPENDED,
    AGREEMENT_STATE_TERMINATED,
} AgreementState;
extern const Enumeration agreement_state_enum;

typedef enum {
    PAYMENT_TERMS_POSTPAID,
    PAYMENT_TERMS_PREPAID,
} PaymentTerms;
extern const Enumeration payment_terms_enum;

typedef struct {
    gint64 id;
    char *code;
    char *name;
    char *name_en;
    int frequency;
    gint64 reading_days_before;
    gint64 reading_days_after;
    gint64 billing_day_offset;
    gboolean active;
    gint64 agreements_count;
    char *next_period;
    gint64 version;
} BillingCycle;
RECORD_DECLARE (billing_cycle, BillingCycle);

typedef struct {
    gint64 id;
    char *number;
    gint64 station_id;
    char *station_name;
    gint64 feeder_id;
    char *feeder_name;
    gint64 box_id;
    char *box_name;
    gint64 route_id;
    char *route_name;
    gint64 route_sequence;
    char *address;
    char *landmark;
    gint64 latitude_micro;
    gint64 longitude_micro;
    gint64 wire_length_cm;
    int state;
    char *customer_name;
    char *account_number;
    char *meter_number;
    gint64 version;
} ServicePoint;
RECORD_DECLARE (service_point, ServicePoint);

/* Class, tariff and load from a day on. */
typedef struct {
    gint64 id;
    gint64 agreement_id;
    Date valid_from;
    Date valid_to;
    gint64 class_id;
    char *class_name;
    gint64 tariff_id;
    char *tariff_name;
    gint64 contracted_load_w;
    gint64 breaker_amperes;
    gint64 version;
} AgreementTerm;
RECORD_DECLARE (agreement_term, AgreementTerm);

/* class, tariff, load and breaker are those of today; on create they open the first term. */
typedef struct {
    gint64 id;
    char *number;
    gint64 account_id;
    char *account_number;
    char *customer_name;
    gint64 service_point_id;
    char *service_point_number;
    char *address;
    gint64 cycle_id;
    char *cycle_name;
    int payment_terms;
    Date start_date;
    Date end_date;
    int state;
    gint64 class_id;
    char *class_name;
    gint64 tariff_id;
    char *tariff_name;
    gint64 contracted_load_w;
    gint64 breaker_amperes;
    char *meter_number;
    Date billed_date;
    GPtrArray *terms;
    gint64 version;
} ServiceAgreement;
RECORD_DECLARE (service_agreement, ServiceAgreement);

G_END_DECLS
