/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Page breaks and tables: a row is measured whole before it is placed, so none is cut in two. */
#include "common/documents/flow.h"

#include "common/base/language.h"

#define CELL_PADDING_X 4.0
#define CELL_PADDING_Y 1.6
#define HAIRLINE 0.5
#define HEAD_GRAY 0.90
#define LABEL_GRAY 0.25
#define LABEL_SIZE_PT 8.5
#define VALUE_SIZE_PT 9.0

void
flow_new_page (Flow *self)
{
    sheet_add_page (pen_sheet (self->pen));
    self->y = self->top;
    if (self->page_head != NULL)
        self->page_head (self, self->document);
}

gboolean
flow_need (Flow *self, double height)
{
    if (self->y + height <= self->bottom)
        return FALSE;
    flow_new_page (self);
    return TRUE;
}

Flow
flow_column (const Flow *self, double x, double width)
{
    Flow column = *self;
    column.x = x;
    column.width = width;
    column.bottom = G_MAXDOUBLE;
    column.page_head = NULL;
    return column;
}

void
flow_text (Flow *self, const char *text, const TextStyle *style, double space_after)
{
    if (text == NULL || text[0] == '\0')
        return;
    PangoLayout *layout = pen_layout (self->pen, text, style, self->width);
    double height = pen_layout_height (layout);
    flow_need (self, height);
    pen_place (self->pen, layout, self->x, self->y, style->gray);
    self->y += height + space_after;
}

/* One wrapped paragraph, put down by its lines: its own layout for each, because a layout is placed
 * whole. */
static void
place_lines (Flow *self, const char *text, const TextStyle *style)
{
    g_autoptr (PangoLayout) whole = pen_layout (self->pen, text, style, self->width);
    for (int i = 0; i < pango_layout_get_line_count (whole); i++) {
        const PangoLayoutLine *line = pango_layout_get_line_readonly (whole, i);
        g_autofree char *part = g_strndup (text + line->start_index, (gsize)line->length);
        flow_text (self, g_strchomp (part), style, 0);
    }
}

void
flow_paragraphs (Flow *self, const char *text, const TextStyle *style, double space_after)
{
    if (text == NULL || text[0] == '\0')
        return;
    g_auto (GStrv) paragraphs = g_strsplit (text, "\n", -1);
    for (guint i = 0; paragraphs[i] != NULL; i++)
        place_lines (self, paragraphs[i], style);
    self->y += space_after;
}

static double
column_width (const Flow *flow, const Table *table, guint index)
{
    if (table->columns[index].width > 0)
        return table->columns[index].width;
    double left = flow->width;
    for (guint i = 0; i < table->n_columns; i++)
        left -= table->columns[i].width;
    return left;
}

/* The line below a row and the lines between its cells. */
static void
draw_grid (Flow *flow, const Table *table, double y, double height)
{
    double x = flow->x;
    for (guint i = 0; i <= table->n_columns; i++) {
        pen_line (flow->pen, (Box) { x, y, 0, height }, HAIRLINE);
        if (i < table->n_columns)
            x += column_width (flow, table, i);
    }
    pen_line (flow->pen, (Box) { flow->x, y + height, flow->width, 0 }, HAIRLINE);
}

typedef struct {
    PangoLayout *layouts[TABLE_MAX_COLUMNS];
    double height;
} MeasuredRow;

static MeasuredRow
measure_row (Flow *flow, const Table *table, const char *const *cells, gboolean bold)
{
    MeasuredRow row = { .height = 0 };
    for (guint i = 0; i < table->n_columns; i++) {
        TextStyle style = { .size_pt = table->size_pt,
                            .bold = bold,
                            .align = table->columns[i].align };
        double width = column_width (flow, table, i) - 2 * CELL_PADDING_X;
        if (cells[i] == NULL || cells[i][0] == '\0')
            continue;
        gboolean is_number = table->columns[i].align == ALIGN_NUMBER;
        row.layouts[i] = is_number ? pen_layout_fitted (flow->pen, cells[i], &style, width)
                                   : pen_layout (flow->pen, cells[i], &style, width);
        row.height = MAX (row.height, pen_layout_height (row.layouts[i]));
    }
    row.height += 2 * CELL_PADDING_Y;
    return row;
}

/* Takes the layouts; short cells stand in the middle of a high row. */
static void
place_row (Flow *flow, const Table *table, MeasuredRow *row)
{
    double x = flow->x;
    for (guint i = 0; i < table->n_columns; i++) {
        if (row->layouts[i] != NULL) {
            double height = pen_layout_height (row->layouts[i]);
            double y = flow->y + (row->height - height) / 2;
            pen_place (flow->pen, row->layouts[i], x + CELL_PADDING_X, y, 0);
        }
        x += column_width (flow, table, i);
    }
    draw_grid (flow, table, flow->y, row->height);
    flow->y += row->height;
}

void
table_head (Flow *flow, const Table *table)
{
    g_return_if_fail (table->n_columns <= TABLE_MAX_COLUMNS);
    const char *cells[TABLE_MAX_COLUMNS];
    for (guint i = 0; i < table->n_columns; i++)
        cells[i] = tr (table->columns[i].title);
    MeasuredRow row = measure_row (flow, table, cells, TRUE);
    flow_need (flow, 2 * row.height);
    pen_fill (flow->pen, (Box) { flow->x, flow->y, flow->width, row.height }, HEAD_GRAY);
    pen_line (flow->pen, (Box) { flow->x, flow->y, flow->width, 0 }, HAIRLINE);
    place_row (flow, table, &row);
}

void
table_row_filled (Flow *flow, const Table *table, char *const *cells)
{
    MeasuredRow row = measure_row (flow, table, (const char *const *)cells, TRUE);
    pen_fill (flow->pen, (Box) { flow->x, flow->y, flow->width, row.height }, HEAD_GRAY);
    place_row (flow, table, &row);
}

void
table_row (Flow *flow, const Table *table, char *const *cells, gboolean bold)
{
    MeasuredRow row = measure_row (flow, table, (const char *const *)cells, bold);
    if (flow_need (flow, row.height))
        table_head (flow, table);
    place_row (flow, table, &row);
}

double
pen_label_values (Pen *pen, LabelValue *lines, guint n_lines, double label_width, Box box)
{
    const TextStyle label_style = { .size_pt = LABEL_SIZE_PT, .gray = LABEL_GRAY };
    const TextStyle value_style = { .size_pt = VALUE_SIZE_PT, .bold = TRUE };
    double y = box.y;
    for (guint i = 0; i < n_lines; i++) {
        g_autofree char *value = g_steal_pointer (&lines[i].value);
        if (value == NULL || value[0] == '\0')
            continue;
        Box label_box = { box.x, y, label_width, 0 };
        Box value_box = { box.x + label_width, y, box.width - label_width, 0 };
        double label_height = pen_text (pen, tr (lines[i].label), &label_style, label_box);
        double value_height = pen_text (pen, value, &value_style, value_box);
        y += MAX (label_height, value_height) + 1;
    }
    return y - box.y;
}
