/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `bill`: a billing run in the foreground, with a bar on the terminal and its summary at the
 * end. */
#include "server/commands/commands.h"

#include "server/core/job-worker.h"
#include "server/modules/billing/billing.h"
#include "server/modules/registry.h"
#include "server/modules/users/users.h"

#include <stdio.h>
#include <unistd.h>

#include "common/base/quantity.h"
#include "common/base/text.h"
#include "common/schema/json.h"

#define BAR_CELLS 30
#define PROGRAM_ACTOR (-1)

typedef struct {
    char *cycle;
    char *period;
    int chunk_accounts;
    gboolean trial;
    gboolean json;
} BillOptions;

static void
bill_options_clear (BillOptions *self)
{
    g_free (self->cycle);
    g_free (self->period);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BillOptions, bill_options_clear)

/* The bar: to the terminal alone, so that a log holds no carriage returns */

static void
show_progress (const Job *job, gpointer data)
{
    gint64 total = job->progress_total != INT64_NONE ? job->progress_total : 0;
    int cells = total > 0 ? (int)(job->progress_done * BAR_CELLS / total) : 0;
    int percent = total > 0 ? (int)(job->progress_done * 100 / total) : 0;

    if (!isatty (STDERR_FILENO)) {
        return;
    }
    fputs ("\r[", stderr);
    for (int i = 0; i < BAR_CELLS; i++) {
        fputc (i < cells ? '#' : '.', stderr);
    }
    fprintf (stderr, "] %3d %%  %" G_GINT64_FORMAT, percent, job->progress_done);
    fflush (stderr);
}

static void
end_progress (void)
{
    if (isatty (STDERR_FILENO)) {
        fputs ("\r\033[K", stderr);
    }
}

/* Starting */

static gboolean
start_run (const Database *database, const BillOptions *options, gint64 *run_id, GError **error)
{
    g_autoptr (Db) db = database_connect (database, "siraj_app", FALSE, error);
    RunRequest request = {
        .period_key = options->period,
        .trial = options->trial,
        .meter_kind = ENUM_NONE,
    };
    const RunStart start = { &request, PROGRAM_ACTOR, g_get_real_time (), options->chunk_accounts };

    return db != NULL && database_begin_as_program (db, "bill", error) &&
           billing_find_cycle (db, options->cycle, &request.cycle_id, error) &&
           billing_start (db, &start, run_id, error) && db_commit (db, error);
}

static BillingRun *
load_run (const Database *database, gint64 run_id, GError **error)
{
    g_autoptr (Db) db = database_connect (database, "siraj_app", FALSE, error);

    if (db == NULL || !database_begin_as_program (db, "bill", error)) {
        return NULL;
    }
    return billing_load_run (db, run_id, error);
}

/* The summary */

static const Currency *
company_currency (const Database *database, GError **error)
{
    g_autoptr (Db) db = database_connect (database, "siraj_app", FALSE, error);
    g_autoptr (Company) company = db != NULL ? users_load_company (db, error) : NULL;

    return company != NULL ? currency_find (company->currency) : NULL;
}

static void
print_count (const char *label, gint64 count)
{
    g_autofree char *number = decimal_format (count, 0, 0, TRUE);

    printf ("%s: %s\n", label, number);
}

static void
print_money (const char *label, gint64 amount_minor, const Currency *currency)
{
    g_autofree char *amount = money_format (amount_minor, currency);

    printf ("%s: %s %s\n", label, amount, tr (currency->symbol));
}

static void
print_class (const RunClassTotal *total, const Currency *currency)
{
    g_autofree char *bills = decimal_format (total->bills, 0, 0, TRUE);
    g_autofree char *energy = energy_format_kwh (total->energy_wh);
    g_autofree char *amount = money_format (total->total_minor, currency);

    printf (tr ("  %s: %s bills, %s kWh, %s %s\n"), total->class_name, bills, energy, amount,
            tr (currency->symbol));
}

