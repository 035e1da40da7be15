/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Users, roles, branches, stations, the company and the audit trail. */
#include "server/modules/users/users.h"

#include "common/api/permissions.h"
#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/users/password.h"
#include "server/modules/users/sessions.h"
#include "server/modules/users/users-sql.h"

static const RecordSpec user_spec = {
    &user_record, N_ ("User"), "/api/v1/users", &users_get, &users_insert, &users_update,
};
static const RecordSpec role_spec = {
    &role_record, N_ ("Role"), "/api/v1/roles", &roles_get, &roles_insert, &roles_update,
};
static const RecordSpec branch_spec = {
    &branch_record, N_ ("Branch"),    "/api/v1/branches",
    &branches_get,  &branches_insert, &branches_update,
};
static const RecordSpec station_spec = {
    &station_record, N_ ("Station"),   "/api/v1/stations",
    &stations_get,   &stations_insert, &stations_update,
};
static const RecordSpec company_spec = {
    &company_record, N_ ("Company"), "/api/v1/company", &company_get, NULL, &company_update,
};

/* Users */

static const ListSort user_sorts[] = {
    { "username", &users_by_name, &users_by_name_desc },
    { "full_name", &users_by_full_name, &users_by_full_name_desc },
};
static const char *const user_filters[] = { "q", "active", NULL };
static const ListSpec user_list = {
    &user_record, user_sorts, G_N_ELEMENTS (user_sorts), user_filters, &users_count,
};

static gboolean
users_list (Operation *op, GError **error)
{
    return list_answer (op, &user_list, NULL, error);
}

static gboolean
users_read (Operation *op, GError **error)
{
    return record_get (op, &user_spec, error);
}

/* Puts the roles and stations of @user in place of what was there. */
static gboolean
grant (Db *db, const User *user, GError **error)
{
    g_autoptr (Rows) roles = NULL;
    g_autoptr (Rows) stations = NULL;
    guint n_roles = user->roles != NULL ? g_strv_length (user->roles) : 0;
    guint n_stations = user->stations != NULL ? g_strv_length (user->stations) : 0;

    if (!db_run (db, &users_clear_roles, NULL, error, P_INT64 (user->id)) ||
        !db_run (db, &users_clear_stations, NULL, error, P_INT64 (user->id)) ||
        !db_run_record (db, &users_add_roles, &user_record, user, &roles, error) ||
        !db_run_record (db, &users_add_stations, &user_record, user, &stations, error)) {
        return FALSE;
    }
    if ((guint)rows_count (roles) != n_roles || n_roles == 0) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "roles",
                       "A user needs at least one role, each named once by its code.");
    }
    if ((guint)rows_count (stations) != n_stations) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "stations",
                       "One of the stations does not exist or is named twice.");
    }
    return TRUE;
}

static gboolean
insert_user (Db *db, User *user, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    g_autofree char *password = NULL;

    if (user->password == NULL) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "password",
                       "A new user needs a first password.");
    }
    if (!password_check (user->password, user->username, error)) {
        return FALSE;
    }
    password = user->password;
    user->password = password_hash (password);
    if (!db_run_record (db, &users_insert, &user_record, user, &rows, error)) {
        return FALSE;
    }
    user->id = rows_int64 (rows, 0, 0);
    return grant (db, user, error);
}

static gboolean
users_create_one (Operation *op, GError **error)
{
    User *user = op->input;

    return insert_user (op->db, user, error) &&
           record_answer_created (op, &user_spec, user->id, error);
}

static gboolean
store_user (Operation *op, User *user, GError **error)
{
    g_autofree char *hash = NULL;

    if (operation_sent (op, "password") && user->password != NULL) {
        if (!password_check (user->password, user->username, error)) {
            return FALSE;
        }
        hash = password_hash (user->password);
        if (!db_run (op->db, &users_set_password, NULL, error, P_INT64 (user->id), P_TEXT (hash),
                     P_BOOLEAN (TRUE))) {
            return FALSE;
        }
        user->version++; /* the password was a change of its own */
        user->must_change_password = TRUE;
    }
    return record_store (op, &user_spec, user, error) && grant (op->db, user, error);
}

static gboolean
users_change (Operation *op, GError **error)
{
    g_autoptr (User) user = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    user = record_load (op, &user_spec, id, error);
    if (user == NULL || !record_check_version (op, &user_spec, user, error)) {
        return FALSE;
    }
    record_merge (op, &user_spec, user);
    if (id == op->principal->user_id && !user->active) {
        return refuse (error, SIRAJ_ERROR_SAME_PERSON, "active",
                       "You cannot deactivate yourself; ask another administrator.");
    }
    if (!store_user (op, user, error)) {
        return FALSE;
    }
    session_cache_forget_user (op->sessions, id);
    if (!user->active && !db_run (op->db, &sessions_end_all, NULL, error, P_INT64 (id))) {
        return FALSE;
    }
    return record_answer (op, &user_spec, id, error);
}

