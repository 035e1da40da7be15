/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One invoice of charges, written, posted and settled by advances in one transaction. */
#include "server/modules/invoices/invoice-issue.h"

#include "common/base/money.h"
#include "common/base/rounding.h"
#include "common/schema/json.h"
#include "server/modules/accounting/accounting.h"
#include "server/modules/invoices/invoices-sql.h"
#include "server/modules/invoices/invoices.h"

#include <string.h>

#define MAX_LINES 20
#define MAX_RATES 8
#define MAX_TAX_BP 10000
#define BASIS_POINTS 10000
/* More than any bill; sums of MAX_LINES of them stay far inside 64 bits. */
#define MAX_AMOUNT_MINOR G_GINT64_CONSTANT (1000000000000000)

/* What one rate of tax is taken of. */
typedef struct {
    gint64 tax_bp;
    gint64 net_minor;
    gint64 tax_minor;
} RateGroup;

/* The invoice while it is made. */
typedef struct {
    const InvoiceIssue *issue;
    gint64 id;
    gint64 branch_id;
    gint64 station_id;
    gint64 class_id;
    gint64 due_days;
    char *receivable_key;
    gint64 balance_minor; /* of the account, before */
    RateGroup groups[MAX_RATES];
    guint n_groups;
    gint64 net_minor;
    gint64 tax_minor;
    gint64 rounding_minor;
    gint64 total_minor;
} Making;

static void
making_clear (Making *self)
{
    g_free (self->receivable_key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Making, making_clear)

/* Rules */

static gboolean
is_by_hand (int kind)
{
    return kind != INVOICE_KIND_ENERGY && kind != INVOICE_KIND_FINAL &&
           kind != INVOICE_KIND_ADJUSTMENT && kind != INVOICE_KIND_CREDIT_NOTE;
}

static gboolean
check_line (const ChargeLine *line, GError **error)
{
    if (line->amount_minor <= 0 || line->amount_minor > MAX_AMOUNT_MINOR) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "lines",
                       "The amount of every line must be above zero and sensible; lower a bill by "
                       "a credit note");
    }
    if (line->tax_bp < 0 || line->tax_bp > MAX_TAX_BP) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "lines",
                       "A tax lies between 0 %% and 100 %%; correct it");
    }
    return TRUE;
}

