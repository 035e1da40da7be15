/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of recurring invoices. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const recurring_statements[];

extern const Statement recurring_by_name, recurring_by_name_desc, recurring_by_next,
    recurring_by_next_desc, recurring_count, recurring_get, recurring_insert, recurring_update,
    recurring_check_account;
extern const Statement recurring_due, recurring_due_count, recurring_lock, recurring_issued,
    recurring_failed, recurring_begin, recurring_undo, recurring_invoice_made;
extern const Statement verify_recurring;

G_END_DECLS
