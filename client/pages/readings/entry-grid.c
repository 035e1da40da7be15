/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheet of a route as a grid for the keyboard. */
#include "client/pages/readings/entry-grid.h"

#include "client/core/records.h"
#include "client/pages/readings/entry-row.h"
#include "client/pages/readings/remark-picker.h"
#include "client/widgets/pieces.h"
#include "common/base/language.h"

#define REMARKS_PATH "/api/v1/reading-remarks?limit=200"

struct _SirajEntryGrid {
    GtkWidget parent_instance;
    GtkWidget *scrolled;
    GtkWidget *grid;
    GPtrArray *rows;    /* EntryRow */
    GPtrArray *remarks; /* ReadingRemark; NULL until they are asked for */
    GtkWidget *picker;
    EntryRow *asking; /* the row that could not be read */
    EntryContext context;
};

enum { CHANGED, PAST_END, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SirajEntryGrid, entry_grid, GTK_TYPE_WIDGET)

static const char *const titles[ENTRY_N_COLUMNS] = {
    [ENTRY_ORDER] = N_ ("Order"),
    [ENTRY_METER] = N_ ("Meter"),
    [ENTRY_REGISTER] = N_ ("Register"),
    [ENTRY_CUSTOMER] = N_ ("Customer"),
    [ENTRY_ADDRESS] = N_ ("Address"),
    [ENTRY_READ_ON] = N_ ("Read on"),
    [ENTRY_SHOWED] = N_ ("Showed"),
    [ENTRY_SHOWS] = N_ ("Shows"),
    [ENTRY_REMARK] = NULL,
    [ENTRY_CONSUMPTION] = N_ ("Consumption"),
    [ENTRY_STATE] = N_ ("State"),
};

/* Walking */

static void
row_moved (EntryRow *row, int step, gpointer user_data)
{
    SirajEntryGrid *self = user_data;
    guint index = 0;
    gint64 next;

    g_ptr_array_find (self->rows, row, &index);
    next = (gint64)index + step;
    if (next >= 0 && next < self->rows->len)
        entry_row_focus (self->rows->pdata[next]);
    else if (next > 0)
        g_signal_emit (self, signals[PAST_END], 0);
}

static gboolean
has_focus (EntryRow *row)
{
    GtkWidget *entry = entry_row_get_entry (row);
    GtkRoot *root = gtk_widget_get_root (entry);
    GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

    return focus != NULL && (focus == entry || gtk_widget_is_ancestor (focus, entry));
}

/* A value that was refused calls its reader back, unless the next one is already being typed. */
static void
row_answered (EntryRow *row, gpointer user_data)
{
    SirajEntryGrid *self = user_data;
    guint index = 0;

    g_signal_emit (self, signals[CHANGED], 0);
    if (!entry_row_is_refused (row) || !g_ptr_array_find (self->rows, row, &index) ||
        index + 1 >= self->rows->len)
        return;
    if (has_focus (self->rows->pdata[index + 1]) &&
        !entry_row_is_dirty (self->rows->pdata[index + 1]))
        entry_row_focus (row);
}

/* Remarks */

static void
remark_picked (const ReadingRemark *remark, gpointer user_data)
{
    SirajEntryGrid *self = user_data;
    EntryRow *row = self->asking;

    if (row == NULL)
        return;
    entry_row_visit (row, remark);
    row_moved (row, 1, self);
}

static void
show_picker (SirajEntryGrid *self)
{
    GtkWidget *entry = entry_row_get_entry (self->asking);
    graphene_rect_t bounds;

    if (self->picker == NULL) {
        self->picker = remark_picker_new (self->remarks, remark_picked, self);
        gtk_widget_set_parent (self->picker, GTK_WIDGET (self));
    }
    if (gtk_widget_compute_bounds (entry, GTK_WIDGET (self), &bounds))
        gtk_popover_set_pointing_to (GTK_POPOVER (self->picker),
                                     &(GdkRectangle) { (int)bounds.origin.x, (int)bounds.origin.y,
                                                       (int)bounds.size.width,
                                                       (int)bounds.size.height });
    gtk_popover_popup (GTK_POPOVER (self->picker));
}

static void
remarks_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajEntryGrid *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) remarks = records_get_finish (result, &error);

    if (api_error_is_cancelled (error) || remarks == NULL || self->remarks != NULL)
        return;
    self->remarks = g_steal_pointer (&remarks);
    if (self->asking != NULL)
        show_picker (self);
}

static void
row_unreadable (EntryRow *row, gpointer user_data)
{
    SirajEntryGrid *self = user_data;

    self->asking = row;
    if (self->remarks != NULL)
        show_picker (self);
    else
        records_get_async (self->context.api, REMARKS_PATH, &reading_remark_record,
                           self->context.cancellable, remarks_came, self);
}

static const EntryRowEvents events = { row_moved, row_answered, row_unreadable };

gboolean
entry_grid_focus_unread (SirajEntryGrid *self)
{
    for (guint i = 0; i < self->rows->len; i++) {
        if (entry_row_is_read (self->rows->pdata[i]) || entry_row_is_visited (self->rows->pdata[i]))
            continue;
        entry_row_focus (self->rows->pdata[i]);
        return TRUE;
    }
    return FALSE;
}

