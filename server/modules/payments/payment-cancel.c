/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cancellation of a payment by a second person: a mirror document, its invoices open again, its
 * entry mirrored, the account as if it had never been paid. */
#include <string.h>

#include "common/base/text.h"
#include "common/types/billing-types.h"
#include "server/modules/payments/payments-private.h"
#include "server/modules/payments/payments-sql.h"

typedef struct {
    gint64 payment_id;
    gint64 mirror_id;
    gint64 account_id;
    gint64 balance_minor; /* of the account, before */
    gint64 branch_id;
    gint64 station_id;
    gint64 class_id;
    gint64 taken_minor; /* settled when the payment was taken */
    gint64
        standing_minor;   /* settled now: advances applied since count, cancelled invoices do not */
    char *receivable_key; /* of the account */
    char *settled_key;    /* on which taken_minor was settled; NULL where nothing was */
    char *reason;
    Date date;
} Cancellation;

static void
cancellation_clear (Cancellation *self)
{
    g_free (self->receivable_key);
    g_free (self->settled_key);
    g_free (self->reason);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cancellation, cancellation_clear)

static gboolean
lock_account (Operation *op, Cancellation *self, GError **error)
{
    g_autoptr (Rows) found = NULL;
    g_autoptr (Rows) balance = NULL;

    if (!db_one (op->db, &payments_find, (const Param[]) { P_INT64 (self->payment_id) }, 1,
                 N_ ("Payment"), &found, error)) {
        return FALSE;
    }
    self->account_id = rows_int64 (found, 0, 0);
    if (!db_one (op->db, &payments_lock_account, (const Param[]) { P_INT64 (self->account_id) }, 1,
                 N_ ("Account"), &balance, error)) {
        return FALSE;
    }
    self->balance_minor = rows_int64 (balance, 0, 0);
    return TRUE;
}

static gboolean
check_original (Operation *op, const Rows *rows, GError **error)
{
    const char *number = rows_text (rows, 0, 0);

    if (rows_enum (rows, 0, 1, &payment_kind_enum) == PAYMENT_KIND_CANCELLATION) {
        return refuse (error, SIRAJ_ERROR_NOT_CANCELLABLE, NULL,
                       "%s is itself a cancellation; take the payment again instead", number);
    }
    if (!rows_is_null (rows, 0, 8)) {
        return refuse (error, SIRAJ_ERROR_ALREADY_REVERSED, NULL,
                       "Receipt %s has been cancelled already by %s", number,
                       rows_text (rows, 0, 8));
    }
    if (rows_int64 (rows, 0, 3) == op->principal->user_id) {
        return refuse (error, SIRAJ_ERROR_SAME_PERSON, NULL,
                       "You took receipt %s yourself; ask another person to cancel it", number);
    }
    return TRUE;
}

static gboolean
read_original (Operation *op, Cancellation *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_one (op->db, &payments_original, (const Param[]) { P_INT64 (self->payment_id) }, 1,
                 N_ ("Payment"), &rows, error) ||
        !check_original (op, rows, error)) {
        return FALSE;
    }
    self->branch_id = rows_int64 (rows, 0, 4);
    self->station_id = rows_int64 (rows, 0, 5);
    self->class_id = rows_int64 (rows, 0, 6);
    self->receivable_key = g_strdup (rows_text (rows, 0, 7));
    self->taken_minor = rows_int64 (rows, 0, 9);
    self->settled_key = g_strdup (rows_text (rows, 0, 10));
    return TRUE;
}

static gboolean
write_mirror (Operation *op, Cancellation *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (op->db, &payments_lock_settled, NULL, error, P_INT64 (self->payment_id)) ||
        !db_run (op->db, &payments_cancel_write, &rows, error, P_INT64 (self->payment_id),
                 P_DATE (self->date), P_INSTANT (op->now), P_TEXT (self->reason),
                 P_INT64 (op->principal->user_id), P_INT64 (self->balance_minor))) {
        return FALSE;
    }
    self->mirror_id = rows_int64 (rows, 0, 0);
    self->standing_minor = rows_int64 (rows, 0, 1);
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
        .source = "payments",
        .source_id = self->mirror_id,
        .batch_no = INT64_NONE,
        .account_id = self->account_id,
        .description = self->reason,
        .created_by = op->principal->user_id,
    };
}

static gboolean
mirror_entry (Operation *op, const Cancellation *self, GError **error)
{
    JournalHeader header = journal_header (op, self, "cancellation");
    gint64 entry_id;

    return journal_find (op->db, "payments", self->payment_id, "payment", &entry_id, error) &&
           journal_reverse (op->db, entry_id, &header, NULL, error);
}

/* The mirror undoes the entry as it was made; what moved between receivable and advances since then
 * (advances applied, invoices cancelled) is moved back here. */
static gboolean
post_shift (Operation *op, const Cancellation *self, GError **error)
{
    JournalHeader header = journal_header (op, self, "release");
    gint64 shift_minor = self->standing_minor - self->taken_minor;
    const JournalPosting postings[] = {
        journal_debit (self->receivable_key, shift_minor),
        journal_credit (POSTING_ADVANCES, shift_minor),
    };

    return journal_post (op->db, &header, postings, G_N_ELEMENTS (postings), NULL, error);
}

/* The mirror makes owed again on the key of that day what is owed on the account's key of today. */
static gboolean
post_transfer (Operation *op, const Cancellation *self, GError **error)
{
    JournalHeader header = journal_header (op, self, "transfer");

    if (self->settled_key == NULL || strcmp (self->settled_key, self->receivable_key) == 0) {
        return TRUE;
    }
    const JournalPosting postings[] = {
        journal_debit (self->receivable_key, self->taken_minor),
        journal_credit (self->settled_key, self->taken_minor),
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

gboolean
payments_cancel (Operation *op, GError **error)
{
    g_auto (Cancellation) self = { 0 };

    return operation_path_id (op, "id", &self.payment_id, error) &&
           read_reason (op->input, &self.reason, error) &&
           accounting_today (op, &self.date, error) &&
           accounting_check_open (op->db, self.date, NULL, error) &&
           lock_account (op, &self, error) && read_original (op, &self, error) &&
           write_mirror (op, &self, error) && mirror_entry (op, &self, error) &&
           post_transfer (op, &self, error) && post_shift (op, &self, error) &&
           payment_answer (op, self.mirror_id, TRUE, error);
}
