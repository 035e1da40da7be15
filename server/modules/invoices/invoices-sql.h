/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of the invoices room; nobody else touches its tables. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const invoices_statements[];

/* invoices-list-sql.c */
extern const Statement invoices_by_id, invoices_by_id_desc, invoices_by_number,
    invoices_by_number_desc, invoices_by_issue_date, invoices_by_issue_date_desc,
    invoices_by_due_date, invoices_by_due_date_desc, invoices_by_total, invoices_by_total_desc,
    invoices_count;

/* invoices-sql.c */
extern const Statement invoices_get, invoices_of_run, invoices_by_number_or_newest;
extern const Statement invoices_advances;

/* corrections-sql.c */
extern const Statement invoices_account, invoices_lock_account, invoices_lock, invoices_next_id,
    invoices_credit_note, invoices_credit_lines, invoices_credit_segments, invoices_credit_settle,
    invoices_line_sums, invoices_restate;
extern const Statement invoices_creditable, invoices_part_note, invoices_part_lines,
    invoices_part_settle, invoices_unpart_note, invoices_unpart_settle;
extern const Statement invoices_seal_range;
extern const Statement verify_invoice_lines, verify_invoice_settled, verify_invoice_advances,
    verify_receivables, verify_credit_notes, verify_part_notes, verify_invoice_series,
    verify_einvoice_chain, verify_einvoice_complete;

G_END_DECLS
