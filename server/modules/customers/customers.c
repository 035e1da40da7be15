/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers, classes, accounts and the search over everything. */
#include "server/modules/customers/customers.h"

#include "common/base/id.h"
#include "common/base/text.h"
#include "common/types/users-types.h"
#include "server/core/cursor.h"
#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/customers/customers-sql.h"
#include "server/modules/customers/search.h"

#include <inttypes.h>
#include <string.h>

static const RecordSpec customer_spec = {
    &customer_record, N_ ("Customer"),   "/api/v1/customers",
    &customers_get,   &customers_insert, &customers_update,
};
static const RecordSpec class_spec = {
    &customer_class_record, N_ ("Class"),    "/api/v1/classes",
    &classes_get,           &classes_insert, &classes_update,
};
static const RecordSpec account_spec = {
    &account_record, N_ ("Account"),   "/api/v1/accounts",
    &accounts_get,   &accounts_insert, &accounts_update,
};

/* The search box */

static gboolean
load_country_prefix (Db *db, char **prefix, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_one (db, &customers_country_prefix, NULL, 0, N_ ("Company"), &rows, error)) {
        return FALSE;
    }
    *prefix = g_strdup (rows_text (rows, 0, 0));
    return TRUE;
}

/* What was typed, taken apart; *@mobile is a typed number as an international mobile, or NULL. */
static gboolean
read_search (Operation *op, SearchText **search, char **mobile, GError **error)
{
    g_autofree char *prefix = NULL;

    *search = search_text_new (operation_query (op, "q"));
    if ((*search)->kind != SEARCH_NUMBER) {
        return TRUE;
    }
    if (!load_country_prefix (op->db, &prefix, error)) {
        return FALSE;
    }
    text_parse_mobile ((*search)->number, prefix, mobile, NULL);
    return TRUE;
}

/* Customers by words in id order, by number, or by the start of the name. */
static const ListSort word_sorts[SEARCH_MAX_TOKENS] = {
    { "id", &customers_by_token, &customers_by_token_desc },
    { "id", &customers_by_two_tokens, &customers_by_two_tokens_desc },
};
static const ListSort prefix_sort[] = {
    { "name", &customers_by_prefix, &customers_by_prefix_desc },
};
static const ListSort number_sort[] = {
    { "id", &customers_by_typed_number, &customers_by_typed_number_desc },
};
static const ListSort customer_sorts[] = {
    { "name", &customers_by_name, &customers_by_name_desc },
    { "number", &customers_by_number, &customers_by_number_desc },
};
static const char *const customer_filters[] = { "class_id", "station_id", "state", NULL };
static const ListSpec customer_list = {
    &customer_record, customer_sorts,   G_N_ELEMENTS (customer_sorts),
    customer_filters, &customers_count,
};

/* Answers a search by @sort for one or two values, which stand behind the filters. */
static gboolean
answer_search (Operation *op, const ListSort *sort, const char *const *sought, guint n_sought,
               GError **error)
{
    const ListSpec spec = {
        .record = &customer_record,
        .sorts = sort,
        .n_sorts = 1,
        .filters = customer_filters,
        .sought = sought,
        .n_sought = n_sought,
        .dress = &customers_found,
    };

    g_hash_table_remove (op->query, "sort"); /* the order of a search is its own */
    return list_answer (op, &spec, NULL, error);
}

/* A later page goes on in the order of the first one. */
static gboolean
is_page_of (Operation *op, const ListSort *sort)
{
    const char *after = operation_query (op, "after");
    const char *row = after != NULL ? after : operation_query (op, "before");
    g_auto (Cursor) cursor = { NULL, 0 };

    return row != NULL && cursor_parse (row, sort->name, "after", &cursor, NULL);
}

/* A list without an item, or a table that is its head alone. */
static gboolean
is_empty_answer (const char *answer)
{
    const char *line_end = strstr (answer, "\r\n");

    return g_str_has_prefix (answer, "{\"items\":[]") || (line_end != NULL && line_end[2] == '\0');
}

static gboolean
answer_prefix (Operation *op, GError **error)
{
    g_autofree char *folded = text_fold (operation_query (op, "q"));

    return answer_search (op, prefix_sort, (const char *const[]) { folded }, 1, error);
}

