/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One billing run: progress while it goes on, totals by class, and the exceptions with a decision
 * for each. */
#include "client/pages/billing/billing-pages.h"

#include "client/core/records.h"
#include "client/shell/card-page.h"
#include "client/shell/confirm.h"
#include "client/shell/list-pane.h"
#include "client/widgets/badge.h"
#include "client/widgets/job-bar.h"
#include "client/widgets/pieces.h"
#include "client/widgets/record-grid.h"
#include "common/base/id.h"
#include "common/types/billing-types.h"

#define CLASSES_HEIGHT_PX 150

#define SIRAJ_TYPE_RUN_PAGE (run_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajRunPage, run_page, SIRAJ, RUN_PAGE, SirajCardPage)

struct _SirajRunPage {
    SirajCardPage parent_instance;
    GtkWidget *trial;
    GtkWidget *bar;
    GtkWidget *facts;
    GtkWidget *exceptions;
    GtkWidget *invoices;
    GtkWidget *differences;
    GtkWidget *again;
    GtkWidget *decide_all;
    GListStore *classes;
    gboolean following;
    gint64 deciding_id; /* the exception that is being asked about */
    ExceptionState decision;
    char *deciding_code; /* one decision on every exception of the code */
};

G_DEFINE_FINAL_TYPE (SirajRunPage, run_page, SIRAJ_TYPE_CARD_PAGE)

static const CardPageSpec spec = {
    .title = N_ ("Run"),
    .icon_name = "media-playback-start-symbolic",
    .path = "/api/v1/runs",
    .record = &billing_run_record,
    .list = "runs",
};

static const char *const members[] = {
    "cycle_name", "period_key",  "state",        "period_from", "period_to",   "class_name",
    "issue_date", "due_date",    "station_name", "accounts",    "bills",       "exceptions",
    "skipped",    "energy_wh",   "net_minor",    "tax_minor",   "total_minor", "created_by_name",
    "created_at", "finished_at", "meter_kind",   "parent_id",   NULL,
};

static const Column class_columns[] = {
    { "class_name", 24, COLUMN_EXPAND },
    { "bills", 12 },
    { "energy_wh", 16 },
    { "total_minor", 18 },
    { "last_bills", 12, COLUMN_DASH },
    { "last_energy_wh", 16, COLUMN_DASH },
    { "last_total_minor", 18, COLUMN_DASH },
};

static const Column exception_columns[] = {
    { "account_number", 13 },
    { "customer_name", 24 },
    { "meter_number", 16 },
    { "message", 30, COLUMN_EXPAND },
    { "detail", 24 },
    { "way_out", 34 },
    { "state", 10, COLUMN_BADGE },
    { "reason", 20, COLUMN_HIDDEN },
    { "resolved_by_name", 14, COLUMN_HIDDEN },
};

static const ListPaneSpec exceptions_spec = {
    .path = "/api/v1/exceptions",
    .record = &billing_exception_record,
    .columns = exception_columns,
    .n_columns = G_N_ELEMENTS (exception_columns),
    .empty_hint = N_ ("No bill was held back."),
};

static const BillingRun *
run_of (SirajRunPage *self)
{
    return card_page_get_data (SIRAJ_CARD_PAGE (self));
}

/* Showing */

static void
finished (SirajRunPage *self)
{
    self->following = FALSE;
    card_page_reload (SIRAJ_CARD_PAGE (self));
    page_tell_changed (SIRAJ_PAGE (self), "runs");
    page_tell_changed (SIRAJ_PAGE (self), "invoices");
}

static gboolean
may_decide (SirajRunPage *self)
{
    return client_session_may (page_get_session (SIRAJ_PAGE (self)), "billing.exceptions");
}

static gboolean
may_run (SirajRunPage *self)
{
    return client_session_may (page_get_session (SIRAJ_PAGE (self)), "billing.run");
}

static void
run_page_show (SirajCardPage *card, gconstpointer data)
{
    SirajRunPage *self = SIRAJ_RUN_PAGE (card);
    const BillingRun *run = data;
    gboolean running = run->state == RUN_STATE_RUNNING;

    record_grid_show (SIRAJ_RECORD_GRID (self->facts), run);
    records_fill_store (self->classes, &run_class_total_record, run->classes);
    gtk_widget_set_visible (self->trial, run->trial);
    gtk_widget_set_visible (self->bar, running);
    gtk_widget_set_visible (self->invoices, !run->trial && run->bills > 0);
    gtk_widget_set_visible (self->differences, run->trial && run->bills > 0);
    gtk_widget_set_visible (self->decide_all, run->exceptions > 0 && may_decide (self));
    gtk_widget_set_visible (self->again, run->state == RUN_STATE_COMPLETED && !run->trial &&
                                             run->exceptions > 0 && may_run (self));
    list_pane_reload (SIRAJ_LIST_PANE (self->exceptions));
    if (running && !self->following && run->job_id != 0) {
        self->following = TRUE;
        job_bar_follow (SIRAJ_JOB_BAR (self->bar), run->job_id);
    }
}

