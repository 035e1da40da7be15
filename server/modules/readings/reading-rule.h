/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of every reading, one by one or in files. */
#pragma once

#include "server/engine/validation.h"

G_BEGIN_DECLS

/* So many readings of one reader with the same last digit are a pattern. */
#define PATTERN_READINGS 7

/* @most_estimates: in a row, as the company has set it. */
static inline ValidationRule
reading_rule (guint most_estimates)
{
    return (ValidationRule) {
        .high_percent = 300,
        .low_percent = 20,
        .high_least_wh = 100000,
        .most_zeros = 3,
        .most_estimates = most_estimates,
        .pattern_readings = PATTERN_READINGS,
    };
}

G_END_DECLS
