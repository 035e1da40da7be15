/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objects of a JSON array as rows of entries. */
#include "client/pages/tariffs/json-grid.h"

#include "client/widgets/pieces.h"
#include "common/base/language.h"
#include "common/base/quantity.h"
#include "common/base/text.h"

#define LIMIT_CHARS 9
#define FIRST_STEP 100 /* of a new step's limit, in what is typed */

struct _SirajJsonGrid {
    GtkWidget parent_instance;
    GtkWidget *grid;
    JsonGridSpec spec;
    JsonGridColumn *columns; /* of the spec, owned */
    JsonArray *rows;
    GPtrArray *cells; /* entries, row after row */
    GPtrArray *froms; /* labels of a ladder */
    GPtrArray *tools; /* buttons that add and remove rows */
    gboolean editable;
    gboolean filling;
};

enum { CHANGED, RESHAPED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SirajJsonGrid, json_grid, GTK_TYPE_WIDGET)

static void rebuild (SirajJsonGrid *self);

/* Values */

static gboolean
is_ladder (SirajJsonGrid *self)
{
    return self->spec.from != NULL;
}

static guint
n_cells (SirajJsonGrid *self)
{
    return self->spec.n_columns + (is_ladder (self) ? 1 : 0);
}

static gboolean
has_number (JsonObject *row, const char *member)
{
    return json_object_has_member (row, member) && !json_object_get_null_member (row, member);
}

static char *
number_text (JsonObject *row, const char *member, guint scale)
{
    return has_number (row, member)
               ? decimal_format (json_object_get_int_member (row, member), scale, 0, FALSE)
               : g_strdup ("");
}

static char *
cell_text (JsonObject *row, const JsonGridColumn *column)
{
    if (column->text)
        return g_strdup (json_object_get_string_member_with_default (row, column->member, ""));
    return number_text (row, column->member, column->scale);
}

/* FALSE for what is no number. */
static gboolean
store_number (JsonObject *row, const char *member, guint scale, const char *typed)
{
    g_autofree char *text = text_clean_number (typed);
    gint64 value;

    if (*text == '\0') {
        json_object_remove_member (row, member);
        return TRUE;
    }
    if (!decimal_parse (text, scale, &value, NULL))
        return FALSE;
    json_object_set_int_member (row, member, value);
    return TRUE;
}

static void
store_text (JsonObject *row, const char *member, const char *typed)
{
    g_autofree char *text = text_strip_marks (typed);

    if (*text == '\0')
        json_object_remove_member (row, member);
    else
        json_object_set_string_member (row, member, text);
}

/* Each step begins where the one before ends; the last one of a ladder stays as open as it was. */
static void
join_steps (SirajJsonGrid *self)
{
    guint n = json_array_get_length (self->rows);
    gint64 from = 0;

    for (guint i = 0; i < n; i++) {
        JsonObject *row = json_array_get_object_element (self->rows, i);
        g_autofree char *text = NULL;
        g_autofree char *shown = NULL;

        if (i > 0 || !has_number (row, self->spec.from))
            json_object_set_int_member (row, self->spec.from, from);
        text = number_text (row, self->spec.from, self->spec.limit_scale);
        shown = text_isolate (text);
        gtk_label_set_text (GTK_LABEL (self->froms->pdata[i]), shown);
        if (has_number (row, self->spec.to))
            from = json_object_get_int_member (row, self->spec.to);
        else
            json_object_set_null_member (row, self->spec.to);
    }
}

/* Typing */

