/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of the payments room; nobody else touches its tables. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const payments_statements[];

/* payments-sql.c */
extern const Statement payment_methods_by_code, payment_methods_by_code_desc;
extern const Statement payments_look, payments_open_items, payments_lock_items,
    payments_invoice_state, payments_insert;
extern const Statement payments_find, payments_lock_account, payments_original,
    payments_lock_settled, payments_cancel_write;

/* payments-list-sql.c */
extern const Statement payments_by_date, payments_by_date_desc, payments_by_number,
    payments_by_number_desc, payments_by_amount, payments_by_amount_desc, payments_count;
extern const Statement payments_get, payments_print;
extern const Statement verify_payment_tenders, verify_payment_cancellations,
    verify_payment_allocations, verify_payment_series;

G_END_DECLS
