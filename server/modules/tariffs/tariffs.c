/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tariffs, period prices and the room's routes. */
#include "server/modules/tariffs/tariffs.h"

#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/tariffs/comparison.h"
#include "server/modules/tariffs/price-print.h"
#include "server/modules/tariffs/tariffs-sql.h"
#include "server/modules/tariffs/versions.h"

static const RecordSpec tariff_spec = {
    &tariff_record, N_ ("Tariff"),   "/api/v1/tariffs",
    &tariffs_get,   &tariffs_insert, &tariffs_update,
};

static const ListSort tariff_sorts[] = { { "code", &tariffs_by_code, &tariffs_by_code_desc } };
static const char *const tariff_filters[] = { "q", "active", "expires_by", NULL };
static const ListSpec tariff_list = {
    &tariff_record, tariff_sorts, G_N_ELEMENTS (tariff_sorts), tariff_filters, &tariffs_count,
};

static gboolean
tariffs_list (Operation *op, GError **error)
{
    return list_answer (op, &tariff_list, NULL, error);
}

static gboolean
tariffs_read (Operation *op, GError **error)
{
    return record_get (op, &tariff_spec, error);
}

static gboolean
tariffs_create (Operation *op, GError **error)
{
    return record_create (op, &tariff_spec, error);
}

static gboolean
tariffs_change (Operation *op, GError **error)
{
    return record_update (op, &tariff_spec, error);
}

static const ListSort in_force_sorts[] = {
    { "tariff_code", &in_force_by_code, &in_force_by_code_desc },
};
static const char *const in_force_filters[] = { "on", NULL };
static const ListSpec in_force_list = {
    &price_in_force_record, in_force_sorts, G_N_ELEMENTS (in_force_sorts), in_force_filters, NULL,
};

static gboolean
in_force (Operation *op, GError **error)
{
    return list_answer (op, &in_force_list, NULL, error);
}

static const RecordSpec price_spec = {
    &period_price_record, N_ ("Period price"), "/api/v1/period-prices",
    &prices_get,          &prices_insert,      NULL,
};
static const ListSort price_sorts[] = { { "month", &prices_oldest, &prices_newest } };
static const char *const price_filters[] = { "name", NULL };
static const ListSpec price_list = {
    &period_price_record, price_sorts, G_N_ELEMENTS (price_sorts), price_filters, NULL,
};

static gboolean
prices_list (Operation *op, GError **error)
{
    return list_answer (op, &price_list, NULL, error);
}

static gboolean
prices_read (Operation *op, GError **error)
{
    return record_get (op, &price_spec, error);
}

static gboolean
prices_create (Operation *op, GError **error)
{
    PeriodPriceRow *price = op->input;

    price->month = date_month_start (price->month);
    return record_create (op, &price_spec, error);
}

static const char *const tariff_query[] = { LIST_QUERY, "q", "active", "expires_by", NULL };
static const char *const in_force_query[] = { LIST_QUERY, "on", NULL };
static const char *const print_query[] = { "on", NULL };
static const char *const compare_query[] = { "with", NULL };
static const char *const version_query[] = { LIST_QUERY, "tariff_id", "state", NULL };
static const char *const price_query[] = { LIST_QUERY, "name", NULL };

static const Route routes[] = {
    { "GET", "/api/v1/tariffs", "tariffs.read", READS | ANSWERS_LIST, NULL, &tariff_record,
      tariffs_list, N_ ("List tariffs"), tariff_query },
    { "POST", "/api/v1/tariffs", "tariffs.write", WRITES | CREATES, &tariff_record, &tariff_record,
      tariffs_create, N_ ("Create a tariff") },
    { "GET", "/api/v1/tariffs/{id}", "tariffs.read", READS, NULL, &tariff_record, tariffs_read,
      N_ ("Read a tariff") },
    { "PATCH", "/api/v1/tariffs/{id}", "tariffs.write", WRITES | VERSIONED, &tariff_record,
      &tariff_record, tariffs_change, N_ ("Change a tariff") },
    { "POST", "/api/v1/tariffs/{id}/versions", "tariffs.write", WRITES | CREATES,
      &tariff_version_row_record, &tariff_version_row_record, versions_create,
      N_ ("Draft a tariff version") },
    { "POST", "/api/v1/tariffs/{id}/quote", "tariffs.read", WRITES | CREATES, &quote_request_record,
      &quote_record, versions_quote, N_ ("Quote a bill, line by line") },
    { "POST", "/api/v1/tariffs/{id}/curve", "tariffs.read", WRITES | CREATES, &curve_request_record,
      &curve_record, versions_curve, N_ ("Show the amount over the energy") },
    { "GET", "/api/v1/tariff-versions", "tariffs.read", READS | ANSWERS_LIST, NULL,
      &tariff_version_row_record, versions_list, N_ ("List tariff versions"), version_query },
    { "GET", "/api/v1/tariff-versions/{id}", "tariffs.read", READS, NULL,
      &tariff_version_row_record, versions_read, N_ ("Read a tariff version") },
    { "PATCH", "/api/v1/tariff-versions/{id}", "tariffs.write", WRITES | VERSIONED,
      &tariff_version_row_record, &tariff_version_row_record, versions_change,
      N_ ("Change a draft") },
    { "POST", "/api/v1/tariff-versions/{id}/copy", "tariffs.write", WRITES | CREATES,
      &version_copy_record, &tariff_version_row_record, versions_copy,
      N_ ("Draft a copy of a version") },
    { "GET", "/api/v1/tariff-versions/{id}/comparison", "tariffs.read", READS, NULL,
      &version_comparison_record, versions_compare, N_ ("Compare two versions"), compare_query },
    { "GET", "/api/v1/prices-in-force", "tariffs.read", READS | ANSWERS_LIST, NULL,
      &price_in_force_record, in_force, N_ ("List the prices in force on a day"), in_force_query },
    { "GET", "/api/v1/prices-in-force/pdf", "tariffs.read", READS | ANSWERS_FILE, NULL, NULL,
      prices_print, N_ ("Print the prices in force on a day"), print_query },
    { "POST", "/api/v1/tariff-versions/{id}/check", "tariffs.read", WRITES, NULL,
      &case_report_record, versions_check, N_ ("Run the golden cases of a version") },
    { "POST", "/api/v1/tariff-versions/{id}/activate", "tariffs.activate", WRITES | VERSIONED, NULL,
      &tariff_version_row_record, versions_activate, N_ ("Put a version in force") },
    { "POST", "/api/v1/tariff-versions/{id}/withdraw", "tariffs.activate", WRITES | VERSIONED, NULL,
      &tariff_version_row_record, versions_withdraw, N_ ("Withdraw a version") },
    { "GET", "/api/v1/period-prices", "tariffs.read", READS | ANSWERS_LIST, NULL,
      &period_price_record, prices_list, N_ ("List period prices"), price_query },
    { "POST", "/api/v1/period-prices", "tariffs.activate", WRITES | CREATES, &period_price_record,
      &period_price_record, prices_create, N_ ("Set the price of a month") },
    { "GET", "/api/v1/period-prices/{id}", "tariffs.read", READS, NULL, &period_price_record,
      prices_read, N_ ("Read a period price") },
};

const Module tariffs_module = { "tariffs", routes, G_N_ELEMENTS (routes), tariffs_statements };
