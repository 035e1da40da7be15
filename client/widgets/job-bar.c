/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job of the server as a bar. */
#include "client/widgets/job-bar.h"

#include "client/core/format.h"
#include "client/widgets/pieces.h"
#include "common/schema/json.h"

#define POLL_MS 1000

struct _SirajJobBar {
    GtkWidget parent_instance;
    SirajApi *api;
    GCancellable *cancellable;
    gint64 job_id;
    gboolean following;
    guint poll_source;
    GtkWidget *title;
    GtkWidget *progress;
    GtkWidget *detail;
    GtkWidget *cancel;
};

static guint finished_signal;

G_DEFINE_FINAL_TYPE (SirajJobBar, job_bar, GTK_TYPE_WIDGET)

static gboolean poll (gpointer user_data);

/* What a job is called on screen; one that is not here shows its kind. */
static const struct {
    const char *kind;
    const char *title; /* message id */
} titles[] = {
    { "billing_run", N_ ("Billing run") },
    { "import", N_ ("Import") },
    { "statements", N_ ("Statements") },
};

static const char *
title_of (const Job *job)
{
    for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
        if (g_strcmp0 (titles[i].kind, job->kind) == 0)
            return tr (titles[i].title);
    return job->kind != NULL ? job->kind : "";
}

static gboolean
is_over (const Job *job)
{
    return job->state != JOB_QUEUED && job->state != JOB_RUNNING;
}

static char *
describe (const Job *job)
{
    g_autofree char *done = format_integer (job->progress_done);
    g_autofree char *total =
        job->progress_total != INT64_NONE ? format_integer (job->progress_total) : NULL;

    if (job->error_text != NULL)
        return format_text (job->error_text);
    if (job->state != JOB_RUNNING)
        return g_strdup (enumeration_label (&job_state_enum, job->state));
    if (job->cancel_requested)
        return g_strdup (tr ("Stopping after the part in work"));
    return total != NULL ? g_strdup_printf (tr ("%s of %s"), done, total) : g_strdup (done);
}

void
job_bar_set_job (SirajJobBar *self, const Job *job)
{
    g_autofree char *key = format_text (job->key);
    g_autofree char *title = g_strdup_printf ("%s %s", title_of (job), key);
    g_autofree char *detail = describe (job);
    gint64 total = job->progress_total == INT64_NONE ? 0 : job->progress_total;
    gboolean over = is_over (job);

    self->job_id = job->id;
    gtk_label_set_text (GTK_LABEL (self->title), title);
    gtk_label_set_text (GTK_LABEL (self->detail), detail);
    gtk_progress_bar_set_fraction (
        GTK_PROGRESS_BAR (self->progress),
        total > 0 ? (double)MIN (job->progress_done, total) / (double)total : 0);
    widget_set_accessible_name (self->progress, title);
    gtk_widget_set_visible (self->cancel, !over);
    gtk_widget_set_sensitive (self->cancel, !job->cancel_requested);
    if (over && self->following) {
        self->following = FALSE;
        g_signal_emit (self, finished_signal, 0, job);
    }
}

static void
take_answer (SirajJobBar *self, JsonObject *object)
{
    g_autoptr (Job) job = job_new ();

    if (object != NULL && json_read_record (object, &job_record, JSON_IN_ANSWER, job, NULL))
        job_bar_set_job (self, job);
}

static void
polled (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajJobBar *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (api_error_is_cancelled (error))
        return;
    if (answer != NULL)
        take_answer (self, api_answer_object (answer));
    if (self->following)
        self->poll_source = g_timeout_add (POLL_MS, poll, self);
}

static gboolean
poll (gpointer user_data)
{
    SirajJobBar *self = user_data;
    g_autofree char *path = g_strdup_printf ("/api/v1/jobs/%" G_GINT64_FORMAT, self->job_id);

    self->poll_source = 0;
    api_call_async (self->api, &(ApiRequest) { "GET", path }, self->cancellable, polled, self);
    return G_SOURCE_REMOVE;
}

void
job_bar_follow (SirajJobBar *self, gint64 job_id)
{
    g_clear_handle_id (&self->poll_source, g_source_remove);
    self->job_id = job_id;
    self->following = TRUE;
    poll (self);
}

static void
cancel_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajJobBar *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (error == NULL || api_error_is_cancelled (error))
        return;
    gtk_label_set_text (GTK_LABEL (self->detail), error->message);
    gtk_widget_set_sensitive (self->cancel, TRUE);
}

static void
cancel_clicked (SirajJobBar *self)
{
    g_autofree char *path =
        g_strdup_printf ("/api/v1/jobs/%" G_GINT64_FORMAT "/cancel", self->job_id);

    gtk_widget_set_sensitive (self->cancel, FALSE);
    api_call_async (self->api, &(ApiRequest) { "POST", path }, self->cancellable, cancel_answered,
                    self);
}

static void
job_bar_dispose (GObject *object)
{
    SirajJobBar *self = SIRAJ_JOB_BAR (object);

    g_cancellable_cancel (self->cancellable);
    g_clear_handle_id (&self->poll_source, g_source_remove);
    widget_drop_children (GTK_WIDGET (self));
    g_clear_object (&self->api);
    G_OBJECT_CLASS (job_bar_parent_class)->dispose (object);
}

static void
job_bar_finalize (GObject *object)
{
    g_object_unref (SIRAJ_JOB_BAR (object)->cancellable);
    G_OBJECT_CLASS (job_bar_parent_class)->finalize (object);
}

static void
job_bar_class_init (SirajJobBarClass *class)
{
    G_OBJECT_CLASS (class)->dispose = job_bar_dispose;
    G_OBJECT_CLASS (class)->finalize = job_bar_finalize;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
    finished_signal = g_signal_new ("finished", SIRAJ_TYPE_JOB_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
job_bar_init (SirajJobBar *self)
{
    GtkWidget *grid = gtk_grid_new ();

    self->cancellable = g_cancellable_new ();
    self->title = label_new (NULL, "heading");
    self->progress = gtk_progress_bar_new ();
    self->detail = label_new (NULL, "dim-label");
    self->cancel = gtk_button_new_with_label (tr ("Cancel"));
    gtk_widget_set_hexpand (self->progress, TRUE);
    gtk_widget_set_valign (self->progress, GTK_ALIGN_CENTER);
    gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
    gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
    gtk_grid_attach (GTK_GRID (grid), self->title, 0, 0, 1, 1);
    gtk_grid_attach (GTK_GRID (grid), self->progress, 0, 1, 1, 1);
    gtk_grid_attach (GTK_GRID (grid), self->detail, 0, 2, 1, 1);
    gtk_grid_attach (GTK_GRID (grid), self->cancel, 1, 0, 1, 3);
    gtk_widget_set_valign (self->cancel, GTK_ALIGN_CENTER);
    gtk_widget_add_css_class (grid, "job");
    gtk_widget_set_parent (grid, GTK_WIDGET (self));
    g_signal_connect_swapped (self->cancel, "clicked", G_CALLBACK (cancel_clicked), self);
}

GtkWidget *
job_bar_new (SirajApi *api)
{
    SirajJobBar *self = g_object_new (SIRAJ_TYPE_JOB_BAR, NULL);

    self->api = g_object_ref (api);
    return GTK_WIDGET (self);
}
