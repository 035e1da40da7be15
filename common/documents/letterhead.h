/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every sheet of paper carries: who issued it, what it is, who printed it, page n of m. */
#pragma once

#include "common/documents/document-types.h"
#include "common/documents/flow.h"

G_BEGIN_DECLS

/* The full head at flow->y: logo, company, title, number, mark of a copy, rule. */
void letterhead_full (Flow *flow, const DocumentHeader *header, const char *title);
/* The one line of the following pages; @subject says whose document it is. */
void letterhead_short (Flow *flow, const DocumentHeader *header, const char *title,
                       const char *subject);
/* The height that letterhead_feet() needs below flow->bottom: the footer is wrapped, never cut. */
double letterhead_foot_height (Pen *pen, const DocumentHeader *header, double width);
/* On every page, once all of them are there: printed by, page n of m, the footer, and a stamp
 * across what was cancelled. */
void letterhead_feet (Flow *flow, const DocumentHeader *header);

/* "Phone: …", @separator, "Tax number: …"; NULL when there is neither; owned. */
char *letterhead_contacts (const DocumentHeader *header, const char *separator);
/* Branch, user and time of the printing; owned. */
char *letterhead_printed (const DocumentHeader *header);
/* "Duplicate", "Cancelled" or NULL; borrowed. */
const char *letterhead_mark (const DocumentHeader *header);

G_END_DECLS
