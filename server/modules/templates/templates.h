/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invoice templates: one a class, and the default for every class without its own. */
#pragma once

#include "common/types/templates-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

extern const Module templates_module;

/* What invoices of a class are printed by: the class's own template, else the default one.  Owned;
 * NULL with an error. */
InvoiceTemplate *templates_for_class (Db *db, gint64 class_id, GError **error);

G_END_DECLS
