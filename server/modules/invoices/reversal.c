/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking an invoice back: a document that mirrors it, its entry, and what payments had settled
 * given back to them. */
#include "server/modules/invoices/invoices-private.h"
#include "server/modules/invoices/invoices-sql.h"
#include "server/modules/invoices/invoices.h"

/* What the lock tells. */
enum {
    AT_NUMBER,
    AT_KIND,
    AT_TOTAL,
    AT_BRANCH,
    AT_STATION,
    AT_CLASS,
    AT_ACCOUNT,
    AT_RECEIVABLE_KEY,
    AT_REVERSED_BY,
    AT_CREDITED_BY,
    AT_LATER,
    AT_CREDITS,
    AT_SETTLED,
    AT_REST_GONE,
};

void
invoice_lock_clear (InvoiceLock *self)
{
    g_clear_pointer (&self->rows, PQclear);
}

static gboolean
lock_account (Db *db, gint64 invoice_id, InvoiceLock *lock, GError **error)
{
    g_autoptr (Rows) found = NULL;
    g_autoptr (Rows) balance = NULL;

    if (!db_one (db, &invoices_account, (const Param[]) { P_INT64 (invoice_id) }, 1, N_ ("Invoice"),
                 &found, error)) {
        return FALSE;
    }
    lock->account_id = rows_int64 (found, 0, 0);
    if (!db_one (db, &invoices_lock_account, (const Param[]) { P_INT64 (lock->account_id) }, 1,
                 N_ ("Account"), &balance, error)) {
        return FALSE;
    }
    lock->balance_minor = rows_int64 (balance, 0, 0);
    return TRUE;
}

gboolean
invoice_lock (Db *db, gint64 invoice_id, InvoiceLock *lock, GError **error)
{
    if (!lock_account (db, invoice_id, lock, error) ||
        !db_one (db, &invoices_lock, (const Param[]) { P_INT64 (invoice_id) }, 1, N_ ("Invoice"),
                 &lock->rows, error)) {
        return FALSE;
    }
    lock->invoice_id = invoice_id;
    lock->number = rows_text (lock->rows, 0, AT_NUMBER);
    lock->kind = rows_enum (lock->rows, 0, AT_KIND, &invoice_kind_enum);
    lock->total_minor = rows_int64 (lock->rows, 0, AT_TOTAL);
    lock->settled_minor = rows_int64 (lock->rows, 0, AT_SETTLED);
    lock->branch_id = rows_int64 (lock->rows, 0, AT_BRANCH);
    lock->station_id = rows_int64 (lock->rows, 0, AT_STATION);
    lock->class_id = rows_int64 (lock->rows, 0, AT_CLASS);
    lock->receivable_key = rows_text (lock->rows, 0, AT_RECEIVABLE_KEY);
    lock->later = rows_text (lock->rows, 0, AT_LATER);
    lock->credits_id = rows_int64 (lock->rows, 0, AT_CREDITS);
    lock->credited_by = rows_text (lock->rows, 0, AT_CREDITED_BY);
    lock->rest_gone_by = rows_text (lock->rows, 0, AT_REST_GONE);
    if (!rows_is_null (lock->rows, 0, AT_REVERSED_BY)) {
        return refuse (error, SIRAJ_ERROR_ALREADY_REVERSED, NULL,
                       "%s has been taken back already by %s", lock->number,
                       rows_text (lock->rows, 0, AT_REVERSED_BY));
    }
    return TRUE;
}

JournalHeader
invoice_journal_header (const InvoiceLock *lock, const InvoiceReversal *reversal, const char *kind)
{
    return (JournalHeader) {
        .entry_date = reversal->date,
        .kind = kind,
        .branch_id = lock->branch_id,
        .station_id = lock->station_id,
        .class_id = lock->class_id,
        .source = "invoices",
        .source_id = reversal->mirror_id,
        .batch_no = INT64_NONE,
        .account_id = lock->account_id,
        .description = reversal->reason,
        .created_by = reversal->created_by,
    };
}

gboolean
invoice_next_id (Db *db, Date date, gint64 *id, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    int year, month, day;

    date_split (date, &year, &month, &day);
    if (!db_run (db, &invoices_next_id, &rows, error, P_INT64 (year * 100 + month))) {
        return FALSE;
    }
    *id = rows_int64 (rows, 0, 0);
    return TRUE;
}

/* An invoice that a run made was posted within its batch, so that every entry of a single document
 * is built from its own lines; those of a credit note are below zero. */
