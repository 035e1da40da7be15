/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A JSON object as fields. */
#include "client/pages/tariffs/json-form.h"

#include "client/widgets/pieces.h"
#include "common/base/date.h"
#include "common/base/language.h"
#include "common/base/quantity.h"
#include "common/base/text.h"

#define MAX_PER_LINE 8

struct _SirajJsonForm {
    GtkWidget parent_instance;
    GtkWidget *flow;
    const JsonFormField *fields;
    guint n_fields;
    JsonObject *object;
    GPtrArray *editors; /* one for each field */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SirajJsonForm, json_form, GTK_TYPE_WIDGET)

/* Values */

static char *
member_text (SirajJsonForm *self, const JsonFormField *field)
{
    JsonNode *node = json_object_get_member (self->object, field->member);

    if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
        return g_strdup ("");
    if (field->kind == JSON_FORM_NUMBER)
        return json_node_get_value_type (node) == G_TYPE_INT64
                   ? decimal_format (json_node_get_int (node), field->scale, 0, FALSE)
                   : g_strdup ("");
    return g_strdup (json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node)
                                                                      : "");
}

static gboolean
store_number (JsonObject *object, const JsonFormField *field, const char *text)
{
    gint64 value;

    if (!decimal_parse (text, field->scale, &value, NULL))
        return FALSE;
    json_object_set_int_member (object, field->member, value);
    return TRUE;
}

static gboolean
store_date (JsonObject *object, const JsonFormField *field, const char *text)
{
    g_autofree char *iso = NULL;
    Date day;

    if (!date_parse (text, &day, NULL))
        return FALSE;
    iso = date_format (day);
    json_object_set_string_member (object, field->member, iso);
    return TRUE;
}

/* FALSE for what is no value of the field; an empty one takes the member away. */
static gboolean
store_typed (JsonObject *object, const JsonFormField *field, const char *typed)
{
    g_autofree char *text =
        field->kind == JSON_FORM_TEXT ? text_clean_code (typed) : text_clean_number (typed);

    if (*text == '\0') {
        json_object_remove_member (object, field->member);
        return TRUE;
    }
    if (field->kind == JSON_FORM_NUMBER)
        return store_number (object, field, text);
    if (field->kind == JSON_FORM_DATE)
        return store_date (object, field, text);
    json_object_set_string_member (object, field->member, text);
    return TRUE;
}

/* Typing */

static const JsonFormField *
field_of (SirajJsonForm *self, GtkWidget *editor)
{
    guint at;

    return g_ptr_array_find (self->editors, editor, &at) ? &self->fields[at] : NULL;
}

static void
typed (GtkWidget *entry, gpointer user_data)
{
    SirajJsonForm *self = user_data;
    const JsonFormField *field = field_of (self, entry);

    if (field == NULL)
        return;
    if (store_typed (self->object, field, gtk_editable_get_text (GTK_EDITABLE (entry))))
        gtk_widget_remove_css_class (entry, "error");
    else
        gtk_widget_add_css_class (entry, "error");
    gtk_widget_set_tooltip_text (entry, NULL);
    g_signal_emit (self, changed_signal, 0, field->member);
}

static void
chosen (GtkWidget *drop, GParamSpec *spec, gpointer user_data)
{
    SirajJsonForm *self = user_data;
    const JsonFormField *field = field_of (self, drop);
    guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (drop));

    if (field == NULL || selected >= field->choices->n_values)
        return;
    json_object_set_string_member (self->object, field->member,
                                   field->choices->values[selected].word);
    g_signal_emit (self, changed_signal, 0, field->member);
}

static void
switched (GtkWidget *check, gpointer user_data)
{
    SirajJsonForm *self = user_data;
    const JsonFormField *field = field_of (self, check);

    if (field == NULL)
        return;
    json_object_set_boolean_member (self->object, field->member,
                                    gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
    g_signal_emit (self, changed_signal, 0, field->member);
}

/* Making */

static GtkWidget *
make_entry (SirajJsonForm *self, const JsonFormField *field)
{
    g_autofree char *text = member_text (self, field);
    GtkWidget *entry = gtk_entry_new ();

    gtk_editable_set_text (GTK_EDITABLE (entry), text);
    gtk_editable_set_width_chars (GTK_EDITABLE (entry), (int)field->chars);
    gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), (int)field->chars);
    if (field->kind != JSON_FORM_TEXT) {
        entry_set_left_to_right (entry);
        gtk_widget_add_css_class (entry, "numeric");
    }
    g_signal_connect (entry, "changed", G_CALLBACK (typed), self);
    return entry;
}

