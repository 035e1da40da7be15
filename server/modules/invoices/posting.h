/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each kind of invoice line is called, and which posting key takes its money: the one table
 * for the billing run, for cancellation and for the words on a bill. */
#pragma once

#include "common/schema/enumeration.h"
#include "server/engine/price.h"

G_BEGIN_DECLS

/* LineKind as it stands in invoice_lines.kind ("energy", "period_price", …). */
extern const Enumeration line_kind_enum;

/* The posting key that an amount of this LineKind is credited to ("revenue_energy", "tax", …); a
 * negative amount is debited to it. */
const char *line_posting_key (int line_kind);

G_END_DECLS
