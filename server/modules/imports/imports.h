/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of customers, meters and readings: each loaded whole or not at all, with a result for each
 * row. */
#pragma once

#include "common/types/imports-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

extern const Module imports_module;

typedef struct {
    const char *kind; /* "customers", "meters", "readings" */
    const char *bytes;
    gsize length;
    gboolean check_only; /* loads nothing, whatever the result */
    Instant now;
} ImportRequest;

/* Loads a file in the caller's transaction, which must be of a session that may write.  A refused
 * row refuses the file; all of them are in the report, and the transaction is as it was.
 * Errors: NOT_FOUND (the kind) and those of csv_table_read() and sheet_match(); NULL then. */
ImportReport *imports_run (Db *db, const ImportRequest *request, GError **error);

G_END_DECLS
