/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of cycles, service points, agreements and terms. */
#include "common/types/subscriptions-types.h"

ENUMERATION_DEFINE (cycle_frequency_enum, "cycle_frequency",
                    { CYCLE_FREQUENCY_MONTH, "month", N_ ("Monthly") },
                    { CYCLE_FREQUENCY_HALF_MONTH, "half_month", N_ ("Half-monthly") },
                    { CYCLE_FREQUENCY_TEN_DAYS, "ten_days", N_ ("Every ten days") },
                    { CYCLE_FREQUENCY_QUARTER, "quarter", N_ ("Quarterly") });

ENUMERATION_DEFINE (point_state_enum, "point_state",
                    { POINT_STATE_NEVER_CONNECTED, "never_connected", N_ ("Never connected") },
                    { POINT_STATE_CONNECTED, "connected", N_ ("Connected") },
                    { POINT_STATE_DISCONNECTED, "disconnected", N_ ("Disconnected") });

ENUMERATION_DEFINE (agreement_state_enum, "agreement_state",
                    { AGREEMENT_STATE_ACTIVE, "active", N_ ("Active") },
                    { AGREEMENT_STATE_SUSPENDED, "suspended", N_ ("Suspended") },
                    { AGREEMENT_STATE_TERMINATED, "terminated", N_ ("Terminated") });

ENUMERATION_DEFINE (payment_terms_enum, "payment_terms",
                    { PAYMENT_TERMS_POSTPAID, "postpaid", N_ ("Postpaid") },
                    { PAYMENT_TERMS_PREPAID, "prepaid", N_ ("Prepaid") });

