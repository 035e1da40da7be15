/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounting periods: Enter closes an open month and opens a closed one, after asking. */
#include "client/pages/accounting/accounting-pages.h"

#include "client/core/format.h"
#include "client/shell/confirm.h"
#include "client/shell/list-page.h"
#include "common/types/accounting-types.h"

static void open_period (SirajListPage *page, SirajItem *item);

static const Column columns[] = {
    { "month", 14, COLUMN_SORT },
    { "state", 14, COLUMN_BADGE },
};

static const ListFilter filters[] = { { "state" } };

static const ListPageSpec spec = {
    .title = N_ ("Periods"),
    .icon_name = "x-office-calendar-symbolic",
    .path = "/api/v1/accounting-periods",
    .record = &accounting_period_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "-month",
    .open = open_period,
    .empty_hint = N_ ("Every month is open. Close one with the button above."),
};

static void
answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (api_error_is_cancelled (error))
        return;
    if (error != NULL)
        page_report (SIRAJ_PAGE (user_data), error);
    page_model_reload (list_page_get_model (SIRAJ_LIST_PAGE (user_data)));
}

static void
send (SirajPage *page, gint64 month, const char *verb)
{
    g_autofree char *path =
        g_strdup_printf ("/api/v1/accounting-periods/%" G_GINT64_FORMAT "/%s", month, verb);

    api_call_async (page_get_api (page), &(ApiRequest) { "POST", path },
                    page_get_cancellable (page), answered, page);
}

/* The month that is being asked about, as yyyymm; below zero when it is to be opened. */
#define ASKED "asked-month"

static void
confirmed (gboolean yes, const char *reason, gpointer user_data)
{
    gint64 month = GPOINTER_TO_INT (g_object_get_data (user_data, ASKED));

    if (yes)
        send (SIRAJ_PAGE (user_data), ABS (month), month > 0 ? "close" : "open");
}

static void
ask (SirajPage *page, Date month, gboolean closes)
{
    g_autofree char *day = format_date (month);
    g_autofree char *heading = g_strdup_printf (
        closes ? tr ("Close the month of %s?") : tr ("Open the month of %s again?"), day);
    int year, number, first;

    date_split (month, &year, &number, &first);
    g_object_set_data (G_OBJECT (page), ASKED,
                       GINT_TO_POINTER ((year * 100 + number) * (closes ? 1 : -1)));
    confirm_ask (
        GTK_WIDGET (page),
        &(Question) { heading,
                      closes ? tr ("Nothing can be posted into it any more. The customers' "
                                   "balances must agree with the control account.")
                             : tr ("Entries may be posted into it again."),
                      closes ? tr ("_Close the month") : tr ("_Open the month"), closes, FALSE },
        confirmed, page);
}

static void
open_period (SirajListPage *page, SirajItem *item)
{
    const AccountingPeriod *period = item_get_data (item);

    if (client_session_may (page_get_session (SIRAJ_PAGE (page)), "accounting.close"))
        ask (SIRAJ_PAGE (page), period->month, period->state == PERIOD_STATE_OPEN);
}

/* The month before this one: what is usually closed, listed or not. */
static void
close_last (SirajPage *page)
{
    Date today = (Date)(g_get_real_time () / (G_GINT64_CONSTANT (86400) * 1000000));

    ask (page, date_add_months (date_month_start (today), -1), TRUE);
}

SirajPage *
periods_page_new (const PageContext *context)
{
    SirajPage *page = list_page_new (context, &spec);

    list_page_add_button (SIRAJ_LIST_PAGE (page), tr ("_Close the last month"), "accounting.close",
                          G_CALLBACK (close_last));
    return page;
}
