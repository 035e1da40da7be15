/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number with its unit beside it: whole, money, kWh, rate or per cent.  It may be typed in any
 * digits and is never shown grouped while it is edited. */
#include "client/core/format.h"
#include "client/widgets/editors/kinds.h"
#include "client/widgets/pieces.h"
#include "common/base/quantity.h"
#include "common/base/text.h"

#define WIDTH_CHARS 10

struct _SirajNumberEditor {
    SirajEditor parent_instance;
    GtkWidget *entry;
    GtkWidget *unit;
};

G_DEFINE_FINAL_TYPE (SirajNumberEditor, number_editor, SIRAJ_TYPE_EDITOR)

static void
number_editor_load (SirajEditor *editor, gconstpointer data)
{
    SirajNumberEditor *self = SIRAJ_NUMBER_EDITOR (editor);
    const Field *field = editor_get_field (editor);
    g_autofree char *text = NULL;

    /* Zero in a field that must be typed is not yet an answer. */
    if ((field->flags & FIELD_REQUIRED) && !field_is_none (field, data) &&
        field_get_int64 (field, data) == 0)
        text = g_strdup ("");
    else
        text = format_field_plain (field, data);
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

static gboolean
parse (const Field *field, const char *text, gint64 *value, GError **error)
{
    switch (field->kind) {
    case FIELD_KIND_MONEY:
        return money_parse (text, format_get_currency (), value, error);
    case FIELD_KIND_ENERGY:
        return decimal_parse (text, 3, value, error);
    case FIELD_KIND_RATE:
        return decimal_parse (text, 6, value, error);
    case FIELD_KIND_PERCENT:
        return decimal_parse (text, 2, value, error);
    default:
        return decimal_parse (text, 0, value, error);
    }
}

static gboolean
number_editor_store (SirajEditor *editor, gpointer data, GError **error)
{
    SirajNumberEditor *self = SIRAJ_NUMBER_EDITOR (editor);
    const Field *field = editor_get_field (editor);
    g_autofree char *text = text_clean_number (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
    gint64 value = 0;

    if (*text == '\0' && (field->flags & FIELD_OPTIONAL)) {
        field_set_none (field, data);
        return TRUE;
    }
    if (*text == '\0' && (field->flags & FIELD_REQUIRED))
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, field->name, "Fill in “%s”.",
                       tr (field->label));
    if (*text != '\0' && !parse (field, text, &value, error))
        return FALSE;
    field_set_int64 (field, data, value);
    return TRUE;
}

static void
number_editor_class_init (SirajNumberEditorClass *class)
{
    SIRAJ_EDITOR_CLASS (class)->load = number_editor_load;
    SIRAJ_EDITOR_CLASS (class)->store = number_editor_store;
}

static void
number_editor_init (SirajNumberEditor *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

    self->entry = gtk_entry_new ();
    self->unit = label_new (NULL, "dim-label");
    gtk_widget_add_css_class (self->entry, "numeric");
    gtk_widget_set_hexpand (self->entry, TRUE);
    gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), WIDTH_CHARS);
    gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_NUMBER);
    entry_set_left_to_right (self->entry);
    gtk_box_append (GTK_BOX (box), self->entry);
    gtk_box_append (GTK_BOX (box), self->unit);
    editor_set_input (SIRAJ_EDITOR (self), box, self->entry);
    g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (editor_changed), self);
    g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (editor_activated), self);
}

static const char *
unit_of (const Field *field)
{
    switch (field->kind) {
    case FIELD_KIND_MONEY:
        return tr (format_get_currency ()->symbol);
    case FIELD_KIND_ENERGY:
        return tr ("kWh");
    case FIELD_KIND_RATE:
        return tr ("per kWh");
    case FIELD_KIND_PERCENT:
        return "%";
    default:
        return NULL;
    }
}

SirajEditor *
number_editor_new (const Field *field)
{
    SirajNumberEditor *self = g_object_new (SIRAJ_TYPE_NUMBER_EDITOR, NULL);
    const char *unit = unit_of (field);

    gtk_label_set_text (GTK_LABEL (self->unit), unit != NULL ? unit : "");
    gtk_widget_set_visible (self->unit, unit != NULL);
    return SIRAJ_EDITOR (self);
}
