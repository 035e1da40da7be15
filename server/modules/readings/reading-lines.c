/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readings by the file: the registers are read at once, the lines judged in memory, and what they
 * leave written at once. */
#include "common/base/language.h"
#include "common/schema/json.h"
#include "common/types/meters-types.h"
#include "server/modules/readings/findings.h"
#include "server/modules/readings/reading-rule.h"
#include "server/modules/readings/readings-sql.h"
#include "server/modules/readings/readings.h"

#define LINES_PER_INSERT 5000

/* A register as the lines before have left it. */
typedef struct {
    gint64 id;
    gint64 account_id;
    gint64 service_point_id;
    MeterRegister meter;
    RegisterReading latest;
    Date billed_to;
    gint64 contracted_w;
    gint64 daily_average_wh;
    guint zeros;
    guint estimates;
    ValidationRule rule;
    guint accepted; /* of this file */
} Subject;

/* What becomes of a line. */
typedef struct {
    Subject *subject; /* NULL: refused before */
    guint findings;
    gint64 quantity_wh;
} Judgement;

typedef struct {
    Db *db;
    ReadingLine *lines;
    guint n_lines;
    const ReadingBatch *rules;
    GPtrArray *subjects;  /* Subject, owned */
    GHashTable *by_meter; /* "register number" → Subject, NULL when several have it */
    GHashTable *by_account;
    GHashTable *held_days; /* "register day" */
    GHashTable *pushed;    /* "register instant" → its value */
    Judgement *judgements;
    guint n_refused;
} Batch;

/* Reading the registers */

static void
read_subject (const Rows *rows, int row, Subject *subject)
{
    *subject = (Subject){
        .id = rows_int64 (rows, row, 1),
        .account_id = rows_int64 (rows, row, 2),
        .service_point_id = rows_int64 (rows, row, 3),
        .meter = {
            .register_class = rows_enum (rows, row, 10, &register_code_enum),
            .digits = (guint)rows_int64 (rows, row, 4),
            .multiplier_milli = rows_int64 (rows, row, 5),
            .installed = { rows_date (rows, row, 6), DATE_NONE },
        },
        .billed_to = rows_date (rows, row, 7),
        .latest = {
            .date = rows_date (rows, row, 8),
            .value = rows_int64 (rows, row, 9),
        },
        .daily_average_wh = rows_int64 (rows, row, 11),
        .estimates = (guint)rows_int64 (rows, row, 12),
        .contracted_w = rows_int64 (rows, row, 13),
        .zeros = (guint)rows_int64 (rows, row, 14),
        .rule = reading_rule (rows, row, 15),
    };
}

static Subject *
find_subject (const Batch *self, gint64 id)
{
    for (guint i = 0; i < self->subjects->len; i++) {
        Subject *subject = self->subjects->pdata[i];

        if (subject->id == id) {
            return subject;
        }
    }
    return NULL;
}

/* A list of the distinct numbers as JSON; *@n tells how many. */
static char *
list_numbers (const Batch *self, gboolean meters, guint *n)
{
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
    GString *json = g_string_new ("[");

    for (guint i = 0; i < self->n_lines; i++) {
        const ReadingLine *line = &self->lines[i];
        const char *number = meters ? line->meter_number : line->account_number;

        if (number == NULL || (!meters && line->meter_number != NULL) ||
            !g_hash_table_add (seen, (gpointer)number)) {
            continue;
        }
        g_string_append (json, json->len > 1 ? "," : "");
        json_append_string (json, number);
    }
    *n = g_hash_table_size (seen);
    g_string_append_c (json, ']');
    return g_string_free (json, FALSE);
}

static Date
last_day (const Batch *self)
{
    Date last = DATE_NONE;

    for (guint i = 0; i < self->n_lines; i++) {
        last = MAX (last, self->lines[i].read_on);
    }
    return last;
}

static char *
register_key (int code, const char *number)
{
    return g_strdup_printf ("%d %s", code, number);
}

