/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prices in force on a day, on paper: what hangs in the office and goes to the regulator. */
#pragma once

#include "common/documents/document-types.h"
#include "common/documents/press.h"
#include "common/documents/sheet.h"

G_BEGIN_DECLS

/* Everything is borrowed. */
typedef struct {
    const DocumentHeader *header; /* its number is the day */
    Date on;
    const GPtrArray *prices; /* PriceInForce, those of a tariff together */
} PriceList;

/* A4 pages in the language of the thread, for cairo, a PDF or a printer; owned. */
Sheet *price_list_compose (Press *press, const PriceList *document);

G_END_DECLS
