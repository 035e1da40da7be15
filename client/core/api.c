/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls to the server over one SoupSession: send, read, and turn what comes back into an answer or
 * an error that a person can read. */
#define G_LOG_DOMAIN "siraj-api"

#include "client/core/api.h"

#include "client/core/format.h"
#include <libsoup/soup.h>

#include "common/schema/json.h"

#define CALL_TIMEOUT_S 60
#define MAX_CONNECTIONS 6
#define PROBE_INTERVAL_S 3

struct _SirajApi {
    GObject parent_instance;
    SoupSession *soup;
    char *server;
    char *token;
    ApiState state;
    GQueue waiting; /* GTask of calls that met an expired session */
    guint probe_source;
};

enum { PROP_STATE = 1, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SirajApi, api, G_TYPE_OBJECT)

typedef struct {
    ApiRequest request; /* its texts are owned */
    char *token;        /* it was sent with */
    SoupMessage *message;
} Call;

static void send_call (GTask *task);

static void
call_free (Call *call)
{
    g_free ((char *)call->request.method);
    g_free ((char *)call->request.path);
    g_free ((char *)call->request.body);
    g_free ((char *)call->request.idempotency_key);
    g_free (call->token);
    g_clear_object (&call->message);
    g_free (call);
}

static Call *
call_new (const ApiRequest *request)
{
    Call *call = g_new0 (Call, 1);

    call->request.method = g_strdup (request->method);
    call->request.path = g_strdup (request->path);
    call->request.body = g_strdup (request->body);
    call->request.idempotency_key = g_strdup (request->idempotency_key);
    call->request.if_match = request->if_match;
    return call;
}

void
api_answer_free (ApiAnswer *answer)
{
    g_clear_pointer (&answer->body, json_node_unref);
    g_clear_pointer (&answer->bytes, g_bytes_unref);
    g_free (answer->location);
    g_free (answer);
}

JsonObject *
api_answer_object (const ApiAnswer *answer)
{
    if (answer->body == NULL || !JSON_NODE_HOLDS_OBJECT (answer->body))
        return NULL;
    return json_node_get_object (answer->body);
}

/* The state of the link */

static void
probe_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
}

static gboolean
probe (gpointer user_data)
{
    api_call_async (SIRAJ_API (user_data), &(ApiRequest) { "GET", "/livez" }, NULL, probe_answered,
                    NULL);
    return G_SOURCE_CONTINUE;
}

