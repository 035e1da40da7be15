/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tariffs, their dated versions, and what a bill would cost. */
#pragma once

#include "common/types/tariffs-types.h"
#include "server/core/operation.h"
#include "server/modules/tariffs/tariff-document.h"

G_BEGIN_DECLS

extern const Module tariffs_module;

/* Adds a version as a document (tariff-document.h) to a tariff that is made when its code is
 * new, and puts it in force; what a demonstration and a set-up do.  Errors: those of the
 * document, and DUPLICATE when another version is in force on those days. */
gboolean tariffs_load_document (Db *db, const char *text, gsize length, gint64 *tariff_id,
                                GError **error);

G_END_DECLS
