/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Items placed from the starting edge, and values as text for paper. */
#include "common/documents/pen.h"

#include <string.h>

#include "common/base/language.h"
#include "common/base/text.h"

#define STAMP_GRAY 0.90
#define SMALLEST_PT 4.0
#define NO_BREAK_SPACE "\302\240"

struct Pen {
    Press *press;
    Sheet *sheet;
    guint page;
    gboolean page_is_last;
};

Pen *
pen_new (Press *press, Sheet *sheet)
{
    Pen *self = g_new0 (Pen, 1);
    self->sheet = sheet;
    self->press = press;
    self->page_is_last = TRUE;
    return self;
}

void
pen_free (Pen *self)
{
    g_free (self);
}

Sheet *
pen_sheet (const Pen *self)
{
    return self->sheet;
}

void
pen_set_page (Pen *self, guint page)
{
    self->page = page;
    self->page_is_last = FALSE;
}

PangoLayout *
pen_layout (Pen *self, const char *text, const TextStyle *style, double width)
{
    return press_layout (self->press, text, style, width);
}

PangoLayout *
pen_layout_fitted (Pen *self, const char *text, const TextStyle *style, double width)
{
    TextStyle smaller = *style;
    PangoLayout *layout = pen_layout (self, text, style, width);
    gboolean has_breaks = strchr (text, '\n') != NULL;
    while (!has_breaks && pango_layout_get_line_count (layout) > 1 &&
           smaller.size_pt > SMALLEST_PT) {
        g_object_unref (layout);
        smaller.size_pt -= 0.5;
        layout = pen_layout (self, text, &smaller, width);
    }
    return layout;
}

double
pen_layout_height (PangoLayout *layout)
{
    int height = 0;
    pango_layout_get_size (layout, NULL, &height);
    return (double)height / PANGO_SCALE;
}

/* From the starting edge to the left edge. */
static Box
physical_box (const Pen *self, Box box)
{
    if (press_is_rtl (self->press))
        box.x = sheet_width (self->sheet) - box.x - box.width;
    return box;
}

static void
put (Pen *self, SheetItem item)
{
    item.box = physical_box (self, item.box);
    guint last = sheet_n_pages (self->sheet) - 1;
    sheet_add (self->sheet, self->page_is_last ? last : self->page, item);
}

void
pen_place (Pen *self, PangoLayout *layout, double x, double y, double gray)
{
    double width = (double)pango_layout_get_width (layout) / PANGO_SCALE;
    put (self, (SheetItem) { .kind = SHEET_TEXT,
                             .layout = layout,
                             .gray = gray,
                             .box = { x, y, width, pen_layout_height (layout) } });
}

double
pen_text (Pen *self, const char *text, const TextStyle *style, Box box)
{
    if (text == NULL || text[0] == '\0')
        return 0;
    PangoLayout *layout = pen_layout (self, text, style, box.width);
    pen_place (self, layout, box.x, box.y, style->gray);
    return pen_layout_height (layout);
}

double
pen_text_fitted (Pen *self, const char *text, const TextStyle *style, Box box)
{
    PangoLayout *layout = pen_layout_fitted (self, text, style, box.width);
    pen_place (self, layout, box.x, box.y, style->gray);
    return pen_layout_height (layout);
}

void
pen_line (Pen *self, Box box, double line_width)
{
    put (self, (SheetItem) { .kind = SHEET_LINE, .box = box, .line_width = line_width });
}

void
pen_frame (Pen *self, Box box, double line_width)
{
    put (self, (SheetItem) { .kind = SHEET_FRAME, .box = box, .line_width = line_width });
}

void
pen_fill (Pen *self, Box box, double gray)
{
    put (self, (SheetItem) { .kind = SHEET_FILL, .box = box, .gray = gray });
}

void
pen_qr (Pen *self, const char *payload, Box box)
{
    put (self, (SheetItem) { .kind = SHEET_QR, .box = box, .payload = g_strdup (payload) });
}

void
pen_stamp (Pen *self, const char *text, double size_pt)
{
    TextStyle style = { .size_pt = size_pt, .bold = TRUE, .align = ALIGN_CENTER };
    PangoLayout *layout = pen_layout (self, text, &style, -1);
    put (self,
         (SheetItem) { .kind = SHEET_STAMP,
                       .layout = layout,
                       .gray = STAMP_GRAY,
                       .box = { 0, 0, sheet_width (self->sheet), sheet_height (self->sheet) } });
}

gboolean
pen_image (Pen *self, const char *base64, Box box)
{
    if (base64 == NULL || base64[0] == '\0')
        return FALSE;
    cairo_surface_t *image = press_image (self->press, base64);
    if (image == NULL)
        return FALSE;
    put (self, (SheetItem) { .kind = SHEET_IMAGE, .box = box, .image = image });
    return TRUE;
}

char *
print_code (const char *text)
{
    return text == NULL || text[0] == '\0' ? g_strdup ("") : text_isolate (text);
}

char *
print_name (const char *text)
{
    return text == NULL || text[0] == '\0' ? g_strdup ("–") : text_isolate_name (text);
}

char *
print_money (gint64 amount_minor, const Currency *currency)
{
    g_autofree char *digits = money_format (amount_minor, currency);
    return text_isolate (digits);
}

char *
print_money_named (gint64 amount_minor, const Currency *currency)
{
    g_autofree char *amount = print_money (amount_minor, currency);
    return g_strdup_printf ("%s %s", amount, tr (currency->symbol));
}

char *
print_date (Date date)
{
    g_autofree char *digits = date_format (date);
    return print_code (digits);
}

char *
print_instant (Instant instant, int utc_offset_minutes)
{
    if (instant == INSTANT_NONE)
        return g_strdup ("");
    g_autofree char *date = date_format (instant_date (instant, utc_offset_minutes));
    gint64 minutes = instant / (60 * G_USEC_PER_SEC) + utc_offset_minutes;
    int minute_of_day = (int)(minutes % 1440);
    g_autofree char *digits = g_strdup_printf ("%s" NO_BREAK_SPACE "%02d:%02d", date,
                                               minute_of_day / 60, minute_of_day % 60);
    return text_isolate (digits);
}