gboolean
invoices_check_charges (int kind, const GPtrArray *lines, GError **error)
{
    if (!is_by_hand (kind)) {
        return refuse (error, SIRAJ_ERROR_ENERGY_WITHOUT_READING, "kind",
                       "An invoice of the kind “%s” is made from readings by a billing run or a "
                       "correction, never by hand; choose another kind",
                       enumeration_label (&invoice_kind_enum, kind));
    }
    if (lines == NULL || lines->len == 0) {
        return refuse (error, SIRAJ_ERROR_LINES_MISSING, "lines",
                       "An invoice needs at least one line; say what it is for");
    }
    if (lines->len > MAX_LINES) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "lines",
                       "An invoice by hand has at most %d lines; make another one", MAX_LINES);
    }
    for (guint i = 0; i < lines->len; i++) {
        if (!check_line (g_ptr_array_index (lines, i), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* Sums */

static RateGroup *
group_of (Making *self, gint64 tax_bp)
{
    for (guint i = 0; i < self->n_groups; i++) {
        if (self->groups[i].tax_bp == tax_bp) {
            return &self->groups[i];
        }
    }
    if (self->n_groups == MAX_RATES) {
        return NULL;
    }
    self->groups[self->n_groups] = (RateGroup) { .tax_bp = tax_bp };
    return &self->groups[self->n_groups++];
}

static gboolean
add_lines (Making *self, GError **error)
{
    for (guint i = 0; i < self->issue->lines->len; i++) {
        const ChargeLine *line = g_ptr_array_index (self->issue->lines, i);
        RateGroup *group = group_of (self, line->tax_bp);

        if (group == NULL) {
            return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "lines",
                           "The lines have more than %d rates of tax; make another invoice",
                           MAX_RATES);
        }
        group->net_minor += line->amount_minor;
        self->net_minor += line->amount_minor;
    }
    return TRUE;
}

/* Tax by rate, never line by line: what the tax authority adds up. */
static gboolean
compute (Making *self, gint64 cash_unit_minor, GError **error)
{
    gint64 exact_minor;

    if (!add_lines (self, error)) {
        return FALSE;
    }
    for (guint i = 0; i < self->n_groups; i++) {
        RateGroup *group = &self->groups[i];

        if (!rounding_divide ((Wide)group->net_minor * group->tax_bp, BASIS_POINTS,
                              ROUNDING_HALF_UP, &group->tax_minor)) {
            return refuse (error, SIRAJ_ERROR_AMOUNT_TOO_LARGE, "lines",
                           "The tax of the invoice is too large; correct the amounts");
        }
        self->tax_minor += group->tax_minor;
    }
    exact_minor = self->net_minor + self->tax_minor;
    if (!rounding_to_unit (exact_minor, MAX (cash_unit_minor, 1), ROUNDING_HALF_UP,
                           &self->total_minor)) {
        return refuse (error, SIRAJ_ERROR_AMOUNT_TOO_LARGE, "lines",
                       "The total of the invoice is too large; correct the amounts");
    }
    self->rounding_minor = self->total_minor - exact_minor;
    return TRUE;
}

/* Rows */

static const Statement issue_account = {
    "invoices_issue_account",
    "SELECT a.branch_id, a.station_id, a.class_id, k.due_days, k.receivable_key, a.state"
    " FROM accounts a JOIN customer_classes k ON k.id = a.class_id WHERE a.id = $1",
};

static const Statement issue_agreement = {
    "invoices_issue_agreement",
    "SELECT 1 FROM service_agreements WHERE id = $1 AND account_id = $2",
};

/* $1 id … $16 reason, $17 author; numbered in the series of all invoices */
static const Statement issue_insert = {
    "invoices_issue_insert",
    "INSERT INTO invoices (id, account_id, agreement_id, branch_id, station_id, class_id, number,"
    "  kind, period_key, period_from, period_to, issue_date, due_date, energy_wh, net_minor,"
    "  tax_minor, rounding_minor, total_minor, previous_balance_minor, reason, created_by)"
    " SELECT $1, $2, $3, b.id, $5, $6,"
    "  document_number('INV', date_part('year', $8::date)::bigint, b.code,"
    "    take_numbers('INV', b.id, date_part('year', $8::date)::bigint, 1)),"
    "  $7, to_char($8::date, 'YYYY-MM'), $9::date, $10::date, $8, $11::date, 0, $12::bigint,"
    "  $13::bigint, $14::bigint, $12::bigint + $13::bigint + $14::bigint, $15::bigint, $16, $17"
    " FROM branches b WHERE b.id = $4",
};

/* $1 invoice, $2 account, $3 lines: the name given to a line is its component */
static const Statement issue_lines = {
    "invoices_issue_lines",
    "INSERT INTO invoice_lines (invoice_id, line_no, account_id, kind, component, amount_minor,"
    "  tax_bp)"
    " SELECT $1, l.line_no, $2, l.kind, l.description, l.amount_minor, COALESCE(l.tax_bp, 0)"
    " FROM jsonb_to_recordset($3::jsonb)"
    "   AS l (line_no bigint, kind text, description text, amount_minor bigint, tax_bp bigint)",
};

static const Statement issue_balance = {
    "invoices_issue_balance",
    "UPDATE account_balances SET receivable_minor = receivable_minor + $2 WHERE account_id = $1",
};

const Statement *const invoice_issue_statements[] = {
    &issue_account, &issue_agreement, &issue_insert, &issue_lines, &issue_balance, NULL,
};

static gboolean
read_account (Db *db, Making *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_one (db, &issue_account, (const Param[]) { P_INT64 (self->issue->account_id) }, 1,
                 N_ ("Account"), &rows, error)) {
        return FALSE;
    }
    if (strcmp (rows_text (rows, 0, 5), "active") != 0) {
        return refuse (error, SIRAJ_ERROR_ACCOUNT_CLOSED, "account_id",
                       "Only an account in use is invoiced; open the account first");
    }
    self->branch_id = rows_int64 (rows, 0, 0);
    self->station_id = rows_int64 (rows, 0, 1);
    self->class_id = rows_int64 (rows, 0, 2);
    self->due_days = rows_int64 (rows, 0, 3);
    self->receivable_key = g_strdup (rows_text (rows, 0, 4));
    return TRUE;
}

static gboolean
check_agreement (Db *db, const Making *self, GError **error)
{
    const Param params[] = { P_INT64 (self->issue->agreement_id),
                             P_INT64 (self->issue->account_id) };

    return self->issue->agreement_id == 0 ||
           db_one (db, &issue_agreement, params, 2, N_ ("Agreement"), NULL, error);
}

static gboolean
lock_balance (Db *db, Making *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_one (db, &invoices_lock_account, (const Param[]) { P_INT64 (self->issue->account_id) },
                 1, N_ ("Account"), &rows, error)) {
        return FALSE;
    }
    self->balance_minor = rows_int64 (rows, 0, 0);
    return TRUE;
}

