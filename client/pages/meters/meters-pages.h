/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Meters: the list, the card, and what is done to one. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

SirajPage *meters_page_new (const PageContext *context);
SirajPage *meter_page_new (const PageContext *context);
SirajPage *meter_models_page_new (const PageContext *context);
SirajPage *meter_model_page_new (const PageContext *context);

G_END_DECLS
