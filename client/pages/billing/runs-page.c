/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of billing runs, and the start of one. */
#include "client/pages/billing/billing-pages.h"

#include "client/core/records.h"
#include "client/shell/form-dialog.h"
#include "client/shell/list-page.h"
#include "common/types/billing-types.h"

#define SIRAJ_TYPE_RUNS_PAGE (runs_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajRunsPage, runs_page, SIRAJ, RUNS_PAGE, SirajListPage)

struct _SirajRunsPage {
    SirajListPage parent_instance;
};

G_DEFINE_FINAL_TYPE (SirajRunsPage, runs_page, SIRAJ_TYPE_LIST_PAGE)

static const Column columns[] = {
    { "id", 7 },
    { "cycle_name", 18, COLUMN_EXPAND },
    { "period_key", 14 },
    { "trial", 9, COLUMN_DASH },
    { "class_name", 12, COLUMN_HIDDEN },
    { "station_name", 14, COLUMN_HIDDEN },
    { "state", 10, COLUMN_BADGE },
    { "accounts", 10, COLUMN_DASH },
    { "bills", 10, COLUMN_DASH },
    { "exceptions", 11, COLUMN_DASH },
    { "total_minor", 17, COLUMN_DASH },
    { "energy_wh", 14, COLUMN_DASH | COLUMN_HIDDEN },
    { "created_by_name", 14, COLUMN_HIDDEN },
    { "created_at", 18, COLUMN_SORT },
};

static const ListFilter filters[] = {
    { "state" },
    { "cycle_id", NULL, NULL, { "/api/v1/cycles" } },
    { "trial" },
};

static const ListPageSpec spec = {
    .title = N_ ("Billing runs"),
    .icon_name = "media-playback-start-symbolic",
    .path = "/api/v1/runs",
    .record = &billing_run_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "-created_at",
    .opens = "run",
    .creates = "run",
    .new_label = N_ ("New run"),
    .new_permission = "billing.run",
    .empty_hint =
        N_ ("A run bills every account of a cycle for one period. Try it first as a trial."),
};

/* Starting */

static const FormField fields[] = {
    { "cycle_id", 1, { "/api/v1/cycles" } },
    { "period_key" },
    { "class_id", 1, { "/api/v1/classes" } },
    { "station_id", 1, { "/api/v1/stations" } },
    { "trial" },
};
static const FormSection sections[] = {
    { N_ ("What is billed"), 1, FORM_OPEN, FORM_FIELDS (fields) },
};
static const FormLayout layout = { sections, G_N_ELEMENTS (sections) };

static const FormDialogSpec start_spec = {
    .title = N_ ("Start a billing run"),
    .effect = N_ ("Every account of the cycle is billed once for the period; without a class or a "
                  "station, all of them. A trial reckons everything and issues nothing."),
    .action = N_ ("_Start the run"),
    .record = &run_request_record,
    .layout = &layout,
};

static void
started (SirajPage *page, const ApiAnswer *answer)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (BillingRun) run = record_from_answer (answer, &billing_run_record, &error);

    page_model_reload (list_page_get_model (SIRAJ_LIST_PAGE (page)));
    if (run != NULL)
        page_open_id (page, "run", run->id);
    else
        page_report (page, error);
}

/* What is usually billed now: the month that has ended. */
static char *
last_month (void)
{
    g_autoptr (GDateTime) now = g_date_time_new_now_local ();
    g_autoptr (GDateTime) before = g_date_time_add_months (now, -1);

    return g_strdup_printf ("%04d-%02d", g_date_time_get_year (before),
                            g_date_time_get_month (before));
}

static void
runs_page_create (SirajPage *page)
{
    g_autoptr (RunRequest) initial = run_request_new ();

    if (!client_session_may (page_get_session (page), spec.new_permission))
        return;
    initial->period_key = last_month ();
    initial->trial = TRUE;
    form_dialog_open (page, &start_spec, &(FormDialogCall) { "/api/v1/runs", initial, NULL },
                      started);
}

static void
runs_page_class_init (SirajRunsPageClass *class)
{
    SIRAJ_PAGE_CLASS (class)->create = runs_page_create;
}

static void
runs_page_init (SirajRunsPage *self)
{
}

SirajPage *
runs_page_new (const PageContext *context)
{
    SirajRunsPage *self = g_object_new (SIRAJ_TYPE_RUNS_PAGE, NULL);

    list_page_setup (SIRAJ_LIST_PAGE (self), context, &spec);
    return SIRAJ_PAGE (self);
}