static void
take_subject (Batch *self, GHashTable *by_number, const Rows *rows, int row, gboolean fresh)
{
    Subject *subject = fresh ? NULL : find_subject (self, rows_int64 (rows, row, 1));
    g_autofree char *key = NULL;
    gboolean twice;

    if (subject == NULL) {
        subject = g_new (Subject, 1);
        read_subject (rows, row, subject);
        g_ptr_array_add (self->subjects, subject);
    }
    key = register_key (subject->meter.register_class, rows_text (rows, row, 0));
    twice = g_hash_table_contains (by_number, key);
    g_hash_table_insert (by_number, g_steal_pointer (&key), twice ? NULL : subject);
}

static gboolean
load_subjects (Batch *self, gboolean meters, GError **error)
{
    GHashTable *by_number = meters ? self->by_meter : self->by_account;
    gboolean fresh = self->subjects->len == 0;
    guint n = 0;
    g_autofree char *numbers = list_numbers (self, meters, &n);
    g_autoptr (Rows) rows = NULL;

    if (n == 0) {
        return TRUE;
    }
    if (!db_run (self->db, meters ? &readings_lines_of_meters : &readings_lines_of_accounts, &rows,
                 error, P_TEXT (numbers), P_DATE (last_day (self)))) {
        return FALSE;
    }
    for (int row = 0; row < rows_count (rows); row++) {
        take_subject (self, by_number, rows, row, fresh);
    }
    return TRUE;
}

static char *
day_key (gint64 register_id, Date day)
{
    return g_strdup_printf ("%" G_GINT64_FORMAT " %d", register_id, day);
}

static char *
list_subjects (const Batch *self)
{
    GString *ids = g_string_new ("[");

    for (guint i = 0; i < self->subjects->len; i++) {
        const Subject *subject = self->subjects->pdata[i];

        g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", subject->id);
    }
    g_string_append_c (ids, ']');
    return g_string_free (ids, FALSE);
}

static gboolean
load_held_days (Batch *self, GError **error)
{
    g_autofree char *ids = list_subjects (self);
    g_autoptr (Rows) rows = NULL;

    if (!db_run (self->db, &readings_lines_held, &rows, error, P_TEXT (ids))) {
        return FALSE;
    }
    for (int row = 0; row < rows_count (rows); row++) {
        g_hash_table_add (self->held_days,
                          day_key (rows_int64 (rows, row, 0), rows_date (rows, row, 1)));
    }
    return TRUE;
}

/* Read under the locks of the registers, so that the same file sent twice at once is known. */

static char *
push_key (gint64 register_id, Instant instant)
{
    return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, register_id, instant);
}

static void
remember_push (Batch *self, gint64 register_id, Instant instant, gint64 value)
{
    gint64 *kept = g_new (gint64, 1);

    *kept = value;
    g_hash_table_insert (self->pushed, push_key (register_id, instant), kept);
}

static gboolean
load_pushed (Batch *self, GError **error)
{
    Instant first = self->rules->now;
    g_autofree char *ids = NULL;
    g_autoptr (Rows) rows = NULL;

    if (self->rules->method != READING_METHOD_REMOTE) {
        return TRUE;
    }
    for (guint i = 0; i < self->n_lines; i++) {
        first = MIN (first, self->lines[i].read_at);
    }
    ids = list_subjects (self);
    if (!db_run (self->db, &readings_lines_pushed, &rows, error, P_TEXT (ids), P_INSTANT (first))) {
        return FALSE;
    }
    for (int row = 0; row < rows_count (rows); row++) {
        remember_push (self, rows_int64 (rows, row, 0), rows_instant (rows, row, 1),
                       rows_int64 (rows, row, 2));
    }
    return TRUE;
}

/* Judging */

