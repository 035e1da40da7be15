/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reading sheet of a route on paper. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

typedef struct {
    gint64 route_id;
    Date from; /* the reading window */
    Date to;
    gint64 cycle_id; /* 0: all */
    gboolean unread; /* only what has no reading in the window */
} RouteSheetOrder;

/* Fetches the sheet, all of it, and opens the printer's dialog; what goes wrong is reported by
 * @page, which is busy until then. */
void route_sheet_print (SirajPage *page, const RouteSheetOrder *order);

G_END_DECLS
