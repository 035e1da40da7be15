/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A credit note for a part of an invoice, paid or not: its amount is shared out over the lines, so
 * that entry and tax follow them; and the way back. */
#include "common/base/rounding.h"
#include "common/types/corrections-types.h"
#include "server/modules/invoices/invoices-private.h"
#include "server/modules/invoices/invoices-sql.h"
#include "server/modules/users/users.h"

#include <inttypes.h>

#define BASIS_POINTS 10000
#define NO_LINE G_MAXUINT

/* A line as it can still be credited, and what this credit note takes of it. */
typedef struct {
    gint64 line_no;
    int kind;
    gint64 tax_bp;
    gint64 left_minor;
    gint64 part_minor;
} PartLine;

typedef struct {
    InvoiceReversal reversal; /* mirror_id: the credit note */
    InvoiceLock lock;
    GArray *lines; /* PartLine */
    gint64 left_minor;
    gint64 cash_unit_minor;
    const Currency *currency;
} PartNote;

static void
part_note_clear (PartNote *self)
{
    invoice_lock_clear (&self->lock);
    g_clear_pointer (&self->lines, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PartNote, part_note_clear)

static PartLine *
line_at (const PartNote *self, guint i)
{
    return &g_array_index (self->lines, PartLine, i);
}

static gboolean
is_net (const PartLine *line)
{
    return line->kind != LINE_TAX && line->kind != LINE_ROUNDING;
}

/* What is left */

static gboolean
load_lines (Db *db, PartNote *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &invoices_creditable, &rows, error, P_INT64 (self->lock.invoice_id))) {
        return FALSE;
    }
    self->lines = g_array_new (FALSE, TRUE, sizeof (PartLine));
    for (int row = 0; row < rows_count (rows); row++) {
        PartLine line = {
            .line_no = rows_int64 (rows, row, 0),
            .kind = rows_enum (rows, row, 1, &line_kind_enum),
            .tax_bp = rows_int64 (rows, row, 2),
            .left_minor = rows_int64 (rows, row, 3),
        };

        self->left_minor += line.left_minor;
        g_array_append_val (self->lines, line);
    }
    return TRUE;
}

static gboolean
load_company (Db *db, PartNote *self, GError **error)
{
    g_autoptr (Company) company = users_load_company (db, error);

    if (company == NULL) {
        return FALSE;
    }
    self->cash_unit_minor = MAX (company->cash_unit_minor, 1);
    self->currency = currency_find (company->currency);
    return TRUE;
}

static gboolean
check_creditable (const PartNote *self, GError **error)
{
    if (self->lock.kind == INVOICE_KIND_CREDIT_NOTE) {
        return refuse (error, SIRAJ_ERROR_NOT_CREDITABLE, NULL,
                       "%s is a credit note and cannot be credited; cancel it instead",
                       self->lock.number);
    }
    return self->left_minor > 0 ||
           refuse (error, SIRAJ_ERROR_NOT_CREDITABLE, NULL,
                   "Nothing of invoice %s is left to be credited", self->lock.number);
}

/* Sharing out */

static gboolean
check_amount (const PartNote *self, gint64 amount_minor, GError **error)
{
    if (amount_minor <= 0) {
        return refuse (error, SIRAJ_ERROR_AMOUNT_NOT_POSITIVE, "amount_minor",
                       "A credit note must be above zero; give the amount to be taken off");
    }
    if (amount_minor > self->left_minor) {
        g_autofree char *left = money_format (self->left_minor, self->currency);

        return refuse (error, SIRAJ_ERROR_CREDIT_TOO_LARGE, "amount_minor",
                       "Only %s of invoice %s is left to be credited; give less", left,
                       self->lock.number);
    }
    if (amount_minor != self->left_minor && amount_minor % self->cash_unit_minor != 0) {
        g_autofree char *unit = money_format (self->cash_unit_minor, self->currency);

        return refuse (error, SIRAJ_ERROR_CASH_UNIT, "amount_minor",
                       "The amount must be a multiple of %s, or nobody could pay the rest", unit);
    }
    return TRUE;
}