static void
set_state (SirajApi *self, ApiState state)
{
    if (self->state == state)
        return;
    self->state = state;
    if (state == API_STATE_OFFLINE && self->probe_source == 0)
        self->probe_source = g_timeout_add_seconds (PROBE_INTERVAL_S, probe, self);
    else if (state != API_STATE_OFFLINE)
        g_clear_handle_id (&self->probe_source, g_source_remove);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

/* Answers */

static gboolean
is_json (SoupMessage *message)
{
    const char *type =
        soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

    return g_strcmp0 (type, "application/json") == 0 ||
           g_strcmp0 (type, "application/problem+json") == 0;
}

static SirajError
code_of_status (guint status)
{
    switch (status) {
    case 401:
        return SIRAJ_ERROR_NOT_SIGNED_IN;
    case 403:
        return SIRAJ_ERROR_PERMISSION_DENIED;
    case 404:
        return SIRAJ_ERROR_NOT_FOUND;
    case 412:
        return SIRAJ_ERROR_STALE_VERSION;
    case 413:
        return SIRAJ_ERROR_TOO_LARGE;
    case 429:
        return SIRAJ_ERROR_TOO_MANY_REQUESTS;
    case 502:
    case 503:
    case 504:
        return SIRAJ_ERROR_UNAVAILABLE;
    default:
        return SIRAJ_ERROR_INTERNAL;
    }
}

static const char *
problem_text (JsonObject *problem, const char *name)
{
    return problem != NULL ? json_object_get_string_member_with_default (problem, name, NULL)
                           : NULL;
}

/* A problem document, or whatever a proxy put in its place. */
static GError *
error_of_answer (SoupMessage *message, GBytes *bytes)
{
    gsize length;
    const char *text = g_bytes_get_data (bytes, &length);
    g_autoptr (JsonNode) node = is_json (message) ? json_parse (text, length, NULL) : NULL;
    JsonObject *problem =
        node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    const char *name = problem_text (problem, "code");
    int code = name != NULL ? siraj_error_from_name (name) : -1;
    const char *detail = problem_text (problem, "detail");
    GError *error = NULL;

    if (code < 0)
        code = code_of_status (soup_message_get_status (message));
    if (detail == NULL)
        detail = problem_text (problem, "title");
    g_autofree char *sentence =
        format_local_times (detail != NULL ? detail : siraj_error_title (code));

    refuse (&error, code, problem_text (problem, "field"), "%s", sentence);
    return error;
}

static gint64
version_of (SoupMessage *message)
{
    const char *etag =
        soup_message_headers_get_one (soup_message_get_response_headers (message), "ETag");

    while (etag != NULL && (*etag == '"' || *etag == 'W' || *etag == '/'))
        etag++;
    return etag != NULL ? g_ascii_strtoll (etag, NULL, 10) : 0;
}

static ApiAnswer *
answer_new (SoupMessage *message, GBytes *bytes, GError **error)
{
    g_autoptr (ApiAnswer) answer = g_new0 (ApiAnswer, 1);
    gsize length;
    const char *text = g_bytes_get_data (bytes, &length);

    answer->status = soup_message_get_status (message);
    answer->bytes = g_bytes_ref (bytes);
    answer->version = version_of (message);
    answer->location = g_strdup (
        soup_message_headers_get_one (soup_message_get_response_headers (message), "Location"));
    if (is_json (message) && length > 0) {
        answer->body = json_parse (text, length, error);
        if (answer->body == NULL)
            return NULL;
    }
    return g_steal_pointer (&answer);
}

/* Nobody answered: says whether anything can have been saved. */
static GError *
error_of_link (const Call *call, const GError *cause)
{
    GError *error = NULL;
    const char *format;
    gboolean never_sent = g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
                          g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
                          g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ||
                          cause->domain == G_RESOLVER_ERROR;

    if (g_str_equal (call->request.method, "GET"))
        format = N_ ("The server does not answer. Check the network, then try again.");
    else if (never_sent)
        format =
            N_ ("The server cannot be reached and nothing was saved. What is typed stays here: "
                "try again when the server answers.");
    else if (call->request.idempotency_key != NULL)
        format = N_ ("The connection was lost before the answer came. Try again: it will not be "
                     "done twice.");
    else
        format = N_ ("The connection was lost before the answer came. Look whether it was saved "
                     "before trying again.");
    g_debug ("%s %s: %s", call->request.method, call->request.path, cause->message);
    refuse (&error, SIRAJ_ERROR_UNAVAILABLE, NULL, format, NULL);
    return error;
}

/* The session ended under this call: keep it for the next sign-in. */
static gboolean
hold_back (SirajApi *self, GTask *task, Call *call, const GError *error)
{
    gboolean expired = g_error_matches (error, SIRAJ_ERROR, SIRAJ_ERROR_SESSION_EXPIRED) ||
                       g_error_matches (error, SIRAJ_ERROR, SIRAJ_ERROR_NOT_SIGNED_IN);

    if (!expired || call->token == NULL || self->token == NULL)
        return FALSE;
    if (!g_str_equal (call->token, self->token)) {
        send_call (g_object_ref (task));
        return TRUE;
    }
    g_queue_push_tail (&self->waiting, g_object_ref (task));
    set_state (self, API_STATE_EXPIRED);
    return TRUE;
}

static void
finish_call (SirajApi *self, GTask *task, GBytes *bytes)
{
    Call *call = g_task_get_task_data (task);
    guint status = soup_message_get_status (call->message);
    g_autoptr (GError) error = NULL;
    ApiAnswer *answer = NULL;

    if (status >= 400)
        error = error_of_answer (call->message, bytes);
    else
        answer = answer_new (call->message, bytes, &error);
    if (error != NULL && status == 401 && hold_back (self, task, call, error))
        return;
    if (self->state != API_STATE_EXPIRED)
        set_state (self, status >= 500 ? API_STATE_TROUBLED : API_STATE_READY);
    if (error != NULL)
        g_task_return_error (task, g_steal_pointer (&error));
    else
        g_task_return_pointer (task, answer, (GDestroyNotify)api_answer_free);
}

static void
bytes_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    SirajApi *self = g_task_get_source_object (task);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes =
        soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);

    if (g_task_return_error_if_cancelled (task))
        return;
    if (bytes != NULL) {
        finish_call (self, task, bytes);
        return;
    }
    if (self->state != API_STATE_EXPIRED)
        set_state (self, API_STATE_OFFLINE);
    g_task_return_error (task, error_of_link (g_task_get_task_data (task), error));
}

/* Requests */

