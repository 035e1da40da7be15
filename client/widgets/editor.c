/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the editors of all kinds share: the field, the child, and the two signals. */
#include "client/widgets/editor.h"

#include "client/core/format.h"
#include "client/widgets/editors/kinds.h"
#include "client/widgets/pieces.h"

typedef struct {
    const Field *field;
    GtkWidget *input;
    gboolean loading;
} SirajEditorPrivate;

enum { CHANGED, ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SirajEditor, editor, GTK_TYPE_WIDGET)

#define PRIVATE(self) ((SirajEditorPrivate *)editor_get_instance_private (self))

static void
editor_dispose (GObject *object)
{
    widget_drop_children (GTK_WIDGET (object));
    G_OBJECT_CLASS (editor_parent_class)->dispose (object);
}

static gboolean
editor_grab_focus (GtkWidget *widget)
{
    return gtk_widget_grab_focus (PRIVATE (SIRAJ_EDITOR (widget))->input);
}

static void
editor_class_init (SirajEditorClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

    G_OBJECT_CLASS (class)->dispose = editor_dispose;
    widget_class->grab_focus = editor_grab_focus;
    gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_css_name (widget_class, "editor");
    signals[CHANGED] = g_signal_new ("changed", SIRAJ_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
    signals[ACTIVATED] = g_signal_new ("activated", SIRAJ_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
}

static void
editor_init (SirajEditor *self)
{
}

static SirajEditor *
make (const Record *record, const Field *field, const Lookup *lookup, SirajApi *api)
{
    switch (field->kind) {
    case FIELD_KIND_ID:
        g_assert (lookup != NULL && lookup->path != NULL);
        return lookup_editor_new (record, lookup, api);
    case FIELD_KIND_TEXTS:
        return check_list_editor_new (field, lookup, api);
    case FIELD_KIND_BOOLEAN:
        return g_object_new (SIRAJ_TYPE_BOOLEAN_EDITOR, NULL);
    case FIELD_KIND_ENUM:
        return choice_editor_new (field);
    case FIELD_KIND_LIST:
        return list_editor_new (api);
    case FIELD_KIND_DATE:
        return g_object_new (SIRAJ_TYPE_DATE_EDITOR, NULL);
    case FIELD_KIND_TEXT:
        if (field->flags & FIELD_LONG)
            return g_object_new (SIRAJ_TYPE_LONG_TEXT_EDITOR, NULL);
        return text_editor_new (field);
    default:
        return number_editor_new (field);
    }
}

SirajEditor *
editor_new (const Record *record, const Field *field, const Lookup *lookup, SirajApi *api)
{
    SirajEditor *self = make (record, field, lookup, api);

    PRIVATE (self)->field = field;
    widget_set_accessible_name (PRIVATE (self)->input, tr (field->label));
    return self;
}

const Field *
editor_get_field (SirajEditor *self)
{
    return PRIVATE (self)->field;
}

void
editor_load (SirajEditor *self, gconstpointer data)
{
    PRIVATE (self)->loading = TRUE;
    SIRAJ_EDITOR_GET_CLASS (self)->load (self, data);
    PRIVATE (self)->loading = FALSE;
}

gboolean
editor_store (SirajEditor *self, gpointer data, GError **error)
{
    g_autoptr (GError) cause = NULL;

    if (SIRAJ_EDITOR_GET_CLASS (self)->store (self, data, &cause))
        return TRUE;
    refusal_set_field (cause, PRIVATE (self)->field->name);
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
}

GtkWidget *
editor_get_input (SirajEditor *self)
{
    return PRIVATE (self)->input;
}

char *
editor_dup_text (SirajEditor *self)
{
    GtkWidget *input = PRIVATE (self)->input;

    if (GTK_IS_EDITABLE (input))
        return format_text (gtk_editable_get_text (GTK_EDITABLE (input)));
    if (GTK_IS_DROP_DOWN (input)) {
        gpointer item = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (input));

        return g_strdup (item != NULL ? gtk_string_object_get_string (item) : "");
    }
    if (GTK_IS_CHECK_BUTTON (input))
        return g_strdup (gtk_check_button_get_active (GTK_CHECK_BUTTON (input)) ? tr ("Yes")
                                                                                : tr ("No"));
    return g_strdup ("");
}

void
editor_set_error (SirajEditor *self, gboolean wrong)
{
    GtkWidget *input = PRIVATE (self)->input;

    if (wrong)
        gtk_widget_add_css_class (input, "error");
    else
        gtk_widget_remove_css_class (input, "error");
    gtk_accessible_update_state (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_STATE_INVALID,
                                 wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                                 -1);
}

void
editor_set_input (SirajEditor *self, GtkWidget *child, GtkWidget *input)
{
    gtk_widget_set_parent (child, GTK_WIDGET (self));
    PRIVATE (self)->input = input;
}

gboolean
editor_is_loading (SirajEditor *self)
{
    return PRIVATE (self)->loading;
}

void
editor_changed (SirajEditor *self)
{
    if (!PRIVATE (self)->loading)
        g_signal_emit (self, signals[CHANGED], 0);
}

void
editor_activated (SirajEditor *self)
{
    g_signal_emit (self, signals[ACTIVATED], 0);
}
