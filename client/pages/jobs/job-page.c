/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One job: how far it is, cancel, and the subjects it left aside. */
#include "client/pages/jobs/jobs-page.h"

#include "client/core/format.h"
#include "client/shell/card-page.h"
#include "client/shell/list-pane.h"
#include "client/shell/pdf-fetch.h"
#include "client/widgets/job-bar.h"
#include "client/widgets/pieces.h"
#include "client/widgets/record-grid.h"
#include "common/base/language.h"

#define SIRAJ_TYPE_JOB_PAGE (job_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajJobPage, job_page, SIRAJ, JOB_PAGE, SirajCardPage)

struct _SirajJobPage {
    SirajCardPage parent_instance;
    GtkWidget *bar;
    GtkWidget *facts;
    GtkWidget *result;
    GtkWidget *failures;
    GtkWidget *print;
    GtkWidget *save;
    GtkWidget *retry;
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
    "kind",       "key",          "state",       "stage",    "created_by_name", "created_at",
    "started_at", "heartbeat_at", "finished_at", "attempts", "error_text",      NULL,
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

/* The result */

/* What a job of any kind tells of itself, in the order it is read. */
static const struct {
    const char *member;
    const char *label;
    char *(*format) (gint64 value);
} told[] = {
    { "accounts", N_ ("Accounts"), format_integer },
    { "looked_at", N_ ("Rows"), format_integer },
    { "bills", N_ ("Bills"), format_integer },
    { "exceptions", N_ ("Exceptions"), format_integer },
    { "skipped", N_ ("Skipped"), format_integer },
    { "energy_wh", N_ ("Energy"), format_energy },
    { "net_minor", N_ ("Net"), format_money },
    { "tax_minor", N_ ("Tax"), format_money },
    { "total_minor", N_ ("Total"), format_money },
    { "amount_minor", N_ ("Amount"), format_money },
    { "groups", N_ ("Entry"), format_integer },
    { "invoices", N_ ("Invoices"), format_integer },
    { "rows", N_ ("Rows"), format_integer },
};

static void
add_told (GString *words, JsonObject *result, guint i)
{
    JsonNode *node = json_object_get_member (result, told[i].member);
    g_autofree char *value = NULL;

    if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
        return;
    value = told[i].format (json_node_get_int (node));
    g_string_append_printf (words, "%s%s: %s", words->len > 0 ? " · " : "", tr (told[i].label),
                            value);
}

/* "Accounts: 379 · Bills: 363"; empty while there is none. */
static char *
result_words (const char *text)
{
    g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
    GString *words = g_string_new (NULL);

    for (guint i = 0; node != NULL && JSON_NODE_HOLDS_OBJECT (node) && i < G_N_ELEMENTS (told); i++)
        add_told (words, json_node_get_object (node), i);
    return g_string_free (words, FALSE);
}

static void
show_result (SirajJobPage *self, const Job *job)
{
    g_autofree char *words = result_words (job->result);

    gtk_label_set_text (GTK_LABEL (self->result), words);
    gtk_widget_set_visible (self->result, *words != '\0');
}

/* The stage travels as a message of the program. */
static void
show_facts (SirajJobPage *self, const Job *job)
{
    g_autoptr (Job) shown = record_copy (&job_record, job);

    if (job->stage != NULL) {
        g_free (shown->stage);
        shown->stage = g_strdup (tr (job->stage));
    }
    record_grid_show (SIRAJ_RECORD_GRID (self->facts), shown);
}

static void
finished (SirajJobPage *self)
{
    self->following = FALSE;
    card_page_reload (SIRAJ_CARD_PAGE (self));
    list_pane_reload (SIRAJ_LIST_PANE (self->failures));
    page_tell_changed (SIRAJ_PAGE (self), "jobs");
}

/* The file of a batch of invoices */

static gboolean
has_file (const Job *job)
{
    return job->state == JOB_COMPLETED && g_strcmp0 (job->kind, "invoice_print") == 0;
}

static char *
file_path (SirajJobPage *self)
{
    return g_strdup_printf ("/api/v1/jobs/%" G_GINT64_FORMAT "/file",
                            page_get_location (SIRAJ_PAGE (self))->id);
}

static void
print_clicked (SirajJobPage *self)
{
    g_autofree char *path = file_path (self);

    pdf_fetch_print (SIRAJ_PAGE (self), path, tr ("Invoices"));
}

static void
save_clicked (SirajJobPage *self)
{
    g_autofree char *path = file_path (self);

    pdf_fetch_save (SIRAJ_PAGE (self), path, tr ("Invoices"));
}

static void
job_page_show (SirajCardPage *card, gconstpointer data)
{
    SirajJobPage *self = SIRAJ_JOB_PAGE (card);
    const Job *job = data;

    gtk_widget_set_visible (self->print, has_file (job));
    gtk_widget_set_visible (self->save, has_file (job));
    show_facts (self, job);
    show_result (self, job);
    job_bar_set_job (SIRAJ_JOB_BAR (self->bar), job);
    gtk_widget_set_visible (
        self->retry, (job->state == JOB_FAILED || job->state == JOB_CANCELLED) &&
                         client_session_may (page_get_session (SIRAJ_PAGE (self)), "jobs.run"));
    if (self->following || (job->state != JOB_QUEUED && job->state != JOB_RUNNING))
        return;
    self->following = TRUE;
    job_bar_follow (SIRAJ_JOB_BAR (self->bar), job->id);
}

/* It goes on where it ended. */
static void
try_again (SirajJobPage *self)
{
    card_page_act (SIRAJ_CARD_PAGE (self),
                   &(CardAct) { .verb = "retry", .said = N_ ("The job goes on.") });
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
    self->result = label_new (NULL, "heading");
    gtk_label_set_wrap (GTK_LABEL (self->result), TRUE);
    self->failures = list_pane_new_at (SIRAJ_PAGE (self), &failures_spec, path);
    list_pane_set_heading (SIRAJ_LIST_PANE (self->failures), N_ ("Left aside"));
    gtk_widget_set_vexpand (self->failures, TRUE);
    gtk_widget_add_css_class (body, "form");
    gtk_box_append (GTK_BOX (body), self->bar);
    gtk_box_append (GTK_BOX (body), self->facts);
    gtk_box_append (GTK_BOX (body), self->result);
    gtk_box_append (GTK_BOX (body), self->failures);
    self->print = card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("_Print the file"),
                                     G_CALLBACK (print_clicked));
    self->save = card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("_Save the file"),
                                    G_CALLBACK (save_clicked));
    self->retry =
        card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("_Go on with it"), G_CALLBACK (try_again));
    g_signal_connect_swapped (self->bar, "finished", G_CALLBACK (finished), self);
    list_pane_reload (SIRAJ_LIST_PANE (self->failures));
    card_page_set_body (SIRAJ_CARD_PAGE (self), body);
    return SIRAJ_PAGE (self);
}
