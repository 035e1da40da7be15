/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Raster for thermal printers: their own fonts cannot join Arabic letters. */
#pragma once

#include "common/documents/sheet.h"

G_BEGIN_DECLS

/* Dots across 80 mm paper at 203 dpi: 72 mm are printable. */
#define ESCPOS_DOTS 576
#define ESCPOS_POINTS 204.1

typedef enum {
    ESCPOS_PLAIN = 0,
    ESCPOS_CUT = 1 << 0,    /* feed and cut after the last page */
    ESCPOS_DRAWER = 1 << 1, /* kick the cash drawer first */
} EscposFlags;

/* The bytes that print every page of @sheet, scaled to ESCPOS_DOTS across: initialise, bands of 128
 * rows ("GS v 0"), cut.  Ready for a socket, a raw queue or /dev/usb/lp0.  Owned. */
GBytes *escpos_from_sheet (const Sheet *sheet, EscposFlags flags);

G_END_DECLS
