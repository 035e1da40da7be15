/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would this much cost?  One bill computed without an account, line by line in words. */
#pragma once

#include "common/types/tariffs-types.h"
#include "server/engine/tariff.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

/* A price per kWh of a month, for a version that asks for one. */
typedef struct {
    char *name;
    Date month;
    gint64 rate_micro_per_kwh;
} QuotePrice;

typedef struct {
    const TariffVersion *version;
    const QuoteRequest *request;
    gint64 cash_unit_minor;
    const QuotePrice *prices;
    guint n_prices;
} QuoteInput;

/* Errors: those of bill_compute(), and INVALID_VALUE for days that make no period. */
Quote *quote_make (const QuoteInput *input, GError **error);

/* What each of @energies_wh comes to by the same terms. */
gboolean quote_totals (const QuoteInput *input, const gint64 *energies_wh, guint n,
                       gint64 *totals_minor, GError **error);

/* The total over kWh from 0 to @up_to_wh in @n_points even steps, with a point just above every
 * limit of the tariff, so that cliffs show. */
Curve *quote_curve (const QuoteInput *input, gint64 up_to_wh, guint n_points, GError **error);

G_END_DECLS
