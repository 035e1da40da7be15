/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readings of a file; judged and stored by the readings room, all at once. */
#include "common/base/text.h"
#include "common/types/meters-types.h"
#include "server/modules/imports/import.h"
#include "server/modules/readings/readings.h"

enum {
    METER_NUMBER,
    ACCOUNT_NUMBER,
    READ_ON,
    VALUE,
    KIND,
    ROLLOVER,
    REMARK,
    REGISTER,
};

static const SheetColumn columns[] = {
    [METER_NUMBER] = { "meter_number" },
    [ACCOUNT_NUMBER] = { "account_number" },
    [READ_ON] = { "read_on", TRUE },
    [VALUE] = { "value", TRUE },
    [KIND] = { "kind" },
    [ROLLOVER] = { "rollover" },
    [REMARK] = { "remark" },
    [REGISTER] = { "register" },
};

#define WH_SCALE 3

/* Numbers without marks and with Western digits, kept as long as the lines. */
static const char *
clean_number (const SheetRow *row, guint column, GStringChunk *texts)
{
    const char *text = sheet_text (row, column);
    g_autofree char *clean = text_clean_number (text);

    return text != NULL ? g_string_chunk_insert (texts, clean) : NULL;
}

/* The first and the last reading of a meter come with its installation, not with a file. */
static gboolean
check_kind (int kind, const char *written, GError **error)
{
    if (kind == READING_KIND_INITIAL || kind == READING_KIND_FINAL) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "kind",
                       "A reading “%s” comes with installing or removing the meter.", written);
    }
    return TRUE;
}

static gboolean
read_line (const SheetRow *row, GStringChunk *texts, ReadingLine *line, GError **error)
{
    line->read_on = DATE_NONE;
    line->kind = READING_KIND_PERIODIC;
    line->meter_number = clean_number (row, METER_NUMBER, texts);
    line->account_number = clean_number (row, ACCOUNT_NUMBER, texts);
    line->remark = sheet_text (row, REMARK);
    return sheet_check_row (row, error) && sheet_date (row, READ_ON, &line->read_on, error) &&
           sheet_decimal (row, VALUE, WH_SCALE, &line->value, error) &&
           sheet_word (row, KIND, &reading_kind_enum, &line->kind, error) &&
           check_kind (line->kind, sheet_text (row, KIND), error) &&
           sheet_word (row, REGISTER, &register_code_enum, &line->register_code, error) &&
           sheet_yes (row, ROLLOVER, &line->rollover, error);
}

static void
take_result (Import *self, guint index, ReadingLine *line)
{
    if (line->refusal != NULL) {
        import_refuse_row (self, index, line->refusal);
        g_clear_error (&line->refusal);
    } else if (line->state == READING_STATE_HELD) {
        import_result (self, index)->state = IMPORT_ROW_HELD;
        self->report->held_count++;
    }
}

static gboolean
load_all (Import *self, GError **error)
{
    guint n = import_n_rows (self);
    g_autofree ReadingLine *lines = g_new0 (ReadingLine, n);
    g_autoptr (GStringChunk) texts = g_string_chunk_new (1 << 16);
    const ReadingBatch rules = { .now = self->now, .method = READING_METHOD_IMPORT };
    gboolean done;

    for (guint i = 0; i < n; i++) {
        SheetRow row = import_row_at (self, i);

        read_line (&row, texts, &lines[i], &lines[i].refusal);
    }
    done = readings_record_lines (self->db, lines, n, &rules, error);
    for (guint i = 0; i < n; i++) {
        take_result (self, i, &lines[i]);
    }
    return done;
}

const ImportKind import_readings_kind = {
    .name = "readings",
    .columns = columns,
    .n_columns = G_N_ELEMENTS (columns),
    .load_all = load_all,
};
