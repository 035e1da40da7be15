/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cancellation of an invoice: a credit note that mirrors it, dated today. */
#include "server/modules/accounting/accounting.h"
#include "server/modules/invoices/invoices-private.h"
#include "server/modules/invoices/invoices-sql.h"
#include "server/modules/invoices/invoices.h"
#include "server/modules/invoices/posting.h"
#include "server/modules/users/users.h"

#include "common/base/text.h"

/* The invoice being cancelled, and its credit note. */
typedef struct {
    gint64 invoice_id;
    gint64 credit_note_id;
    gint64 account_id;
    gint64 balance_minor; /* of the account, before */
    gint64 total_minor;
    gint64 released_minor; /* of payments, back to the account's advance */
    gint64 branch_id;
    gint64 station_id;
    gint64 class_id;
    char *receivable_key;
    char *reason;
    Date date;
} Cancellation;

static void
cancellation_clear (Cancellation *self)
{
    g_free (self->receivable_key);
    g_free (self->reason);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cancellation, cancellation_clear)

static gboolean
lock_account (Operation *op, Cancellation *self, GError **error)
{
    g_autoptr (Rows) found = NULL;
    g_autoptr (Rows) balance = NULL;

    if (!db_one (op->db, &invoices_account, (const Param[]) { P_INT64 (self->invoice_id) }, 1,
                 N_ ("Invoice"), &found, error)) {
        return FALSE;
    }
    self->account_id = rows_int64 (found, 0, 0);
    if (!db_one (op->db, &invoices_lock_account, (const Param[]) { P_INT64 (self->account_id) }, 1,
                 N_ ("Account"), &balance, error)) {
        return FALSE;
    }
    self->balance_minor = rows_int64 (balance, 0, 0);
    return TRUE;
}

static gboolean
lock_invoice (Operation *op, Cancellation *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_one (op->db, &invoices_lock, (const Param[]) { P_INT64 (self->invoice_id) }, 1,
                 N_ ("Invoice"), &rows, error)) {
        return FALSE;
    }
    if (rows_enum (rows, 0, 1, &invoice_kind_enum) == INVOICE_KIND_CREDIT_NOTE) {
        return refuse (error, SIRAJ_ERROR_NOT_CANCELLABLE, NULL,
                       "%s is a credit note; issue a new invoice instead of cancelling it",
                       rows_text (rows, 0, 0));
    }
    if (!rows_is_null (rows, 0, 8)) {
        return refuse (error, SIRAJ_ERROR_ALREADY_REVERSED, NULL,
                       "Invoice %s has been cancelled already by credit note %s",
                       rows_text (rows, 0, 0), rows_text (rows, 0, 8));
    }
    self->total_minor = rows_int64 (rows, 0, 2);
    self->branch_id = rows_int64 (rows, 0, 3);
    self->station_id = rows_int64 (rows, 0, 4);
    self->class_id = rows_int64 (rows, 0, 5);
    self->receivable_key = g_strdup (rows_text (rows, 0, 7));
    return TRUE;
}

static gboolean
write_credit_note (Operation *op, Cancellation *self, GError **error)
{
    g_autoptr (Rows) id = NULL;
    g_autoptr (Rows) released = NULL;
    gint64 user_id = op->principal->user_id;
    int year, month, day;

    date_split (self->date, &year, &month, &day);
    if (!db_run (op->db, &invoices_next_id, &id, error, P_INT64 (year * 100 + month))) {
        return FALSE;
    }
    self->credit_note_id = rows_int64 (id, 0, 0);
    const Param pair[] = { P_INT64 (self->credit_note_id), P_INT64 (self->invoice_id) };
    if (!db_run (op->db, &invoices_credit_note, NULL, error, pair[0], pair[1], P_DATE (self->date),
                 P_TEXT (self->reason), P_INT64 (user_id), P_INT64 (self->balance_minor)) ||
        !db_run_params (op->db, &invoices_credit_lines, pair, 2, NULL, error) ||
        !db_run_params (op->db, &invoices_credit_segments, pair, 2, NULL, error) ||
        !db_run (op->db, &invoices_credit_settle, &released, error, pair[0], pair[1],
                 P_INT64 (user_id))) {
        return FALSE;
    }
    self->released_minor = rows_int64 (released, 0, 0);
    return TRUE;
}

