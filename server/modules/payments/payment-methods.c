/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ways of paying, as the accountant keeps them. */
#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/payments/payments-private.h"
#include "server/modules/payments/payments-sql.h"

static const Statement methods_get = {
    "payment_methods_get",
    "SELECT id, code, name, name_en, posting_key, needs_reference, active, version"
    " FROM payment_methods WHERE id = $1",
};

static const Statement methods_insert = {
    "payment_methods_insert",
    "INSERT INTO payment_methods (code, name, name_en, posting_key, needs_reference, active)"
    " VALUES (:code, :name, :name_en, :posting_key, :needs_reference, :active) RETURNING id",
};

static const Statement methods_update = {
    "payment_methods_update",
    "UPDATE payment_methods SET name = :name, name_en = :name_en, posting_key = :posting_key,"
    "  needs_reference = :needs_reference, active = :active, version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

/* $1 key: only of an account that holds money */
static const Statement methods_key = {
    "payment_methods_key",
    "SELECT a.kind FROM posting_keys k JOIN ledger_accounts a ON a.id = k.ledger_account_id"
    " WHERE k.key = $1",
};

const Statement *const payment_methods_statements[] = {
    &methods_get, &methods_insert, &methods_update, &methods_key, NULL,
};

static const RecordSpec method_spec = {
    &payment_method_record, N_ ("Payment method"), "/api/v1/payment-methods",
    &methods_get,           &methods_insert,       &methods_update,
};

static const ListSort method_sorts[] = {
    { "code", &payment_methods_by_code, &payment_methods_by_code_desc },
};
static const char *const method_filters[] = { "active", NULL };
static const ListSpec method_list = {
    &payment_method_record, method_sorts, G_N_ELEMENTS (method_sorts), method_filters, NULL,
};

static gboolean
check_method (Db *db, const PaymentMethod *method, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &methods_key, &rows, error, P_TEXT (method->posting_key))) {
        return FALSE;
    }
    if (rows_count (rows) == 0) {
        return refuse (error, SIRAJ_ERROR_MAPPING_MISSING, "posting_key",
                       "No ledger account is mapped to the posting key %s; map it under Finance "
                       "first",
                       method->posting_key);
    }
    if (!g_str_equal (rows_text (rows, 0, 0), "asset")) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "posting_key",
                       "What is received must be posted to an asset (cash, bank, clearing); %s is "
                       "none",
                       method->posting_key);
    }
    return TRUE;
}

gboolean
payment_methods_list (Operation *op, GError **error)
{
    return list_answer (op, &method_list, NULL, error);
}

gboolean
payment_methods_read (Operation *op, GError **error)
{
    return record_get (op, &method_spec, error);
}

gboolean
payment_methods_create (Operation *op, GError **error)
{
    PaymentMethod *method = op->input;

    method->active = !operation_sent (op, "active") || method->active;
    return check_method (op->db, method, error) && record_create (op, &method_spec, error);
}

gboolean
payment_methods_change (Operation *op, GError **error)
{
    g_autoptr (PaymentMethod) method = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    method = record_load (op, &method_spec, id, error);
    if (method == NULL || !record_check_version (op, &method_spec, method, error)) {
        return FALSE;
    }
    record_merge (op, &method_spec, method);
    return check_method (op->db, method, error) && record_store (op, &method_spec, method, error) &&
           record_answer (op, &method_spec, id, error);
}
