/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which columns of a table are shown, in what order and how wide. */
#include "client/widgets/table-memory.h"

#include "client/widgets/pieces.h"
#include "client/widgets/table-fit.h"
#include "common/base/language.h"

typedef struct {
    GtkColumnView *view;
    SirajSettings *settings;
    char *group;
    guint n_columns;
} Memory;

static GQuark
name_quark (void)
{
    return g_quark_from_static_string ("siraj-column-name");
}

void
table_column_set_name (GtkColumnViewColumn *column, const char *name)
{
    g_object_set_qdata (G_OBJECT (column), name_quark (), (gpointer)name);
}

const char *
table_column_name (GtkColumnViewColumn *column)
{
    return g_object_get_qdata (G_OBJECT (column), name_quark ());
}

/* Saving */

static void
save (Memory *memory)
{
    GListModel *columns = gtk_column_view_get_columns (memory->view);
    g_autoptr (GStrvBuilder) order = g_strv_builder_new ();
    g_autoptr (GStrvBuilder) hidden = g_strv_builder_new ();
    g_auto (GStrv) order_names = NULL;
    g_auto (GStrv) hidden_names = NULL;

    /* A column on its way to another place, a view on its way out, or nobody's choice. */
    if (g_list_model_get_n_items (columns) != memory->n_columns ||
        table_fit_is_fitting (memory->view))
        return;
    for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
        const char *name = table_column_name (column);

        g_strv_builder_add (order, name);
        if (!gtk_column_view_column_get_visible (column))
            g_strv_builder_add (hidden, name);
        settings_set_int (memory->settings, memory->group, name, table_fit_get_width (column));
    }
    order_names = g_strv_builder_end (order);
    hidden_names = g_strv_builder_end (hidden);
    settings_set_strings (memory->settings, memory->group, "order",
                          (const char *const *)order_names);
    settings_set_strings (memory->settings, memory->group, "hidden",
                          (const char *const *)hidden_names);
}

/* Restoring */

static GtkColumnViewColumn *
dup_column (GtkColumnView *view, const char *name)
{
    GListModel *columns = gtk_column_view_get_columns (view);

    for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

        if (g_strcmp0 (table_column_name (column), name) == 0)
            return g_steal_pointer (&column);
    }
    return NULL;
}

static void
restore_order (Memory *memory, char **order)
{
    guint position = 0;

    for (guint i = 0; order != NULL && order[i] != NULL; i++) {
        g_autoptr (GtkColumnViewColumn) column = dup_column (memory->view, order[i]);

        if (column != NULL)
            gtk_column_view_insert_column (memory->view, position++, column);
    }
}

static void
restore (Memory *memory)
{
    GListModel *columns = gtk_column_view_get_columns (memory->view);
    g_auto (GStrv) order = settings_get_strings (memory->settings, memory->group, "order");
    g_auto (GStrv) hidden = settings_get_strings (memory->settings, memory->group, "hidden");

    if (order == NULL)
        return;
    restore_order (memory, order);
    for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
        const char *name = table_column_name (column);
        int width =
            settings_get_int (memory->settings, memory->group, name, table_fit_get_width (column));

        table_fit_set_width (column, width);
        if (g_strv_contains ((const char *const *)order, name))
            gtk_column_view_column_set_visible (
                column, hidden == NULL || !g_strv_contains ((const char *const *)hidden, name));
    }
}

static void
memory_free (Memory *memory)
{
    g_object_unref (memory->settings);
    g_free (memory->group);
    g_free (memory);
}

void
table_memory_attach (GtkColumnView *view, SirajSettings *settings, const char *group)
{
    GListModel *columns = gtk_column_view_get_columns (view);
    Memory *memory = g_new0 (Memory, 1);

    memory->view = view;
    memory->settings = g_object_ref (settings);
    memory->group = g_strdup (group);
    memory->n_columns = g_list_model_get_n_items (columns);
    restore (memory);
    g_object_set_data_full (G_OBJECT (view), "memory", memory, (GDestroyNotify)memory_free);
    g_signal_connect_swapped (columns, "items-changed", G_CALLBACK (save), memory);
    for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

        g_signal_connect_swapped (column, "notify::visible", G_CALLBACK (save), memory);
        g_signal_connect_swapped (column, "notify::fixed-width", G_CALLBACK (save), memory);
    }
}

/* The menu */

GtkWidget *
table_memory_new_button (GtkColumnView *view)
{
    GListModel *columns = gtk_column_view_get_columns (view);
    g_autoptr (GMenu) menu = g_menu_new ();
    g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
    GtkWidget *button = gtk_menu_button_new ();

    for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
        const char *name = table_column_name (column);
        g_autoptr (GPropertyAction) action = g_property_action_new (name, column, "visible");
        g_autofree char *detailed = g_strconcat ("columns.", name, NULL);

        g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (action));
        g_menu_append (menu, gtk_column_view_column_get_title (column), detailed);
    }
    gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-dual-symbolic");
    gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
    gtk_widget_insert_action_group (button, "columns", G_ACTION_GROUP (actions));
    gtk_widget_add_css_class (button, "flat");
    gtk_widget_set_tooltip_text (button, tr ("Columns"));
    widget_set_accessible_name (button, tr ("Columns"));
    return button;
}
