/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Twelve bars, their values above and the months below. */
#include "common/documents/chart.h"

#include "common/base/quantity.h"
#include "common/base/text.h"

#define VALUE_SIZE_PT 6.5
#define LABEL_HEIGHT 10.0
#define BAR_SHARE 0.62
#define PAST_GRAY 0.72
#define LEAST_SLOTS 6 /* a new customer has one bar, not a wall */

static gint64
largest (const ChartBar *bars, guint n_bars)
{
    gint64 most = 1;
    for (guint i = 0; i < n_bars; i++)
        most = MAX (most, bars[i].energy_wh);
    return most;
}

static char *
month_label (Date month)
{
    int year = 0;
    int number = 0;
    int day = 0;
    date_split (month, &year, &number, &day);
    g_autofree char *digits = g_strdup_printf ("%d/%02d", number, year % 100);
    return text_isolate (digits);
}

static void
draw_bar (Pen *pen, const ChartBar *bar, gint64 most, Box slot)
{
    const TextStyle style = { .size_pt = VALUE_SIZE_PT,
                              .bold = bar->is_current,
                              .align = ALIGN_CENTER };
    double room = slot.height - 2 * LABEL_HEIGHT;
    double height = bar->energy_wh > 0 ? room * ((double)bar->energy_wh / (double)most) : 0;
    double base = slot.y + slot.height - LABEL_HEIGHT;
    double width = slot.width * BAR_SHARE;
    Box box = { slot.x + (slot.width - width) / 2, base - height, width, height };
    pen_fill (pen, box, bar->is_current ? 0 : PAST_GRAY);

    gint64 rounded_wh = 0;
    rounding_to_unit (bar->energy_wh, WH_PER_KWH, ROUNDING_HALF_UP, &rounded_wh);
    g_autofree char *kwh = energy_format_kwh (rounded_wh);
    g_autofree char *value = text_isolate (kwh);
    pen_text (pen, value, &style, (Box) { slot.x, box.y - LABEL_HEIGHT, slot.width, 0 });
    g_autofree char *month = month_label (bar->month);
    pen_text (pen, month, &style, (Box) { slot.x, base + 1, slot.width, 0 });
}

void
chart_draw (Pen *pen, const ChartBar *bars, guint n_bars, Box box)
{
    if (n_bars == 0)
        return;
    gint64 most = largest (bars, n_bars);
    double width = box.width / MAX (n_bars, LEAST_SLOTS);
    double x = box.x + (box.width - n_bars * width) / 2;
    for (guint i = 0; i < n_bars; i++)
        draw_bar (pen, &bars[i], most, (Box) { x + i * width, box.y, width, box.height });
    pen_line (pen, (Box) { box.x, box.y + box.height - LABEL_HEIGHT, box.width, 0 }, 0.5);
}
