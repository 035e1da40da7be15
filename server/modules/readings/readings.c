/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recording readings, lists and the sheet of a route. */
#include "server/modules/readings/readings.h"

#include "common/types/meters-types.h"
#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/readings/field-work.h"
#include "server/modules/readings/findings.h"
#include "server/modules/readings/pushes.h"
#include "server/modules/readings/reading-lists.h"
#include "server/modules/readings/reading-rule.h"
#include "server/modules/readings/readings-sql.h"
#include "server/modules/readings/review.h"

/* A register under the lock of the transaction, ready for the validation. */
typedef struct {
    gint64 account_id;
    gint64 service_point_id;
    Date latest_date;
    MeterRegister meter;
    RegisterReading previous;
    gint64 reader_values[PATTERN_READINGS];
    gboolean accepts_customers; /* a plausible reading of a customer needs no review */
    ValidationRule rule;
    ReadingCheck check;
    ReadingFindings findings;
    int method; /* ReadingMethod */
} Subject;

static void
read_subject (Operation *op, const Rows *rows, const ReadingEntry *entry, Subject *subject)
{
    Date today = instant_date (op->now, 0) + 1; /* tomorrow here may be today further east */

    subject->account_id = rows_int64 (rows, 0, 0);
    subject->service_point_id = rows_int64 (rows, 0, 1);
    subject->latest_date = rows_date (rows, 0, 6);
    subject->meter = (MeterRegister) {
        .register_class = rows_enum (rows, 0, 21, &register_code_enum),
        .digits = (guint)rows_int64 (rows, 0, 2),
        .multiplier_milli = rows_int64 (rows, 0, 3),
        .installed = { rows_date (rows, 0, 4), DATE_NONE },
    };
    subject->previous = (RegisterReading) {
        .date = subject->latest_date,
        .value = rows_int64 (rows, 0, 7),
    };
    subject->rule = reading_rule (rows, 0, 15);
    subject->accepts_customers =
        rows_enum (rows, 0, 22, &customer_readings_enum) == CUSTOMER_READINGS_ACCEPT;
    subject->check = (ReadingCheck) {
        .meter = &subject->meter,
        .reading = { .date = entry->read_on,
                     .value = entry->value,
                     .estimated = entry->kind == READING_KIND_ESTIMATED,
                     .rollover = entry->rollover },
        .previous = &subject->previous,
        .billed_to = rows_date (rows, 0, 5),
        .today = today,
        .same_day = rows_boolean (rows, 0, 12),
        .contracted_w = rows_int64 (rows, 0, 13),
        .daily_average_wh = rows_int64 (rows, 0, 9),
        .zeros_before = (guint)rows_int64 (rows, 0, 14),
        .estimates_before = (guint)rows_int64 (rows, 0, 10),
        .reader_values = subject->reader_values,
    };
}

static gboolean
load_reader_values (Operation *op, Subject *subject, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (subject->rule.pattern_readings == 0) {
        return TRUE;
    }
    if (!db_run (op->db, &readings_reader_values, &rows, error,
                 P_INT64 (subject->rule.pattern_readings))) {
        return FALSE;
    }
    for (int row = 0; row < rows_count (rows); row++) {
        subject->reader_values[row] = rows_int64 (rows, row, 0);
    }
    subject->check.n_reader_values = (guint)rows_count (rows);
    return TRUE;
}

static gboolean
load_subject (Operation *op, const ReadingEntry *entry, Subject *subject, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    const Param params[] = { P_INT64 (entry->register_id), P_DATE (entry->read_on) };

    if (!db_one (op->db, &readings_register, params, G_N_ELEMENTS (params), N_ ("Register"), &rows,
                 error)) {
        return FALSE;
    }
    if (!rows_is_null (rows, 0, 11)) {
        return refuse (error, SIRAJ_ERROR_METER_NOT_INSTALLED, "register_id",
                       "This meter was taken off; read the meter that hangs there now.");
    }
    read_subject (op, rows, entry, subject);
    if (entry->read_on < subject->latest_date) {
        g_autofree char *latest = date_format (subject->latest_date);

        return refuse (error, SIRAJ_ERROR_ALREADY_READ, "read_on",
                       "The meter was read on %s; a reading before that day changes nothing.",
                       latest);
    }
    return load_reader_values (op, subject, error);
}

