/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings of recurring billing: how often a cycle bills and whom, with its next five dates and
 * its last runs. */
#include "client/pages/billing/billing-pages.h"

#include "client/core/records.h"
#include "client/shell/form-page.h"
#include "client/shell/list-page.h"
#include "client/shell/list-pane.h"
#include "client/widgets/pieces.h"
#include "common/types/cycles-types.h"

#define CYCLE_ICON "x-office-calendar-symbolic"
#define PERIODS_HEIGHT_PX 210
#define EXECUTION_HOUR 6
#define REMINDER_DAYS 3

/* The list */

static const Column columns[] = {
    { "code", 8, COLUMN_SORT },
    { "name", 22, COLUMN_EXPAND },
    { "frequency", 13 },
    { "class_name", 12, COLUMN_DASH },
    { "station_name", 14, COLUMN_DASH },
    { "meter_kind", 11, COLUMN_DASH },
    { "execution_hour", 9 },
    { "due_days", 9, COLUMN_HIDDEN },
    { "scheduled", 10, COLUMN_DASH },
    { "billed_to", 12 },
    { "next_frequency", 12, COLUMN_DASH },
    { "active", 8 },
};
static const ListFilter filters[] = { { "active" } };
static const ListPageSpec list_spec = {
    .title = N_ ("Recurring billing"),
    .icon_name = CYCLE_ICON,
    .path = "/api/v1/billing-settings",
    .record = &billing_setting_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "code",
    .search_hint = N_ ("Code or name"),
    .opens = "cycle",
    .creates = "cycle",
    .new_label = N_ ("New cycle"),
    .new_permission = "settings.write",
};

SirajPage *
cycles_page_new (const PageContext *context)
{
    return list_page_new (context, &list_spec);
}

/* One cycle */

static const FormField names[] = {
    { "code" }, { "active" }, { "name" }, { "name_en" }, { "frequency" }, { "scheduled" },
};
static const FormField scope[] = {
    { "class_id", 0, { "/api/v1/classes", "class_name" } },
    { "station_id", 0, { "/api/v1/stations", "station_name" } },
    { "meter_kind" },
};
static const FormField days[] = {
    { "reading_days_before" }, { "reading_days_after" }, { "billing_day_offset" },
    { "execution_hour" },      { "due_days" },           { "reminder_days" },
};
static const FormField state[] = {
    { "agreements_count" },
    { "billed_to" },
    { "next_frequency" },
    { "frequency_changes_on" },
};
static const FormSection sections[] = {
    { N_ ("Billing cycle"), 2, FORM_OPEN, FORM_FIELDS (names) },
    { N_ ("Whom it takes in (none: those that were assigned to it)"), 3, FORM_OPEN,
      FORM_FIELDS (scope) },
    { N_ ("Days and hour of each period"), 2, FORM_OPEN, FORM_FIELDS (days) },
    { N_ ("Where it stands"), 2, FORM_OPEN, FORM_FIELDS (state) },
};
static const FormLayout layout = { FORM_FIELDS (sections) };
static const FormPageSpec form_spec = {
    .title_new = N_ ("New cycle"),
    .title_member = "name",
    .icon_name = CYCLE_ICON,
    .path = "/api/v1/billing-settings",
    .record = &billing_setting_record,
    .layout = &layout,
    .write_permission = "settings.write",
    .list = "cycles",
};

static const Column period_columns[] = {
    { "period_key", 13 },        { "period_from", 12 },   { "period_to", 12 },
    { "reading_from", 12 },      { "reading_to", 12 },    { "billing_date", 12 },
    { "due_date", 12 },          { "reminder_date", 12 }, { "agreements_count", 11 },
    { "over", 10, COLUMN_DASH },
};
static const Column run_columns[] = {
    { "id", 7 },
    { "period_key", 13 },
    { "trial", 9, COLUMN_DASH },
    { "state", 11, COLUMN_BADGE },
    { "bills", 10 },
    { "exceptions", 11, COLUMN_DASH },
    { "total_minor", 16 },
    { "created_by_name", 16, COLUMN_EXPAND },
    { "created_at", 17 },
};
static const ListPaneSpec runs_spec = {
    .path = "/api/v1/runs",
    .record = &billing_run_record,
    .columns = run_columns,
    .n_columns = G_N_ELEMENTS (run_columns),
    .sort = "-created_at",
    .opens = "run",
    .empty_hint = N_ ("The cycle has not run yet."),
};

/* What stands beside the form; it lives as long as the page. */
typedef struct {
    SirajPage *page;
    GListStore *periods;
    GtkWidget *runs;
} Beside;

static void
beside_free (gpointer data)
{
    Beside *self = data;

    g_object_unref (self->periods);
    g_free (self);
}

static void
periods_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (CyclePeriods) periods = NULL;
    Beside *self = user_data;

    if (api_error_is_cancelled (error))
        return;
    periods = answer != NULL ? record_from_answer (answer, &cycle_periods_record, &error) : NULL;
    if (periods == NULL)
        page_report (self->page, error);
    else
        records_fill_store (self->periods, &cycle_period_record, periods->periods);
}

static void
loaded (SirajFormPage *page, gpointer data, gpointer user_data)
{
    Beside *self = user_data;
    gint64 id = ((const BillingSetting *)data)->id;
    g_autofree char *path = g_strdup_printf ("/api/v1/cycles/%" G_GINT64_FORMAT "/periods", id);

    api_call_async (page_get_api (self->page), &(ApiRequest) { "GET", path },
                    page_get_cancellable (self->page), periods_came, self);
    list_pane_set (SIRAJ_LIST_PANE (self->runs), "cycle_id", id);
    list_pane_reload (SIRAJ_LIST_PANE (self->runs));
}

static GtkWidget *
make_dates (Beside *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *table = table_new (G_LIST_MODEL (self->periods), &cycle_period_record,
                                  period_columns, G_N_ELEMENTS (period_columns));

    gtk_widget_set_size_request (table, -1, PERIODS_HEIGHT_PX);
    gtk_widget_set_vexpand (self->runs, TRUE);
    gtk_widget_add_css_class (box, "form");
    gtk_box_append (GTK_BOX (box), label_new (tr ("The next five dates"), "heading"));
    gtk_box_append (GTK_BOX (box), table);
    gtk_box_append (GTK_BOX (box), self->runs);
    return box;
}

SirajPage *
cycle_page_new (const PageContext *context)
{
    SirajPage *page = form_page_new (context, &form_spec);
    g_autoptr (BillingSetting) initial = billing_setting_new ();
    Beside *beside;

    if (context->location->id == 0) {
        initial->active = TRUE;
        initial->execution_hour = EXECUTION_HOUR;
        initial->reminder_days = REMINDER_DAYS;
        form_page_set_initial (SIRAJ_FORM_PAGE (page), initial);
        return page;
    }
    beside = g_new0 (Beside, 1);
    beside->page = page;
    beside->periods = g_list_store_new (SIRAJ_TYPE_ITEM);
    beside->runs = list_pane_new (page, &runs_spec);
    list_pane_set_heading (SIRAJ_LIST_PANE (beside->runs), N_ ("Last runs"));
    form_page_add_tab (SIRAJ_FORM_PAGE (page), N_ ("Dates and runs"), make_dates (beside));
    g_object_set_data_full (G_OBJECT (page), "beside", beside, beside_free);
    g_signal_connect (page, "loaded", G_CALLBACK (loaded), beside);
    return page;
}
