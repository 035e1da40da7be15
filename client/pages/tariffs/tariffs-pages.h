/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tariffs: the list, one tariff with its versions, the editor of a version, prices of the
 * months. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

SirajPage *tariffs_page_new (const PageContext *context);
SirajPage *tariff_page_new (const PageContext *context);
/* A query "tariff_id=3" drafts a new version, "tariff_id=3&copy=7" a copy of version 7. */
SirajPage *version_page_new (const PageContext *context);
/* Any two versions of the tariff of a query "tariff_id=3&second=9&first=7": first the one that came
 * before the second where none is named, second the newest. */
SirajPage *comparison_page_new (const PageContext *context);
/* Every block and charge in force today. */
SirajPage *prices_in_force_page_new (const PageContext *context);
SirajPage *period_prices_page_new (const PageContext *context);
SirajPage *period_price_page_new (const PageContext *context);

G_END_DECLS
