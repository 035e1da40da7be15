/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Install, exchange and remove: the readings, the installation and the states in one
 * transaction, so that no kWh is lost between two meters. */
#include "server/modules/meters/installing.h"

#include "common/base/language.h"
#include "common/base/quantity.h"
#include "server/engine/consumption.h"
#include "server/modules/meters/meters-sql.h"
#include "server/modules/meters/meters.h"

/* What was given of the registers of one meter: a list, or one value of its only register. */
typedef struct {
    const GPtrArray *list; /* RegisterValue */
    gint64 single;         /* INT64_NONE: none */
    const char *list_field;
    const char *single_field;
} Given;

/* A meter that leaves its point. */
typedef struct {
    gint64 meter_id;
    Given final;
    Date day;
    int condition;
    const char *reason;
} Leaving;

/* A meter that comes to a point. */
typedef struct {
    gint64 meter_id;
    gint64 service_point_id;
    Given opening;
    Date day;
} Coming;

/* The reading that begins or ends a register. */
typedef struct {
    gint64 register_id;
    gint64 point_id;
    Date day;
    RegisterValue shown;
    gint64 quantity;
    const char *kind;
} EndReading;

static gboolean
check_day (Instant now, Date day, const char *field, GError **error)
{
    g_autofree char *text = date_format (day);

    if (day > instant_date (now, 0) + 1) { /* tomorrow here may be today further east */
        return refuse (error, SIRAJ_ERROR_DATE_IN_FUTURE, field,
                       "%s lies in the future; give the day on which the work was done.", text);
    }
    return TRUE;
}

/* A register of n digits shows 0 … 10^n − 1. */
static gboolean
check_value (gint64 value, gint64 digits, const char *field, GError **error)
{
    gint64 limit = WH_PER_KWH;

    for (gint64 i = 0; i < digits; i++) {
        limit *= 10;
    }
    if (value < 0 || value >= limit) {
        g_autofree char *shown = energy_format_kwh (value);

        return refuse (error, SIRAJ_ERROR_READING_TOO_LONG, field,
                       "The meter has %d digits and cannot show %s; read it again.", (int)digits,
                       shown);
    }
    return TRUE;
}

static gboolean
check_available (const Rows *meter, GError **error)
{
    const char *state = rows_text (meter, 0, 1);

    if (g_str_equal (state, "in_store") || g_str_equal (state, "issued")) {
        return TRUE;
    }
    return refuse (error, SIRAJ_ERROR_METER_NOT_AVAILABLE, "meter_id",
                   "Meter %s is not in the store (its state is “%s”); take another meter.",
                   rows_text (meter, 0, 0), state);
}

static gboolean
find_agreement (Db *db, const Coming *coming, gint64 *agreement_id, gint64 *account_id,
                GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &install_agreement, &rows, error, P_INT64 (coming->service_point_id),
                 P_DATE (coming->day))) {
        return FALSE;
    }
    if (rows_count (rows) == 0) {
        return refuse (error, SIRAJ_ERROR_NO_AGREEMENT, "service_point_id",
                       "No agreement holds this service point on that day; conclude the agreement "
                       "first.");
    }
    *agreement_id = rows_int64 (rows, 0, 0);
    *account_id = rows_int64 (rows, 0, 1);
    return TRUE;
}

static guint
n_given (const Given *given)
{
    return given->list != NULL ? given->list->len : 0;
}

/* What was given of the register; NULL when nothing was. */
static const RegisterValue *
find_given (const Given *given, int code)
{
    for (guint i = 0; i < n_given (given); i++) {
        const RegisterValue *one = g_ptr_array_index (given->list, i);

        if (one->code == code) {
            return one;
        }
    }
    return NULL;
}

static gboolean
refuse_register (const char *field, const char *sentence, int code, GError **error)
{
    g_autofree char *name = g_strdup (tr (enumeration_label (&register_code_enum, code)));

    return refuse (error, SIRAJ_ERROR_REGISTERS_DIFFER, field, sentence, name);
}