gboolean
invoices_post_lines (Db *db, const JournalHeader *header, const char *receivable_key,
                     GError **error)
{
    g_autoptr (Rows) sums = NULL;
    JournalPosting postings[LINE_N_ALL_KINDS + 1];
    gint64 total_minor = 0;
    guint n = 0;

    if (!db_run (db, &invoices_line_sums, &sums, error, P_INT64 (header->source_id))) {
        return FALSE;
    }
    for (int row = 0; row < rows_count (sums) && n < LINE_N_ALL_KINDS; row++) {
        int kind = rows_enum (sums, row, 0, &line_kind_enum);
        if (kind == ENUM_NONE) {
            return refuse (error, SIRAJ_ERROR_MAPPING_MISSING, NULL,
                           "No posting key is known for invoice lines of the kind %s",
                           rows_text (sums, row, 0));
        }
        postings[n++] = journal_credit (line_posting_key (kind), rows_int64 (sums, row, 1));
        total_minor += rows_int64 (sums, row, 1);
    }
    postings[n++] = journal_debit (receivable_key, total_minor);
    return journal_post (db, header, postings, n, NULL, error);
}

/* What payments had settled is owed by nobody now: it becomes the customer's advance. */
gboolean
invoice_post_release (Db *db, const InvoiceLock *lock, const InvoiceReversal *reversal,
                      GError **error)
{
    JournalHeader header = invoice_journal_header (lock, reversal, "release");
    const JournalPosting postings[] = {
        journal_debit (lock->receivable_key, reversal->released_minor),
        journal_credit (POSTING_ADVANCES, reversal->released_minor),
    };

    return journal_post (db, &header, postings, G_N_ELEMENTS (postings), NULL, error);
}

static gboolean
write_mirror (Db *db, const InvoiceLock *lock, InvoiceReversal *self, GError **error)
{
    g_autoptr (Rows) released = NULL;

    if (!invoice_next_id (db, self->date, &self->mirror_id, error)) {
        return FALSE;
    }
    const Param pair[] = { P_INT64 (self->mirror_id), P_INT64 (lock->invoice_id) };
    if (!db_run (db, &invoices_credit_note, NULL, error, pair[0], pair[1], P_DATE (self->date),
                 P_TEXT (self->reason), P_INT64 (self->created_by),
                 P_INT64 (lock->balance_minor)) ||
        !db_run_params (db, &invoices_credit_lines, pair, 2, NULL, error) ||
        !db_run_params (db, &invoices_credit_segments, pair, 2, NULL, error) ||
        !db_run (db, &invoices_credit_settle, &released, error, pair[0], pair[1],
                 P_INT64 (self->created_by))) {
        return FALSE;
    }
    self->released_minor = rows_int64 (released, 0, 0);
    return TRUE;
}

gboolean
invoice_check_reversible (const InvoiceLock *lock, GError **error)
{
    if (lock->kind == INVOICE_KIND_CREDIT_NOTE) {
        return refuse (error, SIRAJ_ERROR_NOT_CANCELLABLE, NULL,
                       "%s is a credit note; issue a new invoice instead of cancelling it",
                       lock->number);
    }
    if (lock->credited_by != NULL) {
        return refuse (error, SIRAJ_ERROR_CREDITED_IN_PART, NULL,
                       "Credit note %s has lowered invoice %s; cancel that credit note first",
                       lock->credited_by, lock->number);
    }
    return lock->later == NULL ||
           refuse (error, SIRAJ_ERROR_LATER_BILL, NULL,
                   "Invoice %s goes on where %s ends; cancel the latest first, or bill again "
                   "in the order of their days",
                   lock->later, lock->number);
}

gboolean
invoices_reverse (Db *db, InvoiceReversal *self, GError **error)
{
    g_auto (InvoiceLock) lock = { 0 };
    JournalHeader header;

    if (!invoice_lock (db, self->invoice_id, &lock, error) ||
        !invoice_check_reversible (&lock, error) || !write_mirror (db, &lock, self, error)) {
        return FALSE;
    }
    self->account_id = lock.account_id;
    header = invoice_journal_header (&lock, self, "credit_note");
    return invoices_post_lines (db, &header, lock.receivable_key, error) &&
           invoice_post_release (db, &lock, self, error);
}

gboolean
invoices_restate_registers (Db *db, const char *bills, GError **error)
{
    return db_run (db, &invoices_restate, NULL, error, P_TEXT (bills));
}

gboolean
invoices_seal (Db *db, gint64 first_id, gint64 last_id, GError **error)
{
    return db_run (db, &invoices_seal_range, NULL, error, P_INT64 (first_id), P_INT64 (last_id));
}
