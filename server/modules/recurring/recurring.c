/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recurring invoices: lists, one, and the rules of changing it. */
#include "server/modules/recurring/recurring.h"

#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/accounting/accounting.h"
#include "server/modules/invoices/invoices.h"
#include "server/modules/recurring/recurring-private.h"
#include "server/modules/recurring/recurring-sql.h"

#include <string.h>

#define RECURRING_PATH "/api/v1/recurring-invoices"

static const RecordSpec recurring_spec = {
    &recurring_invoice_record, N_ ("Recurring invoice"), RECURRING_PATH, &recurring_get,
    &recurring_insert,         &recurring_update,
};
static const ListSort recurring_sorts[] = {
    { "name", &recurring_by_name, &recurring_by_name_desc },
    { "next_date", &recurring_by_next, &recurring_by_next_desc },
};
static const char *const recurring_filters[] = { "q", "active", "account_id", NULL };
static const ListSpec recurring_list = {
    &recurring_invoice_record, recurring_sorts,  G_N_ELEMENTS (recurring_sorts),
    recurring_filters,         &recurring_count,
};

RecurrenceRule
recurring_rule (const RecurringInvoice *recurring)
{
    static const int months[] = {
        [RECURRENCE_MONTHLY] = 1,
        [RECURRENCE_QUARTERLY] = 3,
        [RECURRENCE_YEARLY] = 12,
    };

    return (RecurrenceRule) { months[recurring->frequency], (int)recurring->day_of_month };
}

/* Rules */

static gboolean
check_days (const RecurringInvoice *recurring, GError **error)
{
    if (recurring->day_of_month < 1 || recurring->day_of_month > 31) {
        return refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, "day_of_month",
                       "The day of the month lies between 1 and 31 (31: the last day of every "
                       "month); choose another");
    }
    if (recurring->end_date != DATE_NONE && recurring->end_date < recurring->start_date) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "end_date",
                       "The last day lies before the first one; choose a later day");
    }
    return TRUE;
}

static gboolean
check_account (Db *db, const RecurringInvoice *recurring, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    const Param params[] = { P_INT64 (recurring->account_id), P_ID (recurring->agreement_id) };

    if (!db_one (db, &recurring_check_account, params, G_N_ELEMENTS (params), N_ ("Account"), &rows,
                 error)) {
        return FALSE;
    }
    return g_str_equal (rows_text (rows, 0, 0), "active") ||
           refuse (error, SIRAJ_ERROR_ACCOUNT_CLOSED, "account_id",
                   "Only an account in use is invoiced; open the account first");
}

static gboolean
check_recurring (Db *db, const RecurringInvoice *recurring, GError **error)
{
    return invoices_check_charges (recurring->kind, recurring->lines, error) &&
           check_days (recurring, error) && check_account (db, recurring, error);
}

/* Operations */

/* A template may be due at once. */
static gboolean
recurring_wake (Db *db, GError **error)
{
    const ScheduleRow row = { recurring_schedule_kind.kind, 0, NULL, TRUE };

    return schedules_set (db, &row, error);
}

static gboolean
recurring_list_all (Operation *op, GError **error)
{
    return list_answer (op, &recurring_list, NULL, error);
}

static gboolean
recurring_read (Operation *op, GError **error)
{
    return record_get (op, &recurring_spec, error);
}

static gboolean
recurring_create (Operation *op, GError **error)
{
    RecurringInvoice *recurring = op->input;

    recurring->active = !operation_sent (op, "active") || recurring->active;
    if (!check_recurring (op->db, recurring, error)) {
        return FALSE;
    }
    const RecurrenceRule rule = recurring_rule (recurring);
    recurring->next_date = recurrence_first (&rule, recurring->start_date);
    return record_create (op, &recurring_spec, error) && recurring_wake (op->db, error);
}

/* Another frequency or day counts from where the invoices stand: no day comes twice. */
static void
move_next (RecurringInvoice *recurring, const RecurringInvoice *before)
{
    const RecurrenceRule rule = recurring_rule (recurring);
    Date from =
        before->invoices_count > 0 ? date_month_start (before->next_date) : before->start_date;

    if (recurring->frequency != before->frequency ||
        recurring->day_of_month != before->day_of_month) {
        recurring->next_date = recurrence_first (&rule, from);
    }
}

static gboolean
store_changed (Operation *op, const RecurringInvoice *before, GError **error)
{
    g_autoptr (RecurringInvoice) recurring = record_copy (&recurring_invoice_record, before);

    record_merge (op, &recurring_spec, recurring);
    move_next (recurring, before);
    return check_recurring (op->db, recurring, error) &&
           record_store (op, &recurring_spec, recurring, error) && recurring_wake (op->db, error) &&
           record_answer (op, &recurring_spec, before->id, error);
}

static gboolean
recurring_change (Operation *op, GError **error)
{
    g_autoptr (RecurringInvoice) before = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    before = record_load (op, &recurring_spec, id, error);
    return before != NULL && record_check_version (op, &recurring_spec, before, error) &&
           store_changed (op, before, error);
}

const VerifyCheck recurring_checks[] = {
    { N_ ("Every recurring invoice is of its day and account"), &verify_recurring },
    { NULL, NULL },
};

static const char *const list_query[] = { LIST_QUERY, "q", "active", "account_id", NULL };

static const Route routes[] = {
    { "GET", RECURRING_PATH, "recurring.read", READS | ANSWERS_LIST, NULL,
      &recurring_invoice_record, recurring_list_all, N_ ("List recurring invoices"), list_query },
    { "POST", RECURRING_PATH, "recurring.write", WRITES | CREATES, &recurring_invoice_record,
      &recurring_invoice_record, recurring_create, N_ ("Create a recurring invoice") },
    { "GET", RECURRING_PATH "/{id}", "recurring.read", READS, NULL, &recurring_invoice_record,
      recurring_read, N_ ("Read a recurring invoice") },
    { "PATCH", RECURRING_PATH "/{id}", "recurring.write", WRITES | VERSIONED,
      &recurring_invoice_record, &recurring_invoice_record, recurring_change,
      N_ ("Change a recurring invoice") },
    { "POST", RECURRING_PATH "/{id}/issue", "invoices.issue", WRITES | CREATES | IDEMPOTENT, NULL,
      &invoice_record, recurring_issue_one, N_ ("Issue the next invoice, which is due") },
    { "POST", "/api/v1/invoices", "invoices.issue", WRITES | CREATES | IDEMPOTENT,
      &manual_invoice_record, &invoice_record, recurring_issue_by_hand,
      N_ ("Issue an invoice of charges by hand; energy comes from readings only") },
};

const Module recurring_module = { "recurring", routes, G_N_ELEMENTS (routes),
                                  recurring_statements };
