/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A set of words as a list of checks: the rows of a short list at the server (its "code" and its
 * name), or what a page puts in with editor_add_check(). */
#include "client/core/format.h"
#include "client/widgets/editors/kinds.h"
#include "client/widgets/pieces.h"

#define COLUMN_SPACING_PX 24

struct _SirajCheckListEditor {
    SirajEditor parent_instance;
    GtkWidget *flow;
    GPtrArray *checks; /* GtkCheckButton, each with its "word" */
    char **chosen;     /* also words that have no check (yet) */
    char *member;      /* of the rows: their text */
    GCancellable *loading;
};

G_DEFINE_FINAL_TYPE (SirajCheckListEditor, check_list_editor, SIRAJ_TYPE_EDITOR)

static const char *
word_of (GtkWidget *check)
{
    return g_object_get_data (G_OBJECT (check), "word");
}

static gboolean
is_chosen (SirajCheckListEditor *self, const char *word)
{
    return self->chosen != NULL && g_strv_contains ((const char *const *)self->chosen, word);
}

/* In the order of the checks, so that the same choice is always the same value. */
static void
collect (SirajCheckListEditor *self)
{
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

    for (guint i = 0; i < self->checks->len; i++)
        if (gtk_check_button_get_active (self->checks->pdata[i]))
            g_strv_builder_add (builder, word_of (self->checks->pdata[i]));
    g_strfreev (self->chosen);
    self->chosen = g_strv_builder_end (builder);
}

static void
toggled (SirajCheckListEditor *self)
{
    if (editor_is_loading (SIRAJ_EDITOR (self)))
        return;
    collect (self);
    editor_changed (SIRAJ_EDITOR (self));
}

void
editor_add_check (SirajEditor *editor, const char *word, const char *label)
{
    SirajCheckListEditor *self = SIRAJ_CHECK_LIST_EDITOR (editor);
    g_autofree char *shown = format_text (label);
    GtkWidget *check = gtk_check_button_new_with_label (shown);

    g_object_set_data_full (G_OBJECT (check), "word", g_strdup (word), g_free);
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_chosen (self, word));
    g_signal_connect_swapped (check, "toggled", G_CALLBACK (toggled), self);
    g_ptr_array_add (self->checks, check);
    gtk_flow_box_append (GTK_FLOW_BOX (self->flow), check);
    gtk_widget_set_focusable (gtk_widget_get_parent (check), FALSE);
}

/* The rows of the lookup */

static void
add_rows (SirajCheckListEditor *self, JsonArray *rows)
{
    guint n = json_array_get_length (rows);

    for (guint i = 0; i < n; i++) {
        JsonObject *row = json_array_get_object_element (rows, i);
        const char *code = json_object_get_string_member_with_default (row, "code", "");

        editor_add_check (SIRAJ_EDITOR (self), code,
                          json_object_get_string_member_with_default (row, self->member, code));
    }
}

static void
answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajCheckListEditor *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    JsonNode *node;

    if (api_error_is_cancelled (error))
        return;
    node = answer != NULL && api_answer_object (answer) != NULL
               ? json_object_get_member (api_answer_object (answer), "items")
               : NULL;
    if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
        add_rows (self, json_node_get_array (node));
    else if (error != NULL)
        gtk_flow_box_append (GTK_FLOW_BOX (self->flow), label_new (error->message, "field-error"));
}

/* Editor */

static void
check_list_editor_load (SirajEditor *editor, gconstpointer data)
{
    SirajCheckListEditor *self = SIRAJ_CHECK_LIST_EDITOR (editor);

    g_strfreev (self->chosen);
    self->chosen = g_strdupv (FIELD_MEMBER (data, editor_get_field (editor), char **));
    for (guint i = 0; i < self->checks->len; i++)
        gtk_check_button_set_active (self->checks->pdata[i],
                                     is_chosen (self, word_of (self->checks->pdata[i])));
}

static gboolean
check_list_editor_store (SirajEditor *editor, gpointer data, GError **error)
{
    SirajCheckListEditor *self = SIRAJ_CHECK_LIST_EDITOR (editor);
    char ***member = &FIELD_MEMBER (data, editor_get_field (editor), char **);

    g_strfreev (*member);
    *member = self->chosen != NULL && self->chosen[0] != NULL ? g_strdupv (self->chosen) : NULL;
    return TRUE;
}

static gboolean
check_list_editor_grab_focus (GtkWidget *widget)
{
    SirajCheckListEditor *self = SIRAJ_CHECK_LIST_EDITOR (widget);

    return self->checks->len > 0 && gtk_widget_grab_focus (self->checks->pdata[0]);
}

static void
check_list_editor_dispose (GObject *object)
{
    g_cancellable_cancel (SIRAJ_CHECK_LIST_EDITOR (object)->loading);
    G_OBJECT_CLASS (check_list_editor_parent_class)->dispose (object);
}

static void
check_list_editor_finalize (GObject *object)
{
    SirajCheckListEditor *self = SIRAJ_CHECK_LIST_EDITOR (object);

    g_ptr_array_unref (self->checks);
    g_strfreev (self->chosen);
    g_free (self->member);
    g_object_unref (self->loading);
    G_OBJECT_CLASS (check_list_editor_parent_class)->finalize (object);
}

static void
check_list_editor_class_init (SirajCheckListEditorClass *class)
{
    G_OBJECT_CLASS (class)->dispose = check_list_editor_dispose;
    G_OBJECT_CLASS (class)->finalize = check_list_editor_finalize;
    GTK_WIDGET_CLASS (class)->grab_focus = check_list_editor_grab_focus;
    SIRAJ_EDITOR_CLASS (class)->load = check_list_editor_load;
    SIRAJ_EDITOR_CLASS (class)->store = check_list_editor_store;
}

static void
check_list_editor_init (SirajCheckListEditor *self)
{
    self->checks = g_ptr_array_new ();
    self->loading = g_cancellable_new ();
    self->flow = gtk_flow_box_new ();
    gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->flow), GTK_SELECTION_NONE);
    gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (self->flow), TRUE);
    gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->flow), 4);
    gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->flow), COLUMN_SPACING_PX);
    gtk_widget_add_css_class (self->flow, "checks");
    editor_set_input (SIRAJ_EDITOR (self), self->flow, self->flow);
}

SirajEditor *
check_list_editor_new (const Field *field, const Lookup *lookup, SirajApi *api)
{
    SirajCheckListEditor *self = g_object_new (SIRAJ_TYPE_CHECK_LIST_EDITOR, NULL);

    self->member = g_strdup (lookup->member != NULL ? lookup->member : "name");
    if (*lookup->path != '\0')
        api_call_async (api, &(ApiRequest) { "GET", lookup->path }, self->loading, answered, self);
    return SIRAJ_EDITOR (self);
}
