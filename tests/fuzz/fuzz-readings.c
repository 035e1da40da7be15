/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a file of readings: refused with a word, or rows whose cells are text and whose
 * values are read or refused, in UTF-8 as in Windows-1256. */
#include "common/types/meters-types.h"
#include "common/types/readings-types.h"
#include "server/modules/imports/sheet.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define WH_SCALE 3
#define MAX_BYTES 262144

enum { METER_NUMBER, ACCOUNT_NUMBER, READ_ON, VALUE, KIND, ROLLOVER, REMARK, REGISTER };

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

/* Each value is read, or refused with an error. */
static gboolean
read_row (const SheetRow *row, GError **error)
{
    Date day = DATE_NONE;
    gint64 value = 0;
    int word = 0;
    gboolean yes = FALSE;

    return sheet_check_row (row, error) && sheet_date (row, READ_ON, &day, error) &&
           sheet_decimal (row, VALUE, WH_SCALE, &value, error) &&
           sheet_word (row, KIND, &reading_kind_enum, &word, error) &&
           sheet_word (row, REGISTER, &register_code_enum, &word, error) &&
           sheet_yes (row, ROLLOVER, &yes, error);
}

static void
check_table (const CsvTable *table)
{
    g_assert_cmpuint (table->rows->len, >=, 1);
    for (guint i = 0; i < table->rows->len; i++) {
        const CsvRow *row = &g_array_index (table->rows, CsvRow, i);

        g_assert_cmpuint (row->first + row->n_cells, <=, table->cells->len);
        for (guint j = 0; j < row->n_cells; j++)
            g_assert_true (g_utf8_validate (csv_table_cell (table, row, j), -1, NULL));
        g_assert_cmpstr (csv_table_cell (table, row, row->n_cells), ==, "");
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (CsvTable) table = NULL;
    Sheet sheet = { .columns = columns, .n_columns = G_N_ELEMENTS (columns) };

    if (size > MAX_BYTES)
        return 0;
    table = csv_table_read ((const char *)data, size, &error);
    g_assert_true ((table == NULL) == (error != NULL));
    if (table == NULL)
        return 0;
    check_table (table);
    sheet.table = table;
    if (!sheet_match (&sheet, "readings", &error)) {
        g_assert_nonnull (error);
        return 0;
    }
    for (guint i = 1; i < table->rows->len; i++) {
        const SheetRow row = { &sheet, &g_array_index (table->rows, CsvRow, i) };
        g_autoptr (GError) refusal = NULL;

        if (!read_row (&row, &refusal))
            g_assert_nonnull (refusal);
    }
    return 0;
}
