/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheet that a reader takes along: the registers of a route in walking order, with boxes to
 * write in. */
#pragma once

#include "common/documents/document-types.h"
#include "common/documents/press.h"
#include "common/documents/sheet.h"

G_BEGIN_DECLS

/* Everything is borrowed. */
typedef struct {
    const DocumentHeader *header; /* its number is the route's code */
    const char *route_name;
    const char *station_name;
    const char *reader_name; /* NULL: nobody is named */
    Date from;               /* the reading window */
    Date to;
    const GPtrArray *rows; /* RouteRow */
} RouteSheet;

/* A4 pages in the language of the thread, for cairo, a PDF or a printer; owned. */
Sheet *route_sheet_compose (Press *press, const RouteSheet *document);

G_END_DECLS