/* By what is left of each line; running sums are rounded, so that the parts are the whole. */
static gboolean
share_out (PartNote *self, gint64 amount_minor, GError **error)
{
    gint64 reached_minor = 0;
    gint64 shared_minor = 0;

    if (!check_amount (self, amount_minor, error)) {
        return FALSE;
    }
    for (guint i = 0; i < self->lines->len; i++) {
        PartLine *line = line_at (self, i);
        gint64 due_minor;

        reached_minor += line->left_minor;
        if (!rounding_divide ((Wide)amount_minor * reached_minor, self->left_minor,
                              ROUNDING_HALF_UP, &due_minor)) {
            return refuse (error, SIRAJ_ERROR_AMOUNT_TOO_LARGE, "amount_minor",
                           "The amount is too large; give less");
        }
        line->part_minor = due_minor - shared_minor;
        shared_minor = due_minor;
    }
    return TRUE;
}

/* By line */

static PartLine *
find_line (const PartNote *self, gint64 line_no)
{
    for (guint i = 0; i < self->lines->len; i++) {
        if (line_at (self, i)->line_no == line_no) {
            return line_at (self, i);
        }
    }
    return NULL;
}

static gboolean
take_line (PartNote *self, const CreditLine *wanted, GError **error)
{
    PartLine *line = find_line (self, wanted->line_no);

    if (line == NULL || !is_net (line)) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "lines",
                       "Invoice %s has no line %" PRId64
                       " that can be credited; tax and rounding go with the other lines",
                       self->lock.number, wanted->line_no);
    }
    if (line->part_minor != 0) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "lines",
                       "Line %" PRId64 " is named twice; name it once", wanted->line_no);
    }
    if (wanted->amount_minor <= 0) {
        return refuse (error, SIRAJ_ERROR_AMOUNT_NOT_POSITIVE, "lines",
                       "A credit note must be above zero; give the amount to be taken off");
    }
    if (wanted->amount_minor > line->left_minor) {
        g_autofree char *left = money_format (line->left_minor, self->currency);

        return refuse (error, SIRAJ_ERROR_CREDIT_TOO_LARGE, "lines",
                       "Only %s of line %" PRId64 " is left to be credited; give less", left,
                       wanted->line_no);
    }
    line->part_minor = wanted->amount_minor;
    return TRUE;
}

/* The tax of a rate falls with its lines, and goes wholly with the last of them. */
static gboolean
take_tax (PartNote *self, PartLine *tax, GError **error)
{
    gint64 left_minor = 0;
    gint64 part_minor = 0;

    for (guint i = 0; i < self->lines->len; i++) {
        const PartLine *line = line_at (self, i);

        if (is_net (line) && line->tax_bp == tax->tax_bp) {
            left_minor += line->left_minor;
            part_minor += line->part_minor;
        }
    }
    if (part_minor == left_minor) {
        tax->part_minor = tax->left_minor;
        return TRUE;
    }
    if (!rounding_divide ((Wide)part_minor * tax->tax_bp, BASIS_POINTS, ROUNDING_HALF_UP,
                          &tax->part_minor)) {
        return refuse (error, SIRAJ_ERROR_AMOUNT_TOO_LARGE, "lines",
                       "The amount is too large; give less");
    }
    tax->part_minor = MIN (tax->part_minor, tax->left_minor);
    return TRUE;
}

static PartLine *
rounding_line (PartNote *self)
{
    PartLine added = { .kind = LINE_ROUNDING };

    for (guint i = 0; i < self->lines->len; i++) {
        if (line_at (self, i)->kind == LINE_ROUNDING) {
            return line_at (self, i);
        }
    }
    added.line_no = line_at (self, self->lines->len - 1)->line_no + 1;
    g_array_append_val (self->lines, added);
    return line_at (self, self->lines->len - 1);
}

