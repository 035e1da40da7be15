/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Install, exchange and remove: the readings, the installation and the states in one
 * transaction, so that no kWh is lost between two meters. */
#include "server/modules/meters/installing.h"

#include "common/base/quantity.h"
#include "server/modules/meters/meters-sql.h"
#include "server/modules/meters/meters.h"

/* A meter that leaves its point. */
typedef struct {
    gint64 meter_id;
    gint64 final_value;
    Date day;
    int condition;
    const char *reason;
} Leaving;

/* A meter that comes to a point. */
typedef struct {
    gint64 meter_id;
    gint64 service_point_id;
    gint64 opening_value;
    Date day;
} Coming;

/* The reading that begins or ends a register. */
typedef struct {
    gint64 register_id;
    gint64 point_id;
    Date day;
    gint64 value;
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

static gboolean
record_reading (Db *db, const EndReading *reading, Instant now, gint64 *reading_id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &install_reading, &rows, error, P_INT64 (reading->register_id),
                 P_INT64 (reading->point_id), P_DATE (reading->day), P_INSTANT (now),
                 P_INT64 (reading->value), P_TEXT (reading->kind))) {
        return FALSE;
    }
    *reading_id = rows_int64 (rows, 0, 0);
    return TRUE;
}

static gboolean
open_register (Db *db, const Coming *coming, gint64 *register_id, GError **error)
{
    g_autoptr (Rows) installation = NULL;
    g_autoptr (Rows) opened = NULL;
    gint64 agreement_id = 0, account_id = 0;

    if (!find_agreement (db, coming, &agreement_id, &account_id, error) ||
        !db_run (db, &installations_insert, &installation, error, P_INT64 (coming->meter_id),
                 P_INT64 (coming->service_point_id), P_DATE (coming->day)) ||
        !db_run (db, &registers_open, &opened, error, P_INT64 (account_id), P_INT64 (agreement_id),
                 P_INT64 (rows_int64 (installation, 0, 0)), P_INT64 (coming->opening_value))) {
        return FALSE;
    }
    *register_id = rows_int64 (opened, 0, 0);
    return TRUE;
}

static gboolean
put_on (Db *db, const Coming *coming, Instant now, GError **error)
{
    g_autoptr (Rows) meter = NULL;
    EndReading opening = { 0, coming->service_point_id, coming->day, coming->opening_value,
                           "initial" };
    gint64 reading_id = 0;

    return db_one (db, &install_meter, (const Param[]) { P_INT64 (coming->meter_id) }, 1,
                   N_ ("Meter"), &meter, error) &&
           check_available (meter, error) &&
           check_value (coming->opening_value, rows_int64 (meter, 0, 2), "opening_value", error) &&
           open_register (db, coming, &opening.register_id, error) &&
           record_reading (db, &opening, now, &reading_id, error) &&
           db_run (db, &install_mark_meter, NULL, error, P_INT64 (coming->meter_id),
                   P_TEXT ("installed"), P_TEXT (NULL)) &&
           db_run (db, &install_mark_point, NULL, error, P_INT64 (coming->service_point_id),
                   P_TEXT ("connected"));
}

static gboolean
check_final (const Leaving *leaving, const Rows *open, GError **error)
{
    Date latest = rows_date (open, 0, 2);
    g_autofree char *latest_text = date_format (latest);
    g_autofree char *value = energy_format_kwh (leaving->final_value);
    g_autofree char *before = energy_format_kwh (rows_int64 (open, 0, 3));

    if (leaving->day < latest) {
        return refuse (error, SIRAJ_ERROR_ALREADY_READ, "removed_on",
                       "This meter was read on %s; it cannot have left before that day.",
                       latest_text);
    }
    if (leaving->final_value < rows_int64 (open, 0, 3)) {
        return refuse (error, SIRAJ_ERROR_READING_LOWER, "final_value",
                       "The final reading %s is lower than the last one, %s; read the meter again, "
                       "or correct the last reading first.",
                       value, before);
    }
    return check_value (leaving->final_value, rows_int64 (open, 0, 6), "final_value", error);
}

/* @point_id gets the service point the meter hung on. */
static gboolean
take_off (Operation *op, const Leaving *leaving, gint64 *point_id, GError **error)
{
    g_autoptr (Rows) open = NULL;
    EndReading last = { 0, 0, leaving->day, leaving->final_value, "final" };
    gint64 reading_id = 0;

    if (!db_run (op->db, &registers_to_close, &open, error, P_INT64 (leaving->meter_id))) {
        return FALSE;
    }
    if (rows_count (open) == 0) {
        return refuse (error, SIRAJ_ERROR_METER_NOT_INSTALLED, "meter_id",
                       "This meter hangs on no service point; there is nothing to remove.");
    }
    *point_id = rows_int64 (open, 0, 5);
    last.register_id = rows_int64 (open, 0, 0);
    last.point_id = *point_id;
    return check_final (leaving, open, error) &&
           record_reading (op->db, &last, op->now, &reading_id, error) &&
           db_run (op->db, &registers_close, NULL, error, P_INT64 (rows_int64 (open, 0, 0)),
                   P_DATE (leaving->day), P_INT64 (leaving->final_value), P_INT64 (reading_id)) &&
           db_run (op->db, &installations_close, NULL, error, P_INT64 (rows_int64 (open, 0, 4)),
                   P_DATE (leaving->day), P_TEXT (leaving->reason)) &&
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
        .opening_value = request->opening_value,
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
        .final_value = request->final_value,
        .day = request->exchanged_on,
        .condition = request->condition,
        .reason = request->reason,
    };
    const Coming coming = {
        .meter_id = request->new_meter_id,
        .service_point_id = request->service_point_id,
        .opening_value = request->opening_value,
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
        .final_value = request->final_value,
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
