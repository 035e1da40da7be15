/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accrual of unbilled energy: the job, its schedule, and how it is started and read. */
#include "server/modules/billing/accrual.h"

#include "common/base/language.h"
#include "common/base/rounding.h"
#include "common/types/jobs-types.h"
#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/accounting/accounting.h"
#include "server/modules/jobs/jobs.h"
#include "server/modules/users/users.h"

#include <inttypes.h>

#define PATH_ACCRUALS "/api/v1/accruals"
#define POSTING_UNBILLED "unbilled"
#define POSTING_ENERGY "revenue_energy"
#define SOURCE_ACCRUALS "accruals"
#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define AT_HOUR 1
#define MICRO 1000000
#define WH_OF_KWH 1000

/* Unbilled energy of a branch, station and class, as a row of accrual_groups. */
typedef struct {
    gint64 branch_id;
    gint64 station_id;
    gint64 class_id;
    gint64 points;
    gint64 days;
    gint64 read_wh;
    gint64 estimated_wh;
    gint64 billed_minor; /* what so much energy of late bills came to: the price */
    gint64 billed_wh;
    const char *station_name;
    const char *class_name;
} AccrualGroup;

/* One month being accrued. */
typedef struct {
    JobChunk *job;
    Date month;
    Date next;
    const Currency *currency;
    gint64 groups;
    gint64 energy_wh;
    gint64 amount_minor;
} Accruing;

static AccrualGroup
read_group (const Rows *rows, int row)
{
    return (AccrualGroup) {
        .branch_id = rows_int64 (rows, row, 0),
        .station_id = rows_int64 (rows, row, 1),
        .class_id = rows_int64 (rows, row, 2),
        .points = rows_int64 (rows, row, 3),
        .days = rows_int64 (rows, row, 4),
        .read_wh = rows_int64 (rows, row, 5),
        .estimated_wh = rows_int64 (rows, row, 6),
        .billed_minor = rows_int64 (rows, row, 7),
        .billed_wh = rows_int64 (rows, row, 8),
        .station_name = rows_text (rows, row, 9),
        .class_name = rows_text (rows, row, 10),
    };
}

/* The average price of a kWh, rounded half up to a millionth; the amount is reckoned from it, so
 * that who reads both finds the same. */
static gboolean
price_group (const Accruing *self, const AccrualGroup *group, gint64 *rate_micro,
             gint64 *amount_minor, GError **error)
{
    Wide main_units = (Wide)group->billed_minor * WH_OF_KWH * MICRO;
    Wide energy = (Wide)group->billed_wh * currency_factor (self->currency);

    if (group->billed_wh <= 0) {
        return refuse (error, SIRAJ_ERROR_ACCRUAL_NO_RATE, NULL,
                       "No bill of the last months tells what a kWh costs; bill once first.");
    }
    return (rounding_divide (main_units, energy, ROUNDING_HALF_UP, rate_micro) &&
            money_from_energy (group->read_wh + group->estimated_wh, *rate_micro, self->currency,
                               ROUNDING_HALF_UP, amount_minor)) ||
           refuse (error, SIRAJ_ERROR_AMOUNT_TOO_LARGE, NULL,
                   "The accrued amount is beyond what can be booked.");
}

static gboolean
insert_accrual (const Accruing *self, const AccrualGroup *group, gint64 rate_micro,
                gint64 amount_minor, gint64 *id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (self->job->db, &accrual_insert, &rows, error, P_DATE (self->month),
                 P_INT64 (group->branch_id), P_INT64 (group->station_id), P_INT64 (group->class_id),
                 P_INT64 (group->points), P_INT64 (group->days), P_INT64 (group->read_wh),
                 P_INT64 (group->estimated_wh), P_INT64 (rate_micro), P_INT64 (amount_minor),
                 P_INT64 (self->job->job->id))) {
        return FALSE;
    }
    *id = rows_int64 (rows, 0, 0);
    return TRUE;
}

/* Both entries at once: whatever happens later, the two months together are as if nothing had been
 * accrued. */
