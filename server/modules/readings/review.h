/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The review queue: one decision on a held reading. */
#pragma once

#include "common/types/readings-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

/* Accepts, corrects (the held one is rejected and another value recorded in its place) or rejects.
 * Errors: NOT_FOUND, READING_DECIDED, ALREADY_READ, MISSING_VALUE. */
gboolean review_decide (Operation *op, gint64 reading_id, const ReadingReview *review,
                        GError **error);

G_END_DECLS
