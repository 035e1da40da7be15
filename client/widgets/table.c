/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of records over GtkColumnView: cells read the struct through the field table. */
#include "client/widgets/table.h"

#include "client/core/format.h"
#include "client/widgets/badge.h"
#include "client/widgets/pieces.h"
#include "client/widgets/table-fit.h"
#include "client/widgets/table-memory.h"

#define SORT_ARROW_PX 22
#define CELL_PADDING_PX 18
#define WRAP_LINES 3
#define LEFT_TO_RIGHT_MARK "\342\200\216"
#define RIGHT_TO_LEFT_MARK "\342\200\217"

struct _SirajTable {
    GtkWidget parent_instance;
    GtkWidget *scrolled;
    GtkWidget *view;
    GListModel *items;
    GtkSelectionModel *selection;
    const Record *record;
    const Column *columns;
    guint n_columns;
    SirajPageModel *model;
    gint64 selected_id; /* kept over a reload */
    const char *probed; /* the member whose sorter was asked first */
    gboolean restoring;
};

enum { ACTIVATED, PREVIEW, SELECTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SirajTable, table, GTK_TYPE_WIDGET)

/* Cells */

static gboolean
is_number (const Field *field)
{
    return field->kind == FIELD_KIND_INTEGER || field->kind == FIELD_KIND_MONEY ||
           field->kind == FIELD_KIND_ENERGY || field->kind == FIELD_KIND_RATE ||
           field->kind == FIELD_KIND_PERCENT;
}

typedef struct {
    const Field *field;
    ColumnFlags flags;
} Cell;

/* An inscription, not a label: the column decides its width, so that a page turned measures nothing
 * anew; labels lay each text out three times. */
static void
cell_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
    const Cell *cell = user_data;
    GtkWidget *text;

    if (cell->flags & COLUMN_BADGE) {
        text = badge_new (TONE_NEUTRAL, NULL);
    } else {
        text = gtk_inscription_new (NULL);
        gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text),
                                           GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
        gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), 0);
        gtk_inscription_set_min_lines (GTK_INSCRIPTION (text),
                                       cell->flags & COLUMN_WRAP ? WRAP_LINES : 1);
        gtk_inscription_set_xalign (GTK_INSCRIPTION (text),
                                    is_number (cell->field) ? physical_right (text) : 0);
    }
    if (is_number (cell->field))
        gtk_widget_add_css_class (text, "numeric");
    gtk_list_item_set_child (list_item, text);
}

static char *
cell_text (const Cell *cell, gconstpointer data)
{
    if ((cell->flags & COLUMN_DASH) && !field_is_none (cell->field, data) &&
        field_get_int64 (cell->field, data) == 0)
        return g_strdup ("–");
    return format_field (cell->field, data);
}

/* An inscription is aligned by the direction of its text, where a label goes by its widget's: a
 * foreign text begins with a mark of the widget's direction. */
static void
set_text (GtkInscription *inscription, const char *text)
{
    gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (inscription)) == GTK_TEXT_DIR_RTL;
    PangoDirection foreign = rtl ? PANGO_DIRECTION_LTR : PANGO_DIRECTION_RTL;
    g_autofree char *marked = NULL;

    if (pango_find_base_dir (text, -1) == foreign)
        marked = g_strconcat (rtl ? RIGHT_TO_LEFT_MARK : LEFT_TO_RIGHT_MARK, text, NULL);
    gtk_inscription_set_text (inscription, marked != NULL ? marked : text);
}

static void
cell_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
    const Cell *cell = user_data;
    GtkWidget *child = gtk_list_item_get_child (list_item);
    gconstpointer data = item_get_data (SIRAJ_ITEM (gtk_list_item_get_item (list_item)));
    g_autofree char *text = NULL;

    if ((cell->flags & COLUMN_BADGE) && !field_is_none (cell->field, data)) {
        badge_set_value (child, cell->field->enumeration, (int)field_get_int64 (cell->field, data));
        return;
    }
    text = cell_text (cell, data);
    if (GTK_IS_INSCRIPTION (child))
        set_text (GTK_INSCRIPTION (child), text);
    else
        gtk_label_set_text (GTK_LABEL (child), text);
}

