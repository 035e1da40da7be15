/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Company, branches, stations, users, roles, sessions and the audit trail on the wire. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

typedef struct {
    gint64 id;
    char *name;
    char *name_en;
    char *address;
    char *phone;
    char *tax_number;
    char *currency;
    gint64 cash_unit_minor;
    char *country_prefix;
    gint64 utc_offset_minutes;
    char *einvoice_profile;
    gint64 estimates_limit;
    gboolean apply_advances;
    gboolean demonstration;
    gint64 version;
} Company;
RECORD_DECLARE (company, Company);

typedef struct {
    gint64 id;
    char *code;
    char *name;
    gint64 version;
} Branch;
RECORD_DECLARE (branch, Branch);

typedef struct {
    gint64 id;
    gint64 branch_id;
    char *branch_name;
    char *code;
    char *name;
    gint64 version;
} Station;
RECORD_DECLARE (station, Station);

typedef struct {
    gint64 id;
    char *username;
    char *full_name;
    char *password; /* sent, never answered */
    char *mobile;
    char *email;
    gint64 branch_id;
    char *branch_name;
    char **roles;    /* codes */
    char **stations; /* codes; none with all_stations */
    gboolean all_stations;
    gboolean active;
    gboolean must_change_password;
    Instant created_at;
    gint64 version;
} User;
RECORD_DECLARE (user, User);

typedef struct {
    gint64 id;
    char *code;
    char *name;
    char *name_en;
    char **permissions;
    gboolean system;
    gint64 users_count;
    gint64 version;
} Role;
RECORD_DECLARE (role, Role);

typedef struct {
    gint64 id;
    gint64 user_id;
    char *username;
    char *address;
    char *client;
    Instant created_at;
    Instant last_used_at;
    Instant expires_at;
    gboolean current;
} Session;
RECORD_DECLARE (session, Session);

typedef struct {
    char *username;
    char *password;
    char *client;
} Credentials;
RECORD_DECLARE (credentials, Credentials);

typedef struct {
    char *token;
    User *user;
    char **permissions;
    Company *company;
    Instant expires_at;
} SignIn;
RECORD_DECLARE (sign_in, SignIn);

typedef struct {
    char *old_password;
    char *new_password;
} PasswordChange;
RECORD_DECLARE (password_change, PasswordChange);

typedef struct {
    gint64 id;
    Instant at;
    gint64 actor_id;
    char *actor_name;
    char *request_id;
    char *action;
    char *subject;
    gint64 subject_id;
    char *subject_name; /* number and name of the row, as they were then */
    char *before;       /* JSON text */
    char *after;        /* JSON text */
    char *names;        /* JSON text: {"station_id:3":"…"}, what the members above refer to */
} AuditRow;
RECORD_DECLARE (audit_row, AuditRow);

/* One hit of the everything box. */
typedef struct {
    char *kind; /* customer, account, meter, invoice, payment */
    gint64 id;
    char *title;
    char *subtitle;
} SearchHit;
RECORD_DECLARE (search_hit, SearchHit);

G_END_DECLS
