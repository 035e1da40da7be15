/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages in, messages out. */
#define G_LOG_DOMAIN "siraj-front"

#include "server/core/front.h"

#include "common/base/language.h"
#include "server/core/gate.h"
#include "server/core/log.h"
#include "server/core/metrics.h"
#include "server/core/problem.h"

#include <string.h>

#define MAX_TOKEN_BYTES 256
#define JSON_TYPE "application/json"
#define TEXT_TYPE "text/plain; charset=utf-8"
#define METRICS_TYPE "text/plain; version=0.0.4; charset=utf-8"

struct Front {
    const Router *router;
    Health *health;
    const char *openapi;
    Language language;
    Dispatch *dispatch;
    Listener *listener;
    guint in_flight;
};

/* Out */

static void
set_common_headers (SoupMessageHeaders *headers)
{
    /* An idle kept connection that its caller closes leaks in libsoup 3.2. */
    soup_message_headers_replace (headers, "Connection", "close");
    soup_message_headers_replace (headers, "Cache-Control", "no-store");
    soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
}

static void
set_file_headers (SoupMessageHeaders *headers, const Request *request)
{
    g_autofree char *name = g_uri_escape_string (request->file_name, NULL, FALSE);
    g_autofree char *value = g_strconcat ("attachment; filename*=UTF-8''", name, NULL);

    soup_message_headers_replace (headers, "Content-Disposition", value);
}

static void
set_answer_headers (SoupMessageHeaders *headers, const Request *request)
{
    char number[32];

    set_common_headers (headers);
    soup_message_headers_replace (headers, "X-Request-Id", request->id);
    if (request->version > 0) {
        g_snprintf (number, sizeof number, "\"%" G_GINT64_FORMAT "\"", request->version);
        soup_message_headers_replace (headers, "ETag", number);
    }
    if (request->location != NULL)
        soup_message_headers_replace (headers, "Location", request->location);
    if (request->file_name != NULL)
        set_file_headers (headers, request);
    if (request->allow != NULL)
        soup_message_headers_replace (headers, "Allow", request->allow);
    if (request->replayed)
        soup_message_headers_replace (headers, "Idempotency-Replayed", "true");
    if (request->status == 401)
        soup_message_headers_replace (headers, "WWW-Authenticate", "Bearer");
    if (request->retry_after_s > 0) {
        g_snprintf (number, sizeof number, "%u", request->retry_after_s);
        soup_message_headers_replace (headers, "Retry-After", number);
    }
}

static void
send_answer (SoupServerMessage *message, Request *request)
{
    const char *type = request->answer_type != NULL ? request->answer_type : JSON_TYPE;
    gsize length;

    set_answer_headers (soup_server_message_get_response_headers (message), request);
    soup_server_message_set_status (message, request->status, NULL);
    if (request->answer != NULL && request->answer->len > 0) {
        length = request->answer->len;
        soup_server_message_set_response (message, type, SOUP_MEMORY_TAKE,
                                          g_string_free (g_steal_pointer (&request->answer), FALSE),
                                          length);
    }
    connection_enter (connection_of (message), PHASE_ANSWER);
}

static void
tell (const Request *request)
{
    gint64 duration_us = g_get_monotonic_time () - request->started_us;
    const LogRequest line = {
        .request_id = request->id,
        .method = request->route != NULL ? request->route->method : "",
        .path = request->route != NULL ? request->route->path : "",
        .status = request->status,
        .duration_us = duration_us,
        .user_id = request->user_id,
    };

    metrics_count_request (request->route, request->status, duration_us);
    log_request (&line);
}

static void
on_gone (SoupServerMessage *message, gpointer data)
{
    Request *request = data;

    request->gone = TRUE;
}

static void
on_answered (Request *request, gpointer data)
{
    Front *front = data;
    g_autoptr (SoupServerMessage) message = g_steal_pointer (&request->message);

    front->in_flight--;
    g_signal_handlers_disconnect_by_data (message, request);
    tell (request);
    if (!request->gone) {
        send_answer (message, request);
        soup_server_message_unpause (message);
    }
    request_free (request);
}

