/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of meters, installations and registers. */
#include "common/types/meters-types.h"

ENUMERATION_DEFINE (meter_kind_enum, "meter_kind",
                    { METER_KIND_CONVENTIONAL, "conventional", N_ ("Conventional") },
                    { METER_KIND_STS, "sts", N_ ("STS prepaid") },
                    { METER_KIND_SMART, "smart", N_ ("Smart") });

ENUMERATION_DEFINE (meter_state_enum, "meter_state",
                    { METER_STATE_IN_STORE, "in_store", N_ ("In store") },
                    { METER_STATE_ISSUED, "issued", N_ ("Issued") },
                    { METER_STATE_INSTALLED, "installed", N_ ("Installed") },
                    { METER_STATE_REMOVED, "removed", N_ ("Removed") },
                    { METER_STATE_IN_TEST, "in_test", N_ ("In test") },
                    { METER_STATE_SCRAPPED, "scrapped", N_ ("Scrapped") });

ENUMERATION_DEFINE (meter_condition_enum, "meter_condition",
                    { METER_CONDITION_WORKING, "working", N_ ("Working") },
                    { METER_CONDITION_FAULTY, "faulty", N_ ("Faulty") },
                    { METER_CONDITION_DAMAGED, "damaged", N_ ("Damaged") });

ENUMERATION_DEFINE (register_code_enum, "register_code",
                    { REGISTER_CODE_TOTAL, "total", N_ ("Total") },
                    { REGISTER_CODE_PEAK, "peak", N_ ("Peak") },
                    { REGISTER_CODE_SHOULDER, "shoulder", N_ ("Shoulder") },
                    { REGISTER_CODE_OFF_PEAK, "off_peak", N_ ("Off-peak") },
                    { REGISTER_CODE_REACTIVE, "reactive", N_ ("Reactive") },
                    { REGISTER_CODE_DEMAND, "demand", N_ ("Maximum demand") });

ENUMERATION_DEFINE (register_word_enum, "register_word",
                    { REGISTER_CODE_TOTAL, "total", N_ ("Total") },
                    { REGISTER_CODE_PEAK, "peak", N_ ("Peak") },
                    { REGISTER_CODE_SHOULDER, "shoulder", N_ ("Shoulder") },
                    { REGISTER_CODE_OFF_PEAK, "off_peak", N_ ("Off-peak") },
                    { REGISTER_CODE_REACTIVE, "reactive", N_ ("Reactive") },
                    { REGISTER_CODE_DEMAND, "demand", N_ ("Maximum demand") },
                    { REGISTER_CODE_UNMETERED, "unmetered", N_ ("Unmetered") });

RECORD_DEFINE (model_register, ModelRegister,
               FIELD_ENUM (ModelRegister, code, N_ ("Register"), register_code_enum,
                           FIELD_REQUIRED),
               FIELD_INTEGER (ModelRegister, digits, N_ ("Digits"), FIELD_PLAIN));

