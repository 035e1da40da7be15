/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of records in a tab. */
#define G_LOG_DOMAIN "siraj-list-page"

#include "client/shell/list-page.h"

#include "client/shell/preview.h"
#include "client/widgets/pager.h"
#include "client/widgets/pieces.h"
#include "client/widgets/search-entry.h"
#include "client/widgets/status-page.h"
#include "common/base/language.h"

typedef struct {
    const ListPageSpec *spec;
    SirajPageModel *model;
    GtkWidget *tools;
    GtkWidget *extra_tools; /* what a page adds */
    GtkWidget *search;
    GtkWidget *filters;
    GtkWidget *loading;
    GtkWidget *stack;
    GtkWidget *table;
    GtkWidget *status;
    GtkWidget *preview;
    gboolean stale; /* to be loaded again when it is shown */
} SirajListPagePrivate;

G_DEFINE_TYPE_WITH_PRIVATE (SirajListPage, list_page, SIRAJ_TYPE_PAGE)

#define PRIVATE(self) ((SirajListPagePrivate *)list_page_get_instance_private (self))

/* Opening */

static void
open_item (SirajListPage *self, SirajItem *item)
{
    const ListPageSpec *spec = PRIVATE (self)->spec;

    if (spec->open != NULL)
        spec->open (self, item);
    else if (spec->opens != NULL)
        page_open_id (SIRAJ_PAGE (self), spec->opens, item_get_id (item));
}

static void
table_activated (SirajTable *table, SirajItem *item, gpointer user_data)
{
    open_item (user_data, item);
}

static gboolean
may_create (SirajListPage *self)
{
    const ListPageSpec *spec = PRIVATE (self)->spec;

    return spec->creates != NULL &&
           client_session_may (page_get_session (SIRAJ_PAGE (self)), spec->new_permission);
}

static void
list_page_create (SirajPage *page)
{
    SirajListPage *self = SIRAJ_LIST_PAGE (page);

    if (may_create (self))
        page_open_id (page, PRIVATE (self)->spec->creates, 0);
}

/* Preview */

static void
table_previewed (SirajTable *table, SirajItem *item, gpointer user_data)
{
    SirajListPagePrivate *private = PRIVATE (SIRAJ_LIST_PAGE (user_data));
    gboolean shown = gtk_widget_get_visible (private->preview);

    if (!shown)
        preview_show (private->preview, item);
    gtk_widget_set_visible (private->preview, !shown);
}

static void
table_selected (SirajTable *table, gpointer user_data)
{
    SirajListPagePrivate *private = PRIVATE (SIRAJ_LIST_PAGE (user_data));
    SirajItem *item = table_get_selected (table);

    if (item != NULL && gtk_widget_get_visible (private->preview))
        preview_show (private->preview, item);
}

/* State */

static gboolean
is_filtered (SirajListPage *self)
{
    SirajListPagePrivate *private = PRIVATE (self);

    if (page_model_get (private->model, "q") != NULL)
        return TRUE;
    for (guint i = 0; i < private->spec->n_filters; i++)
        if (page_model_get (private->model, private->spec->filters[i].name) != NULL)
            return TRUE;
    return FALSE;
}

static void
show_empty (SirajListPage *self)
{
    SirajListPagePrivate *private = PRIVATE (self);
    const ListPageSpec *spec = private->spec;
    SirajStatusPage *status = SIRAJ_STATUS_PAGE (private->status);

    if (is_filtered (self))
        status_page_set (status, "system-search-symbolic", tr ("Nothing matches"),
                         tr ("No row fits the search and the filters together."),
                         tr ("Show everything"));
    else
        status_page_set (status, spec->icon_name, tr ("Nothing here yet"),
                         spec->empty_hint != NULL ? tr (spec->empty_hint) : NULL,
                         may_create (self) ? tr (spec->new_label) : NULL);
}

