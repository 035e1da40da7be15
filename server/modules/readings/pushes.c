/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches of a head-end: each row has its own result, and a row that was sent before changes
 * nothing.  Readings of customers. */
#include "server/modules/readings/pushes.h"

#include "common/base/quantity.h"
#include "common/types/meters-types.h"
#include "server/modules/readings/field-sql.h"
#include "server/modules/readings/readings.h"
#include "server/modules/users/users.h"

#define US_PER_MINUTE (G_GINT64_CONSTANT (60) * 1000000)
#define US_PER_DAY (24 * 60 * US_PER_MINUTE)
#define OLDEST_DAYS 400
/* What registers of 32 and 31 bits send when they have no value, in units and in thousandths. */
#define EMPTY_UNSIGNED G_GINT64_CONSTANT (4294967295)
#define EMPTY_SIGNED G_GINT64_CONSTANT (2147483647)

/* What holds for every row. */
typedef struct {
    Instant now;
    Instant latest; /* the clock of a meter may be ahead up to here */
    int utc_offset_minutes;
} PushRules;

static gboolean
load_rules (Operation *op, PushRules *rules, GError **error)
{
    g_autoptr (Company) company = users_load_company (op->db, error);
    g_autoptr (Rows) rows = NULL;

    if (company == NULL || !db_one (op->db, &settings_get, (const Param[]) { P_INT64 (1) }, 1,
                                    N_ ("Reading settings"), &rows, error)) {
        return FALSE;
    }
    g_autoptr (ReadingSettings) settings = rows_record (rows, 0, &reading_settings_record);
    *rules = (PushRules) {
        .now = op->now,
        .latest = op->now + settings->clock_tolerance_minutes * US_PER_MINUTE,
        .utc_offset_minutes = (int)company->utc_offset_minutes,
    };
    return TRUE;
}

static gboolean
is_empty_value (gint64 value)
{
    return value < 0 || value == EMPTY_UNSIGNED || value == EMPTY_SIGNED ||
           value == EMPTY_UNSIGNED * WH_PER_KWH || value == EMPTY_SIGNED * WH_PER_KWH;
}

static gboolean
check_clock (const PushRules *rules, Instant instant, GError **error)
{
    g_autofree char *text = instant_format (instant);

    if (instant > rules->latest) {
        return refuse (error, SIRAJ_ERROR_CLOCK_WRONG, "read_at",
                       "%s lies in the future; set the clock of the meter.", text);
    }
    if (instant < rules->now - OLDEST_DAYS * US_PER_DAY) {
        return refuse (error, SIRAJ_ERROR_CLOCK_WRONG, "read_at",
                       "%s is more than %d days ago; set the clock of the meter.", text,
                       OLDEST_DAYS);
    }
    return TRUE;
}

static gboolean
read_row (const PushRules *rules, const PushedReading *row, ReadingLine *line, GError **error)
{
    line->meter_number = row->meter_number;
    line->read_at = row->read_at;
    line->read_on = instant_date (row->read_at, rules->utc_offset_minutes);
    line->value = row->value;
    line->kind = READING_KIND_PERIODIC;
    if (row->register_code != NULL &&
        !enumeration_parse (&register_code_enum, row->register_code, &line->register_code, error)) {
        return FALSE;
    }
    if (is_empty_value (row->value)) {
        return refuse (error, SIRAJ_ERROR_SENTINEL_VALUE, "value",
                       "This is what a meter or its modem sends when it has no reading; read it "
                       "again.");
    }
    return check_clock (rules, row->read_at, error);
}

/* The answer is written row by row, without a tree. */

typedef struct {
    GString *rows;
    gint64 counts[PUSH_STATE_REFUSED + 1];
} PushAnswer;

static int
state_of (const ReadingLine *line)
{
    if (line->refusal != NULL) {
        return PUSH_STATE_REFUSED;
    }
    if (line->repeated) {
        return PUSH_STATE_REPEATED;
    }
    return line->state == READING_STATE_HELD ? PUSH_STATE_HELD : PUSH_STATE_ACCEPTED;
}