RECORD_DEFINE (meter_model, MeterModel, FIELD_ID (MeterModel, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_TEXT (MeterModel, code, N_ ("Code"), FIELD_REQUIRED | FIELD_FIXED),
               FIELD_TEXT (MeterModel, name, N_ ("Name"), FIELD_REQUIRED),
               FIELD_TEXT (MeterModel, manufacturer, N_ ("Manufacturer"), FIELD_PLAIN),
               FIELD_INTEGER (MeterModel, phases, N_ ("Phases"), FIELD_PLAIN),
               FIELD_INTEGER (MeterModel, digits, N_ ("Digits"), FIELD_PLAIN),
               FIELD_INTEGER (MeterModel, decimals, N_ ("Decimals"), FIELD_PLAIN),
               FIELD_LIST (MeterModel, registers, N_ ("Registers"), model_register_record,
                           FIELD_REQUIRED),
               FIELD_BOOLEAN (MeterModel, active, N_ ("In use"), FIELD_PLAIN),
               FIELD_INTEGER (MeterModel, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (
    meter, Meter, FIELD_ID (Meter, id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_TEXT (Meter, number, N_ ("Meter number"), FIELD_REQUIRED | FIELD_FIXED),
    FIELD_ENUM (Meter, kind, N_ ("Kind"), meter_kind_enum, FIELD_REQUIRED | FIELD_FIXED),
    FIELD_TEXT (Meter, manufacturer, N_ ("Manufacturer"), FIELD_PLAIN),
    FIELD_TEXT (Meter, model, N_ ("Model"), FIELD_PLAIN),
    FIELD_ID (Meter, model_id, N_ ("Meter model"), FIELD_FIXED),
    FIELD_TEXT (Meter, model_name, N_ ("Meter model"), FIELD_READ_ONLY),
    FIELD_TEXTS (Meter, register_codes, N_ ("Registers"), FIELD_READ_ONLY),
    FIELD_INTEGER (Meter, phases, N_ ("Phases"), FIELD_PLAIN),
    FIELD_ENERGY (Meter, multiplier_milli, N_ ("Multiplier"), FIELD_FIXED),
    FIELD_INTEGER (Meter, digits, N_ ("Digits"), FIELD_FIXED),
    FIELD_INTEGER (Meter, decimals, N_ ("Decimals"), FIELD_FIXED),
    FIELD_ID (Meter, station_id, N_ ("Station"), FIELD_REQUIRED),
    FIELD_TEXT (Meter, station_name, N_ ("Station"), FIELD_READ_ONLY),
    FIELD_ENUM (Meter, state, N_ ("State"), meter_state_enum, FIELD_READ_ONLY),
    FIELD_ENUM (Meter, condition, N_ ("Condition"), meter_condition_enum, FIELD_PLAIN),
    FIELD_DATE (Meter, warranty_end, N_ ("Warranty end"), FIELD_OPTIONAL),
    FIELD_TEXT (Meter, notes, N_ ("Notes"), FIELD_LONG),
    FIELD_ID (Meter, service_point_id, N_ ("Service point"), FIELD_READ_ONLY),
    FIELD_TEXT (Meter, service_point_number, N_ ("Service point"), FIELD_READ_ONLY),
    FIELD_TEXT (Meter, customer_name, N_ ("Customer"), FIELD_READ_ONLY),
    FIELD_TEXT (Meter, account_number, N_ ("Account"), FIELD_READ_ONLY),
    FIELD_DATE (Meter, installed_on, N_ ("Installed on"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_DATE (Meter, latest_date, N_ ("Latest reading date"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_ENERGY (Meter, latest_value, N_ ("Latest reading"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_TEXT (Meter, updated_by_name, N_ ("Changed by"), FIELD_READ_ONLY),
    FIELD_INSTANT (Meter, updated_at, N_ ("Changed at"), FIELD_READ_ONLY),
    FIELD_INTEGER (Meter, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (register, Register, FIELD_ID (Register, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_ID (Register, account_id, N_ ("Account"), FIELD_READ_ONLY),
               FIELD_ID (Register, agreement_id, N_ ("Agreement"), FIELD_READ_ONLY),
               FIELD_ID (Register, installation_id, N_ ("Installation"), FIELD_READ_ONLY),
               FIELD_TEXT (Register, meter_number, N_ ("Meter"), FIELD_READ_ONLY),
               FIELD_ENUM (Register, code, N_ ("Register"), register_word_enum, FIELD_READ_ONLY),
               FIELD_INTEGER (Register, digits, N_ ("Digits"), FIELD_READ_ONLY),
               FIELD_ENERGY (Register, multiplier_milli, N_ ("Multiplier"), FIELD_READ_ONLY),
               FIELD_DATE (Register, opened_on, N_ ("Opened on"), FIELD_READ_ONLY),
               FIELD_ENERGY (Register, opening_value, N_ ("Opening reading"), FIELD_READ_ONLY),
               FIELD_DATE (Register, closed_on, N_ ("Closed on"), FIELD_READ_ONLY | FIELD_OPTIONAL),
               FIELD_DATE (Register, billed_date, N_ ("Billed up to"), FIELD_READ_ONLY),
               FIELD_ENERGY (Register, billed_value, N_ ("Billed reading"), FIELD_READ_ONLY),
               FIELD_DATE (Register, latest_date, N_ ("Latest reading date"), FIELD_READ_ONLY),
               FIELD_ENERGY (Register, latest_value, N_ ("Latest reading"), FIELD_READ_ONLY),
               FIELD_ENERGY (Register, daily_average_wh, N_ ("Daily average"), FIELD_READ_ONLY));

RECORD_DEFINE (
    meter_installation, MeterInstallation,
    FIELD_ID (MeterInstallation, id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_ID (MeterInstallation, meter_id, N_ ("Meter"), FIELD_READ_ONLY),
    FIELD_TEXT (MeterInstallation, meter_number, N_ ("Meter"), FIELD_READ_ONLY),
    FIELD_ID (MeterInstallation, service_point_id, N_ ("Service point"), FIELD_READ_ONLY),
    FIELD_TEXT (MeterInstallation, service_point_number, N_ ("Service point"), FIELD_READ_ONLY),
    FIELD_DATE (MeterInstallation, installed_on, N_ ("Installed on"), FIELD_READ_ONLY),
    FIELD_DATE (MeterInstallation, removed_on, N_ ("Removed on"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_ENERGY (MeterInstallation, multiplier_milli, N_ ("Multiplier"), FIELD_READ_ONLY),
    FIELD_TEXT (MeterInstallation, removal_reason, N_ ("Reason of removal"), FIELD_READ_ONLY),
    FIELD_INTEGER (MeterInstallation, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (register_value, RegisterValue,
               FIELD_ENUM (RegisterValue, code, N_ ("Register"), register_code_enum,
                           FIELD_REQUIRED),
               FIELD_ENERGY (RegisterValue, value, N_ ("Reading"), FIELD_REQUIRED),
               FIELD_BOOLEAN (RegisterValue, rollover, N_ ("Rollover"), FIELD_PLAIN));

RECORD_DEFINE (install_request, InstallRequest,
               FIELD_ID (InstallRequest, meter_id, N_ ("Meter"), FIELD_REQUIRED),
               FIELD_ID (InstallRequest, service_point_id, N_ ("Service point"), FIELD_REQUIRED),
               FIELD_DATE (InstallRequest, installed_on, N_ ("Installed on"), FIELD_REQUIRED),
               FIELD_ENERGY (InstallRequest, opening_value, N_ ("Opening reading"), FIELD_OPTIONAL),
               FIELD_LIST (InstallRequest, opening_values, N_ ("Opening readings"),
                           register_value_record, FIELD_PLAIN));

RECORD_DEFINE (exchange_request, ExchangeRequest,
               FIELD_ID (ExchangeRequest, service_point_id, N_ ("Service point"), FIELD_REQUIRED),
               FIELD_ID (ExchangeRequest, old_meter_id, N_ ("Old meter"), FIELD_REQUIRED),
               FIELD_ENERGY (ExchangeRequest, final_value, N_ ("Final reading of the old meter"),
                             FIELD_OPTIONAL),
               FIELD_LIST (ExchangeRequest, final_values, N_ ("Final readings of the old meter"),
                           register_value_record, FIELD_PLAIN),
               FIELD_ID (ExchangeRequest, new_meter_id, N_ ("New meter"), FIELD_REQUIRED),
               FIELD_ENERGY (ExchangeRequest, opening_value, N_ ("Opening reading"),
                             FIELD_OPTIONAL),
               FIELD_LIST (ExchangeRequest, opening_values, N_ ("Opening readings"),
                           register_value_record, FIELD_PLAIN),
               FIELD_DATE (ExchangeRequest, exchanged_on, N_ ("Exchanged on"), FIELD_REQUIRED),
               FIELD_ENUM (ExchangeRequest, condition, N_ ("Condition"), meter_condition_enum,
                           FIELD_PLAIN),
               FIELD_TEXT (ExchangeRequest, reason, N_ ("Reason"), FIELD_REQUIRED));

RECORD_DEFINE (remove_request, RemoveRequest,
               FIELD_ENERGY (RemoveRequest, final_value, N_ ("Final reading"), FIELD_OPTIONAL),
               FIELD_LIST (RemoveRequest, final_values, N_ ("Final readings"),
                           register_value_record, FIELD_PLAIN),
               FIELD_DATE (RemoveRequest, removed_on, N_ ("Removed on"), FIELD_REQUIRED),
               FIELD_ENUM (RemoveRequest, condition, N_ ("Condition"), meter_condition_enum,
                           FIELD_PLAIN),
               FIELD_TEXT (RemoveRequest, reason, N_ ("Reason"), FIELD_REQUIRED));

RECORD_DEFINE (end_reading, EndReadingValue,
               FIELD_ID (EndReadingValue, register_id, N_ ("Register"), FIELD_REQUIRED),
               FIELD_ENERGY (EndReadingValue, value, N_ ("Reading"), FIELD_REQUIRED),
               FIELD_BOOLEAN (EndReadingValue, rollover, N_ ("Rollover"), FIELD_PLAIN));

RECORD_DEFINE (
    end_request, EndRequest, FIELD_DATE (EndRequest, end_date, N_ ("Ends on"), FIELD_REQUIRED),
    FIELD_LIST (EndRequest, readings, N_ ("Final readings"), end_reading_record, FIELD_PLAIN),
    FIELD_BOOLEAN (EndRequest, disconnects, N_ ("The point is disconnected"), FIELD_PLAIN),
    FIELD_TEXT (EndRequest, reason, N_ ("Reason"), FIELD_REQUIRED));
