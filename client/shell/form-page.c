/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One record in a tab: load, edit, save under its version. */
#include "client/shell/form-page.h"

#include "client/core/format.h"
#include "client/shell/confirm.h"
#include "client/shell/stale.h"
#include "client/widgets/pieces.h"
#include "client/widgets/status-line.h"
#include "client/widgets/status-page.h"
#include "common/base/id.h"
#include "common/schema/json.h"

#define FORM_MIN_PX 470 /* beside something else */

typedef struct {
    const FormPageSpec *spec;
    gpointer data; /* as the server has it, NULL for a new record */
    gint64 version;
    char *key; /* idempotency key of the record being made */
    gboolean saving;
    GtkWidget *header;
    GtkWidget *switcher;
    GtkWidget *outer; /* "record" or "status" */
    GtkWidget *tabs;
    GtkWidget *form;
    GtkWidget *status;
    GtkWidget *line;
    GtkWidget *tools;
    GtkWidget *save;
} SirajFormPagePrivate;

static guint loaded_signal;

G_DEFINE_TYPE_WITH_PRIVATE (SirajFormPage, form_page, SIRAJ_TYPE_PAGE)

#define PRIVATE(self) ((SirajFormPagePrivate *)form_page_get_instance_private (self))

static gboolean
is_new (SirajFormPage *self)
{
    return !PRIVATE (self)->spec->single && page_get_location (SIRAJ_PAGE (self))->id == 0;
}

static char *
record_path (SirajFormPage *self)
{
    if (PRIVATE (self)->spec->single)
        return g_strdup (PRIVATE (self)->spec->path);
    return g_strdup_printf ("%s/%" G_GINT64_FORMAT, PRIVATE (self)->spec->path,
                            page_get_location (SIRAJ_PAGE (self))->id);
}

static gboolean
may_write (SirajFormPage *self)
{
    return client_session_may (page_get_session (SIRAJ_PAGE (self)),
                               PRIVATE (self)->spec->write_permission);
}

/* Showing */

static void
show_title (SirajFormPage *self)
{
    SirajFormPagePrivate *private = PRIVATE (self);
    const Field *field = record_find_field (private->spec->record, private->spec->title_member);
    g_autofree char *title = NULL;

    if (private->data == NULL || field == NULL)
        title = g_strdup (tr (private->spec->title_new));
    else
        title = format_field (field, private->data);
    page_set_title (SIRAJ_PAGE (self), title);
}

/* Takes @data. */
static void
take_record (SirajFormPage *self, gpointer data, gint64 version)
{
    SirajFormPagePrivate *private = PRIVATE (self);
    const Field *version_field = record_find_field (private->spec->record, "version");
    gboolean first = private->data == NULL;

    record_free (private->spec->record, private->data);
    private->data = data;
    private->version = version;
    if (version == 0 && version_field != NULL)
    private->version = field_get_int64 (version_field, data);
    form_load (SIRAJ_FORM (private->form), data);
    show_title (self);
    gtk_stack_set_visible_child_name (GTK_STACK (private->outer), "record");
    g_signal_emit (self, loaded_signal, 0, data);
    if (first && gtk_widget_get_mapped (GTK_WIDGET (self)))
        gtk_widget_child_focus (private->outer, GTK_DIR_TAB_FORWARD);
}

static gpointer
read_answer (SirajFormPage *self, const ApiAnswer *answer, GError **error)
{
    const Record *record = PRIVATE (self)->spec->record;
    JsonObject *object = api_answer_object (answer);
    gpointer data = record_new (record);

    if (object != NULL && json_read_record (object, record, JSON_IN_ANSWER, data, error))
        return data;
    record_free (record, data);
    if (object == NULL)
        refuse (error, SIRAJ_ERROR_MALFORMED, NULL, "The answer of the server holds no record.");
    return NULL;
}

static void
show_error (SirajFormPage *self, const GError *error)
{
    SirajFormPagePrivate *private = PRIVATE (self);

    if (private->data == NULL && !is_new (self)) {
        status_page_set_error (SIRAJ_STATUS_PAGE (private->status), error);
        gtk_stack_set_visible_child_name (GTK_STACK (private->outer), "status");
    } else {
        status_line_set_error (SIRAJ_STATUS_LINE (private->line), error);
    }
}

/* Loading */

static void
loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajFormPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    gpointer data;

    if (api_error_is_cancelled (error))
        return;
    page_set_busy (SIRAJ_PAGE (self), FALSE);
    data = answer != NULL ? read_answer (self, answer, &error) : NULL;
    if (data == NULL)
        show_error (self, error);
    else
        take_record (self, data, answer->version);
}