static void
print_summary (const BillingRun *run, gint64 elapsed_ms, const Currency *currency)
{
    g_autofree char *energy = energy_format_kwh (run->energy_wh);
    g_autofree char *seconds = decimal_format (elapsed_ms, 3, 0, FALSE);

    printf ("%s: %s %s%s\n", tr ("Billing run"), run->cycle_name, run->period_key,
            run->trial ? tr (" (trial)") : "");
    print_count (tr ("Accounts"), run->accounts);
    print_count (tr ("Bills"), run->bills);
    print_count (tr ("Exceptions"), run->exceptions);
    print_count (tr ("Skipped"), run->skipped);
    printf (tr ("Energy: %s kWh\n"), energy);
    print_money (tr ("Net"), run->net_minor, currency);
    print_money (tr ("Tax"), run->tax_minor, currency);
    print_money (tr ("Total"), run->total_minor, currency);
    for (guint i = 0; run->classes != NULL && i < run->classes->len; i++) {
        print_class (g_ptr_array_index (run->classes, i), currency);
    }
    printf (tr ("Seconds: %s\n"), seconds);
}

static void
print_json (const BillingRun *run, gint64 elapsed_ms)
{
    g_autoptr (GString) json = g_string_new (NULL);

    json_append_record (json, &billing_run_record, run);
    g_string_truncate (json, json->len - 1); /* one member more */
    printf ("%s,\"elapsed_ms\":%" G_GINT64_FORMAT "}\n", json->str, elapsed_ms);
}

static gboolean
report (const Database *database, const BillOptions *options, gint64 run_id, gint64 elapsed_ms,
        GError **error)
{
    g_autoptr (BillingRun) run = load_run (database, run_id, error);
    const Currency *currency = run != NULL ? company_currency (database, error) : NULL;

    if (currency == NULL) {
        return FALSE;
    }
    if (options->json) {
        print_json (run, elapsed_ms);
    } else {
        print_summary (run, elapsed_ms, currency);
    }
    return TRUE;
}

/* The run */

static gboolean
check_end (const Job *job, GError **error)
{
    int code = job->error_code != NULL ? siraj_error_from_name (job->error_code) : -1;

    if (job->state == JOB_COMPLETED) {
        return TRUE;
    }
    if (job->state == JOB_CANCELLED) {
        return refuse (error, SIRAJ_ERROR_RUN_FINISHED, NULL,
                       "The run was cancelled; the bills that were made stay, and the same command "
                       "goes on with the rest.");
    }
    return refuse (error, code >= 0 ? code : SIRAJ_ERROR_INTERNAL, NULL, "%s",
                   job->error_text != NULL ? job->error_text : "");
}

static gboolean
carry_out (const Database *database, const BillOptions *options, GError **error)
{
    const JobWorkerOptions worker = {
        .conninfo = database->conninfo,
        .kinds = registry_job_kinds,
        .hands = (guint)database->config->job_workers,
    };
    gint64 started_us = g_get_monotonic_time ();
    g_autoptr (BillingRun) run = NULL;
    g_autoptr (Job) job = NULL;
    gint64 run_id;

    if (!start_run (database, options, &run_id, error)) {
        return FALSE;
    }
    run = load_run (database, run_id, error);
    if (run == NULL) {
        return FALSE;
    }
    job = job_worker_run_one (&worker, run->job_id, show_progress, NULL, error);
    end_progress ();
    return job != NULL && check_end (job, error) &&
           report (database, options, run_id, (g_get_monotonic_time () - started_us) / 1000, error);
}

int
command_bill (char ***arguments, GError **error)
{
    g_auto (BillOptions) options = { 0 };
    const GOptionEntry entries[] = {
        { "cycle", 0, 0, G_OPTION_ARG_STRING, &options.cycle, N_ ("Code of the billing cycle"),
          "CODE" },
        { "period", 0, 0, G_OPTION_ARG_STRING, &options.period, N_ ("Period, such as 2025-08"),
          "PERIOD" },
        { "chunk", 0, 0, G_OPTION_ARG_INT, &options.chunk_accounts,
          N_ ("Bill N accounts in one transaction"), "N" },
        { "trial", 0, 0, G_OPTION_ARG_NONE, &options.trial, N_ ("Compute, but issue nothing"),
          NULL },
        { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print the summary as JSON"), NULL },
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr (Database) database = database_open (arguments, entries, TRUE, error);

    if (database == NULL) {
        return 1;
    }
    if (options.cycle == NULL || options.period == NULL) {
        refuse (error, SIRAJ_ERROR_MISSING_VALUE, options.cycle == NULL ? "cycle" : "period",
                "bill needs --cycle CODE and --period PERIOD.");
        return 2;
    }
    if (options.chunk_accounts < 0) {
        refuse (error, SIRAJ_ERROR_INVALID_VALUE, "chunk",
                "--chunk is a number of accounts; leave it out for the fastest.");
        return 2;
    }
    return carry_out (database, &options, error) ? 0 : 1;
}
