/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a form and their places in its grids. */
#include "client/widgets/form-grid.h"

#include "client/core/format.h"
#include "client/widgets/pieces.h"

#define COLUMN_SPACING_PX 12
#define ROW_SPACING_PX 6
#define SECTION_SPACING_PX 12
#define MESSAGE_CHARS 30
#define LABEL_CHARS 16

/* Mnemonics: the first letter of each label that no other label of the form has taken. */

static char *
with_mnemonic (const char *text, GHashTable *taken)
{
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
        gunichar letter = g_unichar_tolower (g_utf8_get_char (p));

        if (g_unichar_isalpha (letter) && g_hash_table_add (taken, GUINT_TO_POINTER (letter)))
            return g_strdup_printf ("%.*s_%s", (int)(p - text), text, p);
    }
    return g_strdup (text);
}

static GtkWidget *
make_label (const Field *field, GHashTable *taken)
{
    g_autofree char *text = with_mnemonic (tr (field->label), taken);
    gboolean required = (field->flags & FIELD_REQUIRED) && !(field->flags & FIELD_READ_ONLY);
    g_autofree char *marked = g_strconcat (text, required ? " *" : "", NULL);
    GtkWidget *label = gtk_label_new_with_mnemonic (marked);

    gtk_widget_add_css_class (label, "field-label");
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_widget_set_valign (label, GTK_ALIGN_START);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (label), LABEL_CHARS);
    return label;
}

/* Rows */

typedef struct {
    SirajForm *form;
    const FormRowEvents *events;
    FormRow *row;
} RowWatch;

static void
editor_told_changed (SirajEditor *editor, RowWatch *watch)
{
    watch->events->edited (watch->form, watch->row);
}

static void
editor_told_activated (SirajEditor *editor, RowWatch *watch)
{
    watch->events->activated (watch->form, watch->row);
}

static void
focus_left (GtkEventControllerFocus *focus, RowWatch *watch)
{
    if (!gtk_widget_in_destruction (GTK_WIDGET (watch->form)))
        watch->events->left (watch->form, watch->row);
}

static void
watch_row (const FormGrid *grid, FormRow *row)
{
    RowWatch *watch = g_new0 (RowWatch, 1);
    GtkEventController *focus = gtk_event_controller_focus_new ();

    *watch = (RowWatch) { grid->form, grid->events, row };
    g_object_set_data_full (G_OBJECT (row->editor), "watch", watch, g_free);
    g_signal_connect (row->editor, "changed", G_CALLBACK (editor_told_changed), watch);
    g_signal_connect (row->editor, "activated", G_CALLBACK (editor_told_activated), watch);
    g_signal_connect (focus, "leave", G_CALLBACK (focus_left), watch);
    gtk_widget_add_controller (GTK_WIDGET (row->editor), focus);
}

static GtkWidget *
make_cell (FormRow *row)
{
    GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

    row->value = label_new (NULL, "field-value");
    gtk_label_set_selectable (GTK_LABEL (row->value), TRUE);
    gtk_label_set_wrap (GTK_LABEL (row->value), TRUE);
    gtk_widget_set_focusable (row->value, FALSE);
    row->message = label_new (NULL, "field-error");
    gtk_label_set_wrap (GTK_LABEL (row->message), TRUE);
    gtk_label_set_width_chars (GTK_LABEL (row->message), MESSAGE_CHARS);
    gtk_label_set_max_width_chars (GTK_LABEL (row->message), MESSAGE_CHARS);
    gtk_widget_set_visible (row->message, FALSE);
    if (row->editor != NULL)
        gtk_box_append (GTK_BOX (cell), GTK_WIDGET (row->editor));
    gtk_box_append (GTK_BOX (cell), row->value);
    gtk_box_append (GTK_BOX (cell), row->message);
    gtk_widget_set_hexpand (cell, TRUE);
    return cell;
}

static gboolean
has_editor (const Field *field, const Lookup *lookup)
{
    switch (field->kind) {
    case FIELD_KIND_RECORD:
    case FIELD_KIND_INSTANT:
        return FALSE;
    case FIELD_KIND_TEXTS:
    case FIELD_KIND_ID:
        return lookup->path != NULL;
    default:
        return !(field->flags & FIELD_READ_ONLY);
    }
}

static FormRow *
make_row (const FormGrid *grid, const FormField *form_field, GHashTable *taken)
{
    FormRow *row = g_new0 (FormRow, 1);

    row->field = record_find_field (grid->record, form_field->name);
    g_assert (row->field != NULL);
    row->label = make_label (row->field, taken);
    if (has_editor (row->field, &form_field->lookup)) {
        row->editor = editor_new (grid->record, row->field, &form_field->lookup, grid->api);
        gtk_label_set_mnemonic_widget (GTK_LABEL (row->label), editor_get_input (row->editor));
        watch_row (grid, row);
    }
    row->cell = make_cell (row);
    g_ptr_array_add (grid->rows, row);
    return row;
}

