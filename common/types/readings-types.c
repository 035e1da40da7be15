/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of readings. */
#include "common/types/readings-types.h"

#include "common/types/meters-types.h"

ENUMERATION_DEFINE (reading_kind_enum, "reading_kind",
                    { READING_KIND_INITIAL, "initial", N_ ("Initial") },
                    { READING_KIND_PERIODIC, "periodic", N_ ("Periodic") },
                    { READING_KIND_INTERIM, "interim", N_ ("Interim") },
                    { READING_KIND_FINAL, "final", N_ ("Final") },
                    { READING_KIND_CHECK, "check", N_ ("Check") },
                    { READING_KIND_ESTIMATED, "estimated", N_ ("Estimated") });

ENUMERATION_DEFINE (reading_method_enum, "reading_method",
                    { READING_METHOD_MANUAL, "manual", N_ ("Manual") },
                    { READING_METHOD_IMPORT, "import", N_ ("File") },
                    { READING_METHOD_REMOTE, "remote", N_ ("Remote") },
                    { READING_METHOD_CUSTOMER, "customer", N_ ("Customer") },
                    { READING_METHOD_ESTIMATE, "estimate", N_ ("Estimate") });

ENUMERATION_DEFINE (reading_state_enum, "reading_state",
                    { READING_STATE_ACCEPTED, "accepted", N_ ("Accepted") },
                    { READING_STATE_HELD, "held", N_ ("Held for review") },
                    { READING_STATE_REJECTED, "rejected", N_ ("Rejected") });

ENUMERATION_DEFINE (review_decision_enum, "review_decision",
                    { REVIEW_DECISION_ACCEPT, "accept", N_ ("Accept") },
                    { REVIEW_DECISION_CORRECT, "correct", N_ ("Correct") },
                    { REVIEW_DECISION_REJECT, "reject", N_ ("Reject") });

ENUMERATION_DEFINE (estimate_policy_enum, "estimate_policy",
                    { ESTIMATE_POLICY_EXCEPTION, "exception", N_ ("Exception") },
                    { ESTIMATE_POLICY_ESTIMATE, "estimate", N_ ("Estimate") });

ENUMERATION_DEFINE (customer_readings_enum, "customer_readings",
                    { CUSTOMER_READINGS_REVIEW, "review", N_ ("Held for review") },
                    { CUSTOMER_READINGS_ACCEPT, "accept", N_ ("Accepted when plausible") });

ENUMERATION_DEFINE (push_state_enum, "push_state",
                    { PUSH_STATE_ACCEPTED, "accepted", N_ ("Accepted") },
                    { PUSH_STATE_HELD, "held", N_ ("Held for review") },
                    { PUSH_STATE_REPEATED, "repeated", N_ ("Sent before") },
                    { PUSH_STATE_REFUSED, "refused", N_ ("Refused") });

