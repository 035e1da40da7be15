/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of payments and methods, one payment, and what the room adds to the program. */
#include "server/modules/payments/payments.h"

#include "common/base/text.h"
#include "common/types/billing-types.h"
#include "server/core/list.h"
#include "server/modules/invoices/invoices.h"
#include "server/modules/payments/payments-private.h"
#include "server/modules/payments/payments-sql.h"

/* The list */

static const ListSort payment_sorts[] = {
    { "received_on", &payments_by_date, &payments_by_date_desc },
    { "number", &payments_by_number, &payments_by_number_desc },
    { "amount_minor", &payments_by_amount, &payments_by_amount_desc },
};

/* number and language are resolved here, not asked for. */
enum {
    FILTER_Q,
    FILTER_NUMBER,
    FILTER_STATE,
    FILTER_ACCOUNT,
    FILTER_METHOD,
    FILTER_STATION,
    FILTER_FROM,
    FILTER_TO,
    FILTER_LANGUAGE,
    N_FILTERS,
};
static const char *const payment_filters[N_FILTERS + 1] = {
    "q", "number", "state", "account_id", "method_id", "station_id", "from", "to", "language",
};
static const ListSpec payment_list = {
    &payment_record, payment_sorts, G_N_ELEMENTS (payment_sorts), payment_filters, &payments_count,
};

static gboolean
payments_list (Operation *op, GError **error)
{
    const char *values[N_FILTERS + 1] = { NULL };
    g_autofree char *q = text_clean_number (operation_query (op, "q"));

    for (guint i = FILTER_STATE; i <= FILTER_TO; i++) {
        values[i] = operation_query (op, payment_filters[i]);
    }
    values[FILTER_LANGUAGE] = language_code (language_get ());
    if (*q != '\0') {
        values[invoices_is_number (q) ? FILTER_NUMBER : FILTER_Q] = q;
    }
    return list_answer (op, &payment_list, values, error);
}

/* One payment */

gboolean
payment_fetch (Operation *op, gint64 id, Rows **rows, GError **error)
{
    const Param params[] = { P_INT64 (id), P_TEXT (language_code (language_get ())) };

    return db_one (op->db, &payments_get, params, G_N_ELEMENTS (params), N_ ("Payment"), rows,
                   error);
}

gboolean
payment_answer (Operation *op, gint64 id, gboolean created, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!payment_fetch (op, id, &rows, error)) {
        return FALSE;
    }
    if (created) {
        op->status = 201;
        op->location = g_strdup_printf ("/api/v1/payments/%" G_GINT64_FORMAT, id);
    }
    operation_answer_row (op, &payment_record, rows);
    return TRUE;
}

static gboolean
payments_read (Operation *op, GError **error)
{
    gint64 id;

    return operation_path_id (op, "id", &id, error) && payment_answer (op, id, FALSE, error);
}

const VerifyCheck payments_checks[] = {
    { N_ ("The tenders of every payment sum to it"), &verify_payment_tenders },
    { N_ ("Every cancelled payment settles nothing"), &verify_payment_cancellations },
    { N_ ("Every allocation stays within its account and payment"), &verify_payment_allocations },
    { N_ ("Numbers of receipts and cancellations have no gap"), &verify_payment_series },
    { NULL, NULL },
};

static const char *const method_query[] = { LIST_QUERY, "active", NULL };
static const char *const list_query[] = {
    LIST_QUERY, "q", "state", "account_id", "method_id", "station_id", "from", "to", NULL,
};
static const char *const print_query[] = { "paper", "copy", NULL };

static const Route routes[] = {
    { "GET", "/api/v1/payment-methods", "payments.read", READS | ANSWERS_LIST, NULL,
      &payment_method_record, payment_methods_list, N_ ("List payment methods"), method_query },
    { "POST", "/api/v1/payment-methods", "payments.methods", WRITES | CREATES,
      &payment_method_record, &payment_method_record, payment_methods_create,
      N_ ("Create a payment method") },
    { "GET", "/api/v1/payment-methods/{id}", "payments.read", READS, NULL, &payment_method_record,
      payment_methods_read, N_ ("Read a payment method") },
    { "PATCH", "/api/v1/payment-methods/{id}", "payments.methods", WRITES | VERSIONED,
      &payment_method_record, &payment_method_record, payment_methods_change,
      N_ ("Change a payment method") },
    { "GET", "/api/v1/payments", "payments.read", READS | ANSWERS_LIST, NULL, &payment_record,
      payments_list, N_ ("List payments"), list_query },
    { "POST", "/api/v1/payments/preview", "payments.take", READS, &payment_request_record,
      &allocation_preview_record, payments_preview, N_ ("See what a payment would settle") },
    { "POST", "/api/v1/payments", "payments.take", WRITES | CREATES | IDEMPOTENT,
      &payment_request_record, &payment_record, payments_take, N_ ("Take a payment") },
    { "GET", "/api/v1/payments/{id}", "payments.read", READS, NULL, &payment_record, payments_read,
      N_ ("Read a payment with its tenders and allocations") },
    { "GET", "/api/v1/payments/{id}/pdf", "payments.read", READS | ANSWERS_FILE, NULL, NULL,
      payments_print_receipt, N_ ("Print a receipt on 80mm or a4"), print_query },
    { "POST", "/api/v1/payments/{id}/cancel", "payments.cancel", WRITES | CREATES | IDEMPOTENT,
      &cancel_request_record, &payment_record, payments_cancel,
      N_ ("Cancel a payment; the cancellation is answered") },
};

const Module payments_module = {
    "payments",
    routes,
    G_N_ELEMENTS (routes),
    payments_statements,
};