static void
open_invoices (SirajRunPage *self)
{
    g_autofree char *query = g_strdup_printf ("run_id=%" G_GINT64_FORMAT, run_of (self)->id);

    page_open (SIRAJ_PAGE (self), &(PageLocation) { "invoices", 0, query });
}

static void
open_differences (SirajRunPage *self)
{
    g_autofree char *query = g_strdup_printf ("run_id=%" G_GINT64_FORMAT, run_of (self)->id);

    page_open (SIRAJ_PAGE (self), &(PageLocation) { "trial-bills", 0, query });
}

/* What was cleared goes into a run of its own, which opens. */
static void
again_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (BillingRun) run = NULL;

    if (api_error_is_cancelled (error))
        return;
    run = answer != NULL ? record_from_answer (answer, &billing_run_record, &error) : NULL;
    if (run == NULL) {
        card_page_report (user_data, error);
        return;
    }
    page_tell_changed (user_data, "runs");
    page_open_id (user_data, "run", run->id);
}

static void
bill_again (SirajRunPage *self)
{
    g_autofree char *key = id_new_uuid ();
    g_autofree char *path =
        g_strdup_printf ("/api/v1/runs/%" G_GINT64_FORMAT "/again", run_of (self)->id);

    api_call_async (page_get_api (SIRAJ_PAGE (self)), &(ApiRequest) { "POST", path, NULL, key },
                    page_get_cancellable (SIRAJ_PAGE (self)), again_answered, self);
}

/* Decisions */

static void
decided (gboolean yes, const char *reason, gpointer user_data)
{
    SirajRunPage *self = user_data;
    ExceptionDecision decision = { (int)self->decision, (char *)reason };
    g_autofree char *path = NULL;
    g_autofree char *body = NULL;

    if (!yes)
        return;
    path = g_strdup_printf ("/api/v1/exceptions/%" G_GINT64_FORMAT "/decision", self->deciding_id);
    body = record_to_body (&exception_decision_record, &decision);
    card_page_act (
        SIRAJ_CARD_PAGE (self),
        &(CardAct) { .path = path, .body = body, .said = N_ ("The decision is recorded.") });
}

static void
decide (SirajRunPage *self, SirajItem *item, ExceptionState decision)
{
    const BillingException *exception = item != NULL ? item_get_data (item) : NULL;
    gboolean waives = decision == EXCEPTION_STATE_WAIVED;

    if (exception == NULL || exception->state != EXCEPTION_STATE_OPEN ||
        !client_session_may (page_get_session (SIRAJ_PAGE (self)), "billing.exceptions"))
        return;
    self->deciding_id = exception->id;
    self->decision = decision;
    confirm_ask (GTK_WIDGET (self),
                 &(Question) { exception->message != NULL ? exception->message : exception->code,
                               waives
                                   ? tr ("The account is left without a bill for this period.")
                                   : tr ("What was wrong is put right: the account is billed when "
                                         "you bill what was cleared, or else by the next "
                                         "run."),
                               waives ? tr ("_Leave it without a bill") : tr ("_It is put right"),
                               waives, TRUE },
                 decided, self);
}

static void
exception_activated (SirajListPane *pane, SirajItem *item, gpointer user_data)
{
    decide (user_data, item, EXCEPTION_STATE_RESOLVED);
}

static void
all_decided (gboolean yes, const char *reason, gpointer user_data)
{
    SirajRunPage *self = user_data;
    ExceptionsDecision decision = { self->deciding_code, EXCEPTION_STATE_RESOLVED, (char *)reason };
    g_autofree char *body = NULL;

    if (!yes)
        return;
    body = record_to_body (&exceptions_decision_record, &decision);
    card_page_act (
        SIRAJ_CARD_PAGE (self),
        &(CardAct) { .verb = "decisions", .body = body, .said = N_ ("The decision is recorded.") });
}

