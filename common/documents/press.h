/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the documents of one batch share: Pango set up for paper, and the texts already shaped. */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

typedef struct {
    double size_pt;
    gboolean bold;
    double gray;
    int align; /* Align of pen.h */
} TextStyle;

typedef struct Press Press;

/* For the language of the calling thread, and for that thread only (Pango's font map is its own).
 * Make one for a request or for a batch: labels, headings and repeated values are shaped once. */
Press *press_new (void);
void press_free (Press *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Press, press_free)

gboolean press_is_rtl (const Press *self);

/* A wrapped paragraph of at most @width points (-1: one line), shared: do not change it.  A new
 * reference. */
PangoLayout *press_layout (Press *self, const char *text, const TextStyle *style, double width);

/* A PNG in base64, read once for a batch (and embedded once in its PDF); a new reference.  NULL
 * when it cannot be read, which is logged once. */
cairo_surface_t *press_image (Press *self, const char *base64);

G_END_DECLS
