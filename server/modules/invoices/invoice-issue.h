/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Issues one invoice of charges that no tariff prices: by hand, or of a recurring template. */
#pragma once

#include "common/types/recurring-types.h"
#include "common/types/users-types.h"
#include "server/core/db.h"

G_BEGIN_DECLS

typedef struct {
    gint64 account_id;
    gint64 agreement_id;    /* 0: none */
    int kind;               /* InvoiceKind */
    const GPtrArray *lines; /* ChargeLine; amounts before tax */
    Date issue_date;
    Date due_date;    /* DATE_NONE: by the days of the class */
    Date period_from; /* half open; DATE_NONE: the issue date */
    Date period_to;
    const char *reason; /* NULL: none */
    gint64 created_by;
} InvoiceIssue;

/* Error ENERGY_WITHOUT_READING for the kinds that only a run, a correction or a cancellation may
 * make; LINES_MISSING; INVALID_VALUE names the amount or tax at fault. */
gboolean invoices_check_charges (int kind, const GPtrArray *lines, GError **error);

/* In the caller's transaction: computes tax by rate (half up) and cash rounding, numbers the
 * invoice in the series of all invoices, raises the account's balance, posts Dr receivable, Cr by
 * line kind, and lets advances settle it.  The errors above, and NOT_FOUND, ACCOUNT_CLOSED,
 * PERIOD_CLOSED, MAPPING_MISSING, AMOUNT_TOO_LARGE. */
gboolean invoices_issue (Db *db, const Company *company, const InvoiceIssue *issue, gint64 *id,
                         GError **error);

extern const Statement *const invoice_issue_statements[];

G_END_DECLS
