/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record at the side of its list: every member that has a value, label and value. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/item.h"

G_BEGIN_DECLS

GtkWidget *preview_new (void);
void preview_show (GtkWidget *preview, SirajItem *item);

G_END_DECLS
