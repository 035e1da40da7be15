/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sign-in with opaque tokens stored as SHA-256, lock-out after failures, the list of sessions. */
#include "server/modules/users/sessions.h"

#include "server/core/rate-limit.h"
#include "server/modules/users/password.h"
#include "server/modules/users/users-sql.h"
#include "server/modules/users/users.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#define TOKEN_BYTES 32
#define SESSION_HOURS 12

/* Thirty tries at once from one address, then one in two seconds. */
static RateLimit address_limit = RATE_LIMIT_INIT (30, 2 * G_USEC_PER_SEC);

static gboolean
count_failure (Operation *op, const char *username, GError **error)
{
    /* The refusal must not take the count back with it: a transaction of its own. */
    db_rollback (op->db);
    return db_begin (op->db, error) &&
           db_run (op->db, &users_failed, NULL, error, P_TEXT (username), P_INSTANT (op->now)) &&
           db_commit (op->db, error);
}

static gboolean
refuse_locked (const Rows *failures, Instant now, GError **error)
{
    gint64 minutes = (rows_instant (failures, 0, 1) - now) / (60 * G_USEC_PER_SEC) + 1;

    return refuse (error, SIRAJ_ERROR_USER_LOCKED, "username",
                   "Too many wrong passwords; try again in %" PRId64 " minutes.", minutes);
}

static gboolean
check_limits (Operation *op, const Credentials *credentials, GError **error)
{
    g_autoptr (Rows) failures = NULL;
    gint64 wait_us;

    if (op->peer != NULL &&
        !rate_limit_take (&address_limit, op->peer, g_get_monotonic_time (), &wait_us)) {
        return refuse (error, SIRAJ_ERROR_TOO_MANY_REQUESTS, NULL,
                       "Too many sign-ins from this address; wait a few seconds.");
    }
    if (!db_run (op->db, &users_failures, &failures, error, P_TEXT (credentials->username),
                 P_INSTANT (op->now))) {
        return FALSE;
    }
    return rows_count (failures) == 0 || refuse_locked (failures, op->now, error);
}

/* The user's id when name and password fit. */
static gboolean
check_password (Operation *op, const Credentials *credentials, gint64 *user_id, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gboolean known, fits;

    if (!db_run (op->db, &users_sign_in_row, &rows, error, P_TEXT (credentials->username))) {
        return FALSE;
    }
    known = rows_count (rows) == 1;
    fits = password_verify (known ? rows_text (rows, 0, 1) : NULL, credentials->password);
    if (!fits || !rows_boolean (rows, 0, 2)) {
        if (!count_failure (op, credentials->username, error)) {
            return FALSE;
        }
        return refuse (error, SIRAJ_ERROR_WRONG_PASSWORD, "password",
                       "The user name or the password is wrong; after five failures the name is "
                       "locked for a quarter of an hour.");
    }
    *user_id = rows_int64 (rows, 0, 0);
    return TRUE;
}

static char *
new_token (void)
{
    guint8 bytes[TOKEN_BYTES];
    char text[TOKEN_BYTES * 2 + 1];

    randombytes_buf (bytes, sizeof bytes);
    return g_strdup (sodium_bin2hex (text, sizeof text, bytes, sizeof bytes));
}

static gboolean
open_session (Operation *op, gint64 user_id, const Credentials *credentials, SignIn *answer,
              GError **error)
{
    guint8 hash[SESSION_HASH_BYTES];
    char hex[SESSION_HASH_BYTES * 2 + 1];

    answer->token = new_token ();
    answer->expires_at = op->now + (gint64)SESSION_HOURS * 3600 * G_USEC_PER_SEC;
    session_token_hash (answer->token, hash);
    sodium_bin2hex (hex, sizeof hex, hash, sizeof hash);
    return db_run (op->db, &sessions_insert, NULL, error, P_INT64 (user_id), P_TEXT (hex),
                   P_TEXT (op->peer != NULL ? op->peer : ""),
                   P_TEXT (credentials->client != NULL ? credentials->client : ""),
                   P_INSTANT (op->now), P_INSTANT (answer->expires_at));
}

/* Fills user, permissions and company; the permissions are those of the user's roles. */
static gboolean
describe (Operation *op, gint64 user_id, char **permissions, SignIn *answer, GError **error)
{
    g_autoptr (Rows) user = NULL;

    if (!db_one (op->db, &users_get, (const Param[]) { P_INT64 (user_id) }, 1, N_ ("User"), &user,
                 error)) {
        return FALSE;
    }
    answer->user = rows_record (user, 0, &user_record);
    answer->company = users_load_company (op->db, error);
    answer->permissions = g_strdupv (permissions);
    return answer->company != NULL;
}

gboolean
sessions_sign_in (Operation *op, GError **error)
{
    const Credentials *credentials = op->input;
    g_autoptr (SignIn) answer = sign_in_new ();
    g_autoptr (Principal) principal = NULL;
    guint8 hash[SESSION_HASH_BYTES];
    gint64 user_id = 0;

    if (!check_limits (op, credentials, error) ||
        !check_password (op, credentials, &user_id, error) ||
        !db_run (op->db, &users_failures_clear, NULL, error, P_TEXT (credentials->username)) ||
        !open_session (op, user_id, credentials, answer, error)) {
        return FALSE;
    }
    session_token_hash (answer->token, hash);
    if (!users_lookup_principal (op->db, hash, &principal, error) ||
        !describe (op, user_id, principal->permissions, answer, error)) {
        return FALSE;
    }
    op->status = 201;
    operation_answer_record (op, &sign_in_record, answer);
    return TRUE;
}

