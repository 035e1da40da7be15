/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form: what is typed lives in a copy of the record, so that "changed" is a comparison. */
#include "client/widgets/form.h"

#include "client/widgets/form-grid.h"
#include "client/widgets/pieces.h"
#include "common/schema/json.h"

struct _SirajForm {
    GtkWidget parent_instance;
    const Record *record;
    GPtrArray *rows; /* FormRow, in reading order */
    gpointer original;
    gpointer current;
    gboolean is_new;
    gboolean dirty;
    gboolean read_only;
};

enum { EDITED, SAVE, N_SIGNALS };
enum { PROP_DIRTY = 1, N_PROPS };

static guint signals[N_SIGNALS];
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SirajForm, form, GTK_TYPE_WIDGET)

static FormRow *
find_row (SirajForm *self, const char *name)
{
    for (guint i = 0; i < self->rows->len; i++) {
        FormRow *row = self->rows->pdata[i];

        if (g_strcmp0 (row->field->name, name) == 0)
            return row;
    }
    return NULL;
}

/* Dirty */

static void
update_dirty (SirajForm *self)
{
    gboolean dirty = !record_equal (self->record, self->original, self->current);

    for (guint i = 0; i < self->rows->len; i++)
        dirty |= ((FormRow *)self->rows->pdata[i])->unreadable;
    if (dirty == self->dirty)
        return;
    self->dirty = dirty;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DIRTY]);
}

/* Rows */

static gboolean
check_row (SirajForm *self, FormRow *row, GError **error)
{
    const Field *field = row->field;

    if (!editor_store (row->editor, self->current, error))
        return FALSE;
    if ((field->flags & FIELD_REQUIRED) && field_is_none (field, self->current) &&
        (self->is_new || !(field->flags & FIELD_SECRET)))
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, field->name, "Fill in “%s”.",
                       tr (field->label));
    return TRUE;
}

static void
row_edited (SirajForm *self, FormRow *row)
{
    row->unreadable = !editor_store (row->editor, self->current, NULL);
    form_row_set_error (row, NULL);
    update_dirty (self);
    g_signal_emit (self, signals[EDITED], 0, row->field->name);
}

/* Leaving a field tells what is wrong with what was typed; an empty one waits for saving. */
static void
row_left (SirajForm *self, FormRow *row)
{
    g_autoptr (GError) error = NULL;

    if (row->unreadable && !editor_store (row->editor, self->current, &error))
        form_row_set_error (row, error->message);
}

/* Enter goes to the next field, and saves on the last. */
static void
row_activated (SirajForm *self, FormRow *row)
{
    guint index = 0;

    g_ptr_array_find (self->rows, row, &index);
    for (guint i = index + 1; i < self->rows->len; i++) {
        FormRow *next = self->rows->pdata[i];

        if (form_row_is_editable (next) && gtk_widget_get_mapped (GTK_WIDGET (next->editor))) {
            gtk_widget_grab_focus (GTK_WIDGET (next->editor));
            return;
        }
    }
    g_signal_emit (self, signals[SAVE], 0);
}

static const FormRowEvents row_events = { row_edited, row_left, row_activated };

/* Loading */

static void
show_row (SirajForm *self, FormRow *row)
{
    gboolean fixed = (row->field->flags & FIELD_FIXED) && !self->is_new;
    gboolean shown_only = (row->field->flags & FIELD_READ_ONLY) || fixed || self->read_only;

    row->unreadable = FALSE;
    form_row_set_error (row, NULL);
    form_row_show (row, self->current, shown_only);
    gtk_widget_set_visible (row->cell, !(self->is_new && (row->field->flags & FIELD_READ_ONLY)));
    gtk_widget_set_visible (row->label, gtk_widget_get_visible (row->cell));
}

static void
show_sections (SirajForm *self)
{
    for (guint i = 0; i < self->rows->len; i++)
        gtk_widget_set_visible (((FormRow *)self->rows->pdata[i])->section, FALSE);
    for (guint i = 0; i < self->rows->len; i++) {
        FormRow *row = self->rows->pdata[i];

        if (gtk_widget_get_visible (row->cell))
            gtk_widget_set_visible (row->section, TRUE);
    }
}

static void
show_all (SirajForm *self)
{
    for (guint i = 0; i < self->rows->len; i++)
        show_row (self, self->rows->pdata[i]);
    show_sections (self);
    update_dirty (self);
}

void
form_load (SirajForm *self, gconstpointer data)
{
    record_free (self->record, self->original);
    record_free (self->record, self->current);
    self->is_new = data == NULL;
    self->original = data != NULL ? record_copy (self->record, data) : record_new (self->record);
    self->current = record_copy (self->record, self->original);
    show_all (self);
}

void
form_set_initial (SirajForm *self, gconstpointer data)
{
    gpointer copy = record_copy (self->record, data);

    form_load (self, copy);
    record_free (self->record, copy);
    self->is_new = TRUE;
    show_all (self);
}

gconstpointer
form_get_data (SirajForm *self)
{
    return self->current;
}