static void
load (SirajFormPage *self)
{
    g_autofree char *path = record_path (self);

    page_set_busy (SIRAJ_PAGE (self), TRUE);
    api_call_async (page_get_api (SIRAJ_PAGE (self)), &(ApiRequest) { "GET", path },
                    page_get_cancellable (SIRAJ_PAGE (self)), loaded, self);
}

/* Saving */

static void
merged (gpointer theirs, gpointer mine, gint64 version, gpointer user_data)
{
    SirajFormPage *self = user_data;

    take_record (self, theirs, version);
    form_set_data (SIRAJ_FORM (PRIVATE (self)->form), mine);
    record_free (PRIVATE (self)->spec->record, mine);
}

static void
save_refused (SirajFormPage *self, const GError *error)
{
    SirajFormPagePrivate *private = PRIVATE (self);

    if (g_error_matches (error, SIRAJ_ERROR, SIRAJ_ERROR_STALE_VERSION)) {
        g_autofree char *path = record_path (self);

        stale_resolve (&(StaleRecord) { SIRAJ_PAGE (self), private->spec->record, path,
                                        private->data, form_get_data (SIRAJ_FORM (private->form)) },
                       error, merged, self);
    } else if (!form_set_error (SIRAJ_FORM (private->form), error)) {
        status_line_set_error (SIRAJ_STATUS_LINE (private->line), error);
    }
}

static void
saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajFormPage *self = user_data;
    SirajFormPagePrivate *private = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    gpointer data;

    if (api_error_is_cancelled (error))
        return;
    private = PRIVATE (self);
    private->saving = FALSE;
    page_set_busy (SIRAJ_PAGE (self), FALSE);
    gtk_widget_set_sensitive (private->save, TRUE);
    if (error != NULL) {
        save_refused (self, error);
        return;
    }
    g_clear_pointer (&private->key, g_free);
    data = read_answer (self, answer, &error);
    if (data == NULL) {
        show_error (self, error);
        return;
    }
    if (is_new (self))
        page_set_id (SIRAJ_PAGE (self),
                     field_get_int64 (record_find_field (private->spec->record, "id"), data));
    take_record (self, data, answer->version);
    status_line_set (SIRAJ_STATUS_LINE (private->line), TONE_GOOD, tr ("Saved."));
    if (private->spec->list != NULL)
        page_tell_changed (SIRAJ_PAGE (self), private->spec->list);
}

static void
send (SirajFormPage *self, const char *body)
{
    SirajFormPagePrivate *private = PRIVATE (self);
    g_autofree char *path = record_path (self);
    gboolean creates = private->data == NULL;
    ApiRequest request = { creates ? "POST" : "PATCH", creates ? private->spec->path : path, body };

    if (creates && private->key == NULL) {
        private->key = id_new_uuid ();
    }
    request.idempotency_key = creates ? private->key : NULL;
    request.if_match = private->version;
    private->saving = TRUE;
    page_set_busy (SIRAJ_PAGE (self), TRUE);
    gtk_widget_set_sensitive (private->save, FALSE);
    status_line_set (SIRAJ_STATUS_LINE (private->line), TONE_NEUTRAL, NULL);
    api_call_async (page_get_api (SIRAJ_PAGE (self)), &request,
                    page_get_cancellable (SIRAJ_PAGE (self)), saved, self);
}

static void
form_page_save (SirajPage *page)
{
    SirajFormPage *self = SIRAJ_FORM_PAGE (page);
    SirajFormPagePrivate *private = PRIVATE (self);
    g_autofree char *body = NULL;

    if (private->saving || !may_write (self))
        return;
    if (private->data != NULL && !form_is_dirty (SIRAJ_FORM (private->form))) {
        status_line_set (SIRAJ_STATUS_LINE (private->line), TONE_NEUTRAL,
                         tr ("Nothing was changed."));
        return;
    }
    gtk_stack_set_visible_child_name (GTK_STACK (private->tabs), "form");
    form_clear_errors (SIRAJ_FORM (private->form));
    body = form_collect (SIRAJ_FORM (private->form));
    if (body != NULL)
        send (self, body);
}

/* Keys */

static void
refresh_confirmed (gboolean yes, const char *reason, gpointer user_data)
{
    if (yes)
        load (user_data);
}

