/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decisions on held readings. */
#include "server/modules/readings/review.h"

#include "server/engine/consumption.h"
#include "server/modules/readings/readings-sql.h"

/* The held reading and its register, both locked. */
typedef struct {
    gint64 id;
    gint64 register_id;
    Date day;
    gint64 value;
    const char *kind;
    const char *remark;
    gint64 remark_id;
    gboolean is_maximum; /* of demand: nothing is counted */
    gint64 account_id;
    gint64 service_point_id;
    guint digits;
    gint64 multiplier_milli;
    Date billed_date;
    Date latest_date;
    gint64 latest_value;
} Held;

static gboolean
check_newest (const Held *held, GError **error)
{
    g_autofree char *latest = date_format (held->latest_date);

    if (held->day < held->latest_date) {
        return refuse (error, SIRAJ_ERROR_ALREADY_READ, NULL,
                       "The meter was read again on %s; this older reading can only be rejected.",
                       latest);
    }
    if (held->day <= held->billed_date) {
        g_autofree char *billed = date_format (held->billed_date);

        return refuse (error, SIRAJ_ERROR_ALREADY_BILLED, NULL,
                       "The meter is billed up to %s; this older reading can only be rejected.",
                       billed);
    }
    return TRUE;
}

/* What was drawn up to @value: a lower value has passed the meter's last number when that is
 * confirmed, and is refused otherwise. */
static gboolean
quantity_of (const Held *held, gint64 value, gboolean rollover, gint64 *quantity, GError **error)
{
    gint64 counted = value - held->latest_value;

    if (held->is_maximum) {
        *quantity = 0;
        return TRUE;
    }
    if (counted < 0 && !rollover) {
        return refuse (error, SIRAJ_ERROR_READING_LOWER, "rollover",
                       "The reading is lower than the last one; confirm the rollover, correct it "
                       "or reject it.");
    }
    if (counted < 0) {
        counted += register_full_scale (held->digits);
    }
    *quantity = counted * held->multiplier_milli / 1000;
    return TRUE;
}

static gboolean
advance (Operation *op, const Held *held, gint64 reading_id, gint64 value, gint64 quantity,
         GError **error)
{
    gboolean estimated = g_str_equal (held->kind, "estimated");

    return db_run (op->db, &readings_advance, NULL, error, P_INT64 (held->register_id),
                   P_INT64 (reading_id), P_DATE (held->day), P_INT64 (value), P_BOOLEAN (estimated),
                   P_INT64 (quantity), P_DATE (held->latest_date));
}

static gboolean
decide (Operation *op, const Held *held, const char *state, const ReadingReview *review,
        gint64 quantity, GError **error)
{
    return db_run (op->db, &readings_decide, NULL, error, P_INT64 (held->id), P_TEXT (state),
                   P_BOOLEAN (review->rollover), P_TEXT (review->note), P_INT64 (quantity));
}

static gboolean
accept (Operation *op, const Held *held, const ReadingReview *review, GError **error)
{
    gint64 quantity = 0;

    return check_newest (held, error) &&
           quantity_of (held, held->value, review->rollover, &quantity, error) &&
           decide (op, held, "accepted", review, quantity, error) &&
           advance (op, held, held->id, held->value, quantity, error);
}

static gboolean
correct (Operation *op, const Held *held, const ReadingReview *review, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gint64 quantity = 0;

    if (review->value == INT64_NONE) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "value",
                       "A correction needs the right value of the reading.");
    }
    if (review->value < 0 || review->value >= register_full_scale (held->digits)) {
        return refuse (error, SIRAJ_ERROR_READING_TOO_LONG, "value",
                       "The meter has only %u digits; read it again.", held->digits);
    }
    if (!check_newest (held, error) ||
        !quantity_of (held, review->value, review->rollover, &quantity, error) ||
        !decide (op, held, "rejected", review, 0, error) ||
        !db_run (op->db, &readings_insert, &rows, error, P_INT64 (held->account_id),
                 P_INT64 (held->register_id), P_INT64 (held->service_point_id), P_DATE (held->day),
                 P_INSTANT (op->now), P_INT64 (review->value), P_TEXT (held->kind),
                 P_TEXT ("manual"), P_TEXT ("accepted"), P_BOOLEAN (review->rollover), P_TEXT (""),
                 P_TEXT (held->remark), P_INT64 (quantity), P_ID (held->remark_id))) {
        return FALSE;
    }
    return advance (op, held, rows_int64 (rows, 0, 0), review->value, quantity, error);
}

static gboolean
carry_out (Operation *op, const Held *held, const ReadingReview *review, GError **error)
{
    switch (review->decision) {
    case REVIEW_DECISION_ACCEPT:
        return accept (op, held, review, error);
    case REVIEW_DECISION_CORRECT:
        return correct (op, held, review, error);
    default:
        return decide (op, held, "rejected", review, 0, error);
    }
}

gboolean
review_decide (Operation *op, gint64 reading_id, const ReadingReview *review, GError **error)
{
    g_autoptr (Rows) reading = NULL;
    g_autoptr (Rows) subject = NULL;
    Held held = { .id = reading_id };

    if (!db_one (op->db, &readings_held, (const Param[]) { P_INT64 (reading_id) }, 1,
                 N_ ("Reading"), &reading, error)) {
        return FALSE;
    }
    if (!g_str_equal (rows_text (reading, 0, 5), "held")) {
        return refuse (error, SIRAJ_ERROR_READING_DECIDED, NULL,
                       "This reading was decided already (it is “%s”); reload the queue.",
                       rows_text (reading, 0, 5));
    }
    held.register_id = rows_int64 (reading, 0, 0);
    held.day = rows_date (reading, 0, 1);
    held.value = rows_int64 (reading, 0, 2);
    held.kind = rows_text (reading, 0, 3);
    held.remark = rows_text (reading, 0, 7);
    held.remark_id = rows_int64 (reading, 0, 9);
    if (!db_one (op->db, &readings_register,
                 (const Param[]) { P_INT64 (held.register_id), P_DATE (held.day) }, 2,
                 N_ ("Register"), &subject, error)) {
        return FALSE;
    }
    held.account_id = rows_int64 (subject, 0, 0);
    held.service_point_id = rows_int64 (subject, 0, 1);
    held.digits = (guint)rows_int64 (subject, 0, 2);
    held.multiplier_milli = rows_int64 (subject, 0, 3);
    held.billed_date = rows_date (subject, 0, 5);
    held.latest_date = rows_date (subject, 0, 6);
    held.latest_value = rows_int64 (subject, 0, 7);
    held.is_maximum = g_str_equal (rows_text (subject, 0, 21), "demand");
    return carry_out (op, &held, review, error);
}
