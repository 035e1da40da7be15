/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods of cycles: how far each is, who has no bill of it and why, and its closing. */
#include "client/pages/billing/billing-pages.h"

#include "client/core/format.h"
#include "client/core/records.h"
#include "client/shell/card-page.h"
#include "client/shell/confirm.h"
#include "client/shell/list-page.h"
#include "client/shell/list-pane.h"
#include "client/widgets/pieces.h"
#include "client/widgets/record-grid.h"
#include "common/types/cycles-types.h"

#define PERIOD_ICON "x-office-calendar-symbolic"

/* The list */

static const Column columns[] = {
    { "cycle_name", 20, COLUMN_EXPAND },
    { "period_key", 14 },
    { "period_from", 12, COLUMN_SORT },
    { "period_to", 12 },
    { "reading_from", 12 },
    { "reading_to", 12 },
    { "billing_date", 12 },
    { "due_date", 12 },
    { "state", 13, COLUMN_BADGE },
    { "billed", 10, COLUMN_HIDDEN },
    { "closed_by_name", 16, COLUMN_HIDDEN },
};
static const ListFilter filters[] = {
    { "state" },
    { "cycle_id", NULL, NULL, { "/api/v1/cycles" } },
};
static const ListPageSpec list_spec = {
    .title = N_ ("Billing periods"),
    .icon_name = PERIOD_ICON,
    .path = "/api/v1/billing-periods",
    .record = &billing_period_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "-period_from",
    .opens = "billing-period",
    .empty_hint = N_ ("A period stands here when its meters are to be read, or when it is billed."),
};

SirajPage *
billing_periods_page_new (const PageContext *context)
{
    return list_page_new (context, &list_spec);
}

/* One period */

#define SIRAJ_TYPE_BILLING_PERIOD_PAGE (billing_period_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajBillingPeriodPage, billing_period_page, SIRAJ, BILLING_PERIOD_PAGE,
                      SirajCardPage)

struct _SirajBillingPeriodPage {
    SirajCardPage parent_instance;
    GtkWidget *facts;
    GtkWidget *points;
    GtkWidget *some;
    GtkWidget *all;
    GtkWidget *close;
    GPtrArray *asked; /* AgreementChoice: asked about; NULL: every one without a reason */
};

G_DEFINE_FINAL_TYPE (SirajBillingPeriodPage, billing_period_page, SIRAJ_TYPE_CARD_PAGE)

static const CardPageSpec spec = {
    .title = N_ ("Billing period"),
    .title_member = "period_key",
    .icon_name = PERIOD_ICON,
    .path = "/api/v1/billing-periods",
    .record = &billing_period_record,
    .list = "billing-periods",
};

static const char *const members[] = {
    "cycle_name",   "period_key",   "state",      "period_from",    "period_to",
    "billing_date", "reading_from", "reading_to", "due_date",       "meters",
    "meters_read",  "billed",       "unbilled",   "without_reason", "closed_by_name",
    "closed_at",    NULL,
};

static const Column point_columns[] = {
    { "account_number", 13 },
    { "customer_name", 24, COLUMN_EXPAND },
    { "meter_number", 13 },
    { "billed_date", 12 },
    { "message", 26 },
    { "reason", 26 },
    { "decided_by_name", 14, COLUMN_HIDDEN },
};
static const ListPaneSpec points_spec = {
    .path = "/api/v1/billing-periods",
    .record = &unbilled_point_record,
    .columns = point_columns,
    .n_columns = G_N_ELEMENTS (point_columns),
    .empty_hint = N_ ("Every point has its bill of this period."),
};

static gboolean
may (SirajBillingPeriodPage *self, const char *permission)
{
    return client_session_may (page_get_session (SIRAJ_PAGE (self)), permission);
}

/* Reasons are given while the period is open, by those who may. */
static gboolean
takes_reasons (SirajBillingPeriodPage *self)
{
    const BillingPeriod *period = card_page_get_data (SIRAJ_CARD_PAGE (self));

    return period != NULL && period->state != BILLING_PERIOD_CLOSED &&
           may (self, "billing.exceptions");
}

/* The button for a selection stands there once there is more than the one that Enter is for. */
static void
show_some (SirajBillingPeriodPage *self)
{
    SirajTable *table = list_pane_get_table (SIRAJ_LIST_PANE (self->points));
    g_autoptr (GPtrArray) rows = table_dup_selected (table);
    int n = (int)rows->len;
    g_autofree char *count = format_integer (n);
    g_autofree char *label = g_strdup_printf (
        tr_plural ("One reason for the %s _selected", "One reason for the %s _selected", n), count);

    gtk_button_set_label (GTK_BUTTON (self->some), label);
    gtk_widget_set_visible (self->some, n > 1 && takes_reasons (self));
}

static void
billing_period_page_show (SirajCardPage *card, gconstpointer data)
{
    SirajBillingPeriodPage *self = SIRAJ_BILLING_PERIOD_PAGE (card);
    const BillingPeriod *period = data;

    record_grid_show (SIRAJ_RECORD_GRID (self->facts), period);
    list_pane_reload (SIRAJ_LIST_PANE (self->points));
    gtk_widget_set_visible (self->all, period->without_reason > 0 && takes_reasons (self));
    show_some (self);
    gtk_widget_set_visible (self->close,
                            period->state == BILLING_PERIOD_BILLING && may (self, "billing.run"));
}

/* Reasons */

