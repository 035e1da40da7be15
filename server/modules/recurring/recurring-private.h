/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces of the recurring room; only this room includes it. */
#pragma once

#include "common/types/recurring-types.h"
#include "common/types/users-types.h"
#include "server/core/operation.h"
#include "server/engine/recurrence.h"

G_BEGIN_DECLS

/* The months between two invoices and the day of the month. */
RecurrenceRule recurring_rule (const RecurringInvoice *recurring);

/* Issues the invoice of the next day of a template and moves that day on, in the caller's
 * transaction, under the lock of the template.  @today: of the company's clock. */
typedef struct {
    const Company *company;
    gint64 recurring_id;
    Date today;
    gint64 created_by;
    gint64 invoice_id; /* out */
} RecurringIssue;
gboolean recurring_issue_next (Db *db, RecurringIssue *issue, GError **error);

/* Routes of recurring-issue.c */
gboolean recurring_issue_one (Operation *op, GError **error);
gboolean recurring_issue_by_hand (Operation *op, GError **error);

G_END_DECLS
