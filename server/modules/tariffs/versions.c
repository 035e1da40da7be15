/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A version's life: drafted as a document, proved by its own cases, put in force by a second
 * person, never changed once it has billed. */
#include "server/modules/tariffs/versions.h"

#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/tariffs/price-basis.h"
#include "server/modules/tariffs/tariff-document.h"
#include "server/modules/tariffs/tariffs-sql.h"
#include "server/modules/tariffs/tariffs.h"

#include <string.h>

#define CURVE_POINTS 60
#define MAX_CURVE_WH ((gint64)1000000 * 1000)

static const RecordSpec version_spec = {
    &tariff_version_row_record, N_ ("Tariff version"), "/api/v1/tariff-versions", &versions_get,
    &versions_insert,           &versions_update,
};

static const ListSort version_sorts[] = {
    { "valid_from", &versions_oldest, &versions_newest },
};
static const char *const version_filters[] = { "tariff_id", "state", NULL };
static const ListSpec version_list = {
    &tariff_version_row_record, version_sorts, G_N_ELEMENTS (version_sorts), version_filters, NULL,
};

gboolean
versions_list (Operation *op, GError **error)
{
    return list_answer (op, &version_list, NULL, error);
}

gboolean
versions_read (Operation *op, GError **error)
{
    return record_get (op, &version_spec, error);
}

/* The row says of itself what its document says. */
static gboolean
describe (Db *db, TariffVersionRow *row, GError **error)
{
    g_autoptr (TariffVersion) version = price_basis_parse (row->document, error);
    g_autoptr (Rows) company = NULL;

    if (version == NULL ||
        !db_one (db, &tariffs_company, NULL, 0, N_ ("Company"), &company, error)) {
        return FALSE;
    }
    if (g_strcmp0 (version->currency, rows_text (company, 0, 0)) != 0) {
        return refuse (error, SIRAJ_ERROR_CURRENCY_MISMATCH, "document.currency",
                       "The tariff is in %s, the company keeps its books in %s; convert the "
                       "prices.",
                       version->currency, rows_text (company, 0, 0));
    }
    row->valid_from = version->valid_from;
    row->valid_to = version->valid_to;
    g_free (row->decision);
    row->decision = g_strdup (version->decision);
    return TRUE;
}

gboolean
versions_create (Operation *op, GError **error)
{
    TariffVersionRow *row = op->input;
    g_autoptr (Rows) tariff = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &row->tariff_id, error) ||
        !db_one (op->db, &tariffs_get, (const Param[]) { P_INT64 (row->tariff_id) }, 1,
                 N_ ("Tariff"), &tariff, error)) {
        return FALSE;
    }
    return describe (op->db, row, error) && record_insert (op, &version_spec, row, &id, error) &&
           record_answer_created (op, &version_spec, id, error);
}

/* The document of a version as that of another tariff, or of another day; it is never left open
 * what it is a copy of: the decision stays until it is written anew. */
static char *
copy_document (Db *db, const char *document, const VersionCopy *wanted, GError **error)
{
    g_autoptr (TariffVersion) version = price_basis_parse (document, error);
    g_autoptr (Rows) tariff = NULL;

    if (version == NULL ||
        !db_one (db, &tariffs_get, (const Param[]) { P_INT64 (wanted->tariff_id) }, 1,
                 N_ ("Tariff"), &tariff, error)) {
        return NULL;
    }
    g_free (version->code);
    g_free (version->name);
    version->code = g_strdup (rows_text (tariff, 0, 1));
    version->name = g_strdup (rows_text (tariff, 0, 2));
    if (wanted->valid_from != DATE_NONE) {
        version->valid_from = wanted->valid_from;
    }
    if (version->valid_to != DATE_NONE && version->valid_to <= version->valid_from) {
        version->valid_to = DATE_NONE;
    }
    return tariff_document_write (version);
}

gboolean
versions_copy (Operation *op, GError **error)
{
    VersionCopy *wanted = op->input;
    g_autoptr (TariffVersionRow) source = NULL;
    g_autoptr (TariffVersionRow) row = tariff_version_row_new ();
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    source = record_load (op, &version_spec, id, error);
    if (source == NULL) {
        return FALSE;
    }
    if (wanted->tariff_id == 0) {
        wanted->tariff_id = source->tariff_id;
    }
    row->tariff_id = wanted->tariff_id;
    row->document = copy_document (op->db, source->document, wanted, error);
    return row->document != NULL && describe (op->db, row, error) &&
           record_insert (op, &version_spec, row, &id, error) &&
           record_answer_created (op, &version_spec, id, error);
}

static gboolean
check_draft (const TariffVersionRow *row, GError **error)
{
    if (row->state != TARIFF_STATE_DRAFT) {
        return refuse (error, SIRAJ_ERROR_TARIFF_NOT_DRAFT, NULL,
                       "This version is “%s”; only a draft can be changed. Copy it into a new "
                       "version.",
                       enumeration_label (&tariff_state_enum, row->state));
    }
    return TRUE;
}

gboolean
versions_change (Operation *op, GError **error)
{
    g_autoptr (TariffVersionRow) row = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    row = record_load (op, &version_spec, id, error);
    if (row == NULL || !record_check_version (op, &version_spec, row, error) ||
        !check_draft (row, error)) {
        return FALSE;
    }
    record_merge (op, &version_spec, row);
    return describe (op->db, row, error) && record_store (op, &version_spec, row, error) &&
           record_answer (op, &version_spec, id, error);
}