/* Sorting.  GTK 4.8 does not tell by which column it sorts: the composed sorter is asked to compare
 * two rows, and the first of the columns' sorters that is asked is the one. */

typedef struct {
    SirajTable *table;
    const char *name;
} SortProbe;

static int
probe_compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
    SortProbe *probe = user_data;

    if (probe->table->probed == NULL)
        probe->table->probed = probe->name;
    return 1;
}

static void
sorter_changed (SirajTable *self)
{
    GtkSorter *sorter = gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->view));
    g_autoptr (SirajItem) dummy = item_new (self->record, record_new (self->record));
    g_autofree char *sort = NULL;
    GtkOrdering ordering;

    if (self->model == NULL || self->restoring)
        return;
    self->probed = NULL;
    ordering = gtk_sorter_compare (sorter, dummy, dummy);
    if (self->probed != NULL)
        sort = g_strconcat (ordering == GTK_ORDERING_SMALLER ? "-" : "", self->probed, NULL);
    page_model_set (self->model, "sort", sort);
}

static GtkColumnViewColumn *
find_column (SirajTable *self, const char *name)
{
    GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->view));
    guint n = g_list_model_get_n_items (columns);

    for (guint i = 0; i < n; i++) {
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

        if (g_strcmp0 (table_column_name (column), name) == 0)
            return column;
    }
    return NULL;
}

static void
show_sort (SirajTable *self)
{
    const char *sort = page_model_get (self->model, "sort");
    gboolean descending = sort != NULL && *sort == '-';
    GtkColumnViewColumn *column =
        sort != NULL ? find_column (self, descending ? sort + 1 : sort) : NULL;

    self->restoring = TRUE;
    if (column != NULL && gtk_column_view_column_get_sorter (column) != NULL)
        gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (self->view), column,
                                        descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
    self->restoring = FALSE;
}

void
table_set_page_model (SirajTable *self, SirajPageModel *model)
{
    g_set_object (&self->model, model);
    show_sort (self);
}

/* Selection */

static void
tell_item (SirajTable *self, guint signal, SirajItem *item)
{
    if (item != NULL)
        g_signal_emit (self, signals[signal], 0, item);
}

static void
view_activated (GtkColumnView *view, guint position, gpointer user_data)
{
    SirajTable *self = user_data;
    g_autoptr (SirajItem) item = g_list_model_get_item (self->items, position);

    tell_item (self, ACTIVATED, item);
}

/* GTK_INVALID_LIST_POSITION when no row is. */
static guint
first_selected (SirajTable *self)
{
    g_autoptr (GtkBitset) rows = gtk_selection_model_get_selection (self->selection);

    return gtk_bitset_is_empty (rows) ? GTK_INVALID_LIST_POSITION : gtk_bitset_get_minimum (rows);
}

SirajItem *
table_get_selected (SirajTable *self)
{
    g_autoptr (SirajItem) item = g_list_model_get_item (self->items, first_selected (self));

    return item; /* the list keeps it */
}

GPtrArray *
table_dup_selected (SirajTable *self)
{
    g_autoptr (GtkBitset) rows = gtk_selection_model_get_selection (self->selection);
    GPtrArray *selected = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = 0; i < gtk_bitset_get_size (rows); i++)
        g_ptr_array_add (selected,
                         g_list_model_get_item (self->items, gtk_bitset_get_nth (rows, i)));
    return selected;
}

static void
selection_changed (SirajTable *self)
{
    SirajItem *item = table_get_selected (self);

    if (item != NULL && item_get_id (item) != 0)
        self->selected_id = item_get_id (item);
    g_signal_emit (self, signals[SELECTED], 0);
}

static gboolean
find_row (SirajTable *self, gint64 id, guint *position)
{
    guint n = g_list_model_get_n_items (self->items);

    for (guint i = 0; i < n && id != 0; i++) {
        g_autoptr (SirajItem) item = g_list_model_get_item (self->items, i);

        if (item_get_id (item) == id) {
            *position = i;
            return TRUE;
        }
    }
    return FALSE;
}