static void
answer_at_once (SoupServerMessage *message, Request *request)
{
    tell (request);
    send_answer (message, request);
    request_free (request);
}

static void
answer_text (SoupServerMessage *message, guint status, const char *type, char *text)
{
    set_common_headers (soup_server_message_get_response_headers (message));
    soup_server_message_set_status (message, status, NULL);
    soup_server_message_set_response (message, type, SOUP_MEMORY_TAKE, text, strlen (text));
    connection_enter (connection_of (message), PHASE_ANSWER);
}

/* In */

static char *
read_token (SoupMessageHeaders *headers)
{
    const char *value = soup_message_headers_get_one (headers, "Authorization");

    if (value == NULL || g_ascii_strncasecmp (value, "Bearer ", 7) != 0)
        return NULL;
    value += 7;
    return *value != '\0' && strlen (value) <= MAX_TOKEN_BYTES ? g_strdup (value) : NULL;
}

/* Behind a proxy on this machine the caller is whom the proxy names. */
static char *
read_peer (SoupServerMessage *message, SoupMessageHeaders *headers)
{
    const char *peer = connection_peer (connection_of (message));
    const char *named = soup_message_headers_get_one (headers, "X-Real-IP");

    if (named != NULL && g_hostname_is_ip_address (named) &&
        (g_str_equal (peer, "127.0.0.1") || g_str_equal (peer, "::1")))
        return g_strdup (named);
    return g_strdup (peer);
}

static char *
copy_header (SoupMessageHeaders *headers, const char *name)
{
    const char *value = soup_message_headers_get_one (headers, name);

    return value != NULL ? g_utf8_make_valid (value, -1) : NULL;
}

static void
read_body (SoupServerMessage *message, Request *request)
{
    SoupMessageBody *body = soup_server_message_get_request_body (message);

    if (body->length > 0)
        request->body = soup_message_body_flatten (body);
}

static Request *
read_request (Front *front, SoupServerMessage *message)
{
    SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
    GUri *uri = soup_server_message_get_uri (message);
    const char *language = soup_message_headers_get_one (headers, "Accept-Language");
    Request *request = request_new ();

    request->target = g_strdup (g_uri_get_path (uri));
    request->query = g_strdup (g_uri_get_query (uri));
    request->token = read_token (headers);
    request->content_type = copy_header (headers, "Content-Type");
    request->idempotency_key = copy_header (headers, "Idempotency-Key");
    request->if_match = copy_header (headers, "If-Match");
    request->user_agent = copy_header (headers, "User-Agent");
    request->peer = read_peer (message, headers);
    request->language = language != NULL ? language_from_header (language) : front->language;
    read_body (message, request);
    return request;
}

static void
front_push (Front *front, SoupServerMessage *message, Request *request)
{
    g_autoptr (GError) error = NULL;

    request->message = g_object_ref (message);
    g_signal_connect (message, "finished", G_CALLBACK (on_gone), request);
    g_signal_connect (message, "disconnected", G_CALLBACK (on_gone), request);
    connection_enter (connection_of (message), PHASE_WORK);
    soup_server_message_pause (message);
    front->in_flight++;
    if (dispatch_push (front->dispatch, request))
        return;
    metrics_count_refusal (METRICS_REFUSED_QUEUE_FULL);
    refuse (&error, SIRAJ_ERROR_UNAVAILABLE, NULL,
            "The server is busy; nothing was changed, try again in a moment");
    request_answer_error (request, error);
    on_answered (request, front);
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
    Front *front = data;
    Request *request = read_request (front, message);
    g_autoptr (GError) error = NULL;

    language_set (request->language);
    request->route = router_match (front->router, soup_server_message_get_method (message),
                                   request->target, &request->path, &request->allow, &error);
    if (request->route == NULL) {
        request_answer_error (request, error);
        answer_at_once (message, request);
        return;
    }
    front_push (front, message, request);
}