/* Roles */

static const ListSort role_sorts[] = { { "code", &roles_by_code, &roles_by_code_desc } };
static const char *const no_filters[] = { NULL };
static const ListSpec role_list = {
    &role_record, role_sorts, G_N_ELEMENTS (role_sorts), no_filters, NULL,
};

static gboolean
roles_list (Operation *op, GError **error)
{
    return list_answer (op, &role_list, NULL, error);
}

static gboolean
roles_read (Operation *op, GError **error)
{
    return record_get (op, &role_spec, error);
}

static gboolean
check_permissions (Operation *op, GError **error)
{
    const Role *role = op->input;

    for (char **name = role->permissions; name != NULL && *name != NULL; name++) {
        if (permission_find (*name) == NULL) {
            return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "permissions",
                           "There is no permission “%s”; see the list of permissions.", *name);
        }
    }
    return TRUE;
}

static gboolean
roles_create (Operation *op, GError **error)
{
    return check_permissions (op, error) && record_create (op, &role_spec, error);
}

static gboolean
roles_change (Operation *op, GError **error)
{
    return check_permissions (op, error) && record_update (op, &role_spec, error);
}

/* Branches, stations, the company */

static const ListSort branch_sorts[] = { { "code", &branches_by_code, &branches_by_code_desc } };
static const char *const place_filters[] = { "q", NULL };
static const ListSpec branch_list = {
    &branch_record, branch_sorts, G_N_ELEMENTS (branch_sorts), place_filters, NULL,
};
static const ListSort station_sorts[] = { { "code", &stations_by_code, &stations_by_code_desc } };
static const ListSpec station_list = {
    &station_record, station_sorts, G_N_ELEMENTS (station_sorts), place_filters, NULL,
};

static gboolean
branches_list (Operation *op, GError **error)
{
    return list_answer (op, &branch_list, NULL, error);
}

static gboolean
branches_read (Operation *op, GError **error)
{
    return record_get (op, &branch_spec, error);
}

static gboolean
branches_create (Operation *op, GError **error)
{
    return record_create (op, &branch_spec, error);
}

static gboolean
branches_change (Operation *op, GError **error)
{
    return record_update (op, &branch_spec, error);
}

static gboolean
stations_list (Operation *op, GError **error)
{
    return list_answer (op, &station_list, NULL, error);
}

static gboolean
stations_read (Operation *op, GError **error)
{
    return record_get (op, &station_spec, error);
}

static gboolean
stations_create (Operation *op, GError **error)
{
    return record_create (op, &station_spec, error);
}

static gboolean
stations_change (Operation *op, GError **error)
{
    return record_update (op, &station_spec, error);
}

static gboolean
company_read (Operation *op, GError **error)
{
    return record_answer (op, &company_spec, 1, error);
}

static gboolean
company_change (Operation *op, GError **error)
{
    g_autoptr (Company) company = record_load (op, &company_spec, 1, error);

    if (company == NULL || !record_check_version (op, &company_spec, company, error)) {
        return FALSE;
    }
    record_merge (op, &company_spec, company);
    return record_store (op, &company_spec, company, error) &&
           record_answer (op, &company_spec, 1, error);
}

Company *
users_load_company (Db *db, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_one (db, &company_get, (const Param[]) { P_INT64 (1) }, 1, N_ ("Company"), &rows,
                 error)) {
        return NULL;
    }
    return rows_record (rows, 0, &company_record);
}

/* Audit */

static const ListSort audit_sorts[] = { { "at", &audit_oldest, &audit_newest } };
static const char *const audit_filters[] = {
    "subject", "subject_id", "actor_id", "from", "to", NULL
};
static const ListSpec audit_list_spec = {
    &audit_row_record, audit_sorts, G_N_ELEMENTS (audit_sorts), audit_filters, &audit_count,
};

static gboolean
audit_list (Operation *op, GError **error)
{
    return list_answer (op, &audit_list_spec, NULL, error);
}

gboolean
users_create (Db *db, const char *username, const char *full_name, const char *password,
              const char *role, GError **error)
{
    g_autoptr (User) user = user_new ();

    user->username = g_strdup (username);
    user->full_name = g_strdup (full_name);
    user->password = g_strdup (password);
    user->roles = g_strdupv ((char *[]) { (char *)role, NULL });
    user->branch_id = 1;
    user->all_stations = TRUE;
    return insert_user (db, user, error);
}

