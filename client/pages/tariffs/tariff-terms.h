/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terms of a tariff document that a form edits, and the words of its charges. */
#pragma once

#include <json-glib/json-glib.h>

#include "common/schema/field.h"

G_BEGIN_DECLS

typedef struct {
    char *name;
    char *decision;
    Date valid_from;
    Date valid_to;
    int limit_basis;
    gint64 basis_days;
    int rounding_policy;
    int rounding;
    gint64 rounding_unit_minor;
    int tax_policy;
    gint64 minimum_minor;
    gint64 maximum_minor;
} TariffTerms;
RECORD_DECLARE (tariff_terms, TariffTerms);

extern const Enumeration tariff_charge_enum, tariff_selector_enum, tariff_charge_base_enum;
extern const Enumeration tariff_register_enum, tariff_basis_words_enum, tariff_rule_enum;

/* Puts the members of @terms into the document; those that are none are taken out of it. */
void tariff_terms_store (const TariffTerms *terms, JsonObject *document);

G_END_DECLS
