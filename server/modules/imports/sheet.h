/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table whose columns are known by name, and the values of its cells. */
#pragma once

#include "common/schema/enumeration.h"
#include "common/base/date.h"
#include "server/modules/imports/csv-table.h"

G_BEGIN_DECLS

#define SHEET_MAX_COLUMNS 40

typedef struct {
    const char *name; /* canonical; its synonyms stand in data/imports/words.ini */
    gboolean required;
} SheetColumn;

typedef struct {
    const CsvTable *table;
    const SheetColumn *columns;
    guint n_columns;
    int positions[SHEET_MAX_COLUMNS]; /* in the file, or -1 */
} Sheet;

/* One row of it. */
typedef struct {
    const Sheet *sheet;
    const CsvRow *row;
} SheetRow;

/* Finds the columns of @kind ("customers") in the header, in any order, in Arabic or English.
 * Errors: COLUMN_UNKNOWN, COLUMN_TWICE, COLUMN_MISSING, each by its name. */
gboolean sheet_match (Sheet *self, const char *kind, GError **error);

/* Errors: MISSING_VALUE of a required cell, ROW_TOO_LONG. */
gboolean sheet_check_row (const SheetRow *row, GError **error);

/* The cell, or NULL when it is empty. Borrowed. */
const char *sheet_text (const SheetRow *row, guint column);
/* The values of an empty cell stay as they are.  Errors name the column: INVALID_VALUE,
 * OUT_OF_RANGE. */
gboolean sheet_decimal (const SheetRow *row, guint column, guint scale, gint64 *value,
                        GError **error);
gboolean sheet_date (const SheetRow *row, guint column, Date *date, GError **error);
/* A word of @enumeration or one of its synonyms in any language. */
gboolean sheet_word (const SheetRow *row, guint column, const Enumeration *enumeration, int *value,
                     GError **error);
gboolean sheet_yes (const SheetRow *row, guint column, gboolean *value, GError **error);

G_END_DECLS