void
form_row_show (FormRow *row, gconstpointer data, gboolean shown_only)
{
    g_autofree char *text = format_field (row->field, data);

    if (row->editor != NULL) {
        editor_load (row->editor, data);
        gtk_widget_set_visible (GTK_WIDGET (row->editor), !shown_only);
    }
    if (row->editor != NULL && row->field->kind == FIELD_KIND_LIST) {
        gtk_widget_set_visible (GTK_WIDGET (row->editor), TRUE);
        widget_set_open (GTK_WIDGET (row->editor), !shown_only);
        shown_only = FALSE;
    }
    if (shown_only && row->editor != NULL && row->field->kind == FIELD_KIND_ID) {
        g_free (text);
        text = editor_dup_text (row->editor);
    }
    gtk_label_set_text (GTK_LABEL (row->value), *text != '\0' ? text : "–");
    gtk_widget_set_visible (row->value, shown_only || row->editor == NULL);
}

gboolean
form_row_is_editable (FormRow *row)
{
    return row->editor != NULL && gtk_widget_get_visible (GTK_WIDGET (row->editor)) &&
           gtk_widget_get_visible (row->cell);
}

void
form_row_set_error (FormRow *row, const char *message)
{
    g_autofree char *shown = message != NULL ? format_text (message) : NULL;

    gtk_label_set_text (GTK_LABEL (row->message), shown);
    gtk_widget_set_visible (row->message, message != NULL);
    if (row->editor == NULL)
        return;
    editor_set_error (row->editor, message != NULL);
    gtk_accessible_update_property (GTK_ACCESSIBLE (editor_get_input (row->editor)),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, shown != NULL ? shown : "",
                                    -1);
}

const char *
form_row_get_error (FormRow *row)
{
    return gtk_widget_get_visible (row->message) ? gtk_label_get_text (GTK_LABEL (row->message))
                                                 : NULL;
}

void
form_row_reveal (FormRow *row)
{
    if (row->fold != NULL)
        gtk_expander_set_expanded (GTK_EXPANDER (row->fold), TRUE);
    if (row->editor != NULL)
        gtk_widget_grab_focus (GTK_WIDGET (row->editor));
}

/* Sections */

#define MAX_COLUMNS 3

/* What keeps the columns of all sections under one another. */
typedef struct {
    GHashTable *taken; /* letters of mnemonics */
    GtkSizeGroup *labels;
    GtkSizeGroup *cells[MAX_COLUMNS + 1]; /* by the number of columns */
} Alignment;

typedef struct {
    GtkWidget *grid;
    guint columns;
    guint column;
    guint line;
} Place;

static void
attach (Place *place, FormRow *row, guint span)
{
    span = CLAMP (span, 1, place->columns);
    if (place->column + span > place->columns) {
        place->column = 0;
        place->line++;
    }
    gtk_grid_attach (GTK_GRID (place->grid), row->label, (int)place->column * 2, (int)place->line,
                     1, 1);
    gtk_grid_attach (GTK_GRID (place->grid), row->cell, (int)place->column * 2 + 1,
                     (int)place->line, (int)span * 2 - 1, 1);
    place->column += span;
}

static GtkWidget *
make_section (const FormGrid *grid, const FormSection *section, Alignment *alignment)
{
    gboolean folded = (section->flags & FORM_FOLDED) != 0;
    GtkWidget *fold = folded ? gtk_expander_new (tr (section->title)) : NULL;
    GtkWidget *box = folded ? fold : gtk_box_new (GTK_ORIENTATION_VERTICAL, ROW_SPACING_PX);
    Place place = { gtk_grid_new (), CLAMP (section->columns, 1, MAX_COLUMNS), 0, 0 };

    gtk_grid_set_column_spacing (GTK_GRID (place.grid), COLUMN_SPACING_PX);
    gtk_grid_set_row_spacing (GTK_GRID (place.grid), ROW_SPACING_PX);
    gtk_widget_add_css_class (box, "form-section");
    for (guint i = 0; i < section->n_fields; i++) {
        FormRow *row = make_row (grid, &section->fields[i], alignment->taken);

        row->section = box;
        row->fold = fold;
        gtk_size_group_add_widget (alignment->labels, row->label);
        if (section->fields[i].span <= 1)
            gtk_size_group_add_widget (alignment->cells[place.columns], row->cell);
        attach (&place, row, section->fields[i].span);
    }
    if (folded) {
        gtk_expander_set_child (GTK_EXPANDER (fold), place.grid);
        return box;
    }
    gtk_box_append (GTK_BOX (box), label_new (tr (section->title), "heading"));
    gtk_box_append (GTK_BOX (box), place.grid);
    return box;
}

GtkWidget *
form_grid_new (const FormGrid *grid, const FormLayout *layout)
{
    Alignment alignment = { g_hash_table_new (NULL, NULL),
                            gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL),
                            { NULL } };
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SECTION_SPACING_PX);

    for (guint i = 1; i <= MAX_COLUMNS; i++)
        alignment.cells[i] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
    gtk_widget_add_css_class (box, "form");
    for (guint i = 0; i < layout->n_sections; i++)
        gtk_box_append (GTK_BOX (box), make_section (grid, &layout->sections[i], &alignment));
    for (guint i = 1; i <= MAX_COLUMNS; i++)
        g_object_unref (alignment.cells[i]);
    g_object_unref (alignment.labels);
    g_hash_table_unref (alignment.taken);
    return box;
}
