/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logos out of base64; sizes are looked at before anything is unpacked. */
#include "common/documents/logo.h"

#include "common/base/error.h"

#include <string.h>

#define MAX_SIDE_PX 2000
#define HEADER_BYTES 24
static const guint8 png_signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

typedef struct {
    const guint8 *data;
    gsize left;
} Reader;

static cairo_status_t
read_bytes (void *closure, unsigned char *data, unsigned int length)
{
    Reader *reader = closure;

    if (length > reader->left)
        return CAIRO_STATUS_READ_ERROR;
    memcpy (data, reader->data, length);
    reader->data += length;
    reader->left -= length;
    return CAIRO_STATUS_SUCCESS;
}

static guint32
big_endian (const guint8 *bytes)
{
    return (guint32)bytes[0] << 24 | (guint32)bytes[1] << 16 | (guint32)bytes[2] << 8 | bytes[3];
}

/* A few bytes can claim a picture of any size. */
static gboolean
is_fit (const guint8 *data, gsize length)
{
    if (length < HEADER_BYTES || memcmp (data, png_signature, sizeof png_signature) != 0)
        return FALSE;
    guint32 width = big_endian (data + 16);
    guint32 height = big_endian (data + 20);
    return width > 0 && height > 0 && width <= MAX_SIDE_PX && height <= MAX_SIDE_PX;
}

static cairo_surface_t *
decode (const guint8 *data, gsize length)
{
    if (!is_fit (data, length))
        return NULL;
    Reader reader = { data, length };
    cairo_surface_t *image = cairo_image_surface_create_from_png_stream (read_bytes, &reader);
    if (cairo_surface_status (image) == CAIRO_STATUS_SUCCESS)
        return image;
    cairo_surface_destroy (image);
    return NULL;
}

cairo_surface_t *
logo_decode (const char *base64)
{
    gsize length;
    g_autofree guint8 *data = g_base64_decode (base64, &length);
    return decode (data, length);
}

gboolean
logo_check (const char *base64, gsize max_bytes, const char *field, GError **error)
{
    gsize length;
    g_autofree guint8 *data = g_base64_decode (base64, &length);
    cairo_surface_t *image = NULL;

    if (length > max_bytes)
        return refuse (error, SIRAJ_ERROR_LOGO_UNREADABLE, field,
                       "The logo has %d KiB and may have %d; choose a smaller picture",
                       (int)(length / 1024), (int)(max_bytes / 1024));
    image = decode (data, length);
    if (image == NULL)
        return refuse (error, SIRAJ_ERROR_LOGO_UNREADABLE, field,
                       "The logo is no PNG picture of at most %d by %d dots; choose another file",
                       MAX_SIDE_PX, MAX_SIDE_PX);
    cairo_surface_destroy (image);
    return TRUE;
}
