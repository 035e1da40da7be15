/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job of the server as a bar. */
#include "client/widgets/job-bar.h"

#include "client/core/format.h"
#include "client/widgets/badge.h"
#include "client/widgets/pieces.h"

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

static const char *
member (JsonObject *job, const char *name, const char *fallback)
{
    return json_object_get_string_member_with_default (job, name, fallback);
}

static gboolean
is_over (JsonObject *job)
{
    static const char *const going[] = { "queued", "pending", "waiting", "running", "cancelling",
                                         NULL };

    return !g_strv_contains (going, member (job, "state", "done"));
}

static void
show_progress (SirajJobBar *self, JsonObject *job)
{
    gint64 done = json_object_get_int_member_with_default (job, "done", 0);
    gint64 total = json_object_get_int_member_with_default (job, "total", 0);
    const char *message = member (job, "message", NULL);
    g_autofree char *done_text = format_integer (done);
    g_autofree char *total_text = format_integer (total);
    g_autofree char *text = message != NULL ? format_text (message)
                            : total > 0
                                ? g_strdup_printf (tr ("%s of %s"), done_text, total_text)
                                : g_strdup (tr ("Waiting to start"));

    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                   total > 0 ? (double)MIN (done, total) / (double)total : 0);
    gtk_label_set_text (GTK_LABEL (self->detail), text);
}

void
job_bar_set_job (SirajJobBar *self, JsonObject *job)
{
    const char *title = member (job, "title", member (job, "kind", ""));
    g_autofree char *shown = format_text (title);
    gboolean over = is_over (job);

    self->job_id = json_object_get_int_member_with_default (job, "id", 0);
    gtk_label_set_text (GTK_LABEL (self->title), shown);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, shown, -1);
    show_progress (self, job);
    gtk_widget_set_visible (self->cancel, !over);
    if (over && self->following) {
        self->following = FALSE;
        g_signal_emit (self, finished_signal, 0, job);
    }
}

static void
polled (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajJobBar *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (api_error_is_cancelled (error))
        return;
    if (answer != NULL && api_answer_object (answer) != NULL)
        job_bar_set_job (self, api_answer_object (answer));
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
    g_autofree char *path
        = g_strdup_printf ("/api/v1/jobs/%" G_GINT64_FORMAT "/cancel", self->job_id);

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
    finished_signal
        = g_signal_new ("finished", SIRAJ_TYPE_JOB_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                        G_TYPE_NONE, 1, JSON_TYPE_OBJECT);
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