void
form_set_data (SirajForm *self, gconstpointer data)
{
    gpointer copy = record_copy (self->record, data);

    record_free (self->record, self->current);
    self->current = copy;
    show_all (self);
}

gboolean
form_is_dirty (SirajForm *self)
{
    return self->dirty;
}

void
form_set_read_only (SirajForm *self, gboolean read_only)
{
    self->read_only = read_only;
    if (self->current != NULL)
        show_all (self);
}

/* Collecting */

static gboolean
check_all (SirajForm *self)
{
    FormRow *first = NULL;

    for (guint i = 0; i < self->rows->len; i++) {
        FormRow *row = self->rows->pdata[i];
        g_autoptr (GError) error = NULL;

        if (!form_row_is_editable (row) || check_row (self, row, &error))
            continue;
        form_row_set_error (row, error->message);
        if (first == NULL)
            first = row;
    }
    if (first != NULL)
        form_row_reveal (first);
    return first == NULL;
}

/* A new record sends what its form shows and what its maker set; a changed one what differs. */
static gboolean
is_sent (SirajForm *self, const Field *field, gconstpointer empty)
{
    FormRow *row = find_row (self, field->name);

    if (field->flags & FIELD_READ_ONLY)
        return FALSE;
    if (!self->is_new)
        return !(field->flags & FIELD_FIXED) && !field_equal (field, self->original, self->current);
    return !field_is_none (field, self->current) &&
           (row != NULL || !field_equal (field, self->current, empty));
}

char *
form_collect (SirajForm *self)
{
    gpointer empty;
    GString *body;

    if (!check_all (self))
        return NULL;
    empty = record_new (self->record);
    body = g_string_new ("{");
    for (guint i = 0; i < self->record->n_fields; i++) {
        const Field *field = &self->record->fields[i];

        if (!is_sent (self, field, empty))
            continue;
        if (body->len > 1)
            g_string_append_c (body, ',');
        json_append_string (body, field->name);
        g_string_append_c (body, ':');
        json_append_field (body, field, self->current);
    }
    g_string_append_c (body, '}');
    record_free (self->record, empty);
    return g_string_free (body, FALSE);
}

/* Errors */

gboolean
form_set_error (SirajForm *self, const GError *error)
{
    const char *name = refusal_field (error);
    FormRow *row = name != NULL ? find_row (self, name) : NULL;

    if (row == NULL)
        return FALSE;
    form_row_set_error (row, error->message);
    form_row_reveal (row);
    return TRUE;
}

void
form_clear_errors (SirajForm *self)
{
    for (guint i = 0; i < self->rows->len; i++)
        form_row_set_error (self->rows->pdata[i], NULL);
}

const char *
form_get_error (SirajForm *self, const char *name)
{
    FormRow *row = find_row (self, name);

    return row != NULL ? form_row_get_error (row) : NULL;
}

void
form_focus_first (SirajForm *self)
{
    for (guint i = 0; i < self->rows->len; i++) {
        FormRow *row = self->rows->pdata[i];

        if (form_row_is_editable (row)) {
            gtk_widget_grab_focus (GTK_WIDGET (row->editor));
            return;
        }
    }
}

SirajEditor *
form_get_editor (SirajForm *self, const char *name)
{
    FormRow *row = find_row (self, name);

    return row != NULL ? row->editor : NULL;
}

/* Class */

static void
form_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    g_value_set_boolean (value, SIRAJ_FORM (object)->dirty);
}

static void
form_dispose (GObject *object)
{
    widget_drop_children (GTK_WIDGET (object));
    G_OBJECT_CLASS (form_parent_class)->dispose (object);
}

static void
form_finalize (GObject *object)
{
    SirajForm *self = SIRAJ_FORM (object);

    g_ptr_array_unref (self->rows);
    record_free (self->record, self->original);
    record_free (self->record, self->current);
    G_OBJECT_CLASS (form_parent_class)->finalize (object);
}

static void
form_class_init (SirajFormClass *class)
{
    GObjectClass *object_class = G_OBJECT_CLASS (class);

    object_class->get_property = form_get_property;
    object_class->dispose = form_dispose;
    object_class->finalize = form_finalize;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
    props[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
    g_object_class_install_properties (object_class, N_PROPS, props);
    signals[EDITED] = g_signal_new ("edited", SIRAJ_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
    signals[SAVE] = g_signal_new ("save", SIRAJ_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
form_init (SirajForm *self)
{
    self->rows = g_ptr_array_new_with_free_func (g_free);
}

GtkWidget *
form_new (const Record *record, const FormLayout *layout, SirajApi *api)
{
    SirajForm *self = g_object_new (SIRAJ_TYPE_FORM, NULL);
    GtkWidget *grid;

    self->record = record;
    grid = form_grid_new (&(FormGrid) { self, &row_events, record, api, self->rows }, layout);
    gtk_widget_set_parent (grid, GTK_WIDGET (self));
    form_load (self, NULL);
    return GTK_WIDGET (self);
}
