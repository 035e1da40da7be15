/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters of a list: a button that opens their editors, and a chip for each that is set. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/page-model.h"
#include "client/widgets/editor.h"

G_BEGIN_DECLS

typedef struct {
    const char *name;  /* query parameter */
    const char *like;  /* member of the record whose kind it has; NULL: @name itself */
    const char *label; /* message id; NULL: the member's */
    Lookup lookup;     /* of an ID */
} ListFilter;

#define SIRAJ_TYPE_FILTER_BAR (filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (SirajFilterBar, filter_bar, SIRAJ, FILTER_BAR, GtkWidget)

GtkWidget *filter_bar_new (SirajPageModel *model, const Record *record, const ListFilter *filters,
                           guint n_filters, SirajApi *api);

/* Sets a filter as the user would, in the wire's form ("active", "2025-08-31", "12"); @text is what
 * its chip says, NULL: the value. */
void filter_bar_set (SirajFilterBar *self, const char *name, const char *value, const char *text);
void filter_bar_clear (SirajFilterBar *self);

G_END_DECLS