static gboolean
take_id (Db *db, Making *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    int year, month, day;

    date_split (self->issue->issue_date, &year, &month, &day);
    if (!db_run (db, &invoices_next_id, &rows, error, P_INT64 (year * 100 + month))) {
        return FALSE;
    }
    self->id = rows_int64 (rows, 0, 0);
    return TRUE;
}

static gboolean
insert_invoice (Db *db, const Making *self, GError **error)
{
    const InvoiceIssue *issue = self->issue;
    Date due =
        issue->due_date != DATE_NONE ? issue->due_date : issue->issue_date + (Date)self->due_days;
    Date from = issue->period_from != DATE_NONE ? issue->period_from : issue->issue_date;
    Date to = issue->period_to != DATE_NONE ? issue->period_to : issue->issue_date;

    if (due < issue->issue_date) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "due_date",
                       "An invoice is not due before it is issued; choose a later day");
    }
    return db_run (
        db, &issue_insert, NULL, error, P_INT64 (self->id), P_INT64 (issue->account_id),
        P_ID (issue->agreement_id), P_INT64 (self->branch_id), P_INT64 (self->station_id),
        P_INT64 (self->class_id), P_ENUM (invoice_kind_enum, issue->kind),
        P_DATE (issue->issue_date), P_DATE (from), P_DATE (to), P_DATE (due),
        P_INT64 (self->net_minor), P_INT64 (self->tax_minor), P_INT64 (self->rounding_minor),
        P_INT64 (self->balance_minor), P_TEXT (issue->reason), P_INT64 (issue->created_by));
}

static void
append_line (GString *json, int *line_no, const char *kind, const ChargeLine *line)
{
    g_string_append_printf (json, "%s{\"line_no\":%d,\"kind\":\"%s\",\"description\":",
                            *line_no == 0 ? "" : ",", *line_no + 1, kind);
    if (line->description != NULL) {
        json_append_string (json, line->description);
    } else {
        g_string_append (json, "null");
    }
    g_string_append_printf (
        json, ",\"amount_minor\":%" G_GINT64_FORMAT ",\"tax_bp\":%" G_GINT64_FORMAT "}",
        line->amount_minor, line->tax_bp);
    (*line_no)++;
}

