/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reference to another record: searched at the server as one types, chosen from at most 20 hits
 * with the arrows and Enter. */
#include "client/core/format.h"
#include "client/widgets/editors/kinds.h"
#include "client/widgets/pieces.h"
#include "common/base/text.h"

#define TYPING_RESTS_MS 200
#define MAX_HITS 20

struct _SirajLookupEditor {
    SirajEditor parent_instance;
    SirajApi *api;
    Lookup lookup;
    GtkWidget *entry;
    GtkWidget *popover;
    GtkWidget *list;
    gint64 chosen_id;
    const Field *shows; /* member with the text of the chosen row, or NULL */
    gboolean quiet;     /* the program writes into the entry, not the user */
    guint typing_source;
    GCancellable *searching;
};

G_DEFINE_FINAL_TYPE (SirajLookupEditor, lookup_editor, SIRAJ_TYPE_EDITOR)

static void
set_entry_text (SirajLookupEditor *self, const char *text)
{
    self->quiet = TRUE;
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
    self->quiet = FALSE;
}

static void
stop_search (SirajLookupEditor *self)
{
    g_clear_handle_id (&self->typing_source, g_source_remove);
    if (self->searching != NULL)
        g_cancellable_cancel (self->searching);
    g_clear_object (&self->searching);
}

static void
choose (SirajLookupEditor *self, GtkListBoxRow *row)
{
    gint64 *id;

    if (row == NULL)
        return;
    id = g_object_get_data (G_OBJECT (row), "id");
    stop_search (self);
    self->chosen_id = *id;
    gtk_popover_popdown (GTK_POPOVER (self->popover));
    set_entry_text (self, g_object_get_data (G_OBJECT (row), "text"));
    gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
    editor_changed (SIRAJ_EDITOR (self));
}

static void
row_activated (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
    choose (SIRAJ_LOOKUP_EDITOR (user_data), row);
}

/* Hits */

static void
clear_hits (SirajLookupEditor *self)
{
    GtkWidget *row;

    while ((row = gtk_widget_get_first_child (self->list)) != NULL)
        gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
}

static void
add_hit (SirajLookupEditor *self, JsonObject *hit)
{
    const char *member = self->lookup.member != NULL ? self->lookup.member : "name";
    const char *text = json_object_get_string_member_with_default (hit, member, "");
    const char *code = json_object_get_string_member_with_default (hit, "number", NULL);
    g_autofree char *shown_text = format_text (text);
    g_autofree char *shown_code = format_text (code);
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *label = gtk_label_new (shown_text);
    GtkWidget *row = gtk_list_box_row_new ();
    gint64 id = json_object_get_int_member_with_default (hit, "id", 0);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_widget_set_hexpand (label, TRUE);
    gtk_box_append (GTK_BOX (box), label);
    if (code != NULL && !g_str_equal (member, "number")) {
        GtkWidget *number = gtk_label_new (shown_code);

        gtk_widget_add_css_class (number, "dim-label");
        gtk_box_append (GTK_BOX (box), number);
    }
    gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
    g_object_set_data_full (G_OBJECT (row), "id", g_memdup2 (&id, sizeof id), g_free);
    g_object_set_data_full (G_OBJECT (row), "text", g_strdup (text), g_free);
    gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
show_hits (SirajLookupEditor *self, JsonObject *answer)
{
    JsonNode *node = answer != NULL ? json_object_get_member (answer, "items") : NULL;
    JsonArray *items =
        node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
    guint n = items != NULL ? MIN (json_array_get_length (items), MAX_HITS) : 0;

    clear_hits (self);
    for (guint i = 0; i < n; i++)
        add_hit (self, json_array_get_object_element (items, i));
    gtk_list_box_select_row (GTK_LIST_BOX (self->list),
                             gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));
    gtk_widget_set_size_request (self->popover, gtk_widget_get_width (self->entry), -1);
    gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajLookupEditor *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (api_error_is_cancelled (error))
        return;
    g_clear_object (&self->searching);
    if (answer != NULL)
        show_hits (self, api_answer_object (answer));
}

