/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What PostgreSQL reports, as refusals a user can act on; DETAIL is never shown, it holds
 * values. */
#define G_LOG_DOMAIN "siraj-db"

#include "server/core/db-private.h"

#include <string.h>

/* "customers_number_key" on table customers gives "number": constraints are named
 * <table>_<member>_<kind>. */
static char *
constraint_field (const PGresult *result)
{
    const char *constraint = PQresultErrorField (result, PG_DIAG_CONSTRAINT_NAME);
    const char *table = PQresultErrorField (result, PG_DIAG_TABLE_NAME);

    if (constraint == NULL || table == NULL || !g_str_has_prefix (constraint, table)) {
        return NULL;
    }
    const char *member = constraint + strlen (table);
    const char *suffix = strrchr (constraint, '_');
    if (*member != '_' || suffix <= member) {
        return NULL; /* customers_pkey */
    }
    return g_strndup (member + 1, suffix - member - 1);
}

/* Functions of ours raise ERRCODE 'SJ001' with the message 'CODE|field|English sentence'. */
static gboolean
refuse_raised (const PGresult *result, const Statement *statement, GError **error)
{
    const char *message = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);
    g_auto (GStrv) parts = g_strsplit (message != NULL ? message : "", "|", 3);
    int code = g_strv_length (parts) == 3 ? siraj_error_from_name (parts[0]) : -1;

    if (code < 0) {
        g_warning ("statement %s raised an unreadable refusal: %s", statement->name, message);
        return refuse (error, SIRAJ_ERROR_INTERNAL, NULL, "The server met an internal error");
    }
    return refuse (error, code, *parts[1] != '\0' ? parts[1] : NULL, "%s", tr (parts[2]));
}

/* 23503 is raised for both directions and only the message tells them apart; on a server with
 * translated messages the statement's verb decides. */
static gboolean
is_still_referenced (const PGresult *result, const Statement *statement)
{
    const char *message = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);

    return (message != NULL && g_str_has_prefix (message, "update or delete on table")) ||
           g_ascii_strncasecmp (statement->sql, "DELETE", 6) == 0;
}

static gboolean
refuse_constraint (const PGresult *result, const char *state, const Statement *statement,
                   GError **error)
{
    g_autofree char *field = constraint_field (result);

    if (strcmp (state, "23505") == 0 || strcmp (state, "23P01") == 0) {
        return refuse (error, SIRAJ_ERROR_DUPLICATE, field,
                       "Another record has this value already; choose another value or open "
                       "the existing record");
    }
    if (strcmp (state, "23503") == 0 && is_still_referenced (result, statement)) {
        return refuse (error, SIRAJ_ERROR_IN_USE, NULL,
                       "Other records refer to this one; remove or change them first");
    }
    if (strcmp (state, "23503") == 0) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, field,
                       "The record it refers to does not exist; choose an existing one");
    }
    if (strcmp (state, "23502") == 0) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE,
                       PQresultErrorField (result, PG_DIAG_COLUMN_NAME),
                       "A required value is missing; fill it in");
    }
    return refuse (error, SIRAJ_ERROR_INVALID_VALUE, field,
                   "A value breaks a rule of its record; correct it");
}

static gboolean
refuse_internal (const PGresult *result, const char *state, const Statement *statement,
                 GError **error)
{
    const char *message = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);

    g_warning ("statement %s failed with SQLSTATE %s: %s", statement->name, state,
               message != NULL ? message : PQresultErrorMessage (result));
    return refuse (error, SIRAJ_ERROR_INTERNAL, NULL, "The server met an internal error");
}

static gboolean
is_row_security (const PGresult *result)
{
    const char *message = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);

    return message != NULL && strstr (message, "row-level security") != NULL;
}

static gboolean
is_unavailable (const char *state)
{
    static const char *const prefixes[] = { "08", "53", "57", "58", "40001", "40P01", "55P03" };

    for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++) {
        if (g_str_has_prefix (state, prefixes[i])) {
            return TRUE;
        }
    }
    return FALSE;
}

static void
remember_state (Db *db, const char *state)
{
    g_strlcpy (db->sqlstate, state, sizeof db->sqlstate);
}

gboolean
db_refuse_result (Db *db, const PGresult *result, const Statement *statement, GError **error)
{
    const char *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);

    if (state == NULL) {
        return db_refuse_link (db, "08006", PQresultErrorMessage (result), error);
    }
    remember_state (db, state);
    if (strcmp (state, "SJ001") == 0) {
        return refuse_raised (result, statement, error);
    }
    if (is_unavailable (state)) {
        g_info ("statement %s: SQLSTATE %s", statement->name, state);
        return refuse (error, SIRAJ_ERROR_UNAVAILABLE, NULL,
                       "The database could not answer in time; nothing was changed, try again in "
                       "a moment");
    }
    if (strcmp (state, "22003") == 0) {
        return refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, NULL,
                       "A number is larger than can be stored; enter a smaller one");
    }
    if (g_str_has_prefix (state, "22")) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                       "A value cannot be read; correct it");
    }
    if (g_str_has_prefix (state, "23")) {
        return refuse_constraint (result, state, statement, error);
    }
    if (strcmp (state, "42501") == 0 && is_row_security (result)) {
        return refuse (error, SIRAJ_ERROR_OUT_OF_SCOPE, NULL,
                       "The record belongs to a station outside yours");
    }
    return refuse_internal (result, state, statement, error);
}

gboolean
db_refuse_link (Db *db, const char *sqlstate, const char *what, GError **error)
{
    g_autofree char *line = g_strdelimit (g_strdup (what), "\n", ' ');

    remember_state (db, sqlstate);
    g_warning ("database link: %s", g_strstrip (line));
    return refuse (error, SIRAJ_ERROR_UNAVAILABLE, NULL,
                   "The database cannot be reached now; try again in a moment");
}

const char *
db_last_sqlstate (Db *db)
{
    return db->sqlstate;
}

gboolean
db_last_is_retryable (Db *db)
{
    return strcmp (db->sqlstate, "40001") == 0 || strcmp (db->sqlstate, "40P01") == 0 ||
           strcmp (db->sqlstate, "55P03") == 0;
}
