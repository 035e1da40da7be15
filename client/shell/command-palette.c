/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl+K: goes anywhere. */
#include "client/shell/command-palette.h"

#include "client/core/format.h"
#include "client/shell/registry.h"
#include "client/widgets/pieces.h"
#include "common/base/text.h"
#include "common/schema/json.h"
#include "common/types/users-types.h"

#define TYPING_RESTS_MS 120
#define MAX_PAGES 8
#define WIDTH_PX 560
#define HEIGHT_PX 420

typedef struct {
    const char *action;
    const char *title; /* message id */
    const char *icon_name;
    const char *keys;
} Command;

static const Command commands[] = {
    { "win.refresh", N_ ("Load again"), "view-refresh-symbolic", "F5" },
    { "win.preferences", N_ ("Preferences"), "emblem-system-symbolic", NULL },
    { "win.show-help-overlay", N_ ("Keyboard shortcuts"), "input-keyboard-symbolic", "Ctrl+?" },
    { "win.sign-out", N_ ("Sign out"), "system-log-out-symbolic", NULL },
};

/* What the kinds of hits are called; the kind is also the page that shows one. */
static const struct {
    const char *kind;
    const char *title; /* message id */
    const char *icon_name;
} kinds[] = {
    { "customer", N_ ("Customer"), "avatar-default-symbolic" },
    { "account", N_ ("Account"), "x-office-address-book-symbolic" },
    { "meter", N_ ("Meter"), "power-profile-performance-symbolic" },
    { "invoice", N_ ("Invoice"), "text-x-generic-symbolic" },
    { "payment", N_ ("Receipt"), "emblem-ok-symbolic" },
};

struct _SirajCommandPalette {
    GtkWidget parent_instance;
    SirajSession *session;
    GtkWidget *entry;
    GtkWidget *list;
    GtkWidget *note;
    GCancellable *searching;
    guint typing_source;
    guint n_local;
};

enum { CHOSEN, COMMAND, LEAVE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SirajCommandPalette, command_palette, GTK_TYPE_WIDGET)

/* Rows */

static GtkWidget *
add_row (SirajCommandPalette *self, const char *icon_name, const char *title, const char *subtitle)
{
    g_autofree char *shown_title = format_text (title);
    g_autofree char *shown_subtitle = format_text (subtitle);
    GtkWidget *row = gtk_list_box_row_new ();
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *label = label_new (shown_title, NULL);
    GtkWidget *more = label_new (shown_subtitle, "dim-label");

    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_label_set_ellipsize (GTK_LABEL (more), PANGO_ELLIPSIZE_END);
    gtk_widget_set_hexpand (label, TRUE);
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon_name));
    gtk_box_append (GTK_BOX (box), label);
    gtk_box_append (GTK_BOX (box), more);
    gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
    gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    return row;
}

static void
select_first (SirajCommandPalette *self)
{
    GtkListBoxRow *first = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);

    if (first != NULL)
        gtk_list_box_select_row (GTK_LIST_BOX (self->list), first);
}

static gboolean
matches (const char *title, const char *wanted)
{
    g_autofree char *folded = text_fold (title);

    return strstr (folded, wanted) != NULL;
}

static void
add_pages (SirajCommandPalette *self, const char *wanted)
{
    guint n, added = 0;
    const PageEntry *entries = registry_list (&n);

    for (guint i = 0; i < n && added < MAX_PAGES; i++) {
        GtkWidget *row;

        if (entries[i].group == GROUP_NONE || !matches (tr (entries[i].title), wanted) ||
            !client_session_may (self->session, entries[i].permission))
            continue;
        row = add_row (self, entries[i].icon_name, tr (entries[i].title),
                       tr (registry_group_title (entries[i].group)));
        g_object_set_data (G_OBJECT (row), "place", (gpointer)entries[i].id);
        added++;
    }
    self->n_local += added;
}

static void
add_commands (SirajCommandPalette *self, const char *wanted)
{
    for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
        GtkWidget *row;

        if (!matches (tr (commands[i].title), wanted))
            continue;
        row = add_row (self, commands[i].icon_name, tr (commands[i].title), commands[i].keys);
        g_object_set_data (G_OBJECT (row), "action", (gpointer)commands[i].action);
        self->n_local++;
    }
}

static void
clear_rows (SirajCommandPalette *self, guint from)
{
    GtkListBoxRow *row;

    while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int)from)) != NULL)
        gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
}

static void
show_local (SirajCommandPalette *self, const char *text)
{
    g_autofree char *wanted = text_fold (text);

    clear_rows (self, 0);
    self->n_local = 0;
    add_pages (self, wanted);
    add_commands (self, wanted);
    select_first (self);
}

/* Hits of the server */

static void
add_hit (SirajCommandPalette *self, const SearchHit *hit)
{
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
        GtkWidget *row;
        g_autofree char *subtitle = NULL;

        if (g_strcmp0 (kinds[i].kind, hit->kind) != 0 || registry_find (hit->kind) == NULL)
            continue;
        subtitle = g_strdup_printf ("%s · %s", tr (kinds[i].title),
                                    hit->subtitle != NULL ? hit->subtitle : "");
        row = add_row (self, kinds[i].icon_name, hit->title, subtitle);
        g_object_set_data_full (G_OBJECT (row), "place",
                                page_location_format (&(PageLocation) { hit->kind, hit->id, NULL }),
                                g_free);
    }
}

