/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readings: the grid they are typed into, the queue of those held for review, the list. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

SirajPage *reading_entry_page_new (const PageContext *context);
SirajPage *reading_review_page_new (const PageContext *context);
SirajPage *readings_page_new (const PageContext *context);

G_END_DECLS
