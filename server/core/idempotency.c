/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A retried request is answered with the answer it had, and works once. */
#define G_LOG_DOMAIN "siraj-dispatch"

#include "server/core/call.h"

#include "server/core/dispatch-sql.h"
#include "server/core/metrics.h"
#include "server/core/problem.h"

#include <sodium.h>
#include <string.h>

#define HASH_HEX_BYTES (2 * crypto_hash_sha256_BYTES + 1)

enum { CLAIM_HELD, CLAIM_HASH, CLAIM_STATUS, CLAIM_BODY };

static void
hash_part (crypto_hash_sha256_state *state, const char *text)
{
    crypto_hash_sha256_update (state, (const guint8 *)text, strlen (text) + 1);
}

/* What makes two requests the same: method, path, query, body. */
static void
hash_request (const Call *call, char hex[HASH_HEX_BYTES])
{
    crypto_hash_sha256_state state;
    guint8 hash[crypto_hash_sha256_BYTES];
    gsize length = 0;
    gconstpointer body = NULL;

    if (call->request->body != NULL)
        body = g_bytes_get_data (call->request->body, &length);
    crypto_hash_sha256_init (&state);
    hash_part (&state, call->route->method);
    hash_part (&state, call->request->target);
    hash_part (&state, call->request->query != NULL ? call->request->query : "");
    if (length > 0)
        crypto_hash_sha256_update (&state, body, length);
    crypto_hash_sha256_final (&state, hash);
    sodium_bin2hex (hex, HASH_HEX_BYTES, hash, sizeof hash);
}

static void
replay (Call *call, const Rows *rows)
{
    Request *request = call->request;
    const char *body = rows_text (rows, 0, CLAIM_BODY);

    request->status = (guint)rows_int64 (rows, 0, CLAIM_STATUS);
    request->answer = g_string_new (body);
    request->answer_type = g_strdup (request->status >= 400 ? PROBLEM_TYPE : NULL);
    request->replayed = TRUE;
    metrics_count_replay ();
}

gboolean
idempotency_find (Call *call, gboolean *replayed, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    char hex[HASH_HEX_BYTES];

    *replayed = FALSE;
    if (!db_run (call->db, &idempotency_claim, &rows, error, P_INT64 (call->principal->user_id),
                 P_TEXT (call->request->idempotency_key)))
        return FALSE;
    if (rows_is_null (rows, 0, CLAIM_STATUS)) {
        if (rows_boolean (rows, 0, CLAIM_HELD))
            return TRUE;
        return refuse (error, SIRAJ_ERROR_KEY_IN_PROGRESS, NULL,
                       "The request with this idempotency key is being carried out; ask again in "
                       "a moment");
    }
    hash_request (call, hex);
    if (!g_str_equal (hex, rows_text (rows, 0, CLAIM_HASH)))
        return refuse (error, SIRAJ_ERROR_KEY_REUSED, NULL,
                       "This idempotency key was used for another request; make a new key");
    replay (call, rows);
    *replayed = TRUE;
    return TRUE;
}

gboolean
idempotency_store (Call *call, guint status, const char *body, gboolean *stored, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    char hex[HASH_HEX_BYTES];

    hash_request (call, hex);
    if (!db_run (call->db, &idempotency_insert, &rows, error, P_INT64 (call->principal->user_id),
                 P_TEXT (call->request->idempotency_key), P_TEXT (hex), P_INT64 (status),
                 P_TEXT (body)))
        return FALSE;
    *stored = rows_count (rows) == 1;
    return TRUE;
}
