/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Energy (Wh), rates (millionths of the main currency unit per kWh), percentages (basis points). */
#pragma once

#include "common/base/error.h"

G_BEGIN_DECLS

#define WH_PER_KWH 1000
#define MICRO 1000000
#define BASIS_POINTS 10000

/* Decimal text of value ÷ 10^scale: grouped or not, trailing zeros cut down to @min_decimals. */
char *decimal_format (gint64 value, guint scale, guint min_decimals, gboolean grouped);

/* Reads decimal text with at most @scale decimals (the digits, marks and grouping money_parse()
 * accepts).  Errors: INVALID_VALUE, OUT_OF_RANGE. */
gboolean decimal_parse (const char *text, guint scale, gint64 *value, GError **error);

/* "1,234" or "1,234.5" kWh; "0.18"; "15" or "6.5" per cent, without units. */
char *energy_format_kwh (gint64 energy_wh);
char *rate_format (gint64 rate_micro);
char *percent_format (gint64 basis_points);

G_END_DECLS
