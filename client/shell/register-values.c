/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the registers of a meter show. */
#include "client/shell/register-values.h"

#include "client/core/format.h"
#include "client/core/records.h"
#include "client/widgets/pieces.h"
#include "common/base/language.h"
#include "common/base/quantity.h"
#include "common/base/text.h"

#define VALUE_CHARS 12
#define COLUMNS 5

struct _SirajRegisterValues {
    GtkBox parent_instance;
    RegisterValuesKind kind;
    GtkWidget *multiplier;
    GtkWidget *grid;
    GtkWidget *message;
    GPtrArray *rows; /* ValueRow */
};

typedef struct {
    Register *data;
    char *words; /* the register in the language of the desk */
    GtkWidget *entry;
    GtkWidget *rollover; /* NULL on a first reading */
} ValueRow;

enum { ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SirajRegisterValues, register_values, GTK_TYPE_BOX)

static void
row_free (ValueRow *row)
{
    register_free (row->data);
    g_free (row->words);
    g_free (row);
}

/* Keys */

static void
entry_activated (GtkWidget *entry, SirajRegisterValues *self)
{
    for (guint i = 0; i + 1 < self->rows->len; i++) {
        if (((ValueRow *)self->rows->pdata[i])->entry == entry) {
            gtk_widget_grab_focus (((ValueRow *)self->rows->pdata[i + 1])->entry);
            return;
        }
    }
    g_signal_emit (self, signals[ACTIVATED], 0);
}

/* Rows */

static void
add_cell (SirajRegisterValues *self, int column, int line, const char *text, gboolean number)
{
    GtkWidget *label = label_new (text, number ? "numeric" : NULL);

    if (number)
        gtk_label_set_xalign (GTK_LABEL (label), physical_right (label));
    gtk_grid_attach (GTK_GRID (self->grid), label, column, line, 1, 1);
}

static void
add_entry (SirajRegisterValues *self, ValueRow *row, int line)
{
    row->entry = gtk_entry_new ();
    gtk_widget_add_css_class (row->entry, "numeric");
    gtk_editable_set_width_chars (GTK_EDITABLE (row->entry), VALUE_CHARS);
    gtk_entry_set_input_purpose (GTK_ENTRY (row->entry), GTK_INPUT_PURPOSE_NUMBER);
    entry_set_left_to_right (row->entry);
    widget_set_accessible_name (row->entry, row->words);
    g_signal_connect (row->entry, "activate", G_CALLBACK (entry_activated), self);
    gtk_grid_attach (GTK_GRID (self->grid), row->entry, 3, line, 1, 1);
}

static void
add_rollover (SirajRegisterValues *self, ValueRow *row, int line)
{
    row->rollover = gtk_check_button_new_with_label (tr ("Passed its last number"));
    gtk_grid_attach (GTK_GRID (self->grid), row->rollover, 4, line, 1, 1);
}

static void
add_row (SirajRegisterValues *self, const Register *data)
{
    ValueRow *row = g_new0 (ValueRow, 1);
    int line = (int)self->rows->len + 1;
    g_autofree char *value = format_energy (data->latest_value);
    g_autofree char *day = format_date (data->latest_date);

    row->data = record_copy (&register_record, data);
    row->words = g_strdup (tr (enumeration_label (&register_word_enum, data->code)));
    add_cell (self, 0, line, row->words, FALSE);
    if (self->kind != REGISTER_VALUES_OPENING) {
        add_cell (self, 1, line, day, TRUE);
        add_cell (self, 2, line, value, TRUE);
    }
    add_entry (self, row, line);
    if (self->kind != REGISTER_VALUES_OPENING)
        add_rollover (self, row, line);
    g_ptr_array_add (self->rows, row);
}

static void
add_headings (SirajRegisterValues *self)
{
    static const char *const finals[COLUMNS] = {
        N_ ("Register"), N_ ("Previous date"), N_ ("Previous reading"),
        N_ ("Reading"),  N_ ("Rollover"),
    };

    for (int i = 0; i < COLUMNS; i++) {
        if (self->kind != REGISTER_VALUES_OPENING || i == 0 || i == 3)
            gtk_grid_attach (GTK_GRID (self->grid), label_new (tr (finals[i]), "field-label"), i, 0,
                             1, 1);
    }
}

static void
clear (SirajRegisterValues *self)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
        gtk_grid_remove (GTK_GRID (self->grid), child);
    g_ptr_array_set_size (self->rows, 0);
    register_values_set_error (self, NULL);
}

static void
show_multiplier (SirajRegisterValues *self, gint64 multiplier_milli)
{
    g_autofree char *number = decimal_format (multiplier_milli, 3, 0, TRUE);
    g_autofree char *times = g_strconcat ("×", number, NULL);
    g_autofree char *shown = format_text (times);
    g_autofree char *words = g_strdup_printf ("%s %s", tr ("Multiplier"), shown);

    gtk_label_set_text (GTK_LABEL (self->multiplier), words);
}

void
register_values_show (SirajRegisterValues *self, const GPtrArray *registers)
{
    clear (self);
    gtk_widget_set_visible (GTK_WIDGET (self), registers->len > 0);
    if (registers->len == 0)
        return;
    add_headings (self);
    for (guint i = 0; i < registers->len; i++)
        add_row (self, registers->pdata[i]);
    show_multiplier (self, ((const Register *)registers->pdata[0])->multiplier_milli);
}

