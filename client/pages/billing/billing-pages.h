/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Billing: the settings of cycles, their periods, the runs and trials, the start of a run. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

SirajPage *cycles_page_new (const PageContext *context);
SirajPage *cycle_page_new (const PageContext *context);
SirajPage *billing_periods_page_new (const PageContext *context);
SirajPage *billing_period_page_new (const PageContext *context);
SirajPage *new_run_page_new (const PageContext *context);
SirajPage *runs_page_new (const PageContext *context);
SirajPage *run_page_new (const PageContext *context);
SirajPage *trial_bills_page_new (const PageContext *context);
SirajPage *rebills_page_new (const PageContext *context);
SirajPage *rebill_page_new (const PageContext *context);

G_END_DECLS