/* What is answered without a worker */

static void
on_livez (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
          gpointer data)
{
    answer_text (message, 200, TEXT_TYPE, g_strdup ("ok\n"));
}

static void
on_readyz (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
           gpointer data)
{
    Front *front = data;
    g_autofree char *reason = NULL;

    if (health_is_ready (front->health)) {
        answer_text (message, 200, TEXT_TYPE, g_strdup ("ready\n"));
        return;
    }
    reason = health_reason (front->health);
    answer_text (message, 503, TEXT_TYPE, g_strconcat (reason, "\n", NULL));
}

static void
on_openapi (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
    Front *front = data;

    answer_text (message, 200, JSON_TYPE, g_strdup (front->openapi));
}

static void
on_metrics (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
    Front *front = data;
    g_autofree char *extra = health_gauges (front->health);
    const MetricsGauges gauges = {
        .connections = front->listener != NULL ? listener_connections (front->listener) : 0,
        .queued = dispatch_waiting (front->dispatch),
        .in_flight = front->in_flight,
        .ready = health_is_ready (front->health),
    };

    answer_text (message, 200, METRICS_TYPE, metrics_print (&gauges, extra));
}

static void
on_nothing (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
    answer_text (message, 404, TEXT_TYPE, g_strdup ("not found\n"));
}

/* Set up */

static guint64
body_limit (const char *method, const char *path, gpointer data)
{
    Front *front = data;
    g_autoptr (GHashTable) parameters = NULL;
    g_autofree char *allow = NULL;
    const Route *route = router_match (front->router, method, path, &parameters, &allow, NULL);

    return route != NULL && (route->flags & LARGE) ? GATE_LARGE_BODY_BYTES : GATE_BODY_BYTES;
}

static void
on_wrote_data (SoupServerMessage *message, guint bytes, gpointer data)
{
    connection_progress (connection_of (message), bytes);
}

static void
on_started (SoupServer *server, SoupServerMessage *message, gpointer data)
{
    g_signal_connect (message, "wrote-body-data", G_CALLBACK (on_wrote_data), NULL);
}

static SoupServer *
new_server (Front *front)
{
    SoupServer *server = soup_server_new ("raw-paths", TRUE, "server-header", "siraj", NULL);

    gate_install (server, body_limit, front);
    g_signal_connect (server, "request-started", G_CALLBACK (on_started), NULL);
    soup_server_add_handler (server, "/livez", on_livez, front, NULL);
    soup_server_add_handler (server, "/readyz", on_readyz, front, NULL);
    return server;
}

SoupServer *
front_public_server (Front *front)
{
    SoupServer *server = new_server (front);

    soup_server_add_handler (server, PATH_OPENAPI, on_openapi, front, NULL);
    soup_server_add_handler (server, NULL, on_request, front, NULL);
    return server;
}

SoupServer *
front_metrics_server (Front *front)
{
    SoupServer *server = new_server (front);

    soup_server_add_handler (server, "/metrics", on_metrics, front, NULL);
    soup_server_add_handler (server, NULL, on_nothing, front, NULL);
    return server;
}

void
front_watch (Front *front, Listener *listener)
{
    front->listener = listener;
}

guint
front_in_flight (const Front *front)
{
    return front->in_flight;
}

Front *
front_new (const FrontOptions *options)
{
    Front *front = g_new0 (Front, 1);
    DispatchOptions dispatch = options->dispatch;

    front->router = options->router;
    front->health = options->health;
    front->openapi = options->openapi;
    front->language = options->language;
    dispatch.answered = on_answered;
    dispatch.data = front;
    front->dispatch = dispatch_new (&dispatch);
    return front;
}

void
front_free (Front *front)
{
    dispatch_free (front->dispatch);
    g_free (front);
}
