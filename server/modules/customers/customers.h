/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers, their classes and accounts, and the one box that finds everything. */
#pragma once

#include "common/types/customers-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

extern const Module customers_module;

/* The next free number of a series ("C" customers, "A" accounts, "SP" points, "G" agreements)
 * with a Luhn digit at its end, so that a number typed wrongly is found out. Owned. */
char *customers_take_number (Db *db, const char *series, GError **error);
/* Reserves @n numbers of a series for a file; the i-th is customers_format_number (*first + i). */
gboolean customers_reserve_numbers (Db *db, const char *series, gint64 n, gint64 *first,
                                    GError **error);
char *customers_format_number (gint64 number);

/* Checks and inserts a customer; a number is given when it has none.  The mobile is put into its
 * one form.  Errors: INVALID_VALUE, MISSING_VALUE, DUPLICATE, OUT_OF_SCOPE. */
gboolean customers_add (Db *db, Customer *customer, gint64 *id, GError **error);
/* Opens an account of a customer, with the class of the customer unless it has one. */
gboolean customers_open_account (Db *db, Account *account, gint64 *id, GError **error);

G_END_DECLS