/* To what can be paid, and never beyond what is left. */
static gboolean
round_to_cash (PartNote *self, GError **error)
{
    gint64 exact_minor = 0;
    gint64 rounded_minor;

    for (guint i = 0; i < self->lines->len; i++) {
        exact_minor += line_at (self, i)->part_minor;
    }
    if (!rounding_to_unit (exact_minor, self->cash_unit_minor, ROUNDING_HALF_UP, &rounded_minor)) {
        return refuse (error, SIRAJ_ERROR_AMOUNT_TOO_LARGE, "lines",
                       "The amount is too large; give less");
    }
    rounded_minor = MIN (rounded_minor, self->left_minor);
    if (rounded_minor <= 0) {
        return refuse (error, SIRAJ_ERROR_AMOUNT_NOT_POSITIVE, "lines",
                       "What is to be credited is less than the smallest coin; give more");
    }
    if (rounded_minor != exact_minor) {
        rounding_line (self)->part_minor += rounded_minor - exact_minor;
    }
    return TRUE;
}

static gboolean
take_lines (PartNote *self, const GPtrArray *wanted, GError **error)
{
    for (guint i = 0; i < wanted->len; i++) {
        if (!take_line (self, g_ptr_array_index (wanted, i), error)) {
            return FALSE;
        }
    }
    for (guint i = 0; i < self->lines->len; i++) {
        if (line_at (self, i)->kind == LINE_TAX && !take_tax (self, line_at (self, i), error)) {
            return FALSE;
        }
    }
    return round_to_cash (self, error);
}

static gboolean
plan (PartNote *self, const CreditRequest *request, GError **error)
{
    gboolean by_line = request->lines != NULL && request->lines->len > 0;

    if (by_line == (request->amount_minor != INT64_NONE)) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "amount_minor",
                       "Give either an amount or the lines that are credited");
    }
    return by_line ? take_lines (self, request->lines, error)
                   : share_out (self, request->amount_minor, error);
}

/* Writing */

static char *
lines_json (const PartNote *self)
{
    GString *json = g_string_new ("[");

    for (guint i = 0; i < self->lines->len; i++) {
        const PartLine *line = line_at (self, i);

        if (line->part_minor != 0) {
            g_string_append_printf (json,
                                    "%s{\"line_no\":%" PRId64 ",\"amount_minor\":%" PRId64 "}",
                                    json->len > 1 ? "," : "", line->line_no, line->part_minor);
        }
    }
    g_string_append_c (json, ']');
    return g_string_free (json, FALSE);
}

static gint64
sum_of (const PartNote *self, LineKind kind)
{
    gint64 sum_minor = 0;

    for (guint i = 0; i < self->lines->len; i++) {
        sum_minor += line_at (self, i)->kind == (int)kind ? line_at (self, i)->part_minor : 0;
    }
    return sum_minor;
}

static gint64
net_of (const PartNote *self)
{
    gint64 net_minor = 0;

    for (guint i = 0; i < self->lines->len; i++) {
        net_minor += is_net (line_at (self, i)) ? line_at (self, i)->part_minor : 0;
    }
    return net_minor;
}

static gboolean
write_note (Db *db, PartNote *self, GError **error)
{
    InvoiceReversal *reversal = &self->reversal;
    gint64 net_minor = net_of (self);
    gint64 tax_minor = sum_of (self, LINE_TAX);
    gint64 rounding_minor = sum_of (self, LINE_ROUNDING);
    g_autofree char *lines = lines_json (self);
    g_autoptr (Rows) released = NULL;

    if (!invoice_next_id (db, reversal->date, &reversal->mirror_id, error)) {
        return FALSE;
    }
    const Param pair[] = { P_INT64 (reversal->mirror_id), P_INT64 (reversal->invoice_id) };
    if (!db_run (db, &invoices_part_note, NULL, error, pair[0], pair[1], P_DATE (reversal->date),
                 P_TEXT (reversal->reason), P_INT64 (reversal->created_by),
                 P_INT64 (self->lock.balance_minor), P_INT64 (net_minor), P_INT64 (tax_minor),
                 P_INT64 (rounding_minor)) ||
        !db_run (db, &invoices_part_lines, NULL, error, pair[0], pair[1], P_TEXT (lines)) ||
        !db_run (db, &invoices_part_settle, &released, error, pair[0], pair[1],
                 P_INT64 (reversal->created_by),
                 P_INT64 (net_minor + tax_minor + rounding_minor))) {
        return FALSE;
    }
    reversal->released_minor = rows_int64 (released, 0, 0);
    return TRUE;
}

