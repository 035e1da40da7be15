/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of imports. */
#include "common/types/imports-types.h"

ENUMERATION_DEFINE (import_row_state_enum, "import_row_state",
                    { IMPORT_ROW_OK, "ok", N_ ("Accepted") },
                    { IMPORT_ROW_HELD, "held", N_ ("Held for review") },
                    { IMPORT_ROW_REFUSED, "refused", N_ ("Refused") });

RECORD_DEFINE (import_row, ImportRow, FIELD_INTEGER (ImportRow, line, N_ ("Line"), FIELD_READ_ONLY),
               FIELD_ENUM (ImportRow, state, N_ ("Result"), import_row_state_enum, FIELD_READ_ONLY),
               FIELD_TEXT (ImportRow, code, N_ ("Error code"), FIELD_READ_ONLY),
               FIELD_TEXT (ImportRow, field, N_ ("Column"), FIELD_READ_ONLY),
               FIELD_TEXT (ImportRow, message, N_ ("Reason"), FIELD_READ_ONLY | FIELD_LONG));

RECORD_DEFINE (import_report, ImportReport,
               FIELD_TEXT (ImportReport, kind, N_ ("Kind"), FIELD_READ_ONLY),
               FIELD_INTEGER (ImportReport, rows_count, N_ ("Rows"), FIELD_READ_ONLY),
               FIELD_INTEGER (ImportReport, held_count, N_ ("Held for review"), FIELD_READ_ONLY),
               FIELD_INTEGER (ImportReport, refused_count, N_ ("Refused"), FIELD_READ_ONLY),
               FIELD_BOOLEAN (ImportReport, loaded, N_ ("Loaded"), FIELD_READ_ONLY),
               FIELD_LIST (ImportReport, rows, N_ ("Rows"), import_row_record, FIELD_READ_ONLY));