gboolean
entry_grid_focus_meter (SirajEntryGrid *self, const char *meter_number)
{
    for (guint i = 0; i < self->rows->len; i++) {
        if (!entry_row_matches (self->rows->pdata[i], meter_number))
            continue;
        entry_row_focus (self->rows->pdata[i]);
        return TRUE;
    }
    return FALSE;
}

/* Counting */

static guint
count_rows (SirajEntryGrid *self, gboolean (*counts) (EntryRow *))
{
    guint n = 0;

    for (guint i = 0; i < self->rows->len; i++)
        n += counts (self->rows->pdata[i]) ? 1 : 0;
    return n;
}

guint
entry_grid_count (SirajEntryGrid *self)
{
    return self->rows->len;
}

guint
entry_grid_count_read (SirajEntryGrid *self)
{
    return count_rows (self, entry_row_is_read);
}

guint
entry_grid_count_held (SirajEntryGrid *self)
{
    return count_rows (self, entry_row_is_held);
}

guint
entry_grid_count_visited (SirajEntryGrid *self)
{
    return count_rows (self, entry_row_is_visited);
}

gboolean
entry_grid_is_dirty (SirajEntryGrid *self)
{
    return count_rows (self, entry_row_is_dirty) > 0;
}

GtkWidget *
entry_grid_get_entry (SirajEntryGrid *self, guint line)
{
    return line < self->rows->len ? entry_row_get_entry (self->rows->pdata[line]) : NULL;
}

const char *
entry_grid_get_sentence (SirajEntryGrid *self, guint line)
{
    return line < self->rows->len ? entry_row_get_sentence (self->rows->pdata[line]) : NULL;
}

/* Showing */

static void
add_titles (SirajEntryGrid *self)
{
    for (int i = 0; i < ENTRY_N_COLUMNS; i++) {
        GtkWidget *label = label_new (titles[i] != NULL ? tr (titles[i]) : NULL, "column-title");

        if (i == ENTRY_ORDER || i == ENTRY_SHOWED || i == ENTRY_CONSUMPTION)
            gtk_label_set_xalign (GTK_LABEL (label), physical_right (label));
        gtk_grid_attach (GTK_GRID (self->grid), label, i, 0, 1, 1);
    }
}

static void
drop_rows (SirajEntryGrid *self)
{
    if (self->context.cancellable != NULL)
        g_cancellable_cancel (self->context.cancellable);
    g_clear_object (&self->context.cancellable);
    self->asking = NULL;
    g_ptr_array_set_size (self->rows, 0);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), NULL);
}

void
entry_grid_show (SirajEntryGrid *self, GPtrArray *rows, Date read_on)
{
    drop_rows (self);
    self->context.cancellable = g_cancellable_new ();
    self->context.read_on = read_on;
    self->grid = gtk_grid_new ();
    gtk_widget_add_css_class (self->grid, "sheet");
    gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
    gtk_grid_set_row_spacing (GTK_GRID (self->grid), 2);
    add_titles (self);
    for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add (self->rows, entry_row_new (&self->context, GTK_GRID (self->grid),
                                                    (int)i * 2 + 1, rows->pdata[i]));
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->grid);
    if (!entry_grid_focus_unread (self) && self->rows->len > 0)
        entry_row_focus (self->rows->pdata[0]);
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
entry_grid_dispose (GObject *object)
{
    SirajEntryGrid *self = SIRAJ_ENTRY_GRID (object);

    if (self->scrolled != NULL)
        drop_rows (self);
    self->scrolled = NULL;
    widget_drop_children (GTK_WIDGET (self));
    g_clear_object (&self->context.api);
    G_OBJECT_CLASS (entry_grid_parent_class)->dispose (object);
}

static void
entry_grid_finalize (GObject *object)
{
    SirajEntryGrid *self = SIRAJ_ENTRY_GRID (object);

    g_ptr_array_unref (self->rows);
    g_clear_pointer (&self->remarks, g_ptr_array_unref);
    G_OBJECT_CLASS (entry_grid_parent_class)->finalize (object);
}

static void
entry_grid_class_init (SirajEntryGridClass *class)
{
    G_OBJECT_CLASS (class)->dispose = entry_grid_dispose;
    G_OBJECT_CLASS (class)->finalize = entry_grid_finalize;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
    signals[CHANGED] = g_signal_new ("changed", SIRAJ_TYPE_ENTRY_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
    signals[PAST_END] = g_signal_new ("past-end", SIRAJ_TYPE_ENTRY_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
}

static void
entry_grid_init (SirajEntryGrid *self)
{
    self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)entry_row_free);
    self->scrolled = gtk_scrolled_window_new ();
    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                    GTK_POLICY_AUTOMATIC);
    gtk_widget_set_vexpand (self->scrolled, TRUE);
    gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
entry_grid_new (SirajApi *api)
{
    SirajEntryGrid *self = g_object_new (SIRAJ_TYPE_ENTRY_GRID, NULL);

    self->context = (EntryContext) {
        .api = g_object_ref (api), .read_on = DATE_NONE, .events = &events, .user_data = self
    };
    return GTK_WIDGET (self);
}
