/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of the geography room. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const geography_statements[];

extern const Statement feeders_by_code, feeders_by_code_desc, feeders_get, feeders_insert,
    feeders_update;
extern const Statement boxes_by_code, boxes_by_code_desc, boxes_get, boxes_insert, boxes_update;
extern const Statement routes_by_code, routes_by_code_desc, routes_get, routes_insert,
    routes_update;

G_END_DECLS