gboolean
table_select_id (SirajTable *self, gint64 id)
{
    GtkWidget *list = gtk_widget_get_last_child (self->view);
    guint position;

    if (!find_row (self, id, &position))
        return FALSE;
    gtk_selection_model_select_item (self->selection, position, TRUE);
    gtk_widget_activate_action (list, "list.scroll-to-item", "u", position);
    return TRUE;
}

/* The row that was selected stays so when its page is loaded again. */
static void
items_changed (SirajTable *self)
{
    gint64 id = self->selected_id;
    guint position;

    if (find_row (self, id, &position))
        gtk_selection_model_select_item (self->selection, position, TRUE);
}

void
table_select_many (SirajTable *self)
{
    g_signal_handlers_disconnect_by_data (self->selection, self);
    g_object_unref (self->selection);
    self->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (g_object_ref (self->items)));
    gtk_column_view_set_model (GTK_COLUMN_VIEW (self->view), self->selection);
    gtk_column_view_set_enable_rubberband (GTK_COLUMN_VIEW (self->view), TRUE);
    g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_changed),
                             self, G_CONNECT_SWAPPED);
}

void
table_focus_rows (SirajTable *self)
{
    guint selected = first_selected (self);
    GtkWidget *list = gtk_widget_get_last_child (self->view);

    gtk_widget_grab_focus (list);
    if (selected != GTK_INVALID_LIST_POSITION)
        gtk_widget_activate_action (list, "list.scroll-to-item", "u", selected);
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
             gpointer user_data)
{
    SirajTable *self = user_data;

    if (keyval != GDK_KEY_space || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
        return FALSE;
    tell_item (self, PREVIEW, table_get_selected (self));
    return TRUE;
}

/* Columns */

static int
digit_width_px (GtkWidget *widget)
{
    PangoContext *context = gtk_widget_get_pango_context (widget);
    PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
    int width = pango_font_metrics_get_approximate_digit_width (metrics);

    pango_font_metrics_unref (metrics);
    return PANGO_PIXELS_CEIL (width);
}

/* What the heading needs beside the arrow of the order. */
static int
title_width_px (GtkWidget *widget, const char *title)
{
    g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
    g_autofree char *markup = g_markup_printf_escaped ("<b>%s</b>", title);
    int width_px;

    pango_layout_set_markup (layout, markup, -1);
    pango_layout_get_pixel_size (layout, &width_px, NULL);
    return width_px;
}

/* The column that takes the room left over: the one marked, or the widest text. */
static const Column *
expanding_column (SirajTable *self)
{
    const Column *widest = &self->columns[0];

    for (guint i = 0; i < self->n_columns; i++) {
        const Column *column = &self->columns[i];

        if (column->flags & COLUMN_EXPAND)
            return column;
        if (!(column->flags & COLUMN_HIDDEN) && column->width_chars > widest->width_chars)
            widest = column;
    }
    return widest;
}

static void
add_column (SirajTable *self, const Column *column, int digit_px)
{
    const Field *field = record_find_field (self->record, column->name);
    GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
    GtkColumnViewColumn *view_column;
    Cell *cell = g_new0 (Cell, 1);
    int width_px;

    g_assert (field != NULL);
    cell->field = field;
    cell->flags = column->flags;
    g_object_set_data_full (G_OBJECT (factory), "cell", cell, g_free);
    g_signal_connect (factory, "setup", G_CALLBACK (cell_setup), cell);
    g_signal_connect (factory, "bind", G_CALLBACK (cell_bind), cell);
    view_column = gtk_column_view_column_new (tr (field->label), factory);
    table_column_set_name (view_column, column->name);
    gtk_column_view_column_set_resizable (view_column, TRUE);
    width_px = title_width_px (self->view, tr (field->label)) +
               ((column->flags & COLUMN_SORT) != 0 ? SORT_ARROW_PX : 0);
    width_px = MAX ((int)column->width_chars * digit_px, width_px) + CELL_PADDING_PX;
    gtk_column_view_column_set_visible (view_column, !(column->flags & COLUMN_HIDDEN));
    table_fit_set_width (view_column, width_px);
    gtk_column_view_column_set_expand (view_column, column == expanding_column (self));
    if (column->flags & COLUMN_SORT) {
        SortProbe *probe = g_new0 (SortProbe, 1);
        g_autoptr (GtkSorter) sorter = NULL;

        *probe = (SortProbe) { self, column->name };
        sorter = GTK_SORTER (gtk_custom_sorter_new (probe_compare, probe, g_free));
        gtk_column_view_column_set_sorter (view_column, sorter);
    }
    gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view), view_column);
    g_object_unref (view_column);
}