static void
set_headers (SirajApi *self, Call *call)
{
    SoupMessageHeaders *headers = soup_message_get_request_headers (call->message);

    soup_message_headers_replace (headers, "Accept-Language", language_code (language_get ()));
    if (self->token != NULL) {
        g_autofree char *bearer = g_strconcat ("Bearer ", self->token, NULL);

        soup_message_headers_replace (headers, "Authorization", bearer);
    }
    if (call->request.idempotency_key != NULL)
        soup_message_headers_replace (headers, "Idempotency-Key", call->request.idempotency_key);
    if (call->request.if_match != 0) {
        g_autofree char *tag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", call->request.if_match);

        soup_message_headers_replace (headers, "If-Match", tag);
    }
    if (call->request.body != NULL) {
        g_autoptr (GBytes) body = g_bytes_new (call->request.body, strlen (call->request.body));

        soup_message_set_request_body_from_bytes (call->message, "application/json", body);
    }
}

/* Takes the task. */
static void
send_call (GTask *task)
{
    SirajApi *self = g_task_get_source_object (task);
    Call *call = g_task_get_task_data (task);
    g_autofree char *url = g_strconcat (self->server, call->request.path, NULL);

    g_clear_object (&call->message);
    call->message = soup_message_new (call->request.method, url);
    if (call->message == NULL) {
        g_task_return_new_error (task, SIRAJ_ERROR, SIRAJ_ERROR_UNAVAILABLE,
                                 tr ("“%s” is not the address of a server. It looks like "
                                     "http://server:8480."),
                                 self->server);
        g_object_unref (task);
        return;
    }
    g_free (call->token);
    call->token = g_strdup (self->token);
    set_headers (self, call);
    soup_session_send_and_read_async (self->soup, call->message, G_PRIORITY_DEFAULT,
                                      g_task_get_cancellable (task), bytes_read, task);
}

void
api_call_async (SirajApi *self, const ApiRequest *request, GCancellable *cancellable,
                GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new (self, cancellable, callback, user_data);

    g_task_set_source_tag (task, api_call_async);
    g_task_set_task_data (task, call_new (request), (GDestroyNotify)call_free);
    send_call (task);
}

ApiAnswer *
api_call_finish (SirajApi *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail (g_task_is_valid (result, self), NULL);
    return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
api_error_is_cancelled (const GError *error)
{
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Class */

static void
api_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    g_value_set_uint (value, SIRAJ_API (object)->state);
}

static void
api_finalize (GObject *object)
{
    SirajApi *self = SIRAJ_API (object);

    g_clear_handle_id (&self->probe_source, g_source_remove);
    soup_session_abort (self->soup);
    g_object_unref (self->soup);
    g_free (self->server);
    g_free (self->token);
    G_OBJECT_CLASS (api_parent_class)->finalize (object);
}

static void
api_class_init (SirajApiClass *class)
{
    GObjectClass *object_class = G_OBJECT_CLASS (class);

    object_class->get_property = api_get_property;
    object_class->finalize = api_finalize;
    props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, API_STATE_TROUBLED, 0,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
    g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
api_init (SirajApi *self)
{
    g_queue_init (&self->waiting);
    self->soup = soup_session_new_with_options ("timeout", CALL_TIMEOUT_S, "user-agent",
                                                "Siraj/" SIRAJ_VERSION, "max-conns-per-host",
                                                MAX_CONNECTIONS, NULL);
}

SirajApi *
api_new (const char *server)
{
    SirajApi *self = g_object_new (SIRAJ_TYPE_API, NULL);

    api_set_server (self, server);
    return self;
}

void
api_set_server (SirajApi *self, const char *server)
{
    g_free (self->server);
    self->server = g_strdup (server);
    while (g_str_has_suffix (self->server, "/"))
        self->server[strlen (self->server) - 1] = '\0';
}

const char *
api_get_server (SirajApi *self)
{
    return self->server;
}

void
api_set_token (SirajApi *self, const char *token)
{
    GTask *task;

    g_free (self->token);
    self->token = g_strdup (token);
    if (token == NULL)
        return;
    set_state (self, API_STATE_READY);
    while ((task = g_queue_pop_head (&self->waiting)) != NULL) {
        if (g_task_return_error_if_cancelled (task))
            g_object_unref (task);
        else
            send_call (task);
    }
}

void
api_drop_waiting (SirajApi *self)
{
    GTask *task;

    while ((task = g_queue_pop_head (&self->waiting)) != NULL) {
        g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "another user signed in");
        g_object_unref (task);
    }
}

ApiState
api_get_state (SirajApi *self)
{
    return self->state;
}
