/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list inside a card. */
#include "client/shell/list-pane.h"

#include "client/widgets/pager.h"
#include "client/widgets/pieces.h"
#include "client/widgets/status-page.h"
#include "common/base/language.h"

struct _SirajListPane {
    GtkBox parent_instance;
    SirajPage *page;
    const ListPaneSpec *spec;
    SirajPageModel *model;
    GtkWidget *head;
    GtkWidget *stack;
    GtkWidget *table;
    GtkWidget *status;
    gboolean stale; /* to be asked when it is seen */
};

enum { ACTIVATED, SELECTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SirajListPane, list_pane, GTK_TYPE_BOX)

static void
model_changed (SirajListPane *self)
{
    const GError *error = page_model_get_error (self->model);
    gboolean empty = g_list_model_get_n_items (page_model_get_items (self->model)) == 0;
    const char *hint = self->spec->empty_hint;

    if (page_model_is_loading (self->model) || !page_model_is_loaded (self->model))
        return;
    if (error != NULL)
        status_page_set_error (SIRAJ_STATUS_PAGE (self->status), error);
    else
        status_page_set (SIRAJ_STATUS_PAGE (self->status), NULL, tr ("Nothing here yet"),
                         hint != NULL ? tr (hint) : NULL, NULL);
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                      error != NULL || empty ? "status" : "rows");
}

static void
load_if_seen (SirajListPane *self)
{
    if (!self->stale || !gtk_widget_get_mapped (GTK_WIDGET (self)))
        return;
    self->stale = FALSE;
    page_model_reload (self->model);
}

static void
table_activated (SirajTable *table, SirajItem *item, gpointer user_data)
{
    SirajListPane *self = user_data;

    if (self->spec->opens != NULL)
        page_open_id (self->page, self->spec->opens, item_get_id (item));
    g_signal_emit (self, signals[ACTIVATED], 0, item);
}

static void
table_selected (SirajTable *table, gpointer user_data)
{
    g_signal_emit (user_data, signals[SELECTED], 0, table_get_selected (table));
}

void
list_pane_set_text (SirajListPane *self, const char *name, const char *value)
{
    gboolean asked = page_model_is_loaded (self->model) || page_model_is_loading (self->model);

    page_model_set (self->model, name, value); /* asks again by itself once it was asked */
    if (!asked)
        list_pane_reload (self);
}

void
list_pane_set (SirajListPane *self, const char *name, gint64 id)
{
    g_autofree char *value = id != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, id) : NULL;

    list_pane_set_text (self, name, value);
}

void
list_pane_reload (SirajListPane *self)
{
    self->stale = TRUE;
    load_if_seen (self);
}

void
list_pane_set_heading (SirajListPane *self, const char *title_msgid)
{
    GtkWidget *label = label_new (tr (title_msgid), "heading");

    gtk_widget_set_hexpand (label, TRUE);
    gtk_box_prepend (GTK_BOX (self->head), label);
    gtk_widget_set_visible (self->head, TRUE);
}

void
list_pane_add_tool (SirajListPane *self, GtkWidget *tool)
{
    gtk_box_append (GTK_BOX (self->head), tool);
    gtk_widget_set_visible (self->head, TRUE);
}

SirajTable *
list_pane_get_table (SirajListPane *self)
{
    return SIRAJ_TABLE (self->table);
}

SirajPageModel *
list_pane_get_model (SirajListPane *self)
{
    return self->model;
}

static void
list_pane_map (GtkWidget *widget)
{
    GTK_WIDGET_CLASS (list_pane_parent_class)->map (widget);
    load_if_seen (SIRAJ_LIST_PANE (widget));
}

static void
list_pane_finalize (GObject *object)
{
    g_clear_object (&SIRAJ_LIST_PANE (object)->model);
    G_OBJECT_CLASS (list_pane_parent_class)->finalize (object);
}

static void
list_pane_class_init (SirajListPaneClass *class)
{
    G_OBJECT_CLASS (class)->finalize = list_pane_finalize;
    GTK_WIDGET_CLASS (class)->map = list_pane_map;
    signals[ACTIVATED] = g_signal_new ("activated", SIRAJ_TYPE_LIST_PANE, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, SIRAJ_TYPE_ITEM);
    signals[SELECTED] = g_signal_new ("selected", SIRAJ_TYPE_LIST_PANE, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, SIRAJ_TYPE_ITEM);
}

static void
list_pane_init (SirajListPane *self)
{
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
    gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

/* Two panes of large text in a card may not make the window taller than the screen. */
static GtkWidget *
scrolling (GtkWidget *status)
{
    GtkWidget *scrolled = gtk_scrolled_window_new ();

    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                    GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), status);
    return scrolled;
}

GtkWidget *
list_pane_new_at (SirajPage *page, const ListPaneSpec *spec, const char *path)
{
    SirajListPane *self = g_object_new (SIRAJ_TYPE_LIST_PANE, NULL);

    self->page = page;
    self->spec = spec;
    self->model = page_model_new (page_get_api (page), path, spec->record);
    page_model_set (self->model, "sort", spec->sort);
    if (spec->whole)
        page_model_set_limit (self->model, PAGE_MODEL_WHOLE);
    self->table = table_new (page_model_get_items (self->model), spec->record, spec->columns,
                             spec->n_columns);
    table_set_page_model (SIRAJ_TABLE (self->table), self->model);
    self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    self->stack = gtk_stack_new ();
    self->status = status_page_new ();
    gtk_widget_add_css_class (self->head, "tools");
    gtk_widget_set_visible (self->head, FALSE);
    gtk_stack_add_named (GTK_STACK (self->stack), self->table, "rows");
    gtk_stack_add_named (GTK_STACK (self->stack), scrolling (self->status), "status");
    gtk_widget_set_vexpand (self->stack, TRUE);
    gtk_box_append (GTK_BOX (self), self->head);
    gtk_box_append (GTK_BOX (self), self->stack);
    if (!spec->whole)
        gtk_box_append (GTK_BOX (self), pager_new (self->model, spec->sum_label));
    g_signal_connect (self->table, "activated", G_CALLBACK (table_activated), self);
    g_signal_connect (self->table, "selected", G_CALLBACK (table_selected), self);
    g_signal_connect_swapped (self->status, "action", G_CALLBACK (page_model_reload), self->model);
    g_signal_connect_object (self->model, "changed", G_CALLBACK (model_changed), self,
                             G_CONNECT_SWAPPED);
    return GTK_WIDGET (self);
}

GtkWidget *
list_pane_new (SirajPage *page, const ListPaneSpec *spec)
{
    return list_pane_new_at (page, spec, spec->path);
}
