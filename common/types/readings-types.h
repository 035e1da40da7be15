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

/* What becomes of a missing reading in a billing run. */
typedef enum {
    ESTIMATE_POLICY_EXCEPTION,
    ESTIMATE_POLICY_ESTIMATE,
} EstimatePolicyKind;
extern const Enumeration estimate_policy_enum;

/* What becomes of a reading that a customer sends. */
typedef enum {
    CUSTOMER_READINGS_REVIEW,
    CUSTOMER_READINGS_ACCEPT,
} CustomerReadings;
extern const Enumeration customer_readings_enum;

typedef enum {
    PUSH_STATE_ACCEPTED,
    PUSH_STATE_HELD,
    PUSH_STATE_REPEATED,
    PUSH_STATE_REFUSED,
} PushState;
extern const Enumeration push_state_enum;

typedef struct {
    gint64 id;
    gint64 account_id;
    char *account_number;
    char *customer_name;
    gint64 register_id;
    int register_code;
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
    gint64 remark_id;
    char *remark_name;
    gboolean has_photo;
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
    gint64 remark_id;
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
    char *point_number;
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
    char *visit_remark; /* why the last visit of the window gave no reading */
    Date visited_on;
} RouteRow;
RECORD_DECLARE (route_row, RouteRow);

typedef struct {
    int decision;
    gint64 value;
    gboolean rollover;
    char *note;
} ReadingReview;
RECORD_DECLARE (reading_review, ReadingReview);

/* What a customer read himself; register_id 0: the only one that counts energy. */
typedef struct {
    gint64 register_id;
    Date read_on;
    gint64 value;
} CustomerReading;
RECORD_DECLARE (customer_reading, CustomerReading);

/* One value that a smart meter showed at an instant; register_code is a word of its registers. */
typedef struct {
    char *meter_number;
    char *register_code; /* NULL: total */
    Instant read_at;
    gint64 value;
} PushedReading;
RECORD_DECLARE (pushed_reading, PushedReading);

typedef struct {
    GPtrArray *readings;
} ReadingsPush;
RECORD_DECLARE (readings_push, ReadingsPush);

/* What became of row @number, from 1 on. */
typedef struct {
    gint64 number;
    char *meter_number;
    char *register_code;
    int state;
    char *code; /* of the refusal */
    char *detail;
} PushResult;
RECORD_DECLARE (push_result, PushResult);

typedef struct {
    gint64 accepted;
    gint64 held;
    gint64 repeated;
    gint64 refused;
    GPtrArray *results;
} PushReport;
RECORD_DECLARE (push_report, PushReport);

typedef struct {
    gint64 id;
    gint64 high_percent;
    gint64 low_percent;
    gint64 high_least_wh;
    gint64 most_zeros;
    gint64 pattern_readings;
    int customer_readings;
    gint64 clock_tolerance_minutes;
    gint64 version;
} ReadingSettings;
RECORD_DECLARE (reading_settings, ReadingSettings);

/* cycle_id and class_id 0: every one. most_estimates none: the company's. */
typedef struct {
    gint64 id;
    gint64 cycle_id;
    char *cycle_name;
    gint64 class_id;
    char *class_name;
    int policy;
    gint64 most_estimates;
    gint64 version;
} EstimateRuleRow;
RECORD_DECLARE (estimate_rule, EstimateRuleRow);

typedef struct {
    gint64 id;
    char *code;
    char *name;
    char *name_en;
    gboolean prevents_reading;
    gboolean needs_review;
    gboolean active;
    gint64 version;
} ReadingRemark;
RECORD_DECLARE (reading_remark, ReadingRemark);

/* A reader came and could not read. */
typedef struct {
    gint64 id;
    gint64 register_id;
    Date visited_on;
    gint64 remark_id;
    char *remark_name;
    char *note;
    gboolean has_photo;
    char *entered_by_name;
    Instant entered_at;
} ReadingVisit;
RECORD_DECLARE (reading_visit, ReadingVisit);

/* How far the reading of a route has come in a window. */
typedef struct {
    gint64 route_id;
    char *route_code;
    char *route_name;
    char *station_name;
    gint64 cycle_id;
    char *cycle_name;
    gint64 registers;
    gint64 read;
    gint64 held;
    gint64 visited;
    gint64 unread;
} ReadingList;
RECORD_DECLARE (reading_list, ReadingList);

/* What one reader did between two days. */
typedef struct {
    gint64 reader_id;
    char *reader_name;
    gint64 days;
    gint64 readings;
    gint64 held;
    gint64 rejected;
    gint64 visits;
    gint64 photos;
    gint64 per_day;
} ReaderWork;
RECORD_DECLARE (reader_work, ReaderWork);

G_END_DECLS
