/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each kind of invoice line is called, and which posting key takes its money: the one table
 * for the billing run, for cancellation and for the words on a bill. */
#pragma once

#include "common/schema/enumeration.h"
#include "server/engine/price.h"

G_BEGIN_DECLS

/* Kinds of lines that no tariff prices, behind those of the engine. */
typedef enum {
    LINE_SUBSCRIPTION = LINE_N_KINDS,
    LINE_UPGRADE,
    LINE_COMPONENT,
    LINE_RECONNECTION,
    LINE_PENALTY,
    LINE_DEPOSIT,
    LINE_MIGRATION,
    LINE_OTHER,
    LINE_N_ALL_KINDS
} ChargeLineKind;

/* LineKind as it stands in invoice_lines.kind ("energy", "period_price", …). */
extern const Enumeration line_kind_enum;

/* The posting key that an amount of this LineKind or ChargeLineKind is credited to
 * ("revenue_energy", "tax", …); a negative amount is debited to it. */
const char *line_posting_key (int line_kind);

G_END_DECLS
