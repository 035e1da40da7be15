/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logos as they are stored and sent: PNG files in base64. */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Whether @base64 is a PNG of at most @max_bytes and of a size fit for paper.  Error:
 * LOGO_UNREADABLE on @field, with the way out. */
gboolean logo_check (const char *base64, gsize max_bytes, const char *field, GError **error);

/* The image, owned; NULL when it is none. */
cairo_surface_t *logo_decode (const char *base64);

G_END_DECLS