static void
tell_changed (SirajJsonGrid *self)
{
    if (is_ladder (self))
        join_steps (self);
    g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
find_cell (SirajJsonGrid *self, GtkWidget *entry, guint *row, guint *column)
{
    guint at;

    if (!g_ptr_array_find (self->cells, entry, &at))
        return FALSE;
    *row = at / n_cells (self);
    *column = at % n_cells (self);
    return TRUE;
}

static void
cell_changed (GtkWidget *entry, gpointer user_data)
{
    SirajJsonGrid *self = user_data;
    const char *typed = gtk_editable_get_text (GTK_EDITABLE (entry));
    guint row, column;
    JsonObject *object;
    const JsonGridColumn *spec;
    gboolean good = TRUE;

    if (self->filling || !find_cell (self, entry, &row, &column))
        return;
    object = json_array_get_object_element (self->rows, row);
    if (is_ladder (self) && column == 0) {
        good = store_number (object, self->spec.to, self->spec.limit_scale, typed);
    } else {
        spec = &self->spec.columns[column - (is_ladder (self) ? 1 : 0)];
        if (spec->text)
            store_text (object, spec->member, typed);
        else
            good = store_number (object, spec->member, spec->scale, typed);
    }
    if (good)
        gtk_widget_remove_css_class (entry, "error");
    else
        gtk_widget_add_css_class (entry, "error");
    tell_changed (self);
}

static void
focus_cell (SirajJsonGrid *self, guint row, guint column)
{
    if (row < json_grid_n_rows (self))
        gtk_widget_grab_focus (json_grid_entry (self, row, column));
}

/* Rows */

/* The step that was open ends somewhere now, so that the new one can be open. */
static void
close_step (SirajJsonGrid *self, JsonObject *step)
{
    gint64 unit = FIRST_STEP;

    for (guint i = 0; i < self->spec.limit_scale; i++)
        unit *= 10;
    json_object_set_int_member (step, self->spec.to,
                                json_object_get_int_member_with_default (step, self->spec.from, 0) +
                                    unit);
}

static void
insert_row (SirajJsonGrid *self, guint after)
{
    g_autoptr (JsonArray) rest = json_array_new ();
    guint n = json_array_get_length (self->rows);
    JsonObject *fresh = json_object_new ();

    if (is_ladder (self) && n > 0) {
        JsonObject *step = json_array_get_object_element (self->rows, after);

        if (has_number (step, self->spec.to))
            json_object_set_int_member (fresh, self->spec.to,
                                        json_object_get_int_member (step, self->spec.to));
        else
            close_step (self, step);
    }
    while (json_array_get_length (self->rows) > after + 1) {
        json_array_add_element (rest, json_array_dup_element (self->rows, after + 1));
        json_array_remove_element (self->rows, after + 1);
    }
    json_array_add_object_element (self->rows, fresh);
    for (guint i = 0; i < json_array_get_length (rest); i++)
        json_array_add_element (self->rows, json_array_dup_element (rest, i));
}

static void
add_row (SirajJsonGrid *self, guint after)
{
    insert_row (self, after);
    rebuild (self);
    tell_changed (self);
    focus_cell (self, MIN (after + 1, json_grid_n_rows (self) - 1), 0);
    g_signal_emit (self, signals[RESHAPED], 0);
}

/* What the step covered goes to the one before. */
static void
remove_row (SirajJsonGrid *self, guint row)
{
    guint n = json_array_get_length (self->rows);
    JsonObject *gone = json_array_get_object_element (self->rows, row);

    if (n < (is_ladder (self) ? 2 : 1))
        return;
    if (is_ladder (self) && row > 0) {
        JsonObject *before = json_array_get_object_element (self->rows, row - 1);

        if (has_number (gone, self->spec.to))
            json_object_set_int_member (before, self->spec.to,
                                        json_object_get_int_member (gone, self->spec.to));
        else
            json_object_set_null_member (before, self->spec.to);
    } else if (is_ladder (self)) {
        json_object_set_int_member (
            json_array_get_object_element (self->rows, 1), self->spec.from,
            json_object_get_int_member_with_default (gone, self->spec.from, 0));
    }
    json_array_remove_element (self->rows, row);
    rebuild (self);
    tell_changed (self);
    if (n > 1)
        focus_cell (self, MIN (row, n - 2), 0);
    g_signal_emit (self, signals[RESHAPED], 0);
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
             gpointer user_data)
{
    SirajJsonGrid *self = user_data;
    GtkWidget *entry = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys));
    gboolean enter = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter;
    guint row, column;

    if (!find_cell (self, entry, &row, &column) ||
        !gtk_editable_get_editable (GTK_EDITABLE (entry)))
        return FALSE;
    if (enter && (state & GDK_CONTROL_MASK))
        add_row (self, row);
    else if (keyval == GDK_KEY_Delete && (state & GDK_CONTROL_MASK))
        remove_row (self, row);
    else if (enter || (keyval == GDK_KEY_Down))
        focus_cell (self, row + 1, column);
    else if (keyval == GDK_KEY_Up && row > 0)
        focus_cell (self, row - 1, column);
    else
        return FALSE;
    return TRUE;
}

/* Making */

