/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tariff version with its golden cases as one JSON document: how it is stored, exported, imported
 * and edited.  The field tables describe the engine's own structs. */
#pragma once

#include "common/schema/json.h"
#include "server/engine/bill.h"

G_BEGIN_DECLS

extern const Enumeration register_class_enum;
extern const Enumeration tariff_basis_enum;
extern const Enumeration charge_kind_enum;
extern const Enumeration charge_selector_enum;
extern const Enumeration charge_base_enum;
extern const Enumeration eligibility_test_enum;
extern const Enumeration rounding_policy_enum;
extern const Enumeration rounding_enum;
extern const Enumeration tax_policy_enum;
extern const Enumeration case_scope_enum;

RECORD_DECLARE (tariff_block, TariffBlock)
RECORD_DECLARE (tariff_band, TariffBand)
RECORD_DECLARE (tariff_component, TariffComponent)
RECORD_DECLARE (tariff_step, TariffStep)
RECORD_DECLARE (tariff_charge, TariffCharge)
RECORD_DECLARE (tariff_discount, TariffDiscount)
RECORD_DECLARE (tariff_demand, TariffDemand)
RECORD_DECLARE (tariff_power_factor, TariffPowerFactor)
RECORD_DECLARE (tariff_rule, TariffRule)
RECORD_DECLARE (tariff_case, TariffCase)
RECORD_DECLARE (tariff_version, TariffVersion)

/* A version that is fit to be priced.  Errors: those of json_load_record() and tariff_validate(),
 * with the path of the member at fault; NULL then. */
TariffVersion *tariff_document_parse (const char *text, gsize length, GError **error);

/* The whole document, every member, in the order of the tables: parsing it gives an equal
 * version. */
char *tariff_document_write (const TariffVersion *version);

/* The bill of a golden case, in @bill.  Errors: those of bill_compute(). */
gboolean tariff_case_bill (const TariffVersion *version, const TariffCase *golden, Bill *bill,
                           GError **error);

/* Runs the cases of a version and appends a line for each to @report (NULL: none).  Error:
 * TARIFF_CASE_FAILED, naming the first ("cases[3]"), or TARIFF_INCOMPLETE without cases. */
gboolean tariff_check_cases (const TariffVersion *version, GString *report, GError **error);

/* The two together, for `siraj-server tariff check FILE`. */
gboolean tariff_document_check (const char *text, gsize length, GString *report, GError **error);

G_END_DECLS