static Subject *
subject_of (const Batch *self, const ReadingLine *line, GError **error)
{
    gboolean by_meter = line->meter_number != NULL;
    const char *number = by_meter ? line->meter_number : line->account_number;
    GHashTable *table = by_meter ? self->by_meter : self->by_account;
    const char *field = by_meter ? "meter_number" : "account_number";
    g_autofree char *key = register_key (line->register_code, number != NULL ? number : "");
    gpointer subject = NULL;

    if (number == NULL) {
        refuse (error, SIRAJ_ERROR_MISSING_VALUE, "meter_number",
                "A reading needs the number of its meter or of its account.");
    } else if (!g_hash_table_lookup_extended (table, key, NULL, &subject)) {
        refuse (error, SIRAJ_ERROR_NAME_UNKNOWN, field,
                "No meter with the register “%s” is installed under the number “%s”; install it "
                "first.",
                tr (enumeration_label (&register_code_enum, line->register_code)), number);
    } else if (subject == NULL) {
        refuse (error, SIRAJ_ERROR_NAME_AMBIGUOUS, field,
                "Several meters hang under the number “%s”; give the number of the meter.", number);
    }
    return subject;
}

static gboolean
check_order (const Subject *subject, const ReadingLine *line, GError **error)
{
    g_autofree char *latest = date_format (subject->latest.date);

    if (line->read_on < subject->latest.date) {
        return refuse (error, SIRAJ_ERROR_ALREADY_READ, "read_on",
                       "The meter was read on %s; a reading before that day changes nothing.",
                       latest);
    }
    return TRUE;
}

static void
advance (Subject *subject, const ReadingLine *line, gint64 quantity_wh)
{
    int days = line->read_on - subject->latest.date;
    gboolean estimated = line->kind == READING_KIND_ESTIMATED;

    if (!estimated && days > 0 && subject->meter.register_class != REGISTER_DEMAND) {
        gint64 average = quantity_wh / days;

        subject->daily_average_wh = subject->daily_average_wh == 0
                                        ? average
                                        : (subject->daily_average_wh * 3 + average) / 4;
    }
    subject->estimates = estimated ? subject->estimates + 1 : 0;
    subject->zeros = quantity_wh == 0 ? subject->zeros + 1 : 0;
    subject->latest =
        (RegisterReading) { .date = line->read_on, .value = line->value, .estimated = estimated };
    subject->accepted++;
}

static ReadingCheck
check_of (const Batch *self, const Subject *subject, const ReadingLine *line)
{
    return (ReadingCheck) {
        .meter = &subject->meter,
        .reading = { .date = line->read_on,
                     .value = line->value,
                     .estimated = line->kind == READING_KIND_ESTIMATED,
                     .rollover = line->rollover },
        .previous = &subject->latest,
        .billed_to = subject->billed_to,
        .today = instant_date (self->rules->now, 0) + 1, /* today may be further east */
        .contracted_w = subject->contracted_w,
        .daily_average_wh = subject->daily_average_wh,
        .zeros_before = subject->zeros,
        .estimates_before = subject->estimates,
    };
}

/* A meter sends no number only to get on: what looks so is a fault of the link. */
static gboolean
check_sent (const Batch *self, const ReadingFindings *findings, GError **error)
{
    return self->rules->method != READING_METHOD_REMOTE ||
           (findings->findings & FINDING_SENTINEL) == 0 ||
           refuse (
               error, SIRAJ_ERROR_SENTINEL_VALUE, "value",
               "This is what a meter or its modem sends when it has no reading; read it again.");
}

