/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where electricity goes (feeders, boxes, service points, reading routes) and what the company is
 * made of (branches, stations, classes, cycles). */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

SirajPage *points_page_new (const PageContext *context);
SirajPage *point_page_new (const PageContext *context);
SirajPage *feeders_page_new (const PageContext *context);
SirajPage *feeder_page_new (const PageContext *context);
SirajPage *boxes_page_new (const PageContext *context);
SirajPage *box_page_new (const PageContext *context);
SirajPage *routes_page_new (const PageContext *context);
SirajPage *route_page_new (const PageContext *context);

SirajPage *company_page_new (const PageContext *context);
SirajPage *branches_page_new (const PageContext *context);
SirajPage *branch_page_new (const PageContext *context);
SirajPage *stations_page_new (const PageContext *context);
SirajPage *station_page_new (const PageContext *context);
SirajPage *classes_page_new (const PageContext *context);
SirajPage *class_page_new (const PageContext *context);

G_END_DECLS