static void
reasoned (gboolean yes, const char *reason, gpointer user_data)
{
    SirajBillingPeriodPage *self = user_data;
    g_autoptr (UnbilledReason) request = unbilled_reason_new ();
    g_autofree char *body = NULL;

    if (!yes)
        return;
    request->reason = g_strdup (reason);
    if (self->asked != NULL)
        request->agreements = g_ptr_array_ref (self->asked);
    body = record_to_body (&unbilled_reason_record, request);
    card_page_act (
        SIRAJ_CARD_PAGE (self),
        &(CardAct) { .verb = "reasons", .body = body, .said = N_ ("The reason is recorded.") });
}

/* Takes @agreements. */
static void
ask_reason (SirajBillingPeriodPage *self, GPtrArray *agreements, const char *heading)
{
    g_clear_pointer (&self->asked, g_ptr_array_unref);
    self->asked = agreements;
    confirm_ask (GTK_WIDGET (self),
                 &(Question) { heading,
                               tr ("It stands in the period for good: why this bill was not "
                                   "made. What was drawn comes into the next bill."),
                               tr ("_Record the reason"), FALSE, TRUE },
                 reasoned, self);
}

static void
add_choice (GPtrArray *agreements, SirajItem *item)
{
    AgreementChoice *choice = agreement_choice_new ();

    choice->agreement_id = ((const UnbilledPoint *)item_get_data (item))->id;
    g_ptr_array_add (agreements, choice);
}

static void
point_activated (SirajListPane *pane, SirajItem *item, gpointer user_data)
{
    SirajBillingPeriodPage *self = user_data;
    const UnbilledPoint *point = item_get_data (item);
    GPtrArray *agreements;

    if (!takes_reasons (self))
        return;
    agreements = g_ptr_array_new_with_free_func (agreement_choice_record.destroy);
    add_choice (agreements, item);
    ask_reason (self, agreements, point->customer_name);
}

static void
ask_some (SirajBillingPeriodPage *self)
{
    SirajTable *table = list_pane_get_table (SIRAJ_LIST_PANE (self->points));
    g_autoptr (GPtrArray) rows = table_dup_selected (table);
    GPtrArray *agreements = g_ptr_array_new_with_free_func (agreement_choice_record.destroy);

    for (guint i = 0; i < rows->len; i++)
        add_choice (agreements, rows->pdata[i]);
    ask_reason (self, agreements, tr ("One reason for every selected point?"));
}

static void
ask_all (SirajBillingPeriodPage *self)
{
    ask_reason (self, NULL, tr ("One reason for every point that has none?"));
}

/* Closing */

static void
closing (gboolean yes, const char *reason, gpointer user_data)
{
    if (yes)
        card_page_act (user_data,
                       &(CardAct) { .verb = "close", .said = N_ ("The period is closed.") });
}

static void
ask_close (SirajBillingPeriodPage *self)
{
    const BillingPeriod *period = card_page_get_data (SIRAJ_CARD_PAGE (self));
    g_autofree char *heading = NULL;

    if (period == NULL)
        return;
    heading = g_strdup_printf (tr ("Close the period %s?"), period->period_key);
    confirm_ask (GTK_WIDGET (self),
                 &(Question) { heading,
                               tr ("Nothing more is billed in it. Points without a bill keep "
                                   "their reasons and come into the next one."),
                               tr ("_Close the period"), TRUE, FALSE },
                 closing, self);
}

/* Making */

static GtkWidget *
make_points (SirajBillingPeriodPage *self, gint64 id)
{
    g_autofree char *path =
        g_strdup_printf ("/api/v1/billing-periods/%" G_GINT64_FORMAT "/unbilled", id);

    self->points = list_pane_new_at (SIRAJ_PAGE (self), &points_spec, path);
    list_pane_set_heading (SIRAJ_LIST_PANE (self->points), N_ ("Points without a bill"));
    list_pane_add_tool (
        SIRAJ_LIST_PANE (self->points),
        label_new (tr ("Enter: give the reason · Shift and Ctrl: select several"), "dim-label"));
    table_select_many (list_pane_get_table (SIRAJ_LIST_PANE (self->points)));
    g_signal_connect (self->points, "activated", G_CALLBACK (point_activated), self);
    g_signal_connect_object (self->points, "selected", G_CALLBACK (show_some), self,
                             G_CONNECT_SWAPPED);
    gtk_widget_set_vexpand (self->points, TRUE);
    return self->points;
}

static void
billing_period_page_finalize (GObject *object)
{
    g_clear_pointer (&SIRAJ_BILLING_PERIOD_PAGE (object)->asked, g_ptr_array_unref);
    G_OBJECT_CLASS (billing_period_page_parent_class)->finalize (object);
}

static void
billing_period_page_class_init (SirajBillingPeriodPageClass *class)
{
    G_OBJECT_CLASS (class)->finalize = billing_period_page_finalize;
    SIRAJ_CARD_PAGE_CLASS (class)->show = billing_period_page_show;
}

static void
billing_period_page_init (SirajBillingPeriodPage *self)
{
}

SirajPage *
billing_period_page_new (const PageContext *context)
{
    SirajBillingPeriodPage *self = g_object_new (SIRAJ_TYPE_BILLING_PERIOD_PAGE, NULL);
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

    card_page_setup (SIRAJ_CARD_PAGE (self), context, &spec);
    self->facts = record_grid_new (&billing_period_record, members, 3);
    self->some = card_page_add_act (SIRAJ_CARD_PAGE (self), "", G_CALLBACK (ask_some));
    self->all = card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("One reason for _all"),
                                   G_CALLBACK (ask_all));
    self->close = card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("_Close the period"),
                                     G_CALLBACK (ask_close));
    gtk_widget_add_css_class (body, "form");
    gtk_box_append (GTK_BOX (body), self->facts);
    gtk_box_append (GTK_BOX (body), make_points (self, context->location->id));
    card_page_set_body (SIRAJ_CARD_PAGE (self), body);
    return SIRAJ_PAGE (self);
}
