/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cycles, service points and agreements. */
#include "server/modules/subscriptions/subscriptions.h"

#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/customers/customers.h"
#include "server/modules/subscriptions/subscriptions-sql.h"

static const RecordSpec cycle_spec = {
    &billing_cycle_record, N_ ("Billing cycle"), "/api/v1/cycles",
    &cycles_get,           &cycles_insert,       &cycles_update,
};
static const RecordSpec point_spec = {
    &service_point_record, N_ ("Service point"), "/api/v1/points",
    &points_get,           &points_insert,       &points_update,
};
static const RecordSpec agreement_spec = {
    &service_agreement_record, N_ ("Agreement"),   "/api/v1/agreements",
    &agreements_get,           &agreements_insert, &agreements_update,
};

/* Billing cycles */

static const ListSort cycle_sorts[] = { { "code", &cycles_by_code, &cycles_by_code_desc } };
static const char *const cycle_filters[] = { "q", NULL };
static const ListSpec cycle_list = {
    &billing_cycle_record, cycle_sorts, G_N_ELEMENTS (cycle_sorts), cycle_filters, NULL,
};

static gboolean
cycles_list (Operation *op, GError **error)
{
    return list_answer (op, &cycle_list, NULL, error);
}

static gboolean
cycles_read (Operation *op, GError **error)
{
    return record_get (op, &cycle_spec, error);
}

static gboolean
cycles_create (Operation *op, GError **error)
{
    return record_create (op, &cycle_spec, error);
}

static gboolean
cycles_change (Operation *op, GError **error)
{
    return record_update (op, &cycle_spec, error);
}

/* Service points */

static const ListSort point_sorts[] = {
    { "number", &points_by_number, &points_by_number_desc },
    { "route_sequence", &points_by_route, &points_by_route_desc },
};
static const char *const point_filters[] = {
    "q", "station_id", "route_id", "box_id", "state", NULL
};
static const ListSpec point_list = {
    &service_point_record, point_sorts, G_N_ELEMENTS (point_sorts), point_filters, &points_count,
};

static gboolean
points_list (Operation *op, GError **error)
{
    return list_answer (op, &point_list, NULL, error);
}

static gboolean
points_read (Operation *op, GError **error)
{
    return record_get (op, &point_spec, error);
}

static gboolean
check_place (Db *db, const ServicePoint *point, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run_record (db, &points_box_place, &service_point_record, point, &rows, error)) {
        return FALSE;
    }
    if (rows_count (rows) == 0 || !rows_boolean (rows, 0, 0)) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "box_id",
                       "The distribution box does not hang on this feeder and station; choose a "
                       "box of the feeder.");
    }
    return rows_boolean (rows, 0, 1) ||
           refuse (error, SIRAJ_ERROR_INVALID_VALUE, "route_id",
                   "The reading route belongs to another station; choose a route of this one.");
}

gboolean
subscriptions_add_point (Db *db, ServicePoint *point, gint64 *id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!check_place (db, point, error)) {
        return FALSE;
    }
    if (point->number == NULL) {
        point->number = customers_take_number (db, "SP", error);
    }
    if (point->number == NULL ||
        !db_run_record (db, &points_insert, &service_point_record, point, &rows, error)) {
        return FALSE;
    }
    *id = rows_int64 (rows, 0, 0);
    return TRUE;
}

static gboolean
points_create (Operation *op, GError **error)
{
    gint64 id;

    return subscriptions_add_point (op->db, op->input, &id, error) &&
           record_answer_created (op, &point_spec, id, error);
}

static gboolean
points_change (Operation *op, GError **error)
{
    g_autoptr (ServicePoint) point = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    point = record_load (op, &point_spec, id, error);
    if (point == NULL || !record_check_version (op, &point_spec, point, error)) {
        return FALSE;
    }
    record_merge (op, &point_spec, point);
    return check_place (op->db, point, error) && record_store (op, &point_spec, point, error) &&
           record_answer (op, &point_spec, id, error);
}

/* Agreements */

static const ListSort agreement_sorts[] = {
    { "number", &agreements_by_number, &agreements_by_number_desc },
};
static const char *const agreement_filters[] = {
    "q", "account_id", "customer_id", "cycle_id", "state", NULL,
};
static const ListSpec agreement_list = {
    &service_agreement_record, agreement_sorts,   G_N_ELEMENTS (agreement_sorts),
    agreement_filters,         &agreements_count,
};

