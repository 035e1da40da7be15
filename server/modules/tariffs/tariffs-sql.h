/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of the tariffs room. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const tariffs_statements[];

extern const Statement tariffs_by_code, tariffs_by_code_desc, tariffs_count, tariffs_get,
    tariffs_insert, tariffs_update, tariffs_find;
extern const Statement versions_newest, versions_oldest, versions_get, versions_insert,
    versions_update, versions_author, versions_set_state, versions_close_before, versions_in_force;
extern const Statement in_force_by_code, in_force_by_code_desc;
extern const Statement prices_newest, prices_oldest, prices_get, prices_insert, prices_between;
extern const Statement tariffs_company;

G_END_DECLS
