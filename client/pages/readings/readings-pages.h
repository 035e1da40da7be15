/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readings: the grid they are typed into, the queue of those held for review, the list; how far the
 * routes are, what the readers did; and the rules of reading. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

SirajPage *reading_entry_page_new (const PageContext *context);
SirajPage *reading_review_page_new (const PageContext *context);
SirajPage *readings_page_new (const PageContext *context);

SirajPage *reading_lists_page_new (const PageContext *context);
SirajPage *reader_work_page_new (const PageContext *context);

SirajPage *reading_remarks_page_new (const PageContext *context);
SirajPage *reading_remark_page_new (const PageContext *context);
SirajPage *estimate_rules_page_new (const PageContext *context);
SirajPage *estimate_rule_page_new (const PageContext *context);
SirajPage *reading_settings_page_new (const PageContext *context);

G_END_DECLS