gboolean
versions_check (Operation *op, GError **error)
{
    g_autoptr (TariffVersionRow) row = NULL;
    g_autoptr (GString) text = g_string_new (NULL);
    CaseReport report = { 0 };
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    row = record_load (op, &version_spec, id, error);
    if (row == NULL) {
        return FALSE;
    }
    g_autoptr (GError) fault = NULL;
    report.passed = tariff_document_check (row->document, strlen (row->document), text, &fault);
    if (fault != NULL) {
        g_string_append (text, fault->message);
    }
    report.report = text->str;
    operation_answer_record (op, &case_report_record, &report);
    return TRUE;
}

static gboolean
put_in_force (Db *db, const TariffVersionRow *row, GError **error)
{
    return db_run (db, &versions_close_before, NULL, error, P_INT64 (row->tariff_id),
                   P_DATE (row->valid_from)) &&
           db_run (db, &versions_set_state, NULL, error, P_INT64 (row->id), P_TEXT ("active"));
}

/* By who changed it last, not by name: two people may have one name. */
static gboolean
check_second_person (Db *db, gint64 id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_one (db, &versions_author, (const Param[]) { P_INT64 (id) }, 1, N_ ("Tariff version"),
                 &rows, error)) {
        return FALSE;
    }
    return !rows_boolean (rows, 0, 0) ||
           refuse (error, SIRAJ_ERROR_SAME_PERSON, NULL,
                   "You drafted this version; another person must put it in force.");
}

gboolean
versions_activate (Operation *op, GError **error)
{
    g_autoptr (TariffVersionRow) row = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    row = record_load (op, &version_spec, id, error);
    if (row == NULL || !record_check_version (op, &version_spec, row, error) ||
        !check_draft (row, error) || !check_second_person (op->db, id, error)) {
        return FALSE;
    }
    return tariff_document_check (row->document, strlen (row->document), NULL, error) &&
           put_in_force (op->db, row, error) && record_answer (op, &version_spec, id, error);
}

gboolean
versions_withdraw (Operation *op, GError **error)
{
    g_autoptr (TariffVersionRow) row = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    row = record_load (op, &version_spec, id, error);
    if (row == NULL || !record_check_version (op, &version_spec, row, error)) {
        return FALSE;
    }
    if (row->used) {
        return refuse (error, SIRAJ_ERROR_TARIFF_VERSION_USED, NULL,
                       "This version has billed and cannot be withdrawn; put a successor in "
                       "force.");
    }
    return db_run (op->db, &versions_set_state, NULL, error, P_INT64 (id), P_TEXT ("withdrawn")) &&
           record_answer (op, &version_spec, id, error);
}

gboolean
tariffs_load_document (Db *db, const char *text, gsize length, gint64 *tariff_id, GError **error)
{
    g_autoptr (TariffVersion) version = tariff_document_parse (text, length, error);
    g_autoptr (TariffVersionRow) row = tariff_version_row_new ();
    g_autoptr (Rows) found = NULL;
    g_autoptr (Rows) made = NULL;
    g_autoptr (Rows) inserted = NULL;

    if (version == NULL || !tariff_check_cases (version, NULL, error) ||
        !db_run (db, &tariffs_find, &found, error, P_TEXT (version->code))) {
        return FALSE;
    }
    if (rows_count (found) == 0) {
        Tariff tariff = { .code = version->code, .name = version->name };

        if (!db_run_record (db, &tariffs_insert, &tariff_record, &tariff, &made, error)) {
            return FALSE;
        }
    }
    row->tariff_id = rows_int64 (made != NULL ? made : found, 0, 0);
    row->document = g_strndup (text, length);
    if (!describe (db, row, error) ||
        !db_run_record (db, &versions_insert, &tariff_version_row_record, row, &inserted, error)) {
        return FALSE;
    }
    row->id = rows_int64 (inserted, 0, 0);
    *tariff_id = row->tariff_id;
    return put_in_force (db, row, error);
}

/* What if */

gboolean
versions_quote (Operation *op, GError **error)
{
    const QuoteRequest *request = op->input;
    g_autoptr (PriceBasis) basis =
        price_basis_load (op, request->version_id, request->document,
                          (Period) { request->from_date, request->to_date }, error);
    g_autoptr (Quote) quote = NULL;

    if (basis == NULL) {
        return FALSE;
    }
    const QuoteInput input = price_basis_input (basis, request);
    quote = quote_make (&input, error);
    if (quote == NULL) {
        return FALSE;
    }
    operation_answer_record (op, &quote_record, quote);
    return TRUE;
}

gboolean
versions_curve (Operation *op, GError **error)
{
    const CurveRequest *asked = op->input;
    g_autoptr (QuoteRequest) request = quote_request_new ();
    g_autoptr (PriceBasis) basis = NULL;
    g_autoptr (Curve) curve = NULL;

    if (asked->up_to_wh < CURVE_POINTS * 1000 || asked->up_to_wh > MAX_CURVE_WH) {
        return refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, "up_to_wh",
                       "The curve goes up to between %d and %d kWh.", CURVE_POINTS,
                       (int)(MAX_CURVE_WH / 1000));
    }
    basis = price_basis_load (op, asked->version_id, asked->document,
                              (Period) { asked->from_date, asked->to_date }, error);
    if (basis == NULL) {
        return FALSE;
    }
    request->from_date = asked->from_date;
    request->to_date = asked->to_date;
    request->contracted_load_w = asked->contracted_load_w;
    request->breaker_amperes = asked->breaker_amperes;
    const QuoteInput input = price_basis_input (basis, request);
    curve = quote_curve (&input, asked->up_to_wh, CURVE_POINTS, error);
    if (curve == NULL) {
        return FALSE;
    }
    operation_answer_record (op, &curve_record, curve);
    return TRUE;
}
