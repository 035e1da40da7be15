/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A composed document on screen, as it will be printed: white pages, one under the other. */
#pragma once

#include <gtk/gtk.h>

#include "common/documents/sheet.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_SHEET_VIEW (sheet_view_get_type ())
G_DECLARE_FINAL_TYPE (SirajSheetView, sheet_view, SIRAJ, SHEET_VIEW, GtkWidget)

/* @zoom: pixels for a point (1.25 is about life size); @description: message id of what it is. */
GtkWidget *sheet_view_new (double zoom, const char *description);
/* Takes @sheet; NULL empties the view. */
void sheet_view_set (SirajSheetView *self, Sheet *sheet);

G_END_DECLS
