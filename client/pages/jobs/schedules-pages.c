/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work that begins by itself: when it is due next, how it went last; start it now, switch it. */
#include "client/pages/jobs/jobs-page.h"

#include "client/core/records.h"
#include "client/shell/card-page.h"
#include "client/shell/confirm.h"
#include "client/shell/list-page.h"
#include "client/shell/list-pane.h"
#include "client/widgets/record-grid.h"
#include "common/types/jobs-types.h"

#define SCHEDULE_ICON "alarm-symbolic"

static const Column columns[] = {
    { "label", 22 },      { "name", 14, COLUMN_EXPAND }, { "state", 14, COLUMN_BADGE },
    { "due_at", 20 },     { "last_run_at", 20 },         { "failed_at", 20 },
    { "error_text", 34 },
};

static const ListPageSpec list_spec = {
    .title = N_ ("Scheduled work"),
    .icon_name = SCHEDULE_ICON,
    .path = "/api/v1/schedules",
    .record = &job_schedule_record,
    LIST_COLUMNS (columns),
    .opens = "schedule",
    .empty_hint = N_ ("Nothing begins by itself yet: switch a cycle on under Recurring billing."),
};

SirajPage *
schedules_page_new (const PageContext *context)
{
    return list_page_new (context, &list_spec);
}

#define SIRAJ_TYPE_SCHEDULE_PAGE (schedule_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajSchedulePage, schedule_page, SIRAJ, SCHEDULE_PAGE, SirajCardPage)

struct _SirajSchedulePage {
    SirajCardPage parent_instance;
    GtkWidget *facts;
    GtkWidget *jobs;
    GtkWidget *run;
    GtkWidget *on;
    GtkWidget *off;
};

G_DEFINE_FINAL_TYPE (SirajSchedulePage, schedule_page, SIRAJ_TYPE_CARD_PAGE)

static const CardPageSpec spec = {
    .title = N_ ("Schedule"),
    .title_member = "label",
    .icon_name = SCHEDULE_ICON,
    .path = "/api/v1/schedules",
    .record = &job_schedule_record,
    .list = "schedules",
};

static const char *const members[] = {
    "label",      "name",      "state",      "due_at", "last_run_at",
    "last_state", "failed_at", "error_text", NULL,
};

static const Column job_columns[] = {
    { "id", 8 },
    { "key", 20, COLUMN_EXPAND },
    { "state", 11, COLUMN_BADGE },
    { "progress_done", 10, COLUMN_DASH },
    { "failures_count", 11, COLUMN_DASH },
    { "created_by_name", 16 },
    { "created_at", 17 },
    { "finished_at", 17 },
};

static const ListPaneSpec jobs_spec = {
    .path = "/api/v1/jobs",
    .record = &job_record,
    .columns = job_columns,
    .n_columns = G_N_ELEMENTS (job_columns),
    .sort = "-created_at",
    .opens = "job",
    .empty_hint = N_ ("It has not run yet."),
};

static void
schedule_page_show (SirajCardPage *card, gconstpointer data)
{
    SirajSchedulePage *self = SIRAJ_SCHEDULE_PAGE (card);
    const JobSchedule *schedule = data;
    gboolean off = schedule->state == SCHEDULE_OFF;
    gboolean may = client_session_may (page_get_session (SIRAJ_PAGE (self)), "settings.write");
    gboolean alone = schedule->subject_id == 0;

    record_grid_show (SIRAJ_RECORD_GRID (self->facts), schedule);
    list_pane_reload (SIRAJ_LIST_PANE (self->jobs));
    gtk_widget_set_visible (self->on, may && alone && off);
    gtk_widget_set_visible (self->off, may && alone && !off);
    gtk_widget_set_visible (self->run,
                            client_session_may (page_get_session (SIRAJ_PAGE (self)), "jobs.run"));
}

static void
running (gboolean yes, const char *reason, gpointer user_data)
{
    if (yes)
        card_page_act (user_data, &(CardAct) { .verb = "run", .said = N_ ("It has begun.") });
}

static void
ask_run (SirajSchedulePage *self)
{
    const JobSchedule *schedule = card_page_get_data (SIRAJ_CARD_PAGE (self));

    if (schedule != NULL)
        confirm_ask (GTK_WIDGET (self),
                     &(Question) { schedule->label,
                                   tr ("It begins now instead of at its time. What is done "
                                       "already is not done again."),
                                   tr ("_Start it now"), FALSE, FALSE },
                     running, self);
}

static void
turn (SirajSchedulePage *self, gboolean active)
{
    const ScheduleSwitch wanted = { active };
    g_autofree char *body = record_to_body (&schedule_switch_record, &wanted);

    card_page_act (SIRAJ_CARD_PAGE (self), &(CardAct) { .verb = "switch", .body = body });
}

static void
turn_on (SirajSchedulePage *self)
{
    turn (self, TRUE);
}

static void
turn_off (SirajSchedulePage *self)
{
    turn (self, FALSE);
}

static void
schedule_page_class_init (SirajSchedulePageClass *class)
{
    SIRAJ_CARD_PAGE_CLASS (class)->show = schedule_page_show;
}

static void
schedule_page_init (SirajSchedulePage *self)
{
}

SirajPage *
schedule_page_new (const PageContext *context)
{
    SirajSchedulePage *self = g_object_new (SIRAJ_TYPE_SCHEDULE_PAGE, NULL);
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

    card_page_setup (SIRAJ_CARD_PAGE (self), context, &spec);
    self->facts = record_grid_new (&job_schedule_record, members, 2);
    self->jobs = list_pane_new (SIRAJ_PAGE (self), &jobs_spec);
    list_pane_set_heading (SIRAJ_LIST_PANE (self->jobs), N_ ("Last runs"));
    list_pane_set (SIRAJ_LIST_PANE (self->jobs), "schedule_id", context->location->id);
    gtk_widget_set_vexpand (self->jobs, TRUE);
    self->off =
        card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("Switch _off"), G_CALLBACK (turn_off));
    self->on = card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("Switch _on"), G_CALLBACK (turn_on));
    self->run =
        card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("_Start it now"), G_CALLBACK (ask_run));
    gtk_widget_add_css_class (body, "form");
    gtk_box_append (GTK_BOX (body), self->facts);
    gtk_box_append (GTK_BOX (body), self->jobs);
    card_page_set_body (SIRAJ_CARD_PAGE (self), body);
    return SIRAJ_PAGE (self);
}