static gboolean
post_group (const Accruing *self, const AccrualGroup *group, gint64 id, gint64 amount_minor,
            GError **error)
{
    const JournalPosting postings[] = {
        journal_debit (POSTING_UNBILLED, amount_minor),
        journal_credit (POSTING_ENERGY, amount_minor),
    };
    JournalHeader header = {
        .entry_date = self->next - 1,
        .kind = "accrual",
        .branch_id = group->branch_id,
        .station_id = group->station_id,
        .class_id = group->class_id,
        .source = SOURCE_ACCRUALS,
        .source_id = id,
        .batch_no = INT64_NONE,
        .created_by = self->job->job->created_by,
    };
    gint64 entry_id;

    if (!journal_post (self->job->db, &header, postings, G_N_ELEMENTS (postings), &entry_id,
                       error)) {
        return FALSE;
    }
    header.entry_date = self->next;
    header.kind = "accrual_reversal";
    return entry_id == 0 || journal_reverse (self->job->db, entry_id, &header, NULL, error);
}

/* A group that has no price yet is left aside with the reason. */
static gboolean
accrue_group (Accruing *self, const AccrualGroup *group, GError **error)
{
    g_autoptr (GError) no_price = NULL;
    gint64 rate_micro = 0;
    gint64 amount_minor = 0;
    gint64 id;

    if (!price_group (self, group, &rate_micro, &amount_minor, &no_price)) {
        g_autofree char *subject =
            g_strdup_printf ("%s · %s", group->station_name, group->class_name);
        return job_fail_subject (self->job, subject, no_price, error);
    }
    self->groups++;
    self->energy_wh += group->read_wh + group->estimated_wh;
    self->amount_minor += amount_minor;
    return insert_accrual (self, group, rate_micro, amount_minor, &id, error) &&
           post_group (self, group, id, amount_minor, error);
}

