/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Refuses bad heads with an answer of its own and closes the connection. */
#define G_LOG_DOMAIN "siraj-gate"

#include "server/core/gate.h"

#include "common/base/id.h"
#include "common/base/language.h"
#include "server/core/listener.h"
#include "server/core/problem.h"

#include <string.h>

#define MAX_HEADERS 100
#define MAX_PATH_BYTES 2048
#define MAX_QUERY_BYTES 4096
#define MAX_LENGTH_DIGITS 18

typedef struct {
    GateLimit limit;
    gpointer data;
} Gate;

/* What a refusal is answered with; the message is a message id. */
static const struct {
    SirajError code;
    const char *detail;
} answers[METRICS_N_REFUSALS] = {
    [METRICS_REFUSED_METHOD] = { SIRAJ_ERROR_METHOD_NOT_ALLOWED,
                                 N_ ("Only GET, POST, PUT, PATCH and DELETE are allowed") },
    [METRICS_REFUSED_FRAMING] = { SIRAJ_ERROR_LENGTH_REQUIRED,
                                  N_ ("Send the body with Content-Length and no "
                                      "Transfer-Encoding") },
    [METRICS_REFUSED_HEADERS] = { SIRAJ_ERROR_MALFORMED,
                                  N_ ("The headers are malformed, repeated or more than 100") },
    [METRICS_REFUSED_URI] = { SIRAJ_ERROR_TOO_LARGE,
                              N_ ("The address is longer than 2048 bytes, or its query than "
                                  "4096") },
    [METRICS_REFUSED_BODY] = { SIRAJ_ERROR_TOO_LARGE,
                               N_ ("The body is larger than this address takes (1 MiB, imports "
                                   "64 MiB)") },
};

static gboolean
is_token (const char *name)
{
    static const char others[] = "!#$%&'*+-.^_`|~";

    if (*name == '\0')
        return FALSE;
    for (; *name != '\0'; name++)
        if (!g_ascii_isalnum (*name) && strchr (others, *name) == NULL)
            return FALSE;
    return TRUE;
}

static gboolean
is_clean_value (const char *value)
{
    for (; *value != '\0'; value++)
        if (((guchar)*value < 0x20 && *value != '\t') || *value == 0x7f)
            return FALSE;
    return TRUE;
}

/* Headers of which two would let two readers of one request disagree. */
static gboolean
is_single (const char *name)
{
    static const char *const singles[] = { "Content-Length", "Host",   "Authorization",
                                           "Content-Type",   "Expect", "Idempotency-Key",
                                           "If-Match",       NULL };

    for (guint i = 0; singles[i] != NULL; i++)
        if (g_ascii_strcasecmp (name, singles[i]) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
headers_are_clean (SoupMessageHeaders *headers)
{
    SoupMessageHeadersIter iter;
    const char *name, *value;
    const char *seen[MAX_HEADERS];
    guint n = 0, n_seen = 0;

    soup_message_headers_iter_init (&iter, headers);
    while (soup_message_headers_iter_next (&iter, &name, &value)) {
        if (++n > MAX_HEADERS || !is_token (name) || !is_clean_value (value))
            return FALSE;
        if (!is_single (name))
            continue;
        for (guint i = 0; i < n_seen; i++)
            if (g_ascii_strcasecmp (seen[i], name) == 0)
                return FALSE;
        seen[n_seen++] = name;
    }
    return TRUE;
}

static gboolean
parse_length (const char *text, guint64 *length_bytes)
{
    gsize digits = text != NULL ? strlen (text) : 0;

    *length_bytes = 0;
    if (text == NULL)
        return TRUE;
    if (digits == 0 || digits > MAX_LENGTH_DIGITS || strspn (text, "0123456789") != digits)
        return FALSE;
    *length_bytes = g_ascii_strtoull (text, NULL, 10);
    return TRUE;
}

static gboolean
method_is_allowed (const char *method)
{
    static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE", NULL };

    return g_strv_contains (methods, method);
}

MetricsRefusal
gate_check (const char *method, const char *path, const char *query, SoupMessageHeaders *headers,
            guint64 *length_bytes)
{
    *length_bytes = 0;
    if (!method_is_allowed (method))
        return METRICS_REFUSED_METHOD;
    if (strlen (path) > MAX_PATH_BYTES || (query != NULL && strlen (query) > MAX_QUERY_BYTES))
        return METRICS_REFUSED_URI;
    if (soup_message_headers_get_list (headers, "Transfer-Encoding") != NULL)
        return METRICS_REFUSED_FRAMING;
    if (!headers_are_clean (headers) ||
        !parse_length (soup_message_headers_get_one (headers, "Content-Length"), length_bytes))
        return METRICS_REFUSED_HEADERS;
    return METRICS_PASSED;
}

static void
gate_answer (SoupServerMessage *message, MetricsRefusal reason)
{
    g_autoptr (GString) body = g_string_new (NULL);
    g_autoptr (GString) answer = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    g_autofree char *request_id = id_new_uuid ();
    SirajError code = answers[reason].code;
    SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

    language_set (language_from_header (soup_message_headers_get_one (headers, "Accept-Language")));
    refuse (&error, code, NULL, "%s", tr (answers[reason].detail));
    problem_append (body, error, request_id);
    g_string_append_printf (
        answer,
        "HTTP/1.1 %u %s\r\nContent-Type: " PROBLEM_TYPE "\r\n"
        "Content-Length: %" G_GSIZE_FORMAT "\r\nCache-Control: no-store\r\n"
        "X-Request-Id: %s\r\n%sConnection: close\r\n\r\n",
        siraj_error_status (code), soup_status_get_phrase (siraj_error_status (code)), body->len,
        request_id,
        reason == METRICS_REFUSED_METHOD ? "Allow: GET, POST, PUT, PATCH, DELETE\r\n" : "");
    g_string_append_len (answer, body->str, body->len);
    metrics_count_refusal (reason);
    connection_refuse (connection_of (message), message, answer->str, answer->len);
}

static void
on_got_headers (SoupServerMessage *message, gpointer data)
{
    Gate *gate = data;
    GUri *uri = soup_server_message_get_uri (message);
    SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
    const char *method = soup_server_message_get_method (message);
    guint64 length_bytes;
    MetricsRefusal reason =
        gate_check (method, g_uri_get_path (uri), g_uri_get_query (uri), headers, &length_bytes);

    if (reason == METRICS_PASSED && length_bytes > GATE_BODY_BYTES &&
        length_bytes > gate->limit (method, g_uri_get_path (uri), gate->data))
        reason = METRICS_REFUSED_BODY;
    if (reason != METRICS_PASSED) {
        gate_answer (message, reason);
        return;
    }
    soup_message_headers_remove (headers, "Range");
    soup_message_headers_remove (headers, "If-Range");
    connection_enter (connection_of (message), PHASE_BODY);
}

static void
on_request_started (SoupServer *server, SoupServerMessage *message, gpointer gate)
{
    g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), gate);
}

static void
gate_free (gpointer gate, GClosure *closure)
{
    g_free (gate);
}

void
gate_install (SoupServer *server, GateLimit limit, gpointer data)
{
    Gate *gate = g_new0 (Gate, 1);

    gate->limit = limit;
    gate->data = data;
    g_signal_connect_data (server, "request-started", G_CALLBACK (on_request_started), gate,
                           gate_free, 0);
}
