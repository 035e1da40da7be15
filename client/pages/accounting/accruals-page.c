/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accruals of unbilled energy: what each month had delivered and not billed, by station and class;
 * Enter opens the entry. */
#include "client/pages/accounting/accounting-pages.h"

#include "client/shell/form-dialog.h"
#include "client/shell/list-page.h"
#include "common/types/cycles-types.h"

static void open_entry (SirajListPage *page, SirajItem *item);

static const Column columns[] = {
    { "month", 12, COLUMN_SORT },
    { "station_name", 18, COLUMN_EXPAND },
    { "class_name", 12 },
    { "points", 10 },
    { "days", 10, COLUMN_HIDDEN },
    { "read_wh", 14, COLUMN_DASH },
    { "estimated_wh", 14, COLUMN_DASH },
    { "energy_wh", 14 },
    { "rate_micro_per_kwh", 12 },
    { "amount_minor", 17 },
    { "entry_id", 9 },
    { "reversal_id", 10, COLUMN_HIDDEN },
    { "created_by_name", 16, COLUMN_HIDDEN },
};

static const ListFilter filters[] = {
    { "month" },
    { "station_id", NULL, N_ ("Station"), { "/api/v1/stations" } },
    { "class_id", NULL, N_ ("Class"), { "/api/v1/classes" } },
};

static const ListPageSpec spec = {
    .title = N_ ("Unbilled energy"),
    .icon_name = "power-profile-balanced-symbolic",
    .path = "/api/v1/accruals",
    .record = &accrual_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "-month",
    .open = open_entry,
    .empty_hint = N_ ("At the end of a month the energy that is delivered and not billed is "
                      "accrued, and taken back on the first of the next."),
    .sum_label = N_ ("Accrued"),
};

static void
open_entry (SirajListPage *page, SirajItem *item)
{
    const Accrual *accrual = item_get_data (item);

    if (accrual->entry_id != 0)
        page_open_id (SIRAJ_PAGE (page), "entry", accrual->entry_id);
}

static const FormField fields[] = { { "month" } };
static const FormSection sections[] = {
    { N_ ("A day of the month"), 1, FORM_OPEN, FORM_FIELDS (fields) },
};
static const FormLayout layout = { sections, G_N_ELEMENTS (sections) };
static const FormDialogSpec accrue_spec = {
    .title = N_ ("Accrue unbilled energy"),
    .effect = N_ ("Energy up to the end of the month that no bill covers is priced at the average "
                  "rate of the last bills and posted on the month's last day; the reversal is "
                  "posted on the first of the next. A month is accrued once."),
    .action = N_ ("_Accrue the month"),
    .record = &accrual_request_record,
    .layout = &layout,
};

static void
started (SirajPage *page, const ApiAnswer *answer)
{
    JsonObject *job = api_answer_object (answer);

    if (job != NULL)
        page_open_id (page, "job", json_object_get_int_member (job, "id"));
    page_tell_changed (page, "accruals");
}

/* The month before this one: what is usually accrued. */
static void
accrue (SirajPage *page)
{
    g_autoptr (AccrualRequest) initial = accrual_request_new ();
    Date today = (Date)(g_get_real_time () / (G_GINT64_CONSTANT (86400) * 1000000));

    initial->month = date_add_months (date_month_start (today), -1);
    form_dialog_open (page, &accrue_spec, &(FormDialogCall) { "/api/v1/accruals", initial, NULL },
                      started);
}

SirajPage *
accruals_page_new (const PageContext *context)
{
    SirajPage *page = list_page_new (context, &spec);

    list_page_add_button (SIRAJ_LIST_PAGE (page), tr ("_Accrue a month"), "accounting.close",
                          G_CALLBACK (accrue));
    return page;
}
