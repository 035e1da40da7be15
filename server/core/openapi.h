/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The OpenAPI 3.1 document, printed from the tables of routes, records and enumerations. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

/* JSON, owned. @modules is NULL-terminated; summaries and labels are in English. */
char *openapi_print (const Module *const *modules);

/* The unique name of a route's operation: "get_customers_by_id"; owned. */
char *openapi_operation_id (const Route *route);

G_END_DECLS
