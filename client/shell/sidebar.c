/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of the registry that the role may open. */
#include "client/shell/sidebar.h"

#include "client/shell/registry.h"
#include "client/widgets/pieces.h"
#include "common/base/language.h"
#include "common/base/text.h"

#define WIDTH_PX 216

typedef struct {
    const PageEntry *entry;
    GtkWidget *button;
    GtkWidget *label;
    char *folded_title; /* as the filter compares it */
} Row;

struct _SirajSidebar {
    GtkWidget parent_instance;
    GtkWidget *box;
    GtkWidget *filter;
    GtkWidget *list;
    GPtrArray *rows; /* Row */
    GtkWidget *headings[N_GROUPS];
    gboolean folded;
    gboolean marking;
};

static guint opened_signal;

G_DEFINE_FINAL_TYPE (SirajSidebar, sidebar, GTK_TYPE_WIDGET)

static void
row_free (Row *row)
{
    g_free (row->folded_title);
    g_free (row);
}

/* Filter */

static void
update_visible (SirajSidebar *self)
{
    g_autofree char *wanted = text_fold (gtk_editable_get_text (GTK_EDITABLE (self->filter)));
    gboolean any[N_GROUPS] = { FALSE };

    for (guint i = 0; i < self->rows->len; i++) {
        Row *row = self->rows->pdata[i];
        gboolean visible = self->folded || strstr (row->folded_title, wanted) != NULL;

        gtk_widget_set_visible (row->button, visible);
        gtk_widget_set_visible (row->label, !self->folded);
        any[row->entry->group] |= visible;
    }
    for (guint group = 0; group < N_GROUPS; group++)
        if (self->headings[group] != NULL)
            gtk_widget_set_visible (self->headings[group], any[group] && !self->folded);
    gtk_widget_set_visible (self->filter, !self->folded);
    gtk_widget_set_size_request (self->box, self->folded ? -1 : WIDTH_PX, -1);
}

/* Enter in the filter opens the first page that is left. */
static void
filter_activated (SirajSidebar *self)
{
    for (guint i = 0; i < self->rows->len; i++) {
        Row *row = self->rows->pdata[i];

        if (!gtk_widget_get_visible (row->button))
            continue;
        g_signal_emit (self, opened_signal, 0, row->entry->id);
        gtk_editable_set_text (GTK_EDITABLE (self->filter), "");
        return;
    }
}

/* Rows */

static void
toggled (GtkToggleButton *button, gpointer user_data)
{
    SirajSidebar *self =
        SIRAJ_SIDEBAR (gtk_widget_get_ancestor (GTK_WIDGET (button), SIRAJ_TYPE_SIDEBAR));
    Row *row = user_data;

    if (self == NULL || self->marking)
        return;
    /* What is in front stays marked, whatever is pressed: the window marks the new one. */
    self->marking = TRUE;
    gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
    self->marking = FALSE;
    g_signal_emit (self, opened_signal, 0, row->entry->id);
}

static void
add_heading (SirajSidebar *self, PageGroup group)
{
    if (self->headings[group] != NULL)
        return;
    self->headings[group] = label_new (tr (registry_group_title (group)), "sidebar-heading");
    gtk_box_append (GTK_BOX (self->list), self->headings[group]);
}

static void
add_row (SirajSidebar *self, const PageEntry *entry)
{
    Row *row = g_new0 (Row, 1);
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

    row->entry = entry;
    row->folded_title = text_fold (tr (entry->title));
    row->button = gtk_toggle_button_new ();
    row->label = label_new (tr (entry->title), NULL);
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (entry->icon_name));
    gtk_box_append (GTK_BOX (box), row->label);
    gtk_button_set_child (GTK_BUTTON (row->button), box);
    gtk_widget_add_css_class (row->button, "flat");
    gtk_widget_set_tooltip_text (row->button, tr (entry->title));
    widget_set_accessible_name (row->button, tr (entry->title));
    g_signal_connect (row->button, "toggled", G_CALLBACK (toggled), row);
    gtk_box_append (GTK_BOX (self->list), row->button);
    g_ptr_array_add (self->rows, row);
}

static void
clear (SirajSidebar *self)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child (self->list)) != NULL)
        gtk_box_remove (GTK_BOX (self->list), child);
    g_ptr_array_set_size (self->rows, 0);
    memset (self->headings, 0, sizeof self->headings);
}

void
sidebar_fill (SirajSidebar *self, SirajSession *session)
{
    guint n;
    const PageEntry *entries = registry_list (&n);

    clear (self);
    for (guint group = GROUP_NONE + 1; group < N_GROUPS; group++) {
        for (guint i = 0; i < n; i++) {
            if (entries[i].group != group || !client_session_may (session, entries[i].permission))
                continue;
            add_heading (self, group);
            add_row (self, &entries[i]);
        }
    }
    update_visible (self);
}

void
sidebar_mark (SirajSidebar *self, const char *page)
{
    self->marking = TRUE;
    for (guint i = 0; i < self->rows->len; i++) {
        Row *row = self->rows->pdata[i];

        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (row->button),
                                      g_strcmp0 (row->entry->id, page) == 0);
    }
    self->marking = FALSE;
}

void
sidebar_set_folded (SirajSidebar *self, gboolean folded)
{
    self->folded = folded;
    update_visible (self);
}

gboolean
sidebar_is_folded (SirajSidebar *self)
{
    return self->folded;
}

void
sidebar_focus_filter (SirajSidebar *self)
{
    sidebar_set_folded (self, FALSE);
    gtk_widget_grab_focus (self->filter);
}

static void
sidebar_dispose (GObject *object)
{
    widget_drop_children (GTK_WIDGET (object));
    G_OBJECT_CLASS (sidebar_parent_class)->dispose (object);
}

static void
sidebar_finalize (GObject *object)
{
    g_ptr_array_unref (SIRAJ_SIDEBAR (object)->rows);
    G_OBJECT_CLASS (sidebar_parent_class)->finalize (object);
}

static void
sidebar_class_init (SirajSidebarClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

    G_OBJECT_CLASS (class)->dispose = sidebar_dispose;
    G_OBJECT_CLASS (class)->finalize = sidebar_finalize;
    gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_css_name (widget_class, "sidebar");
    opened_signal = g_signal_new ("opened", SIRAJ_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sidebar_init (SirajSidebar *self)
{
    GtkWidget *scrolled = gtk_scrolled_window_new ();

    self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)row_free);
    self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    self->filter = gtk_search_entry_new ();
    self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
    g_object_set (self->filter, "placeholder-text", tr ("Go to (F6)"), NULL);
    widget_set_accessible_name (self->filter, tr ("Filter the pages"));
    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                    GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
    gtk_widget_set_vexpand (scrolled, TRUE);
    gtk_box_append (GTK_BOX (self->box), self->filter);
    gtk_box_append (GTK_BOX (self->box), scrolled);
    gtk_widget_set_parent (self->box, GTK_WIDGET (self));
    g_signal_connect_swapped (self->filter, "search-changed", G_CALLBACK (update_visible), self);
    g_signal_connect_swapped (self->filter, "activate", G_CALLBACK (filter_activated), self);
}

GtkWidget *
sidebar_new (void)
{
    return g_object_new (SIRAJ_TYPE_SIDEBAR, NULL);
}