static GtkWidget *
make_entry (SirajJsonGrid *self, const char *text, const char *label, guint chars, gboolean is_text)
{
    GtkWidget *entry = gtk_entry_new ();
    GtkEventController *keys = gtk_event_controller_key_new ();

    gtk_editable_set_text (GTK_EDITABLE (entry), text);
    gtk_editable_set_width_chars (GTK_EDITABLE (entry), (int)chars);
    widget_set_accessible_name (entry, tr (label));
    if (!is_text) {
        entry_set_left_to_right (entry);
        gtk_widget_add_css_class (entry, "numeric");
    }
    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
    gtk_widget_add_controller (entry, keys);
    g_signal_connect (entry, "changed", G_CALLBACK (cell_changed), self);
    g_ptr_array_add (self->cells, entry);
    return entry;
}

static void
add_heading (SirajJsonGrid *self, int column, const char *label)
{
    gtk_grid_attach (GTK_GRID (self->grid), label_new (tr (label), "dim-label"), column, 0, 1, 1);
}

static void
add_clicked (SirajJsonGrid *self)
{
    add_row (self, MAX (json_grid_n_rows (self), 1) - 1);
}

static void
remove_clicked (GtkWidget *button, gpointer user_data)
{
    SirajJsonGrid *self = user_data;

    remove_row (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "row")));
}

static GtkWidget *
make_tool (SirajJsonGrid *self, const char *icon_name, const char *label)
{
    GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

    gtk_widget_add_css_class (button, "flat");
    gtk_widget_set_tooltip_text (button, label);
    gtk_widget_set_visible (button, self->editable);
    gtk_widget_set_halign (button, GTK_ALIGN_START);
    widget_set_accessible_name (button, label);
    g_ptr_array_add (self->tools, button);
    return button;
}

static void
add_remove_tool (SirajJsonGrid *self, guint row, int column, int line)
{
    GtkWidget *button = make_tool (self, "list-remove-symbolic", tr ("Remove the row"));

    g_object_set_data (G_OBJECT (button), "row", GUINT_TO_POINTER (row));
    g_signal_connect (button, "clicked", G_CALLBACK (remove_clicked), self);
    gtk_grid_attach (GTK_GRID (self->grid), button, column, line, 1, 1);
}

static void
add_add_tool (SirajJsonGrid *self)
{
    GtkWidget *button = make_tool (self, "list-add-symbolic", tr ("Add a row"));

    g_signal_connect_swapped (button, "clicked", G_CALLBACK (add_clicked), self);
    gtk_grid_attach (GTK_GRID (self->grid), button, 0, (int)json_array_get_length (self->rows) + 1,
                     1, 1);
}

static void
add_headings (SirajJsonGrid *self)
{
    int column = 0;

    if (is_ladder (self)) {
        add_heading (self, column++, N_ ("From"));
        add_heading (self, column++, N_ ("To"));
    }
    for (guint i = 0; i < self->spec.n_columns; i++)
        add_heading (self, column++, self->spec.columns[i].label);
}

static void
add_limits (SirajJsonGrid *self, JsonObject *row, int line)
{
    g_autofree char *to = number_text (row, self->spec.to, self->spec.limit_scale);
    GtkWidget *from = gtk_label_new (NULL);
    GtkWidget *entry = make_entry (self, to, N_ ("To"), LIMIT_CHARS, FALSE);

    gtk_widget_add_css_class (from, "numeric");
    gtk_label_set_width_chars (GTK_LABEL (from), LIMIT_CHARS);
    gtk_label_set_xalign (GTK_LABEL (from), physical_right (from));
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), tr ("open"));
    g_ptr_array_add (self->froms, from);
    gtk_grid_attach (GTK_GRID (self->grid), from, 0, line, 1, 1);
    gtk_grid_attach (GTK_GRID (self->grid), entry, 1, line, 1, 1);
}

static void
add_line (SirajJsonGrid *self, guint i)
{
    JsonObject *row = json_array_get_object_element (self->rows, i);
    int column = is_ladder (self) ? 2 : 0;
    int line = (int)i + 1;

    if (is_ladder (self))
        add_limits (self, row, line);
    for (guint c = 0; c < self->spec.n_columns; c++) {
        const JsonGridColumn *spec = &self->spec.columns[c];
        g_autofree char *text = cell_text (row, spec);

        gtk_grid_attach (GTK_GRID (self->grid),
                         make_entry (self, text, spec->label, spec->chars, spec->text), column++,
                         line, 1, 1);
    }
    add_remove_tool (self, i, column, line);
}

