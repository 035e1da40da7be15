/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would this much cost?  A bill of the document being edited, line by line, and the curve
 * of the amount over the consumption with its cliffs. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/api.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_WHAT_IF (what_if_get_type ())
G_DECLARE_FINAL_TYPE (SirajWhatIf, what_if, SIRAJ, WHAT_IF, GtkWidget)

/* Signals: "failed" (const GError *): the document cannot be priced; "priced". */
GtkWidget *what_if_new (SirajApi *api);
/* Asks again soon; @document as JSON text, not saved. */
void what_if_set (SirajWhatIf *self, gint64 tariff_id, const char *document);
/* The total on screen, as shown; for tests. */
const char *what_if_get_total (SirajWhatIf *self);

G_END_DECLS
