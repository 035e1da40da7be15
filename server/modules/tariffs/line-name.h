/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A computed line of a bill as it is stored and shown. */
#pragma once

#include "server/engine/bill.h"
#include "server/modules/invoices/invoices.h"

G_BEGIN_DECLS

/* The name the tariff gives to what the line is for, borrowed from its version; NULL for taxes and
 * cash rounding. */
const char *tariff_line_name (const Bill *bill, const BillLine *line);

/* The line for line_description() and line_explanation(); borrows from @bill. */
LineWords tariff_line_words (const Bill *bill, const BillLine *line);

G_END_DECLS
