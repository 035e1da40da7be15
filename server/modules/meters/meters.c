/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register of meters, their installations and what they show. */
#include "server/modules/meters/meters.h"

#include "common/base/id.h"
#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/meters/installing.h"
#include "server/modules/meters/meters-sql.h"

#include <string.h>

#define STS_DIGITS 11

static const RecordSpec meter_spec = {
    &meter_record, N_ ("Meter"), "/api/v1/meters", &meters_get, &meters_insert, &meters_update,
};

static const ListSort meter_sorts[] = {
    { "number", &meters_by_number, &meters_by_number_desc },
};
static const char *const meter_filters[] = { "q", "kind", "state", "station_id", NULL };
static const ListSpec meter_list = {
    &meter_record, meter_sorts, G_N_ELEMENTS (meter_sorts), meter_filters, &meters_count,
};

static gboolean
meters_list (Operation *op, GError **error)
{
    return list_answer (op, &meter_list, NULL, error);
}

static gboolean
meters_read (Operation *op, GError **error)
{
    return record_get (op, &meter_spec, error);
}

/* IEC 62055-41: a decoder reference number of eleven digits ends with a Luhn digit. */
static gboolean
check_number (const Meter *meter, GError **error)
{
    if (meter->kind != METER_KIND_STS) {
        return TRUE;
    }
    if (strlen (meter->number) != STS_DIGITS ||
        strspn (meter->number, "0123456789") != STS_DIGITS) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "number",
                       "The number of an STS meter has 11 digits; “%s” has not.", meter->number);
    }
    if (!id_luhn_valid (meter->number)) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "number",
                       "The check digit of the meter number %s is wrong; compare it with the "
                       "plate.",
                       meter->number);
    }
    return TRUE;
}

gboolean
meters_add (Db *db, const Meter *meter, gint64 *id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!check_number (meter, error) ||
        !db_run_record (db, &meters_insert, &meter_record, meter, &rows, error)) {
        return FALSE;
    }
    *id = rows_int64 (rows, 0, 0);
    return TRUE;
}

static gboolean
meters_create (Operation *op, GError **error)
{
    gint64 id;

    return meters_add (op->db, op->input, &id, error) &&
           record_answer_created (op, &meter_spec, id, error);
}

/* Models */

static const RecordSpec model_spec = {
    &meter_model_record, N_ ("Meter model"), "/api/v1/meter-models",
    &models_get,         &models_insert,     &models_update,
};
static const ListSort model_sorts[] = { { "code", &models_by_code, &models_by_code_desc } };
static const char *const model_filters[] = { "q", NULL };
static const ListSpec model_list = {
    &meter_model_record, model_sorts, G_N_ELEMENTS (model_sorts), model_filters, NULL,
};

/* Each register once, and one at least that counts energy. */
static gboolean
check_registers (const MeterModel *model, GError **error)
{
    guint seen = 0;
    gboolean counts = FALSE;

    for (guint i = 0; model->registers != NULL && i < model->registers->len; i++) {
        const ModelRegister *one = g_ptr_array_index (model->registers, i);

        if ((seen & (1u << one->code)) != 0) {
            return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "registers",
                           "A register stands in the list twice; a model has one of each kind.");
        }
        if (one->digits != 0 && (one->digits < 3 || one->digits > 12)) {
            return refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, "registers",
                           "A register has between 3 and 12 digits, not %d.", (int)one->digits);
        }
        seen |= 1u << one->code;
        counts = counts || one->code <= REGISTER_CODE_OFF_PEAK;
    }
    return counts || refuse (error, SIRAJ_ERROR_INVALID_VALUE, "registers",
                             "A meter counts energy; give the model a total or the registers of "
                             "its hours.");
}

static gboolean
models_list (Operation *op, GError **error)
{
    return list_answer (op, &model_list, NULL, error);
}

static gboolean
models_read (Operation *op, GError **error)
{
    return record_get (op, &model_spec, error);
}

static gboolean
models_create (Operation *op, GError **error)
{
    return check_registers (op->input, error) && record_create (op, &model_spec, error);
}

static gboolean
models_change (Operation *op, GError **error)
{
    g_autoptr (MeterModel) model = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    model = record_load (op, &model_spec, id, error);
    if (model == NULL || !record_check_version (op, &model_spec, model, error)) {
        return FALSE;
    }
    record_merge (op, &model_spec, model);
    return check_registers (model, error) && record_store (op, &model_spec, model, error) &&
           record_answer (op, &model_spec, id, error);
}