static gboolean
answer_words (Operation *op, const SearchText *search, GError **error)
{
    guint n = g_strv_length (search->tokens);
    gsize before = op->answer->len;

    if (is_page_of (op, prefix_sort)) {
        return answer_prefix (op, error);
    }
    if (!answer_search (op, &word_sorts[n - 1], (const char *const *)search->tokens, n, error)) {
        return FALSE;
    }
    if (!is_empty_answer (op->answer->str + before) || is_page_of (op, word_sorts)) {
        return TRUE;
    }
    /* No name has these whole words: the last one is probably half typed. */
    g_string_truncate (op->answer, before);
    g_clear_pointer (&op->answer_type, g_free);
    g_clear_pointer (&op->file_name, g_free);
    return answer_prefix (op, error);
}

static gboolean
customers_list (Operation *op, GError **error)
{
    g_autofree char *mobile = NULL;
    g_autoptr (SearchText) search = NULL;

    if (operation_query (op, "q") == NULL) {
        return list_answer (op, &customer_list, NULL, error);
    }
    if (!read_search (op, &search, &mobile, error)) {
        return FALSE;
    }
    switch (search->kind) {
    case SEARCH_WORDS:
        return answer_words (op, search, error);
    case SEARCH_NUMBER:
        return answer_search (op, number_sort, (const char *const[]) { search->number, mobile }, 2,
                              error);
    default:
        return list_answer (op, &customer_list, NULL, error);
    }
}

/* Customers */

gboolean
customers_reserve_numbers (Db *db, const char *series, gint64 n, gint64 *first, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &customers_next_number, &rows, error, P_TEXT (series), P_INT64 (n))) {
        return FALSE;
    }
    *first = rows_int64 (rows, 0, 0);
    return TRUE;
}

char *
customers_format_number (gint64 number)
{
    g_autofree char *digits = g_strdup_printf ("%07" G_GINT64_FORMAT, number);

    return g_strdup_printf ("%s%d", digits, id_luhn_digit (digits));
}

char *
customers_take_number (Db *db, const char *series, GError **error)
{
    gint64 number;

    return customers_reserve_numbers (db, series, 1, &number, error)
               ? customers_format_number (number)
               : NULL;
}

/* Puts the mobile into its one form and refuses an identity that is known already. */
static gboolean
check_customer (Db *db, Customer *customer, GError **error)
{
    g_autofree char *prefix = NULL;
    g_autofree char *mobile = NULL;
    g_autoptr (Rows) same = NULL;

    if (!load_country_prefix (db, &prefix, error)) {
        return FALSE;
    }
    if (!text_parse_mobile (customer->mobile, prefix, &mobile, error)) {
        refusal_set_field (*error, "mobile");
        return FALSE;
    }
    g_free (customer->mobile);
    customer->mobile = g_steal_pointer (&mobile);
    if ((customer->identity_kind == ENUM_NONE) != (customer->identity_number == NULL)) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "identity_number",
                       "Kind and number of the identity document belong together; give both or "
                       "neither.");
    }
    if (customer->identity_number == NULL) {
        return TRUE;
    }
    if (!db_run_record (db, &customers_same_identity, &customer_record, customer, &same, error)) {
        return FALSE;
    }
    if (rows_count (same) > 0) {
        return refuse (error, SIRAJ_ERROR_DUPLICATE, "identity_number",
                       "Customer %s (%s) has this identity document already; open that customer.",
                       rows_text (same, 0, 0), rows_text (same, 0, 1));
    }
    return TRUE;
}

gboolean
customers_add (Db *db, Customer *customer, gint64 *id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!check_customer (db, customer, error)) {
        return FALSE;
    }
    if (customer->number == NULL) {
        customer->number = customers_take_number (db, "C", error);
    }
    if (customer->number == NULL ||
        !db_run_record (db, &customers_insert, &customer_record, customer, &rows, error)) {
        return FALSE;
    }
    *id = rows_int64 (rows, 0, 0);
    return TRUE;
}

static gboolean
customers_create (Operation *op, GError **error)
{
    gint64 id;

    return customers_add (op->db, op->input, &id, error) &&
           record_answer_created (op, &customer_spec, id, error);
}

static gboolean
customers_read (Operation *op, GError **error)
{
    return record_get (op, &customer_spec, error);
}

static gboolean
customers_change (Operation *op, GError **error)
{
    g_autoptr (Customer) customer = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    customer = record_load (op, &customer_spec, id, error);
    if (customer == NULL || !record_check_version (op, &customer_spec, customer, error)) {
        return FALSE;
    }
    record_merge (op, &customer_spec, customer);
    return check_customer (op->db, customer, error) &&
           record_store (op, &customer_spec, customer, error) &&
           record_answer (op, &customer_spec, id, error);
}

/* Classes */