/* Each register of the meter has exactly one value, and there is no other. */
static gboolean
check_given (const Given *given, const Rows *registers, int code_column, GError **error)
{
    guint n = (guint)rows_count (registers);

    if (n_given (given) == 0 && n == 1) {
        return given->single != INT64_NONE ||
               refuse (error, SIRAJ_ERROR_MISSING_VALUE, given->single_field,
                       "Read the meter and give what it shows.");
    }
    for (guint row = 0; row < n; row++) {
        int code = rows_enum (registers, (int)row, code_column, &register_code_enum);

        if (find_given (given, code) == NULL) {
            return refuse_register (given->list_field,
                                    N_ ("The reading of the register “%s” is missing; read every "
                                        "register of the meter."),
                                    code, error);
        }
    }
    return n_given (given) == n ||
           refuse (error, SIRAJ_ERROR_REGISTERS_DIFFER, given->list_field,
                   "The meter has %u registers, and %u readings were given; give one of each.", n,
                   n_given (given));
}

static RegisterValue
value_of (const Given *given, int code)
{
    const RegisterValue *found = find_given (given, code);

    return found != NULL ? *found : (RegisterValue) { code, given->single, FALSE };
}

static const char *
field_of (const Given *given)
{
    return n_given (given) > 0 ? given->list_field : given->single_field;
}

static gboolean
record_reading (Db *db, const EndReading *reading, Instant now, gint64 *reading_id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &install_reading, &rows, error, P_INT64 (reading->register_id),
                 P_INT64 (reading->point_id), P_DATE (reading->day), P_INSTANT (now),
                 P_INT64 (reading->shown.value), P_TEXT (reading->kind),
                 P_BOOLEAN (reading->shown.rollover), P_INT64 (reading->quantity))) {
        return FALSE;
    }
    *reading_id = rows_int64 (rows, 0, 0);
    return TRUE;
}

/* Whom the registers of an installation belong to. */
typedef struct {
    gint64 account_id;
    gint64 agreement_id;
    gint64 installation_id;
} Holder;

static gboolean
open_installation (Db *db, const Coming *coming, Holder *holder, GError **error)
{
    g_autoptr (Rows) installation = NULL;

    if (!find_agreement (db, coming, &holder->agreement_id, &holder->account_id, error) ||
        !db_run (db, &installations_insert, &installation, error, P_INT64 (coming->meter_id),
                 P_INT64 (coming->service_point_id), P_DATE (coming->day))) {
        return FALSE;
    }
    holder->installation_id = rows_int64 (installation, 0, 0);
    return TRUE;
}

static gboolean
open_register (Db *db, const Holder *holder, const RegisterValue *shown, gint64 digits,
               gint64 *register_id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &registers_open, &rows, error, P_INT64 (holder->account_id),
                 P_INT64 (holder->agreement_id), P_INT64 (holder->installation_id),
                 P_INT64 (shown->value), P_ENUM (register_code_enum, shown->code),
                 P_INT64 (digits))) {
        return FALSE;
    }
    *register_id = rows_int64 (rows, 0, 0);
    return TRUE;
}