static gboolean
accrue (Accruing *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (self->job->db, &accrual_groups, &rows, error, P_DATE (self->month),
                 P_DATE (self->next))) {
        return FALSE;
    }
    for (int row = 0; row < rows_count (rows); row++) {
        AccrualGroup group = read_group (rows, row);

        if (!accrue_group (self, &group, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* The whole month in one transaction: it is accrued, or it is not. */
static gboolean
accrual_chunk (JobChunk *job, GError **error)
{
    const char *month = json_object_get_string_member (job->parameters, "month");
    g_autoptr (Company) company = users_load_company (job->db, error);
    Accruing self = { .job = job };
    g_autofree char *result = NULL;

    if (company == NULL || !date_parse (month, &self.month, error)) {
        return FALSE;
    }
    self.next = date_add_months (self.month, 1);
    self.currency = currency_find (company->currency);
    if (!accrue (&self, error)) {
        return FALSE;
    }
    result = g_strdup_printf ("{\"groups\":%" PRId64 ",\"energy_wh\":%" PRId64
                              ",\"amount_minor\":%" PRId64 "}",
                              self.groups, self.energy_wh, self.amount_minor);
    return job_finish (job, result, error);
}

const JobKind accrual_job_kind = { "accrual", FALSE, accrual_chunk };

/* Starting */

static gboolean
is_done (Db *db, Date month, gboolean *done, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &accrual_done, &rows, error, P_DATE (month))) {
        return FALSE;
    }
    *done = rows_boolean (rows, 0, 0);
    return TRUE;
}

/* The month as its first day, and the author in .created_by. */
static gboolean
start_accrual (Db *db, Date month, gint64 created_by, gint64 *job_id, GError **error)
{
    g_autofree char *first = date_format (month);
    g_autofree char *key = g_strndup (first, strlen ("2025-08"));
    g_autofree char *parameters = g_strdup_printf ("{\"month\":\"%s\"}", first);
    const JobRequest job = {
        .kind = accrual_job_kind.kind,
        .key = key,
        .parameters = parameters,
        .created_by = created_by,
        .scheduled_for = INSTANT_NONE,
    };
    Date next = date_add_months (month, 1);
    gboolean done;

    if (!is_done (db, month, &done, error)) {
        return FALSE;
    }
    if (done) {
        return refuse (error, SIRAJ_ERROR_ACCRUAL_DONE, "month",
                       "Already done: the unbilled energy of %s has been accrued and taken back.",
                       key);
    }
    return accounting_check_open (db, next - 1, "month", error) &&
           accounting_check_open (db, next, "month", error) && job_create (db, &job, job_id, error);
}

static gboolean
check_over (Date month, Date today, GError **error)
{
    Date next = date_add_months (month, 1);
    g_autofree char *day = date_format (next);

    return next <= today ||
           refuse (error, SIRAJ_ERROR_NOT_DUE, "month",
                   "The month is not over; accrue its unbilled energy from %s on.", day);
}

/* The month before this one, on its first day at the hour; when that is done, the next month. */
static gboolean
look_at_accrual (Db *db, ScheduleLook *look, GError **error)
{
    g_autoptr (Company) company = users_load_company (db, error);
    gboolean done;
    Date first;
    Date month;

    if (company == NULL) {
        return FALSE;
    }
    first = date_month_start (instant_date (look->now, (int)company->utc_offset_minutes));
    month = date_add_months (first, -1);
    if (!is_done (db, month, &done, error)) {
        return FALSE;
    }
    if (done && !look->by_hand) {
        first = date_add_months (first, 1);
    }
    look->due_at = (Instant)first * 24 * HOUR_US + AT_HOUR * HOUR_US -
                   company->utc_offset_minutes * (HOUR_US / 60);
    look->look_at = MIN (MAX (look->due_at, look->now), look->now + HOUR_US);
    if (!look->by_hand && (done || look->now < look->due_at)) {
        return TRUE;
    }
    look->look_at = look->now + HOUR_US;
    return start_accrual (db, month, look->created_by, &look->job_id, error);
}

const ScheduleKind accrual_schedule_kind = {
    "accrual",
    N_ ("Accrual of unbilled energy"),
    "accounting.close",
    look_at_accrual,
};

/* Operations */

static const RecordSpec accrual_spec = {
    .record = &accrual_record,
    .what = N_ ("Accrual"),
    .path = PATH_ACCRUALS,
    .get = &accruals_get,
};
static const ListSort accrual_sorts[] = { { "month", &accruals_oldest, &accruals_newest } };
static const char *const accrual_filters[] = { "month", "station_id", "class_id", NULL };
static const ListSpec accrual_list = {
    &accrual_record, accrual_sorts, G_N_ELEMENTS (accrual_sorts), accrual_filters, &accruals_count,
};

static gboolean
accruals_list (Operation *op, GError **error)
{
    return list_answer (op, &accrual_list, NULL, error);
}

static gboolean
accruals_read (Operation *op, GError **error)
{
    return record_get (op, &accrual_spec, error);
}

static gboolean
accruals_start (Operation *op, GError **error)
{
    const AccrualRequest *request = op->input;
    Date month = date_month_start (request->month);
    gint64 job_id;
    Date today;

    if (!op->principal->all_stations) {
        return refuse (error, SIRAJ_ERROR_OUT_OF_SCOPE, NULL,
                       "Accruing needs every station in your scope; ask a manager.");
    }
    return accounting_today (op, &today, error) && check_over (month, today, error) &&
           start_accrual (op->db, month, op->principal->user_id, &job_id, error) &&
           jobs_answer_accepted (op, job_id, error);
}

const VerifyCheck accrual_checks[] = {
    { N_ ("Every accrual is posted at the end of its month and taken back on the next day"),
      &verify_accruals },
    { N_ ("Accruals and their reversals come to zero"), &verify_accruals_reversed },
    { NULL, NULL },
};

static const char *const accrual_query[] = { LIST_QUERY, "month", "station_id", "class_id", NULL };
static const char *const entry_query[] = { LIST_QUERY, NULL };

static const Route routes[] = {
    { "GET", PATH_ACCRUALS, "accounting.read", READS | ANSWERS_LIST, NULL, &accrual_record,
      accruals_list, N_ ("List the accruals of unbilled energy, the newest first by sort=-month"),
      accrual_query },
    { "POST", PATH_ACCRUALS, "accounting.close", WRITES | CREATES | IDEMPOTENT,
      &accrual_request_record, &job_record, accruals_start,
      N_ ("Accrue the unbilled energy of a month that is over") },
    { "GET", PATH_ACCRUALS "/{id}", "accounting.read", READS, NULL, &accrual_record, accruals_read,
      N_ ("Read an accrual") },
    { "GET", "/api/v1/journal-entries/{id}/invoices", "accounting.read", READS | ANSWERS_LIST, NULL,
      &entry_invoice_record, entry_invoices_list,
      N_ ("List the invoices that an entry of the journal sums up"), entry_query },
};

const Module accruals_module = { "accruals", routes, G_N_ELEMENTS (routes), accrual_statements };
