/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A CSV file as people have it: any of the usual encodings and separators, in memory. */
#pragma once

#include "common/base/error.h"

G_BEGIN_DECLS

typedef struct {
    gint64 line; /* of the file on which the row begins; the first is 1 */
    guint first; /* of its cells in the table */
    guint n_cells;
} CsvRow;

typedef struct {
    GArray *rows;     /* CsvRow; the first is the header */
    GPtrArray *cells; /* char *, trimmed, without direction marks */
    GStringChunk *texts;
} CsvTable;

/* Reads UTF-8 (with a byte order mark or without) or Windows-1256, separated by commas, semicolons
 * or tabs, whichever the first line has most.  Blank lines are left out.  An apostrophe that
 * guards a text against spreadsheets ("'=1+1", as our own lists write it) is taken off.
 * Errors: FILE_UNREADABLE, FILE_EMPTY. */
CsvTable *csv_table_read (const char *bytes, gsize length, GError **error);
void csv_table_free (CsvTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsvTable, csv_table_free)

/* The cell, or "" where the row ends before it. */
const char *csv_table_cell (const CsvTable *self, const CsvRow *row, guint column);

G_END_DECLS
