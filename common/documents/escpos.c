/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ESC/POS: an image in bands, black where the grey falls below the middle. */
#include "common/documents/escpos.h"

#define BAND_ROWS 128
#define ROW_BYTES (ESCPOS_DOTS / 8)
/* Above the middle, so that the thin strokes of small letters are not lost. */
#define BLACK_BELOW 170

static const guint8 initialise[] = { 0x1b, '@' };
static const guint8 kick_drawer[] = { 0x1b, 'p', 0, 25, 250 };
static const guint8 feed_and_cut[] = { 0x1d, 'V', 66, 24 };

/* RGB24 keeps grey in every channel; the lowest byte is enough. */
static gboolean
is_black (const guint32 *pixels, guint x)
{
    return (pixels[x] & 0xff) < BLACK_BELOW;
}

static void
append_row (GByteArray *out, const guint32 *pixels)
{
    guint8 row[ROW_BYTES] = { 0 };
    for (guint x = 0; x < ESCPOS_DOTS; x++)
        if (is_black (pixels, x))
            row[x / 8] |= 0x80 >> (x % 8);
    g_byte_array_append (out, row, sizeof row);
}

static void
append_band_head (GByteArray *out, guint rows)
{
    const guint8 head[] = { 0x1d, 'v', '0', 0, ROW_BYTES, 0, rows & 0xff, (rows >> 8) & 0xff };
    g_byte_array_append (out, head, sizeof head);
}

static void
append_image (GByteArray *out, cairo_surface_t *image)
{
    cairo_surface_flush (image);
    const guint8 *data = cairo_image_surface_get_data (image);
    gsize stride = (gsize)cairo_image_surface_get_stride (image);
    guint height = (guint)cairo_image_surface_get_height (image);
    for (guint y = 0; y < height; y++) {
        if (y % BAND_ROWS == 0)
            append_band_head (out, MIN (BAND_ROWS, height - y));
        append_row (out, (const guint32 *)(gconstpointer)(data + y * stride));
    }
}

GBytes *
escpos_from_sheet (const Sheet *sheet, EscposFlags flags)
{
    g_autoptr (GByteArray) out = g_byte_array_new ();
    g_byte_array_append (out, initialise, sizeof initialise);
    if ((flags & ESCPOS_DRAWER) != 0)
        g_byte_array_append (out, kick_drawer, sizeof kick_drawer);
    for (guint page = 0; page < sheet_n_pages (sheet); page++) {
        cairo_surface_t *image = sheet_to_image (sheet, page, ESCPOS_DOTS);
        append_image (out, image);
        cairo_surface_destroy (image);
    }
    if ((flags & ESCPOS_CUT) != 0)
        g_byte_array_append (out, feed_and_cut, sizeof feed_and_cut);
    return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}
