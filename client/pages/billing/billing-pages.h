/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Billing: the runs, and one run with its progress, totals and exceptions. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

SirajPage *runs_page_new (const PageContext *context);
SirajPage *run_page_new (const PageContext *context);

G_END_DECLS
