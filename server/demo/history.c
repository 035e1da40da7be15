/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bills by the run's own job, payments by the payments room: what a year leaves in the books. */
#include "server/demo/demo.h"

#include "server/commands/commands.h"
#include "server/core/job-worker.h"
#include "server/modules/billing/billing.h"
#include "server/modules/payments/payments.h"
#include "server/modules/registry.h"

#include "common/types/payments-types.h"

#define PROGRAM_ACTOR (-1)
#define PAYMENTS_PER_TRANSACTION 100
#define DAY_US G_GINT64_CONSTANT (86400000000)
#define MINUTE_US G_GINT64_CONSTANT (60000000)
#define OPENING_MINUTE (5 * 60) /* 8 o'clock in Aden, in UTC */
#define OPEN_MINUTES (8 * 60)
/* People round to what they have in the hand. */
#define ROUND_PART_MINOR 10000
#define ROUND_SUM_MINOR 500000

/* $1 the code of a cycle: who owes something. */
const Statement demo_debtors = {
    "demo_debtors",
    "SELECT a.id, a.number, a.branch_id, b.receivable_minor"
    " FROM billing_cycles y JOIN service_agreements g ON g.cycle_id = y.id"
    " JOIN accounts a ON a.id = g.account_id JOIN account_balances b ON b.account_id = a.id"
    " WHERE y.code = $1 AND b.receivable_minor > 0 ORDER BY a.number",
};

const Statement demo_cashier = {
    "demo_cashier",
    "SELECT id FROM users WHERE username = $1",
};

const Statement demo_method = {
    "demo_method",
    "SELECT id FROM payment_methods WHERE code = $1",
};

/* Billing */

static gboolean
start_run (DemoHistory *self, const char *cycle, const char *period, gint64 *job_id, GError **error)
{
    RunRequest request = { .period_key = (char *)period, .meter_kind = ENUM_NONE };
    const RunStart start = { &request, PROGRAM_ACTOR, self->options->now };
    g_autoptr (BillingRun) run = NULL;
    gint64 run_id;

    if (!database_begin_as_program (self->db, "demo", error) ||
        !billing_find_cycle (self->db, cycle, &request.cycle_id, error) ||
        !billing_start (self->db, &start, &run_id, error)) {
        return FALSE;
    }
    run = billing_load_run (self->db, run_id, error);
    if (run == NULL || !db_commit (self->db, error)) {
        return FALSE;
    }
    *job_id = run->job_id;
    return TRUE;
}

/* A demonstration has no bar. */
static void
keep_quiet (const Job *job, gpointer data)
{
}

gboolean
demo_bill (DemoHistory *self, const char *cycle, const char *period, GError **error)
{
    const JobWorkerOptions worker = { .conninfo = self->options->conninfo,
                                      .kinds = registry_job_kinds };
    g_autoptr (Job) job = NULL;
    gint64 job_id;

    if (!start_run (self, cycle, period, &job_id, error)) {
        return FALSE;
    }
    job = job_worker_run_one (&worker, job_id, keep_quiet, NULL, error);
    if (job == NULL) {
        return FALSE;
    }
    self->bills += job->progress_done;
    return job->state == JOB_COMPLETED ||
           refuse (error, SIRAJ_ERROR_INTERNAL, NULL, "The run of %s did not end: %s", period,
                   job->error_text != NULL ? job->error_text : "");
}

/* Payments */

typedef struct {
    gint64 account_id;
    gint64 branch_id;
    gint64 amount_minor;
    Instant at;
    const char *method;
} Intention;

static gint64
round_down (gint64 amount, gint64 unit)
{
    return amount - amount % unit;
}

/* What the customer hands over of @owed_minor this month; 0: nothing. */
static gint64
amount_paid (const DemoCustomer *customer, guint month, gint64 owed_minor, Dice *dice)
{
    gint64 part = round_down (owed_minor * dice_range (dice, 4, 8) / 10, ROUND_PART_MINOR);

    switch (customer->payer) {
    case PAYER_PROMPT:
        return dice_chance (dice, 930) ? owed_minor : 0;
    case PAYER_ALTERNATE:
        return (month + customer->index) % 2 == 0 ? owed_minor : 0;
    case PAYER_LATE:
        return (month + customer->index) % 3 == 0 ? owed_minor : 0;
    case PAYER_PARTIAL:
        return dice_chance (dice, 850) ? (part > 0 ? part : owed_minor) : 0;
    case PAYER_AHEAD:
        return (month + customer->index) % 3 == 0
                   ? round_down (owed_minor, ROUND_SUM_MINOR) + 2 * ROUND_SUM_MINOR
                   : 0;
    default:
        return 0;
    }
}

