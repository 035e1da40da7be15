/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line under a list: how many, the sum, first, previous and next. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/page-model.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_PAGER (pager_get_type ())
G_DECLARE_FINAL_TYPE (SirajPager, pager, SIRAJ, PAGER, GtkWidget)

/* @sum_label: message id of what the sum is ("Balance"), NULL where no money is shown. */
GtkWidget *pager_new (SirajPageModel *model, const char *sum_label);

G_END_DECLS