static char *
lines_json (const Making *self)
{
    g_autoptr (GString) json = g_string_new ("[");
    int line_no = 0;

    for (guint i = 0; i < self->issue->lines->len; i++) {
        const ChargeLine *line = g_ptr_array_index (self->issue->lines, i);
        append_line (json, &line_no, enumeration_word (&service_kind_enum, line->kind), line);
    }
    for (guint i = 0; i < self->n_groups; i++) {
        const ChargeLine tax = { .amount_minor = self->groups[i].tax_minor,
                                 .tax_bp = self->groups[i].tax_bp };
        if (tax.amount_minor != 0) {
            append_line (json, &line_no, enumeration_word (&line_kind_enum, LINE_TAX), &tax);
        }
    }
    if (self->rounding_minor != 0) {
        const ChargeLine rounding = { .amount_minor = self->rounding_minor };
        append_line (json, &line_no, enumeration_word (&line_kind_enum, LINE_ROUNDING), &rounding);
    }
    g_string_append_c (json, ']');
    return g_string_free (g_steal_pointer (&json), FALSE);
}

static gboolean
insert_lines (Db *db, const Making *self, GError **error)
{
    g_autofree char *lines = lines_json (self);

    return db_run (db, &issue_lines, NULL, error, P_INT64 (self->id),
                   P_INT64 (self->issue->account_id), P_TEXT (lines)) &&
           db_run (db, &issue_balance, NULL, error, P_INT64 (self->issue->account_id),
                   P_INT64 (self->total_minor));
}

/* A charge and its line have the same word. */
static int
line_kind_of (const ChargeLine *line)
{
    int kind = LINE_OTHER;

    enumeration_find (&line_kind_enum, enumeration_word (&service_kind_enum, line->kind), &kind);
    return kind;
}

/* Dr receivable, Cr what each line is for. */
static gboolean
post (Db *db, const Making *self, GError **error)
{
    const InvoiceIssue *issue = self->issue;
    const JournalHeader header = {
        .entry_date = issue->issue_date,
        .kind = "invoices",
        .branch_id = self->branch_id,
        .station_id = self->station_id,
        .class_id = self->class_id,
        .source = "invoices",
        .source_id = self->id,
        .batch_no = INT64_NONE,
        .account_id = issue->account_id,
        .description = issue->reason,
        .created_by = issue->created_by,
    };
    JournalPosting postings[MAX_LINES + 3];
    guint n = 0;

    postings[n++] = journal_debit (self->receivable_key, self->total_minor);
    for (guint i = 0; i < issue->lines->len; i++) {
        const ChargeLine *line = g_ptr_array_index (issue->lines, i);
        postings[n++] = journal_credit (line_posting_key (line_kind_of (line)), line->amount_minor);
    }
    postings[n++] = journal_credit (line_posting_key (LINE_TAX), self->tax_minor);
    postings[n++] = journal_credit (line_posting_key (LINE_ROUNDING), self->rounding_minor);
    return journal_post (db, &header, postings, n, NULL, error);
}

static gboolean
settle (Db *db, const Making *self, GError **error)
{
    const AdvanceRequest request = {
        .first_id = self->id,
        .last_id = self->id,
        .entry_date = self->issue->issue_date,
        .source = "invoices",
        .source_id = self->id,
        .batch_no = INT64_NONE,
        .created_by = self->issue->created_by,
    };

    return invoices_apply_advances (db, &request, NULL, error);
}

gboolean
invoices_issue (Db *db, const Company *company, const InvoiceIssue *issue, gint64 *id,
                GError **error)
{
    g_auto (Making) self = { .issue = issue };

    if (!invoices_check_charges (issue->kind, issue->lines, error) ||
        !accounting_check_open (db, issue->issue_date, NULL, error) ||
        !lock_balance (db, &self, error) || !read_account (db, &self, error) ||
        !check_agreement (db, &self, error) || !compute (&self, company->cash_unit_minor, error) ||
        !take_id (db, &self, error) || !insert_invoice (db, &self, error) ||
        !insert_lines (db, &self, error) || !post (db, &self, error) ||
        !settle (db, &self, error)) {
        return FALSE;
    }
    *id = self.id;
    return TRUE;
}
