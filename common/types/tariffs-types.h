/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tariffs, their versions and the quote on the wire. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

typedef enum {
    TARIFF_STATE_DRAFT,
    TARIFF_STATE_ACTIVE,
    TARIFF_STATE_WITHDRAWN,
} TariffState;
extern const Enumeration tariff_state_enum;

typedef struct {
    gint64 id;
    char *code;
    char *name;
    char *name_en;
    gboolean active;
    Date current_from;
    Date expires_on; /* the last version ends then, and none follows */
    gint64 versions_count;
    gint64 agreements_count;
    char *updated_by_name;
    Instant updated_at;
    gint64 version;
} Tariff;
RECORD_DECLARE (tariff, Tariff);

/* document is the JSON of the version (see the tariff documents), as text. */
typedef struct {
    gint64 id;
    gint64 tariff_id;
    char *tariff_code;
    char *tariff_name;
    int state;
    Date valid_from; /* these three stand in the document */
    Date valid_to;
    char *decision;
    char *document;
    gboolean used;
    char *updated_by_name;
    Instant updated_at;
    gint64 version;
} TariffVersionRow;
RECORD_DECLARE (tariff_version_row, TariffVersionRow);

/* What would this much cost? energy_wh of the total register, the others by time of use. */
typedef struct {
    gint64 version_id;
    char *document; /* an unsaved version being edited */
    Date from_date;
    Date to_date;
    gint64 energy_wh;
    gint64 peak_wh;
    gint64 off_peak_wh;
    gint64 demand_w;
    gint64 contracted_load_w;
    gint64 breaker_amperes;
    gint64 power_factor_bp;
} QuoteRequest;
RECORD_DECLARE (quote_request, QuoteRequest);

typedef struct {
    gint64 line_no;
    char *kind;
    char *description; /* in the caller's language */
    char *explanation; /* "block 2: 150 kWh × 0.30 = 45.00" */
    gint64 quantity_wh;
    gint64 rate_micro;
    gint64 days;
    gint64 amount_minor;
    gint64 tax_bp;
} QuoteLine;
RECORD_DECLARE (quote_line, QuoteLine);

typedef struct {
    gint64 tax_bp;
    gint64 net_minor;
    gint64 tax_minor;
} QuoteTax;
RECORD_DECLARE (quote_tax, QuoteTax);

typedef struct {
    gint64 energy_wh;
    gint64 days;
    gint64 net_minor;
    gint64 tax_minor;
    gint64 rounding_minor;
    gint64 total_minor;
    GPtrArray *lines;
    GPtrArray *taxes;
} Quote;
RECORD_DECLARE (quote, Quote);

/* An addition per kWh whose value changes each month. */
typedef struct {
    gint64 id;
    char *name;
    Date month;
    gint64 rate_micro_per_kwh;
    gint64 version;
} PeriodPriceRow;
RECORD_DECLARE (period_price, PeriodPriceRow);

/* The curve of a version, or of an unsaved document. */
typedef struct {
    gint64 version_id;
    char *document;
    Date from_date;
    Date to_date;
    gint64 up_to_wh;
    gint64 contracted_load_w;
    gint64 breaker_amperes;
} CurveRequest;
RECORD_DECLARE (curve_request, CurveRequest);

/* What the golden cases of a version came to. */
typedef struct {
    gboolean passed;
    char *report;
} CaseReport;
RECORD_DECLARE (case_report, CaseReport);

typedef struct {
    gint64 energy_wh;
    gint64 total_minor;
    gboolean cliff; /* one kWh more costs out of proportion here */
} CurvePoint;
RECORD_DECLARE (curve_point, CurvePoint);

/* A member in which two versions differ, in words; NULL where one has none. */
typedef struct {
    char *path; /* "components[0].bands[0].blocks[1].tax_bp" */
    char *member;
    char *first;
    char *second;
} VersionDifference;
RECORD_DECLARE (version_difference, VersionDifference);

/* What a month of this much costs by each. */
typedef struct {
    gint64 energy_wh;
    gint64 first_minor;
    gint64 second_minor;
    gint64 difference_minor;
} ComparedAmount;
RECORD_DECLARE (compared_amount, ComparedAmount);

typedef struct {
    gint64 first_id;
    char *first_name;
    Date first_from;
    gint64 second_id;
    char *second_name;
    Date second_from;
    GPtrArray *differences;
    GPtrArray *amounts;
    char *refusal; /* why there are no amounts, or NULL */
} VersionComparison;
RECORD_DECLARE (version_comparison, VersionComparison);

/* A new draft from a version; 0 and none: of the same tariff, from the same day. */
typedef struct {
    gint64 tariff_id;
    Date valid_from;
} VersionCopy;
RECORD_DECLARE (version_copy, VersionCopy);

/* One price of a version in force: a block, or a step of a charge. */
typedef struct {
    gint64 id;
    gint64 version_id;
    char *tariff_code;
    char *tariff_name;
    Date valid_from;
    Date valid_to;
    char *decision;
    char *item; /* the component or charge */
    gint64 from_wh;
    gint64 to_wh;
    gint64 rate_micro_per_kwh;
    gint64 amount_minor;
    gint64 tax_bp;
} PriceInForce;
RECORD_DECLARE (price_in_force, PriceInForce);

typedef struct {
    GPtrArray *points;
} Curve;
RECORD_DECLARE (curve, Curve);

G_END_DECLS
