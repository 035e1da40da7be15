/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run console: choose the cycle, then one of its next five periods, and whom to bill; the dates
 * that follow stand beside the choice before anything starts. */
#include "client/pages/billing/billing-pages.h"

#include "client/core/records.h"
#include "client/widgets/form.h"
#include "client/widgets/pieces.h"
#include "client/widgets/record-grid.h"
#include "client/widgets/status-line.h"
#include "common/base/id.h"
#include "common/types/cycles-types.h"

#define SIRAJ_TYPE_NEW_RUN_PAGE (new_run_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajNewRunPage, new_run_page, SIRAJ, NEW_RUN_PAGE, SirajPage)

struct _SirajNewRunPage {
    SirajPage parent_instance;
    GtkWidget *form;
    GtkWidget *period; /* GtkDropDown over @keys */
    GtkWidget *dates;
    GtkWidget *start;
    GtkWidget *line;
    GtkStringList *keys;
    CyclePeriods *periods; /* of the chosen cycle, or NULL */
    gint64 cycle_id;
    char *key; /* of idempotency, until an answer has come */
};

G_DEFINE_FINAL_TYPE (SirajNewRunPage, new_run_page, SIRAJ_TYPE_PAGE)

static const FormField fields[] = {
    { "cycle_id", 1, { "/api/v1/cycles" } },
    { "trial" },
    { "class_id", 1, { "/api/v1/classes" } },
    { "station_id", 1, { "/api/v1/stations" } },
    { "meter_kind" },
};
static const FormSection sections[] = {
    { N_ ("What is billed"), 2, FORM_OPEN, FORM_FIELDS (fields) },
};
static const FormLayout layout = { sections, G_N_ELEMENTS (sections) };

static const char *const members[] = {
    "period_from", "period_to",        "reading_from", "reading_to", "billing_date",
    "due_date",    "agreements_count", "over",         NULL,
};

static const CyclePeriod *
chosen (SirajNewRunPage *self)
{
    guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->period));

    if (self->periods == NULL || self->periods->periods == NULL ||
        at >= self->periods->periods->len)
        return NULL;
    return g_ptr_array_index (self->periods->periods, at);
}

static void
period_chosen (SirajNewRunPage *self)
{
    const CyclePeriod *period = chosen (self);

    record_grid_show (SIRAJ_RECORD_GRID (self->dates), period);
    gtk_widget_set_sensitive (self->start, period != NULL && period->over);
    if (period != NULL && !period->over)
        status_line_set (SIRAJ_STATUS_LINE (self->line), TONE_NEUTRAL,
                         tr ("This period is not over yet: it can be billed from its last day "
                             "on."));
    else
        status_line_set (SIRAJ_STATUS_LINE (self->line), TONE_NEUTRAL, NULL);
}

static void
fill_periods (SirajNewRunPage *self)
{
    const GPtrArray *periods = self->periods != NULL ? self->periods->periods : NULL;

    gtk_string_list_splice (self->keys, 0, g_list_model_get_n_items (G_LIST_MODEL (self->keys)),
                            NULL);
    for (guint i = 0; periods != NULL && i < periods->len; i++)
        gtk_string_list_append (self->keys,
                                ((const CyclePeriod *)g_ptr_array_index (periods, i))->period_key);
    gtk_widget_set_sensitive (self->period, periods != NULL);
    period_chosen (self);
}

static void
periods_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajNewRunPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (api_error_is_cancelled (error))
        return;
    g_clear_pointer (&self->periods, cycle_periods_free);
    if (answer != NULL)
        self->periods = record_from_answer (answer, &cycle_periods_record, &error);
    fill_periods (self);
    if (self->periods == NULL)
        status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
}

/* Another cycle has other periods. */
static void
edited (SirajForm *form, const char *name, gpointer user_data)
{
    SirajNewRunPage *self = user_data;
    const RunRequest *request = form_get_data (form);
    g_autofree char *path = NULL;

    if (request->cycle_id == self->cycle_id || request->cycle_id == 0)
        return;
    self->cycle_id = request->cycle_id;
    path = g_strdup_printf ("/api/v1/cycles/%" G_GINT64_FORMAT "/periods", self->cycle_id);
    api_call_async (page_get_api (SIRAJ_PAGE (self)), &(ApiRequest) { "GET", path },
                    page_get_cancellable (SIRAJ_PAGE (self)), periods_came, self);
}

/* Starting */

static void
started (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajNewRunPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (BillingRun) run = NULL;

    if (api_error_is_cancelled (error))
        return;
    page_set_busy (SIRAJ_PAGE (self), FALSE);
    gtk_widget_set_sensitive (self->start, TRUE);
    run = answer != NULL ? record_from_answer (answer, &billing_run_record, &error) : NULL;
    if (run == NULL) {
        if (!g_error_matches (error, SIRAJ_ERROR, SIRAJ_ERROR_UNAVAILABLE))
            g_clear_pointer (&self->key, g_free);
        if (!form_set_error (SIRAJ_FORM (self->form), error))
            status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
        return;
    }
    page_tell_changed (SIRAJ_PAGE (self), "runs");
    page_open_id (SIRAJ_PAGE (self), "run", run->id);
    page_set_dirty (SIRAJ_PAGE (self), FALSE);
    page_close (SIRAJ_PAGE (self));
}

