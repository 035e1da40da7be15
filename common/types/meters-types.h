/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Meters, installations and registers on the wire. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

typedef enum {
    METER_KIND_CONVENTIONAL,
    METER_KIND_STS,
    METER_KIND_SMART,
} MeterKind;
extern const Enumeration meter_kind_enum;

typedef enum {
    METER_STATE_IN_STORE,
    METER_STATE_ISSUED,
    METER_STATE_INSTALLED,
    METER_STATE_REMOVED,
    METER_STATE_IN_TEST,
    METER_STATE_SCRAPPED,
} MeterState;
extern const Enumeration meter_state_enum;

typedef enum {
    METER_CONDITION_WORKING,
    METER_CONDITION_FAULTY,
    METER_CONDITION_DAMAGED,
} MeterCondition;
extern const Enumeration meter_condition_enum;

typedef enum {
    REGISTER_CODE_TOTAL,
    REGISTER_CODE_PEAK,
    REGISTER_CODE_SHOULDER,
    REGISTER_CODE_OFF_PEAK,
    REGISTER_CODE_REACTIVE,
    REGISTER_CODE_DEMAND,
    REGISTER_CODE_UNMETERED,
} RegisterCode;
extern const Enumeration register_code_enum;
/* The same, and the one of a supply without a meter: what readings and bills name. */
extern const Enumeration register_word_enum;

/* digits 0: those of the model. */
typedef struct {
    int code;
    gint64 digits;
} ModelRegister;
RECORD_DECLARE (model_register, ModelRegister);

/* What meters of one make have in common, and the registers that each of them opens. */
typedef struct {
    gint64 id;
    char *code;
    char *name;
    char *manufacturer;
    gint64 phases;
    gint64 digits;
    gint64 decimals;
    GPtrArray *registers;
    gboolean active;
    gint64 version;
} MeterModel;
RECORD_DECLARE (meter_model, MeterModel);

typedef struct {
    gint64 id;
    char *number;
    int kind;
    char *manufacturer;
    char *model;
    gint64 model_id;
    char *model_name;
    char **register_codes;
    gint64 phases;
    gint64 multiplier_milli;
    gint64 digits;
    gint64 decimals;
    gint64 station_id;
    char *station_name;
    int state;
    int condition;
    Date warranty_end;
    char *notes;
    gint64 service_point_id;
    char *service_point_number;
    char *customer_name;
    char *account_number;
    Date installed_on;
    Date latest_date;
    gint64 latest_value;
    char *updated_by_name;
    Instant updated_at;
    gint64 version;
} Meter;
RECORD_DECLARE (meter, Meter);

/* Values in thousandths of the meter's unit, before the multiplier. */
typedef struct {
    gint64 id;
    gint64 account_id;
    gint64 agreement_id;
    gint64 installation_id;
    char *meter_number;
    int code;
    gint64 digits;
    gint64 multiplier_milli;
    Date opened_on;
    gint64 opening_value;
    Date closed_on;
    Date billed_date;
    gint64 billed_value;
    Date latest_date;
    gint64 latest_value;
    gint64 daily_average_wh;
} Register;
RECORD_DECLARE (register, Register);

typedef struct {
    gint64 id;
    gint64 meter_id;
    char *meter_number;
    gint64 service_point_id;
    char *service_point_number;
    Date installed_on;
    Date removed_on;
    gint64 multiplier_milli;
    char *removal_reason;
    gint64 version;
} MeterInstallation;
RECORD_DECLARE (meter_installation, MeterInstallation);

/* What one register shows; rollover says that it passed its last number since it was read. */
typedef struct {
    int code;
    gint64 value;
    gboolean rollover;
} RegisterValue;
RECORD_DECLARE (register_value, RegisterValue);

/* Puts a meter from the store on a service point with its first reading: opening_value of a meter
 * with one register, opening_values of every register otherwise. */
typedef struct {
    gint64 meter_id;
    gint64 service_point_id;
    Date installed_on;
    gint64 opening_value;
    GPtrArray *opening_values;
} InstallRequest;
RECORD_DECLARE (install_request, InstallRequest);

/* Old meter off and new meter on at the same instant, the readings of all registers of both in one
 * transaction. */
typedef struct {
    gint64 service_point_id;
    gint64 old_meter_id;
    gint64 final_value;
    GPtrArray *final_values;
    gint64 new_meter_id;
    gint64 opening_value;
    GPtrArray *opening_values;
    Date exchanged_on;
    int condition;
    char *reason;
} ExchangeRequest;
RECORD_DECLARE (exchange_request, ExchangeRequest);

typedef struct {
    gint64 final_value;
    GPtrArray *final_values;
    Date removed_on;
    int condition;
    char *reason;
} RemoveRequest;
RECORD_DECLARE (remove_request, RemoveRequest);

/* The last reading of one register of an agreement that ends. */
typedef struct {
    gint64 register_id;
    gint64 value;
    gboolean rollover;
} EndReadingValue;
RECORD_DECLARE (end_reading, EndReadingValue);

/* An agreement ends on a day with the last reading of each of its registers; the meter stays where
 * it hangs, for the agreement after it. */
typedef struct {
    Date end_date;
    GPtrArray *readings;
    gboolean disconnects; /* the point is cut */
    char *reason;
} EndRequest;
RECORD_DECLARE (end_request, EndRequest);

G_END_DECLS