static void
take_hits (SirajCommandPalette *self, JsonObject *object)
{
    JsonNode *node = object != NULL ? json_object_get_member (object, "items") : NULL;
    g_autoptr (GPtrArray) hits = NULL;

    if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
        hits =
            json_read_list (json_node_get_array (node), &search_hit_record, JSON_IN_ANSWER, NULL);
    clear_rows (self, self->n_local);
    for (guint i = 0; hits != NULL && i < hits->len; i++)
        add_hit (self, hits->pdata[i]);
    if (self->n_local == 0)
        select_first (self);
}

static void
show_note (SirajCommandPalette *self, const char *text)
{
    gtk_label_set_text (GTK_LABEL (self->note), text);
    gtk_widget_set_visible (self->note, text != NULL);
}

static void
searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajCommandPalette *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (api_error_is_cancelled (error))
        return;
    g_clear_object (&self->searching);
    show_note (self, error != NULL ? error->message : NULL);
    if (answer != NULL)
        take_hits (self, api_answer_object (answer));
}

static void
stop_search (SirajCommandPalette *self)
{
    g_clear_handle_id (&self->typing_source, g_source_remove);
    if (self->searching != NULL)
        g_cancellable_cancel (self->searching);
    g_clear_object (&self->searching);
}

static gboolean
search (gpointer user_data)
{
    SirajCommandPalette *self = user_data;
    g_autofree char *text = text_strip_marks (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
    g_autofree char *escaped = g_uri_escape_string (text, NULL, FALSE);
    g_autofree char *path = g_strconcat ("/api/v1/search?q=", escaped, NULL);

    self->typing_source = 0;
    self->searching = g_cancellable_new ();
    api_call_async (client_session_get_api (self->session), &(ApiRequest) { "GET", path },
                    self->searching, searched, self);
    return G_SOURCE_REMOVE;
}

static void
entry_changed (SirajCommandPalette *self)
{
    g_autofree char *text = text_strip_marks (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

    stop_search (self);
    show_local (self, text);
    if (*text != '\0')
        self->typing_source = g_timeout_add (TYPING_RESTS_MS, search, self);
}

/* Choosing */

static void
choose (SirajCommandPalette *self, GtkListBoxRow *row)
{
    const char *place = row != NULL ? g_object_get_data (G_OBJECT (row), "place") : NULL;
    const char *action = row != NULL ? g_object_get_data (G_OBJECT (row), "action") : NULL;

    stop_search (self);
    if (place != NULL)
        g_signal_emit (self, signals[CHOSEN], 0, place);
    else if (action != NULL)
        g_signal_emit (self, signals[COMMAND], 0, action);
}

static void
row_activated (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
    choose (user_data, row);
}

static void
move_selection (SirajCommandPalette *self, int step)
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
    SirajCommandPalette *self = user_data;

    switch (keyval) {
    case GDK_KEY_Down:
        move_selection (self, 1);
        return TRUE;
    case GDK_KEY_Up:
        move_selection (self, -1);
        return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
        choose (self, gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)));
        return TRUE;
    case GDK_KEY_Escape:
        stop_search (self);
        g_signal_emit (self, signals[LEAVE], 0);
        return TRUE;
    default:
        return FALSE;
    }
}

void
command_palette_begin (SirajCommandPalette *self)
{
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
    show_note (self, NULL);
    show_local (self, "");
    gtk_widget_grab_focus (self->entry);
}

/* Class */

static void
command_palette_dispose (GObject *object)
{
    SirajCommandPalette *self = SIRAJ_COMMAND_PALETTE (object);

    stop_search (self);
    widget_drop_children (GTK_WIDGET (self));
    g_clear_object (&self->session);
    G_OBJECT_CLASS (command_palette_parent_class)->dispose (object);
}

static void
command_palette_class_init (SirajCommandPaletteClass *class)
{
    G_OBJECT_CLASS (class)->dispose = command_palette_dispose;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
    signals[CHOSEN] = g_signal_new ("chosen", SIRAJ_TYPE_COMMAND_PALETTE, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
    signals[COMMAND] = g_signal_new ("command", SIRAJ_TYPE_COMMAND_PALETTE, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
    signals[LEAVE] = g_signal_new ("leave", SIRAJ_TYPE_COMMAND_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
command_palette_init (SirajCommandPalette *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *scrolled = gtk_scrolled_window_new ();
    GtkEventController *keys = gtk_event_controller_key_new ();

    self->entry = gtk_search_entry_new ();
    self->list = gtk_list_box_new ();
    self->note = label_new (NULL, "field-error");
    g_object_set (self->entry, "placeholder-text",
                  tr ("Customer, account, meter, invoice, receipt or command"), NULL);
    widget_set_accessible_name (self->entry, tr ("Go anywhere"));
    gtk_label_set_wrap (GTK_LABEL (self->note), TRUE);
    gtk_widget_set_visible (self->note, FALSE);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                    GTK_POLICY_AUTOMATIC);
    gtk_widget_set_vexpand (scrolled, TRUE);
    gtk_widget_set_size_request (box, WIDTH_PX, HEIGHT_PX);
    gtk_widget_add_css_class (box, "palette");
    gtk_box_append (GTK_BOX (box), self->entry);
    gtk_box_append (GTK_BOX (box), self->note);
    gtk_box_append (GTK_BOX (box), scrolled);
    gtk_widget_set_parent (box, GTK_WIDGET (self));
    gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
    gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_START);
    g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (entry_changed), self);
    g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated), self);
    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
    gtk_widget_add_controller (self->entry, keys);
}

GtkWidget *
command_palette_new (SirajSession *session)
{
    SirajCommandPalette *self = g_object_new (SIRAJ_TYPE_COMMAND_PALETTE, NULL);

    self->session = g_object_ref (session);
    return GTK_WIDGET (self);
}
