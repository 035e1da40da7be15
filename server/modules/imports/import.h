/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the three kinds of files share while they are loaded; only this room includes it. */
#pragma once

#include "common/types/imports-types.h"
#include "server/core/db.h"
#include "server/modules/imports/sheet.h"

G_BEGIN_DECLS

/* What names stand for, looked up once a file. */
typedef enum {
    NAMES_STATIONS,
    NAMES_CLASSES,
    NAMES_TARIFFS,
    NAMES_CYCLES,
    N_NAMES,
} NameKind;

typedef struct {
    gint64 next;
} NumberBlock;

typedef struct Import {
    Db *db;
    Sheet sheet;
    Instant now;
    GHashTable *names[N_NAMES]; /* folded code or name → gint64 *, 0 when several have it */
    GHashTable *places;     /* "station feeder box" → gint64 *, forgotten with a refused row */
    NumberBlock numbers[4]; /* of the kinds that give numbers */
    ImportReport *report;
} Import;

typedef struct {
    const char *name; /* on the wire, on the command line and in words.ini */
    const SheetColumn *columns;
    guint n_columns;
    /* Before the rows; NULL: nothing. */
    gboolean (*prepare) (Import *self, GError **error);
    /* Loads a row; an error is its refusal. */
    gboolean (*load_row) (Import *self, const SheetRow *row, GError **error);
    /* Instead of rows one by one: loads all and fills in the report; an error ends the import. */
    gboolean (*load_all) (Import *self, GError **error);
} ImportKind;

extern const ImportKind import_customers_kind, import_meters_kind, import_readings_kind;

guint import_n_rows (const Import *self);
SheetRow import_row_at (const Import *self, guint index);
/* The result of a row in the report. */
ImportRow *import_result (const Import *self, guint index);
void import_refuse_row (Import *self, guint index, const GError *refusal);

/* The id behind a code or name in @column; 0 when the cell is empty.  Errors: NAME_UNKNOWN,
 * NAME_AMBIGUOUS. */
gboolean import_find_name (Import *self, NameKind kind, const SheetRow *row, guint column,
                           gint64 *id, GError **error);

/* Reserves a number of the series for each row that has none in @column. */
gboolean import_reserve_numbers (Import *self, const char *series, guint column, NumberBlock *block,
                                 GError **error);
/* What stands in the column, else the next number of the block. Owned. */
char *import_number (const SheetRow *row, guint column, NumberBlock *block);

G_END_DECLS