static const char *
kind_word (const ReadingEntry *entry)
{
    return enumeration_word (&reading_kind_enum, entry->kind == READING_KIND_INITIAL
                                                     ? READING_KIND_PERIODIC
                                                     : entry->kind);
}

static gboolean
store (Operation *op, const ReadingEntry *entry, const Subject *subject, ReadingResult *result,
       GError **error)
{
    g_autoptr (Rows) rows = NULL;
    g_autofree char *words = g_strjoinv (" ", result->findings);
    gboolean estimated = entry->kind == READING_KIND_ESTIMATED;

    if (!db_run (op->db, &readings_insert, &rows, error, P_INT64 (subject->account_id),
                 P_INT64 (entry->register_id), P_INT64 (subject->service_point_id),
                 P_DATE (entry->read_on), P_INSTANT (op->now), P_INT64 (entry->value),
                 P_TEXT (kind_word (entry)), P_ENUM (reading_method_enum, subject->method),
                 P_ENUM (reading_state_enum, result->state), P_BOOLEAN (entry->rollover),
                 P_TEXT (words), P_TEXT (entry->remark), P_INT64 (subject->findings.quantity),
                 P_ID (entry->remark_id))) {
        return FALSE;
    }
    result->reading_id = rows_int64 (rows, 0, 0);
    return result->state == READING_STATE_HELD ||
           db_run (op->db, &readings_advance, NULL, error, P_INT64 (entry->register_id),
                   P_INT64 (result->reading_id), P_DATE (entry->read_on), P_INT64 (entry->value),
                   P_BOOLEAN (estimated), P_INT64 (subject->findings.quantity),
                   P_DATE (subject->latest_date));
}

/* What the remark and the one who read ask for beyond the findings. */
static gboolean
decide_state (Operation *op, const ReadingEntry *entry, const Subject *subject, int *state,
              GError **error)
{
    guint odd = subject->findings.findings & ~(guint)FINDINGS_HARMLESS;
    gboolean holds = FALSE;

    if (subject->method == READING_METHOD_CUSTOMER && odd != 0) {
        g_auto (GStrv) messages = findings_messages (&subject->check, &subject->findings);

        return refuse (error, SIRAJ_ERROR_READING_IMPLAUSIBLE, "value",
                       "This reading cannot be taken as it is: %s", messages[0]);
    }
    if (entry->remark_id != 0 &&
        !field_check_remark (op->db, entry->remark_id, FALSE, &holds, error)) {
        return FALSE;
    }
    holds = holds || odd != 0 ||
            (subject->method == READING_METHOD_CUSTOMER && !subject->accepts_customers);
    *state = holds ? READING_STATE_HELD : READING_STATE_ACCEPTED;
    return TRUE;
}

ReadingResult *
readings_record (Operation *op, const ReadingEntry *entry, int method, gboolean check_only,
                 GError **error)
{
    g_autoptr (ReadingResult) result = reading_result_new ();
    Subject subject;
    ReadingFindings *findings = &subject.findings;

    subject.method = method;
    if (!load_subject (op, entry, &subject, error)) {
        return NULL;
    }
    reading_validate (&subject.check, &subject.rule, findings);
    if (findings->verdict == VERDICT_REFUSED) {
        findings_refuse (&subject.check, findings, error);
        return NULL;
    }
    if (!decide_state (op, entry, &subject, &result->state, error)) {
        return NULL;
    }
    result->consumption_wh = findings->quantity;
    result->expected_wh = findings->expected_wh;
    result->findings = findings_words (findings->findings);
    result->messages = findings_messages (&subject.check, findings);
    if (!check_only && !store (op, entry, &subject, result, error)) {
        return NULL;
    }
    return g_steal_pointer (&result);
}

static gboolean
answer_result (Operation *op, gboolean check_only, GError **error)
{
    g_autoptr (ReadingResult) result =
        readings_record (op, op->input, READING_METHOD_MANUAL, check_only, error);

    if (result == NULL) {
        return FALSE;
    }
    op->status = check_only ? 200 : 201;
    operation_answer_record (op, &reading_result_record, result);
    return TRUE;
}

