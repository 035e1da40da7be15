/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One job: how far it is, cancel, and the subjects it left aside. */
#include "client/pages/jobs/jobs-page.h"

#include "client/shell/card-page.h"
#include "client/shell/list-pane.h"
#include "client/widgets/job-bar.h"
#include "client/widgets/record-grid.h"

#define SIRAJ_TYPE_JOB_PAGE (job_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajJobPage, job_page, SIRAJ, JOB_PAGE, SirajCardPage)

struct _SirajJobPage {
    SirajCardPage parent_instance;
    GtkWidget *bar;
    GtkWidget *facts;
    GtkWidget *failures;
    gboolean following;
};

G_DEFINE_FINAL_TYPE (SirajJobPage, job_page, SIRAJ_TYPE_CARD_PAGE)

static const CardPageSpec spec = {
    .title = N_ ("Job"),
    .icon_name = "system-run-symbolic",
    .path = "/api/v1/jobs",
    .record = &job_record,
    .list = "jobs",
};

static const char *const members[] = {
    "kind",       "key",        "state",        "stage",       "created_by_name",
    "created_at", "started_at", "heartbeat_at", "finished_at", "attempts",
    "error_text", "result",     NULL,
};

static const Column columns[] = {
    { "subject", 24 },
    { "text", 50, COLUMN_EXPAND },
    { "created_at", 16 },
};

static const ListPaneSpec failures_spec = {
    .path = "/api/v1/jobs",
    .record = &job_failure_record,
    .columns = columns,
    .n_columns = G_N_ELEMENTS (columns),
    .empty_hint = N_ ("Nothing was left aside."),
};

static void
finished (SirajJobPage *self)
{
    self->following = FALSE;
    card_page_reload (SIRAJ_CARD_PAGE (self));
    list_pane_reload (SIRAJ_LIST_PANE (self->failures));
    page_tell_changed (SIRAJ_PAGE (self), "jobs");
}

static void
job_page_show (SirajCardPage *card, gconstpointer data)
{
    SirajJobPage *self = SIRAJ_JOB_PAGE (card);
    const Job *job = data;

    record_grid_show (SIRAJ_RECORD_GRID (self->facts), job);
    job_bar_set_job (SIRAJ_JOB_BAR (self->bar), job);
    if (self->following || (job->state != JOB_QUEUED && job->state != JOB_RUNNING))
        return;
    self->following = TRUE;
    job_bar_follow (SIRAJ_JOB_BAR (self->bar), job->id);
}

static void
job_page_class_init (SirajJobPageClass *class)
{
    SIRAJ_CARD_PAGE_CLASS (class)->show = job_page_show;
}

static void
job_page_init (SirajJobPage *self)
{
}

SirajPage *
job_page_new (const PageContext *context)
{
    SirajJobPage *self = g_object_new (SIRAJ_TYPE_JOB_PAGE, NULL);
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
    g_autofree char *path =
        g_strdup_printf ("/api/v1/jobs/%" G_GINT64_FORMAT "/failures", context->location->id);

    card_page_setup (SIRAJ_CARD_PAGE (self), context, &spec);
    self->bar = job_bar_new (page_get_api (SIRAJ_PAGE (self)));
    self->facts = record_grid_new (&job_record, members, 3);
    self->failures = list_pane_new_at (SIRAJ_PAGE (self), &failures_spec, path);
    list_pane_set_heading (SIRAJ_LIST_PANE (self->failures), N_ ("Left aside"));
    gtk_widget_set_vexpand (self->failures, TRUE);
    gtk_widget_add_css_class (body, "form");
    gtk_box_append (GTK_BOX (body), self->bar);
    gtk_box_append (GTK_BOX (body), self->facts);
    gtk_box_append (GTK_BOX (body), self->failures);
    g_signal_connect_swapped (self->bar, "finished", G_CALLBACK (finished), self);
    card_page_set_body (SIRAJ_CARD_PAGE (self), body);
    return SIRAJ_PAGE (self);
}
