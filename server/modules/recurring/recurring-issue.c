/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Issues what is due: by the job that catches up day by day, by a person for one template, and
 * invoices that a person writes. */
#define G_LOG_DOMAIN "siraj-recurring"

#include "server/modules/recurring/recurring-private.h"

#include "common/base/text.h"
#include "server/modules/accounting/accounting.h"
#include "server/modules/invoices/invoices.h"
#include "server/modules/recurring/recurring-sql.h"
#include "server/modules/recurring/recurring.h"
#include "server/modules/users/users.h"

#define JOB_KIND "recurring_invoices"
#define CHUNK 20
#define MICROSECONDS_PER_DAY (G_GINT64_CONSTANT (86400) * 1000000)
#define MICROSECONDS_PER_MINUTE (G_GINT64_CONSTANT (60) * 1000000)

static Date
company_date (const Company *company, Instant now)
{
    return instant_date (now, (int)company->utc_offset_minutes);
}

/* One */

static gboolean
check_due (const RecurringInvoice *recurring, Date today, GError **error)
{
    g_autofree char *next = date_format (recurring->next_date);

    if (!recurring->active ||
        (recurring->end_date != DATE_NONE && recurring->next_date > recurring->end_date)) {
        return refuse (error, SIRAJ_ERROR_RECURRENCE_ENDED, NULL,
                       "“%s” makes no more invoices; activate it or move its last day",
                       recurring->name);
    }
    if (recurring->next_date > today) {
        return refuse (error, SIRAJ_ERROR_RECURRENCE_NOT_DUE, NULL,
                       "The next invoice of “%s” is due on %s; wait, or write an invoice by hand",
                       recurring->name, next);
    }
    return TRUE;
}

/* Dated on its own day, or today when that day's books are closed. */
static Date
issue_date_of (Db *db, const RecurringInvoice *recurring, Date today)
{
    return accounting_check_open (db, recurring->next_date, NULL, NULL) ? recurring->next_date
                                                                        : today;
}

static gboolean
issue_locked (Db *db, RecurringIssue *self, const RecurringInvoice *recurring, GError **error)
{
    const RecurrenceRule rule = recurring_rule (recurring);
    Date next = recurrence_next (&rule, recurring->next_date);
    const InvoiceIssue issue = {
        .account_id = recurring->account_id,
        .agreement_id = recurring->agreement_id,
        .kind = recurring->kind,
        .lines = recurring->lines,
        .issue_date = issue_date_of (db, recurring, self->today),
        .due_date = DATE_NONE,
        .period_from = recurring->next_date,
        .period_to = next,
        .reason = recurring->name,
        .created_by = self->created_by,
    };

    return check_due (recurring, self->today, error) &&
           invoices_issue (db, self->company, &issue, &self->invoice_id, error) &&
           db_run (db, &recurring_issued, NULL, error, P_INT64 (recurring->id),
                   P_DATE (recurring->next_date), P_INT64 (self->invoice_id), P_DATE (next));
}

gboolean
recurring_issue_next (Db *db, RecurringIssue *self, GError **error)
{
    g_autoptr (RecurringInvoice) recurring = NULL;
    g_autoptr (Rows) rows = NULL;

    if (!db_one (db, &recurring_lock, (const Param[]) { P_INT64 (self->recurring_id) }, 1,
                 N_ ("Recurring invoice"), &rows, error)) {
        return FALSE;
    }
    recurring = rows_record (rows, 0, &recurring_invoice_record);
    return issue_locked (db, self, recurring, error);
}

/* The job */

/* What is refused is told in its row and waits for tomorrow; the others go on. */
static gboolean
leave_aside (JobChunk *chunk, const RecurringIssue *issue, const GError *refusal, GError **error)
{
    g_autofree char *subject =
        g_strdup_printf ("recurring invoice %" G_GINT64_FORMAT, issue->recurring_id);

    return db_run_params (chunk->db, &recurring_undo, NULL, 0, NULL, error) &&
           db_run (chunk->db, &recurring_failed, NULL, error, P_INT64 (issue->recurring_id),
                   P_DATE (issue->today), P_TEXT (refusal->message)) &&
           job_fail_subject (chunk, subject, refusal, error);
}

static gboolean
issue_in_savepoint (JobChunk *chunk, RecurringIssue *issue, GError **error)
{
    g_autoptr (GError) refusal = NULL;

    if (!db_run_params (chunk->db, &recurring_begin, NULL, 0, NULL, error)) {
        return FALSE;
    }
    if (recurring_issue_next (chunk->db, issue, &refusal)) {
        return TRUE;
    }
    /* A conflict or a lost database is the worker's to try again. */
    if (!db_is_alive (chunk->db) || db_last_is_retryable (chunk->db)) {
        g_propagate_error (error, g_steal_pointer (&refusal));
        return FALSE;
    }
    return leave_aside (chunk, issue, refusal, error);
}

