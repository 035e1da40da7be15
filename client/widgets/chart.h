/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bars or a line over time.  In Arabic time runs to the left and the axis is at the right. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum { CHART_BARS, CHART_LINE } ChartKind;

#define SIRAJ_TYPE_CHART (chart_get_type ())
G_DECLARE_FINAL_TYPE (SirajChart, chart, SIRAJ, CHART, GtkWidget)

/* @description: message id of what it shows, for the reader of screens. */
GtkWidget *chart_new (ChartKind kind, const char *description);

/* One point: @label under it ("Aug"), @value in units of 1 ÷ @scale of what the axis shows: Wh with
 * scale 1000 gives kWh. */
void chart_set_scale (SirajChart *self, gint64 scale);
void chart_clear (SirajChart *self);
void chart_add (SirajChart *self, const char *label, gint64 value);
/* The point added last stands out, in the colour of a warning. */
void chart_mark_last (SirajChart *self);

G_END_DECLS
