/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server as the client sees it: an asynchronous call, its answer, the state of the link. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "common/base/error.h"

G_BEGIN_DECLS

#define API_PATH_SESSIONS "/api/v1/sessions"

typedef enum {
    API_STATE_READY,   /* the last call was answered */
    API_STATE_OFFLINE, /* nobody answers; the client asks again by itself */
    API_STATE_EXPIRED, /* the session is over: calls wait for api_set_token() */
    API_STATE_TROUBLED /* the server answers, but with an error of its own (5xx) */
} ApiState;

#define SIRAJ_TYPE_API (api_get_type ())
G_DECLARE_FINAL_TYPE (SirajApi, api, SIRAJ, API, GObject)

/* What is asked.  Members not named are none: `&(ApiRequest) { "GET", path }`. */
typedef struct {
    const char *method;
    const char *path;            /* "/api/v1/customers?limit=50" */
    const char *body;            /* JSON text or NULL */
    const char *idempotency_key; /* of money-creating calls; keep it while trying again */
    gint64 if_match;             /* the version being edited, 0 = none */
} ApiRequest;

/* What was answered, 2xx only: everything else is an error of the call. */
typedef struct {
    guint status;
    JsonNode *body; /* NULL when the answer has none or is not JSON */
    GBytes *bytes;  /* as it came */
    gint64 version; /* of the ETag, or 0 */
    char *location; /* of what was created, or NULL */
} ApiAnswer;

void api_answer_free (ApiAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApiAnswer, api_answer_free)

/* The answer's object, borrowed, or NULL when it is something else. */
JsonObject *api_answer_object (const ApiAnswer *answer);

/* @server: "http://127.0.0.1:8480". */
SirajApi *api_new (const char *server);

void api_set_server (SirajApi *self, const char *server);
const char *api_get_server (SirajApi *self);

/* The session's token, NULL to forget it.  Calls that were waiting for a new sign-in go on. */
void api_set_token (SirajApi *self, const char *token);

/* Gives up the calls that wait for a new sign-in (another user came): they end as cancelled. */
void api_drop_waiting (SirajApi *self);

/* Property "state"; connect to notify::state. */
ApiState api_get_state (SirajApi *self);

/* Starts a call; @request is copied.  A call that meets an expired session is held back and sent
 * again after the next sign-in, so that nothing typed is lost. */
void api_call_async (SirajApi *self, const ApiRequest *request, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data);

/* The answer, owned by the caller.  Errors: SIRAJ_ERROR of the server's problem, with its sentence
 * and field (refusal_field()); SIRAJ_ERROR_UNAVAILABLE when nobody answered, saying whether
 * anything can have been saved; G_IO_ERROR_CANCELLED. */
ApiAnswer *api_call_finish (SirajApi *self, GAsyncResult *result, GError **error);

/* The call was cancelled: its owner has gone or asked again, nothing to report. */
gboolean api_error_is_cancelled (const GError *error);

G_END_DECLS
