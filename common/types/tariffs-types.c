/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of tariffs, versions and quotes. */
#include "common/types/tariffs-types.h"

ENUMERATION_DEFINE (tariff_state_enum, "tariff_state",
                    { TARIFF_STATE_DRAFT, "draft", N_ ("Draft") },
                    { TARIFF_STATE_ACTIVE, "active", N_ ("In force") },
                    { TARIFF_STATE_WITHDRAWN, "withdrawn", N_ ("Withdrawn") });

RECORD_DEFINE (tariff, Tariff, FIELD_ID (Tariff, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_TEXT (Tariff, code, N_ ("Tariff code"), FIELD_REQUIRED | FIELD_FIXED),
               FIELD_TEXT (Tariff, name, N_ ("Tariff"), FIELD_REQUIRED),
               FIELD_TEXT (Tariff, name_en, N_ ("Name in English"), FIELD_PLAIN),
               FIELD_BOOLEAN (Tariff, active, N_ ("Active"), FIELD_PLAIN),
               FIELD_DATE (Tariff, current_from, N_ ("In force since"),
                           FIELD_READ_ONLY | FIELD_OPTIONAL),
               FIELD_DATE (Tariff, expires_on, N_ ("Ends without successor"),
                           FIELD_READ_ONLY | FIELD_OPTIONAL),
               FIELD_INTEGER (Tariff, versions_count, N_ ("Versions"), FIELD_READ_ONLY),
               FIELD_INTEGER (Tariff, agreements_count, N_ ("Agreements"), FIELD_READ_ONLY),
               FIELD_TEXT (Tariff, updated_by_name, N_ ("Changed by"), FIELD_READ_ONLY),
               FIELD_INSTANT (Tariff, updated_at, N_ ("Changed at"), FIELD_READ_ONLY),
               FIELD_INTEGER (Tariff, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (
    tariff_version_row, TariffVersionRow,
    FIELD_ID (TariffVersionRow, id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_ID (TariffVersionRow, tariff_id, N_ ("Tariff"), FIELD_READ_ONLY),
    FIELD_TEXT (TariffVersionRow, tariff_code, N_ ("Tariff code"), FIELD_READ_ONLY),
    FIELD_TEXT (TariffVersionRow, tariff_name, N_ ("Tariff"), FIELD_READ_ONLY),
    FIELD_ENUM (TariffVersionRow, state, N_ ("State"), tariff_state_enum, FIELD_READ_ONLY),
    FIELD_DATE (TariffVersionRow, valid_from, N_ ("Valid from"), FIELD_READ_ONLY),
    FIELD_DATE (TariffVersionRow, valid_to, N_ ("Valid to"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_TEXT (TariffVersionRow, decision, N_ ("Decision"), FIELD_READ_ONLY),
    FIELD_TEXT (TariffVersionRow, document, N_ ("Document"), FIELD_REQUIRED | FIELD_LONG),
    FIELD_BOOLEAN (TariffVersionRow, used, N_ ("Has billed"), FIELD_READ_ONLY),
    FIELD_TEXT (TariffVersionRow, updated_by_name, N_ ("Changed by"), FIELD_READ_ONLY),
    FIELD_INSTANT (TariffVersionRow, updated_at, N_ ("Changed at"), FIELD_READ_ONLY),
    FIELD_INTEGER (TariffVersionRow, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (quote_request, QuoteRequest,
               FIELD_ID (QuoteRequest, version_id, N_ ("Tariff version"), FIELD_PLAIN),
               FIELD_TEXT (QuoteRequest, document, N_ ("Document"), FIELD_LONG),
               FIELD_DATE (QuoteRequest, from_date, N_ ("From"), FIELD_REQUIRED),
               FIELD_DATE (QuoteRequest, to_date, N_ ("To"), FIELD_REQUIRED),
               FIELD_ENERGY (QuoteRequest, energy_wh, N_ ("Energy"), FIELD_REQUIRED),
               FIELD_ENERGY (QuoteRequest, peak_wh, N_ ("Peak energy"), FIELD_OPTIONAL),
               FIELD_ENERGY (QuoteRequest, off_peak_wh, N_ ("Off-peak energy"), FIELD_OPTIONAL),
               FIELD_INTEGER (QuoteRequest, demand_w, N_ ("Demand"), FIELD_OPTIONAL),
               FIELD_INTEGER (QuoteRequest, contracted_load_w, N_ ("Contracted load"),
                              FIELD_OPTIONAL),
               FIELD_INTEGER (QuoteRequest, breaker_amperes, N_ ("Breaker (A)"), FIELD_OPTIONAL),
               FIELD_INTEGER (QuoteRequest, power_factor_bp, N_ ("Power factor"), FIELD_OPTIONAL));

RECORD_DEFINE (quote_line, QuoteLine,
               FIELD_INTEGER (QuoteLine, line_no, N_ ("Line"), FIELD_READ_ONLY),
               FIELD_TEXT (QuoteLine, kind, N_ ("Kind"), FIELD_READ_ONLY),
               FIELD_TEXT (QuoteLine, description, N_ ("Description"), FIELD_READ_ONLY),
               FIELD_TEXT (QuoteLine, explanation, N_ ("Explanation"), FIELD_READ_ONLY),
               FIELD_ENERGY (QuoteLine, quantity_wh, N_ ("Quantity"),
                             FIELD_READ_ONLY | FIELD_OPTIONAL),
               FIELD_RATE (QuoteLine, rate_micro, N_ ("Rate"), FIELD_READ_ONLY | FIELD_OPTIONAL),
               FIELD_INTEGER (QuoteLine, days, N_ ("Days"), FIELD_READ_ONLY),
               FIELD_MONEY (QuoteLine, amount_minor, N_ ("Amount"), FIELD_READ_ONLY),
               FIELD_PERCENT (QuoteLine, tax_bp, N_ ("Tax"), FIELD_READ_ONLY));

RECORD_DEFINE (quote_tax, QuoteTax,
               FIELD_PERCENT (QuoteTax, tax_bp, N_ ("Tax rate"), FIELD_READ_ONLY),
               FIELD_MONEY (QuoteTax, net_minor, N_ ("Net"), FIELD_READ_ONLY),
               FIELD_MONEY (QuoteTax, tax_minor, N_ ("Tax"), FIELD_READ_ONLY));

RECORD_DEFINE (quote, Quote, FIELD_ENERGY (Quote, energy_wh, N_ ("Energy"), FIELD_READ_ONLY),
               FIELD_INTEGER (Quote, days, N_ ("Days"), FIELD_READ_ONLY),
               FIELD_MONEY (Quote, net_minor, N_ ("Net"), FIELD_READ_ONLY),
               FIELD_MONEY (Quote, tax_minor, N_ ("Tax"), FIELD_READ_ONLY),
               FIELD_MONEY (Quote, rounding_minor, N_ ("Rounding"), FIELD_READ_ONLY),
               FIELD_MONEY (Quote, total_minor, N_ ("Total"), FIELD_READ_ONLY),
               FIELD_LIST (Quote, lines, N_ ("Lines"), quote_line_record, FIELD_READ_ONLY),
               FIELD_LIST (Quote, taxes, N_ ("Taxes"), quote_tax_record, FIELD_READ_ONLY));

RECORD_DEFINE (
    period_price, PeriodPriceRow, FIELD_ID (PeriodPriceRow, id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_TEXT (PeriodPriceRow, name, N_ ("Name of the price"), FIELD_REQUIRED | FIELD_FIXED),
    FIELD_DATE (PeriodPriceRow, month, N_ ("Month"), FIELD_REQUIRED | FIELD_FIXED),
    FIELD_RATE (PeriodPriceRow, rate_micro_per_kwh, N_ ("Price per kWh"), FIELD_REQUIRED),
    FIELD_INTEGER (PeriodPriceRow, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (curve_request, CurveRequest,
               FIELD_ID (CurveRequest, version_id, N_ ("Tariff version"), FIELD_PLAIN),
               FIELD_TEXT (CurveRequest, document, N_ ("Document"), FIELD_LONG),
               FIELD_DATE (CurveRequest, from_date, N_ ("From"), FIELD_REQUIRED),
               FIELD_DATE (CurveRequest, to_date, N_ ("To"), FIELD_REQUIRED),
               FIELD_ENERGY (CurveRequest, up_to_wh, N_ ("Up to"), FIELD_REQUIRED),
               FIELD_INTEGER (CurveRequest, contracted_load_w, N_ ("Contracted load"),
                              FIELD_OPTIONAL),
               FIELD_INTEGER (CurveRequest, breaker_amperes, N_ ("Breaker (A)"), FIELD_OPTIONAL));

RECORD_DEFINE (case_report, CaseReport,
               FIELD_BOOLEAN (CaseReport, passed, N_ ("Passed"), FIELD_READ_ONLY),
               FIELD_TEXT (CaseReport, report, N_ ("Report"), FIELD_READ_ONLY | FIELD_LONG));

RECORD_DEFINE (curve_point, CurvePoint,
               FIELD_ENERGY (CurvePoint, energy_wh, N_ ("Energy"), FIELD_READ_ONLY),
               FIELD_MONEY (CurvePoint, total_minor, N_ ("Total"), FIELD_READ_ONLY),
               FIELD_BOOLEAN (CurvePoint, cliff, N_ ("Cliff"), FIELD_READ_ONLY));

RECORD_DEFINE (version_difference, VersionDifference,
               FIELD_TEXT (VersionDifference, path, N_ ("Path"), FIELD_READ_ONLY),
               FIELD_TEXT (VersionDifference, member, N_ ("What differs"), FIELD_READ_ONLY),
               FIELD_TEXT (VersionDifference, first, N_ ("In the first"), FIELD_READ_ONLY),
               FIELD_TEXT (VersionDifference, second, N_ ("In the second"), FIELD_READ_ONLY));

RECORD_DEFINE (compared_amount, ComparedAmount,
               FIELD_ENERGY (ComparedAmount, energy_wh, N_ ("Energy"), FIELD_READ_ONLY),
               FIELD_MONEY (ComparedAmount, first_minor, N_ ("By the first"), FIELD_READ_ONLY),
               FIELD_MONEY (ComparedAmount, second_minor, N_ ("By the second"), FIELD_READ_ONLY),
               FIELD_MONEY (ComparedAmount, difference_minor, N_ ("Difference"), FIELD_READ_ONLY));

RECORD_DEFINE (version_comparison, VersionComparison,
               FIELD_ID (VersionComparison, first_id, N_ ("First version"), FIELD_READ_ONLY),
               FIELD_TEXT (VersionComparison, first_name, N_ ("Tariff"), FIELD_READ_ONLY),
               FIELD_DATE (VersionComparison, first_from, N_ ("Valid from"), FIELD_READ_ONLY),
               FIELD_ID (VersionComparison, second_id, N_ ("Second version"), FIELD_READ_ONLY),
               FIELD_TEXT (VersionComparison, second_name, N_ ("Tariff"), FIELD_READ_ONLY),
               FIELD_DATE (VersionComparison, second_from, N_ ("Valid from"), FIELD_READ_ONLY),
               FIELD_LIST (VersionComparison, differences, N_ ("Differences"),
                           version_difference_record, FIELD_READ_ONLY),
               FIELD_LIST (VersionComparison, amounts, N_ ("Amounts"), compared_amount_record,
                           FIELD_READ_ONLY),
               FIELD_TEXT (VersionComparison, refusal, N_ ("Refusal"), FIELD_READ_ONLY));

RECORD_DEFINE (version_copy, VersionCopy,
               FIELD_ID (VersionCopy, tariff_id, N_ ("Tariff"), FIELD_PLAIN),
               FIELD_DATE (VersionCopy, valid_from, N_ ("Valid from"), FIELD_OPTIONAL));

RECORD_DEFINE (
    price_in_force, PriceInForce, FIELD_ID (PriceInForce, id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_ID (PriceInForce, version_id, N_ ("Tariff version"), FIELD_READ_ONLY),
    FIELD_TEXT (PriceInForce, tariff_code, N_ ("Tariff code"), FIELD_READ_ONLY),
    FIELD_TEXT (PriceInForce, tariff_name, N_ ("Tariff"), FIELD_READ_ONLY),
    FIELD_DATE (PriceInForce, valid_from, N_ ("Valid from"), FIELD_READ_ONLY),
    FIELD_DATE (PriceInForce, valid_to, N_ ("Valid to"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_TEXT (PriceInForce, decision, N_ ("Decision"), FIELD_READ_ONLY),
    FIELD_TEXT (PriceInForce, item, N_ ("Price"), FIELD_READ_ONLY),
    FIELD_ENERGY (PriceInForce, from_wh, N_ ("From kWh"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_ENERGY (PriceInForce, to_wh, N_ ("To kWh"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_RATE (PriceInForce, rate_micro_per_kwh, N_ ("Price per kWh"),
                FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_MONEY (PriceInForce, amount_minor, N_ ("Amount"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_PERCENT (PriceInForce, tax_bp, N_ ("Tax"), FIELD_READ_ONLY));

RECORD_DEFINE (curve, Curve,
               FIELD_LIST (Curve, points, N_ ("Points"), curve_point_record, FIELD_READ_ONLY));
