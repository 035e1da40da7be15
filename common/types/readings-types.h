/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readings, the entry grid and its answers on the wire. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

typedef enum {
    READING_KIND_INITIAL,
    READING_KIND_PERIODIC,
    READING_KIND_INTERIM,
    READING_KIND_FINAL,
    READING_KIND_CHECK,
    READING_KIND_ESTIMATED,
} ReadingKind;
extern const Enumeration reading_kind_enum;

typedef enum {
    READING_METHOD_MANUAL,
    READING_METHOD_IMPORT,
    READING_METHOD_REMOTE,
    READING_METHOD_CUSTOMER,
    READING_METHOD_ESTIMATE,
} ReadingMethod;
extern const Enumeration reading_method_enum;

typedef enum {
    READING_STATE_ACCEPTED,
    READING_STATE_HELD,
    READING_STATE_REJECTED,
} ReadingState;
extern const Enumeration reading_state_enum;

typedef enum {
    REVIEW_DECISION_ACCEPT,
    REVIEW_DECISION_CORRECT,
    REVIEW_DECISION_REJECT,
} ReviewDecision;
extern const Enumeration review_decision_enum;

typedef struct {
    gint64 id;
    gint64 account_id;
    char *account_number;
    char *customer_name;
    gint64 register_id;
    char *register_code;
    char *meter_number;
    char *route_name;
    Date read_on;
    gint64 value;
    int kind;
    int method;
    int state;
    gboolean rollover;
    char **findings;
    char *remark;
    gint64 consumption_wh;
    Date previous_date;
    gint64 previous_value;
    char *review_note;
    char *entered_by_name;
    Instant entered_at;
    gint64 version;
} Reading;
RECORD_DECLARE (reading, Reading);

/* One reading as it is typed. rollover says that the meter passed its last number. */
typedef struct {
    gint64 register_id;
    Date read_on;
    gint64 value;
    int kind;
    gboolean rollover;
    char *remark;
} ReadingEntry;
RECORD_DECLARE (reading_entry, ReadingEntry);

/* What the validation says before the next field is reached. */
typedef struct {
    gint64 reading_id; /* 0 when it was refused or only checked */
    int state;
    gint64 consumption_wh;
    gint64 expected_wh;
    char **findings;
    char **messages; /* the findings in words */
} ReadingResult;
RECORD_DECLARE (reading_result, ReadingResult);

/* One line of a route's entry grid. */
typedef struct {
    gint64 register_id;
    gint64 route_sequence;
    char *meter_number;
    char *register_code;
    gint64 digits;
    gint64 multiplier_milli;
    char *customer_name;
    char *account_number;
    char *address;
    Date previous_date;
    gint64 previous_value;
    gint64 daily_average_wh;
    gint64 reading_id; /* of this window, when it is there already */
    Date read_on;
    gint64 value;
    int state;
    gint64 consumption_wh;
    char **findings;
} RouteRow;
RECORD_DECLARE (route_row, RouteRow);

typedef struct {
    int decision;
    gint64 value;
    gboolean rollover;
    char *note;
} ReadingReview;
RECORD_DECLARE (reading_review, ReadingReview);

G_END_DECLS