static void
form_page_refresh (SirajPage *page)
{
    SirajFormPage *self = SIRAJ_FORM_PAGE (page);

    if (is_new (self))
        return;
    if (!page_is_dirty (page)) {
        load (self);
        return;
    }
    confirm_ask (GTK_WIDGET (page),
                 &(Question) { tr ("Load the record again?"),
                               tr ("What is typed here has not been saved."),
                               tr ("_Discard what is typed"), TRUE, FALSE },
                 refresh_confirmed, self);
}

static gboolean
form_page_escape (SirajPage *page)
{
    page_close (page);
    return TRUE;
}

static void
form_page_shown (SirajPage *page)
{
    SirajFormPagePrivate *private = PRIVATE (SIRAJ_FORM_PAGE (page));

    if (is_new (SIRAJ_FORM_PAGE (page)) && private->data == NULL)
        form_focus_first (SIRAJ_FORM (private->form));
}

static void
form_dirty_changed (SirajForm *form, GParamSpec *pspec, gpointer user_data)
{
    page_set_dirty (SIRAJ_PAGE (user_data), form_is_dirty (form));
}

/* Save stands with the form, not with the other tabs of a card. */
static void
tab_changed (SirajFormPage *self)
{
    SirajFormPagePrivate *private = PRIVATE (self);
    const char *tab = gtk_stack_get_visible_child_name (GTK_STACK (private->tabs));

    gtk_widget_set_visible (private->save, may_write (self) && g_strcmp0 (tab, "form") == 0);
}

/* Making */

static GtkWidget *
make_foot (SirajFormPage *self)
{
    SirajFormPagePrivate *private = PRIVATE (self);
    GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

    private->save = gtk_button_new_with_mnemonic (tr ("_Save"));
    private->tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    private->line = status_line_new ();
    gtk_widget_add_css_class (private->save, "suggested-action");
    gtk_widget_set_tooltip_text (private->save, "Ctrl+S");
    gtk_widget_set_visible (private->save, may_write (self));
    gtk_widget_set_hexpand (private->line, TRUE);
    gtk_widget_add_css_class (foot, "foot");
    gtk_box_append (GTK_BOX (foot), private->save);
    gtk_box_append (GTK_BOX (foot), private->line);
    gtk_box_append (GTK_BOX (foot), private->tools);
    g_signal_connect_swapped (private->save, "clicked", G_CALLBACK (page_save), self);
    return foot;
}

static GtkWidget *
make_record (SirajFormPage *self)
{
    SirajFormPagePrivate *private = PRIVATE (self);
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *scrolled = gtk_scrolled_window_new ();

    private->header = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
    private->tabs = gtk_stack_new ();
    private->switcher = gtk_stack_switcher_new ();
    gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (private->switcher),
                                  GTK_STACK (private->tabs));
    gtk_widget_set_halign (private->switcher, GTK_ALIGN_START);
    gtk_widget_add_css_class (private->switcher, "card-tabs");
    gtk_widget_set_visible (private->switcher, FALSE);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), private->form);
    gtk_stack_add_titled (GTK_STACK (private->tabs), scrolled, "form", tr ("Details"));
    gtk_widget_set_vexpand (private->tabs, TRUE);
    gtk_box_append (GTK_BOX (box), private->header);
    gtk_box_append (GTK_BOX (box), private->switcher);
    gtk_box_append (GTK_BOX (box), private->tabs);
    gtk_box_append (GTK_BOX (box), make_foot (self));
    return box;
}

void
form_page_setup (SirajFormPage *self, const PageContext *context, const FormPageSpec *spec)
{
    SirajFormPagePrivate *private = PRIVATE (self);

    page_setup (SIRAJ_PAGE (self), context, tr (spec->title_new), spec->icon_name);
    private->spec = spec;
    private->form = form_new (spec->record, spec->layout, page_get_api (SIRAJ_PAGE (self)));
    private->outer = gtk_stack_new ();
    private->status = status_page_new ();
    gtk_stack_add_named (GTK_STACK (private->outer), make_record (self), "record");
    gtk_stack_add_named (GTK_STACK (private->outer), private->status, "status");
    gtk_box_append (GTK_BOX (self), private->outer);
    form_set_read_only (SIRAJ_FORM (private->form), !may_write (self));
    g_signal_connect (private->form, "notify::dirty", G_CALLBACK (form_dirty_changed), self);
    g_signal_connect_swapped (private->form, "save", G_CALLBACK (page_save), self);
    g_signal_connect_swapped (private->status, "action", G_CALLBACK (load), self);
    g_signal_connect_swapped (private->tabs, "notify::visible-child", G_CALLBACK (tab_changed),
                              self);
    if (!is_new (self))
        load (self);
}