GtkWidget *
table_new_column_button (SirajTable *self)
{
    return table_memory_new_button (GTK_COLUMN_VIEW (self->view));
}

void
table_set_memory (SirajTable *self, SirajSettings *settings, const char *group)
{
    table_memory_attach (GTK_COLUMN_VIEW (self->view), settings, group);
}

/* Class */

static void
table_dispose (GObject *object)
{
    SirajTable *self = SIRAJ_TABLE (object);

    if (self->items != NULL)
        g_signal_handlers_disconnect_by_data (self->items, self);
    if (self->selection != NULL)
        g_signal_handlers_disconnect_by_data (self->selection, self);
    /* A view that goes tells its sorter, which must not ask the server once more. */
    g_clear_object (&self->model);
    widget_drop_children (GTK_WIDGET (self));
    g_clear_object (&self->items);
    g_clear_object (&self->selection);
    G_OBJECT_CLASS (table_parent_class)->dispose (object);
}

static gboolean
table_grab_focus (GtkWidget *widget)
{
    table_focus_rows (SIRAJ_TABLE (widget));
    return TRUE;
}

static void
table_class_init (SirajTableClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

    G_OBJECT_CLASS (class)->dispose = table_dispose;
    widget_class->grab_focus = table_grab_focus;
    gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
    signals[ACTIVATED] = g_signal_new ("activated", SIRAJ_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, SIRAJ_TYPE_ITEM);
    signals[PREVIEW] = g_signal_new ("preview", SIRAJ_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 1, SIRAJ_TYPE_ITEM);
    signals[SELECTED] = g_signal_new ("selected", SIRAJ_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
}

static void
table_init (SirajTable *self)
{
    GtkEventController *keys = gtk_event_controller_key_new ();

    self->scrolled = gtk_scrolled_window_new ();
    self->view = gtk_column_view_new (NULL);
    gtk_widget_add_css_class (self->view, "records");
    gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (self->view), TRUE);
    gtk_column_view_set_show_column_separators (GTK_COLUMN_VIEW (self->view), TRUE);
    gtk_column_view_set_reorderable (GTK_COLUMN_VIEW (self->view), TRUE);
    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_EXTERNAL,
                                    GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->view);
    gtk_widget_set_vexpand (self->scrolled, TRUE);
    gtk_widget_set_hexpand (self->scrolled, TRUE);
    gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
    gtk_widget_add_controller (self->view, keys);
    g_signal_connect (self->view, "activate", G_CALLBACK (view_activated), self);
}

GtkWidget *
table_new (GListModel *items, const Record *record, const Column *columns, guint n_columns)
{
    SirajTable *self = g_object_new (SIRAJ_TYPE_TABLE, NULL);
    int digit_px = digit_width_px (self->view);

    self->items = g_object_ref (items);
    self->record = record;
    self->columns = columns;
    self->n_columns = n_columns;
    for (guint i = 0; i < n_columns; i++)
        add_column (self, &columns[i], digit_px);
    table_fit_attach (GTK_COLUMN_VIEW (self->view),
                      gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scrolled)));
    self->selection = GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (items)));
    gtk_column_view_set_model (GTK_COLUMN_VIEW (self->view), self->selection);
    g_signal_connect_swapped (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->view)), "changed",
                              G_CALLBACK (sorter_changed), self);
    g_signal_connect_object (self->selection, "notify::selected-item",
                             G_CALLBACK (selection_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (items, "items-changed", G_CALLBACK (items_changed), self,
                             G_CONNECT_SWAPPED | G_CONNECT_AFTER);
    return GTK_WIDGET (self);
}