static gboolean
search (gpointer user_data)
{
    SirajLookupEditor *self = user_data;
    g_autofree char *text = text_strip_marks (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
    g_autofree char *q = g_uri_escape_string (text, NULL, FALSE);
    g_autofree char *path =
        g_strdup_printf ("%s%cq=%s&limit=%d&count=0", self->lookup.path,
                         strchr (self->lookup.path, '?') != NULL ? '&' : '?', q, MAX_HITS);

    self->typing_source = 0;
    stop_search (self);
    self->searching = g_cancellable_new ();
    api_call_async (self->api, &(ApiRequest) { "GET", path }, self->searching, searched, self);
    return G_SOURCE_REMOVE;
}

/* Keys */

static void
entry_changed (SirajLookupEditor *self)
{
    if (self->quiet)
        return;
    self->chosen_id = 0;
    editor_changed (SIRAJ_EDITOR (self));
    g_clear_handle_id (&self->typing_source, g_source_remove);
    self->typing_source = g_timeout_add (TYPING_RESTS_MS, search, self);
}

static void
move_selection (SirajLookupEditor *self, int step)
{
    GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
    int index = row != NULL ? gtk_list_box_row_get_index (row) + step : 0;

    row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), MAX (index, 0));
    if (row != NULL)
        gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
             gpointer user_data)
{
    SirajLookupEditor *self = user_data;
    gboolean open = gtk_widget_get_visible (self->popover);

    if (keyval == GDK_KEY_Down && !open) {
        search (self);
        return TRUE;
    }
    if (!open)
        return FALSE;
    switch (keyval) {
    case GDK_KEY_Down:
        move_selection (self, 1);
        return TRUE;
    case GDK_KEY_Up:
        move_selection (self, -1);
        return TRUE;
    case GDK_KEY_Escape:
        gtk_popover_popdown (GTK_POPOVER (self->popover));
        return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_Tab:
        choose (self, gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)));
        return keyval != GDK_KEY_Tab;
    default:
        return FALSE;
    }
}

static void
focus_left (SirajLookupEditor *self)
{
    g_clear_handle_id (&self->typing_source, g_source_remove);
    gtk_popover_popdown (GTK_POPOVER (self->popover));
}

/* Editor */

static void
lookup_editor_load (SirajEditor *editor, gconstpointer data)
{
    SirajLookupEditor *self = SIRAJ_LOOKUP_EDITOR (editor);
    g_autofree char *text = NULL;

    self->chosen_id = field_get_int64 (editor_get_field (editor), data);
    text =
        self->shows != NULL && self->chosen_id != 0 ? format_field_plain (self->shows, data) : NULL;
    if (text == NULL && self->chosen_id != 0)
        text = g_strdup_printf ("%" G_GINT64_FORMAT, self->chosen_id);
    set_entry_text (self, text);
}

static gboolean
lookup_editor_store (SirajEditor *editor, gpointer data, GError **error)
{
    SirajLookupEditor *self = SIRAJ_LOOKUP_EDITOR (editor);
    g_autofree char *text = text_strip_marks (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

    if (*text != '\0' && self->chosen_id == 0)
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                       "“%s” was typed but not chosen. Choose a row of the list with Enter.", text);
    field_set_int64 (editor_get_field (editor), data, *text != '\0' ? self->chosen_id : 0);
    return TRUE;
}

static void
lookup_editor_dispose (GObject *object)
{
    SirajLookupEditor *self = SIRAJ_LOOKUP_EDITOR (object);

    stop_search (self);
    g_clear_pointer (&self->popover, gtk_widget_unparent);
    g_clear_object (&self->api);
    G_OBJECT_CLASS (lookup_editor_parent_class)->dispose (object);
}

static void
lookup_editor_class_init (SirajLookupEditorClass *class)
{
    G_OBJECT_CLASS (class)->dispose = lookup_editor_dispose;
    SIRAJ_EDITOR_CLASS (class)->load = lookup_editor_load;
    SIRAJ_EDITOR_CLASS (class)->store = lookup_editor_store;
}

static void
lookup_editor_init (SirajLookupEditor *self)
{
    GtkEventController *keys = gtk_event_controller_key_new ();
    GtkEventController *focus = gtk_event_controller_focus_new ();

    self->entry = gtk_entry_new ();
    gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY,
                                       "system-search-symbolic");
    gtk_entry_set_icon_activatable (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY, FALSE);
    editor_set_input (SIRAJ_EDITOR (self), self->entry, self->entry);
    self->list = gtk_list_box_new ();
    self->popover = gtk_popover_new ();
    gtk_widget_add_css_class (self->popover, "hits");
    gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
    gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
    gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
    gtk_popover_set_child (GTK_POPOVER (self->popover), self->list);
    gtk_list_box_set_placeholder (GTK_LIST_BOX (self->list),
                                  gtk_label_new (tr ("Nothing matches.")));
    gtk_widget_set_can_focus (self->popover, FALSE);
    gtk_widget_set_parent (self->popover, GTK_WIDGET (self));

    g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated), self);
    g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (entry_changed), self);
    g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (editor_activated), self);
    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
    g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left), self);
    gtk_widget_add_controller (self->entry, keys);
    gtk_widget_add_controller (self->entry, focus);
}

SirajEditor *
lookup_editor_new (const Record *record, const Lookup *lookup, SirajApi *api)
{
    SirajLookupEditor *self = g_object_new (SIRAJ_TYPE_LOOKUP_EDITOR, NULL);

    self->lookup = *lookup;
    self->api = g_object_ref (api);
    if (g_strcmp0 (lookup->member, "number") == 0)
        entry_set_left_to_right (self->entry);
    self->shows = lookup->shows != NULL ? record_find_field (record, lookup->shows) : NULL;
    return SIRAJ_EDITOR (self);
}
