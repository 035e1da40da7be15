/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a file that was imported, row by row, on the wire. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

typedef enum { IMPORT_ROW_OK, IMPORT_ROW_HELD, IMPORT_ROW_REFUSED } ImportRowState;
extern const Enumeration import_row_state_enum;

typedef struct {
    gint64 line; /* of the file, the header is 1 */
    int state;
    char *code;    /* a refusal's name, or NULL */
    char *field;   /* the column at fault, or NULL */
    char *message; /* the refusal in words */
} ImportRow;
RECORD_DECLARE (import_row, ImportRow);

typedef struct {
    char *kind;
    gint64 rows_count;
    gint64 held_count; /* readings that wait for a person */
    gint64 refused_count;
    gboolean loaded; /* nothing is loaded when a row was refused, or when it was only checked */
    GPtrArray *rows;
} ImportReport;
RECORD_DECLARE (import_report, ImportReport);

G_END_DECLS