static const ListSort class_sorts[] = { { "code", &classes_by_code, &classes_by_code_desc } };
static const char *const class_filters[] = { "q", NULL };
static const ListSpec class_list = {
    &customer_class_record, class_sorts, G_N_ELEMENTS (class_sorts), class_filters, NULL,
};

static gboolean
classes_list (Operation *op, GError **error)
{
    return list_answer (op, &class_list, NULL, error);
}

static gboolean
classes_read (Operation *op, GError **error)
{
    return record_get (op, &class_spec, error);
}

static gboolean
classes_create (Operation *op, GError **error)
{
    return record_create (op, &class_spec, error);
}

static gboolean
check_unused (Operation *op, gint64 class_id, GError **error)
{
    g_autoptr (Rows) users = NULL;

    if (!db_run (op->db, &classes_users, &users, error, P_INT64 (class_id))) {
        return FALSE;
    }
    if (rows_int64 (users, 0, 0) > 0) {
        return refuse (error, SIRAJ_ERROR_IN_USE, "active",
                       "%" PRId64 " customers have this class; give them another class "
                       "before you deactivate it.",
                       rows_int64 (users, 0, 0));
    }
    return TRUE;
}

static gboolean
classes_change (Operation *op, GError **error)
{
    const CustomerClass *sent = op->input;
    gint64 id;

    if (operation_sent (op, "active") && !sent->active &&
        (!operation_path_id (op, "id", &id, error) || !check_unused (op, id, error))) {
        return FALSE;
    }
    return record_update (op, &class_spec, error);
}

/* Accounts */

static const ListSort account_sorts[] = {
    { "number", &accounts_by_number, &accounts_by_number_desc },
};
static const char *const account_filters[] = { "q", "customer_id", "station_id", "hold", NULL };
static const ListSpec account_list = {
    &account_record, account_sorts, G_N_ELEMENTS (account_sorts), account_filters, &accounts_count,
};

static gboolean
accounts_list (Operation *op, GError **error)
{
    return list_answer (op, &account_list, NULL, error);
}

static gboolean
accounts_read (Operation *op, GError **error)
{
    return record_get (op, &account_spec, error);
}

static gboolean
check_hold (const Account *account, GError **error)
{
    if (account->billing_hold && account->hold_reason == NULL) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "hold_reason",
                       "A billing hold needs its reason; write why this account is not billed.");
    }
    return TRUE;
}

gboolean
customers_open_account (Db *db, Account *account, gint64 *id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!check_hold (account, error)) {
        return FALSE;
    }
    if (account->number == NULL) {
        account->number = customers_take_number (db, "A", error);
    }
    if (account->number == NULL ||
        !db_run_record (db, &accounts_insert, &account_record, account, &rows, error)) {
        return FALSE;
    }
    if (rows_count (rows) == 0) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, "customer_id",
                       "This customer does not exist or is closed; choose another one.");
    }
    *id = rows_int64 (rows, 0, 0);
    return TRUE;
}

static gboolean
accounts_create (Operation *op, GError **error)
{
    gint64 id;

    return customers_open_account (op->db, op->input, &id, error) &&
           record_answer_created (op, &account_spec, id, error);
}

static gboolean
accounts_change (Operation *op, GError **error)
{
    g_autoptr (Account) account = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    account = record_load (op, &account_spec, id, error);
    if (account == NULL || !record_check_version (op, &account_spec, account, error)) {
        return FALSE;
    }
    record_merge (op, &account_spec, account);
    return check_hold (account, error) && record_store (op, &account_spec, account, error) &&
           record_answer (op, &account_spec, id, error);
}

/* Everything */

static gboolean
search_by_number (Operation *op, const char *number, const char *mobile, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (op->db, &search_numbers, &rows, error, P_TEXT (number), P_TEXT (mobile))) {
        return FALSE;
    }
    g_string_append (op->answer, "{\"items\":");
    rows_append_json (op->answer, rows, &search_hit_record);
    g_string_append (op->answer, ",\"next\":null,\"previous\":null}");
    return TRUE;
}

/* The first customers with these words, or whose names begin so. */
static gboolean
find_by_words (Operation *op, const SearchText *search, Rows **found, GError **error)
{
    guint n = g_strv_length (search->tokens);
    g_autofree char *folded = text_fold (operation_query (op, "q"));
    Param params[6 + SEARCH_MAX_TOKENS] = { P_INT64 (12), P_TEXT (NULL), P_INT64 (0) };

    for (guint i = 0; i < n; i++) {
        params[6 + i] = P_TEXT (search->tokens[i]);
    }
    if (!db_run_params (op->db, word_sorts[n - 1].ascending, params, 6 + n, found, error)) {
        return FALSE;
    }
    if (rows_count (*found) > 0) {
        return TRUE;
    }
    g_clear_pointer (found, PQclear);
    params[6] = P_TEXT (folded);
    return db_run_params (op->db, prefix_sort->ascending, params, 7, found, error);
}