static gboolean
judge_line (Batch *self, ReadingLine *line, Judgement *judgement, GError **error)
{
    Subject *subject = judgement->subject;
    g_autofree char *key = day_key (subject->id, line->read_on);
    ReadingCheck check = check_of (self, subject, line);
    ReadingFindings findings;

    check.same_day = g_hash_table_contains (self->held_days, key);
    if (!check_order (subject, line, error)) {
        return FALSE;
    }
    reading_validate (&check, &subject->rule, &findings);
    judgement->findings = findings.findings;
    judgement->quantity_wh = findings.quantity;
    if (findings.verdict == VERDICT_REFUSED) {
        return findings_refuse (&check, &findings, error);
    }
    if (!check_sent (self, &findings, error)) {
        return FALSE;
    }
    line->state = findings.verdict == VERDICT_HELD ? READING_STATE_HELD : READING_STATE_ACCEPTED;
    if (line->state == READING_STATE_HELD) {
        g_hash_table_add (self->held_days, g_steal_pointer (&key));
    } else {
        advance (subject, line, findings.quantity);
    }
    return TRUE;
}

/* TRUE when the meter has sent the reading of this instant before: nothing is stored again. */
static gboolean
is_repeated (Batch *self, ReadingLine *line, const Subject *subject)
{
    g_autofree char *key = push_key (subject->id, line->read_at);
    const gint64 *value;

    if (self->rules->method != READING_METHOD_REMOTE) {
        return FALSE;
    }
    value = g_hash_table_lookup (self->pushed, key);
    if (value == NULL) {
        return FALSE;
    }
    line->repeated = *value == line->value;
    if (!line->repeated) {
        g_autofree char *before = energy_format_kwh (*value);

        refuse (&line->refusal, SIRAJ_ERROR_ALREADY_READ, "value",
                "The meter sent %s for this instant before; a reading that was sent never changes.",
                before);
    }
    return TRUE;
}

static void
judge_one (Batch *self, ReadingLine *line, Judgement *judgement)
{
    if (line->refusal == NULL) {
        judgement->subject = subject_of (self, line, &line->refusal);
    }
    if (judgement->subject == NULL) {
        self->n_refused++;
        return;
    }
    if (is_repeated (self, line, judgement->subject)) {
        judgement->subject = NULL;
        self->n_refused += line->repeated ? 0 : 1;
    } else if (!judge_line (self, line, judgement, &line->refusal)) {
        judgement->subject = NULL;
        self->n_refused++;
    } else if (self->rules->method == READING_METHOD_REMOTE) {
        remember_push (self, judgement->subject->id, line->read_at, line->value);
    }
}

static int
compare_days (gconstpointer a, gconstpointer b, gpointer lines)
{
    guint i = *(const guint *)a, j = *(const guint *)b;
    Date first = ((const ReadingLine *)lines)[i].read_on;
    Date second = ((const ReadingLine *)lines)[j].read_on;

    if (first != second) {
        return first < second ? -1 : 1;
    }
    return i < j ? -1 : i > j;
}

/* By day over the whole file is by day for each register. */
static void
judge (Batch *self)
{
    g_autofree guint *order = g_new (guint, self->n_lines + 1);

    for (guint i = 0; i < self->n_lines; i++) {
        order[i] = i;
    }
    g_qsort_with_data (order, (int)self->n_lines, sizeof *order, compare_days, self->lines);
    for (guint i = 0; i < self->n_lines; i++) {
        judge_one (self, &self->lines[order[i]], &self->judgements[order[i]]);
    }
}

/* Writing */

static void
append_member (GString *json, const char *name, const char *text)
{
    g_string_append_printf (json, ",\"%s\":", name);
    json_append_string (json, text);
}

static void
append_line (GString *json, const ReadingLine *line, const Judgement *judgement)
{
    const Subject *subject = judgement->subject;
    g_auto (GStrv) words = findings_words (judgement->findings);
    g_autofree char *findings = g_strjoinv (" ", words);
    g_autofree char *day = date_format (line->read_on);
    g_autofree char *instant = instant_format (line->read_at);

    g_string_append_printf (
        json,
        "%s{\"account_id\":%" G_GINT64_FORMAT ",\"register_id\":%" G_GINT64_FORMAT
        ",\"point_id\":%" G_GINT64_FORMAT ",\"value\":%" G_GINT64_FORMAT
        ",\"consumption_wh\":%" G_GINT64_FORMAT ",\"rollover\":%s",
        json->len > 1 ? "," : "", subject->account_id, subject->id, subject->service_point_id,
        line->value, judgement->quantity_wh, line->rollover ? "true" : "false");
    append_member (json, "read_on", day);
    append_member (json, "read_at", instant);
    append_member (json, "kind", enumeration_word (&reading_kind_enum, line->kind));
    append_member (json, "state", enumeration_word (&reading_state_enum, line->state));
    append_member (json, "findings", findings);
    append_member (json, "remark", line->remark);
    g_string_append_c (json, '}');
}

