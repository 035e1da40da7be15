/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readings: the entry grid of a route, validation before the next field, the review queue. */
#pragma once

#include "common/types/readings-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

extern const Module readings_module;

/* Validates and records one reading in the caller's transaction, as the grid, a file and a smart
 * meter do.  Only checks with @check_only.  What is suspicious is stored as held and never billed.
 * Errors: NOT_FOUND, DATE_IN_FUTURE, READING_TOO_LONG, ALREADY_BILLED, ALREADY_READ, OUT_OF_RANGE. */
ReadingResult *readings_record (Operation *op, const ReadingEntry *entry, int method,
                                gboolean check_only, GError **error);

G_END_DECLS
