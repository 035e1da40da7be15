/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers, their classes and accounts, and the one box that finds everything. */
#pragma once

#include "common/types/customers-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

extern const Module customers_module;

/* The next free customer or account number of a series ("C", "A") with a Luhn digit at its end, so
 * that a number typed wrongly is found out. Owned. */
char *customers_take_number (Db *db, const char *series, GError **error);

G_END_DECLS