/* Old rows stay in sight while new ones load and when they cannot be had. */
static void
model_changed (SirajListPage *self)
{
    SirajListPagePrivate *private = PRIVATE (self);
    guint n = g_list_model_get_n_items (page_model_get_items (private->model));
    const GError *error = page_model_get_error (private->model);
    gboolean loading = page_model_is_loading (private->model);

    gtk_widget_set_opacity (private->loading, loading ? 1 : 0);
    page_set_busy (SIRAJ_PAGE (self), loading);
    if (error != NULL && !loading && n > 0)
        page_report (SIRAJ_PAGE (self), error);
    if (n > 0 || !page_model_is_loaded (private->model)) {
        gtk_stack_set_visible_child_name (GTK_STACK (private->stack), "rows");
        return;
    }
    if (loading)
        return;
    if (error != NULL)
        status_page_set_error (SIRAJ_STATUS_PAGE (private->status), error);
    else
        show_empty (self);
    gtk_stack_set_visible_child_name (GTK_STACK (private->stack), "status");
}

static void
status_action (SirajListPage *self)
{
    SirajListPagePrivate *private = PRIVATE (self);

    if (page_model_get_error (private->model) != NULL) {
        page_model_reload (private->model);
    } else if (is_filtered (self)) {
        filter_bar_clear (SIRAJ_FILTER_BAR (private->filters));
        page_model_set (private->model, "q", NULL);
        if (private->search != NULL)
            search_entry_set_text (SIRAJ_SEARCH_ENTRY (private->search), NULL);
    } else {
        list_page_create (SIRAJ_PAGE (self));
    }
}

static void
searched (SirajSearchEntry *entry, const char *text, gpointer user_data)
{
    page_model_set (PRIVATE (SIRAJ_LIST_PAGE (user_data))->model, "q", text);
}

static void
go_to_rows (SirajListPage *self)
{
    table_focus_rows (SIRAJ_TABLE (PRIVATE (self)->table));
}

/* Export: the whole filtered list, made by the server. */

typedef struct {
    SirajListPage *page;
    GFile *file;
} Export;

static void
export_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (SirajPage) page = user_data;
    g_autoptr (GError) error = NULL;

    if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
        page_toast (page, tr ("The list was exported."));
    else
        page_report (page, error);
}

static void
export_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Export *export = user_data;
    g_autoptr (SirajListPage) page = export->page;
    g_autoptr (GFile) file = export->file;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    g_free (export);
    if (error != NULL)
        page_report (SIRAJ_PAGE (page), error);
    else
        g_file_replace_contents_bytes_async (file, answer->bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                             NULL, export_written, g_object_ref (page));
}

static void
export_to (SirajListPage *self, GFile *file)
{
    g_autofree char *path = page_model_dup_path (PRIVATE (self)->model, "csv");
    Export *export = g_new0 (Export, 1);

    export->page = g_object_ref (self);
    export->file = g_object_ref (file);
    api_call_async (page_get_api (SIRAJ_PAGE (self)), &(ApiRequest) { "GET", path },
                    page_get_cancellable (SIRAJ_PAGE (self)), export_answered, export);
}

static void
file_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
    if (response == GTK_RESPONSE_ACCEPT) {
        g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

        export_to (user_data, file);
    }
    g_object_unref (dialog);
}