static const char *
choose_method (Dice *dice)
{
    gint64 at = dice_range (dice, 0, 99);

    return at < 80 ? "cash" : at < 93 ? "wallet" : "transfer";
}

static int
compare_instants (gconstpointer a, gconstpointer b)
{
    const Intention *first = a, *second = b;

    return first->at < second->at ? -1 : first->at > second->at;
}

/* Who pays what and when, in the order of the days. */
static GArray *
find_intentions (DemoHistory *self, gboolean ten_days, guint month, Period days, GError **error)
{
    GArray *intentions = NULL;
    g_autoptr (Rows) rows = NULL;

    if (!db_run (self->db, &demo_debtors, &rows, error, P_TEXT (ten_days ? "D" : "M"))) {
        return NULL;
    }
    intentions = g_array_new (FALSE, FALSE, sizeof (Intention));
    for (int row = 0; row < rows_count (rows); row++) {
        const DemoCustomer *customer =
            g_hash_table_lookup (self->by_number, rows_text (rows, row, 1));
        gint64 amount = amount_paid (customer, month, rows_int64 (rows, row, 3), &self->dice);
        Date day = (Date)dice_range (&self->dice, days.from, days.to - 1);
        gint64 minute = OPENING_MINUTE + dice_range (&self->dice, 0, OPEN_MINUTES);
        Intention intention = {
            .account_id = rows_int64 (rows, row, 0),
            .branch_id = rows_int64 (rows, row, 2),
            .amount_minor = amount,
            .at = day * DAY_US + minute * MINUTE_US + dice_range (&self->dice, 0, MINUTE_US - 1),
            .method = choose_method (&self->dice),
        };

        if (amount > 0) {
            g_array_append_val (intentions, intention);
        }
    }
    g_array_sort (intentions, compare_instants);
    return intentions;
}

static PaymentRequest *
request_of (DemoHistory *self, const Intention *intention, gint64 method_id)
{
    PaymentRequest *request = payment_request_new ();
    PaymentTender *tender = payment_tender_new ();

    request->account_id = intention->account_id;
    request->amount_minor = intention->amount_minor;
    request->tenders = g_ptr_array_new_with_free_func (payment_tender_record.destroy);
    tender->method_id = method_id;
    tender->amount_minor = intention->amount_minor;
    if (!g_str_equal (intention->method, "cash")) {
        tender->reference =
            g_strdup_printf ("%" G_GINT64_FORMAT, dice_range (&self->dice, 10000000, 99999999));
    }
    g_ptr_array_add (request->tenders, tender);
    return request;
}

static gboolean
find_method (DemoHistory *self, const char *code, gint64 *id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_one (self->db, &demo_method, (const Param[]) { P_TEXT (code) }, 1,
                 N_ ("Payment method"), &rows, error)) {
        return FALSE;
    }
    *id = rows_int64 (rows, 0, 0);
    return TRUE;
}

static gboolean
pay (DemoHistory *self, const Intention *intention, GError **error)
{
    g_autoptr (PaymentRequest) request = NULL;
    char *permissions[] = { (char *)"*", NULL };
    const Principal cashier = {
        .user_id = self->cashier_id,
        .permissions = permissions,
        .all_stations = TRUE,
        .branch_id = intention->branch_id,
    };
    Operation op = { .db = self->db, .principal = &cashier, .now = intention->at };
    gint64 method_id, payment_id;

    if (!find_method (self, intention->method, &method_id, error)) {
        return FALSE;
    }
    request = request_of (self, intention, method_id);
    op.input = request;
    self->payments++;
    return payments_record (&op, &payment_id, error);
}

/* A month's tables are new to the planner: it would read them whole for each payment. */
static gboolean
begin_payments (DemoHistory *self, GError **error)
{
    return database_begin_as_program (self->db, "demo", error) &&
           db_execute (self->db,
                       "SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL jit = off;"
                       " SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off;"
                       " SET LOCAL enable_mergejoin = off; SET LOCAL synchronous_commit = off",
                       error);
}

gboolean
demo_pay (DemoHistory *self, gboolean ten_days, guint month, Period days, GError **error)
{
    g_autoptr (GArray) intentions = NULL;

    if (!begin_payments (self, error)) {
        return FALSE;
    }
    intentions = find_intentions (self, ten_days, month, days, error);
    if (intentions == NULL) {
        return FALSE;
    }
    for (guint i = 0; i < intentions->len; i++) {
        if (i > 0 && i % PAYMENTS_PER_TRANSACTION == 0 &&
            (!db_commit (self->db, error) || !begin_payments (self, error))) {
            return FALSE;
        }
        if (!pay (self, &g_array_index (intentions, Intention, i), error)) {
            return FALSE;
        }
    }
    return db_commit (self->db, error);
}