static gboolean
agreements_list (Operation *op, GError **error)
{
    return list_answer (op, &agreement_list, NULL, error);
}

static gboolean
agreements_read (Operation *op, GError **error)
{
    return record_get (op, &agreement_spec, error);
}

static gboolean
check_tariff (Db *db, gint64 tariff_id, Date day, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    g_autofree char *date = date_format (day);

    if (!db_run (db, &terms_check, &rows, error, P_INT64 (tariff_id), P_DATE (day))) {
        return FALSE;
    }
    if (rows_count (rows) == 0) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, "tariff_id", "There is no such tariff.");
    }
    if (!rows_boolean (rows, 0, 1)) {
        return refuse (error, SIRAJ_ERROR_TARIFF_NOT_IN_FORCE, "tariff_id",
                       "The tariff “%s” has no version in force on %s; put a version in force "
                       "first.",
                       rows_text (rows, 0, 0), date);
    }
    return TRUE;
}

/* Class and tariff that were not chosen come from the account and its class. */
static gboolean
fill_first_term (Db *db, ServiceAgreement *agreement, GError **error)
{
    g_autoptr (Rows) place = NULL;

    if (!db_run_record (db, &agreements_place, &service_agreement_record, agreement, &place,
                        error)) {
        return FALSE;
    }
    if (rows_count (place) == 0) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, "account_id",
                       "The account or the service point does not exist within your stations.");
    }
    if (!rows_boolean (place, 0, 1)) {
        return refuse (error, SIRAJ_ERROR_ACCOUNT_CLOSED, "account_id",
                       "This account is closed; open a new account for the customer.");
    }
    if (agreement->class_id == 0) {
        agreement->class_id = rows_int64 (place, 0, 0);
    }
    if (agreement->tariff_id == 0) {
        agreement->tariff_id = rows_int64 (place, 0, 2);
    }
    if (agreement->tariff_id == 0) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "tariff_id",
                       "The class has no default tariff; choose the tariff of this agreement.");
    }
    return check_tariff (db, agreement->tariff_id, agreement->start_date, error);
}

static gboolean
insert_term (Db *db, gint64 agreement_id, const AgreementTerm *term, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    AgreementTerm copy = *term; /* shallow: only its numbers are bound */

    copy.agreement_id = agreement_id;
    return db_run_record (db, &terms_insert, &agreement_term_record, &copy, &rows, error);
}

gboolean
subscriptions_add_agreement (Db *db, ServiceAgreement *agreement, gint64 *id, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    AgreementTerm term;

    if (!fill_first_term (db, agreement, error)) {
        return FALSE;
    }
    if (agreement->number == NULL) {
        agreement->number = customers_take_number (db, "G", error);
    }
    if (agreement->number == NULL ||
        !db_run_record (db, &agreements_insert, &service_agreement_record, agreement, &rows,
                        error)) {
        return FALSE;
    }
    *id = rows_int64 (rows, 0, 0);
    term = (AgreementTerm) {
        .valid_from = agreement->start_date,
        .valid_to = DATE_NONE,
        .class_id = agreement->class_id,
        .tariff_id = agreement->tariff_id,
        .contracted_load_w = agreement->contracted_load_w,
        .breaker_amperes = agreement->breaker_amperes,
    };
    return insert_term (db, *id, &term, error);
}

static gboolean
agreements_create (Operation *op, GError **error)
{
    gint64 id;

    return subscriptions_add_agreement (op->db, op->input, &id, error) &&
           record_answer_created (op, &agreement_spec, id, error);
}

static gboolean
agreements_change (Operation *op, GError **error)
{
    return record_update (op, &agreement_spec, error);
}