void
list_page_export (SirajListPage *self)
{
    GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
    GtkFileChooserNative *dialog =
        gtk_file_chooser_native_new (tr ("Export the list"), window, GTK_FILE_CHOOSER_ACTION_SAVE,
                                     tr ("_Export"), tr ("_Cancel"));
    g_autofree char *name = g_strconcat (page_get_location (SIRAJ_PAGE (self))->page, ".csv", NULL);

    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
    g_signal_connect_object (dialog, "response", G_CALLBACK (file_chosen), self, 0);
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* Keys */

static void
list_page_refresh (SirajPage *page)
{
    page_model_reload (PRIVATE (SIRAJ_LIST_PAGE (page))->model);
}

static void
list_page_find (SirajPage *page)
{
    SirajListPagePrivate *private = PRIVATE (SIRAJ_LIST_PAGE (page));

    if (private->search != NULL)
        gtk_widget_grab_focus (private->search);
}

static gboolean
list_page_escape (SirajPage *page)
{
    SirajListPagePrivate *private = PRIVATE (SIRAJ_LIST_PAGE (page));

    if (!gtk_widget_get_visible (private->preview))
        return FALSE;
    gtk_widget_set_visible (private->preview, FALSE);
    go_to_rows (SIRAJ_LIST_PAGE (page));
    return TRUE;
}

static void
list_page_shown (SirajPage *page)
{
    SirajListPagePrivate *private = PRIVATE (SIRAJ_LIST_PAGE (page));

    if (private->search != NULL && !page_model_is_loaded (private->model))
        list_page_find (page);
    else
        go_to_rows (SIRAJ_LIST_PAGE (page));
    if (private->stale || !page_model_is_loaded (private->model))
        page_model_reload (private->model);
    private->stale = FALSE;
}

static void
list_page_told (SirajPage *page, const char *changed)
{
    SirajListPagePrivate *private = PRIVATE (SIRAJ_LIST_PAGE (page));

    if (!g_str_equal (page_get_location (page)->page, changed))
        return;
    if (gtk_widget_get_mapped (GTK_WIDGET (page)))
        page_model_reload (private->model);
    else
    private->stale = TRUE;
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
             gpointer user_data)
{
    SirajListPagePrivate *private = PRIVATE (SIRAJ_LIST_PAGE (user_data));

    if (!(state & GDK_ALT_MASK))
        return FALSE;
    if (keyval == GDK_KEY_Page_Down)
        page_model_next (private->model);
    else if (keyval == GDK_KEY_Page_Up)
        page_model_previous (private->model);
    else
        return FALSE;
    return TRUE;
}

/* Making */

static void
add_new_button (SirajListPage *self)
{
    SirajListPagePrivate *private = PRIVATE (self);
    GtkWidget *button = gtk_button_new_with_label (tr (private->spec->new_label));

    gtk_widget_add_css_class (button, "suggested-action");
    gtk_widget_set_tooltip_text (button, "Ctrl+N");
    g_signal_connect_swapped (button, "clicked", G_CALLBACK (page_create), self);
    gtk_box_append (GTK_BOX (private->tools), button);
}

static void
add_tools (SirajListPage *self)
{
    SirajListPagePrivate *private = PRIVATE (self);
    GtkWidget *export = icon_button_new ("document-save-symbolic", tr ("Export as CSV"), NULL);

    if (private->spec->search_hint != NULL) {
        private->search = search_entry_new (private->spec->search_hint);
        gtk_widget_set_hexpand (private->search, TRUE);
        gtk_box_append (GTK_BOX (private->tools), private->search);
        g_signal_connect (private->search, "searched", G_CALLBACK (searched), self);
        g_signal_connect_swapped (private->search, "down", G_CALLBACK (go_to_rows), self);
    }
    gtk_box_append (GTK_BOX (private->tools), private->filters);
    gtk_box_append (GTK_BOX (private->tools), private->extra_tools);
    gtk_widget_set_hexpand (private->extra_tools, private->search == NULL);
    gtk_widget_set_halign (private->extra_tools, GTK_ALIGN_END);
    if (may_create (self))
        add_new_button (self);
    g_signal_connect_swapped (export, "clicked", G_CALLBACK (list_page_export), self);
    gtk_box_append (GTK_BOX (private->tools), export);
    gtk_box_append (GTK_BOX (private->tools),
                    table_new_column_button (SIRAJ_TABLE (private->table)));
}

static void
add_body (SirajListPage *self)
{
    SirajListPagePrivate *private = PRIVATE (self);
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

    private->stack = gtk_stack_new ();
    private->status = status_page_new ();
    private->preview = preview_new ();
    gtk_stack_add_named (GTK_STACK (private->stack), private->table, "rows");
    gtk_stack_add_named (GTK_STACK (private->stack), private->status, "status");
    gtk_widget_set_hexpand (private->stack, TRUE);
    gtk_widget_set_vexpand (body, TRUE);
    gtk_widget_set_visible (private->preview, FALSE);
    gtk_box_append (GTK_BOX (body), private->stack);
    gtk_box_append (GTK_BOX (body), private->preview);
    gtk_box_append (GTK_BOX (self), private->tools);
    gtk_box_append (GTK_BOX (self), private->loading);
    gtk_box_append (GTK_BOX (self), body);
    gtk_box_append (GTK_BOX (self), pager_new (private->model, private->spec->sum_label));
}

/* "account_id=12&state=open" of the location becomes filters. */
static void
apply_query (SirajListPage *self, const char *query)
{
    SirajListPagePrivate *private = PRIVATE (self);
    g_autoptr (GHashTable) params =
        g_uri_parse_params (query, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
    GHashTableIter iter;
    gpointer name, value;

    if (params == NULL)
        return;
    g_hash_table_iter_init (&iter, params);
    while (g_hash_table_iter_next (&iter, &name, &value)) {
        if (g_str_equal (name, "q") && private->search != NULL)
            search_entry_set_text (SIRAJ_SEARCH_ENTRY (private->search), value);
        filter_bar_set (SIRAJ_FILTER_BAR (private->filters), name, value, NULL);
    }
}

static void
watch (SirajListPage *self)
{
    SirajListPagePrivate *private = PRIVATE (self);
    GtkEventController *keys = gtk_event_controller_key_new ();

    g_signal_connect (private->table, "activated", G_CALLBACK (table_activated), self);
    g_signal_connect (private->table, "preview", G_CALLBACK (table_previewed), self);
    g_signal_connect (private->table, "selected", G_CALLBACK (table_selected), self);
    g_signal_connect_swapped (private->status, "action", G_CALLBACK (status_action), self);
    g_signal_connect_object (private->model, "changed", G_CALLBACK (model_changed), self,
                             G_CONNECT_SWAPPED);
    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
    gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
list_page_setup (SirajListPage *self, const PageContext *context, const ListPageSpec *spec)
{
    SirajListPagePrivate *private = PRIVATE (self);
    SirajApi *api = client_session_get_api (context->session);
    g_autofree char *group = g_strdup_printf ("list %s %s", context->location->page,
                                              client_session_get_username (context->session));

    page_setup (SIRAJ_PAGE (self), context, tr (spec->title), spec->icon_name);
    private->spec = spec;
    private->model = page_model_new (api, spec->path, spec->record);
    page_model_set (private->model, "sort", spec->sort);
    private->table = table_new (page_model_get_items (private->model), spec->record, spec->columns,
                                spec->n_columns);
    table_set_memory (SIRAJ_TABLE (private->table), context->settings, group);
    table_set_page_model (SIRAJ_TABLE (private->table), private->model);
    private->filters =
        filter_bar_new (private->model, spec->record, spec->filters, spec->n_filters, api);
    private->tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    private->extra_tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    private->loading = gtk_progress_bar_new ();
    gtk_widget_add_css_class (private->tools, "tools");
    gtk_widget_add_css_class (private->loading, "osd");
    gtk_widget_set_opacity (private->loading, 0);
    add_tools (self);
    add_body (self);
    watch (self);
    if (context->location->query != NULL)
        apply_query (self, context->location->query);
}

SirajPage *
list_page_new (const PageContext *context, const ListPageSpec *spec)
{
    SirajListPage *self = g_object_new (SIRAJ_TYPE_LIST_PAGE, NULL);

    list_page_setup (self, context, spec);
    return SIRAJ_PAGE (self);
}

SirajPageModel *
list_page_get_model (SirajListPage *self)
{
    return PRIVATE (self)->model;
}

SirajTable *
list_page_get_table (SirajListPage *self)
{
    return SIRAJ_TABLE (PRIVATE (self)->table);
}

GtkWidget *
list_page_add_button (SirajListPage *self, const char *label, const char *permission,
                      GCallback clicked)
{
    GtkWidget *button = button_new (label, clicked, self);

    gtk_widget_set_visible (button,
                            client_session_may (page_get_session (SIRAJ_PAGE (self)), permission));
    gtk_box_append (GTK_BOX (PRIVATE (self)->extra_tools), button);
    return button;
}

static void
list_page_dispose (GObject *object)
{
    SirajListPagePrivate *private = PRIVATE (SIRAJ_LIST_PAGE (object));

    if (private->model != NULL)
        g_signal_handlers_disconnect_by_data (private->model, object);
    g_clear_object (&private->model);
    G_OBJECT_CLASS (list_page_parent_class)->dispose (object);
}

static void
list_page_class_init (SirajListPageClass *class)
{
    SirajPageClass *page_class = SIRAJ_PAGE_CLASS (class);

    G_OBJECT_CLASS (class)->dispose = list_page_dispose;
    page_class->shown = list_page_shown;
    page_class->refresh = list_page_refresh;
    page_class->find = list_page_find;
    page_class->create = list_page_create;
    page_class->escape = list_page_escape;
    page_class->told = list_page_told;
}

static void
list_page_init (SirajListPage *self)
{
}
