/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An agreement ends with the last reading of its registers, and the next one of the point goes on
 * from there: the meter stays where it hangs. */
#include "common/base/language.h"
#include "server/modules/meters/installing.h"
#include "server/modules/meters/meters-sql.h"

/* What ending_agreement answers. */
enum {
    AGREEMENT_STATE,
    AGREEMENT_START,
    AGREEMENT_BILLED,
    AGREEMENT_POINT,
};

static gboolean
check_end (Operation *op, const Rows *agreement, const EndRequest *request, GError **error)
{
    g_autofree char *day = date_format (request->end_date);
    g_autofree char *billed = date_format (rows_date (agreement, 0, AGREEMENT_BILLED));

    if (g_str_equal (rows_text (agreement, 0, AGREEMENT_STATE), "terminated")) {
        return refuse (error, SIRAJ_ERROR_AGREEMENT_ENDED, NULL,
                       "This agreement has ended already.");
    }
    if (request->end_date > instant_date (op->now, 0) + 1) { /* today may be further east */
        return refuse (error, SIRAJ_ERROR_DATE_IN_FUTURE, "end_date",
                       "%s lies in the future; an agreement ends with the reading of its last day.",
                       day);
    }
    if (request->end_date < rows_date (agreement, 0, AGREEMENT_START) ||
        (!rows_is_null (agreement, 0, AGREEMENT_BILLED) &&
         request->end_date < rows_date (agreement, 0, AGREEMENT_BILLED))) {
        return refuse (error, SIRAJ_ERROR_ALREADY_BILLED, "end_date",
                       "The agreement is billed up to %s; it cannot have ended on %s.", billed,
                       day);
    }
    return TRUE;
}

static const EndReadingValue *
find_reading (const EndRequest *request, gint64 register_id)
{
    for (guint i = 0; request->readings != NULL && i < request->readings->len; i++) {
        const EndReadingValue *one = g_ptr_array_index (request->readings, i);

        if (one->register_id == register_id) {
            return one;
        }
    }
    return NULL;
}

static gboolean
close_registers (Operation *op, const Rows *open, const EndRequest *request, GError **error)
{
    guint given = request->readings != NULL ? request->readings->len : 0;

    if (given != (guint)rows_count (open)) {
        return refuse (error, SIRAJ_ERROR_REGISTERS_DIFFER, "readings",
                       "The agreement has %d open registers, and %u readings were given; give one "
                       "of each.",
                       rows_count (open), given);
    }
    for (int row = 0; row < rows_count (open); row++) {
        const EndReadingValue *found = find_reading (request, rows_int64 (open, row, 0));

        if (found == NULL) {
            return refuse (
                error, SIRAJ_ERROR_REGISTERS_DIFFER, "readings",
                "A register of the agreement has no final reading; read every register.");
        }
        const RegisterValue shown = { .value = found->value, .rollover = found->rollover };
        if (!installing_close_register (op, open, row, request->end_date, &shown, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
answer_registers (Operation *op, gint64 agreement_id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (op->db, &ending_registers, &rows, error, P_INT64 (agreement_id))) {
        return FALSE;
    }
    g_string_append (op->answer, "{\"items\":");
    rows_append_json (op->answer, rows, &register_record);
    g_string_append (op->answer, ",\"next\":null,\"previous\":null}");
    return TRUE;
}

gboolean
ending_end (Operation *op, GError **error)
{
    const EndRequest *request = op->input;
    g_autoptr (Rows) agreement = NULL;
    g_autoptr (Rows) open = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error) ||
        !db_one (op->db, &ending_agreement, (const Param[]) { P_INT64 (id) }, 1, N_ ("Agreement"),
                 &agreement, error) ||
        !check_end (op, agreement, request, error) ||
        !db_run (op->db, &registers_to_end, &open, error, P_INT64 (id)) ||
        !close_registers (op, open, request, error) ||
        !db_run (op->db, &ending_unmetered, NULL, error, P_INT64 (id),
                 P_DATE (request->end_date)) ||
        !db_run (op->db, &ending_terminate, NULL, error, P_INT64 (id),
                 P_DATE (request->end_date))) {
        return FALSE;
    }
    return (!request->disconnects || db_run (op->db, &install_mark_point, NULL, error,
                                             P_INT64 (rows_int64 (agreement, 0, AGREEMENT_POINT)),
                                             P_TEXT ("disconnected"))) &&
           answer_registers (op, id, error);
}

/* The agreement goes on with the meters that hang at its point, each register from where the one
 * before it was closed. */
gboolean
ending_take_over (Operation *op, GError **error)
{
    g_autoptr (Rows) agreement = NULL;
    g_autoptr (Rows) opened = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error) ||
        !db_one (op->db, &ending_agreement, (const Param[]) { P_INT64 (id) }, 1, N_ ("Agreement"),
                 &agreement, error) ||
        !db_run (op->db, &ending_open, &opened, error, P_INT64 (id), P_INSTANT (op->now))) {
        return FALSE;
    }
    if (rows_int64 (opened, 0, 0) == 0) {
        return refuse (error, SIRAJ_ERROR_METER_MISSING, NULL,
                       "No meter that was left by an agreement before hangs at this point; install "
                       "one.");
    }
    return db_run (op->db, &install_mark_point, NULL, error,
                   P_INT64 (rows_int64 (agreement, 0, AGREEMENT_POINT)), P_TEXT ("connected")) &&
           answer_registers (op, id, error);
}
