/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tariffs for the tests: written by hand in a line, or drawn at random. */
#pragma once

#include "server/modules/tariffs/tariff-document.h"

G_BEGIN_DECLS

#define KWH(n) ((gint64)(n)*WH_PER_KWH)

/* The document of a version in SAR from 2025-01-01, limits per 30 days, with these members added;
 * single quotes stand for double ones. */
char *sample_document (const char *members);

/* The version of it; ends the test when it is not valid. */
TariffVersion *sample_tariff (const char *members);

/* What sample_random_tariff() may draw. */
typedef enum {
    SAMPLE_PROGRESSIVE = 0,         /* one band of rising prices, no charges: a monotone shape */
    SAMPLE_BANDS = 1 << 0,          /* several bands */
    SAMPLE_CHARGES = 1 << 1,        /* fixed charges, fees by step, percentages */
    SAMPLE_EXTRAS = 1 << 2,         /* discount, minimum, maximum */
    SAMPLE_POLICIES = 1 << 3,       /* any basis, rounding and tax policy */
    SAMPLE_BOUNDED = SAMPLE_EXTRAS, /* rising prices between a minimum and a maximum */
    SAMPLE_EVERYTHING = (1 << 4) - 1,
} SampleShape;

/* A valid version in SAR whose limits are whole kWh. */
TariffVersion *sample_random_tariff (GRand *random, guint shape);

/* Another version with the same prices. */
TariffVersion *sample_twin (const TariffVersion *version, const char *code);

G_END_DECLS
