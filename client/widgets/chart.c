/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bars or a line over time, drawn in the direction of the text. */
#include "client/widgets/chart.h"

#include <math.h>

#include "client/core/format.h"
#include "client/widgets/pieces.h"

#define GRID_LINES 4
#define MARGIN_PX 6
#define MIN_WIDTH_PX 240
#define MIN_HEIGHT_PX 140
#define BAR_SHARE 0.6
#define DOT_PX 3
#define MARK_PX 6

struct _SirajChart {
    GtkWidget parent_instance;
    ChartKind kind;
    GPtrArray *labels;
    GArray *values; /* gint64 */
    GArray *marks;  /* guint: points that stand out */
    gint64 scale;
};

G_DEFINE_FINAL_TYPE (SirajChart, chart, GTK_TYPE_WIDGET)

/* Where the drawing goes: the axis stands at the side where the text begins. */
typedef struct {
    double x, y, width, height; /* of the plot */
    double axis_width;
    gboolean rtl;
    gint64 top; /* value at the upper edge */
} Plot;

/* The next round number (1, 2 or 5 × 10ⁿ times the grid's lines) that holds @most. */
static gint64
round_top (gint64 most, gint64 scale)
{
    static const gint64 steps[] = { 1, 2, 5 };
    gint64 unit = scale;

    while (most > 0) {
        for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
            if (steps[i] * unit * GRID_LINES >= most)
                return steps[i] * unit * GRID_LINES;
        if (unit > G_MAXINT64 / 100)
            return most;
        unit *= 10;
    }
    return scale * GRID_LINES;
}

static PangoLayout *
small_layout (SirajChart *self, const char *text)
{
    PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
    g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

    pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
    pango_layout_set_attributes (layout, attributes);
    return layout;
}

static double
point_x (const SirajChart *self, const Plot *plot, guint i)
{
    double step = plot->width / MAX (self->values->len, 1);
    double along = (i + 0.5) * step;

    return plot->rtl ? plot->x + plot->width - along : plot->x + along;
}

static double
point_y (const SirajChart *self, const Plot *plot, guint i)
{
    gint64 value = MAX (g_array_index (self->values, gint64, i), 0);

    return plot->y + plot->height * (1 - (double)value / (double)plot->top);
}

static void
draw_grid (SirajChart *self, const Plot *plot, cairo_t *cr, const GdkRGBA *color)
{
    for (int i = 0; i <= GRID_LINES; i++) {
        double y = floor (plot->y + plot->height * (GRID_LINES - i) / GRID_LINES) + 0.5;
        g_autofree char *text = format_integer (plot->top / GRID_LINES * i / self->scale);
        g_autoptr (PangoLayout) layout = small_layout (self, text);
        int width, height;

        cairo_set_source_rgba (cr, color->red, color->green, color->blue, 0.15);
        cairo_set_line_width (cr, 1);
        cairo_move_to (cr, plot->x, y);
        cairo_line_to (cr, plot->x + plot->width, y);
        cairo_stroke (cr);
        pango_layout_get_pixel_size (layout, &width, &height);
        cairo_set_source_rgba (cr, color->red, color->green, color->blue, 0.6);
        cairo_move_to (cr,
                       plot->rtl ? plot->x + plot->width + MARGIN_PX : plot->x - MARGIN_PX - width,
                       y - height / 2.0);
        pango_cairo_show_layout (cr, layout);
    }
}

/* Labels that would run into one another are left out, the newest is always there. */
static void
draw_labels (SirajChart *self, const Plot *plot, cairo_t *cr, const GdkRGBA *color)
{
    guint n = self->labels->len;
    guint every = 1;
    int widest = 1;

    for (guint i = 0; i < n; i++) {
        g_autoptr (PangoLayout) layout = small_layout (self, self->labels->pdata[i]);
        int width;

        pango_layout_get_pixel_size (layout, &width, NULL);
        widest = MAX (widest, width + MARGIN_PX);
    }
    if (n > 0)
        every = (guint)ceil (widest * n / MAX (plot->width, 1));
    cairo_set_source_rgba (cr, color->red, color->green, color->blue, 0.6);
    for (guint i = 0; i < n; i++) {
        g_autoptr (PangoLayout) layout = small_layout (self, self->labels->pdata[i]);
        int width;

        if ((n - 1 - i) % MAX (every, 1) != 0)
            continue;
        pango_layout_get_pixel_size (layout, &width, NULL);
        cairo_move_to (cr, point_x (self, plot, i) - width / 2.0,
                       plot->y + plot->height + MARGIN_PX);
        pango_cairo_show_layout (cr, layout);
    }
}

static void
draw_bars (SirajChart *self, const Plot *plot, cairo_t *cr)
{
    double width = BAR_SHARE * plot->width / MAX (self->values->len, 1);

    for (guint i = 0; i < self->values->len; i++) {
        double y = point_y (self, plot, i);

        cairo_rectangle (cr, point_x (self, plot, i) - width / 2, y, width,
                         plot->y + plot->height - y);
    }
    cairo_fill (cr);
}