/* Every open exception of the kind that is selected, or every one. */
static void
decide_all (SirajRunPage *self)
{
    SirajItem *item = table_get_selected (list_pane_get_table (SIRAJ_LIST_PANE (self->exceptions)));
    const BillingException *exception = item != NULL ? item_get_data (item) : NULL;

    g_free (self->deciding_code);
    self->deciding_code = exception != NULL ? g_strdup (exception->code) : NULL;
    confirm_ask (GTK_WIDGET (self),
                 &(Question) { exception != NULL && exception->message != NULL
                                   ? exception->message
                                   : tr ("Every open exception"),
                               tr ("All open exceptions of this kind are marked as put right; the "
                                   "accounts are billed when you bill what was cleared."),
                               tr ("_All are put right"), FALSE, TRUE },
                 all_decided, self);
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
             gpointer user_data)
{
    SirajRunPage *self = user_data;

    if (keyval != GDK_KEY_Delete && keyval != GDK_KEY_KP_Delete)
        return FALSE;
    decide (self, table_get_selected (list_pane_get_table (SIRAJ_LIST_PANE (self->exceptions))),
            EXCEPTION_STATE_WAIVED);
    return TRUE;
}

/* Making */

static GtkWidget *
make_exceptions (SirajRunPage *self, gint64 run_id)
{
    GtkEventController *keys = gtk_event_controller_key_new ();

    self->exceptions = list_pane_new (SIRAJ_PAGE (self), &exceptions_spec);
    list_pane_set_heading (SIRAJ_LIST_PANE (self->exceptions), N_ ("Exceptions"));
    list_pane_add_tool (
        SIRAJ_LIST_PANE (self->exceptions),
        label_new (tr ("Enter: it is put right · Delete: leave it without a bill"), "dim-label"));
    list_pane_set (SIRAJ_LIST_PANE (self->exceptions), "run_id", run_id);
    g_signal_connect (self->exceptions, "activated", G_CALLBACK (exception_activated), self);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
    gtk_widget_add_controller (self->exceptions, keys);
    gtk_widget_set_vexpand (self->exceptions, TRUE);
    return self->exceptions;
}

static GtkWidget *
make_classes (SirajRunPage *self)
{
    GtkWidget *table;

    self->classes = g_list_store_new (SIRAJ_TYPE_ITEM);
    table = table_new (G_LIST_MODEL (self->classes), &run_class_total_record, class_columns,
                       G_N_ELEMENTS (class_columns));
    gtk_widget_set_size_request (table, -1, CLASSES_HEIGHT_PX);
    return table;
}

static void
run_page_finalize (GObject *object)
{
    g_object_unref (SIRAJ_RUN_PAGE (object)->classes);
    g_free (SIRAJ_RUN_PAGE (object)->deciding_code);
    G_OBJECT_CLASS (run_page_parent_class)->finalize (object);
}

static void
run_page_class_init (SirajRunPageClass *class)
{
    G_OBJECT_CLASS (class)->finalize = run_page_finalize;
    SIRAJ_CARD_PAGE_CLASS (class)->show = run_page_show;
}

static void
run_page_init (SirajRunPage *self)
{
}

SirajPage *
run_page_new (const PageContext *context)
{
    SirajRunPage *self = g_object_new (SIRAJ_TYPE_RUN_PAGE, NULL);
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

    card_page_setup (SIRAJ_CARD_PAGE (self), context, &spec);
    self->trial = badge_new (TONE_WARNING, tr ("Trial: nothing is issued, nothing is posted"));
    self->bar = job_bar_new (page_get_api (SIRAJ_PAGE (self)));
    self->facts = record_grid_new (&billing_run_record, members, 3);
    self->decide_all = card_page_add_act (
        SIRAJ_CARD_PAGE (self), tr ("All of this kind are put _right"), G_CALLBACK (decide_all));
    self->again = card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("_Bill what was cleared"),
                                     G_CALLBACK (bill_again));
    self->differences =
        card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("_Differences from the last bills"),
                           G_CALLBACK (open_differences));
    self->invoices = card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("Open the _invoices"),
                                        G_CALLBACK (open_invoices));
    gtk_widget_add_css_class (body, "form");
    gtk_box_append (GTK_BOX (body), self->trial);
    gtk_box_append (GTK_BOX (body), self->bar);
    gtk_box_append (GTK_BOX (body), self->facts);
    gtk_box_append (GTK_BOX (body), label_new (tr ("By class"), "heading"));
    gtk_box_append (GTK_BOX (body), make_classes (self));
    gtk_box_append (GTK_BOX (body), make_exceptions (self, context->location->id));
    g_signal_connect_swapped (self->bar, "finished", G_CALLBACK (finished), self);
    card_page_set_body (SIRAJ_CARD_PAGE (self), body);
    return SIRAJ_PAGE (self);
}