static const char *const list_query[] = { LIST_QUERY, NULL };
static const char *const user_query[] = { LIST_QUERY, "q", "active", NULL };
static const char *const place_query[] = { LIST_QUERY, "q", NULL };
static const char *const audit_query[] = {
    LIST_QUERY, "subject", "subject_id", "actor_id", "from", "to", NULL,
};

static const Route routes[] = {
    { "POST", "/api/v1/sessions", NULL, OPEN | WRITES | CREATES, &credentials_record,
      &sign_in_record, sessions_sign_in, N_ ("Sign in") },
    { "GET", "/api/v1/sessions", NULL, READS | ANSWERS_LIST, NULL, &session_record,
      sessions_list_own, N_ ("List your sessions") },
    { "DELETE", "/api/v1/sessions", NULL, WRITES, NULL, NULL, sessions_sign_out_everywhere,
      N_ ("Sign out everywhere") },
    { "DELETE", "/api/v1/sessions/current", NULL, WRITES, NULL, NULL, sessions_sign_out,
      N_ ("Sign out") },
    { "GET", "/api/v1/me", NULL, READS, NULL, &sign_in_record, sessions_me,
      N_ ("Who is signed in and what may be done") },
    { "POST", "/api/v1/me/password", NULL, WRITES | CREATES, &password_change_record, NULL,
      sessions_change_password, N_ ("Change your password") },
    { "GET", "/api/v1/users", "users.read", READS | ANSWERS_LIST, NULL, &user_record, users_list,
      N_ ("List users"), user_query },
    { "POST", "/api/v1/users", "users.write", WRITES | CREATES, &user_record, &user_record,
      users_create_one, N_ ("Create a user") },
    { "GET", "/api/v1/users/{id}", "users.read", READS, NULL, &user_record, users_read,
      N_ ("Read a user") },
    { "PATCH", "/api/v1/users/{id}", "users.write", WRITES | VERSIONED, &user_record, &user_record,
      users_change, N_ ("Change a user") },
    { "GET", "/api/v1/users/{id}/sessions", "users.read", READS | ANSWERS_LIST, NULL,
      &session_record, sessions_list_of_user, N_ ("List the sessions of a user") },
    { "DELETE", "/api/v1/users/{id}/sessions", "users.write", WRITES, NULL, NULL,
      sessions_end_of_user, N_ ("End all sessions of a user") },
    { "GET", "/api/v1/roles", "users.read", READS | ANSWERS_LIST, NULL, &role_record, roles_list,
      N_ ("List roles"), list_query },
    { "POST", "/api/v1/roles", "roles.write", WRITES | CREATES, &role_record, &role_record,
      roles_create, N_ ("Create a role") },
    { "GET", "/api/v1/roles/{id}", "users.read", READS, NULL, &role_record, roles_read,
      N_ ("Read a role") },
    { "PATCH", "/api/v1/roles/{id}", "roles.write", WRITES | VERSIONED, &role_record, &role_record,
      roles_change, N_ ("Change a role") },
    { "GET", "/api/v1/branches", NULL, READS | ANSWERS_LIST, NULL, &branch_record, branches_list,
      N_ ("List branches"), place_query },
    { "POST", "/api/v1/branches", "company.write", WRITES | CREATES, &branch_record, &branch_record,
      branches_create, N_ ("Create a branch") },
    { "GET", "/api/v1/branches/{id}", NULL, READS, NULL, &branch_record, branches_read,
      N_ ("Read a branch") },
    { "PATCH", "/api/v1/branches/{id}", "company.write", WRITES | VERSIONED, &branch_record,
      &branch_record, branches_change, N_ ("Change a branch") },
    { "GET", "/api/v1/stations", NULL, READS | ANSWERS_LIST, NULL, &station_record, stations_list,
      N_ ("List stations"), place_query },
    { "POST", "/api/v1/stations", "company.write", WRITES | CREATES, &station_record,
      &station_record, stations_create, N_ ("Create a station") },
    { "GET", "/api/v1/stations/{id}", NULL, READS, NULL, &station_record, stations_read,
      N_ ("Read a station") },
    { "PATCH", "/api/v1/stations/{id}", "company.write", WRITES | VERSIONED, &station_record,
      &station_record, stations_change, N_ ("Change a station") },
    { "GET", "/api/v1/company", NULL, READS, NULL, &company_record, company_read,
      N_ ("Read the company") },
    { "PATCH", "/api/v1/company", "company.write", WRITES | VERSIONED, &company_record,
      &company_record, company_change, N_ ("Change the company") },
    { "GET", "/api/v1/audit", "audit.read", READS | ANSWERS_LIST, NULL, &audit_row_record,
      audit_list, N_ ("List the audit trail"), audit_query },
};

const Module users_module = { "users", routes, G_N_ELEMENTS (routes), users_statements };