/* Another class, tariff or load from a day on: the day may not be billed already. */
static gboolean
check_term_day (const AgreementTerm *term, const Rows *last, GError **error)
{
    Date billed = rows_date (last, 0, 4);
    g_autofree char *from = date_format (term->valid_from);
    g_autofree char *limit = date_format (billed != DATE_NONE ? billed : rows_date (last, 0, 1));

    if (g_str_equal (rows_text (last, 0, 2), "terminated")) {
        return refuse (error, SIRAJ_ERROR_AGREEMENT_ENDED, NULL,
                       "This agreement has ended; its terms cannot change any more.");
    }
    if (term->valid_from <= rows_date (last, 0, 1)) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "valid_from",
                       "New terms begin after the last ones (%s), not on %s.", limit, from);
    }
    if (billed != DATE_NONE && term->valid_from < billed) {
        return refuse (error, SIRAJ_ERROR_ALREADY_BILLED, "valid_from",
                       "The days up to %s are billed; begin the new terms on that day or later, or "
                       "correct the bill first.",
                       limit);
    }
    return TRUE;
}

static gboolean
agreements_change_terms (Operation *op, GError **error)
{
    const AgreementTerm *term = op->input;
    g_autoptr (Rows) last = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error) ||
        !db_one (op->db, &terms_last, (const Param[]) { P_INT64 (id) }, 1, N_ ("Agreement"), &last,
                 error)) {
        return FALSE;
    }
    return check_term_day (term, last, error) &&
           check_tariff (op->db, term->tariff_id, term->valid_from, error) &&
           db_run (op->db, &terms_close, NULL, error, P_INT64 (rows_int64 (last, 0, 0)),
                   P_DATE (term->valid_from)) &&
           insert_term (op->db, id, term, error) &&
           record_answer_created (op, &agreement_spec, id, error);
}

static const char *const cycle_query[] = { LIST_QUERY, "q", NULL };
static const char *const point_query[] = {
    LIST_QUERY, "q", "station_id", "route_id", "box_id", "state", NULL,
};
static const char *const agreement_query[] = {
    LIST_QUERY, "q", "account_id", "customer_id", "cycle_id", "state", NULL,
};

static const Route routes[] = {
    { "GET", "/api/v1/cycles", "geography.read", READS | ANSWERS_LIST, NULL, &billing_cycle_record,
      cycles_list, N_ ("List billing cycles"), cycle_query },
    { "POST", "/api/v1/cycles", "company.write", WRITES | CREATES, &billing_cycle_record,
      &billing_cycle_record, cycles_create, N_ ("Create a billing cycle") },
    { "GET", "/api/v1/cycles/{id}", "geography.read", READS, NULL, &billing_cycle_record,
      cycles_read, N_ ("Read a billing cycle") },
    { "PATCH", "/api/v1/cycles/{id}", "company.write", WRITES | VERSIONED, &billing_cycle_record,
      &billing_cycle_record, cycles_change, N_ ("Change a billing cycle") },
    { "GET", "/api/v1/points", "subscriptions.read", READS | ANSWERS_LIST, NULL,
      &service_point_record, points_list, N_ ("List service points"), point_query },
    { "POST", "/api/v1/points", "subscriptions.write", WRITES | CREATES, &service_point_record,
      &service_point_record, points_create, N_ ("Create a service point") },
    { "GET", "/api/v1/points/{id}", "subscriptions.read", READS, NULL, &service_point_record,
      points_read, N_ ("Read a service point") },
    { "PATCH", "/api/v1/points/{id}", "subscriptions.write", WRITES | VERSIONED,
      &service_point_record, &service_point_record, points_change, N_ ("Change a service point") },
    { "GET", "/api/v1/agreements", "subscriptions.read", READS | ANSWERS_LIST, NULL,
      &service_agreement_record, agreements_list, N_ ("List agreements"), agreement_query },
    { "POST", "/api/v1/agreements", "subscriptions.write", WRITES | CREATES,
      &service_agreement_record, &service_agreement_record, agreements_create,
      N_ ("Conclude an agreement") },
    { "GET", "/api/v1/agreements/{id}", "subscriptions.read", READS, NULL,
      &service_agreement_record, agreements_read, N_ ("Read an agreement") },
    { "PATCH", "/api/v1/agreements/{id}", "subscriptions.write", WRITES | VERSIONED,
      &service_agreement_record, &service_agreement_record, agreements_change,
      N_ ("Change an agreement") },
    { "POST", "/api/v1/agreements/{id}/terms", "subscriptions.write", WRITES | CREATES,
      &agreement_term_record, &service_agreement_record, agreements_change_terms,
      N_ ("Change class, tariff or load from a day on") },
};

const Module subscriptions_module = { "subscriptions", routes, G_N_ELEMENTS (routes),
                                      subscriptions_statements };
