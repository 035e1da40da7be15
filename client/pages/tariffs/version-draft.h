/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a new version of a tariff begins with. */
#pragma once

#include "common/types/tariffs-types.h"

G_BEGIN_DECLS

/* The smallest document of @tariff, from the first of this month: one price for everything, and no
 * charge; free with g_free(). */
char *version_draft_document (const Tariff *tariff);

G_END_DECLS
