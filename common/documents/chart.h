/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small bar chart of an invoice: energy by month. */
#pragma once

#include "common/documents/pen.h"

G_BEGIN_DECLS

typedef struct {
    Date month; /* any day in it */
    gint64 energy_wh;
    gboolean is_current; /* the bill's own month: black, the others grey */
} ChartBar;

/* Bars in order of time from the starting edge on, so that in Arabic time runs to the left; each
 * carries its value in kWh and its month.  Readable in black and white. */
void chart_draw (Pen *pen, const ChartBar *bars, guint n_bars, Box box);

G_END_DECLS
