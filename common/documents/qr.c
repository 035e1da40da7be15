/* SPDX-License-Identifier: GPL-3.0-or-later */
/* QR codes by libqrencode, one path a code so that a PDF stays small. */
#include "common/documents/qr.h"

#include <math.h>
#include <qrencode.h>
#include <string.h>

#define QUIET_MODULES 4
#define TLV_MAX_BYTES 255

/* The size of a module in user units: whole dots where the surface has dots, because a module that
 * is three dots here and four there is what scanners fail on. */
static double
module_size (cairo_t *cr, double size, int n_modules)
{
    double module = size / n_modules;
    if (cairo_surface_get_type (cairo_get_target (cr)) != CAIRO_SURFACE_TYPE_IMAGE)
        return module;
    double dots = 1;
    double unused = 0;
    cairo_user_to_device_distance (cr, &dots, &unused);
    return floor (module * dots) >= 1 ? floor (module * dots) / dots : module;
}

static void
move_to_dot (cairo_t *cr, double x, double y)
{
    cairo_user_to_device (cr, &x, &y);
    x = round (x);
    y = round (y);
    cairo_device_to_user (cr, &x, &y);
    cairo_translate (cr, x, y);
}

/* The modules as a stencil of one bit each: in a PDF that is a few bytes, where hundreds of
 * rectangles would be the dearest part of the page. */
static cairo_surface_t *
stencil_new (const QRcode *code)
{
    cairo_surface_t *stencil =
        cairo_image_surface_create (CAIRO_FORMAT_A8, code->width, code->width);
    guint8 *pixels = cairo_image_surface_get_data (stencil);
    int stride = cairo_image_surface_get_stride (stencil);
    for (int row = 0; row < code->width; row++)
        for (int column = 0; column < code->width; column++)
            if ((code->data[row * code->width + column] & 1) != 0)
                pixels[row * stride + column] = 0xff;
    cairo_surface_mark_dirty (stencil);
    return stencil;
}

static void
paint_stencil (cairo_t *cr, cairo_surface_t *stencil)
{
    cairo_pattern_t *pattern = cairo_pattern_create_for_surface (stencil);
    cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
    cairo_set_source_rgb (cr, 0, 0, 0);
    cairo_mask (cr, pattern);
    cairo_pattern_destroy (pattern);
}

gboolean
qr_draw (cairo_t *cr, const char *payload, double x, double y, double size)
{
    if (payload == NULL || payload[0] == '\0')
        return FALSE;
    QRcode *code = QRcode_encodeString8bit (payload, 0, QR_ECLEVEL_M);
    if (code == NULL)
        return FALSE;
    double module = module_size (cr, size, code->width + 2 * QUIET_MODULES);
    double margin = (size - code->width * module) / 2;
    cairo_surface_t *stencil = stencil_new (code);
    cairo_save (cr);
    move_to_dot (cr, x + margin, y + margin);
    cairo_scale (cr, module, module);
    paint_stencil (cr, stencil);
    cairo_restore (cr);
    cairo_surface_destroy (stencil);
    QRcode_free (code);
    return TRUE;
}

static gboolean
append_tlv (GByteArray *bytes, guint8 tag, const char *value, GError **error)
{
    if (value == NULL || value[0] == '\0')
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, NULL,
                       "Field %u of the tax QR code is empty; fill in the company's name and tax "
                       "number",
                       tag);
    gsize length = strlen (value);
    if (length > TLV_MAX_BYTES)
        return refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, NULL,
                       "Field %u of the tax QR code has %zu bytes, more than the %d that its "
                       "length byte can count; shorten it",
                       tag, length, TLV_MAX_BYTES);
    const guint8 head[] = { tag, (guint8)length };
    g_byte_array_append (bytes, head, sizeof head);
    g_byte_array_append (bytes, (const guint8 *)value, (guint)length);
    return TRUE;
}

char *
qr_saudi_payload (const QrSaudiInvoice *invoice, GError **error)
{
    Instant whole_seconds = invoice->issued_at - invoice->issued_at % G_USEC_PER_SEC;
    g_autofree char *issued_at = instant_format (whole_seconds);
    g_autofree char *total = money_format_plain (invoice->total_minor, invoice->currency);
    g_autofree char *vat = money_format_plain (invoice->vat_minor, invoice->currency);
    const char *const values[] = { invoice->seller, invoice->vat_number, issued_at, total, vat };
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    for (guint i = 0; i < G_N_ELEMENTS (values); i++)
        if (!append_tlv (bytes, (guint8)(i + 1), values[i], error))
            return NULL;
    return g_base64_encode (bytes->data, bytes->len);
}
