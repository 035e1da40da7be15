/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One record in a tab that is read and acted on. */
#include "client/shell/card-page.h"

#include "client/core/records.h"
#include "client/core/format.h"
#include "client/widgets/pieces.h"
#include "client/widgets/status-line.h"
#include "client/widgets/status-page.h"
#include "common/base/id.h"

typedef struct {
    const CardPageSpec *spec;
    gpointer data;
    gint64 version;
    char *key;        /* idempotency key of an act without an answer */
    const char *said; /* what to say when the act is done */
    GtkWidget *outer; /* "record" or "status" */
    GtkWidget *content;
    GtkWidget *status;
    GtkWidget *line;
    GtkWidget *tools;
} SirajCardPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SirajCardPage, card_page, SIRAJ_TYPE_PAGE)

#define PRIVATE(self) ((SirajCardPagePrivate *)card_page_get_instance_private (self))

static char *
record_path (SirajCardPage *self)
{
    return g_strdup_printf ("%s/%" G_GINT64_FORMAT, PRIVATE (self)->spec->path,
                            page_get_location (SIRAJ_PAGE (self))->id);
}

static void
show_title (SirajCardPage *self)
{
    const CardPageSpec *spec = PRIVATE (self)->spec;
    const Field *field =
        record_find_field (spec->record, spec->title_member != NULL ? spec->title_member : "id");
    g_autofree char *name = format_field (field, PRIVATE (self)->data);
    g_autofree char *title = g_strdup_printf ("%s %s", tr (spec->title), name);

    page_set_title (SIRAJ_PAGE (self), spec->title_member != NULL ? name : title);
}

/* Takes @data. */
static void
take_record (SirajCardPage *self, gpointer data, gint64 version)
{
    SirajCardPagePrivate *private = PRIVATE (self);
    const Field *field = record_find_field (private->spec->record, "version");

    record_free (private->spec->record, private->data);
    private->data = data;
    private->version = version == 0 && field != NULL ? field_get_int64 (field, data) : version;
    show_title (self);
    SIRAJ_CARD_PAGE_GET_CLASS (self)->show (self, data);
    gtk_stack_set_visible_child_name (GTK_STACK (private->outer), "record");
}

static void
loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajCardPage *self = user_data;
    SirajCardPagePrivate *private = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    gpointer data;

    if (api_error_is_cancelled (error))
        return;
    private = PRIVATE (self);
    page_set_busy (SIRAJ_PAGE (self), FALSE);
    data = answer != NULL ? record_from_answer (answer, private->spec->record, &error) : NULL;
    if (data != NULL) {
        take_record (self, data, answer->version);
    } else if (private->data == NULL) {
        status_page_set_error (SIRAJ_STATUS_PAGE (private->status), error);
        gtk_stack_set_visible_child_name (GTK_STACK (private->outer), "status");
    } else {
        card_page_report (self, error);
    }
}

void
card_page_reload (SirajCardPage *self)
{
    g_autofree char *path = record_path (self);

    page_set_busy (SIRAJ_PAGE (self), TRUE);
    api_call_async (page_get_api (SIRAJ_PAGE (self)), &(ApiRequest) { "GET", path },
                    page_get_cancellable (SIRAJ_PAGE (self)), loaded, self);
}

/* Acts */

static void
acted (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajCardPage *self = user_data;
    SirajCardPagePrivate *private = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (api_error_is_cancelled (error))
        return;
    private = PRIVATE (self);
    page_set_busy (SIRAJ_PAGE (self), FALSE);
    gtk_widget_set_sensitive (private->tools, TRUE);
    if (error == NULL || error->code != SIRAJ_ERROR_UNAVAILABLE)
        g_clear_pointer (&private->key, g_free);
    if (error != NULL) {
        card_page_report (self, error);
        return;
    }
    card_page_say (self, tr (private->said));
    if (private->spec->list != NULL)
        page_tell_changed (SIRAJ_PAGE (self), private->spec->list);
    card_page_reload (self);
}