gboolean
sessions_me (Operation *op, GError **error)
{
    g_autoptr (SignIn) answer = sign_in_new ();

    if (!describe (op, op->principal->user_id, op->principal->permissions, answer, error)) {
        return FALSE;
    }
    operation_answer_record (op, &sign_in_record, answer);
    return TRUE;
}

gboolean
sessions_sign_out (Operation *op, GError **error)
{
    session_cache_forget_session (op->sessions, op->principal->session_id);
    return db_run (op->db, &sessions_end, NULL, error, P_INT64 (op->principal->session_id),
                   P_INT64 (op->principal->user_id));
}

static gboolean
end_all (Operation *op, gint64 user_id, GError **error)
{
    session_cache_forget_user (op->sessions, user_id);
    return db_run (op->db, &sessions_end_all, NULL, error, P_INT64 (user_id));
}

gboolean
sessions_sign_out_everywhere (Operation *op, GError **error)
{
    return end_all (op, op->principal->user_id, error);
}

gboolean
sessions_end_of_user (Operation *op, GError **error)
{
    gint64 user_id = 0;

    return operation_path_id (op, "id", &user_id, error) && end_all (op, user_id, error);
}

static gboolean
answer_sessions (Operation *op, gint64 user_id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (op->db, &sessions_of_user, &rows, error, P_INT64 (user_id),
                 P_INT64 (op->principal->session_id))) {
        return FALSE;
    }
    g_string_append (op->answer, "{\"items\":");
    rows_append_json (op->answer, rows, &session_record);
    g_string_append (op->answer, ",\"next\":null,\"previous\":null}");
    return TRUE;
}

gboolean
sessions_list_own (Operation *op, GError **error)
{
    return answer_sessions (op, op->principal->user_id, error);
}

gboolean
sessions_list_of_user (Operation *op, GError **error)
{
    gint64 user_id = 0;

    return operation_path_id (op, "id", &user_id, error) && answer_sessions (op, user_id, error);
}

gboolean
sessions_change_password (Operation *op, GError **error)
{
    const PasswordChange *change = op->input;
    const Principal *principal = op->principal;
    g_autoptr (Rows) rows = NULL;
    g_autofree char *hash = NULL;

    if (!password_check (change->new_password, principal->username, error) ||
        !db_run (op->db, &users_sign_in_row, &rows, error, P_TEXT (principal->username))) {
        return FALSE;
    }
    if (!password_verify (rows_text (rows, 0, 1), change->old_password)) {
        return refuse (error, SIRAJ_ERROR_WRONG_PASSWORD, "old_password",
                       "The old password is wrong; nothing was changed.");
    }
    hash = password_hash (change->new_password);
    return db_run (op->db, &users_set_password, NULL, error, P_INT64 (principal->user_id),
                   P_TEXT (hash), P_BOOLEAN (FALSE));
}

/* Space- and comma-separated lists of the principal's row. */
static void
fill_rights (Principal *principal, const char *permissions, const char *stations)
{
    g_auto (GStrv) ids = g_strsplit (stations != NULL ? stations : "", ",", -1);
    guint n = g_strv_length (ids);

    principal->permissions = g_strsplit (permissions != NULL ? permissions : "", " ", -1);
    principal->station_ids = g_new0 (gint64, n);
    for (guint i = 0; i < n; i++) {
        principal->station_ids[i] = g_ascii_strtoll (ids[i], NULL, 10);
    }
    principal->n_stations = stations != NULL ? n : 0;
}

gboolean
users_lookup_principal (Db *db, const guint8 hash[SESSION_HASH_BYTES], Principal **principal,
                        GError **error)
{
    g_autoptr (Rows) rows = NULL;
    g_autoptr (Principal) found = NULL;
    char hex[SESSION_HASH_BYTES * 2 + 1];

    sodium_bin2hex (hex, sizeof hex, hash, SESSION_HASH_BYTES);
    if (!db_run (db, &sessions_principal, &rows, error, P_TEXT (hex))) {
        return FALSE;
    }
    if (rows_count (rows) == 0 || !rows_boolean (rows, 0, 6)) {
        return refuse (error, SIRAJ_ERROR_NOT_SIGNED_IN, NULL,
                       "This session is not known or was ended; sign in again.");
    }
    if (rows_boolean (rows, 0, 7)) {
        return refuse (error, SIRAJ_ERROR_SESSION_EXPIRED, NULL,
                       "The session has expired; sign in again, nothing that you typed is lost.");
    }
    if (rows_boolean (rows, 0, 8) &&
        !db_run (db, &sessions_touch, NULL, error, P_INT64 (rows_int64 (rows, 0, 0)))) {
        return FALSE;
    }
    found = principal_new ();
    found->session_id = rows_int64 (rows, 0, 0);
    found->user_id = rows_int64 (rows, 0, 1);
    found->username = g_strdup (rows_text (rows, 0, 2));
    found->full_name = g_strdup (rows_text (rows, 0, 3));
    found->branch_id = rows_int64 (rows, 0, 4);
    found->all_stations = rows_boolean (rows, 0, 5);
    fill_rights (found, rows_text (rows, 0, 9), rows_text (rows, 0, 10));
    *principal = g_steal_pointer (&found);
    return TRUE;
}