static void
start (SirajNewRunPage *self)
{
    const CyclePeriod *period = chosen (self);
    g_autoptr (RunRequest) request = NULL;
    g_autofree char *body = NULL;

    if (period == NULL || !period->over || page_is_busy (SIRAJ_PAGE (self)))
        return;
    form_clear_errors (SIRAJ_FORM (self->form));
    request = record_copy (&run_request_record, form_get_data (SIRAJ_FORM (self->form)));
    g_free (request->period_key);
    request->period_key = g_strdup (period->period_key);
    if (self->key == NULL)
        self->key = id_new_uuid ();
    body = record_to_body (&run_request_record, request);
    page_set_busy (SIRAJ_PAGE (self), TRUE);
    gtk_widget_set_sensitive (self->start, FALSE);
    api_call_async (page_get_api (SIRAJ_PAGE (self)),
                    &(ApiRequest) { "POST", "/api/v1/runs", body, self->key },
                    page_get_cancellable (SIRAJ_PAGE (self)), started, self);
}

/* Making */

static GtkWidget *
make_period (SirajNewRunPage *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *label = gtk_label_new_with_mnemonic (tr ("_Period"));

    self->keys = gtk_string_list_new (NULL);
    self->period = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (self->keys)), NULL);
    gtk_widget_set_sensitive (self->period, FALSE);
    gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->period);
    gtk_widget_add_css_class (label, "field-label");
    g_signal_connect_swapped (self->period, "notify::selected", G_CALLBACK (period_chosen), self);
    self->dates = record_grid_new (&cycle_period_record, members, 2);
    gtk_widget_add_css_class (box, "form");
    gtk_box_append (GTK_BOX (row), label);
    gtk_box_append (GTK_BOX (row), self->period);
    gtk_box_append (GTK_BOX (box), row);
    gtk_box_append (GTK_BOX (box), self->dates);
    gtk_box_append (
        GTK_BOX (box),
        label_new (tr ("A trial reckons everything and issues nothing: its bills stand beside the "
                       "bills before, the largest changes first."),
                   "dim-label"));
    return box;
}

static GtkWidget *
make_foot (SirajNewRunPage *self)
{
    GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

    self->line = status_line_new ();
    gtk_widget_set_hexpand (self->line, TRUE);
    self->start = gtk_button_new_with_mnemonic (tr ("_Start the run"));
    gtk_widget_add_css_class (self->start, "suggested-action");
    gtk_widget_set_sensitive (self->start, FALSE);
    gtk_widget_add_css_class (foot, "foot");
    g_signal_connect_swapped (self->start, "clicked", G_CALLBACK (start), self);
    gtk_box_append (GTK_BOX (foot), self->line);
    gtk_box_append (GTK_BOX (foot), self->start);
    return foot;
}

static void
new_run_page_shown (SirajPage *page)
{
    form_focus_first (SIRAJ_FORM (SIRAJ_NEW_RUN_PAGE (page)->form));
}

static void
new_run_page_save (SirajPage *page)
{
    start (SIRAJ_NEW_RUN_PAGE (page));
}

static void
new_run_page_finalize (GObject *object)
{
    SirajNewRunPage *self = SIRAJ_NEW_RUN_PAGE (object);

    g_object_unref (self->keys);
    g_clear_pointer (&self->periods, cycle_periods_free);
    g_free (self->key);
    G_OBJECT_CLASS (new_run_page_parent_class)->finalize (object);
}

static void
new_run_page_class_init (SirajNewRunPageClass *class)
{
    G_OBJECT_CLASS (class)->finalize = new_run_page_finalize;
    SIRAJ_PAGE_CLASS (class)->shown = new_run_page_shown;
    SIRAJ_PAGE_CLASS (class)->save = new_run_page_save;
}

static void
new_run_page_init (SirajNewRunPage *self)
{
}

SirajPage *
new_run_page_new (const PageContext *context)
{
    SirajNewRunPage *self = g_object_new (SIRAJ_TYPE_NEW_RUN_PAGE, NULL);
    g_autoptr (RunRequest) initial = run_request_new ();
    GtkWidget *period;

    page_setup (SIRAJ_PAGE (self), context, tr ("Start a billing run"),
                "media-playback-start-symbolic");
    initial->trial = TRUE;
    self->form = form_new (&run_request_record, &layout, page_get_api (SIRAJ_PAGE (self)));
    form_set_initial (SIRAJ_FORM (self->form), initial);
    g_signal_connect (self->form, "edited", G_CALLBACK (edited), self);
    period = make_period (self);
    gtk_widget_set_vexpand (period, TRUE);
    gtk_box_append (GTK_BOX (self), self->form);
    gtk_box_append (GTK_BOX (self), period);
    gtk_box_append (GTK_BOX (self), make_foot (self));
    fill_periods (self);
    return SIRAJ_PAGE (self);
}
