/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The jobs in progress, in the header. */
#include "client/shell/jobs-button.h"

#include "client/core/format.h"
#include "client/widgets/job-bar.h"
#include "client/widgets/pieces.h"
#include "common/schema/json.h"

#define POLL_IDLE_S 10
#define POLL_BUSY_S 2
#define MAX_SHOWN 20

struct _SirajJobsButton {
    GtkWidget parent_instance;
    SirajSession *session;
    GCancellable *cancellable;
    GtkWidget *button;
    GtkWidget *label;
    GtkWidget *list;
    guint n_jobs;
    guint poll_source;
};

G_DEFINE_FINAL_TYPE (SirajJobsButton, jobs_button, GTK_TYPE_WIDGET)

static gboolean poll (gpointer user_data);

static void
show_jobs (SirajJobsButton *self, GPtrArray *jobs)
{
    SirajApi *api = client_session_get_api (self->session);
    GtkWidget *child;
    g_autofree char *count = NULL;

    while ((child = gtk_widget_get_first_child (self->list)) != NULL)
        gtk_box_remove (GTK_BOX (self->list), child);
    self->n_jobs = MIN (jobs->len, MAX_SHOWN);
    for (guint i = 0; i < self->n_jobs; i++) {
        GtkWidget *bar = job_bar_new (api);

        job_bar_set_job (SIRAJ_JOB_BAR (bar), jobs->pdata[i]);
        gtk_box_append (GTK_BOX (self->list), bar);
    }
    if (self->n_jobs == 0)
        gtk_box_append (GTK_BOX (self->list), label_new (tr ("No job is running."), "dim-label"));
    count = self->n_jobs > 0 ? format_integer (self->n_jobs) : g_strdup ("");
    gtk_label_set_text (GTK_LABEL (self->label), count);
    gtk_widget_set_visible (self->label, self->n_jobs > 0);
}

static void
take_answer (SirajJobsButton *self, JsonObject *object)
{
    JsonNode *node = object != NULL ? json_object_get_member (object, "items") : NULL;
    g_autoptr (GPtrArray) jobs = NULL;

    if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
        return;
    jobs = json_read_list (json_node_get_array (node), &job_record, JSON_IN_ANSWER, NULL);
    if (jobs != NULL)
        show_jobs (self, jobs);
}

static void
poll_later (SirajJobsButton *self)
{
    self->poll_source =
        g_timeout_add_seconds (self->n_jobs > 0 ? POLL_BUSY_S : POLL_IDLE_S, poll, self);
}

static void
polled (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajJobsButton *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (api_error_is_cancelled (error))
        return;
    if (answer != NULL)
        take_answer (self, api_answer_object (answer));
    poll_later (self);
}

/* Polling must not hold a session open for ever, nor wait in line for a new sign-in. */
static gboolean
poll (gpointer user_data)
{
    SirajJobsButton *self = user_data;
    SirajApi *api = client_session_get_api (self->session);

    if (!client_session_is_signed_in (self->session) || api_get_state (api) != API_STATE_READY)
        return G_SOURCE_CONTINUE;
    self->poll_source = 0;
    api_call_async (api, &(ApiRequest) { "GET", "/api/v1/jobs?state=active&limit=20" },
                    self->cancellable, polled, self);
    return G_SOURCE_REMOVE;
}

static void
jobs_button_dispose (GObject *object)
{
    SirajJobsButton *self = SIRAJ_JOBS_BUTTON (object);

    g_cancellable_cancel (self->cancellable);
    g_clear_handle_id (&self->poll_source, g_source_remove);
    widget_drop_children (GTK_WIDGET (self));
    g_clear_object (&self->session);
    G_OBJECT_CLASS (jobs_button_parent_class)->dispose (object);
}

static void
jobs_button_finalize (GObject *object)
{
    g_object_unref (SIRAJ_JOBS_BUTTON (object)->cancellable);
    G_OBJECT_CLASS (jobs_button_parent_class)->finalize (object);
}

static void
jobs_button_class_init (SirajJobsButtonClass *class)
{
    G_OBJECT_CLASS (class)->dispose = jobs_button_dispose;
    G_OBJECT_CLASS (class)->finalize = jobs_button_finalize;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
jobs_button_init (SirajJobsButton *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *popover = gtk_popover_new ();

    self->cancellable = g_cancellable_new ();
    self->button = gtk_menu_button_new ();
    self->label = label_new (NULL, NULL);
    self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
    gtk_widget_set_visible (self->label, FALSE);
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("emblem-synchronizing-symbolic"));
    gtk_box_append (GTK_BOX (box), self->label);
    gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), box);
    gtk_widget_set_tooltip_text (self->button, tr ("Jobs in progress"));
    widget_set_accessible_name (self->button, tr ("Jobs in progress"));
    gtk_box_append (GTK_BOX (self->list), label_new (tr ("No job is running."), "dim-label"));
    gtk_popover_set_child (GTK_POPOVER (popover), self->list);
    gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
    gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

GtkWidget *
jobs_button_new (SirajSession *session)
{
    SirajJobsButton *self = g_object_new (SIRAJ_TYPE_JOBS_BUTTON, NULL);

    self->session = g_object_ref (session);
    self->poll_source = g_timeout_add_seconds (POLL_BUSY_S, poll, self);
    return GTK_WIDGET (self);
}