static gboolean
open_registers (Db *db, const Coming *coming, const Rows *registers, Instant now, GError **error)
{
    Holder holder = { 0 };

    if (!open_installation (db, coming, &holder, error)) {
        return FALSE;
    }
    for (int row = 0; row < rows_count (registers); row++) {
        gint64 digits = rows_int64 (registers, row, 1);
        EndReading opening = {
            .point_id = coming->service_point_id,
            .day = coming->day,
            .shown =
                value_of (&coming->opening, rows_enum (registers, row, 0, &register_code_enum)),
            .kind = "initial",
        };
        gint64 reading_id;

        opening.shown.rollover = FALSE;
        if (!check_value (opening.shown.value, digits, field_of (&coming->opening), error) ||
            !open_register (db, &holder, &opening.shown, digits, &opening.register_id, error) ||
            !record_reading (db, &opening, now, &reading_id, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
put_on (Db *db, const Coming *coming, Instant now, GError **error)
{
    g_autoptr (Rows) meter = NULL;
    g_autoptr (Rows) registers = NULL;

    return db_one (db, &install_meter, (const Param[]) { P_INT64 (coming->meter_id) }, 1,
                   N_ ("Meter"), &meter, error) &&
           check_available (meter, error) &&
           db_run (db, &install_registers, &registers, error, P_INT64 (coming->meter_id)) &&
           check_given (&coming->opening, registers, 0, error) &&
           open_registers (db, coming, registers, now, error) &&
           db_run (db, &install_mark_meter, NULL, error, P_INT64 (coming->meter_id),
                   P_TEXT ("installed"), P_TEXT (NULL)) &&
           db_run (db, &install_mark_point, NULL, error, P_INT64 (coming->service_point_id),
                   P_TEXT ("connected"));
}

/* What registers_to_close answers. */
enum {
    OPEN_ID,
    OPEN_ACCOUNT,
    OPEN_LATEST_DATE,
    OPEN_LATEST_VALUE,
    OPEN_INSTALLATION,
    OPEN_POINT,
    OPEN_DIGITS,
    OPEN_CODE,
    OPEN_MULTIPLIER,
};

/* What was drawn up to the final reading; of a maximum nothing is counted. */
static gboolean
count_final (const Leaving *leaving, const Rows *open, int row, EndReading *last, GError **error)
{
    gint64 before_value = rows_int64 (open, row, OPEN_LATEST_VALUE);
    gint64 counted = last->shown.value - before_value;
    g_autofree char *value = energy_format_kwh (last->shown.value);
    g_autofree char *before = energy_format_kwh (before_value);

    if (last->shown.code == REGISTER_CODE_DEMAND) {
        last->shown.rollover = FALSE;
        return TRUE;
    }
    if (counted < 0 && !last->shown.rollover) {
        return refuse (error, SIRAJ_ERROR_READING_LOWER, field_of (&leaving->final),
                       "The final reading %s is lower than the last one, %s; read the meter again, "
                       "or correct the last reading first.",
                       value, before);
    }
    last->shown.rollover = counted < 0;
    if (counted < 0) {
        counted += register_full_scale ((guint)rows_int64 (open, row, OPEN_DIGITS));
    }
    last->quantity = counted * rows_int64 (open, row, OPEN_MULTIPLIER) / 1000;
    return TRUE;
}

static gboolean
check_final (const Leaving *leaving, const Rows *open, int row, GError **error)
{
    Date latest = rows_date (open, row, OPEN_LATEST_DATE);
    g_autofree char *latest_text = date_format (latest);

    return leaving->day >= latest ||
           refuse (error, SIRAJ_ERROR_ALREADY_READ, "removed_on",
                   "This meter was read on %s; it cannot have left before that day.", latest_text);
}

static gboolean
close_register (Operation *op, const Leaving *leaving, const Rows *open, int row, GError **error)
{
    EndReading last = {
        .register_id = rows_int64 (open, row, OPEN_ID),
        .point_id = rows_int64 (open, row, OPEN_POINT),
        .day = leaving->day,
        .shown = value_of (&leaving->final, rows_enum (open, row, OPEN_CODE, &register_code_enum)),
        .kind = "final",
    };
    gint64 reading_id = 0;

    return check_final (leaving, open, row, error) &&
           check_value (last.shown.value, rows_int64 (open, row, OPEN_DIGITS),
                        field_of (&leaving->final), error) &&
           count_final (leaving, open, row, &last, error) &&
           record_reading (op->db, &last, op->now, &reading_id, error) &&
           db_run (op->db, &registers_close, NULL, error, P_INT64 (last.register_id),
                   P_DATE (leaving->day), P_INT64 (last.shown.value), P_INT64 (reading_id));
}

gboolean
installing_close_register (Operation *op, const Rows *open, int row, Date day,
                           const RegisterValue *shown, GError **error)
{
    RegisterValue value = *shown;
    gpointer values[] = { &value };
    const GPtrArray list = { values, 1 };
    const Leaving leaving = { .final = { &list, INT64_NONE, "readings", "readings" }, .day = day };

    value.code = rows_enum (open, row, OPEN_CODE, &register_code_enum);
    return close_register (op, &leaving, open, row, error);
}

/* @point_id gets the service point the meter hung on. */
static gboolean
take_off (Operation *op, const Leaving *leaving, gint64 *point_id, GError **error)
{
    g_autoptr (Rows) open = NULL;

    if (!db_run (op->db, &registers_to_close, &open, error, P_INT64 (leaving->meter_id))) {
        return FALSE;
    }
    if (rows_count (open) == 0) {
        return refuse (error, SIRAJ_ERROR_METER_NOT_INSTALLED, "meter_id",
                       "This meter hangs on no service point; there is nothing to remove.");
    }
    *point_id = rows_int64 (open, 0, OPEN_POINT);
    if (!check_given (&leaving->final, open, OPEN_CODE, error)) {
        return FALSE;
    }
    for (int row = 0; row < rows_count (open); row++) {
        if (!close_register (op, leaving, open, row, error)) {
            return FALSE;
        }
    }
    return db_run (op->db, &installations_close, NULL, error,
                   P_INT64 (rows_int64 (open, 0, OPEN_INSTALLATION)), P_DATE (leaving->day),
                   P_TEXT (leaving->reason)) &&
           db_run (op->db, &install_mark_meter, NULL, error, P_INT64 (leaving->meter_id),
                   P_TEXT ("removed"), P_ENUM (meter_condition_enum, leaving->condition));
}

static gboolean
answer_meter (Operation *op, gint64 meter_id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_one (op->db, &meters_get, (const Param[]) { P_INT64 (meter_id) }, 1, N_ ("Meter"),
                 &rows, error)) {
        return FALSE;
    }
    operation_answer_row (op, &meter_record, rows);
    return TRUE;
}

gboolean
meters_install (Db *db, const InstallRequest *request, Instant now, GError **error)
{
    const Coming coming = {
        .meter_id = request->meter_id,
        .service_point_id = request->service_point_id,
        .opening = { request->opening_values, request->opening_value, "opening_values",
                     "opening_value" },
        .day = request->installed_on,
    };

    return check_day (now, coming.day, "installed_on", error) && put_on (db, &coming, now, error);
}

gboolean
installing_install (Operation *op, GError **error)
{
    const InstallRequest *request = op->input;

    op->status = 201;
    return meters_install (op->db, request, op->now, error) &&
           answer_meter (op, request->meter_id, error);
}

gboolean
installing_exchange (Operation *op, GError **error)
{
    const ExchangeRequest *request = op->input;
    const Leaving leaving = {
        .meter_id = request->old_meter_id,
        .final = { request->final_values, request->final_value, "final_values", "final_value" },
        .day = request->exchanged_on,
        .condition = request->condition,
        .reason = request->reason,
    };
    const Coming coming = {
        .meter_id = request->new_meter_id,
        .service_point_id = request->service_point_id,
        .opening = { request->opening_values, request->opening_value, "opening_values",
                     "opening_value" },
        .day = request->exchanged_on,
    };
    gint64 point_id = 0;

    if (!check_day (op->now, leaving.day, "exchanged_on", error) ||
        !take_off (op, &leaving, &point_id, error)) {
        return FALSE;
    }
    if (point_id != request->service_point_id) {
        return refuse (error, SIRAJ_ERROR_METER_NOT_INSTALLED, "old_meter_id",
                       "The old meter hangs on another service point; choose the meter of this "
                       "one.");
    }
    op->status = 201;
    return put_on (op->db, &coming, op->now, error) && answer_meter (op, coming.meter_id, error);
}

gboolean
installing_remove (Operation *op, GError **error)
{
    const RemoveRequest *request = op->input;
    Leaving leaving = {
        .final = { request->final_values, request->final_value, "final_values", "final_value" },
        .day = request->removed_on,
        .condition = request->condition,
        .reason = request->reason,
    };
    gint64 point_id = 0;

    return operation_path_id (op, "id", &leaving.meter_id, error) &&
           check_day (op->now, leaving.day, "removed_on", error) &&
           take_off (op, &leaving, &point_id, error) &&
           db_run (op->db, &install_mark_point, NULL, error, P_INT64 (point_id),
                   P_TEXT ("disconnected")) &&
           answer_meter (op, leaving.meter_id, error);
}