SirajPage *
form_page_new (const PageContext *context, const FormPageSpec *spec)
{
    SirajFormPage *self = g_object_new (SIRAJ_TYPE_FORM_PAGE, NULL);

    form_page_setup (self, context, spec);
    return SIRAJ_PAGE (self);
}

SirajForm *
form_page_get_form (SirajFormPage *self)
{
    return SIRAJ_FORM (PRIVATE (self)->form);
}

gconstpointer
form_page_get_data (SirajFormPage *self)
{
    return PRIVATE (self)->data;
}

gint64
form_page_get_version (SirajFormPage *self)
{
    return PRIVATE (self)->version;
}

void
form_page_set_header (SirajFormPage *self, GtkWidget *header)
{
    gtk_box_append (GTK_BOX (PRIVATE (self)->header), header);
}

void
form_page_set_overview (SirajFormPage *self, GtkWidget *child)
{
    GtkStack *tabs = GTK_STACK (PRIVATE (self)->tabs);
    g_autoptr (GtkWidget) form = g_object_ref (gtk_stack_get_child_by_name (tabs, "form"));

    gtk_stack_remove (tabs, form);
    gtk_stack_add_titled (tabs, child, "overview", tr ("Overview"));
    gtk_stack_add_titled (tabs, form, "form", tr ("Details"));
    gtk_stack_set_visible_child (tabs, child);
    gtk_widget_set_visible (PRIVATE (self)->switcher, TRUE);
}

void
form_page_set_side (SirajFormPage *self, GtkWidget *side)
{
    GtkStack *tabs = GTK_STACK (PRIVATE (self)->tabs);
    g_autoptr (GtkWidget) form = g_object_ref (gtk_stack_get_child_by_name (tabs, "form"));
    GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);

    gtk_stack_remove (tabs, form);
    gtk_widget_set_hexpand (form, TRUE);
    gtk_paned_set_start_child (GTK_PANED (paned), form);
    gtk_paned_set_end_child (GTK_PANED (paned), side);
    gtk_paned_set_shrink_start_child (GTK_PANED (paned), FALSE);
    gtk_paned_set_resize_end_child (GTK_PANED (paned), FALSE);
    gtk_widget_set_size_request (form, FORM_MIN_PX, -1);
    gtk_stack_add_titled (tabs, paned, "form", tr ("Details"));
}

void
form_page_add_tab (SirajFormPage *self, const char *title_msgid, GtkWidget *child)
{
    gtk_stack_add_titled (GTK_STACK (PRIVATE (self)->tabs), child, NULL, tr (title_msgid));
    gtk_widget_set_visible (PRIVATE (self)->switcher, TRUE);
}

GtkWidget *
form_page_add_button (SirajFormPage *self, const char *label, const char *permission,
                      GCallback clicked)
{
    GtkWidget *button = button_new (label, clicked, self);

    if (permission != NULL)
        gtk_widget_set_visible (
            button, client_session_may (page_get_session (SIRAJ_PAGE (self)), permission));
    gtk_box_append (GTK_BOX (PRIVATE (self)->tools), button);
    return button;
}

void
form_page_set_initial (SirajFormPage *self, gconstpointer data)
{
    form_set_initial (SIRAJ_FORM (PRIVATE (self)->form), data);
}

static void
form_page_finalize (GObject *object)
{
    SirajFormPagePrivate *private = PRIVATE (SIRAJ_FORM_PAGE (object));

    if (private->data != NULL)
        record_free (private->spec->record, private->data);
    g_free (private->key);
    G_OBJECT_CLASS (form_page_parent_class)->finalize (object);
}

static void
form_page_class_init (SirajFormPageClass *class)
{
    SirajPageClass *page_class = SIRAJ_PAGE_CLASS (class);

    G_OBJECT_CLASS (class)->finalize = form_page_finalize;
    page_class->shown = form_page_shown;
    page_class->refresh = form_page_refresh;
    page_class->save = form_page_save;
    page_class->escape = form_page_escape;
    loaded_signal = g_signal_new ("loaded", SIRAJ_TYPE_FORM_PAGE, G_SIGNAL_RUN_FIRST,
                                  G_STRUCT_OFFSET (SirajFormPageClass, loaded), NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
form_page_init (SirajFormPage *self)
{
}
