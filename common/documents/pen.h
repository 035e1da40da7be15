/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes on a sheet in the language of the thread: boxes are measured from the starting edge (the
 * right one in Arabic), so that one layout serves both directions. */
#pragma once

#include "common/base/date.h"
#include "common/base/money.h"
#include "common/documents/press.h"
#include "common/documents/sheet.h"

G_BEGIN_DECLS

typedef enum {
    ALIGN_START,
    ALIGN_CENTER,
    ALIGN_END,
    ALIGN_NUMBER, /* at the physical right, in either language */
} Align;

typedef struct Pen Pen;

/* The press and the sheet must outlive the pen.  Writes on the last page. */
Pen *pen_new (Press *press, Sheet *sheet);
void pen_free (Pen *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pen, pen_free)

Sheet *pen_sheet (const Pen *self);

/* press_layout(); owned, pen_place() takes it. */
PangoLayout *pen_layout (Pen *self, const char *text, const TextStyle *style, double width);
/* The same in smaller letters where the text would break: a number is never cut in two.  A text
 * with line breaks of its own stays as it is. */
PangoLayout *pen_layout_fitted (Pen *self, const char *text, const TextStyle *style, double width);
double pen_layout_height (PangoLayout *layout);
void pen_place (Pen *self, PangoLayout *layout, double x, double y, double gray);

/* pen_layout() and pen_place() in a box of @box.width at @box.x, @box.y; answers the height used.
 * NULL and "" take no space. */
double pen_text (Pen *self, const char *text, const TextStyle *style, Box box);

/* pen_text() with pen_layout_fitted(). */
double pen_text_fitted (Pen *self, const char *text, const TextStyle *style, Box box);

/* Goes to another page than the last (footers); pen_text() and the rest write there. */
void pen_set_page (Pen *self, guint page);

/* A line of @box.width and @box.height, an outline, a grey rectangle. */
void pen_line (Pen *self, Box box, double line_width);
void pen_frame (Pen *self, Box box, double line_width);
void pen_fill (Pen *self, Box box, double gray);
void pen_qr (Pen *self, const char *payload, Box box);
/* Large grey letters across the page, under its text ("Duplicate", "Cancelled"). */
void pen_stamp (Pen *self, const char *text, double size_pt);
/* A PNG in base64, fitted into the box; FALSE, with nothing placed, when it cannot be read. */
gboolean pen_image (Pen *self, const char *base64, Box box);

/* Values as text that keeps its order inside Arabic; all owned. */
char *print_money (gint64 amount_minor, const Currency *currency);
/* The same with the currency's short name behind. */
char *print_money_named (gint64 amount_minor, const Currency *currency);
char *print_date (Date date);
/* Date and time to the minute at @utc_offset_minutes. */
char *print_instant (Instant instant, int utc_offset_minutes);
/* A number, code or phone; "" for NULL. */
char *print_code (const char *text);
/* A name in whatever script; a dash for NULL. */
char *print_name (const char *text);

G_END_DECLS