RECORD_DEFINE (billing_cycle, BillingCycle, FIELD_ID (BillingCycle, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_TEXT (BillingCycle, code, N_ ("Cycle code"), FIELD_REQUIRED | FIELD_FIXED),
               FIELD_TEXT (BillingCycle, name, N_ ("Billing cycle"), FIELD_REQUIRED),
               FIELD_TEXT (BillingCycle, name_en, N_ ("Name in English"), FIELD_REQUIRED),
               FIELD_ENUM (BillingCycle, frequency, N_ ("Frequency"), cycle_frequency_enum,
                           FIELD_REQUIRED),
               FIELD_INTEGER (BillingCycle, reading_days_before,
                              N_ ("Reading window opens days before the end"), FIELD_PLAIN),
               FIELD_INTEGER (BillingCycle, reading_days_after,
                              N_ ("Reading window closes days after the end"), FIELD_PLAIN),
               FIELD_INTEGER (BillingCycle, billing_day_offset, N_ ("Billing day after the end"),
                              FIELD_PLAIN),
               FIELD_BOOLEAN (BillingCycle, active, N_ ("Active"), FIELD_PLAIN),
               FIELD_INTEGER (BillingCycle, agreements_count, N_ ("Agreements"), FIELD_READ_ONLY),
               FIELD_TEXT (BillingCycle, next_period, N_ ("Next period"), FIELD_READ_ONLY),
               FIELD_INTEGER (BillingCycle, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (service_point, ServicePoint, FIELD_ID (ServicePoint, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_TEXT (ServicePoint, number, N_ ("Service point"), FIELD_FIXED),
               FIELD_ID (ServicePoint, station_id, N_ ("Station"), FIELD_REQUIRED),
               FIELD_TEXT (ServicePoint, station_name, N_ ("Station"), FIELD_READ_ONLY),
               FIELD_ID (ServicePoint, feeder_id, N_ ("Feeder"), FIELD_REQUIRED),
               FIELD_TEXT (ServicePoint, feeder_name, N_ ("Feeder"), FIELD_READ_ONLY),
               FIELD_ID (ServicePoint, box_id, N_ ("Distribution box"), FIELD_REQUIRED),
               FIELD_TEXT (ServicePoint, box_name, N_ ("Distribution box"), FIELD_READ_ONLY),
               FIELD_ID (ServicePoint, route_id, N_ ("Route"), FIELD_PLAIN),
               FIELD_TEXT (ServicePoint, route_name, N_ ("Route"), FIELD_READ_ONLY),
               FIELD_INTEGER (ServicePoint, route_sequence, N_ ("Sequence in the route"),
                              FIELD_OPTIONAL),
               FIELD_TEXT (ServicePoint, address, N_ ("Address"), FIELD_REQUIRED),
               FIELD_TEXT (ServicePoint, landmark, N_ ("Landmark"), FIELD_PLAIN),
               FIELD_INTEGER (ServicePoint, latitude_micro,
                              N_ ("Latitude (millionths of a degree)"), FIELD_OPTIONAL),
               FIELD_INTEGER (ServicePoint, longitude_micro,
                              N_ ("Longitude (millionths of a degree)"), FIELD_OPTIONAL),
               FIELD_INTEGER (ServicePoint, wire_length_cm, N_ ("Wire length (cm)"),
                              FIELD_OPTIONAL),
               FIELD_ENUM (ServicePoint, state, N_ ("State"), point_state_enum, FIELD_READ_ONLY),
               FIELD_TEXT (ServicePoint, customer_name, N_ ("Customer"), FIELD_READ_ONLY),
               FIELD_TEXT (ServicePoint, account_number, N_ ("Account"), FIELD_READ_ONLY),
               FIELD_TEXT (ServicePoint, meter_number, N_ ("Meter"), FIELD_READ_ONLY),
               FIELD_INTEGER (ServicePoint, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (
    agreement_term, AgreementTerm, FIELD_ID (AgreementTerm, id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_ID (AgreementTerm, agreement_id, N_ ("Agreement"), FIELD_READ_ONLY),
    FIELD_DATE (AgreementTerm, valid_from, N_ ("Valid from"), FIELD_REQUIRED),
    FIELD_DATE (AgreementTerm, valid_to, N_ ("Valid to"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_ID (AgreementTerm, class_id, N_ ("Class"), FIELD_REQUIRED),
    FIELD_TEXT (AgreementTerm, class_name, N_ ("Class"), FIELD_READ_ONLY),
    FIELD_ID (AgreementTerm, tariff_id, N_ ("Tariff"), FIELD_REQUIRED),
    FIELD_TEXT (AgreementTerm, tariff_name, N_ ("Tariff"), FIELD_READ_ONLY),
    FIELD_INTEGER (AgreementTerm, contracted_load_w, N_ ("Contracted load (W)"), FIELD_PLAIN),
    FIELD_INTEGER (AgreementTerm, breaker_amperes, N_ ("Breaker (A)"), FIELD_PLAIN),
    FIELD_INTEGER (AgreementTerm, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (
    service_agreement, ServiceAgreement,
    FIELD_ID (ServiceAgreement, id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_TEXT (ServiceAgreement, number, N_ ("Agreement"), FIELD_FIXED),
    FIELD_ID (ServiceAgreement, account_id, N_ ("Account"), FIELD_REQUIRED | FIELD_FIXED),
    FIELD_TEXT (ServiceAgreement, account_number, N_ ("Account"), FIELD_READ_ONLY),
    FIELD_TEXT (ServiceAgreement, customer_name, N_ ("Customer"), FIELD_READ_ONLY),
    FIELD_ID (ServiceAgreement, service_point_id, N_ ("Service point"),
              FIELD_REQUIRED | FIELD_FIXED),
    FIELD_TEXT (ServiceAgreement, service_point_number, N_ ("Service point"), FIELD_READ_ONLY),
    FIELD_TEXT (ServiceAgreement, address, N_ ("Address"), FIELD_READ_ONLY),
    FIELD_ID (ServiceAgreement, cycle_id, N_ ("Billing cycle"), FIELD_REQUIRED),
    FIELD_TEXT (ServiceAgreement, cycle_name, N_ ("Billing cycle"), FIELD_READ_ONLY),
    FIELD_ENUM (ServiceAgreement, payment_terms, N_ ("Payment terms"), payment_terms_enum,
                FIELD_PLAIN),
    FIELD_DATE (ServiceAgreement, start_date, N_ ("Start"), FIELD_REQUIRED | FIELD_FIXED),
    FIELD_DATE (ServiceAgreement, end_date, N_ ("End"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_ENUM (ServiceAgreement, state, N_ ("State"), agreement_state_enum, FIELD_READ_ONLY),
    FIELD_ID (ServiceAgreement, class_id, N_ ("Class"), FIELD_FIXED),
    FIELD_TEXT (ServiceAgreement, class_name, N_ ("Class"), FIELD_READ_ONLY),
    FIELD_ID (ServiceAgreement, tariff_id, N_ ("Tariff"), FIELD_FIXED),
    FIELD_TEXT (ServiceAgreement, tariff_name, N_ ("Tariff"), FIELD_READ_ONLY),
    FIELD_INTEGER (ServiceAgreement, contracted_load_w, N_ ("Contracted load (W)"), FIELD_FIXED),
    FIELD_INTEGER (ServiceAgreement, breaker_amperes, N_ ("Breaker (A)"), FIELD_FIXED),
    FIELD_TEXT (ServiceAgreement, meter_number, N_ ("Meter"), FIELD_READ_ONLY),
    FIELD_DATE (ServiceAgreement, billed_date, N_ ("Billed up to"),
                FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_LIST (ServiceAgreement, terms, N_ ("Terms"), agreement_term_record, FIELD_READ_ONLY),
    FIELD_INTEGER (ServiceAgreement, version, N_ ("Version"), FIELD_READ_ONLY));