static gboolean
search_by_words (Operation *op, const SearchText *search, GError **error)
{
    g_autoptr (Rows) found = NULL;
    g_autoptr (Rows) rows = NULL;

    if (!find_by_words (op, search, &found, error) ||
        (rows_count (found) > 0 && !list_dress (op->db, &customers_found, found, &rows, error))) {
        return FALSE;
    }
    g_string_append (op->answer, "{\"items\":[");
    for (int row = 0; row < rows_count (found); row++) {
        g_autoptr (Customer) customer = rows_record (rows, row, &customer_record);
        SearchHit hit = { (char *)"customer", customer->id, customer->name, customer->number };

        g_string_append (op->answer, row > 0 ? "," : "");
        json_append_record (op->answer, &search_hit_record, &hit);
    }
    g_string_append (op->answer, "],\"next\":null,\"previous\":null}");
    return TRUE;
}

static gboolean
search_everything (Operation *op, GError **error)
{
    g_autofree char *mobile = NULL;
    g_autoptr (SearchText) search = NULL;

    if (!read_search (op, &search, &mobile, error)) {
        return FALSE;
    }
    switch (search->kind) {
    case SEARCH_NUMBER:
        return search_by_number (op, search->number, mobile, error);
    case SEARCH_WORDS:
        return search_by_words (op, search, error);
    default:
        g_string_append (op->answer, "{\"items\":[],\"next\":null,\"previous\":null}");
        return TRUE;
    }
}

static const char *const customer_query[] = { LIST_QUERY,   "q",     "class_id",
                                              "station_id", "state", NULL };
static const char *const class_query[] = { LIST_QUERY, "q", NULL };
static const char *const account_query[] = {
    LIST_QUERY, "q", "customer_id", "station_id", "hold", NULL,
};
static const char *const search_query[] = { "q", NULL };

static const Route routes[] = {
    { "GET", "/api/v1/search", "customers.read", READS | ANSWERS_LIST, NULL, &search_hit_record,
      search_everything, N_ ("Find customers, accounts, meters, invoices and receipts"),
      search_query },
    { "GET", "/api/v1/customers", "customers.read", READS | ANSWERS_LIST, NULL, &customer_record,
      customers_list, N_ ("List customers"), customer_query },
    { "POST", "/api/v1/customers", "customers.write", WRITES | CREATES, &customer_record,
      &customer_record, customers_create, N_ ("Create a customer") },
    { "GET", "/api/v1/customers/{id}", "customers.read", READS, NULL, &customer_record,
      customers_read, N_ ("Read a customer") },
    { "PATCH", "/api/v1/customers/{id}", "customers.write", WRITES | VERSIONED, &customer_record,
      &customer_record, customers_change, N_ ("Change a customer") },
    { "GET", "/api/v1/classes", "geography.read", READS | ANSWERS_LIST, NULL,
      &customer_class_record, classes_list, N_ ("List customer classes"), class_query },
    { "POST", "/api/v1/classes", "company.write", WRITES | CREATES, &customer_class_record,
      &customer_class_record, classes_create, N_ ("Create a customer class") },
    { "GET", "/api/v1/classes/{id}", "geography.read", READS, NULL, &customer_class_record,
      classes_read, N_ ("Read a customer class") },
    { "PATCH", "/api/v1/classes/{id}", "company.write", WRITES | VERSIONED, &customer_class_record,
      &customer_class_record, classes_change, N_ ("Change a customer class") },
    { "GET", "/api/v1/accounts", "customers.read", READS | ANSWERS_LIST, NULL, &account_record,
      accounts_list, N_ ("List accounts"), account_query },
    { "POST", "/api/v1/accounts", "customers.write", WRITES | CREATES, &account_record,
      &account_record, accounts_create, N_ ("Open an account") },
    { "GET", "/api/v1/accounts/{id}", "customers.read", READS, NULL, &account_record, accounts_read,
      N_ ("Read an account") },
    { "PATCH", "/api/v1/accounts/{id}", "customers.write", WRITES | VERSIONED, &account_record,
      &account_record, accounts_change, N_ ("Change an account") },
};

const Module customers_module = { "customers", routes, G_N_ELEMENTS (routes),
                                  customers_statements };