static GtkWidget *
make_choice (SirajJsonForm *self, const JsonFormField *field)
{
    g_autofree char *word = member_text (self, field);
    g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
    GtkWidget *drop;
    guint selected = 0;

    for (guint i = 0; i < field->choices->n_values; i++) {
        gtk_string_list_append (labels, tr (field->choices->values[i].label));
        if (g_strcmp0 (word, field->choices->values[i].word) == 0)
            selected = i;
    }
    drop = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL);
    gtk_drop_down_set_selected (GTK_DROP_DOWN (drop), selected);
    g_signal_connect (drop, "notify::selected", G_CALLBACK (chosen), self);
    return drop;
}

static GtkWidget *
make_switch (SirajJsonForm *self, const JsonFormField *field)
{
    GtkWidget *check = gtk_check_button_new ();

    gtk_check_button_set_active (
        GTK_CHECK_BUTTON (check),
        json_object_get_boolean_member_with_default (self->object, field->member, FALSE));
    g_signal_connect (check, "toggled", G_CALLBACK (switched), self);
    return check;
}

static GtkWidget *
make_editor (SirajJsonForm *self, const JsonFormField *field)
{
    switch (field->kind) {
    case JSON_FORM_CHOICE:
        return make_choice (self, field);
    case JSON_FORM_SWITCH:
        return make_switch (self, field);
    default:
        return make_entry (self, field);
    }
}

static void
add_field (SirajJsonForm *self, const JsonFormField *field)
{
    GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *editor = make_editor (self, field);

    widget_set_accessible_name (editor, tr (field->label));
    gtk_box_append (GTK_BOX (pair), label_new (tr (field->label), "field-label"));
    gtk_box_append (GTK_BOX (pair), editor);
    g_ptr_array_add (self->editors, editor);
    gtk_flow_box_append (GTK_FLOW_BOX (self->flow), pair);
    gtk_widget_set_focusable (gtk_widget_get_parent (pair), FALSE);
}

void
json_form_set_editable (SirajJsonForm *self, gboolean editable)
{
    for (guint i = 0; i < self->editors->len; i++) {
        GtkWidget *editor = self->editors->pdata[i];

        if (GTK_IS_EDITABLE (editor))
            gtk_editable_set_editable (GTK_EDITABLE (editor), editable);
        else
            gtk_widget_set_sensitive (editor, editable);
    }
}

GtkWidget *
json_form_find (SirajJsonForm *self, const char *member)
{
    for (guint i = 0; i < self->n_fields; i++)
        if (g_str_equal (self->fields[i].member, member))
            return self->editors->pdata[i];
    return NULL;
}

static void
json_form_dispose (GObject *object)
{
    widget_drop_children (GTK_WIDGET (object));
    G_OBJECT_CLASS (json_form_parent_class)->dispose (object);
}

static void
json_form_finalize (GObject *object)
{
    SirajJsonForm *self = SIRAJ_JSON_FORM (object);

    g_ptr_array_unref (self->editors);
    json_object_unref (self->object);
    G_OBJECT_CLASS (json_form_parent_class)->finalize (object);
}

static void
json_form_class_init (SirajJsonFormClass *class)
{
    G_OBJECT_CLASS (class)->dispose = json_form_dispose;
    G_OBJECT_CLASS (class)->finalize = json_form_finalize;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
    changed_signal = g_signal_new ("changed", SIRAJ_TYPE_JSON_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
json_form_init (SirajJsonForm *self)
{
    self->editors = g_ptr_array_new ();
    self->flow = gtk_flow_box_new ();
    gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->flow), GTK_SELECTION_NONE);
    gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->flow), MAX_PER_LINE);
    gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->flow), 12);
    gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->flow), 3);
    gtk_widget_set_parent (self->flow, GTK_WIDGET (self));
}

GtkWidget *
json_form_new (const JsonFormField *fields, guint n_fields, JsonObject *object)
{
    SirajJsonForm *self = g_object_new (SIRAJ_TYPE_JSON_FORM, NULL);

    self->fields = fields;
    self->n_fields = n_fields;
    self->object = json_object_ref (object);
    for (guint i = 0; i < n_fields; i++)
        add_field (self, &fields[i]);
    return GTK_WIDGET (self);
}
