/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A composed document: pages of placed items, drawn alike on screen, PDF, paper and rolls. */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* Points (1/72 inch), physical: x from the left edge, y from the top. */
typedef struct {
    double x;
    double y;
    double width;
    double height;
} Box;

typedef enum {
    SHEET_TEXT,
    SHEET_LINE,  /* from (x, y) to (x + width, y + height) */
    SHEET_FRAME, /* an outline */
    SHEET_FILL,
    SHEET_QR,
    SHEET_IMAGE,
    SHEET_STAMP, /* text across the page, under everything else */
} SheetItemKind;

typedef struct {
    SheetItemKind kind;
    Box box;
    double gray;            /* 0 black to 1 white */
    double line_width;      /* LINE, FRAME */
    PangoLayout *layout;    /* TEXT, STAMP */
    cairo_surface_t *image; /* IMAGE */
    char *payload;          /* QR */
} SheetItem;

typedef struct Sheet Sheet;

#define SHEET_A4_WIDTH 595.28
#define SHEET_A4_HEIGHT 841.89

/* An empty document of pages of one size; it has no page yet. */
Sheet *sheet_new (double width, double height);
void sheet_free (Sheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sheet, sheet_free)

double sheet_width (const Sheet *self);
double sheet_height (const Sheet *self);
/* A roll is cut where its text ends. */
void sheet_set_height (Sheet *self, double height);

guint sheet_n_pages (const Sheet *self);
void sheet_add_page (Sheet *self);
/* Takes what the item owns; goes to page @page. */
void sheet_add (Sheet *self, guint page, SheetItem item);
/* The items of a page in drawing order; borrowed. */
const SheetItem *sheet_items (const Sheet *self, guint page, guint *n_items);

/* Draws a page with its left top corner at the origin of @cr, one unit a point; no display. */
void sheet_draw (const Sheet *self, guint page, cairo_t *cr);

/* A page on white as an image of @width_px (screen preview, thermal raster); owned. */
cairo_surface_t *sheet_to_image (const Sheet *self, guint page, guint width_px);

G_END_DECLS
