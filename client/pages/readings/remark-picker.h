/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a meter could not be read: the remarks as a short menu, a digit or Enter takes one. */
#pragma once

#include <gtk/gtk.h>

#include "common/types/readings-types.h"

G_BEGIN_DECLS

typedef void (*RemarkPicked) (const ReadingRemark *remark, gpointer user_data);

/* A popover over @remarks (ReadingRemark, borrowed): those in use that prevent a reading. */
GtkWidget *remark_picker_new (const GPtrArray *remarks, RemarkPicked picked, gpointer user_data);

G_END_DECLS
