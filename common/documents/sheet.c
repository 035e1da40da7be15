/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages as lists of items: layout first, drawing later, so that "page 1 of 3" is known in time. */
#include "common/documents/sheet.h"

#include "common/documents/qr.h"

#include <math.h>

struct Sheet {
    double width;
    double height;
    GPtrArray *pages; /* GArray of SheetItem */
};

static void
item_clear (gpointer data)
{
    SheetItem *item = data;
    g_clear_object (&item->layout);
    g_clear_pointer (&item->image, cairo_surface_destroy);
    g_clear_pointer (&item->payload, g_free);
}

Sheet *
sheet_new (double width, double height)
{
    Sheet *self = g_new0 (Sheet, 1);
    self->width = width;
    self->height = height;
    self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
    return self;
}

void
sheet_free (Sheet *self)
{
    if (self == NULL)
        return;
    g_ptr_array_unref (self->pages);
    g_free (self);
}

double
sheet_width (const Sheet *self)
{
    return self->width;
}

double
sheet_height (const Sheet *self)
{
    return self->height;
}

void
sheet_set_height (Sheet *self, double height)
{
    self->height = height;
}

guint
sheet_n_pages (const Sheet *self)
{
    return self->pages->len;
}

void
sheet_add_page (Sheet *self)
{
    GArray *items = g_array_sized_new (FALSE, TRUE, sizeof (SheetItem), 128);
    g_array_set_clear_func (items, item_clear);
    g_ptr_array_add (self->pages, items);
}

void
sheet_add (Sheet *self, guint page, SheetItem item)
{
    g_return_if_fail (page < self->pages->len);
    GArray *items = g_ptr_array_index (self->pages, page);
    if (item.kind == SHEET_STAMP)
        g_array_prepend_val (items, item);
    else
        g_array_append_val (items, item);
}

const SheetItem *
sheet_items (const Sheet *self, guint page, guint *n_items)
{
    g_return_val_if_fail (page < self->pages->len, NULL);
    GArray *items = g_ptr_array_index (self->pages, page);
    *n_items = items->len;
    return (const SheetItem *)items->data;
}

static void
draw_image (cairo_t *cr, const SheetItem *item)
{
    double width = cairo_image_surface_get_width (item->image);
    double height = cairo_image_surface_get_height (item->image);
    double scale = MIN (item->box.width / width, item->box.height / height);
    cairo_save (cr);
    cairo_translate (cr, item->box.x + (item->box.width - width * scale) / 2,
                     item->box.y + (item->box.height - height * scale) / 2);
    cairo_scale (cr, scale, scale);
    cairo_set_source_surface (cr, item->image, 0, 0);
    cairo_paint (cr);
    cairo_restore (cr);
}

/* Across the middle of the page, rising in reading direction of the eye. */
static void
draw_stamp (cairo_t *cr, const SheetItem *item)
{
    int width = 0;
    int height = 0;
    pango_layout_get_size (item->layout, &width, &height);
    cairo_save (cr);
    cairo_translate (cr, item->box.x + item->box.width / 2, item->box.y + item->box.height / 2);
    cairo_rotate (cr, -G_PI / 6);
    cairo_move_to (cr, -width / 2.0 / PANGO_SCALE, -height / 2.0 / PANGO_SCALE);
    pango_cairo_show_layout (cr, item->layout);
    cairo_restore (cr);
}

static void
draw_item (cairo_t *cr, const SheetItem *item)
{
    const Box *box = &item->box;
    cairo_set_source_rgb (cr, item->gray, item->gray, item->gray);
    switch (item->kind) {
    case SHEET_TEXT:
        cairo_move_to (cr, box->x, box->y);
        pango_cairo_show_layout (cr, item->layout);
        break;
    case SHEET_FILL:
        cairo_rectangle (cr, box->x, box->y, box->width, box->height);
        cairo_fill (cr);
        break;
    case SHEET_QR:
        qr_draw (cr, item->payload, box->x, box->y, box->width);
        break;
    case SHEET_IMAGE:
        draw_image (cr, item);
        break;
    case SHEET_STAMP:
        draw_stamp (cr, item);
        break;
    case SHEET_LINE:
    case SHEET_FRAME:
        break;
    }
}

static gboolean
is_stroke (const SheetItem *item)
{
    return item->kind == SHEET_LINE || item->kind == SHEET_FRAME;
}

static void
trace (cairo_t *cr, const SheetItem *item)
{
    const Box *box = &item->box;
    if (item->kind == SHEET_FRAME) {
        cairo_rectangle (cr, box->x, box->y, box->width, box->height);
        return;
    }
    cairo_move_to (cr, box->x, box->y);
    cairo_line_to (cr, box->x + box->width, box->y + box->height);
}

/* All lines of one width in one path: a grid of two hundred strokes is what costs time in a PDF. */
static void
draw_strokes (cairo_t *cr, const SheetItem *items, guint n_items)
{
    double done = 0;
    cairo_set_source_rgb (cr, 0, 0, 0);
    for (;;) {
        double width = G_MAXDOUBLE;
        for (guint i = 0; i < n_items; i++)
            if (is_stroke (&items[i]) && items[i].line_width > done)
                width = MIN (width, items[i].line_width);
        if (width == G_MAXDOUBLE)
            return;
        for (guint i = 0; i < n_items; i++)
            if (is_stroke (&items[i]) && items[i].line_width == width)
                trace (cr, &items[i]);
        cairo_set_line_width (cr, width);
        cairo_stroke (cr);
        done = width;
    }
}

void
sheet_draw (const Sheet *self, guint page, cairo_t *cr)
{
    guint n_items = 0;
    const SheetItem *items = sheet_items (self, page, &n_items);
    for (guint i = 0; i < n_items; i++)
        draw_item (cr, &items[i]);
    draw_strokes (cr, items, n_items);
}

cairo_surface_t *
sheet_to_image (const Sheet *self, guint page, guint width_px)
{
    double scale = width_px / self->width;
    int height_px = (int)ceil (self->height * scale);
    cairo_surface_t *surface =
        cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int)width_px, height_px);
    cairo_t *cr = cairo_create (surface);
    cairo_set_source_rgb (cr, 1, 1, 1);
    cairo_paint (cr);
    cairo_scale (cr, scale, scale);
    sheet_draw (self, page, cr);
    cairo_destroy (cr);
    return surface;
}
