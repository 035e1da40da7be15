/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of readings. */
#include "common/types/readings-types.h"

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

RECORD_DEFINE (reading, Reading, FIELD_ID (Reading, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_ID (Reading, account_id, N_ ("Account"), FIELD_READ_ONLY),
               FIELD_TEXT (Reading, account_number, N_ ("Account"), FIELD_READ_ONLY),
               FIELD_TEXT (Reading, customer_name, N_ ("Customer"), FIELD_READ_ONLY),
               FIELD_ID (Reading, register_id, N_ ("Register"), FIELD_READ_ONLY),
               FIELD_TEXT (Reading, register_code, N_ ("Register"), FIELD_READ_ONLY),
               FIELD_TEXT (Reading, meter_number, N_ ("Meter"), FIELD_READ_ONLY),
               FIELD_TEXT (Reading, route_name, N_ ("Route"), FIELD_READ_ONLY),
               FIELD_DATE (Reading, read_on, N_ ("Read on"), FIELD_READ_ONLY),
               FIELD_ENERGY (Reading, value, N_ ("Reading"), FIELD_READ_ONLY),
               FIELD_ENUM (Reading, kind, N_ ("Kind"), reading_kind_enum, FIELD_READ_ONLY),
               FIELD_ENUM (Reading, method, N_ ("Method"), reading_method_enum, FIELD_READ_ONLY),
               FIELD_ENUM (Reading, state, N_ ("State"), reading_state_enum, FIELD_READ_ONLY),
               FIELD_BOOLEAN (Reading, rollover, N_ ("Rollover"), FIELD_READ_ONLY),
               FIELD_TEXTS (Reading, findings, N_ ("Findings"), FIELD_READ_ONLY),
               FIELD_TEXT (Reading, remark, N_ ("Remark"), FIELD_READ_ONLY),
               FIELD_ENERGY (Reading, consumption_wh, N_ ("Consumption"),
                             FIELD_READ_ONLY | FIELD_OPTIONAL),
               FIELD_DATE (Reading, previous_date, N_ ("Previous date"),
                           FIELD_READ_ONLY | FIELD_OPTIONAL),
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
               FIELD_TEXT (ReadingEntry, remark, N_ ("Remark"), FIELD_PLAIN));

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
    FIELD_INTEGER (RouteRow, multiplier_milli, N_ ("Multiplier (thousandths)"), FIELD_READ_ONLY),
    FIELD_TEXT (RouteRow, customer_name, N_ ("Customer"), FIELD_READ_ONLY),
    FIELD_TEXT (RouteRow, account_number, N_ ("Account"), FIELD_READ_ONLY),
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
    FIELD_TEXTS (RouteRow, findings, N_ ("Findings"), FIELD_READ_ONLY));

RECORD_DEFINE (reading_review, ReadingReview,
               FIELD_ENUM (ReadingReview, decision, N_ ("Decision"), review_decision_enum,
                           FIELD_REQUIRED),
               FIELD_ENERGY (ReadingReview, value, N_ ("Corrected reading"), FIELD_OPTIONAL),
               FIELD_BOOLEAN (ReadingReview, rollover, N_ ("Rollover"), FIELD_PLAIN),
               FIELD_TEXT (ReadingReview, note, N_ ("Note"), FIELD_PLAIN));