static gboolean
readings_enter (Operation *op, GError **error)
{
    return answer_result (op, FALSE, error);
}

static gboolean
readings_check (Operation *op, GError **error)
{
    return answer_result (op, TRUE, error);
}

/* Lists */

static const ListSort reading_sorts[] = {
    { "read_on", &readings_oldest, &readings_newest },
};
static const char *const reading_filters[] = {
    "account_id", "register_id", "state", "from", "to", NULL,
};
static const ListSpec reading_list = {
    &reading_record, reading_sorts, G_N_ELEMENTS (reading_sorts), reading_filters, &readings_count,
};

static gboolean
readings_list (Operation *op, GError **error)
{
    return list_answer (op, &reading_list, NULL, error);
}

static const RecordSpec reading_spec = {
    &reading_record, N_ ("Reading"), "/api/v1/readings", &readings_get, NULL, NULL,
};

static gboolean
readings_read (Operation *op, GError **error)
{
    return record_get (op, &reading_spec, error);
}

static gboolean
readings_review (Operation *op, GError **error)
{
    gint64 id;

    return operation_path_id (op, "id", &id, error) && review_decide (op, id, op->input, error) &&
           record_answer (op, &reading_spec, id, error);
}

static const ListSort sheet_sorts[] = {
    { "route_sequence", &readings_sheet, &readings_sheet_back },
};
static const char *const sheet_filters[] = { "route", "from", "to", "unread", "cycle_id", NULL };
static const ListSpec sheet_list = {
    &route_row_record, sheet_sorts,           G_N_ELEMENTS (sheet_sorts),
    sheet_filters,     &readings_sheet_count,
};

static gboolean
readings_sheet_of_route (Operation *op, GError **error)
{
    const char *values[] = { g_hash_table_lookup (op->path, "id"), operation_query (op, "from"),
                             operation_query (op, "to"),           operation_query (op, "unread"),
                             operation_query (op, "cycle_id"),     NULL };
    gint64 route_id;
    Date day;

    if (!operation_path_id (op, "id", &route_id, error) ||
        !operation_query_date (op, "from", &day, error) ||
        !operation_query_date (op, "to", &day, error)) {
        return FALSE;
    }
    if (values[1] == NULL || values[2] == NULL) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, values[1] == NULL ? "from" : "to",
                       "Give the first and the last day of the reading window.");
    }
    return list_answer (op, &sheet_list, values, error);
}

static const char *const reading_query[] = {
    LIST_QUERY, "account_id", "register_id", "state", "from", "to", NULL,
};
static const char *const sheet_query[] = { LIST_QUERY, "from", "to", "unread", "cycle_id", NULL };

static const char *const remark_query[] = { LIST_QUERY, "q", NULL };
static const char *const window_query[] = { "from", "to", "cycle_id", "route_id", "format", NULL };
static const char *const work_query[] = { "from", "to", "format", NULL };
static const char *const rules_query[] = { "format", NULL };