static void
draw_line (SirajChart *self, const Plot *plot, cairo_t *cr)
{
    cairo_set_line_width (cr, 2);
    for (guint i = 0; i < self->values->len; i++)
        cairo_line_to (cr, point_x (self, plot, i), point_y (self, plot, i));
    cairo_stroke (cr);
    for (guint i = 0; i < self->values->len; i++) {
        cairo_arc (cr, point_x (self, plot, i), point_y (self, plot, i), DOT_PX, 0, 2 * G_PI);
        cairo_fill (cr);
    }
}

static void
draw_marks (SirajChart *self, const Plot *plot, cairo_t *cr)
{
    for (guint i = 0; i < self->marks->len; i++) {
        guint at = g_array_index (self->marks, guint, i);

        cairo_arc (cr, point_x (self, plot, at), point_y (self, plot, at), MARK_PX, 0, 2 * G_PI);
        cairo_fill (cr);
    }
}

static void
measure_plot (SirajChart *self, Plot *plot)
{
    GtkWidget *widget = GTK_WIDGET (self);
    gint64 most = 0;
    g_autofree char *text = NULL;
    g_autoptr (PangoLayout) layout = NULL;
    int axis, height;

    for (guint i = 0; i < self->values->len; i++)
        most = MAX (most, g_array_index (self->values, gint64, i));
    plot->top = round_top (most, self->scale);
    text = format_integer (plot->top / self->scale);
    layout = small_layout (self, text);
    pango_layout_get_pixel_size (layout, &axis, &height);
    plot->axis_width = axis + 2 * MARGIN_PX;
    plot->rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
    plot->x = plot->rtl ? MARGIN_PX : plot->axis_width;
    plot->y = height / 2.0 + 1;
    plot->width = gtk_widget_get_width (widget) - plot->axis_width - MARGIN_PX;
    plot->height = gtk_widget_get_height (widget) - plot->y - height - 2 * MARGIN_PX;
}

static void
chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
    SirajChart *self = SIRAJ_CHART (widget);
    GtkStyleContext *style = gtk_widget_get_style_context (widget);
    GdkRGBA ink, accent;
    Plot plot;
    cairo_t *cr;

    measure_plot (self, &plot);
    if (plot.width <= 0 || plot.height <= 0)
        return;
    gtk_style_context_get_color (style, &ink);
    if (!gtk_style_context_lookup_color (style, "accent_color", &accent))
        accent = ink;
    cr = gtk_snapshot_append_cairo (
        snapshot,
        &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
    draw_grid (self, &plot, cr, &ink);
    draw_labels (self, &plot, cr, &ink);
    gdk_cairo_set_source_rgba (cr, &accent);
    cairo_new_path (cr);
    if (self->kind == CHART_BARS)
        draw_bars (self, &plot, cr);
    else
        draw_line (self, &plot, cr);
    if (gtk_style_context_lookup_color (style, "warning_color", &accent))
        gdk_cairo_set_source_rgba (cr, &accent);
    draw_marks (self, &plot, cr);
    cairo_destroy (cr);
}

static void
chart_finalize (GObject *object)
{
    SirajChart *self = SIRAJ_CHART (object);

    g_ptr_array_unref (self->labels);
    g_array_unref (self->values);
    g_array_unref (self->marks);
    G_OBJECT_CLASS (chart_parent_class)->finalize (object);
}

static void
chart_class_init (SirajChartClass *class)
{
    G_OBJECT_CLASS (class)->finalize = chart_finalize;
    GTK_WIDGET_CLASS (class)->snapshot = chart_snapshot;
    gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
chart_init (SirajChart *self)
{
    self->labels = g_ptr_array_new_with_free_func (g_free);
    self->values = g_array_new (FALSE, FALSE, sizeof (gint64));
    self->marks = g_array_new (FALSE, FALSE, sizeof (guint));
    self->scale = 1;
    gtk_widget_set_size_request (GTK_WIDGET (self), MIN_WIDTH_PX, MIN_HEIGHT_PX);
}

GtkWidget *
chart_new (ChartKind kind, const char *description)
{
    SirajChart *self = g_object_new (SIRAJ_TYPE_CHART, NULL);

    self->kind = kind;
    widget_set_accessible_name (GTK_WIDGET (self), tr (description));
    return GTK_WIDGET (self);
}

void
chart_set_scale (SirajChart *self, gint64 scale)
{
    g_return_if_fail (scale > 0);
    self->scale = scale;
}

void
chart_clear (SirajChart *self)
{
    g_ptr_array_set_size (self->labels, 0);
    g_array_set_size (self->values, 0);
    g_array_set_size (self->marks, 0);
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
chart_add (SirajChart *self, const char *label, gint64 value)
{
    g_ptr_array_add (self->labels, format_text (label));
    g_array_append_val (self->values, value);
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
chart_mark_last (SirajChart *self)
{
    guint last = self->values->len - 1;

    g_return_if_fail (self->values->len > 0);
    g_array_append_val (self->marks, last);
}
