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

/* Black runs of a row become one rectangle each. */
static void
add_row (cairo_t *cr, const QRcode *code, int row, double module)
{
    const unsigned char *modules = code->data + row * code->width;
    for (int start = 0; start < code->width; start++) {
        int end = start;
        while (end < code->width && (modules[end] & 1) != 0)
            end++;
        if (end > start)
            cairo_rectangle (cr, start * module, row * module, (end - start) * module, module);
        start = end;
    }
}

gboolean
qr_draw (cairo_t *cr, const char *payload, double x, double y, double size)
{
    if (payload == NULL || payload[0] == '\0')
        return FALSE;
    QRcode *code = QRcode_encodeString8bit (payload, 0, QR_ECLEVEL_M);
    if (code == NULL)
        return FALSE;
    int n_modules = code->width + 2 * QUIET_MODULES;
    double module = module_size (cr, size, n_modules);
    double margin = (size - code->width * module) / 2;
    cairo_save (cr);
    move_to_dot (cr, x + margin, y + margin);
    cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
    cairo_set_source_rgb (cr, 0, 0, 0);
    for (int row = 0; row < code->width; row++)
        add_row (cr, code, row, module);
    cairo_fill (cr);
    cairo_restore (cr);
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
