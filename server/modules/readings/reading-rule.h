/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of every reading, one by one or in files. */
#pragma once

#include "server/core/db.h"
#include "server/engine/validation.h"

G_BEGIN_DECLS

/* The most that the company may ask of a reader's last digits. */
#define PATTERN_READINGS 20

/* The company's settings, in six columns from @column on: the limit of estimates first. */
static inline ValidationRule
reading_rule (const Rows *rows, int row, int column)
{
    return (ValidationRule) {
        .most_estimates = (guint)rows_int64 (rows, row, column),
        .high_percent = (int)rows_int64 (rows, row, column + 1),
        .low_percent = (int)rows_int64 (rows, row, column + 2),
        .high_least_wh = rows_int64 (rows, row, column + 3),
        .most_zeros = (guint)rows_int64 (rows, row, column + 4),
        .pattern_readings = (guint)rows_int64 (rows, row, column + 5),
    };
}

G_END_DECLS
