/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of the users room; nobody else touches its tables. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const users_statements[];

extern const Statement users_sign_in_row, users_failures, users_failed, users_failures_clear;
extern const Statement users_by_name, users_by_name_desc, users_by_full_name,
    users_by_full_name_desc, users_count;
extern const Statement users_get, users_insert, users_update, users_set_password;
extern const Statement users_clear_roles, users_add_roles, users_clear_stations, users_add_stations;
extern const Statement sessions_insert, sessions_principal, sessions_touch, sessions_end,
    sessions_end_all, sessions_of_user;
extern const Statement roles_by_code, roles_by_code_desc, roles_get, roles_insert, roles_update;
extern const Statement branches_by_code, branches_by_code_desc, branches_get, branches_insert,
    branches_update;
extern const Statement stations_by_code, stations_by_code_desc, stations_get, stations_insert,
    stations_update;
extern const Statement company_get, company_update;
extern const Statement audit_newest, audit_oldest, audit_count, audit_seal, audit_verify;

G_END_DECLS
