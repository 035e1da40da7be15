/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a tariff document and the buttons that change their number and order. */
#include "client/pages/tariffs/document-view.h"

#include "client/widgets/pieces.h"
#include "common/base/language.h"

#include <string.h>

#define PATH "siraj-path"

/* What a button does, and to what. */
typedef struct {
    DocumentView *view;
    JsonArray *array;   /* of the element, or NULL */
    JsonObject *object; /* that has the member, or NULL */
    const char *member;
    const char *pattern;
    const char *name;
    guint index;
} Act;

JsonArray *
json_array_of (JsonObject *object, const char *member)
{
    JsonNode *node = json_object_get_member (object, member);

    return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

JsonObject *
json_object_of (JsonObject *object, const char *member)
{
    JsonNode *node = json_object_get_member (object, member);

    return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
act_free (gpointer data, GClosure *closure)
{
    Act *act = data;

    g_clear_pointer (&act->array, json_array_unref);
    g_clear_pointer (&act->object, json_object_unref);
    g_free (act);
}

static void
connect_act (GtkWidget *button, Act act, GCallback callback)
{
    Act *owned = g_new (Act, 1);

    *owned = act;
    if (owned->array != NULL)
        json_array_ref (owned->array);
    if (owned->object != NULL)
        json_object_ref (owned->object);
    g_signal_connect_data (button, "clicked", callback, owned, act_free, 0);
}

/* Acts */

static void
move_up (GtkWidget *button, Act *act)
{
    g_autoptr (JsonNode) node = json_array_dup_element (act->array, act->index);
    g_autoptr (GPtrArray) rest = g_ptr_array_new ();

    json_array_remove_element (act->array, act->index);
    while (json_array_get_length (act->array) > act->index - 1) {
        g_ptr_array_add (rest, json_array_dup_element (act->array, act->index - 1));
        json_array_remove_element (act->array, act->index - 1);
    }
    json_array_add_element (act->array, g_steal_pointer (&node));
    for (guint i = 0; i < rest->len; i++)
        json_array_add_element (act->array, rest->pdata[i]);
    act->view->reshaped (act->view->owner);
}

static void
remove_element (GtkWidget *button, Act *act)
{
    json_array_remove_element (act->array, act->index);
    act->view->reshaped (act->view->owner);
}

static JsonNode *
new_element (const Act *act)
{
    JsonNode *node = json_from_string (act->pattern, NULL);

    g_assert (node != NULL);
    if (act->name != NULL)
        json_object_set_string_member (json_node_get_object (node), "name", tr (act->name));
    return node;
}

static void
add_element (GtkWidget *button, Act *act)
{
    JsonArray *array = json_array_of (act->object, act->member);

    if (array == NULL) {
        array = json_array_new ();
        json_object_set_array_member (act->object, act->member, array);
    }
    json_array_add_element (array, new_element (act));
    act->view->reshaped (act->view->owner);
}

static void
add_object (GtkWidget *button, Act *act)
{
    json_object_set_member (act->object, act->member, new_element (act));
    act->view->reshaped (act->view->owner);
}

static void
remove_object (GtkWidget *button, Act *act)
{
    json_object_remove_member (act->object, act->member);
    act->view->reshaped (act->view->owner);
}

/* Parts */

static void
form_changed (SirajJsonForm *form, const char *member, DocumentView *view)
{
    /* What a charge is chosen by decides in what its steps are counted. */
    if (g_str_equal (member, "selector"))
        view->reshaped (view->owner);
    else
        view->changed (view->owner);
}

static void
grid_changed (DocumentView *view)
{
    view->changed (view->owner);
}

GtkWidget *
document_view_add_form (DocumentView *self, const char *path, const JsonFormField *fields,
                        guint n_fields, JsonObject *object)
{
    GtkWidget *form = json_form_new (fields, n_fields, object);

    g_object_set_data_full (G_OBJECT (form), PATH, g_strdup (path), g_free);
    json_form_set_editable (SIRAJ_JSON_FORM (form), self->editable);
    g_signal_connect (form, "changed", G_CALLBACK (form_changed), self);
    gtk_box_append (GTK_BOX (self->box), form);
    return form;
}

GtkWidget *
document_view_add_grid (DocumentView *self, const char *path, const JsonGridSpec *spec,
                        JsonArray *rows)
{
    GtkWidget *grid = json_grid_new (spec, rows);

    g_object_set_data_full (G_OBJECT (grid), PATH, g_strdup (path), g_free);
    json_grid_set_editable (SIRAJ_JSON_GRID (grid), self->editable);
    g_signal_connect_swapped (grid, "changed", G_CALLBACK (grid_changed), self);
    gtk_box_append (GTK_BOX (self->box), grid);
    return grid;
}

static GtkWidget *
icon_button (const char *icon_name, const char *label)
{
    GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

    gtk_widget_add_css_class (button, "flat");
    gtk_widget_set_tooltip_text (button, label);
    widget_set_accessible_name (button, label);
    return button;
}

void
document_view_add_head (DocumentView *self, const char *title, JsonArray *array, guint index)
{
    GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    const Act act = { .view = self, .array = array, .index = index };
    GtkWidget *button;

    gtk_box_append (GTK_BOX (head), label_new (title, "heading"));
    if (self->editable && index > 0) {
        button = icon_button ("go-up-symbolic", tr ("Move up"));
        connect_act (button, act, G_CALLBACK (move_up));
        gtk_box_append (GTK_BOX (head), button);
    }
    if (self->editable) {
        button = icon_button ("list-remove-symbolic", tr ("Remove"));
        connect_act (button, act, G_CALLBACK (remove_element));
        gtk_box_append (GTK_BOX (head), button);
    }
    gtk_box_append (GTK_BOX (self->box), head);
}

static void
add_button (DocumentView *self, const char *label, Act act, GCallback callback)
{
    GtkWidget *button;

    if (!self->editable)
        return;
    button = gtk_button_new_with_label (label);
    gtk_widget_set_halign (button, GTK_ALIGN_START);
    connect_act (button, act, callback);
    gtk_box_append (GTK_BOX (self->box), button);
}

void
document_view_add_new (DocumentView *self, const char *label, JsonObject *object,
                       const char *member, const char *pattern, const char *name)
{
    const Act act = { self, NULL, object, member, pattern, name, 0 };

    add_button (self, label, act, G_CALLBACK (add_element));
}

void
document_view_add_object (DocumentView *self, const char *label, const char *member,
                          const char *pattern, const char *name)
{
    const Act act = { self, NULL, self->root, member, pattern, name, 0 };

    if (json_object_of (self->root, member) == NULL)
        add_button (self, label, act, G_CALLBACK (add_object));
    else
        add_button (self, tr ("Remove it"), act, G_CALLBACK (remove_object));
}

/* Faults */

/* The editor of "steps[2].unit" in the part at "steps", or of "name" in a form. */
static GtkWidget *
find_in_part (GtkWidget *part, const char *rest)
{
    const char *dot;
    guint64 row;

    if (SIRAJ_IS_JSON_FORM (part))
        return *rest == '.' ? json_form_find (SIRAJ_JSON_FORM (part), rest + 1) : NULL;
    dot = strchr (rest, '.');
    if (*rest != '[' || dot == NULL)
        return NULL;
    row = g_ascii_strtoull (rest + 1, NULL, 10);
    return json_grid_find (SIRAJ_JSON_GRID (part), (guint)row, dot + 1);
}

gboolean
document_view_show_fault (DocumentView *self, const char *path, const char *message)
{
    for (GtkWidget *part = gtk_widget_get_first_child (self->box); part != NULL;
         part = gtk_widget_get_next_sibling (part)) {
        const char *own = g_object_get_data (G_OBJECT (part), PATH);
        GtkWidget *editor;

        if (own == NULL || !g_str_has_prefix (path, own))
            continue;
        editor = find_in_part (part, path + strlen (own));
        if (editor == NULL)
            continue;
        gtk_widget_add_css_class (editor, "error");
        gtk_widget_set_tooltip_text (editor, message);
        return TRUE;
    }
    return FALSE;
}