void
card_page_act (SirajCardPage *self, const CardAct *act)
{
    SirajCardPagePrivate *private = PRIVATE (self);
    g_autofree char *record = record_path (self);
    g_autofree char *path =
        act->path != NULL ? g_strdup (act->path) : g_strconcat (record, "/", act->verb, NULL);
    ApiRequest request = { "POST", path, act->body };

    if (act->idempotent && private->key == NULL)
    private->key = id_new_uuid ();
    request.idempotency_key = act->idempotent ? private->key : NULL;
    request.if_match = act->versioned ? private->version : 0;
    private->said = act->said;
    page_set_busy (SIRAJ_PAGE (self), TRUE);
    gtk_widget_set_sensitive (private->tools, FALSE);
    api_call_async (page_get_api (SIRAJ_PAGE (self)), &request,
                    page_get_cancellable (SIRAJ_PAGE (self)), acted, self);
}

void
card_page_say (SirajCardPage *self, const char *text)
{
    status_line_set (SIRAJ_STATUS_LINE (PRIVATE (self)->line), TONE_GOOD, text);
}

void
card_page_report (SirajCardPage *self, const GError *error)
{
    status_line_set_error (SIRAJ_STATUS_LINE (PRIVATE (self)->line), error);
}

gconstpointer
card_page_get_data (SirajCardPage *self)
{
    return PRIVATE (self)->data;
}

void
card_page_add_tool (SirajCardPage *self, GtkWidget *tool)
{
    gtk_box_append (GTK_BOX (PRIVATE (self)->tools), tool);
}

GtkWidget *
card_page_add_button (SirajCardPage *self, const char *label, GCallback clicked)
{
    GtkWidget *button = button_new (label, clicked, self);

    card_page_add_tool (self, button);
    return button;
}

GtkWidget *
card_page_add_act (SirajCardPage *self, const char *label, GCallback clicked)
{
    GtkWidget *button = card_page_add_button (self, label, clicked);

    gtk_widget_set_visible (button, FALSE);
    return button;
}

void
card_page_set_body (SirajCardPage *self, GtkWidget *body)
{
    GtkWidget *scrolled = gtk_scrolled_window_new (); /* large text on a small screen */

    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                    GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), body);
    gtk_widget_set_vexpand (scrolled, TRUE);
    gtk_box_prepend (GTK_BOX (PRIVATE (self)->content), scrolled);
    card_page_reload (self);
}

/* Keys */

static gboolean
card_page_escape (SirajPage *page)
{
    page_close (page);
    return TRUE;
}

static void
card_page_shown (SirajPage *page)
{
    gtk_widget_child_focus (PRIVATE (SIRAJ_CARD_PAGE (page))->outer, GTK_DIR_TAB_FORWARD);
}

static void
card_page_refresh (SirajPage *page)
{
    card_page_reload (SIRAJ_CARD_PAGE (page));
}

/* Class */

static void
card_page_finalize (GObject *object)
{
    SirajCardPagePrivate *private = PRIVATE (SIRAJ_CARD_PAGE (object));

    record_free (private->spec->record, private->data);
    g_free (private->key);
    G_OBJECT_CLASS (card_page_parent_class)->finalize (object);
}

static void
card_page_class_init (SirajCardPageClass *class)
{
    SirajPageClass *page_class = SIRAJ_PAGE_CLASS (class);

    G_OBJECT_CLASS (class)->finalize = card_page_finalize;
    page_class->refresh = card_page_refresh;
    page_class->shown = card_page_shown;
    page_class->escape = card_page_escape;
}

static void
card_page_init (SirajCardPage *self)
{
}

void
card_page_setup (SirajCardPage *self, const PageContext *context, const CardPageSpec *spec)
{
    SirajCardPagePrivate *private = PRIVATE (self);
    GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

    page_setup (SIRAJ_PAGE (self), context, tr (spec->title), spec->icon_name);
    private->spec = spec;
    private->outer = gtk_stack_new ();
    private->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
    private->status = status_page_new ();
    private->tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    private->line = status_line_new ();
    gtk_widget_set_hexpand (private->line, TRUE);
    gtk_widget_add_css_class (foot, "foot");
    gtk_box_append (GTK_BOX (foot), private->tools);
    gtk_box_append (GTK_BOX (foot), private->line);
    gtk_box_append (GTK_BOX (private->content), foot);
    gtk_stack_add_named (GTK_STACK (private->outer), private->content, "record");
    gtk_stack_add_named (GTK_STACK (private->outer), private->status, "status");
    gtk_widget_set_vexpand (private->outer, TRUE);
    gtk_box_append (GTK_BOX (self), private->outer);
    g_signal_connect_swapped (private->status, "action", G_CALLBACK (card_page_reload), self);
}