static gboolean
post_note (Db *db, const PartNote *self, GError **error)
{
    const JournalHeader header =
        invoice_journal_header (&self->lock, &self->reversal, "credit_note");

    return invoices_post_lines (db, &header, self->lock.receivable_key, error) &&
           invoice_post_release (db, &self->lock, &self->reversal, error);
}

gboolean
invoices_credit (Operation *op, GError **error)
{
    const CreditRequest *request = op->input;
    g_autofree char *reason = NULL;
    g_auto (PartNote) self = { .reversal = { .created_by = op->principal->user_id } };
    InvoiceReversal *reversal = &self.reversal;

    if (!operation_path_id (op, "id", &reversal->invoice_id, error) ||
        !invoices_read_reason (request->reason, &reason, error) ||
        !accounting_today (op, &reversal->date, error) ||
        !accounting_check_open (op->db, reversal->date, NULL, error)) {
        return FALSE;
    }
    reversal->reason = reason;
    return load_company (op->db, &self, error) &&
           invoice_lock (op->db, reversal->invoice_id, &self.lock, error) &&
           load_lines (op->db, &self, error) && check_creditable (&self, error) &&
           plan (&self, request, error) && write_note (op->db, &self, error) &&
           post_note (op->db, &self, error) &&
           invoices_answer_created (op, reversal->mirror_id, error);
}

/* The way back: the amount is charged again by an invoice that the credit note itself settles, and
 * is owed of the invoice that it had lowered. */

static gboolean
write_charge (Db *db, const InvoiceLock *lock, InvoiceReversal *self, gint64 *lowered_id,
              GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!invoice_next_id (db, self->date, &self->mirror_id, error)) {
        return FALSE;
    }
    const Param pair[] = { P_INT64 (self->mirror_id), P_INT64 (lock->invoice_id) };
    if (!db_run (db, &invoices_unpart_note, NULL, error, pair[0], pair[1], P_DATE (self->date),
                 P_TEXT (self->reason), P_INT64 (self->created_by),
                 P_INT64 (lock->balance_minor)) ||
        !db_run_params (db, &invoices_credit_lines, pair, 2, NULL, error) ||
        !db_run (db, &invoices_unpart_settle, &rows, error, pair[0], pair[1],
                 P_INT64 (self->created_by))) {
        return FALSE;
    }
    *lowered_id = rows_int64 (rows, 0, 0);
    return TRUE;
}

/* An estimated bill may have been replaced since; nothing of it can be owed again. */
static gboolean
check_rest_stands (const InvoiceLock *lock, GError **error)
{
    return lock->rest_gone_by == NULL ||
           refuse (error, SIRAJ_ERROR_ALREADY_REVERSED, NULL,
                   "The rest of the invoice that %s lowers has been taken back by %s; correct the "
                   "bill in its place",
                   lock->number, lock->rest_gone_by);
}

gboolean
credit_note_take_back (Db *db, InvoiceReversal *self, GError **error)
{
    g_auto (InvoiceLock) lock = { 0 };
    JournalHeader header;
    AdvanceRequest advances;
    gint64 lowered_id;

    if (!invoice_lock (db, self->invoice_id, &lock, error) || !check_rest_stands (&lock, error) ||
        !write_charge (db, &lock, self, &lowered_id, error)) {
        return FALSE;
    }
    header = invoice_journal_header (&lock, self, "invoice");
    advances = (AdvanceRequest) {
        .first_id = lowered_id,
        .last_id = lowered_id,
        .entry_date = self->date,
        .source = "invoices",
        .source_id = self->mirror_id,
        .batch_no = INT64_NONE,
        .created_by = self->created_by,
    };
    return invoices_post_lines (db, &header, lock.receivable_key, error) &&
           invoices_apply_advances (db, &advances, NULL, error);
}
