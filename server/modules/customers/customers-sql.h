/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of the customers room; nobody else writes its tables. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const customers_statements[];

extern const Statement customers_by_name, customers_by_name_desc, customers_by_number,
    customers_by_number_desc, customers_count, customers_found;
extern const Statement customers_by_token, customers_by_token_desc, customers_by_two_tokens,
    customers_by_two_tokens_desc;
extern const Statement customers_by_prefix, customers_by_prefix_desc, customers_by_typed_number,
    customers_by_typed_number_desc;
extern const Statement customers_get, customers_insert, customers_update, customers_same_identity;
extern const Statement classes_by_code, classes_by_code_desc, classes_get, classes_insert,
    classes_update, classes_users;
extern const Statement accounts_by_number, accounts_by_number_desc, accounts_count, accounts_get,
    accounts_insert, accounts_update;
extern const Statement customers_next_number, customers_country_prefix;
extern const Statement search_numbers;

G_END_DECLS