RECORD_DEFINE (
    reading, Reading, FIELD_ID (Reading, id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_ID (Reading, account_id, N_ ("Account"), FIELD_READ_ONLY),
    FIELD_TEXT (Reading, account_number, N_ ("Account"), FIELD_READ_ONLY),
    FIELD_TEXT (Reading, customer_name, N_ ("Customer"), FIELD_READ_ONLY),
    FIELD_ID (Reading, register_id, N_ ("Register"), FIELD_READ_ONLY),
    FIELD_ENUM (Reading, register_code, N_ ("Register"), register_word_enum, FIELD_READ_ONLY),
    FIELD_TEXT (Reading, meter_number, N_ ("Meter"), FIELD_READ_ONLY),
    FIELD_TEXT (Reading, route_name, N_ ("Route"), FIELD_READ_ONLY),
    FIELD_DATE (Reading, read_on, N_ ("Read on"), FIELD_READ_ONLY),
    FIELD_ENERGY (Reading, value, N_ ("Reading"), FIELD_READ_ONLY),
    FIELD_ENUM (Reading, kind, N_ ("Kind"), reading_kind_enum, FIELD_READ_ONLY),
    FIELD_ENUM (Reading, method, N_ ("Method"), reading_method_enum, FIELD_READ_ONLY),
    FIELD_ENUM (Reading, state, N_ ("State"), reading_state_enum, FIELD_READ_ONLY),
    FIELD_BOOLEAN (Reading, rollover, N_ ("Rollover"), FIELD_READ_ONLY),
    FIELD_TEXTS (Reading, findings, N_ ("Findings"), FIELD_READ_ONLY),
    FIELD_TEXT (Reading, remark, N_ ("Note"), FIELD_READ_ONLY),
    FIELD_ID (Reading, remark_id, N_ ("Remark"), FIELD_READ_ONLY),
    FIELD_TEXT (Reading, remark_name, N_ ("Remark"), FIELD_READ_ONLY),
    FIELD_BOOLEAN (Reading, has_photo, N_ ("Photo"), FIELD_READ_ONLY),
    FIELD_ENERGY (Reading, consumption_wh, N_ ("Consumption"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_DATE (Reading, previous_date, N_ ("Previous date"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_ENERGY (Reading, previous_value, N_ ("Previous reading"),
                  FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_TEXT (Reading, review_note, N_ ("Review note"), FIELD_READ_ONLY),
    FIELD_TEXT (Reading, entered_by_name, N_ ("Entered by"), FIELD_READ_ONLY),
    FIELD_INSTANT (Reading, entered_at, N_ ("Entered at"), FIELD_READ_ONLY),
    FIELD_INTEGER (Reading, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (reading_entry, ReadingEntry,
               FIELD_ID (ReadingEntry, register_id, N_ ("Register"), FIELD_REQUIRED),
               FIELD_DATE (ReadingEntry, read_on, N_ ("Read on"), FIELD_REQUIRED),
               FIELD_ENERGY (ReadingEntry, value, N_ ("Reading"), FIELD_REQUIRED),
               FIELD_ENUM (ReadingEntry, kind, N_ ("Kind"), reading_kind_enum, FIELD_PLAIN),
               FIELD_BOOLEAN (ReadingEntry, rollover, N_ ("Rollover"), FIELD_PLAIN),
               FIELD_TEXT (ReadingEntry, remark, N_ ("Note"), FIELD_PLAIN),
               FIELD_ID (ReadingEntry, remark_id, N_ ("Remark"), FIELD_PLAIN));

RECORD_DEFINE (reading_result, ReadingResult,
               FIELD_ID (ReadingResult, reading_id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_ENUM (ReadingResult, state, N_ ("State"), reading_state_enum, FIELD_READ_ONLY),
               FIELD_ENERGY (ReadingResult, consumption_wh, N_ ("Consumption"),
                             FIELD_READ_ONLY | FIELD_OPTIONAL),
               FIELD_ENERGY (ReadingResult, expected_wh, N_ ("Expected"),
                             FIELD_READ_ONLY | FIELD_OPTIONAL),
               FIELD_TEXTS (ReadingResult, findings, N_ ("Findings"), FIELD_READ_ONLY),
               FIELD_TEXTS (ReadingResult, messages, N_ ("Messages"), FIELD_READ_ONLY));

RECORD_DEFINE (
    route_row, RouteRow, FIELD_ID (RouteRow, register_id, N_ ("Register"), FIELD_READ_ONLY),
    FIELD_INTEGER (RouteRow, route_sequence, N_ ("Sequence in the route"),
                   FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_TEXT (RouteRow, meter_number, N_ ("Meter"), FIELD_READ_ONLY),
    FIELD_TEXT (RouteRow, register_code, N_ ("Register"), FIELD_READ_ONLY),
    FIELD_INTEGER (RouteRow, digits, N_ ("Digits"), FIELD_READ_ONLY),
    FIELD_ENERGY (RouteRow, multiplier_milli, N_ ("Multiplier"), FIELD_READ_ONLY),
    FIELD_TEXT (RouteRow, customer_name, N_ ("Customer"), FIELD_READ_ONLY),
    FIELD_TEXT (RouteRow, account_number, N_ ("Account"), FIELD_READ_ONLY),
    FIELD_TEXT (RouteRow, point_number, N_ ("Service point"), FIELD_READ_ONLY),
    FIELD_TEXT (RouteRow, address, N_ ("Address"), FIELD_READ_ONLY),
    FIELD_DATE (RouteRow, previous_date, N_ ("Previous date"), FIELD_READ_ONLY),
    FIELD_ENERGY (RouteRow, previous_value, N_ ("Previous reading"), FIELD_READ_ONLY),
    FIELD_ENERGY (RouteRow, daily_average_wh, N_ ("Daily average"), FIELD_READ_ONLY),
    FIELD_ID (RouteRow, reading_id, N_ ("Reading"), FIELD_READ_ONLY),
    FIELD_DATE (RouteRow, read_on, N_ ("Read on"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_ENERGY (RouteRow, value, N_ ("Reading"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_ENUM (RouteRow, state, N_ ("State"), reading_state_enum,
                FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_ENERGY (RouteRow, consumption_wh, N_ ("Consumption"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_TEXTS (RouteRow, findings, N_ ("Findings"), FIELD_READ_ONLY),
    FIELD_TEXT (RouteRow, visit_remark, N_ ("Not read because"), FIELD_READ_ONLY),
    FIELD_DATE (RouteRow, visited_on, N_ ("Visited on"), FIELD_READ_ONLY | FIELD_OPTIONAL));

RECORD_DEFINE (reading_review, ReadingReview,
               FIELD_ENUM (ReadingReview, decision, N_ ("Decision"), review_decision_enum,
                           FIELD_REQUIRED),
               FIELD_ENERGY (ReadingReview, value, N_ ("Corrected reading"), FIELD_OPTIONAL),
               FIELD_BOOLEAN (ReadingReview, rollover, N_ ("Rollover"), FIELD_PLAIN),
               FIELD_TEXT (ReadingReview, note, N_ ("Note"), FIELD_PLAIN));

RECORD_DEFINE (customer_reading, CustomerReading,
               FIELD_ID (CustomerReading, register_id, N_ ("Register"), FIELD_PLAIN),
               FIELD_DATE (CustomerReading, read_on, N_ ("Read on"), FIELD_REQUIRED),
               FIELD_ENERGY (CustomerReading, value, N_ ("Reading"), FIELD_REQUIRED));

RECORD_DEFINE (pushed_reading, PushedReading,
               FIELD_TEXT (PushedReading, meter_number, N_ ("Meter"), FIELD_REQUIRED),
               FIELD_TEXT (PushedReading, register_code, N_ ("Register"), FIELD_PLAIN),
               FIELD_INSTANT (PushedReading, read_at, N_ ("Read at"), FIELD_REQUIRED),
               FIELD_ENERGY (PushedReading, value, N_ ("Reading"), FIELD_REQUIRED));

RECORD_DEFINE (readings_push, ReadingsPush,
               FIELD_LIST (ReadingsPush, readings, N_ ("Readings"), pushed_reading_record,
                           FIELD_REQUIRED));

RECORD_DEFINE (push_result, PushResult,
               FIELD_INTEGER (PushResult, number, N_ ("Row"), FIELD_READ_ONLY),
               FIELD_TEXT (PushResult, meter_number, N_ ("Meter"), FIELD_READ_ONLY),
               FIELD_TEXT (PushResult, register_code, N_ ("Register"), FIELD_READ_ONLY),
               FIELD_ENUM (PushResult, state, N_ ("State"), push_state_enum, FIELD_READ_ONLY),
               FIELD_TEXT (PushResult, code, N_ ("Code"), FIELD_READ_ONLY),
               FIELD_TEXT (PushResult, detail, N_ ("Detail"), FIELD_READ_ONLY));

RECORD_DEFINE (push_report, PushReport,
               FIELD_INTEGER (PushReport, accepted, N_ ("Accepted"), FIELD_READ_ONLY),
               FIELD_INTEGER (PushReport, held, N_ ("Held for review"), FIELD_READ_ONLY),
               FIELD_INTEGER (PushReport, repeated, N_ ("Sent before"), FIELD_READ_ONLY),
               FIELD_INTEGER (PushReport, refused, N_ ("Refused"), FIELD_READ_ONLY),
               FIELD_LIST (PushReport, results, N_ ("Results"), push_result_record,
                           FIELD_READ_ONLY));

RECORD_DEFINE (reading_settings, ReadingSettings,
               FIELD_ID (ReadingSettings, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_INTEGER (ReadingSettings, high_percent,
                              N_ ("High from, percent of the average"), FIELD_PLAIN),
               FIELD_INTEGER (ReadingSettings, low_percent,
                              N_ ("Low below, percent of the average"), FIELD_PLAIN),
               FIELD_ENERGY (ReadingSettings, high_least_wh, N_ ("Never high below"), FIELD_PLAIN),
               FIELD_INTEGER (ReadingSettings, most_zeros,
                              N_ ("Readings without consumption in a row"), FIELD_PLAIN),
               FIELD_INTEGER (ReadingSettings, pattern_readings,
                              N_ ("Readings of one reader with the same last digit"), FIELD_PLAIN),
               FIELD_ENUM (ReadingSettings, customer_readings, N_ ("Readings of customers are"),
                           customer_readings_enum, FIELD_PLAIN),
               FIELD_INTEGER (ReadingSettings, clock_tolerance_minutes,
                              N_ ("A meter's clock may be ahead by (minutes)"), FIELD_PLAIN),
               FIELD_INTEGER (ReadingSettings, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (estimate_rule, EstimateRuleRow,
               FIELD_ID (EstimateRuleRow, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_ID (EstimateRuleRow, cycle_id, N_ ("Billing cycle"), FIELD_FIXED),
               FIELD_TEXT (EstimateRuleRow, cycle_name, N_ ("Billing cycle"), FIELD_READ_ONLY),
               FIELD_ID (EstimateRuleRow, class_id, N_ ("Class"), FIELD_FIXED),
               FIELD_TEXT (EstimateRuleRow, class_name, N_ ("Class"), FIELD_READ_ONLY),
               FIELD_ENUM (EstimateRuleRow, policy, N_ ("A missing reading is"),
                           estimate_policy_enum, FIELD_REQUIRED),
               FIELD_INTEGER (EstimateRuleRow, most_estimates, N_ ("Estimates in a row"),
                              FIELD_OPTIONAL),
               FIELD_INTEGER (EstimateRuleRow, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (
    reading_remark, ReadingRemark, FIELD_ID (ReadingRemark, id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_TEXT (ReadingRemark, code, N_ ("Code"), FIELD_REQUIRED | FIELD_FIXED),
    FIELD_TEXT (ReadingRemark, name, N_ ("Name"), FIELD_REQUIRED),
    FIELD_TEXT (ReadingRemark, name_en, N_ ("Name in English"), FIELD_REQUIRED),
    FIELD_BOOLEAN (ReadingRemark, prevents_reading, N_ ("The meter was not read"), FIELD_FIXED),
    FIELD_BOOLEAN (ReadingRemark, needs_review, N_ ("The reading is held for review"), FIELD_PLAIN),
    FIELD_BOOLEAN (ReadingRemark, active, N_ ("In use"), FIELD_PLAIN),
    FIELD_INTEGER (ReadingRemark, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (reading_visit, ReadingVisit, FIELD_ID (ReadingVisit, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_ID (ReadingVisit, register_id, N_ ("Register"), FIELD_REQUIRED),
               FIELD_DATE (ReadingVisit, visited_on, N_ ("Visited on"), FIELD_REQUIRED),
               FIELD_ID (ReadingVisit, remark_id, N_ ("Remark"), FIELD_REQUIRED),
               FIELD_TEXT (ReadingVisit, remark_name, N_ ("Remark"), FIELD_READ_ONLY),
               FIELD_TEXT (ReadingVisit, note, N_ ("Note"), FIELD_PLAIN),
               FIELD_BOOLEAN (ReadingVisit, has_photo, N_ ("Photo"), FIELD_READ_ONLY),
               FIELD_TEXT (ReadingVisit, entered_by_name, N_ ("Entered by"), FIELD_READ_ONLY),
               FIELD_INSTANT (ReadingVisit, entered_at, N_ ("Entered at"), FIELD_READ_ONLY));

RECORD_DEFINE (reading_list, ReadingList,
               FIELD_ID (ReadingList, route_id, N_ ("Route"), FIELD_READ_ONLY),
               FIELD_TEXT (ReadingList, route_code, N_ ("Code"), FIELD_READ_ONLY),
               FIELD_TEXT (ReadingList, route_name, N_ ("Route"), FIELD_READ_ONLY),
               FIELD_TEXT (ReadingList, station_name, N_ ("Station"), FIELD_READ_ONLY),
               FIELD_ID (ReadingList, cycle_id, N_ ("Billing cycle"), FIELD_READ_ONLY),
               FIELD_TEXT (ReadingList, cycle_name, N_ ("Billing cycle"), FIELD_READ_ONLY),
               FIELD_INTEGER (ReadingList, registers, N_ ("Registers"), FIELD_READ_ONLY),
               FIELD_INTEGER (ReadingList, read, N_ ("Read"), FIELD_READ_ONLY),
               FIELD_INTEGER (ReadingList, held, N_ ("Held for review"), FIELD_READ_ONLY),
               FIELD_INTEGER (ReadingList, visited, N_ ("Visited, not read"), FIELD_READ_ONLY),
               FIELD_INTEGER (ReadingList, unread, N_ ("Not read"), FIELD_READ_ONLY));

RECORD_DEFINE (reader_work, ReaderWork,
               FIELD_ID (ReaderWork, reader_id, N_ ("Reader"), FIELD_READ_ONLY),
               FIELD_TEXT (ReaderWork, reader_name, N_ ("Reader"), FIELD_READ_ONLY),
               FIELD_INTEGER (ReaderWork, days, N_ ("Days"), FIELD_READ_ONLY),
               FIELD_INTEGER (ReaderWork, readings, N_ ("Readings"), FIELD_READ_ONLY),
               FIELD_INTEGER (ReaderWork, held, N_ ("Held for review"), FIELD_READ_ONLY),
               FIELD_INTEGER (ReaderWork, rejected, N_ ("Rejected"), FIELD_READ_ONLY),
               FIELD_INTEGER (ReaderWork, visits, N_ ("Visits without a reading"), FIELD_READ_ONLY),
               FIELD_INTEGER (ReaderWork, photos, N_ ("Photos"), FIELD_READ_ONLY),
               FIELD_INTEGER (ReaderWork, per_day, N_ ("Readings a day"), FIELD_READ_ONLY));
