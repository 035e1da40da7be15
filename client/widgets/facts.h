/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of a record to be read, not edited: label and value side by side in a grid. */
#pragma once

#include <gtk/gtk.h>

#include "common/schema/field.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_FACTS (facts_get_type ())
G_DECLARE_FINAL_TYPE (SirajFacts, facts, SIRAJ, FACTS, GtkWidget)

/* @members: a static list of names, NULL at its end, laid out row by row in @columns pairs. */
GtkWidget *facts_new (const Record *record, const char *const *members, guint columns);
/* Shows a record; members without a value are hidden.  NULL empties it. */
void facts_show (SirajFacts *self, gconstpointer data);

G_END_DECLS