static const Route routes[] = {
    { "GET", "/api/v1/readings", "readings.read", READS | ANSWERS_LIST, NULL, &reading_record,
      readings_list, N_ ("List readings"), reading_query },
    { "POST", "/api/v1/readings", "readings.enter", WRITES | CREATES, &reading_entry_record,
      &reading_result_record, readings_enter, N_ ("Enter a reading") },
    { "POST", "/api/v1/readings/check", "readings.enter", WRITES | CREATES, &reading_entry_record,
      &reading_result_record, readings_check, N_ ("Validate a reading without storing it") },
    { "GET", "/api/v1/readings/{id}", "readings.read", READS, NULL, &reading_record, readings_read,
      N_ ("Read a reading") },
    { "POST", "/api/v1/readings/{id}/review", "readings.review", WRITES | CREATES,
      &reading_review_record, &reading_record, readings_review, N_ ("Decide on a held reading") },
    { "POST", "/api/v1/readings/{id}/photo", "readings.enter", WRITES | RAW | LARGE, NULL, NULL,
      field_keep_reading_photo, N_ ("Keep the photo of a reading") },
    { "GET", "/api/v1/readings/{id}/photo", "readings.read", READS | ANSWERS_FILE, NULL, NULL,
      field_answer_reading_photo, N_ ("See the photo of a reading") },
    { "POST", "/api/v1/readings/push", "readings.push", WRITES | CREATES | LARGE,
      &readings_push_record, &push_report_record, pushes_receive,
      N_ ("Take what meters have sent; each row has its own result") },
    { "POST", "/api/v1/agreements/{id}/readings", "readings.enter", WRITES | CREATES,
      &customer_reading_record, &reading_result_record, pushes_customer,
      N_ ("Take what a customer read himself") },
    { "GET", "/api/v1/reading-remarks", "readings.read", READS | ANSWERS_LIST, NULL,
      &reading_remark_record, field_remarks_list, N_ ("List reading remarks"), remark_query },
    { "POST", "/api/v1/reading-remarks", "settings.write", WRITES | CREATES, &reading_remark_record,
      &reading_remark_record, field_remark_create, N_ ("Add a reading remark") },
    { "GET", "/api/v1/reading-remarks/{id}", "readings.read", READS, NULL, &reading_remark_record,
      field_remark_read, N_ ("Read a reading remark") },
    { "PATCH", "/api/v1/reading-remarks/{id}", "settings.write", WRITES | VERSIONED,
      &reading_remark_record, &reading_remark_record, field_remark_change,
      N_ ("Change a reading remark") },
    { "POST", "/api/v1/reading-visits", "readings.enter", WRITES | CREATES, &reading_visit_record,
      &reading_visit_record, field_visit_create, N_ ("Record a visit without a reading") },
    { "POST", "/api/v1/reading-visits/{id}/photo", "readings.enter", WRITES | RAW | LARGE, NULL,
      NULL, field_keep_visit_photo, N_ ("Keep the photo of a visit") },
    { "GET", "/api/v1/reading-visits/{id}/photo", "readings.read", READS | ANSWERS_FILE, NULL, NULL,
      field_answer_visit_photo, N_ ("See the photo of a visit") },
    { "GET", "/api/v1/reading-lists", "readings.read", READS | ANSWERS_LIST, NULL,
      &reading_list_record, lists_answer_window, N_ ("List routes and how far they are read"),
      window_query },
    { "GET", "/api/v1/reader-work", "readings.read", READS | ANSWERS_LIST, NULL,
      &reader_work_record, lists_answer_work, N_ ("List what each reader did"), work_query },
    { "GET", "/api/v1/reading-settings", "readings.read", READS, NULL, &reading_settings_record,
      settings_read, N_ ("Read the settings of reading") },
    { "PATCH", "/api/v1/reading-settings", "settings.write", WRITES | VERSIONED,
      &reading_settings_record, &reading_settings_record, settings_change,
      N_ ("Change the settings of reading") },
    { "GET", "/api/v1/estimate-rules", "readings.read", READS | ANSWERS_LIST, NULL,
      &estimate_rule_record, rules_list, N_ ("List the rules of missing readings"), rules_query },
    { "POST", "/api/v1/estimate-rules", "settings.write", WRITES | CREATES, &estimate_rule_record,
      &estimate_rule_record, rules_create, N_ ("Add a rule of missing readings") },
    { "GET", "/api/v1/estimate-rules/{id}", "readings.read", READS, NULL, &estimate_rule_record,
      rules_read, N_ ("Read a rule of missing readings") },
    { "PATCH", "/api/v1/estimate-rules/{id}", "settings.write", WRITES | VERSIONED,
      &estimate_rule_record, &estimate_rule_record, rules_change,
      N_ ("Change a rule of missing readings") },
    { "GET", "/api/v1/routes/{id}/sheet", "readings.read", READS | ANSWERS_LIST, NULL,
      &route_row_record, readings_sheet_of_route, N_ ("Read the sheet of a route"), sheet_query },
};

const Module readings_module = { "readings", routes, G_N_ELEMENTS (routes), readings_statements };
