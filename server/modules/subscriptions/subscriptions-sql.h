/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of the subscriptions room; nobody else writes its tables. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const subscriptions_statements[];

extern const Statement cycles_by_code, cycles_by_code_desc, cycles_get, cycles_insert,
    cycles_update;
extern const Statement points_by_number, points_by_number_desc, points_by_route,
    points_by_route_desc, points_count, points_get, points_insert, points_update, points_box_place;
extern const Statement agreements_by_number, agreements_by_number_desc, agreements_count,
    agreements_get, agreements_insert, agreements_update, agreements_place;
extern const Statement terms_insert, terms_last, terms_close, terms_check;

G_END_DECLS
