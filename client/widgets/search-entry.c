/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one box that understands everything. */
#include "client/widgets/search-entry.h"

#include "client/widgets/pieces.h"
#include "common/base/language.h"
#include "common/base/text.h"

#define TYPING_RESTS_MS 180

struct _SirajSearchEntry {
    GtkWidget parent_instance;
    GtkWidget *entry;
    guint typing_source;
};

enum { SEARCHED, DOWN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SirajSearchEntry, search_entry, GTK_TYPE_WIDGET)

char *
search_entry_dup_text (SirajSearchEntry *self)
{
    return text_strip_marks (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

void
search_entry_set_text (SirajSearchEntry *self, const char *text)
{
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
}

static void
tell (SirajSearchEntry *self)
{
    g_autofree char *text = search_entry_dup_text (self);

    g_signal_emit (self, signals[SEARCHED], 0, text);
}

static gboolean
typing_rests (gpointer user_data)
{
    SirajSearchEntry *self = user_data;

    self->typing_source = 0;
    tell (self);
    return G_SOURCE_REMOVE;
}

/* GtkSearchEntry tells of an empty text at once: typing over marked text would search for all. */
static void
changed (SirajSearchEntry *self)
{
    g_clear_handle_id (&self->typing_source, g_source_remove);
    self->typing_source = g_timeout_add (TYPING_RESTS_MS, typing_rests, self);
}

/* Esc empties the box, and leaves it when it is empty. */
static void
stopped (SirajSearchEntry *self)
{
    if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
        gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
    else
        g_signal_emit (self, signals[DOWN], 0);
}

/* Enter searches at once and goes to the rows. */
static void
activated (SirajSearchEntry *self)
{
    g_clear_handle_id (&self->typing_source, g_source_remove);
    tell (self);
    g_signal_emit (self, signals[DOWN], 0);
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
             gpointer user_data)
{
    SirajSearchEntry *self = user_data;

    if (keyval != GDK_KEY_Down)
        return FALSE;
    g_signal_emit (self, signals[DOWN], 0);
    return TRUE;
}

static gboolean
search_entry_grab_focus (GtkWidget *widget)
{
    SirajSearchEntry *self = SIRAJ_SEARCH_ENTRY (widget);
    gboolean grabbed = gtk_widget_grab_focus (self->entry);

    gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
    return grabbed;
}

static void
search_entry_dispose (GObject *object)
{
    g_clear_handle_id (&SIRAJ_SEARCH_ENTRY (object)->typing_source, g_source_remove);
    widget_drop_children (GTK_WIDGET (object));
    G_OBJECT_CLASS (search_entry_parent_class)->dispose (object);
}

static void
search_entry_class_init (SirajSearchEntryClass *class)
{
    G_OBJECT_CLASS (class)->dispose = search_entry_dispose;
    GTK_WIDGET_CLASS (class)->grab_focus = search_entry_grab_focus;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
    signals[SEARCHED] = g_signal_new ("searched", SIRAJ_TYPE_SEARCH_ENTRY, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
    signals[DOWN] = g_signal_new ("down", SIRAJ_TYPE_SEARCH_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
search_entry_init (SirajSearchEntry *self)
{
    GtkEventController *keys = gtk_event_controller_key_new ();

    self->entry = gtk_search_entry_new ();
    gtk_widget_set_hexpand (self->entry, TRUE);
    gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
    g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed), self);
    g_signal_connect_swapped (self->entry, "stop-search", G_CALLBACK (stopped), self);
    g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (activated), self);
    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
    gtk_widget_add_controller (self->entry, keys);
}

GtkWidget *
search_entry_new (const char *hint)
{
    SirajSearchEntry *self = g_object_new (SIRAJ_TYPE_SEARCH_ENTRY, NULL);

    g_object_set (self->entry, "placeholder-text", tr (hint), NULL);
    widget_set_accessible_name (self->entry, tr (hint));
    return GTK_WIDGET (self);
}