static void
rebuild (SirajJsonGrid *self)
{
    GtkWidget *child;

    self->filling = TRUE;
    while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
        gtk_grid_remove (GTK_GRID (self->grid), child);
    g_ptr_array_set_size (self->cells, 0);
    g_ptr_array_set_size (self->froms, 0);
    g_ptr_array_set_size (self->tools, 0);
    add_headings (self);
    for (guint i = 0; i < json_array_get_length (self->rows); i++)
        add_line (self, i);
    add_add_tool (self);
    if (is_ladder (self))
        join_steps (self);
    self->filling = FALSE;
}

guint
json_grid_n_rows (SirajJsonGrid *self)
{
    return json_array_get_length (self->rows);
}

JsonArray *
json_grid_get_rows (SirajJsonGrid *self)
{
    return self->rows;
}

GtkWidget *
json_grid_find (SirajJsonGrid *self, guint row, const char *member)
{
    guint first = is_ladder (self) ? 1 : 0;

    if (row >= json_grid_n_rows (self))
        return NULL;
    if (is_ladder (self) && g_str_equal (member, self->spec.to))
        return json_grid_entry (self, row, 0);
    if (is_ladder (self) && g_str_equal (member, self->spec.from))
        return json_grid_entry (self, row > 0 ? row - 1 : 0, 0);
    for (guint i = 0; i < self->spec.n_columns; i++)
        if (g_str_equal (self->spec.columns[i].member, member))
            return json_grid_entry (self, row, first + i);
    return NULL;
}

GtkWidget *
json_grid_entry (SirajJsonGrid *self, guint row, guint column)
{
    return self->cells->pdata[row * n_cells (self) + column];
}

void
json_grid_set_editable (SirajJsonGrid *self, gboolean editable)
{
    self->editable = editable;
    for (guint i = 0; i < self->tools->len; i++)
        gtk_widget_set_visible (self->tools->pdata[i], editable);
    for (guint i = 0; i < self->cells->len; i++)
        gtk_editable_set_editable (GTK_EDITABLE (self->cells->pdata[i]), editable);
}

static void
json_grid_dispose (GObject *object)
{
    widget_drop_children (GTK_WIDGET (object));
    G_OBJECT_CLASS (json_grid_parent_class)->dispose (object);
}

static void
json_grid_finalize (GObject *object)
{
    SirajJsonGrid *self = SIRAJ_JSON_GRID (object);

    g_ptr_array_unref (self->cells);
    g_ptr_array_unref (self->froms);
    g_ptr_array_unref (self->tools);
    json_array_unref (self->rows);
    g_free (self->columns);
    G_OBJECT_CLASS (json_grid_parent_class)->finalize (object);
}

static void
json_grid_class_init (SirajJsonGridClass *class)
{
    G_OBJECT_CLASS (class)->dispose = json_grid_dispose;
    G_OBJECT_CLASS (class)->finalize = json_grid_finalize;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
    signals[CHANGED] = g_signal_new ("changed", SIRAJ_TYPE_JSON_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
    signals[RESHAPED] = g_signal_new ("reshaped", SIRAJ_TYPE_JSON_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
}

static void
json_grid_init (SirajJsonGrid *self)
{
    self->cells = g_ptr_array_new ();
    self->froms = g_ptr_array_new ();
    self->tools = g_ptr_array_new ();
    self->editable = TRUE;
    self->grid = gtk_grid_new ();
    gtk_grid_set_column_spacing (GTK_GRID (self->grid), 6);
    gtk_grid_set_row_spacing (GTK_GRID (self->grid), 3);
    gtk_widget_set_halign (self->grid, GTK_ALIGN_START);
    gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

GtkWidget *
json_grid_new (const JsonGridSpec *spec, JsonArray *rows)
{
    SirajJsonGrid *self = g_object_new (SIRAJ_TYPE_JSON_GRID, NULL);

    self->spec = *spec;
    self->columns = g_memdup2 (spec->columns, spec->n_columns * sizeof *spec->columns);
    self->spec.columns = self->columns;
    self->rows = json_array_ref (rows);
    rebuild (self);
    return GTK_WIDGET (self);
}