void
register_values_show_meter (SirajRegisterValues *self, const Meter *meter)
{
    g_autoptr (GPtrArray) registers = g_ptr_array_new_with_free_func (register_record.destroy);

    const char *const total[] = { "total", NULL };
    const char *const *codes = meter != NULL && meter->register_codes != NULL
                                   ? (const char *const *)meter->register_codes
                                   : total;

    for (guint i = 0; meter != NULL && codes[i] != NULL; i++) {
        Register *one = register_new ();

        enumeration_find (&register_word_enum, codes[i], &one->code);
        one->multiplier_milli = meter->multiplier_milli;
        g_ptr_array_add (registers, one);
    }
    register_values_show (self, registers);
}

/* Values */

static gboolean
row_value (ValueRow *row, gint64 *value, GError **error)
{
    g_autofree char *text = text_clean_number (gtk_editable_get_text (GTK_EDITABLE (row->entry)));

    if (*text == '\0')
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, NULL, "Fill in “%s”.", row->words);
    return decimal_parse (text, 3, value, error);
}

static char *
row_to_json (SirajRegisterValues *self, ValueRow *row, gint64 value)
{
    gboolean rollover =
        row->rollover != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (row->rollover));
    RegisterValue by_code = { row->data->code, value, rollover };
    EndReadingValue by_id = { row->data->id, value, rollover };

    return self->kind == REGISTER_VALUES_OF_REGISTER
               ? record_to_body (&end_reading_record, &by_id)
               : record_to_body (&register_value_record, &by_code);
}

char *
register_values_to_json (SirajRegisterValues *self)
{
    g_autoptr (GString) out = g_string_new ("[");

    register_values_set_error (self, NULL);
    for (guint i = 0; i < self->rows->len; i++) {
        ValueRow *row = self->rows->pdata[i];
        g_autoptr (GError) error = NULL;
        g_autofree char *one = NULL;
        gint64 value;

        if (!row_value (row, &value, &error)) {
            register_values_set_error (self, error->message);
            gtk_widget_grab_focus (row->entry);
            return NULL;
        }
        one = row_to_json (self, row, value);
        g_string_append_printf (out, "%s%s", i > 0 ? "," : "", one);
    }
    g_string_append_c (out, ']');
    return g_string_free (g_steal_pointer (&out), FALSE);
}

void
register_values_set_error (SirajRegisterValues *self, const char *message)
{
    g_autofree char *shown = message != NULL ? format_text (message) : NULL;

    gtk_label_set_text (GTK_LABEL (self->message), shown);
    gtk_widget_set_visible (self->message, message != NULL);
    if (message != NULL)
        register_values_focus (self);
}

gboolean
register_values_is_dirty (SirajRegisterValues *self)
{
    for (guint i = 0; i < self->rows->len; i++) {
        GtkWidget *entry = ((ValueRow *)self->rows->pdata[i])->entry;

        if (*gtk_editable_get_text (GTK_EDITABLE (entry)) != '\0')
            return TRUE;
    }
    return FALSE;
}

gboolean
register_values_focus (SirajRegisterValues *self)
{
    return self->rows->len > 0 && gtk_widget_grab_focus (((ValueRow *)self->rows->pdata[0])->entry);
}

GtkWidget *
register_values_get_entry (SirajRegisterValues *self, guint index)
{
    return index < self->rows->len ? ((ValueRow *)self->rows->pdata[index])->entry : NULL;
}

static void
register_values_finalize (GObject *object)
{
    g_ptr_array_unref (SIRAJ_REGISTER_VALUES (object)->rows);
    G_OBJECT_CLASS (register_values_parent_class)->finalize (object);
}

static void
register_values_class_init (SirajRegisterValuesClass *class)
{
    G_OBJECT_CLASS (class)->finalize = register_values_finalize;
    signals[ACTIVATED] = g_signal_new ("activated", SIRAJ_TYPE_REGISTER_VALUES, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
register_values_init (SirajRegisterValues *self)
{
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
    gtk_box_set_spacing (GTK_BOX (self), 6);
    gtk_widget_add_css_class (GTK_WIDGET (self), "form");
    self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)row_free);
}

GtkWidget *
register_values_new (RegisterValuesKind kind, const char *title_msgid)
{
    SirajRegisterValues *self = g_object_new (SIRAJ_TYPE_REGISTER_VALUES, NULL);
    GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

    self->kind = kind;
    self->multiplier = label_new (NULL, "dim-label");
    self->grid = gtk_grid_new ();
    self->message = label_new (NULL, "field-error");
    gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
    gtk_widget_set_visible (self->message, FALSE);
    gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
    gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
    gtk_box_append (GTK_BOX (head), label_new (tr (title_msgid), "heading"));
    gtk_box_append (GTK_BOX (head), self->multiplier);
    gtk_box_append (GTK_BOX (self), head);
    gtk_box_append (GTK_BOX (self), self->grid);
    gtk_box_append (GTK_BOX (self), self->message);
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
    return GTK_WIDGET (self);
}