static void
answer_row (PushAnswer *answer, guint i, const PushedReading *row, const ReadingLine *line)
{
    const PushResult result = {
        .number = (gint64)i + 1,
        .meter_number = row->meter_number,
        .register_code = row->register_code,
        .state = state_of (line),
        .code = line->refusal != NULL ? (char *)siraj_error_name (line->refusal->code) : NULL,
        .detail = line->refusal != NULL ? line->refusal->message : NULL,
    };

    g_string_append (answer->rows, i > 0 ? "," : "");
    json_append_record (answer->rows, &push_result_record, &result);
    answer->counts[result.state]++;
}

static void
finish_answer (Operation *op, const PushAnswer *answer)
{
    g_string_append_printf (
        op->answer,
        "{\"accepted\":%" G_GINT64_FORMAT ",\"held\":%" G_GINT64_FORMAT
        ",\"repeated\":%" G_GINT64_FORMAT ",\"refused\":%" G_GINT64_FORMAT ",\"results\":[",
        answer->counts[PUSH_STATE_ACCEPTED], answer->counts[PUSH_STATE_HELD],
        answer->counts[PUSH_STATE_REPEATED], answer->counts[PUSH_STATE_REFUSED]);
    g_string_append_len (op->answer, answer->rows->str, (gssize)answer->rows->len);
    g_string_append (op->answer, "]}");
}

static gboolean
check_size (const ReadingsPush *push, GError **error)
{
    guint n = push->readings != NULL ? push->readings->len : 0;

    return n <= PUSH_MAX_READINGS ||
           refuse (error, SIRAJ_ERROR_RANGE_TOO_LARGE, "readings",
                   "A batch has at most %d readings, not %u; send it in parts.", PUSH_MAX_READINGS,
                   n);
}

gboolean
pushes_receive (Operation *op, GError **error)
{
    const ReadingsPush *push = op->input;
    const ReadingBatch batch = { op->now, READING_METHOD_REMOTE, TRUE };
    g_autofree ReadingLine *lines = NULL;
    g_autoptr (GString) texts = g_string_new (NULL);
    PushAnswer answer = { .rows = texts };
    PushRules rules;
    guint n;
    gboolean done;

    if (!check_size (push, error) || !load_rules (op, &rules, error)) {
        return FALSE;
    }
    n = push->readings->len;
    lines = g_new0 (ReadingLine, n);
    for (guint i = 0; i < n; i++) {
        read_row (&rules, g_ptr_array_index (push->readings, i), &lines[i], &lines[i].refusal);
    }
    done = readings_record_lines (op->db, lines, n, &batch, error);
    for (guint i = 0; i < n; i++) {
        answer_row (&answer, i, g_ptr_array_index (push->readings, i), &lines[i]);
        g_clear_error (&lines[i].refusal);
    }
    if (done) {
        finish_answer (op, &answer);
    }
    return done;
}

/* Customers */

static gboolean
find_register (Operation *op, gint64 agreement_id, const CustomerReading *reading,
               gint64 *register_id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (op->db, &customer_register, &rows, error, P_INT64 (agreement_id),
                 P_ID (reading->register_id))) {
        return FALSE;
    }
    if (rows_count (rows) == 0) {
        return refuse (error, SIRAJ_ERROR_METER_MISSING, "register_id",
                       "No meter of this agreement can be read.");
    }
    if (rows_count (rows) > 1) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "register_id",
                       "The agreement has several registers; say which one was read.");
    }
    *register_id = rows_int64 (rows, 0, 0);
    return TRUE;
}

gboolean
pushes_customer (Operation *op, GError **error)
{
    const CustomerReading *reading = op->input;
    ReadingEntry entry = {
        .read_on = reading->read_on,
        .value = reading->value,
        .kind = READING_KIND_PERIODIC,
    };
    g_autoptr (ReadingResult) result = NULL;
    gint64 agreement_id;

    if (!operation_path_id (op, "id", &agreement_id, error) ||
        !find_register (op, agreement_id, reading, &entry.register_id, error)) {
        return FALSE;
    }
    result = readings_record (op, &entry, READING_METHOD_CUSTOMER, FALSE, error);
    if (result == NULL) {
        return FALSE;
    }
    op->status = 201;
    operation_answer_record (op, &reading_result_record, result);
    return TRUE;
}