static gboolean
meters_change (Operation *op, GError **error)
{
    return record_update (op, &meter_spec, error);
}

/* A short list without pages. */
static gboolean
answer_short_list (Operation *op, const Record *record, const Statement *statement,
                   const char *first, const char *second, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gint64 first_id, second_id;

    if (!operation_query_id (op, first, &first_id, error) ||
        !operation_query_id (op, second, &second_id, error)) {
        return FALSE;
    }
    if (first_id == 0 && second_id == 0) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, first,
                       "Say of which %s or %s the list is asked.", first, second);
    }
    if (!db_run (op->db, statement, &rows, error, P_ID (first_id), P_ID (second_id))) {
        return FALSE;
    }
    g_string_append (op->answer, "{\"items\":");
    rows_append_json (op->answer, rows, record);
    g_string_append (op->answer, ",\"next\":null,\"previous\":null}");
    return TRUE;
}

static gboolean
installations_list (Operation *op, GError **error)
{
    return answer_short_list (op, &meter_installation_record, &installations_of, "meter_id",
                              "point_id", error);
}

static gboolean
registers_list (Operation *op, GError **error)
{
    return answer_short_list (op, &register_record, &registers_of, "account_id", "meter_id", error);
}

static const char *const meter_query[] = {
    LIST_QUERY, "q", "kind", "state", "station_id", NULL,
};
static const char *const installation_query[] = { "meter_id", "point_id", NULL };
static const char *const register_query[] = { "account_id", "meter_id", NULL };

static const char *const model_query[] = { LIST_QUERY, "q", NULL };

static const Route routes[] = {
    { "GET", "/api/v1/meters", "meters.read", READS | ANSWERS_LIST, NULL, &meter_record,
      meters_list, N_ ("List meters"), meter_query },
    { "POST", "/api/v1/meters", "meters.write", WRITES | CREATES, &meter_record, &meter_record,
      meters_create, N_ ("Register a meter") },
    { "GET", "/api/v1/meters/{id}", "meters.read", READS, NULL, &meter_record, meters_read,
      N_ ("Read a meter") },
    { "PATCH", "/api/v1/meters/{id}", "meters.write", WRITES | VERSIONED, &meter_record,
      &meter_record, meters_change, N_ ("Change a meter") },
    { "POST", "/api/v1/meters/{id}/remove", "meters.write", WRITES | CREATES,
      &remove_request_record, &meter_record, installing_remove,
      N_ ("Take a meter off its service point") },
    { "GET", "/api/v1/installations", "meters.read", READS | ANSWERS_LIST, NULL,
      &meter_installation_record, installations_list, N_ ("List installations"),
      installation_query },
    { "POST", "/api/v1/installations", "meters.write", WRITES | CREATES, &install_request_record,
      &meter_record, installing_install, N_ ("Install a meter") },
    { "POST", "/api/v1/installations/exchange", "meters.write", WRITES | CREATES,
      &exchange_request_record, &meter_record, installing_exchange,
      N_ ("Exchange a meter, with both readings") },
    { "POST", "/api/v1/agreements/{id}/end", "subscriptions.write", WRITES | CREATES | ANSWERS_LIST,
      &end_request_record, &register_record, ending_end,
      N_ ("End an agreement with the last reading of its registers") },
    { "POST", "/api/v1/agreements/{id}/take-over", "subscriptions.write", WRITES | ANSWERS_LIST,
      NULL, &register_record, ending_take_over,
      N_ ("Go on with the meters that the agreement before has left") },
    { "GET", "/api/v1/meter-models", "meters.read", READS | ANSWERS_LIST, NULL, &meter_model_record,
      models_list, N_ ("List meter models"), model_query },
    { "POST", "/api/v1/meter-models", "meters.write", WRITES | CREATES, &meter_model_record,
      &meter_model_record, models_create, N_ ("Register a meter model") },
    { "GET", "/api/v1/meter-models/{id}", "meters.read", READS, NULL, &meter_model_record,
      models_read, N_ ("Read a meter model") },
    { "PATCH", "/api/v1/meter-models/{id}", "meters.write", WRITES | VERSIONED, &meter_model_record,
      &meter_model_record, models_change, N_ ("Change a meter model") },
    { "GET", "/api/v1/registers", "meters.read", READS | ANSWERS_LIST, NULL, &register_record,
      registers_list, N_ ("List registers of an account or a meter"), register_query },
};

const Module meters_module = { "meters", routes, G_N_ELEMENTS (routes), meters_statements };
