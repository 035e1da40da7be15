/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long and scheduled work: the list, and one job with what it left aside. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

SirajPage *schedules_page_new (const PageContext *context);
SirajPage *schedule_page_new (const PageContext *context);
SirajPage *jobs_page_new (const PageContext *context);
SirajPage *job_page_new (const PageContext *context);

G_END_DECLS
