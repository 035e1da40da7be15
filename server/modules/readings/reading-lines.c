/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readings by the file: the registers are read at once, the lines judged in memory, and what they
 * leave written at once. */
#include "common/schema/json.h"
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
    guint most_estimates;
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
    Instant now;
    GPtrArray *subjects;  /* Subject, owned */
    GHashTable *by_meter; /* number → Subject, NULL when several have it */
    GHashTable *by_account;
    GHashTable *held_days; /* "register day" */
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
            .register_class = REGISTER_TOTAL,
            .digits = (guint)rows_int64 (rows, row, 4),
            .multiplier_milli = rows_int64 (rows, row, 5),
            .installed = { rows_date (rows, row, 6), DATE_NONE },
        },
        .billed_to = rows_date (rows, row, 7),
        .latest = {
            .date = rows_date (rows, row, 8),
            .value = rows_int64 (rows, row, 9),
            .estimated = rows_boolean (rows, row, 10),
        },
        .daily_average_wh = rows_int64 (rows, row, 11),
        .estimates = (guint)rows_int64 (rows, row, 12),
        .contracted_w = rows_int64 (rows, row, 13),
        .zeros = (guint)rows_int64 (rows, row, 14),
        .most_estimates = (guint)rows_int64 (rows, row, 15),
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
        const char *number = rows_text (rows, row, 0);
        gboolean twice = g_hash_table_contains (by_number, number);
        Subject *subject = fresh ? NULL : find_subject (self, rows_int64 (rows, row, 1));

        if (subject == NULL) {
            subject = g_new (Subject, 1);
            read_subject (rows, row, subject);
            g_ptr_array_add (self->subjects, subject);
        }
        g_hash_table_insert (by_number, g_strdup (number), twice ? NULL : subject);
    }
    return TRUE;
}

static char *
day_key (gint64 register_id, Date day)
{
    return g_strdup_printf ("%" G_GINT64_FORMAT " %d", register_id, day);
}

static gboolean
load_held_days (Batch *self, GError **error)
{
    g_autoptr (GString) ids = g_string_new ("[");
    g_autoptr (Rows) rows = NULL;

    for (guint i = 0; i < self->subjects->len; i++) {
        const Subject *subject = self->subjects->pdata[i];

        g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", subject->id);
    }
    g_string_append_c (ids, ']');
    if (!db_run (self->db, &readings_lines_held, &rows, error, P_TEXT (ids->str))) {
        return FALSE;
    }
    for (int row = 0; row < rows_count (rows); row++) {
        g_hash_table_add (self->held_days,
                          day_key (rows_int64 (rows, row, 0), rows_date (rows, row, 1)));
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
    gpointer subject = NULL;

    if (number == NULL) {
        refuse (error, SIRAJ_ERROR_MISSING_VALUE, "meter_number",
                "A reading needs the number of its meter or of its account.");
    } else if (!g_hash_table_lookup_extended (table, number, NULL, &subject)) {
        refuse (error, SIRAJ_ERROR_NAME_UNKNOWN, by_meter ? "meter_number" : "account_number",
                "No meter is installed under the number “%s”; install it first.", number);
    } else if (subject == NULL) {
        refuse (error, SIRAJ_ERROR_NAME_AMBIGUOUS, by_meter ? "meter_number" : "account_number",
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

    if (!estimated && days > 0) {
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

static gboolean
judge_line (Batch *self, ReadingLine *line, Judgement *judgement, GError **error)
{
    Subject *subject = judgement->subject;
    const ValidationRule rule = reading_rule (subject->most_estimates);
    g_autofree char *key = day_key (subject->id, line->read_on);
    ReadingFindings findings;
    const ReadingCheck check = {
        .meter = &subject->meter,
        .reading = { .date = line->read_on,
                     .value = line->value,
                     .estimated = line->kind == READING_KIND_ESTIMATED,
                     .rollover = line->rollover },
        .previous = &subject->latest,
        .billed_to = subject->billed_to,
        .today = instant_date (self->now, 0) + 1, /* tomorrow here may be today further east */
        .same_day = g_hash_table_contains (self->held_days, key),
        .contracted_w = subject->contracted_w,
        .daily_average_wh = subject->daily_average_wh,
        .zeros_before = subject->zeros,
        .estimates_before = subject->estimates,
    };

    if (!check_order (subject, line, error)) {
        return FALSE;
    }
    reading_validate (&check, &rule, &findings);
    judgement->findings = findings.findings;
    judgement->quantity_wh = findings.quantity;
    if (findings.verdict == VERDICT_REFUSED) {
        return findings_refuse (&check, &findings, error);
    }
    line->state = findings.verdict == VERDICT_HELD ? READING_STATE_HELD : READING_STATE_ACCEPTED;
    if (line->state == READING_STATE_HELD) {
        g_hash_table_add (self->held_days, g_steal_pointer (&key));
    } else {
        advance (subject, line, findings.quantity);
    }
    return TRUE;
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
        ReadingLine *line = &self->lines[order[i]];
        Judgement *judgement = &self->judgements[order[i]];

        if (line->refusal == NULL) {
            judgement->subject = subject_of (self, line, &line->refusal);
        }
        if (judgement->subject == NULL || !judge_line (self, line, judgement, &line->refusal)) {
            self->n_refused++;
        }
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

    g_string_append_printf (
        json,
        "%s{\"account_id\":%" G_GINT64_FORMAT ",\"register_id\":%" G_GINT64_FORMAT
        ",\"point_id\":%" G_GINT64_FORMAT ",\"value\":%" G_GINT64_FORMAT
        ",\"consumption_wh\":%" G_GINT64_FORMAT ",\"rollover\":%s",
        json->len > 1 ? "," : "", subject->account_id, subject->id, subject->service_point_id,
        line->value, judgement->quantity_wh, line->rollover ? "true" : "false");
    append_member (json, "read_on", day);
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
        append_line (json, &self->lines[i], &self->judgements[i]);
    }
    g_string_append_c (json, ']');
    return db_run (self->db, &readings_lines_insert, NULL, error, P_TEXT (json->str),
                   P_INSTANT (self->now));
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
    g_free (self->judgements);
}

gboolean
readings_record_lines (Db *db, ReadingLine *lines, guint n_lines, Instant now, GError **error)
{
    Batch self = {
        .db = db,
        .lines = lines,
        .n_lines = n_lines,
        .now = now,
        .subjects = g_ptr_array_new_with_free_func (g_free),
        .by_meter = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
        .by_account = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
        .held_days = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
        .judgements = g_new0 (Judgement, n_lines + 1),
    };
    gboolean done = load_subjects (&self, TRUE, error) && load_subjects (&self, FALSE, error) &&
                    load_held_days (&self, error);

    if (done) {
        judge (&self);
        done = self.n_refused > 0 || write_all (&self, error);
    }
    batch_clear (&self);
    return done;
}