static JournalHeader
journal_header (Operation *op, const Cancellation *self, const char *kind)
{
    return (JournalHeader) {
        .entry_date = self->date,
        .kind = kind,
        .branch_id = self->branch_id,
        .station_id = self->station_id,
        .class_id = self->class_id,
        .source = "invoices",
        .source_id = self->credit_note_id,
        .batch_no = INT64_NONE,
        .account_id = self->account_id,
        .description = self->reason,
        .created_by = op->principal->user_id,
    };
}

/* The invoice was posted within its batch, so its mirror is built from the credit note's lines. */
static gboolean
post_credit_note (Operation *op, const Cancellation *self, GError **error)
{
    g_autoptr (Rows) sums = NULL;
    JournalPosting postings[LINE_N_KINDS + 1];
    JournalHeader header = journal_header (op, self, "credit_note");
    guint n = 0;

    if (!db_run (op->db, &invoices_line_sums, &sums, error, P_INT64 (self->credit_note_id))) {
        return FALSE;
    }
    for (int row = 0; row < rows_count (sums) && n < LINE_N_KINDS; row++) {
        int kind = rows_enum (sums, row, 0, &line_kind_enum);
        if (kind == ENUM_NONE) {
            return refuse (error, SIRAJ_ERROR_MAPPING_MISSING, NULL,
                           "No posting key is known for invoice lines of the kind %s",
                           rows_text (sums, row, 0));
        }
        postings[n++] = journal_credit (line_posting_key (kind), rows_int64 (sums, row, 1));
    }
    postings[n++] = journal_credit (self->receivable_key, self->total_minor);
    return journal_post (op->db, &header, postings, n, NULL, error);
}

/* What payments had settled is owed by nobody now: it becomes the customer's advance. */
static gboolean
post_release (Operation *op, const Cancellation *self, GError **error)
{
    JournalHeader header = journal_header (op, self, "release");
    const JournalPosting postings[] = {
        journal_debit (self->receivable_key, self->released_minor),
        journal_credit (POSTING_ADVANCES, self->released_minor),
    };

    return journal_post (op->db, &header, postings, G_N_ELEMENTS (postings), NULL, error);
}

static gboolean
read_reason (const CancelRequest *request, char **reason, GError **error)
{
    *reason = text_strip_marks (request->reason);
    if (**reason == '\0') {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "reason",
                       "A cancellation needs a reason; write why");
    }
    return TRUE;
}

static gboolean
answer_credit_note (Operation *op, const Cancellation *self, GError **error)
{
    g_autoptr (Company) company = users_load_company (op->db, error);
    g_autoptr (Invoice) note =
        company != NULL ? invoice_load (op, company, self->credit_note_id, error) : NULL;

    if (note == NULL) {
        return FALSE;
    }
    op->status = 201;
    op->location = g_strdup_printf ("/api/v1/invoices/%" G_GINT64_FORMAT, note->id);
    operation_answer_record (op, &invoice_record, note);
    return TRUE;
}

gboolean
invoices_cancel (Operation *op, GError **error)
{
    g_auto (Cancellation) self = { 0 };

    return operation_path_id (op, "id", &self.invoice_id, error) &&
           read_reason (op->input, &self.reason, error) &&
           accounting_today (op, &self.date, error) &&
           accounting_check_open (op->db, self.date, NULL, error) &&
           lock_account (op, &self, error) && lock_invoice (op, &self, error) &&
           write_credit_note (op, &self, error) && post_credit_note (op, &self, error) &&
           post_release (op, &self, error) && answer_credit_note (op, &self, error);
}