/* Answers how many were looked at: less than CHUNK when nothing is left. */
static gboolean
issue_some (JobChunk *chunk, RecurringIssue *issue, gint64 *n, GError **error)
{
    for (*n = 0; *n < CHUNK; (*n)++) {
        g_autoptr (Rows) rows = NULL;

        if (!db_run (chunk->db, &recurring_due, &rows, error, P_DATE (issue->today))) {
            return FALSE;
        }
        if (rows_count (rows) == 0) {
            return TRUE;
        }
        issue->recurring_id = rows_int64 (rows, 0, 0);
        if (!issue_in_savepoint (chunk, issue, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
run_chunk (JobChunk *chunk, GError **error)
{
    g_autoptr (Company) company = users_load_company (chunk->db, error);
    RecurringIssue issue = { .company = company, .created_by = chunk->job->created_by };
    g_autofree char *result = NULL;
    gint64 n = 0;

    if (company == NULL) {
        return FALSE;
    }
    issue.today = company_date (company, g_get_real_time ());
    if (!issue_some (chunk, &issue, &n, error)) {
        return FALSE;
    }
    if (n < CHUNK) {
        result =
            g_strdup_printf ("{\"looked_at\":%" G_GINT64_FORMAT "}", chunk->job->progress_done + n);
        if (!job_finish (chunk, result, error)) {
            return FALSE;
        }
    }
    return job_progress (chunk, &(const JobProgress) { n, INT64_NONE, NULL, NULL }, error);
}

const JobKind recurring_job_kind = { JOB_KIND, FALSE, run_chunk };

/* The schedule */

/* The first minute of the day after @date. */
static Instant
morning_after (const Company *company, Date date)
{
    return (date + 1) * MICROSECONDS_PER_DAY -
           company->utc_offset_minutes * MICROSECONDS_PER_MINUTE + MICROSECONDS_PER_MINUTE;
}

static gboolean
look (Db *db, ScheduleLook *look, GError **error)
{
    g_autoptr (Company) company = users_load_company (db, error);
    g_autoptr (Rows) rows = NULL;
    const JobRequest request = { .kind = JOB_KIND,
                                 .key = "due",
                                 .created_by = look->created_by,
                                 .scheduled_for = INSTANT_NONE };
    Date today;

    if (company == NULL) {
        return FALSE;
    }
    today = company_date (company, look->now);
    if (!db_run (db, &recurring_due_count, &rows, error, P_DATE (today))) {
        return FALSE;
    }
    if ((rows_int64 (rows, 0, 0) > 0 || look->by_hand) &&
        !job_create (db, &request, &look->job_id, error)) {
        return FALSE;
    }
    look->due_at = rows_is_null (rows, 0, 1) ? INSTANT_NONE
                                             : morning_after (company, rows_date (rows, 0, 1) - 1);
    look->look_at = morning_after (company, today);
    return TRUE;
}

const ScheduleKind recurring_schedule_kind = { JOB_KIND, N_ ("Recurring invoices"),
                                               "recurring.write", look };

/* Routes */

static gboolean
answer_invoice (Operation *op, gint64 id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    op->status = 201;
    op->location = g_strdup_printf ("/api/v1/invoices/%" G_GINT64_FORMAT, id);
    if (!db_one (op->db, &recurring_invoice_made, (const Param[]) { P_INT64 (id) }, 1,
                 N_ ("Invoice"), &rows, error)) {
        return FALSE;
    }
    operation_answer_row (op, &invoice_record, rows);
    return TRUE;
}

gboolean
recurring_issue_one (Operation *op, GError **error)
{
    g_autoptr (Company) company = users_load_company (op->db, error);
    RecurringIssue issue = { .company = company, .created_by = op->principal->user_id };
    g_autoptr (Rows) seen = NULL;

    if (company == NULL || !operation_path_id (op, "id", &issue.recurring_id, error) ||
        !db_one (op->db, &recurring_get, (const Param[]) { P_INT64 (issue.recurring_id) }, 1,
                 N_ ("Recurring invoice"), &seen, error)) {
        return FALSE;
    }
    issue.today = company_date (company, op->now);
    return recurring_issue_next (op->db, &issue, error) &&
           answer_invoice (op, issue.invoice_id, error);
}

gboolean
recurring_issue_by_hand (Operation *op, GError **error)
{
    const ManualInvoice *manual = op->input;
    g_autoptr (Company) company = users_load_company (op->db, error);
    g_autofree char *reason = text_strip_marks (manual->reason);
    InvoiceIssue issue = {
        .account_id = manual->account_id,
        .agreement_id = manual->agreement_id,
        .kind = manual->kind,
        .lines = manual->lines,
        .due_date = manual->due_date,
        .period_from = DATE_NONE,
        .period_to = DATE_NONE,
        .reason = reason,
        .created_by = op->principal->user_id,
    };
    gint64 id;

    if (company == NULL) {
        return FALSE;
    }
    if (*reason == '\0') {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "reason",
                       "An invoice by hand needs a reason; write why it is issued");
    }
    issue.issue_date = company_date (company, op->now);
    return invoices_issue (op->db, company, &issue, &id, error) && answer_invoice (op, id, error);
}