static gboolean
write_lines (Batch *self, guint first, guint end, GError **error)
{
    g_autoptr (GString) json = g_string_new ("[");

    for (guint i = first; i < end; i++) {
        if (self->judgements[i].subject != NULL) {
            append_line (json, &self->lines[i], &self->judgements[i]);
        }
    }
    g_string_append_c (json, ']');
    return db_run (self->db, &readings_lines_insert, NULL, error, P_TEXT (json->str),
                   P_ENUM (reading_method_enum, self->rules->method));
}

static void
append_subject (GString *json, const Subject *subject)
{
    g_autofree char *day = date_format (subject->latest.date);

    g_string_append_printf (json,
                            "%s{\"id\":%" G_GINT64_FORMAT ",\"latest_value\":%" G_GINT64_FORMAT
                            ",\"latest_estimated\":%s,\"daily_average_wh\":%" G_GINT64_FORMAT
                            ",\"estimates_in_row\":%u,\"accepted\":%u",
                            json->len > 1 ? "," : "", subject->id, subject->latest.value,
                            subject->latest.estimated ? "true" : "false", subject->daily_average_wh,
                            subject->estimates, subject->accepted);
    append_member (json, "latest_date", day);
    g_string_append_c (json, '}');
}

static gboolean
write_subjects (Batch *self, GError **error)
{
    g_autoptr (GString) json = g_string_new ("[");

    for (guint i = 0; i < self->subjects->len; i++) {
        const Subject *subject = self->subjects->pdata[i];

        if (subject->accepted > 0) {
            append_subject (json, subject);
        }
    }
    g_string_append_c (json, ']');
    return db_run (self->db, &readings_lines_advance, NULL, error, P_TEXT (json->str));
}

static gboolean
write_all (Batch *self, GError **error)
{
    for (guint first = 0; first < self->n_lines; first += LINES_PER_INSERT) {
        if (!write_lines (self, first, MIN (first + LINES_PER_INSERT, self->n_lines), error)) {
            return FALSE;
        }
    }
    return write_subjects (self, error);
}

static void
batch_clear (Batch *self)
{
    g_ptr_array_unref (self->subjects);
    g_hash_table_unref (self->by_meter);
    g_hash_table_unref (self->by_account);
    g_hash_table_unref (self->held_days);
    g_hash_table_unref (self->pushed);
    g_free (self->judgements);
}

gboolean
readings_record_lines (Db *db, ReadingLine *lines, guint n_lines, const ReadingBatch *rules,
                       GError **error)
{
    Batch self = {
        .db = db,
        .lines = lines,
        .n_lines = n_lines,
        .rules = rules,
        .subjects = g_ptr_array_new_with_free_func (g_free),
        .by_meter = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
        .by_account = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
        .held_days = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
        .pushed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
        .judgements = g_new0 (Judgement, n_lines + 1),
    };
    gboolean done;

    for (guint i = 0; i < n_lines; i++) {
        lines[i].read_at = lines[i].read_at != 0 ? lines[i].read_at : rules->now;
    }
    done = load_subjects (&self, TRUE, error) && load_subjects (&self, FALSE, error) &&
           load_held_days (&self, error) && load_pushed (&self, error);
    if (done) {
        judge (&self);
        done = (self.n_refused > 0 && !rules->keeps_good) || write_all (&self, error);
    }
    batch_clear (&self);
    return done;
}
