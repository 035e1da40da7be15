/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which open items a payment settles: the oldest due first, then by number; what is left over is
 * the customer's advance. */
#pragma once

#include "common/base/date.h"
#include "common/base/money.h"

G_BEGIN_DECLS

typedef struct {
    gint64 id;
    Date due_date;
    gint64 number;          /* order among items due on one day */
    gint64 open_minor;      /* what is still owed; items of zero or less are passed over */
    gboolean chosen;        /* the payer wants this one settled */
    gint64 allocated_minor; /* the answer */
} OpenItem;

/* Sorts @items into the order of settlement and spreads @amount_minor over them: over the chosen
 * ones alone when any is chosen.  Σ allocated + *advance_minor = @amount_minor.  Error:
 * AMOUNT_NOT_POSITIVE. */
gboolean allocation_propose (gint64 amount_minor, OpenItem *items, guint n_items,
                             gint64 *advance_minor, GError **error);

/* Whether amounts set by hand in allocated_minor fit; the rest is *advance_minor.  Errors:
 * AMOUNT_NOT_POSITIVE, OVER_ALLOCATION (an item beyond what it owes, or all beyond the payment). */
gboolean allocation_check (gint64 amount_minor, const OpenItem *items, guint n_items,
                           gint64 *advance_minor, GError **error);

G_END_DECLS
