/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Install, exchange and remove: a dialog each, with its effect in the button. */
#pragma once

#include "client/shell/page.h"
#include "common/types/meters-types.h"

G_BEGIN_DECLS

/* @page is the meter's card; it is refreshed when the act is done. */
void meter_install (SirajPage *page, const Meter *meter);
void meter_exchange (SirajPage *page, const Meter *meter);
void meter_remove (SirajPage *page, const Meter *meter);

G_END_DECLS
